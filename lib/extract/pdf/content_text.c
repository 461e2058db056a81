/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * content_text - the operators that set and show text (ISO 32000-2, 9)
 */
#include "extract/pdf/content.h"

/* adjust - a number in a TJ array */
static void
adjust(struct pn_stream *s, double v)
{
	struct pn_gstate *g = s->gs;
	double move = -v / 1000 * g->size;

	if (g->font && g->font->vertical) {
		s->tm.e += move * s->tm.c;
		s->tm.f += move * s->tm.d;
		return;
	}
	s->tm.e += move * g->tz * s->tm.a;
	s->tm.f += move * g->tz * s->tm.b;
}

/* show_array - TJ */
static enum pn_err
show_array(struct pn_stream *s)
{
	struct pn_content *c = s->c;
	size_t n = c->n_ops;
	enum pn_err err = PN_OK;

	for (size_t i = 0; err == PN_OK && i < n; i++) {
		const struct pn_operand o = c->ops[i];

		if (o.kind == PN_OP_NUMBER)
			adjust(s, o.number);
		else if (o.kind == PN_OP_STRING)
			err = pn_content_show(s, &o);
	}
	return err;
}

/* show_last - Tj: the last operand */
static enum pn_err
show_last(struct pn_stream *s)
{
	struct pn_content *c = s->c;
	struct pn_operand o;

	if (c->n_ops == 0)
		return PN_OK;
	o = c->ops[c->n_ops - 1];
	return o.kind == PN_OP_STRING ? pn_content_show(s, &o) : PN_OK;
}

/* next_line - Td: a line that begins (X,Y) from this one */
static void
next_line(struct pn_stream *s, double x, double y)
{
	s->tlm.e += x * s->tlm.a + y * s->tlm.c;
	s->tlm.f += x * s->tlm.b + y * s->tlm.d;
	s->tm = s->tlm;
	s->jump = true;
}

/* set_matrix - Tm */
static void
set_matrix(struct pn_stream *s)
{
	struct pn_content *c = s->c;

	s->tlm = (struct pn_matrix){
	    pn_content_num(c, 5),
	    pn_content_num(c, 4),
	    pn_content_num(c, 3),
	    pn_content_num(c, 2),
	    pn_content_num(c, 1),
	    pn_content_num(c, 0),
	};
	s->tm = s->tlm;
	s->jump = true;
}

/* set_font - Tf */
static enum pn_err
set_font(struct pn_stream *s)
{
	struct pn_content *c = s->c;
	struct pn_pdf *pdf = c->pdf;
	unsigned mark = pn_pdf_mark(pdf);
	struct pn_obj o;
	char name[PN_NAME_MAX];
	enum pn_err err;

	pn_content_name(c, 1, name, sizeof(name));
	s->gs->size = pn_content_num(c, 0);
	o = pn_obj_get(pdf, pn_obj_get(pdf, s->resources, "/Font"), name);
	err = pn_font_get(&c->fonts, pdf, o, &s->gs->font);
	pn_pdf_release(pdf, mark);
	return err == PN_OK ? pn_content_cost(c, 100) : err;
}

/* spaced - ": word space, character space, string */
static enum pn_err
spaced(struct pn_stream *s)
{
	s->gs->tw = pn_content_num(s->c, 2);
	s->gs->tc = pn_content_num(s->c, 1);
	next_line(s, 0, -s->gs->tl);
	return show_last(s);
}

/* moving - the operators that move the pen or show; *DONE */
static enum pn_err
moving(struct pn_stream *s, uint32_t op, bool *done)
{
	struct pn_content *c = s->c;
	struct pn_matrix one = {1, 0, 0, 1, 0, 0};

	switch (op) {
	case PN_OP(0, 'B', 'T'):
		s->tm = s->tlm = one;
		s->jump = true;
		return PN_OK;
	case PN_OP(0, 'E', 'T'):
		return PN_OK;
	case PN_OP(0, 'T', 'D'):
		s->gs->tl = -pn_content_num(c, 0);
		/* fall through */
	case PN_OP(0, 'T', 'd'):
		next_line(s, pn_content_num(c, 1), pn_content_num(c, 0));
		return PN_OK;
	case PN_OP(0, 'T', 'm'):
		set_matrix(s);
		return PN_OK;
	case PN_OP(0, 'T', '*'):
		next_line(s, 0, -s->gs->tl);
		return PN_OK;
	case PN_OP(0, 'T', 'j'):
		return show_last(s);
	case PN_OP(0, 'T', 'J'):
		return show_array(s);
	case PN_OP(0, 0, '\''):
		next_line(s, 0, -s->gs->tl);
		return show_last(s);
	case PN_OP(0, 0, '"'):
		return spaced(s);
	default:
		*done = false;
		return PN_OK;
	}
}

enum pn_err
pn_content_text(struct pn_stream *s, uint32_t op, bool *done)
{
	struct pn_gstate *g = s->gs;
	double v = pn_content_num(s->c, 0);

	*done = true;
	switch (op) {
	case PN_OP(0, 'T', 'f'):
		return set_font(s);
	case PN_OP(0, 'T', 'c'):
		g->tc = v;
		return PN_OK;
	case PN_OP(0, 'T', 'w'):
		g->tw = v;
		return PN_OK;
	case PN_OP(0, 'T', 'z'):
		g->tz = v / 100;
		return PN_OK;
	case PN_OP(0, 'T', 'L'):
		g->tl = v;
		return PN_OK;
	case PN_OP(0, 'T', 's'):
		g->rise = v;
		return PN_OK;
	case PN_OP(0, 'T', 'r'):
		g->mode = v >= 0 && v <= 7 ? (int)v : 0;
		return PN_OK;
	default:
		return moving(s, op, done);
	}
}
