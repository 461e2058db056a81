/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * content_show - strings that are shown (ISO 32000-2, 9.4.3 and 9.4.4)
 *
 * Each code of a shown string becomes one glyph in the scene, or as many as
 * it stands for characters (ligatures), side by side on its width. A Type 3
 * glyph that nothing explains is run as the content stream that it is: it may
 * show text by itself.
 */
#include <math.h>
#include <string.h>
#include "base/mem.h"
#include "extract/pdf/content_show.h"

/* What a glyph costs, beside its bytes. */
#define COST_GLYPH 6

/* visible_paint - the colour in which text shows: unknown where it is filled
 * and stroked in different ones */
static struct pn_paint
visible_paint(const struct pn_gstate *g)
{
	struct pn_paint none = {0};
	int mode = g->mode & 3;

	if (mode == 0)
		return g->fill;
	if (mode == 1)
		return g->stroke;
	if (memcmp(&g->fill, &g->stroke, sizeof(g->fill)) == 0)
		return g->fill;
	return none;
}

/* unseen - why text shown in this state is not seen at all */
static enum pn_unseen
unseen(const struct pn_content *c, const struct pn_gstate *g)
{
	double alpha = (g->mode & 3) == 1 ? g->stroke_alpha : g->fill_alpha;

	if (c->off)
		return PN_UNSEEN_LAYER;
	if (g->mode == 3 || g->mode == 7)
		return PN_UNSEEN_INVISIBLE;
	if (alpha <= 0.01 && ((g->mode & 3) != 2 || g->stroke_alpha <= 0.01))
		return PN_UNSEEN_CLEAR;
	return PN_SEEN;
}

/* begin - the matrix, direction and size of the text to come */
static void
begin(struct pn_showing *w, struct pn_stream *s)
{
	struct pn_gstate *g = s->gs;
	double perp, len;
	struct pn_run run;

	*w = (struct pn_showing){.s = s, .m = pn_matrix_mul(s->tm, g->ctm)};
	w->ux = g->font->vertical ? -w->m.c : w->m.a;
	w->uy = g->font->vertical ? -w->m.d : w->m.b;
	len = w->scale = hypot(w->ux, w->uy);
	perp = len > 0 ? fabs(w->m.a * w->m.d - w->m.b * w->m.c) / len
		       : hypot(w->m.c, w->m.d);
	run.dx = len > 0 ? (float)(w->ux / len) : 1;
	run.dy = len > 0 ? (float)(w->uy / len) : 0;
	if (g->size * g->tz < 0 && !g->font->vertical) {
		run.dx = -run.dx;
		run.dy = -run.dy;
	}
	run.size = (float)fmin(fabs(g->size * perp * g->font->em), 1e6);
	if (!(run.size >= 0))
		run.size = 0;
	/* squeezed to nothing is as small as small can be */
	if (len * fabs(g->tz * g->size) < 0.1)
		run.size =
		    fminf(run.size, (float)(len * fabs(g->tz * g->size)));
	w->paint = visible_paint(g);
	w->glyph.unseen = (uint8_t)unseen(s->c, g);
	w->run = run;
	pn_scene_run(s->c->scene, run);
	w->glyph.run = (uint32_t)s->c->scene->n_runs - 1;
}

/* place - the characters of CH begin here */
static enum pn_err
place(struct pn_showing *w, const struct pn_font_char *ch, double width)
{
	struct pn_stream *s = w->s;
	struct pn_gstate *g = s->gs;
	uint32_t n = ch->many ? ch->many[0] : 1;
	double x = s->tm.e, y = s->tm.f, part = n == 1 ? width : width / n;
	double len = fabs(part) * w->scale;
	struct pn_point p;
	enum pn_err err = PN_OK;

	/* the rise, and the pen itself, in text space */
	x += g->rise * s->tm.c;
	y += g->rise * s->tm.d;
	p = pn_matrix_point(&g->ctm, x, y);
	if (!(fabs(p.x) < PN_FAR && fabs(p.y) < PN_FAR && len < PN_FAR))
		return PN_OK;
	for (uint32_t i = 0; err == PN_OK && i < n; i++) {
		struct pn_glyph q = w->glyph;

		q.x = (float)(p.x + w->ux * part * i);
		q.y = (float)(p.y + w->uy * part * i);
		q.w = (float)len;
		q.c = ch->many ? ch->many[1 + i] : ch->c;
		q.unknown = ch->c == PN_MAP_NONE;
		q.jump = s->jump;
		s->jump = false;
		if (q.unknown)
			q.c = 0xfffd;
		err = pn_scene_glyph(s->c->scene, q, &g->clip, w->paint);
	}
	return err;
}

