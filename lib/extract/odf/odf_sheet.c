/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf_sheet - the cells of a spreadsheet
 *
 * What a cell shows is text already; its value is added where it tells more
 * (a long number shown as 4.5E+15) and is all there is where the format hides
 * it. Repeated cells are written out a few times and repeated rows once: a
 * file of a few bytes may repeat one a million times.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/numfmt.h"
#include "extract/odf/odf_walk.h"

#define MAX_ROWS     0x7fffffffu
#define MAX_VALUE    64	  /* bytes of a number */
#define MAX_COPIES   16	  /* of a repeated cell */
#define MAX_COPIED   256  /* bytes of a cell that is written more than once */
#define MAX_SHOWN    4096 /* bytes of a cell that strings are looked for in */
#define MAX_DEFAULTS 250  /* styles of columns */
#define LONG_NUMBER  5	  /* digits; shorter ones are no identifiers */

enum value { TEXT, NUMBER, DATE, OTHER };

struct pn_odf_sheet {
	struct pn_table table;
	char *name;
	const char *why; /* the sheet is hidden; NULL */
	bool told;
	bool locked; /* protected: cells may show nothing */
	bool gone[PN_ODF_MAX_COLS];
	/* styles of cells that name none: by column, and of the row; numbers
	 * in NAMES, plus one */
	uint8_t cells[PN_ODF_MAX_COLS];
	unsigned row_cell;
	char *names[MAX_DEFAULTS];
	unsigned n_names;
	unsigned n_cols; /* columns described so far */
	uint32_t row, next_row, col, copies;
	bool row_gone;
	/* the open cell */
	bool in_cell, covered, secret, has_text;
	bool para_due; /* a line end belongs in front of more text */
	const char *cell_why;
	enum value type;
	struct pn_buf text, value, formula;
};

uint32_t
pn_odf_repeat(const struct pn_xml_attrs *attrs, const char *name)
{
	struct pn_bytes v = pn_xml_attr(attrs, name);
	unsigned long n;

	if (v.n == 0)
		return 1;
	n = pn_xml_attr_num(attrs, name, MAX_ROWS);
	return n == 0 ? 1 : n > MAX_ROWS ? MAX_ROWS : (uint32_t)n;
}

/* plus - A rows or columns and N more, no more than there can be */
static uint32_t
plus(uint32_t a, uint32_t n, uint32_t most)
{
	return a > most || n > most - a ? most : a + n;
}

void
pn_odf_sheet_begin(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const struct pn_xml_attrs *attrs)
{
	struct pn_odf_sheet *s = pn_alloc(sizeof(*s));
	struct pn_bytes name = pn_xml_attr(attrs, "name");
	const char *sep = w->doc->place[0] ? ", " : "";
	size_t room = pn_job_room(w->job) + 4096;

	w->sheet = s;
	s->name = pn_printf("%s%s%.*s", w->doc->place, sep,
	    name.n < 256 ? (int)name.n : 256,
	    name.p ? (const char *)name.p : "");
	s->why = f->why ? f->why : pn_odf_story(w)->base;
	if (s->why == NULL &&
	    pn_odf_style_gone(w->odf->styles, w->doc->scope, PN_ODF_TABLE,
		pn_xml_attr(attrs, "style-name")))
		s->why = "sheet";
	s->locked = pn_xml_attr_on(attrs, "protected");
	pn_table_init(
	    &s->table, s->name, PN_PLACE_SHEET, s->why ? PN_TEXT_HIDDEN : 0);
	f->why = s->why;
	pn_buf_init(&s->text, room);
	pn_buf_init(&s->value, room);
	pn_buf_init(&s->formula, room);
}

void
pn_odf_sheet_free(struct pn_odf_walk *w)
{
	struct pn_odf_sheet *s = w->sheet;

	if (s == NULL)
		return;
	pn_table_free(&s->table);
	pn_buf_free(&s->text);
	pn_buf_free(&s->value);
	pn_buf_free(&s->formula);
	for (unsigned i = 0; i < s->n_names; i++)
		free(s->names[i]);
	free(s->name);
	free(s);
	w->sheet = NULL;
}

