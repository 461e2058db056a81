/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * docx_walk - one part of a Word document as it is read (within docx_*.c)
 *
 * docx_text follows the elements, docx_story puts text where it belongs.
 */
#ifndef PN_EXTRACT_DOCX_WALK_H
#define PN_EXTRACT_DOCX_WALK_H

#include "extract/flow.h"
#include "extract/ooxml/docx.h"

#define PN_DOCX_MAX_BOXES 8 /* text boxes inside text boxes */

/* One table that is open: where its next cell goes. */
struct pn_docx_grid {
	uint32_t row, col;
	bool begun;
	bool styled; /* its style may colour the cells */
	const char *cell_hidden; /* the row */
	const char *hidden; /* text of all of it, or of the open cell */
	bool covered;	    /* the open cell: another one covers it */
};

/* One story at work: the body or a text box in it. */
struct pn_docx_story {
	struct pn_flow flow;
	struct pn_docx_grid grids[PN_FLOW_MAX_TABLES];
	unsigned n_grids; /* open tables, deeper ones included */
	const char *why;  /* all of it is hidden by that; NULL */
};

struct pn_docx_walk {
	struct pn_docx *d;
	struct pn_job *job;
	const char *base; /* kind that the whole part is hidden by; NULL */
	struct pn_docx_story *stories[PN_DOCX_MAX_BOXES + 1];
	size_t n_stories, boxes; /* BOXES: text boxes, deeper ones included */
	/* where we are; each counts open elements */
	unsigned deleted, inserted, in_run, in_rpr, in_ppr, in_text, in_instr;
	unsigned in_trpr, in_change, in_data, in_fill;
	unsigned alternates, fallbacks;
	uint64_t seen_hash, other_hash; /* text of the two alternatives */
	struct pn_buf fallback, data;	/* DATA: base64 of a field */
	/* what the paragraph's style says, what the run's does, what the run
	 * itself does */
	struct pn_docx_look para, style, run;
	const char *para_hidden; /* lines without height */
	struct pn_docx_ink cell_back;
	bool page_unsure; /* something may lie behind the text of the page */
	struct pn_docx_place place;
	struct pn_docx_change change;
};

/* pn_docx_story - the innermost one */
struct pn_docx_story *pn_docx_story(struct pn_docx_walk *w);

/* pn_docx_begin_story - a text that stands apart from what is around it; all
 * of it hidden by WHY, or NULL. pn_docx_end_story - hand it on */
void pn_docx_begin_story(struct pn_docx_walk *w, const char *place,
    const char *why);
enum pn_err pn_docx_end_story(struct pn_docx_walk *w) PN_MUST_CHECK;

/* pn_docx_begin_box, pn_docx_end_box - a text box inside a paragraph */
enum pn_err pn_docx_begin_box(struct pn_docx_walk *w) PN_MUST_CHECK;
enum pn_err pn_docx_end_box(struct pn_docx_walk *w) PN_MUST_CHECK;

/* pn_docx_grid - the open table; NULL outside of any, and in one too deep */
struct pn_docx_grid *pn_docx_grid(struct pn_docx_walk *w);

/* pn_docx_hidden - why text here is not seen; NULL where it is */
const char *pn_docx_hidden(struct pn_docx_walk *w);

/* pn_docx_add - text of the document, hidden by KIND or NULL */
enum pn_err pn_docx_add(struct pn_docx_walk *w, const char *s, size_t n,
    const char *kind) PN_MUST_CHECK;

/* pn_docx_line_end - a paragraph is over */
enum pn_err pn_docx_line_end(struct pn_docx_walk *w) PN_MUST_CHECK;

/* pn_docx_aside - V, which stands in no text, as hidden by KIND */
enum pn_err pn_docx_aside(struct pn_docx_walk *w, struct pn_bytes v,
    const char *kind) PN_MUST_CHECK;

/* pn_docx_tell - attributes of element NAME that tell text */
enum pn_err pn_docx_tell(struct pn_docx_walk *w, const char *name,
    const struct pn_xml_attrs *a) PN_MUST_CHECK;

#endif
