/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf_elem - what the elements of OpenDocument mean (ODF 1.3 part 3)
 *
 * One table of the elements that matter, by name; others are transparent, and
 * text that stands in them is read all the same. The old StarOffice names are
 * in it where they differ.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/odf/odf_elem.h"

/* a list of styles, and what stands in it */
static enum pn_err
e_styles(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	(void)a;
	f->mode = PN_ODF_STYLES;
	f->scope = pn_xml_is(name, "styles") ? w->doc->scope.common
					     : w->doc->scope.own;
	return PN_OK;
}

static enum pn_err
e_mode(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	(void)a;
	f->text = f[-1].text;
	if (f->text && !pn_xml_is(name, "math"))
		return PN_OK; /* text with a note for machines */
	if (w->slides && pn_xml_is(name, "settings"))
		return PN_OK; /* of a show: which slides it has */
	f->mode = pn_xml_is(name, "meta")   ? PN_ODF_META
		  : pn_xml_is(name, "math") ? PN_ODF_MATH
					    : PN_ODF_SETTINGS;
	if (f->mode != PN_ODF_MATH)
		f->why = f->mode == PN_ODF_META ? "metadata" : "settings";
	return PN_OK;
}

static enum pn_err
e_body(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	(void)name, (void)a;
	f->body = true;
	f->look.back = pn_odf_paper(w->odf->styles);
	return PN_OK;
}

/* the kind of document: an element of the body, or, in StarOffice, a class */
static enum pn_err
e_kind(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	if (!f[-1].body)
		return pn_odf_tell_attrs(w, f, name, a);
	w->sheets = pn_xml_is(name, "spreadsheet");
	w->odf->workbook |= w->sheets && w->doc->place[0] == '\0';
	w->slides = pn_xml_is(name, "presentation");
	return PN_OK;
}

/* flat_kind - as pn_odf_object_kind, of an object by its root */
static const char *
flat_kind(const struct pn_xml_attrs *a, bool *chart)
{
	struct pn_bytes type = pn_xml_attr(a, "mimetype");

	*chart = type.n && memmem(type.p, type.n, ".chart", 6);
	if (*chart || (type.n && memmem(type.p, type.n, ".formula", 8)))
		return NULL;
	return "embedded";
}

/* the root; one inside another file is an object of it */
static enum pn_err
e_document(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	const char *kind;

	(void)name;
	if (w->depth > 1 && w->doc != &w->inner) {
		free(w->inner_place);
		w->inner_place = pn_printf("object %u", ++w->odf->objects);
		w->inner = (struct pn_odf_doc){.place = w->inner_place};
		kind = flat_kind(a, &w->inner.chart);
		w->inner.scope.own = pn_odf_styles_scope(w->odf->styles);
		w->inner.scope.common = pn_odf_styles_scope(w->odf->styles);
		w->outer = w->doc;
		w->outer_sheets = w->sheets;
		w->outer_slides = w->slides;
		w->doc = &w->inner;
		f->opened |= PN_ODF_DOC;
		f->look = w->frames[0].look;
		pn_odf_inner_story(w, f, "", kind, true);
	}
	if (pn_xml_attr(a, "class").n) {
		w->sheets = pn_xml_attr_is(a, "class", "spreadsheet");
		w->slides = pn_xml_attr_is(a, "class", "presentation");
	}
	return PN_OK;
}

