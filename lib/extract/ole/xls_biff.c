/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xls_biff - records of BIFF, and the strings in them
 *
 * Up to BIFF 7 a string is bytes of the code page. In BIFF 8 it is UTF-16,
 * with the zero bytes left out where all of them are zero, and may come with
 * formatting runs and phonetic text, which are skipped. It may go on in
 * CONTINUE records, each of which says anew whether the zeros are left out
 * (MS-XLS 2.5.293, 2.5.294).
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/charset.h"
#include "base/mem.h"
#include "base/uni.h"
#include "extract/ole/xls.h"

/* Flags in front of the characters of BIFF 8. */
enum {
	WIDE = 1 << 0,
	PHONETIC = 1 << 2,
	RICH = 1 << 3,
};

#define MAX_TEXT     (256u << 10) /* of one string: 65,535 characters */
#define TOKEN_STRING 0x17	  /* of a formula */
#define TOKEN_NUMBER 0x1F
#define LONG_NUMBER  1e5  /* a shorter one tells nothing */
#define EXACT_NUMBER 1e16 /* above, a number has lost its last digits */
#define MIN_RUN	     4

bool
pn_xls_at(struct pn_bytes s, size_t at, struct pn_xls_rec *r)
{
	if (at >= s.n || s.n - at < 4)
		return false;
	r->id = pn_le16(s, at);
	r->at = at;
	r->data = pn_le_cut(s, at + 4, pn_le16(s, at + 2));
	return true;
}

/* blank - nothing but zeros, as at the end of a stream? */
static bool
blank(struct pn_bytes b)
{
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i])
			return false;
	return true;
}

bool
pn_xls_next(struct pn_xls_walk *w, struct pn_xls_rec *r)
{
	if (!pn_xls_at(w->s, w->at, r)) {
		w->broken |= !blank(pn_le_cut(w->s, w->at, 4));
		return false;
	}
	w->broken |= r->data.n < pn_le16(w->s, w->at + 2);
	w->at += 4 + r->data.n;
	return true;
}

unsigned
pn_xls_bof(const struct pn_xls_rec *r, unsigned *type)
{
	*type = pn_le16(r->data, 2);
	if (r->data.n < 4)
		return 0;
	switch (r->id) {
	case 0x0009:
		return 2;
	case 0x0209:
		return 3;
	case 0x0409:
		return 4;
	case PN_XLS_BOF:
		return pn_le16(r->data, 0) >> 8 == 0x06 ? 8 : 5;
	default:
		return 0;
	}
}

struct pn_xls_cursor
pn_xls_cursor(struct pn_bytes s, const struct pn_xls_rec *r, size_t from)
{
	struct pn_xls_cursor c = {
	    .walk = {.s = s, .at = r->at + 4 + r->data.n},
	    .d = r->data,
	    .at = from < r->data.n ? from : r->data.n,
	};

	return c;
}

/* go_on - into the next CONTINUE; false if there is none */
static bool
go_on(struct pn_xls_cursor *c)
{
	struct pn_xls_rec r;

	if (c->over || !pn_xls_at(c->walk.s, c->walk.at, &r) ||
	    r.id != PN_XLS_CONTINUE) {
		c->over = true;
		return false;
	}
	c->walk.at += 4 + r.data.n;
	c->d = r.data;
	c->at = 0;
	return true;
}

bool
pn_xls_left(struct pn_xls_cursor *c)
{
	while (c->at >= c->d.n)
		if (!go_on(c))
			return false;
	return true;
}

unsigned
pn_xls_u8(struct pn_xls_cursor *c)
{
	return pn_xls_left(c) ? c->d.p[c->at++] : 0;
}

unsigned
pn_xls_u16(struct pn_xls_cursor *c)
{
	unsigned low = pn_xls_u8(c);

	return low | pn_xls_u8(c) << 8;
}

uint32_t
pn_xls_u32(struct pn_xls_cursor *c)
{
	uint32_t low = pn_xls_u16(c);

	return low | (uint32_t)pn_xls_u16(c) << 16;
}

void
pn_xls_skip(struct pn_xls_cursor *c, uint64_t n)
{
	while (n > 0) {
		size_t left = c->d.n - c->at;

		if (left == 0) {
			if (!go_on(c))
				return;
			continue;
		}
		if (left > n)
			left = (size_t)n;
		c->at += left;
		n -= left;
	}
}

