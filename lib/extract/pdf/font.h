/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * font - what the bytes of shown strings stand for, and how wide they are
 *
 * Fonts are read once for a file and kept by their object number. What a code
 * stands for is told, in this order, by the ToUnicode CMap, the encoding, and
 * the embedded font program; where all are silent it is undecoded, and says
 * so. Standard: ISO 32000-2, 9.5 to 9.10.
 */
#ifndef PN_EXTRACT_PDF_FONT_H
#define PN_EXTRACT_PDF_FONT_H

#include "extract/pdf/fontfile.h"

/* How the strings of a font are cut into codes. */
enum pn_font_codes {
	PN_CODES_BYTE,	  /* simple fonts */
	PN_CODES_PAIR,	  /* Identity-H */
	PN_CODES_CMAP,	  /* by a CMap in the file */
	PN_CODES_CHARSET, /* by a predefined CMap over a charset */
	PN_CODES_UTF16,	  /* by a predefined Unicode CMap */
};

struct pn_font {
	struct pn_obj_id id; /* of its dictionary; num 0 for a direct one */
	bool vertical;	   /* writes downwards */
	bool type3;
	bool standard;	   /* widths of a standard font where none is told */
	bool tried_file;   /* the font program was asked */
	bool plain;	   /* what it can't tell is as in Windows */
	bool unicode;	   /* codes are characters: ToUnicode says so */
	bool bare;	   /* no program: what it can't tell has no glyph */
	enum pn_font_codes codes;
	const char *charset; /* PN_CODES_CHARSET: for base/charset.h */
	long cid_ascii;	     /* the CID of the blank and on; -1 */
	double matrix[6];    /* of a Type 3 font */
	double em;	     /* how high it is for the size 1 */
	double default_width, down; /* of CIDs: 1000 is the font's size */
	struct pn_codemap text;	   /* characters by code */
	struct pn_codemap width;   /* by code, or by CID; in 1/16 of 1/1000 */
	struct pn_codemap gid;	   /* glyphs by CID; empty for identity */
	struct pn_codemap program; /* characters by code or by glyph */
	struct pn_cmap cmap;
	struct pn_obj_id procs[256]; /* of a Type 3 font: the glyphs */
	bool quiet[256];	     /* those that show no text themselves */
	struct pn_font_known *known; /* of a simple font */
	struct pn_font *next;
};

/* All fonts of a file. Zero is empty. */
struct pn_fonts {
	struct pn_font *list;
	size_t n, bytes; /* what they hold, about */
	struct pn_fontlib lib;
};

/* One code of a string. */
struct pn_font_char {
	uint32_t code;
	unsigned len;	/* bytes of it; 0 in a table for "not yet" */
	bool blank;	/* the single byte 32: Tw applies */
	double width;	/* along the line, for the size 1 */
	uint32_t c;	/* the character; PN_MAP_NONE where it is unknown */
	const uint32_t *many; /* several of them: how many, and they */
};

/* The codes of a simple font that were seen, by byte. */
struct pn_font_known {
	struct pn_font_char chars[256];
	/* for content_strand.c: characters of ASCII, and how wide */
	char ascii[256];
	double widths[256];
};

/* pn_font_get - the font O, which belongs to FONTS. What is no font is read
 * as a standard one, as viewers do. PN_ERR_LIMIT. */
enum pn_err pn_font_get(struct pn_fonts *fonts, struct pn_pdf *pdf,
    struct pn_obj o, struct pn_font **out) PN_MUST_CHECK;

/* pn_font_next - the first code of the N bytes (at least one) at S */
enum pn_err pn_font_next(struct pn_fonts *fonts, struct pn_pdf *pdf,
    struct pn_font *f, const unsigned char *s, size_t n,
    struct pn_font_char *out) PN_MUST_CHECK;

/* pn_fonts_trim - forget the fonts when they are many: no pointer to one may
 * be in use. pn_fonts_free - free all */
void pn_fonts_trim(struct pn_fonts *fonts);
void pn_fonts_free(struct pn_fonts *fonts);

/* Of font_simple.c and font_wide.c: fill in F from the dictionary O. */
enum pn_err pn_font_simple(struct pn_fonts *fonts, struct pn_pdf *pdf,
    struct pn_obj o, struct pn_font *f) PN_MUST_CHECK;
enum pn_err pn_font_wide(struct pn_fonts *fonts, struct pn_pdf *pdf,
    struct pn_obj o, struct pn_font *f) PN_MUST_CHECK;

/* pn_font_tounicode - the ToUnicode CMap of O over what is in F */
enum pn_err pn_font_tounicode(struct pn_pdf *pdf, struct pn_obj o,
    struct pn_font *f) PN_MUST_CHECK;

#endif
