/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xlsx_style - how cells are shown: number formats, and text nobody sees
 *
 * A style refers to a number format, a font and a fill. Text in the colour of
 * its cell, or one point high, is hidden; colours that are computed from
 * others, and patterns, are not judged.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/numfmt.h"
#include "extract/ooxml/xlsx.h"

#define WHITE 0xffffff

void
pn_xlsx_add_code(struct pn_xlsx_formats *f, unsigned id, char *code)
{
	if (f->n_codes == PN_XLSX_MAX_FORMATS || code == NULL) {
		free(code);
		return;
	}
	PN_GROW(f->codes, f->n_codes, f->cap_codes);
	f->codes[f->n_codes].id = id;
	f->codes[f->n_codes++].code = code;
}

void
pn_xlsx_add_font(struct pn_xlsx_formats *f, struct pn_color color, bool tiny)
{
	if (f->n_fonts == PN_XLSX_MAX_FORMATS)
		return;
	PN_GROW(f->fonts, f->n_fonts, f->cap_fonts);
	f->fonts[f->n_fonts++] = (struct pn_xlsx_font){color, tiny};
}

void
pn_xlsx_add_fill(struct pn_xlsx_formats *f, struct pn_color color)
{
	if (f->n_fills == PN_XLSX_MAX_FORMATS)
		return;
	/* the first two are no fill and grey dots, whatever the file says */
	if (f->n_fills < 2)
		color = (struct pn_color){f->n_fills == 0, WHITE};
	PN_GROW(f->fills, f->n_fills, f->cap_fills);
	f->fills[f->n_fills++] = color;
}

void
pn_xlsx_add_style(struct pn_xlsx_formats *f, unsigned id, unsigned long font,
    unsigned long fill)
{
	struct pn_xlsx_style s = {.code = pn_numfmt_builtin(id)};

	if (f->n_styles == PN_XLSX_MAX_FORMATS)
		return;
	for (size_t i = 0; i < f->n_codes; i++)
		if (f->codes[i].id == id) {
			s.code = f->codes[i].code;
			break;
		}
	s.fill =
	    fill < f->n_fills ? f->fills[fill] : (struct pn_color){true, WHITE};
	if (font < f->n_fonts) {
		s.tiny = f->fonts[font].tiny;
		s.pale = fill < f->n_fills &&
			 pn_color_same(f->fonts[font].color, f->fills[fill]);
		f->any_pale |= s.pale;
	}
	PN_GROW(f->styles, f->n_styles, f->cap_styles);
	f->styles[f->n_styles++] = s;
}

struct pn_color
pn_xlsx_theme_color(const struct pn_xlsx *b, unsigned long i)
{
	/* light and dark change places between the two lists */
	if (i < 4)
		i ^= 1;
	return i < PN_THEME_COLORS ? b->theme.colors[i] : (struct pn_color){0};
}

struct pn_color
pn_xlsx_indexed_color(const struct pn_xlsx *b, unsigned long i)
{
	static const uint32_t first[] = {0, WHITE, 0xff0000, 0x00ff00, 0x0000ff,
	    0xffff00, 0xff00ff, 0x00ffff};

	if (i == 64 || i == 65) /* the window's text and background */
		return (struct pn_color){true, i == 64 ? 0 : WHITE};
	if (i < 16 && !b->formats.own_colors)
		return (struct pn_color){true, first[i % 8]};
	return (struct pn_color){0};
}

struct styles {
	struct pn_xlsx *b;
	unsigned in_cells, in_fonts, in_fills; /* open elements */
	struct pn_color color;
	bool tiny;
};

struct pn_color
pn_xlsx_color(const struct pn_xlsx *b, const struct pn_xml_attrs *a)
{
	struct pn_bytes tint = pn_xml_attr(a, "tint");

	if (tint.n && !(tint.n == 1 && tint.p[0] == '0'))
		return (struct pn_color){0};
	if (pn_xml_attr(a, "rgb").p)
		return pn_color_hex(pn_xml_attr(a, "rgb"));
	if (pn_xml_attr(a, "theme").p)
		return pn_xlsx_theme_color(
		    b, pn_xml_attr_num(a, "theme", PN_THEME_COLORS));
	if (pn_xml_attr(a, "indexed").p)
		return pn_xlsx_indexed_color(
		    b, pn_xml_attr_num(a, "indexed", 9999));
	return (struct pn_color){pn_xml_attr_on(a, "auto"), 0};
}

