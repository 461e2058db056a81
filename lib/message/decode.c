/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * decode - transfer encodings (RFC 2045 6)
 *
 * Quoted-printable is GMime's. Base64 is own code, because GMime's passes
 * over damage without a word and damage has to be told; a test compares the
 * two. Like mail programs it leaves out characters that are not base64 and
 * goes on after padding.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/base64.h"
#include "base/mem.h"
#include "message/decode.h"
#include "message/split.h"

/* Classes of input characters beside the 64 digits. */
enum { B64_BLANK = 64, B64_PAD = 65, B64_OTHER = 66 };

/* make_table - which digit or class each byte is */
static void
make_table(unsigned char table[256])
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned char i;

	memset(table, B64_OTHER, 256);
	for (i = 0; i < 64; i++)
		table[(unsigned char)digits[i]] = i;
	table[' '] = table['\t'] = table['\r'] = table['\n'] = B64_BLANK;
	table['='] = B64_PAD;
}

/* State of one base64 decoding. */
struct b64 {
	uint32_t bits; /* digits not yet written */
	unsigned n;    /* how many */
	bool padded;   /* padding was seen; nothing should follow */
	bool damaged;
	unsigned char *out;
};

/* flush - write the bytes that an unfinished group of digits holds */
static void
flush(struct b64 *b)
{
	if (b->n == 1)
		b->damaged = true;
	if (b->n >= 2)
		*b->out++ = (unsigned char)(b->bits >> (b->n * 6 - 8));
	if (b->n == 3)
		*b->out++ = (unsigned char)(b->bits >> 2);
	b->n = 0;
	b->bits = 0;
}

/* digit - take one character of class V */
static void
digit(struct b64 *b, unsigned char v)
{
	if (v == B64_BLANK)
		return;
	if (v == B64_PAD) {
		if (b->n > 0)
			flush(b);
		b->padded = true;
		return;
	}
	if (v == B64_OTHER || b->padded)
		b->damaged = true;
	if (v == B64_OTHER)
		return;
	b->bits = b->bits << 6 | v;
	if (++b->n < 4)
		return;
	*b->out++ = (unsigned char)(b->bits >> 16);
	*b->out++ = (unsigned char)(b->bits >> 8);
	*b->out++ = (unsigned char)b->bits;
	b->n = 0;
	b->bits = 0;
}

bool
pn_base64_decode(struct pn_bytes body, struct pn_buf *buf)
{
	const unsigned char *p = body.p, *end = p + body.n;
	unsigned char table[256];
	struct b64 b = {0};
	char *room = pn_buf_room(buf, body.n / 4 * 3 + 3 + PN_BASE64_SLACK);

	if (room == NULL)
		return false;
	make_table(table);
	b.out = (unsigned char *)room;
	while (p < end) {
		/* whole groups, which is nearly everything */
		if (b.n == 0 && !b.padded) {
			size_t n;

			p += pn_base64_run(pn_bytes_from(p, end), b.out, &n);
			b.out += n;
		}
		if (p < end)
			digit(&b, table[*p++]);
	}
	flush(&b);
	pn_buf_wrote(buf, (size_t)(b.out - (unsigned char *)room));
	return !b.damaged;
}

/* without_end_blanks - BODY into BUF without the blanks at the ends of its
 * lines, which a gateway added (RFC 2045 6.7 (3)) and which GMime leaves, so
 * that a soft line end before them would be none */
static void
without_end_blanks(struct pn_bytes body, struct pn_buf *buf)
{
	const unsigned char *p = body.p, *end = p + body.n;

	while (p < end) {
		const unsigned char *q = memchr(p, '\n', (size_t)(end - p));
		const unsigned char *next = q ? q + 1 : end, *to = q ? q : end;

		if (to > p && to < end && to[-1] == '\r')
			to--;
		q = to;
		while (to > p && (to[-1] == ' ' || to[-1] == '\t'))
			to--;
		(void)!pn_buf_add(buf, p, (size_t)(to - p));
		(void)!pn_buf_add(buf, q, (size_t)(next - q));
		p = next;
	}
}

/* qp_decode - quoted-printable; whatever is no such code stays as it is, so
 * that nothing is lost and nothing is damage */
static void
qp_decode(struct pn_bytes coded, struct pn_buf *buf)
{
	struct pn_buf clean;
	struct pn_bytes body;
	GMimeEncoding enc;
	char *room;
	size_t n;

	pn_buf_init(&clean, coded.n);
	without_end_blanks(coded, &clean);
	body = pn_buf_bytes(&clean);
	g_mime_encoding_init_decode(
	    &enc, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	n = g_mime_encoding_outlen(&enc, body.n) + 8;
	room = pn_buf_room(buf, n);
	if (room != NULL) {
		n = g_mime_encoding_flush(
		    &enc, (const char *)body.p, body.n, room);
		pn_buf_wrote(buf, n);
	}
	pn_buf_free(&clean);
}

/* uu_decode - a body that is one uuencode block; false for text around it */
static bool
uu_decode(struct pn_bytes body, struct pn_buf *buf)
{
	struct pn_uu_block block;

	if (!pn_uu_find(body, &block)) {
		(void)!pn_buf_add(buf, body.p, body.n);
		return false;
	}
	return pn_uu_decode(&block, buf) && !block.broken &&
	       pn_line_blank(body.p, block.all.p) &&
	       pn_line_blank(block.all.p + block.all.n, body.p + body.n);
}

void
pn_decode_transfer(struct pn_bytes body, enum pn_cte cte, struct pn_buf *buf,
    struct pn_bytes *out, bool *broken)
{
	*broken = false;
	pn_buf_clear(buf);
	switch (cte) {
	case PN_CTE_BASE64:
		*broken = !pn_base64_decode(body, buf);
		break;
	case PN_CTE_QP:
		qp_decode(body, buf);
		break;
	case PN_CTE_UU:
		*broken = !uu_decode(body, buf);
		break;
	case PN_CTE_UNKNOWN:
		*broken = true;
		*out = body;
		return;
	case PN_CTE_NONE:
	case PN_CTE_8BIT:
		*out = body;
		return;
	}
	*out = pn_buf_bytes(buf);
}
