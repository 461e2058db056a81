/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_docx - Word documents (WordprocessingML, ECMA-376 part 1, 17)
 *
 * Body, headers, footers, notes, text boxes: runs of a paragraph joined,
 * tables as tables. Hidden: changes that nobody agreed to yet, text with the
 * attribute hidden or in the colour of what is behind it (direct or by its
 * style), comments, field codes, headers of no page, drawings that are not
 * shown, the alternative that newer programs don't show. Templates and macro
 * documents too, with the source of their macros.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ooxml/docx.h"

#define MAX_PEOPLE (64u << 10) /* bytes of their names */

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

/* Text in the settings: variables, and where a mail merge has its data. */
struct settings {
	struct pn_docx *d;
	struct pn_buf text;
};

static enum pn_err
settings_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	static const char *const told[] = {"docVar", "query", "connectString",
	    "mailSubject", "udl", "name", "mappedName", "attachedSchema"};
	struct settings *s = ctx;
	struct pn_bytes v = pn_xml_attr(attrs, "val");

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		if (pn_xml_is(name, told[i]) &&
		    (pn_buf_add(&s->text, v.p, v.n) != PN_OK ||
			pn_buf_addc(&s->text, '\n') != PN_OK))
			return pn_job_limit(s->d->x->job, "text");
	if (pn_xml_is(name, "evenAndOddHeaders"))
		s->d->even_pages = !pn_xml_attr_is(attrs, "val", "0") &&
				   !pn_xml_attr_is(attrs, "val", "false");
	return PN_OK;
}

/* read_settings - part E */
static enum pn_err
read_settings(struct pn_docx *d, const struct pn_zip_entry *e)
{
	static const struct pn_xml_events events = {.start = settings_start};
	struct pn_ooxml *x = d->x;
	struct settings s = {.d = d};
	enum pn_err err;

	pn_buf_init(&s.text, pn_job_room(x->job) + 1);
	err = pn_ooxml_parse(x, e, &events, &s);
	if (s.text.len)
		pn_job_hidden(x->job, "settings");
	if (err == PN_OK)
		err = pn_job_text(
		    x->job, pn_buf_bytes(&s.text), "settings", PN_TEXT_HIDDEN);
	pn_buf_free(&s.text);
	return err;
}

/* Parts that are read as Word text, by a piece of their type. */
static const struct {
	const char *type, *place, *hidden;
	bool margin; /* seen only where a page shows it */
} texts[] = {
    {"wordprocessingml.header+xml", "header", NULL, true},
    {"wordprocessingml.footer+xml", "footer", NULL, true},
    {"wordprocessingml.footnotes+xml", "footnotes", NULL, false},
    {"wordprocessingml.endnotes+xml", "endnotes", NULL, false},
    {"wordprocessingml.comments+xml", "", "comment", false},
    {"wordprocessingml.document.glossary+xml", "", "glossary", false},
};

enum pn_err
pn_docx_person(struct pn_docx *d, struct pn_bytes name)
{
	struct pn_buf *to = &d->people;

	if (name.n == 0 || to->len > MAX_PEOPLE ||
	    memmem(to->data, to->len, name.p, name.n))
		return PN_OK;
	if (pn_buf_add(to, name.p, name.n) != PN_OK ||
	    pn_buf_addc(to, '\n') != PN_OK)
		return pn_job_limit(d->x->job, "text");
	return PN_OK;
}

/* margin_shown - does any page show the header or footer in part E? */
static bool
margin_shown(const struct pn_docx *d, const struct pn_opc_rels *rels,
    const struct pn_zip_entry *e)
{
	for (size_t i = 0; i < d->n_margins; i++) {
		const struct pn_docx_margin *m = &d->margins[i];
		const char *to =
		    m->rel ? pn_opc_rels_target(rels, m->rel) : NULL;

		if (to && pn_ooxml_part(d->x, to) == e &&
		    (m->kind == 'd' || (m->kind == 'f' && d->first_pages) ||
			(m->kind == 'e' && d->even_pages)))
			return true;
	}
	return false;
}

