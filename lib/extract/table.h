/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table - a table segment in the making
 *
 * Cells come row by row. In the segment's text they are separated by TABs and
 * the rows by line ends, so that it can be read as running text too. A table
 * that grows large goes out in pieces, each beginning with the first row
 * again, because it names the columns.
 */
#ifndef PN_EXTRACT_TABLE_H
#define PN_EXTRACT_TABLE_H

#include <stdbool.h>
#include "base/segment.h"
#include "extract/format.h"

/* A piece of a table: what the matcher has to hold at once. */
#define PN_TABLE_PIECE_TEXT  (16u << 20)
#define PN_TABLE_PIECE_CELLS (1u << 20)

struct pn_table {
	struct pn_buf text;
	struct pn_cell *cells;
	size_t n_cells, cap_cells;
	size_t n_cols;	      /* largest column number seen, plus one */
	size_t n_rows;	      /* rows that have a cell */
	size_t head_len, head_cells; /* the first row; 0 until it is over */
	bool open;	      /* a cell is being written */
	/* for the segment */
	const char *place;
	enum pn_place_kind kind;
	unsigned flags;
};

/* pn_table_init - an empty table; PLACE must outlive it */
void pn_table_init(struct pn_table *t, const char *place,
    enum pn_place_kind kind, unsigned flags);

/* pn_table_free - free the contents; a zeroed one is fine */
void pn_table_free(struct pn_table *t);

/* pn_table_cell - begin a cell; its text is added to T->text. Rows must not
 * go back. Hands a piece on where one is full: PN_ERR_LIMIT. */
enum pn_err pn_table_cell(struct pn_table *t, struct pn_job *job,
    uint32_t row, uint32_t col, unsigned flags) PN_MUST_CHECK;

/* pn_table_end - the cell is complete */
void pn_table_end(struct pn_table *t);

/* pn_table_is_data - two columns and two rows at least? */
bool pn_table_is_data(const struct pn_table *t);

/* pn_table_emit - hand on what is left as a table; T is empty then */
enum pn_err pn_table_emit(struct pn_table *t, struct pn_job *job)
    PN_MUST_CHECK;

#endif
