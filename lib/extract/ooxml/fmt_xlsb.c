/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_xlsb - Excel binary workbooks (MS-XLSB)
 *
 * The package of fmt_xlsx with binary parts: sheets with their formats, their
 * comments, defined names. What other binary parts hold (external links,
 * pivot caches, connections, tables) is read as the strings and numbers in
 * it. Parts that are XML here too go the way of every package.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "extract/ooxml/xlsb.h"

#define MAX_SHEETS 4096
#define TINY	   20 /* twentieths of a point */

/* Records outside sheets, by number (MS-XLSB 2.3.2). */
enum {
	SHARED_STRING = 19,
	PIVOT_REAL = 21,
	DEFINED_NAME = 39,
	FONT = 43,
	FORMAT = 44,
	FILL = 45,
	STYLE = 47,
	BOOK_PROPERTIES = 153,
	SHEET = 156,
	EXTERNAL_REAL = 368,
	STYLES_BEGIN = 617,
	STYLES_END = 618,
	AUTHOR = 632,
	COMMENT = 635,
	COMMENT_TEXT = 637,
};

/* Constants in a formula (MS-XLSB 2.5.97.16). */
#define PTG_STRING 0x17
#define PTG_ERROR  0x1c
#define PTG_INT	   0x1e
#define PTG_REAL   0x1f

struct book {
	struct pn_xlsx b;
	struct pn_xlsx_sheet_name *sheets;
	size_t n, cap;
	struct pn_buf names, hidden_names;
	bool in_styles;
	/* comments: where they stand, and on which sheet */
	const char *sheet;
	char *place;
};

static unsigned
xlsb_bid(struct pn_look *look, const char **type)
{
	static const char *const main_types[] = {
	    "application/vnd.ms-excel.sheet.binary.macroEnabled.main"};

	(void)type;
	return pn_ooxml_bid(look, main_types, 1);
}

/* text - the counted string at *AT as a C string, for free() */
static char *
text(const struct pn_xlsb_record *r, size_t *at)
{
	struct pn_buf b;
	char *s = NULL;

	pn_buf_init(&b, 4 * r->body.n + 1);
	if (pn_xlsb_string(r, at, &b) == PN_OK)
		s = pn_buf_take(&b);
	pn_buf_free(&b);
	return s;
}

/* name - a defined name: what it is called, and the constant it stands for */
static enum pn_err
name(struct book *k, const struct pn_xlsb_record *r)
{
	size_t at = 9, tokens = 9;
	struct pn_buf *to = &k->names;
	enum pn_err err;

	if (pn_xlsb_u32(r, 9) < r->body.n)
		tokens += 8 + 2 * (size_t)pn_xlsb_u32(r, 9);
	/* only a constant hides something, also one that a list of names
	 * shows; programs hide names of ranges */
	if (tokens < r->body.n && r->body.p[tokens] >= PTG_STRING &&
	    r->body.p[tokens] <= PTG_REAL && r->body.p[tokens] != PTG_ERROR)
		to = &k->hidden_names;
	err = pn_xlsb_string(r, &at, to);
	if (err == PN_OK)
		err = pn_buf_addc(to, '\n');
	at = tokens;
	if (err == PN_OK && at < r->body.n && r->body.p[at] == PTG_REAL)
		err = pn_xlsb_real(r, at + 1, to);
	else if (err == PN_OK && at < r->body.n && r->body.p[at] == PTG_INT)
		err = pn_buf_addf(to, "%u", pn_xlsb_u16(r, at + 1));
	if (err == PN_OK)
		err = pn_xlsb_quoted(r, at, to);
	if (err == PN_OK)
		err = pn_buf_addc(to, '\n');
	return err == PN_ERR_LIMIT ? pn_job_limit(k->b.x->job, "text") : PN_OK;
}

static enum pn_err
take_book(void *ctx, const struct pn_xlsb_record *r)
{
	struct book *k = ctx;
	size_t at = 8;

	if (r->type == BOOK_PROPERTIES) {
		k->b.date1904 = pn_xlsb_u32(r, 0) & 1;
	} else if (r->type == SHEET && k->n < MAX_SHEETS) {
		struct pn_xlsx_sheet_name s = {
		    .hidden = pn_xlsb_u32(r, 0) != 0};

		s.rel = text(r, &at);
		s.name = text(r, &at);
		PN_GROW(k->sheets, k->n, k->cap);
		k->sheets[k->n++] = s;
	} else if (r->type == DEFINED_NAME) {
		return name(k, r);
	}
	return PN_OK;
}

