/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * docx_text - paragraphs, runs and tables of one part (ECMA-376 part 1, 17)
 *
 * Runs of a paragraph are joined; deleted and hidden runs, field codes and
 * the alternative that newer programs don't show go apart, so that they split
 * no word.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ooxml/docx_walk.h"

#define FLAT 20 /* twentieths of a point: rows and lines of one point */

/* tables - elements of a table begin; false where NAME is none */
static bool
tables(struct pn_docx_walk *w, const char *name, enum pn_err *err)
{
	struct pn_docx_story *s = pn_docx_story(w);
	struct pn_docx_grid *g = pn_docx_grid(w);

	if (pn_xml_is(name, "tbl") && !w->fallbacks) {
		*err = pn_flow_table(&s->flow);
		if (s->n_grids++ < PN_FLOW_MAX_TABLES)
			*pn_docx_grid(w) = (struct pn_docx_grid){0};
	} else if (pn_xml_is(name, "tr") && g) {
		g->row += g->begun;
		g->begun = true;
		g->col = 0;
		g->cell_hidden = NULL;
	} else if (pn_xml_is(name, "tc") && g) {
		w->cell_back = (struct pn_docx_ink){0};
		g->covered = false;
		*err = pn_flow_cell(&s->flow, g->row, g->col++,
		    w->base  ? w->base
		    : s->why ? s->why
			     : g->cell_hidden);
	} else {
		return false;
	}
	return true;
}

/* exact - are lines or rows exactly as high as attribute NAME, and is that
 * nothing? */
static bool
exact(const struct pn_xml_attrs *a, const char *rule, const char *name)
{
	return pn_xml_attr_is(a, rule, "exact") &&
	       pn_xml_attr_num(a, name, FLAT + 1) <= FLAT;
}

/* para_property - a child of pPr */
static void
para_property(
    struct pn_docx_walk *w, const char *name, const struct pn_xml_attrs *a)
{
	const struct pn_docx_style *style;

	if (pn_xml_is(name, "pStyle")) {
		style = pn_docx_style(&w->d->styles, a);
		w->para = w->d->styles.plain;
		if (style)
			pn_docx_lay(&w->para, &style->look);
		w->style = w->para;
	} else if (pn_xml_is(name, "shd")) {
		pn_docx_shade(w->d, &w->para.para_back, a);
	} else if (pn_xml_is(name, "spacing") && exact(a, "lineRule", "line")) {
		w->para_hidden = "style";
	}
}

/* cell_property - a child of tblPr, trPr or tcPr of table G */
static void
cell_property(struct pn_docx_walk *w, struct pn_docx_grid *g, const char *name,
    const struct pn_xml_attrs *a)
{
	const struct pn_docx_style *style;

	if (w->in_trpr &&
	    (pn_xml_is(name, "hidden") ||
		(pn_xml_is(name, "trHeight") && exact(a, "hRule", "val")))) {
		g->cell_hidden = "row";
	} else if (w->in_run == 0 && pn_xml_is(name, "shd")) {
		pn_docx_shade(w->d, &w->cell_back, a);
	} else if (pn_xml_is(name, "vMerge") || pn_xml_is(name, "hMerge")) {
		g->covered = !pn_xml_attr_is(a, "val", "restart");
	} else if (pn_xml_is(name, "tblStyle")) {
		style = pn_docx_style(&w->d->styles, a);
		g->styled = !pn_xml_attr_is(a, "val", "TableGrid") &&
			    !pn_xml_attr_is(a, "val", "TableNormal");
		g->hidden =
		    style && style->look.vanish > 0 ? "style" : g->hidden;
	}
}

/* properties - what stands in rPr, pPr, trPr and tcPr */
static void
properties(
    struct pn_docx_walk *w, const char *name, const struct pn_xml_attrs *a)
{
	struct pn_docx_grid *g = pn_docx_grid(w);
	const struct pn_docx_style *style;

	if (w->in_change)
		return; /* as it was before a change */
	if (w->in_rpr && w->in_ppr == 0) {
		style = pn_xml_is(name, "rStyle")
			    ? pn_docx_style(&w->d->styles, a)
			    : NULL;
		if (style)
			pn_docx_lay(&w->style, &style->look);
		else if (pn_xml_is(name, "noFill") && w->in_fill)
			w->run.vanish = 1;
		else if (!pn_xml_is(name, "alpha") || w->in_fill)
			pn_docx_run_property(w->d, &w->run, name, a);
	} else if (w->in_ppr && w->in_rpr == 0) {
		para_property(w, name, a);
	} else if (g) {
		cell_property(w, g, name, a);
	}
}