/* put_wide - N units of UTF-16LE */
static enum pn_err
put_wide(struct pn_bytes d, struct pn_buf *out)
{
	for (size_t i = 0; i + 1 < d.n; i += 2) {
		uint32_t u = pn_le16(d, i), low = pn_le16(d, i + 2);

		if (u >= 0xd800 && u < 0xdc00 && low >= 0xdc00 &&
		    low < 0xe000) {
			u = 0x10000 + ((u - 0xd800) << 10) + (low - 0xdc00);
			i += 2;
		} else if (u >= 0xd800 && u < 0xe000) {
			u = 0xfffd;
		}
		if (u && pn_utf8_put(out, u) != PN_OK)
			return PN_ERR_LIMIT;
	}
	return PN_OK;
}

/* put_narrow - bytes of the code page, or of BIFF 8 without their zeros */
static enum pn_err
put_narrow(const struct pn_xls *b, struct pn_bytes d, struct pn_buf *out)
{
	bool ascii = true;
	enum pn_err err = PN_ERR_UNSUPPORTED;

	for (size_t i = 0; i < d.n; i++)
		ascii = ascii && d.p[i] > 0 && d.p[i] < 0x80;
	if (ascii)
		return pn_buf_add(out, d.p, d.n);
	if (b->version < 8)
		err = pn_charset_to_utf8(out, b->charset, d);
	if (err != PN_ERR_UNSUPPORTED)
		return err;
	for (size_t i = 0; i < d.n; i++)
		if (d.p[i] && pn_utf8_put(out, d.p[i]) != PN_OK)
			return PN_ERR_LIMIT;
	return PN_OK;
}

enum pn_err
pn_xls_chars(const struct pn_xls *b, struct pn_xls_cursor *c, size_t n,
    unsigned flags, struct pn_buf *out)
{
	while (n > 0) {
		size_t size = b->version == 8 && (flags & WIDE) ? 2 : 1;
		size_t k = (c->d.n - c->at) / size;
		struct pn_bytes d;
		enum pn_err err;

		if (k == 0) {
			if (!go_on(c))
				return PN_OK;
			if (b->version == 8)
				flags = pn_xls_u8(c);
			continue;
		}
		k = k < n ? k : n;
		d = pn_le_cut(c->d, c->at, k * size);
		c->at += k * size;
		n -= k;
		err = size == 2 ? put_wide(d, out) : put_narrow(b, d, out);
		if (err != PN_OK)
			return err;
	}
	return PN_OK;
}

enum pn_err
pn_xls_string(const struct pn_xls *b, struct pn_xls_cursor *c, unsigned width,
    struct pn_buf *out)
{
	size_t n = width == 1 ? pn_xls_u8(c) : pn_xls_u16(c);
	unsigned flags = b->version == 8 ? pn_xls_u8(c) : 0;
	uint64_t runs = flags & RICH ? 4 * (uint64_t)pn_xls_u16(c) : 0;
	uint64_t more = flags & PHONETIC ? pn_xls_u32(c) : 0;
	enum pn_err err = pn_xls_chars(b, c, n, flags, out);

	if (err == PN_OK)
		pn_xls_skip(c, runs + more);
	return err;
}

char *
pn_xls_text(const struct pn_xls *b, const struct pn_xls_rec *r, size_t from,
    unsigned width)
{
	struct pn_xls_cursor c = pn_xls_cursor(b->stream, r, from);
	struct pn_buf out;

	pn_buf_init(&out, MAX_TEXT);
	(void)!pn_xls_string(b, &c, width, &out);
	return pn_buf_take(&out);
}

void
pn_xls_double(const unsigned char *p, char out[64])
{
	double v;

	/* IEEE 754, little-endian, as every machine that we run on */
	memcpy(&v, p, sizeof(v));
	if (!isfinite(v))
		snprintf(out, 64, "0");
	else if (v == trunc(v) && fabs(v) < EXACT_NUMBER)
		snprintf(out, 64, "%.0f", v);
	else
		snprintf(out, 64, "%.17g", v);
}

/* constant_text - the string token that begins F; its bytes, 0 if it is
 * none */
