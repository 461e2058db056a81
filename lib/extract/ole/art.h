/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * art - texts in drawings (MS-ODRAW), as Word, Excel and PowerPoint keep them
 */
#ifndef PN_EXTRACT_ART_H
#define PN_EXTRACT_ART_H

#include <stdbool.h>
#include "extract/format.h"

/* pn_art_texts - hand on what the properties of the shapes in BYTES (a
 * sequence of records) say: the text of WordArt, at PLACE; the descriptions
 * of shapes as hidden "attribute" */
enum pn_err pn_art_texts(struct pn_job *job, struct pn_bytes bytes,
    const char *place) PN_MUST_CHECK;

/* What the properties of a shape say. The buffers are the caller's. */
struct pn_art_shape {
	struct pn_buf seen;	 /* WordArt, as lines */
	struct pn_buf described; /* its description, as lines */
	bool hidden;		 /* it is switched off */
	bool table;		 /* the shapes of its group are a table */
};

/* pn_art_properties - add what the N entries of the property table T say to
 * *S. PN_ERR_LIMIT where a buffer is full */
enum pn_err pn_art_properties(struct pn_bytes t, unsigned n,
    struct pn_art_shape *s) PN_MUST_CHECK;

/* pn_art_pictures - tell where the drawings in BYTES keep their pictures in
 * another stream: TOLD gets the offset and the size of each */
void pn_art_pictures(struct pn_bytes bytes,
    void (*told)(void *ctx, uint32_t at, uint32_t size), void *ctx);

#endif
