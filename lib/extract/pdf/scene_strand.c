/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scene_strand - characters that are kept together while all are seen
 *
 * Strands are made glyphs, all of a page at once, when something may hide one
 * of them. Then and only then they are looked at one by one.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/pdf/scene.h"

/* Looks at all strands, by shapes, before the lists of cells are cheaper. */
#define MAX_LOOKS 64

bool
pn_scene_strands(struct pn_scene *s, size_t n)
{
	if (s->single || s->n_chars + s->n_glyphs + n > PN_SCENE_GLYPHS / 2 ||
	    pn_scene_room(s, n + 1) == NULL)
		return false;
	if (s->n_chars + n + PN_STRAND_SLACK > s->cap_chars) {
		s->cap_chars = 2 * s->cap_chars + n + 4096;
		s->chars = pn_realloc(s->chars, s->cap_chars, 1);
		s->widths =
		    pn_realloc(s->widths, s->cap_chars, sizeof(*s->widths));
	}
	if (s->n_strands + n > s->cap_strands) {
		s->cap_strands = 2 * s->cap_strands + n;
		s->strands = pn_realloc(
		    s->strands, s->cap_strands, sizeof(*s->strands));
	}
	return true;
}

/* unpack - the glyphs of strand G to OUT; where the next one goes */
static struct pn_glyph *
unpack(const struct pn_scene *s, const struct pn_glyph *g, struct pn_glyph *out)
{
	const struct pn_strand *strand = &s->strands[g->c];
	const struct pn_run *r = &s->runs[g->run];
	struct pn_glyph q = *g;
	double along = 0;

	q.strand = 0;
	if (strand->blank >= 0) {
		q.x = g->x - r->dx * strand->blank;
		q.y = g->y - r->dy * strand->blank;
		q.w = strand->blank;
		q.c = ' ';
		*out++ = q;
		q.jump = false;
	}
	for (uint32_t i = 0; i < g->strand; i++) {
		q.x = (float)(g->x + r->dx * along);
		q.y = (float)(g->y + r->dy * along);
		q.w = s->widths[strand->first + i] * strand->scale;
		q.c = (unsigned char)s->chars[strand->first + i];
		*out++ = q;
		q.jump = false;
		along += q.w + strand->gap + (q.c == ' ' ? strand->word : 0);
	}
	return out;
}

void
pn_scene_single(struct pn_scene *s)
{
	struct pn_glyph *all, *out;
	size_t n;

	s->single = true;
	if (s->n_strands == 0)
		return;
	n = s->n_glyphs + s->n_strands + s->n_chars;
	out = all = pn_alloc(n * sizeof(*all));
	for (size_t i = 0; i < s->n_glyphs; i++)
		if (s->glyphs[i].strand)
			out = unpack(s, &s->glyphs[i], out);
		else
			*out++ = s->glyphs[i];
	free(s->glyphs);
	s->glyphs = all;
	s->n_glyphs = (size_t)(out - all);
	s->cap_glyphs = n;
	s->n_strands = s->n_chars = 0;
}

/* reaches - may B, of a shape, hold the inner part of a character of G? */
static bool
reaches(const struct pn_scene *s, const struct pn_glyph *g, struct pn_box b)
{
	const struct pn_run *r = &s->runs[g->run];
	double far = g->w + r->size;

	if (g->strand == 0) {
		struct pn_box in = pn_glyph_inner(s, g);

		return in.x0 >= b.x0 && in.y0 >= b.y0 && in.x1 <= b.x1 &&
		       in.y1 <= b.y1;
	}
	/* of upright text, all of the height must be in it */
	if (r->dx == 1 && r->dy == 0)
		return g->x <= b.x1 && g->x + far >= b.x0 &&
		       g->y + r->size * .2 >= b.y0 &&
		       g->y + r->size * .4 <= b.y1;
	return g->x - far <= b.x1 && g->x + far >= b.x0 &&
	       g->y - far <= b.y1 && g->y + far >= b.y0;
}

bool
pn_scene_reaches(struct pn_scene *s, const struct pn_shape *shape)
{
	if (++s->looks > MAX_LOOKS)
		return true;
	for (size_t i = 0; i < s->n_glyphs; i++)
		if (reaches(s, &s->glyphs[i], shape->box))
			return true;
	return false;
}
