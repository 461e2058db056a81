/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * flow - the text of a document as it comes: lines, tables, hidden places
 *
 * Readers of HTML and Word files say what they see (text, blank, line end,
 * table, row, cell) and whether it is hidden; the flow turns that into
 * segments. Hidden text is gathered apart, so that it splits no visible word
 * and no visible word splits it. Of tables within tables the innermost become
 * table segments; what is around them is layout and becomes text, and so is a
 * table of one row or one column.
 */
#ifndef PN_EXTRACT_FLOW_H
#define PN_EXTRACT_FLOW_H

#include <stdbool.h>
#include "extract/table.h"

/* Tables within tables; deeper ones are read as text. */
#define PN_FLOW_MAX_TABLES 32

struct pn_flow {
	struct pn_job *job;
	const char *place; /* "" for lines by number */
	unsigned flags;	   /* of visible text from here on */
	struct pn_buf text;
	unsigned line; /* of the first byte of TEXT */
	bool space;    /* a blank is due before the next word */
	struct pn_buf hidden;
	const char *hidden_kind; /* what HIDDEN holds; NULL while empty */
	bool hidden_space;
	bool parted; /* visible text since the last hidden one */
	struct pn_table table;
	char table_place[32];
	unsigned n_tables; /* told so far */
	unsigned depth;	   /* tables around us */
	unsigned recorded; /* which of them goes into TABLE; 0 none */
	const char *cell_hidden; /* the cell as a whole is hidden */
	const char *table_hidden; /* a hidden cell of the recorded table */
	bool in_cell;
};

/* pn_flow_init - PLACE as pn_job_text; FLAGS for all of it */
void pn_flow_init(struct pn_flow *f, struct pn_job *job, const char *place,
    unsigned flags);

/* pn_flow_free - frees what it owns; hands nothing on */
void pn_flow_free(struct pn_flow *f);

/* pn_flow_add - N bytes of text at S. HIDDEN: NULL or the kind (static) */
enum pn_err pn_flow_add(struct pn_flow *f, const char *s, size_t n,
    const char *hidden) PN_MUST_CHECK;

/* pn_flow_named - visible text with its name in front: "NAME: S" */
enum pn_err pn_flow_named(struct pn_flow *f, const char *name, const char *s,
    size_t n) PN_MUST_CHECK;

/* pn_flow_line - the same, and the line ends */
enum pn_err pn_flow_line(struct pn_flow *f, const char *name, const char *s,
    size_t n) PN_MUST_CHECK;

/* pn_flow_space - white space that collapses with its neighbours */
void pn_flow_space(struct pn_flow *f, const char *hidden);

/* pn_flow_break - a line ends, if one has begun */
enum pn_err pn_flow_break(struct pn_flow *f, const char *hidden)
    PN_MUST_CHECK;

/* pn_flow_flags - visible text from here on has FLAGS */
enum pn_err pn_flow_flags(struct pn_flow *f, unsigned flags) PN_MUST_CHECK;

/* pn_flow_table - a table begins; pn_flow_table_end - and ends */
enum pn_err pn_flow_table(struct pn_flow *f) PN_MUST_CHECK;
enum pn_err pn_flow_table_end(struct pn_flow *f) PN_MUST_CHECK;

/* pn_flow_cell - a cell of the innermost table begins; the one before it is
 * over. HIDDEN: NULL or why nobody sees it */
enum pn_err pn_flow_cell(struct pn_flow *f, uint32_t row, uint32_t col,
    const char *hidden) PN_MUST_CHECK;

/* pn_flow_cell_text - what the open cell shows so far, NULL where none is
 * being told; valid until the next call */
const char *pn_flow_cell_text(const struct pn_flow *f);

/* pn_flow_cell_end - what follows is in no cell */
void pn_flow_cell_end(struct pn_flow *f);

/* pn_flow_flush - hand on everything that is left */
enum pn_err pn_flow_flush(struct pn_flow *f) PN_MUST_CHECK;

#endif
