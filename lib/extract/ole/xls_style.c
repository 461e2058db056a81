/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xls_style - fonts, number formats and colours of a workbook before 2007
 *
 * A cell names an XF, which names a font, a number format and the colours of
 * its ground (MS-XLS 2.4.353, 2.4.122, 2.4.126). Text in the colour of its
 * ground, or as tall as a point, is there for nobody to see.
 */
#include <stdlib.h>
#include "base/mem.h"
#include "extract/numfmt.h"
#include "extract/ole/xls.h"

enum id {
	FONT = 0x0031,
	FONT3 = 0x0231,
	PALETTE = 0x0092,
	FORMAT = 0x001E,
	FORMAT4 = 0x041E,
	XF = 0x00E0, /* BIFF 5 and 8 */
	XF2 = 0x0043,
	XF3 = 0x0243,
	XF4 = 0x0443,
};

/* Numbers of colours that are no number in the palette. */
enum color {
	FIRST_COLOR = 8,
	WINDOW_TEXT = 64,
	WINDOW_GROUND = 65,
	AUTO_FONT = 0x7FFF,
};

#define BLACK	   0x000000u
#define WHITE	   0xFFFFFFu
#define SOLID	   1  /* a ground of one colour */
#define TINY	   40 /* twentieths of a point: nobody reads text of 2 points */
#define MAX_FONTS  65536
#define MAX_FORMAT 65536

/* The palette where the file has none of its own, and, its first eight, the
 * colours that no palette changes (MS-XLS 2.5.161). */
static const uint32_t standard[PN_XLS_COLORS] = {0x000000, 0xFFFFFF, 0xFF0000,
    0x00FF00, 0x0000FF, 0xFFFF00, 0xFF00FF, 0x00FFFF, 0x800000, 0x008000,
    0x000080, 0x808000, 0x800080, 0x008080, 0xC0C0C0, 0x808080, 0x9999FF,
    0x993366, 0xFFFFCC, 0xCCFFFF, 0x660066, 0xFF8080, 0x0066CC, 0xCCCCFF,
    0x000080, 0xFF00FF, 0xFFFF00, 0x00FFFF, 0x800080, 0x800000, 0x008080,
    0x0000FF, 0x00CCFF, 0xCCFFFF, 0xCCFFCC, 0xFFFF99, 0x99CCFF, 0xFF99CC,
    0xCC99FF, 0xFFCC99, 0x3366FF, 0x33CCCC, 0x99CC00, 0xFFCC00, 0xFF9900,
    0xFF6600, 0x666699, 0x969696, 0x003366, 0x339966, 0x003300, 0x333300,
    0x993300, 0x993366, 0x333399, 0x333333};

