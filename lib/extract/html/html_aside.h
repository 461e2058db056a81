/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * html_aside - what tags and scripts say that no window shows
 *
 * Attributes, links, scripts, style sheets and metadata are made for programs
 * and full of numbers. They are gathered apart while the document is read and
 * handed on at its end, a line for each, as hidden text for programs: there
 * only a label or word on the same line makes a value one (segment.h). What
 * can hold no data (one word, few digits) is left out.
 */
#ifndef PN_EXTRACT_HTML_ASIDE_H
#define PN_EXTRACT_HTML_ASIDE_H

#include "extract/format.h"
#include "extract/html/html_lex.h"

/* Where a text comes from: the kind of hidden content that it is told as. */
enum pn_html_from {
	PN_ASIDE_ATTRIBUTE,
	PN_ASIDE_METADATA,
	PN_ASIDE_LINK,
	PN_ASIDE_SCRIPT,
	PN_ASIDE_STYLE,
	PN_ASIDE_MARKUP, /* declarations and the like */
	PN_ASIDE_KINDS,
};

struct pn_html_aside {
	struct pn_job *job;
	struct pn_buf text[PN_ASIDE_KINDS];
	struct pn_buf scratch;
};

/* pn_html_aside_init - nothing yet */
void pn_html_aside_init(struct pn_html_aside *a, struct pn_job *job);

/* pn_html_aside_free - free what it owns; hands nothing on */
void pn_html_aside_free(struct pn_html_aside *a);

/* pn_html_aside_tag - the attributes of tag K that nobody sees. SHOWN: the
 * value of a form's field is seen, and read elsewhere */
enum pn_err pn_html_aside_tag(struct pn_html_aside *a,
    const struct pn_html_token *k, bool shown) PN_MUST_CHECK;

/* pn_html_aside_raw - S, as it stands, told as FROM */
enum pn_err pn_html_aside_raw(struct pn_html_aside *a, enum pn_html_from from,
    struct pn_span s) PN_MUST_CHECK;

/* pn_html_aside_sheet - comments and strings of style sheet S */
enum pn_err pn_html_aside_sheet(
    struct pn_html_aside *a, struct pn_span s) PN_MUST_CHECK;

/* pn_html_aside_flush - hand everything on */
enum pn_err pn_html_aside_flush(struct pn_html_aside *a) PN_MUST_CHECK;

#endif
