/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xlsx_cell - one cell as a reader sees it, and whether one sees it
 *
 * Shared by the XML form of a sheet and the binary one: both say where a cell
 * is, how its value is written, and call here.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/numfmt.h"
#include "extract/ooxml/xlsx.h"

#define MAX_VALUE  64 /* bytes of a number */
#define IDENTIFIER 6  /* digits of what may be one: a sort code */

/* A shared string of this many bytes is handed on so many times in one column
 * (of any sheet part on end); then its cells are empty, and what they would
 * hold is only counted. */
#define LONG_STRING  256
#define LONG_TIMES   16
#define MAX_LEFT_OUT (256u << 20)

/* What was handed on of a long shared string. */
struct pn_xlsx_again {
	uint16_t col;
	uint8_t times;
};

/* told - was long shared string I in this column often enough? The text of
 * what is left out is counted all the same: a few bytes that stand for
 * gigabytes end a file at a limit. */
static bool
told(struct pn_xlsx_sheet *s, size_t i, size_t n, enum pn_err *err)
{
	struct pn_xlsx_again *a;

	if (n < LONG_STRING)
		return false;
	if (s->again == NULL)
		s->again = pn_alloc(
		    (s->b->strings.n + 1) * sizeof(struct pn_xlsx_again));
	a = &s->again[i];
	if (a->times == 0 || a->col != s->col) {
		a->col = (uint16_t)s->col;
		a->times += a->times < LONG_TIMES;
	} else if (a->times < LONG_TIMES) {
		a->times++;
	}
	if (a->times < LONG_TIMES)
		return false;
	s->left_out += n;
	if (s->left_out > MAX_LEFT_OUT)
		*err = PN_ERR_LIMIT;
	return true;
}

/* shared - the shared string that VALUE is the number of */
static enum pn_err
shared(struct pn_xlsx_sheet *s)
{
	size_t i = strtoul(s->value.data, NULL, 10);
	struct pn_bytes text = pn_xlsx_string(s->b, i);
	enum pn_err err = PN_OK;

	/* one that is not there shows nothing, and all that are there are told
	 * in the end */
	if (text.p && !told(s, i, text.n, &err))
		err = pn_buf_add(&s->table.text, text.p, text.n);
	return err;
}

/* digits - the digits of the N bytes at S into TO (SIZE bytes) */
static void
digits(const char *s, size_t n, char *to, size_t size)
{
	size_t k = 0;

	for (size_t i = 0; i < n && k + 1 < size; i++)
		if (s[i] >= '0' && s[i] <= '9')
			to[k++] = s[i];
	to[k] = '\0';
}

/* number - a number as its format CODE shows it, and as it is stored where
 * that shows digits that the format does not: a whole number that may be an
 * identifier */
static enum pn_err
number(struct pn_xlsx_sheet *s, const char *code)
{
	struct pn_buf *to = &s->table.text, stored;
	char was[MAX_VALUE + 1], now[MAX_VALUE * 2];
	size_t from = to->len;
	enum pn_err err = PN_OK;

	if (s->value.len > MAX_VALUE)
		return pn_buf_add(to, s->value.data, s->value.len);
	(void)pn_numfmt_number(to, code, s->value.data, s->b->date1904);
	if (code == NULL || s->value.len < IDENTIFIER)
		return PN_OK;
	pn_buf_init(&stored, 4096);
	(void)pn_numfmt_number(&stored, NULL, s->value.data, false);
	digits(stored.data, stored.len, was, sizeof(was));
	digits(to->data + from, to->len - from, now, sizeof(now));
	if (strchr(stored.data, '.') == NULL && strlen(was) >= IDENTIFIER &&
	    strstr(now, was) == NULL) {
		err = pn_buf_addc(to, ' ');
		if (err == PN_OK)
			err = pn_buf_add(to, stored.data, stored.len);
	}
	pn_buf_free(&stored);
	return err;
}

