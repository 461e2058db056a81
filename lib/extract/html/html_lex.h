/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * html_lex - the tokens of an HTML document, as a browser cuts them
 *
 * After the tokenizer of the WHATWG standard (13.2.5), on a whole document in
 * UTF-8. Tokens point into the document; nothing is copied or decoded here.
 */
#ifndef PN_EXTRACT_HTML_LEX_H
#define PN_EXTRACT_HTML_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>
#include "base/buf.h"

/* A stretch of the document. */
struct pn_span {
	const char *p;
	size_t n;
};

/* More attributes than this on one tag are not looked at. */
#define PN_HTML_MAX_ATTRS 64

struct pn_html_attr {
	struct pn_span name, value;
};

enum pn_html_kind {
	PN_HTML_END,	 /* of the document */
	PN_HTML_TEXT,
	PN_HTML_OPEN,	 /* <name ...> */
	PN_HTML_CLOSE,	 /* </name> */
	PN_HTML_COMMENT, /* and everything that browsers take for one: an
			  * unfinished tag at the end of the document too */
	PN_HTML_DECL,	 /* <!doctype ...>, <?...>, <![...]> */
};

struct pn_html_token {
	enum pn_html_kind kind;
	struct pn_span text; /* text, tag name, or what a comment holds */
	bool raw;	     /* text of a script, style, xmp ... element */
	bool empty;	     /* <name ... />, which means something in SVG */
	struct pn_html_attr attrs[PN_HTML_MAX_ATTRS];
	size_t n_attrs;
};

struct pn_html_lexer {
	const char *p, *end;
	struct pn_span raw; /* the element whose raw text comes next */
};

/* pn_html_next - the next token of L into *T */
void pn_html_next(struct pn_html_lexer *l, struct pn_html_token *t);

/* pn_span_is - is S the ASCII word W, without regard to case? Asked for many
 * words of each tag, and nearly always told by the first two letters. */
static inline bool
pn_span_is(struct pn_span s, const char *w)
{
	if (s.p == NULL || s.n == 0 || w[0] == '\0')
		return s.p != NULL && s.n == 0 && w[0] == '\0';
	if (((s.p[0] ^ w[0]) & ~0x20) != 0 ||
	    (s.n > 1 && ((s.p[1] ^ w[1]) & ~0x20) != 0))
		return false;
	return strlen(w) == s.n && strncasecmp(s.p, w, s.n) == 0;
}

/* pn_html_attr - value of attribute NAME; p NULL if it is missing */
struct pn_span pn_html_attr(const struct pn_html_token *t, const char *name);

/* pn_html_decode - append S to OUT with character references replaced; in
 * attributes a reference wants its semicolon. PN_ERR_LIMIT */
enum pn_err pn_html_decode(struct pn_buf *out, struct pn_span s,
    bool attribute) PN_MUST_CHECK;

#endif
