/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * font - what the bytes of shown strings stand for
 *
 * The cache of a file's fonts, and the way through a string. Fonts are found
 * by object number; a direct font dictionary is read each time that it is
 * chosen. The font program is only opened when a code comes up that nothing
 * else explains.
 */
#include <stdlib.h>
#include <string.h>
#include "base/charset.h"
#include "base/mem.h"
#include "base/uni.h"
#include "extract/pdf/font.h"
#include "extract/pdf/glyphs.h"

/* Fonts that are kept from page to page. */
#define KEEP_FONTS 512
#define KEEP_BYTES (24u << 20)
/* What the fonts of one page may hold. */
#define MAX_BYTES (96u << 20)
/* CMaps that use one another. */
#define MAX_USE 4

static void
font_free(struct pn_font *f)
{
	pn_codemap_free(&f->text);
	pn_codemap_free(&f->width);
	pn_codemap_free(&f->gid);
	pn_codemap_free(&f->program);
	pn_cmap_free(&f->cmap);
	free(f->known);
	free(f);
}

void
pn_fonts_free(struct pn_fonts *fonts)
{
	while (fonts->list) {
		struct pn_font *f = fonts->list;

		fonts->list = f->next;
		font_free(f);
	}
	pn_fontlib_free(&fonts->lib);
	fonts->n = fonts->bytes = 0;
}

void
pn_fonts_trim(struct pn_fonts *fonts)
{
	if (fonts->n > KEEP_FONTS || fonts->bytes > KEEP_BYTES)
		pn_fonts_free(fonts);
}

/* size_of - about what F holds */
static size_t
size_of(const struct pn_font *f)
{
	return sizeof(*f) +
	       1024 * (f->text.n_pages + f->width.n_pages + f->gid.n_pages +
			  f->cmap.map.n_pages) +
	       4 * f->text.cap_chars;
}

/* is_blank - a value that shows no character */
static bool
is_blank(uint32_t v)
{
	return v <= 0x20 || v == 0xa0 || v == 0xad || v == 0xfffd ||
	       (v >= 0x2000 && v <= 0x200f) || v == 0x3000 || v == 0xfeff;
}

/* Codes of a ToUnicode CMap from which on it can be called a lie. */
#define LIE_CODES 8

/* lies - does map M say the same of all its codes, or nothing of any? */
static bool
lies(const struct pn_codemap *m)
{
	uint32_t first = PN_MAP_NONE;
	bool same = true, blank = true;
	size_t n = 0;

	for (uint32_t code = 0; code < 0x10000; code++) {
		uint32_t v;

		if ((code & 0xff) == 0 &&
		    (m->pages[0] == NULL || m->pages[0][code >> 8] == NULL)) {
			code |= 0xff;
			continue;
		}
		v = pn_codemap_get(m, code);
		if (v == PN_MAP_NONE)
			continue;
		first = n++ ? first : v;
		same = same && v == first;
		blank = blank && is_blank(v);
		if (!same && !blank)
			return false;
	}
	return n >= LIE_CODES;
}

/* believe - take what the ToUnicode map SAID into F, but no blank for a
 * character that the encoding names */
static void
believe(struct pn_font *f, struct pn_codemap *said)
{
	if (lies(said))
		return;
	if (f->codes != PN_CODES_BYTE) {
		pn_codemap_free(&f->text);
		f->text = *said;
		*said = (struct pn_codemap){0};
		return;
	}
	for (uint32_t code = 0; code < 256; code++) {
		uint32_t v = pn_codemap_get(said, code);
		uint32_t old = pn_codemap_get(&f->text, code);
		const uint32_t *many;

		if (v == PN_MAP_NONE ||
		    (is_blank(v) && old != PN_MAP_NONE && !is_blank(old)))
			continue;
		many =
		    v & PN_MAP_MANY ? said->chars + (v & ~PN_MAP_MANY) : NULL;
		if (many)
			pn_codemap_set_chars(&f->text, code, many + 1, many[0]);
		else
			pn_codemap_set(&f->text, code, v);
	}
}

