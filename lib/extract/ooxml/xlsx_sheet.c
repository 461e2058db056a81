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

	if (!pn_xml_attr_on(a, "hidden") && !nothing(a, "width"))
		return;
	for (unsigned long i = min ? min : 1; i <= max && i <= PN_XLSX_MAX_COLS;
	     i++)
		s->hidden_cols[i - 1] = true;
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

static enum pn_err
sheet_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	static const char *const margins[] = {"oddHeader", "oddFooter",
	    "evenHeader", "evenFooter", "firstHeader", "firstFooter"};
	struct pn_xlsx_sheet *s = ctx;

	if (strcmp(name, "c") == 0)
		begin_cell(s, attrs);
	else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		s->in_value++;
	else if (strcmp(name, "rPh") == 0)
		s->in_phonetic++;
	else if (strcmp(name, "col") == 0)
		columns(s, attrs);
	else if (strcmp(name, "row") == 0) {
		unsigned long r = pn_xml_attr_num(attrs, "r", s->row + 1);

		s->row = r ? (uint32_t)r - 1 : 0;
		s->col = 0;
		s->row_hidden =
		    pn_xml_attr_on(attrs, "hidden") || nothing(attrs, "ht");
	}
	for (size_t i = 0; i < sizeof(margins) / sizeof(margins[0]); i++)
		s->in_margin += strcmp(name, margins[i]) == 0;
	return pn_job_work(s->b->x->job, 32);
}

static enum pn_err
sheet_end(void *ctx, const char *name)
{
	struct pn_xlsx_sheet *s = ctx;

	if (strcmp(name, "c") == 0)
		return pn_xlsx_cell(s);
	if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
		s->in_value -= s->in_value > 0;
	} else if (strcmp(name, "rPh") == 0) {
		s->in_phonetic--;
	} else if (strcmp(name, "row") == 0) {
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

	if ((s->in_value == 0 && s->in_margin == 0) || s->in_phonetic)
		return PN_OK;
	if (pn_buf_add(&s->value, p, n) != PN_OK)
		return pn_job_limit(s->b->x->job, "text");
	return PN_OK;
}

enum pn_err
pn_xlsx_read_sheet(struct pn_xlsx *b, const struct pn_zip_entry *e,
    const char *name, bool hidden)
{
	static const struct pn_xml_events events = {
	    .start = sheet_start, .end = sheet_end, .text = sheet_text};
	struct pn_xlsx_sheet *s = pn_xlsx_sheet_new(b, name, hidden);
	enum pn_err err = pn_ooxml_parse(b->x, e, &events, s);
	enum pn_err rest = pn_xlsx_sheet_end(&s);

	return err == PN_OK ? rest : err;
}

/* Comments: the text of each with the cell that it stands at. */
struct comments {
	struct pn_job *job;
	const char *sheet;
	char *place;
	struct pn_buf text;
	unsigned in_text; /* open elements "t", or "text" of a threaded one */
};

static enum pn_err
comments_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct comments *c = ctx;
	struct pn_bytes ref = pn_xml_attr(attrs, "ref");

	if (strcmp(name, "comment") == 0 ||
	    strcmp(name, "threadedComment") == 0) {
		free(c->place);
		c->place = pn_printf("%s!%.*s (comment)", c->sheet,
		    ref.n < 16 ? (int)ref.n : 16,
		    ref.p ? (const char *)ref.p : "");
		pn_buf_clear(&c->text);
	}
	c->in_text += strcmp(name, "t") == 0 || strcmp(name, "text") == 0;
	return PN_OK;
}

static enum pn_err
comments_end(void *ctx, const char *name)
{
	struct comments *c = ctx;

	if (strcmp(name, "t") == 0 || strcmp(name, "text") == 0)
		c->in_text -= c->in_text > 0;
	if ((strcmp(name, "comment") == 0 ||
		strcmp(name, "threadedComment") == 0) &&
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

	if (c->in_text == 0)
		return PN_OK;
	if (pn_buf_add(&c->text, s, n) != PN_OK)
		return pn_job_limit(c->job, "text");
	return PN_OK;
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
	err = pn_ooxml_parse(b->x, e, &events, &c);
	pn_buf_free(&c.text);
	free(c.place);
	return err;
}
