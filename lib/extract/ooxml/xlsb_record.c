/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xlsb_record - reading the records of a binary workbook (MS-XLSB 2.1.4)
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/uni.h"
#include "extract/ooxml/xlsb.h"

#define NO_STRING   0xffffffffu
#define MAX_LOOSE   32767 /* characters of a string: as many as a cell holds */
#define PTG_STRING  0x17  /* a string in a formula (MS-XLSB 2.5.97.88) */
#define WHOLE_LIMIT 1e17  /* whole numbers below are written out */

/* varint - 7 bits a byte, at most MAX bytes */
static bool
varint(struct pn_bytes *b, unsigned max, uint32_t *out)
{
	*out = 0;
	for (unsigned i = 0; i < max; i++) {
		if (i >= b->n)
			return false;
		*out |= (uint32_t)(b->p[i] & 0x7f) << (7 * i);
		if ((b->p[i] & 0x80) == 0 || i + 1 == max) {
			b->p += i + 1;
			b->n -= i + 1;
			return true;
		}
	}
	return false;
}

bool
pn_xlsb_next(struct pn_bytes *rest, struct pn_xlsb_record *r)
{
	struct pn_bytes b = *rest;
	uint32_t type, n;

	if (b.n == 0 || !varint(&b, 2, &type) || !varint(&b, 4, &n) || n > b.n)
		return false;
	r->type = type;
	r->body = (struct pn_bytes){b.p, n};
	*rest = (struct pn_bytes){b.p + n, b.n - n};
	return true;
}

uint16_t
pn_xlsb_u16(const struct pn_xlsb_record *r, size_t at)
{
	const unsigned char *p = r->body.p + at;

	return r->body.n < 2 || at > r->body.n - 2
		   ? 0
		   : (uint16_t)(p[0] | p[1] << 8);
}

uint32_t
pn_xlsb_u32(const struct pn_xlsb_record *r, size_t at)
{
	return pn_xlsb_u16(r, at) | (uint32_t)pn_xlsb_u16(r, at + 2) << 16;
}

/* decimal - append V */
static enum pn_err
decimal(struct pn_buf *out, double v)
{
	if (!isfinite(v))
		return pn_buf_adds(out, "#NUM!");
	if (v == floor(v) && fabs(v) < WHOLE_LIMIT)
		return pn_buf_addf(out, "%.0f", v);
	return pn_buf_addf(out, "%.15g", v);
}

enum pn_err
pn_xlsb_real(const struct pn_xlsb_record *r, size_t at, struct pn_buf *out)
{
	uint64_t bits = pn_xlsb_u32(r, at) | (uint64_t)pn_xlsb_u32(r, at + 4)
						 << 32;
	double v;

	memcpy(&v, &bits, sizeof(v));
	return decimal(out, v);
}

enum pn_err
pn_xlsb_rk(const struct pn_xlsb_record *r, size_t at, struct pn_buf *out)
{
	uint32_t rk = pn_xlsb_u32(r, at);
	uint64_t bits = (uint64_t)(rk & ~3u) << 32;
	double v;

	if (rk & 2)
		v = (int32_t)rk >> 2;
	else
		memcpy(&v, &bits, sizeof(v));
	return decimal(out, rk & 1 ? v / 100 : v);
}

/* unit - 16-bit unit I of the string at P */
static uint32_t
unit(const unsigned char *p, size_t i)
{
	return (uint32_t)(p[2 * i] | p[2 * i + 1] << 8);
}

/* utf8 - append the N units at P */
static enum pn_err
utf8(struct pn_buf *out, const unsigned char *p, size_t n)
{
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < n && err == PN_OK; i++) {
		uint32_t c = unit(p, i), low = i + 1 < n ? unit(p, i + 1) : 0;

		if (c >= 0xd800 && c < 0xdc00 && low >= 0xdc00 &&
		    low < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			i++;
		} else if (c >= 0xd800 && c < 0xe000) {
			c = 0xfffd;
		}
		if (c)
			err = c < 0x80 ? pn_buf_addc(out, (char)c)
				       : pn_utf8_put(out, c);
	}
	return err;
}