enum pn_err
pn_font_tounicode(struct pn_pdf *pdf, struct pn_obj o, struct pn_font *f)
{
	struct pn_cmap said = {0};
	struct pn_obj map[MAX_USE];
	enum pn_err err = PN_OK;
	size_t n = 0;

	map[0] = pn_obj_get(pdf, o, "/ToUnicode");
	f->unicode = pn_obj_is(pdf, map[0], "/Identity-H") ||
		     pn_obj_is(pdf, map[0], "/Identity-V");
	while (n < MAX_USE && pn_obj_kind(pdf, map[n]) == PN_OBJ_STREAM) {
		if (++n < MAX_USE)
			map[n] = pn_obj_get(pdf, map[n - 1], "/UseCMap");
	}
	/* each is read over the one that it uses */
	while (n-- > 0 && err != PN_ERR_LIMIT) {
		struct pn_obj_data d;

		err = pn_obj_stream(pdf, map[n], &d);
		if (err == PN_OK)
			err = pn_cmap_read(
			    &said, pdf->job, pn_buf_bytes(&d.buf), true);
		pn_obj_data_free(&d);
	}
	believe(f, &said.map);
	pn_cmap_free(&said);
	return err == PN_ERR_LIMIT ? err : PN_OK;
}

enum pn_err
pn_font_get(struct pn_fonts *fonts, struct pn_pdf *pdf, struct pn_obj o,
    struct pn_font **out)
{
	struct pn_obj_id id = pn_obj_id(pdf, o);
	struct pn_font *f;
	enum pn_err err;
	unsigned mark;

	*out = NULL;
	for (f = fonts->list; id.num && f; f = f->next)
		if (f->id.num == id.num) {
			*out = f;
			return PN_OK;
		}
	mark = pn_pdf_mark(pdf);
	f = pn_alloc(sizeof(*f));
	f->id = id;
	f->cid_ascii = -1;
	f->em = 1;
	if (pn_obj_is(pdf, pn_obj_get(pdf, o, "/Subtype"), "/Type0"))
		err = pn_font_wide(fonts, pdf, o, f);
	else
		err = pn_font_simple(fonts, pdf, o, f);
	f->next = fonts->list;
	fonts->list = f;
	fonts->n++;
	fonts->bytes += size_of(f);
	pn_pdf_release(pdf, mark);
	if (err == PN_OK && fonts->bytes > MAX_BYTES)
		err = pn_job_limit(pdf->job, "memory");
	*out = f;
	return err == PN_ERR_LIMIT ? err : PN_OK;
}

/* ask_program - let the embedded font program say what it knows */
static enum pn_err
ask_program(struct pn_fonts *fonts, struct pn_pdf *pdf, struct pn_font *f)
{
	unsigned mark = pn_pdf_mark(pdf);
	struct pn_obj o;
	enum pn_err err;

	f->tried_file = true;
	if (f->id.num == 0 || f->type3)
		return PN_OK;
	o = pn_obj_by_id(pdf, f->id);
	if (f->codes == PN_CODES_BYTE)
		err = pn_fontfile_codes(&fonts->lib, pdf,
		    pn_obj_get(pdf, o, "/FontDescriptor"), &f->program);
	else
		err = pn_fontfile_glyphs(&fonts->lib, pdf,
		    pn_obj_get(pdf,
			pn_obj_at(
			    pdf, pn_obj_get(pdf, o, "/DescendantFonts"), 0),
			"/FontDescriptor"),
		    &f->program);
	pn_pdf_release(pdf, mark);
	return err == PN_ERR_LIMIT ? err : PN_OK;
}

/* from_charset - what the bytes of a code are in the font's charset */
static void
from_charset(
    struct pn_font *f, const unsigned char *s, unsigned n, uint32_t code)
{
	struct pn_buf out;
	uint32_t c[PN_MAP_CHARS];
	size_t k = 0;
	const char *p, *end;

	pn_buf_init(&out, 256);
	if (pn_charset_to_utf8(&out, f->charset, (struct pn_bytes){s, n}) ==
	    PN_OK) {
		p = out.data;
		end = p + out.len;
		while (p < end && k < PN_MAP_CHARS)
			c[k++] = pn_utf8_next(&p, end);
	}
	if (k && c[0] != 0xfffd)
		pn_codemap_set_chars(&f->text, code, c, k);
	pn_buf_free(&out);
}

