/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * content_colour - the operators that choose colours (ISO 32000-2, 8.6)
 *
 * Only good enough to tell which colours look the same: no profiles, the
 * simple formulas of 10.4. Patterns, tables of colours and inks that stand
 * for anything but black are unknown.
 */
#include <string.h>
#include "extract/pdf/content.h"

/* byte - V of 0 to 1 as a byte */
static unsigned char
byte(double v)
{
	if (!(v > 0))
		return 0;
	return v < 1 ? (unsigned char)(v * 255 + .5) : 255;
}

static struct pn_paint
gray(double v)
{
	return (struct pn_paint){byte(v), byte(v), byte(v), true};
}

/* colour - what the operands mean in SPACE */
static struct pn_paint
colour(const struct pn_content *c, enum pn_space space)
{
	struct pn_paint unknown = {0};
	double v[4];
	bool ink = false;

	for (size_t i = 0; i < 4; i++)
		v[i] = pn_content_num(c, 3 - i);
	switch (space) {
	case PN_SPACE_GRAY:
		return gray(v[3]);
	case PN_SPACE_RGB:
		return (struct pn_paint){
		    byte(v[1]), byte(v[2]), byte(v[3]), true};
	case PN_SPACE_CMYK:
		return (struct pn_paint){byte(1 - v[0] - v[3]),
		    byte(1 - v[1] - v[3]), byte(1 - v[2] - v[3]), true};
	case PN_SPACE_LAB:
		return v[1] > 95 || v[1] < 5 ? gray(v[1] / 100) : unknown;
	case PN_SPACE_BLACK:
		return gray(1 - v[3]);
	case PN_SPACE_INK:
		for (size_t i = 0; i < c->n_ops; i++)
			ink = ink || pn_content_num(c, i) != 0;
		return ink ? unknown : gray(1);
	default:
		return unknown;
	}
}

/* of_object - the colour space O, by name or by array */
static enum pn_space
of_object(struct pn_pdf *pdf, struct pn_obj o)
{
	struct pn_obj type = o, v;
	long n;

	if (pn_obj_kind(pdf, o) == PN_OBJ_ARRAY)
		type = pn_obj_at(pdf, o, 0);
	if (pn_obj_is(pdf, type, "/DeviceGray") ||
	    pn_obj_is(pdf, type, "/CalGray"))
		return PN_SPACE_GRAY;
	if (pn_obj_is(pdf, type, "/DeviceRGB") ||
	    pn_obj_is(pdf, type, "/CalRGB"))
		return PN_SPACE_RGB;
	if (pn_obj_is(pdf, type, "/DeviceCMYK"))
		return PN_SPACE_CMYK;
	if (pn_obj_is(pdf, type, "/Lab"))
		return PN_SPACE_LAB;
	if (pn_obj_is(pdf, type, "/ICCBased")) {
		v = pn_obj_get(pdf, pn_obj_at(pdf, o, 1), "/N");
		n = pn_obj_int(pdf, v, 0);
		return n == 1	? PN_SPACE_GRAY
		       : n == 3 ? PN_SPACE_RGB
		       : n == 4 ? PN_SPACE_CMYK
				: PN_SPACE_UNKNOWN;
	}
	if (pn_obj_is(pdf, type, "/Separation")) {
		v = pn_obj_at(pdf, o, 1);
		return pn_obj_is(pdf, v, "/Black") || pn_obj_is(pdf, v, "/All")
			   ? PN_SPACE_BLACK
			   : PN_SPACE_INK;
	}
	if (pn_obj_is(pdf, type, "/DeviceN"))
		return PN_SPACE_INK;
	return PN_SPACE_UNKNOWN;
}

/* choose - cs, CS: the named space, and the colour that it begins with */
static void
choose(struct pn_stream *s, enum pn_space *space, struct pn_paint *paint)
{
	static const struct {
		const char *name;
		enum pn_space space;
	} device[] = {
	    {"/DeviceGray", PN_SPACE_GRAY},
	    {"/DeviceRGB", PN_SPACE_RGB},
	    {"/DeviceCMYK", PN_SPACE_CMYK},
	    {"/Pattern", PN_SPACE_UNKNOWN},
	};
	struct pn_pdf *pdf = s->c->pdf;
	unsigned mark = pn_pdf_mark(pdf);
	char name[PN_NAME_MAX];

	pn_content_name(s->c, 0, name, sizeof(name));
	for (size_t i = 0; i < 4; i++)
		if (strcmp(name, device[i].name) == 0) {
			*space = device[i].space;
			*paint = gray(0);
			paint->known = *space != PN_SPACE_UNKNOWN;
			return;
		}
	*space = of_object(
	    pdf, pn_obj_get(
		     pdf, pn_obj_get(pdf, s->resources, "/ColorSpace"), name));
	*paint = gray(0);
	paint->known = *space != PN_SPACE_UNKNOWN && *space != PN_SPACE_INK;
	pn_pdf_release(pdf, mark);
}

/* device - g, rg, k and their like: space and colour at once */
static void
device(struct pn_stream *s, enum pn_space space, bool stroke)
{
	struct pn_gstate *g = s->gs;

	if (stroke) {
		g->stroke_space = space;
		g->stroke = colour(s->c, space);
	} else {
		g->fill_space = space;
		g->fill = colour(s->c, space);
	}
}

void
pn_content_colour(struct pn_stream *s, uint32_t op, bool *done)
{
	struct pn_gstate *g = s->gs;

	*done = true;
	switch (op) {
	case PN_OP(0, 0, 'g'):
	case PN_OP(0, 0, 'G'):
		device(s, PN_SPACE_GRAY, op == 'G');
		break;
	case PN_OP(0, 'r', 'g'):
	case PN_OP(0, 'R', 'G'):
		device(s, PN_SPACE_RGB, op == PN_OP(0, 'R', 'G'));
		break;
	case PN_OP(0, 0, 'k'):
	case PN_OP(0, 0, 'K'):
		device(s, PN_SPACE_CMYK, op == 'K');
		break;
	case PN_OP(0, 'c', 's'):
		choose(s, &g->fill_space, &g->fill);
		break;
	case PN_OP(0, 'C', 'S'):
		choose(s, &g->stroke_space, &g->stroke);
		break;
	case PN_OP(0, 's', 'c'):
	case PN_OP('s', 'c', 'n'):
		g->fill = colour(s->c, g->fill_space);
		break;
	case PN_OP(0, 'S', 'C'):
	case PN_OP('S', 'C', 'N'):
		g->stroke = colour(s->c, g->stroke_space);
		break;
	default:
		*done = false;
	}
}
