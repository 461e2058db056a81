/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xlsx - the parts of a workbook: strings, styles, sheets, pivot caches
 *
 * fmt_xlsx finds the parts and puts them in order; each file here reads one
 * kind of part.
 */
#ifndef PN_EXTRACT_XLSX_H
#define PN_EXTRACT_XLSX_H

#include "extract/flow.h"
#include "extract/ooxml/ooxml.h"
#include "extract/ooxml/theme.h"

/* Formats of cells that are kept; programs write some hundred at most. */
#define PN_XLSX_MAX_FORMATS 65536

/* Shared strings: one pool, each string by where it begins. */
struct pn_xlsx_strings {
	struct pn_buf pool;
	uint32_t *from; /* N + 1 of them when reading is over */
	bool *used;	/* by a cell */
	size_t n, cap;
	/* runs in a colour of their own: of which string, in its order */
	struct pn_xlsx_ink {
		size_t string;
		struct pn_color color;
	} *inks;
	size_t n_inks, cap_inks;
};

/* What a cell's style number means. */
struct pn_xlsx_style {
	const char *code; /* of its number format; NULL for General */
	bool pale;	  /* text in the colour of its cell */
	bool tiny;	  /* text one point high */
	struct pn_color fill; /* of the cell */
};

struct pn_xlsx_font {
	struct pn_color color;
	bool tiny;
};

/* The styles, and what they refer to. */
struct pn_xlsx_formats {
	struct {
		unsigned id;
		char *code;
	} *codes; /* those that the file defines */
	size_t n_codes, cap_codes;
	struct pn_xlsx_font *fonts;
	size_t n_fonts, cap_fonts;
	struct pn_color *fills;
	size_t n_fills, cap_fills;
	struct pn_xlsx_style *styles; /* by style number */
	size_t n_styles, cap_styles;
	bool any_pale;
	bool own_colors; /* the file has a palette of its own */
};

struct pn_xlsx {
	struct pn_ooxml *x;
	struct pn_xlsx_strings strings;
	struct pn_xlsx_formats formats;
	struct pn_theme theme;
	bool date1904;
};

#define PN_XLSX_MAX_COLS 16384 /* of a sheet */

/* How a cell's value is written. */
enum pn_xlsx_type {
	PN_XLSX_NUMBER,
	PN_XLSX_SHARED,
	PN_XLSX_TEXT,
	PN_XLSX_BOOLEAN,
};

/* A stretch of cells, all ends included. */
struct pn_xlsx_range {
	uint32_t row, col, to_row, to_col;
};

#define PN_XLSX_MAX_RANGES 256 /* more: nowhere is it sure */

/* Text of a sheet that is in no cell. */
enum pn_xlsx_extra {
	PN_XLSX_FORMULA,    /* what formulas quote */
	PN_XLSX_VALIDATION, /* lists and prompts */
	PN_XLSX_TOOLTIP,
	PN_XLSX_SCENARIO,
	PN_XLSX_FILTER, /* values that no cell of the sheet has */
	PN_XLSX_OTHER,
	PN_XLSX_EXTRAS,
};

struct pn_xlsx_again; /* xlsx_cell.c */

/* A sheet at work. */
struct pn_xlsx_sheet {
	struct pn_xlsx *b;
	struct pn_table table;
	struct pn_buf value; /* of the open cell */
	bool hidden_cols[PN_XLSX_MAX_COLS];
	bool wide_cols[PN_XLSX_MAX_COLS]; /* seen though all are NARROW */
	bool narrow; /* columns without a width have none */
	bool flat;   /* rows without a height have none */
	bool first_pages, even_pages; /* have headers of their own */
	const char *margin_why; /* no page shows the open header; NULL */
	struct pn_color ink;	/* of a run of the open cell */
	bool row_hidden;
	uint32_t row, col; /* of the open or the next cell */
	enum pn_xlsx_type type;
	size_t style;
	unsigned in_value, in_phonetic, in_margin; /* open elements */
	struct pn_flow margin; /* page headers and footers */
	/* where a table or a condition may give cells another colour */
	struct pn_xlsx_range unsure[PN_XLSX_MAX_RANGES];
	size_t n_unsure;
	bool all_unsure;
	struct pn_xlsx_again *again; /* long strings, by number; NULL */
	uint64_t left_out; /* bytes of text that was handed on before */
	/* text that is no cell, in its order */
	struct pn_buf extra[PN_XLSX_EXTRAS];
	unsigned in_extra; /* which one, plus 1; 0 none */
	struct pn_buf quoted; /* of the open formula */
};

/* pn_xlsx_sheet_new - a sheet called NAME, which must outlive it; HIDDEN:
 * nobody sees it */
struct pn_xlsx_sheet *pn_xlsx_sheet_new(struct pn_xlsx *b, const char *name,
    bool hidden);

/* pn_xlsx_sheet_end - hand on what is left of *S, free it, set it to NULL */
enum pn_err pn_xlsx_sheet_end(struct pn_xlsx_sheet **s) PN_MUST_CHECK;

/* pn_xlsx_cell - the open cell of S is complete; the next one is to its
 * right */
enum pn_err pn_xlsx_cell(struct pn_xlsx_sheet *s) PN_MUST_CHECK;

