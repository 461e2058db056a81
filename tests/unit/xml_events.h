/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xml_events - what an engine of xml.h tells, as one text to compare
 *
 * Adjacent pieces of text are joined, because engines cut them differently.
 */
#ifndef PN_TESTS_XML_EVENTS_H
#define PN_TESTS_XML_EVENTS_H

#include <stdint.h>
#include <string.h>
#include "extract/xml_impl.h"

struct told_events {
	struct pn_buf out;
	bool in_text;
};

static void
note(struct told_events *t, char kind, const char *s, size_t n)
{
	(void)!pn_buf_addc(&t->out, kind);
	(void)!pn_buf_add(&t->out, s, n);
	t->in_text = kind == '"';
}

static enum pn_err
note_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct told_events *t = ctx;

	note(t, '<', name, strlen(name));
	for (int i = 0; i < attrs->n; i++) {
		struct pn_bytes v;
		const char *attr = pn_xml_attr_at(attrs, i, &v);

		note(t, ' ', attr, strlen(attr));
		note(t, '=', (const char *)v.p, v.n);
	}
	return PN_OK;
}

static enum pn_err
note_end(void *ctx, const char *name)
{
	note(ctx, '>', name, strlen(name));
	return PN_OK;
}

static enum pn_err
note_text(void *ctx, const char *s, size_t n)
{
	struct told_events *t = ctx;

	if (t->in_text)
		(void)!pn_buf_add(&t->out, s, n);
	else
		note(t, '"', s, n);
	return PN_OK;
}

static enum pn_err
note_comment(void *ctx, const char *s, size_t n)
{
	note(ctx, '!', s, n);
	return PN_OK;
}

static const struct pn_xml_events note_events = {.start = note_start,
    .end = note_end,
    .text = note_text,
    .comment = note_comment};

#endif
