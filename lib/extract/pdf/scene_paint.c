/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scene_paint - what painted shapes hide, and what stands before them
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/pdf/scene_impl.h"

/* Shapes thinner than this, in points, are lines. */
#define THIN 0.5

static bool
empty(const struct pn_box *b)
{
	return !(b->x1 > b->x0 && b->y1 > b->y0);
}

/* A closed set of polygons. */
struct polygons {
	const struct pn_point *p;
	size_t n;
	const size_t *ends;
	size_t n_ends;
	bool even_odd;
};

/* winds - does the edge from A to B wind round (X,Y)? */
static int
winds(struct pn_point a, struct pn_point b, double x, double y)
{
	if ((a.y <= y) == (b.y <= y))
		return 0;
	if (a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x) <= x)
		return 0;
	return a.y <= y ? 1 : -1;
}

/* inside - is (X,Y) inside? */
static bool
inside(const struct polygons *g, double x, double y)
{
	int wind = 0;
	size_t first = 0;

	for (size_t k = 0; k < g->n_ends; k++) {
		size_t end = g->ends[k];

		for (size_t i = first; i < end; i++)
			wind += winds(
			    g->p[i], g->p[i + 1 < end ? i + 1 : first], x, y);
		first = end;
	}
	return g->even_odd ? wind & 1 : wind != 0;
}

/* under - is all of B under SHAPE? */
static bool
under(const struct pn_shape *shape, const struct pn_box *b)
{
	struct polygons g = {shape->points, shape->n_points, shape->ends,
	    shape->n_ends, shape->even_odd};

	if (!pn_box_in(b, &shape->box))
		return false;
	if (shape->points == NULL)
		return true;
	return inside(&g, b->x0, b->y0) && inside(&g, b->x1, b->y0) &&
	       inside(&g, b->x0, b->y1) && inside(&g, b->x1, b->y1) &&
	       inside(&g, (b->x0 + b->x1) / 2, (b->y0 + b->y1) / 2);
}

/* change - what SHAPE, painted over glyph G, does to it; whether G is out of
 * reach of all later shapes */
static bool
change(struct pn_scene *s, const struct pn_shape *shape, struct pn_glyph *g)
{
	bool white = g->unseen == PN_UNSEEN_WHITE;

	if (shape->opaque) {
		s->hides = true;
		if (!white)
			g->unseen = shape->picture ? PN_UNSEEN_PICTURED
						   : PN_UNSEEN_COVERED;
		s->n_white -= white;
		return true;
	}
	/* a shade or a tint over white text may bring it out */
	if (white) {
		g->unseen = PN_SEEN;
		s->n_white--;
	}
	return false;
}

/* cover - SHAPE is painted over glyphs */
static enum pn_err
cover(struct pn_scene *s, const struct pn_shape *shape)
{
	struct pn_cells c = pn_scene_cells(s, &shape->box);
	uint64_t work = 0;

	pn_scene_list(s);
	for (int y = c.y0; y <= c.y1; y++)
		for (int x = c.x0; x <= c.x1; x++) {
			uint32_t *at = &s->heads[y * PN_SCENE_GRID + x];

			while (*at != PN_GLYPH_NONE) {
				struct pn_glyph *g = &s->glyphs[*at];
				struct pn_box b = pn_glyph_inner(s, g);

				work += 1 + shape->n_points;
				if (under(shape, &b) && change(s, shape, g))
					*at = g->next;
				else
					at = &g->next;
			}
		}
	return pn_job_work(s->job, work * PN_LOOK_COST);
}

/* note_colour - remember that something near P is painted; an unknown colour
 * is near none */
static void
note_colour(struct pn_scene *s, struct pn_paint p)
{
	int lo[3] = {p.r, p.g, p.b}, hi[3];

	if (!p.known)
		return;
	for (int i = 0; i < 3; i++) {
		hi[i] =
		    (lo[i] + PN_SAME_COLOUR > 255 ? 255 : lo[i] + PN_SAME_COLOUR) /
		    32;
		lo[i] = (lo[i] < PN_SAME_COLOUR ? 0 : lo[i] - PN_SAME_COLOUR) / 32;
	}
	for (int r = lo[0]; r <= hi[0]; r++)
		for (int g = lo[1]; g <= hi[1]; g++)
			for (int b = lo[2]; b <= hi[2]; b++)
				s->colours[r * 8 + g] |=
				    (unsigned char)(1u << b);
}

