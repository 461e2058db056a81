/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_html - HTML as a browser shows it, and what it does not show
 *
 * Visible text by lines, tables as tables, and apart from them, as hidden:
 * text behind styles, comments, conditional comments (Outlook shows some),
 * attributes, scripts (html_aside). What fields of forms show is visible.
 * Files inside of links are members. SVG is read the same way. Comments may
 * hold markup, whole tables even, and are read as documents of their own once
 * the visible one is over.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "extract/decode.h"
#include "extract/html/html_aside.h"
#include "extract/html/html_data.h"
#include "extract/html/html_tree.h"

#define HEAD_BYTES   1024  /* where <meta charset> must stand */
#define MAX_COMMENTS 10000 /* the rest is read as one */
#define DRAWING	     56	   /* what <svg> is worth: more than XML */
#define BID_MIDDLE   20	   /* markup begins behind some text */

/* Text that is to be read once the visible document is over. */
struct later {
	struct pn_span text;
	const char *kind;
};

struct html {
	struct pn_job *job;
	struct pn_flow flow;
	struct pn_css_sheet sheet;
	struct pn_html_tree *tree;
	struct pn_buf scratch; /* decoded text of one token */
	struct pn_html_aside aside;
	struct pn_span raw; /* the last tag that began */
	bool markup;	    /* its text is a document */
	bool inside;	    /* a comment or the like is being read */
	struct later *later;
	size_t n_later, cap_later;
};

/* tag_bits - what the tag name at S (behind '<') is worth */
static unsigned
tag_bits(const char *s)
{
	static const char *const tags[] = {"!doctype html", "html", "head",
	    "body", "meta", "title", "style", "script", "table", "div", "span",
	    "font", "center", "blockquote", "img", "pre", "h1", "h2", "h3",
	    "ul", "ol", "br", "p", "a", "b", "i"};

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		size_t n = strlen(tags[i]);

		if (strncasecmp(s, tags[i], n) == 0 &&
		    strchr(" \t\r\n/>", s[n]))
			return 8 + 8 * (unsigned)n;
	}
	return 0;
}

static unsigned
html_bid(struct pn_look *look, const char **type)
{
	static const char *const sure[] = {"<html", "<body", "<!doctype html"};
	const char *s = pn_look_text(look), *p = s;
	size_t n = s ? strnlen(s, HEAD_BYTES) : 0;

	if (s == NULL)
		return 0;
	for (;;) {
		const char *end;

		while (isspace((unsigned char)*p))
			p++;
		if (strncmp(p, "<!--", 4) == 0)
			end = strstr(p, "-->");
		else if (strncmp(p, "<?xml", 5) == 0)
			end = strchr(p, '>');
		else
			break;
		if (end == NULL)
			break;
		p = end + (*end == '-' ? 3 : 1);
	}
	if (strncmp(p, "<svg", 4) == 0 ||
	    strncasecmp(p, "<!doctype svg", 13) == 0) {
		*type = "image/svg+xml";
		return DRAWING;
	}
	if (*p == '<' && tag_bits(p + 1))
		return tag_bits(p + 1);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; s[i] == '<' && k < 3; k++)
			if (strncasecmp(s + i, sure[k], strlen(sure[k])) == 0)
				return BID_MIDDLE;
	return 0;
}

/* meta_charset - what <meta> near the start declares, into NAME */
static bool
meta_charset(struct pn_bytes b, char name[64])
{
	const char *s = (const char *)b.p;
	size_t n = b.n < HEAD_BYTES ? b.n : HEAD_BYTES;

	for (size_t i = 0; i + 10 < n; i++) {
		size_t k = i + 8, len = 0;

		/* "encoding=" of XML, too */
		if (strncasecmp(s + i, "charset=", 8) != 0 &&
		    strncasecmp(s + i, "ncoding=", 8) != 0)
			continue;
		while (k < n && (s[k] == '"' || s[k] == '\''))
			k++;
		while (k < n && len < 63 &&
		       (isalnum((unsigned char)s[k]) || s[k] == '-' ||
			   s[k] == '_'))
			name[len++] = s[k++];
		name[len] = '\0';
		/* it could be read, so it is no two-byte set */
		return len && strncasecmp(name, "utf-16", 6) != 0;
	}
	return false;
}

