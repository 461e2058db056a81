/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * content - the interpreter of content streams
 *
 * This file reads the operators and runs those of the graphics state, of
 * XObjects and of marked content; text, paths and colours have their own.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/uni.h"
#include "extract/pdf/content.h"

/* Bytes that may be interpreted in a file, and for each byte of it: about
 * two seconds. What is drawn again and again counts each time. */
#define WORK_BASE     (96u << 20)
#define WORK_PER_BYTE 24
/* What an operator costs. */
#define COST_OPERATOR 8
/* The longest array that is taken as operands. */
#define MAX_OPERANDS (1u << 20)
#define MAX_ARENA    (32u << 20)
/* Operands in an array that has operators in it, before it counts as one
 * that is never closed. */
#define MAX_BROKEN_ARRAY 512

struct pn_matrix
pn_matrix_mul(struct pn_matrix a, struct pn_matrix b)
{
	return (struct pn_matrix){
	    a.a * b.a + a.b * b.c,
	    a.a * b.b + a.b * b.d,
	    a.c * b.a + a.d * b.c,
	    a.c * b.b + a.d * b.d,
	    a.e * b.a + a.f * b.c + b.e,
	    a.e * b.b + a.f * b.d + b.f,
	};
}

struct pn_gstate
pn_gstate_first(struct pn_box page)
{
	return (struct pn_gstate){
	    .ctm = {1, 0, 0, 1, 0, 0},
	    .clip = page,
	    .clip_exact = true,
	    .fill = {0, 0, 0, true},
	    .stroke = {0, 0, 0, true},
	    .fill_alpha = 1,
	    .stroke_alpha = 1,
	    .line_width = 1,
	    .tz = 1,
	    .clip_text = SIZE_MAX,
	};
}

void
pn_content_init(struct pn_content *c, struct pn_pdf *pdf)
{
	*c = (struct pn_content){
	    .pdf = pdf,
	    .max_work = WORK_BASE + (uint64_t)pdf->bytes.n * WORK_PER_BYTE,
	};
	pn_buf_init(&c->arena, MAX_ARENA);
}

void
pn_content_free(struct pn_content *c)
{
	pn_content_forget(c);
	free(c->points);
	free(c->ends);
	free(c->ops);
	pn_buf_free(&c->arena);
	pn_fonts_free(&c->fonts);
}

enum pn_err
pn_content_cost(struct pn_content *c, uint64_t n)
{
	c->work += n;
	if (c->work > c->max_work)
		return pn_job_limit(c->pdf->job, "time");
	return pn_job_work(c->pdf->job, n);
}

double
pn_content_num(const struct pn_content *c, size_t i)
{
	const struct pn_operand *o;

	if (i >= c->n_ops)
		return 0;
	o = &c->ops[c->n_ops - 1 - i];
	return o->kind == PN_OP_NUMBER ? o->number : 0;
}

void
pn_content_name(const struct pn_content *c, size_t i, char *out, size_t size)
{
	const struct pn_operand *o;

	out[0] = 0;
	if (i >= c->n_ops)
		return;
	o = &c->ops[c->n_ops - 1 - i];
	if (o->kind != PN_OP_NAME || o->len + 2 > size)
		return;
	out[0] = '/';
	memcpy(out + 1, c->arena.data + o->off, o->len);
	out[o->len + 1] = 0;
}

struct pn_obj
pn_content_resource(struct pn_stream *s, const char *key, const char *name)
{
	struct pn_pdf *pdf = s->c->pdf;

	return pn_obj_get(pdf, pn_obj_get(pdf, s->resources, key), name);
}

enum pn_err
pn_content_paint(struct pn_content *c, const struct pn_gstate *gs,
    struct pn_shape *shape, double alpha)
{
	struct pn_scene *scene = c->scene;

	if (c->off || alpha <= 0)
		return PN_OK;
	if (alpha < 1 || gs->blends || gs->soft_mask) {
		shape->opaque = false;
		shape->paint.known = false;
	}
	if (!gs->clip_exact)
		shape->opaque = false;
	shape->box = pn_box_meet(shape->box, gs->clip);
	/* text that serves as a clip shows what is painted through it */
	for (size_t i = gs->clip_text; i < scene->n_glyphs; i++)
		if (scene->glyphs[i].unseen == PN_UNSEEN_INVISIBLE)
			scene->glyphs[i].unseen = PN_SEEN;
	return pn_scene_paint(scene, shape);
}

