/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scene - what a page shows
 *
 * Two indices over a grid of cells keep this from being quadratic. Glyphs are
 * listed by the cell of their middle, so that a shape only looks at those
 * under it; one that is covered leaves its list. Shapes are listed by the
 * cells that they touch; one that fills a cell replaces the list. Each look
 * at a glyph or an edge is counted as work.
 *
 * A glyph is judged by its inner part, a quarter in from either side: a line
 * that touches a letter hides nothing.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/pdf/scene.h"

/* Colours this near to each other can't be told apart on paper. */
#define SAME_COLOUR 16
/* Shapes thinner than this, in points, are lines. */
#define THIN 0.5
/* What a look at a glyph or an edge costs, in bytes of work. */
#define LOOK_COST 8
/* A shadow or a second layer of the same text lies this near, as a share of
 * the font's size. How many glyphs are looked at for one, and in all. */
#define SAME_PLACE   0.3f
#define MAX_LOOKS    256
#define MAX_END_WORK (16u << 20)
/* Where the pictures of a page cover this much of it, and have this many
 * pixels, it is a scan. */
#define SCAN_AREA   0.7
#define SCAN_PIXELS 90000

struct pn_kept {
	struct pn_box box;
	uint32_t first, n; /* points; n 0 for the box */
	uint32_t end[2];
	bool even_odd;
	struct pn_paint paint;
};

static bool
empty(const struct pn_box *b)
{
	return !(b->x1 > b->x0 && b->y1 > b->y0);
}

void
pn_scene_begin(struct pn_scene *s, struct pn_job *job, struct pn_box page)
{
	s->job = job;
	s->page = page;
	s->per_x = PN_SCENE_GRID / (page.x1 - page.x0);
	s->per_y = PN_SCENE_GRID / (page.y1 - page.y0);
	for (size_t i = 0; s->n_kept && i < PN_SCENE_GRID * PN_SCENE_GRID; i++)
		s->cells[i].n = 0;
	s->n_glyphs = s->n_runs = s->n_white = s->n_kept = s->n_points = 0;
	s->n_listed = s->n_strands = s->n_chars = 0;
	s->hides = s->single = false;
	s->looks = 0;
	s->pictures = s->pixels = 0;
	memset(s->heads, 0xff, sizeof(s->heads));
	memset(s->colours, 0, sizeof(s->colours));
}

void
pn_scene_free(struct pn_scene *s)
{
	for (size_t i = 0; i < PN_SCENE_GRID * PN_SCENE_GRID; i++)
		free(s->cells[i].shapes);
	free(s->glyphs);
	free(s->strands);
	free(s->chars);
	free(s->widths);
	free(s->runs);
	free(s->kept);
	free(s->points);
	*s = (struct pn_scene){0};
}

void
pn_scene_run(struct pn_scene *s, struct pn_run run)
{
	const struct pn_run *last = s->n_runs ? &s->runs[s->n_runs - 1] : NULL;

	if (last && last->dx == run.dx && last->dy == run.dy &&
	    last->size == run.size)
		return;
	PN_GROW(s->runs, s->n_runs, s->cap_runs);
	s->runs[s->n_runs++] = run;
}

/* Cells from first to last, both ways. */
struct cells {
	int x0, y0, x1, y1;
};

/* cell_at - the cell of what is C cells away from the first */
static int
cell_at(double c)
{
	if (!(c > 0))
		return 0;
	return c < PN_SCENE_GRID ? (int)c : PN_SCENE_GRID - 1;
}

static struct cells
cells_of(const struct pn_scene *s, const struct pn_box *b)
{
	const struct pn_box *p = &s->page;

	return (struct cells){
	    cell_at((b->x0 - p->x0) * s->per_x),
	    cell_at((b->y0 - p->y0) * s->per_y),
	    cell_at((b->x1 - p->x0) * s->per_x),
	    cell_at((b->y1 - p->y0) * s->per_y),
	};
}

struct pn_box
pn_glyph_inner(const struct pn_scene *s, const struct pn_glyph *g)
{
	const struct pn_run *r = &s->runs[g->run];
	double w = g->w > 0 ? g->w : r->size * .3;
	double up = r->size * .3;
	double x = g->x + r->dx * w / 2 - r->dy * up;
	double y = g->y + r->dy * w / 2 + r->dx * up;
	double hx = fabsf(r->dx) * w / 4 + fabsf(r->dy) * r->size * .15;
	double hy = fabsf(r->dy) * w / 4 + fabsf(r->dx) * r->size * .15;

	return (struct pn_box){x - hx, y - hy, x + hx, y + hy};
}

/* head_of - the list of the cell that the middle of B is in */
static uint32_t *
head_of(struct pn_scene *s, const struct pn_box *b)
{
	int x = cell_at(((b->x0 + b->x1) / 2 - s->page.x0) * s->per_x);
	int y = cell_at(((b->y0 + b->y1) / 2 - s->page.y0) * s->per_y);

	return &s->heads[y * PN_SCENE_GRID + x];
}

