/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page - the text that the pages of a PDF file show
 *
 * Page by page: run the content streams and the appearances of what lies on
 * the page into a scene, lay the scene out, hand it on, forget it. Fonts and
 * repeated forms are kept from page to page.
 *
 * Standard: ISO 32000-2, 7.7.3 (pages), 12.5.5 (appearance streams).
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/pdf/content.h"
#include "extract/pdf/layout.h"
#include "extract/pdf/page.h"
#include "extract/pdf/picture.h"

/* Of the glyphs of a page, at least this many and this share must be unknown
 * before the file counts as unreadable. */
#define UNKNOWN_GLYPHS 20
#define UNKNOWN_SHARE  10 /* one in so many */
/* Content streams of a page, and things that lie on it. */
#define MAX_PARTS  10000
#define MAX_ANNOTS 20000
/* A page with more glyphs gives its memory back. */
#define KEEP_GLYPHS (64u << 10)
/* Bits of the flags of an annotation (12.5.3). */
#define ANNOT_HIDDEN  (1 << 1)
#define ANNOT_NO_VIEW (1 << 5)

/* rectangle - four numbers in any order; the whole of FALLBACK for none */
static struct pn_box
rectangle(struct pn_pdf *pdf, struct pn_obj o, struct pn_box fallback)
{
	double v[4];
	struct pn_box b;

	if (pn_obj_len(pdf, o) < 4)
		return fallback;
	for (size_t i = 0; i < 4; i++)
		v[i] = pn_obj_num(pdf, pn_obj_at(pdf, o, i), 0);
	b = (struct pn_box){fmin(v[0], v[2]), fmin(v[1], v[3]),
	    fmax(v[0], v[2]), fmax(v[1], v[3])};
	return b.x1 > b.x0 && b.y1 > b.y0 ? b : fallback;
}

/* contents - the content of PAGE in one piece */
static enum pn_err
contents(struct pn_pdf *pdf, struct pn_obj page, struct pn_buf *out)
{
	struct pn_obj o = pn_obj_get(pdf, page, "/Contents");
	bool array = pn_obj_kind(pdf, o) == PN_OBJ_ARRAY;
	size_t n = array ? pn_obj_len(pdf, o) : 1;
	enum pn_err err = PN_OK;

	for (size_t i = 0; err == PN_OK && i < n && i < MAX_PARTS; i++) {
		struct pn_obj part = array ? pn_obj_at(pdf, o, i) : o;
		struct pn_obj_data d;

		if (pn_obj_kind(pdf, part) != PN_OBJ_STREAM)
			continue;
		err = pn_obj_stream(pdf, part, &d);
		if (err != PN_ERR_LIMIT &&
		    (pn_buf_add(out, d.buf.data, d.buf.len) != PN_OK ||
			pn_buf_addc(out, '\n') != PN_OK))
			err = pn_job_limit(pdf->job, "unpacked");
		else if (err == PN_ERR_SYNTAX)
			err = PN_OK;
		pn_obj_data_free(&d);
	}
	return err;
}

/* appearance - the form that shows annotation A now; null */
static struct pn_obj
appearance(struct pn_pdf *pdf, struct pn_obj a)
{
	struct pn_obj n = pn_obj_get(pdf, pn_obj_get(pdf, a, "/AP"), "/N");
	char state[130];

	if (pn_obj_kind(pdf, n) == PN_OBJ_STREAM)
		return n;
	snprintf(state, sizeof(state), "%s",
	    pn_obj_name(pdf, pn_obj_get(pdf, a, "/AS")));
	return state[0] ? pn_obj_get(pdf, n, state) : (struct pn_obj){0};
}

/* annotation - draw A as a viewer does */
static enum pn_err
annotation(struct pn_content *c, struct pn_obj a, struct pn_obj resources)
{
	struct pn_pdf *pdf = c->pdf;
	struct pn_box none = {0, 0, 0, 0}, rect, box;
	struct pn_gstate g = pn_gstate_first(c->scene->page);
	struct pn_matrix m = {1, 0, 0, 1, 0, 0};
	struct pn_obj form, v;
	struct pn_point p;
	double sx, sy;
	long flags = pn_obj_int(pdf, pn_obj_get(pdf, a, "/F"), 0);

	if (flags & (ANNOT_HIDDEN | ANNOT_NO_VIEW) ||
	    pn_obj_is(pdf, pn_obj_get(pdf, a, "/Subtype"), "/Popup") ||
	    pn_obj_layer_off(pdf, pn_obj_get(pdf, a, "/OC")))
		return PN_OK;
	form = appearance(pdf, a);
	if (pn_obj_kind(pdf, form) != PN_OBJ_STREAM)
		return PN_OK;
	rect = rectangle(pdf, pn_obj_get(pdf, a, "/Rect"), none);
	box = rectangle(pdf, pn_obj_get(pdf, form, "/BBox"), none);
	if (box.x1 <= box.x0 || rect.x1 <= rect.x0)
		return PN_OK;
	v = pn_obj_get(pdf, form, "/Matrix");
	if (pn_obj_len(pdf, v) == 6) {
		double k[6];
		struct pn_point q[4];

		for (size_t i = 0; i < 6; i++)
			k[i] = pn_obj_num(pdf, pn_obj_at(pdf, v, i), 0);
		m = (struct pn_matrix){k[0], k[1], k[2], k[3], k[4], k[5]};
		q[0] = pn_matrix_point(&m, box.x0, box.y0);
		q[1] = pn_matrix_point(&m, box.x1, box.y0);
		q[2] = pn_matrix_point(&m, box.x0, box.y1);
		q[3] = pn_matrix_point(&m, box.x1, box.y1);
		box = (struct pn_box){q[0].x, q[0].y, q[0].x, q[0].y};
		for (size_t i = 1; i < 4; i++) {
			box.x0 = fmin(box.x0, q[i].x);
			box.y0 = fmin(box.y0, q[i].y);
			box.x1 = fmax(box.x1, q[i].x);
			box.y1 = fmax(box.y1, q[i].y);
		}
	}
	/* the box of the form goes into the rectangle (12.5.5) */
	sx = box.x1 > box.x0 ? (rect.x1 - rect.x0) / (box.x1 - box.x0) : 1;
	sy = box.y1 > box.y0 ? (rect.y1 - rect.y0) / (box.y1 - box.y0) : 1;
	p = (struct pn_point){rect.x0 - box.x0 * sx, rect.y0 - box.y0 * sy};
	g.ctm = (struct pn_matrix){sx, 0, 0, sy, p.x, p.y};
	if (pn_obj_is(pdf, pn_obj_get(pdf, a, "/Subtype"), "/Highlight"))
		g.blends = true;
	return pn_content_form(c, form, resources, &g);
}

