/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_docx - Word documents (WordprocessingML, ECMA-376 part 1, 17)
 *
 * Body, headers, footers, notes, text boxes: runs of a paragraph joined,
 * tables as tables. Hidden: deleted text, text with the attribute hidden
 * (direct or by its style) or white on nothing, comments, field codes, the
 * alternative that newer programs don't show. Templates and macro documents
 * too; the macros themselves are not read.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ooxml/docx.h"

#define MAX_STYLES 1000 /* hidden ones */

static const char *const main_types[] = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
    "application/vnd.ms-word.document.macroEnabled",
    "application/vnd.ms-word.template.macroEnabled"};

static unsigned
docx_bid(struct pn_look *look, const char **type)
{
	(void)type;
	return pn_ooxml_bid(
	    look, main_types, sizeof(main_types) / sizeof(main_types[0]));
}

/* The styles that hide text. */
struct styles {
	struct pn_docx_styles *all;
	char *id; /* of the style that is open */
};

static enum pn_err
styles_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct styles *s = ctx;

	if (strcmp(name, "style") == 0) {
		free(s->id);
		s->id = pn_xml_attr_dup(attrs, "styleId");
	} else if (strcmp(name, "vanish") == 0 && s->id &&
		   !pn_xml_attr_is(attrs, "val", "0") &&
		   !pn_xml_attr_is(attrs, "val", "false") &&
		   s->all->n < MAX_STYLES) {
		PN_GROW(s->all->ids, s->all->n, s->all->cap);
		s->all->ids[s->all->n++] = s->id;
		s->id = NULL;
	}
	return PN_OK;
}

/* read_styles - which styles hide their text */
static enum pn_err
read_styles(struct pn_ooxml *x, struct pn_docx_styles *all,
    const struct pn_zip_entry *e)
{
	static const struct pn_xml_events events = {.start = styles_start};
	struct styles s = {.all = all};
	enum pn_err err = pn_ooxml_parse(x, e, &events, &s);

	free(s.id);
	return err;
}

/* Parts that are read as Word text, by a piece of their type. */
static const struct {
	const char *type, *place, *hidden;
} texts[] = {
    {"wordprocessingml.header+xml", "header", NULL},
    {"wordprocessingml.footer+xml", "footer", NULL},
    {"wordprocessingml.footnotes+xml", "footnotes", NULL},
    {"wordprocessingml.endnotes+xml", "endnotes", NULL},
    {"wordprocessingml.comments+xml", "", "comment"},
    {"wordprocessingml.document.glossary+xml", "", "glossary"},
};

/* read_other - part E, if it is one of the other texts of a document */
static enum pn_err
read_other(struct pn_ooxml *x, const struct pn_docx_styles *styles,
    const struct pn_zip_entry *e)
{
	const char *type = pn_opc_type(x->opc, e->name);

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcasestr(type, texts[i].type))
			return pn_docx_text(
			    x, styles, e, texts[i].place, texts[i].hidden);
	return PN_OK;
}

/* read_all - styles first, the body, all other texts, then the rest */
static enum pn_err
read_all(struct pn_ooxml *x, struct pn_docx_styles *styles)
{
	const struct pn_zip_entry *entries = x->zip->entries;
	const struct pn_zip_entry *body =
	    pn_ooxml_part(x, pn_opc_main_part(x->opc));
	enum pn_err err = PN_OK;
	size_t n = x->zip->n_entries;

	for (size_t i = 0; i < n && err == PN_OK; i++)
		if (strcasestr(pn_opc_type(x->opc, entries[i].name),
			"wordprocessingml.styles+xml"))
			err = read_styles(x, styles, &entries[i]);
	if (body == NULL)
		pn_job_damage(x->job, "damaged");
	else if (err == PN_OK)
		err = pn_docx_text(x, styles, body, "", NULL);
	for (size_t i = 0; i < n && err == PN_OK; i++)
		if (!x->done[i])
			err = read_other(x, styles, &entries[i]);
	return err == PN_OK ? pn_ooxml_rest(x) : err;
}

static enum pn_err
docx_read(struct pn_job *job)
{
	struct pn_ooxml x;
	struct pn_docx_styles styles = {0};
	enum pn_err err = pn_ooxml_open(job, &x);

	if (err == PN_OK)
		err = read_all(&x, &styles);
	for (size_t i = 0; i < styles.n; i++)
		free(styles.ids[i]);
	free(styles.ids);
	pn_ooxml_free(&x);
	return err;
}

const struct pn_format pn_format_docx = {
    .name = "docx",
    .type = "application/vnd.openxmlformats-officedocument."
	    "wordprocessingml.document",
    .bid = docx_bid,
    .read = docx_read,
};