/* unmapped - look further for CODE, which no map of the file has */
static enum pn_err
unmapped(struct pn_fonts *fonts, struct pn_pdf *pdf, struct pn_font *f,
    uint32_t cid, struct pn_font_char *out)
{
	const struct pn_codemap *m = &f->program;
	uint32_t glyph = cid, v;
	enum pn_err err = PN_OK;

	if (f->cid_ascii >= 0 && cid >= (uint32_t)f->cid_ascii &&
	    cid < (uint32_t)f->cid_ascii + 95) {
		out->c = 0x20 + cid - (uint32_t)f->cid_ascii;
		return PN_OK;
	}
	if (!f->tried_file)
		err = ask_program(fonts, pdf, f);
	if (f->gid.n)
		glyph = pn_codemap_get(&f->gid, cid);
	v = glyph == PN_MAP_NONE ? glyph : pn_codemap_get(m, glyph);
	if (v == PN_MAP_NONE && f->plain && pn_encoding_win[cid & 0xff])
		v = pn_encoding_win[cid & 0xff];
	if (v == PN_MAP_NONE && f->bare && cid < 32)
		v = ' ';
	out->c = v;
	if (v != PN_MAP_NONE && v & PN_MAP_MANY)
		out->many = m->chars + (v & ~PN_MAP_MANY);
	return err;
}

/* cut - the first code of a string */
static void
cut(const struct pn_font *f, const unsigned char *s, size_t n,
    struct pn_font_char *out)
{
	if (f->codes == PN_CODES_BYTE) {
		out->len = 1;
		out->code = s[0];
	} else if (f->codes == PN_CODES_CMAP || f->codes == PN_CODES_CHARSET) {
		out->len = pn_cmap_next(&f->cmap, s, n, &out->code);
	} else {
		out->len = n < 2 ? 1 : 2;
		out->code = n < 2 ? s[0] : (uint32_t)s[0] << 8 | s[1];
		if (f->codes == PN_CODES_UTF16 && n >= 4 &&
		    (s[0] & 0xfc) == 0xd8) {
			out->len = 4;
			out->code = 0x10000 + ((out->code - 0xd800) << 10) +
				    (((uint32_t)s[2] << 8 | s[3]) & 0x3ff);
		}
	}
	out->blank = out->len == 1 && s[0] == ' ';
}

/* width_of - how wide the code is; CID is what it chose */
static double
width_of(const struct pn_font *f, uint32_t cid, const struct pn_font_char *ch)
{
	uint32_t w = pn_codemap_get(&f->width, cid);

	if (f->vertical)
		return f->down;
	if (w != PN_MAP_NONE)
		return w / 16000.0;
	/* half as wide, in the fonts of East Asia */
	if (f->codes == PN_CODES_CHARSET && ch->len == 1)
		return f->default_width / 2;
	return f->default_width;
}

enum pn_err
pn_font_next(struct pn_fonts *fonts, struct pn_pdf *pdf, struct pn_font *f,
    const unsigned char *s, size_t n, struct pn_font_char *out)
{
	enum pn_err err = PN_OK;
	uint32_t cid, v;

	if (f->known && f->known->chars[s[0]].len) {
		*out = f->known->chars[s[0]];
		return PN_OK;
	}
	out->many = NULL;
	cut(f, s, n, out);
	cid = out->code;
	if (f->codes == PN_CODES_CMAP)
		cid = pn_codemap_get(&f->cmap.map, out->code);
	v = pn_codemap_get(&f->text, out->code);
	if (v == PN_MAP_NONE && f->codes == PN_CODES_CHARSET) {
		from_charset(f, s, out->len, out->code);
		v = pn_codemap_get(&f->text, out->code);
	}
	if (v == PN_MAP_NONE && (f->codes == PN_CODES_UTF16 || f->unicode))
		v = out->code;
	out->c = v;
	if (v == PN_MAP_NONE && cid != PN_MAP_NONE)
		err = unmapped(fonts, pdf, f, cid, out);
	else if (v != PN_MAP_NONE && v & PN_MAP_MANY)
		out->many = f->text.chars + (v & ~PN_MAP_MANY);
	out->width = width_of(f, cid, out);
	if (f->codes == PN_CODES_BYTE && err == PN_OK) {
		if (f->known == NULL)
			f->known = pn_alloc(sizeof(*f->known));
		f->known->chars[s[0]] = *out;
	}
	return err;
}
