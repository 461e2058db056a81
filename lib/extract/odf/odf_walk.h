/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf_walk - one pass over the XML of a document, and where it is
 *
 * Each open element has a frame that begins as a copy of the one around it;
 * what an element changes (how text looks, why it is hidden, whether it is
 * read at all) ends with it. Text goes to the innermost story: the body, or
 * something that stands inside a paragraph and is told apart from it.
 */
#ifndef PN_EXTRACT_ODF_WALK_H
#define PN_EXTRACT_ODF_WALK_H

#include "extract/flow.h"
#include "extract/odf/odf.h"

#define PN_ODF_MAX_STORIES 16
#define PN_ODF_MAX_COLS	   16384 /* of a sheet */
#define PN_ODF_VALUE_MARK  '\x01' /* between name and value in a list */

/* What an element has opened and its end closes. */
enum {
	PN_ODF_PARA = 1 << 0,
	PN_ODF_STORY = 1 << 1,
	PN_ODF_TABLE_OPEN = 1 << 2,
	PN_ODF_ROW_OPEN = 1 << 3,
	PN_ODF_CELL_OPEN = 1 << 4,
	PN_ODF_SHEET_OPEN = 1 << 5,
	PN_ODF_LINE = 1 << 6,  /* a line of text outside of paragraphs */
	PN_ODF_FIELD = 1 << 7, /* a field that keeps a value */
	PN_ODF_DATA = 1 << 8,  /* a file as base64 */
	PN_ODF_DOC = 1 << 9,   /* a document in the document */
	PN_ODF_ALT = 1 << 10, /* text that stands for a picture */
	PN_ODF_INFO = 1 << 11, /* who changed something */
	PN_ODF_PERSON = 1 << 12, /* the name of such a person */
};

/* How elements are understood. */
enum pn_odf_mode {
	PN_ODF_CONTENT,
	PN_ODF_STYLES, /* lists of styles: no text */
	PN_ODF_META,
	PN_ODF_SETTINGS,
	PN_ODF_MATH, /* any element may hold text */
	PN_ODF_SKIP, /* text here is a copy, or no text */
};

struct pn_odf_frame {
	enum pn_odf_mode mode;
	unsigned opened;
	bool body;	 /* the element that holds the document's kind */
	bool text;	 /* a paragraph or what stands in its line */
	unsigned scope;	 /* PN_ODF_STYLES: that they are kept in */
	const char *why; /* hidden by what is around it; NULL */
	struct pn_odf_look look;
};

/* A stretch of a paragraph that is seen, or hidden for one reason. */
struct pn_odf_run {
	size_t from;
	const char *why;
};

struct pn_odf_grid {
	uint32_t row, next_row, col;
	const char *why; /* the row is hidden */
};

/* A text that is told apart from what is around it. */
struct pn_odf_story {
	struct pn_flow flow;
	char *place;
	const char *base; /* all of it is hidden; NULL */
	bool told;	  /* ... and that was said */
	bool again;	  /* dropped where another one said the same */
	uint64_t hash;	  /* of its text */
	unsigned paras;	  /* open paragraphs */
	struct pn_buf para;
	struct pn_odf_run *runs;
	size_t n_runs, cap_runs;
	bool blank;	  /* a blank was written last */
	const char *para_why; /* the paragraph hides itself */
	size_t field_at;
	struct pn_odf_grid grids[PN_FLOW_MAX_TABLES];
	unsigned n_grids;
};

/* The sheet that is open, if one is. */
struct pn_odf_sheet;

struct pn_odf_walk {
	struct pn_odf *odf;
	struct pn_job *job;
	struct pn_odf_doc *doc;
	/* a document in the document: only flat files have them */
	struct pn_odf_doc inner, *outer;
	char *inner_place;
	bool outer_sheets, outer_slides;
	struct pn_odf_frame frames[PN_XML_MAX_DEPTH + 2];
	size_t depth;
	struct pn_odf_story *stories[PN_ODF_MAX_STORIES];
	size_t n_stories;
	struct pn_flow extras; /* definitions, properties: lines */
	struct pn_odf_sheet *sheet;
	bool sheets, slides; /* what kind of body it is */
	bool busy_page;	     /* pictures or shapes on this page so far */
	uint32_t paper_width, paper_height; /* of the slide; 0: unknown */
	uint64_t margin_hash; /* text of the last page header */
	struct pn_buf field;  /* value that the open field keeps */
	struct pn_buf data;   /* base64 of an embedded file */
	struct pn_buf decls;  /* values of fields that none shows yet */
	struct pn_buf inserts; /* changes that put text in: their names */
	struct pn_bytes region; /* name of the change that is being told */
	char region_name[64];	/* its bytes */
	unsigned inserted;	/* open changes of those */
	struct pn_buf people;	/* who changed something; lines */
	bool chart_far; /* the chart's numbers are not cells of this file */
};