enum pn_err
pn_odf_sheet_end(struct pn_odf_walk *w)
{
	const char *why;
	enum pn_err err;

	if (w->sheet == NULL)
		return PN_OK;
	err = pn_table_emit(&w->sheet->table, w->job);
	/* what a sheet is called can be read in its tab */
	why = w->sheet->why;
	if (err == PN_OK)
		err =
		    pn_odf_line(w, w->sheet->name, strlen(w->sheet->name), why);
	if (err == PN_OK)
		err = pn_odf_line_end(w, why);
	pn_odf_sheet_free(w);
	return err;
}

void
pn_odf_sheet_linked(struct pn_odf_walk *w)
{
	struct pn_odf_sheet *s = w->sheet;

	/* a link that is shown is an ordinary sheet */
	if (s && s->why && !s->told)
		s->why = "external-link";
}

/* default_style - the number of the style called NAME; 0 for none */
static unsigned
default_style(struct pn_odf_sheet *s, struct pn_bytes name)
{
	if (name.n == 0)
		return 0;
	for (unsigned i = s->n_names; i-- > 0;)
		if (strlen(s->names[i]) == name.n &&
		    memcmp(s->names[i], name.p, name.n) == 0)
			return i + 1;
	if (s->n_names == MAX_DEFAULTS)
		return 0;
	s->names[s->n_names] = pn_strndup((const char *)name.p, name.n);
	return ++s->n_names;
}

void
pn_odf_column(struct pn_odf_walk *w, const struct pn_odf_frame *f,
    const struct pn_xml_attrs *attrs)
{
	struct pn_odf_sheet *s = w->sheet;
	uint32_t n = pn_odf_repeat(attrs, "number-columns-repeated");
	unsigned cell =
	    default_style(s, pn_xml_attr(attrs, "default-cell-style-name"));
	bool gone = (f->why && strcmp(f->why, "column") == 0) ||
		    pn_xml_attr_is(attrs, "visibility", "collapse") ||
		    pn_xml_attr_is(attrs, "visibility", "filter") ||
		    pn_odf_style_gone(w->odf->styles, w->doc->scope,
			PN_ODF_COLUMN, pn_xml_attr(attrs, "style-name"));

	for (; n && s->n_cols < PN_ODF_MAX_COLS; n--) {
		s->gone[s->n_cols] = gone;
		s->cells[s->n_cols++] = (uint8_t)cell;
	}
}

void
pn_odf_sheet_row(struct pn_odf_walk *w, const struct pn_xml_attrs *attrs)
{
	struct pn_odf_sheet *s = w->sheet;

	s->row_cell =
	    default_style(s, pn_xml_attr(attrs, "default-cell-style-name"));
	s->row = s->next_row;
	s->next_row = plus(
	    s->row, pn_odf_repeat(attrs, "number-rows-repeated"), MAX_ROWS);
	s->col = 0;
	s->row_gone = pn_xml_attr_is(attrs, "visibility", "collapse") ||
		      pn_xml_attr_is(attrs, "visibility", "filter") ||
		      pn_odf_style_gone(w->odf->styles, w->doc->scope,
			  PN_ODF_ROW, pn_xml_attr(attrs, "style-name"));
}

void
pn_odf_sheet_row_end(struct pn_odf_walk *w)
{
	w->sheet->row_gone = false;
}

/* keep_value - the value of the open cell, and what it is */
static void
keep_value(struct pn_odf_sheet *s, const struct pn_xml_attrs *a)
{
	static const struct {
		const char *attr;
		enum value type;
	} all[] = {
	    {"string-value", TEXT},
	    {"date-value", DATE},
	    {"time-value", OTHER},
	    {"boolean-value", OTHER},
	    {"value", NUMBER},
	};
	struct pn_bytes v = {NULL, 0};

	pn_buf_clear(&s->value);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]) && !v.n; i++) {
		v = pn_xml_attr(a, all[i].attr);
		s->type = all[i].type;
	}
	if (v.n && pn_buf_add(&s->value, v.p, v.n) != PN_OK)
		pn_buf_clear(&s->value);
	pn_buf_clear(&s->formula);
	v = pn_xml_attr(a, "formula");
	if (v.n && pn_buf_add(&s->formula, v.p, v.n) != PN_OK)
		pn_buf_clear(&s->formula);
}

