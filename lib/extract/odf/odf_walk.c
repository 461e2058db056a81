/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf_walk - one pass over the XML of a document, and where it is
 *
 * A paragraph is gathered whole before it is told, because an element at its
 * end may say that all of it is hidden.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/odf/odf_walk.h"
#include "extract/unpack.h"

#define MAX_PARA     (4u << 20) /* longer ones go on in pieces */
#define DEFAULT_SIZE 1200	/* hundredths of a point */

struct pn_odf_story *
pn_odf_story(struct pn_odf_walk *w)
{
	return w->stories[w->n_stories - 1];
}

bool
pn_odf_begin_story(struct pn_odf_walk *w, const char *place, const char *base)
{
	struct pn_odf_story *s;
	const char *sep = w->doc->place[0] && place[0] ? ", " : "";

	if (w->n_stories == PN_ODF_MAX_STORIES)
		return false;
	if (base == NULL && w->n_stories)
		base = pn_odf_story(w)->base;
	s = pn_alloc(sizeof(*s));
	s->place = pn_printf("%s%s%s", w->doc->place, sep, place);
	s->base = base;
	s->blank = true;
	pn_flow_init(&s->flow, w->job, s->place, base ? PN_TEXT_HIDDEN : 0);
	pn_buf_init(&s->para, pn_job_room(w->job) + MAX_PARA);
	w->stories[w->n_stories++] = s;
	return true;
}

/* hash - over the characters that are no white space; 0 as long as there is
 * none (FNV-1 with another start) */
static void
hash(uint64_t *h, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] > ' ')
			*h = *h * 0x100000001b3u + (unsigned char)s[i] + 1;
}

/* tell - the paragraph that was gathered, run by run */
static enum pn_err
tell(struct pn_odf_walk *w, struct pn_odf_story *s)
{
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < s->n_runs && err == PN_OK; i++) {
		const char *p = s->para.data + s->runs[i].from;
		size_t to =
		    i + 1 < s->n_runs ? s->runs[i + 1].from : s->para.len;
		size_t n = to - s->runs[i].from;
		const char *why = s->runs[i].why ? s->runs[i].why : s->para_why;

		hash(&s->hash, p, n);
		if (s->hash && s->base && !s->told) {
			pn_job_hidden(w->job, s->base);
			s->told = true;
		}
		if (s == w->stories[0] && pn_odf_in_cell(w))
			err = pn_odf_cell_text(w, p, n, why);
		else
			err = pn_flow_add(&s->flow, p, n, s->base ? NULL : why);
	}
	pn_buf_clear(&s->para);
	s->n_runs = 0;
	s->field_at = 0;
	return err;
}

enum pn_err
pn_odf_end_para(struct pn_odf_walk *w)
{
	struct pn_odf_story *s = pn_odf_story(w);
	const char *why = s->para_why;
	enum pn_err err = tell(w, s);

	s->para_why = NULL;
	s->blank = true;
	if (err != PN_OK)
		return err;
	if (s == w->stories[0] && pn_odf_in_cell(w))
		return pn_odf_cell_para(w);
	return pn_flow_break(&s->flow, s->base ? NULL : why);
}

enum pn_err
pn_odf_add(struct pn_odf_walk *w, const char *s, size_t n, const char *why)
{
	struct pn_odf_story *t = pn_odf_story(w);
	enum pn_err err = PN_OK;

	if (t->para.len + n > MAX_PARA)
		err = tell(w, t);
	if (err != PN_OK)
		return err;
	if (t->n_runs == 0 || t->runs[t->n_runs - 1].why != why) {
		PN_GROW(t->runs, t->n_runs, t->cap_runs);
		t->runs[t->n_runs++] = (struct pn_odf_run){t->para.len, why};
	}
	if (pn_buf_add(&t->para, s, n) != PN_OK)
		return pn_job_limit(w->job, "text");
	t->blank = false;
	/* seen where it stands, and told as what nobody agreed to yet */
	if (w->inserted && why == NULL && t->base == NULL)
		return pn_flow_add(&t->flow, s, n, "insertion");
	return PN_OK;
}

enum pn_err
pn_odf_chars(struct pn_odf_walk *w, const char *s, size_t n, const char *why)
{
	struct pn_odf_story *t = pn_odf_story(w);
	enum pn_err err = PN_OK;
	size_t i = 0;

	while (i < n && err == PN_OK) {
		size_t from = i;

		while (i < n && (unsigned char)s[i] > ' ')
			i++;
		/* one blank between words belongs to the stretch */
		while (
		    i + 1 < n && s[i] == ' ' && (unsigned char)s[i + 1] > ' ')
			for (i++; i < n && (unsigned char)s[i] > ' ';)
				i++;
		if (i > from && t->blank && s[from] == ' ')
			from++;
		if (i > from)
			err = pn_odf_add(w, s + from, i - from, why);
		from = i;
		while (i < n && (unsigned char)s[i] <= ' ')
			i++;
		if (i > from && !t->blank && err == PN_OK) {
			err = pn_odf_add(w, " ", 1, why);
			t->blank = true;
		}
	}
	return err;
}

