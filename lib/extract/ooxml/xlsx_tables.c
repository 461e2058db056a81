/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xlsx_tables - the shared strings of a workbook
 *
 * The strings of a cell's text stand in one part, once each; sheets refer to
 * them by number. They are kept in one pool that the text budget bounds, so a
 * string that a million cells show costs memory once.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ooxml/xlsx.h"

struct strings {
	struct pn_xlsx *b;
	unsigned in_text, in_phonetic, in_run; /* open elements */
	struct pn_color ink;		       /* of the open run */
};

void
pn_xlsx_string_begin(struct pn_xlsx *b)
{
	struct pn_xlsx_strings *t = &b->strings;

	if (t->n + 1 >= t->cap) {
		t->cap = t->cap ? t->cap * 2 : 1024;
		t->from = pn_realloc(t->from, t->cap, sizeof(t->from[0]));
	}
	t->from[t->n++] = (uint32_t)t->pool.len;
	t->from[t->n] = (uint32_t)t->pool.len;
}

void
pn_xlsx_string_end(struct pn_xlsx *b)
{
	struct pn_xlsx_strings *t = &b->strings;

	if (t->n)
		t->from[t->n] = (uint32_t)t->pool.len;
}

void
pn_xlsx_string_ink(struct pn_xlsx *b, struct pn_color color)
{
	struct pn_xlsx_strings *t = &b->strings;
	struct pn_xlsx_ink *last = t->n_inks ? &t->inks[t->n_inks - 1] : NULL;

	if (t->n == 0 || color.rgb == 0 || t->n_inks == PN_XLSX_MAX_FORMATS ||
	    (last && last->string == t->n - 1 && last->color.rgb == color.rgb))
		return;
	PN_GROW(t->inks, t->n_inks, t->cap_inks);
	t->inks[t->n_inks++] = (struct pn_xlsx_ink){t->n - 1, color};
	/* a condition or a table may put something else behind it */
	b->formats.any_pale = true;
}

bool
pn_xlsx_string_pale(const struct pn_xlsx *b, size_t i, struct pn_color fill)
{
	const struct pn_xlsx_strings *t = &b->strings;
	size_t lo = 0, hi = t->n_inks;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (t->inks[mid].string < i)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < t->n_inks && t->inks[lo].string == i; lo++)
		if (pn_color_same(t->inks[lo].color, fill))
			return true;
	return false;
}

static enum pn_err
strings_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct strings *s = ctx;

	if (pn_xml_is(name, "si")) {
		pn_xlsx_string_begin(s->b);
		return pn_job_work(s->b->x->job, 32);
	}
	s->in_text += pn_xml_is(name, "t");
	s->in_phonetic += pn_xml_is(name, "rPh");
	s->in_run += pn_xml_is(name, "rPr");
	if (pn_xml_is(name, "r"))
		s->ink = (struct pn_color){0};
	else if (s->in_run && pn_xml_is(name, "color"))
		s->ink = pn_xlsx_color(s->b, attrs);
	return PN_OK;
}

static enum pn_err
strings_end(void *ctx, const char *name)
{
	struct strings *s = ctx;

	s->in_text -= pn_xml_is(name, "t");
	s->in_phonetic -= pn_xml_is(name, "rPh");
	s->in_run -= s->in_run && pn_xml_is(name, "rPr");
	return PN_OK;
}

static enum pn_err
strings_text(void *ctx, const char *s, size_t n)
{
	struct strings *c = ctx;
	struct pn_xlsx_strings *t = &c->b->strings;

	if (c->in_text == 0 || c->in_phonetic || t->n == 0)
		return PN_OK;
	if (pn_buf_add(&t->pool, s, n) != PN_OK)
		return pn_job_limit(c->b->x->job, "text");
	if (c->ink.known)
		pn_xlsx_string_ink(c->b, c->ink);
	pn_xlsx_string_end(c->b);
	return PN_OK;
}

enum pn_err
pn_xlsx_read_strings(struct pn_xlsx *b, const struct pn_zip_entry *e)
{
	static const struct pn_xml_events events = {
	    .start = strings_start, .end = strings_end, .text = strings_text};
	struct strings s = {.b = b};
	enum pn_err err;

	if (b->strings.n)
		return PN_OK; /* a workbook has one such part */
	pn_buf_init(&b->strings.pool, pn_job_room(b->x->job) + 1);
	err = pn_ooxml_parse(b->x, e, &events, &s);
	free(b->strings.used); /* of a part before it, without a string */
	b->strings.used = pn_alloc(b->strings.n + 1);
	return err;
}

struct pn_bytes
pn_xlsx_string(struct pn_xlsx *b, size_t i)
{
	struct pn_xlsx_strings *t = &b->strings;

	if (i >= t->n || t->used == NULL)
		return (struct pn_bytes){NULL, 0};
	t->used[i] = true;
	return (struct pn_bytes){
	    (const unsigned char *)t->pool.data + t->from[i],
	    t->from[i + 1] - t->from[i]};
}

enum pn_err
pn_xlsx_unused(struct pn_xlsx *b)
{
	struct pn_xlsx_strings *t = &b->strings;
	struct pn_buf text;
	enum pn_err err = PN_OK;

	pn_buf_init(&text, t->pool.len + t->n + 1);
	for (size_t i = 0; i < t->n && err == PN_OK; i++) {
		if (t->used[i] || t->from[i] == t->from[i + 1])
			continue;
		err = pn_buf_add(&text, t->pool.data + t->from[i],
		    t->from[i + 1] - t->from[i]);
		if (err == PN_OK)
			err = pn_buf_addc(&text, '\n');
	}
	if (text.len) {
		pn_job_hidden(b->x->job, "unused-string");
		err = pn_job_text(b->x->job, pn_buf_bytes(&text),
		    "unused strings", PN_TEXT_HIDDEN);
	}
	pn_buf_free(&text);
	return err;
}

void
pn_xlsx_free(struct pn_xlsx *b)
{
	pn_buf_free(&b->strings.pool);
	free(b->strings.from);
	free(b->strings.used);
	free(b->strings.inks);
	for (size_t i = 0; i < b->formats.n_codes; i++)
		free(b->formats.codes[i].code);
	free(b->formats.codes);
	free(b->formats.styles);
	free(b->formats.fonts);
	free(b->formats.fills);
}
