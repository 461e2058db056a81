/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * iwa - the archives that iWork keeps its objects in (since 2013)
 *
 * Chunks of Snappy data without Snappy's own framing, in them objects as
 * protocol buffers, each with a header that tells its type and length. There
 * is no published schema, so every string of every object is told: what reads
 * as text is text, anything else is tried as a message within. Identifiers
 * (UUIDs) are left out.
 */
#include <string.h>
#include "base/uni.h"
#include "extract/odf/iwa.h"

#define MAX_DEPTH  24 /* messages in messages */
#define MAX_OBJECT (96u << 20)
#define CHUNK_HEAD 4
#define TYPE_TILE  6002 /* rows of a table, with numbers in cells */
#define SHORTEST   2	/* characters of a text that is told */

enum { WIRE_NUMBER, WIRE_64, WIRE_BYTES, WIRE_32 = 5 };

/* varint - a number of seven bits a byte, cut off B; false where it breaks */
static bool
varint(struct pn_bytes *b, uint64_t *v)
{
	unsigned shift = 0;

	for (*v = 0; b->n && shift < 64; shift += 7) {
		unsigned char c = *b->p++;

		b->n--;
		*v |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80)
			return true;
	}
	return false;
}

/* copy - N bytes that stand OFFSET before the end of OUT, once more */
static bool
copy(struct pn_buf *out, size_t start, size_t offset, size_t n)
{
	if (offset == 0 || offset > out->len - start)
		return false;
	while (n--)
		if (pn_buf_addc(out, out->data[out->len - offset]) != PN_OK)
			return false;
	return true;
}

/* get - N bytes, the lowest first, cut off B */
static bool
get(struct pn_bytes *b, unsigned n, size_t *v)
{
	*v = 0;
	if (b->n < n)
		return false;
	for (unsigned i = 0; i < n; i++)
		*v |= (size_t)b->p[i] << (8 * i);
	b->p += n;
	b->n -= n;
	return true;
}

/* element - one literal or copy of Snappy data */
static bool
element(struct pn_bytes *b, struct pn_buf *out, size_t start)
{
	unsigned char tag = b->p[0];
	size_t n = tag >> 2, offset;

	b->p++;
	b->n--;
	switch (tag & 3) {
	case 0:
		if (n >= 60 && !get(b, (unsigned)n - 59, &n))
			return false;
		if (++n > b->n || pn_buf_add(out, b->p, n) != PN_OK)
			return false;
		b->p += n;
		b->n -= n;
		return true;
	case 1:
		if (!get(b, 1, &offset))
			return false;
		return copy(
		    out, start, (size_t)(tag >> 5) << 8 | offset, (n & 7) + 4);
	default:
		if (!get(b, (tag & 3) == 2 ? 2 : 4, &offset))
			return false;
		return copy(out, start, offset, n + 1);
	}
}

/* unsnap - one chunk of Snappy data behind what is in OUT */
static enum pn_err
unsnap(struct pn_job *job, struct pn_bytes b, struct pn_buf *out)
{
	size_t start = out->len;
	enum pn_err err;
	uint64_t n;

	if (!varint(&b, &n))
		return PN_ERR_SYNTAX;
	if (n > MAX_OBJECT)
		return pn_job_limit(job, "unpacked");
	err = pn_job_unpack(job, n);
	if (err != PN_OK)
		return err;
	while (b.n && out->len - start <= n)
		if (!element(&b, out, start))
			return PN_ERR_SYNTAX;
	return out->len - start == n ? PN_OK : PN_ERR_SYNTAX;
}

/* unpack - all chunks of an archive */
static enum pn_err
unpack(struct pn_job *job, struct pn_bytes b, struct pn_buf *out)
{
	enum pn_err err = PN_OK;

	while (b.n && err == PN_OK) {
		size_t n;

		if (b.n < CHUNK_HEAD || b.p[0] != 0)
			return PN_ERR_SYNTAX;
		n = b.p[1] | b.p[2] << 8 | (size_t)b.p[3] << 16;
		b.p += CHUNK_HEAD;
		b.n -= CHUNK_HEAD;
		if (n > b.n)
			return PN_ERR_SYNTAX;
		err = unsnap(job, (struct pn_bytes){b.p, n}, out);
		b.p += n;
		b.n -= n;
	}
	return err;
}

bool
pn_iwa_plain(struct pn_bytes b)
{
	size_t n;

	if (b.n < CHUNK_HEAD || b.p[0] != 0)
		return false;
	n = b.p[1] | b.p[2] << 8 | (size_t)b.p[3] << 16;
	return n && n <= b.n - CHUNK_HEAD;
}

bool
pn_iwa_next(struct pn_bytes *b, struct pn_iwa_field *f)
{
	struct pn_bytes rest = *b;
	uint64_t tag, n = 0;

	if (rest.n == 0 || !varint(&rest, &tag) || tag >> 3 == 0 ||
	    tag >> 3 > 0x1fffffff)
		return false;
	*f = (struct pn_iwa_field){
	    .number = (unsigned)(tag >> 3), .wire = tag & 7};
	switch (f->wire) {
	case WIRE_NUMBER:
		if (!varint(&rest, &f->value))
			return false;
		break;
	case WIRE_64:
	case WIRE_32:
		n = f->wire == WIRE_64 ? 8 : 4;
		break;
	case WIRE_BYTES:
		if (!varint(&rest, &n))
			return false;
		break;
	default:
		return false;
	}
	if (n > rest.n)
		return false;
	f->bytes = (struct pn_bytes){rest.p, (size_t)n};
	b->p = rest.p + n;
	b->n = rest.n - (size_t)n;
	return true;
}

