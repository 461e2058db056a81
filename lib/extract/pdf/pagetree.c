/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pagetree - the pages of a PDF file (ISO 32000-2, 7.7.3)
 *
 * Walked here and not by libqpdf, which copies a page that the tree names
 * twice, calls itself for each level and gives up on a loop. A node that was
 * seen is left out, so a loop ends; /Count is not believed.
 */
#include <stdlib.h>
#include "base/mem.h"
#include "extract/pdf/object_impl.h"

/* Balanced trees of programs have 3 or 4 levels. */
#define MAX_DEPTH 64
/* Nodes and pages, each as often as it is named. */
#define MAX_KIDS (10u * PN_PDF_MAX_PAGES)

/* A node of the tree or a page, and what is above it. */
struct node {
	struct pn_obj obj;
	size_t parent; /* index of a node; itself at the top */
};

struct leaf {
	size_t node;
	unsigned number;
};

struct pn_pdf_tree {
	struct node *nodes;
	size_t n_nodes, cap_nodes;
	struct leaf *leaves;
	size_t cap_leaves;
};

/* A node whose kids are being walked. */
struct level {
	size_t node;
	struct pn_obj kids;
	size_t n, next;
};

/* The walk. */
struct walk {
	struct pn_pdf *pdf;
	struct level levels[MAX_DEPTH];
	unsigned depth, number;
	size_t kids;
	struct pn_obj_seen nodes, pages;
};

static size_t
add_node(struct pn_pdf_tree *t, struct pn_obj o, size_t parent)
{
	PN_GROW(t->nodes, t->n_nodes, t->cap_nodes);
	t->nodes[t->n_nodes] = (struct node){o, parent};
	return t->n_nodes++;
}

/* descend - NODE has kids: walk them next */
static void
descend(struct walk *w, size_t node)
{
	struct pn_pdf *pdf = w->pdf;
	struct pn_obj kids;

	if (w->depth == MAX_DEPTH) {
		pn_job_damage(pdf->job, "page-tree");
		return;
	}
	kids = pn_obj_get(pdf, pdf->tree->nodes[node].obj, "/Kids");
	w->levels[w->depth++] = (struct level){
	    .node = node, .kids = kids, .n = pn_obj_len(pdf, kids)};
}

/* add_page - NODE is a page */
static enum pn_err
add_page(struct walk *w, size_t node)
{
	struct pn_pdf_tree *t = w->pdf->tree;

	if (w->pdf->n_pages == PN_PDF_MAX_PAGES)
		return pn_job_limit(w->pdf->job, "pages");
	PN_GROW(t->leaves, w->pdf->n_pages, t->cap_leaves);
	t->leaves[w->pdf->n_pages++] = (struct leaf){node, ++w->number};
	return PN_OK;
}

/* kid - the next kid of the deepest level */
static enum pn_err
kid(struct walk *w)
{
	struct level *l = &w->levels[w->depth - 1];
	struct pn_pdf *pdf = w->pdf;
	unsigned mark = pn_pdf_mark(pdf);
	struct pn_obj o = pn_obj_at(pdf, l->kids, l->next++);
	struct pn_obj_id id = pn_obj_id(pdf, o);
	bool inner;
	size_t node;

	if (++w->kids > MAX_KIDS)
		return pn_job_limit(pdf->job, "pages");
	if (pn_obj_seen_has(&w->pages, id)) {
		w->number++;
		pn_pdf_release(pdf, mark);
		return PN_OK;
	}
	if (pn_obj_kind(pdf, o) != PN_OBJ_DICT) {
		pn_job_damage(pdf->job, "page-tree");
		pn_pdf_release(pdf, mark);
		return PN_OK;
	}
	inner = pn_obj_kind(pdf, pn_obj_get(pdf, o, "/Kids")) == PN_OBJ_ARRAY;
	if (inner && !pn_obj_seen_add(&w->nodes, id)) {
		pn_job_damage(pdf->job, "page-tree");
		pn_pdf_release(pdf, mark);
		return PN_OK;
	}
	pn_pdf_release(pdf, o.oh); /* only what is newer */
	node = add_node(pdf->tree, o, l->node);
	if (!inner) {
		pn_obj_seen_add(&w->pages, id);
		return add_page(w, node);
	}
	descend(w, node);
	return PN_OK;
}

enum pn_err
pn_pdf_tree_read(struct pn_pdf *pdf)
{
	struct walk w = {.pdf = pdf};
	struct pn_obj top = pn_obj_get(pdf, pn_obj_root(pdf), "/Pages");
	enum pn_err err = PN_OK;
	size_t node;

	pdf->tree = pn_alloc(sizeof(*pdf->tree));
	node = add_node(pdf->tree, top, 0);
	pn_obj_seen_add(&w.nodes, pn_obj_id(pdf, top));
	descend(&w, node);
	while (w.depth && err == PN_OK) {
		struct level *l = &w.levels[w.depth - 1];

		if (l->next == l->n)
			w.depth--;
		else
			err = kid(&w);
		if (err == PN_OK)
			err = pn_job_work(pdf->job, 64);
	}
	pn_obj_seen_free(&w.nodes);
	pn_obj_seen_free(&w.pages);
	return err;
}

void
pn_pdf_tree_one(struct pn_pdf *pdf, struct pn_obj page)
{
	struct pn_pdf_tree *t = pn_alloc(sizeof(*t));
	size_t node = add_node(t, page, 0);

	PN_GROW(t->leaves, 0, t->cap_leaves);
	t->leaves[0] = (struct leaf){node, 1};
	pdf->tree = t;
	pdf->n_pages = 1;
}

void
pn_pdf_tree_keep(struct pn_pdf *pdf, const bool *keep)
{
	size_t n = 0;

	for (size_t i = 0; i < pdf->n_pages; i++)
		if (keep[i])
			pdf->tree->leaves[n++] = pdf->tree->leaves[i];
	pdf->n_pages = n;
}

void
pn_pdf_tree_free(struct pn_pdf *pdf)
{
	if (pdf->tree) {
		free(pdf->tree->nodes);
		free(pdf->tree->leaves);
		free(pdf->tree);
	}
	pdf->tree = NULL;
}

struct pn_obj
pn_pdf_page(struct pn_pdf *pdf, size_t n)
{
	return pdf->tree->nodes[pdf->tree->leaves[n].node].obj;
}

unsigned
pn_pdf_page_number(const struct pn_pdf *pdf, size_t n)
{
	return pdf->tree->leaves[n].number;
}

struct pn_obj
pn_pdf_page_attr(struct pn_pdf *pdf, size_t n, const char *key)
{
	size_t node = pdf->tree->leaves[n].node, parent;
	struct pn_obj v;

	for (;;) {
		v = pn_obj_get(pdf, pdf->tree->nodes[node].obj, key);
		parent = pdf->tree->nodes[node].parent;
		if (pn_obj_kind(pdf, v) != PN_OBJ_NULL || parent == node)
			return v;
		node = parent;
	}
}
