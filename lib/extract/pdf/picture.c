/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * picture - see picture.h (ISO 32000-2, 8.9.5: image dictionaries)
 */
#include <stdio.h>
#include <string.h>
#include "extract/pdf/picture.h"
#include "extract/pdf/samples.h"

void
pn_pictures_note(struct pn_pictures *p, struct pn_pdf *pdf, struct pn_obj o)
{
	struct pn_obj_id id = pn_obj_id(pdf, o);

	if (pn_obj_seen_has(&p->seen, id))
		return;
	if (p->n == PN_PDF_PICTURES) {
		p->more = true;
		return;
	}
	(void)pn_obj_seen_add(&p->seen, id);
	p->ids[p->n++] = id;
}

/* put16, put32 - little-endian */
static enum pn_err
put16(struct pn_buf *b, unsigned v)
{
	char c[2] = {(char)v, (char)(v >> 8)};

	return pn_buf_add(b, c, 2);
}

static enum pn_err
put32(struct pn_buf *b, uint32_t v)
{
	enum pn_err err = put16(b, v & 0xffff);

	return err == PN_OK ? put16(b, v >> 16) : err;
}

/* An entry of a TIFF directory. */
struct tag {
	unsigned id, kind; /* 3: two bytes, 4: four bytes */
	uint32_t value;
};

/* fax - the CCITT data DATA of image O as a TIFF file (TIFF 6.0, sections 10
 * and 11), which knows the same three codings */
static enum pn_err
fax(struct pn_pdf *pdf, struct pn_obj o, struct pn_bytes data,
    struct pn_buf *out)
{
	struct pn_obj parms = pn_obj_get(pdf, o, "/DecodeParms");
	struct pn_image im = pn_image_of(pdf, o);
	long k, columns;
	bool aligned, white;

	if (pn_obj_kind(pdf, parms) == PN_OBJ_ARRAY)
		parms = pn_obj_at(pdf, parms, pn_obj_len(pdf, parms) - 1);
	k = pn_obj_int(pdf, pn_obj_get(pdf, parms, "/K"), 0);
	columns = pn_obj_int(pdf, pn_obj_get(pdf, parms, "/Columns"), 1728);
	aligned = pn_obj_bool(
	    pdf, pn_obj_get(pdf, parms, "/EncodedByteAlign"), false);
	white =
	    pn_obj_bool(pdf, pn_obj_get(pdf, parms, "/BlackIs1"), false) !=
	    im.inverted;
	struct tag tags[] = {
	    {256, 4, (uint32_t)(columns > 0 ? columns : 0)},
	    {257, 4, im.height},
	    {258, 3, 1},
	    {259, 3, k < 0 ? 4 : k == 0 && aligned ? 2 : 3},
	    {262, 3, white},
	    {273, 4, 8 + 2 + 10 * 12 + 4}, /* behind this directory */
	    {277, 3, 1},
	    {278, 4, im.height},
	    {279, 4, (uint32_t)data.n},
	    {292, 4, k > 0},
	};
	const size_t n = sizeof(tags) / sizeof(tags[0]);
	enum pn_err err = pn_buf_add(out, "II*\0\x08\0\0\0", 8);

	if (err == PN_OK)
		err = put16(out, n);
	for (size_t i = 0; i < n && err == PN_OK; i++) {
		(void)!put16(out, tags[i].id);
		(void)!put16(out, tags[i].kind);
		(void)!put32(out, 1);
		err = put32(out, tags[i].value);
	}
	if (err == PN_OK)
		err = put32(out, 0);
	return err == PN_OK ? pn_buf_add(out, data.p, data.n) : err;
}

/* bitmap - the samples DATA of image IM as a BMP file */
static enum pn_err
bitmap(const struct pn_image *im, struct pn_bytes data, struct pn_buf *out)
{
	uint32_t row = (im->width + 3) & ~3u, head = 14 + 40 + 4 * 256;
	enum pn_err err = pn_buf_add(out, "BM", 2);
	const uint32_t words[] = {head + row * im->height, 0, head, 40,
	    im->width, 0u - im->height, 1 | 8 << 16, 0, row * im->height, 2835,
	    2835, 256, 256};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		err = err == PN_OK ? put32(out, words[i]) : err;
	for (uint32_t i = 0; i < 256; i++)
		err = err == PN_OK ? put32(out, i * 0x010101) : err;
	for (uint32_t y = 0; y < im->height && err == PN_OK; y++) {
		err = pn_image_row(im, data, y, out);
		for (uint32_t x = im->width; x < row && err == PN_OK; x++)
			err = pn_buf_addc(out, '\0');
	}
	return err;
}