/* cell_text - the open cell's text, in format CODE, into the table */
static enum pn_err
cell_text(struct pn_xlsx_sheet *s, const char *code)
{
	struct pn_buf *to = &s->table.text;
	enum pn_err err = PN_OK;

	if (s->type == PN_XLSX_SHARED)
		err = shared(s);
	else if (s->type == PN_XLSX_BOOLEAN)
		err =
		    pn_buf_adds(to, s->value.data[0] == '1' ? "TRUE" : "FALSE");
	else if (s->type == PN_XLSX_TEXT)
		err = pn_buf_add(to, s->value.data, s->value.len);
	else
		err = number(s, code);
	return err == PN_OK ? PN_OK : pn_job_limit(s->b->x->job, "text");
}

/* unsure - may something else colour the open cell? */
static bool
unsure(const struct pn_xlsx_sheet *s)
{
	bool any = s->all_unsure;

	for (size_t i = 0; i < s->n_unsure && !any; i++) {
		const struct pn_xlsx_range *r = &s->unsure[i];

		any = s->row >= r->row && s->row <= r->to_row &&
		      s->col >= r->col && s->col <= r->to_col;
	}
	return any;
}

/* pale_run - has the open cell a run in the colour of its ground? */
static bool
pale_run(const struct pn_xlsx_sheet *s, const struct pn_xlsx_style *style)
{
	if (s->type == PN_XLSX_SHARED && s->b->strings.n_inks)
		return pn_xlsx_string_pale(
		    s->b, strtoul(s->value.data, NULL, 10), style->fill);
	return s->type == PN_XLSX_TEXT && pn_color_same(s->ink, style->fill);
}

/* unseen - what hides the open cell: "row", "column", "format", "style";
 * NULL */
static const char *
unseen(const struct pn_xlsx_sheet *s, const struct pn_xlsx_style *style)
{
	struct pn_buf scratch;
	bool hides = false;

	if (s->row_hidden)
		return "row";
	if (s->col < PN_XLSX_MAX_COLS &&
	    (s->hidden_cols[s->col] || (s->narrow && !s->wide_cols[s->col])))
		return "column";
	if (style->tiny || ((style->pale || pale_run(s, style)) && !unsure(s)))
		return "style";
	if (style->code == NULL || strchr(style->code, ';') == NULL)
		return NULL;
	if (s->type != PN_XLSX_NUMBER)
		return pn_numfmt_hides_text(style->code) ? "format" : NULL;
	if (s->value.len <= MAX_VALUE) {
		pn_buf_init(&scratch, 4096);
		hides = pn_numfmt_number(
		    &scratch, style->code, s->value.data, s->b->date1904);
		pn_buf_free(&scratch);
	}
	return hides ? "format" : NULL;
}

void
pn_xlsx_unsure(struct pn_xlsx_sheet *s, struct pn_xlsx_range r)
{
	if (s->n_unsure == PN_XLSX_MAX_RANGES)
		s->all_unsure = true;
	else
		s->unsure[s->n_unsure++] = r;
}

enum pn_err
pn_xlsx_cell(struct pn_xlsx_sheet *s)
{
	const struct pn_xlsx_style *style = pn_xlsx_style(s->b, s->style);
	const char *why;
	enum pn_err err = PN_OK;

	if (s->value.len) {
		why = unseen(s, style);
		if (why)
			pn_job_hidden(s->b->x->job, why);
		err = pn_table_cell(&s->table, s->b->x->job, s->row, s->col,
		    why ? PN_TEXT_HIDDEN : 0);
		if (err == PN_OK)
			err = cell_text(s, style->code);
		pn_table_end(&s->table);
	}
	pn_buf_clear(&s->value);
	s->ink = (struct pn_color){0};
	s->col++;
	return err;
}