static size_t
constant_text(const struct pn_xls *b, struct pn_bytes f, struct pn_bytes *text,
    bool *wide)
{
	size_t head = b->version == 8 ? 3 : 2;
	size_t n = f.n > 1 ? f.p[1] : 0;

	if (f.n <= head || f.p[0] != TOKEN_STRING || n == 0 ||
	    (head == 3 && f.p[2] > WIDE))
		return 0;
	*wide = head == 3 && f.p[2] == WIDE;
	*text = pn_le_cut(f, head, *wide ? 2 * n : n);
	if (text->n < (*wide ? 2 * n : n))
		return 0;
	for (size_t i = 0; i < text->n; i += *wide ? 2 : 1) {
		unsigned c = *wide ? pn_le16(*text, i) : text->p[i];

		if (c < 0x20 && c != 0 && c != '\t' && c != '\n' && c != '\r')
			return 0;
	}
	return head + text->n;
}

/* put_choices - a text of a list: a line for each that a NUL ends */
static enum pn_err
put_choices(
    const struct pn_xls *b, struct pn_bytes t, bool wide, struct pn_buf *out)
{
	size_t step = wide ? 2 : 1, from = 0;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i + step <= t.n + step && err == PN_OK; i += step) {
		struct pn_bytes part = pn_le_cut(t, from, i - from);

		if (i < t.n && (wide ? pn_le16(t, i) : t.p[i]) != 0)
			continue;
		err = wide ? put_wide(part, out) : put_narrow(b, part, out);
		if (err == PN_OK)
			err = pn_buf_addc(out, '\n');
		from = i + step;
	}
	return err;
}

/* constant_number - the number token that begins F, if it is a long whole
 * number, into OUT */
static bool
constant_number(struct pn_bytes f, char out[64])
{
	double v;

	if (f.n < 9 || f.p[0] != TOKEN_NUMBER)
		return false;
	memcpy(&v, f.p + 1, sizeof(v));
	if (!isfinite(v) || fabs(v) < LONG_NUMBER || fabs(v) >= EXACT_NUMBER ||
	    v != trunc(v))
		return false;
	pn_xls_double(f.p + 1, out);
	return true;
}

enum pn_err
pn_xls_constants(const struct pn_xls *b, struct pn_bytes f, struct pn_buf *out)
{
	enum pn_err err = PN_OK;

	/* no token is longer than its text, and what looks like one and is
	 * none costs a line of rubbish: so tokens need not be walked */
	for (size_t i = 0; i < f.n && err == PN_OK;) {
		struct pn_bytes left = pn_le_cut(f, i, f.n), text;
		char number[64];
		bool wide;
		size_t n = constant_text(b, left, &text, &wide);

		if (n > 0) {
			err = put_choices(b, text, wide, out);
			i += n;
		} else if (constant_number(left, number)) {
			err = pn_buf_addf(out, "%s\n", number);
			i += 9;
		} else {
			i++;
		}
	}
	return err;
}

/* run_length - characters of text that begin D, STEP bytes each */
static size_t
run_length(struct pn_bytes d, size_t step)
{
	size_t n = 0;

	for (; (n + 1) * step <= d.n; n++) {
		unsigned c = step == 2 ? pn_le16(d, 2 * n) : d.p[n];

		if (c < 0x20 || c == 0x7f || (step == 1 && c > 0x7f) ||
		    (c >= 0x250 && c != 0x20ac && (c < 0x2010 || c > 0x2040)))
			break;
	}
	return n;
}

enum pn_err
pn_xls_runs(struct pn_bytes d, struct pn_buf *out)
{
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < d.n && err == PN_OK;) {
		struct pn_bytes left = pn_le_cut(d, i, d.n);
		size_t wide = run_length(left, 2);
		size_t narrow = wide < MIN_RUN ? run_length(left, 1) : 0;

		if (wide >= MIN_RUN) {
			err = put_wide(pn_le_cut(left, 0, 2 * wide), out);
			i += 2 * wide;
		} else if (narrow >= MIN_RUN) {
			err = pn_buf_add(out, left.p, narrow);
			i += narrow;
		} else {
			i++;
			continue;
		}
		if (err == PN_OK)
			err = pn_buf_addc(out, '\n');
	}
	return err;
}
