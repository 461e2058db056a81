/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_docx - Word documents (WordprocessingML, ECMA-376 part 1, 17)
 *
 * Body, headers, footers, notes, text boxes: runs of a paragraph joined,
 * tables as tables. Hidden: deleted text, text with the attribute hidden
 * (direct or by its style) or white on nothing, comments, field codes, the
 * alternative that newer programs don't show. Templates and macro documents
 * too, with the source of their macros.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ooxml/docx.h"

#define MAX_STYLES  4096 /* Word allows as many */
#define MAX_CHAIN   12	 /* styles on styles */
#define MAX_CHAINED 1024 /* with more, what is under a style is not asked */

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

/* A style, as it is told. */
struct style {
	char *id, *base; /* BASE: the style that it is based on */
	bool first;	 /* of paragraphs without a style */
	bool hides, shows, shades;
};

struct styles {
	struct style *all;
	size_t n, cap;
	unsigned in_default; /* open elements docDefaults */
	bool default_hides;
};

static enum pn_err
styles_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct styles *s = ctx;
	struct style *last = s->n ? &s->all[s->n - 1] : NULL;
	bool off = pn_xml_attr_is(attrs, "val", "0") ||
		   pn_xml_attr_is(attrs, "val", "false") ||
		   pn_xml_attr_is(attrs, "val", "off");

	if (pn_xml_is(name, "style") && s->n < MAX_STYLES) {
		PN_GROW(s->all, s->n, s->cap);
		s->all[s->n++] = (struct style){
		    .id = pn_xml_attr_dup(attrs, "styleId"),
		    .first = pn_xml_attr_on(attrs, "default") &&
			     pn_xml_attr_is(attrs, "type", "paragraph"),
		};
	} else if (pn_xml_is(name, "docDefaults")) {
		s->in_default++;
	} else if (pn_xml_is(name, "vanish")) {
		if (s->in_default)
			s->default_hides = !off;
		else if (last)
			*(off ? &last->shows : &last->hides) = true;
	} else if (last && pn_xml_is(name, "basedOn") && !last->base) {
		last->base = pn_xml_attr_dup(attrs, "val");
	} else if (last && pn_xml_is(name, "shd")) {
		last->shades = true;
	}
	return PN_OK;
}

static enum pn_err
styles_end(void *ctx, const char *name)
{
	struct styles *s = ctx;

	s->in_default -= s->in_default && pn_xml_is(name, "docDefaults");
	return PN_OK;
}

/* inherit - styles do what the ones under them do; a few rounds are enough
 * for any chain that a program writes */
static void
inherit(struct styles *s)
{
	for (int round = 0; round < MAX_CHAIN; round++)
		for (size_t i = 0; i < s->n; i++)
			for (size_t k = 0; s->all[i].base && k < s->n; k++) {
				if (s->all[k].id == NULL ||
				    strcmp(s->all[k].id, s->all[i].base) != 0)
					continue;
				s->all[i].hides |=
				    s->all[k].hides && !s->all[i].shows;
				s->all[i].shades |= s->all[k].shades;
				break;
			}
}

/* sort_out - keep of S what readers of text ask for; S is empty then */
static void
sort_out(struct styles *s, struct pn_docx_styles *all)
{
	for (size_t i = 0; i < s->n; i++) {
		struct style *t = &s->all[i];

		if (t->hides && t->first)
			all->para_hidden = "style";
		if (t->shades && t->id) {
			PN_GROW(all->shaded, all->n_shaded, all->cap_shaded);
			all->shaded[all->n_shaded++] = pn_strdup(t->id);
		}
		if (t->hides && t->id) {
			PN_GROW(all->ids, all->n, all->cap);
			all->ids[all->n++] = pn_strdup(t->id);
		}
		free(t->id);
		free(t->base);
	}
	all->all_hidden = s->default_hides ? "style" : all->all_hidden;
	free(s->all);
}

/* read_styles - which styles hide their text */
static enum pn_err
read_styles(struct pn_ooxml *x, struct pn_docx_styles *all,
    const struct pn_zip_entry *e)
{
	static const struct pn_xml_events events = {
	    .start = styles_start, .end = styles_end};
	struct styles s = {0};
	enum pn_err err = pn_ooxml_parse(x, e, &events, &s);

	if (s.n <= MAX_CHAINED)
		inherit(&s);
	sort_out(&s, all);
	return err;
}

/* Text in the settings: variables, and where a mail merge has its data. */
struct settings {
	struct pn_job *job;
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
			return pn_job_limit(s->job, "text");
	return PN_OK;
}

/* read_settings - part E */
static enum pn_err
read_settings(struct pn_ooxml *x, const struct pn_zip_entry *e)
{
	static const struct pn_xml_events events = {.start = settings_start};
	struct settings s = {.job = x->job};
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
	if (strcasestr(type, "wordprocessingml.settings+xml"))
		return read_settings(x, e);
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
	for (size_t i = 0; i < styles.n_shaded; i++)
		free(styles.shaded[i]);
	free(styles.shaded);
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
