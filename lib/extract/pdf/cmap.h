/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmap - maps from character codes (ISO 32000-2, 9.7.5 and 9.10.3)
 *
 * One structure serves for all that a font maps: codes to characters
 * (ToUnicode), codes to CIDs (Encoding), CIDs to widths or glyphs. Codes have
 * up to four bytes; what is mapped of them is kept in pages.
 */
#ifndef PN_EXTRACT_PDF_CMAP_H
#define PN_EXTRACT_PDF_CMAP_H

#include <stdbool.h>
#include <stdint.h>
#include "extract/format.h"

/* What a map gives for a code that it does not have. */
#define PN_MAP_NONE 0xffffffffu
/* In a map to characters: this bit and an offset into CHARS, where a count
 * and so many characters are. */
#define PN_MAP_MANY 0x80000000u
/* The most characters one code may stand for. */
#define PN_MAP_CHARS 32

/* Values of codes. Zero is an empty one. */
struct pn_codemap {
	uint32_t **pages[256]; /* by the upper bytes of 24, 256 pages each */
	uint32_t *chars;       /* for PN_MAP_MANY */
	size_t n_chars, cap_chars;
	size_t n;	/* codes that were set */
	size_t n_pages; /* 1 KiB each */
};

/* pn_codemap_set - CODE (up to 24 bits; larger ones, and
 * codes too far apart, are left out) has VALUE */
void pn_codemap_set(struct pn_codemap *m, uint32_t code, uint32_t value);

/* pn_codemap_get - the value of CODE, or PN_MAP_NONE */
uint32_t pn_codemap_get(const struct pn_codemap *m, uint32_t code);

/* pn_codemap_set_chars - CODE stands for the N characters at C */
void pn_codemap_set_chars(struct pn_codemap *m, uint32_t code,
    const uint32_t *c, size_t n);

/* pn_codemap_free - frees what *M owns */
void pn_codemap_free(struct pn_codemap *m);

/* A range of codes of one length. */
struct pn_code_range {
	uint32_t low, high;
	unsigned bytes; /* 1 to 4 */
};

#define PN_CMAP_RANGES 64

/* A CMap. Zero is an empty one. */
struct pn_cmap {
	struct pn_codemap map;
	struct pn_code_range ranges[PN_CMAP_RANGES];
	unsigned n_ranges;
	bool vertical;
	char use[64]; /* the name after usecmap; "" */
};

/*
 * pn_cmap_read - read the CMap in BYTES over what is in *MAP: bfchar and
 * bfrange where CHARS, else cidchar and cidrange. PN_ERR_LIMIT: time is up
 * (of JOB), or it maps more than any font can need.
 */
enum pn_err pn_cmap_read(struct pn_cmap *cmap, struct pn_job *job,
    struct pn_bytes bytes, bool chars) PN_MUST_CHECK;

/* pn_cmap_next - the length of the first code of the N bytes (at least one)
 * at S, and the code */
unsigned pn_cmap_next(const struct pn_cmap *cmap, const unsigned char *s,
    size_t n, uint32_t *code);

/* pn_cmap_free - frees what *CMAP owns */
void pn_cmap_free(struct pn_cmap *cmap);

#endif