enum pn_err
pn_odf_end_story(struct pn_odf_walk *w)
{
	struct pn_odf_story *s = pn_odf_story(w);
	enum pn_err err = tell(w, s);

	if (err == PN_OK && !(s->again && s->hash == w->margin_hash))
		err = pn_flow_flush(&s->flow);
	w->margin_hash = s->hash;
	w->n_stories--;
	pn_flow_free(&s->flow);
	pn_buf_free(&s->para);
	free(s->runs);
	free(s->place);
	free(s);
	return err;
}

const char *
pn_odf_hidden(const struct pn_odf_frame *f)
{
	if (f->why)
		return f->why;
	return pn_odf_unseen(&f->look) ? "style" : NULL;
}

/* line_flow - where a line goes: what is hidden to the story that it stands
 * in, all else to the definitions */
static struct pn_flow *
line_flow(struct pn_odf_walk *w, const char **why)
{
	struct pn_odf_story *s = pn_odf_story(w);

	if (s->base && !s->told)
		pn_job_hidden(w->job, s->base);
	s->told = true;
	if (s->base)
		*why = NULL; /* all of that story is hidden already */
	return s->base || *why ? &s->flow : &w->extras;
}

enum pn_err
pn_odf_line(struct pn_odf_walk *w, const char *s, size_t n, const char *why)
{
	struct pn_flow *flow = line_flow(w, &why);

	return n ? pn_flow_add(flow, s, n, why) : PN_OK;
}

enum pn_err
pn_odf_line_end(struct pn_odf_walk *w, const char *why)
{
	struct pn_flow *flow = line_flow(w, &why);

	return pn_flow_break(flow, why);
}

static enum pn_err
walk_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct pn_odf_walk *w = ctx;
	struct pn_odf_frame *f = &w->frames[w->depth];

	if (w->depth + 1 >= sizeof(w->frames) / sizeof(w->frames[0]))
		return PN_ERR_SYNTAX;
	w->depth++;
	f[1] = f[0];
	f[1].opened = 0;
	f[1].text = f[1].body = false;
	if (f[1].mode == PN_ODF_SKIP)
		return pn_job_work(w->job, 32);
	return pn_odf_start(w, f + 1, name, attrs);
}

/* close_tables - the end of a cell, a row or a table */
static enum pn_err
close_tables(struct pn_odf_walk *w, unsigned opened)
{
	struct pn_odf_story *s = pn_odf_story(w);

	if (opened & PN_ODF_CELL_OPEN) {
		if (w->sheet && w->n_stories == 1)
			return pn_odf_sheet_cell_end(w);
		pn_flow_cell_end(&s->flow);
	}
	if (opened & PN_ODF_ROW_OPEN && w->sheet && w->n_stories == 1)
		pn_odf_sheet_row_end(w);
	if (opened & PN_ODF_SHEET_OPEN)
		return pn_odf_sheet_end(w);
	if (opened & PN_ODF_TABLE_OPEN) {
		s->n_grids -= s->n_grids > 0;
		return pn_flow_table_end(&s->flow);
	}
	return PN_OK;
}

/* close - what the element of frame F has opened */
static enum pn_err
close(struct pn_odf_walk *w, const struct pn_odf_frame *f)
{
	struct pn_odf_story *s = pn_odf_story(w);
	enum pn_err err = PN_OK;

	if (f->opened & PN_ODF_FIELD)
		err = pn_odf_field_end(w, pn_odf_hidden(f));
	if (f->opened & PN_ODF_DATA)
		err = pn_odf_data_end(w);
	if (f->opened & PN_ODF_LINE)
		err = pn_odf_line_end(
		    w, f->why == NULL && f->opened & PN_ODF_ALT ? "attribute"
								: f->why);
	if (f->opened & PN_ODF_PARA && s->paras && --s->paras == 0)
		err = pn_odf_end_para(w);
	if (err == PN_OK)
		err = close_tables(w, f->opened);
	if (err == PN_OK && f->opened & PN_ODF_STORY && w->n_stories > 1)
		err = pn_odf_end_story(w);
	if (f->opened & PN_ODF_DOC) {
		w->doc = w->outer;
		w->sheets = w->outer_sheets;
		w->slides = w->outer_slides;
	}
	return err;
}

static enum pn_err
walk_end(void *ctx, const char *name)
{
	struct pn_odf_walk *w = ctx;
	const struct pn_odf_frame *f = &w->frames[w->depth];
	enum pn_err err = PN_OK;

	(void)name;
	if (w->depth == 0)
		return PN_OK;
	if (f->opened)
		err = close(w, f);
	w->depth--;
	return err;
}

