/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xlsx_sheet - the cells of one sheet, and the comments on them
 *
 * One table segment per sheet (pieces of it where it is large), each cell as
 * a reader sees it: shared and inline strings, cached results of formulas,
 * numbers by their format. Cells of hidden rows and columns, without height
 * or width, or behind a format that shows nothing, are flagged.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "extract/ooxml/xlsx.h"

#define MIN_QUOTED 4 /* characters that a formula quotes */

/* place_of - row and column of a reference as "B3"; false if it is none */
static bool
place_of(struct pn_bytes r, uint32_t *row, uint32_t *col)
{
	uint32_t c = 0, n = 0;
	size_t i = 0;

	for (; i < r.n && isalpha(r.p[i]) && c <= PN_XLSX_MAX_COLS; i++)
		c = c * 26 + (uint32_t)(toupper(r.p[i]) - 'A' + 1);
	for (; i < r.n && isdigit(r.p[i]) && n < 100000000; i++)
		n = n * 10 + (uint32_t)(r.p[i] - '0');
	if (i != r.n || c == 0 || c > PN_XLSX_MAX_COLS || n == 0)
		return false;
	*row = n - 1;
	*col = c - 1;
	return true;
}

/* nothing - a length of 0, as a hidden row or column may be told */
static bool
nothing(const struct pn_xml_attrs *a, const char *name)
{
	struct pn_bytes v = pn_xml_attr(a, name);

	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] != '0' && v.p[i] != '.')
			return false;
	return v.n > 0;
}

/* columns - <col min= max= hidden=> */
static void
columns(struct pn_xlsx_sheet *s, const struct pn_xml_attrs *a)
{
	unsigned long min = pn_xml_attr_num(a, "min", 1);
	unsigned long max = pn_xml_attr_num(a, "max", 0);
	bool hidden = pn_xml_attr_on(a, "hidden") || nothing(a, "width");

	for (unsigned long i = min ? min : 1; i <= max && i <= PN_XLSX_MAX_COLS;
	     i++) {
		s->hidden_cols[i - 1] = hidden;
		s->wide_cols[i - 1] = !hidden;
	}
}

/* begin_cell - <c r= s= t=> */
static void
begin_cell(struct pn_xlsx_sheet *s, const struct pn_xml_attrs *a)
{
	(void)place_of(pn_xml_attr(a, "r"), &s->row, &s->col);
	s->style = pn_xml_attr_num(a, "s", 0);
	s->type = PN_XLSX_NUMBER;
	if (pn_xml_attr_is(a, "t", "s"))
		s->type = PN_XLSX_SHARED;
	else if (pn_xml_attr_is(a, "t", "b"))
		s->type = PN_XLSX_BOOLEAN;
	else if (pn_xml_attr(a, "t").p && !pn_xml_attr_is(a, "t", "n"))
		s->type = PN_XLSX_TEXT;
	pn_buf_clear(&s->value);
}

/* Elements whose text is in no cell, and attributes that tell some. */
static const struct {
	const char *name;
	enum pn_xlsx_extra extra;
	const char *attrs[4];
	bool text; /* its own text counts */
} extras[] = {
    {"f", PN_XLSX_FORMULA, {NULL}, true},
    {"formula1", PN_XLSX_VALIDATION, {NULL}, true},
    {"formula2", PN_XLSX_VALIDATION, {NULL}, true},
    {"dataValidation", PN_XLSX_VALIDATION,
	{"promptTitle", "prompt", "errorTitle", "error"}, false},
    {"hyperlink", PN_XLSX_TOOLTIP, {"tooltip"}, false},
    {"scenario", PN_XLSX_SCENARIO, {"name", "comment", "user"}, false},
    {"inputCells", PN_XLSX_SCENARIO, {"val"}, false},
    {"filter", PN_XLSX_FILTER, {"val"}, false},
    {"customFilter", PN_XLSX_FILTER, {"val"}, false},
};