/* read_later - note TEXT for the end */
static void
read_later(struct html *h, struct pn_span text, const char *kind)
{
	if (text.n == 0)
		return;
	if (h->n_later == MAX_COMMENTS) {
		/* everything from the last one on, markup and all */
		struct later *l = &h->later[h->n_later - 1];

		if (text.p > l->text.p)
			l->text.n = (size_t)(text.p + text.n - l->text.p);
		return;
	}
	PN_GROW(h->later, h->n_later, h->cap_later);
	h->later[h->n_later++] = (struct later){text, kind};
}

/* decoded - the characters of S, valid until the next call */
static enum pn_err
decoded(struct html *h, struct pn_span s, bool attribute)
{
	pn_buf_clear(&h->scratch);
	if (pn_html_decode(&h->scratch, s, attribute) != PN_OK)
		return pn_job_limit(h->job, "text");
	return PN_OK;
}

/* comment - a plain or a conditional one */
static enum pn_err
comment(struct html *h, struct pn_span s)
{
	const char *end;

	if (h->inside) {
		/* a comment in a comment is text: reading it as a document
		 * again would never pay off */
		if (decoded(h, s, false) != PN_OK)
			return PN_ERR_LIMIT;
		return pn_flow_add(
		    &h->flow, h->scratch.data, h->scratch.len, "comment");
	}
	if (s.n > 3 && strncasecmp(s.p, "[if", 3) == 0) {
		end = memmem(s.p, s.n, "]>", 2);
		if (end) {
			s.n -= (size_t)(end + 2 - s.p);
			s.p = end + 2;
		}
		end = memmem(s.p, s.n, "<![endif]", 9);
		if (end)
			s.n = (size_t)(end - s.p);
		read_later(h, s, "conditional");
		return PN_OK;
	}
	read_later(h, s, "comment");
	return PN_OK;
}

/* shown_text - an attribute's text that is seen in its place, where V is one */
static enum pn_err
shown_text(struct html *h, struct pn_span v)
{
	const char *hidden = pn_html_tree_hidden(h->tree);
	enum pn_err err = PN_OK;

	if (v.n == 0)
		return PN_OK;
	err = decoded(h, v, true);
	if (hidden)
		h->flow.parted = true;
	else
		pn_flow_space(&h->flow, NULL);
	if (err == PN_OK)
		err = pn_flow_add(
		    &h->flow, h->scratch.data, h->scratch.len, hidden);
	pn_flow_space(&h->flow, hidden);
	return err;
}

/* is_field - does tag K show its value? */
static bool
is_field(const struct pn_html_token *k)
{
	static const char *const unseen[] = {"hidden", "checkbox", "radio",
	    "password", "image", "file", "color", "range"};
	struct pn_span type;

	if (!pn_span_is(k->text, "input"))
		return false;
	type = pn_html_attr(k, "type");
	for (size_t i = 0; i < sizeof(unseen) / sizeof(unseen[0]); i++)
		if (pn_span_is(type, unseen[i]))
			return false;
	return true;
}

/* attr_files - files that a link or an object carries in itself */
static enum pn_err
attr_files(struct html *h, const struct pn_html_token *k)
{
	static const char *const urls[] = {"href", "src", "data", "xlink:href"};
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < 4 && err == PN_OK; i++) {
		struct pn_span v = pn_html_attr(k, urls[i]);

		if (v.n < 6 || memmem(v.p, v.n < 64 ? v.n : 64, ":", 1) == NULL)
			continue;
		err = decoded(h, v, true);
		if (err == PN_OK)
			err = pn_html_data(h->job,
			    (struct pn_span){h->scratch.data, h->scratch.len},
			    NULL, i % 3 == 0 && !pn_span_is(k->text, "image"));
	}
	return err;
}

