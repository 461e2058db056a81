/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * layout_lines - from glyphs to lines
 *
 * Glyphs are taken in the order in which they were painted and joined while
 * each goes on where the one before it ended. These pieces are sorted into
 * lines; only where pieces of a line overlap are its glyphs sorted one by
 * one, and those painted twice (bold by a second stroke, a shadow) counted
 * once. Everything is a sort: no step looks at all pairs.
 */
#include <math.h>
#include <stdlib.h>
#include "base/mem.h"
#include "extract/pdf/layout.h"

/* Gaps and shifts, as shares of the size of the font. */
#define PIECE_GAP  0.8f	 /* a wider gap ends a piece */
#define JUMP_GAP   0.06f /* so does this one, where the pen was set anew */
#define PIECE_BACK 0.5f	 /* so does a step back */
#define SAME_LINE  0.35f /* base lines that are one line */
#define TWICE	   0.15f /* a glyph painted again this near counts once */

/* less, more - of two numbers; fminf and fmaxf are calls */
static inline float
less(float a, float b)
{
	return a < b ? a : b;
}

static inline float
more(float a, float b)
{
	return a > b ? a : b;
}

/* chars_of - how many characters B is, blanks not counted */
static inline uint32_t
chars_of(const struct pn_layout *l, const struct pn_spot *b)
{
	return b->strand ? b->strand - (uint32_t)l->scene->strands[b->c].blanks
			 : 1;
}

/* joins - does B go on where piece P ends? */
static inline bool
joins(const struct pn_piece *p, const struct pn_spot *b)
{
	float size = p->size > b->size ? p->size : b->size;
	float gap = b->u - p->u1;

	/* cells of a narrow table are close, but each is set by itself; a
	 * letter that is set by itself may be one of a spaced out word */
	if (b->jump && p->chars > 1 && gap > JUMP_GAP * size)
		return false;
	return fabsf(b->v - p->v) < .1f * size && gap < PIECE_GAP * size &&
	       gap > -PIECE_BACK * size;
}

/* add_piece - a piece that begins with spot I */
static struct pn_piece *
add_piece(struct pn_layout *l, uint32_t i)
{
	const struct pn_spot *b = &l->spots[i];

	PN_GROW(l->pieces, l->n_pieces, l->cap_pieces);
	l->pieces[l->n_pieces] = (struct pn_piece){
	    b->u, b->u + b->w, b->v, b->size, i, 1, chars_of(l, b)};
	return &l->pieces[l->n_pieces++];
}

/* cut_pieces - join the spots from FIRST to END as they come */
static void
cut_pieces(struct pn_layout *l, size_t first, size_t end)
{
	struct pn_piece *p = NULL;

	for (size_t i = first; i < end; i++) {
		const struct pn_spot *b = &l->spots[i];

		if (p && joins(p, b)) {
			p->n++;
			p->chars += chars_of(l, b);
			p->u1 = more(p->u1, b->u + b->w);
			p->u0 = less(p->u0, b->u);
			p->size = more(p->size, b->size);
		} else {
			p = add_piece(l, (uint32_t)i);
		}
	}
}

static int
by_height(const void *a, const void *b)
{
	const struct pn_piece *p = a, *q = b;

	if (p->v != q->v)
		return p->v < q->v ? 1 : -1;
	return (p->u0 > q->u0) - (p->u0 < q->u0);
}

static int
by_place(const void *a, const void *b)
{
	const struct pn_piece *p = a, *q = b;

	return (p->u0 > q->u0) - (p->u0 < q->u0);
}

static int
spot_by_place(const void *a, const void *b)
{
	const struct pn_spot *p = a, *q = b;

	return (p->u > q->u) - (p->u < q->u);
}

/* overlapping - do two of the N pieces at P lie over each other? */
static bool
overlapping(const struct pn_piece *p, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (p[i + 1].u0 <
		    p[i].u1 - PIECE_BACK / 2 * fminf(p[i].size, p[i + 1].size))
			return true;
	return false;
}

/* add_spot - B behind all others */
static void
add_spot(struct pn_layout *l, struct pn_spot b)
{
	PN_GROW(l->spots, l->n_spots, l->cap_spots);
	l->spots[l->n_spots++] = b;
}

/* add_spots - the characters of B, one by one, behind all others */
static void
add_spots(struct pn_layout *l, struct pn_spot b)
{
	const struct pn_strand *s;
	uint32_t n = b.strand;
	double u = b.u;

	if (n == 0) {
		add_spot(l, b);
		return;
	}
	s = &l->scene->strands[b.c];
	b.strand = 0;
	for (uint32_t i = s->first; i < s->first + n; i++) {
		b.u = (float)u;
		b.w = l->scene->widths[i] * s->scale;
		b.c = (unsigned char)l->scene->chars[i];
		u += b.w + (double)s->gap;
		if (b.c == ' ') {
			u += s->word;
			b.blank = true;
			continue;
		}
		add_spot(l, b);
		b.blank = b.jump = false;
	}
}

/* resort - the pieces of LINE overlap: make them anew from sorted spots */
static void
resort(struct pn_layout *l, struct pn_line *line)
{
	size_t first = l->n_spots, from = l->n_pieces, kept = first;

	for (uint32_t i = 0; i < line->n; i++) {
		struct pn_piece p = l->pieces[line->first + i];

		for (uint32_t k = 0; k < p.n; k++)
			add_spots(l, l->spots[p.first + k]);
	}
	qsort(l->spots + first, l->n_spots - first, sizeof(*l->spots),
	    spot_by_place);
	for (size_t i = first; i < l->n_spots; i++) {
		struct pn_spot b = l->spots[i];
		bool twice = false;

		for (size_t k = kept; k > first && k + 4 > kept && !twice;
		     k--) {
			const struct pn_spot *a = &l->spots[k - 1];

			twice = a->c == b.c &&
				fabsf(a->u - b.u) < TWICE * b.size &&
				fabsf(a->v - b.v) < TWICE * b.size;
		}
		if (!twice)
			l->spots[kept++] = b;
	}
	l->n_spots = kept;
	/* base lines differ a little: joined as one */
	for (size_t i = first; i < kept; i++)
		l->spots[i].v = line->v;
	cut_pieces(l, first, kept);
	line->first = (uint32_t)from;
	line->n = (uint32_t)(l->n_pieces - from);
}

enum pn_err
pn_layout_lines(struct pn_layout *l)
{
	size_t n;

	l->n_pieces = l->n_lines = 0;
	cut_pieces(l, 0, l->n_spots);
	n = l->n_pieces;
	qsort(l->pieces, n, sizeof(*l->pieces), by_height);
	for (size_t i = 0; i < n; i++) {
		const struct pn_piece *p = &l->pieces[i];
		struct pn_line *line =
		    l->n_lines ? &l->lines[l->n_lines - 1] : NULL;

		if (line &&
		    line->v - p->v < SAME_LINE * fmaxf(line->size, p->size)) {
			line->n++;
			if (p->size > line->size) {
				line->size = p->size;
				line->v = p->v;
			}
			continue;
		}
		PN_GROW(l->lines, l->n_lines, l->cap_lines);
		l->lines[l->n_lines++] =
		    (struct pn_line){p->v, p->size, (uint32_t)i, 1};
	}
	for (size_t i = 0; i < l->n_lines; i++) {
		struct pn_line *line = &l->lines[i];

		qsort(l->pieces + line->first, line->n, sizeof(*l->pieces),
		    by_place);
		if (overlapping(l->pieces + line->first, line->n))
			resort(l, line);
	}
	return pn_job_work(l->job, l->n_spots * 16);
}
