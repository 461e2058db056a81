/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * picture - what is written in one picture
 *
 * What can't be read is told: a picture that is too large ("pixels"), time
 * for pictures that is over ("ocr"), a picture that can't be decoded
 * ("damaged").
 */
#ifndef PN_EXTRACT_OCR_PICTURE_H
#define PN_EXTRACT_OCR_PICTURE_H

#include "extract/format.h"

/* Pictures that fit into this square, or strips less high, hold no text:
 * icons, bullets, rulers. */
#define PN_OCR_TINY  64
#define PN_OCR_STRIP 12
/* The most that one picture may need when it is decoded, in pixels and in
 * bytes: what a worker can bear beside the message. A page at 600 dpi has
 * 35 million pixels of one bit. */
#define PN_OCR_PIXELS (64u << 20)
#define PN_OCR_BYTES  (128u << 20)

/* pn_ocr_reads - is TYPE (image/png ...) one that can be decoded? */
bool pn_ocr_reads(const char *type);

/*
 * pn_ocr_picture - hand on what is written in the picture of TYPE that is the
 * job's bytes, with the budget's reader (not NULL): by lines, or "page N" in
 * a file of several. *READ: was any of it large enough to be read? Of moving
 * pictures the first is read. PN_ERR_LIMIT.
 */
enum pn_err pn_ocr_picture(struct pn_job *job, const char *type, bool *read)
    PN_MUST_CHECK;

#endif
