/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * css_scan - the punctuation of style sheets (within lib/extract only)
 */
#ifndef PN_EXTRACT_CSS_SCAN_H
#define PN_EXTRACT_CSS_SCAN_H

#include "extract/html/html_lex.h"

/* pn_css_trim - S without white space round it */
struct pn_span pn_css_trim(struct pn_span s);

/* pn_css_comment - past the comment at P, or P where there is none */
const char *pn_css_comment(const char *p, const char *end);

/* pn_css_until - the first of STOP, one or two of ";,{}", from P on, outside of
 * quotes, brackets and comments; END if there is none */
const char *pn_css_until(const char *p, const char *end, const char *stop);

#endif