/* shows_text - may the Type 3 glyph in D show text itself? */
static bool
shows_text(const struct pn_obj_data *d)
{
	return memmem(d->buf.data, d->buf.len, "BT", 2) ||
	       memmem(d->buf.data, d->buf.len, "Do", 2);
}

/* procedure - run the Type 3 glyph CODE; whether it showed text goes to
 * *SHOWN */
static enum pn_err
procedure(struct pn_stream *s, uint32_t code, bool *shown)
{
	struct pn_content *c = s->c;
	struct pn_font *f = s->gs->font;
	struct pn_gstate g = *s->gs;
	struct pn_matrix m = {f->matrix[0], f->matrix[1], f->matrix[2],
	    f->matrix[3], f->matrix[4], 0};
	struct pn_matrix size = {g.size * g.tz, 0, 0, g.size, 0, g.rise};
	size_t before;
	unsigned mark = pn_pdf_mark(c->pdf);
	struct pn_obj o = pn_obj_by_id(c->pdf, f->procs[code & 0xff]), res;
	struct pn_obj_data d;
	enum pn_err err;

	if (c->depth == sizeof(c->active) / sizeof(c->active[0]))
		return pn_job_limit(c->pdf->job, "depth");
	pn_scene_single(c->scene);
	before = c->scene->n_glyphs;
	err = pn_content_cost(c, 600);
	if (err == PN_OK) {
		err = pn_obj_stream(c->pdf, o, &d);
		if (err == PN_OK && shows_text(&d)) {
			res = pn_obj_get(
			    c->pdf, pn_obj_by_id(c->pdf, f->id), "/Resources");
			if (pn_obj_kind(c->pdf, res) != PN_OBJ_DICT)
				res = s->resources;
			g.ctm = pn_matrix_mul(pn_matrix_mul(m, size),
			    pn_matrix_mul(s->tm, g.ctm));
			c->active[c->depth++] = 0;
			err = pn_content_run(c, pn_buf_bytes(&d.buf), res, &g);
			c->depth--;
		}
		pn_obj_data_free(&d);
	}
	pn_pdf_release(c->pdf, mark);
	*shown = c->scene->n_glyphs > before;
	return err == PN_ERR_LIMIT ? err : PN_OK;
}

/* glyph - show the code CH and move on */
static enum pn_err
glyph(struct pn_showing *w, const struct pn_font_char *ch)
{
	struct pn_stream *s = w->s;
	struct pn_gstate *g = s->gs;
	double width = ch->width * g->size, move;
	bool shown = false;
	enum pn_err err = PN_OK;

	if (!g->font->vertical)
		width *= g->tz;
	if (g->font->type3 && g->font->procs[ch->code & 0xff].num &&
	    !g->font->quiet[ch->code & 0xff]) {
		err = procedure(s, ch->code, &shown);
		g->font->quiet[ch->code & 0xff] = !shown;
		if (shown)
			pn_scene_run(s->c->scene, w->run);
	}
	if (err == PN_OK && !shown)
		err = place(w, ch, width);
	move = g->tc + (ch->blank ? g->tw : 0);
	if (!g->font->vertical) {
		move = width + move * g->tz;
		s->tm.e += move * s->tm.a;
		s->tm.f += move * s->tm.b;
	} else {
		move = width + move;
		s->tm.e -= move * s->tm.c;
		s->tm.f -= move * s->tm.d;
	}
	return err;
}

const struct pn_font_char *
pn_content_next(const struct pn_stream *s, const unsigned char *p, size_t n,
    struct pn_font_char *own)
{
	struct pn_content *c = s->c;
	struct pn_font *f = s->gs->font;

	if (f->known && f->known->chars[*p].len)
		return f->known->chars[*p].many ? NULL : &f->known->chars[*p];
	if (pn_font_next(&c->fonts, c->pdf, f, p, n, own) != PN_OK)
		return NULL;
	return own->many ? NULL : own;
}