void
pn_odf_sheet_cell(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const struct pn_xml_attrs *attrs, bool covered)
{
	struct pn_odf_sheet *s = w->sheet;
	struct pn_bytes name = pn_xml_attr(attrs, "style-name");
	struct pn_bytes none = {NULL, 0};
	unsigned from = s->row_cell		   ? s->row_cell
			: s->col < PN_ODF_MAX_COLS ? s->cells[s->col]
						   : 0;
	const struct pn_odf_style *style;

	if (name.n == 0 && from)
		name =
		    (struct pn_bytes){(const unsigned char *)s->names[from - 1],
			strlen(s->names[from - 1])};
	style = pn_odf_style(w->odf->styles, w->doc->scope, PN_ODF_CELL, name);
	pn_odf_style_apply(
	    w->odf->styles, w->doc->scope, PN_ODF_CELL, none, &f->look);
	pn_odf_style_apply(
	    w->odf->styles, w->doc->scope, PN_ODF_CELL, name, &f->look);
	s->in_cell = true;
	s->covered = covered;
	s->secret = s->locked && style && style->secret;
	s->has_text = s->para_due = false;
	s->cell_why = NULL;
	s->copies = pn_odf_repeat(attrs, "number-columns-repeated");
	pn_buf_clear(&s->text);
	keep_value(s, attrs);
}

bool
pn_odf_in_cell(const struct pn_odf_walk *w)
{
	return w->sheet && w->sheet->in_cell;
}

enum pn_err
pn_odf_cell_text(
    struct pn_odf_walk *w, const char *p, size_t n, const char *why)
{
	struct pn_odf_sheet *s = w->sheet;
	enum pn_err err = PN_OK;

	if (s->para_due && s->text.len)
		err = pn_buf_addc(&s->text, '\n');
	s->para_due = false;
	if (err == PN_OK)
		err = pn_buf_add(&s->text, p, n);
	for (size_t i = 0; why && why != s->why && i < n; i++)
		if ((unsigned char)p[i] > ' ')
			s->cell_why = why;
	return err == PN_OK ? PN_OK : pn_job_limit(w->job, "text");
}

enum pn_err
pn_odf_cell_para(struct pn_odf_walk *w)
{
	w->sheet->para_due = true;
	w->sheet->has_text = true;
	return PN_OK;
}

/* column_name - letters of column COL, terminated */
static void
column_name(uint32_t col, char out[8])
{
	char letters[8];
	size_t n = 0, i = 0;

	for (uint32_t c = col + 1; c && n < 7; c = (c - 1) / 26)
		letters[n++] = (char)('A' + (c - 1) % 26);
	while (n)
		out[i++] = letters[--n];
	out[i] = '\0';
}

char *
pn_odf_cell_place(const struct pn_odf_walk *w)
{
	char col[8];

	column_name(w->sheet->col, col);
	return pn_printf("%s!%s%u", w->sheet->name, col, w->sheet->row + 1);
}

/* digits - those of the N bytes at S, up to MAX of them */
static size_t
digits(const char *s, size_t n, char *out, size_t max)
{
	size_t k = 0;

	for (size_t i = 0; i < n && k < max; i++)
		if (s[i] >= '0' && s[i] <= '9')
			out[k++] = s[i];
	return k;
}

/* grouped - are there marks between the thousands of a long number in B? */
static bool
grouped(const struct pn_buf *b)
{
	unsigned marks = 0;

	for (size_t i = 1; i + 3 < b->len && marks < 2; i++)
		marks += (b->data[i] == ',' || b->data[i] == '.') &&
			 b->data[i - 1] >= '0' && b->data[i - 1] <= '9' &&
			 strspn(b->data + i + 1, "0123456789") == 3;
	return marks == 2;
}

/* tells_more - does the value VALUE have a long number, or a year, that the
 * cell's text doesn't show? */
static bool
tells_more(const struct pn_odf_sheet *s, const char *value, size_t n)
{
	char stored[MAX_VALUE], shown[4 * MAX_VALUE];
	size_t whole = strcspn(value, ".eET"), k, m;

	if (s->type == TEXT)
		return !memmem(s->text.data, s->text.len, value, n);
	if (s->type == OTHER)
		return false;
	k = digits(value, s->type == DATE ? 4 : whole, stored, sizeof(stored));
	m = digits(s->text.data, s->text.len, shown, sizeof(shown));
	if (s->type == DATE) /* the last two digits of the year */
		return k == 4 && memmem(shown, m, stored + 2, 2) == NULL;
	return k >= LONG_NUMBER && (memmem(shown, m, stored, k) == NULL ||
				       grouped(&s->text));
}

