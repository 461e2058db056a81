/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * docx_text - paragraphs, runs and tables of one part (ECMA-376 part 1, 17)
 *
 * Runs of a paragraph are joined; deleted and hidden runs, field codes and
 * the alternative that newer programs don't show go apart, so that they split
 * no word. A text box is a story of its own, told when it ends, because it
 * stands inside the paragraph that it is anchored to.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "extract/ooxml/docx.h"
#include "extract/flow.h"

#define MAX_BOXES 8 /* text boxes inside text boxes */

/* One table that is open: where its next cell goes. */
struct grid {
	uint32_t row, col;
	bool begun;
	bool styled; /* its style may colour the cells */
	const char *cell_hidden;
};

/* One story at work: the body or a text box in it. */
struct story {
	struct pn_flow flow;
	struct grid grids[PN_FLOW_MAX_TABLES];
	unsigned n_grids; /* open tables, deeper ones included */
};

/* What is behind text, where anything says so. */
struct shade {
	bool told;
	struct pn_color color;
};

struct wml {
	struct pn_job *job;
	const struct pn_docx_styles *styles;
	const char *base; /* kind that the whole part is hidden by; NULL */
	struct story *stories[MAX_BOXES + 1];
	size_t n_stories, boxes; /* BOXES: text boxes, deeper ones included */
	/* where we are; each counts open elements */
	unsigned deleted, in_run, in_rpr, in_ppr, in_text, in_instr, in_trpr;
	unsigned alternates, fallbacks;
	uint64_t seen_hash, other_hash; /* text of the two alternatives */
	struct pn_buf fallback;
	/* the run and the paragraph */
	const char *run_hidden, *para_hidden;
	struct pn_color ink; /* of the run; not known: automatic */
	struct shade run_back, para_back, cell_back;
	bool page_unsure; /* something may lie behind the text of the page */
};

/* story - the innermost one */
static struct story *
story(struct wml *w)
{
	return w->stories[w->n_stories - 1];
}

/* pale - is the run in the colour of what is behind it? */
static bool
pale(struct wml *w)
{
	static const struct pn_color paper = {true, 0xffffff};
	const struct story *s = story(w);

	if (!w->ink.known)
		return false;
	if (w->run_back.told)
		return pn_color_same(w->ink, w->run_back.color);
	if (w->para_back.told)
		return pn_color_same(w->ink, w->para_back.color);
	if (w->cell_back.told)
		return pn_color_same(w->ink, w->cell_back.color);
	/* boxes and tables have colours of their own */
	if (w->page_unsure || w->boxes ||
	    (s->n_grids && (s->n_grids > PN_FLOW_MAX_TABLES ||
			       s->grids[s->n_grids - 1].styled)))
		return false;
	return pn_color_same(w->ink, paper);
}

/* hidden - why text here is not seen; NULL where it is */
static const char *
hidden(struct wml *w)
{
	if (w->base)
		return w->base;
	if (w->deleted)
		return "deletion";
	if (w->run_hidden)
		return w->run_hidden;
	return pale(w) ? "style" : w->para_hidden;
}

/* hash - FNV-1a over the characters that are no white space */
static void
hash(uint64_t *h, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] > ' ')
			*h = (*h ^ (unsigned char)s[i]) * 0x100000001b3u;
}

/* add - text of the document */
static enum pn_err
add(struct wml *w, const char *s, size_t n, const char *kind)
{
	if (w->fallbacks) {
		hash(&w->other_hash, s, n);
		if (pn_buf_add(&w->fallback, s, n) != PN_OK)
			return pn_job_limit(w->job, "text");
		return PN_OK;
	}
	if (w->alternates)
		hash(&w->seen_hash, s, n);
	return pn_flow_add(&story(w)->flow, s, n, kind);
}

/* line_end - a paragraph is over */
static enum pn_err
line_end(struct wml *w)
{
	if (w->fallbacks)
		return add(w, "\n", 1, NULL);
	return pn_flow_break(&story(w)->flow, w->base);
}

/* begin_story - a text that stands apart from what is around it */
static void
begin_story(struct wml *w, const char *place)
{
	struct story *s = pn_alloc(sizeof(*s));

	pn_flow_init(&s->flow, w->job, place, 0);
	w->stories[w->n_stories++] = s;
}

