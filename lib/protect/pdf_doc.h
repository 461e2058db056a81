/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pdf_doc - find the trailer and objects of a PDF file without reading it all
 *
 * Only for files of this folder.
 */
#ifndef PN_PROTECT_PDF_DOC_H
#define PN_PROTECT_PDF_DOC_H

#include "protect/pdf_lex.h"

/* What the trailers say about encryption, all together. */
enum pn_pdf_trailers {
	PN_PDF_NO_TRAILER, /* none was found */
	PN_PDF_PLAIN,	   /* no Encrypt */
	PN_PDF_ENCRYPTED,  /* *TRAILER has Encrypt */
	PN_PDF_CONTRADICT, /* some have it, and that can't be */
};

/*
 * pn_pdf_trailer - find the newest trailer: by startxref and the table or
 * cross-reference stream that it names, and where those are broken by
 * searching the file for trailers, as readers do
 */
enum pn_pdf_trailers pn_pdf_trailer(struct pn_bytes file,
    struct pn_pdf_value *trailer);

/*
 * pn_pdf_object - the Nth (from 0) object in FILE that has the number of
 * REF, in the order of the file; type PN_PDF_END where there are no more.
 * Found by its "12 0 obj", so objects inside object streams are not.
 */
struct pn_pdf_value pn_pdf_object(struct pn_bytes file,
    const struct pn_pdf_value *ref, unsigned n);

#endif
