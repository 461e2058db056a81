/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * content_mark - marked content (ISO 32000-2, 14.6): layers and ActualText
 *
 * What a file says its glyphs stand for (ActualText, 14.9.4) is only believed
 * where the glyphs themselves can't be read.
 */
#include <string.h>
#include "base/uni.h"
#include "extract/pdf/content.h"

/* find_actual - the string behind /ActualText among the operands */
static const struct pn_operand *
find_actual(const struct pn_content *c)
{
	for (size_t i = 0; i + 1 < c->n_ops; i++) {
		const struct pn_operand *o = &c->ops[i];

		if (o->kind == PN_OP_NAME && o->len == 10 &&
		    memcmp(c->arena.data + o->off, "ActualText", 10) == 0 &&
		    o[1].kind == PN_OP_STRING)
			return o + 1;
	}
	return NULL;
}

/* add_utf16 - append N bytes of UTF-16BE, or Latin-1 without a mark */
static void
add_utf16(struct pn_buf *out, const unsigned char *p, size_t n)
{
	size_t i = 0;

	if (n >= 3 && memcmp(p, "\357\273\277", 3) == 0) {
		(void)pn_buf_add(out, p + 3, n - 3);
		return;
	}
	if (n < 2 || p[0] != 0xfe || p[1] != 0xff) {
		for (; i < n; i++)
			(void)pn_utf8_put(out, p[i]);
		return;
	}
	for (i = 2; i + 1 < n; i += 2) {
		uint32_t u = (uint32_t)p[i] << 8 | p[i + 1];

		if (u >= 0xd800 && u < 0xdc00 && i + 3 < n) {
			u = 0x10000 + ((u - 0xd800) << 10) +
			    (((uint32_t)p[i + 2] << 8 | p[i + 3]) & 0x3ff);
			i += 2;
		}
		(void)pn_utf8_put(out, u);
	}
}

enum pn_err
pn_content_mark(struct pn_stream *s)
{
	struct pn_content *c = s->c;
	struct pn_pdf *pdf = c->pdf;
	unsigned kind = 0, mark = pn_pdf_mark(pdf);
	const struct pn_operand *actual = find_actual(c);
	struct pn_obj o, text = {0};
	char tag[16], name[PN_NAME_MAX];
	enum pn_err err = PN_OK;

	pn_content_name(c, 1, tag, sizeof(tag));
	pn_content_name(c, 0, name, sizeof(name));
	if (tag[0] && name[0]) {
		o = pn_content_resource(s, "/Properties", name);
		if (strcmp(tag, "/OC") == 0 && pn_obj_layer_off(pdf, o))
			kind |= 1;
		text = pn_obj_get(pdf, o, "/ActualText");
		err = pn_content_cost(c, PN_COST_LOOKUP);
	}
	if (!s->in_actual &&
	    (actual || pn_obj_kind(pdf, text) == PN_OBJ_STRING)) {
		pn_buf_clear(&s->actual);
		if (actual)
			add_utf16(&s->actual,
			    (unsigned char *)c->arena.data + actual->off,
			    actual->len);
		else
			pn_obj_text(pdf, text, &s->actual);
		s->in_actual = true;
		pn_scene_single(c->scene);
		s->actual_from = c->scene->n_glyphs;
		kind |= 2;
	}
	pn_pdf_release(pdf, mark);
	if (s->n_marks < sizeof(s->marks) / sizeof(s->marks[0])) {
		s->marks[s->n_marks] = kind;
		c->off += kind & 1;
	} else if (kind & 2) {
		s->in_actual = false;
	}
	s->n_marks++;
	return err;
}

/* spread - let the first unknown glyphs from FROM be the characters of TEXT,
 * all of them unknown: they are what the file says they are */
static void
spread(struct pn_scene *scene, size_t from, const struct pn_buf *text)
{
	const char *p = text->data, *end = p + text->len;

	for (size_t i = from; i < scene->n_glyphs; i++) {
		struct pn_glyph *g = &scene->glyphs[i];

		g->c = p < end ? pn_utf8_next(&p, end) : 0;
		g->unknown = false;
	}
}

/* end_actual - the glyphs that ActualText speaks of are complete. Glyphs that
 * can be read are believed; where none can, the text is */
static void
end_actual(struct pn_stream *s)
{
	struct pn_scene *scene = s->c->scene;
	size_t n = scene->n_glyphs - s->actual_from, unknown = 0;

	s->in_actual = false;
	for (size_t i = s->actual_from; i < scene->n_glyphs; i++)
		unknown += scene->glyphs[i].unknown;
	if (n && unknown == n && s->actual.len)
		spread(scene, s->actual_from, &s->actual);
}

enum pn_err
pn_content_mark_end(struct pn_stream *s)
{
	unsigned kind;

	if (s->n_marks == 0)
		return PN_OK;
	s->n_marks--;
	if (s->n_marks >= sizeof(s->marks) / sizeof(s->marks[0]))
		return PN_OK;
	kind = s->marks[s->n_marks];
	s->c->off -= kind & 1;
	if (kind & 2)
		end_actual(s);
	return PN_OK;
}