/* take_in - B grows to hold the beginning of Q */
static void
take_in(struct pn_box *b, const struct pn_glyph *q)
{
	b->x0 = q->x < b->x0 ? q->x : b->x0;
	b->y0 = q->y < b->y0 ? q->y : b->y0;
	b->x1 = q->x > b->x1 ? q->x : b->x1;
	b->y1 = q->y > b->y1 ? q->y : b->y1;
}

/* show_level - show what is simple at the beginning of the *N bytes at *P,
 * which moves behind it: a character for each code, set along the line */
static enum pn_err
show_level(struct pn_showing *w, const unsigned char **p, size_t *n)
{
	struct pn_stream *s = w->s;
	const struct pn_gstate *g = s->gs;
	struct pn_box starts = {INFINITY, INFINITY, -INFINITY, -INFINITY};
	struct pn_glyph *first = pn_scene_room(s->c->scene, *n), *q = first;
	const double up_x = g->rise * s->tm.c, up_y = g->rise * s->tm.d;
	const uint32_t run = w->glyph.run;
	const uint8_t unseen = w->glyph.unseen;
	float widest = 0;

	while (first && *n) {
		struct pn_font_char own;
		const struct pn_font_char *ch = pn_content_next(s, *p, *n, &own);
		double width, move, len;
		struct pn_point at;

		if (ch == NULL)
			break;
		width = ch->width * g->size * g->tz;
		len = fabs(width) * w->scale;
		at = pn_matrix_point(&g->ctm, s->tm.e + up_x, s->tm.f + up_y);
		if (fabs(at.x) < PN_FAR && fabs(at.y) < PN_FAR && len < PN_FAR) {
			q->x = (float)at.x;
			q->y = (float)at.y;
			q->w = (float)len;
			q->unknown = ch->c == PN_MAP_NONE;
			q->c = q->unknown ? 0xfffd : ch->c;
			q->jump = s->jump;
			/* member by member: a copy waits for its stores */
			q->run = run;
			q->next = PN_GLYPH_UNLISTED;
			q->unseen = unseen;
			q->strand = 0;
			s->jump = false;
			take_in(&starts, q);
			widest = q->w > widest ? q->w : widest;
			q++;
		}
		move = width + (g->tc + (ch->blank ? g->tw : 0)) * g->tz;
		s->tm.e += move * s->tm.a;
		s->tm.f += move * s->tm.b;
		*p += ch->len;
		*n -= ch->len;
	}
	return pn_scene_add(s->c->scene, (size_t)(q - first), starts, widest,
	    &g->clip, w->paint);
}

enum pn_err
pn_content_show(struct pn_stream *s, const struct pn_operand *o)
{
	struct pn_content *c = s->c;
	struct pn_showing w;
	struct pn_font_char ch;
	const unsigned char *p = (unsigned char *)c->arena.data + o->off;
	size_t n = o->len;
	unsigned char *copy = NULL;
	enum pn_err err = PN_OK;

	if (s->gs->font == NULL || n == 0)
		return PN_OK;
	if (s->gs->font->type3) {
		/* its glyphs are streams, which have operands themselves */
		copy = (unsigned char *)pn_strndup((const char *)p, n);
		p = copy;
	}
	if (s->gs->mode == 7 && s->gs->clip_text == SIZE_MAX) {
		pn_scene_single(c->scene);
		s->gs->clip_text = c->scene->n_glyphs;
	}
	begin(&w, s);
	while (err == PN_OK && n) {
		if (!s->gs->font->type3 && !s->gs->font->vertical &&
		    !pn_content_strands(&w, &p, &n))
			err = show_level(&w, &p, &n);
		if (err != PN_OK || n == 0)
			break;
		err = pn_font_next(&c->fonts, c->pdf, s->gs->font, p, n, &ch);
		if (err == PN_OK)
			err = glyph(&w, &ch);
		p += ch.len;
		n -= ch.len;
	}
	if (err == PN_OK)
		err = pn_content_cost(c, o->len * COST_GLYPH);
	pn_wipe_free(copy, copy ? o->len : 0);
	return err;
}
