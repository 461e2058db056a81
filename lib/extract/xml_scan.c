/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xml_scan - events of plain XML (XML 1.0, fifth edition), fast
 *
 * Plain: UTF-8 without odd characters, ASCII names, no document type, the
 * five entities that every parser knows and numeric references, and well
 * formed. Jumps from one '<' to the next; the document is checked as a whole
 * first, so that nothing has to be checked twice. What is not plain ends the
 * scan, with nothing told of it (see xml_impl.h). Namespaces are not resolved:
 * nobody asks for them.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "base/uni.h"
#include "extract/xml_chars.h"
#include "extract/xml_impl.h"

/* More than programs write; whatever is larger goes to the library, which
 * has limits of its own. */
#define MAX_ATTRS  64
#define MAX_NAME   120
#define MAX_VALUE  (1u << 20) /* of an attribute, a comment, an instruction */
#define WORD	   16	      /* what is copied at once of a short name */

/* What a byte may be. */
enum {
	NAME_START = 1 << 0,
	NAME = 1 << 1,
	BLANK = 1 << 2,
	VALUE_END = 1 << 3, /* quotes, and what is not taken as it stands */
};

static const unsigned char classes[256] = {
    ['A' ... 'Z'] = NAME_START | NAME,
    ['a' ... 'z'] = NAME_START | NAME,
    ['_'] = NAME_START | NAME,
    ['0' ... '9'] = NAME,
    ['-'] = NAME,
    ['.'] = NAME,
    [' '] = BLANK,
    ['\t'] = BLANK | VALUE_END,
    ['\n'] = BLANK | VALUE_END,
    ['\r'] = BLANK | VALUE_END,
    ['"'] = VALUE_END,
    ['\''] = VALUE_END,
    ['<'] = VALUE_END,
    ['&'] = VALUE_END,
};

/* A name: as it is written, and where its local part begins. */
struct name {
	const char *p;
	size_t n, local;
};

/* An open element; its local name is kept for the end. */
struct open {
	struct name name;
	char local[MAX_NAME + WORD];
};

struct attr {
	struct name name;
	size_t at, n;  /* of the decoded value in SCRATCH */
	bool decoded;
};

struct scan {
	const char *p, *end;
	const struct pn_xml_events *events;
	void *ctx;
	struct pn_xml_told *told;
	struct open *stack;
	size_t depth;
	bool rooted;		     /* the root element was there */
	bool amps, returns, closers; /* do "&", CR, "]" occur at all? */
	struct pn_buf scratch;	     /* decoded text or values */
	/* attributes of one tag; those in RAW are told, their names in NAMES */
	struct attr attrs[MAX_ATTRS];
	struct pn_xml_raw raw[MAX_ATTRS];
	char names[MAX_ATTRS * (MAX_NAME + 1) + WORD];
	size_t n_attrs, names_len;
	bool odd; /* not plain from here on */
	enum pn_err err;
};

/* odd - the scan ends: this is not for us */
static bool
odd(struct scan *s)
{
	s->odd = true;
	return false;
}

/* is - is the byte at P, which may be the end, of CLASS? */
static bool
is(const struct scan *s, const char *p, unsigned class)
{
	return p < s->end && (classes[(unsigned char)*p] & class) != 0;
}

static void
skip_blank(struct scan *s)
{
	while (is(s, s->p, BLANK))
		s->p++;
}

/* follows - does W, of N bytes, stand at P? */
static bool
follows(const struct scan *s, const char *p, const char *w, size_t n)
{
	return (size_t)(s->end - p) >= n && memcmp(p, w, n) == 0;
}

/* find - the N bytes W from P on, within reach; NULL */
static const char *
find(const struct scan *s, const char *p, const char *w, size_t n)
{
	size_t left = (size_t)(s->end - p);

	return memmem(p, left < MAX_VALUE ? left : MAX_VALUE, w, n);
}

/* read_name - a name with at most one prefix */
static bool
read_name(struct scan *s, struct name *name)
{
	const char *p = s->p;

	*name = (struct name){p, 0, 0};
	if (!is(s, p, NAME_START))
		return odd(s);
	for (p++; is(s, p, NAME);)
		p++;
	if (p < s->end && *p == ':') {
		name->local = (size_t)(++p - s->p);
		if (!is(s, p, NAME_START))
			return odd(s);
		while (is(s, p, NAME))
			p++;
	}
	name->n = (size_t)(p - s->p);
	s->p = p;
	return name->n <= MAX_NAME || odd(s);
}