/* list_glyphs - put the glyphs that came since the last time in their lists */
static void
list_glyphs(struct pn_scene *s)
{
	for (; s->n_listed < s->n_glyphs; s->n_listed++) {
		struct pn_glyph *g = &s->glyphs[s->n_listed];
		struct pn_box b;
		uint32_t *head;

		if (g->next != PN_GLYPH_UNLISTED)
			continue;
		b = pn_glyph_inner(s, g);
		head = head_of(s, &b);
		g->next = *head;
		*head = (uint32_t)s->n_listed;
	}
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

static bool
box_in(const struct pn_box *b, const struct pn_box *in)
{
	return b->x0 >= in->x0 && b->y0 >= in->y0 && b->x1 <= in->x1 &&
	       b->y1 <= in->y1;
}

/* under - is all of B under SHAPE? */
static bool
under(const struct pn_shape *shape, const struct pn_box *b)
{
	struct polygons g = {shape->points, shape->n_points, shape->ends,
	    shape->n_ends, shape->even_odd};

	if (!box_in(b, &shape->box))
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
	struct cells c = cells_of(s, &shape->box);
	uint64_t work = 0;

	list_glyphs(s);
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
	return pn_job_work(s->job, work * LOOK_COST);
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
		    (lo[i] + SAME_COLOUR > 255 ? 255 : lo[i] + SAME_COLOUR) /
		    32;
		lo[i] = (lo[i] < SAME_COLOUR ? 0 : lo[i] - SAME_COLOUR) / 32;
	}
	for (int r = lo[0]; r <= hi[0]; r++)
		for (int g = lo[1]; g <= hi[1]; g++)
			for (int b = lo[2]; b <= hi[2]; b++)
				s->colours[r * 8 + g] |=
				    (unsigned char)(1u << b);
}

/* seen_before - may something near P have been painted? */
static bool
seen_before(const struct pn_scene *s, struct pn_paint p)
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
	struct cells c = cells_of(s, &shape->box);
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
			    box_in(&cell, &shape->box))
				l->n = 0;
			PN_GROW(l->shapes, l->n, l->cap);
			l->shapes[l->n++] = id;
			work++;
		}
	return pn_job_work(s->job, work * LOOK_COST);
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

/* behind - the colour that shows at (X,Y) so far */
static struct pn_paint
behind(struct pn_scene *s, double x, double y, uint64_t *work)
{
	struct pn_paint white = {255, 255, 255, true};
	struct pn_box at = {x, y, x, y};
	struct cells c = cells_of(s, &at);
	const struct pn_cell_shapes *l = &s->cells[c.y0 * PN_SCENE_GRID + c.x0];

	for (size_t i = l->n; i-- > 0;) {
		const struct pn_kept *k = &s->kept[l->shapes[i]];
		size_t ends[2] = {k->end[0], k->end[1]};
		struct polygons g = {k->n ? s->points + k->first : NULL, k->n,
		    ends, k->end[0] < k->end[1] ? 2 : 1, k->even_odd};

		*work += 1 + k->n;
		if (!box_in(&at, &k->box))
			continue;
		if (k->n == 0 || inside(&g, x, y))
			return k->paint;
	}
	return white;
}

static bool
same_colour(struct pn_paint a, struct pn_paint b)
{
	return a.known && b.known && abs(a.r - b.r) <= SAME_COLOUR &&
	       abs(a.g - b.g) <= SAME_COLOUR && abs(a.b - b.b) <= SAME_COLOUR;
}

