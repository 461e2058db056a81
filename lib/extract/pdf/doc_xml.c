/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doc_xml - text of XML inside a PDF file: XMP, XFA, rich text
 */
#include <stdio.h>
#include <string.h>
#include "base/uni.h"
#include "extract/pdf/doc.h"
#include "extract/xml.h"

#define MAX_NAME 48

struct reading {
	struct pn_pdoc *doc;
	bool labels;
	const char *const *skip;
	struct pn_buf *out;
	unsigned depth, skipped; /* depth of the element that is left out */
	char name[MAX_NAME];	 /* of the element that began last */
	bool fresh;		 /* and it has no text yet */
};

/* runs_on - an element inside a word or a line */
static bool
runs_on(const char *name)
{
	static const char *const names[] = {"span", "b", "i", "u", "em",
	    "strong", "sup", "sub", "font", "a", "Alt", "Bag", "Seq"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static bool
listed(const char *const *list, const char *name)
{
	for (; list && *list; list++)
		if (strcmp(*list, name) == 0)
			return true;
	return false;
}

/* line - begin a line unless one has just begun */
static void
line(struct reading *r)
{
	if (r->out->len && r->out->data[r->out->len - 1] != '\n')
		(void)!pn_buf_addc(r->out, '\n');
}

/* add - text with white space of any kind and length as one blank */
static void
add(struct reading *r, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool blank = strchr(" \t\r\n", s[i]) != NULL;
		char last = r->out->len ? r->out->data[r->out->len - 1] : '\n';

		if (!blank || (last != ' ' && last != '\n'))
			(void)!pn_buf_addc(r->out, blank ? ' ' : s[i]);
	}
}

static void
attributes(struct reading *r, const struct pn_xml_attrs *attrs)
{
	for (int i = 0; i < attrs->n; i++) {
		struct pn_bytes v;
		const char *name = pn_xml_attr_at(attrs, i, &v);

		if (listed(r->skip, name) || strcmp(name, "about") == 0)
			continue;
		line(r);
		(void)!pn_buf_addf(r->out, "%.*s: ", MAX_NAME, name);
		add(r, (const char *)v.p, v.n);
		line(r);
	}
}

static enum pn_err
start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct reading *r = ctx;

	r->depth++;
	if (r->skipped == 0 && listed(r->skip, name))
		r->skipped = r->depth;
	if (r->skipped)
		return pn_job_work(r->doc->pdf->job, 32);
	/* rdf:li holds the value of the element around its list */
	if (!runs_on(name) && strcmp(name, "li") != 0) {
		line(r);
		(void)snprintf(r->name, sizeof(r->name), "%s", name);
		r->fresh = true;
	}
	/* XMP may have its values as attributes; elsewhere they are style */
	if (r->labels && strcmp(name, "Description") == 0)
		attributes(r, attrs);
	return pn_job_work(r->doc->pdf->job, 32);
}

static enum pn_err
end(void *ctx, const char *name)
{
	struct reading *r = ctx;

	if (r->skipped == 0 && !runs_on(name))
		line(r);
	if (r->skipped == r->depth)
		r->skipped = 0;
	r->depth--;
	return PN_OK;
}

static enum pn_err
text(void *ctx, const char *s, size_t n)
{
	struct reading *r = ctx;
	size_t i = 0;

	while (i < n && strchr(" \t\r\n", s[i]))
		i++;
	if (r->skipped || i == n)
		return PN_OK;
	if (r->labels && r->fresh)
		(void)!pn_buf_addf(r->out, "%s: ", r->name);
	r->fresh = false;
	add(r, s, n);
	return PN_OK;
}

enum pn_err
pn_pdoc_xml(struct pn_pdoc *doc, struct pn_bytes xml, bool labels,
    const char *const *skip, struct pn_buf *out)
{
	static const struct pn_xml_events events = {
	    .start = start, .end = end, .text = text};
	struct reading r = {
	    .doc = doc, .labels = labels, .skip = skip, .out = out};

	return pn_xml_parse(xml, &events, &r);
}

enum pn_err
pn_pdoc_xml_stream(struct pn_pdoc *doc, struct pn_obj stream,
    const char *const *skip, struct pn_buf *out)
{
	struct pn_obj_data data;
	enum pn_err err;

	if (pn_obj_kind(doc->pdf, stream) != PN_OBJ_STREAM)
		return PN_OK;
	err = pn_obj_stream(doc->pdf, stream, &data);
	if (err == PN_OK)
		err =
		    pn_pdoc_xml(doc, pn_buf_bytes(&data.buf), true, skip, out);
	if (err == PN_ERR_SYNTAX) {
		pn_buf_clear(out);
		err = pn_utf8_repair(out, data.buf.data, data.buf.len);
	}
	pn_obj_data_free(&data);
	return err;
}

enum pn_err
pn_pdoc_rich(struct pn_pdoc *doc, struct pn_obj o, struct pn_buf *out)
{
	size_t before = out->len;
	struct pn_buf xml;
	enum pn_err err;

	pn_pdoc_buf(doc, &xml);
	err = pn_pdoc_value(doc, o, &xml);
	if (err == PN_OK && xml.len)
		err = pn_pdoc_xml(doc, pn_buf_bytes(&xml), false, NULL, out);
	if (err == PN_ERR_SYNTAX) /* then with its tags */
		err = out->len == before ? pn_buf_add(out, xml.data, xml.len)
					 : PN_OK;
	pn_buf_free(&xml);
	return err;
}