static enum pn_err
take_string(void *ctx, const struct pn_xlsb_record *r)
{
	struct book *k = ctx;
	size_t at = 1;
	enum pn_err err;

	if (r->type != SHARED_STRING)
		return PN_OK;
	pn_xlsx_string_begin(&k->b);
	err = pn_xlsb_string(r, &at, &k->b.strings.pool);
	pn_xlsx_string_end(&k->b);
	return err == PN_ERR_LIMIT ? pn_job_limit(k->b.x->job, "text") : err;
}

/* color - the colour at AT (MS-XLSB 2.5.18); black where it is automatic */
static struct pn_color
color(const struct pn_xlsx *b, const struct pn_xlsb_record *r, size_t at)
{
	unsigned kind = (pn_xlsb_u16(r, at) & 0xff) >> 1;
	unsigned index = pn_xlsb_u16(r, at) >> 8;
	uint32_t v = pn_xlsb_u32(r, at + 4);

	if (pn_xlsb_u16(r, at + 2) != 0)
		return (struct pn_color){0}; /* made paler or darker */
	if (kind == 1)
		return pn_xlsx_indexed_color(b, index);
	if (kind == 3)
		return pn_xlsx_theme_color(b, index);
	return (struct pn_color){kind == 0 || kind == 2,
	    kind == 0 ? 0 : (v & 0xff) << 16 | (v & 0xff00) | (v >> 16 & 0xff)};
}

static enum pn_err
take_style(void *ctx, const struct pn_xlsb_record *r)
{
	struct book *k = ctx;
	size_t at = 2;

	if (r->type == STYLES_BEGIN || r->type == STYLES_END)
		k->in_styles = r->type == STYLES_BEGIN;
	else if (r->type == FORMAT)
		pn_xlsx_add_code(
		    &k->b.formats, pn_xlsb_u16(r, 0), text(r, &at));
	else if (r->type == STYLE && k->in_styles)
		pn_xlsx_add_style(&k->b.formats, pn_xlsb_u16(r, 2),
		    pn_xlsb_u16(r, 4), pn_xlsb_u16(r, 6));
	else if (r->type == FONT)
		pn_xlsx_add_font(&k->b.formats, color(&k->b, r, 12),
		    pn_xlsb_u16(r, 0) <= TINY);
	else if (r->type == FILL)
		pn_xlsx_add_fill(&k->b.formats,
		    pn_xlsb_u32(r, 0) == 1
			? color(&k->b, r, 4)
			: (struct pn_color){pn_xlsb_u32(r, 0) == 0, 0xffffff});
	return PN_OK;
}

/* cell_name - "Sheet!B3 (comment)", for free() */
static char *
cell_name(const char *sheet, uint32_t row, uint32_t col)
{
	char letters[8], *p = letters + sizeof(letters) - 1;

	*p = '\0';
	for (uint32_t c = col % PN_XLSX_MAX_COLS + 1; c; c = (c - 1) / 26)
		*--p = (char)('A' + (c - 1) % 26);
	return pn_printf("%s!%s%u (comment)", sheet, p, row + 1);
}

static enum pn_err
take_comment(void *ctx, const struct pn_xlsb_record *r)
{
	struct book *k = ctx;
	struct pn_job *job = k->b.x->job;
	struct pn_buf b;
	size_t at = 1;
	enum pn_err err = PN_OK;

	if (r->type == COMMENT) {
		free(k->place);
		k->place =
		    cell_name(k->sheet, pn_xlsb_u32(r, 4), pn_xlsb_u32(r, 12));
	}
	if (r->type != COMMENT_TEXT && r->type != AUTHOR)
		return PN_OK;
	pn_buf_init(&b, 4 * r->body.n + 1);
	if (r->type == AUTHOR) {
		at = 0;
		err = pn_xlsb_string(r, &at, &b);
		if (err == PN_OK)
			err = pn_xlsx_authors(job, &b);
		pn_buf_free(&b);
		return err;
	}
	err = pn_xlsb_string(r, &at, &b);
	if (err == PN_OK && b.len) {
		pn_job_hidden(job, "comment");
		err = pn_job_text(job, pn_buf_bytes(&b),
		    k->place ? k->place : k->sheet, PN_TEXT_HIDDEN);
	}
	pn_buf_free(&b);
	return err;
}

