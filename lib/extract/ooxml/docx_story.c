/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * docx_story - where text of a Word document goes, and whether it is seen
 *
 * A text box is a story of its own, told when it ends, because it stands
 * inside the paragraph that it is anchored to. What was inserted and is not
 * yet agreed to is seen where it stands, and told as hidden beside it.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ooxml/docx_walk.h"

#define MIN_DEFAULT 3 /* characters of a value; "0" and "1" are switches */

struct pn_docx_story *
pn_docx_story(struct pn_docx_walk *w)
{
	return w->stories[w->n_stories - 1];
}

void
pn_docx_begin_story(struct pn_docx_walk *w, const char *place, const char *why)
{
	struct pn_docx_story *s = pn_alloc(sizeof(*s));

	pn_flow_init(&s->flow, w->job, place, 0);
	s->why = why;
	w->stories[w->n_stories++] = s;
}

enum pn_err
pn_docx_end_story(struct pn_docx_walk *w)
{
	struct pn_docx_story *s = w->stories[--w->n_stories];
	enum pn_err err = pn_flow_flush(&s->flow);

	pn_flow_free(&s->flow);
	free(s);
	return err;
}

enum pn_err
pn_docx_begin_box(struct pn_docx_walk *w)
{
	const char *why = pn_docx_story(w)->why;

	if (w->fallbacks || w->n_stories > PN_DOCX_MAX_BOXES) {
		w->boxes += !w->fallbacks;
		return pn_docx_line_end(w);
	}
	w->boxes++;
	if (why == NULL && pn_docx_place_unseen(&w->place))
		why = "shape";
	pn_docx_begin_story(w, "text box", why);
	return PN_OK;
}

enum pn_err
pn_docx_end_box(struct pn_docx_walk *w)
{
	if (w->fallbacks || w->boxes == 0)
		return pn_docx_line_end(w);
	if (w->boxes-- >= w->n_stories)
		return pn_docx_line_end(w); /* one that was too deep */
	return pn_docx_end_story(w);
}

struct pn_docx_grid *
pn_docx_grid(struct pn_docx_walk *w)
{
	struct pn_docx_story *s = pn_docx_story(w);

	if (w->fallbacks || s->n_grids == 0 || s->n_grids > PN_FLOW_MAX_TABLES)
		return NULL;
	return &s->grids[s->n_grids - 1];
}

/* pale - is text that looks like LOOK in the colour of what is behind it? */
static bool
pale(struct pn_docx_walk *w, const struct pn_docx_look *look)
{
	static const struct pn_color paper = {true, 0xffffff};
	const struct pn_docx_story *s = pn_docx_story(w);

	if (!look->ink.color.known)
		return false;
	if (look->run_back.told)
		return pn_color_same(look->ink.color, look->run_back.color);
	if (look->para_back.told)
		return pn_color_same(look->ink.color, look->para_back.color);
	if (w->cell_back.told)
		return pn_color_same(look->ink.color, w->cell_back.color);
	/* boxes and tables have colours of their own */
	if (w->page_unsure || w->boxes ||
	    (s->n_grids && (s->n_grids > PN_FLOW_MAX_TABLES ||
			       s->grids[s->n_grids - 1].styled)))
		return false;
	return pn_color_same(look->ink.color, paper);
}

const char *
pn_docx_hidden(struct pn_docx_walk *w)
{
	const struct pn_docx_grid *g = pn_docx_grid(w);
	struct pn_docx_look look = w->style;

	if (w->base)
		return w->base;
	if (pn_docx_story(w)->why)
		return pn_docx_story(w)->why;
	if (w->deleted)
		return "deletion";
	if (g && g->covered)
		return "covered-cell";
	pn_docx_lay(&look, &w->run);
	if (look.vanish > 0 || look.tiny > 0 || pale(w, &look))
		return "style";
	if (g && g->hidden && w->run.vanish != 0)
		return g->hidden;
	return w->para_hidden;
}

/* hash - FNV-1a over the characters that are no white space */
static void
hash(uint64_t *h, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] > ' ')
			*h = (*h ^ (unsigned char)s[i]) * 0x100000001b3u;
}

/* changed - a change to the text: deleted text with the digits around it that
 * it was one number with */