bool
pn_scene_painted(const struct pn_scene *s, struct pn_paint p)
{
	return s->colours[p.r / 32 * 8 + p.g / 32] >> p.b / 32 & 1;
}

/* keep - remember SHAPE as a background */
static uint32_t
keep(struct pn_scene *s, const struct pn_shape *shape)
{
	struct pn_kept k = {
	    .box = shape->box,
	    .even_odd = shape->even_odd,
	    .paint = shape->paint,
	};

	if (shape->points && shape->n_ends <= 2) {
		k.first = (uint32_t)s->n_points;
		k.n = (uint32_t)shape->n_points;
		k.end[0] = (uint32_t)shape->ends[0];
		k.end[1] = k.n;
		for (size_t i = 0; i < shape->n_points; i++) {
			PN_GROW(s->points, s->n_points, s->cap_points);
			s->points[s->n_points++] = shape->points[i];
		}
	} else if (shape->points) {
		k.paint.known = false;
	}
	PN_GROW(s->kept, s->n_kept, s->cap_kept);
	s->kept[s->n_kept] = k;
	return (uint32_t)s->n_kept++;
}

/* background - list SHAPE in the cells that it touches */
static enum pn_err
background(struct pn_scene *s, const struct pn_shape *shape)
{
	struct pn_cells c = pn_scene_cells(s, &shape->box);
	double w = (s->page.x1 - s->page.x0) / PN_SCENE_GRID;
	double h = (s->page.y1 - s->page.y0) / PN_SCENE_GRID;
	uint32_t id = keep(s, shape);
	uint64_t work = shape->n_points;

	for (int y = c.y0; y <= c.y1; y++)
		for (int x = c.x0; x <= c.x1; x++) {
			struct pn_cell_shapes *l =
			    &s->cells[y * PN_SCENE_GRID + x];
			struct pn_box cell = {s->page.x0 + x * w,
			    s->page.y0 + y * h, s->page.x0 + (x + 1) * w,
			    s->page.y0 + (y + 1) * h};

			if (shape->opaque && shape->points == NULL &&
			    pn_box_in(&cell, &shape->box))
				l->n = 0;
			PN_GROW(l->shapes, l->n, l->cap);
			l->shapes[l->n++] = id;
			work++;
		}
	return pn_job_work(s->job, work * PN_LOOK_COST);
}

enum pn_err
pn_scene_paint(struct pn_scene *s, const struct pn_shape *shape)
{
	struct pn_shape sh = *shape;
	enum pn_err err = PN_OK;

	sh.box = pn_box_meet(sh.box, s->page);
	if (empty(&sh.box))
		return PN_OK;
	if (sh.picture) {
		s->pictures +=
		    (sh.box.x1 - sh.box.x0) * (sh.box.y1 - sh.box.y0);
		s->pixels += sh.pixels;
	}
	if (sh.box.x1 - sh.box.x0 < THIN || sh.box.y1 - sh.box.y0 < THIN)
		return PN_OK;
	if (s->n_strands && (sh.opaque ? pn_scene_reaches(s, &sh) : s->n_white))
		pn_scene_single(s);
	if (s->n_strands == 0 &&
	    ((sh.opaque && s->n_glyphs) || (!sh.paint.known && s->n_white)))
		err = cover(s, &sh);
	note_colour(s, sh.paint);
	return err == PN_OK ? background(s, &sh) : err;
}

struct pn_paint
pn_scene_behind(struct pn_scene *s, double x, double y, uint64_t *work)
{
	struct pn_paint white = {255, 255, 255, true};
	struct pn_box at = {x, y, x, y};
	struct pn_cells c = pn_scene_cells(s, &at);
	const struct pn_cell_shapes *l = &s->cells[c.y0 * PN_SCENE_GRID + c.x0];

	for (size_t i = l->n; i-- > 0;) {
		const struct pn_kept *k = &s->kept[l->shapes[i]];
		size_t ends[2] = {k->end[0], k->end[1]};
		struct polygons g = {k->n ? s->points + k->first : NULL, k->n,
		    ends, k->end[0] < k->end[1] ? 2 : 1, k->even_odd};

		*work += 1 + k->n;
		if (!pn_box_in(&at, &k->box))
			continue;
		if (k->n == 0 || inside(&g, x, y))
			return k->paint;
	}
	return white;
}
