/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gif - the blocks of a GIF file (GIF89a)
 */
#include <string.h>
#include "extract/media/meta.h"
#include "extract/ole/le.h"

#define MAX_TEXT (1u << 20) /* of one comment */

enum {
	EXTENSION = 0x21,
	PICTURE = 0x2c,
	TRAILER = 0x3b,
	PLAIN_TEXT = 0x01,
	COMMENT = 0xfe,
	APPLICATION = 0xff,
};

/* blocks - the sub-blocks at AT, into OUT unless it is NULL; what follows */
static size_t
blocks(struct pn_bytes b, size_t at, struct pn_buf *out)
{
	while (at < b.n && b.p[at]) {
		size_t n = b.p[at++];

		if (n > b.n - at)
			n = b.n - at;
		if (out)
			(void)!pn_buf_add(out, b.p + at, n);
		at += n;
	}
	return at < b.n ? at + 1 : b.n;
}

/* extension - the one whose label is at *AT */
static enum pn_err
extension(struct pn_meta *m, struct pn_bytes b, size_t *at)
{
	unsigned label = *at < b.n ? b.p[*at] : 0;
	enum pn_err err = PN_OK;
	struct pn_buf text;
	size_t from = *at + 1;

	if (label == APPLICATION && b.n - from > 12 &&
	    memcmp(b.p + from + 1, "XMP DataXMP", 11) == 0) {
		/* the packet stands as it is; its end makes it sub-blocks */
		*at = blocks(b, from, NULL);
		return pn_meta_search(m, pn_le_cut(b, from, *at - from));
	}
	if (label != COMMENT && label != PLAIN_TEXT && label != APPLICATION) {
		*at = blocks(b, from, NULL);
		return PN_OK;
	}
	pn_buf_init(&text, MAX_TEXT);
	if (label != COMMENT) /* a block of numbers comes first */
		from += from < b.n ? (size_t)b.p[from] + 1 : 0;
	*at = blocks(b, from, &text);
	err = pn_meta_text(m, label == APPLICATION ? "Application" : "Comment",
	    pn_buf_bytes(&text), NULL);
	pn_buf_free(&text);
	return err;
}

/* colours - bytes of the table that FLAGS announce */
static size_t
colours(unsigned flags)
{
	return flags & 0x80 ? (size_t)3 << ((flags & 7) + 1) : 0;
}

enum pn_err
pn_meta_gif(struct pn_meta *m, struct pn_bytes b)
{
	enum pn_err err = PN_OK;
	size_t at = b.n > 10 ? 13 + colours(b.p[10]) : b.n;

	while (err == PN_OK && at < b.n) {
		size_t from = at;
		unsigned kind = b.p[at++];

		if (kind == EXTENSION)
			err = extension(m, b, &at);
		else if (kind == PICTURE && b.n - at > 10)
			at = blocks(b, at + 10 + colours(b.p[at + 8]), NULL);
		else {
			at -= kind != TRAILER; /* else no GIF from here on */
			break;
		}
		if (err == PN_OK)
			err = pn_job_work(m->job, at - from + 64);
	}
	return err == PN_OK ? pn_meta_trailing(m, pn_le_cut(b, at, b.n)) : err;
}
