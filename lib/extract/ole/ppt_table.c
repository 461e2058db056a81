/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ppt_table - a table on a slide
 *
 * PowerPoint draws one as a group of shapes, so what is a row and what a
 * column follows from where they stand: shapes at the same height are a row,
 * columns are told by the left edges of all.
 */
#include <stdlib.h>
#include "base/mem.h"
#include "extract/ole/ppt.h"

static int
by_place(const void *a, const void *b)
{
	const struct pn_ppt_cell *x = a, *y = b;

	if (x->top != y->top)
		return x->top < y->top ? -1 : 1;
	return x->left < y->left ? -1 : x->left > y->left;
}

static int
by_value(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

void
pn_ppt_table_cell(struct pn_ppt_table *t, struct pn_bytes anchor)
{
	PN_GROW(t->cells, t->n, t->cap);
	t->cells[t->n++] = (struct pn_ppt_cell){
	    .left = (int32_t)pn_le32(anchor, 0),
	    .top = (int32_t)pn_le32(anchor, 4),
	    .from = t->text.len,
	};
}

/* columns - the left edges of all cells, each once, sorted; *N of them */
static int32_t *
columns(const struct pn_ppt_table *t, size_t *n)
{
	int32_t *v = pn_alloc(t->n * sizeof(*v));
	size_t to = 0;

	for (size_t i = 0; i < t->n; i++)
		v[i] = t->cells[i].left;
	qsort(v, t->n, sizeof(*v), by_value);
	for (size_t i = 0; i < t->n; i++)
		if (to == 0 || v[to - 1] != v[i])
			v[to++] = v[i];
	*n = to;
	return v;
}

/* as_table - the cells, sorted, as a table at PLACE */
static enum pn_err
as_table(const struct pn_ppt_table *t, struct pn_job *job, const char *place,
    unsigned flags, const int32_t *lefts, size_t n_columns)
{
	struct pn_table out;
	uint32_t row = 0;
	enum pn_err err = PN_OK;

	pn_table_init(&out, place, PN_PLACE_ROWS, flags);
	for (size_t i = 0; i < t->n && err == PN_OK; i++) {
		const struct pn_ppt_cell *c = &t->cells[i];
		const int32_t *at = bsearch(
		    &c->left, lefts, n_columns, sizeof(*lefts), by_value);

		row += i && c->top != t->cells[i - 1].top;
		err = pn_table_cell(
		    &out, job, row, at ? (uint32_t)(at - lefts) : 0, 0);
		if (err == PN_OK &&
		    pn_buf_add(&out.text, t->text.data + c->from,
			c->to - c->from) != PN_OK)
			err = pn_job_limit(job, "text");
	}
	if (err == PN_OK)
		err = pn_table_emit(&out, job);
	pn_table_free(&out);
	return err;
}

/* as_lines - the cells, sorted, a line each */
static enum pn_err
as_lines(const struct pn_ppt_table *t, struct pn_flow *flow, const char *hidden)
{
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < t->n && err == PN_OK; i++) {
		const struct pn_ppt_cell *c = &t->cells[i];

		err = pn_flow_add(
		    flow, t->text.data + c->from, c->to - c->from, hidden);
		if (err == PN_OK)
			err = pn_flow_break(flow, hidden);
	}
	return err;
}

enum pn_err
pn_ppt_table_emit(
    struct pn_ppt_table *t, struct pn_flow *flow, const char *hidden)
{
	unsigned flags = flow->flags | (hidden ? PN_TEXT_HIDDEN : 0);
	size_t n_columns;
	int32_t *lefts;
	char *place;
	enum pn_err err;

	if (t->n == 0)
		return PN_OK;
	for (size_t i = 0; i < t->n; i++)
		t->cells[i].to =
		    i + 1 < t->n ? t->cells[i + 1].from : t->text.len;
	place = pn_printf("%s, table %u", flow->place, ++t->number);
	lefts = columns(t, &n_columns);
	qsort(t->cells, t->n, sizeof(*t->cells), by_place);
	if (n_columns > 1 && t->cells[0].top != t->cells[t->n - 1].top) {
		err = pn_flow_flush(flow);
		if (hidden)
			pn_job_hidden(flow->job, hidden);
		if (err == PN_OK)
			err = as_table(
			    t, flow->job, place, flags, lefts, n_columns);
	} else {
		err = as_lines(t, flow, hidden);
	}
	free(lefts);
	free(place);
	t->n = 0;
	pn_buf_clear(&t->text);
	return err;
}

void
pn_ppt_table_free(struct pn_ppt_table *t)
{
	free(t->cells);
	pn_buf_free(&t->text);
}