/* is_message - do fields fill B exactly? */
static bool
is_message(struct pn_bytes b)
{
	struct pn_iwa_field f;

	while (b.n && pn_iwa_next(&b, &f))
		continue;
	return b.n == 0;
}

/* is_text - UTF-8 in which only white space is a control character */
static bool
is_text(struct pn_bytes b)
{
	for (size_t i = 0; i < b.n; i++)
		if ((b.p[i] < ' ' && !memchr("\t\n\v\f\r", b.p[i], 5)) ||
		    b.p[i] == 0x7f)
			return false;
	return pn_utf8_valid((const char *)b.p, b.n);
}

bool
pn_iwa_uuid(struct pn_bytes b)
{
	if (b.n != PN_IWA_UUID)
		return false;
	for (size_t i = 0; i < b.n; i++)
		if (!memchr("0123456789abcdefABCDEF-", b.p[i], 23))
			return false;
	return b.p[8] == '-' && b.p[13] == '-' && b.p[18] == '-' &&
	       b.p[23] == '-';
}

/* tell - a line of text */
static enum pn_err
tell(struct pn_flow *flow, struct pn_bytes b)
{
	enum pn_err err;

	if (b.n < SHORTEST || pn_iwa_uuid(b))
		return PN_OK;
	err = pn_flow_add(flow, (const char *)b.p, b.n, NULL);
	return err == PN_OK ? pn_flow_break(flow, NULL) : err;
}

/*
 * inner - the text in B where B, being text, is also a message of one string
 * ('"' and ' ' are a tag and a length): the mark would stand in front of the
 * first word
 */
static enum pn_err
inner(struct pn_flow *flow, struct pn_bytes b)
{
	struct pn_iwa_field f;

	if (!pn_iwa_next(&b, &f) || b.n || f.wire != WIRE_BYTES ||
	    f.bytes.n == 0)
		return PN_OK;
	return is_text(f.bytes) ? tell(flow, f.bytes) : PN_OK;
}

/* message - every text in message B */
static enum pn_err
message(struct pn_flow *flow, struct pn_bytes b, unsigned depth)
{
	struct pn_iwa_field f;
	enum pn_err err = pn_job_work(flow->job, 16);

	while (err == PN_OK && pn_iwa_next(&b, &f)) {
		if (f.wire != WIRE_BYTES || f.bytes.n == 0)
			continue;
		err = pn_job_work(flow->job, f.bytes.n);
		if (err != PN_OK)
			break;
		if (is_text(f.bytes)) {
			err = tell(flow, f.bytes);
			if (err == PN_OK)
				err = inner(flow, f.bytes);
		} else if (is_message(f.bytes)) {
			err = depth < MAX_DEPTH
				  ? message(flow, f.bytes, depth + 1)
				  : pn_job_limit(flow->job, "nesting");
		}
	}
	return err;
}

/* object - the messages of one object, whose header is INFO, cut off *B */
static enum pn_err
object(struct pn_flow *flow, struct pn_bytes info, struct pn_bytes *b)
{
	struct pn_iwa_field f, g;
	enum pn_err err = PN_OK;

	while (err == PN_OK && pn_iwa_next(&info, &f)) {
		uint64_t type = 0, n = 0;
		struct pn_bytes m;

		if (f.number != 2 || f.wire != WIRE_BYTES)
			continue;
		while (pn_iwa_next(&f.bytes, &g)) {
			if (g.number == 1 && g.wire == WIRE_NUMBER)
				type = g.value;
			if (g.number == 3 && g.wire == WIRE_NUMBER)
				n = g.value;
		}
		if (n > b->n)
			return PN_ERR_SYNTAX;
		m = (struct pn_bytes){b->p, (size_t)n};
		b->p += n;
		b->n -= (size_t)n;
		err = type == TYPE_TILE ? pn_iwa_tile(flow, m)
					: message(flow, m, 0);
	}
	return err;
}

enum pn_err
pn_iwa_text(struct pn_flow *flow, struct pn_bytes bytes)
{
	struct pn_buf all;
	struct pn_bytes b, info;
	enum pn_err broke, err = PN_OK;
	uint64_t n;

	pn_buf_init(&all, MAX_OBJECT);
	broke = unpack(flow->job, bytes, &all);
	b = pn_buf_bytes(&all);
	while (b.n && err == PN_OK) {
		if (!varint(&b, &n) || n > b.n) {
			err = PN_ERR_SYNTAX;
			break;
		}
		info = (struct pn_bytes){b.p, (size_t)n};
		b.p += n;
		b.n -= (size_t)n;
		err = object(flow, info, &b);
	}
	pn_buf_free(&all);
	return broke == PN_OK || err == PN_ERR_LIMIT ? err : broke;
}
