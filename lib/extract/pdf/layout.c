/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * layout - from glyphs to lines
 *
 * Glyphs are taken in the order in which they were painted and joined while
 * each goes on where the one before it ended. These pieces are sorted into
 * lines; only where pieces of a line overlap are its glyphs sorted one by
 * one, and those painted twice (bold by a second stroke, a shadow) counted
 * once. Everything is a sort: no step looks at all pairs.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/uni.h"
#include "extract/pdf/layout.h"

/* Gaps and shifts, as shares of the size of the font. */
#define PIECE_GAP  0.8f	 /* a wider gap ends a piece */
#define JUMP_GAP   0.06f /* so does this one, where the pen was set anew */
#define PIECE_BACK 0.5f	 /* so does a step back */
#define SAME_LINE  0.35f /* base lines that are one line */
#define WORD_GAP   0.13f /* a gap between words without a blank */
#define WORD_GAP_2 0.22f /* the same where blanks are painted */
#define TWICE	   0.15f /* a glyph painted again this near counts once */
/* A page: all of it may go in any direction, in steps of a degree. */
#define DEGREES 360

/* is_blank - no mark on the page? */
static bool
is_blank(uint32_t c)
{
	return c <= 0x20 || c == 0xa0 || c == 0x3000 ||
	       (c >= 0x2000 && c <= 0x200b) || c == 0x202f || c == 0xfeff ||
	       c == 0x7f;
}

