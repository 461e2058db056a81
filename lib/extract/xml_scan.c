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
 *
 * The document scanned ends with '>', and nothing but the end of a tag steps
 * over a '>': so a byte that is none has another one behind it, and no loop
 * that stops at '>' has to look for the end.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "base/uni.h"
#include "extract/xml_chars.h"
#include "extract/xml_impl.h"
#include "extract/xml_name.h"

/* More than programs write; whatever is larger goes to the library, which
 * has limits of its own. */
#define MAX_ATTRS  64
#define MAX_VALUE  (1u << 20) /* of an attribute, a comment, an instruction */
#define WORD	   16	      /* what is copied at once of a short name */

/* An open element; its local name is kept for the end. */
struct open {
	struct name name;
	char local[MAX_NAME + WORD];
};

struct attr {
	struct name name;
	size_t raw; /* where it is told */
	bool decoded;
	size_t at, n; /* its value in SCRATCH then */
};

struct scan {
	const char *p, *end;
	const struct pn_xml_events *events;
	void *ctx;
	struct pn_xml_told told;
	struct open *stack;
	size_t depth;
	bool rooted;		     /* the root element was there */
	bool amps, returns, closers; /* do "&", CR, "]" occur at all? */
	struct pn_buf scratch;	     /* decoded text or values */
	/* attributes of one tag; those in RAW are told, their names in NAMES */
	struct attr attrs[MAX_ATTRS];
	struct pn_xml_raw raw[MAX_ATTRS];
	char names[MAX_ATTRS * (MAX_NAME + 1) + WORD];
	size_t n_attrs, n_raw, names_len;
	bool decoded; /* some value is in SCRATCH */
	bool odd;     /* not plain from here on */
	enum pn_err err;
};

/* odd - the scan ends: this is not for us */
static bool
odd(struct scan *s)
{
	s->odd = true;
	return false;
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

/* keep_local - the local part of NAME to TO, terminated, which has room for
 * WORD bytes more; most are short, and bytes follow them */
static inline void
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
	s->told.marks++;
	s->told.text = 0;
	s->err = err;
	return err == PN_OK;
}

