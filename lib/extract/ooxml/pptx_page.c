/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pptx_page - the text of a slide, a layout or a page of notes
 *
 * Shapes in their order, tables as tables. A shape that lies outside the
 * slide (by its frame and those of the groups around it) or that is switched
 * off is told apart, as is text that nobody can see: in the colour of what it
 * lies on, without colour, or one point high. What stands for pictures and
 * what the objects are called follows behind the page.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ooxml/pptx_page.h"

/* flow - where text of the shape goes */
static struct pn_flow *
flow(struct pn_pptx_work *g)
{
	bool aside =
	    g->shape_hidden || (g->kind == PN_PPTX_LAYOUT && g->placeholder);

	return g->decided && aside ? &g->aside : &g->flow;
}

/* visible - has S a character that is seen? */
static bool
visible(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] > ' ')
			return true;
	return false;
}

/* add - text of a shape */
static enum pn_err
add(struct pn_pptx_work *g, const char *s, size_t n)
{
	const char *why = pn_pptx_unseen(g);
	uint64_t *hash = g->fallbacks ? &g->other_hash : &g->seen_hash;

	for (size_t i = 0; i < n && (g->fallbacks || g->alternates); i++)
		if ((unsigned char)s[i] > ' ')
			*hash = (*hash ^ (unsigned char)s[i]) * 0x100000001b3u;
	if (g->fallbacks)
		return pn_pptx_full(g, pn_buf_add(&g->fallback, s, n));
	if (g->cell_open && g->covered && visible(s, n))
		pn_job_hidden(g->p->x->job, "covered-cell");
	if (g->cell_open && why == NULL)
		return pn_pptx_full(g, pn_buf_add(&g->table.text, s, n));
	if (g->shape_hidden && visible(s, n))
		pn_job_hidden(g->p->x->job, g->shape_hidden);
	else if (flow(g) == &g->aside && visible(s, n))
		pn_job_hidden(g->p->x->job, "layout");
	g->said |= visible(s, n) && flow(g) == &g->flow;
	return pn_flow_add(flow(g), s, n, why);
}

/* line_end - a paragraph is over */
static enum pn_err
line_end(struct pn_pptx_work *g)
{
	if (g->fallbacks)
		return pn_pptx_full(g, pn_buf_addc(&g->fallback, '\n'));
	if (g->cell_open) {
		const struct pn_table *t = &g->table;

		if (t->text.len == t->cells[t->n_cells - 1].off)
			return PN_OK;
		return pn_pptx_full(g, pn_buf_addc(&g->table.text, '\n'));
	}
	return pn_flow_break(flow(g), NULL);
}

/* end_shape - and ends */
static enum pn_err
end_shape(struct pn_pptx_work *g)
{
	enum pn_err err = pn_pptx_decide(g);

	if (err == PN_OK)
		err = line_end(g);
	/* a picture beside the slide has no text */
	if (err == PN_OK && g->shape_hidden && g->in_pic)
		pn_job_hidden(g->p->x->job, g->shape_hidden);
	if (err == PN_OK && flow(g) == &g->aside)
		err = pn_flow_flush(&g->aside);
	pn_pptx_begin(g);
	return err;
}

/* begin_cell - a cell of the table; one that another covers is not seen */
static enum pn_err
begin_cell(struct pn_pptx_work *g, const struct pn_xml_attrs *a)
{
	enum pn_err err;

	if (g->fallbacks)
		return PN_OK;
	g->covered = pn_xml_attr_on(a, "hMerge") || pn_xml_attr_on(a, "vMerge");
	err = pn_table_cell(&g->table, g->p->x->job, g->row, g->col++,
	    g->shape_hidden || g->base || g->covered ? PN_TEXT_HIDDEN : 0);
	g->cell_open = err == PN_OK;
	return err;
}

/* begin_table - the frame holds a table */
static enum pn_err
begin_table(struct pn_pptx_work *g)
{
	enum pn_err err = pn_pptx_decide(g);

	if (g->in_table > 1 || g->fallbacks)
		return err;
	free(g->table_place);
	g->table_place = pn_printf("%s, table %u", g->place, ++g->n_tables);
	pn_table_init(&g->table, g->table_place, PN_PLACE_ROWS,
	    g->base || g->shape_hidden ? PN_TEXT_HIDDEN : 0);
	g->row = g->col = 0;
	return err;
}