/* attr_texts - all texts that the attributes of a tag hold */
static enum pn_err
attr_texts(struct html *h, const struct pn_html_token *k)
{
	bool field = is_field(k);
	enum pn_err err = pn_html_aside_tag(&h->aside, k, field);

	if (err == PN_OK && field)
		err = shown_text(h, pn_html_attr(k, "value"));
	if (pn_span_is(k->text, "img"))
		pn_flow_space(&h->flow, pn_html_tree_hidden(h->tree));
	return err == PN_OK ? attr_files(h, k) : err;
}

/* raw_text - what stands in <script> and <style>, TAG; false for another
 * element's, which is text */
static bool
raw_text(struct html *h, const struct pn_html_token *k, enum pn_err *err)
{
	if (pn_span_is(h->raw, "script")) {
		if (h->markup)
			read_later(h, k->text, "script");
		else
			*err = pn_html_aside_raw(
			    &h->aside, PN_ASIDE_SCRIPT, k->text);
		return true;
	}
	if (!pn_span_is(h->raw, "style"))
		return false;
	*err = pn_html_aside_sheet(&h->aside, k->text);
	return true;
}

/* begin - a start tag */
static enum pn_err
begin(struct html *h, const struct pn_html_token *k)
{
	enum pn_err err = pn_html_tree_open(h->tree, k);

	h->raw = k->text;
	h->markup = false;
	if (k->n_attrs == 0)
		return err;
	if (pn_span_is(k->text, "script")) {
		struct pn_span type = pn_html_attr(k, "type");

		/* a template, to be filled in by a program */
		h->markup = type.n && !h->inside &&
			    (memmem(type.p, type.n, "html", 4) ||
				memmem(type.p, type.n, "template", 8));
	}
	return err == PN_OK ? attr_texts(h, k) : err;
}

/* declaration - <!...>, <?...>: markup that nobody sees; a doctype has no
 * text, nor have the conditions of Outlook */
static enum pn_err
declaration(struct html *h, struct pn_span s)
{
	if ((s.n >= 8 && strncasecmp(s.p, "!doctype", 8) == 0) ||
	    (s.n >= 3 &&
		(memcmp(s.p, "![i", 3) == 0 || memcmp(s.p, "![e", 3) == 0 ||
		    memcmp(s.p, "?xm", 3) == 0)))
		return PN_OK;
	return pn_html_aside_raw(&h->aside, PN_ASIDE_MARKUP, s);
}

/* one - one token */
static enum pn_err
one(struct html *h, const struct pn_html_token *k)
{
	enum pn_err err = PN_OK;

	switch (k->kind) {
	case PN_HTML_OPEN:
		return begin(h, k);
	case PN_HTML_CLOSE:
		return pn_html_tree_close(h->tree, k->text);
	case PN_HTML_COMMENT:
		return comment(h, k->text);
	case PN_HTML_DECL:
		return declaration(h, k->text);
	case PN_HTML_TEXT:
		if (k->raw && raw_text(h, k, &err))
			return err;
		if (memchr(k->text.p, '&', k->text.n) == NULL)
			return pn_html_tree_text(h->tree, k->text.p, k->text.n);
		err = decoded(h, k->text, false);
		if (err != PN_OK)
			return err;
		return pn_html_tree_text(
		    h->tree, h->scratch.data, h->scratch.len);
	default:
		return PN_OK;
	}
}

/* next_sheet - the first "<style" from P on, outside of comments; NULL */
static const char *
next_sheet(const char *p, const char *end)
{
	for (;;) {
		const char *low = memmem(p, (size_t)(end - p), "<style", 6);
		const char *up =
		    memmem(p, (size_t)((low ? low : end) - p), "<STYLE", 6);
		const char *at = up ? up : low, *open = NULL;

		if (at)
			open = memmem(p, (size_t)(at - p), "<!--", 4);
		if (open == NULL)
			return at;
		p = memmem(open + 4, (size_t)(end - open - 4), "-->", 3);
		if (p == NULL)
			return NULL;
	}
}