/* extra - element NAME, if it tells text that is in no cell */
static enum pn_err
extra(struct pn_xlsx_sheet *s, const char *name, const struct pn_xml_attrs *a)
{
	size_t i = 0, n = sizeof(extras) / sizeof(extras[0]);
	enum pn_err err = PN_OK;

	while (i < n && !pn_xml_is(name, extras[i].name))
		i++;
	if (i == n)
		return PN_OK;
	if (extras[i].text) {
		s->in_extra = (unsigned)extras[i].extra + 1;
		pn_buf_clear(&s->quoted);
	}
	for (size_t k = 0; k < 4 && extras[i].attrs[k] && err == PN_OK; k++) {
		struct pn_bytes v = pn_xml_attr(a, extras[i].attrs[k]);

		/* a filter mostly names what cells show */
		if (v.n == 0 || (extras[i].extra == PN_XLSX_FILTER &&
				    memmem(s->table.text.data,
					s->table.text.len, v.p, v.n)))
			continue;
		err = pn_buf_add(&s->extra[extras[i].extra], v.p, v.n);
		if (err == PN_OK)
			err = pn_buf_addc(&s->extra[extras[i].extra], '\n');
	}
	return err == PN_OK ? PN_OK : pn_job_limit(s->b->x->job, "text");
}

/* end_extra - a formula is over: what it quotes is text */
static enum pn_err
end_extra(struct pn_xlsx_sheet *s)
{
	struct pn_buf *to = &s->extra[s->in_extra - 1];
	const char *p = s->quoted.data;
	enum pn_err err = PN_OK;

	s->in_extra = 0;
	while (err == PN_OK && (p = strchr(p, '"')) != NULL) {
		const char *end = strchr(p + 1, '"');
		size_t n = end ? (size_t)(end - p - 1) : strlen(p + 1);

		/* shorter ones are units and separators */
		if (n >= MIN_QUOTED) {
			err = pn_buf_add(to, p + 1, n);
			if (err == PN_OK)
				err = pn_buf_addc(to, '\n');
		}
		p += n + (end ? 2 : 1);
	}
	return err == PN_OK ? PN_OK : pn_job_limit(s->b->x->job, "text");
}

/* cover - cells that are merged, as "A1:B3" */
static enum pn_err
cover(struct pn_xlsx_sheet *s, struct pn_bytes ref)
{
	struct pn_xlsx_range r;
	const unsigned char *colon = ref.n ? memchr(ref.p, ':', ref.n) : NULL;
	size_t n = colon ? (size_t)(colon - ref.p) : 0;

	if (!colon || !place_of((struct pn_bytes){ref.p, n}, &r.row, &r.col) ||
	    !place_of((struct pn_bytes){colon + 1, ref.n - n - 1}, &r.to_row,
		&r.to_col))
		return PN_OK;
	return pn_xlsx_cover(s, r);
}

static enum pn_err
sheet_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	static const char *const margins[] = {"oddHeader", "oddFooter",
	    "evenHeader", "evenFooter", "firstHeader", "firstFooter"};
	struct pn_xlsx_sheet *s = ctx;

	if (pn_xml_is(name, "c"))
		begin_cell(s, attrs);
	else if (pn_xml_is(name, "v") || pn_xml_is(name, "t"))
		s->in_value++;
	else if (pn_xml_is(name, "rPh"))
		s->in_phonetic++;
	else if (pn_xml_is(name, "col"))
		columns(s, attrs);
	else if (pn_xml_is(name, "row")) {
		unsigned long r = pn_xml_attr_num(attrs, "r", s->row + 1);

		s->row = r ? (uint32_t)r - 1 : 0;
		s->col = 0;
		s->row_hidden = pn_xml_attr_on(attrs, "hidden") ||
				nothing(attrs, "ht") ||
				(s->flat && pn_xml_attr(attrs, "ht").n == 0);
	} else if (pn_xml_is(name, "sheetFormatPr")) {
		s->narrow = nothing(attrs, "defaultColWidth");
		s->flat = nothing(attrs, "defaultRowHeight");
	} else if (pn_xml_is(name, "color"))
		s->ink = pn_xlsx_color(s->b, attrs); /* of a run */
	else if (pn_xml_is(name, "mergeCell"))
		return cover(s, pn_xml_attr(attrs, "ref"));
	else if (pn_xml_is(name, "headerFooter")) {
		s->first_pages = pn_xml_attr_on(attrs, "differentFirst");
		s->even_pages = pn_xml_attr_on(attrs, "differentOddEven");
	} else if (extra(s, name, attrs) != PN_OK)
		return PN_ERR_LIMIT;
	for (size_t i = 0; i < sizeof(margins) / sizeof(margins[0]); i++) {
		if (!pn_xml_is(name, margins[i]))
			continue;
		s->in_margin++;
		s->margin_why = (name[0] == 'e' && !s->even_pages) ||
					(name[0] == 'f' && !s->first_pages)
				    ? "unused-header"
				    : NULL;
	}
	return pn_job_work(s->b->x->job, 32);
}

