/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xls - the records of a workbook before 2007 (BIFF 2 to 8; MS-XLS)
 *
 * A workbook is a stream of records: a type, a length, so many bytes. Those
 * between a BOF and its EOF make a substream: the globals, a sheet, a chart.
 * fmt_xls finds them and puts them in order; each file here reads one kind.
 * Everything past the end of a record reads as 0, so that only what matters
 * is checked.
 */
#ifndef PN_EXTRACT_XLS_H
#define PN_EXTRACT_XLS_H

#include <stdbool.h>
#include "extract/format.h"
#include "extract/ole/le.h"

/* Sheets that are read, and formats of cells that are kept. */
#define PN_XLS_MAX_SHEETS 4096
#define PN_XLS_MAX_XFS	  65536
#define PN_XLS_COLORS	  56 /* of the palette; number 8 is the first */

/* Records that more than one file looks at. */
enum pn_xls_id {
	PN_XLS_FORMULA = 0x0006,
	PN_XLS_EOF = 0x000A,
	PN_XLS_FILEPASS = 0x002F,
	PN_XLS_CONTINUE = 0x003C,
	PN_XLS_LABEL = 0x0204,
	PN_XLS_NUMBER = 0x0203,
	PN_XLS_STRING = 0x0207,
	PN_XLS_BOF = 0x0809, /* of BIFF 5 and 8 */
};

/* Substreams by the type in their BOF. */
enum pn_xls_type {
	PN_XLS_GLOBALS = 0x0005,
	PN_XLS_MODULE = 0x0006,
	PN_XLS_SHEET = 0x0010,
	PN_XLS_CHART = 0x0020,
	PN_XLS_MACROS = 0x0040,
	PN_XLS_BOOK4 = 0x0100, /* a workbook of BIFF 4 */
};

struct pn_xls_rec {
	unsigned id;
	size_t at; /* of its header */
	struct pn_bytes data;
};

/* Where a walk over records is; start with S and AT. */
struct pn_xls_walk {
	struct pn_bytes s;
	size_t at;
	bool broken; /* it ended where no record ends */
};

/* Reads on over the CONTINUE records behind a record. */
struct pn_xls_cursor {
	struct pn_xls_walk walk;
	struct pn_bytes d;
	size_t at; /* in D */
	bool over; /* nothing is left */
};

/* A sheet as the globals tell it. */
struct pn_xls_entry {
	char *name;
	size_t at; /* of its BOF */
	bool hidden;
};

/* How a cell looks. */
struct pn_xls_xf {
	uint16_t font, format;
	uint8_t pattern, fore, back; /* of its ground */
};

struct pn_xls_font {
	uint16_t color, height;
};

/* One workbook stream at work. */
struct pn_xls {
	struct pn_job *job;
	struct pn_bytes stream;
	unsigned version; /* 2, 3, 4, 5 (5 and 7) or 8 */
	unsigned flags;	  /* that all of its text has */
	char charset[16]; /* of 8-bit text */
	bool date1904;
	bool locked; /* there is a FILEPASS: nothing behind it can be read */
	struct pn_xls_entry *sheets;
	size_t n_sheets, cap_sheets;
	/* shared strings: one pool, each by where it begins */
	struct pn_buf pool;
	uint32_t *from; /* N_STRINGS + 1 */
	bool *used;
	size_t n_strings, cap_strings;
	struct pn_xls_xf *xfs;
	size_t n_xfs, cap_xfs;
	struct pn_xls_font *fonts;
	size_t n_fonts, cap_fonts;
	char **codes; /* by number of the format */
	size_t n_codes, cap_codes;
	bool own_palette;
	uint32_t palette[PN_XLS_COLORS];
	bool foreign; /* the last SUPBOOK is another file */
	struct pn_buf names, hidden_names; /* defined names */
	struct pn_buf formulas; /* constants in them */
	struct pn_buf external; /* what other files hold */
	struct pn_buf connections;
	unsigned windows, hidden_windows;
};

/* --- xls_biff.c: records and strings --- */

/* pn_xls_next - the next record into *R; false at the end. The last one may
 * be cut */
bool pn_xls_next(struct pn_xls_walk *w, struct pn_xls_rec *r);

/* pn_xls_at - the record at AT; false if there is none */
bool pn_xls_at(struct pn_bytes s, size_t at, struct pn_xls_rec *r);

/* pn_xls_bof - the version that a BOF tells, its type in *TYPE; 0: R is no
 * BOF */
unsigned pn_xls_bof(const struct pn_xls_rec *r, unsigned *type);

/* pn_xls_cursor - begin at byte FROM of record R of stream S */
struct pn_xls_cursor pn_xls_cursor(struct pn_bytes s,
    const struct pn_xls_rec *r, size_t from);

/* pn_xls_u8, pn_xls_u16, pn_xls_u32, pn_xls_skip - the next bytes */
unsigned pn_xls_u8(struct pn_xls_cursor *c);
unsigned pn_xls_u16(struct pn_xls_cursor *c);
uint32_t pn_xls_u32(struct pn_xls_cursor *c);
void pn_xls_skip(struct pn_xls_cursor *c, uint64_t n);

/* pn_xls_left - is there another byte? */
bool pn_xls_left(struct pn_xls_cursor *c);

/* pn_xls_chars - append N characters; FLAGS is the byte in front of them in
 * BIFF 8. PN_ERR_LIMIT where OUT is full */
