/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * filter - the encodings of stream data (ISO 32000-2, 7.4)
 *
 * Pictures have filters of their own, which hold no text and are not here.
 */
#include <ctype.h>
#include <libdeflate.h>
#include <string.h>
#include "base/inflate.h"
#include "base/mem.h"
#include "extract/pdf/filter.h"
#include "extract/pdf/object.h"

#define FIRST_GUESS  (4u << 10)
#define STEP_BYTES   (64u << 10) /* between two looks at the budget */
#define ZLIB_HEAD    2
#define LZW_CLEAR    256
#define LZW_END	     257
#define LZW_MAX_BITS 12

size_t
pn_filter_room(const struct pn_job *job)
{
	const struct pn_budget *b = job->budget;
	uint64_t room = b->unpacked_left, most;

	most = b->ratio * ((uint64_t)job->bytes.n + 1);
	if (b->ratio && most < b->ratio_from)
		most = b->ratio_from;
	if (b->ratio && room + job->unpacked > most)
		room = most > job->unpacked ? most - job->unpacked : 0;
	if (room > PN_PDF_MAX_STREAM)
		room = PN_PDF_MAX_STREAM;
	return (size_t)room + 1;
}

/* full - the room of a stream is used up: which budget was it? */
static enum pn_err
full(struct pn_job *job)
{
	enum pn_err err = pn_job_unpack(job, pn_filter_room(job));

	return err == PN_OK ? pn_job_limit(job, "unpacked") : err;
}

/* is_zlib - do the bytes have the two of RFC 1950 in front? */
static bool
is_zlib(struct pn_bytes in)
{
	return in.n >= ZLIB_HEAD && (in.p[0] & 0x0f) == 8 &&
	       (in.p[0] << 8 | in.p[1]) % 31 == 0;
}

/* inflate_whole - by libdeflate, with more room at each try; false where the
 * data don't end well. *USED bytes were read */
static bool
inflate_whole(struct pn_bytes in, size_t room, struct pn_buf *out, size_t *used,
    bool *over)
{
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	size_t n = 4 * in.n + FIRST_GUESS, got = 0;
	enum libdeflate_result r = LIBDEFLATE_BAD_DATA;

	for (; d; n *= 4) {
		char *to;

		n = n < room ? n : room;
		to = pn_buf_room(out, n);
		if (to == NULL)
			break;
		r = libdeflate_deflate_decompress_ex(
		    d, in.p, in.n, to, n, used, &got);
		if (r != LIBDEFLATE_INSUFFICIENT_SPACE || n == room)
			break;
	}
	*over = r == LIBDEFLATE_INSUFFICIENT_SPACE;
	if (r == LIBDEFLATE_SUCCESS)
		pn_buf_wrote(out, got);
	libdeflate_free_decompressor(d);
	return r == LIBDEFLATE_SUCCESS;
}

/* flushed - Acrobat ends some streams with a flush and no last block */
static bool
flushed(struct pn_bytes in)
{
	return in.n > 4 && memcmp(in.p + in.n - 4, "\0\0\xff\xff", 4) == 0;
}

/* sum_differs - is the checksum at the beginning of TAIL, if there is one,
 * not that of OUT? */
static bool
sum_differs(struct pn_bytes tail, const struct pn_buf *out)
{
	uint32_t sum = 0;

	if (tail.n < 4)
		return false;
	for (size_t i = 0; i < 4; i++)
		sum = sum << 8 | tail.p[i];
	return sum != libdeflate_adler32(1, out->data, out->len);
}

enum pn_err
pn_filter_flate(struct pn_job *job, struct pn_bytes in,
    const struct pn_filter_params *p, struct pn_buf *out, bool *damaged)
{
	size_t room = pn_filter_room(job), used = 0;
	bool over = false, zlib;
	enum pn_err err;

	(void)p;
	if (in.n == 0)
		return PN_OK;
	/* a line end too many in front of the data is a common mistake */
	while (in.n && !is_zlib(in) && (*in.p == '\r' || *in.p == '\n'))
		in.p++, in.n--;
	zlib = is_zlib(in);
	if (zlib)
		in.p += ZLIB_HEAD, in.n -= ZLIB_HEAD;
	if (inflate_whole(in, room, out, &used, &over)) {
		if (zlib)
			*damaged |= sum_differs(
			    (struct pn_bytes){in.p + used, in.n - used}, out);
	} else if (!over) {
		*damaged |= !flushed(in);
		over = pn_inflate(in, out) == PN_ERR_LIMIT;
	}
	if (over || out->len >= room)
		return full(job);
	err = pn_job_unpack(job, out->len);
	return err;
}

/* LZW at work: entry I is entry PREV with byte LAST behind it. */
struct lzw {
	unsigned short prev[1 << LZW_MAX_BITS];
	unsigned short len[1 << LZW_MAX_BITS];
	unsigned char last[1 << LZW_MAX_BITS];
	unsigned next; /* entry that is made next */
};

