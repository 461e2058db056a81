/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * docx - the text parts of a Word document
 */
#ifndef PN_EXTRACT_DOCX_H
#define PN_EXTRACT_DOCX_H

#include "extract/ooxml/ooxml.h"
#include "extract/ooxml/theme.h"

/* What styles do to text, by their ids. */
struct pn_docx_styles {
	char **ids; /* they hide it */
	size_t n, cap;
	char **shaded; /* they colour what is behind it */
	size_t n_shaded, cap_shaded;
	const char *para_hidden; /* the style of paragraphs without one hides;
				  * the kind, or NULL */
	const char *all_hidden;	 /* so does the default of all runs */
};

/* pn_docx_text - part E (body, header, notes, comments) into the job; BASE:
 * the kind of hidden content that all of it is, or NULL */
enum pn_err pn_docx_text(struct pn_ooxml *x,
    const struct pn_docx_styles *styles, const struct pn_zip_entry *e,
    const char *place, const char *base) PN_MUST_CHECK;

#endif
