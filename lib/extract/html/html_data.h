/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * html_data - files inside a document's links (data: URLs, RFC 2397)
 */
#ifndef PN_EXTRACT_HTML_DATA_H
#define PN_EXTRACT_HTML_DATA_H

#include "extract/format.h"
#include "extract/html/html_lex.h"

/* pn_html_data - hand the file in URL (decoded attribute text) on as a member
 * called NAME (may be NULL), HIDDEN or not; sound, fonts, tiny pictures, and
 * what is no data: URL, are left alone */
enum pn_err pn_html_data(struct pn_job *job, struct pn_span url,
    const char *name, bool hidden) PN_MUST_CHECK;

#endif