/* parameters - gs: what a dictionary of graphics state parameters says */
static enum pn_err
parameters(struct pn_stream *s)
{
	struct pn_content *c = s->c;
	struct pn_pdf *pdf = c->pdf;
	struct pn_gstate *g = s->gs;
	struct pn_obj d, v;
	char name[PN_NAME_MAX];
	enum pn_err err = PN_OK;

	pn_content_name(c, 0, name, sizeof(name));
	d = pn_content_resource(s, "/ExtGState", name);
	if (pn_obj_kind(pdf, d) != PN_OBJ_DICT)
		return pn_content_cost(c, PN_COST_LOOKUP);
	g->fill_alpha =
	    pn_obj_num(pdf, pn_obj_get(pdf, d, "/ca"), g->fill_alpha);
	g->stroke_alpha =
	    pn_obj_num(pdf, pn_obj_get(pdf, d, "/CA"), g->stroke_alpha);
	g->line_width =
	    pn_obj_num(pdf, pn_obj_get(pdf, d, "/LW"), g->line_width);
	v = pn_obj_get(pdf, d, "/BM");
	if (pn_obj_kind(pdf, v) == PN_OBJ_ARRAY)
		v = pn_obj_at(pdf, v, 0);
	if (pn_obj_kind(pdf, v) == PN_OBJ_NAME)
		g->blends = !pn_obj_is(pdf, v, "/Normal") &&
			    !pn_obj_is(pdf, v, "/Compatible");
	v = pn_obj_get(pdf, d, "/SMask");
	if (pn_obj_kind(pdf, v) != PN_OBJ_NULL)
		g->soft_mask = pn_obj_kind(pdf, v) == PN_OBJ_DICT;
	v = pn_obj_get(pdf, d, "/Font");
	if (pn_obj_len(pdf, v) == 2) {
		err =
		    pn_font_get(&c->fonts, pdf, pn_obj_at(pdf, v, 0), &g->font);
		g->size = pn_obj_num(pdf, pn_obj_at(pdf, v, 1), 0);
	}
	return err == PN_OK ? pn_content_cost(c, PN_COST_LOOKUP) : err;
}

static void
save(struct pn_stream *s)
{
	if (s->saved == NULL)
		s->saved = pn_alloc(PN_STATE_DEPTH * sizeof(*s->saved));
	if (s->n_saved < PN_STATE_DEPTH)
		s->saved[s->n_saved++] = *s->gs;
	else
		s->lost++;
}

static void
restore(struct pn_stream *s)
{
	if (s->lost)
		s->lost--;
	else if (s->n_saved)
		*s->gs = s->saved[--s->n_saved];
}

/* concat - cm */
static void
concat(struct pn_stream *s)
{
	struct pn_content *c = s->c;
	struct pn_matrix m = {
	    pn_content_num(c, 5),
	    pn_content_num(c, 4),
	    pn_content_num(c, 3),
	    pn_content_num(c, 2),
	    pn_content_num(c, 1),
	    pn_content_num(c, 0),
	};

	s->gs->ctm = pn_matrix_mul(m, s->gs->ctm);
}

/* operator - run OP, whose operands are read */
static enum pn_err
operator(struct pn_stream *s, uint32_t op) {
	bool done = true; enum pn_err err = PN_OK;

	switch (op){
		case PN_OP(0, 0, 'q') : save(s); break;
		case PN_OP(0, 0, 'Q') : restore(s);
		break;
		case PN_OP(0, 'c', 'm') : concat(s);
		break;
		case PN_OP(0, 0, 'w') :
		    s->gs->line_width = pn_content_num(s->c, 0);
		break;
		case PN_OP(0, 'D', 'o') : return pn_content_do(s);
		case PN_OP(0, 'g', 's') : return parameters(s);
		case PN_OP('B', 'D', 'C') : case PN_OP('B', 'M', 'C') :
		    return pn_content_mark(s);
		case PN_OP('E', 'M', 'C') : return pn_content_mark_end(s);
		default : done = false;
	}
if (!done) err = pn_content_text(s, op, &done);
if (!done && err == PN_OK)
	err = pn_content_path(s, op, &done);
if (!done && err == PN_OK)
	pn_content_colour(s, op, &done);
return err;
}

