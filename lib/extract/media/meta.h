/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * meta - what a picture says beside its pixels
 *
 * Readers of the containers (JPEG, PNG ...) find the blocks of metadata and
 * what lies behind the picture; the text of all blocks is gathered here as
 * lines "Name: value" and handed on at the end as one hidden text ("metadata").
 * Dates, serial numbers and what programs note for themselves are left out
 * where they are short, as nobody reads them and numbers look like numbers.
 */
#ifndef PN_EXTRACT_META_H
#define PN_EXTRACT_META_H

#include "extract/format.h"

struct pn_meta {
	struct pn_job *job;
	struct pn_buf out;
	struct pn_buf xmp; /* of an extended packet, piece by piece */
	struct pn_buf psd; /* of Photoshop resources, piece by piece */
	unsigned depth;	   /* blocks within blocks */
};

/* pn_meta_init, pn_meta_free - begin and end; free hands nothing on */
void pn_meta_init(struct pn_meta *m, struct pn_job *job);
void pn_meta_free(struct pn_meta *m);

/* pn_meta_text - VALUE, in CHARSET (NULL: guessed), called NAME. Bytes that
 * are no text are left out. */
enum pn_err pn_meta_text(struct pn_meta *m, const char *name,
    struct pn_bytes value, const char *charset) PN_MUST_CHECK;

/* pn_meta_xmp - an XMP packet (ISO 16684-1) */
enum pn_err pn_meta_xmp(struct pn_meta *m, struct pn_bytes xml) PN_MUST_CHECK;

/* pn_meta_iptc - IPTC-IIM datasets; pn_meta_psd - Photoshop resources, which
 * hold the other kinds */
enum pn_err pn_meta_iptc(struct pn_meta *m, struct pn_bytes b) PN_MUST_CHECK;
enum pn_err pn_meta_psd(struct pn_meta *m, struct pn_bytes b) PN_MUST_CHECK;

/* pn_meta_tiff - a TIFF file, or EXIF, which is one (tiff.c). EXIF: a second
 * picture in it is a thumbnail */
enum pn_err pn_meta_tiff(struct pn_meta *m, struct pn_bytes b, bool exif)
    PN_MUST_CHECK;

/* pn_meta_search - XMP and EXIF wherever they lie in B */
enum pn_err pn_meta_search(struct pn_meta *m, struct pn_bytes b)
    PN_MUST_CHECK;

/* pn_meta_trailing - B lies behind the end of the picture: hidden "trailing",
 * a member. Padding is left out. */
enum pn_err pn_meta_trailing(struct pn_meta *m, struct pn_bytes b)
    PN_MUST_CHECK;

/* pn_meta_flush - hand on what has been gathered */
enum pn_err pn_meta_flush(struct pn_meta *m) PN_MUST_CHECK;

/* Readers of containers, each in the file of its name; B is the file. */
enum pn_err pn_meta_jpeg(struct pn_meta *m, struct pn_bytes b) PN_MUST_CHECK;
enum pn_err pn_meta_png(struct pn_meta *m, struct pn_bytes b) PN_MUST_CHECK;
enum pn_err pn_meta_gif(struct pn_meta *m, struct pn_bytes b) PN_MUST_CHECK;
/* RIFF (WebP, WAV, AVI), ISO media (HEIC, AVIF, MP4), Photoshop: boxes.c */
enum pn_err pn_meta_riff(struct pn_meta *m, struct pn_bytes b) PN_MUST_CHECK;
enum pn_err pn_meta_boxes(struct pn_meta *m, struct pn_bytes b) PN_MUST_CHECK;
enum pn_err pn_meta_photoshop(struct pn_meta *m, struct pn_bytes b)
    PN_MUST_CHECK;

/* pn_meta_be32 - a big-endian number at AT; 0 past the end */
static inline uint32_t
pn_meta_be32(struct pn_bytes b, size_t at)
{
	if (at >= b.n || b.n - at < 4)
		return 0;
	return (uint32_t)b.p[at] << 24 | (uint32_t)b.p[at + 1] << 16 |
	       (uint32_t)b.p[at + 2] << 8 | b.p[at + 3];
}

/* pn_meta_be16 - the same of two bytes */
static inline unsigned
pn_meta_be16(struct pn_bytes b, size_t at)
{
	if (at >= b.n || b.n - at < 2)
		return 0;
	return (unsigned)b.p[at] << 8 | b.p[at + 1];
}

#endif
