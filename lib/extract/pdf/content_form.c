/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * content_form - images and form XObjects (ISO 32000-2, 8.9 and 8.10)
 *
 * No image is decoded: where it lies, whether it is opaque and how many
 * pixels it has is all that matters. Forms that are short are kept decoded,
 * because letterheads are drawn on every page.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/pdf/content.h"
#include "extract/pdf/picture.h"

/* Forms that are kept decoded. */
#define STORE_FORM (256u << 10)
#define STORE_ALL  (8u << 20)

/* A decoded form. */
struct pn_stored {
	int num;
	struct pn_obj_data data;
};

void
pn_content_forget(struct pn_content *c)
{
	for (size_t i = 0; i < c->n_stored; i++)
		pn_obj_data_free(&c->stored[i].data);
	free(c->stored);
	c->stored = NULL;
	c->n_stored = c->cap_stored = c->stored_bytes = 0;
}

/* bounds - the box around the unit square, or around BOX, under M */
static struct pn_box
bounds(const struct pn_matrix *m, struct pn_box b)
{
	struct pn_point p[4] = {
	    pn_matrix_point(m, b.x0, b.y0),
	    pn_matrix_point(m, b.x1, b.y0),
	    pn_matrix_point(m, b.x0, b.y1),
	    pn_matrix_point(m, b.x1, b.y1),
	};
	struct pn_box r = {p[0].x, p[0].y, p[0].x, p[0].y};

	for (int i = 1; i < 4; i++) {
		r.x0 = fmin(r.x0, p[i].x);
		r.y0 = fmin(r.y0, p[i].y);
		r.x1 = fmax(r.x1, p[i].x);
		r.y1 = fmax(r.y1, p[i].y);
	}
	return r;
}

static bool
upright(const struct pn_matrix *m)
{
	return (m->b == 0 && m->c == 0) || (m->a == 0 && m->d == 0);
}

enum pn_err
pn_content_picture(struct pn_stream *s, double pixels, bool opaque)
{
	struct pn_box unit = {0, 0, 1, 1};
	struct pn_shape shape = {
	    .box = bounds(&s->gs->ctm, unit),
	    .opaque = opaque && upright(&s->gs->ctm),
	    .picture = true,
	    .pixels = pixels,
	};

	return pn_content_paint(s->c, s->gs, &shape, s->gs->fill_alpha);
}

/* image - an image XObject */
static enum pn_err
image(struct pn_stream *s, struct pn_obj o)
{
	struct pn_pdf *pdf = s->c->pdf;
	double w = pn_obj_num(pdf, pn_obj_get(pdf, o, "/Width"), 0);
	double h = pn_obj_num(pdf, pn_obj_get(pdf, o, "/Height"), 0);
	bool mask =
	    pn_obj_bool(pdf, pn_obj_get(pdf, o, "/ImageMask"), false) ||
	    pn_obj_kind(pdf, pn_obj_get(pdf, o, "/SMask")) != PN_OBJ_NULL ||
	    pn_obj_kind(pdf, pn_obj_get(pdf, o, "/Mask")) != PN_OBJ_NULL ||
	    pn_obj_int(pdf, pn_obj_get(pdf, o, "/SMaskInData"), 0) != 0;

	pn_pictures_note(s->c->pictures, pdf, o);
	return pn_content_picture(s, w * h, !mask);
}

/* stored - the decoded stream of O: from the store, or into *OWN */
static enum pn_err
stored(struct pn_content *c, struct pn_obj o, struct pn_obj_data *own,
    struct pn_bytes *out)
{
	int num = pn_obj_id(c->pdf, o).num;
	enum pn_err err;

	*own = (struct pn_obj_data){0};
	for (size_t i = 0; num && i < c->n_stored; i++)
		if (c->stored[i].num == num) {
			*out = pn_buf_bytes(&c->stored[i].data.buf);
			return PN_OK;
		}
	err = pn_obj_stream(c->pdf, o, own);
	*out = pn_buf_bytes(&own->buf);
	if (err == PN_OK && num && own->buf.len <= STORE_FORM &&
	    c->stored_bytes + own->buf.len <= STORE_ALL && c->n_stored < 1024) {
		PN_GROW(c->stored, c->n_stored, c->cap_stored);
		c->stored[c->n_stored++] = (struct pn_stored){num, *own};
		c->stored_bytes += own->buf.len;
		*own = (struct pn_obj_data){0};
	}
	return err;
}

