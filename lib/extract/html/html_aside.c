/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * html_aside - what tags and scripts say that no window shows
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/uni.h"
#include "extract/html/css_scan.h"
#include "extract/html/html_aside.h"

#define MIN_DIGITS 6  /* fewer make no identifier */
#define LONG_WORD  16 /* a word so long may be a key */
#define MAX_LABEL  48 /* bytes of a name that are told */

void
pn_html_aside_init(struct pn_html_aside *a, struct pn_job *job)
{
	a->job = job;
	for (size_t i = 0; i < PN_ASIDE_KINDS; i++)
		pn_buf_init(&a->text[i], pn_job_room(job) + 4096);
	pn_buf_init(&a->scratch, pn_job_room(job) + 4096);
}

void
pn_html_aside_free(struct pn_html_aside *a)
{
	for (size_t i = 0; i < PN_ASIDE_KINDS; i++)
		pn_buf_free(&a->text[i]);
	pn_buf_free(&a->scratch);
}

/* What an attribute is for. */
enum use {
	USE_TEXT,  /* anything at all */
	USE_FORM,  /* keywords, sizes, names: numbers only where they are odd */
	USE_PATH,  /* coordinates, and letters between them */
	USE_STYLE, /* declarations */
	USE_LINK,  /* addresses */
	USE_SRCDOC, /* a document */
	USE_ALONE,  /* a text that its attribute's name says nothing about */
	USE_VALUE,  /* one that another attribute names */
};

struct known {
	const char *name;
	enum use use;
};

/* known_from - the well-known attributes that begin with letter C */
static const struct known *
known_from(char c)
{
	static const struct known none[] = {{NULL, USE_TEXT}};
	static const struct known a[] = {{"align", USE_FORM},
	    {"alt", USE_ALONE}, {"action", USE_LINK}, {"aria-label", USE_ALONE},
	    {"aria-description", USE_ALONE}, {"alink", USE_FORM}, {NULL, 0}};
	static const struct known b[] = {{"border", USE_FORM},
	    {"bgcolor", USE_FORM}, {"background", USE_LINK},
	    {"bordercolor", USE_FORM}, {NULL, 0}};
	static const struct known cc[] = {{"class", USE_FORM},
	    {"colspan", USE_FORM}, {"cellpadding", USE_FORM},
	    {"cellspacing", USE_FORM}, {"color", USE_FORM},
	    {"content", USE_VALUE}, {"cite", USE_LINK}, {"charset", USE_FORM},
	    {NULL, 0}};
	static const struct known d[] = {
	    {"dir", USE_FORM}, {"d", USE_PATH}, {"data", USE_LINK}, {NULL, 0}};
	static const struct known f[] = {{"face", USE_FORM}, {"for", USE_FORM},
	    {"formaction", USE_LINK}, {"fill", USE_FORM}, {NULL, 0}};
	static const struct known h[] = {{"href", USE_LINK},
	    {"height", USE_FORM}, {"http-equiv", USE_FORM}, {NULL, 0}};
	static const struct known i[] = {{"id", USE_FORM}, {NULL, 0}};
	static const struct known l[] = {{"lang", USE_FORM},
	    {"label", USE_ALONE}, {"link", USE_FORM}, {"longdesc", USE_LINK},
	    {NULL, 0}};
	static const struct known n[] = {{"name", USE_FORM}, {NULL, 0}};
	static const struct known p[] = {{"property", USE_FORM},
	    {"placeholder", USE_ALONE}, {"poster", USE_LINK},
	    {"points", USE_PATH}, {NULL, 0}};
	static const struct known r[] = {{"rel", USE_FORM}, {"role", USE_FORM},
	    {"rowspan", USE_FORM}, {NULL, 0}};
	static const struct known s[] = {{"style", USE_STYLE},
	    {"src", USE_LINK}, {"size", USE_FORM}, {"srcset", USE_LINK},
	    {"summary", USE_ALONE}, {"srcdoc", USE_SRCDOC}, {NULL, 0}};
	static const struct known t[] = {{"title", USE_ALONE},
	    {"target", USE_FORM}, {"type", USE_FORM}, {"text", USE_FORM},
	    {"transform", USE_FORM}, {NULL, 0}};
	static const struct known v[] = {{"valign", USE_FORM},
	    {"value", USE_VALUE}, {"viewbox", USE_PATH}, {"vlink", USE_FORM},
	    {NULL, 0}};
	static const struct known w[] = {{"width", USE_FORM}, {NULL, 0}};
	static const struct known x[] = {{"xmlns", USE_FORM},
	    {"xmlns:v", USE_FORM}, {"xmlns:o", USE_FORM}, {"xmlns:w", USE_FORM},
	    {"xmlns:m", USE_FORM}, {"xmlns:x", USE_FORM},
	    {"xlink:href", USE_LINK}, {NULL, 0}};
	static const struct known *const by_letter[26] = {a, b, cc, d, none, f,
	    none, h, i, none, none, l, none, n, none, p, none, r, s, t, none, v,
	    w, x, none, none};

	return isalpha((unsigned char)c) ? by_letter[(c | 32) - 'a'] : none;
}