/* pn_xlsx_unsure - cells of R may have another colour than their style's */
void pn_xlsx_unsure(struct pn_xlsx_sheet *s, struct pn_xlsx_range r);

/* pn_xlsx_cover - the cells of R are one, its first: what the others hold is
 * hidden, as far as it was not handed on yet */
enum pn_err pn_xlsx_cover(struct pn_xlsx_sheet *s, struct pn_xlsx_range r)
    PN_MUST_CHECK;

/* pn_xlsx_margin - VALUE is a page header or footer with its codes; each of
 * its three sections is a line */
enum pn_err pn_xlsx_margin(struct pn_xlsx_sheet *s) PN_MUST_CHECK;

/* pn_xlsx_read_strings - the shared strings of part E */
enum pn_err pn_xlsx_read_strings(struct pn_xlsx *b,
    const struct pn_zip_entry *e) PN_MUST_CHECK;

/* pn_xlsx_string_begin - one more shared string; its text is added to the
 * pool. pn_xlsx_string_end - it is complete */
void pn_xlsx_string_begin(struct pn_xlsx *b);
void pn_xlsx_string_end(struct pn_xlsx *b);

/* pn_xlsx_add_code - number format ID is CODE, which is owned from here on */
void pn_xlsx_add_code(struct pn_xlsx_formats *f, unsigned id, char *code);

/* pn_xlsx_add_font, pn_xlsx_add_fill - the next font or fill */
void pn_xlsx_add_font(struct pn_xlsx_formats *f, struct pn_color color,
    bool tiny);
void pn_xlsx_add_fill(struct pn_xlsx_formats *f, struct pn_color color);

/* pn_xlsx_add_style - the next style number means number format ID, and font
 * and fill by number; all of those must be known before */
void pn_xlsx_add_style(struct pn_xlsx_formats *f, unsigned id,
    unsigned long font, unsigned long fill);

/* pn_xlsx_theme_color, pn_xlsx_indexed_color - a colour by its number */
struct pn_color pn_xlsx_theme_color(const struct pn_xlsx *b,
    unsigned long i);
struct pn_color pn_xlsx_indexed_color(const struct pn_xlsx *b,
    unsigned long i);

/* pn_xlsx_string_ink - a run of the string that was begun last is COLOR */
void pn_xlsx_string_ink(struct pn_xlsx *b, struct pn_color color);

/* pn_xlsx_string_pale - has string I a run in the colour of FILL? */
bool pn_xlsx_string_pale(const struct pn_xlsx *b, size_t i,
    struct pn_color fill);

/* pn_xlsx_color - the colour that attributes A tell */
struct pn_color pn_xlsx_color(const struct pn_xlsx *b,
    const struct pn_xml_attrs *a);

/* pn_xlsx_belongings - what the relationships RELS of a sheet called NAME lead
 * to and stands on it: drawings and their charts. HIDDEN: nobody sees it */
enum pn_err pn_xlsx_belongings(struct pn_xlsx *b,
    const struct pn_opc_rels *rels, const char *name, bool hidden)
    PN_MUST_CHECK;

/* pn_xlsx_authors - hand on NAMES, a line each: who wrote comments */
enum pn_err pn_xlsx_authors(struct pn_job *job, const struct pn_buf *names)
    PN_MUST_CHECK;

/* pn_xlsx_string - shared string number I; p NULL if there is none. Marks it
 * as used. Valid until the strings are freed */
struct pn_bytes pn_xlsx_string(struct pn_xlsx *b, size_t i);

/* pn_xlsx_unused - hand on, as hidden, the strings that no cell shows */
enum pn_err pn_xlsx_unused(struct pn_xlsx *b) PN_MUST_CHECK;

/* pn_xlsx_read_theme - the colours of the workbook's theme */
enum pn_err pn_xlsx_read_theme(struct pn_xlsx *b) PN_MUST_CHECK;

/* pn_xlsx_read_styles - the number formats of part E */
enum pn_err pn_xlsx_read_styles(struct pn_xlsx *b,
    const struct pn_zip_entry *e) PN_MUST_CHECK;

/* pn_xlsx_style - what style number S means; never NULL */
const struct pn_xlsx_style *pn_xlsx_style(const struct pn_xlsx *b, size_t s);

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

/* A sheet, as the workbook tells it. */
struct pn_xlsx_sheet_name {
	char *name, *rel; /* REL: id of its relationship; both NULL or owned */
	bool hidden;
};

/* pn_xlsx_hand_sheets - what the N sheets are called, those that are seen and
 * those that are not */
enum pn_err pn_xlsx_hand_sheets(struct pn_job *job,
    const struct pn_xlsx_sheet_name *sheets, size_t n) PN_MUST_CHECK;

/* pn_xlsx_hand_names - what the defined NAMES stand for, and those that no
 * list shows (HIDDEN); a line each */
enum pn_err pn_xlsx_hand_names(struct pn_job *job, const struct pn_buf *names,
    const struct pn_buf *hidden) PN_MUST_CHECK;

/* pn_xlsx_free - free what *B owns */
void pn_xlsx_free(struct pn_xlsx *b);

#endif
