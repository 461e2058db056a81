/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_xlsx - Excel workbooks (SpreadsheetML, ECMA-376 part 1, 18)
 *
 * Sheets in the order of the workbook, each with its comments, then what lies
 * behind them: sheets that the workbook no longer names, pivot caches, shared
 * strings that no cell shows, defined names. Macro workbooks and templates
 * too; fmt_xlsb reads the binary form.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ooxml/xlsx.h"

#define MAX_SHEETS 4096

struct book {
	struct pn_xlsx b;
	struct pn_xlsx_sheet_name *sheets;
	size_t n, cap;
	/* defined names: seen in a list, or not even there */
	unsigned in_name;
	bool name_hidden;
	struct pn_buf name, names, hidden_names; /* NAME: the open one */
};

static const char *const main_types[] = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main",
    "application/vnd.ms-excel.sheet.macroEnabled.main",
    "application/vnd.ms-excel.template.macroEnabled.main",
    "application/vnd.ms-excel.addin.macroEnabled.main"};

static unsigned
xlsx_bid(struct pn_look *look, const char **type)
{
	(void)type;
	return pn_ooxml_bid(
	    look, main_types, sizeof(main_types) / sizeof(main_types[0]));
}

/* remark - what somebody wrote about a name; no sheet shows it */
static enum pn_err
remark(struct book *k, struct pn_bytes v)
{
	if (v.n && (pn_buf_add(&k->hidden_names, v.p, v.n) != PN_OK ||
		       pn_buf_addc(&k->hidden_names, '\n') != PN_OK))
		return pn_job_limit(k->b.x->job, "text");
	return PN_OK;
}

static enum pn_err
book_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct book *k = ctx;

	if (pn_xml_is(name, "workbookPr")) {
		k->b.date1904 = pn_xml_attr_on(attrs, "date1904");
	} else if (pn_xml_is(name, "sheet") && k->n < MAX_SHEETS) {
		struct pn_xlsx_sheet_name s = {
		    .name = pn_xml_attr_dup(attrs, "name"),
		    .rel = pn_xml_attr_dup(attrs, "id"),
		    .hidden = pn_xml_attr_is(attrs, "state", "hidden") ||
			      pn_xml_attr_is(attrs, "state", "veryHidden"),
		};

		PN_GROW(k->sheets, k->n, k->cap);
		k->sheets[k->n++] = s;
	} else if (pn_xml_is(name, "definedName")) {
		k->in_name++;
		pn_buf_clear(&k->name);
		k->name_hidden = pn_xml_attr_on(attrs, "hidden");
		return remark(k, pn_xml_attr(attrs, "comment"));
	}
	return PN_OK;
}

/* constant - does the formula S tell a value of its own? */
static bool
constant(const char *s)
{
	return strchr(s, '"') || strchr(s, '{') ||
	       (strchr(s, '!') == NULL && s[0] != '#');
}

/* quoted - is the formula S a string or a number, and nothing else? */
static bool
quoted(const char *s)
{
	size_t n = strlen(s);

	return n && (s[0] == '{' || (s[0] == '"' && s[n - 1] == '"') ||
			strspn(s, "0123456789.+-E") == n);
}

static enum pn_err
book_end(void *ctx, const char *name)
{
	struct book *k = ctx;

	if (pn_xml_is(name, "definedName") && k->in_name) {
		/* only a constant hides something, also one that a list of
		 * names shows; programs hide names of ranges and functions */
		struct pn_buf *to =
		    quoted(k->name.data) ||
			    (k->name_hidden && constant(k->name.data))
			? &k->hidden_names
			: &k->names;

		k->in_name--;
		if (pn_buf_add(to, k->name.data, k->name.len) != PN_OK ||
		    pn_buf_addc(to, '\n') != PN_OK)
			return pn_job_limit(k->b.x->job, "text");
	}
	return PN_OK;
}

static enum pn_err
book_text(void *ctx, const char *s, size_t n)
{
	struct book *k = ctx;

	if (k->in_name && pn_buf_add(&k->name, s, n) != PN_OK)
		return pn_job_limit(k->b.x->job, "text");
	return PN_OK;
}

/* read_sheet - the sheet in part PART with what belongs to it */
static enum pn_err
read_sheet(
    struct book *k, const struct pn_zip_entry *e, const char *name, bool hidden)
{
	struct pn_opc_rels rels;
	enum pn_err err = pn_xlsx_read_sheet(&k->b, e, name, hidden);

	pn_opc_rels(k->b.x->opc, e->name, &rels);
	for (size_t i = 0; i < rels.n && err == PN_OK; i++) {
		const struct pn_zip_entry *c;

		if (strcmp(rels.rels[i].kind, "comments") != 0 &&
		    strcmp(rels.rels[i].kind, "threadedComment") != 0)
			continue;
		c = pn_ooxml_undone(k->b.x, rels.rels[i].target);
		if (c)
			err = pn_xlsx_read_comments(&k->b, c, name);
	}
	if (err == PN_OK)
		err = pn_xlsx_belongings(&k->b, &rels, name, hidden);
	pn_opc_rels_free(&rels);
	return err;
}

/* sheet_part - what sheet I is in: the part that its relationship leads to,
 * or, where the workbook's relationships RELS are lost, the one that is
 * numbered as it; NULL if it is missing or was read */
