/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * font_simple - Type 1, TrueType and Type 3 fonts: a byte is a character
 *
 * The base encoding, then the differences with their glyph names, then what
 * the ToUnicode CMap says. Names that only count are read as codes where all
 * of them agree with the codes that they stand at, as bitmap fonts of TeX
 * have them; others stay undecoded.
 *
 * Standard: ISO 32000-2, 9.6; Adobe Glyph List.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "extract/pdf/font.h"
#include "extract/pdf/glyphs.h"

/* Bits of a font descriptor's flags. */
#define FLAG_FIXED    1
#define FLAG_SYMBOLIC 4
/* Members of a Differences array that are looked at. */
#define MAX_DIFFERENCES 2048

/* What a simple font says of itself. */
struct simple {
	char base[128]; /* the name without the subset's tag */
	bool truetype, embedded, symbolic;
	long flags;
};

/* described - read what decides about encoding and widths */
static void
described(struct pn_pdf *pdf, struct pn_obj o, struct simple *s)
{
	struct pn_obj desc = pn_obj_get(pdf, o, "/FontDescriptor");
	const char *name;

	s->truetype =
	    pn_obj_is(pdf, pn_obj_get(pdf, o, "/Subtype"), "/TrueType");
	s->flags = pn_obj_int(pdf, pn_obj_get(pdf, desc, "/Flags"), 0);
	s->symbolic = s->flags & FLAG_SYMBOLIC;
	s->embedded = pn_obj_kind(pdf, pn_obj_get(pdf, desc, "/FontFile")) ==
			  PN_OBJ_STREAM ||
		      pn_obj_kind(pdf, pn_obj_get(pdf, desc, "/FontFile2")) ==
			  PN_OBJ_STREAM ||
		      pn_obj_kind(pdf, pn_obj_get(pdf, desc, "/FontFile3")) ==
			  PN_OBJ_STREAM;
	name = pn_obj_name(pdf, pn_obj_get(pdf, o, "/BaseFont"));
	name += name[0] == '/';
	if (strlen(name) > 7 && name[6] == '+')
		name += 7;
	snprintf(s->base, sizeof(s->base), "%s", name);
}

/* named_encoding - the table of a named encoding; NULL */
static const uint16_t *
named_encoding(struct pn_pdf *pdf, struct pn_obj o)
{
	if (pn_obj_is(pdf, o, "/WinAnsiEncoding"))
		return pn_encoding_win;
	if (pn_obj_is(pdf, o, "/MacRomanEncoding"))
		return pn_encoding_mac;
	if (pn_obj_is(pdf, o, "/StandardEncoding"))
		return pn_encoding_standard;
	return NULL;
}

/* base_encoding - what codes mean before any differences; NULL where only
 * the font program knows */
static const uint16_t *
base_encoding(struct pn_pdf *pdf, struct pn_obj enc, const struct simple *s)
{
	const uint16_t *t = named_encoding(pdf, enc);

	if (t == NULL)
		t = named_encoding(pdf, pn_obj_get(pdf, enc, "/BaseEncoding"));
	if (strncmp(s->base, "Symbol", 6) == 0 && !s->truetype)
		return pn_encoding_symbol;
	if (strstr(s->base, "Dingbats") && !s->truetype)
		return pn_encoding_dingbats;
	if (t == NULL && !s->embedded)
		t = s->truetype ? pn_encoding_win : pn_encoding_standard;
	if (t == NULL && !s->symbolic && pn_obj_kind(pdf, enc) == PN_OBJ_DICT)
		t = pn_encoding_standard;
	return t;
}

/* A difference whose name only counts. */
struct counted {
	unsigned n, decimal, hex; /* how many, and how many are their code */
	unsigned char codes[256];
};

/* difference - CODE is the glyph NAME */
static void
difference(
    struct pn_font *f, unsigned code, const char *name, struct counted *c)
{
	uint32_t chars[PN_GLYPH_CHARS];
	unsigned k;
	int hex = 0;
	long v;

