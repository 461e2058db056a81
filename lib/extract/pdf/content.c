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
/* What an operator costs, and one that looks into the file. */
#define COST_OPERATOR 8
#define COST_LOOKUP   600
/* Forms that are kept decoded. */
#define STORE_FORM (256u << 10)
#define STORE_ALL  (8u << 20)
/* The longest array that is taken as operands. */
#define MAX_OPERANDS (1u << 20)
#define MAX_ARENA    (32u << 20)
/* Operands in an array that has operators in it, before it counts as one
 * that is never closed. */
#define MAX_BROKEN_ARRAY 512
/* An ActualText this much longer than its glyphs hides something. */
#define ACTUAL_LONGER 3

/* A decoded form. */
struct pn_stored {
	int num;
	struct pn_obj_data data;
};

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

struct pn_point
pn_matrix_point(const struct pn_matrix *m, double x, double y)
{
	return (struct pn_point){
	    x * m->a + y * m->c + m->e, x * m->b + y * m->d + m->f};
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
	for (size_t i = 0; i < c->n_stored; i++)
		pn_obj_data_free(&c->stored[i].data);
	free(c->stored);
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

/* resource - entry NAME of resource category KEY */
static struct pn_obj
resource(struct pn_stream *s, const char *key, const char *name)
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

/* bounds - the box around the unit square, or around BOX, under M */
static struct pn_box
bounds(const struct pn_matrix *m, struct pn_box b)
{
	struct pn_point p[4] = {
	    pn_matrix_point(m, b.x0, b.y0),
	    pn_matrix_point(m, b.x1, b.y0),
	    pn_matrix_point(m, b.x0, b.y1),
	    pn_matrix_point(m, b.x1, b.y1),
	};
	struct pn_box r = {p[0].x, p[0].y, p[0].x, p[0].y};

	for (int i = 1; i < 4; i++) {
		r.x0 = fmin(r.x0, p[i].x);
		r.y0 = fmin(r.y0, p[i].y);
		r.x1 = fmax(r.x1, p[i].x);
		r.y1 = fmax(r.y1, p[i].y);
	}
	return r;
}

static bool
upright(const struct pn_matrix *m)
{
	return (m->b == 0 && m->c == 0) || (m->a == 0 && m->d == 0);
}

/* picture - an image of so many pixels is painted */
static enum pn_err
picture(struct pn_stream *s, double pixels, bool opaque)
{
	struct pn_box unit = {0, 0, 1, 1};
	struct pn_shape shape = {
	    .box = bounds(&s->gs->ctm, unit),
	    .opaque = opaque && upright(&s->gs->ctm),
	    .picture = true,
	    .pixels = pixels,
	};

	return pn_content_paint(s->c, s->gs, &shape, s->gs->fill_alpha);
}

/* image - an image XObject */
static enum pn_err
image(struct pn_stream *s, struct pn_obj o)
{
	struct pn_pdf *pdf = s->c->pdf;
	double w = pn_obj_num(pdf, pn_obj_get(pdf, o, "/Width"), 0);
	double h = pn_obj_num(pdf, pn_obj_get(pdf, o, "/Height"), 0);
	bool mask =
	    pn_obj_bool(pdf, pn_obj_get(pdf, o, "/ImageMask"), false) ||
	    pn_obj_kind(pdf, pn_obj_get(pdf, o, "/SMask")) != PN_OBJ_NULL ||
	    pn_obj_kind(pdf, pn_obj_get(pdf, o, "/Mask")) != PN_OBJ_NULL ||
	    pn_obj_int(pdf, pn_obj_get(pdf, o, "/SMaskInData"), 0) != 0;

	return picture(s, w * h, !mask);
}

/* stored - the decoded stream of O: from the store, or into *OWN */
static enum pn_err
stored(struct pn_content *c, struct pn_obj o, struct pn_obj_data *own,
    struct pn_bytes *out)
{
	int num = pn_obj_id(c->pdf, o).num;
	enum pn_err err;

	*own = (struct pn_obj_data){0};
	for (size_t i = 0; num && i < c->n_stored; i++)
		if (c->stored[i].num == num) {
			*out = pn_buf_bytes(&c->stored[i].data.buf);
			return PN_OK;
		}
	err = pn_obj_stream(c->pdf, o, own);
	if (own->damaged)
		pn_job_damage(c->pdf->job, "damaged");
	*out = pn_buf_bytes(&own->buf);
	if (err == PN_OK && num && own->buf.len <= STORE_FORM &&
	    c->stored_bytes + own->buf.len <= STORE_ALL && c->n_stored < 1024) {
		PN_GROW(c->stored, c->n_stored, c->cap_stored);
		c->stored[c->n_stored++] = (struct pn_stored){num, *own};
		c->stored_bytes += own->buf.len;
		*own = (struct pn_obj_data){0};
	}
	return err;
}

/* matrix_of - six numbers of an array */
static struct pn_matrix
matrix_of(struct pn_pdf *pdf, struct pn_obj a)
{
	double v[6];

	for (size_t i = 0; i < 6; i++)
		v[i] = pn_obj_num(
		    pdf, pn_obj_at(pdf, a, i), i == 0 || i == 3 ? 1 : 0);
	return (struct pn_matrix){v[0], v[1], v[2], v[3], v[4], v[5]};
}

enum pn_err
pn_content_form(struct pn_content *c, struct pn_obj form,
    struct pn_obj resources, const struct pn_gstate *gs)
{
	struct pn_pdf *pdf = c->pdf;
	struct pn_gstate g = *gs;
	struct pn_obj box = pn_obj_get(pdf, form, "/BBox"), own;
	struct pn_obj group = pn_obj_get(pdf, form, "/Group");
	struct pn_obj_data data;
	struct pn_bytes bytes;
	int num = pn_obj_id(pdf, form).num;
	enum pn_err err;

	for (unsigned i = 0; i < c->depth; i++)
		if (c->active[i] == num)
			return PN_OK;
	if (c->depth == sizeof(c->active) / sizeof(c->active[0]))
		return pn_job_limit(pdf->job, "depth");
	own = pn_obj_get(pdf, form, "/Resources");
	if (pn_obj_kind(pdf, own) == PN_OBJ_DICT)
		resources = own;
	g.ctm = pn_matrix_mul(
	    matrix_of(pdf, pn_obj_get(pdf, form, "/Matrix")), g.ctm);
	if (pn_obj_len(pdf, box) == 4) {
		struct pn_box b = {
		    pn_obj_num(pdf, pn_obj_at(pdf, box, 0), 0),
		    pn_obj_num(pdf, pn_obj_at(pdf, box, 1), 0),
		    pn_obj_num(pdf, pn_obj_at(pdf, box, 2), 0),
		    pn_obj_num(pdf, pn_obj_at(pdf, box, 3), 0),
		};

		g.clip = pn_box_meet(g.clip, bounds(&g.ctm, b));
		g.clip_exact = g.clip_exact && upright(&g.ctm);
	}
	/* what a group paints is laid over the page as one: its own alpha
	 * begins anew, and what was set for it stays in force */
	if (pn_obj_kind(pdf, group) == PN_OBJ_DICT &&
	    (g.fill_alpha < 1 || g.blends))
		g.soft_mask = g.fill_alpha > 0;
	err = stored(c, form, &data, &bytes);
	if (err == PN_OK) {
		c->active[c->depth++] = num;
		err = pn_content_run(c, bytes, resources, &g);
		c->depth--;
	}
	pn_obj_data_free(&data);
	if (err == PN_ERR_SYNTAX) {
		pn_job_damage(pdf->job, "damaged");
		err = PN_OK;
	}
	return err;
}

/* xobject - Do */
static enum pn_err
xobject(struct pn_stream *s)
{
	struct pn_content *c = s->c;
	struct pn_pdf *pdf = c->pdf;
	struct pn_obj o, type;
	unsigned mark = pn_pdf_mark(pdf);
	char name[130];
	bool off;
	enum pn_err err;

	pn_content_name(c, 0, name, sizeof(name));
	o = resource(s, "/XObject", name);
	if (name[0] == 0 || pn_obj_kind(pdf, o) != PN_OBJ_STREAM)
		return PN_OK;
	err = pn_content_cost(c, COST_LOOKUP);
	if (err != PN_OK)
		return err;
	off = pn_obj_layer_off(pdf, pn_obj_get(pdf, o, "/OC"));
	c->off += off;
	type = pn_obj_get(pdf, o, "/Subtype");
	if (pn_obj_is(pdf, type, "/Image"))
		err = image(s, o);
	else if (pn_obj_is(pdf, type, "/Form"))
		err = pn_content_form(c, o, s->resources, s->gs);
	c->off -= off;
	pn_pdf_release(pdf, mark);
	return err;
}

/* parameters - gs: what a dictionary of graphics state parameters says */
static enum pn_err
parameters(struct pn_stream *s)
{
	struct pn_content *c = s->c;
	struct pn_pdf *pdf = c->pdf;
	struct pn_gstate *g = s->gs;
	struct pn_obj d, v;
	char name[130];
	enum pn_err err = PN_OK;

	pn_content_name(c, 0, name, sizeof(name));
	d = resource(s, "/ExtGState", name);
	if (pn_obj_kind(pdf, d) != PN_OBJ_DICT)
		return pn_content_cost(c, COST_LOOKUP);
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
	return err == PN_OK ? pn_content_cost(c, COST_LOOKUP) : err;
}

/* find_actual - the string behind /ActualText among the operands */
static const struct pn_operand *
find_actual(const struct pn_content *c)
{
	for (size_t i = 0; i + 1 < c->n_ops; i++) {
		const struct pn_operand *o = &c->ops[i];

		if (o->kind == PN_OP_NAME && o->len == 10 &&
		    memcmp(c->arena.data + o->off, "ActualText", 10) == 0 &&
		    o[1].kind == PN_OP_STRING)
			return o + 1;
	}
	return NULL;
}

/* add_utf16 - append N bytes of UTF-16BE, or Latin-1 without a mark */
static void
add_utf16(struct pn_buf *out, const unsigned char *p, size_t n)
{
	size_t i = 0;

	if (n >= 3 && memcmp(p, "\357\273\277", 3) == 0) {
		(void)pn_buf_add(out, p + 3, n - 3);
		return;
	}
	if (n < 2 || p[0] != 0xfe || p[1] != 0xff) {
		for (; i < n; i++)
			(void)pn_utf8_put(out, p[i]);
		return;
	}
	for (i = 2; i + 1 < n; i += 2) {
		uint32_t u = (uint32_t)p[i] << 8 | p[i + 1];

		if (u >= 0xd800 && u < 0xdc00 && i + 3 < n) {
			u = 0x10000 + ((u - 0xd800) << 10) +
			    (((uint32_t)p[i + 2] << 8 | p[i + 3]) & 0x3ff);
			i += 2;
		}
		(void)pn_utf8_put(out, u);
	}
}

/* begin_mark - BMC, BDC: is the content on a layer that is off? Does text
 * stand for it? */
static enum pn_err
begin_mark(struct pn_stream *s)
{
	struct pn_content *c = s->c;
	struct pn_pdf *pdf = c->pdf;
	unsigned kind = 0, mark = pn_pdf_mark(pdf);
	const struct pn_operand *actual = find_actual(c);
	struct pn_obj o, text = {0};
	char tag[16], name[130];
	enum pn_err err = PN_OK;

	pn_content_name(c, 1, tag, sizeof(tag));
	pn_content_name(c, 0, name, sizeof(name));
	if (tag[0] && name[0]) {
		o = resource(s, "/Properties", name);
		if (strcmp(tag, "/OC") == 0 && pn_obj_layer_off(pdf, o))
			kind |= 1;
		text = pn_obj_get(pdf, o, "/ActualText");
		err = pn_content_cost(c, COST_LOOKUP);
	}
	if (!s->in_actual &&
	    (actual || pn_obj_kind(pdf, text) == PN_OBJ_STRING)) {
		pn_buf_clear(&s->actual);
		if (actual)
			add_utf16(&s->actual,
			    (unsigned char *)c->arena.data + actual->off,
			    actual->len);
		else
			pn_obj_text(pdf, text, &s->actual);
		s->in_actual = true;
		s->actual_from = c->scene->n_glyphs;
		kind |= 2;
	}
	pn_pdf_release(pdf, mark);
	if (s->n_marks < sizeof(s->marks) / sizeof(s->marks[0])) {
		s->marks[s->n_marks] = kind;
		c->off += kind & 1;
	} else if (kind & 2) {
		s->in_actual = false;
	}
	s->n_marks++;
	return err;
}

/* spread - let the first unknown glyphs from FROM be the characters of TEXT,
 * all of them unknown: they are what the file says they are */
static void
spread(struct pn_scene *scene, size_t from, const struct pn_buf *text)
{
	const char *p = text->data, *end = p + text->len;

	for (size_t i = from; i < scene->n_glyphs; i++) {
		struct pn_glyph *g = &scene->glyphs[i];

		g->c = p < end ? pn_utf8_next(&p, end) : 0;
		g->unknown = false;
	}
}

/* end_actual - the glyphs that ActualText speaks of are complete. Glyphs that
 * can be read are believed; where none can, the text is; and where it says
 * much more than they, it is something that nobody sees */
static enum pn_err
end_actual(struct pn_stream *s)
{
	struct pn_scene *scene = s->c->scene;
	size_t n = scene->n_glyphs - s->actual_from, unknown = 0;

	s->in_actual = false;
	for (size_t i = s->actual_from; i < scene->n_glyphs; i++)
		unknown += scene->glyphs[i].unknown;
	if (n && unknown == n && s->actual.len)
		spread(scene, s->actual_from, &s->actual);
	return PN_OK;
}

/* end_mark - EMC */
static enum pn_err
end_mark(struct pn_stream *s)
{
	unsigned kind;

	if (s->n_marks == 0)
		return PN_OK;
	s->n_marks--;
	if (s->n_marks >= sizeof(s->marks) / sizeof(s->marks[0]))
		return PN_OK;
	kind = s->marks[s->n_marks];
	s->c->off -= kind & 1;
	return kind & 2 ? end_actual(s) : PN_OK;
}

static void
save(struct pn_stream *s)
{
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
		case PN_OP(0, 'D', 'o') : return xobject(s);
		case PN_OP(0, 'g', 's') : return parameters(s);
		case PN_OP('B', 'D', 'C') : case PN_OP('B', 'M', 'C') :
		    return begin_mark(s);
		case PN_OP('E', 'M', 'C') : return end_mark(s);
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
	return picture(s, area, !mask);
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
	s.saved = pn_alloc(PN_STATE_DEPTH * sizeof(*s.saved));
	pn_buf_init(&s.actual, 1u << 20);
	pn_lex_init(&s.lex, bytes);
	err = run(&s);
	if (err == PN_OK && s.in_actual)
		err = end_actual(&s);
	pn_lex_free(&s.lex);
	pn_buf_free(&s.actual);
	free(s.saved);
	c->off = off;
	return err;
}
