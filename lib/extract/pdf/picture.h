/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * picture - the pictures of pages without text, as files of their own
 *
 * A scanned page is one picture, or a few strips. Where somebody reads
 * pictures (the budget says so), those of pages with next to no text become
 * members: JPEG and JPEG 2000 as they are, fax as TIFF, samples as BMP in
 * shades of grey. Where nobody does, it is told that there are such pages. A
 * page with text is taken for what its text says.
 */
#ifndef PN_EXTRACT_PDF_PICTURE_H
#define PN_EXTRACT_PDF_PICTURE_H

#include "extract/pdf/object.h"

/* A page with more letters has text of its own: a scanner's or a program's
 * header and page number have fewer. */
#define PN_PDF_LETTERS 64
/* Pictures of one page; a scanned one has a few. */
#define PN_PDF_PICTURES 1000

/* The pictures of the page at work. Zero is none. */
struct pn_pictures {
	struct pn_obj_seen seen; /* on this page and those before */
	struct pn_obj_id ids[PN_PDF_PICTURES];
	size_t n;
	bool more; /* than there was room for */
};

/* pn_pictures_note - image O is drawn on the page; each counts once in a
 * file */
void pn_pictures_note(struct pn_pictures *p, struct pn_pdf *pdf,
    struct pn_obj o);

/* pn_pictures_page - the page called PLACE is over, and has so many LETTERS:
 * hand its pictures on, tell of them ("page-picture"), or forget them.
 * PN_ERR_LIMIT. */
enum pn_err pn_pictures_page(struct pn_pictures *p, struct pn_pdf *pdf,
    const char *place, size_t letters) PN_MUST_CHECK;

/* pn_pictures_free - free what *P owns */
void pn_pictures_free(struct pn_pictures *p);

#endif