/* judge - why nobody will see G, as far as can be told when it is painted */
static enum pn_unseen
judge(struct pn_scene *s, const struct pn_glyph *g, struct pn_box b,
    const struct pn_box *clip, struct pn_paint paint, uint64_t *work)
{
	static const struct pn_paint white = {255, 255, 255, true};
	struct pn_box in = pn_box_meet(b, *clip);

	if (g->unseen != PN_SEEN)
		return g->unseen;
	if (!(in.x1 >= in.x0 && in.y1 >= in.y0) || empty(clip))
		return PN_UNSEEN_OFF_PAGE;
	if (s->runs[g->run].size < 1)
		return PN_UNSEEN_TINY;
	if (paint.known &&
	    (same_colour(paint, white) || seen_before(s, paint)) &&
	    same_colour(
		paint, behind(s, (b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2, work)))
		return PN_UNSEEN_WHITE;
	return PN_SEEN;
}

bool
pn_scene_seen(const struct pn_scene *s, struct pn_box starts, double widest,
    const struct pn_box *clip, struct pn_paint paint)
{
	static const struct pn_paint white = {255, 255, 255, true};
	const struct pn_run *r = &s->runs[s->n_runs - 1];
	double size = r->size, more = widest + size;
	struct pn_box b = {starts.x0 - more, starts.y0 - more, starts.x1 + more,
	    starts.y1 + more};

	if (size < 1 || empty(clip) ||
	    (paint.known &&
		(same_colour(paint, white) || seen_before(s, paint))))
		return false;
	/* upright text, whose inner parts lie above the line */
	if (r->dx == 1 && r->dy == 0)
		b = (struct pn_box){starts.x0, starts.y0 + size * .1,
		    starts.x1 + widest + size * .3, starts.y1 + size * .5};
	return box_in(&b, clip);
}

/* judge_each - what becomes of the N glyphs behind the last one */
static uint64_t
judge_each(struct pn_scene *s, size_t n, const struct pn_box *clip,
    struct pn_paint paint)
{
	uint64_t work = 0;

	for (size_t i = s->n_glyphs; i < s->n_glyphs + n; i++) {
		struct pn_glyph *g = &s->glyphs[i];
		struct pn_box b = pn_glyph_inner(s, g);

		g->unseen = (uint8_t)judge(s, g, b, clip, paint, &work);
		if (g->unseen != PN_SEEN)
			s->hides = true;
		if (g->unseen != PN_SEEN && g->unseen != PN_UNSEEN_WHITE)
			g->next = PN_GLYPH_NONE;
		s->n_white += g->unseen == PN_UNSEEN_WHITE;
	}
	return work;
}

struct pn_glyph *
pn_scene_room(struct pn_scene *s, size_t n)
{
	if (s->n_glyphs > PN_SCENE_GLYPHS || n > PN_SCENE_GLYPHS - s->n_glyphs)
		return NULL;
	if (n > s->cap_glyphs - s->n_glyphs) {
		s->cap_glyphs = 2 * s->cap_glyphs + n;
		s->glyphs =
		    pn_realloc(s->glyphs, s->cap_glyphs, sizeof(*s->glyphs));
	}
	return s->glyphs + s->n_glyphs;
}

enum pn_err
pn_scene_add(struct pn_scene *s, size_t n, struct pn_box starts, double widest,
    const struct pn_box *clip, struct pn_paint paint)
{
	uint64_t work = n;

	if (n == 0)
		return PN_OK;
	if (s->glyphs[s->n_glyphs].unseen != PN_SEEN ||
	    !pn_scene_seen(s, starts, widest, clip, paint))
		work += judge_each(s, n, clip, paint);
	s->n_glyphs += n;
	return pn_job_work(s->job, work * LOOK_COST);
}

enum pn_err
pn_scene_glyph(struct pn_scene *s, struct pn_glyph g, const struct pn_box *clip,
    struct pn_paint paint)
{
	struct pn_glyph *room = pn_scene_room(s, 1);

	if (room == NULL)
		return pn_job_limit(s->job, "text");
	g.run = (uint32_t)s->n_runs - 1;
	g.next = PN_GLYPH_UNLISTED;
	*room = g;
	return pn_scene_add(
	    s, 1, (struct pn_box){g.x, g.y, g.x, g.y}, g.w, clip, paint);
}

/* seen_too - is the same character seen where G is? */
static bool
seen_too(struct pn_scene *s, const struct pn_glyph *g, uint64_t *work)
{
	float near = s->runs[g->run].size * SAME_PLACE;
	struct pn_box b = pn_glyph_inner(s, g);
	unsigned left = MAX_LOOKS;

	for (uint32_t at = *head_of(s, &b); at != PN_GLYPH_NONE && left;
	     left--) {
		const struct pn_glyph *o = &s->glyphs[at];

		if (o->unseen == PN_SEEN && o->c == g->c && o != g &&
		    fabsf(o->x - g->x) < near && fabsf(o->y - g->y) < near)
			return true;
		at = o->next;
	}
	*work += MAX_LOOKS - left;
	return false;
}

/* of_scan - on a scanned page, what the scanner read lies unseen over the
 * picture, or below it where the picture is nearly all there is */
static void
of_scan(struct pn_scene *s)
{
	double area = (s->page.x1 - s->page.x0) * (s->page.y1 - s->page.y0);
	size_t seen = 0, below = 0;

	if (s->pictures < area * SCAN_AREA || s->pixels < SCAN_PIXELS)
		return;
	for (size_t i = 0; i < s->n_glyphs; i++) {
		seen += s->glyphs[i].unseen == PN_SEEN;
		below += s->glyphs[i].unseen == PN_UNSEEN_PICTURED;
	}
	for (size_t i = 0; i < s->n_glyphs; i++) {
		struct pn_glyph *g = &s->glyphs[i];

		if (g->unseen == PN_UNSEEN_INVISIBLE ||
		    (g->unseen == PN_UNSEEN_PICTURED && seen * 4 <= below))
			g->unseen = PN_SEEN;
	}
}

void
pn_scene_end(struct pn_scene *s)
{
	uint64_t work = 0;

	if (!s->hides)
		return;
	pn_scene_single(s);
	of_scan(s);
	list_glyphs(s);
	for (size_t i = 0; i < s->n_glyphs && work < MAX_END_WORK; i++) {
		struct pn_glyph *g = &s->glyphs[i];

		if (g->unseen != PN_SEEN && g->unseen != PN_UNSEEN_LAYER &&
		    seen_too(s, g, &work))
			g->unseen = PN_UNSEEN_TWICE;
	}
}
