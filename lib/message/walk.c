/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * walk - the nodes of a message in pre-order
 *
 * RFC 2046 (multiparts, message types), 2183 (disposition), 2387 (related).
 * Recurses once per level of nesting and no deeper than PN_WALK_DEPTH_MAX.
 * A body is looked through once per level, so the time is bounded by size
 * times depth; content is only copied where it has to be decoded.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "message/decode.h"
#include "message/emit.h"
#include "message/head.h"
#include "message/message.h"
#include "message/parts.h"
#include "message/side.h"
#include "message/split.h"

/* Where an entity stands. */
struct place {
	const char *parent; /* id, NULL for the root */
	const char *prefix; /* of ids: "", "2." */
	unsigned number;    /* 1-based, among its parent's children */
	unsigned depth;
	const char *default_type;
	bool root;   /* of a message */
	bool nested; /* in an attached message */
	bool hidden;
	bool aside;  /* in multipart/related, and not its root */
	bool broken; /* in a message or multipart that is damaged */
};

static void walk_entity(
    struct pn_walker *w, struct pn_bytes raw, const struct place *at);

/* walk_leaf - decode a leaf and hand it on */
static void
walk_leaf(struct pn_walker *w, const struct pn_entity *e,
    const struct pn_head *head, const struct place *at, struct pn_node *node)
{
	bool shown = pn_parts_shown(head) && !at->aside;

	node->attachment = !shown && !at->hidden;
	node->displayed = shown && !at->hidden;
	if (w->room > 0)
		pn_decode_transfer(e->body, head->cte, &w->decoded,
		    &node->content, &node->broken);
	else
		node->content = e->body; /* will be cut to nothing */
	node->broken |= at->broken;
	pn_side_body(w->side, head, node);
	if (pn_head_is(head, "text/plain"))
		pn_emit_text(w, node, head);
	else
		pn_emit_leaf(w, node);
}

/* composite_body - the body of a multipart or message; where it is encoded,
 * against the rules (RFC 2045 6.4), decoded into BUF */
static struct pn_bytes
composite_body(struct pn_walker *w, const struct pn_entity *e,
    const struct pn_head *head, struct pn_buf *buf, struct pn_node *node)
{
	struct pn_bytes body = e->body;

	pn_decode_transfer(e->body, head->cte, buf, &body, &node->broken);
	if (body.p == (const unsigned char *)buf->data)
		node->cut = pn_emit_budget(w, &body);
	return body;
}

/* enter - hand on a multipart or message at DEPTH; false where what is below
 * it is not to be walked */
static bool
enter(struct pn_walker *w, struct pn_node *node, unsigned depth)
{
	bool deep = depth >= w->depth;

	node->cut |= deep;
	if (!pn_emit(w, node))
		return false;
	if (deep)
		pn_tell(w, "nesting", node->id);
	else if (node->cut)
		pn_tell(w, "decoded", node->id);
	return !deep;
}

/* walk_message - a message/rfc822 and its root */
static void
walk_message(struct pn_walker *w, const struct pn_entity *e,
    const struct pn_head *head, const struct place *at, struct pn_node *node)
{
	struct place below = {
	    .parent = node->id,
	    .number = 1,
	    .depth = at->depth + 1,
	    .default_type = "text/plain",
	    .root = true,
	    .nested = true,
	    .hidden = at->hidden,
	};
	struct pn_entity inner;
	struct pn_buf buf;
	struct pn_bytes body;
	char *subject, *prefix;

	pn_buf_init(&buf, SIZE_MAX / 2);
	body = composite_body(w, e, head, &buf, node);
	pn_entity_split(body, &inner);
	subject = pn_side_subject(inner.head, w->opt);
	node->kind = PN_NODE_MESSAGE;
	node->subject = subject ? subject : "";
	node->attachment = !at->hidden;
	prefix = pn_printf("%s.", node->id);
	below.prefix = prefix;
	below.broken = at->broken || node->broken;
	if (enter(w, node, at->depth))
		walk_entity(w, body, &below);
	free(prefix);
	free(subject);
	pn_buf_free(&buf);
}

/* walk_pieces - the parts of a multipart, and the text between them */
static void
walk_pieces(struct pn_walker *w, struct pn_bytes body, const char *boundary,
    struct place *below, unsigned root, const struct pn_node *node)
{
	struct pn_pieces pieces;
	struct pn_piece piece;
	unsigned outside = 0;
	bool aside = below->aside, hidden = below->hidden;
	char word[32];

	pn_pieces_init(&pieces, body, boundary);
	while (!w->stop && pn_pieces_next(&pieces, &piece)) {
		if (!piece.part) {
			if (outside++ == 0)
				snprintf(word, sizeof(word), "preamble");
			else if (outside == 2)
				snprintf(word, sizeof(word), "epilogue");
			else
				snprintf(word, sizeof(word), "epilogue-%u",
				    outside - 1);
			pn_emit_hidden(
			    w, piece.bytes, node, below->prefix, word);
			continue;
		}
		below->number++;
		below->hidden = hidden || piece.late;
		below->aside = aside || (root > 0 && below->number != root);
		walk_entity(w, piece.bytes, below);
	}
}

