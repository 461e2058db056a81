/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf_page - slides, pages of drawings, and the shapes on them
 *
 * A slide can be hidden; a shape can lie outside of it. What is behind text is
 * known only where nothing is drawn there: shapes and pictures are not
 * painted here, so white text over one of them counts as seen.
 */
#include <string.h>
#include "extract/odf/odf_walk.h"

/* Of a text, in 1/100 mm: wider than any margin, and than any paper. */
#define MARGIN 5000
#define PAPER  100000

void
pn_odf_page(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const struct pn_xml_attrs *attrs)
{
	const struct pn_odf_styles *all = w->odf->styles;
	const struct pn_odf_style *page = pn_odf_style(
	    all, w->doc->scope, PN_ODF_PAGE, pn_xml_attr(attrs, "style-name"));
	const struct pn_odf_style *master = pn_odf_style(all, w->doc->scope,
	    PN_ODF_MASTER, pn_xml_attr(attrs, "master-page-name"));
	uint32_t back = PN_ODF_UNSET;

	w->paper_width = master ? master->width : 0;
	w->paper_height = master ? master->height : 0;
	if (page && page->gone)
		f->why = "slide";
	if (page)
		back = page->back;
	if (back == PN_ODF_UNSET && master)
		back = master->back;
	if (back == PN_ODF_UNSET || back == PN_ODF_CLEAR)
		back = PN_ODF_WHITE;
	w->busy_page = master == NULL || master->busy;
	f->look = w->frames[0].look;
	f->look.back = back;
}

/* moved - where a transformation puts a shape: the last "translate" of it */
static bool
moved(struct pn_bytes v, long *x, long *y)
{
	static const char word[] = "translate";
	const unsigned char *p =
	    v.n ? memmem(v.p, v.n, word, sizeof(word) - 1) : NULL;
	struct pn_bytes part;
	size_t n;

	p = p ? memchr(p, '(', v.n - (size_t)(p - v.p)) : NULL;
	if (p == NULL)
		return false;
	part = (struct pn_bytes){p + 1, v.n - (size_t)(p + 1 - v.p)};
	for (n = 0; n < part.n && part.p[n] != ' ' && part.p[n] != ')';)
		n++;
	if (!pn_odf_length((struct pn_bytes){part.p, n}, x) || n == part.n)
		return false;
	part = (struct pn_bytes){part.p + n + 1, part.n - n - 1};
	for (n = 0; n < part.n && part.p[n] != ' ' && part.p[n] != ')';)
		n++;
	return pn_odf_length((struct pn_bytes){part.p, n}, y);
}

/* away - does the shape lie outside of its slide altogether? In a text it
 * counts from a page, a margin or a line: there it is off the paper only where
 * it is so by more than any margin is wide. */
static bool
away(const struct pn_odf_walk *w, const struct pn_xml_attrs *a)
{
	bool slide = w->paper_width && w->paper_height && w->doc->pages;
	long x, y, width, height, more = slide ? 0 : MARGIN;
	long right = slide ? (long)w->paper_width : PAPER;
	long below = slide ? (long)w->paper_height : PAPER;

	if ((!slide && w->odf->workbook) ||
	    !pn_odf_length(pn_xml_attr(a, "width"), &width) ||
	    !pn_odf_length(pn_xml_attr(a, "height"), &height))
		return false;
	if (!pn_odf_length(pn_xml_attr(a, "x"), &x) ||
	    !pn_odf_length(pn_xml_attr(a, "y"), &y)) {
		if (!moved(pn_xml_attr(a, "transform"), &x, &y))
			return false;
		more += width + height; /* it may be turned */
		right += width + height;
		below += width + height;
		width = height = 0;
	}
	return x >= right || y >= below || x + width <= -more ||
	       y + height <= -more;
}

/* switched_off - is the shape without size, or not shown? */
static bool
switched_off(const struct pn_odf_walk *w, const struct pn_xml_attrs *a)
{
	long width = 1, height = 1;

	(void)pn_odf_length(pn_xml_attr(a, "width"), &width);
	(void)pn_odf_length(pn_xml_attr(a, "height"), &height);
	return (width <= 0 && height <= 0) ||
	       pn_xml_attr_is(a, "display", "none") ||
	       pn_xml_attr_is(a, "display", "printer") ||
	       pn_odf_name_in(&w->odf->layers, pn_xml_attr(a, "layer"));
}

/* behind - what is painted behind the text of the shape called NAME */
static uint32_t
behind(struct pn_odf_walk *w, const char *name, const struct pn_xml_attrs *a,
    struct pn_odf_look *look)
{
	struct pn_odf_look own = *look;
	bool frame = pn_xml_is(name, "frame") || pn_xml_is(name, "g");
	struct pn_bytes style = pn_xml_attr(a, "style-name"), none = {NULL, 0};
	uint32_t back = look->back;

	/* shapes are filled unless their style says something else */
	own.back = PN_ODF_UNSET;
	pn_odf_style_apply(
	    w->odf->styles, w->doc->scope, PN_ODF_GRAPHIC, none, &own);
	own.back = PN_ODF_UNSET;
	pn_odf_style_apply(
	    w->odf->styles, w->doc->scope, PN_ODF_GRAPHIC, style, &own);
	pn_odf_style_apply(
	    w->odf->styles, w->doc->scope, PN_ODF_PRESENTATION, style, &own);
	if (own.back != PN_ODF_UNSET)
		back = own.back;
	else if (!frame || w->busy_page)
		back = PN_ODF_UNKNOWN;
	*look = own;
	return back;
}

void
pn_odf_shape(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *attrs)
{
	uint32_t back = f->look.back;

	if (pn_xml_is(name, "image")) {
		w->busy_page = true;
		pn_odf_styles_busy(w->odf->styles);
		return;
	}
	if (f->why == NULL && away(w, attrs))
		f->why = "off-slide";
	if (f->why == NULL && switched_off(w, attrs))
		f->why = "shape";
	f->look = w->frames[0].look;
	f->look.back = back;
	f->look.back = behind(w, name, attrs, &f->look);
	if (!pn_xml_is(name, "frame") && !pn_xml_is(name, "g")) {
		w->busy_page = true;
		pn_odf_styles_busy(w->odf->styles);
	}
}
