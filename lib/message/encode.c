/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * encode - text in a transfer encoding (RFC 2045 6)
 *
 * GMime encodes; here its line ends become those of the message.
 */
#include <stdint.h>
#include <string.h>

#include "message/encode.h"
#include "message/split.h"

/* RFC 5322 2.1.1: longer lines are not allowed on the way. */
#define LINE_MAX_BYTES 998

bool
pn_fits_lines(struct pn_bytes text)
{
	const unsigned char *p = text.p, *end = p + text.n, *eol;

	if (text.n > 0 && memchr(p, '\0', text.n) != NULL)
		return false;
	for (; p < end; p = eol) {
		eol = pn_line_end(p, end);
		if (eol - p > LINE_MAX_BYTES + 2)
			return false;
	}
	return true;
}

enum pn_err
pn_add_lines(struct pn_buf *out, struct pn_bytes text, const char *newline)
{
	const unsigned char *p = text.p, *end = p + text.n, *eol, *stop;
	enum pn_err err = PN_OK;

	for (; err == PN_OK && p < end; p = eol) {
		eol = stop = pn_line_end(p, end);
		if (stop > p && stop[-1] == '\n')
			stop--;
		if (stop < eol && stop > p && stop[-1] == '\r')
			stop--;
		err = pn_buf_add(out, p, (size_t)(stop - p));
		if (err == PN_OK && stop < eol)
			err = pn_buf_adds(out, newline);
	}
	return err;
}

enum pn_err
pn_encode(struct pn_bytes text, enum pn_cte cte, const char *newline,
    struct pn_buf *out)
{
	GMimeEncoding enc;
	struct pn_buf lines, encoded;
	enum pn_err err = PN_ERR_LIMIT;
	size_t n;
	char *room;

	if (cte != PN_CTE_BASE64 && cte != PN_CTE_QP)
		return pn_buf_add(out, text.p, text.n);
	pn_buf_init(&lines, 2 * text.n + 1);
	pn_buf_init(&encoded, SIZE_MAX / 2);
	if (cte == PN_CTE_QP) {
		/* its line ends are those of the message */
		if (pn_add_lines(&lines, text, "\n") != PN_OK)
			goto out;
		text = pn_buf_bytes(&lines);
	}
	g_mime_encoding_init_encode(
	    &enc, cte == PN_CTE_QP ? GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
				   : GMIME_CONTENT_ENCODING_BASE64);
	n = g_mime_encoding_outlen(&enc, text.n) + 16;
	room = pn_buf_room(&encoded, n);
	if (room == NULL)
		goto out;
	n = g_mime_encoding_flush(&enc, (const char *)text.p, text.n, room);
	pn_buf_wrote(&encoded, n);
	err = pn_add_lines(out, pn_buf_bytes(&encoded), newline);
out:
	pn_buf_free(&lines);
	pn_buf_free(&encoded);
	return err;
}
