/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * frame - how large a picture is, where Leptonica would decode it to tell
 *
 * GIF (89a) and BMP; nothing here trusts a number that the file names.
 */
#ifndef PN_EXTRACT_OCR_FRAME_H
#define PN_EXTRACT_OCR_FRAME_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"

/* Pixels across and down, and bits that each takes when it is decoded. */
struct pn_frame {
	uint32_t width, height;
	unsigned bits;
};

/* pn_frame_bmp - of a BMP file; false where its header is cut */
bool pn_frame_bmp(struct pn_bytes b, struct pn_frame *out);

/*
 * pn_frame_gif - of the first picture of a GIF file (its place on the screen
 * counted in) and, in ALONE (appended to), a file that holds that one only:
 * the decoder would unpack all of them. False where there is none.
 */
bool pn_frame_gif(
    struct pn_bytes b, struct pn_frame *out, struct pn_buf *alone);

#endif