/* tell - N bytes of text */
static bool
tell(struct scan *s, const char *p, size_t n)
{
	s->told.text += n;
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
		while (p < to && is(p, BLANK))
			p++;
		s->p = p;
		return p == to || odd(s);
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

/* decode_value - the value of A from P to QUOTE, which can't be taken as it
 * stands; where it ends, NULL for one that is not plain */
static const char *
decode_value(struct scan *s, struct attr *a, const char *p, char quote)
{
	const char *end = memchr(p, quote, (size_t)(s->end - p));

	if (end == NULL || (size_t)(end - p) > MAX_VALUE ||
	    memchr(p, '<', (size_t)(end - p)))
		return NULL;
	if (!s->decoded)
		pn_buf_clear(&s->scratch);
	s->decoded = a->decoded = true;
	a->at = s->scratch.len;
	if (!decode(s, p, end, true))
		return NULL;
	a->n = s->scratch.len - a->at;
	return end + 1;
}

/* value - the quoted value of A, which begins at P, into *V; where it ends */
static inline const char *
value(struct scan *s, struct attr *a, const char *p, struct pn_bytes *v)
{
	const char *end = p + 1;
	char quote = *p;

	a->decoded = false;
	if (quote != '"' && quote != '\'')
		return NULL;
	for (;; end++) {
		while (!is(end, VALUE_END))
			end++;
		if (*end == quote)
			break;
		if (*end == '>' ? end + 1 == s->end
				: *end != '"' && *end != '\'')
			return decode_value(s, a, p + 1, quote);
	}
	*v = (struct pn_bytes){
	    (const unsigned char *)p + 1, (size_t)(end - p) - 1};
	return v->n <= MAX_VALUE ? end + 1 : NULL;
}

/* twice - is the last attribute there already? */
static inline bool
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

/* declares - is N the name of a namespace declaration? */
static inline bool
declares(const struct name *n)
{
	return n->p[0] == 'x' && n->n >= 5 && memcmp(n->p, "xmlns", 5) == 0 &&
	       (n->n == 5 || n->local == 6);
}

/* attribute - name and value of the one at P; where it ends */
static inline const char *
attribute(struct scan *s, const char *p)
{
	struct attr *a = &s->attrs[s->n_attrs];
	struct pn_xml_raw *raw = &s->raw[s->n_raw];

	if (s->n_attrs == MAX_ATTRS || (p = read_name(p, &a->name)) == NULL)
		return NULL;
	s->n_attrs++;
	p = skip_blank(p);
	if (*p != '=' || twice(s))
		return NULL;
	p = skip_blank(p + 1);
	raw->name = s->names + s->names_len;
	keep_local(s, &a->name, s->names + s->names_len);
	s->names_len += a->name.n - a->name.local + 1;
	a->raw = s->n_raw;
	p = value(s, a, p, &raw->value);
	s->n_raw += !declares(&a->name);
	return p;
}

/* attributes - all of a start tag from P on; where they end */
static const char *
attributes(struct scan *s, const char *p)
{
	while (is(p, BLANK)) {
		p = skip_blank(p + 1);
		if (*p == '>' || *p == '/')
			break;
		p = attribute(s, p);
		if (p == NULL)
			return NULL;
	}
	return p;
}

/* take_decoded - the values that are in the scratch buffer */
static void
take_decoded(struct scan *s)
{
	for (size_t i = 0; i < s->n_attrs; i++) {
		const struct attr *a = &s->attrs[i];
		const char *v = s->scratch.data + a->at;

		if (a->decoded && !declares(&a->name))
			s->raw[a->raw].value = (struct pn_bytes){
			    (const unsigned char *)v, a->n};
	}
}

/* tell_start - an element begins, with the attributes that were read */
static bool
tell_start(struct scan *s, const struct open *e)
{
	struct pn_xml_attrs attrs = {s->raw, (int)s->n_raw};

	if (s->events->start == NULL)
		return mark(s, PN_OK);
	if (s->decoded)
		take_decoded(s);
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
	const char *p;
	bool empty;

	if ((s->depth == 0 && s->rooted) || s->depth == PN_XML_MAX_DEPTH)
		return odd(s);
	s->n_attrs = s->n_raw = s->names_len = 0;
	s->decoded = false;
	p = read_name(s->p + 1, &e->name);
	if (p && *p != '>')
		p = attributes(s, p);
	if (p == NULL)
		return odd(s);
	empty = *p == '/';
	p += empty;
	if (*p != '>')
		return odd(s);
	s->p = p + 1;
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
	while (i < name->n && p[i] == name->p[i])
		i++; /* names are short: faster than a call */
	if (i < name->n)
		return odd(s);
	p = skip_blank(p + i);
	if (*p != '>')
		return odd(s);
	s->p = p + 1;
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
	const char *end = find(s, s->p, "?>", 2), *p;
	struct name target;

	p = read_name(s->p + 2, &target);
	if (end == NULL || p == NULL || target.local != 0 ||
	    (target.n == 3 && strncasecmp(target.p, "xml", 3) == 0) ||
	    (p != end && !is(p, BLANK)))
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
	if (is(s->p + 1, NAME_START))
		return start_tag(s);
	if (s->p[1] == '/')
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
		    *s->p != quote)
			return odd(s);
		s->p++;
	}
	(void)(word(s, " standalone=\"yes\"") ||
	       word(s, " standalone=\"no\"") || word(s, " standalone='yes'") ||
	       word(s, " standalone='no'"));
	s->p = skip_blank(s->p);
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
	while (end > p && is(end - 1, BLANK))
		end--;
	if (xml.n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	if (p >= end || *p != '<' || end[-1] != '>' ||
	    !pn_xml_clean(p, (size_t)(end - p)))
		return PN_OK;
	s = pn_alloc(sizeof(*s));
	s->p = p;
	s->end = end;
	s->events = events;
	s->ctx = ctx;
	s->amps = memchr(p, '&', (size_t)(end - p)) != NULL;
	s->returns = memrchr(p, '\r', (size_t)(end - p)) != NULL;
	s->closers = memchr(p, ']', (size_t)(end - p)) != NULL;
	s->stack = pn_realloc(NULL, PN_XML_MAX_DEPTH, sizeof(*s->stack));
	pn_buf_init(&s->scratch, 4 * xml.n + MAX_VALUE);
	document(s);
	pn_buf_free(&s->scratch);
	free(s->stack);
	*told = s->told;
	*all = !s->odd;
	err = s->err;
	free(s);
	return err;
}
