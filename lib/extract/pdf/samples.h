/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * samples - an image of a PDF file in shades of grey (ISO 32000-2, 8.6, 8.9)
 *
 * Colours are told roughly: what matters is that ink is darker than paper.
 */
#ifndef PN_EXTRACT_PDF_SAMPLES_H
#define PN_EXTRACT_PDF_SAMPLES_H

#include "extract/pdf/object.h"

/* Pictures that fit into such a square hold no text. */
#define PN_IMAGE_TINY 64
/* Pixels of an image; a page at 600 dpi has 35 million. */
#define PN_IMAGE_PIXELS (40u << 20)

/* What the dictionary of an image says. */
struct pn_image {
	uint32_t width, height;
	unsigned bits;	  /* of a sample: 1, 2, 4, 8 or 16 */
	unsigned samples; /* of a pixel; 0: colours that nobody knows here */
	bool inverted;	  /* the largest sample is the darkest */
	bool indexed;	  /* the samples are indexes of SHADES ... */
	unsigned char shades[256]; /* ... of grey */
};

/* pn_image_of - what image O says of itself */
struct pn_image pn_image_of(struct pn_pdf *pdf, struct pn_obj o);

/* pn_image_row - append line Y of the samples DATA, a byte of grey for each
 * pixel; white where DATA ends early. PN_ERR_LIMIT: OUT is full. */
enum pn_err pn_image_row(const struct pn_image *im, struct pn_bytes data,
    uint32_t y, struct pn_buf *out) PN_MUST_CHECK;

#endif
