/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xlsb_sheet - the cells of one sheet of a binary workbook (MS-XLSB 2.1.7.62)
 *
 * Cells go the way of the XML form (xlsx_cell). Strings of other records are
 * told as hidden text: prompts, tooltips, scenarios, what formulas quote.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ooxml/xlsb.h"

/* Records of a sheet, by number (MS-XLSB 2.3.2). */
enum {
	ROW_HEADER = 0,
	CELL_BLANK = 1,
	CELL_RK,
	CELL_ERROR,
	CELL_BOOL,
	CELL_REAL,
	CELL_STRING,
	CELL_SHARED,
	FORMULA_STRING,
	FORMULA_REAL,
	FORMULA_BOOL,
	FORMULA_ERROR,
	SHORT_BLANK,
	SHORT_RK,
	SHORT_ERROR,
	SHORT_BOOL,
	SHORT_REAL,
	SHORT_STRING,
	SHORT_SHARED,
	COLUMN = 60,
	SHORT_RICH = 61,
	CELL_RICH = 62,
	VALIDATION = 64,
	SHEET_PROPERTIES = 147,
	MERGED = 176,
	CONDITIONS = 461,
	HEADER_FOOTER = 479,
	HYPERLINK = 494,
	SCENARIO = 502,
	SCENARIO_CELL = 504,
	DRAWING = 550,
	MARGIN_DRAWING = 552,
	BACKGROUND = 562,
	TABLE_PART = 661,
};

#define ROW_HIDDEN 0x10 /* of byte 11 of a row header */
#define MAX_ROW	   1048575
#define EVEN_PAGES 0x01 /* of page headers: they have their own */
#define FIRST_PAGE 0x02

/* error_word - how an error value is shown */
static const char *
error_word(unsigned char code)
{
	static const struct {
		unsigned char code;
		const char *word;
	} words[] = {{0x00, "#NULL!"}, {0x07, "#DIV/0!"}, {0x0f, "#VALUE!"},
	    {0x17, "#REF!"}, {0x1d, "#NAME?"}, {0x24, "#NUM!"}, {0x2a, "#N/A"},
	    {0x2b, "#GETTING_DATA"}};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i].code == code)
			return words[i].word;
	return "#ERROR";
}

/* row - a row begins */
static void
row(struct pn_xlsx_sheet *s, const struct pn_xlsb_record *r)
{
	uint32_t n = pn_xlsb_u32(r, 0);

	s->row = n <= MAX_ROW ? n : MAX_ROW;
	s->col = 0;
	s->row_hidden = r->body.n > 11 && (r->body.p[11] & ROW_HIDDEN);
}

/* column - a run of columns with their width */
static void
column(struct pn_xlsx_sheet *s, const struct pn_xlsb_record *r)
{
	uint32_t last = pn_xlsb_u32(r, 4);
	bool hidden = (pn_xlsb_u16(r, 16) & 1) || pn_xlsb_u32(r, 8) == 0;

	for (uint32_t i = pn_xlsb_u32(r, 0);
	     hidden && i <= last && i < PN_XLSX_MAX_COLS; i++)
		s->hidden_cols[i] = true;
}

/* value - the value at AT of a cell of type TYPE, and where it ends */
static enum pn_err
value(struct pn_xlsx_sheet *s, const struct pn_xlsb_record *r, unsigned type,
    size_t *at)
{
	size_t begin = *at;

	s->type = PN_XLSX_TEXT;
	switch (type) {
	case CELL_RK:
		s->type = PN_XLSX_NUMBER;
		*at = begin + 4;
		return pn_xlsb_rk(r, begin, &s->value);
	case CELL_REAL:
		s->type = PN_XLSX_NUMBER;
		*at = begin + 8;
		return pn_xlsb_real(r, begin, &s->value);
	case CELL_BOOL:
		s->type = PN_XLSX_BOOLEAN;
		*at = begin + 1;
		return pn_buf_addc(&s->value,
		    r->body.n > begin && r->body.p[begin] ? '1' : '0');
	case CELL_ERROR:
		*at = begin + 1;
		return pn_buf_adds(&s->value,
		    error_word(r->body.n > begin ? r->body.p[begin] : 0xff));
	case CELL_SHARED:
		s->type = PN_XLSX_SHARED;
		*at = begin + 4;
		return pn_buf_addf(&s->value, "%u", pn_xlsb_u32(r, begin));
	case CELL_RICH:
		++*at; /* flags of what follows the text */
		return pn_xlsb_string(r, at, &s->value);
	default:
		return pn_xlsb_string(r, at, &s->value);
	}
}

/* form - what a cell record holds, and how it says where it stands */
static unsigned
form(unsigned type, bool *brief, bool *formula)
{
	*brief =
	    (type >= SHORT_BLANK && type <= SHORT_SHARED) || type == SHORT_RICH;
	*formula = type >= FORMULA_STRING && type <= FORMULA_ERROR;
	if (type == FORMULA_STRING)
		return CELL_STRING;
	if (type == FORMULA_REAL)
		return CELL_REAL;
	if (type == FORMULA_BOOL)
		return CELL_BOOL;
	if (type == FORMULA_ERROR)
		return CELL_ERROR;
	if (type == SHORT_RICH)
		return CELL_RICH;
	return *brief ? type - SHORT_BLANK + CELL_BLANK : type;
}