/* By name, sorted. */
static const struct {
	const char *name;
	pn_odf_handler *start;
} elements[] = {
    {"a", pn_odf_e_link},
    {"alphabetical-index-source", pn_odf_e_skip},
    {"annotation", pn_odf_e_annotation},
    {"automatic-styles", e_styles},
    {"bibliography-source", pn_odf_e_skip},
    {"binary-data", pn_odf_e_data},
    {"body", e_body},
    {"caption", pn_odf_e_shape},
    {"cell-content-deletion", pn_odf_e_old_cell},
    {"change-end", pn_odf_e_inserted},
    {"change-info", pn_odf_e_info},
    {"change-start", pn_odf_e_inserted},
    {"change-track-table-cell", pn_odf_e_old_cell},
    {"changed-region", pn_odf_e_region},
    {"chart", e_kind},
    {"circle", pn_odf_e_shape},
    {"conditional-text", pn_odf_e_conditional},
    {"connector", pn_odf_e_shape},
    {"control", pn_odf_e_shape},
    {"covered-table-cell", pn_odf_e_cell},
    {"creation-date", pn_odf_e_date},
    {"creator", pn_odf_e_creator},
    {"custom-shape", pn_odf_e_shape},
    {"date", pn_odf_e_date},
    {"date-time-decl", pn_odf_e_slide_margin},
    {"deletion", pn_odf_e_changes},
    {"desc", pn_odf_e_title},
    {"document", e_document},
    {"document-content", e_document},
    {"document-styles", e_document},
    {"drawing", e_kind},
    {"ellipse", pn_odf_e_shape},
    {"endnote", pn_odf_e_note},
    {"endnote-citation", pn_odf_e_skip},
    {"event-listeners", pn_odf_e_script},
    {"font-decls", e_styles},
    {"font-face-decls", e_styles},
    {"footer", pn_odf_e_margin},
    {"footer-decl", pn_odf_e_slide_margin},
    {"footer-first", pn_odf_e_margin},
    {"footer-left", pn_odf_e_margin},
    {"footnote", pn_odf_e_note},
    {"footnote-citation", pn_odf_e_skip},
    {"format-change", pn_odf_e_changes},
    {"frame", pn_odf_e_shape},
    {"g", pn_odf_e_shape},
    {"h", pn_odf_e_para},
    {"header", pn_odf_e_margin},
    {"header-decl", pn_odf_e_slide_margin},
    {"header-first", pn_odf_e_margin},
    {"header-left", pn_odf_e_margin},
    {"hidden-paragraph", pn_odf_e_hidden_para},
    {"illustration-index-source", pn_odf_e_skip},
    {"image", pn_odf_e_shape},
    {"insertion", pn_odf_e_changes},
    {"line", pn_odf_e_shape},
    {"line-break", pn_odf_e_blank},
    {"master-page", pn_odf_e_master},
    {"master-styles", e_styles},
    {"math", e_mode},
    {"measure", pn_odf_e_shape},
    {"meta", e_mode},
    {"note", pn_odf_e_note},
    {"note-citation", pn_odf_e_skip},
    {"notes", pn_odf_e_notes},
    {"object-index-source", pn_odf_e_skip},
    {"p", pn_odf_e_para},
    {"page", pn_odf_e_page},
    {"path", pn_odf_e_shape},
    {"plot-area", pn_odf_e_plot},
    {"polygon", pn_odf_e_shape},
    {"polyline", pn_odf_e_shape},
    {"presentation", e_kind},
    {"rect", pn_odf_e_shape},
    {"regular-polygon", pn_odf_e_shape},
    {"ruby-text", pn_odf_e_ruby},
    {"s", pn_odf_e_blank},
    {"script", pn_odf_e_script},
    {"scripts", pn_odf_e_script},
    {"section", pn_odf_e_section},
    {"settings", e_mode},
    {"span", pn_odf_e_span},
    {"spreadsheet", e_kind},
    {"styles", e_styles},
    {"tab", pn_odf_e_blank},
    {"tab-stop", pn_odf_e_blank},
    {"table", pn_odf_e_table},
    {"table-cell", pn_odf_e_cell},
    {"table-column", pn_odf_e_column},
    {"table-column-group", pn_odf_e_group},
    {"table-index-source", pn_odf_e_skip},
    {"table-of-content-source", pn_odf_e_skip},
    {"table-row", pn_odf_e_row},
    {"table-row-group", pn_odf_e_group},
    {"table-source", pn_odf_e_source},
    {"text", e_kind},
    {"title", pn_odf_e_title},
    {"tracked-changes", pn_odf_e_changes},
    {"user-field-decl", pn_odf_e_decl},
    {"user-field-get", pn_odf_e_get},
    {"user-index-source", pn_odf_e_skip},
};

static int
by_name(const void *key, const void *element)
{
	return strcmp(key, *(const char *const *)element);
}

/* meta_start - a child of the properties: those that name people at work, and
 * the program's own, are no text of the sender's */
