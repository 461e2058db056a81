/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_xml - XML of any vocabulary: a line for each element that holds text
 *
 * The element's name stands in front of its text ("Surname: Smith"), because
 * it says what the text is; attributes likewise. Comments are hidden text. What
 * is not well-formed, or has a document type (whose entities are never
 * expanded), is read as plain text as well, so nothing is lost. SVG is XML too.
 */
#include <string.h>
#include <strings.h>
#include "extract/decode.h"
#include "extract/flow.h"
#include "extract/text.h"
#include "extract/xml.h"

#define MAX_NAME 48 /* bytes of an element's name that are told */

static unsigned
xml_bid(struct pn_look *look, const char **type)
{
	const char *s = pn_look_text(look);

	if (s == NULL)
		return 0;
	s += strspn(s, " \t\r\n");
	if (strncmp(s, "<?xml", 5) != 0 && strncmp(s, "<svg", 4) != 0)
		return 0;
	if (strstr(s, "<svg"))
		*type = "image/svg+xml";
	return 40;
}

struct xml {
	struct pn_flow flow;
	char name[MAX_NAME + 1]; /* of the innermost element */
	bool fresh;		 /* it has no text yet */
	bool drawing;		 /* SVG: its attributes are coordinates */
};

/* inline_name - an element inside a word or sentence */
static bool
inline_name(const char *name)
{
	static const char *const names[] = {"b", "i", "u", "em", "strong",
	    "span", "tspan", "sup", "sub", "a", "font", "t", "r"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (pn_xml_is(name, names[i]))
			return true;
	return false;
}

/* label - the element's name in front of its first text */
static enum pn_err
label(struct xml *x)
{
	enum pn_err err;

	if (!x->fresh)
		return PN_OK;
	x->fresh = false;
	err = pn_flow_add(&x->flow, x->name, strlen(x->name), NULL);
	return err == PN_OK ? pn_flow_add(&x->flow, ": ", 2, NULL) : err;
}

/* set_name - an element begins; only whole characters of its name are kept */
static void
set_name(struct xml *x, const char *name)
{
	size_t n = strnlen(name, MAX_NAME + 1);

	if (n > MAX_NAME)
		for (n = MAX_NAME;
		     n && ((unsigned char)name[n] & 0xc0) == 0x80;)
			n--;
	memcpy(x->name, name, n);
	x->name[n] = '\0';
	x->fresh = true;
}

static enum pn_err
xml_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct xml *x = ctx;
	enum pn_err err = PN_OK;

	if (!inline_name(name)) {
		err = pn_flow_break(&x->flow, NULL);
		set_name(x, name);
	}
	if (x->drawing)
		return err == PN_OK ? pn_job_work(x->flow.job, 32) : err;
	for (int i = 0; i < attrs->n && err == PN_OK; i++) {
		struct pn_bytes v;
		const char *attr = pn_xml_attr_at(attrs, i, &v);

		err = pn_flow_add(&x->flow, attr, strlen(attr), NULL);
		if (err == PN_OK)
			err = pn_flow_add(&x->flow, ": ", 2, NULL);
		if (err == PN_OK)
			err =
			    pn_flow_add(&x->flow, (const char *)v.p, v.n, NULL);
		if (err == PN_OK)
			err = pn_flow_break(&x->flow, NULL);
	}
	return err == PN_OK ? pn_job_work(x->flow.job, 32) : err;
}

static enum pn_err
xml_end(void *ctx, const char *name)
{
	struct xml *x = ctx;

	if (inline_name(name))
		return PN_OK;
	x->fresh = false;
	return pn_flow_break(&x->flow, NULL);
}

static enum pn_err
xml_text(void *ctx, const char *s, size_t n)
{
	struct xml *x = ctx;
	enum pn_err err;
	size_t i = 0;

	while (i < n &&
	       (s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\r'))
		i++;
	if (i == n)
		return PN_OK; /* indentation */
	err = label(x);
	return err == PN_OK ? pn_flow_add(&x->flow, s, n, NULL) : err;
}

static enum pn_err
xml_comment(void *ctx, const char *s, size_t n)
{
	struct xml *x = ctx;

	x->flow.parted = true;
	return pn_flow_add(&x->flow, s, n, "comment");
}

/* as_text - the bytes as they are */
static enum pn_err
as_text(struct pn_job *job)
{
	struct pn_buf text;
	enum pn_err err = pn_decode(job, job->charset, &text);
	enum pn_err handed = pn_text_lines(job, &text);

	pn_buf_free(&text);
	return err == PN_OK ? handed : err;
}

static enum pn_err
xml_read(struct pn_job *job)
{
	static const struct pn_xml_events events = {.start = xml_start,
	    .end = xml_end,
	    .text = xml_text,
	    .comment = xml_comment};
	struct xml x = {
	    .drawing = strcmp(job->kind.type, "image/svg+xml") == 0,
	};
	enum pn_err err, flushed;

	pn_flow_init(&x.flow, job, "", 0);
	err = pn_xml_parse(job->bytes, &events, &x);
	flushed = pn_flow_flush(&x.flow);
	pn_flow_free(&x.flow);
	if (err == PN_ERR_SYNTAX)
		err = as_text(job);
	return err == PN_OK ? flushed : err;
}

const struct pn_format pn_format_xml = {
    .name = "xml",
    .type = "text/xml",
    .bid = xml_bid,
    .read = xml_read,
};
