/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * csv - tables as text: how one is written, and its fields
 *
 * Fields between separators (RFC 4180 and what programs really write), columns
 * at fixed places, or a single column.
 */
#ifndef PN_EXTRACT_CSV_H
#define PN_EXTRACT_CSV_H

#include <stdbool.h>
#include "base/buf.h"

#define PN_CSV_SAMPLE	(64u << 10) /* bytes that are looked at */
#define PN_CSV_COLUMNS	64	    /* at fixed places, at most */
#define PN_CSV_UNIT_SEP '\x1f'
#define PN_CSV_ROW_SEP	'\x1e' /* ends rows where the former ends fields */

/* How a table is written. */
struct pn_csv {
	char delim;    /* 0: columns at fixed places; '\n': a single one */
	char quote;    /* '"' or '\'' */
	bool sep_line; /* the first line names the separator */
	unsigned n;    /* columns at fixed places */
	unsigned at[PN_CSV_COLUMNS]; /* where they begin, in characters */
};

/* pn_csv_look - is the text S, or the beginning of one, a table? How it is
 * written goes into *CSV */
bool pn_csv_look(const char *s, size_t n, struct pn_csv *csv);

/* pn_csv_guess - the same of a text that is called a table: the most likely
 * way to write it */
void pn_csv_guess(const char *s, size_t n, struct pn_csv *csv);

/* pn_csv_fixed - the columns at fixed places of the text S, or of a list that
 * is a single column; false where there are none */
bool pn_csv_fixed(const char *s, size_t n, struct pn_csv *csv);
bool pn_csv_list(const char *s, size_t n, struct pn_csv *csv);

/* A walk over the fields between separators. */
struct pn_csv_walk {
	const char *p, *end;
	char delim, quote;
	unsigned unclosed; /* quotes never closed so far */
};

/* pn_csv_field - append the next field to OUT, which may be NULL; *LEN is how
 * long it is as it stands. Then W stands behind it. PN_ERR_LIMIT: OUT is full
 */
enum pn_err pn_csv_field(
    struct pn_csv_walk *w, struct pn_buf *out, size_t *len) PN_MUST_CHECK;

/* pn_csv_next - step over a separator; false at the end of the row, which is
 * stepped over */
bool pn_csv_next(struct pn_csv_walk *w);

/* pn_csv_line_end - the end of the line at P */
const char *pn_csv_line_end(const char *p, const char *end);

/* pn_csv_line_next - the line behind the end P of one */
const char *pn_csv_line_next(const char *p, const char *end);

/* pn_csv_is_rule - is the line nothing but signs drawn between rows? */
bool pn_csv_is_rule(const char *p, const char *end);

#endif