/* read_other - part E, if it is one of the other texts of a document */
static enum pn_err
read_other(struct pn_docx *d, const struct pn_opc_rels *rels,
    const struct pn_zip_entry *e)
{
	const char *type = pn_opc_type(d->x->opc, e->name);

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcasestr(type, texts[i].type))
			return pn_docx_text(d, e, texts[i].place,
			    texts[i].margin && !margin_shown(d, rels, e)
				? "unused-header"
				: texts[i].hidden);
	return PN_OK;
}

/* read_kind - the parts whose type has TYPE in it, each with READ */
static enum pn_err
read_kind(struct pn_docx *d, const char *type,
    enum pn_err (*read)(struct pn_docx *d, const struct pn_zip_entry *e))
{
	const struct pn_zip *zip = d->x->zip;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < zip->n_entries && err == PN_OK; i++)
		if (strcasestr(
			pn_opc_type(d->x->opc, zip->entries[i].name), type))
			err = read(d, &zip->entries[i]);
	return err;
}

/* hand_people - who changed or remarked something */
static enum pn_err
hand_people(struct pn_docx *d)
{
	if (d->people.len)
		pn_job_hidden(d->x->job, "author");
	return pn_job_text(
	    d->x->job, pn_buf_bytes(&d->people), "author", PN_TEXT_HIDDEN);
}

/* read_rest - all other texts, then what is no text of Word's */
static enum pn_err
read_rest(struct pn_docx *d)
{
	struct pn_ooxml *x = d->x;
	struct pn_opc_rels rels;
	enum pn_err err = PN_OK;

	pn_opc_rels(x->opc, pn_opc_main_part(x->opc), &rels);
	for (size_t i = 0; i < d->n_chunks; i++) {
		const char *to = d->chunks[i]
				     ? pn_opc_rels_target(&rels, d->chunks[i])
				     : NULL;
		const struct pn_zip_entry *e = to ? pn_ooxml_part(x, to) : NULL;

		if (e)
			x->shown[e - x->zip->entries] = true;
	}
	for (size_t i = 0; i < x->zip->n_entries && err == PN_OK; i++)
		if (!x->done[i])
			err = read_other(d, &rels, &x->zip->entries[i]);
	pn_opc_rels_free(&rels);
	if (err == PN_OK)
		err = hand_people(d);
	return err == PN_OK ? pn_ooxml_rest(x) : err;
}

/* read_all - settings and styles first, then the body */
static enum pn_err
read_all(struct pn_docx *d)
{
	struct pn_ooxml *x = d->x;
	const struct pn_zip_entry *body =
	    pn_ooxml_part(x, pn_opc_main_part(x->opc));
	enum pn_err err =
	    read_kind(d, "wordprocessingml.styles+xml", pn_docx_read_styles);

	if (body == NULL)
		pn_job_damage(x->job, "damaged");
	else if (err == PN_OK)
		err = pn_docx_text(d, body, "", NULL);
	if (err == PN_OK)
		err = read_kind(
		    d, "wordprocessingml.settings+xml", read_settings);
	return err == PN_OK ? read_rest(d) : err;
}

static enum pn_err
docx_read(struct pn_job *job)
{
	struct pn_ooxml x;
	struct pn_docx d = {.x = &x};
	enum pn_err err = pn_ooxml_open(job, &x);

	pn_buf_init(&d.people, 2 * MAX_PEOPLE + job->bytes.n);
	if (err == PN_OK)
		err = read_all(&d);
	pn_docx_styles_free(&d.styles);
	for (size_t i = 0; i < d.n_margins; i++)
		free(d.margins[i].rel);
	free(d.margins);
	for (size_t i = 0; i < d.n_chunks; i++)
		free(d.chunks[i]);
	free(d.chunks);
	pn_buf_free(&d.people);
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
