/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * css - as much of style sheets as decides whether text is seen
 *
 * Declarations of one element, and the rules of <style>: types, classes, ids
 * and attributes, in an element or its ancestors. Rules with pseudo-classes and
 * siblings, and those inside @media with a condition, are left out: what they
 * do depends on the screen and the reader's hand.
 */
#ifndef PN_EXTRACT_CSS_H
#define PN_EXTRACT_CSS_H

#include <stdint.h>
#include "extract/html/html_lex.h"

/* Rules kept of one document; more are not looked at. */
#define PN_CSS_MAX_RULES 256

/* A declared property, or nothing. */
enum pn_css_display {
	PN_DISPLAY_UNSET,
	PN_DISPLAY_NONE,
	PN_DISPLAY_INLINE,
	PN_DISPLAY_BLOCK,
	PN_DISPLAY_OTHER,
};
enum pn_css_switch { PN_CSS_UNSET, PN_CSS_NO, PN_CSS_YES };

#define PN_COLOUR_UNSET	  0xff000000u
#define PN_COLOUR_UNKNOWN 0xfe000000u /* a picture, a gradient, a variable */
#define PN_COLOUR_CLEAR	  0xfd000000u /* transparent */

struct pn_css {
	enum pn_css_display display;
	enum pn_css_switch invisible; /* visibility */
	enum pn_css_switch tiny;      /* font-size nobody can read */
	enum pn_css_switch clear;     /* opacity 0 */
	enum pn_css_switch away;      /* clipped, scaled to 0, off the page */
	enum pn_css_switch mso_hide;
	enum pn_css_switch flat;     /* max-height or max-width 0 */
	enum pn_css_switch empty;    /* height or width of nothing */
	enum pn_css_switch indented; /* text-indent 100% */
	enum pn_css_switch clips;    /* overflow other than visible */
	enum pn_css_switch pre;	     /* white space is kept */
	enum pn_css_switch stroked;  /* a drawing's outline is painted */
	uint32_t colour, background; /* RGB or PN_COLOUR_ */
	uint32_t fill;		     /* the same, of a drawing's piece */
};

/* pn_css_init - nothing declared */
void pn_css_init(struct pn_css *c);

/* pn_css_declare - apply the declarations S to C, those that are "!important"
 * to STRONG (which may be C) */
void pn_css_declare(struct pn_css *c, struct pn_css *strong, struct pn_span s);

/* pn_css_property - apply one declaration to C */
void pn_css_property(
    struct pn_css *c, struct pn_span name, struct pn_span value);

/* pn_css_colour - a colour as HTML attributes and CSS write it */
uint32_t pn_css_colour(struct pn_span s);

/* pn_css_gone - is the element with all inside it unseen? */
bool pn_css_gone(const struct pn_css *c);

/* An element, as selectors see it. */
struct pn_css_element {
	struct pn_span tag, id, classes;
};

#define PN_CSS_MAX_CLASSES 3 /* of one compound; rules with more are left */
#define PN_CSS_MAX_UP	   3 /* ancestors in one rule; the same */

/* "tag#id.class[attr]"; empty spans for any. They point into the sheet. */
struct pn_css_compound {
	struct pn_span tag, id, classes[PN_CSS_MAX_CLASSES];
	struct pn_span attr, value; /* VALUE.p NULL: the attribute is there */
	char attr_op;		    /* '=', '^', '$', '*', '~', '|' */
	bool parent;		    /* the ancestor is the parent */
};

struct pn_css_rule {
	unsigned level; /* how special */
	uint64_t needs; /* of the names that an element bears */
	struct pn_css_compound own, up[PN_CSS_MAX_UP]; /* nearest first */
	unsigned n_up;
	struct pn_span body; /* what it declares; read when an element gets it */
	bool told;	     /* it was read, into the rest: */
	bool has_strong;
	struct pn_css css, strong; /* STRONG is "!important" */
};

struct pn_css_sheet {
	struct pn_css_rule *rules; /* ascending by level */
	size_t n, cap;
	bool has_strong; /* some rule may have */
};

/* pn_css_sheet_add - add the rules of a <style> element's text, which must
 * outlive the sheet */
void pn_css_sheet_add(struct pn_css_sheet *sheet, struct pn_span s);

/* pn_css_sheet_free - free what it owns */
void pn_css_sheet_free(struct pn_css_sheet *sheet);

/* pn_css_apply - what the sheet says of the element of tag K, into C; STRONG:
 * what is "!important" only. PATH: the element behind its N ancestors. */
void pn_css_apply(const struct pn_css_sheet *sheet,
    const struct pn_css_element *path, size_t n, const struct pn_html_token *k,
    bool strong, struct pn_css *c);

#endif