/* as_text - a table of one row or column is layout */
static enum pn_err
as_text(struct pn_pptx_work *g)
{
	const struct pn_table *t = &g->table;
	enum pn_err err = PN_OK;
	uint32_t row = 0;

	for (size_t i = 0; i < t->n_cells && err == PN_OK; i++) {
		const struct pn_cell *c = &t->cells[i];

		if (i && c->row == row)
			err = pn_flow_add(flow(g), "\t", 1, NULL);
		else if (i)
			err = pn_flow_break(flow(g), NULL);
		row = c->row;
		if (err == PN_OK)
			err = add(g, t->text.data + c->off, c->len);
	}
	return err == PN_OK ? pn_flow_break(flow(g), NULL) : err;
}

/* end_table - hand it on */
static enum pn_err
end_table(struct pn_pptx_work *g)
{
	enum pn_err err;

	if (g->in_table == 0 || --g->in_table || g->fallbacks)
		return PN_OK;
	g->cell_open = false;
	pn_pptx_plain(g);
	pn_table_end(&g->table);
	if (!pn_table_is_data(&g->table)) {
		err = as_text(g);
	} else {
		g->said |= g->shape_hidden == NULL;
		if (g->shape_hidden)
			pn_job_hidden(g->p->x->job, g->shape_hidden);
		err = pn_flow_flush(flow(g));
		if (err == PN_OK)
			err = pn_table_emit(&g->table, g->p->x->job);
	}
	pn_table_free(&g->table);
	return err;
}

/* text_start - an element of text or of a table begins */
static enum pn_err
text_start(struct pn_pptx_work *g, enum pn_pptx_word w,
    const struct pn_xml_attrs *attrs)
{
	switch (w) {
	case BODY:
		return g->in_table ? PN_OK : pn_pptx_decide(g);
	case RUN:
		pn_pptx_plain(g);
		break;
	case PAR:
		pn_pptx_plain(g);
		return g->in_body ? line_end(g) : PN_OK;
	case FLD:
		pn_pptx_plain(g);
		g->in_number += pn_xml_attr_is(attrs, "type", "slidenum");
		break;
	case BR:
		return g->in_body ? add(g, "\n", 1) : PN_OK;
	case HLINK:
		return pn_pptx_line(
		    g, &g->links, pn_xml_attr(attrs, "tooltip"));
	case TABLE:
		return begin_table(g);
	case ROW:
		g->row += g->table.n_cells > 0;
		g->col = 0;
		break;
	case CELL:
		return g->in_table == 1 ? begin_cell(g, attrs) : PN_OK;
	default:
		break;
	}
	return PN_OK;
}

static enum pn_err
page_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct pn_pptx_work *g = ctx;
	enum pn_pptx_word w = pn_pptx_word_of(name);
	unsigned *n = pn_pptx_open(g, w);
	enum pn_err err;

	if (w == NO_WORD)
		return pn_job_work(g->p->x->job, 32);
	if (n)
		++*n;
	err = pn_pptx_shape_start(g, w, attrs);
	if (err == PN_OK)
		err = text_start(g, w, attrs);
	pn_pptx_look_start(g, w, name, attrs);
	return err == PN_OK ? pn_job_work(g->p->x->job, 32) : err;
}

/* end_alternate - the one that is not shown counts where it differs */
static enum pn_err
end_alternate(struct pn_pptx_work *g)
{
	enum pn_err err = PN_OK;

	g->alternates -= g->alternates > 0;
	if (g->alternates || g->fallbacks)
		return PN_OK;
	if (g->seen_hash != g->other_hash &&
	    visible(g->fallback.data, g->fallback.len)) {
		pn_job_hidden(g->p->x->job, "alternate");
		err = pn_job_text(g->p->x->job, pn_buf_bytes(&g->fallback),
		    g->place, PN_TEXT_HIDDEN);
	}
	pn_buf_clear(&g->fallback);
	g->seen_hash = g->other_hash = 0;
	return err;
}