/* keep_local - the local part of NAME to TO, terminated, which has room for
 * WORD bytes more; most are short, and bytes follow them */
static void
keep_local(const struct scan *s, const struct name *name, char *to)
{
	const char *p = name->p + name->local;
	size_t n = name->n - name->local;

	if (n < WORD && (size_t)(s->end - p) >= WORD)
		memcpy(to, p, WORD);
	else
		memcpy(to, p, n);
	to[n] = '\0';
}

/* decode - the text from P to END into the scratch buffer: references
 * replaced, line ends as LF, and in attributes white space as blanks */
static bool
decode(struct scan *s, const char *p, const char *end, bool attribute)
{
	enum pn_err err = PN_OK;

	while (p < end && err == PN_OK) {
		const char *q = p;

		while (q < end && *q != '&' && *q != '\r' &&
		       (!attribute || (*q != '\n' && *q != '\t')))
			q++;
		err = pn_buf_add(&s->scratch, p, (size_t)(q - p));
		p = q;
		if (p == end || err != PN_OK)
			continue;
		if (*p == '&') {
			uint32_t c = pn_xml_reference(&p, s->end);

			if (c == 0 || p > end)
				return odd(s);
			err = pn_utf8_put(&s->scratch, c);
			continue;
		}
		if (*p == '\r' && !follows(s, p, "\r\n", 2))
			return odd(s);
		if (*p == '\r')
			p++;
		p++;
		err = pn_buf_addc(&s->scratch, attribute ? ' ' : '\n');
	}
	return err == PN_OK || odd(s);
}

/* mark - a start, an end or a comment was told; did nobody object? */
static bool
mark(struct scan *s, enum pn_err err)
{
	s->told->marks++;
	s->told->text = 0;
	s->err = err;
	return err == PN_OK;
}

/* tell - N bytes of text */
static bool
tell(struct scan *s, const char *p, size_t n)
{
	s->told->text += n;
	if (n && s->events->text)
		s->err = s->events->text(s->ctx, p, n);
	return s->err == PN_OK;
}

/* text - everything up to TO, which is the next '<' or the end */
static bool
text(struct scan *s, const char *to)
{
	const char *p = s->p;
	size_t n = (size_t)(to - p);

	if (s->depth == 0) {
		skip_blank(s);
		return s->p == to || odd(s);
	}
	/* text that no tag ends is left to the library */
	if (to == s->end || (s->closers && memmem(p, n, "]]>", 3)))
		return odd(s);
	s->p = to;
	if ((!s->amps || memchr(p, '&', n) == NULL) &&
	    (!s->returns || memchr(p, '\r', n) == NULL))
		return tell(s, p, n);
	pn_buf_clear(&s->scratch);
	return decode(s, p, to, false) &&
	       tell(s, s->scratch.data, s->scratch.len);
}

/* decode_value - the value of A in QUOTEs from S on is none that can be taken
 * as it stands */
static bool
decode_value(struct scan *s, struct attr *a, char quote)
{
	const char *p = s->p;
	const char *end = memchr(p, quote, (size_t)(s->end - p));

	a->decoded = true;
	a->at = s->scratch.len;
	if (end == NULL || memchr(p, '<', (size_t)(end - p)) ||
	    !decode(s, p, end, true))
		return odd(s);
	a->n = s->scratch.len - a->at;
	s->p = end + 1;
	return (size_t)(end - p) <= MAX_VALUE || odd(s);
}

/* value - the quoted value of attribute A into *V */
static bool
value(struct scan *s, struct attr *a, struct pn_bytes *v)
{
	const char *p = s->p, *end;
	char quote;

	if (p == s->end || (*p != '"' && *p != '\''))
		return odd(s);
	quote = *p++;
	s->p = p;
	for (end = p; end < s->end; end++)
		if (classes[(unsigned char)*end] & VALUE_END &&
		    (*end == quote || (*end != '"' && *end != '\'')))
			break;
	if (end == s->end)
		return odd(s);
	a->decoded = false;
	if (*end != quote)
		return decode_value(s, a, quote);
	*v = (struct pn_bytes){(const unsigned char *)p, (size_t)(end - p)};
	s->p = end + 1;
	return v->n <= MAX_VALUE || odd(s);
}