/* matrix_of - six numbers of an array */
static struct pn_matrix
matrix_of(struct pn_pdf *pdf, struct pn_obj a)
{
	double v[6];

	for (size_t i = 0; i < 6; i++)
		v[i] = pn_obj_num(
		    pdf, pn_obj_at(pdf, a, i), i == 0 || i == 3 ? 1 : 0);
	return (struct pn_matrix){v[0], v[1], v[2], v[3], v[4], v[5]};
}

enum pn_err
pn_content_form(struct pn_content *c, struct pn_obj form,
    struct pn_obj resources, const struct pn_gstate *gs)
{
	struct pn_pdf *pdf = c->pdf;
	struct pn_gstate g = *gs;
	struct pn_obj box = pn_obj_get(pdf, form, "/BBox"), own;
	struct pn_obj group = pn_obj_get(pdf, form, "/Group");
	struct pn_obj_data data;
	struct pn_bytes bytes;
	int num = pn_obj_id(pdf, form).num;
	enum pn_err err;

	for (unsigned i = 0; i < c->depth; i++)
		if (c->active[i] == num)
			return PN_OK;
	if (c->depth == sizeof(c->active) / sizeof(c->active[0]))
		return pn_job_limit(pdf->job, "depth");
	own = pn_obj_get(pdf, form, "/Resources");
	if (pn_obj_kind(pdf, own) == PN_OBJ_DICT)
		resources = own;
	g.ctm = pn_matrix_mul(
	    matrix_of(pdf, pn_obj_get(pdf, form, "/Matrix")), g.ctm);
	if (pn_obj_len(pdf, box) == 4) {
		struct pn_box b = {
		    pn_obj_num(pdf, pn_obj_at(pdf, box, 0), 0),
		    pn_obj_num(pdf, pn_obj_at(pdf, box, 1), 0),
		    pn_obj_num(pdf, pn_obj_at(pdf, box, 2), 0),
		    pn_obj_num(pdf, pn_obj_at(pdf, box, 3), 0),
		};

		g.clip = pn_box_meet(g.clip, bounds(&g.ctm, b));
		g.clip_exact = g.clip_exact && upright(&g.ctm);
	}
	/* what a group paints is laid over the page as one: its own alpha
	 * begins anew, and what was set for it stays in force */
	if (pn_obj_kind(pdf, group) == PN_OBJ_DICT &&
	    (g.fill_alpha < 1 || g.blends))
		g.soft_mask = g.fill_alpha > 0;
	err = stored(c, form, &data, &bytes);
	if (err == PN_OK) {
		c->active[c->depth++] = num;
		err = pn_content_run(c, bytes, resources, &g);
		c->depth--;
	}
	pn_obj_data_free(&data);
	if (err == PN_ERR_SYNTAX) {
		pn_job_damage(pdf->job, "damaged");
		err = PN_OK;
	}
	return err;
}

enum pn_err
pn_content_do(struct pn_stream *s)
{
	struct pn_content *c = s->c;
	struct pn_pdf *pdf = c->pdf;
	struct pn_obj o, type;
	unsigned mark = pn_pdf_mark(pdf);
	char name[PN_NAME_MAX];
	bool off;
	enum pn_err err;

	pn_content_name(c, 0, name, sizeof(name));
	o = pn_content_resource(s, "/XObject", name);
	if (name[0] == 0 || pn_obj_kind(pdf, o) != PN_OBJ_STREAM)
		return PN_OK;
	err = pn_content_cost(c, PN_COST_LOOKUP);
	if (err != PN_OK)
		return err;
	off = pn_obj_layer_off(pdf, pn_obj_get(pdf, o, "/OC"));
	c->off += off;
	type = pn_obj_get(pdf, o, "/Subtype");
	if (pn_obj_is(pdf, type, "/Image"))
		err = image(s, o);
	else if (pn_obj_is(pdf, type, "/Form"))
		err = pn_content_form(c, o, s->resources, s->gs);
	c->off -= off;
	pn_pdf_release(pdf, mark);
	return err;
}
