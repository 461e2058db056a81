/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * css - as much of style sheets as decides whether text is seen
 *
 * Declarations of one element, and the simple rules of <style> (type, class
 * and id selectors, one of them or a type with one). Rules inside @media
 * with a condition are left out: what they do depends on the screen.
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
	enum pn_css_switch flat; /* max-height or max-width 0 */
	enum pn_css_switch empty; /* height or width 0 */
	enum pn_css_switch clips; /* overflow other than visible */
	enum pn_css_switch pre;	  /* white space is kept */
	uint32_t colour, background; /* RGB or PN_COLOUR_ */
};

/* pn_css_init - nothing declared */
void pn_css_init(struct pn_css *c);

/* pn_css_declare - apply the declarations S (of a style attribute) to C */
void pn_css_declare(struct pn_css *c, struct pn_span s);

/* pn_css_colour - a colour as HTML attributes and CSS write it */
uint32_t pn_css_colour(struct pn_span s);

/* pn_css_gone - is the element with all inside it unseen? */
bool pn_css_gone(const struct pn_css *c);

struct pn_css_rule {
	int level; /* how special: type, class, id */
	char tag[16], id[48], class[48]; /* "" for any */
	struct pn_css css;
};

struct pn_css_sheet {
	struct pn_css_rule *rules;
	size_t n, cap;
};

/* pn_css_sheet_add - add the rules of a <style> element's text */
void pn_css_sheet_add(struct pn_css_sheet *sheet, struct pn_span s);

/* pn_css_sheet_free - free what it owns */
void pn_css_sheet_free(struct pn_css_sheet *sheet);

/* pn_css_apply - what the sheet says of an element, into C; classes as in
 * the attribute */
void pn_css_apply(const struct pn_css_sheet *sheet, struct pn_span tag,
    struct pn_span id, struct pn_span classes, struct pn_css *c);

#endif
