/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doc_tree - bookmarks and the structure tree (ISO 32000-2, 12.3.3 and 14.7)
 *
 * Bookmarks are seen by everybody who opens the file. Of the structure tree
 * only the texts in place of something are of interest (Alt, ActualText, E,
 * T): the rest says where the page's own text belongs.
 */
#include <stdlib.h>
#include "base/mem.h"
#include "extract/pdf/doc.h"

/* A stack of nodes that are still to be looked at; handles are kept. */
#define MAX_WAITING 100000

/* outline_level - the bookmarks from number FIRST on, and those below them */
static enum pn_err
outline_level(struct pn_pdoc *doc, struct pn_obj_id first, struct pn_buf *text,
    unsigned depth)
{
	struct pn_pdf *pdf = doc->pdf;
	struct pn_obj_id id = first, below;
	enum pn_err err = PN_OK;

	while (err == PN_OK && id.num && pn_obj_seen_add(&doc->nodes, id)) {
		unsigned mark = pn_pdf_mark(pdf);
		struct pn_obj item = pn_obj_by_id(pdf, id);

		pn_obj_text(pdf, pn_obj_get(pdf, item, "/Title"), text);
		(void)!pn_buf_addc(text, '\n');
		below = pn_obj_id(pdf, pn_obj_get(pdf, item, "/First"));
		id = pn_obj_id(pdf, pn_obj_get(pdf, item, "/Next"));
		err = pn_pdoc_step(doc);
		if (err == PN_OK)
			err = pn_pdoc_action(
			    doc, pn_obj_get(pdf, item, "/A"), "bookmark");
		pn_pdf_release(pdf, mark);
		if (err == PN_OK && depth < PN_PDOC_MAX_DEPTH)
			err = outline_level(doc, below, text, depth + 1);
		else if (err == PN_OK && below.num)
			err = pn_pdoc_deep(doc);
	}
	return err;
}

enum pn_err
pn_pdoc_outline(struct pn_pdoc *doc)
{
	struct pn_pdf *pdf = doc->pdf;
	struct pn_obj top = pn_obj_get(pdf, pn_obj_root(pdf), "/Outlines");
	struct pn_buf text;
	enum pn_err err;

	pn_pdoc_buf(doc, &text);
	err = outline_level(
	    doc, pn_obj_id(pdf, pn_obj_get(pdf, top, "/First")), &text, 0);
	if (err == PN_OK)
		err = pn_pdoc_say(doc, &text, "bookmarks", NULL);
	pn_buf_free(&text);
	return err;
}

/* element - the texts of one structure element, where they are new */
static enum pn_err
element(struct pn_pdoc *doc, struct pn_obj o)
{
	static const char *const keys[] = {"/Alt", "/ActualText", "/E", "/T"};
	struct pn_buf text;
	enum pn_err err = PN_OK;

	pn_pdoc_buf(doc, &text);
	for (size_t i = 0; err == PN_OK && i < sizeof(keys) / sizeof(keys[0]);
	     i++) {
		pn_buf_clear(&text);
		pn_obj_text(doc->pdf, pn_obj_get(doc->pdf, o, keys[i]), &text);
		if (!pn_heard_all(doc->heard, pn_buf_bytes(&text)))
			err = pn_pdoc_say(doc, &text,
			    i == 0 ? "alternate text" : "replacement text",
			    "alt-text");
	}
	pn_buf_free(&text);
	return err;
}

/* A node that is known by its number, so that no handle is kept. */
struct waiting {
	struct pn_obj_id *ids;
	size_t n, cap;
};

/* kids - note the elements below O; direct ones are looked at now */
static enum pn_err
kids(struct pn_pdoc *doc, struct pn_obj o, struct waiting *w, unsigned depth)
{
	struct pn_pdf *pdf = doc->pdf;
	struct pn_obj k = pn_obj_get(pdf, o, "/K");
	bool array = pn_obj_kind(pdf, k) == PN_OBJ_ARRAY;
	size_t n = array ? pn_obj_len(pdf, k) : 1;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < n && err == PN_OK; i++) {
		unsigned mark = pn_pdf_mark(pdf);
		struct pn_obj kid = array ? pn_obj_at(pdf, k, i) : k;
		struct pn_obj_id id = pn_obj_id(pdf, kid);

		err = pn_pdoc_step(doc);
		if (err == PN_OK && pn_obj_kind(pdf, kid) == PN_OBJ_DICT &&
		    id.num == 0) {
			err = element(doc, kid);
			if (err == PN_OK && depth == PN_PDOC_MAX_DEPTH)
				err = pn_pdoc_deep(doc);
			else if (err == PN_OK)
				err = kids(doc, kid, w, depth + 1);
		} else if (id.num && w->n == MAX_WAITING) {
			err = pn_pdoc_deep(doc);
		} else if (id.num && pn_obj_seen_add(&doc->nodes, id)) {
			PN_GROW(w->ids, w->n, w->cap);
			w->ids[w->n++] = id;
		}
		pn_pdf_release(pdf, mark);
	}
	return err;
}

enum pn_err
pn_pdoc_structure(struct pn_pdoc *doc)
{
	struct pn_pdf *pdf = doc->pdf;
	struct pn_obj top =
	    pn_obj_get(pdf, pn_obj_root(pdf), "/StructTreeRoot");
	struct waiting w = {0};
	enum pn_err err = kids(doc, top, &w, 0);

	while (err == PN_OK && w.n) {
		unsigned mark = pn_pdf_mark(pdf);
		struct pn_obj o = pn_obj_by_id(pdf, w.ids[--w.n]);

		err = element(doc, o);
		if (err == PN_OK)
			err = kids(doc, o, &w, 0);
		pn_pdf_release(pdf, mark);
	}
	free(w.ids);
	return err;
}
