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
#include "extract/flow.h"
#include "extract/numfmt.h"
#include "extract/ooxml/xlsx.h"

#define MAX_COLS  16384 /* of a sheet */
#define MAX_VALUE 64	/* bytes of a number */

/* How a cell's value is written. */
enum cell_type { NUMBER, SHARED, TEXT, BOOLEAN };

struct sheet {
	struct pn_xlsx *b;
	struct pn_table table;
	struct pn_buf value; /* of the open cell */
	bool hidden_cols[MAX_COLS];
	bool row_hidden;
	uint32_t row, col; /* of the open or the next cell */
	enum cell_type type;
	size_t style;
	unsigned in_value, in_phonetic, in_margin; /* open elements */
	struct pn_flow margin; /* page headers and footers */
};

/* place_of - row and column of a reference as "B3"; false if it is none */
static bool
place_of(struct pn_bytes r, uint32_t *row, uint32_t *col)
{
	uint32_t c = 0, n = 0;
	size_t i = 0;

	for (; i < r.n && isalpha(r.p[i]) && c <= MAX_COLS; i++)
		c = c * 26 + (uint32_t)(toupper(r.p[i]) - 'A' + 1);
	for (; i < r.n && isdigit(r.p[i]) && n < 100000000; i++)
		n = n * 10 + (uint32_t)(r.p[i] - '0');
	if (i != r.n || c == 0 || c > MAX_COLS || n == 0)
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
columns(struct sheet *s, const struct pn_xml_attrs *a)
{
	unsigned long min = pn_xml_attr_num(a, "min", 1);
	unsigned long max = pn_xml_attr_num(a, "max", 0);

	if (!pn_xml_attr_on(a, "hidden") && !nothing(a, "width"))
		return;
	for (unsigned long i = min ? min : 1; i <= max && i <= MAX_COLS; i++)
		s->hidden_cols[i - 1] = true;
}

/* begin_cell - <c r= s= t=> */
static void
begin_cell(struct sheet *s, const struct pn_xml_attrs *a)
{
	(void)place_of(pn_xml_attr(a, "r"), &s->row, &s->col);
	s->style = pn_xml_attr_num(a, "s", 0);
	s->type = NUMBER;
	if (pn_xml_attr_is(a, "t", "s"))
		s->type = SHARED;
	else if (pn_xml_attr_is(a, "t", "b"))
		s->type = BOOLEAN;
	else if (pn_xml_attr(a, "t").p && !pn_xml_attr_is(a, "t", "n"))
		s->type = TEXT;
	pn_buf_clear(&s->value);
}

static enum pn_err
sheet_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	static const char *const margins[] = {"oddHeader", "oddFooter",
	    "evenHeader", "evenFooter", "firstHeader", "firstFooter"};
	struct sheet *s = ctx;

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

/* cell_text - the open cell's text into the table; HIDES: its format shows
 * nothing */
static enum pn_err
cell_text(struct sheet *s, const char *code)
{
	struct pn_buf *to = &s->table.text;
	struct pn_bytes shared;
	enum pn_err err = PN_OK;

	switch (s->type) {
	case SHARED:
		shared = pn_xlsx_string(s->b, strtoul(s->value.data, NULL, 10));
		if (shared.p == NULL)
			pn_job_damage(s->b->x->job, "damaged");
		else
			err = pn_buf_add(to, shared.p, shared.n);
		break;
	case BOOLEAN:
		err =
		    pn_buf_adds(to, s->value.data[0] == '1' ? "TRUE" : "FALSE");
		break;
	case TEXT:
		err = pn_buf_add(to, s->value.data, s->value.len);
		break;
	default:
		if (s->value.len > MAX_VALUE)
			err = pn_buf_add(to, s->value.data, s->value.len);
		else
			(void)pn_numfmt_number(
			    to, code, s->value.data, s->b->date1904);
	}
	return err == PN_OK ? PN_OK : pn_job_limit(s->b->x->job, "text");
}

/* unseen - what hides the open cell: "row", "column", "format"; NULL */
static const char *
unseen(const struct sheet *s, const char *code)
{
	struct pn_buf scratch;
	bool hides = false;

	if (s->row_hidden)
		return "row";
	if (s->col < MAX_COLS && s->hidden_cols[s->col])
		return "column";
	if (code == NULL)
		return NULL;
	if (s->type != NUMBER)
		return pn_numfmt_hides_text(code) ? "format" : NULL;
	if (s->value.len <= MAX_VALUE) {
		pn_buf_init(&scratch, 4096);
		hides = pn_numfmt_number(
		    &scratch, code, s->value.data, s->b->date1904);
		pn_buf_free(&scratch);
	}
	return hides ? "format" : NULL;
}

/* end_cell - </c> */
static enum pn_err
end_cell(struct sheet *s)
{
	const char *code = pn_xlsx_code(s->b, s->style), *why;
	enum pn_err err = PN_OK;

	if (s->value.len) {
		why = unseen(s, code);
		if (why)
			pn_job_hidden(s->b->x->job, why);
		err = pn_table_cell(&s->table, s->b->x->job, s->row, s->col,
		    why ? PN_TEXT_HIDDEN : 0);
		if (err == PN_OK)
			err = cell_text(s, code);
		pn_table_end(&s->table);
	}
	pn_buf_clear(&s->value);
	s->col++;
	return err;
}

/* margin_code - how long the code at P is, from its '&' on: "&L", "&12",
 * "&\"Arial,Bold\"", "&KFF0000" (ECMA-376 part 1, 18.3.1.39) */
static size_t
margin_code(const char *p, const char *end)
{
	const char *q = p + 1;

	if (q == end)
		return 1;
	if (*q == '"') {
		q = memchr(q + 1, '"', (size_t)(end - q - 1));
		return q ? (size_t)(q + 1 - p) : 1;
	}
	if (*q == 'K')
		return end - q > 6 ? 8 : 2;
	while (q < end && *q >= '0' && *q <= '9')
		q++;
	return q - p > 1 ? (size_t)(q - p) : 2;
}

/* end_margin - the page header or footer that VALUE holds, without its codes;
 * each of its three sections is a line */
static enum pn_err
end_margin(struct sheet *s)
{
	const char *p = s->value.data, *end = p + s->value.len, *q;
	enum pn_err err = PN_OK;

	s->in_margin = 0;
	for (; p < end && err == PN_OK; p = q) {
		q = memchr(p, '&', (size_t)(end - p));
		q = q ? q : end;
		err = pn_flow_add(&s->margin, p, (size_t)(q - p), NULL);
		if (q == end || err != PN_OK)
			continue;
		if (q + 1 < end && q[1] == '&')
			err = pn_flow_add(&s->margin, "&", 1, NULL);
		else if (q + 1 < end && strchr("LCR", q[1]) != NULL)
			err = pn_flow_break(&s->margin, NULL);
		q += margin_code(q, end);
	}
	pn_buf_clear(&s->value);
	return err == PN_OK ? pn_flow_break(&s->margin, NULL) : err;
}

static enum pn_err
sheet_end(void *ctx, const char *name)
{
	struct sheet *s = ctx;

	if (strcmp(name, "c") == 0)
		return end_cell(s);
	if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
		s->in_value -= s->in_value > 0;
	} else if (strcmp(name, "rPh") == 0) {
		s->in_phonetic--;
	} else if (strcmp(name, "row") == 0) {
		s->row++;
	} else if (strstr(name, "Header") || strstr(name, "Footer")) {
		if (s->in_margin)
			return end_margin(s);
	}
	return PN_OK;
}

static enum pn_err
sheet_text(void *ctx, const char *p, size_t n)
{
	struct sheet *s = ctx;

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
	struct sheet *s = pn_alloc(sizeof(*s));
	struct pn_job *job = b->x->job;
	enum pn_err err, rest;

	s->b = b;
	pn_buf_init(&s->value, pn_job_room(job) + 1);
	pn_table_init(
	    &s->table, name, PN_PLACE_SHEET, hidden ? PN_TEXT_HIDDEN : 0);
	pn_flow_init(
	    &s->margin, job, "page header", hidden ? PN_TEXT_HIDDEN : 0);
	if (hidden)
		pn_job_hidden(job, "sheet");
	err = pn_ooxml_parse(b->x, e, &events, s);
	rest = pn_table_emit(&s->table, job);
	err = err == PN_OK ? rest : err;
	rest = pn_flow_flush(&s->margin);
	err = err == PN_OK ? rest : err;
	pn_flow_free(&s->margin);
	pn_table_free(&s->table);
	pn_buf_free(&s->value);
	free(s);
	return err;
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