static enum pn_err
page_end(void *ctx, const char *name)
{
	struct pn_pptx_work *g = ctx;
	enum pn_pptx_word w = pn_pptx_word_of(name);
	unsigned *n = pn_pptx_open(g, w);
	enum pn_err err = PN_OK;

	if (w == SP || w == PIC || w == GRAPHIC_FRAME)
		err = end_shape(g);
	if (w == LIST_RUN_PR && g->in_list)
		pn_pptx_usual(g);
	if (n && *n && w != TABLE && w != ALTERNATE)
		--*n;
	switch (w) {
	case GRP_SP:
		g->off_groups -= g->off_groups > 0;
		break;
	case FLD:
		g->in_number = 0;
		break;
	case PAR:
		err = g->in_body ? line_end(g) : PN_OK;
		break;
	case CELL:
		if (g->cell_open && g->in_table == 1)
			pn_table_end(&g->table);
		g->cell_open = false;
		break;
	case TABLE:
		err = end_table(g);
		break;
	case ALTERNATE:
		err = end_alternate(g);
		break;
	default:
		break;
	}
	return err;
}

static enum pn_err
page_text(void *ctx, const char *s, size_t n)
{
	struct pn_pptx_work *g = ctx;

	return g->in_text && !g->in_number ? add(g, s, n) : PN_OK;
}

/* behind - what objects are called, and what stands for them */
static enum pn_err
behind(struct pn_pptx_work *g)
{
	static const struct {
		size_t at;
		const char *kind;
	} all[] = {{offsetof(struct pn_pptx_work, alt), "alt-text"},
	    {offsetof(struct pn_pptx_work, links), "tooltip"},
	    {offsetof(struct pn_pptx_work, names), "object-name"}};
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < 3 && err == PN_OK; i++) {
		struct pn_buf *b =
		    (struct pn_buf *)(void *)((char *)g + all[i].at);
		char *place = pn_printf("%s, %s", g->place, all[i].kind);

		if (b->len)
			pn_job_hidden(g->p->x->job, all[i].kind);
		err = pn_job_text(
		    g->p->x->job, pn_buf_bytes(b), place, PN_TEXT_HIDDEN);
		free(place);
	}
	return err;
}

/* page_free - free what *G owns */
static void
page_free(struct pn_pptx_work *g)
{
	pn_flow_free(&g->flow);
	pn_flow_free(&g->aside);
	pn_table_free(&g->table);
	pn_buf_free(&g->alt);
	pn_buf_free(&g->names);
	pn_buf_free(&g->links);
	pn_buf_free(&g->fallback);
	free(g->aside_place);
	free(g->table_place);
}

enum pn_err
pn_pptx_read_page(struct pn_pptx *p, const struct pn_zip_entry *e,
    enum pn_pptx_page page, const char *place, const char *hidden,
    const struct pn_pptx_ground *ground)
{
	static const struct pn_xml_events events = {
	    .start = page_start, .end = page_end, .text = page_text};
	struct pn_job *job = p->x->job;
	struct pn_pptx_work *g = pn_alloc(sizeof(*g));
	size_t room = pn_job_room(job) + 1;
	enum pn_err err, flushed;

	*g = (struct pn_pptx_work){.p = p,
	    .ground = ground,
	    .kind = page,
	    .place = place,
	    .base = hidden,
	    .moves = {{1, 1, 0, 0}}};
	pn_flow_init(&g->flow, job, place, hidden ? PN_TEXT_HIDDEN : 0);
	pn_flow_init(&g->aside, job, place, PN_TEXT_HIDDEN);
	pn_buf_init(&g->alt, room);
	pn_buf_init(&g->names, room);
	pn_buf_init(&g->links, room);
	pn_buf_init(&g->fallback, room);
	err = pn_ooxml_parse(p->x, e, &events, g);
	flushed = pn_flow_flush(&g->flow);
	err = err == PN_OK ? flushed : err;
	flushed = pn_flow_flush(&g->aside); /* of a page that breaks off */
	err = err == PN_OK ? flushed : err;
	if (hidden && g->said)
		pn_job_hidden(job, hidden);
	if (err == PN_OK)
		err = behind(g);
	page_free(g);
	free(g);
	return err;
}
