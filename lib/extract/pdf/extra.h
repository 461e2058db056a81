/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * extra - what no viewer shows of a PDF file
 */
#ifndef PN_EXTRACT_PDF_EXTRA_H
#define PN_EXTRACT_PDF_EXTRA_H

#include "extract/pdf/doc.h"
#include "extract/pdf/objmap.h"

/* pn_pdf_orphans - the text of pages that are in no page tree and of objects
 * that nothing refers to, where it is new (kind "orphan"). M is linked */
enum pn_err pn_pdf_orphans(struct pn_pdoc *doc, struct pn_objmap *m)
    PN_MUST_CHECK;

/* pn_pdf_revisions - what the last few earlier versions of the file had and
 * this one, PDF, has not (kind "revision") */
enum pn_err pn_pdf_revisions(struct pn_pdf *pdf, struct pn_heard *heard,
    struct pn_objmap *m) PN_MUST_CHECK;

/* pn_pdf_outside - bytes around the document and between its objects, as
 * hidden members (kind "trailing"), and comments in it */
enum pn_err pn_pdf_outside(struct pn_job *job, const struct pn_objmap *m)
    PN_MUST_CHECK;

/* pn_pdf_say_new - hand on those lines of TEXT that have a word which was not
 * handed on yet, as hidden text of KIND (static) */
enum pn_err pn_pdf_say_new(struct pn_job *job, struct pn_heard *heard,
    struct pn_bytes text, const char *place, const char *kind) PN_MUST_CHECK;

#endif