/* annotations - draw what lies on PAGE */
static enum pn_err
annotations(struct pn_content *c, struct pn_obj page, struct pn_obj resources)
{
	struct pn_obj list = pn_obj_get(c->pdf, page, "/Annots");
	size_t n = pn_obj_len(c->pdf, list);
	enum pn_err err = PN_OK;

	for (size_t i = 0; err == PN_OK && i < n && i < MAX_ANNOTS; i++) {
		unsigned mark = pn_pdf_mark(c->pdf);

		err = annotation(c, pn_obj_at(c->pdf, list, i), resources);
		pn_pdf_release(c->pdf, mark);
		if (err == PN_OK)
			err = pn_content_cost(c, 400);
	}
	return err;
}

/* letters - the visible characters of the page, and those *UNKNOWN */
static size_t
letters(const struct pn_scene *s, size_t *unknown)
{
	size_t all = 0;

	*unknown = 0;
	for (size_t i = 0; i < s->n_glyphs; i++) {
		const struct pn_glyph *g = &s->glyphs[i];

		all += g->strand ? g->strand - s->strands[g->c].blanks
				 : g->unknown || g->c > ' ';
		*unknown += g->unknown;
	}
	return all;
}

/* one_page - page N */
static enum pn_err
one_page(struct pn_content *c, size_t n)
{
	static const struct pn_box letter = {0, 0, 612, 792};
	struct pn_pdf *pdf = c->pdf;
	struct pn_obj page = pn_pdf_page(pdf, n);
	struct pn_obj resources = pn_pdf_page_attr(pdf, n, "/Resources");
	struct pn_box media =
	    rectangle(pdf, pn_pdf_page_attr(pdf, n, "/MediaBox"), letter);
	struct pn_box crop = pn_box_meet(
	    media, rectangle(pdf, pn_pdf_page_attr(pdf, n, "/CropBox"), media));
	long rotate = pn_obj_int(pdf, pn_pdf_page_attr(pdf, n, "/Rotate"), 0);
	struct pn_scene *scene = c->scene;
	struct pn_gstate first;
	size_t n_letters, n_unknown;
	struct pn_buf text;
	char place[32];
	enum pn_err err, more;

	if (!(crop.x1 > crop.x0 && crop.y1 > crop.y0))
		crop = media;
	snprintf(place, sizeof(place), "page %u", pn_pdf_page_number(pdf, n));
	pn_scene_begin(scene, pdf->job, crop);
	first = pn_gstate_first(crop);
	pn_buf_init(&text, PN_PDF_MAX_STREAM);
	err = contents(pdf, page, &text);
	if (err == PN_OK)
		err = pn_content_run(c, pn_buf_bytes(&text), resources, &first);
	pn_buf_free(&text);
	if (err == PN_OK)
		err = annotations(c, page, resources);
	pn_scene_end(scene);
	n_letters = letters(scene, &n_unknown);
	if (n_unknown >= UNKNOWN_GLYPHS &&
	    n_unknown * UNKNOWN_SHARE > n_letters)
		pn_job_damage(pdf->job, "fonts");
	/* what was seen before a budget ended is handed on all the same */
	more = pn_layout_page(scene, place, rotate);
	if (err == PN_OK)
		err = more;
	if (err == PN_OK)
		err = pn_pictures_page(c->pictures, pdf, place, n_letters);
	if (scene->cap_glyphs > KEEP_GLYPHS)
		pn_scene_free(scene);
	return err;
}

enum pn_err
pn_pdf_pages(struct pn_pdf *pdf)
{
	struct pn_content c;
	enum pn_err err = PN_OK;

	pn_content_init(&c, pdf);
	c.scene = pn_alloc(sizeof(*c.scene));
	c.pictures = pn_alloc(sizeof(*c.pictures));
	for (size_t n = 0; err == PN_OK && n < pdf->n_pages; n++) {
		unsigned mark = pn_pdf_mark(pdf);

		err = one_page(&c, n);
		pn_fonts_trim(&c.fonts);
		pn_pdf_release(pdf, mark);
	}
	pn_scene_free(c.scene);
	free(c.scene);
	pn_pictures_free(c.pictures);
	free(c.pictures);
	pn_content_free(&c);
	return err;
}
