/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * emit - nodes to the caller of a walk, within its limits
 *
 * Private to lib/message.
 */
#ifndef PN_MESSAGE_EMIT_H
#define PN_MESSAGE_EMIT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "message/head.h"
#include "message/message.h"

/* State of one walk. */
struct pn_walker {
	const struct pn_walk_limits *limits;
	const struct pn_walk *walk;
	struct pn_side *side;
	GMimeParserOptions *opt;
	struct pn_buf decoded; /* content of the leaf at hand */
	struct pn_buf block;   /* ... and of a uuencode block in it */
	unsigned depth;	       /* limit in force */
	unsigned parts;	       /* nodes so far */
	size_t room;	       /* bytes that may still be decoded */
	bool stop;
	enum pn_err err;
};

/* pn_tell - report that LIMIT was hit at PART */
void pn_tell(struct pn_walker *w, const char *limit, const char *part);

/* pn_emit - hand a node on; false where the walk is over */
bool pn_emit(struct pn_walker *w, const struct pn_node *node);

/* pn_emit_budget - cut CONTENT to what may still be decoded, and count it;
 * true where it was cut */
bool pn_emit_budget(struct pn_walker *w, struct pn_bytes *content);

/* pn_emit_leaf - hand a leaf on, its content within the budget */
void pn_emit_leaf(struct pn_walker *w, struct pn_node *node);

/* pn_emit_text - a text/plain leaf without its uuencode blocks and with its
 * paragraphs joined as HEAD (NULL: none) says, then those blocks as attachments
 * of their own */
void pn_emit_text(struct pn_walker *w, struct pn_node *node,
    const struct pn_head *head);

/* pn_emit_hidden - TEXT that stands outside the parts of OWNER, unless it is
 * blank, as a hidden leaf with id PREFIX + WORD */
void pn_emit_hidden(struct pn_walker *w, struct pn_bytes text,
    const struct pn_node *owner, const char *prefix, const char *word);

/* pn_emit_fields - what the header HEAD of OWNER says in fields that no mail
 * program shows, as a hidden leaf "PREFIXfields" */
void pn_emit_fields(struct pn_walker *w, struct pn_bytes head,
    const struct pn_node *owner, const char *prefix);

#endif