/* twice - is the last attribute there already? */
static bool
twice(const struct scan *s)
{
	const struct name *a = &s->attrs[s->n_attrs - 1].name;

	for (size_t i = 0; i + 1 < s->n_attrs; i++) {
		const struct name *b = &s->attrs[i].name;

		if (a->n == b->n && a->p[a->n - 1] == b->p[a->n - 1] &&
		    memcmp(a->p, b->p, a->n) == 0)
			return true;
	}
	return false;
}

/* attribute - name and value of the next one */
static bool
attribute(struct scan *s)
{
	struct attr *a = &s->attrs[s->n_attrs];
	struct pn_xml_raw *raw = &s->raw[s->n_attrs];

	if (s->n_attrs == MAX_ATTRS || !read_name(s, &a->name))
		return odd(s);
	s->n_attrs++;
	skip_blank(s);
	if (s->p == s->end || *s->p != '=' || twice(s))
		return odd(s);
	s->p++;
	skip_blank(s);
	raw->name = s->names + s->names_len;
	keep_local(s, &a->name, s->names + s->names_len);
	s->names_len += a->name.n - a->name.local + 1;
	return value(s, a, &raw->value);
}

/* attributes - all of a start tag; S stands behind them */
static bool
attributes(struct scan *s)
{
	s->n_attrs = s->names_len = 0;
	for (;;) {
		const char *before = s->p;

		skip_blank(s);
		if (s->p < s->end && (*s->p == '>' || *s->p == '/'))
			return true;
		if (s->p == before)
			return odd(s);
		if (s->n_attrs == 0)
			pn_buf_clear(&s->scratch);
		if (!attribute(s))
			return false;
	}
}

/* declares - is N the name of a namespace declaration? */
static bool
declares(const struct name *n)
{
	return n->n >= 5 && memcmp(n->p, "xmlns", 5) == 0 &&
	       (n->n == 5 || n->local == 6);
}

/* tell_start - an element begins, with the attributes that were read */
static bool
tell_start(struct scan *s, const struct open *e)
{
	struct pn_xml_attrs attrs = {s->raw, 0};

	if (s->events->start == NULL)
		return mark(s, PN_OK);
	for (size_t i = 0; i < s->n_attrs; i++) {
		const struct attr *a = &s->attrs[i];

		if (a->decoded)
			s->raw[i].value =
			    (struct pn_bytes){(const unsigned char *)
						  s->scratch.data +
						  a->at,
				a->n};
		if (!declares(&a->name))
			s->raw[attrs.n++] = s->raw[i];
	}
	return mark(s, s->events->start(s->ctx, e->local, &attrs));
}

/* tell_end - the innermost element is over */
static bool
tell_end(struct scan *s)
{
	const struct open *e = &s->stack[--s->depth];

	return mark(
	    s, s->events->end ? s->events->end(s->ctx, e->local) : PN_OK);
}

/* start_tag - "<name" at S */
static bool
start_tag(struct scan *s)
{
	struct open *e = &s->stack[s->depth];
	bool empty;

	if ((s->depth == 0 && s->rooted) || s->depth == PN_XML_MAX_DEPTH)
		return odd(s);
	s->p++;
	if (!read_name(s, &e->name) || !attributes(s))
		return odd(s);
	empty = *s->p == '/';
	s->p += empty;
	if (s->p == s->end || *s->p != '>')
		return odd(s);
	s->p++;
	keep_local(s, &e->name, e->local);
	s->rooted = true;
	s->depth++;
	return tell_start(s, e) && (!empty || tell_end(s));
}

/* end_tag - "</" at S */
static bool
end_tag(struct scan *s)
{
	const struct name *name;
	const char *p = s->p + 2;
	size_t i = 0;

	if (s->depth == 0)
		return odd(s);
	name = &s->stack[s->depth - 1].name;
	if ((size_t)(s->end - p) < name->n)
		return odd(s);
	while (i < name->n && p[i] == name->p[i])
		i++; /* names are short: faster than a call */
	if (i < name->n)
		return odd(s);
	s->p = p + i;
	skip_blank(s);
	if (s->p == s->end || *s->p != '>')
		return odd(s);
	s->p++;
	return tell_end(s);
}

/* comment - "<!--" at S */
static bool
comment(struct scan *s)
{
	const char *p = s->p + 4, *end = find(s, p, "--", 2);
	size_t n = end ? (size_t)(end - p) : 0;

	if (end == NULL || !follows(s, end, "-->", 3))
		return odd(s);
	s->p = end + 3;
	if (s->returns && memchr(p, '\r', n))
		return odd(s);
	if (s->events->comment == NULL)
		return mark(s, PN_OK);
	/* terminated like that of the library */
	pn_buf_clear(&s->scratch);
	if (pn_buf_add(&s->scratch, p, n) != PN_OK)
		return odd(s);
	return mark(s, s->events->comment(s->ctx, s->scratch.data, n));
}

