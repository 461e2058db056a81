/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * content_strand - simple text, a string at a time
 *
 * What most strings are: seen, level, each code one character, the pen moving
 * forward. They become strands of the scene, so that all later steps have a
 * fraction of the work. What these steps could tell of the single glyphs
 * is the same: within a strand there are only gaps that part nothing.
 */
#include <math.h>
#include "extract/pdf/content_show.h"

/* Gaps within a strand, as a share of the font's size: the layout must take
 * none for a blank, nor for a sign that letters are spaced out. */
#define MAX_GAP 0.05
/* Blanks within a strand: wider ones may part columns. */
#define MAX_BLANK 0.75
/* Wider characters are for the closer look. */
#define MAX_WIDTH 100

/* A string on its way to the scene. */
struct work {
	struct pn_showing *w;
	struct pn_scene *scene;
	double x, y;	 /* where it begins on the page */
	double size;	 /* of a width of 1, along the line */
	double tc, tw;	 /* behind each character, behind a blank */
	double at, end;	 /* the pen, and the end of what is visible */
	double blank;	 /* where the blanks began that were just passed; < 0 */
	double start;	 /* of the open strand, which may end with a blank */
	struct pn_glyph *q, *open;
	char *chars;
	float *widths;
	size_t n_strands;
	bool jump;
	bool quick; /* the pen never goes back */
	bool wide;  /* the blank of the font is */
};

/* more - of two numbers; fmax is a call */
static inline double
more(double a, double b)
{
	return a > b ? a : b;
}

/* glyph - begin a glyph or strand at AT */
static struct pn_glyph *
glyph(struct work *k, double at)
{
	struct pn_glyph *q = k->q++;

	*q = (struct pn_glyph){
	    .x = (float)(k->x + k->w->ux * at),
	    .y = (float)(k->y + k->w->uy * at),
	    .run = k->w->glyph.run,
	    .next = PN_GLYPH_UNLISTED,
	    .unseen = PN_SEEN,
	    .jump = k->jump,
	};
	k->jump = false;
	return q;
}

/* close_strand - no character is added to the open one; a blank at its end is
 * one that was passed */
static void
close_strand(struct work *k)
{
	if (k->open == NULL)
		return;
	if (k->chars[-1] == ' ') {
		k->chars--;
		k->widths--;
		k->open->strand--;
		k->scene->strands[k->open->c].blanks--;
		k->blank = k->end + k->tc;
	}
	k->open->w = (float)((k->end - k->start) * k->w->scale);
	k->open = NULL;
}

/* open_strand - a strand begins at the pen */
static void
open_strand(struct work *k)
{
	struct pn_strand *strand = &k->scene->strands[k->n_strands];
	double blank;

	close_strand(k);
	blank = k->blank >= 0 ? (k->at - k->blank) * k->w->scale : -1;
	k->open = glyph(k, k->at);
	k->open->c = (uint32_t)k->n_strands++;
	*strand = (struct pn_strand){
	    .first = (uint32_t)(k->chars - k->scene->chars),
	    .scale = (float)(k->size * k->w->scale),
	    .gap = (float)(k->tc * k->w->scale),
	    .word = (float)(k->tw * k->w->scale),
	    .blank = (float)blank,
	};
	k->start = k->end = k->at;
	k->blank = -1;
}

/* put_blank - the blanks that were passed as a glyph of its own */
static void
put_blank(struct work *k)
{
	struct pn_glyph *q;

	if (k->blank < 0)
		return;
	q = glyph(k, k->blank);
	q->c = ' ';
	q->w = (float)((k->at - k->blank) * k->w->scale);
	k->blank = -1;
}

/* other - a character that goes into no strand */
static void
other(struct work *k, const struct pn_font_char *ch, double width)
{
	struct pn_glyph *q;

	close_strand(k);
	put_blank(k);
	q = glyph(k, k->at);
	q->unknown = ch->c == PN_MAP_NONE;
	q->c = q->unknown ? 0xfffd : ch->c;
	q->w = (float)(width * k->w->scale);
}

/* take - the character CH; false where it takes a closer look */
static bool
take(struct work *k, const struct pn_font_char *ch)
{
	double width = ch->width * k->size;
	double move = width + k->tc + (ch->blank ? k->tw : 0);

	if (!(ch->width >= 0 && ch->width < MAX_WIDTH && move >= 0))
		return false;
	if (ch->c == ' ') {
		close_strand(k);
		if (k->blank < 0)
			k->blank = k->at;
		k->at += move;
		return true;
	}
	if (ch->c > ' ' && ch->c < 0x7f) {
		if (!k->open || k->open->strand == PN_STRAND_MAX)
			open_strand(k);
		*k->chars++ = (char)ch->c;
		*k->widths++ = (float)ch->width;
		k->open->strand++;
	} else {
		other(k, ch, width);
	}
	k->end = more(k->end, k->at + width);
	k->at += move;
	return true;
}

/* note - let KNOWN have the character CH of the byte C, if it is one for
 * strands, or a blank */
static void
note(struct pn_font_known *known, unsigned char c,
    const struct pn_font_char *ch)
{
	if (known && ch == &known->chars[c] &&
	    (ch->c > ' ' || (ch->c == ' ' && c == ' ')) && ch->c < 0x7f &&
	    ch->width >= 0 && ch->width < MAX_WIDTH) {
		known->widths[c] = ch->width;
		known->ascii[c] = (char)ch->c;
	}
}

