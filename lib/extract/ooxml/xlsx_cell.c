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

#define MAX_VALUE 64 /* bytes of a number */

/* cell_text - the open cell's text into the table; HIDES: its format shows
 * nothing */
static enum pn_err
cell_text(struct pn_xlsx_sheet *s, const char *code)
{
	struct pn_buf *to = &s->table.text;
	struct pn_bytes shared;
	enum pn_err err = PN_OK;

	switch (s->type) {
	case PN_XLSX_SHARED:
		shared = pn_xlsx_string(s->b, strtoul(s->value.data, NULL, 10));
		if (shared.p == NULL)
			pn_job_damage(s->b->x->job, "damaged");
		else
			err = pn_buf_add(to, shared.p, shared.n);
		break;
	case PN_XLSX_BOOLEAN:
		err =
		    pn_buf_adds(to, s->value.data[0] == '1' ? "TRUE" : "FALSE");
		break;
	case PN_XLSX_TEXT:
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
unseen(const struct pn_xlsx_sheet *s, const char *code)
{
	struct pn_buf scratch;
	bool hides = false;

	if (s->row_hidden)
		return "row";
	if (s->col < PN_XLSX_MAX_COLS && s->hidden_cols[s->col])
		return "column";
	if (code == NULL)
		return NULL;
	if (s->type != PN_XLSX_NUMBER)
		return pn_numfmt_hides_text(code) ? "format" : NULL;
	if (s->value.len <= MAX_VALUE) {
		pn_buf_init(&scratch, 4096);
		hides = pn_numfmt_number(
		    &scratch, code, s->value.data, s->b->date1904);
		pn_buf_free(&scratch);
	}
	return hides ? "format" : NULL;
}

enum pn_err
pn_xlsx_cell(struct pn_xlsx_sheet *s)
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

enum pn_err
pn_xlsx_margin(struct pn_xlsx_sheet *s)
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

struct pn_xlsx_sheet *
pn_xlsx_sheet_new(struct pn_xlsx *b, const char *name, bool hidden)
{
	struct pn_xlsx_sheet *s = pn_alloc(sizeof(*s));
	unsigned flags = hidden ? PN_TEXT_HIDDEN : 0;

	s->b = b;
	pn_buf_init(&s->value, pn_job_room(b->x->job) + 1);
	pn_table_init(&s->table, name, PN_PLACE_SHEET, flags);
	pn_flow_init(&s->margin, b->x->job, "page header", flags);
	if (hidden)
		pn_job_hidden(b->x->job, "sheet");
	return s;
}

enum pn_err
pn_xlsx_sheet_end(struct pn_xlsx_sheet **sheet)
{
	struct pn_xlsx_sheet *s = *sheet;
	enum pn_err err = pn_table_emit(&s->table, s->b->x->job);
	enum pn_err rest = pn_flow_flush(&s->margin);

	pn_flow_free(&s->margin);
	pn_table_free(&s->table);
	pn_buf_free(&s->value);
	free(s);
	*sheet = NULL;
	return err == PN_OK ? rest : err;
}
