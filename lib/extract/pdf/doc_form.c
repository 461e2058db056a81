/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doc_form - interactive forms (ISO 32000-2, 12.7)
 *
 * A field is handed on once, label and value in one piece ("NI number: QQ
 * ..."), from the first widget that shows it, so that its value is read with
 * what it is called. Fields that no page shows come last, as hidden text, and
 * so does what an XFA form holds beyond its fields.
 */
#include <string.h>
#include "base/uni.h"
#include "extract/pdf/doc.h"

#define MAX_OPTIONS 2000 /* of one field; a list of the world's countries */
#define PLACE_BYTES 160
#define NAME_BYTES  80

/* inherited - the value under KEY of a field or of those above it */
static struct pn_obj
inherited(struct pn_pdf *pdf, struct pn_obj field, const char *key)
{
	struct pn_obj v = pn_obj_get(pdf, field, key);

	for (unsigned i = 0;
	     i < PN_PDOC_MAX_DEPTH && pn_obj_kind(pdf, v) == PN_OBJ_NULL; i++) {
		field = pn_obj_get(pdf, field, "/Parent");
		if (pn_obj_kind(pdf, field) != PN_OBJ_DICT)
			break;
		v = pn_obj_get(pdf, field, key);
	}
	return v;
}

/* field_of - the field that WIDGET belongs to: the node with a name */
static struct pn_obj
field_of(struct pn_pdf *pdf, struct pn_obj widget)
{
	struct pn_obj o = widget, parent;

	for (unsigned i = 0; i < PN_PDOC_MAX_DEPTH; i++) {
		if (pn_obj_kind(pdf, pn_obj_get(pdf, o, "/T")) == PN_OBJ_STRING)
			return o;
		parent = pn_obj_get(pdf, o, "/Parent");
		if (pn_obj_kind(pdf, parent) != PN_OBJ_DICT)
			break;
		o = parent;
	}
	return widget;
}

/* name_of - what the field is called, "a.b.c", into OUT */
static void
name_of(struct pn_pdf *pdf, struct pn_obj field, struct pn_buf *out)
{
	struct pn_obj up[PN_PDOC_MAX_DEPTH];
	unsigned n = 0;

	while (
	    n < PN_PDOC_MAX_DEPTH && pn_obj_kind(pdf, field) == PN_OBJ_DICT) {
		up[n++] = pn_obj_get(pdf, field, "/T");
		field = pn_obj_get(pdf, field, "/Parent");
	}
	while (n-- > 0) {
		size_t before = out->len;

		if (before)
			(void)!pn_buf_addc(out, '.');
		pn_obj_text(pdf, up[n], out);
		if (before && out->len == before + 1)
			out->data[--out->len] = '\0';
	}
}

/* shown_option - what a list shows for the export value V: itself where the
 * list knows no other word for it */
static struct pn_obj
shown_option(struct pn_pdf *pdf, struct pn_obj opt, struct pn_obj v)
{
	size_t n = pn_obj_len(pdf, opt);
	struct pn_buf want, have;
	struct pn_obj found = v;

	pn_buf_init(&want, 4096);
	pn_buf_init(&have, 4096);
	pn_obj_text(pdf, v, &want);
	for (size_t i = 0; i < n && i < MAX_OPTIONS; i++) {
		unsigned mark = pn_pdf_mark(pdf);
		struct pn_obj pair = pn_obj_at(pdf, opt, i);

		pn_buf_clear(&have);
		pn_obj_text(pdf, pn_obj_at(pdf, pair, 0), &have);
		if (have.len && strcmp(have.data, want.data) == 0) {
			found = pn_obj_at(pdf, pair, 1);
			break;
		}
		pn_pdf_release(pdf, mark);
	}
	pn_buf_free(&want);
	pn_buf_free(&have);
	return found;
}

/* add_value - the value V of a field: text, or several of a list */
static enum pn_err
add_value(struct pn_pdoc *doc, struct pn_obj field, struct pn_obj v,
    struct pn_buf *out)
{
	struct pn_obj opt = inherited(doc->pdf, field, "/Opt");
	size_t n = pn_obj_len(doc->pdf, v);
	enum pn_err err = PN_OK;

	if (pn_obj_kind(doc->pdf, v) != PN_OBJ_ARRAY)
		return pn_pdoc_value(doc, shown_option(doc->pdf, opt, v), out);
	for (size_t i = 0; i < n && i < MAX_OPTIONS && err == PN_OK; i++) {
		if (i)
			(void)!pn_buf_adds(out, ", ");
		err = pn_pdoc_value(doc,
		    shown_option(doc->pdf, opt, pn_obj_at(doc->pdf, v, i)),
		    out);
		if (err == PN_OK)
			err = pn_pdoc_step(doc);
	}
	return err;
}

/* say_list - the choices of a list that were not handed on as its value */
static enum pn_err
say_list(struct pn_pdoc *doc, struct pn_obj opt, const struct pn_buf *label,
    const char *place, const char *hidden)
{
	struct pn_pdf *pdf = doc->pdf;
	size_t n = pn_obj_len(pdf, opt);
	struct pn_buf text;
	enum pn_err err = PN_OK;

	if (n == 0)
		return PN_OK;
	pn_pdoc_buf(doc, &text);
	(void)!pn_buf_addf(&text, "%s:", label->data);
	for (size_t i = 0; i < n && err == PN_OK; i++) {
		unsigned mark = pn_pdf_mark(pdf);
		struct pn_obj o = pn_obj_at(pdf, opt, i);
		size_t m = pn_obj_len(pdf, o);

		(void)!pn_buf_addc(&text, '\n');
		pn_obj_text(pdf, m ? pn_obj_at(pdf, o, m - 1) : o, &text);
		pn_pdf_release(pdf, mark);
		err = pn_pdoc_step(doc);
	}
	if (err == PN_OK)
		err = pn_pdoc_say(doc, &text, place, hidden);
	pn_buf_free(&text);
	return err;
}

/* say_other - the value under KEY where it says something new */
static enum pn_err
say_other(struct pn_pdoc *doc, struct pn_obj field, const char *key,
    const struct pn_buf *label, const char *place)
{
	struct pn_obj v = inherited(doc->pdf, field, key);
	struct pn_buf text, value;
	enum pn_err err;

	pn_pdoc_buf(doc, &text);
	pn_pdoc_buf(doc, &value);
	if (strcmp(key, "/RV") == 0)
		err = pn_pdoc_rich(doc, v, &value);
	else
		err = add_value(doc, field, v, &value);
	(void)!pn_buf_addf(&text, "%s: %s", label->data, value.data);
	if (err == PN_OK && value.len &&
	    !pn_heard_all(doc->heard, pn_buf_bytes(&value)))
		err = pn_pdoc_say(doc, &text, place, "form-field");
	pn_buf_free(&value);
	pn_buf_free(&text);
	return err;
}

/* say_field - FIELD with the label LABEL at PLACE */
static enum pn_err
say_field(struct pn_pdoc *doc, struct pn_obj field, const struct pn_buf *label,
    const char *place, const char *hidden)
{
	struct pn_pdf *pdf = doc->pdf;
	struct pn_obj v = inherited(pdf, field, "/V");
	bool list = pn_obj_is(pdf, inherited(pdf, field, "/FT"), "/Ch");
	struct pn_buf value, text;
	enum pn_err err;

	pn_pdoc_buf(doc, &value);
	pn_pdoc_buf(doc, &text);
	err = add_value(doc, field, v, &value);
	if (value.len) {
		(void)!pn_buf_addf(&text, "%s: ", label->data);
		(void)!pn_buf_add(&text, value.data, value.len);
	}
	if (err == PN_OK)
		err = pn_pdoc_say(doc, &text, place, hidden);
	if (err == PN_OK && list)
		err = say_list(
		    doc, inherited(pdf, field, "/Opt"), label, place, hidden);
	if (err == PN_OK)
		err = say_other(doc, field, "/RV", label, place);
	if (err == PN_OK)
		err = say_other(doc, field, "/DV", label, place);
	pn_buf_free(&value);
	pn_buf_free(&text);
	return err;
}

enum pn_err
pn_pdoc_field(struct pn_pdoc *doc, struct pn_obj widget, const char *where,
    const char *hidden)
{
	struct pn_pdf *pdf = doc->pdf;
	unsigned mark = pn_pdf_mark(pdf);
	struct pn_obj field = field_of(pdf, widget);
	struct pn_buf name, label, place;
	enum pn_err err = pn_pdoc_step(doc);

	if (err != PN_OK ||
	    !pn_obj_seen_add(&doc->fields, pn_obj_id(pdf, field)))
		return err;
	pn_pdoc_buf(doc, &name);
	pn_pdoc_buf(doc, &label);
	pn_buf_init(&place, PLACE_BYTES + NAME_BYTES);
	name_of(pdf, field, &name);
	pn_obj_text(pdf, inherited(pdf, field, "/TU"), &label);
	if (label.len == 0)
		(void)!pn_buf_add(&label, name.data, name.len);
	(void)!pn_buf_addf(&place, "%s%sform field", where, *where ? ", " : "");
	if (name.len && name.len <= NAME_BYTES)
		(void)!pn_buf_addf(&place, " %s", name.data);
	err = say_field(doc, field, &label, place.data, hidden);
	if (err == PN_OK)
		err = pn_pdoc_actions(doc, pn_obj_get(pdf, field, "/AA"), "");
	pn_buf_free(&name);
	pn_buf_free(&label);
	pn_buf_free(&place);
	pn_pdf_release(pdf, mark);
	return err;
}

/* rest - the fields below NODE that no page showed */
static enum pn_err
rest(struct pn_pdoc *doc, struct pn_obj node, unsigned depth)
{
	struct pn_pdf *pdf = doc->pdf;
	struct pn_obj kids = pn_obj_get(pdf, node, "/Kids");
	size_t n = pn_obj_len(pdf, kids);
	enum pn_err err = pn_pdoc_step(doc);

	if (err == PN_OK && depth > PN_PDOC_MAX_DEPTH)
		return pn_pdoc_deep(doc);
	if (err != PN_OK || !pn_obj_seen_add(&doc->nodes, pn_obj_id(pdf, node)))
		return err;
	for (size_t i = 0; i < n && err == PN_OK; i++) {
		unsigned mark = pn_pdf_mark(pdf);

		err = rest(doc, pn_obj_at(pdf, kids, i), depth + 1);
		pn_pdf_release(pdf, mark);
	}
	/* a node that only groups has no type and no value */
	if (err == PN_OK && pn_obj_kind(pdf, node) == PN_OBJ_DICT &&
	    (n == 0 ||
		pn_obj_kind(pdf, pn_obj_get(pdf, node, "/V")) != PN_OBJ_NULL))
		err = pn_pdoc_field(doc, node, "", "form-field");
	return err;
}

/* say_new - the lines of an XFA packet with words that no page showed */
static enum pn_err
say_new(struct pn_pdoc *doc, const struct pn_buf *text)
{
	struct pn_buf fresh;
	enum pn_err err;

	pn_pdoc_buf(doc, &fresh);
	for (const char *s = text->data; *s;) {
		size_t n = strcspn(s, "\n");

		if (!pn_heard_all(doc->heard,
			(struct pn_bytes){(const unsigned char *)s, n}))
			(void)!pn_buf_addf(&fresh, "%.*s\n", (int)n, s);
		s += n + (s[n] == '\n');
	}
	err = pn_pdoc_say(doc, &fresh, "XFA form", "xfa");
	pn_buf_free(&fresh);
	return err;
}

/* xfa_packet - one stream of an XFA form, or all of it */
static enum pn_err
xfa_packet(struct pn_pdoc *doc, struct pn_obj stream)
{
	static const char *const skip[] = {"config", "localeSet", "xmpmeta",
	    "stylesheet", "script", "event", "font", "border", "margin", "pdf",
	    "traversal", "validate", "signature", NULL};
	struct pn_buf text;
	enum pn_err err;

	pn_pdoc_buf(doc, &text);
	err = pn_pdoc_xml_stream(doc, stream, skip, &text);
	if (err == PN_OK)
		err = say_new(doc, &text);
	pn_buf_free(&text);
	return err;
}

/* xfa_skipped - packets of an XFA array that hold no text of a person; the
 * first and the last are the tags around the others */
static bool
xfa_skipped(const char *name)
{
	static const char *const names[] = {"preamble", "postamble", "config",
	    "localeSet", "xdp:xdp", "</xdp:xdp>", "xmpmeta", "pdf",
	    "stylesheet"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static enum pn_err
xfa(struct pn_pdoc *doc, struct pn_obj o)
{
	size_t n = pn_obj_len(doc->pdf, o);
	struct pn_buf name;
	enum pn_err err = PN_OK;

	if (pn_obj_kind(doc->pdf, o) == PN_OBJ_STREAM)
		return xfa_packet(doc, o);
	pn_buf_init(&name, 256);
	for (size_t i = 0; i + 1 < n && err == PN_OK; i += 2) {
		pn_buf_clear(&name);
		pn_obj_text(doc->pdf, pn_obj_at(doc->pdf, o, i), &name);
		if (!xfa_skipped(name.data))
			err = xfa_packet(doc, pn_obj_at(doc->pdf, o, i + 1));
		if (err == PN_OK)
			err = pn_pdoc_step(doc);
	}
	pn_buf_free(&name);
	return err;
}

enum pn_err
pn_pdoc_form(struct pn_pdoc *doc)
{
	struct pn_pdf *pdf = doc->pdf;
	struct pn_obj form = pn_obj_get(pdf, pn_obj_root(pdf), "/AcroForm");
	struct pn_obj fields = pn_obj_get(pdf, form, "/Fields");
	size_t n = pn_obj_len(pdf, fields);
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < n && err == PN_OK; i++) {
		unsigned mark = pn_pdf_mark(pdf);

		err = rest(doc, pn_obj_at(pdf, fields, i), 0);
		pn_pdf_release(pdf, mark);
	}
	return err == PN_OK ? xfa(doc, pn_obj_get(pdf, form, "/XFA")) : err;
}