static enum use
use_of(struct pn_span name)
{
	const struct known *k = known_from(name.p[0]);

	for (; k->name; k++)
		if (pn_span_is(name, k->name))
			return k->use;
	return USE_TEXT;
}

/* holds_data - can V be more than one word or a small number? */
static bool
holds_data(struct pn_span v, bool words)
{
	unsigned digits = 0;
	bool odd = false;

	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.p[i];

		digits += c >= '0' && c <= '9';
		odd |= c <= ' ' || c >= 0x80 || c == '@' || c == '&';
	}
	return digits >= MIN_DIGITS || (words && (odd || v.n >= LONG_WORD));
}

/* has_word - are there three letters in a row? Paths have none. */
static bool
has_word(struct pn_span v)
{
	unsigned run = 0;

	for (size_t i = 0; i < v.n && run < 3; i++)
		run = isalpha((unsigned char)v.p[i]) ? run + 1 : 0;
	return run >= 3;
}

/* label - NAME in front of a value: words instead of dashes, no "data-" */
static enum pn_err
label(struct pn_buf *out, struct pn_span name)
{
	enum pn_err err = PN_OK;

	if (name.n > 5 && strncasecmp(name.p, "data-", 5) == 0)
		name = (struct pn_span){name.p + 5, name.n - 5};
	for (size_t i = 0; i < name.n && i < MAX_LABEL && err == PN_OK; i++)
		err = pn_buf_addc(out,
		    name.p[i] == '-' || name.p[i] == '_' ? ' ' : name.p[i]);
	return err == PN_OK ? pn_buf_adds(out, ": ") : err;
}

/* line - "NAME: V" as a line of FROM; NAME may be empty, V has references */
static enum pn_err
line(struct pn_html_aside *a, enum pn_html_from from, struct pn_span name,
    struct pn_span v)
{
	struct pn_buf *out = &a->text[from];
	size_t start = out->len;
	enum pn_err err = PN_OK;

	if (name.n)
		err = label(out, name);
	if (err == PN_OK)
		err = pn_html_decode(out, v, true);
	/* one line: what is near counts as evidence */
	for (size_t i = start; i < out->len; i++)
		if (out->data[i] == '\n' || out->data[i] == '\r')
			out->data[i] = ' ';
	if (err == PN_OK)
		err = pn_buf_addc(out, '\n');
	return err == PN_OK ? PN_OK : pn_job_limit(a->job, "text");
}

/* unescaped - %-escapes and '+' of S replaced, in A's scratch; S itself where
 * that gives no text */