static enum pn_err
changed(struct pn_docx_walk *w, const char *s, size_t n, const char *kind)
{
	struct pn_flow *f = &pn_docx_story(w)->flow;
	struct pn_bytes front = {NULL, 0};
	size_t behind = 0;
	enum pn_err err = PN_OK;

	if (kind && strcmp(kind, "deletion") == 0) {
		bool goes_on = w->change.open;

		front = pn_docx_deleted(&w->change, s, n);
		if (goes_on)
			f->parted = false;
		if (front.n)
			f->parted = true;
	} else if (kind == NULL) {
		behind = pn_docx_seen(&w->change, s, n);
	}
	if (front.n)
		err = pn_flow_add(f, (const char *)front.p, front.n, kind);
	if (behind) {
		f->parted = false;
		err = pn_flow_add(f, s, behind, "deletion");
	}
	return err;
}

enum pn_err
pn_docx_add(struct pn_docx_walk *w, const char *s, size_t n, const char *kind)
{
	struct pn_flow *f = &pn_docx_story(w)->flow;
	enum pn_err err;

	if (w->fallbacks) {
		hash(&w->other_hash, s, n);
		if (pn_buf_add(&w->fallback, s, n) != PN_OK)
			return pn_job_limit(w->job, "text");
		return PN_OK;
	}
	if (w->alternates)
		hash(&w->seen_hash, s, n);
	err = changed(w, s, n, kind);
	if (err == PN_OK && w->inserted && kind == NULL)
		err = pn_flow_add(f, s, n, "insertion");
	if (err == PN_OK)
		err = pn_flow_add(f, s, n, kind);
	if (w->inserted)
		f->parted = false; /* another run of it may follow */
	return err;
}

enum pn_err
pn_docx_line_end(struct pn_docx_walk *w)
{
	const char *why = w->base ? w->base : pn_docx_story(w)->why;

	if (w->fallbacks)
		return pn_docx_add(w, "\n", 1, NULL);
	w->change = (struct pn_docx_change){.n = 0};
	return pn_flow_break(&pn_docx_story(w)->flow, why);
}

enum pn_err
pn_docx_aside(struct pn_docx_walk *w, struct pn_bytes v, const char *kind)
{
	struct pn_flow *f = &pn_docx_story(w)->flow;
	enum pn_err err;

	if (v.n == 0 || w->fallbacks)
		return PN_OK;
	f->parted = true;
	err = pn_flow_add(f, (const char *)v.p, v.n, w->base ? w->base : kind);
	f->parted = true;
	return err;
}

/* drawn - the text that stands for a picture, and what people call it */
static enum pn_err
drawn(struct pn_docx_walk *w, const struct pn_xml_attrs *a)
{
	struct pn_bytes name = pn_xml_attr(a, "name");
	enum pn_err err = pn_docx_aside(w, pn_xml_attr(a, "descr"), "alt-text");

	if (err == PN_OK)
		err = pn_docx_aside(w, pn_xml_attr(a, "title"), "alt-text");
	if (err == PN_OK && !pn_ooxml_made_up(name))
		err = pn_docx_aside(w, name, "object-name");
	return err;
}

enum pn_err
pn_docx_tell(
    struct pn_docx_walk *w, const char *name, const struct pn_xml_attrs *a)
{
	static const struct {
		const char *name, *attr, *kind;
	} all[] = {{"alias", "val", "control"}, {"tag", "val", "control"},
	    {"listItem", "displayText", "control"},
	    {"listItem", "value", "control"}, {"listEntry", "val", "control"},
	    {"default", "val", "control"}, {"helpText", "val", "control"},
	    {"statusText", "val", "control"},
	    {"hyperlink", "tooltip", "tooltip"},
	    {"fldSimple", "instr", "field"}, {"tblCaption", "val", "alt-text"},
	    {"tblDescription", "val", "alt-text"}, {"shape", "alt", "alt-text"},
	    {"textpath", "string", NULL}};
	enum pn_err err = PN_OK;

	if (pn_xml_is(name, "docPr"))
		return drawn(w, a);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]) && err == PN_OK;
	     i++) {
		struct pn_bytes v;

		if (!pn_xml_is(name, all[i].name))
			continue;
		v = pn_xml_attr(a, all[i].attr);
		if (name[0] == 'd' && v.n < MIN_DEFAULT)
			continue;
		if (all[i].kind)
			err = pn_docx_aside(w, v, all[i].kind);
		else if (v.n) /* a watermark is seen */
			err = pn_docx_add(w, (const char *)v.p, v.n, w->base);
	}
	return err;
}