	name += name[0] == '/';
	k = pn_glyph_chars(name, chars);
	pn_codemap_set(&f->text, code, PN_MAP_NONE);
	if (k) {
		pn_codemap_set_chars(&f->text, code, chars, k);
		return;
	}
	v = pn_glyph_number(name, &hex);
	if (v < 0 || c->n == 256)
		return;
	c->codes[c->n++] = (unsigned char)code;
	c->decimal += !hex && v == (long)code;
	hex = 1;
	c->hex += pn_glyph_number(name, &hex) == (long)code;
}

/* differences - the Differences array over the base encoding */
static void
differences(struct pn_pdf *pdf, struct pn_obj enc, struct pn_font *f)
{
	struct pn_obj a = pn_obj_get(pdf, enc, "/Differences");
	size_t n = pn_obj_len(pdf, a);
	struct counted c = {0};
	long code = 0;

	if (n > MAX_DIFFERENCES)
		n = MAX_DIFFERENCES;
	for (size_t i = 0; i < n; i++) {
		struct pn_obj o = pn_obj_at(pdf, a, i);

		if (pn_obj_kind(pdf, o) == PN_OBJ_NUMBER) {
			code = pn_obj_int(pdf, o, 0);
		} else {
			if (code >= 0 && code < 256)
				difference(
				    f, (unsigned)code, pn_obj_name(pdf, o), &c);
			code++;
		}
	}
	if (c.n == 0 || (c.decimal != c.n && c.hex != c.n))
		return;
	for (unsigned i = 0; i < c.n; i++)
		if (pn_encoding_win[c.codes[i]])
			pn_codemap_set(
			    &f->text, c.codes[i], pn_encoding_win[c.codes[i]]);
}

/* standard_widths - the widths of a font that needs not tell them */
static void
standard_widths(struct pn_font *f, const struct simple *s)
{
	bool bold = strstr(s->base, "Bold") || strstr(s->base, "bold");
	const uint16_t *w;

	if (strncmp(s->base, "Courier", 7) == 0 || s->flags & FLAG_FIXED) {
		f->default_width = .6;
		return;
	}
	w = pn_std_widths[(strncmp(s->base, "Times", 5) == 0 ? 2 : 0) + bold];
	for (unsigned code = 0; code < 256; code++) {
		uint32_t c = pn_codemap_get(&f->text, code);

		if (c >= 32 && c < 256)
			pn_codemap_set(&f->width, code, w[c - 32] * 16u);
	}
}

/* widths - what the font says of the widths of its codes */
static void
widths(struct pn_pdf *pdf, struct pn_obj o, struct pn_font *f,
    const struct simple *s)
{
	struct pn_obj a = pn_obj_get(pdf, o, "/Widths");
	struct pn_obj desc = pn_obj_get(pdf, o, "/FontDescriptor");
	long first = pn_obj_int(pdf, pn_obj_get(pdf, o, "/FirstChar"), 0);
	size_t n = pn_obj_len(pdf, a);
	double widest = 0, unit = f->type3 ? f->matrix[0] * 1000 : 1;

	f->default_width =
	    pn_obj_num(pdf, pn_obj_get(pdf, desc, "/MissingWidth"), 0) / 1000;
	if (n == 0) {
		f->default_width = .5;
		standard_widths(f, s);
		return;
	}
	for (size_t i = 0; i < n && i < 256; i++) {
		double w = pn_obj_num(pdf, pn_obj_at(pdf, a, i), 0) * unit * 16;
		long code = first + (long)i;

		if (code >= 0 && code < 256 && w >= 0 && w < 1e8) {
			pn_codemap_set(&f->width, (uint32_t)code, (uint32_t)w);
			widest = w > widest ? w : widest;
		}
	}
	/* boxes of them are often wrong: about as high as the widest is wide */
	if (f->type3 && f->em < widest / 16000)
		f->em = widest / 16000;
	if (f->type3 && f->em <= 0)
		f->em = 1;
}