static enum pn_err
sheet_end(void *ctx, const char *name)
{
	struct pn_xlsx_sheet *s = ctx;

	if (pn_xml_is(name, "c"))
		return pn_xlsx_cell(s);
	if (s->in_extra && (name[0] == 'f'))
		return end_extra(s);
	if (pn_xml_is(name, "v") || pn_xml_is(name, "t")) {
		s->in_value -= s->in_value > 0;
	} else if (pn_xml_is(name, "rPh")) {
		s->in_phonetic--;
	} else if (pn_xml_is(name, "row")) {
		s->row++;
	} else if (strstr(name, "Header") || strstr(name, "Footer")) {
		if (s->in_margin)
			return pn_xlsx_margin(s);
	}
	return PN_OK;
}

static enum pn_err
sheet_text(void *ctx, const char *p, size_t n)
{
	struct pn_xlsx_sheet *s = ctx;

	if (s->in_extra && pn_buf_add(&s->quoted, p, n) != PN_OK)
		return pn_job_limit(s->b->x->job, "text");
	if ((s->in_value == 0 && s->in_margin == 0) || s->in_phonetic)
		return PN_OK;
	if (pn_buf_add(&s->value, p, n) != PN_OK)
		return pn_job_limit(s->b->x->job, "text");
	return PN_OK;
}

/* ranges - a list of references as "A1:B3 D4" */
static void
ranges(struct pn_xlsx_sheet *s, struct pn_bytes list)
{
	size_t i = 0;

	while (i < list.n) {
		struct pn_xlsx_range r = {0};
		size_t from = i, colon;

		while (i < list.n && list.p[i] != ' ')
			i++;
		for (colon = from; colon < i && list.p[colon] != ':';)
			colon++;
		if (!place_of((struct pn_bytes){list.p + from, colon - from},
			&r.row, &r.col))
			s->all_unsure = true; /* a whole row or column */
		r.to_row = r.row;
		r.to_col = r.col;
		if (colon < i && !place_of((struct pn_bytes){list.p + colon + 1,
					       i - colon - 1},
				     &r.to_row, &r.to_col))
			s->all_unsure = true;
		pn_xlsx_unsure(s, r);
		i += i < list.n;
	}
}

static enum pn_err
colored_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	if (pn_xml_is(name, "conditionalFormatting"))
		ranges(ctx, pn_xml_attr(attrs, "sqref"));
	else if (pn_xml_is(name, "table"))
		ranges(ctx, pn_xml_attr(attrs, "ref"));
	return PN_OK;
}

/* colored - where a condition or the style of a table may color cells */
static enum pn_err
colored(struct pn_xlsx_sheet *s, const struct pn_zip_entry *e)
{
	static const struct pn_xml_events events = {.start = colored_start};
	struct pn_ooxml *x = s->b->x;
	struct pn_opc_rels rels;
	enum pn_err err = pn_ooxml_parse(x, e, &events, s);

	pn_opc_rels(x->opc, e->name, &rels);
	for (size_t i = 0; i < rels.n && err == PN_OK; i++) {
		const struct pn_zip_entry *t =
		    strcmp(rels.rels[i].kind, "table") == 0
			? pn_ooxml_undone(x, rels.rels[i].target)
			: NULL;

		if (t)
			err = pn_ooxml_parse(x, t, &events, s);
	}
	pn_opc_rels_free(&rels);
	return err;
}