/* joins - does B go on where piece P ends? */
static bool
joins(const struct pn_piece *p, const struct pn_spot *b)
{
	float size = p->size > b->size ? p->size : b->size;
	float gap = b->u - p->u1;

	/* cells of a narrow table are close, but each is set by itself; a
	 * letter that is set by itself may be one of a spaced out word */
	if (b->jump && p->n > 1 && gap > JUMP_GAP * size)
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
	l->pieces[l->n_pieces] =
	    (struct pn_piece){b->u, b->u + b->w, b->v, b->size, i, 1};
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
			p->u1 = fmaxf(p->u1, b->u + b->w);
			p->u0 = fminf(p->u0, b->u);
			p->size = fmaxf(p->size, b->size);
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

/* resort - the pieces of LINE overlap: make them anew from sorted spots */
static void
resort(struct pn_layout *l, struct pn_line *line)
{
	size_t first = l->n_spots, from = l->n_pieces, kept = first;

	for (uint32_t i = 0; i < line->n; i++) {
		struct pn_piece p = l->pieces[line->first + i];

		for (uint32_t k = 0; k < p.n; k++) {
			PN_GROW(l->spots, l->n_spots, l->cap_spots);
			l->spots[l->n_spots++] = l->spots[p.first + k];
		}
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

/* word_gap - how wide a gap parts words in piece P */
static float
word_gap(const struct pn_layout *l, const struct pn_piece *p)
{
	const struct pn_spot *b = l->spots + p->first;
	float unit = p->size > 0 ? 1 / p->size : 1, least = 1, gap;
	bool blanks = false;

	for (uint32_t i = 1; i < p->n; i++) {
		gap = (b[i].u - b[i - 1].u - b[i - 1].w) * unit;
		blanks = blanks || b[i].blank;
		if (!b[i].blank && gap < least)
			least = gap;
	}
	/* letters that are spaced out have no gap as small as usual */
	if (p->n > 3 && least > WORD_GAP / 2 && least < 1)
		return least * 1.8f + .05f;
	return blanks ? WORD_GAP_2 : WORD_GAP;
}

/* right_to_left - a letter of Hebrew or Arabic? */
static bool
right_to_left(uint32_t c)
{
	return (c >= 0x590 && c < 0x900) || (c >= 0xfb1d && c < 0xfe00) ||
	       (c >= 0xfe70 && c < 0xfeff);
}

/* turn_round - the N characters at C, as they stand on the page, in the order
 * in which they are read */
static void
turn_round(uint32_t *c, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		uint32_t x = c[i];

		c[i] = c[n - 1 - i];
		c[n - 1 - i] = x;
	}
	for (size_t i = 0; i < n;) {
		size_t end = i;

		while (end < n && !right_to_left(c[end]) && c[end] != ' ')
			end++;
		for (size_t k = 0; k < (end - i) / 2; k++) {
			uint32_t x = c[i + k];

			c[i + k] = c[end - 1 - k];
			c[end - 1 - k] = x;
		}
		i = end + 1;
	}
}

/* put - character C, beyond ASCII, as UTF-8 at P; how many bytes */
static size_t
put(char *p, uint32_t c)
{
	if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		c = 0xfffd;
	if (c < 0x800) {
		p[0] = (char)(0xc0 | c >> 6);
		p[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		p[0] = (char)(0xe0 | c >> 12);
		p[1] = (char)(0x80 | (c >> 6 & 0x3f));
		p[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	p[0] = (char)(0xf0 | c >> 18);
	p[1] = (char)(0x80 | (c >> 12 & 0x3f));
	p[2] = (char)(0x80 | (c >> 6 & 0x3f));
	p[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

enum pn_err
pn_layout_piece(
    const struct pn_layout *l, const struct pn_piece *p, struct pn_buf *out)
{
	const struct pn_spot *b = l->spots + p->first;
	float gap = word_gap(l, p);
	uint32_t *c = pn_alloc(((size_t)p->n * 2 + 1) * sizeof(*c));
	size_t n = 0, rtl = 0, len = 0;
	char *room;

	for (uint32_t i = 0; i < p->n; i++) {
		if (i && (b[i].blank || b[i].u - b[i - 1].u - b[i - 1].w >
					    gap * b[i].size))
			c[n++] = ' ';
		c[n++] = b[i].c;
		rtl += right_to_left(b[i].c);
	}
	if (rtl * 2 > n)
		turn_round(c, n);
	room = pn_buf_room(out, n * 4);
	for (size_t i = 0; room && i < n; i++)
		if (c[i] < 0x80)
			room[len++] = (char)c[i];
		else
			len += put(room + len, c[i]);
	if (room)
		pn_buf_wrote(out, len);
	free(c);
	return room ? PN_OK : PN_ERR_LIMIT;
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
	bool blank = false, jump = false;
	uint32_t run = UINT32_MAX;
	double dx = 1, dy = 0;

	l->n_spots = 0;
	for (size_t i = 0; i < scene->n_glyphs; i++) {
		const struct pn_glyph *g = &scene->glyphs[i];
		const struct pn_run *r = &scene->runs[g->run];

		if (angles[g->run] != angle || g->unseen != why)
			continue;
		if (is_blank(g->c)) {
			blank = true;
			jump = jump || g->jump;
			continue;
		}
		if (g->run != run) {
			run = g->run;
			dx = r->dx;
			dy = r->dy;
		}
		PN_GROW(l->spots, l->n_spots, l->cap_spots);
		l->spots[l->n_spots++] = (struct pn_spot){
		    .u = (float)(g->x * dx + g->y * dy),
		    .v = (float)(g->y * dx - g->x * dy),
		    .w = g->w,
		    .size = r->size,
		    .c = g->c,
		    .blank = blank,
		    .jump = jump || g->jump,
		};
		blank = jump = false;
	}
}

/* one_kind - all that is unseen for WHY, direction by direction */
static enum pn_err
one_kind(struct pn_layout *l, struct pn_scene *scene, const int *angles,
    enum pn_unseen why)
{
	bool there[DEGREES] = {false};
	enum pn_err err = PN_OK;
	size_t n = 0;

	for (size_t i = 0; i < scene->n_glyphs; i++) {
		const struct pn_glyph *g = &scene->glyphs[i];

		if (g->unseen != why || is_blank(g->c))
			continue;
		there[angles[g->run]] = true;
		n++;
	}
	if (n == 0)
		return PN_OK;
	l->flags = why == PN_SEEN ? 0 : PN_TEXT_HIDDEN;
	l->tables = true;
	if (why != PN_SEEN)
		pn_job_hidden(l->job, pn_unseen_kind(why));
	for (int a = 0; err == PN_OK && a < DEGREES; a++) {
		if (!there[a])
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
	struct pn_layout l = {.job = scene->job, .place = place};
	int *angles = pn_alloc((scene->n_runs + 1) * sizeof(*angles));
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < scene->n_runs; i++)
		angles[i] = turn(&scene->runs[i], -rotate);
	pn_buf_init(&l.text, pn_job_room(scene->job) + 1);
	for (int why = PN_SEEN; err == PN_OK && why < PN_UNSEEN_TWICE; why++)
		err = one_kind(&l, scene, angles, (enum pn_unseen)why);
	pn_buf_free(&l.text);
	free(angles);
	free(l.spots);
	free(l.pieces);
	free(l.lines);
	return err;
}