/* pn_odf_story - the innermost story */
struct pn_odf_story *pn_odf_story(struct pn_odf_walk *w);

/* pn_odf_begin_story - PLACE (copied; "" counts lines); BASE: all of it is
 * hidden by that. False where there are too many: text stays in the one around */
bool pn_odf_begin_story(struct pn_odf_walk *w, const char *place,
    const char *base);

/* pn_odf_end_story - hand on what is left of the innermost one */
enum pn_err pn_odf_end_story(struct pn_odf_walk *w) PN_MUST_CHECK;

/* pn_odf_add - text in the open paragraph, hidden by WHY or NULL */
enum pn_err pn_odf_add(struct pn_odf_walk *w, const char *s, size_t n,
    const char *why) PN_MUST_CHECK;

/* pn_odf_chars - the same, white space collapsed (ODF 1.3 part 3, 6.1.2) */
enum pn_err pn_odf_chars(struct pn_odf_walk *w, const char *s, size_t n,
    const char *why) PN_MUST_CHECK;

/* pn_odf_end_para - the paragraph is over: into the flow or the cell */
enum pn_err pn_odf_end_para(struct pn_odf_walk *w) PN_MUST_CHECK;

/* pn_odf_hidden - why text in frame F is not seen; NULL */
const char *pn_odf_hidden(const struct pn_odf_frame *f);

/* pn_odf_line - one line outside of paragraphs, hidden by WHY or NULL; no
 * line end is written: pn_odf_line_end does */
enum pn_err pn_odf_line(struct pn_odf_walk *w, const char *s, size_t n,
    const char *why) PN_MUST_CHECK;
enum pn_err pn_odf_line_end(struct pn_odf_walk *w, const char *why)
    PN_MUST_CHECK;

/* pn_odf_start - element NAME begins in frame F, which is new */
enum pn_err pn_odf_start(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const char *name, const struct pn_xml_attrs *attrs) PN_MUST_CHECK;

/* pn_odf_field_end - the open field is over: tell a value that it hides */
enum pn_err pn_odf_field_end(struct pn_odf_walk *w, const char *why)
    PN_MUST_CHECK;

/* pn_odf_data_end - hand on the file that was written as base64 */
enum pn_err pn_odf_data_end(struct pn_odf_walk *w) PN_MUST_CHECK;

/*
 * Sheets (odf_sheet.c). Each returns true where the element is one of the
 * sheet's own.
 */

/* pn_odf_sheet_begin - a table that is a sheet */
void pn_odf_sheet_begin(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const struct pn_xml_attrs *attrs);

/* pn_odf_sheet_end - hand on the open sheet */
enum pn_err pn_odf_sheet_end(struct pn_odf_walk *w) PN_MUST_CHECK;

/* pn_odf_sheet_free - drop what is open */
void pn_odf_sheet_free(struct pn_odf_walk *w);

/* pn_odf_sheet_linked - the sheet is a copy of one in another file */
void pn_odf_sheet_linked(struct pn_odf_walk *w);

/* pn_odf_column, pn_odf_sheet_row, pn_odf_sheet_cell - they begin */
void pn_odf_column(struct pn_odf_walk *w, const struct pn_odf_frame *f,
    const struct pn_xml_attrs *attrs);
void pn_odf_sheet_row(struct pn_odf_walk *w,
    const struct pn_xml_attrs *attrs);
void pn_odf_sheet_cell(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const struct pn_xml_attrs *attrs, bool covered);

/* pn_odf_sheet_row_end, pn_odf_sheet_cell_end - they are over */
void pn_odf_sheet_row_end(struct pn_odf_walk *w);
enum pn_err pn_odf_sheet_cell_end(struct pn_odf_walk *w) PN_MUST_CHECK;

/* pn_odf_in_cell - does text belong to a cell of the sheet? */
bool pn_odf_in_cell(const struct pn_odf_walk *w);

/* pn_odf_cell_text - text of the open cell, hidden by WHY or NULL; a line end
 * is written in front of all but the first */
enum pn_err pn_odf_cell_text(struct pn_odf_walk *w, const char *s, size_t n,
    const char *why) PN_MUST_CHECK;
enum pn_err pn_odf_cell_para(struct pn_odf_walk *w) PN_MUST_CHECK;

/* pn_odf_cell_place - "Sheet!B3" of the open cell, for free() */
char *pn_odf_cell_place(const struct pn_odf_walk *w);

/* pn_odf_repeat - attribute NAME as a number of repetitions: 1 or more */
uint32_t pn_odf_repeat(const struct pn_xml_attrs *attrs, const char *name);

/*
 * Slides and shapes (odf_page.c).
 */

/* pn_odf_page - a slide or a page of a drawing begins */
void pn_odf_page(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const struct pn_xml_attrs *attrs);

/* pn_odf_shape - a frame, shape or group begins */
void pn_odf_shape(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const char *name, const struct pn_xml_attrs *attrs);

#endif
