/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * html_tree - the open elements of an HTML document and what they do to text
 *
 * Keeps the stack of open elements with what each hands down (hidden, quoted,
 * white space, colours), and turns begin and end of elements into line ends,
 * tables and cells of a flow.
 */
#ifndef PN_EXTRACT_HTML_TREE_H
#define PN_EXTRACT_HTML_TREE_H

#include "extract/html/css.h"
#include "extract/flow.h"

/* Elements within elements; deeper ones have no effect, their text has. */
#define PN_HTML_MAX_DEPTH 256
/* Columns whose rows may span; wider tables are counted without. */
#define PN_HTML_MAX_SPAN 128

/* What an element hands down to what is in it. */
struct pn_html_state {
	const char *gone; /* kind of hidden content; nothing in it is seen */
	unsigned flags;	  /* PN_TEXT_QUOTED, PN_TEXT_SIGNATURE */
	bool invisible, tiny, pre;
	uint32_t colour, background; /* RGB or PN_COLOUR_ */
	float x, y; /* how far a drawing's piece is shifted */
	bool lost;  /* turned or scaled: nobody knows where it is */
};

struct pn_html_element {
	struct pn_span name;
	unsigned bit; /* which of the names that imply ends; 0 for others */
	bool block;
	struct pn_html_state state;
};

/* One open table: where its next cell goes. */
struct pn_html_grid {
	uint32_t row, col;
	bool begun;			 /* a row was begun */
	struct pn_span stored;		 /* number behind the open cell */
	uint16_t span[PN_HTML_MAX_SPAN]; /* rows that a cell above fills yet */
	size_t n_cols;			 /* told by <col> so far */
	bool hides[PN_HTML_MAX_SPAN];	 /* columns that a <col> hides */
};

struct pn_html_tree {
	struct pn_flow *flow;
	const struct pn_css_sheet *sheet;
	struct pn_html_element stack[PN_HTML_MAX_DEPTH];
	/* the same, as style sheets see them, and the one that begins */
	struct pn_css_element path[PN_HTML_MAX_DEPTH + 1];
	size_t n; /* open elements; stack[0] stands for the document */
	struct pn_html_grid grids[PN_FLOW_MAX_TABLES];
	size_t n_grids;	 /* open tables, deeper ones included */
	unsigned sticky; /* flags of all that follows */
	size_t drawing;	 /* index of the open <svg>; 0 none */
	bool boxed;	 /* and what it shows: left, top, width, height */
	double box[4];
};

/* pn_html_tree_init - an empty document; GONE: why nobody sees any of it */
void pn_html_tree_init(struct pn_html_tree *t, struct pn_flow *flow,
    const struct pn_css_sheet *sheet, const char *gone);

/* pn_html_tree_open - a start tag */
enum pn_err pn_html_tree_open(
    struct pn_html_tree *t, const struct pn_html_token *token) PN_MUST_CHECK;

/* pn_html_tree_close - an end tag */
enum pn_err pn_html_tree_close(
    struct pn_html_tree *t, struct pn_span name) PN_MUST_CHECK;

/* pn_html_tree_end - close what is open */
enum pn_err pn_html_tree_end(struct pn_html_tree *t) PN_MUST_CHECK;

/* pn_html_tree_hidden - why text here is not seen; NULL where it is */
const char *pn_html_tree_hidden(const struct pn_html_tree *t);

/* pn_html_tree_text - text here, white space as the element wants it */
enum pn_err pn_html_tree_text(
    struct pn_html_tree *t, const char *s, size_t n) PN_MUST_CHECK;

/* pn_html_style - what the element of token K hands down inside T; *CSS is
 * what its styles say */
struct pn_html_state pn_html_style(
    struct pn_html_tree *t, const struct pn_html_token *k, struct pn_css *css);

/* pn_html_drawn - what the attributes of a piece of a drawing, tag K, say */
void pn_html_drawn(struct pn_html_tree *t, const struct pn_html_token *k,
    struct pn_css *css);

/* pn_html_drawing - what such a piece, styled CSS, hands down, into S */
void pn_html_drawing(struct pn_html_tree *t, const struct pn_html_token *k,
    const struct pn_css *css, struct pn_html_state *s);

/* pn_html_unseen - why text in state S is not seen; NULL where it is */
const char *pn_html_unseen(const struct pn_html_state *s);

#endif