enum pn_err
pn_xlsb_string(const struct pn_xlsb_record *r, size_t *at, struct pn_buf *out)
{
	size_t from = *at, n;

	if (r->body.n < 4 || from > r->body.n - 4)
		return PN_ERR_SYNTAX;
	n = pn_xlsb_u32(r, from);
	from += 4;
	*at = from;
	if (n == NO_STRING)
		return PN_OK;
	if (n > (r->body.n - from) / 2)
		return PN_ERR_SYNTAX;
	*at = from + 2 * n;
	return utf8(out, r->body.p + from, n);
}

/* no_text - the first of the N units at P that nobody types; N if none */
static size_t
no_text(const unsigned char *p, size_t n)
{
	size_t i = 0;

	for (; i < n; i++) {
		uint32_t c = unit(p, i);

		if ((c < ' ' && c != '\n' && c != '\t' && c != '\r') ||
		    (c >= 0xe000 && c < 0xf900) || c >= 0xfff0)
			break;
	}
	return i;
}

/* loose - append strings that have their length in front: 4 bytes of it, or 2
 * behind the mark of a string in a FORMULA. Where a stretch was found not to
 * be text, nothing that covers that place (BAD, by odd and even) is looked at
 * again, so that the work is linear. */
static enum pn_err
loose(const struct pn_xlsb_record *r, size_t from, bool formula, size_t least,
    struct pn_buf *out)
{
	const unsigned char *p = r->body.p;
	size_t width = formula ? 3 : 4, bad[2] = {0, 0};
	enum pn_err err = PN_OK;

	for (size_t at = from; at + width < r->body.n && err == PN_OK; at++) {
		size_t n =
		    formula ? pn_xlsb_u16(r, at + 1) : pn_xlsb_u32(r, at);
		size_t begin = at + width, odd = begin & 1, good;

		if ((formula && p[at] != PTG_STRING) || n < least ||
		    n > MAX_LOOSE || n > (r->body.n - begin) / 2 ||
		    (bad[odd] >= begin && bad[odd] < begin + 2 * n))
			continue;
		good = no_text(p + begin, n);
		if (good < n) {
			bad[odd] = begin + 2 * good;
			continue;
		}
		err = utf8(out, p + begin, n);
		if (err == PN_OK)
			err = pn_buf_addc(out, '\n');
		at = begin + 2 * n - 1;
	}
	return err;
}

enum pn_err
pn_xlsb_strings(const struct pn_xlsb_record *r, size_t from, struct pn_buf *out)
{
	return loose(r, from, false, 2, out);
}

enum pn_err
pn_xlsb_quoted(const struct pn_xlsb_record *r, size_t from, struct pn_buf *out)
{
	return loose(r, from, true, 4, out);
}

enum pn_err
pn_xlsb_walk(struct pn_ooxml *x, const struct pn_zip_entry *e,
    enum pn_err (*take)(void *ctx, const struct pn_xlsb_record *r), void *ctx)
{
	struct pn_unpacked u;
	struct pn_xlsb_record r;
	struct pn_bytes rest = {NULL, 0};
	enum pn_err err;

	x->done[e - x->zip->entries] = true;
	err = pn_unpack(x->job, e, PN_UNPACK_MAX, &u);
	if (err == PN_ERR_CRYPTO)
		pn_job_answer(x->job, PN_STATUS_ENCRYPTED, NULL);
	if (err == PN_OK)
		rest = u.bytes;
	while (err == PN_OK && pn_xlsb_next(&rest, &r)) {
		err = take(ctx, &r);
		if (err == PN_OK)
			err = pn_job_work(x->job, r.body.n + 8);
	}
	if (u.damaged || e->disagrees || e->overlaps || rest.n ||
	    (err != PN_OK && err != PN_ERR_LIMIT && err != PN_ERR_CRYPTO))
		if (err != PN_ERR_LIMIT)
			pn_job_damage(x->job, "damaged");
	pn_unpack_free(&u);
	return err == PN_ERR_LIMIT ? err : PN_OK;
}