/* visible - is there a character to see in B? */
static bool
visible(const struct pn_buf *b)
{
	for (size_t i = 0; i < b->len; i++)
		if ((unsigned char)b->data[i] > ' ')
			return true;
	return false;
}

/* add_value - the value of the cell, where its text is not all */
static enum pn_err
add_value(struct pn_odf_walk *w)
{
	struct pn_odf_sheet *s = w->sheet;
	struct pn_buf spelt;
	bool blank = !visible(&s->text);
	enum pn_err err;

	if (s->value.len == 0)
		return PN_OK;
	if (blank && s->has_text)
		s->cell_why = "format";
	pn_buf_init(&spelt, s->value.len + 4096);
	if (s->type == NUMBER && s->value.len <= MAX_VALUE)
		(void)pn_numfmt_number(&spelt, NULL, s->value.data, false);
	else
		(void)pn_buf_add(&spelt, s->value.data, s->value.len);
	if (blank)
		pn_buf_clear(&s->text);
	err = PN_OK;
	if (blank || tells_more(s, spelt.data, spelt.len)) {
		if (!blank)
			err = pn_buf_addc(&s->text, ' ');
		if (err == PN_OK)
			err = pn_buf_add(&s->text, spelt.data, spelt.len);
	}
	pn_buf_free(&spelt);
	return err == PN_OK ? PN_OK : pn_job_limit(w->job, "text");
}

/* formula_words - strings in the cell's formula that it doesn't show */
static enum pn_err
formula_words(struct pn_odf_walk *w)
{
	struct pn_odf_sheet *s = w->sheet;
	const char *p = s->formula.data, *q;
	enum pn_err err = PN_OK;

	while (err == PN_OK && (p = strchr(p, '"')) != NULL &&
	       (q = strchr(p + 1, '"')) != NULL) {
		size_t n = (size_t)(q - p - 1);

		if (n >= LONG_NUMBER &&
		    (s->text.len > MAX_SHOWN ||
			!memmem(s->text.data, s->text.len, p + 1, n))) {
			err = pn_odf_line(w, p + 1, n, "formula");
			if (err == PN_OK)
				err = pn_odf_line_end(w, "formula");
		}
		p = q + 1;
	}
	return err;
}

/* unseen - why the open cell is not seen; NULL */
static const char *
unseen(const struct pn_odf_sheet *s)
{
	if (s->row_gone)
		return "row";
	if (s->col < PN_ODF_MAX_COLS && s->gone[s->col])
		return "column";
	if (s->covered)
		return "covered-cell";
	return s->secret ? "format" : s->cell_why;
}

/* put - the cell into the table */
static enum pn_err
put(struct pn_odf_walk *w, uint32_t col)
{
	struct pn_odf_sheet *s = w->sheet;
	const char *why = unseen(s);
	enum pn_err err;

	if (why)
		pn_job_hidden(w->job, why);
	if (s->why && !s->told)
		pn_job_hidden(w->job, s->why);
	s->told = true;
	err = pn_table_cell(
	    &s->table, w->job, s->row, col, why ? PN_TEXT_HIDDEN : 0);
	if (err != PN_OK)
		return err;
	if (pn_buf_add(&s->table.text, s->text.data, s->text.len) != PN_OK)
		return pn_job_limit(w->job, "text");
	pn_table_end(&s->table);
	return PN_OK;
}

enum pn_err
pn_odf_sheet_cell_end(struct pn_odf_walk *w)
{
	struct pn_odf_sheet *s = w->sheet;
	uint32_t n = s->copies, copies, from = s->col;
	enum pn_err err = add_value(w);

	if (err == PN_OK && s->formula.len)
		err = formula_words(w);
	copies = s->text.len > MAX_COPIED ? 1 : n;
	if (copies > MAX_COPIES)
		copies = 1;
	if (!visible(&s->text))
		copies = 0;
	for (uint32_t i = 0; i < copies && err == PN_OK; i++) {
		s->col = plus(from, i, PN_ODF_MAX_COLS);
		err = put(w, s->col);
	}
	s->in_cell = false;
	s->col = plus(from, n, PN_ODF_MAX_COLS);
	return err;
}