enum pn_err pn_xls_chars(const struct pn_xls *b, struct pn_xls_cursor *c,
    size_t n, unsigned flags, struct pn_buf *out) PN_MUST_CHECK;

/* pn_xls_string - append a string with its length, of WIDTH bytes, in front */
enum pn_err pn_xls_string(const struct pn_xls *b, struct pn_xls_cursor *c,
    unsigned width, struct pn_buf *out) PN_MUST_CHECK;

/* pn_xls_text - the string at byte FROM of record R as UTF-8 for free(), as
 * long as a record may be */
char *pn_xls_text(const struct pn_xls *b, const struct pn_xls_rec *r,
    size_t from, unsigned width);

/* pn_xls_constants - append the text and the long numbers that formula F
 * holds, a line each */
enum pn_err pn_xls_constants(const struct pn_xls *b, struct pn_bytes f,
    struct pn_buf *out) PN_MUST_CHECK;

/* pn_xls_runs - append the runs of text in D, whatever it is */
enum pn_err pn_xls_runs(struct pn_bytes d, struct pn_buf *out) PN_MUST_CHECK;

/* pn_xls_double - the number of 8 bytes at P as a file of later versions
 * writes it */
void pn_xls_double(const unsigned char *p, char out[64]);

/* --- xls_globals.c --- */

/* pn_xls_init - an empty workbook over STREAM, FLAGS for all of its text;
 * pn_xls_free - and frees what it owns */
void pn_xls_init(struct pn_xls *b, struct pn_job *job, struct pn_bytes stream,
    unsigned flags);
void pn_xls_free(struct pn_xls *b);

/* pn_xls_globals - the substream at AT: sheets, strings, formats, names */
enum pn_err pn_xls_globals(struct pn_xls *b, size_t at) PN_MUST_CHECK;

/* pn_xls_shared - shared string number I, marked as used; p NULL: none */
struct pn_bytes pn_xls_shared(struct pn_xls *b, size_t i);

/* pn_xls_hand - hand on TEXT at PLACE; HIDDEN: NULL or its kind. Empty TEXT
 * is nothing; TEXT is empty afterwards */
enum pn_err pn_xls_hand(struct pn_xls *b, struct pn_buf *text,
    const char *place, const char *hidden) PN_MUST_CHECK;

/* --- xls_style.c --- */

/* pn_xls_style - a record that says how cells look; false: it is none */
bool pn_xls_style(struct pn_xls *b, const struct pn_xls_rec *r);

/* pn_xls_code - the format code of XF number I; NULL for General */
const char *pn_xls_code(const struct pn_xls *b, size_t i);

/* pn_xls_unseen - why text in a cell of XF number I can't be seen: "style"
 * (colour of its ground, too small); NULL */
const char *pn_xls_unseen(const struct pn_xls *b, size_t i);

/* --- xls_sheet.c --- */

/* pn_xls_read_sheet - the substream at AT as the sheet called NAME */
enum pn_err pn_xls_read_sheet(struct pn_xls *b, size_t at, const char *name,
    bool hidden) PN_MUST_CHECK;

/* --- xls_cell.c --- */

/* Tells of a cell: where it is and the record that holds it. */
struct pn_xls_cell {
	uint16_t row, col;
	uint32_t at;
};

/* pn_xls_is_cell - is R a record with one cell, or with several? The first
 * into *CELL and how many there are; 0: none */
unsigned pn_xls_is_cell(const struct pn_xls_rec *r,
    struct pn_xls_cell *cell);

/* pn_xls_cell_text - append what CELL shows; *HIDES: NULL or why its format
 * shows nothing */
enum pn_err pn_xls_cell_text(struct pn_xls *b, const struct pn_xls_cell *cell,
    struct pn_buf *out, const char **hides) PN_MUST_CHECK;

/* --- xls_drawn.c: text that is drawn over the cells --- */

/* A text over a sheet: of a text box, of a comment. */
struct pn_xls_box {
	uint16_t id; /* of the object */
	bool hidden;
	bool told;
	struct pn_buf text;
};

struct pn_xls_drawn {
	struct pn_xls *b;
	const char *sheet;
	unsigned flags; /* of the sheet's text */
	struct pn_xls_box *boxes;
	size_t n, cap;
	uint16_t object;      /* of the last OBJ */
	bool hidden_shape;    /* as the last MSODRAWING says */
	char note[24];	      /* cell of the last NOTE of BIFF 5 */
	struct pn_buf note_text;
	struct pn_buf margins, chart, links, choices, scenarios;
};

/* pn_xls_drawn_init, pn_xls_drawn_free - nothing yet; free what *D owns */
void pn_xls_drawn_init(struct pn_xls_drawn *d, struct pn_xls *b,
    const char *sheet, unsigned flags);
void pn_xls_drawn_free(struct pn_xls_drawn *d);

/* pn_xls_drawn_take - a record of the sheet, or IN_CHART of a chart on it */
enum pn_err pn_xls_drawn_take(struct pn_xls_drawn *d,
    const struct pn_xls_rec *r, bool in_chart) PN_MUST_CHECK;

/* pn_xls_drawn_hand - hand everything on that was taken */
enum pn_err pn_xls_drawn_hand(struct pn_xls_drawn *d) PN_MUST_CHECK;

/* --- xls_pivot.c --- */

/* pn_xls_pivot - a stream of a pivot cache: the table that it was made of */
enum pn_err pn_xls_pivot(struct pn_job *job, struct pn_bytes stream)
    PN_MUST_CHECK;

#endif
