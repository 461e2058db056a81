/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pdf_lex - tokens, and values made of them
 *
 * A container is skipped by counting its brackets, so nesting costs no stack.
 * A comment counts as a blank. What follows no rule becomes a word or an end;
 * the caller then has no value and says that it can't tell.
 */
#include <string.h>
#include "protect/pdf_lex.h"

#define MAX_DIGITS 18 /* of a number that fits 64 bits */
#define MAX_NESTED 16 /* brackets in a dictionary that is checked */
#define MAX_KEYS   64 /* in one; trailers and locks have a dozen */

static bool
is_space(unsigned char c)
{
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' ||
	       c == ' ';
}

static bool
is_delimiter(unsigned char c)
{
	return c != 0 && strchr("()<>[]{}/%", c) != NULL;
}

static int
hex_digit(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void
skip(struct pn_bytes *b, size_t n)
{
	b->p += n;
	b->n -= n;
}

/* skip_blanks - over white space and comments */
static void
skip_blanks(struct pn_bytes *b)
{
	while (b->n > 0) {
		if (is_space(b->p[0])) {
			skip(b, 1);
		} else if (b->p[0] == '%') {
			while (b->n > 0 && b->p[0] != '\n' && b->p[0] != '\r')
				skip(b, 1);
		} else {
			break;
		}
	}
}

/* literal_length - bytes of the (string) at the start of B; 0 if it does not
 * end */
static size_t
literal_length(struct pn_bytes b)
{
	size_t i, depth = 0;

	for (i = 0; i < b.n; i++) {
		if (b.p[i] == '\\')
			i++;
		else if (b.p[i] == '(')
			depth++;
		else if (b.p[i] == ')' && --depth == 0)
			return i + 1;
	}
	return 0;
}

/* regular_length - bytes up to the next blank or delimiter, from I on */
static size_t
regular_length(struct pn_bytes b, size_t i)
{
	while (i < b.n && !is_space(b.p[i]) && !is_delimiter(b.p[i]))
		i++;
	return i;
}

/* parse_number - is the token a number? */
static bool
parse_number(struct pn_bytes t, int64_t *out)
{
	size_t i = 0, digits = 0;
	bool minus = false, fraction = false;
	int64_t n = 0;

	if (t.n > 0 && (t.p[0] == '-' || t.p[0] == '+'))
		minus = t.p[i++] == '-';
	for (; i < t.n; i++) {
		if (t.p[i] == '.' && !fraction) {
			fraction = true;
		} else if (t.p[i] < '0' || t.p[i] > '9') {
			return false;
		} else if (!fraction) {
			if (++digits > MAX_DIGITS)
				return false;
			n = n * 10 + (t.p[i] - '0');
		}
	}
	*out = minus ? -n : n;
	return digits > 0;
}

/* token - one token; the brackets of containers are tokens of their own, with
 * the type of the container that they open or, for a closing one, END */
static struct pn_pdf_value
token(struct pn_bytes *b)
{
	struct pn_pdf_value v = {PN_PDF_END, {b->p, 0}, 0, 0};
	size_t n;

	skip_blanks(b);
	v.raw.p = b->p;
	if (b->n == 0)
		return v;
	n = 1;
	if (b->p[0] == '/') {
		v.type = PN_PDF_NAME;
		n = regular_length(*b, 1);
	} else if (b->p[0] == '(') {
		n = literal_length(*b);
		v.type = n > 0 ? PN_PDF_STRING : PN_PDF_END;
	} else if (b->p[0] == '<' && b->n > 1 && b->p[1] == '<') {
		v.type = PN_PDF_DICT;
		n = 2;
	} else if (b->p[0] == '>' && b->n > 1 && b->p[1] == '>') {
		n = 2;
	} else if (b->p[0] == '<') {
		const unsigned char *end = memchr(b->p, '>', b->n);

		n = end != NULL ? (size_t)(end - b->p) + 1 : 0;
		v.type = n > 0 ? PN_PDF_STRING : PN_PDF_END;
	} else if (b->p[0] == '[') {
		v.type = PN_PDF_ARRAY;
	} else if (!is_delimiter(b->p[0])) {
		n = regular_length(*b, 0);
		v.raw.n = n;
		v.type = parse_number(v.raw, &v.number) ? PN_PDF_NUMBER
							: PN_PDF_WORD;
	}
	v.raw.n = n;
	skip(b, n);
	return v;
}

/* container - from the opening bracket OPEN, already read, to its end */
static struct pn_pdf_value
container(struct pn_bytes *b, struct pn_pdf_value open)
{
	size_t depth = 1;

	while (depth > 0) {
		struct pn_pdf_value t = token(b);

		if (t.type == PN_PDF_DICT || t.type == PN_PDF_ARRAY)
			depth++;
		else if (t.type == PN_PDF_END && t.raw.n == 0)
			return t; /* the file ends inside */
		else if (t.type == PN_PDF_END)
			depth--;
	}
	open.raw.n = (size_t)(b->p - open.raw.p);
	return open;
}

struct pn_pdf_value
pn_pdf_next(struct pn_bytes *b)
{
	struct pn_pdf_value v = token(b), gen, r;
	struct pn_bytes ahead = *b;

	if (v.type == PN_PDF_DICT || v.type == PN_PDF_ARRAY)
		return container(b, v);
	if (v.type != PN_PDF_NUMBER || v.number < 0)
		return v;
	gen = token(&ahead);
	if (gen.type != PN_PDF_NUMBER)
		return v;
	r = token(&ahead);
	if (!pn_pdf_is_word(&r, "R"))
		return v;
	v.type = PN_PDF_REF;
	v.generation = gen.number;
	v.raw.n = (size_t)(ahead.p - v.raw.p);
	*b = ahead;
	return v;
}

/* inside - what stands between the brackets of a container */
static struct pn_bytes
inside(const struct pn_pdf_value *v, size_t bracket)
{
	struct pn_bytes b = {NULL, 0};

	if (v->raw.n >= 2 * bracket) {
		b.p = v->raw.p + bracket;
		b.n = v->raw.n - 2 * bracket;
	}
	return b;
}

struct pn_pdf_value
pn_pdf_get(const struct pn_pdf_value *dict, const char *key)
{
	static const struct pn_pdf_value nothing;
	struct pn_bytes b;

	if (dict->type != PN_PDF_DICT)
		return nothing;
	b = inside(dict, 2);
	for (;;) {
		struct pn_pdf_value k = pn_pdf_next(&b), v;

		if (k.type == PN_PDF_END)
			return nothing;
		if (k.type != PN_PDF_NAME)
			continue;
		v = pn_pdf_next(&b);
		if (pn_pdf_is_name(&k, key))
			return v;
	}
}

/* sound_string - only digits and blanks between < and > */
static bool
sound_string(struct pn_bytes raw)
{
	if (raw.p[0] == '(')
		return true;
	for (size_t i = 1; i + 1 < raw.n; i++)
		if (!is_space(raw.p[i]) && hex_digit(raw.p[i]) < 0)
			return false;
	return true;
}

/* sound_tokens - every token of V, brackets paired by their kind */
static bool
sound_tokens(const struct pn_pdf_value *v)
{
	unsigned char open[MAX_NESTED];
	struct pn_bytes b = v->raw;
	size_t depth = 0;

	while (b.n > 0) {
		struct pn_pdf_value t = token(&b);

		if (t.type == PN_PDF_DICT || t.type == PN_PDF_ARRAY) {
			if (depth == MAX_NESTED)
				return false;
			open[depth++] = t.type == PN_PDF_DICT ? '>' : ']';
		} else if (t.type == PN_PDF_END) {
			if (t.raw.n == 0 || depth == 0 ||
			    open[--depth] != t.raw.p[0])
				return false;
		} else if (t.type == PN_PDF_STRING && !sound_string(t.raw)) {
			return false;
		}
	}
	return depth == 0;
}

bool
pn_pdf_sound(const struct pn_pdf_value *v)
{
	struct pn_bytes seen[MAX_KEYS], b;
	size_t n = 0;

	if (v->type != PN_PDF_DICT || !sound_tokens(v))
		return false;
	b = inside(v, 2);
	for (;;) {
		struct pn_pdf_value key = pn_pdf_next(&b), value;

		if (key.type == PN_PDF_END)
			return b.n == 0;
		value = pn_pdf_next(&b);
		if (key.type != PN_PDF_NAME || value.type == PN_PDF_END ||
		    n == MAX_KEYS)
			return false;
		for (size_t i = 0; i < n; i++)
			if (seen[i].n == key.raw.n &&
			    memcmp(seen[i].p, key.raw.p, key.raw.n) == 0)
				return false;
		seen[n++] = key.raw;
	}
}

struct pn_pdf_value
pn_pdf_first(const struct pn_pdf_value *array)
{
	static const struct pn_pdf_value nothing;
	struct pn_bytes b;

	if (array->type != PN_PDF_ARRAY)
		return nothing;
	b = inside(array, 1);
	return pn_pdf_next(&b);
}

bool
pn_pdf_is_name(const struct pn_pdf_value *v, const char *name)
{
	size_t i;

	if (v->type != PN_PDF_NAME)
		return false;
	for (i = 1; i < v->raw.n; i++, name++) {
		unsigned char c = v->raw.p[i];
		int high, low;

		if (c == '#' && i + 2 < v->raw.n) {
			high = hex_digit(v->raw.p[i + 1]);
			low = hex_digit(v->raw.p[i + 2]);
			if (high >= 0 && low >= 0) {
				c = (unsigned char)(high << 4 | low);
				i += 2;
			}
		}
		if (*name == '\0' || (unsigned char)*name != c)
			return false;
	}
	return *name == '\0';
}

bool
pn_pdf_is_word(const struct pn_pdf_value *v, const char *word)
{
	return v->type == PN_PDF_WORD && v->raw.n == strlen(word) &&
	       memcmp(v->raw.p, word, v->raw.n) == 0;
}

int64_t
pn_pdf_int(const struct pn_pdf_value *v, int64_t fallback)
{
	return v->type == PN_PDF_NUMBER ? v->number : fallback;
}

/* hex_string - <48656C6C6F>; a missing last digit is 0 */
static size_t
hex_string(struct pn_bytes raw, unsigned char *out, size_t size)
{
	size_t n = 0, i;
	int digit, high = -1;

	for (i = 1; i < raw.n && n < size; i++) {
		digit = raw.p[i] == '>' ? 0 : hex_digit(raw.p[i]);
		if (digit < 0 || (raw.p[i] == '>' && high < 0))
			continue;
		if (high < 0) {
			high = digit;
			continue;
		}
		out[n++] = (unsigned char)(high << 4 | digit);
		high = -1;
	}
	return n;
}

/* octal - \ddd from I on: its value, and I behind it */
static unsigned char
octal(struct pn_bytes raw, size_t *i)
{
	unsigned value = 0, digits = 0;

	while (digits++ < 3 && raw.p[*i] >= '0' && raw.p[*i] <= '7')
		value = value * 8 + (raw.p[(*i)++] - '0');
	return (unsigned char)value;
}

/* escape - what stands for the characters behind a backslash at I; returns
 * false for a line end, which stands for nothing */
static bool
escape(struct pn_bytes raw, size_t *i, unsigned char *c)
{
	static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
	const char *at;

	if (raw.p[*i] >= '0' && raw.p[*i] <= '7') {
		*c = octal(raw, i);
		return true;
	}
	*c = raw.p[(*i)++];
	if (*c == '\r' && raw.p[*i] == '\n')
		(*i)++;
	if (*c == '\r' || *c == '\n')
		return false;
	at = *c != 0 ? strchr(from, *c) : NULL;
	if (at != NULL)
		*c = (unsigned char)to[at - from];
	return true;
}

/* literal_string - (Hello); the closing bracket ends every look ahead */
static size_t
literal_string(
    struct pn_bytes raw, bool keep_eol, unsigned char *out, size_t size)
{
	size_t n = 0, i = 1;
	unsigned char c;

	while (i + 1 < raw.n && n < size) {
		c = raw.p[i++];
		if (c == '\\' && !escape(raw, &i, &c))
			continue;
		if (!keep_eol && c == '\r' && raw.p[i - 1] == '\r') {
			/* a bare line end of any kind reads as LF */
			i += raw.p[i] == '\n';
			c = '\n';
		}
		out[n++] = c;
	}
	return n;
}

size_t
pn_pdf_string(const struct pn_pdf_value *v, bool keep_eol, unsigned char *out,
    size_t size)
{
	if (v->type != PN_PDF_STRING)
		return 0;
	return v->raw.p[0] == '(' ? literal_string(v->raw, keep_eol, out, size)
				  : hex_string(v->raw, out, size);
}