/* count - the open elements whose number matters; NULL for others */
static unsigned *
count(struct pn_docx_walk *w, const char *name)
{
	static const struct {
		const char *name;
		size_t at;
	} names[] = {
	    {"r", offsetof(struct pn_docx_walk, in_run)},
	    {"t", offsetof(struct pn_docx_walk, in_text)},
	    {"rPr", offsetof(struct pn_docx_walk, in_rpr)},
	    {"pPr", offsetof(struct pn_docx_walk, in_ppr)},
	    {"trPr", offsetof(struct pn_docx_walk, in_trpr)},
	    {"del", offsetof(struct pn_docx_walk, deleted)},
	    {"moveFrom", offsetof(struct pn_docx_walk, deleted)},
	    {"ins", offsetof(struct pn_docx_walk, inserted)},
	    {"moveTo", offsetof(struct pn_docx_walk, inserted)},
	    {"delText", offsetof(struct pn_docx_walk, in_text)},
	    {"instrText", offsetof(struct pn_docx_walk, in_instr)},
	    {"delInstrText", offsetof(struct pn_docx_walk, in_instr)},
	    {"fldData", offsetof(struct pn_docx_walk, in_data)},
	    {"textFill", offsetof(struct pn_docx_walk, in_fill)},
	    {"rPrChange", offsetof(struct pn_docx_walk, in_change)},
	    {"pPrChange", offsetof(struct pn_docx_walk, in_change)},
	    {"tcPrChange", offsetof(struct pn_docx_walk, in_change)},
	    {"trPrChange", offsetof(struct pn_docx_walk, in_change)},
	    {"tblPrChange", offsetof(struct pn_docx_walk, in_change)},
	    {"AlternateContent", offsetof(struct pn_docx_walk, alternates)},
	    {"Fallback", offsetof(struct pn_docx_walk, fallbacks)},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (pn_xml_is(name, names[i].name))
			return (unsigned *)(void *)((char *)w + names[i].at);
	return NULL;
}

/* marks - empty elements that stand for a character */
static enum pn_err
marks(struct pn_docx_walk *w, const char *name)
{
	static const struct {
		const char *name, *text;
	} all[] = {
	    {"tab", "\t"},
	    {"ptab", "\t"},
	    {"br", "\n"},
	    {"cr", "\n"},
	    {"noBreakHyphen", "-"},
	};

	if (w->in_run == 0 || w->in_rpr || w->in_ppr)
		return PN_OK;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (pn_xml_is(name, all[i].name))
			return pn_docx_add(
			    w, all[i].text, 1, pn_docx_hidden(w));
	return PN_OK;
}

/* cropped - a picture of which only a part is shown */
static void
cropped(struct pn_docx_walk *w, const struct pn_xml_attrs *a)
{
	static const char *const sides[] = {"l", "t", "r", "b"};

	for (size_t i = 0; i < 4; i++)
		if (pn_xml_attr_num(a, sides[i], 0) > 0) {
			pn_job_hidden(w->job, "cropped");
			return;
		}
}

/* refer - an element that brings another part into the document */
static void
refer(struct pn_docx *d, const char *name, const struct pn_xml_attrs *a)
{
	if (pn_xml_is(name, "headerReference") ||
	    pn_xml_is(name, "footerReference")) {
		PN_GROW(d->margins, d->n_margins, d->cap_margins);
		d->margins[d->n_margins++] =
		    (struct pn_docx_margin){.rel = pn_xml_attr_dup(a, "id"),
			.kind = pn_xml_attr_is(a, "type", "first")  ? 'f'
				: pn_xml_attr_is(a, "type", "even") ? 'e'
								    : 'd'};
	} else if (pn_xml_is(name, "titlePg")) {
		d->first_pages |= !pn_xml_attr_is(a, "val", "0") &&
				  !pn_xml_attr_is(a, "val", "false");
	} else if (pn_xml_is(name, "altChunk")) {
		PN_GROW(d->chunks, d->n_chunks, d->cap_chunks);
		d->chunks[d->n_chunks++] = pn_xml_attr_dup(a, "id");
	}
}

/* fresh - a paragraph or a run begins: nothing is known of it yet */
static void
fresh(struct pn_docx_walk *w, bool para)
{
	if (para) {
		w->para = w->d->styles.first;
		w->para_hidden = NULL;
	}
	w->style = w->para;
	w->run = (struct pn_docx_look){.vanish = -1, .tiny = -1};
}

/* other_start - elements that are neither counted nor of a table */
static enum pn_err
other_start(
    struct pn_docx_walk *w, const char *name, const struct pn_xml_attrs *a)
{
	if (pn_xml_is(name, "p")) {
		fresh(w, true);
		return pn_docx_line_end(w);
	}
	if (pn_xml_is(name, "txbxContent"))
		return pn_docx_begin_box(w);
	if (pn_xml_is(name, "srcRect"))
		cropped(w, a);
	else if (pn_xml_is(name, "background") ||
		 (pn_xml_is(name, "anchor") && pn_xml_attr_on(a, "behindDoc")))
		w->page_unsure = true;
	properties(w, name, a);
	refer(w->d, name, a);
	return marks(w, name);
}

static enum pn_err
wml_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct pn_docx_walk *w = ctx;
	unsigned *n = count(w, name);
	enum pn_err err = pn_job_work(w->job, 32);

	if (err != PN_OK)
		return err;
	if (n)
		++*n;
	if (pn_xml_is(name, "r"))
		fresh(w, false);
	else if (pn_xml_is(name, "delText") && !w->deleted)
		w->run.vanish = 1;
	else if (pn_xml_is(name, "del") && w->in_trpr && pn_docx_grid(w))
		pn_docx_grid(w)->cell_hidden = "deletion"; /* all of the row */
	else if (n == NULL && !tables(w, name, &err))
		err = other_start(w, name, attrs);
	pn_docx_place_start(&w->place, name, attrs);
	if (err == PN_OK)
		err = pn_docx_person(w->d, pn_xml_attr(attrs, "author"));
	return err == PN_OK ? pn_docx_tell(w, name, attrs) : err;
}

