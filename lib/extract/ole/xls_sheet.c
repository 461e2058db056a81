/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xls_sheet - the cells of one sheet of a workbook before 2007
 *
 * First the whole substream is walked: which rows and columns are hidden,
 * where the cells are, and what is drawn over them. Then the cells are read
 * in the order of their places, as writers are free in theirs, and become one
 * table.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ole/xls.h"
#include "extract/table.h"

enum id {
	ROW2 = 0x0008,
	ROW = 0x0208,
	MERGED = 0x00E5,
	COLWIDTH2 = 0x0024,
	COLINFO = 0x007D,
	DEFAULT_HEIGHT = 0x0225,
};

#define ROWS 65536
#define COLS 256
/* Cells that wait to be put in order: 8 bytes each. */
#define MAX_WAITING (1u << 20)
/* In a ROW: the height is the usual one; the row is hidden. */
#define HEIGHT_USUAL 0x8000
#define ROW_HIDDEN   0x20
#define HEIGHT_MASK  0x7FFF
#define NO_HEIGHT    20 /* twips: one point shows nothing */
/* Merged ranges of a sheet; more are shown apart. */
#define MAX_MERGED 2048

/* Cells that are shown as one. */
struct range {
	uint16_t first, last, left, right;
};

struct sheet {
	struct pn_xls *b;
	struct pn_table table;
	struct pn_xls_cell *cells;
	size_t n, cap;
	bool sorted;
	bool rows_told[ROWS], rows_hidden[ROWS], rows_merged[ROWS];
	struct range *merged;
	size_t n_merged, cap_merged;
	bool cols_hidden[COLS];
	bool usually_hidden; /* rows without a record of their own */
	uint16_t last_row;   /* handed on */
	struct pn_xls_drawn drawn;
};

