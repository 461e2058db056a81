/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * samples - see samples.h
 */
#include <string.h>
#include "extract/pdf/samples.h"

/* Colour spaces within colour spaces. */
#define MAX_DEPTH 4
#define MAX_SIDE  1000000

/* size_of - a width or a height; 0 where it makes no sense */
static uint32_t
size_of(struct pn_pdf *pdf, struct pn_obj o)
{
	long n = pn_obj_int(pdf, o, 0);

	return n > 0 && n <= MAX_SIDE ? (uint32_t)n : 0;
}

/* grey - a pixel of N samples of 8 bits at P */
static unsigned char
grey(const unsigned char *p, unsigned n, bool inverted)
{
	unsigned v = p[0];

	if (n == 3)
		v = (3u * p[0] + 6u * p[1] + p[2]) / 10;
	if (n == 4) { /* the more ink, the darker */
		v = p[3] + (3u * p[0] + 6u * p[1] + p[2]) / 10;
		v = v > 255 ? 0 : 255 - v;
	}
	return (unsigned char)(inverted ? 255 - v : v);
}

/* components - samples of a pixel in the colour space CS; 0 for unknown */
static unsigned
components(struct pn_pdf *pdf, struct pn_obj cs, bool *ink, unsigned depth)
{
	static const struct {
		const char *name;
		unsigned n;
		bool ink;
	} known[] = {{"/DeviceGray", 1, false}, {"/G", 1, false},
	    {"/CalGray", 1, false}, {"/DeviceRGB", 3, false},
	    {"/RGB", 3, false}, {"/CalRGB", 3, false}, {"/Lab", 3, false},
	    {"/DeviceCMYK", 4, false}, {"/CMYK", 4, false},
	    {"/Separation", 1, true}};
	struct pn_obj name = cs;
	long n;

	if (pn_obj_kind(pdf, cs) == PN_OBJ_ARRAY)
		name = pn_obj_at(pdf, cs, 0);
	if (pn_obj_is(pdf, name, "/ICCBased")) {
		n = pn_obj_int(pdf,
		    pn_obj_get(pdf, pn_obj_at(pdf, cs, 1), "/N"), 0);
		return n == 1 || n == 3 || n == 4 ? (unsigned)n : 0;
	}
	if (pn_obj_is(pdf, name, "/Pattern") && depth)
		return components(pdf, pn_obj_at(pdf, cs, 1), ink, depth - 1);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (pn_obj_is(pdf, name, known[i].name)) {
			*ink = known[i].ink;
			return known[i].n;
		}
	return 0;
}

/* palette - the shades of an indexed colour space (8.6.6.3) */
static void
palette(struct pn_pdf *pdf, struct pn_obj cs, struct pn_image *im)
{
	struct pn_obj table = pn_obj_at(pdf, cs, 3);
	struct pn_obj_data d = {0};
	struct pn_bytes b;
	bool ink = false;
	unsigned n =
	    components(pdf, pn_obj_at(pdf, cs, 1), &ink, MAX_DEPTH);

	im->indexed = true;
	im->samples = n ? 1 : 0;
	if (pn_obj_kind(pdf, table) == PN_OBJ_STREAM) {
		(void)!pn_obj_stream(pdf, table, &d);
		b = pn_buf_bytes(&d.buf);
	} else {
		b = pn_obj_string(pdf, table);
	}
	for (unsigned i = 0; n && i < 256 && (i + 1) * n <= b.n; i++)
		im->shades[i] = grey(b.p + i * n, n, ink);
	pn_obj_data_free(&d);
}

struct pn_image
pn_image_of(struct pn_pdf *pdf, struct pn_obj o)
{
	struct pn_obj cs = pn_obj_get(pdf, o, "/ColorSpace");
	struct pn_obj decode = pn_obj_get(pdf, o, "/Decode");
	struct pn_image im = {
	    .width = size_of(pdf, pn_obj_get(pdf, o, "/Width")),
	    .height = size_of(pdf, pn_obj_get(pdf, o, "/Height")),
	    .bits = (unsigned)pn_obj_int(
		pdf, pn_obj_get(pdf, o, "/BitsPerComponent"), 8)};
	bool mask =
	    pn_obj_bool(pdf, pn_obj_get(pdf, o, "/ImageMask"), false);
	bool ink = false;

	if (mask) { /* 0 is painted, in black mostly */
		im.bits = 1;
		im.samples = 1;
	} else if (pn_obj_kind(pdf, cs) == PN_OBJ_ARRAY &&
		   pn_obj_is(pdf, pn_obj_at(pdf, cs, 0), "/Indexed")) {
		palette(pdf, cs, &im);
	} else {
		im.samples = components(pdf, cs, &ink, MAX_DEPTH);
	}
	im.inverted = ink;
	if (pn_obj_len(pdf, decode) >= 2 &&
	    pn_obj_num(pdf, pn_obj_at(pdf, decode, 0), 0) >
		pn_obj_num(pdf, pn_obj_at(pdf, decode, 1), 1))
		im.inverted = !ink;
	if (im.bits != 1 && im.bits != 2 && im.bits != 4 && im.bits != 8 &&
	    im.bits != 16)
		im.samples = 0;
	if (im.width == 0 || im.height == 0)
		im.samples = 0;
	return im;
}

/* sample - number I of the line P, in as many bits as it has, 8 of 16 */
static unsigned
sample(const struct pn_image *im, const unsigned char *p, uint64_t i)
{
	unsigned per;

	if (im->bits == 16)
		return p[2 * i];
	if (im->bits == 8)
		return p[i];
	per = 8 / im->bits;
	return p[i / per] >> (8 - im->bits * (i % per + 1)) &
	       ((1u << im->bits) - 1);
}

enum pn_err
pn_image_row(const struct pn_image *im, struct pn_bytes data, uint32_t y,
    struct pn_buf *out)
{
	uint64_t n = (uint64_t)im->width * im->samples;
	uint64_t row = (n * im->bits + 7) / 8, at = row * y;
	unsigned most = im->bits < 8 ? (1u << im->bits) - 1 : 255;
	const unsigned char *p = data.p + at;
	enum pn_err err = PN_OK;

	for (uint32_t x = 0; x < im->width && err == PN_OK; x++) {
		unsigned char v[4] = {0};

		for (unsigned k = 0; k < im->samples && at + row <= data.n;
		     k++) {
			unsigned s =
			    sample(im, p, (uint64_t)x * im->samples + k);

			v[k] = (unsigned char)(im->indexed ? s
							   : s * 255 / most);
		}
		if (at + row > data.n)
			err = pn_buf_addc(out, (char)255);
		else if (im->indexed)
			err = pn_buf_addc(out, (char)im->shades[v[0]]);
		else
			err = pn_buf_addc(out,
			    (char)grey(v, im->samples, im->inverted));
	}
	return err;
}