/* operand - put the token that was read on the list */
static void
operand(struct pn_stream *s, enum pn_lex_kind k)
{
	struct pn_content *c = s->c;
	struct pn_lex *x = &s->lex;
	struct pn_operand o = {.kind = PN_OP_MARK, .number = k};

	if (c->n_ops >= MAX_OPERANDS)
		return;
	if (k == PN_LEX_NUMBER) {
		o.kind = PN_OP_NUMBER;
		o.number = x->number;
	} else if (k == PN_LEX_NAME || k == PN_LEX_STRING) {
		o.kind = k == PN_LEX_NAME ? PN_OP_NAME : PN_OP_STRING;
		o.off = c->arena.len;
		o.len = x->len;
		if (pn_buf_add(&c->arena, x->text, x->len) != PN_OK)
			return;
	}
	PN_GROW(c->ops, c->n_ops, c->cap_ops);
	c->ops[c->n_ops++] = o;
}

/* inline_picture - BI */
static enum pn_err
inline_picture(struct pn_stream *s)
{
	double area;
	bool mask;

	pn_lex_inline(&s->lex, &area, &mask);
	return pn_content_picture(s, area, !mask);
}

/* run - all operators of the stream */
static enum pn_err
run(struct pn_stream *s)
{
	struct pn_content *c = s->c;
	const unsigned char *from = s->lex.p;
	enum pn_lex_kind k;
	enum pn_err err = PN_OK;
	int open = 0;

	while (err == PN_OK && (k = pn_lex_next(&s->lex)) != PN_LEX_END) {
		uint32_t op = 0;

		if (k != PN_LEX_WORD) {
			open += (k == PN_LEX_OPEN) - (k == PN_LEX_CLOSE);
			operand(s, k);
			continue;
		}
		/* what is no number or string does not belong there; but an
		 * array that is never closed must not swallow the page */
		if (open > 0 && c->n_ops < MAX_BROKEN_ARRAY &&
		    !pn_lex_is(&s->lex, "TJ") && !pn_lex_is(&s->lex, "ET") &&
		    !pn_lex_is(&s->lex, "Tj"))
			continue;
		open = 0;
		for (size_t i = 0; i < s->lex.len && i < 4; i++)
			op = op << 8 | (unsigned char)s->lex.text[i];
		if (op == PN_OP(0, 'B', 'I'))
			err = inline_picture(s);
		else if (s->lex.len <= 3)
			err = operator(s, op);
		c->n_ops = 0;
		pn_buf_clear(&c->arena);
		if (err == PN_OK)
			err = pn_content_cost(
			    c, (uint64_t)(s->lex.p - from) + COST_OPERATOR);
		from = s->lex.p;
	}
	return err;
}

enum pn_err
pn_content_run(struct pn_content *c, struct pn_bytes bytes,
    struct pn_obj resources, const struct pn_gstate *gs)
{
	struct pn_gstate g = *gs;
	struct pn_stream s = {
	    .c = c,
	    .resources = resources,
	    .gs = &g,
	    .tm = {1, 0, 0, 1, 0, 0},
	    .tlm = {1, 0, 0, 1, 0, 0},
	};
	unsigned off = c->off;
	enum pn_err err;

	c->n_ops = 0;
	c->n_points = c->n_ends = 0;
	c->open = false;
	pn_buf_clear(&c->arena);
	pn_buf_init(&s.actual, 1u << 20);
	pn_lex_init(&s.lex, bytes);
	err = run(&s);
	while (err == PN_OK && s.n_marks)
		err = pn_content_mark_end(&s);
	pn_lex_free(&s.lex);
	pn_buf_free(&s.actual);
	free(s.saved);
	c->off = off;
	return err;
}
