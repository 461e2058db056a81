/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * html_lex - the tokens of an HTML document, as a browser cuts them
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include "extract/html/html_lex.h"

struct pn_span
pn_html_attr(const struct pn_html_token *t, const char *name)
{
	for (size_t i = 0; i < t->n_attrs; i++)
		if (pn_span_is(t->attrs[i].name, name))
			return t->attrs[i].value;
	return (struct pn_span){NULL, 0};
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* span_to - from P up to Q */
static struct pn_span
span_to(const char *p, const char *q)
{
	return (struct pn_span){p, (size_t)(q - p)};
}

/* find - the bytes W from P on; END where they are not */
static const char *
find(const char *p, const char *end, const char *w)
{
	const char *q = memmem(p, (size_t)(end - p), w, strlen(w));

	return q ? q : end;
}

/* attr_value - what follows '=' */
static struct pn_span
attr_value(struct pn_html_lexer *l)
{
	const char *p;

	while (l->p < l->end && is_space(*l->p))
		l->p++;
	p = l->p;
	if (p < l->end && (*p == '"' || *p == '\'')) {
		const char *q = memchr(p + 1, *p, (size_t)(l->end - p - 1));

		l->p = q ? q + 1 : l->end;
		return span_to(p + 1, q ? q : l->end);
	}
	while (l->p < l->end && !is_space(*l->p) && *l->p != '>')
		l->p++;
	return span_to(p, l->p);
}

/* attrs - the attributes up to '>'; false where the document ends first */
static bool
attrs(struct pn_html_lexer *l, struct pn_html_token *t)
{
	for (;;) {
		struct pn_html_attr a = {0};
		const char *p;

		while (l->p < l->end && (is_space(*l->p) || *l->p == '/'))
			l->p++;
		if (l->p == l->end)
			return false;
		if (*l->p == '>') {
			t->empty = l->p[-1] == '/';
			l->p++;
			return true;
		}
		p = l->p++; /* a first '=' belongs to the name */
		while (l->p < l->end && !is_space(*l->p) && *l->p != '/' &&
		       *l->p != '>' && *l->p != '=')
			l->p++;
		a.name = span_to(p, l->p);
		a.value = span_to(l->p, l->p);
		p = l->p;
		while (p < l->end && is_space(*p))
			p++;
		if (p < l->end && *p == '=') {
			l->p = p + 1;
			a.value = attr_value(l);
		}
		if (t->n_attrs < PN_HTML_MAX_ATTRS)
			t->attrs[t->n_attrs++] = a;
	}
}

/* has_raw_text - an element whose content is no markup? */
static bool
has_raw_text(struct pn_span name)
{
	static const char *const raw[] = {"script", "style", "textarea",
	    "title", "xmp", "iframe", "noembed", "noframes", "plaintext"};

	for (size_t i = 0; i < sizeof(raw) / sizeof(raw[0]); i++)
		if (pn_span_is(name, raw[i]))
			return true;
	return false;
}

/* tag - "<name" or "</name" at P */
static void
tag(struct pn_html_lexer *l, struct pn_html_token *t, bool close)
{
	const char *start = l->p, *p = l->p + 1 + close;

	l->p = p;
	while (
	    l->p < l->end && !is_space(*l->p) && *l->p != '/' && *l->p != '>')
		l->p++;
	t->kind = close ? PN_HTML_CLOSE : PN_HTML_OPEN;
	t->text = span_to(p, l->p);
	if (!attrs(l, t)) {
		t->kind = PN_HTML_COMMENT;
		t->text = span_to(start + 1, l->end);
		t->n_attrs = 0;
	} else if (!close && has_raw_text(t->text)) {
		l->raw = t->text;
	}
}

/* comment - "<!--" at P */
static void
comment(struct pn_html_lexer *l, struct pn_html_token *t)
{
	const char *p = l->p + 4, *end, *bang;

	t->kind = PN_HTML_COMMENT;
	if (p < l->end && *p == '>') {
		l->p = p + 1;
		return;
	}
	if (l->end - p >= 2 && p[0] == '-' && p[1] == '>') {
		l->p = p + 2;
		return;
	}
	end = find(p, l->end, "-->");
	bang = find(p, end, "--!>");
	t->text = span_to(p, bang < end ? bang : end);
	l->p = bang < end ? bang + 4 : end == l->end ? end : end + 3;
}

/* markup - something that begins with '<' at P; false where it is text */
static bool
markup(struct pn_html_lexer *l, struct pn_html_token *t)
{
	size_t left = (size_t)(l->end - l->p);
	const char *p = l->p;

	if (left < 2)
		return false;
	if (isalpha((unsigned char)p[1])) {
		tag(l, t, false);
		return true;
	}
	if (p[1] == '/' && left > 2 && isalpha((unsigned char)p[2])) {
		tag(l, t, true);
		return true;
	}
	if (left >= 4 && memcmp(p, "<!--", 4) == 0) {
		comment(l, t);
		return true;
	}
	if (p[1] != '!' && p[1] != '?' && p[1] != '/')
		return false;
	t->text.p = p + 1;
	l->p = find(p, l->end, ">");
	t->text.n = (size_t)(l->p - t->text.p);
	if (l->p < l->end)
		l->p++;
	t->kind = p[1] == '/' ? PN_HTML_COMMENT : PN_HTML_DECL;
	return true;
}

/* raw_text - everything up to the end tag of the raw element */
static void
raw_text(struct pn_html_lexer *l, struct pn_html_token *t)
{
	struct pn_span name = l->raw;
	const char *p = l->p;

	l->raw.p = NULL;
	for (;; p += 2) {
		const char *after;

		p = find(p, l->end, "</");
		if (p == l->end)
			break;
		after = p + 2 + name.n;
		if (after < l->end && strncasecmp(p + 2, name.p, name.n) == 0 &&
		    (is_space(*after) || *after == '/' || *after == '>'))
			break;
	}
	t->kind = PN_HTML_TEXT;
	t->raw = true;
	t->text = span_to(l->p, p);
	l->p = p;
}

void
pn_html_next(struct pn_html_lexer *l, struct pn_html_token *t)
{
	const char *p;

	t->kind = PN_HTML_END;
	t->text = (struct pn_span){l->p, 0};
	t->raw = t->empty = false;
	t->n_attrs = 0;
	if (l->raw.p) {
		raw_text(l, t);
		if (t->text.n)
			return;
		t->raw = false;
		t->kind = PN_HTML_END;
	}
	if (l->p == l->end)
		return;
	p = l->p;
	if (*p == '<' && markup(l, t))
		return;
	/* a '<' that begins no markup is text, and so is what follows */
	do {
		p = memchr(p + 1, '<', (size_t)(l->end - p - 1));
		if (p == NULL)
			p = l->end;
	} while (p < l->end && p + 1 < l->end &&
		 !isalpha((unsigned char)p[1]) && p[1] != '/' && p[1] != '!' &&
		 p[1] != '?');
	t->kind = PN_HTML_TEXT;
	t->text = span_to(l->p, p);
	l->p = p;
}
