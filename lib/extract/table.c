/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table - a table segment in the making
 */
#include <stdlib.h>
#include "base/mem.h"
#include "extract/table.h"

#define MAX_COL 16383 /* XFD, the last column of a sheet */
/* A first row longer than this is no row of names and is not repeated. */
#define MAX_HEAD (64u << 10)

void
pn_table_init(struct pn_table *t, const char *place, enum pn_place_kind kind,
    unsigned flags)
{
	*t = (struct pn_table){.place = place, .kind = kind, .flags = flags};
	pn_buf_init(&t->text, 4 * (size_t)PN_TABLE_PIECE_TEXT);
}

void
pn_table_free(struct pn_table *t)
{
	pn_buf_free(&t->text);
	free(t->cells);
	t->cells = NULL;
	t->n_cells = t->cap_cells = 0;
}

/* hand_on - what is there as one segment */
static enum pn_err
hand_on(struct pn_table *t, struct pn_job *job)
{
	struct pn_segment seg = {
	    .text = t->text.data,
	    .len = t->text.len,
	    .place = t->place,
	    .kind = t->kind,
	    .line = 1,
	    .flags = t->flags,
	    .cells = t->cells,
	    .n_cells = t->n_cells,
	};

	return t->n_cells ? pn_job_segment(job, &seg) : PN_OK;
}

/* new_row - a row begins: note the first one, break a large table up */
static enum pn_err
new_row(struct pn_table *t, struct pn_job *job)
{
	enum pn_err err;

	t->n_rows++;
	if (t->n_rows == 2 && t->text.len <= MAX_HEAD) {
		t->head_len = t->text.len;
		t->head_cells = t->n_cells;
	}
	if (t->text.len < PN_TABLE_PIECE_TEXT &&
	    t->text.len < pn_job_room(job) && t->n_cells < PN_TABLE_PIECE_CELLS)
		return PN_OK;
	err = hand_on(t, job);
	t->text.len = t->head_len;
	t->text.data[t->head_len] = '\0';
	t->n_cells = t->head_cells;
	return err;
}

enum pn_err
pn_table_cell(struct pn_table *t, struct pn_job *job, uint32_t row,
    uint32_t col, unsigned flags)
{
	const struct pn_cell *last =
	    t->n_cells ? &t->cells[t->n_cells - 1] : NULL;
	bool fresh = last == NULL || last->row != row;
	enum pn_err err = PN_OK;

	pn_table_end(t);
	if (col > MAX_COL)
		col = MAX_COL;
	if (fresh)
		err = new_row(t, job);
	if (err == PN_OK && t->text.len)
		err = pn_buf_addc(&t->text, fresh ? '\n' : '\t');
	if (err != PN_OK)
		return pn_job_limit(job, "text");
	PN_GROW(t->cells, t->n_cells, t->cap_cells);
	t->cells[t->n_cells++] = (struct pn_cell){
	    .off = (uint32_t)t->text.len,
	    .row = row,
	    .col = (uint16_t)col,
	    .flags = (uint16_t)flags,
	};
	if (col >= t->n_cols)
		t->n_cols = col + 1;
	t->open = true;
	return PN_OK;
}

void
pn_table_end(struct pn_table *t)
{
	struct pn_cell *c;

	if (!t->open)
		return;
	c = &t->cells[t->n_cells - 1];
	while (t->text.len > c->off && t->text.data[t->text.len - 1] > 0 &&
	       t->text.data[t->text.len - 1] <= ' ')
		t->text.data[--t->text.len] = '\0';
	c->len = (uint32_t)(t->text.len - c->off);
	t->open = false;
}

bool
pn_table_is_data(const struct pn_table *t)
{
	return t->n_cols >= 2 && t->n_rows >= 2;
}

enum pn_err
pn_table_emit(struct pn_table *t, struct pn_job *job)
{
	enum pn_err err;

	pn_table_end(t);
	err = hand_on(t, job);
	pn_buf_clear(&t->text);
	t->n_cells = t->n_rows = t->n_cols = t->head_len = t->head_cells = 0;
	return err;
}
