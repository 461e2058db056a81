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
static inline bool
is_blank(uint32_t c)
{
	if (c > ' ' && c < 0x7f)
		return false;
	return c <= 0x20 || c == 0xa0 || c == 0x3000 ||
	       (c >= 0x2000 && c <= 0x200b) || c == 0x202f || c == 0xfeff ||
	       c == 0x7f;
}

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

/* close_letters - has strand B a word of several letters? */
static bool
close_letters(const struct pn_layout *l, const struct pn_spot *b)
{
	return b->strand > 2 * l->scene->strands[b->c].blanks + 1;
}

/* word_gap - how wide a gap parts words in piece P */
static float
word_gap(const struct pn_layout *l, const struct pn_piece *p)
{
	const struct pn_spot *b = l->spots + p->first;
	float unit = p->size > 0 ? 1 / p->size : 1, least = 1, gap;
	bool blanks = false, close = false;

	for (uint32_t i = 0; i < p->n; i++) {
		if (b[i].strand) {
			close = close || close_letters(l, &b[i]);
			blanks = blanks || l->scene->strands[b[i].c].blanks;
		}
		if (i == 0)
			continue;
		gap = (b[i].u - b[i - 1].u - b[i - 1].w) * unit;
		blanks = blanks || b[i].blank;
		if (!b[i].blank && gap < least)
			least = gap;
	}
	/* letters that are spaced out have no gap as small as usual */
	if (!close && p->chars > 3 && least > WORD_GAP / 2 && least < 1)
		return least * 1.8f + .05f;
	return blanks ? WORD_GAP_2 : WORD_GAP;
}

/* right_to_left - a letter of Hebrew or Arabic? */
static inline bool
right_to_left(uint32_t c)
{
	if (c < 0x590)
		return false;
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

/* put_turned - the LEN bytes of UTF-8 at P, as they stand on the page, become
 * what is read */
static size_t
put_turned(char *p, size_t len)
{
	uint32_t *c = pn_alloc((len + 1) * sizeof(*c));
	const char *s = p;
	size_t n = 0, put_len = 0;

	while (s < p + len)
		c[n++] = pn_utf8_next(&s, p + len);
	turn_round(c, n);
	for (size_t i = 0; i < n; i++)
		if (c[i] < 0x80)
			p[put_len++] = (char)c[i];
		else
			put_len += put(p + put_len, c[i]);
	free(c);
	return put_len;
}

/* put_strand - the characters of B at P; some bytes more may be written */
static inline void
put_strand(char *p, const struct pn_scene *scene, const struct pn_spot *b)
{
	const char *s = scene->chars + scene->strands[b->c].first;

	if (b->strand <= PN_STRAND_SLACK)
		memcpy(p, s, PN_STRAND_SLACK); /* two moves, and no call */
	else
		memcpy(p, s, b->strand);
}

enum pn_err
pn_layout_piece(
    const struct pn_layout *l, const struct pn_piece *p, struct pn_buf *out)
{
	const struct pn_spot *b = l->spots + p->first;
	float gap = word_gap(l, p);
	size_t n = p->chars, rtl = 0, len = 0;
	char *room = pn_buf_room(out, (size_t)p->chars * 5 + PN_STRAND_SLACK);

	if (room == NULL)
		return PN_ERR_LIMIT;
	for (uint32_t i = 0; i < p->n; i++) {
		uint32_t c = b[i].c;

		if (i && (b[i].blank || b[i].u - b[i - 1].u - b[i - 1].w >
					    gap * b[i].size)) {
			room[len++] = ' ';
			n++;
		}
		if (b[i].strand) {
			put_strand(room + len, l->scene, &b[i]);
			len += b[i].strand;
			n += l->scene->strands[c].blanks;
		} else if (c < 0x80) {
			room[len++] = (char)c;
		} else {
			len += put(room + len, c);
			rtl += right_to_left(c);
		}
	}
	if (rtl * 2 > n)
		len = put_turned(room, len);
	pn_buf_wrote(out, len);
	return PN_OK;
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
