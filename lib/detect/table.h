/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table - rows, header and typed columns of a doc that is a table
 *
 * The header is looked for in the first 20 rows. A column is what its header
 * says, or what at least 60 % of at least five of its cells are. In a cell
 * that holds a value and nothing else, only the header, or the cell to the
 * left as in a form, is evidence: words in neighbouring rows say nothing.
 */
#ifndef PN_DETECT_TABLE_H
#define PN_DETECT_TABLE_H

#include "detect/columns.h"
#include "detect/doc.h"

#define PN_HEADER_ROWS	20 /* the header is one of these */
#define PN_COLUMN_CELLS 5  /* a column is typed by no fewer cells */
#define PN_COLUMN_SHARE 60 /* per cent of them */

struct pn_finds;

struct pn_column {
	unsigned kinds;	      /* PN_COL_* */
	struct pn_use *uses;  /* labels and keywords of patterns */
	size_t n_uses, cap_uses;
	size_t n_cells; /* with text, below the header */
	uint32_t header; /* number of the header's cell, PN_NO_CELL */
	unsigned code_list; /* of special category codes; 0 none */
};

/* One row: cells [first, first + n) of the doc. */
struct pn_row {
	uint32_t first, n;
};

struct pn_table {
	const struct pn_doc *doc;
	struct pn_row *rows;
	size_t n_rows, cap_rows;
	size_t first_data; /* number of the first row below the header */
	bool has_header;
	struct pn_column *cols;
	size_t n_cols;
};

/* pn_table_read - rows, header and columns of D, which is a table */
void pn_table_read(struct pn_table *t, const struct pn_doc *d);

/* pn_table_clear - free what T owns */
void pn_table_clear(struct pn_table *t);

/* pn_table_type - add to the columns what their cells are: FOUND holds the
 * candidates of the doc, PN_COLUMN_SHARE of a column's cells decide */
void pn_table_type(struct pn_table *t, const struct pn_finds *found);

/* pn_table_row_of - number of the row that cell number CELL is in */
size_t pn_table_row_of(const struct pn_table *t, uint32_t cell);

/* pn_table_below - is cell number CELL in a row of data, below the header? */
bool pn_table_below(const struct pn_table *t, uint32_t cell);

/* pn_column_has - says the column's header this of pattern PAT? */
bool pn_column_has(const struct pn_column *c, enum pn_use_kind kind,
    unsigned pat);

/* pn_column_counters - says the header that a value of pattern PAT is something
 * else ("Order no")? Not where it names the pattern too */
bool pn_column_counters(const struct pn_column *c,
    const struct pn_patterns *set, unsigned pat);

/* pn_cell_is_bare - is the value [START, END) all that its cell holds, but
 * for signs and a word or two? */
bool pn_cell_is_bare(const struct pn_doc *d, uint32_t cell, size_t start,
    size_t end);

/* pn_table_names_row - has row number ROW text in a column of names? */
bool pn_table_names_row(const struct pn_table *t, size_t row);

/* Rows that tell of people, for one bulk pattern. */
struct pn_people {
	bool personal, special;
};

/* pn_table_people - is it a table of people, with special data? */
struct pn_people pn_table_people(const struct pn_table *t);

/* pn_table_people_row - the cell that names the person of row number ROW (a
 * name, else an identifier), PN_NO_CELL for a row that tells of nobody */
uint32_t pn_table_people_row(const struct pn_table *t, size_t row);

#endif
