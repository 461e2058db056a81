/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * content_show - a string that is being shown
 */
#ifndef PN_EXTRACT_PDF_CONTENT_SHOW_H
#define PN_EXTRACT_PDF_CONTENT_SHOW_H

#include "extract/pdf/content.h"

/* Coordinates beyond this are off any page. */
#define PN_FAR 1e7

/* A string being shown. */
struct pn_showing {
	struct pn_stream *s;
	struct pn_matrix m; /* text space to the page, without the size */
	double ux, uy;	    /* where one unit along the line goes */
	double scale;	    /* its length */
	struct pn_run run;
	struct pn_glyph glyph;
	struct pn_paint paint;
};

/* pn_content_next - the first code of the N bytes at P, kept in *OWN where no
 * table has it; NULL for what stands for several characters and for what
 * takes a closer look */
const struct pn_font_char *pn_content_next(const struct pn_stream *s,
    const unsigned char *p, size_t n, struct pn_font_char *own);

/* pn_content_strands - show the *N bytes at *P, up to what takes a closer
 * look, as strands where all of them are seen; *P moves behind that. False,
 * and nothing has happened, where each glyph must be looked at. */
bool pn_content_strands(struct pn_showing *w, const unsigned char **p,
    size_t *n);

#endif