enum pn_err
pn_xlsx_cover(struct pn_xlsx_sheet *s, struct pn_xlsx_range r)
{
	struct pn_table *t = &s->table;
	size_t lo = 0, hi = t->n_cells, from;

	/* cells stand in the order of their rows, mostly; what does not is
	 * then not found */
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (t->cells[mid].row < r.row)
			lo = mid + 1;
		else
			hi = mid;
	}
	pn_table_end(t);
	for (from = lo; lo < t->n_cells && t->cells[lo].row <= r.to_row; lo++) {
		struct pn_cell *c = &t->cells[lo];

		if (c->col < r.col || c->col > r.to_col || c->len == 0 ||
		    (c->row == r.row && c->col == r.col))
			continue;
		c->flags |= PN_TEXT_HIDDEN;
		pn_job_hidden(s->b->x->job, "covered-cell");
	}
	return pn_job_work(s->b->x->job, (lo - from) * 8 + 64);
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

enum pn_err
pn_xlsx_margin(struct pn_xlsx_sheet *s)
{
	const char *p = s->value.data, *end = p + s->value.len, *q;
	enum pn_err err = PN_OK;

	s->in_margin = 0;
	for (; p < end && err == PN_OK; p = q) {
		q = memchr(p, '&', (size_t)(end - p));
		q = q ? q : end;
		err =
		    pn_flow_add(&s->margin, p, (size_t)(q - p), s->margin_why);
		if (q == end || err != PN_OK)
			continue;
		if (q + 1 < end && q[1] == '&')
			err = pn_flow_add(&s->margin, "&", 1, s->margin_why);
		else if (q + 1 < end && strchr("LCR", q[1]) != NULL)
			err = pn_flow_break(&s->margin, s->margin_why);
		q += margin_code(q, end);
	}
	pn_buf_clear(&s->value);
	return err == PN_OK ? pn_flow_break(&s->margin, s->margin_why) : err;
}

struct pn_xlsx_sheet *
pn_xlsx_sheet_new(struct pn_xlsx *b, const char *name, bool hidden)
{
	struct pn_xlsx_sheet *s = pn_alloc(sizeof(*s));
	unsigned flags = hidden ? PN_TEXT_HIDDEN : 0;

	s->b = b;
	pn_buf_init(&s->value, pn_job_room(b->x->job) + 1);
	pn_buf_init(&s->quoted, pn_job_room(b->x->job) + 1);
	pn_table_init(&s->table, name, PN_PLACE_SHEET, flags);
	pn_flow_init(&s->margin, b->x->job, "page header", flags);
	for (size_t i = 0; i < PN_XLSX_EXTRAS; i++)
		pn_buf_init(&s->extra[i], pn_job_room(b->x->job) + 1);
	if (hidden)
		pn_job_hidden(b->x->job, "sheet");
	return s;
}

/* hand_extras - what was gathered beside the cells */
static enum pn_err
hand_extras(struct pn_xlsx_sheet *s)
{
	static const char *const kinds[PN_XLSX_EXTRAS] = {
	    "formula", "validation", "tooltip", "scenario", "filter", NULL};
	struct pn_job *job = s->b->x->job;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < PN_XLSX_EXTRAS && err == PN_OK; i++) {
		char *place;

		if (s->extra[i].len == 0)
			continue;
		place = pn_printf(
		    "%s, %s", s->table.place, kinds[i] ? kinds[i] : "settings");
		if (kinds[i])
			pn_job_hidden(job, kinds[i]);
		err = pn_job_text(
		    job, pn_buf_bytes(&s->extra[i]), place, PN_TEXT_HIDDEN);
		free(place);
	}
	return err;
}

enum pn_err
pn_xlsx_sheet_end(struct pn_xlsx_sheet **sheet)
{
	struct pn_xlsx_sheet *s = *sheet;
	enum pn_err err = pn_table_emit(&s->table, s->b->x->job);
	enum pn_err rest = pn_flow_flush(&s->margin);

	if (err == PN_OK && rest == PN_OK)
		rest = hand_extras(s);
	for (size_t i = 0; i < PN_XLSX_EXTRAS; i++)
		pn_buf_free(&s->extra[i]);
	free(s->again);
	pn_flow_free(&s->margin);
	pn_table_free(&s->table);
	pn_buf_free(&s->value);
	pn_buf_free(&s->quoted);
	free(s);
	*sheet = NULL;
	return err == PN_OK ? rest : err;
}