/* take_words - what KNOWN has at the beginning of the N bytes at P, up to a
 * second blank; how many. The same as take() for each of them. */
static size_t
take_words(struct work *k, const struct pn_font_known *known,
    const unsigned char *p, size_t n)
{
	const double size = k->size, behind[2] = {k->tc, k->tc + k->tw};
	char *chars = k->chars, last = 'x';
	float *widths = k->widths;
	double at = k->at, before = at;
	unsigned blanks = 0;
	size_t i = 0;

	if (n > (size_t)(PN_STRAND_MAX - k->open->strand))
		n = (size_t)(PN_STRAND_MAX - k->open->strand);
	for (; i < n; i++) {
		char c = known->ascii[p[i]];
		double width = known->widths[p[i]];
		bool blank = c == ' ';

		if (c == 0 || (blank & (last == ' ' || k->wide)))
			break;
		chars[i] = last = c;
		widths[i] = (float)width;
		blanks += blank;
		before = at;
		at += width * size + behind[blank];
	}
	k->open->strand = (uint8_t)(k->open->strand + i);
	k->scene->strands[k->open->c].blanks =
	    (uint8_t)(k->scene->strands[k->open->c].blanks + blanks);
	k->chars += i;
	k->widths += i;
	k->at = at;
	if (i)
		k->end = (last == ' ' ? before : at) - k->tc;
	return i;
}

/* take_run - the same over all blanks */
static size_t
take_run(struct work *k, const struct pn_font_known *known,
    const unsigned char *p, size_t n)
{
	size_t i = 0;

	while (i < n && known->ascii[p[i]])
		if (known->ascii[p[i]] > ' ') {
			if (!k->open || k->open->strand == PN_STRAND_MAX)
				open_strand(k);
			i += take_words(k, known, p + i, n - i);
		} else {
			close_strand(k);
			if (k->blank < 0)
				k->blank = k->at;
			k->at += known->widths[p[i]] * k->size + k->tc + k->tw;
			i++;
		}
	return i;
}

/* begin - all that does not change in the string; false where it is not
 * simple */
static bool
begin(struct work *k, struct pn_showing *w, size_t n)
{
	struct pn_stream *s = w->s;
	const struct pn_gstate *g = s->gs;
	struct pn_scene *scene = s->c->scene;
	struct pn_point p = pn_matrix_point(&g->ctm,
	    s->tm.e + g->rise * s->tm.c, s->tm.f + g->rise * s->tm.d);

	*k = (struct work){.w = w,
	    .scene = scene,
	    .x = p.x,
	    .y = p.y,
	    .size = g->size * g->tz,
	    .tc = g->tc * g->tz,
	    .tw = g->tw * g->tz,
	    .blank = -1,
	    .jump = s->jump,
	    .quick = g->tc >= 0 && g->tw >= 0};
	if (w->glyph.unseen != PN_SEEN || s->in_actual || g->mode > 2 ||
	    !(k->size > 0) ||
	    !(fabs(k->tc) * w->scale <= MAX_GAP * w->run.size) ||
	    !pn_scene_strands(scene, n))
		return false;
	k->q = scene->glyphs + scene->n_glyphs;
	k->chars = scene->chars + scene->n_chars;
	k->widths = scene->widths + scene->n_chars;
	k->n_strands = scene->n_strands;
	return true;
}

/* seen - is all of it seen? */
static bool
seen(const struct work *k)
{
	double end = more(k->end, k->at);
	double x1 = k->x + k->w->ux * end, y1 = k->y + k->w->uy * end;
	struct pn_box b = {-more(-k->x, -x1), -more(-k->y, -y1),
	    more(k->x, x1), more(k->y, y1)};

	return fabs(k->x) < PN_FAR && fabs(k->y) < PN_FAR &&
	       fabs(x1) < PN_FAR && fabs(y1) < PN_FAR &&
	       pn_scene_seen(k->scene, b, 0, &k->w->s->gs->clip, k->w->paint);
}

bool
pn_content_strands(
    struct pn_showing *w, const unsigned char **p, size_t *n)
{
	struct pn_stream *s = w->s;
	struct pn_scene *scene = s->c->scene;
	struct work k;
	size_t i = 0;

	if (!begin(&k, w, *n))
		return false;
	while (i < *n) {
		struct pn_font_known *known = s->gs->font->known;
		const struct pn_font_char *ch;
		struct pn_font_char own;

		if (known && k.quick) {
			k.wide = known->widths[' '] * k.size + k.tc + k.tw >
				 MAX_BLANK * w->run.size / w->scale;
			i += take_run(&k, known, *p + i, *n - i);
		}
		if (i == *n)
			break;
		ch = pn_content_next(s, *p + i, *n - i, &own);
		if (ch == NULL)
			break;
		if (!take(&k, ch))
			return false;
		note(known, (*p)[i], ch);
		i += ch->len;
	}
	close_strand(&k);
	put_blank(&k);
	if (!seen(&k))
		return false;
	scene->n_glyphs = (size_t)(k.q - scene->glyphs);
	scene->n_chars = (size_t)(k.chars - scene->chars);
	scene->n_strands = k.n_strands;
	s->jump = k.jump;
	s->tm.e += k.at * s->tm.a;
	s->tm.f += k.at * s->tm.b;
	*p += i;
	*n -= i;
	return true;
}