/* cell - one cell; a brief one stands to the right of the last */
static enum pn_err
cell(struct pn_xlsx_sheet *s, const struct pn_xlsb_record *r)
{
	bool brief, formula;
	unsigned type = form(r->type, &brief, &formula);
	size_t at = brief ? 4 : 8;
	enum pn_err err = PN_OK;

	if (!brief)
		s->col = pn_xlsb_u32(r, 0);
	if (s->col >= PN_XLSX_MAX_COLS)
		s->col = PN_XLSX_MAX_COLS - 1;
	s->style = pn_xlsb_u32(r, at - 4) & 0xffffff;
	pn_buf_clear(&s->value);
	if (type != CELL_BLANK)
		err = value(s, r, type, &at);
	if (err == PN_OK && formula && at < r->body.n)
		err = pn_xlsb_quoted(r, at, &s->extra[PN_XLSX_FORMULA]);
	if (err == PN_ERR_LIMIT)
		return pn_job_limit(s->b->x->job, "text");
	if (err != PN_OK)
		pn_job_damage(s->b->x->job, "damaged");
	return pn_xlsx_cell(s);
}

/* margins - page headers and footers */
static enum pn_err
margins(struct pn_xlsx_sheet *s, const struct pn_xlsb_record *r)
{
	unsigned flags = pn_xlsb_u16(r, 0);
	size_t at = 2;
	enum pn_err err = PN_OK;

	for (int i = 0; i < 6 && err == PN_OK && at < r->body.n; i++) {
		/* odd pages first, then even ones, then the first one */
		bool shown =
		    i < 2 || (flags & (i < 4 ? EVEN_PAGES : FIRST_PAGE));

		s->margin_why = shown ? NULL : "unused-header";
		pn_buf_clear(&s->value);
		err = pn_xlsb_string(r, &at, &s->value);
		if (err == PN_OK && s->value.len)
			err = pn_xlsx_margin(s);
	}
	pn_buf_clear(&s->value);
	return err == PN_ERR_LIMIT ? err : PN_OK;
}

/* extra - strings of a record that is no cell */
static enum pn_err
extra(struct pn_xlsx_sheet *s, const struct pn_xlsb_record *r)
{
	enum pn_xlsx_extra i = PN_XLSX_OTHER;

	/* the name that macros know the sheet by; numbers of relationships */
	if (r->type == SHEET_PROPERTIES ||
	    (r->type >= DRAWING && r->type <= MARGIN_DRAWING) ||
	    r->type == TABLE_PART || r->type == BACKGROUND)
		return PN_OK;
	if (r->type == VALIDATION)
		i = PN_XLSX_VALIDATION;
	else if (r->type == HYPERLINK)
		i = PN_XLSX_TOOLTIP;
	else if (r->type == SCENARIO || r->type == SCENARIO_CELL)
		i = PN_XLSX_SCENARIO;
	if (pn_xlsb_strings(r, 0, &s->extra[i]) != PN_OK ||
	    pn_xlsb_quoted(r, 0, &s->extra[i]) != PN_OK)
		return pn_job_limit(s->b->x->job, "text");
	return PN_OK;
}

static enum pn_err
take(void *ctx, const struct pn_xlsb_record *r)
{
	struct pn_xlsx_sheet *s = ctx;

	if (r->type == ROW_HEADER) {
		row(s, r);
	} else if (r->type <= SHORT_SHARED || r->type == CELL_RICH ||
		   r->type == SHORT_RICH) {
		return cell(s, r);
	} else if (r->type == COLUMN) {
		column(s, r);
	} else if (r->type == MERGED) {
		return pn_xlsx_cover(
		    s, (struct pn_xlsx_range){.row = pn_xlsb_u32(r, 0),
			   .to_row = pn_xlsb_u32(r, 4),
			   .col = pn_xlsb_u32(r, 8),
			   .to_col = pn_xlsb_u32(r, 12)});
	} else if (r->type == HEADER_FOOTER) {
		return margins(s, r);
	} else {
		return extra(s, r);
	}
	return PN_OK;
}

/* Does anything in the sheet colour cells by condition or as a table? */
static enum pn_err
look(void *ctx, const struct pn_xlsb_record *r)
{
	struct pn_xlsx_sheet *s = ctx;

	s->all_unsure |= r->type == CONDITIONS || r->type == TABLE_PART;
	return PN_OK;
}

enum pn_err
pn_xlsb_read_sheet(struct pn_xlsx *b, const struct pn_zip_entry *e,
    const char *name, bool hidden)
{
	struct pn_xlsx_sheet *s = pn_xlsx_sheet_new(b, name, hidden);
	enum pn_err err = PN_OK, rest;

	if (b->formats.any_pale)
		err = pn_xlsb_walk(b->x, e, look, s);
	if (err == PN_OK)
		err = pn_xlsb_walk(b->x, e, take, s);
	rest = pn_xlsx_sheet_end(&s);
	return err == PN_OK ? rest : err;
}
