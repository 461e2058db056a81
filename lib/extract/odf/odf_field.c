/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf_field - text that elements keep in attributes, and who shows it
 *
 * Values of fields that the text doesn't show, addresses of links, and the
 * definitions of a sheet or a form.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/odf/odf_elem.h"

/* Lists of values that are longer are no longer thinned out. */
#define MAX_DECLS (8u << 10)

enum pn_err
pn_odf_e_hidden_para(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const char *name, const struct pn_xml_attrs *a)
{
	(void)f, (void)name;
	if (pn_xml_attr_on(a, "is-hidden"))
		pn_odf_story(w)->para_why = "paragraph";
	return PN_OK;
}

/* hidden_value - attribute NAME, which the text does not show, as a line */
enum pn_err
pn_odf_hidden_value(struct pn_odf_walk *w, const struct pn_xml_attrs *a,
    const char *name, const char *why)
{
	struct pn_bytes v = pn_xml_attr(a, name);
	enum pn_err err = pn_odf_line(w, (const char *)v.p, v.n, why);

	return err == PN_OK && v.n ? pn_odf_line_end(w, why) : err;
}

/* text that a condition shows: both ways of it */
enum pn_err
pn_odf_e_conditional(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const char *name, const struct pn_xml_attrs *a)
{
	bool now = pn_xml_attr_on(a, "current-value");

	(void)name;
	f->text = f[-1].text;
	return pn_odf_hidden_value(w, a,
	    now ? "string-value-if-false" : "string-value-if-true", "field");
}

/* field - an element in a line of text that may keep a value */
enum pn_err
pn_odf_field(
    struct pn_odf_walk *w, struct pn_odf_frame *f, const struct pn_xml_attrs *a)
{
	struct pn_bytes v = pn_xml_attr(a, "string-value");

	f->text = true;
	if (v.p == NULL)
		v = pn_xml_attr(a, "value");
	if (pn_xml_attr_is(a, "display", "none") ||
	    pn_xml_attr_on(a, "is-hidden"))
		f->why = "field";
	if (v.n == 0 || w->field.len)
		return PN_OK;
	if (pn_buf_add(&w->field, v.p, v.n) != PN_OK)
		return pn_job_limit(w->job, "text");
	pn_odf_story(w)->field_at = pn_odf_story(w)->para.len;
	f->opened |= PN_ODF_FIELD;
	return PN_OK;
}

enum pn_err
pn_odf_field_end(struct pn_odf_walk *w, const char *why)
{
	const struct pn_buf *para = &pn_odf_story(w)->para;
	size_t at = pn_odf_story(w)->field_at;
	enum pn_err err = PN_OK;

	(void)why;
	if (at > para->len)
		at = 0;
	if (!memmem(
		para->data + at, para->len - at, w->field.data, w->field.len)) {
		err = pn_odf_line(w, w->field.data, w->field.len, "field");
		if (err == PN_OK)
			err = pn_odf_line_end(w, "field");
	}
	pn_buf_clear(&w->field);
	return err;
}

/* a hyperlink: its address is what a pointer over it shows */
enum pn_err
pn_odf_e_link(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	struct pn_bytes v = pn_xml_attr(a, "href");

	enum pn_err err;

	(void)name;
	f->text = f[-1].text;
	err = pn_odf_hidden_value(w, a, "title", "tooltip");
	if (err != PN_OK || v.n < 2 || v.p[0] == '#' || v.p[0] == '.')
		return err;
	return pn_odf_hidden_value(w, a, "href", "attribute");
}

enum pn_err
pn_odf_e_script(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	(void)w, (void)name, (void)a;
	if (f->why == NULL)
		f->why = "macro";
	return PN_OK;
}