static struct pn_span
unescaped(struct pn_html_aside *a, struct pn_span s)
{
	struct pn_buf *out = &a->scratch;
	enum pn_err err = PN_OK;

	pn_buf_clear(out);
	for (size_t i = 0; i < s.n && err == PN_OK; i++) {
		char hex[3] = "", c = s.p[i] == '+' ? ' ' : s.p[i];

		if (c == '%' && s.n - i > 2 &&
		    isxdigit((unsigned char)s.p[i + 1]) &&
		    isxdigit((unsigned char)s.p[i + 2])) {
			memcpy(hex, s.p + i + 1, 2);
			c = (char)strtoul(hex, NULL, 16);
			i += 2;
		}
		err = pn_buf_addc(out, c);
	}
	if (err != PN_OK || !pn_utf8_valid(out->data, out->len))
		return s;
	return (struct pn_span){out->data, out->len};
}

/* is_number - digits with signs between them, enough for an identifier? */
static bool
is_number(struct pn_span v)
{
	unsigned digits = 0;

	for (size_t i = 0; i < v.n; i++) {
		bool digit = v.p[i] >= '0' && v.p[i] <= '9';

		if (!digit && strchr("-./", v.p[i]) == NULL)
			return false;
		digits += digit;
	}
	return digits >= MIN_DIGITS;
}

/* piece - one of an address: told where it is prose, or a number with a name.
 * All else are keys, and mostly long ones. */
static enum pn_err
piece(struct pn_html_aside *a, struct pn_span s)
{
	struct pn_span name = {NULL, 0}, v = unescaped(a, s);
	const char *eq = memchr(v.p, '=', v.n);

	if (eq && memchr(v.p, ' ', (size_t)(eq - v.p)) == NULL) {
		name = (struct pn_span){v.p, (size_t)(eq - v.p)};
		v = (struct pn_span){eq + 1, v.n - name.n - 1};
	}
	if (v.n < MIN_DIGITS ||
	    (memchr(v.p, ' ', v.n) == NULL && !(name.n && is_number(v))))
		return PN_OK;
	return line(a, PN_ASIDE_LINK, name, v);
}

/* link_text - what address V says besides where it leads */
static enum pn_err
link_text(struct pn_html_aside *a, struct pn_span v)
{
	const char *p = v.p, *end = v.p + v.n;
	enum pn_err err = PN_OK;

	if (v.n > 11 && strncasecmp(p, "javascript:", 11) == 0)
		return holds_data(v, true) ? line(a, PN_ASIDE_SCRIPT,
						 (struct pn_span){NULL, 0}, v)
					   : PN_OK;
	if ((v.n > 5 && strncasecmp(p, "data:", 5) == 0) ||
	    (!memchr(p, '=', v.n) && !memchr(p, '%', v.n) &&
		!memchr(p, ' ', v.n)))
		return PN_OK;
	while (p < end && err == PN_OK) {
		const char *q = p;

		while (q < end && *q != '/' && *q != '?' && *q != '&' &&
		       *q != '#' && *q != ';')
			q++;
		if (q - p >= MIN_DIGITS)
			err = piece(a, (struct pn_span){p, (size_t)(q - p)});
		p = q < end ? q + 1 : end;
	}
	return err;
}

/* namer - which attribute says what the value of K is */
static struct pn_span
namer(const struct pn_html_token *k)
{
	static const char *const names[] = {
	    "name", "property", "http-equiv", "itemprop", "id"};
	struct pn_span v = {NULL, 0};

	for (size_t i = 0; i < 5 && v.n == 0; i++)
		v = pn_html_attr(k, names[i]);
	return v;
}

/* is_setting - a <meta> that every page has? */
static bool
is_setting(const struct pn_html_token *k)
{
	static const char *const names[] = {"viewport", "content-type",
	    "x-ua-compatible", "format-detection", "generator", "progid",
	    "originator", "color-scheme", "supported-color-schemes", "robots",
	    "x-apple-disable-message-reformatting", "content-style-type",
	    "content-language"};
	struct pn_span name = namer(k);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (pn_span_is(name, names[i]))
			return true;
	return false;
}

