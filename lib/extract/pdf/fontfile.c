/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fontfile - what an embedded font program knows of its characters
 *
 * FreeType reads the program from memory (Type 1, CFF, TrueType, OpenType);
 * no outline is ever loaded. Names of glyphs are believed first, then the
 * Unicode character map, and for TrueType fonts with only a Macintosh map
 * that one, from the blank on: subset fonts number their glyphs from 1.
 *
 * Standard: ISO 32000-2, 9.6.5 (character encoding), 9.9 (embedded fonts).
 */
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_CID_H
#include FT_TRUETYPE_TABLES_H
#include "extract/pdf/fontfile.h"
#include "extract/pdf/glyphs.h"

/* The longest glyph name that is looked at. */
#define MAX_NAME 64
/* Where symbol fonts keep their codes in a character map. */
#define SYMBOL_BASE 0xf000u

void
pn_fontlib_free(struct pn_fontlib *lib)
{
	if (lib->library)
		FT_Done_FreeType(lib->library);
	lib->library = NULL;
}

/* A font program that was opened. */
struct program {
	struct pn_obj_data data;
	FT_Face face;
	struct pn_codemap unicode; /* characters by glyph, from its map */
	bool truetype;
};

/* reverse - note the Unicode character map by glyph */
static void
reverse(struct program *g)
{
	FT_UInt glyph = 0;
	FT_ULong c;
	unsigned left = 0x20000;

	if (FT_Select_Charmap(g->face, FT_ENCODING_UNICODE) != 0)
		return;
	for (c = FT_Get_First_Char(g->face, &glyph); glyph && left;
	     c = FT_Get_Next_Char(g->face, c, &glyph), left--) {
		if (c < 0x20 || (c >= 0xe000 && c < 0xf900) || c > 0x10ffff)
			continue;
		if (pn_codemap_get(&g->unicode, glyph) == PN_MAP_NONE)
			pn_codemap_set(&g->unicode, glyph, (uint32_t)c);
	}
}

/* open_program - the program that DESC embeds; false where there is none */
static enum pn_err
open_program(struct pn_fontlib *lib, struct pn_pdf *pdf, struct pn_obj desc,
    struct program *g)
{
	static const char *const keys[] = {
	    "/FontFile", "/FontFile2", "/FontFile3"};
	FT_Library library = lib->library;
	const char *damage;
	struct pn_obj o;
	enum pn_err err;

	for (int i = 0; i < 3 && g->face == NULL; i++) {
		o = pn_obj_get(pdf, desc, keys[i]);
		if (pn_obj_kind(pdf, o) != PN_OBJ_STREAM)
			continue;
		if (library == NULL && FT_Init_FreeType(&library) != 0)
			return PN_OK;
		lib->library = library;
		pn_obj_data_free(&g->data);
		/* a broken font shows where its glyphs are unknown */
		damage = pdf->job->damage;
		err = pn_obj_stream(pdf, o, &g->data);
		pdf->job->damage = damage;
		if (err == PN_ERR_LIMIT)
			return err;
		if (err != PN_OK ||
		    FT_New_Memory_Face(library,
			(const FT_Byte *)g->data.buf.data,
			(FT_Long)g->data.buf.len, 0, &g->face) != 0)
			g->face = NULL;
	}
	if (g->face) {
		g->truetype = FT_IS_SFNT(g->face) &&
			      FT_Get_Sfnt_Table(g->face, FT_SFNT_HEAD) != NULL;
		reverse(g);
	}
	return PN_OK;
}

static void
close_program(struct program *g)
{
	if (g->face)
		FT_Done_Face(g->face);
	pn_codemap_free(&g->unicode);
	pn_obj_data_free(&g->data);
}

/* glyph_chars - what glyph N of the program stands for; 0 where it is not
 * told */
static unsigned
glyph_chars(struct program *g, FT_UInt n, uint32_t out[PN_GLYPH_CHARS])
{
	char name[MAX_NAME];
	unsigned k = 0;
	uint32_t c;

	if (FT_HAS_GLYPH_NAMES(g->face) &&
	    FT_Get_Glyph_Name(g->face, n, name, sizeof(name)) == 0)
		k = pn_glyph_chars(name, out);
	if (k == 0) {
		c = pn_codemap_get(&g->unicode, n);
		if (c != PN_MAP_NONE) {
			out[0] = c;
			k = 1;
		}
	}
	return k;
}

/* pick_map - choose the character map by which codes choose glyphs; what has
 * to be added to a code, or -1 where there is none */
static long
pick_map(FT_Face face, bool *mac)
{
	FT_CharMap best = NULL;

	*mac = false;
	for (int i = 0; i < face->num_charmaps; i++) {
		FT_CharMap m = face->charmaps[i];

		if (m->platform_id == 3 && m->encoding_id == 0) {
			best = m;
			*mac = false;
			break;
		}
		if (m->platform_id == 1 && m->encoding_id == 0) {
			best = m;
			*mac = true;
		}
		if (best == NULL && m->platform_id == 7 &&
		    m->encoding != FT_ENCODING_UNICODE)
			best = m;
	}
	if (best == NULL || FT_Set_Charmap(face, best) != 0)
		return -1;
	return best->platform_id == 3 ? (long)SYMBOL_BASE : 0;
}

enum pn_err
pn_fontfile_codes(struct pn_fontlib *lib, struct pn_pdf *pdf,
    struct pn_obj desc, struct pn_codemap *out)
{
	struct program g = {0};
	enum pn_err err = open_program(lib, pdf, desc, &g);
	bool mac = false;
	long base = g.face ? pick_map(g.face, &mac) : -1;

	for (uint32_t code = 0; base >= 0 && code < 256; code++) {
		uint32_t c[PN_GLYPH_CHARS];
		FT_UInt n = FT_Get_Char_Index(g.face, (FT_ULong)base + code);
		unsigned k;

		if (n == 0 && base)
			n = FT_Get_Char_Index(g.face, code);
		if (n == 0)
			continue;
		k = glyph_chars(&g, n, c);
		if (k == 0 && mac && code >= 0x20 && pn_encoding_mac[code]) {
			c[0] = pn_encoding_mac[code];
			k = 1;
		}
		pn_codemap_set_chars(out, code, c, k);
	}
	close_program(&g);
	return err;
}

enum pn_err
pn_fontfile_glyphs(struct pn_fontlib *lib, struct pn_pdf *pdf,
    struct pn_obj desc, struct pn_codemap *out)
{
	struct program g = {0};
	enum pn_err err = open_program(lib, pdf, desc, &g);
	FT_Long n = g.face ? g.face->num_glyphs : 0;

	if (n > 65536)
		n = 65536;
	if (err == PN_OK)
		err = pn_job_work(pdf->job, (uint64_t)n * 16);
	for (FT_UInt i = 1; err == PN_OK && i < (FT_UInt)n; i++) {
		uint32_t c[PN_GLYPH_CHARS], at = i;
		FT_UInt cid = 0;
		unsigned k = glyph_chars(&g, i, c);

		if (k && FT_IS_CID_KEYED(g.face) &&
		    FT_Get_CID_From_Glyph_Index(g.face, i, &cid) == 0)
			at = cid;
		pn_codemap_set_chars(out, at, c, k);
	}
	close_program(&g);
	return err;
}
