/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * parts - what the parts of a multipart are to each other and to the reader
 *
 * RFC 2046 5.1 (boundaries), 2387 3 (root of multipart/related), 2183
 * (disposition), and what Outlook and Thunderbird do where those are silent.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "message/parts.h"
#include "message/split.h"

char *
pn_parts_boundary(const struct pn_head *head, struct pn_bytes body)
{
	struct pn_pieces pieces;
	struct pn_piece piece;

	if (head->boundary != NULL) {
		pn_pieces_init(&pieces, body, head->boundary);
		(void)pn_pieces_next(&pieces, &piece);
		if (pieces.found)
			return pn_strdup(head->boundary);
	}
	return body.n ? pn_boundary_guess(body) : NULL;
}

unsigned
pn_parts_root(struct pn_bytes body, const char *boundary, const char *start,
    GMimeParserOptions *opt)
{
	struct pn_pieces pieces;
	struct pn_piece piece;
	struct pn_entity e;
	struct pn_head head;
	unsigned n = 0;
	bool same = false;

	pn_pieces_init(&pieces, body, boundary);
	while (!same && start != NULL && pn_pieces_next(&pieces, &piece)) {
		if (!piece.part)
			continue;
		n++;
		pn_entity_split(piece.bytes, &e);
		pn_head_read(e.head, "text/plain", opt, &head);
		same = head.content_id != NULL &&
		       strcmp(head.content_id, start) == 0;
		pn_head_free(&head);
	}
	return same ? n : 1;
}

bool
pn_parts_message(const struct pn_head *head)
{
	return pn_head_is(head, "message/rfc822") ||
	       pn_head_is(head, "message/global") ||
	       pn_head_is(head, "message/news");
}

bool
pn_parts_shown(const struct pn_head *head)
{
	static const char *const always[] = {"text/plain", "text/html",
	    "text/calendar", "text/enriched", "text/richtext"};
	size_t i;

	if (head->disposition == PN_DISP_ATTACHMENT)
		return false;
	for (i = 0; i < sizeof(always) / sizeof(*always); i++)
		if (pn_head_is(head, always[i]))
			return true;
	return pn_head_is(head, "text/") && head->name == NULL;
}
