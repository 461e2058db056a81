/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ooxml_text - the text of a part, whatever its elements mean
 */
#include <string.h>
#include "extract/flow.h"
#include "extract/ooxml/ooxml_rest.h"

/* What a part is read into, whatever its elements mean. */
struct any {
	struct pn_flow flow;
	const char *hidden;
	enum pn_ooxml_attrs attrs;
	bool mute;	    /* in an element that holds a measure */
	unsigned in_client; /* open elements of a VML object's settings */
	bool links;	    /* only where relationships lead outside */
};

/* joins - an element that does not end a word: runs and their texts */
static bool
joins(const char *name)
{
	static const char *const names[] = {"t", "r", "fld", "rPr", "b", "i",
	    "span", "font", "solidFill", "latin"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/* counts - does attribute NAME of element ELEMENT tell text that is looked
 * for? */
static bool
counts(enum pn_ooxml_attrs which, const char *element, const char *name)
{
	static const char *const words[][16] = {
	    [PN_OOXML_VALUES] = {"v", "val", "value", "connection", "command",
		"text", "descr", "title", "prompt", "string", "n", "name",
		"caption", "description", "comment", NULL},
	    [PN_OOXML_NOTES] = {"comment", "altText", "altTextSummary", NULL},
	    [PN_OOXML_PEOPLE] = {
		"author", "displayName", "userId", "name", NULL}};

	if (which == PN_OOXML_EVERY)
		return strcmp(element, "schema") != 0;
	for (size_t i = 0; words[which][i]; i++)
		if (strcmp(name, words[which][i]) == 0)
			return true;
	return false;
}

/* any_attrs - those attributes of element NAME that tell text, a line each;
 * one that says the same as the one before it once */
static enum pn_err
any_attrs(struct any *a, const char *name, const struct pn_xml_attrs *attrs)
{
	struct pn_bytes last = {NULL, 0};
	enum pn_err err = PN_OK;

	for (int i = 0; i < attrs->n && err == PN_OK; i++) {
		struct pn_bytes v;
		const char *attr = pn_xml_attr_at(attrs, i, &v);

		if (v.n == 0 || !counts(a->attrs, name, attr) ||
		    (v.n == last.n && memcmp(v.p, last.p, v.n) == 0))
			continue;
		last = v;
		err = pn_flow_add(&a->flow, (const char *)v.p, v.n, a->hidden);
		if (err == PN_OK)
			err = pn_flow_break(&a->flow, a->hidden);
	}
	return err;
}

static enum pn_err
any_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	/* where drawings stand, and how charts write their numbers */
	static const char *const measures[] = {
	    "col", "colOff", "row", "rowOff", "formatCode"};
	struct any *a = ctx;
	enum pn_err err = PN_OK;

	if (a->links) {
		struct pn_bytes to = pn_xml_attr(attrs, "Target");

		if (!pn_xml_attr_is(attrs, "TargetMode", "External"))
			return PN_OK;
		err = pn_flow_add(&a->flow, (const char *)to.p, to.n, NULL);
		return err == PN_OK ? pn_flow_break(&a->flow, NULL) : err;
	}
	a->in_client += strcmp(name, "ClientData") == 0;
	a->mute = a->in_client > 0;
	for (size_t i = 0; i < sizeof(measures) / sizeof(measures[0]); i++)
		a->mute |= strcmp(name, measures[i]) == 0;
	if (!joins(name))
		err = pn_flow_break(&a->flow, a->hidden);
	if (err == PN_OK && a->attrs)
		err = any_attrs(a, name, attrs);
	return err == PN_OK ? pn_job_work(a->flow.job, 32) : err;
}

static enum pn_err
any_end(void *ctx, const char *name)
{
	struct any *a = ctx;

	a->in_client -= a->in_client && strcmp(name, "ClientData") == 0;
	a->mute = a->in_client > 0;
	return joins(name) ? PN_OK : pn_flow_break(&a->flow, a->hidden);
}

static enum pn_err
any_text(void *ctx, const char *s, size_t n)
{
	struct any *a = ctx;

	return a->mute || a->links ? PN_OK
				   : pn_flow_add(&a->flow, s, n, a->hidden);
}

/* read_any - part E into A; FLAGS of all its text */
static enum pn_err
read_any(struct pn_ooxml *x, const struct pn_zip_entry *e, const char *place,
    unsigned flags, struct any *a)
{
	static const struct pn_xml_events events = {
	    .start = any_start, .end = any_end, .text = any_text};
	enum pn_err err, flushed;

	pn_flow_init(&a->flow, x->job, place, flags);
	err = pn_ooxml_parse(x, e, &events, a);
	flushed = pn_flow_flush(&a->flow);
	pn_flow_free(&a->flow);
	return err == PN_OK ? flushed : err;
}

enum pn_err
pn_ooxml_text(struct pn_ooxml *x, const struct pn_zip_entry *e,
    const char *place, const char *hidden, enum pn_ooxml_attrs attrs)
{
	struct any a = {.hidden = hidden, .attrs = attrs};

	return read_any(x, e, place, 0, &a);
}

enum pn_err
pn_ooxml_links(struct pn_ooxml *x, const struct pn_zip_entry *e)
{
	struct any a = {.links = true};

	return read_any(x, e, "links", 0, &a);
}

enum pn_err
pn_ooxml_stowed(struct pn_ooxml *x, const struct pn_zip_entry *e)
{
	struct any a = {0};

	return read_any(x, e, e->name, PN_TEXT_HIDDEN, &a);
}