/* What is read of parts whose records nobody here knows. */
struct loose {
	struct pn_job *job;
	struct pn_buf text;
};

static enum pn_err
take_loose(void *ctx, const struct pn_xlsb_record *r)
{
	struct loose *l = ctx;
	enum pn_err err = pn_xlsb_strings(r, 0, &l->text);

	if (err == PN_OK &&
	    (r->type == EXTERNAL_REAL || r->type == PIVOT_REAL)) {
		err =
		    pn_xlsb_real(r, r->type == EXTERNAL_REAL ? 4 : 0, &l->text);
		if (err == PN_OK)
			err = pn_buf_addc(&l->text, '\n');
	}
	return err == PN_OK ? PN_OK : pn_job_limit(l->job, "text");
}

/* Binary parts that are read so, by a piece of their type. */
static const struct {
	const char *type, *place, *kind;
} loose_parts[] = {
    {"ms-excel.externalLink", "external link", "external-link"},
    {"ms-excel.pivotCache", "pivot cache", "pivot-cache"},
    {"ms-excel.connections", "connections", "connection"},
    {"ms-excel.slicer", "slicer", "slicer"},
    {"ms-excel.revision", "revisions", "revision"},
    {"ms-excel.calcChain", NULL, NULL},
    {"ms-excel.binIndex", NULL, NULL},
    {"ms-excel.", "workbook parts", NULL},
};

/* read_loose - part E, if it is a binary one that was not read */
static enum pn_err
read_loose(struct book *k, const struct pn_zip_entry *e)
{
	const char *type = pn_opc_type(k->b.x->opc, e->name);
	struct loose l = {.job = k->b.x->job};
	size_t n = sizeof(loose_parts) / sizeof(loose_parts[0]), i = 0;
	enum pn_err err;

	while (i < n && strcasestr(type, loose_parts[i].type) == NULL)
		i++;
	if (i == n || strcasestr(type, "+xml"))
		return PN_OK;
	if (loose_parts[i].place == NULL) {
		k->b.x->done[e - k->b.x->zip->entries] = true;
		return PN_OK;
	}
	pn_buf_init(&l.text, pn_job_room(l.job) + 1);
	err = pn_xlsb_walk(k->b.x, e, take_loose, &l);
	if (l.text.len && loose_parts[i].kind)
		pn_job_hidden(l.job, loose_parts[i].kind);
	if (err == PN_OK)
		err = pn_job_text(l.job, pn_buf_bytes(&l.text),
		    loose_parts[i].place, PN_TEXT_HIDDEN);
	pn_buf_free(&l.text);
	return err;
}

/* read_sheet - the sheet in part E with its comments */
static enum pn_err
read_sheet(
    struct book *k, const struct pn_zip_entry *e, const char *name, bool hidden)
{
	struct pn_opc_rels rels;
	enum pn_err err = pn_xlsb_read_sheet(&k->b, e, name, hidden);

	pn_opc_rels(k->b.x->opc, e->name, &rels);
	k->sheet = name;
	for (size_t i = 0; i < rels.n && err == PN_OK; i++) {
		const struct pn_zip_entry *c =
		    pn_ooxml_undone(k->b.x, rels.rels[i].target);

		if (c == NULL || rels.rels[i].external)
			continue;
		if (strcmp(rels.rels[i].kind, "comments") == 0)
			err = pn_xlsb_walk(k->b.x, c, take_comment, k);
		else if (strcmp(rels.rels[i].kind, "threadedComment") == 0)
			err = pn_xlsx_read_comments(&k->b, c, name);
	}
	if (err == PN_OK)
		err = pn_xlsx_belongings(&k->b, &rels, name, hidden);
	pn_opc_rels_free(&rels);
	return err;
}

