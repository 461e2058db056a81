/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page - the text that the pages of a PDF file show, and what they hide
 */
#ifndef PN_EXTRACT_PDF_PAGE_H
#define PN_EXTRACT_PDF_PAGE_H

#include "extract/pdf/object.h"

/*
 * pn_pdf_pages - hand on the text of all pages in order: each as running text
 * and tables with the place "page N", what nobody sees apart with
 * PN_TEXT_HIDDEN and its kind told ("invisible", "off-page", "covered",
 * "white-text", "tiny", "layer"). Text whose characters can't be told is
 * damage ("fonts"). The appearances of annotations and fields are drawn as
 * a viewer does, so their text is there too and they can cover text; layers,
 * hidden and print-only ones are left to others. PN_ERR_LIMIT when a budget
 * ended.
 */
enum pn_err pn_pdf_pages(struct pn_pdf *pdf) PN_MUST_CHECK;

#endif