/* lzw_put - the bytes of entry CODE to OUT; their first one in *FIRST */
static enum pn_err
lzw_put(const struct lzw *z, unsigned code, struct pn_buf *out,
    unsigned char *first)
{
	size_t len = z->len[code];
	char *to = pn_buf_room(out, len);

	if (to == NULL)
		return PN_ERR_LIMIT;
	for (size_t i = len; i > 0; i--) {
		to[i - 1] = (char)z->last[code];
		code = z->prev[code];
	}
	*first = (unsigned char)to[0];
	pn_buf_wrote(out, len);
	return PN_OK;
}

/* lzw_code - one code behind code PREV (or none: LZW_CLEAR). PN_ERR_SYNTAX
 * where it is not possible */
static enum pn_err
lzw_code(struct lzw *z, unsigned prev, unsigned code, struct pn_buf *out)
{
	bool make = prev != LZW_CLEAR && z->next < 1u << LZW_MAX_BITS;
	unsigned char first = 0;
	enum pn_err err;

	if (code > z->next || (code == z->next && !make))
		return PN_ERR_SYNTAX;
	if (make) {
		z->prev[z->next] = (unsigned short)prev;
		z->len[z->next] = (unsigned short)(z->len[prev] + 1);
	}
	if (code == z->next) { /* its last byte is the first of PREV */
		unsigned c = prev;

		while (z->len[c] > 1)
			c = z->prev[c];
		z->last[code] = z->last[c];
	}
	err = lzw_put(z, code, out, &first);
	if (err == PN_OK && make)
		z->last[z->next++] = first;
	return err;
}

static void
lzw_start(struct lzw *z)
{
	for (unsigned i = 0; i < LZW_CLEAR; i++) {
		z->last[i] = (unsigned char)i;
		z->len[i] = 1;
		z->prev[i] = 0;
	}
	z->next = LZW_END + 1;
}

/* lzw_width - bits of the next code */
static unsigned
lzw_width(const struct lzw *z, bool early)
{
	unsigned bits = 9, n = z->next + early;

	while (bits < LZW_MAX_BITS && n >= 1u << bits)
		bits++;
	return bits;
}

/* lzw_run - all of IN; PN_ERR_SYNTAX where it breaks */
static enum pn_err
lzw_run(struct pn_job *job, struct lzw *z, struct pn_bytes in, bool early,
    struct pn_buf *out)
{
	size_t room = pn_filter_room(job), counted = out->len;
	unsigned prev = LZW_CLEAR, n_bits = 0;
	uint32_t bits = 0;
	enum pn_err err = PN_OK;

	for (size_t i = 0; err == PN_OK;) {
		unsigned width = lzw_width(z, early), code;

		for (; n_bits < width && i < in.n; n_bits += 8)
			bits = bits << 8 | in.p[i++];
		if (n_bits < width)
			break;
		n_bits -= width;
		code = bits >> n_bits & ((1u << width) - 1);
		if (code == LZW_END)
			break;
		if (code == LZW_CLEAR)
			lzw_start(z);
		else
			err = lzw_code(z, prev, code, out);
		prev = code;
		if (err == PN_OK && out->len - counted >= STEP_BYTES) {
			err = out->len > room
				  ? full(job)
				  : pn_job_unpack(job, out->len - counted);
			counted = out->len;
		}
	}
	if (err != PN_ERR_LIMIT &&
	    pn_job_unpack(job, out->len - counted) != PN_OK)
		err = PN_ERR_LIMIT;
	return err;
}

enum pn_err
pn_filter_lzw(struct pn_job *job, struct pn_bytes in,
    const struct pn_filter_params *p, struct pn_buf *out, bool *damaged)
{
	struct lzw *z = pn_alloc(sizeof(*z));
	enum pn_err err;

	lzw_start(z);
	err = lzw_run(job, z, in, p->early, out);
	pn_wipe_free(z, sizeof(*z));
	if (err == PN_ERR_LIMIT)
		return job->limit ? err : full(job);
	*damaged |= err != PN_OK;
	return PN_OK;
}

/* base85 - a group of N (2 to 5) digits to N - 1 bytes */
static void
base85(const unsigned char *digits, unsigned n, struct pn_buf *out)
{
	uint32_t v = 0;

	for (unsigned i = 0; i < 5; i++)
		v = v * 85 + (i < n ? digits[i] : 84u);
	for (unsigned i = 0; i + 1 < n; i++)
		(void)!pn_buf_addc(out, (char)(v >> (24 - 8 * i)));
}

enum pn_err
pn_filter_ascii85(struct pn_job *job, struct pn_bytes in,
    const struct pn_filter_params *p, struct pn_buf *out, bool *damaged)
{
	unsigned char group[5];
	unsigned n = 0;

	(void)p;
	if (in.n >= 2 && in.p[0] == '<' && in.p[1] == '~')
		in.p += 2, in.n -= 2;
	for (size_t i = 0; i < in.n && in.p[i] != '~'; i++) {
		unsigned char c = in.p[i];

		if (c == 'z' && n == 0) {
			(void)!pn_buf_add(out, "\0\0\0\0", 4);
		} else if (c >= '!' && c <= 'u') {
			group[n++] = (unsigned char)(c - '!');
			if (n == 5)
				base85(group, n, out), n = 0;
		} else if (!isspace(c) && c != 0) {
			*damaged = true;
			break;
		}
	}
	if (n > 1)
		base85(group, n, out);
	return out->len + 4 > out->max ? full(job)
				       : pn_job_unpack(job, out->len);
}

