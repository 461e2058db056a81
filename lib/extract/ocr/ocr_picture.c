/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ocr_picture - one picture: is it worth the time, decode it, read it
 *
 * The size is taken from the header before a pixel is decoded. Large photos
 * are decoded smaller and large scans made smaller, because letters do not
 * become clearer with more pixels than a page at 300 dpi has. A page that
 * lies on its side or upside down is turned where its letters say so.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "extract/ocr/frame.h"
#include "extract/ocr/library.h"
#include "extract/ocr/picture.h"

/* What is recognised: not many more pixels than A4 at 300 dpi has. */
#define READ_PIXELS (12u << 20)
/* Pages of one file. */
#define MAX_PAGES 1000
/* JPEG 2000 is decoded into four bytes for each of up to four components. */
#define JP2_BITS 128

/* A picture file at work. */
struct picture {
	struct pn_job *job;
	const struct pn_ocr *o;
	const char *type;
	struct pn_bytes bytes;	/* or the first of a moving picture ... */
	struct pn_buf alone;	/* ... which is here */
	uint64_t until_us;	/* processor time at which it is enough */
};

static const char *const types[] = {"image/png", "image/jpeg", "image/gif",
    "image/tiff", "image/bmp", "image/webp", "image/jp2"};

bool
pn_ocr_reads(const char *type)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(type, types[i]) == 0)
			return true;
	return false;
}

/* is - is the picture of TYPE? */
static bool
is(const struct picture *p, const char *type)
{
	return strcmp(p->type + strlen("image/"), type) == 0;
}

static uint64_t
cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static bool
enough(void *ctx, int words)
{
	const struct picture *p = ctx;
	const struct pn_budget *b = p->job->budget;

	(void)words;
	return cpu_us() >= p->until_us ||
	       (b->out_of_time && b->out_of_time(b->ctx));
}

/* measure - page N of the file, from its header; false past the last one, or
 * where there is no header */
static bool
measure(struct picture *p, int n, struct pn_frame *out)
{
	l_int32 w = 0, h = 0, bits = 0, samples = 0, other = 0;
	bool ok;

	if (n > 0 && !is(p, "tiff"))
		return false;
	if (is(p, "bmp"))
		return pn_frame_bmp(p->bytes, out);
	if (is(p, "gif")) {
		ok = pn_frame_gif(p->bytes, out, &p->alone);
		p->bytes = pn_buf_bytes(&p->alone);
		return ok;
	}
	if (is(p, "tiff"))
		ok = p->o->readHeaderMemTiff(p->bytes.p, p->bytes.n, n, &w, &h,
			 &bits, &samples, &other, NULL, NULL) == 0;
	else
		ok = p->o->pixReadHeaderMem(p->bytes.p, p->bytes.n, NULL, &w,
			 &h, &bits, &samples, NULL) == 0;
	if (!ok || w < 0 || h < 0)
		return false;
	*out = (struct pn_frame){(uint32_t)w, (uint32_t)h,
	    is(p, "jp2")		 ? JP2_BITS
	    : bits * samples > 8 ? 32
				 : (unsigned)(bits * samples)};
	return true;
}

/* tiny - too small for text? */
static bool
tiny(struct pn_frame f)
{
	uint32_t low = f.width < f.height ? f.width : f.height;
	uint32_t high = f.width < f.height ? f.height : f.width;

	return high < PN_OCR_TINY || low < PN_OCR_STRIP;
}

/* reduction - by how much a JPEG picture is made smaller in decoding it */
static int
reduction(struct pn_frame f)
{
	int by = 1;

	while (by < 8 &&
	       (uint64_t)f.width * f.height / (uint64_t)(by * by) > READ_PIXELS)
		by *= 2;
	return by;
}

/* too_large - more than a worker can bear? */
static bool
too_large(const struct picture *p, struct pn_frame f)
{
	uint64_t n = (uint64_t)f.width * f.height;

	if (n > PN_OCR_PIXELS)
		return true;
	if (is(p, "jpeg"))
		n /= (uint64_t)(reduction(f) * reduction(f));
	return n * f.bits / 8 > PN_OCR_BYTES;
}

/* decode - page N, whose size is F, as it is; NULL where it can't be */
static PIX *
decode(const struct picture *p, int n, struct pn_frame f)
{
	if (is(p, "tiff"))
		return p->o->pixReadMemTiff(p->bytes.p, p->bytes.n, n);
	if (is(p, "jpeg"))
		return p->o->pixReadMemJpeg(
		    p->bytes.p, p->bytes.n, 0, reduction(f), NULL, 0);
	return p->o->pixReadMem(p->bytes.p, p->bytes.n);
}

/* replace - NEXT in place of *PIX; NULL: there was no memory */
static void
replace(const struct pn_ocr *o, PIX **pix, PIX *next)
{
	o->pixDestroy(pix);
	*pix = next;
}

/* line - N pixels of red, green, blue and perhaps ALPHA at FROM as shades of
 * grey on white paper at TO */