/* glyphs_of_type3 - remember the procedures that draw them */
static void
glyphs_of_type3(struct pn_pdf *pdf, struct pn_obj o, struct pn_font *f)
{
	struct pn_obj procs = pn_obj_get(pdf, o, "/CharProcs");
	struct pn_obj m = pn_obj_get(pdf, o, "/FontMatrix");
	struct pn_obj a =
	    pn_obj_get(pdf, pn_obj_get(pdf, o, "/Encoding"), "/Differences");
	size_t n = pn_obj_len(pdf, a);
	struct pn_obj box = pn_obj_get(pdf, o, "/FontBBox");
	char name[64];
	double high;
	long code = 0;

	for (size_t i = 0; i < 6; i++)
		f->matrix[i] = pn_obj_num(
		    pdf, pn_obj_at(pdf, m, i), i == 0 || i == 3 ? .001 : 0);
	high = pn_obj_num(pdf, pn_obj_at(pdf, box, 3), 0) -
	       pn_obj_num(pdf, pn_obj_at(pdf, box, 1), 0);
	f->em = fabs(high * f->matrix[3]);
	for (size_t i = 0; i < n && i < MAX_DIFFERENCES; i++) {
		struct pn_obj d = pn_obj_at(pdf, a, i);

		if (pn_obj_kind(pdf, d) == PN_OBJ_NUMBER) {
			code = pn_obj_int(pdf, d, 0);
			continue;
		}
		snprintf(name, sizeof(name), "%s", pn_obj_name(pdf, d));
		if (code >= 0 && code < 256 && name[0] == '/')
			f->procs[code] =
			    pn_obj_id(pdf, pn_obj_get(pdf, procs, name));
		code++;
	}
}

/* counts_from_1 - are there glyphs at the first codes, where text has none? */
static bool
counts_from_1(const struct pn_font *f)
{
	unsigned n = 0;

	for (uint32_t code = 1; code < 32; code++) {
		uint32_t w = pn_codemap_get(&f->width, code);

		n += w != PN_MAP_NONE && w != 0 && code != '\t' &&
		    code != '\n' && code != '\r';
	}
	return n > 2;
}

enum pn_err
pn_font_simple(struct pn_fonts *fonts, struct pn_pdf *pdf, struct pn_obj o,
    struct pn_font *f)
{
	struct pn_obj enc = pn_obj_get(pdf, o, "/Encoding");
	struct simple s = {0};
	const uint16_t *base;

	f->codes = PN_CODES_BYTE;
	f->type3 = pn_obj_is(pdf, pn_obj_get(pdf, o, "/Subtype"), "/Type3");
	described(pdf, o, &s);
	base =
	    f->type3 ? named_encoding(pdf, enc) : base_encoding(pdf, enc, &s);
	for (unsigned code = 0; base && code < 256; code++)
		if (base[code])
			pn_codemap_set(&f->text, code, base[code]);
	differences(pdf, enc, f);
	if (f->type3)
		glyphs_of_type3(pdf, o, f);
	widths(pdf, o, f, &s);
	/* without a map that can be turned round, codes are what they are in
	 * Windows, except in subsets, which count their glyphs from 1 */
	f->plain =
	    s.embedded && base == NULL && !f->type3 && !counts_from_1(f);
	f->bare = !s.embedded && !f->type3;
	if (f->id.num == 0 && s.embedded && base == NULL) {
		/* it can't be found again later */
		enum pn_err err = pn_fontfile_codes(&fonts->lib, pdf,
		    pn_obj_get(pdf, o, "/FontDescriptor"), &f->program);

		f->tried_file = true;
		if (err == PN_ERR_LIMIT)
			return err;
	}
	return pn_font_tounicode(pdf, o, f);
}
