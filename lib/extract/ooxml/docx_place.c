/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * docx_place - drawings that are anchored in text, and whether they are seen
 *
 * DrawingML (ECMA-376 part 1, 20.4) and VML. A position counts from the page,
 * a margin or a column; where it begins is not asked, so a drawing is off the
 * paper only where it is so by more than any margin is wide.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ooxml/docx.h"
#include "extract/ooxml/vml.h"

#define EMU	12700.0 /* of a point */
#define PAPER	1700.0	/* points: more than any paper and its margin */
#define MARGINS 144.0	/* points: two inches */

/* is_shape - a shape of VML */
static bool
is_shape(const char *name)
{
	static const char *const names[] = {"shape", "rect", "roundrect",
	    "oval", "line", "polyline", "group", "arc", "curve", "image"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (pn_xml_is(name, names[i]))
			return true;
	return false;
}

/* number - attribute NAME in EMU as points */
static double
number(const struct pn_xml_attrs *a, const char *name)
{
	struct pn_bytes v = pn_xml_attr(a, name);
	char text[32] = "";

	if (v.n && v.n < sizeof(text))
		memcpy(text, v.p, v.n);
	return strtod(text, NULL) / EMU;
}

void
pn_docx_place_start(
    struct pn_docx_place *p, const char *name, const struct pn_xml_attrs *a)
{
	if (pn_xml_is(name, "anchor") || pn_xml_is(name, "inline")) {
		unsigned shapes = p->shapes, off = p->shape_off;

		*p = (struct pn_docx_place){.w = 1,
		    .h = 1,
		    .shapes = shapes,
		    .shape_off = off,
		    .off = pn_xml_attr_on(a, "hidden")};
	} else if (pn_xml_is(name, "docPr")) {
		p->off |= pn_xml_attr_on(a, "hidden");
	} else if (pn_xml_is(name, "extent")) {
		p->w = number(a, "cx");
		p->h = number(a, "cy");
	} else if (pn_xml_is(name, "positionH")) {
		p->axis = 'h';
	} else if (pn_xml_is(name, "positionV")) {
		p->axis = 'v';
	} else if (pn_xml_is(name, "posOffset")) {
		p->has_x |= p->axis == 'h';
		p->has_y |= p->axis == 'v';
	} else if (is_shape(name)) {
		p->shapes++;
		if (p->shape_off == 0 && pn_vml_unseen(pn_xml_attr(a, "style")))
			p->shape_off = p->shapes;
	}
}

void
pn_docx_place_text(struct pn_docx_place *p, const char *s, size_t n)
{
	char text[32] = "";
	double v;

	if (p->axis == 0 || n >= sizeof(text))
		return;
	memcpy(text, s, n);
	v = strtod(text, NULL) / EMU;
	if (v != 0 && p->axis == 'h' && p->has_x)
		p->x = v;
	else if (v != 0 && p->axis == 'v' && p->has_y)
		p->y = v;
}

void
pn_docx_place_end(struct pn_docx_place *p, const char *name)
{
	if (pn_xml_is(name, "positionH") || pn_xml_is(name, "positionV")) {
		p->axis = 0;
	} else if (pn_xml_is(name, "anchor") || pn_xml_is(name, "inline")) {
		p->off = p->has_x = p->has_y = false;
		p->w = p->h = 1;
		p->x = p->y = 0;
	} else if (is_shape(name)) {
		if (p->shape_off == p->shapes)
			p->shape_off = 0;
		p->shapes -= p->shapes > 0;
	}
}

bool
pn_docx_place_unseen(const struct pn_docx_place *p)
{
	return p->off || p->shape_off || (p->w <= 0 && p->h <= 0) ||
	       p->x >= PAPER || p->y >= PAPER || p->x + p->w <= -MARGINS ||
	       p->y + p->h <= -MARGINS;
}