enum pn_err
pn_xlsx_read_sheet(struct pn_xlsx *b, const struct pn_zip_entry *e,
    const char *name, bool hidden)
{
	static const struct pn_xml_events events = {
	    .start = sheet_start, .end = sheet_end, .text = sheet_text};
	struct pn_xlsx_sheet *s = pn_xlsx_sheet_new(b, name, hidden);
	enum pn_err err = b->formats.any_pale ? colored(s, e) : PN_OK, rest;

	if (err == PN_OK)
		err = pn_ooxml_parse(b->x, e, &events, s);
	rest = pn_xlsx_sheet_end(&s);
	return err == PN_OK ? rest : err;
}

/* Comments: the text of each with the cell that it stands at. */
struct comments {
	struct pn_job *job;
	const char *sheet;
	char *place;
	struct pn_buf text;
	unsigned in_text; /* open elements "t", or "text" of a threaded one */
	unsigned in_author;
	struct pn_buf authors; /* a line each */
};

static enum pn_err
comments_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct comments *c = ctx;
	struct pn_bytes ref = pn_xml_attr(attrs, "ref");

	if (pn_xml_is(name, "comment") || pn_xml_is(name, "threadedComment")) {
		free(c->place);
		c->place = pn_printf("%s!%.*s (comment)", c->sheet,
		    ref.n < 16 ? (int)ref.n : 16,
		    ref.p ? (const char *)ref.p : "");
		pn_buf_clear(&c->text);
	}
	c->in_text += pn_xml_is(name, "t") || pn_xml_is(name, "text");
	c->in_author += pn_xml_is(name, "author");
	return PN_OK;
}

static enum pn_err
comments_end(void *ctx, const char *name)
{
	struct comments *c = ctx;

	if (pn_xml_is(name, "t") || pn_xml_is(name, "text"))
		c->in_text -= c->in_text > 0;
	if (c->in_author && pn_xml_is(name, "author")) {
		c->in_author--;
		if (pn_buf_addc(&c->authors, '\n') != PN_OK)
			return pn_job_limit(c->job, "text");
	}
	if ((pn_xml_is(name, "comment") ||
		pn_xml_is(name, "threadedComment")) &&
	    c->place && c->text.len) {
		pn_job_hidden(c->job, "comment");
		return pn_job_text(
		    c->job, pn_buf_bytes(&c->text), c->place, PN_TEXT_HIDDEN);
	}
	return PN_OK;
}

static enum pn_err
comments_text(void *ctx, const char *s, size_t n)
{
	struct comments *c = ctx;

	struct pn_buf *to = c->in_author ? &c->authors : &c->text;

	if (c->in_text == 0 && c->in_author == 0)
		return PN_OK;
	return pn_buf_add(to, s, n) == PN_OK ? PN_OK
					     : pn_job_limit(c->job, "text");
}

enum pn_err
pn_xlsx_read_comments(
    struct pn_xlsx *b, const struct pn_zip_entry *e, const char *name)
{
	static const struct pn_xml_events events = {.start = comments_start,
	    .end = comments_end,
	    .text = comments_text};
	struct comments c = {.job = b->x->job, .sheet = name};
	enum pn_err err;

	pn_buf_init(&c.text, pn_job_room(c.job) + 1);
	pn_buf_init(&c.authors, pn_job_room(c.job) + 1);
	err = pn_ooxml_parse(b->x, e, &events, &c);
	if (err == PN_OK)
		err = pn_xlsx_authors(c.job, &c.authors);
	pn_buf_free(&c.authors);
	pn_buf_free(&c.text);
	free(c.place);
	return err;
}