/* read_sheets - the style sheets of DOC: one at its end counts as well */
static void
read_sheets(struct html *h, struct pn_span doc)
{
	struct pn_html_lexer lexer = {.p = doc.p, .end = doc.p + doc.n};
	struct pn_html_token token;

	while ((lexer.p = next_sheet(lexer.p, lexer.end))) {
		struct pn_span media;

		pn_html_next(&lexer, &token);
		media = pn_html_attr(&token, "media");
		if (token.kind != PN_HTML_OPEN ||
		    !pn_span_is(token.text, "style"))
			continue;
		pn_html_next(&lexer, &token);
		if (token.kind == PN_HTML_TEXT && token.raw &&
		    (media.n == 0 || pn_span_is(media, "all") ||
			pn_span_is(media, "screen")))
			pn_css_sheet_add(&h->sheet, token.text);
	}
}

/* run - read DOC into the flow; GONE: why nobody sees it */
static enum pn_err
run(struct html *h, struct pn_span doc, const char *gone)
{
	struct pn_html_lexer lexer = {.p = doc.p, .end = doc.p + doc.n};
	struct pn_html_token token;
	enum pn_err err = PN_OK;

	pn_html_tree_init(h->tree, &h->flow, &h->sheet, gone);
	do {
		const char *at = lexer.p;

		pn_html_next(&lexer, &token);
		err = one(h, &token);
		if (token.empty && h->tree->drawing)
			lexer.raw.p = NULL; /* no text, as in XML */
		if (err == PN_OK)
			err = pn_job_work(h->job,
			    (uint64_t)(lexer.p - at) + 16 +
				(token.kind == PN_HTML_OPEN ? h->sheet.n : 0));
	} while (err == PN_OK && token.kind != PN_HTML_END);
	return err == PN_OK ? pn_html_tree_end(h->tree) : err;
}

/* run_all - the document, and then what was put off */
static enum pn_err
run_all(struct html *h, const struct pn_buf *text)
{
	struct pn_span doc = {text->data, text->len};
	enum pn_err err, rest;

	read_sheets(h, doc);
	err = run(h, doc, NULL);
	h->inside = true;
	for (size_t i = 0; i < h->n_later && err == PN_OK; i++) {
		struct later l = h->later[i];

		h->flow.parted = true;
		err = run(h, l.text, l.kind);
		h->flow.parted = true;
	}
	rest = pn_flow_flush(&h->flow);
	if (err == PN_OK)
		err = pn_html_aside_flush(&h->aside);
	return err == PN_OK ? rest : err;
}

/* read_as - the whole document, decoded as CHARSET says */
static enum pn_err
read_as(struct pn_job *job, const char *charset)
{
	struct html h = {.job = job};
	struct pn_buf text;
	enum pn_err err = pn_decode(job, charset, &text), got;

	pn_flow_init(&h.flow, job, "", 0);
	pn_html_aside_init(&h.aside, job);
	pn_buf_init(&h.scratch, 4 * text.len + 64);
	h.tree = pn_alloc(sizeof(*h.tree));
	got = run_all(&h, &text);
	pn_buf_free(&h.scratch);
	pn_html_aside_free(&h.aside);
	pn_css_sheet_free(&h.sheet);
	pn_flow_free(&h.flow);
	pn_buf_free(&text);
	free(h.tree);
	free(h.later);
	return err != PN_OK ? err : got;
}

static enum pn_err
html_read(struct pn_job *job)
{
	const char *other = pn_decode_other(job->bytes, job->charset);
	const char *charset = job->charset;
	char meta[64];
	enum pn_err err;

	if (charset == NULL && meta_charset(job->bytes, meta))
		charset = meta;
	err = read_as(job, charset);
	if (err == PN_OK && other)
		err = read_as(job, other);
	return err;
}

const struct pn_format pn_format_html = {
    .name = "html",
    .type = "text/html",
    .bid = html_bid,
    .read = html_read,
};