static int
by_place(const void *x, const void *y)
{
	const struct pn_xls_cell *a = x, *b = y;

	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	if (a->col != b->col)
		return a->col < b->col ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

/* take_merged - ranges of cells that are shown as one: only the first is seen.
 * Each is a first and last row, and a first and last column. */
static void
take_merged(struct sheet *s, struct pn_bytes b)
{
	unsigned n = pn_le16(b, 0);

	for (unsigned i = 0; i < n && 2 + 8 * (i + 1) <= b.n; i++) {
		struct range r = {pn_le16(b, 2 + 8 * i), pn_le16(b, 4 + 8 * i),
		    pn_le16(b, 6 + 8 * i), pn_le16(b, 8 + 8 * i)};

		if (r.first > r.last || s->n_merged == MAX_MERGED)
			return;
		PN_GROW(s->merged, s->n_merged, s->cap_merged);
		s->merged[s->n_merged++] = r;
		memset(&s->rows_merged[r.first], true,
		    (size_t)(r.last - r.first) + 1);
	}
}

/* covered - does a merged cell lie over C? */
static bool
covered(const struct sheet *s, const struct pn_xls_cell *c)
{
	for (size_t i = 0; s->rows_merged[c->row] && i < s->n_merged; i++) {
		const struct range *r = &s->merged[i];

		if (c->row >= r->first && c->row <= r->last &&
		    c->col >= r->left && c->col <= r->right)
			return c->row > r->first || c->col > r->left;
	}
	return false;
}

/* hidden - "row", "column" or NULL */
static const char *
hidden(const struct sheet *s, const struct pn_xls_cell *c)
{
	if (s->rows_hidden[c->row] ||
	    (s->usually_hidden && !s->rows_told[c->row]))
		return "row";
	if (c->col < COLS && s->cols_hidden[c->col])
		return "column";
	return covered(s, c) ? "covered-cell" : NULL;
}

/* take_back - an empty cell: as if it had not begun */
static void
take_back(struct pn_table *t)
{
	struct pn_cell *c = &t->cells[t->n_cells - 1];

	c->len = 0;
	t->open = false;
}

/* hand_cell - one cell into the table */
static enum pn_err
hand_cell(struct sheet *s, const struct pn_xls_cell *c)
{
	struct pn_table *t = &s->table;
	const char *why = hidden(s, c), *look;
	size_t from;
	enum pn_err err;

	if (c->row < s->last_row) /* of a sheet in several pieces */
		err = pn_table_emit(t, s->b->job);
	else
		err = PN_OK;
	s->last_row = c->row;
	if (err == PN_OK)
		err = pn_table_cell(t, s->b->job, c->row, c->col, 0);
	if (err != PN_OK)
		return err;
	from = t->text.len;
	err = pn_xls_cell_text(s->b, c, &t->text, &look);
	if (t->text.len == from) {
		take_back(t);
		return err;
	}
	why = why ? why : look;
	if (why) {
		pn_job_hidden(s->b->job, why);
		t->cells[t->n_cells - 1].flags |= PN_TEXT_HIDDEN;
	}
	pn_table_end(t);
	return err == PN_OK ? pn_job_work(s->b->job, 32 + s->n_merged) : err;
}

/* hand_cells - those that wait */
static enum pn_err
hand_cells(struct sheet *s)
{
	enum pn_err err = PN_OK;

	if (!s->sorted)
		qsort(s->cells, s->n, sizeof(s->cells[0]), by_place);
	for (size_t i = 0; i < s->n && err == PN_OK; i++)
		err = hand_cell(s, &s->cells[i]);
	s->n = 0;
	s->sorted = true;
	return err;
}

/* add_cells - N cells beside each other, the first of them C */
static enum pn_err
add_cells(struct sheet *s, struct pn_xls_cell c, unsigned n)
{
	enum pn_err err = PN_OK;

	for (unsigned i = 0; i < n && err == PN_OK; i++, c.col++) {
		if (s->n >= MAX_WAITING)
			err = hand_cells(s);
		PN_GROW(s->cells, s->n, s->cap);
		if (s->n > 0 && by_place(&s->cells[s->n - 1], &c) > 0)
			s->sorted = false;
		s->cells[s->n++] = c;
	}
	return err;
}

/* hide_columns - of a record that tells the width of some */
static void
hide_columns(struct sheet *s, unsigned first, unsigned last, bool hide)
{
	for (unsigned i = first; i <= last && i < COLS; i++)
		s->cols_hidden[i] = hide;
}

/* take_size - a record about rows and columns; false: it is none */
static bool
take_size(struct sheet *s, const struct pn_xls_rec *r)
{
	unsigned row = pn_le16(r->data, 0), height = pn_le16(r->data, 6);

	switch (r->id) {
	case ROW2:
	case ROW:
		s->rows_told[row] = true;
		s->rows_hidden[row] =
		    (r->data.n >= 8 && (height & HEIGHT_MASK) <= NO_HEIGHT) ||
		    (r->id == ROW && (pn_le16(r->data, 12) & ROW_HIDDEN));
		return true;
	case COLINFO:
		hide_columns(s, pn_le16(r->data, 0), pn_le16(r->data, 2),
		    (pn_le16(r->data, 8) & 1) ||
			(r->data.n >= 6 && pn_le16(r->data, 4) == 0));
		return true;
	case COLWIDTH2:
		if (r->data.n >= 4)
			hide_columns(s, r->data.p[0], r->data.p[1],
			    pn_le16(r->data, 2) == 0);
		return true;
	case DEFAULT_HEIGHT:
		s->usually_hidden = (pn_le16(r->data, 0) & 2) != 0;
		return true;
	case MERGED:
		take_merged(s, r->data);
		return true;
	default:
		return false;
	}
}

/* take - one record of the sheet */
static enum pn_err
take(struct sheet *s, const struct pn_xls_rec *r)
{
	struct pn_xls_cell cell;
	unsigned n = pn_xls_is_cell(r, &cell);
	size_t head = s->b->version == 2 ? 15 : 14;

	if (n == 0)
		return take_size(s, r) ? PN_OK
				       : pn_xls_drawn_take(&s->drawn, r, false);
	if ((r->id & 0xF9FF) == PN_XLS_FORMULA &&
	    pn_xls_constants(s->b, pn_le_cut(r->data, head, r->data.n),
		&s->b->formulas) != PN_OK)
		return pn_job_limit(s->b->job, "text");
	return add_cells(s, cell, n);
}

/* walk - the substream at AT, with the charts in it */
static enum pn_err
walk(struct sheet *s, size_t at)
{
	struct pn_xls_walk w = {.s = s->b->stream, .at = at};
	struct pn_xls_rec r;
	unsigned charts = 0, depth = 0, type;
	enum pn_err err = PN_OK;

	while (err == PN_OK && pn_xls_next(&w, &r)) {
		if (pn_xls_bof(&r, &type)) {
			depth++;
			charts += charts || type == PN_XLS_CHART;
			continue;
		}
		if (r.id == PN_XLS_EOF) {
			charts -= charts > 0;
			if (depth-- <= 1)
				break;
			continue;
		}
		err = charts ? pn_xls_drawn_take(&s->drawn, &r, true)
			     : take(s, &r);
		if (err == PN_OK)
			err = pn_job_work(s->b->job, 4 + r.data.n);
	}
	if (w.broken)
		pn_job_damage(s->b->job, "damaged");
	return err;
}

enum pn_err
pn_xls_read_sheet(struct pn_xls *b, size_t at, const char *name, bool unseen)
{
	struct sheet *s = pn_alloc(sizeof(*s));
	unsigned flags = b->flags | (unseen ? PN_TEXT_HIDDEN : 0);
	enum pn_err err, rest;

	s->b = b;
	s->sorted = true;
	pn_table_init(&s->table, name, PN_PLACE_SHEET, flags);
	pn_xls_drawn_init(&s->drawn, b, name, flags);
	if (unseen)
		pn_job_hidden(b->job, "sheet");
	err = walk(s, at);
	if (err == PN_OK)
		err = hand_cells(s);
	rest = pn_table_emit(&s->table, b->job);
	err = err == PN_OK ? rest : err;
	rest = pn_xls_drawn_hand(&s->drawn);
	err = err == PN_OK ? rest : err;
	pn_xls_drawn_free(&s->drawn);
	pn_table_free(&s->table);
	free(s->cells);
	free(s->merged);
	free(s);
	return err;
}