/* multipart_place - where the children of NODE stand */
static struct place
multipart_place(const struct pn_head *head, const struct place *at,
    const struct pn_node *node, const char *prefix)
{
	struct place below = *at;

	below.parent = node->id;
	below.prefix = prefix;
	below.number = 0;
	below.depth = at->depth + 1;
	below.default_type = pn_head_is(head, "multipart/digest")
				 ? "message/rfc822"
				 : "text/plain";
	below.root = false;
	below.broken = at->broken || node->broken;
	return below;
}

/* walk_multipart - a multipart, then what is in it */
static void
walk_multipart(struct pn_walker *w, const struct pn_entity *e,
    const struct pn_head *head, const struct place *at, struct pn_node *node)
{
	struct pn_bytes body = e->body;
	struct place below;
	struct pn_buf buf;
	char *boundary, *prefix;
	unsigned root = 0;

	pn_buf_init(&buf, SIZE_MAX / 2);
	boundary = pn_parts_boundary(head, body);
	if (boundary == NULL && head->cte != PN_CTE_NONE) {
		body = composite_body(w, e, head, &buf, node);
		boundary = pn_parts_boundary(head, body);
	}
	if (boundary == NULL)
		node->broken |= !pn_line_blank(body.p, body.p + body.n);
	else if (pn_head_is(head, "multipart/related"))
		root = pn_parts_root(body, boundary, head->start, w->opt);
	node->kind = PN_NODE_MULTIPART;
	prefix = at->root ? pn_strdup(at->prefix) : pn_printf("%s.", node->id);
	below = multipart_place(head, at, node, prefix);
	if (enter(w, node, at->depth)) {
		if (boundary != NULL)
			walk_pieces(w, body, boundary, &below, root, node);
		else
			pn_emit_hidden(w, body, node, prefix, "preamble");
	}
	free(prefix);
	free(boundary);
	pn_buf_free(&buf);
}

/* walk_entity - the node of RAW, then those below it */
static void
walk_entity(struct pn_walker *w, struct pn_bytes raw, const struct place *at)
{
	struct pn_entity e;
	struct pn_head head;
	struct pn_node node = {0};
	bool multipart;
	char *id, *inner;

	pn_entity_split(raw, &e);
	pn_head_read(e.head, at->default_type, w->opt, &head);
	multipart = pn_head_is(&head, "multipart/");
	id = pn_printf("%s%u", at->prefix, at->root ? !multipart : at->number);
	node.id = id;
	node.parent = at->parent;
	node.depth = at->depth;
	node.type = head.type;
	node.charset = head.charset;
	node.name = head.name;
	node.nested = at->nested;
	node.hidden = at->hidden;
	if (multipart) {
		pn_side_body(w->side, &head, &node);
		walk_multipart(w, &e, &head, at, &node);
	} else if (pn_parts_message(&head)) {
		walk_message(w, &e, &head, at, &node);
	} else {
		walk_leaf(w, &e, &head, at, &node);
	}
	if (!w->stop && e.junk.n > 0) {
		inner = pn_printf("%s.", id);
		node.broken = false;
		pn_emit_hidden(w, e.junk, &node, inner, "header");
		free(inner);
	}
	if (!w->stop && (at->nested || w->walk->fields)) {
		inner = pn_printf("%s.", id);
		node.broken = false;
		pn_emit_fields(w, e.head, &node, inner);
		free(inner);
	}
	free(id);
	pn_head_free(&head);
}

enum pn_err
pn_message_walk(struct pn_bytes msg, const struct pn_walk_limits *limits,
    const struct pn_walk *walk, struct pn_side *side)
{
	struct pn_walker w = {.limits = limits, .walk = walk, .side = side};
	struct place top = {.prefix = "",
	    .number = 1,
	    .root = true,
	    .default_type = "text/plain"};
	struct pn_bytes whole;
	struct pn_buf lines;

	memset(side, 0, sizeof(*side));
	pn_buf_init(&lines, msg.n);
	pn_buf_init(&w.decoded, SIZE_MAX / 2);
	pn_buf_init(&w.block, SIZE_MAX / 2);
	w.depth = limits->depth < PN_WALK_DEPTH_MAX ? limits->depth
						    : PN_WALK_DEPTH_MAX;
	w.room = limits->decoded_bytes;
	w.opt = pn_head_options();
	whole = pn_line_ends(msg, &lines);
	pn_side_header(side, whole, w.opt);
	walk_entity(&w, whole, &top);
	g_mime_parser_options_free(w.opt);
	pn_buf_free(&w.decoded);
	pn_buf_free(&w.block);
	pn_buf_free(&lines);
	return w.err;
}

void
pn_message_init(void)
{
	g_mime_init();
}