/* end_alternate - the hidden one counts where it tells something else */
static enum pn_err
end_alternate(struct pn_docx_walk *w)
{
	struct pn_flow *f = &pn_docx_story(w)->flow;
	enum pn_err err = PN_OK;

	if (w->alternates || w->fallbacks)
		return PN_OK;
	f->parted = true;
	if (w->seen_hash != w->other_hash && w->fallback.len)
		err = pn_flow_add(f, w->fallback.data, w->fallback.len,
		    w->base ? w->base : "alternate");
	f->parted = true;
	pn_buf_clear(&w->fallback);
	w->seen_hash = w->other_hash = 0;
	return err;
}

/* end_data - what a field keeps for its program */
static enum pn_err
end_data(struct pn_docx_walk *w)
{
	struct pn_buf text;
	enum pn_err err = PN_OK;

	pn_buf_init(&text, pn_job_room(w->job) + 1);
	if (pn_docx_field_data(pn_buf_bytes(&w->data), &text) != PN_OK)
		err = pn_job_limit(w->job, "text");
	if (err == PN_OK)
		err = pn_docx_aside(w, pn_buf_bytes(&text), "field");
	pn_buf_free(&text);
	pn_buf_clear(&w->data);
	return err;
}

/* end_table - a cell or a table ends */
static enum pn_err
end_table(struct pn_docx_walk *w, const char *name)
{
	struct pn_docx_story *s = pn_docx_story(w);

	if (pn_xml_is(name, "tc") && pn_docx_grid(w)) {
		w->cell_back = (struct pn_docx_ink){0};
		pn_docx_grid(w)->covered = false;
		pn_flow_cell_end(&s->flow);
	}
	if (pn_xml_is(name, "tbl") && !w->fallbacks && s->n_grids) {
		s->n_grids--;
		return pn_flow_table_end(&s->flow);
	}
	return PN_OK;
}

static enum pn_err
wml_end(void *ctx, const char *name)
{
	struct pn_docx_walk *w = ctx;
	unsigned *n = count(w, name);

	if (n && *n)
		--*n;
	pn_docx_place_end(&w->place, name);
	if (n && (n == &w->inserted || n == &w->deleted))
		pn_docx_story(w)->flow.parted = true;
	if (pn_xml_is(name, "p"))
		return pn_docx_line_end(w);
	if (pn_xml_is(name, "txbxContent"))
		return pn_docx_end_box(w);
	if (pn_xml_is(name, "AlternateContent"))
		return end_alternate(w);
	if (pn_xml_is(name, "fldData"))
		return end_data(w);
	return end_table(w, name);
}

static enum pn_err
wml_text(void *ctx, const char *s, size_t n)
{
	struct pn_docx_walk *w = ctx;

	pn_docx_place_text(&w->place, s, n);
	if (w->in_data)
		return pn_buf_add(&w->data, s, n) == PN_OK
			   ? PN_OK
			   : pn_job_limit(w->job, "text");
	if (w->in_instr) {
		/* "PAGEREF _Toc123456789": a mark, no text */
		if (memmem(s, n, "PAGEREF _", 9) || memmem(s, n, " REF _", 6) ||
		    memmem(s, n, "\\l \"_", 5))
			return PN_OK;
		return pn_docx_add(w, s, n, w->base ? w->base : "field");
	}
	return w->in_text ? pn_docx_add(w, s, n, pn_docx_hidden(w)) : PN_OK;
}

static const struct pn_xml_events wml_events = {
    .start = wml_start, .end = wml_end, .text = wml_text};

enum pn_err
pn_docx_text(struct pn_docx *d, const struct pn_zip_entry *e, const char *place,
    const char *base)
{
	struct pn_docx_walk *w = pn_alloc(sizeof(*w));
	enum pn_err err, ended;

	w->d = d;
	w->job = d->x->job;
	w->base = base;
	w->place.w = w->place.h = 1;
	fresh(w, true);
	pn_buf_init(&w->fallback, pn_job_room(w->job) + 4096);
	pn_buf_init(&w->data, pn_job_room(w->job) + 4096);
	pn_docx_begin_story(w, place, NULL);
	err = pn_ooxml_parse(d->x, e, &wml_events, w);
	while (w->n_stories) {
		ended = pn_docx_end_story(w);
		err = err == PN_OK ? ended : err;
	}
	pn_buf_free(&w->fallback);
	pn_buf_free(&w->data);
	free(w);
	return err;
}