/* read_sheets - those that the workbook names, in its order */
static enum pn_err
read_sheets(struct book *k)
{
	struct pn_ooxml *x = k->b.x;
	struct pn_opc_rels rels;
	enum pn_err err = PN_OK;

	pn_opc_rels(x->opc, pn_opc_main_part(x->opc), &rels);
	for (size_t i = 0; i < k->n && err == PN_OK; i++) {
		const struct pn_xlsx_sheet_name *s = &k->sheets[i];
		const struct pn_zip_entry *e =
		    pn_ooxml_undone(x, pn_opc_rels_target(&rels, s->rel));

		if (e)
			err = read_sheet(
			    k, e, s->name ? s->name : "sheet", s->hidden);
		else if (s->rel && s->rel[0])
			pn_job_damage(x->job, "damaged");
	}
	pn_opc_rels_free(&rels);
	return err;
}

/* What a part of a workbook is. */
enum part { STRINGS, STYLES, SHEETS, LOOSE };

static const char *const part_types[] = {
    [STRINGS] = "ms-excel.sharedStrings",
    [STYLES] = "ms-excel.styles",
    [SHEETS] = "sheet",
    [LOOSE] = "ms-excel.",
};

/* read_parts - all parts of one kind that were not read yet */
static enum pn_err
read_parts(struct book *k, enum part part)
{
	struct pn_ooxml *x = k->b.x;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < x->zip->n_entries && err == PN_OK; i++) {
		const struct pn_zip_entry *e = &x->zip->entries[i];
		const char *type = pn_opc_type(x->opc, e->name);

		if (x->done[i] || strcasestr(type, part_types[part]) == NULL ||
		    strcasestr(type, "ms-excel.") == NULL ||
		    strcasestr(type, "+xml"))
			continue;
		if (part == STRINGS)
			err = pn_xlsb_walk(x, e, take_string, k);
		else if (part == STYLES)
			err = pn_xlsb_walk(x, e, take_style, k);
		else if (part == SHEETS && strcasestr(type, "sheetMetadata"))
			err = read_loose(k, e);
		else if (part == SHEETS)
			err = read_sheet(k, e, "unlisted sheet", true);
		else
			err = read_loose(k, e);
	}
	return err;
}

/* read_all - tables first, then the sheets that need them, then the rest */
static enum pn_err
read_all(struct book *k)
{
	struct pn_ooxml *x = k->b.x;
	const struct pn_zip_entry *e =
	    pn_ooxml_part(x, pn_opc_main_part(x->opc));
	enum pn_err err = PN_OK;

	pn_buf_init(&k->b.strings.pool, pn_job_room(x->job) + 1);
	if (e == NULL)
		pn_job_damage(x->job, "damaged");
	else
		err = pn_xlsb_walk(x, e, take_book, k);
	if (err == PN_OK)
		err = read_parts(k, STRINGS);
	k->b.strings.used = pn_alloc(k->b.strings.n + 1);
	if (err == PN_OK)
		err = pn_xlsx_read_theme(&k->b);
	if (err == PN_OK)
		err = read_parts(k, STYLES);
	if (err == PN_OK)
		err = read_sheets(k);
	if (err == PN_OK)
		err = read_parts(k, SHEETS);
	if (err == PN_OK)
		err = pn_xlsx_unused(&k->b);
	if (err == PN_OK)
		err = pn_xlsx_hand_sheets(x->job, k->sheets, k->n);
	if (err == PN_OK)
		err = pn_xlsx_hand_names(x->job, &k->names, &k->hidden_names);
	if (err == PN_OK)
		err = read_parts(k, LOOSE);
	return err == PN_OK ? pn_ooxml_rest(x) : err;
}

static enum pn_err
xlsb_read(struct pn_job *job)
{
	struct pn_ooxml x;
	struct book k = {.b.x = &x, .sheet = "sheet"};
	enum pn_err err = pn_ooxml_open(job, &x);

	pn_buf_init(&k.names, pn_job_room(job) + 1);
	pn_buf_init(&k.hidden_names, pn_job_room(job) + 1);
	if (err == PN_OK)
		err = read_all(&k);
	for (size_t i = 0; i < k.n; i++) {
		free(k.sheets[i].name);
		free(k.sheets[i].rel);
	}
	free(k.sheets);
	free(k.place);
	pn_buf_free(&k.names);
	pn_buf_free(&k.hidden_names);
	pn_xlsx_free(&k.b);
	pn_ooxml_free(&x);
	return err;
}

const struct pn_format pn_format_xlsb = {
    .name = "xlsb",
    .type = "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
    .bid = xlsb_bid,
    .read = xlsb_read,
};
