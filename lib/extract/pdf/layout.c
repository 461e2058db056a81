/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * layout - from the glyphs of a page to text, direction by direction
 */
#include <math.h>
#include <stdlib.h>
#include "base/mem.h"
#include "extract/pdf/layout.h"

/* A page: all of it may go in any direction, in steps of a degree. */
#define DEGREES 360

/* is_blank - no mark on the page? */
static inline bool
is_blank(uint32_t c)
{
	if (c > ' ' && c < 0x7f)
		return false;
	return c <= 0x20 || c == 0xa0 || c == 0x3000 ||
	       (c >= 0x2000 && c <= 0x200b) || c == 0x202f || c == 0xfeff ||
	       c == 0x7f;
}

/* turn - the direction of RUN in degrees, as the reader sees the page */
static int
turn(const struct pn_run *run, long rotate)
{
	double a = atan2(run->dy, run->dx) * 180 / M_PI;
	long d = lround(a) - rotate;

	return (int)((d % DEGREES + DEGREES) % DEGREES);
}

/* gather - the glyphs of SCENE that are unseen for WHY and go in direction
 * ANGLE become the spots of L */
static void
gather(struct pn_layout *l, const struct pn_scene *scene, const int *angles,
    int angle, enum pn_unseen why)
{
	bool blank = false, jump = false, ours = false;
	uint32_t run = UINT32_MAX;
	double dx = 1, dy = 0;
	float size = 0;
	struct pn_spot *b;

	if (l->cap_spots < scene->n_glyphs) {
		l->cap_spots = scene->n_glyphs;
		l->spots =
		    pn_realloc(l->spots, l->cap_spots, sizeof(*l->spots));
	}
	b = l->spots;
	for (size_t i = 0; i < scene->n_glyphs; i++) {
		const struct pn_glyph *g = &scene->glyphs[i];

		if (g->run != run) {
			const struct pn_run *r = &scene->runs[g->run];

			run = g->run;
			ours = angles[run] == angle;
			dx = r->dx;
			dy = r->dy;
			size = r->size;
		}
		if (!ours || g->unseen != why)
			continue;
		if (g->strand) {
			blank = blank || scene->strands[g->c].blank >= 0;
		} else if (is_blank(g->c)) {
			blank = true;
			jump = jump || g->jump;
			continue;
		}
		b->u = (float)(g->x * dx + g->y * dy);
		b->v = (float)(g->y * dx - g->x * dy);
		b->w = g->w;
		b->size = size;
		b->c = g->c;
		b->blank = blank;
		b->jump = jump || g->jump;
		b->strand = g->strand;
		b++;
		blank = jump = false;
	}
	l->n_spots = (size_t)(b - l->spots);
}

/* Which directions the glyphs go that are unseen for each reason. */
struct ways {
	size_t n[PN_UNSEEN_KINDS];
	bool there[PN_UNSEEN_KINDS][DEGREES];
};

/* look - count the glyphs of SCENE that are no blanks */
static void
look(const struct pn_scene *scene, const int *angles, struct ways *ways)
{
	for (size_t i = 0; i < scene->n_glyphs; i++) {
		const struct pn_glyph *g = &scene->glyphs[i];

		if (!g->strand && is_blank(g->c))
			continue;
		ways->there[g->unseen][angles[g->run]] = true;
		ways->n[g->unseen]++;
	}
}

/* one_kind - all that is unseen for WHY, direction by direction */
static enum pn_err
one_kind(struct pn_layout *l, struct pn_scene *scene, const int *angles,
    const struct ways *ways, enum pn_unseen why)
{
	enum pn_err err = PN_OK;

	if (ways->n[why] == 0)
		return PN_OK;
	l->flags = why == PN_SEEN ? 0 : PN_TEXT_HIDDEN;
	l->tables = true;
	if (why != PN_SEEN)
		pn_job_hidden(l->job, pn_unseen_kind(why));
	for (int a = 0; err == PN_OK && a < DEGREES; a++) {
		if (!ways->there[why][a])
			continue;
		gather(l, scene, angles, a, why);
		err = pn_job_work(l->job, scene->n_glyphs * 4);
		if (err == PN_OK)
			err = pn_layout_lines(l);
		if (err == PN_OK)
			err = pn_layout_blocks(l);
	}
	return err;
}

enum pn_err
pn_layout_page(struct pn_scene *scene, const char *place, long rotate)
{
	struct pn_layout l = {
	    .job = scene->job, .scene = scene, .place = place};
	int *angles = pn_alloc((scene->n_runs + 1) * sizeof(*angles));
	struct ways ways = {0};
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < scene->n_runs; i++)
		angles[i] = turn(&scene->runs[i], -rotate);
	look(scene, angles, &ways);
	pn_buf_init(&l.text, pn_job_room(scene->job) + 1);
	for (int why = PN_SEEN; err == PN_OK && why < PN_UNSEEN_TWICE; why++)
		err = one_kind(&l, scene, angles, &ways, (enum pn_unseen)why);
	pn_buf_free(&l.text);
	free(angles);
	free(l.spots);
	free(l.pieces);
	free(l.lines);
	return err;
}