/* blank - no visible character among the N? */
static bool
blank(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] > ' ')
			return false;
	return true;
}

static enum pn_err
walk_text(void *ctx, const char *s, size_t n)
{
	struct pn_odf_walk *w = ctx;
	struct pn_odf_frame *f = &w->frames[w->depth];
	const char *why = f->why;

	if (f->mode == PN_ODF_SKIP)
		return PN_OK;
	if (f->opened & PN_ODF_PERSON) {
		pn_odf_name_add(
		    &w->people, (struct pn_bytes){(const unsigned char *)s, n});
		return PN_OK;
	}
	if (f->opened & PN_ODF_DATA) {
		if (pn_buf_add(&w->data, s, n) != PN_OK)
			return pn_job_limit(w->job, "unpacked");
		return PN_OK;
	}
	if (f->text)
		return pn_odf_chars(w, s, n, pn_odf_hidden(f));
	if (blank(s, n))
		return PN_OK;
	/* where OpenDocument has no text programs show none */
	if (why == NULL && !(f->opened & PN_ODF_LINE) && f->mode != PN_ODF_MATH)
		why = f->why = "unknown-element";
	if (why == NULL && f->opened & PN_ODF_ALT)
		why = "attribute";
	f->opened |= PN_ODF_LINE;
	return pn_odf_line(w, s, n, why);
}

static enum pn_err
walk_comment(void *ctx, const char *s, size_t n)
{
	struct pn_odf_walk *w = ctx;
	enum pn_err err;

	if (blank(s, n))
		return PN_OK;
	err = pn_odf_line(w, s, n, "comment");
	return err == PN_OK ? pn_odf_line_end(w, "comment") : err;
}

/* unshown - values that no field showed */
static enum pn_err
unshown(struct pn_odf_walk *w)
{
	for (size_t i = 0; i < w->decls.len; i++)
		if (w->decls.data[i] == PN_ODF_VALUE_MARK)
			w->decls.data[i] = ' ';
	return pn_odf_line(w, w->decls.data, w->decls.len, "field");
}

/* finish - hand on what is open, and free everything */
static enum pn_err
finish(struct pn_odf_walk *w, enum pn_err err)
{
	enum pn_err ended = PN_OK;

	if (w->sheet && err != PN_ERR_LIMIT)
		ended = pn_odf_sheet_end(w);
	pn_odf_sheet_free(w);
	if (ended == PN_OK && w->decls.len)
		ended = unshown(w);
	while (w->n_stories) {
		enum pn_err e = pn_odf_end_story(w);

		ended = ended == PN_OK ? e : ended;
	}
	if (ended == PN_OK)
		ended = pn_flow_flush(&w->extras);
	if (w->people.len)
		pn_job_hidden(w->job, "author");
	if (ended == PN_OK && w->people.len) /* without the first line end */
		ended = pn_job_text(w->job,
		    (struct pn_bytes){
			(unsigned char *)w->people.data + 1, w->people.len - 1},
		    "author", PN_TEXT_HIDDEN);
	pn_flow_free(&w->extras);
	pn_buf_free(&w->field);
	pn_buf_free(&w->data);
	pn_buf_free(&w->decls);
	pn_buf_free(&w->inserts);
	pn_buf_free(&w->people);
	free(w->inner_place);
	return err == PN_OK ? ended : err;
}

enum pn_err
pn_odf_walk(struct pn_odf *odf, struct pn_odf_doc *doc, struct pn_bytes xml)
{
	static const struct pn_xml_events events = {.start = walk_start,
	    .end = walk_end,
	    .text = walk_text,
	    .comment = walk_comment,
	    .doctype = true};
	struct pn_odf_walk *w = pn_alloc(sizeof(*w));
	size_t room = pn_job_room(odf->job) + MAX_PARA;
	enum pn_err err;

	w->odf = odf;
	w->job = odf->job;
	w->doc = doc;
	doc->scope.own = pn_odf_styles_scope(odf->styles);
	w->frames[0].look = (struct pn_odf_look){
	    .colour = PN_ODF_UNSET, .back = PN_ODF_WHITE, .size = DEFAULT_SIZE};
	pn_buf_init(&w->field, room);
	pn_buf_init(&w->data, PN_UNPACK_MAX);
	pn_buf_init(&w->decls, room);
	pn_buf_init(&w->inserts, room);
	pn_buf_init(&w->people, room);
	pn_flow_init(&w->extras, w->job,
	    doc->place[0] ? doc->place : "definitions",
	    doc->hidden ? PN_TEXT_HIDDEN : 0);
	(void)pn_odf_begin_story(w, "", doc->hidden);
	err = pn_xml_parse(xml, &events, w);
	err = finish(w, err);
	free(w);
	return err;
}