static void
line(const l_uint32 *from, uint32_t n, bool alpha, l_uint32 *to)
{
	for (uint32_t x = 0; x < n; x++) {
		l_uint32 p = from[x], a = alpha ? p & 255 : 255;
		l_uint32 v =
		    (3 * (p >> 24) + 6 * (p >> 16 & 255) + (p >> 8 & 255)) /
		    10;

		SET_DATA_BYTE(to, x, 255 - (255 - v) * a / 255);
	}
}

/* grey - PIX in shades of grey; NULL where memory ended. For colours in less
 * memory than Leptonica takes. */
static PIX *
grey(const struct pn_ocr *o, PIX *pix)
{
	uint32_t w = (uint32_t)o->pixGetWidth(pix);
	uint32_t h = (uint32_t)o->pixGetHeight(pix);
	PIX *to;

	if (o->pixGetDepth(pix) != 32)
		return o->pixConvertTo8(pix, 0);
	to = o->pixCreate((l_int32)w, (l_int32)h, 8);
	for (uint32_t y = 0; to && y < h; y++)
		line(o->pixGetData(pix) + (size_t)y * (size_t)o->pixGetWpl(pix),
		    w, o->pixGetSpp(pix) == 4,
		    o->pixGetData(to) + (size_t)y * (size_t)o->pixGetWpl(to));
	return to;
}

/* simplify - *PIX in shades of grey and not larger than is of use; NULL where
 * memory ended */
static void
simplify(const struct pn_ocr *o, PIX **pix)
{
	double n;

	replace(o, pix, grey(o, *pix));
	if (*pix == NULL)
		return;
	n = (double)o->pixGetWidth(*pix) * o->pixGetHeight(*pix);
	if (n > READ_PIXELS) {
		float by = (float)sqrt(READ_PIXELS / n);

		replace(o, pix, o->pixScaleAreaMap(*pix, by, by));
	}
}

/* turn - *PIX upright, where its letters clearly stand another way */
static void
turn(const struct pn_ocr *o, PIX **pix)
{
	PIX *black = o->pixConvertTo1(*pix, 128);
	l_float32 up = 0, left = 0;
	l_int32 orient = 0, quarters;

	if (black && o->pixOrientDetect(black, &up, &left, 0, 0) == 0)
		o->makeOrientDecision(up, left, 0, 0, &orient, 0);
	o->pixDestroy(&black);
	quarters = orient == L_TEXT_ORIENT_LEFT	   ? 1
		   : orient == L_TEXT_ORIENT_DOWN  ? 2
		   : orient == L_TEXT_ORIENT_RIGHT ? 3
						   : 0;
	if (quarters)
		replace(o, pix, o->pixRotateOrth(*pix, quarters));
}

/* recognise - hand on what stands in page N, whose size is F */
static enum pn_err
recognise(
    struct picture *p, int n, struct pn_frame f, const char *place)
{
	struct pn_job *job = p->job;
	PIX *pix = decode(p, n, f);
	enum pn_err err;
	char *text;

	if (pix == NULL) {
		pn_job_damage(job, "damaged");
		return PN_OK;
	}
	simplify(p->o, &pix);
	if (pix)
		turn(p->o, &pix);
	if (pix == NULL)
		return pn_job_limit(job, "memory");
	text = enough(p, 0) ? NULL : pn_ocr_text(p->o, pix, enough, p);
	p->o->pixDestroy(&pix);
	if (text == NULL)
		return pn_job_limit(job, "ocr");
	err = pn_job_text(job,
	    (struct pn_bytes){(const unsigned char *)text, strlen(text)}, place,
	    0);
	p->o->TessDeleteText(text);
	return err;
}

/* read_pages - all pages of the file */
static enum pn_err
read_pages(struct picture *p, bool *read)
{
	struct pn_frame f, next;
	bool more = measure(p, 0, &f), several;
	enum pn_err err = PN_OK;

	if (!more)
		pn_job_damage(p->job, "damaged");
	several = more && measure(p, 1, &next);
	for (int n = 0; more && err == PN_OK; n++) {
		char place[32] = "";

		if (several)
			snprintf(place, sizeof(place), "page %d", n + 1);
		if (n >= MAX_PAGES)
			return pn_job_limit(p->job, "ocr");
		if (!tiny(f)) {
			*read = true;
			if (too_large(p, f))
				err = pn_job_limit(p->job, "pixels");
			else if (enough(p, 0))
				err = pn_job_limit(p->job, "ocr");
			else
				err = recognise(p, n, f, place);
		}
		more = measure(p, n + 1, &f);
	}
	return err;
}

enum pn_err
pn_ocr_picture(struct pn_job *job, const char *type, bool *read)
{
	struct pn_budget *b = job->budget;
	struct picture p = {
	    .job = job, .o = b->ocr, .type = type, .bytes = job->bytes};
	uint64_t start = cpu_us(), used;
	enum pn_err err;

	*read = false;
	p.until_us = start + b->ocr_us_left;
	pn_buf_init(&p.alone, job->bytes.n + 1);
	err = read_pages(&p, read);
	pn_buf_free(&p.alone);
	used = cpu_us() - start;
	b->ocr_us_left -= used < b->ocr_us_left ? used : b->ocr_us_left;
	return err;
}