/* end_story - hand it on */
static enum pn_err
end_story(struct wml *w)
{
	struct story *s = w->stories[--w->n_stories];
	enum pn_err err = pn_flow_flush(&s->flow);

	pn_flow_free(&s->flow);
	free(s);
	return err;
}

/* begin_box, end_box - a text box inside a paragraph */
static enum pn_err
begin_box(struct wml *w)
{
	if (w->fallbacks || w->n_stories > MAX_BOXES) {
		w->boxes += !w->fallbacks;
		return line_end(w);
	}
	w->boxes++;
	begin_story(w, "text box");
	return PN_OK;
}

static enum pn_err
end_box(struct wml *w)
{
	if (w->fallbacks || w->boxes == 0)
		return line_end(w);
	if (w->boxes-- >= w->n_stories)
		return line_end(w); /* one that was too deep */
	return end_story(w);
}

/* grid - the open table; NULL outside of any, and in one too deep */
static struct grid *
grid(struct wml *w)
{
	struct story *s = story(w);

	if (w->fallbacks || s->n_grids == 0 || s->n_grids > PN_FLOW_MAX_TABLES)
		return NULL;
	return &s->grids[s->n_grids - 1];
}

/* tables - elements of a table begin; false where NAME is none */
static bool
tables(struct wml *w, const char *name, enum pn_err *err)
{
	struct grid *g = grid(w);

	if (pn_xml_is(name, "tbl") && !w->fallbacks) {
		*err = pn_flow_table(&story(w)->flow);
		if (story(w)->n_grids++ < PN_FLOW_MAX_TABLES)
			*grid(w) = (struct grid){0};
	} else if (pn_xml_is(name, "tr") && g) {
		g->row += g->begun;
		g->begun = true;
		g->col = 0;
		g->cell_hidden = NULL;
	} else if (pn_xml_is(name, "tc") && g) {
		w->cell_back = (struct shade){0};
		*err = pn_flow_cell(&story(w)->flow, g->row, g->col++,
		    w->base ? w->base : g->cell_hidden);
	} else {
		return false;
	}
	return true;
}

/* shade - what shd says is behind the text; nothing where its fill is
 * automatic and it has no pattern */
static void
shade(struct shade *to, const struct pn_xml_attrs *a)
{
	bool plain = pn_xml_attr(a, "val").p == NULL ||
		     pn_xml_attr_is(a, "val", "clear") ||
		     pn_xml_attr_is(a, "val", "nil");

	if (plain &&
	    (pn_xml_attr(a, "fill").p == NULL ||
		pn_xml_attr_is(a, "fill", "auto")) &&
	    pn_xml_attr(a, "themeFill").p == NULL)
		return;
	to->told = true;
	if (plain)
		to->color = pn_color_hex(pn_xml_attr(a, "fill"));
}

/* run_property - a child of rPr */
static void
run_property(struct wml *w, const char *name, const struct pn_xml_attrs *a)
{
	bool off = pn_xml_attr_is(a, "val", "0") ||
		   pn_xml_attr_is(a, "val", "false") ||
		   pn_xml_attr_is(a, "val", "off");

	if (pn_xml_is(name, "vanish") || pn_xml_is(name, "specVanish")) {
		w->run_hidden = off ? NULL : "style";
		if (off)
			w->para_hidden = NULL;
	} else if (pn_xml_is(name, "sz")) {
		/* half points: one point is no text */
		if (pn_xml_attr_num(a, "val", 24) <= 2)
			w->run_hidden = "style";
	} else if (pn_xml_is(name, "color")) {
		w->ink = pn_color_hex(pn_xml_attr(a, "val"));
	} else if (pn_xml_is(name, "highlight")) {
		w->run_back = (struct shade){!pn_xml_attr_is(a, "val", "none"),
		    {pn_xml_attr_is(a, "val", "black"), 0}};
	} else if (pn_xml_is(name, "shd") && !w->run_back.told) {
		shade(&w->run_back, a);
	}
}

/* styled - does the style that attribute val names hide text? */
static const char *
styled(const struct wml *w, const struct pn_xml_attrs *a)
{
	for (size_t i = 0; i < w->styles->n; i++)
		if (pn_xml_attr_is(a, "val", w->styles->ids[i]))
			return "style";
	return NULL;
}

/* shaded - does the style that attribute val names colour what is behind its
 * text? */