/* value - the text of "value" and "content", by the name beside it */
static enum pn_err
value(struct pn_html_aside *a, const struct pn_html_token *k, struct pn_span v)
{
	bool meta = pn_span_is(k->text, "meta");

	if (!holds_data(v, !(meta && is_setting(k))))
		return PN_OK;
	return line(
	    a, meta ? PN_ASIDE_METADATA : PN_ASIDE_ATTRIBUTE, namer(k), v);
}

/* attribute - one of tag K */
static enum pn_err
attribute(struct pn_html_aside *a, const struct pn_html_token *k,
    const struct pn_html_attr *at, bool shown)
{
	enum use use = use_of(at->name);
	struct pn_span v = at->value, none = {NULL, 0};

	switch (use) {
	case USE_STYLE:
		return memchr(v.p, '*', v.n) ? pn_html_aside_sheet(a, v)
					     : PN_OK;
	case USE_PATH:
		return has_word(v) ? line(a, PN_ASIDE_ATTRIBUTE, at->name, v)
				   : PN_OK;
	case USE_LINK:
		return link_text(a, v);
	case USE_VALUE:
		return shown ? PN_OK : value(a, k, v);
	case USE_SRCDOC:
	case USE_ALONE:
		return line(a, PN_ASIDE_ATTRIBUTE, none, v);
	default:
		return holds_data(v, use == USE_TEXT)
			   ? line(a, PN_ASIDE_ATTRIBUTE, at->name, v)
			   : PN_OK;
	}
}

enum pn_err
pn_html_aside_tag(
    struct pn_html_aside *a, const struct pn_html_token *k, bool shown)
{
	const struct pn_html_attr *last = &k->attrs[k->n_attrs];
	enum pn_err err = PN_OK;
	bool odd = false;

	for (size_t i = 0; i < k->n_attrs && err == PN_OK; i++) {
		odd |= isdigit((unsigned char)*k->attrs[i].name.p) != 0;
		if (k->attrs[i].value.n > 1)
			err = attribute(a, k, &k->attrs[i], shown);
	}
	if (!odd || err != PN_OK)
		return err;
	/* no attributes, but a text in angle brackets */
	last--;
	return pn_html_aside_raw(a, PN_ASIDE_MARKUP,
	    (struct pn_span){
		k->text.p, (size_t)(last->name.p + last->name.n - k->text.p)});
}

enum pn_err
pn_html_aside_raw(
    struct pn_html_aside *a, enum pn_html_from from, struct pn_span s)
{
	struct pn_buf *out = &a->text[from];

	if (!holds_data(s, true))
		return PN_OK;
	if (pn_buf_add(out, s.p, s.n) != PN_OK || pn_buf_addc(out, '\n'))
		return pn_job_limit(a->job, "text");
	return PN_OK;
}

enum pn_err
pn_html_aside_sheet(struct pn_html_aside *a, struct pn_span s)
{
	const char *p = s.p, *end = s.p + s.n;
	enum pn_err err = PN_OK;

	while (p < end && err == PN_OK) {
		const char *q;

		if (*p != '/' && *p != '"' && *p != '\'') {
			p++;
			continue;
		}
		q = pn_css_comment(p, end);
		if (q == p && (*p == '"' || *p == '\'')) {
			q = memchr(p + 1, *p, (size_t)(end - p - 1));
			q = q ? q + 1 : end;
		}
		if (q - p > MIN_DIGITS)
			err = pn_html_aside_raw(a, PN_ASIDE_STYLE,
			    (struct pn_span){p, (size_t)(q - p)});
		p = q == p ? p + 1 : q;
	}
	return err;
}

enum pn_err
pn_html_aside_flush(struct pn_html_aside *a)
{
	static const char *const kinds[PN_ASIDE_KINDS] = {
	    "attribute", "metadata", "link", "script", "style", "markup"};
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < PN_ASIDE_KINDS && err == PN_OK; i++) {
		if (a->text[i].len == 0)
			continue;
		pn_job_hidden(a->job, kinds[i]);
		err = pn_job_text(a->job, pn_buf_bytes(&a->text[i]), kinds[i],
		    PN_TEXT_HIDDEN | PN_TEXT_PROGRAM);
	}
	return err;
}
