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
#include "extract/pdf/scene_impl.h"

/* A shadow or a second layer of the same text lies this near, as a share of
 * the font's size. How many glyphs are looked at for one, and in all. */
#define SAME_PLACE   0.3f
#define MAX_LOOKS    256
#define MAX_END_WORK (16u << 20)
/* Where the pictures of a page cover this much of it, and have this many
 * pixels, it is a scan. */
#define SCAN_AREA   0.7
#define SCAN_PIXELS 90000

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

/* cell_at - the cell of what is C cells away from the first */
static int
cell_at(double c)
{
	if (!(c > 0))
		return 0;
	return c < PN_SCENE_GRID ? (int)c : PN_SCENE_GRID - 1;
}

struct pn_cells
pn_scene_cells(const struct pn_scene *s, const struct pn_box *b)
{
	const struct pn_box *p = &s->page;

	return (struct pn_cells){
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

void
pn_scene_list(struct pn_scene *s)
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

static bool
same_colour(struct pn_paint a, struct pn_paint b)
{
	return a.known && b.known && abs(a.r - b.r) <= PN_SAME_COLOUR &&
	       abs(a.g - b.g) <= PN_SAME_COLOUR && abs(a.b - b.b) <= PN_SAME_COLOUR;
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
	    (same_colour(paint, white) || pn_scene_painted(s, paint)) &&
	    same_colour(
		paint, pn_scene_behind(s, (b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2, work)))
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
		(same_colour(paint, white) || pn_scene_painted(s, paint))))
		return false;
	/* upright text, whose inner parts lie above the line */
	if (r->dx == 1 && r->dy == 0)
		b = (struct pn_box){starts.x0, starts.y0 + size * .1,
		    starts.x1 + widest + size * .3, starts.y1 + size * .5};
	return pn_box_in(&b, clip);
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
	return pn_job_work(s->job, work * PN_LOOK_COST);
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
	pn_scene_list(s);
	for (size_t i = 0; i < s->n_glyphs && work < MAX_END_WORK; i++) {
		struct pn_glyph *g = &s->glyphs[i];

		if (g->unseen != PN_SEEN && g->unseen != PN_UNSEEN_LAYER &&
		    seen_too(s, g, &work))
			g->unseen = PN_UNSEEN_TWICE;
	}
}