static bool
shaded(const struct wml *w, const struct pn_xml_attrs *a)
{
	for (size_t i = 0; i < w->styles->n_shaded; i++)
		if (pn_xml_attr_is(a, "val", w->styles->shaded[i]))
			return true;
	return false;
}

/* properties - what stands in rPr, pPr, trPr and tcPr */
static void
properties(struct wml *w, const char *name, const struct pn_xml_attrs *a)
{
	struct grid *g = grid(w);

	if (w->in_rpr && w->in_ppr == 0) {
		if (pn_xml_is(name, "rStyle") && styled(w, a))
			w->run_hidden = "style";
		else
			run_property(w, name, a);
	} else if (w->in_ppr && w->in_rpr == 0) {
		if (pn_xml_is(name, "pStyle")) {
			w->para_hidden = styled(w, a);
			w->para_back.told |= shaded(w, a);
		} else if (pn_xml_is(name, "shd")) {
			shade(&w->para_back, a);
		}
	} else if (w->in_trpr && g && pn_xml_is(name, "hidden")) {
		g->cell_hidden = "row";
	} else if (g && w->in_run == 0 && pn_xml_is(name, "shd")) {
		shade(&w->cell_back, a);
	} else if (g && pn_xml_is(name, "tblStyle")) {
		g->styled = !pn_xml_attr_is(a, "val", "TableGrid") &&
			    !pn_xml_attr_is(a, "val", "TableNormal");
	}
}

/* count - the open elements whose number matters; NULL for others */
static unsigned *
count(struct wml *w, const char *name)
{
	static const struct {
		const char *name;
		size_t at;
	} names[] = {
	    {"del", offsetof(struct wml, deleted)},
	    {"moveFrom", offsetof(struct wml, deleted)},
	    {"r", offsetof(struct wml, in_run)},
	    {"rPr", offsetof(struct wml, in_rpr)},
	    {"pPr", offsetof(struct wml, in_ppr)},
	    {"trPr", offsetof(struct wml, in_trpr)},
	    {"t", offsetof(struct wml, in_text)},
	    {"delText", offsetof(struct wml, in_text)},
	    {"instrText", offsetof(struct wml, in_instr)},
	    {"AlternateContent", offsetof(struct wml, alternates)},
	    {"Fallback", offsetof(struct wml, fallbacks)},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (pn_xml_is(name, names[i].name))
			return (unsigned *)(void *)((char *)w + names[i].at);
	return NULL;
}

/* marks - empty elements that stand for a character */
static enum pn_err
marks(struct wml *w, const char *name)
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
			return add(w, all[i].text, 1, hidden(w));
	return PN_OK;
}

/* aside - value V, which stands in no text, as hidden by KIND */
static enum pn_err
aside(struct wml *w, struct pn_bytes v, const char *kind)
{
	enum pn_err err;

	if (v.n == 0 || w->fallbacks)
		return PN_OK;
	story(w)->flow.parted = true;
	err = pn_flow_add(
	    &story(w)->flow, (const char *)v.p, v.n, w->base ? w->base : kind);
	story(w)->flow.parted = true;
	return err;
}

/* description - the text that stands for a picture */
static enum pn_err
description(struct wml *w, const struct pn_xml_attrs *a)
{
	enum pn_err err = aside(w, pn_xml_attr(a, "descr"), "alt-text");

	return err == PN_OK ? aside(w, pn_xml_attr(a, "title"), "alt-text")
			    : err;
}

/* told - attributes that tell text */
static enum pn_err
told(struct wml *w, const char *name, const struct pn_xml_attrs *a)
{
	static const struct {
		const char *name, *attr, *kind;
	} all[] = {{"alias", "val", "control"}, {"tag", "val", "control"},
	    {"listItem", "displayText", "control"},
	    {"listItem", "value", "control"}, {"listEntry", "val", "control"},
	    {"helpText", "val", "control"}, {"statusText", "val", "control"},
	    {"hyperlink", "tooltip", "tooltip"},
	    {"fldSimple", "instr", "field"}, {"tblCaption", "val", "alt-text"},
	    {"tblDescription", "val", "alt-text"}, {"shape", "alt", "alt-text"},
	    {"textpath", "string", NULL}};
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]) && err == PN_OK;
	     i++) {
		struct pn_bytes v;

		if (!pn_xml_is(name, all[i].name))
			continue;
		v = pn_xml_attr(a, all[i].attr);
		if (all[i].kind)
			err = aside(w, v, all[i].kind);
		else if (v.n) /* a watermark is seen */
			err = add(w, (const char *)v.p, v.n, w->base);
	}
	return err;
}

