/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xml_grid - rows of cells that have no names (SpreadsheetML, HTML)
 */
#include <stdlib.h>
#include "base/mem.h"
#include "extract/plain/xml_records.h"
#include "extract/table.h"

#define NONE UINT32_MAX

/* holds_text - is there text in element I? */
static bool
holds_text(const struct pn_xtree *t, uint32_t i)
{
	for (uint32_t k = i; k < t->nodes[i].next; k++)
		if (t->nodes[k].kind == PN_X_TEXT)
			return true;
	return false;
}

/* cells - how many elements of one name are in element I, and that name; 0
 * where others there hold text too */
static size_t
cells(const struct pn_xtree *t, uint32_t i, uint32_t *name_out)
{
	size_t n = 0;
	uint32_t last = 0;

	*name_out = 0;
	if (t->nodes[i].flags & PN_X_TEXTS)
		return 0;
	for (uint32_t k = i + 1; k < t->nodes[i].next; k = t->nodes[k].next) {
		const struct pn_xnode *e = &t->nodes[k];

		if (e->kind != PN_X_ELEMENT)
			continue;
		if (n && e->name == *name_out) {
			n++;
		} else if (n == 0 || (n == 1 && !holds_text(t, last))) {
			n = 1; /* what was in front describes the row */
			*name_out = e->name;
		} else if (holds_text(t, k)) {
			return 0;
		}
		last = k;
	}
	return n;
}

/* is_cell - does element I hold one value, however deep? */
static bool
is_cell(const struct pn_xtree *t, uint32_t i)
{
	while (!pn_xtree_is_leaf(t, i)) {
		uint32_t blocks = 0, k = i + 1;

		for (; k < t->nodes[i].next; k = t->nodes[k].next)
			if (t->nodes[k].kind == PN_X_ELEMENT) {
				if (blocks)
					return false;
				blocks = k;
			}
		i = blocks;
	}
	return true;
}

bool
pn_xgrid_is(const struct pn_xtree *t, const struct pn_xgroup *g)
{
	size_t rows = 0;
	uint32_t name;

	for (size_t i = 0; i < g->n; i++) {
		uint32_t first = g->nodes[i] + 1;

		if (cells(t, g->nodes[i], &name) < 2)
			continue;
		while (t->nodes[first].kind != PN_X_ELEMENT ||
		       t->nodes[first].name != name)
			first = t->nodes[first].next;
		rows += pn_xtree_key(t, first) == 0 &&
			!pn_xtree_only_attrs(t, first) && is_cell(t, first);
	}
	return rows * 2 >= g->n;
}

/* place_of - the number that attribute "Index" of element I says, else LAST
 * plus one; counted from 0 */
static uint32_t
place_of(const struct pn_xtree *t, uint32_t i, uint32_t last)
{
	uint32_t k = pn_xtree_attr(t, i, " index "), n = 0;

	for (uint32_t c = 0; k && c < t->nodes[k].len && c < 7; c++) {
		char d = t->pool.data[t->nodes[k].text + c];

		if (d < '0' || d > '9')
			return last + 1;
		n = n * 10 + (uint32_t)(d - '0');
	}
	return n > last + 1 ? n - 1 : last + 1;
}

/* grid_row - what is in element I as row number ROW of T */
static enum pn_err
grid_row(struct pn_xtree *x, struct pn_job *job, struct pn_table *t, uint32_t i,
    uint32_t row)
{
	uint32_t name, col = NONE;
	enum pn_err err = PN_OK;

	(void)cells(x, i, &name);
	for (uint32_t k = i + 1; k < x->nodes[i].next && err == PN_OK;
	     k = x->nodes[k].next) {
		const struct pn_xnode *e = &x->nodes[k];

		if (e->kind != PN_X_ELEMENT ||
		    (e->name != name &&
			!(e->flags & (PN_X_TEXTS | PN_X_BLOCKS))))
			continue;
		col = place_of(x, k, col);
		err = pn_table_cell(t, job, row, col, 0);
		if (err == PN_OK && pn_xtree_value(x, k, &t->text) != PN_OK)
			err = pn_job_limit(job, "text");
		if (err == PN_OK)
			err = pn_job_work(job, 64);
	}
	return err;
}

enum pn_err
pn_xgrid_tell(struct pn_xtree *x, struct pn_job *job, const struct pn_xgroup *g,
    const uint32_t *of)
{
	char *place = pn_strdup(pn_xtree_string(x, g->name));
	struct pn_table t;
	enum pn_err err = PN_OK;
	uint32_t row = NONE;

	pn_table_init(&t, place, PN_PLACE_ROWS, 0);
	for (size_t i = 0; i < g->n && err == PN_OK; i++) {
		if (i && of && of[i] != of[i - 1]) {
			err = pn_table_emit(&t, job);
			row = NONE;
		}
		row = place_of(x, g->nodes[i], row);
		if (err == PN_OK)
			err = grid_row(x, job, &t, g->nodes[i], row);
	}
	if (err == PN_OK)
		err = pn_table_emit(&t, job);
	pn_table_free(&t);
	free(place);
	return err;
}
