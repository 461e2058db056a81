/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * content_path - the operators that build and paint paths (ISO 32000-2, 8.5)
 *
 * Paths are kept as polygons on the page; a curve becomes a few straight
 * pieces. Boxes that stand upright, which nearly all shapes behind or over
 * text are, become exact shapes of their own; a thick straight line becomes
 * the box that it fills.
 */
#include <math.h>
#include <string.h>
#include "base/mem.h"
#include "extract/pdf/content.h"

/* Points of a path; one with more is art, and covers nothing for certain. */
#define MAX_POINTS 4096
/* Straight pieces of a curve. */
#define PIECES 4
/* A line thinner than this covers no text. */
#define THICK 4.0

/* add - a point of the path, in user space */
static void
add(struct pn_stream *s, double x, double y)
{
	struct pn_content *c = s->c;

	if (c->n_points >= MAX_POINTS) {
		c->path_full = true;
		return;
	}
	PN_GROW(c->points, c->n_points, c->cap_points);
	c->points[c->n_points++] = pn_matrix_point(&s->gs->ctm, x, y);
}

/* end_subpath - what was drawn so far is one polygon */
static void
end_subpath(struct pn_content *c)
{
	size_t from = c->n_ends ? c->ends[c->n_ends - 1] : 0;

	c->open = false;
	if (c->n_points == from)
		return;
	PN_GROW(c->ends, c->n_ends, c->cap_ends);
	c->ends[c->n_ends++] = c->n_points;
}

/* rectangle - re */
static void
rectangle(struct pn_stream *s)
{
	struct pn_content *c = s->c;
	double x = pn_content_num(c, 3), y = pn_content_num(c, 2);
	double w = pn_content_num(c, 1), h = pn_content_num(c, 0);

	end_subpath(c);
	add(s, x, y);
	add(s, x + w, y);
	add(s, x + w, y + h);
	add(s, x, y + h);
	end_subpath(c);
}

/* curve - from the current point (before the path, P) over two others */
static void
curve(struct pn_stream *s, double x1, double y1, double x2, double y2,
    double x3, double y3)
{
	struct pn_content *c = s->c;
	struct pn_point p[4];

	if (c->n_points == 0)
		return;
	p[0] = c->points[c->n_points - 1];
	p[1] = pn_matrix_point(&s->gs->ctm, x1, y1);
	p[2] = pn_matrix_point(&s->gs->ctm, x2, y2);
	p[3] = pn_matrix_point(&s->gs->ctm, x3, y3);
	for (int i = 1; i <= PIECES; i++) {
		double t = (double)i / PIECES, u = 1 - t;
		double k[4] = {
		    u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t};

		if (c->n_points >= MAX_POINTS) {
			c->path_full = true;
			return;
		}
		PN_GROW(c->points, c->n_points, c->cap_points);
		c->points[c->n_points++] = (struct pn_point){
		    k[0] * p[0].x + k[1] * p[1].x + k[2] * p[2].x +
			k[3] * p[3].x,
		    k[0] * p[0].y + k[1] * p[1].y + k[2] * p[2].y +
			k[3] * p[3].y,
		};
	}
	c->cur = (struct pn_point){x3, y3};
}

/* around - the box around N points */
static struct pn_box
around(const struct pn_point *p, size_t n)
{
	struct pn_box b = {p[0].x, p[0].y, p[0].x, p[0].y};

	for (size_t i = 1; i < n; i++) {
		b.x0 = fmin(b.x0, p[i].x);
		b.y0 = fmin(b.y0, p[i].y);
		b.x1 = fmax(b.x1, p[i].x);
		b.y1 = fmax(b.y1, p[i].y);
	}
	return b;
}

/* upright_box - are the N points at P the corners of an upright box? Which
 * way round goes to *TURN */
static bool
upright_box(const struct pn_point *p, size_t n, int *turn)
{
	double eps = 1e-3, area = 0;

	if (n == 5 && fabs(p[4].x - p[0].x) < eps &&
	    fabs(p[4].y - p[0].y) < eps)
		n = 4;
	if (n != 4)
		return false;
	for (size_t i = 0; i < 4; i++) {
		const struct pn_point *a = &p[i], *b = &p[(i + 1) & 3];
		bool flat = fabs(a->y - b->y) < eps;
		bool steep = fabs(a->x - b->x) < eps;

		if (!flat && !steep)
			return false;
		area += a->x * b->y - b->x * a->y;
	}
	if (fabs(p[0].x - p[2].x) < eps || fabs(p[0].y - p[2].y) < eps) {
		/* a line there and back again */
		*turn = 0;
		return true;
	}
	*turn = area < 0 ? -1 : 1;
	return true;
}

/* only_boxes - is the path nothing but upright boxes that add up? */
static bool
only_boxes(const struct pn_content *c, bool even_odd)
{
	int first = 0, turn;
	size_t from = 0;

	for (size_t k = 0; k < c->n_ends; k++) {
		if (!upright_box(c->points + from, c->ends[k] - from, &turn))
			return false;
		if (turn && first == 0)
			first = turn;
		if (turn && turn != first)
			return false;
		from = c->ends[k];
	}
	return !even_odd || c->n_ends == 1;
}

/* fill - f, f*, and the fill of B */
static enum pn_err
fill(struct pn_stream *s, bool even_odd)
{
	struct pn_content *c = s->c;
	struct pn_gstate *g = s->gs;
	struct pn_shape shape = {.paint = g->fill, .even_odd = even_odd};
	size_t from = 0;
	enum pn_err err = PN_OK;

	if (c->n_ends == 0)
		return PN_OK;
	shape.opaque = g->fill_space != PN_SPACE_UNKNOWN && !c->path_full;
	if (only_boxes(c, even_odd)) {
		for (size_t k = 0; err == PN_OK && k < c->n_ends; k++) {
			struct pn_shape one = shape;

			one.box = around(c->points + from, c->ends[k] - from);
			from = c->ends[k];
			err = pn_content_paint(c, g, &one, g->fill_alpha);
		}
		return err;
	}
	shape.box = around(c->points, c->n_points);
	shape.points = c->points;
	shape.n_points = c->n_points;
	shape.ends = c->ends;
	shape.n_ends = c->n_ends;
	return pn_content_paint(c, g, &shape, g->fill_alpha);
}