/* Definitions that hold text in attributes. */
static const struct {
	const char *name;
	const char *attrs[4];
	const char *why; /* NULL: a program shows it */
} told[] = {
    {"named-expression", {"name", "expression"}, "name"},
    {"named-range", {"name"}, NULL},
    {"database-range", {"name"}, "name"},
    {"filter-condition", {"value"}, "filter"},
    {"filter-set-item", {"value"}, "filter"},
    {"content-validation", {"condition"}, "validation"},
    {"help-message", {"title"}, "validation"},
    {"error-message", {"title"}, "validation"},
    {"show", {"name"}, "section"},
    {"data-pilot-table", {"name"}, NULL},
    {"data-pilot-member", {"name"}, "pivot-cache"},
    {"data-pilot-group", {"name"}, "pivot-cache"},
    {"data-pilot-group-member", {"name"}, "pivot-cache"},
    {"source-service", {"name", "source-name", "object-name", "user-name"},
	"connection"},
    {"database-source-sql", {"database-name", "sql-statement"}, "connection"},
    {"database-source-query", {"database-name", "query-name"}, "connection"},
    {"database-source-table", {"database-name", "database-table-name"},
	"connection"},
    {"dde-source", {"dde-application", "dde-topic", "dde-item", "name"},
	"connection"},
    {"dde-connection-decl",
	{"dde-application", "dde-topic", "dde-item", "name"}, "connection"},
    {"scenario", {"comment"}, "comment"},
    {"query", {"name", "title", "command"}, NULL},
    {"database-display", {"database-name", "table-name", "column-name"},
	"connection"},
    {"alphabetical-index-mark", {"string-value", "key1", "key2"}, "field"},
    {"toc-mark", {"string-value"}, "field"},
    {"user-index-mark", {"string-value"}, "field"},
    {"bibliography-mark", {"title", "author", "note", "custom1"}, "field"},
    {"placeholder", {"description"}, "field"},
    {"button", {"label", "title", "value"}, NULL},
    {"checkbox", {"label", "title", "value"}, NULL},
    {"combobox", {"title", "value", "current-value"}, NULL},
    {"file", {"title", "value", "current-value"}, NULL},
    {"fixed-text", {"label", "title"}, NULL},
    {"formatted-text", {"title", "value", "current-value"}, NULL},
    {"hidden", {"name", "value"}, "form"},
    {"item", {"label"}, NULL},
    {"listbox", {"title", "value"}, NULL},
    {"option", {"label", "value"}, NULL},
    {"password", {"title", "value"}, "form"},
    {"radio", {"label", "title", "value"}, NULL},
    {"text", {"title", "value", "current-value"}, NULL},
    {"textarea", {"title", "value", "current-value"}, NULL},
    {"version-entry", {"title", "comment"}, "version"},
    {"condition", {"value"}, NULL},
};

/* tell_attrs - those of element NAME that hold text */
enum pn_err
pn_odf_tell_attrs(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const char *name, const struct pn_xml_attrs *a)
{
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		if (strcmp(name, told[i].name) != 0)
			continue;
		for (size_t k = 0; k < 4 && told[i].attrs[k] && err == PN_OK;
		     k++)
			err = pn_odf_hidden_value(w, a, told[i].attrs[k],
			    f->why ? f->why : told[i].why);
	}
	return err;
}

/* a value that fields show elsewhere, or that none does */
enum pn_err
pn_odf_e_decl(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	struct pn_bytes v = pn_xml_attr(a, "string-value");
	struct pn_bytes n = pn_xml_attr(a, "name");

	(void)f, (void)name;
	if (v.p == NULL)
		v = pn_xml_attr(a, "value");
	if (v.n && (pn_buf_addc(&w->decls, '\n') != PN_OK ||
		       pn_buf_add(&w->decls, n.p, n.n) != PN_OK ||
		       pn_buf_addc(&w->decls, PN_ODF_VALUE_MARK) != PN_OK ||
		       pn_buf_add(&w->decls, v.p, v.n) != PN_OK))
		return pn_job_limit(w->job, "text");
	return PN_OK;
}

/* shown - a field shows the value called NAME: it is not hidden */
static void
shown(struct pn_odf_walk *w, struct pn_bytes name)
{
	char *key, *at, *end;

	if (w->decls.len == 0 || w->decls.len > MAX_DECLS || name.n == 0)
		return;
	key = pn_printf(
	    "\n%.*s%c", (int)name.n, (const char *)name.p, PN_ODF_VALUE_MARK);
	at = strstr(w->decls.data, key);
	end = at ? strchr(at + 1, '\n') : NULL;
	if (at)
		memset(at, ' ', end ? (size_t)(end - at) : strlen(at));
	free(key);
}

/* a field that shows such a value */
enum pn_err
pn_odf_e_get(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	(void)name;
	f->text = f[-1].text;
	if (pn_xml_attr_is(a, "display", "none"))
		f->why = "field";
	else if (f->why == NULL)
		shown(w, pn_xml_attr(a, "name"));
	return PN_OK;
}