/* cropped - a picture of which only a part is shown */
static void
cropped(struct wml *w, const struct pn_xml_attrs *a)
{
	static const char *const sides[] = {"l", "t", "r", "b"};

	for (size_t i = 0; i < 4; i++)
		if (pn_xml_attr_num(a, sides[i], 0) > 0) {
			pn_job_hidden(w->job, "cropped");
			return;
		}
}

static enum pn_err
wml_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct wml *w = ctx;
	unsigned *n = count(w, name);
	enum pn_err err = pn_job_work(w->job, 32);

	if (err != PN_OK)
		return err;
	if (n)
		++*n;
	if (pn_xml_is(name, "r")) {
		w->run_hidden = w->styles->all_hidden;
		w->ink = (struct pn_color){0};
		w->run_back = (struct shade){0};
	} else if (pn_xml_is(name, "p")) {
		w->para_hidden = w->styles->para_hidden;
		w->para_back = (struct shade){0};
		err = line_end(w);
	} else if (pn_xml_is(name, "txbxContent")) {
		err = begin_box(w);
	} else if (pn_xml_is(name, "delText") && !w->deleted) {
		w->run_hidden = "deletion";
	} else if (pn_xml_is(name, "docPr")) {
		err = description(w, attrs);
	} else if (pn_xml_is(name, "del") && w->in_trpr && grid(w)) {
		grid(w)->cell_hidden = "deletion"; /* the row as a whole */
	} else if (pn_xml_is(name, "srcRect")) {
		cropped(w, attrs);
	} else if (pn_xml_is(name, "background") ||
		   (pn_xml_is(name, "anchor") &&
		       pn_xml_attr_on(attrs, "behindDoc"))) {
		w->page_unsure = true;
	} else if (n == NULL && !tables(w, name, &err)) {
		properties(w, name, attrs);
		err = marks(w, name);
	}
	return err == PN_OK ? told(w, name, attrs) : err;
}

/* end_alternate - the hidden one counts where it tells something else */
static enum pn_err
end_alternate(struct wml *w)
{
	struct pn_flow *f = &story(w)->flow;
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

static enum pn_err
wml_end(void *ctx, const char *name)
{
	struct wml *w = ctx;
	unsigned *n = count(w, name);

	if (n && *n)
		--*n;
	if (pn_xml_is(name, "p")) {
		w->para_hidden = NULL;
		return line_end(w);
	}
	if (pn_xml_is(name, "txbxContent"))
		return end_box(w);
	if (pn_xml_is(name, "AlternateContent"))
		return end_alternate(w);
	if (pn_xml_is(name, "tc") && grid(w)) {
		w->cell_back = (struct shade){0};
		pn_flow_cell_end(&story(w)->flow);
	}
	if (pn_xml_is(name, "tbl") && !w->fallbacks && story(w)->n_grids) {
		story(w)->n_grids--;
		return pn_flow_table_end(&story(w)->flow);
	}
	return PN_OK;
}

static enum pn_err
wml_text(void *ctx, const char *s, size_t n)
{
	struct wml *w = ctx;

	if (w->in_instr) {
		/* "PAGEREF _Toc123456789": a mark, no text */
		if (memmem(s, n, "PAGEREF _", 9) || memmem(s, n, " REF _", 6) ||
		    memmem(s, n, "\\l \"_", 5))
			return PN_OK;
		return add(w, s, n, w->base ? w->base : "field");
	}
	return w->in_text ? add(w, s, n, hidden(w)) : PN_OK;
}

static const struct pn_xml_events wml_events = {
    .start = wml_start, .end = wml_end, .text = wml_text};

enum pn_err
pn_docx_text(struct pn_ooxml *x, const struct pn_docx_styles *styles,
    const struct pn_zip_entry *e, const char *place, const char *base)
{
	struct wml w = {.job = x->job, .styles = styles, .base = base};
	enum pn_err err, ended;

	pn_buf_init(&w.fallback, pn_job_room(x->job) + 4096);
	begin_story(&w, place);
	err = pn_ooxml_parse(x, e, &wml_events, &w);
	while (w.n_stories) {
		ended = end_story(&w);
		err = err == PN_OK ? ended : err;
	}
	pn_buf_free(&w.fallback);
	return err;
}