static enum pn_err
meta_start(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	static const char *const people[] = {
	    "creator", "initial-creator", "printed-by"};
	static const char *const no_text[] = {"date", "creation-date",
	    "print-date", "generator", "editing-cycles", "editing-duration",
	    "document-statistic", "language"};
	struct pn_bytes v = pn_xml_attr(a, "name");
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < sizeof(no_text) / sizeof(no_text[0]); i++)
		if (pn_xml_is(name, no_text[i]))
			f->mode = PN_ODF_SKIP;
	for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++)
		if (pn_xml_is(name, people[i]))
			f->why = "author"; /* told apart from what is said */
	f->opened |= PN_ODF_LINE;
	if (pn_xml_is(name, "template")) {
		err = pn_odf_hidden_value(w, a, "title", f->why);
		return err == PN_OK ? pn_odf_hidden_value(w, a, "href", f->why)
				    : err;
	}
	if (strncmp(name, "user-defined", 12) == 0 && v.n) {
		err = pn_odf_line(w, (const char *)v.p, v.n, f->why);
		if (err == PN_OK)
			err = pn_odf_line(w, ": ", 2, f->why);
	}
	return err;
}

/* settings_start - words are text; numbers and what a printer keeps are not */
static enum pn_err
settings_start(
    struct pn_odf_frame *f, const char *name, const struct pn_xml_attrs *a)
{
	/* words that every file has */
	static const char *const usual[] = {"ActiveTable", "ViewId",
	    "PrinterIndependentLayout", "LinkUpdateMode", "BitmapTableURL",
	    "ColorTableURL", "DashTableURL", "GradientTableURL",
	    "HatchTableURL", "LineEndTableURL", "Language", "Country"};

	if (!pn_xml_is(name, "config-item"))
		return PN_OK;
	if (!pn_xml_attr_is(a, "type", "string"))
		f->mode = PN_ODF_SKIP;
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (pn_xml_attr_is(a, "name", usual[i]))
			f->mode = PN_ODF_SKIP;
	return PN_OK;
}

/* styles_start - an element in a list of styles */
static enum pn_err
styles_start(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	if (pn_xml_is(name, "text") || pn_xml_is(name, "currency-symbol") ||
	    pn_xml_is(name, "embedded-text"))
		f->mode = PN_ODF_SKIP;
	if (pn_xml_is(name, "master-page")) {
		f->mode = PN_ODF_CONTENT;
		return pn_odf_e_master(w, f, name, a);
	}
	if (pn_xml_is(name, "handout-master")) {
		f->mode = PN_ODF_CONTENT;
		pn_odf_inner_story(w, f, "master page", NULL, true);
		return PN_OK;
	}
	if (pn_xml_is(name, "binary-data"))
		return pn_odf_e_data(w, f, name, a);
	if (pn_xml_is(name, "layer") &&
	    (pn_xml_attr_is(a, "display", "none") ||
		pn_xml_attr_is(a, "display", "printer")))
		pn_odf_name_add(&w->odf->layers, pn_xml_attr(a, "name"));
	pn_odf_styles_start(w->odf->styles, f->scope, w->doc->scope, name, a);
	return PN_OK;
}

enum pn_err
pn_odf_start(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	const size_t n = sizeof(elements) / sizeof(elements[0]);
	enum pn_err err = pn_job_work(w->job, 32);
	size_t at;
	const void *hit;

	if (err != PN_OK || f->mode == PN_ODF_MATH)
		return err;
	if (f->mode == PN_ODF_STYLES)
		return styles_start(w, f, name, a);
	if (f->mode == PN_ODF_META)
		return meta_start(w, f, name, a);
	if (f->mode == PN_ODF_SETTINGS)
		return settings_start(f, name, a);
	hit = bsearch(name, elements, n, sizeof(elements[0]), by_name);
	if (hit) {
		at = (size_t)((const char *)hit - (const char *)elements) /
		     sizeof(elements[0]);
		return elements[at].start(w, f, name, a);
	}
	err = pn_odf_tell_attrs(w, f, name, a);
	if (err == PN_OK && f[-1].text)
		err = pn_odf_field(w, f, a);
	return err;
}
