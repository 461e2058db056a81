/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view - other things of a PDF file read as if they were its pages
 */
#ifndef PN_EXTRACT_PDF_VIEW_H
#define PN_EXTRACT_PDF_VIEW_H

#include "extract/pdf/object.h"

/* pn_view_page - append the text that PAGE would show, seen or not, to OUT:
 * a dictionary that is made like a page's. PN_ERR_LIMIT */
enum pn_err pn_view_page(struct pn_pdf *pdf, struct pn_obj page,
    struct pn_buf *out) PN_MUST_CHECK;

/* pn_view_stream - the same for a content stream; fonts and the like come
 * from the stream's own resources, else from RESOURCES */
enum pn_err pn_view_stream(struct pn_pdf *pdf, struct pn_obj stream,
    struct pn_obj resources, struct pn_buf *out) PN_MUST_CHECK;

/*
 * pn_view_pages - read the pages of PDF with TAKER instead of the job's own.
 * ONLY: NULL, or a choice of pages (true: this one). Text that TAKER gets
 * does not count against the budget.
 */
enum pn_err pn_view_pages(struct pn_pdf *pdf, const struct pn_taker *taker,
    const bool *only) PN_MUST_CHECK;

#endif
