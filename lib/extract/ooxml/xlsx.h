/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xlsx - the parts of a workbook: strings, styles, sheets, pivot caches
 *
 * fmt_xlsx finds the parts and puts them in order; each file here reads one
 * kind of part.
 */
#ifndef PN_EXTRACT_XLSX_H
#define PN_EXTRACT_XLSX_H

#include "extract/ooxml/ooxml.h"

/* Formats of cells that are kept; programs write some hundred at most. */
#define PN_XLSX_MAX_FORMATS 65536

/* Shared strings: one pool, each string by where it begins. */
struct pn_xlsx_strings {
	struct pn_buf pool;
	uint32_t *from; /* N + 1 of them when reading is over */
	bool *used;	/* by a cell */
	size_t n, cap;
};

/* Number formats: which code a cell's style number means. */
struct pn_xlsx_formats {
	struct {
		unsigned id;
		char *code;
	} *codes; /* those that the file defines */
	size_t n_codes, cap_codes;
	unsigned *ids; /* by style number */
	size_t n_ids, cap_ids;
};

struct pn_xlsx {
	struct pn_ooxml *x;
	struct pn_xlsx_strings strings;
	struct pn_xlsx_formats formats;
	bool date1904;
};

/* pn_xlsx_read_strings - the shared strings of part E */
enum pn_err pn_xlsx_read_strings(struct pn_xlsx *b,
    const struct pn_zip_entry *e) PN_MUST_CHECK;

/* pn_xlsx_string - shared string number I; p NULL if there is none. Marks it
 * as used. Valid until the strings are freed */
struct pn_bytes pn_xlsx_string(struct pn_xlsx *b, size_t i);

/* pn_xlsx_unused - hand on, as hidden, the strings that no cell shows */
enum pn_err pn_xlsx_unused(struct pn_xlsx *b) PN_MUST_CHECK;

/* pn_xlsx_read_styles - the number formats of part E */
enum pn_err pn_xlsx_read_styles(struct pn_xlsx *b,
    const struct pn_zip_entry *e) PN_MUST_CHECK;

/* pn_xlsx_code - format code of style number S; NULL for General */
const char *pn_xlsx_code(const struct pn_xlsx *b, size_t s);

/* pn_xlsx_read_sheet - part E as the sheet called NAME; HIDDEN: nobody sees
 * the sheet */
enum pn_err pn_xlsx_read_sheet(struct pn_xlsx *b,
    const struct pn_zip_entry *e, const char *name, bool hidden)
    PN_MUST_CHECK;

/* pn_xlsx_read_comments - part E as the comments of the sheet called NAME */
enum pn_err pn_xlsx_read_comments(struct pn_xlsx *b,
    const struct pn_zip_entry *e, const char *name) PN_MUST_CHECK;

/* pn_xlsx_read_pivot - the definition DEF of a pivot cache and its RECORDS
 * (may be NULL): the rows that a pivot table was made from, as they may
 * outlive their sheet */
enum pn_err pn_xlsx_read_pivot(struct pn_xlsx *b,
    const struct pn_zip_entry *def, const struct pn_zip_entry *records)
    PN_MUST_CHECK;

/* pn_xlsx_free - free what *B owns */
void pn_xlsx_free(struct pn_xlsx *b);

#endif