/* height - is attribute val one point at most? */
static bool
one_point(const struct pn_xml_attrs *a)
{
	char text[16] = "99";
	struct pn_bytes v = pn_xml_attr(a, "val");

	if (v.n && v.n < sizeof(text)) {
		memcpy(text, v.p, v.n);
		text[v.n] = '\0';
	}
	return strtod(text, NULL) <= 1;
}

static enum pn_err
styles_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct styles *s = ctx;
	struct pn_xlsx_formats *f = &s->b->formats;
	unsigned long id = pn_xml_attr_num(attrs, "numFmtId", 0);

	s->in_cells += pn_xml_is(name, "cellXfs");
	s->in_fonts += pn_xml_is(name, "fonts");
	s->in_fills += pn_xml_is(name, "fills");
	f->own_colors |= pn_xml_is(name, "indexedColors");
	if (pn_xml_is(name, "numFmt")) {
		pn_xlsx_add_code(
		    f, (unsigned)id, pn_xml_attr_dup(attrs, "formatCode"));
	} else if (s->in_cells && pn_xml_is(name, "xf")) {
		pn_xlsx_add_style(f, (unsigned)id,
		    pn_xml_attr_num(attrs, "fontId", 0),
		    pn_xml_attr_num(attrs, "fillId", 0));
	} else if (s->in_fonts && pn_xml_is(name, "font")) {
		s->color = (struct pn_color){true, 0};
		s->tiny = false;
	} else if (s->in_fonts && pn_xml_is(name, "color")) {
		s->color = pn_xlsx_color(s->b, attrs);
	} else if (s->in_fonts && pn_xml_is(name, "sz")) {
		s->tiny = one_point(attrs);
	} else if (s->in_fills && pn_xml_is(name, "fill")) {
		s->color = (struct pn_color){0};
	} else if (s->in_fills && pn_xml_is(name, "patternFill")) {
		bool none = pn_xml_attr(attrs, "patternType").p == NULL ||
			    pn_xml_attr_is(attrs, "patternType", "none");

		s->color = (struct pn_color){none, WHITE};
		s->tiny = pn_xml_attr_is(attrs, "patternType", "solid");
	} else if (s->in_fills && s->tiny && pn_xml_is(name, "fgColor")) {
		s->color = pn_xlsx_color(s->b, attrs);
	}
	return PN_OK;
}

static enum pn_err
styles_end(void *ctx, const char *name)
{
	struct styles *s = ctx;

	s->in_cells -= s->in_cells && pn_xml_is(name, "cellXfs");
	s->in_fonts -= s->in_fonts && pn_xml_is(name, "fonts");
	s->in_fills -= s->in_fills && pn_xml_is(name, "fills");
	if (s->in_fonts && pn_xml_is(name, "font"))
		pn_xlsx_add_font(&s->b->formats, s->color, s->tiny);
	else if (s->in_fills && pn_xml_is(name, "fill"))
		pn_xlsx_add_fill(&s->b->formats, s->color);
	return PN_OK;
}

enum pn_err
pn_xlsx_read_theme(struct pn_xlsx *b)
{
	struct pn_ooxml *x = b->x;
	struct pn_opc_rels rels;
	const struct pn_zip_entry *e = NULL;

	pn_opc_rels(x->opc, pn_opc_main_part(x->opc), &rels);
	for (size_t i = 0; i < rels.n && e == NULL; i++)
		if (strcmp(rels.rels[i].kind, "theme") == 0)
			e = pn_ooxml_undone(x, rels.rels[i].target);
	pn_opc_rels_free(&rels);
	if (e == NULL) {
		b->theme.colors[0] = (struct pn_color){true, 0};
		b->theme.colors[1] = (struct pn_color){true, WHITE};
		return PN_OK;
	}
	return pn_theme_read(x, e, &b->theme);
}

enum pn_err
pn_xlsx_read_styles(struct pn_xlsx *b, const struct pn_zip_entry *e)
{
	static const struct pn_xml_events events = {
	    .start = styles_start, .end = styles_end};
	struct styles s = {.b = b};

	return pn_ooxml_parse(b->x, e, &events, &s);
}

const struct pn_xlsx_style *
pn_xlsx_style(const struct pn_xlsx *b, size_t s)
{
	static const struct pn_xlsx_style plain = {.fill = {true, WHITE}};

	return s < b->formats.n_styles ? &b->formats.styles[s] : &plain;
}
