/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * emit - nodes to the caller of a walk, within its limits
 *
 * Every node of a walk passes here, so this is where parts and decoded bytes
 * are counted, and where uuencode blocks are taken out of texts.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "message/decode.h"
#include "message/emit.h"

void
pn_tell(struct pn_walker *w, const char *limit, const char *part)
{
	w->walk->limit(w->walk->ctx, limit, part);
}

bool
pn_emit(struct pn_walker *w, const struct pn_node *node)
{
	if (w->stop)
		return false;
	if (w->parts >= w->limits->parts) {
		pn_tell(w, "parts", node->parent);
		w->stop = true;
		return false;
	}
	w->parts++;
	w->err = w->walk->node(w->walk->ctx, node);
	w->stop = w->err != PN_OK;
	return !w->stop;
}

bool
pn_emit_budget(struct pn_walker *w, struct pn_bytes *content)
{
	bool cut = content->n > w->room;

	if (cut)
		content->n = w->room;
	w->room -= content->n;
	return cut;
}

void
pn_emit_leaf(struct pn_walker *w, struct pn_node *node)
{
	node->kind = PN_NODE_LEAF;
	node->cut = pn_emit_budget(w, &node->content);
	if (pn_emit(w, node) && node->cut)
		pn_tell(w, "decoded", node->id);
}

/* without_blocks - TEXT with its uuencode blocks left out, into BUF */
static void
without_blocks(struct pn_bytes text, struct pn_buf *buf)
{
	struct pn_uu_block block;

	while (pn_uu_find(text, &block)) {
		(void)!pn_buf_add(buf, text.p, (size_t)(block.all.p - text.p));
		text =
		    pn_bytes_from(block.all.p + block.all.n, text.p + text.n);
	}
	(void)!pn_buf_add(buf, text.p, text.n);
}

/* emit_block - one uuencode block of the text TEXT as attachment NUMBER */
static void
emit_block(struct pn_walker *w, const struct pn_uu_block *block,
    const struct pn_node *text, unsigned number)
{
	struct pn_node node = {
	    .parent = text->id,
	    .depth = text->depth + 1,
	    .type = "application/octet-stream",
	    .attachment = !text->hidden,
	    .nested = text->nested,
	    .hidden = text->hidden,
	};
	char *id = pn_printf("%s.%u", text->id, number);
	char *raw = pn_field_text(block->name);
	char *name = pn_words_decode(raw, w->opt);

	node.id = id;
	node.name = name;
	pn_buf_clear(&w->block);
	node.broken = !pn_uu_decode(block, &w->block);
	node.content = pn_buf_bytes(&w->block);
	pn_emit_leaf(w, &node);
	free(name);
	free(raw);
	free(id);
}

/* emit_joined - a text leaf, its paragraphs joined where HEAD says so */
static void
emit_joined(
    struct pn_walker *w, struct pn_node *node, const struct pn_head *head)
{
	struct pn_buf joined;

	if (head == NULL || !head->flowed) {
		pn_emit_leaf(w, node);
		return;
	}
	pn_buf_init(&joined, node->content.n);
	pn_flowed_join(node->content, head->delsp, &joined);
	node->content = pn_buf_bytes(&joined);
	pn_emit_leaf(w, node);
	pn_buf_free(&joined);
}

void
pn_emit_text(
    struct pn_walker *w, struct pn_node *node, const struct pn_head *head)
{
	struct pn_bytes text = node->content;
	struct pn_uu_block block;
	struct pn_buf around;
	unsigned n = 0;

	if (!pn_uu_find(text, &block)) {
		emit_joined(w, node, head);
		return;
	}
	pn_buf_init(&around, text.n);
	without_blocks(text, &around);
	node->content = pn_buf_bytes(&around);
	emit_joined(w, node, head);
	while (!w->stop && pn_uu_find(text, &block)) {
		emit_block(w, &block, node, ++n);
		text =
		    pn_bytes_from(block.all.p + block.all.n, text.p + text.n);
	}
	pn_buf_free(&around);
}

void
pn_emit_hidden(struct pn_walker *w, struct pn_bytes text,
    const struct pn_node *owner, const char *prefix, const char *word)
{
	struct pn_node node = {
	    .parent = owner->id,
	    .depth = owner->depth + 1,
	    .type = "text/plain",
	    .hidden = true,
	    .nested = owner->nested,
	    .broken = owner->broken,
	    .content = text,
	};
	char *id;

	if (text.n == 0 || pn_line_blank(text.p, text.p + text.n))
		return;
	id = pn_printf("%s%s", prefix, word);
	node.id = id;
	pn_emit_text(w, &node, NULL);
	free(id);
}