/* file - image O, whose data is D, as a file: *BYTES, perhaps in OUT; p NULL
 * where it can't be (then *WHY says so) */
static enum pn_err
file(struct pn_pdf *pdf, struct pn_obj o, const struct pn_obj_data *d,
    struct pn_buf *out, struct pn_bytes *bytes, const char **why)
{
	struct pn_bytes data = pn_buf_bytes(&d->buf);
	struct pn_image im = pn_image_of(pdf, o);
	enum pn_err err;

	*bytes = (struct pn_bytes){NULL, 0};
	*why = "method";
	if (d->image && (strcmp(d->image, "/DCTDecode") == 0 ||
			    strcmp(d->image, "/JPXDecode") == 0)) {
		*bytes = data;
		return PN_OK;
	}
	if (d->image && strcmp(d->image, "/CCITTFaxDecode") == 0) {
		err = fax(pdf, o, data, out);
	} else if (d->image || im.samples == 0) {
		return PN_OK;
	} else {
		err = pn_job_unpack(
		    pdf->job, (uint64_t)im.width * im.height);
		if (err == PN_OK)
			err = bitmap(&im, data, out);
	}
	*bytes = pn_buf_bytes(out);
	return err;
}

/* hand_on - image O, number NUMBER of the page called PLACE, or word of it
 * where nobody reads pictures */
static enum pn_err
hand_on(struct pn_pdf *pdf, struct pn_obj o, const char *place, size_t number)
{
	struct pn_image im = pn_image_of(pdf, o);
	struct pn_member m = {.role = PN_ROLE_EMBEDDED};
	struct pn_obj_data d;
	struct pn_buf out;
	char name[64];
	enum pn_err err;

	if (im.width < PN_IMAGE_TINY && im.height < PN_IMAGE_TINY)
		return PN_OK;
	if (!pdf->job->budget->pictures) {
		pn_job_hidden(pdf->job, "page-picture");
		return PN_OK;
	}
	if ((uint64_t)im.width * im.height > PN_IMAGE_PIXELS) {
		/* noted, and the next one is looked at */
		(void)!pn_job_limit(pdf->job, "pixels");
		return PN_OK;
	}
	snprintf(name, sizeof(name), "%s, picture %zu", place, number);
	m.name = name;
	err = pn_obj_stream(pdf, o, &d);
	pn_buf_init(&out, PN_PDF_MAX_STREAM);
	if (err == PN_OK)
		err = file(pdf, o, &d, &out, &m.content, &m.unreadable);
	if (err == PN_OK && m.content.p)
		m.unreadable = NULL;
	if (err == PN_ERR_SYNTAX)
		m.unreadable = "damaged";
	if (err != PN_ERR_LIMIT)
		err = pn_job_member(pdf->job, &m);
	pn_buf_free(&out);
	pn_obj_data_free(&d);
	return err;
}

enum pn_err
pn_pictures_page(struct pn_pictures *p, struct pn_pdf *pdf, const char *place,
    size_t letters)
{
	enum pn_err err = PN_OK;

	for (size_t i = 0;
	     i < p->n && err == PN_OK && letters < PN_PDF_LETTERS; i++) {
		unsigned mark = pn_pdf_mark(pdf);

		err = hand_on(pdf, pn_obj_by_id(pdf, p->ids[i]), place, i + 1);
		pn_pdf_release(pdf, mark);
	}
	if (p->more && letters < PN_PDF_LETTERS && err == PN_OK)
		(void)!pn_job_limit(pdf->job, "members");
	p->n = 0;
	p->more = false;
	return err;
}

void
pn_pictures_free(struct pn_pictures *p)
{
	pn_obj_seen_free(&p->seen);
}