/* palette - the file's own colours, red first */
static void
palette(struct pn_xls *b, const struct pn_xls_rec *r)
{
	size_t n = pn_le16(r->data, 0);

	b->own_palette = true;
	for (size_t i = 0; i < PN_XLS_COLORS; i++) {
		const unsigned char *p = r->data.p + 2 + 4 * i;

		b->palette[i] = standard[i];
		if (i < n && 2 + 4 * i + 4 <= r->data.n)
			b->palette[i] =
			    (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
	}
}

/* color - what number I looks like; OTHER where it is automatic */
static uint32_t
color(const struct pn_xls *b, unsigned i, uint32_t other)
{
	if (i < FIRST_COLOR)
		return standard[i];
	if (i < FIRST_COLOR + PN_XLS_COLORS)
		return b->own_palette ? b->palette[i - FIRST_COLOR]
				      : standard[i - FIRST_COLOR];
	if (i == WINDOW_TEXT)
		return BLACK;
	return i == WINDOW_GROUND ? WHITE : other;
}

/* add_format - a format code under its number; before BIFF 4 they count */
static void
add_format(struct pn_xls *b, const struct pn_xls_rec *r)
{
	bool numbered = b->version >= 5;
	size_t i = numbered ? pn_le16(r->data, 0) : b->n_codes;
	char *code =
	    pn_xls_text(b, r, b->version >= 4 ? 2 : 0, b->version == 8 ? 2 : 1);

	if (i >= MAX_FORMAT) {
		free(code);
		return;
	}
	while (b->n_codes <= i) {
		PN_GROW(b->codes, b->n_codes, b->cap_codes);
		b->codes[b->n_codes++] = NULL;
	}
	free(b->codes[i]);
	b->codes[i] = code;
}

/* read_xf - an XF record as far as it matters */
static struct pn_xls_xf
read_xf(unsigned version, struct pn_bytes d)
{
	struct pn_xls_xf xf = {.font = pn_le16(d, 0), .format = pn_le16(d, 2)};

	if (version == 8) {
		xf.pattern = (uint8_t)(pn_le32(d, 14) >> 26 & 63);
		xf.fore = (uint8_t)(pn_le16(d, 18) & 127);
		xf.back = (uint8_t)(pn_le16(d, 18) >> 7 & 127);
	} else if (version == 5) {
		xf.pattern = (uint8_t)(pn_le32(d, 8) >> 16 & 63);
		xf.fore = (uint8_t)(pn_le32(d, 8) & 127);
		xf.back = (uint8_t)(pn_le32(d, 8) >> 7 & 127);
	} else {
		/* BIFF 2 has a byte of something between the two */
		xf.font = d.n > 0 ? d.p[0] : 0;
		xf.format = d.n > 2 ? d.p[version == 2 ? 2 : 1] : 0;
		if (version == 2)
			xf.format &= 63;
	}
	return xf;
}

static void
add_xf(struct pn_xls *b, const struct pn_xls_rec *r)
{
	if (b->n_xfs >= PN_XLS_MAX_XFS)
		return;
	PN_GROW(b->xfs, b->n_xfs, b->cap_xfs);
	b->xfs[b->n_xfs++] = read_xf(b->version, r->data);
}

static void
add_font(struct pn_xls *b, const struct pn_xls_rec *r)
{
	struct pn_xls_font f = {AUTO_FONT, pn_le16(r->data, 0)};

	if (b->version > 2)
		f.color = pn_le16(r->data, 4);
	if (b->n_fonts >= MAX_FONTS)
		return;
	PN_GROW(b->fonts, b->n_fonts, b->cap_fonts);
	b->fonts[b->n_fonts++] = f;
}

bool
pn_xls_style(struct pn_xls *b, const struct pn_xls_rec *r)
{
	switch (r->id) {
	case FONT:
	case FONT3:
		add_font(b, r);
		return true;
	case PALETTE:
		palette(b, r);
		return true;
	case FORMAT:
	case FORMAT4:
		add_format(b, r);
		return true;
	case XF:
	case XF2:
	case XF3:
	case XF4:
		add_xf(b, r);
		return true;
	default:
		return false;
	}
}

const char *
pn_xls_code(const struct pn_xls *b, size_t i)
{
	unsigned f;

	if (i >= b->n_xfs)
		return NULL;
	f = b->xfs[i].format;
	if (f < b->n_codes && b->codes[f])
		return b->codes[f];
	return pn_numfmt_builtin(f);
}

const char *
pn_xls_unseen(const struct pn_xls *b, size_t i)
{
	const struct pn_xls_xf *xf;
	struct pn_xls_font f;
	uint32_t ground = WHITE;
	size_t n;

	if (i >= b->n_xfs || b->version < 5)
		return NULL;
	xf = &b->xfs[i];
	/* font number 4 does not exist (MS-XLS 2.5.129) */
	n = xf->font > 4 ? xf->font - 1u : xf->font;
	if (n >= b->n_fonts)
		return NULL;
	f = b->fonts[n];
	if (f.height > 0 && f.height <= TINY)
		return "style";
	if (xf->pattern == SOLID)
		ground = color(b, xf->fore, BLACK);
	else if (xf->pattern != 0)
		return NULL; /* two colours: one of them tells */
	return color(b, f.color, BLACK) == ground ? "style" : NULL;
}
