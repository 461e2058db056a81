/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * message_dump - the nodes of a message as text, for the message tests
 *
 * One line for each node: id, flags, type, charset and name in brackets where
 * there are any, and the content between bars with line ends as "/". Flags:
 * M multipart, R message, L leaf; a attachment, d displayed, n nested, h
 * hidden, b broken, c cut. Limits stand as "!limit part". A node that breaks
 * the promises of message.h gives a line that begins with "?".
 */
#ifndef TEST_MESSAGE_DUMP_H
#define TEST_MESSAGE_DUMP_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/uni.h"
#include "message/message.h"

struct dump {
	struct pn_buf out;
	unsigned nodes;
	size_t content_max; /* longer content shows as its length */
};

static inline void
dump_add(struct dump *d, const char *s)
{
	if (pn_buf_adds(&d->out, s) != PN_OK)
		abort();
}

static inline void
dump_content(struct dump *d, struct pn_bytes c)
{
	char text[32];
	size_t i;

	if (c.n > d->content_max) {
		snprintf(text, sizeof(text), " #%zu", c.n);
		dump_add(d, text);
		return;
	}
	dump_add(d, " |");
	for (i = 0; i < c.n; i++) {
		char one[2] = {(char)c.p[i], '\0'};

		if (c.p[i] == '\r')
			continue;
		if (c.p[i] == '\0')
			dump_add(d, "\\0");
		else
			dump_add(d, c.p[i] == '\n' ? "/" : one);
	}
	dump_add(d, "|");
}

static inline void
dump_text(struct dump *d, const char *before, const char *s, const char *after)
{
	if (s == NULL)
		return;
	dump_add(d, before);
	dump_add(d, s);
	dump_add(d, after);
}

static inline enum pn_err
dump_node(void *ctx, const struct pn_node *n)
{
	struct dump *d = ctx;
	char line[64];

	d->nodes++;
	if (n->displayed && (n->attachment || n->hidden))
		dump_add(d, "?flags ");
	if (n->name && !pn_utf8_valid(n->name, strlen(n->name)))
		dump_add(d, "?name ");
	if (n->subject && !pn_utf8_valid(n->subject, strlen(n->subject)))
		dump_add(d, "?subject ");
	if ((n->subject != NULL) != (n->kind == PN_NODE_MESSAGE))
		dump_add(d, "?kind ");
	dump_add(d, n->id);
	snprintf(line, sizeof(line), " %c%s%s%s%s%s%s ", "MRL"[n->kind],
	    n->attachment ? "a" : "", n->displayed ? "d" : "",
	    n->nested ? "n" : "", n->hidden ? "h" : "", n->broken ? "b" : "",
	    n->cut ? "c" : "");
	dump_add(d, line);
	dump_add(d, n->type);
	dump_text(d, " (", n->charset, ")");
	dump_text(d, " [", n->name, "]");
	dump_text(d, " {", n->subject, "}");
	if (n->kind == PN_NODE_LEAF)
		dump_content(d, n->content);
	dump_add(d, "\n");
	return PN_OK;
}

static inline void
dump_limit(void *ctx, const char *limit, const char *part)
{
	struct dump *d = ctx;

	dump_text(d, "!", limit, " ");
	dump_text(d, "", part ? part : "-", "\n");
}

/* dump_message - walk the N bytes at MSG within LIMITS */
static inline void
dump_message(struct dump *d, const void *msg, size_t n,
    const struct pn_walk_limits *limits, struct pn_side *side)
{
	struct pn_bytes bytes = {msg, n};
	struct pn_walk walk = {dump_node, dump_limit, d, false};

	pn_buf_init(&d->out, 64u << 20);
	d->nodes = 0;
	if (d->content_max == 0)
		d->content_max = 400;
	if (pn_message_walk(bytes, limits, &walk, side) != PN_OK)
		dump_add(d, "?result\n");
}

#endif