static const struct pn_zip_entry *
sheet_part(const struct book *k, const struct pn_opc_rels *rels, size_t i)
{
	const struct pn_zip_entry *e;
	char *name;

	if (rels->n)
		return pn_ooxml_undone(
		    k->b.x, pn_opc_rels_target(rels, k->sheets[i].rel));
	name = pn_printf("xl/worksheets/sheet%zu.xml", i + 1);
	e = pn_ooxml_undone(k->b.x, name);
	free(name);
	return e;
}

/* read_sheets - those that the workbook names, in its order */
static enum pn_err
read_sheets(struct book *k)
{
	struct pn_opc_rels rels;
	enum pn_err err = PN_OK;

	pn_opc_rels(k->b.x->opc, pn_opc_main_part(k->b.x->opc), &rels);
	for (size_t i = 0; i < k->n && err == PN_OK; i++) {
		const struct pn_xlsx_sheet_name *s = &k->sheets[i];
		const struct pn_zip_entry *e = sheet_part(k, &rels, i);

		if (e)
			err = read_sheet(
			    k, e, s->name ? s->name : "sheet", s->hidden);
		else
			pn_job_damage(k->b.x->job, "damaged");
	}
	pn_opc_rels_free(&rels);
	return err;
}

/* read_pivot - a pivot cache: its definition in E, its records beside it */
static enum pn_err
read_pivot(struct book *k, const struct pn_zip_entry *e)
{
	const struct pn_zip_entry *records = NULL;
	struct pn_opc_rels rels;
	enum pn_err err;

	pn_opc_rels(k->b.x->opc, e->name, &rels);
	for (size_t i = 0; i < rels.n && records == NULL; i++)
		if (strcmp(rels.rels[i].kind, "pivotCacheRecords") == 0)
			records = pn_ooxml_undone(k->b.x, rels.rels[i].target);
	err = pn_xlsx_read_pivot(&k->b, e, records);
	pn_opc_rels_free(&rels);
	return err;
}

/* What a part of a workbook is. */
enum part { STRINGS, STYLES, SHEET, PIVOT };

static const char *const part_types[] = {
    [STRINGS] = "spreadsheetml.sharedStrings+xml",
    [STYLES] = "spreadsheetml.styles+xml",
    [SHEET] = "sheet+xml",
    [PIVOT] = "pivotCacheDefinition+xml",
};

/* read_parts - all parts of one kind that were not read yet */
static enum pn_err
read_parts(struct book *k, enum part part)
{
	struct pn_ooxml *x = k->b.x;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < x->zip->n_entries && err == PN_OK; i++) {
		const struct pn_zip_entry *e = &x->zip->entries[i];

		if (x->done[i] ||
		    !strcasestr(pn_opc_type(x->opc, e->name), part_types[part]))
			continue;
		if (part == STRINGS)
			err = pn_xlsx_read_strings(&k->b, e);
		else if (part == STYLES)
			err = pn_xlsx_read_styles(&k->b, e);
		else if (part == SHEET)
			err = read_sheet(k, e, "unlisted sheet", true);
		else
			err = read_pivot(k, e);
	}
	return err;
}

/* read_all - tables first, then the sheets that need them, then the rest */
static enum pn_err
read_all(struct book *k)
{
	static const struct pn_xml_events events = {
	    .start = book_start, .end = book_end, .text = book_text};
	struct pn_ooxml *x = k->b.x;
	const struct pn_zip_entry *e =
	    pn_ooxml_part(x, pn_opc_main_part(x->opc));
	enum pn_err err = PN_OK;

	if (e == NULL)
		pn_job_damage(x->job, "damaged");
	else
		err = pn_ooxml_parse(x, e, &events, k);
	if (err == PN_OK)
		err = read_parts(k, STRINGS);
	if (err == PN_OK)
		err = pn_xlsx_read_theme(&k->b);
	if (err == PN_OK)
		err = read_parts(k, STYLES);
	if (err == PN_OK)
		err = read_sheets(k);
	if (err == PN_OK)
		err = read_parts(k, SHEET);
	if (err == PN_OK)
		err = read_parts(k, PIVOT);
	if (err == PN_OK)
		err = pn_xlsx_unused(&k->b);
	if (err == PN_OK)
		err = pn_xlsx_hand_sheets(x->job, k->sheets, k->n);
	if (err == PN_OK)
		err = pn_xlsx_hand_names(x->job, &k->names, &k->hidden_names);
	return err == PN_OK ? pn_ooxml_rest(x) : err;
}

static enum pn_err
xlsx_read(struct pn_job *job)
{
	struct pn_ooxml x;
	struct book k = {.b.x = &x};
	enum pn_err err = pn_ooxml_open(job, &x);

	pn_buf_init(&k.name, pn_job_room(job) + 1);
	pn_buf_init(&k.names, pn_job_room(job) + 1);
	pn_buf_init(&k.hidden_names, pn_job_room(job) + 1);
	if (err == PN_OK)
		err = read_all(&k);
	for (size_t i = 0; i < k.n; i++) {
		free(k.sheets[i].name);
		free(k.sheets[i].rel);
	}
	free(k.sheets);
	pn_buf_free(&k.name);
	pn_buf_free(&k.names);
	pn_buf_free(&k.hidden_names);
	pn_xlsx_free(&k.b);
	pn_ooxml_free(&x);
	return err;
}

const struct pn_format pn_format_xlsx = {
    .name = "xlsx",
    .type = "application/vnd.openxmlformats-officedocument."
	    "spreadsheetml.sheet",
    .bid = xlsx_bid,
    .read = xlsx_read,
};