/* stroke - S, and the stroke of B: only thick upright lines matter */
static enum pn_err
stroke(struct pn_stream *s)
{
	struct pn_content *c = s->c;
	struct pn_gstate *g = s->gs;
	double det = fabs(g->ctm.a * g->ctm.d - g->ctm.b * g->ctm.c);
	double half = g->line_width * sqrt(det) / 2;
	size_t from = 0;
	enum pn_err err = PN_OK;

	if (half * 2 < THICK)
		return PN_OK;
	for (size_t k = 0; err == PN_OK && k < c->n_ends; k++) {
		for (size_t i = from; err == PN_OK && i + 1 < c->ends[k]; i++) {
			struct pn_point *p = &c->points[i];
			struct pn_shape line = {
			    .box = around(p, 2),
			    .paint = g->stroke,
			    .opaque = g->stroke_space != PN_SPACE_UNKNOWN,
			};

			if (p[0].x == p[1].x) {
				line.box.x0 -= half;
				line.box.x1 += half;
			} else if (fabs(p[0].y - p[1].y) < half / 2) {
				line.box.y0 -= half;
				line.box.y1 += half;
			} else {
				continue;
			}
			err = pn_content_paint(c, g, &line, g->stroke_alpha);
		}
		from = c->ends[k];
	}
	return err;
}

/* clip - W was there: what is painted from here on is cut by the path */
static void
clip(struct pn_stream *s)
{
	struct pn_content *c = s->c;
	struct pn_gstate *g = s->gs;
	struct pn_box none = {0, 0, 0, 0};
	int turn;

	if (c->n_points == 0) {
		g->clip = none;
		return;
	}
	g->clip = pn_box_meet(g->clip, around(c->points, c->n_points));
	if (c->n_ends != 1 || c->path_full ||
	    !upright_box(c->points, c->n_points, &turn))
		g->clip_exact = false;
}

/* painted - the path is over */
static void
painted(struct pn_stream *s)
{
	struct pn_content *c = s->c;

	if (c->pending)
		clip(s);
	c->pending = 0;
	c->n_points = c->n_ends = 0;
	c->open = c->path_full = false;
}

/* paint - the path is painted: BITS 1 fill, 2 stroke, 4 even-odd */
static enum pn_err
paint(struct pn_stream *s, unsigned bits)
{
	enum pn_err err = PN_OK;

	end_subpath(s->c);
	if (bits & 1)
		err = fill(s, bits & 4);
	if (err == PN_OK && bits & 2)
		err = stroke(s);
	painted(s);
	return err == PN_OK ? pn_content_cost(s->c, 8) : err;
}

/* shading - sh: paints all of the clip */
static enum pn_err
shading(struct pn_stream *s)
{
	struct pn_gstate *g = s->gs;
	struct pn_shape shape = {.box = g->clip};

	return pn_content_paint(s->c, g, &shape, g->fill_alpha);
}

/* build - the operators that make a path; false for others */
static bool
build(struct pn_stream *s, uint32_t op)
{
	struct pn_content *c = s->c;
	double x = pn_content_num(c, 1), y = pn_content_num(c, 0);

	switch (op) {
	case PN_OP(0, 0, 'm'):
		end_subpath(c);
		/* fall through */
	case PN_OP(0, 0, 'l'):
		add(s, x, y);
		break;
	case PN_OP(0, 0, 'c'):
		curve(s, pn_content_num(c, 5), pn_content_num(c, 4),
		    pn_content_num(c, 3), pn_content_num(c, 2), x, y);
		break;
	case PN_OP(0, 0, 'v'):
		curve(s, c->cur.x, c->cur.y, pn_content_num(c, 3),
		    pn_content_num(c, 2), x, y);
		break;
	case PN_OP(0, 0, 'y'):
		curve(
		    s, pn_content_num(c, 3), pn_content_num(c, 2), x, y, x, y);
		break;
	case PN_OP(0, 'r', 'e'):
		rectangle(s);
		return true;
	case PN_OP(0, 0, 'h'):
		end_subpath(c);
		return true;
	default:
		return false;
	}
	c->cur = (struct pn_point){x, y};
	return true;
}

enum pn_err
pn_content_path(struct pn_stream *s, uint32_t op, bool *done)
{
	*done = true;
	if (build(s, op))
		return PN_OK;
	switch (op) {
	case PN_OP(0, 0, 'f'):
	case PN_OP(0, 0, 'F'):
		return paint(s, 1);
	case PN_OP(0, 'f', '*'):
		return paint(s, 5);
	case PN_OP(0, 0, 'B'):
	case PN_OP(0, 0, 'b'):
		return paint(s, 3);
	case PN_OP(0, 'B', '*'):
	case PN_OP(0, 'b', '*'):
		return paint(s, 7);
	case PN_OP(0, 0, 'S'):
	case PN_OP(0, 0, 's'):
		return paint(s, 2);
	case PN_OP(0, 0, 'n'):
		return paint(s, 0);
	case PN_OP(0, 0, 'W'):
	case PN_OP(0, 'W', '*'):
		s->c->pending = 1;
		return PN_OK;
	case PN_OP(0, 's', 'h'):
		return shading(s);
	default:
		*done = false;
		return PN_OK;
	}
}