enum pn_err
pn_filter_hex(struct pn_job *job, struct pn_bytes in,
    const struct pn_filter_params *p, struct pn_buf *out, bool *damaged)
{
	static const char digits[] = "0123456789abcdef";
	int high = -1;

	(void)p;
	for (size_t i = 0; i < in.n && in.p[i] != '>'; i++) {
		const char *d =
		    in.p[i] ? strchr(digits, tolower(in.p[i])) : NULL;

		if (d == NULL) {
			*damaged |= !isspace(in.p[i]) && in.p[i] != 0;
		} else if (high < 0) {
			high = (int)(d - digits);
		} else {
			(void)!pn_buf_addc(
			    out, (char)(high << 4 | (int)(d - digits)));
			high = -1;
		}
	}
	if (high >= 0)
		(void)!pn_buf_addc(out, (char)(high << 4));
	return pn_job_unpack(job, out->len);
}

enum pn_err
pn_filter_runs(struct pn_job *job, struct pn_bytes in,
    const struct pn_filter_params *p, struct pn_buf *out, bool *damaged)
{
	size_t room = pn_filter_room(job), i = 0;
	enum pn_err err = PN_OK;

	(void)p;
	while (i < in.n && in.p[i] != 128 && err == PN_OK) {
		size_t n = in.p[i] < 128 ? in.p[i] + 1u : 257u - in.p[i];
		bool run = in.p[i] > 128;
		size_t left = in.n - ++i;

		if (left < (run ? 1 : n)) {
			*damaged = true;
			n = run ? 0 : left;
		}
		for (size_t k = 0; run && k < n && err == PN_OK; k++)
			err = pn_buf_addc(out, (char)in.p[i]);
		if (!run)
			err = pn_buf_add(out, in.p + i, n);
		i += run ? 1 : n;
		if (out->len > room)
			err = PN_ERR_LIMIT;
	}
	return err == PN_OK ? pn_job_unpack(job, out->len) : full(job);
}

static unsigned char
paeth(int a, int b, int c)
{
	int p = a + b - c, pa = p > a ? p - a : a - p;
	int pb = p > b ? p - b : b - p, pc = p > c ? p - c : c - p;

	if (pa <= pb && pa <= pc)
		return (unsigned char)a;
	return (unsigned char)(pb <= pc ? b : c);
}

/* png_row - undo filter TYPE on the N bytes at R; UP is the row above or
 * NULL, BPP the bytes of a pixel */
static void
png_row(unsigned type, unsigned char *r, const unsigned char *up, size_t n,
    size_t bpp)
{
	for (size_t i = 0; i < n; i++) {
		int a = i >= bpp ? r[i - bpp] : 0, b = up ? up[i] : 0;
		int c = up && i >= bpp ? up[i - bpp] : 0;

		switch (type) {
		case 1:
			r[i] = (unsigned char)(r[i] + a);
			break;
		case 2:
			r[i] = (unsigned char)(r[i] + b);
			break;
		case 3:
			r[i] = (unsigned char)(r[i] + (a + b) / 2);
			break;
		case 4:
			r[i] = (unsigned char)(r[i] + paeth(a, b, c));
			break;
		default:
			break;
		}
	}
}

/* png - rows with a byte in front that names their filter; the rows move up
 * to where those bytes were */
static void
png(struct pn_buf *b, size_t row, size_t bpp)
{
	unsigned char *data = (unsigned char *)b->data, *up = NULL;
	size_t from = 0, to = 0;

	while (b->len - from > 1) {
		size_t n = b->len - from - 1;
		unsigned type = data[from];

		n = n < row ? n : row;
		memmove(data + to, data + from + 1, n);
		png_row(type, data + to, up, n, bpp);
		up = data + to;
		to += n;
		from += n + 1;
	}
	b->len = to;
	b->data[to] = 0;
}

void
pn_filter_predictor(const struct pn_filter_params *p, struct pn_buf *b)
{
	size_t bits, row, bpp;

	if (p->predictor < 2 || p->colors < 1 || p->colors > 64 ||
	    p->bits < 1 || p->bits > 16 || p->columns < 1 ||
	    p->columns > 1 << 24)
		return;
	bits = (size_t)p->colors * (size_t)p->bits;
	row = (bits * (size_t)p->columns + 7) / 8;
	bpp = (bits + 7) / 8;
	if (p->predictor >= 10) {
		png(b, row, bpp);
		return;
	}
	/* TIFF: only whole bytes, which is all that is not a picture */
	for (size_t at = 0; p->bits == 8 && at < b->len; at += row) {
		size_t n = b->len - at < row ? b->len - at : row;

		png_row(1, (unsigned char *)b->data + at, NULL, n, bpp);
	}
}