/* instruction - "<?" at S; nobody wants to know what it says */
static bool
instruction(struct scan *s)
{
	const char *end = find(s, s->p, "?>", 2);
	struct name target;

	s->p += 2;
	if (end == NULL || !read_name(s, &target) || target.local != 0 ||
	    (target.n == 3 && strncasecmp(target.p, "xml", 3) == 0) ||
	    (s->p != end && !is(s, s->p, BLANK)))
		return odd(s);
	s->p = end + 2;
	return true;
}

/* cdata - "<![CDATA[" at S */
static bool
cdata(struct scan *s)
{
	const char *p = s->p + 9;
	const char *end = memmem(p, (size_t)(s->end - p), "]]>", 3);

	if (s->depth == 0 || end == NULL || memchr(p, '\r', (size_t)(end - p)))
		return odd(s);
	s->p = end + 3;
	return tell(s, p, (size_t)(end - p));
}

/* markup - '<' at S; false: the scan ends */
static bool
markup(struct scan *s)
{
	if (is(s, s->p + 1, NAME_START))
		return start_tag(s);
	if (s->end - s->p > 1 && s->p[1] == '/')
		return end_tag(s);
	if (follows(s, s->p, "<!--", 4))
		return comment(s);
	if (follows(s, s->p, "<?", 2))
		return instruction(s);
	if (follows(s, s->p, "<![CDATA[", 9))
		return cdata(s);
	return odd(s);
}

/* word - W at S, step over it */
static bool
word(struct scan *s, const char *w)
{
	size_t n = strlen(w);
	bool there = follows(s, s->p, w, n);

	s->p += there ? n : 0;
	return there;
}

/* declaration - <?xml ...?> of a plain document, if there is one */
static bool
declaration(struct scan *s)
{
	if (!word(s, "<?xml"))
		return true;
	if (!word(s, " version=\"1.0\"") && !word(s, " version='1.0'"))
		return odd(s);
	if (word(s, " encoding=\"") || word(s, " encoding='")) {
		char quote = s->p[-1];

		if ((!word(s, "UTF-8") && !word(s, "utf-8")) ||
		    s->p == s->end || *s->p != quote)
			return odd(s);
		s->p++;
	}
	(void)(word(s, " standalone=\"yes\"") ||
	       word(s, " standalone=\"no\"") || word(s, " standalone='yes'") ||
	       word(s, " standalone='no'"));
	skip_blank(s);
	return word(s, "?>") || odd(s);
}

/* document - everything */
static void
document(struct scan *s)
{
	if (!declaration(s))
		return;
	while (s->p < s->end) {
		const char *p = s->p;

		if (*p != '<') {
			p = memchr(p, '<', (size_t)(s->end - p));
			if (!text(s, p ? p : s->end))
				return;
		}
		if (s->p < s->end && !markup(s))
			return;
	}
	if (s->depth || !s->rooted)
		s->odd = true;
}

enum pn_err
pn_xml_scan(struct pn_bytes xml, const struct pn_xml_events *events, void *ctx,
    struct pn_xml_told *told, bool *all)
{
	const char *p = (const char *)xml.p, *end = p + xml.n;
	struct scan *s;
	enum pn_err err;

	*told = (struct pn_xml_told){0};
	*all = false;
	if (xml.n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	if (p == end || *p != '<' || !pn_xml_clean(p, (size_t)(end - p)))
		return PN_OK;
	s = pn_alloc(sizeof(*s));
	s->p = p;
	s->end = end;
	s->events = events;
	s->ctx = ctx;
	s->told = told;
	s->amps = memchr(p, '&', (size_t)(end - p)) != NULL;
	s->returns = memrchr(p, '\r', (size_t)(end - p)) != NULL;
	s->closers = memchr(p, ']', (size_t)(end - p)) != NULL;
	s->stack = pn_realloc(NULL, PN_XML_MAX_DEPTH, sizeof(*s->stack));
	pn_buf_init(&s->scratch, 4 * xml.n + MAX_VALUE);
	document(s);
	pn_buf_free(&s->scratch);
	free(s->stack);
	*all = !s->odd;
	err = s->err;
	free(s);
	return err;
}
