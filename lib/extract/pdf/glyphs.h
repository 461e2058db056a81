/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * glyphs - the names of glyphs, and the encodings and widths that PDF knows
 */
#ifndef PN_EXTRACT_PDF_GLYPHS_H
#define PN_EXTRACT_PDF_GLYPHS_H

#include <stddef.h>
#include <stdint.h>

struct pn_glyph_name {
	char name[20];
	uint16_t c;
};

/* All known names, in the order of strcmp. */
extern const struct pn_glyph_name pn_glyph_names[];
extern const size_t pn_n_glyph_names;

/* What the codes of the named encodings stand for; 0 for nothing. */
extern const uint16_t pn_encoding_standard[256];
extern const uint16_t pn_encoding_win[256];
extern const uint16_t pn_encoding_mac[256];
extern const uint16_t pn_encoding_symbol[256];
extern const uint16_t pn_encoding_dingbats[256];

/* Widths of the standard fonts by the codes 32 to 255 of the Windows
 * encoding: Helvetica, Helvetica bold, Times, Times bold. */
extern const uint16_t pn_std_widths[4][224];

/* The most characters that one glyph stands for. */
#define PN_GLYPH_CHARS 4

/*
 * pn_glyph_chars - what the glyph called NAME stands for, into OUT; how many
 * characters, 0 where the name means nothing ("g123", ".notdef"). Follows the
 * Adobe Glyph List specification: a suffix after a dot is dropped, parts that
 * "_" joins stand side by side, uniXXXX and uXXXXX are numbers.
 */
unsigned pn_glyph_chars(const char *name, uint32_t out[PN_GLYPH_CHARS]);

/* pn_glyph_number - the number in a name such as "g12", "cid00012", "C0041"
 * or "a65"; -1 for none. *HEX is set where it has to be hexadecimal. */
long pn_glyph_number(const char *name, int *hex);

#endif
