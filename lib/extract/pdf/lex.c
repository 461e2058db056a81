/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lex - the tokens of content streams and of CMaps
 *
 * Written for speed: names, words and plain strings are handed out as they
 * lie in the input, only what has escapes is copied. Numbers are read as
 * viewers do: "--5" and "4.-2" are read as something, never refused.
 *
 * Standard: ISO 32000-2, 7.2 (lexical conventions), 7.3 (objects), 8.9.7
 * (inline images).
 */
#include <string.h>
#include "extract/pdf/lex.h"

/* The longest string or name; more is cut. */
#define MAX_TEXT (16u << 20)
/* Fewest bytes behind "EI" that are looked at to tell that it is the end. */
#define EI_LOOK 16

enum { REGULAR, SPACE, DELIM };

static const unsigned char class_of[256] = {
    [0] = SPACE,
    ['\t'] = SPACE,
    ['\n'] = SPACE,
    ['\f'] = SPACE,
    ['\r'] = SPACE,
    [' '] = SPACE,
    ['('] = DELIM,
    [')'] = DELIM,
    ['<'] = DELIM,
    ['>'] = DELIM,
    ['['] = DELIM,
    [']'] = DELIM,
    ['{'] = DELIM,
    ['}'] = DELIM,
    ['/'] = DELIM,
    ['%'] = DELIM,
};

/* In a string these need a look. */
static const bool stops_string[256] = {
    ['('] = true, [')'] = true, ['\\'] = true, ['\r'] = true};

void
pn_lex_init(struct pn_lex *x, struct pn_bytes bytes)
{
	*x = (struct pn_lex){.p = bytes.p, .end = bytes.p + bytes.n};
	pn_buf_init(&x->own, MAX_TEXT);
}

void
pn_lex_free(struct pn_lex *x)
{
	pn_buf_free(&x->own);
}

bool
pn_lex_is(const struct pn_lex *x, const char *s)
{
	return strlen(s) == x->len && memcmp(s, x->text, x->len) == 0;
}

/* skip - white space and comments */
static void
skip(struct pn_lex *x)
{
	while (x->p < x->end) {
		if (class_of[*x->p] == SPACE) {
			x->p++;
		} else if (*x->p == '%') {
			while (x->p < x->end && *x->p != '\n' && *x->p != '\r')
				x->p++;
		} else {
			return;
		}
	}
}

static int
hex_digit(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* regular - the regular characters from here */
static size_t
regular(struct pn_lex *x)
{
	const unsigned char *s = x->p;

	while (x->p < x->end && class_of[*x->p] == REGULAR)
		x->p++;
	x->text = (const char *)s;
	x->len = (size_t)(x->p - s);
	return x->len;
}

/* name - a name behind its slash; #XX is a byte */
static enum pn_lex_kind
name(struct pn_lex *x)
{
	const char *s;
	size_t n;

	x->p++;
	n = regular(x);
	s = x->text;
	if (memchr(s, '#', n) == NULL)
		return PN_LEX_NAME;
	pn_buf_clear(&x->own);
	for (size_t i = 0; i < n; i++) {
		int hi = -1, lo = -1;

		if (s[i] == '#' && n - i > 2) {
			hi = hex_digit((unsigned char)s[i + 1]);
			lo = hex_digit((unsigned char)s[i + 2]);
		}
		if (hi >= 0 && lo >= 0) {
			(void)pn_buf_addc(&x->own, (char)(hi * 16 + lo));
			i += 2;
		} else {
			(void)pn_buf_addc(&x->own, s[i]);
		}
	}
	x->text = x->own.data;
	x->len = x->own.len;
	return PN_LEX_NAME;
}

/* escape - what follows a backslash in a string */
static void
escape(struct pn_lex *x)
{
	static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
	unsigned char c = *x->p++;
	const char *at;
	unsigned v = 0;

	if (c >= '0' && c <= '7') {
		x->p--;
		for (int i = 0;
		     i < 3 && x->p < x->end && *x->p >= '0' && *x->p <= '7';
		     i++)
			v = v * 8 + (unsigned)(*x->p++ - '0');
		(void)pn_buf_addc(&x->own, (char)v);
	} else if (c == '\r') {
		if (x->p < x->end && *x->p == '\n')
			x->p++;
	} else if (c != '\n') {
		at = c ? strchr(from, c) : NULL;
		(void)pn_buf_addc(&x->own, at ? to[at - from] : (char)c);
	}
}

/* string - (text) */
static enum pn_lex_kind
string(struct pn_lex *x)
{
	const unsigned char *s = ++x->p;
	unsigned depth = 1;

	/* the usual one has neither escapes nor brackets: no copy */
	while (x->p < x->end && !stops_string[*x->p])
		x->p++;
	x->text = (const char *)s;
	x->len = (size_t)(x->p - s);
	if (x->p == x->end || *x->p == ')') {
		x->p += x->p < x->end;
		return PN_LEX_STRING;
	}
	pn_buf_clear(&x->own);
	(void)pn_buf_add(&x->own, s, x->len);
	while (x->p < x->end) {
		unsigned char c = *x->p++;

		if (c == '\\' && x->p < x->end) {
			escape(x);
			continue;
		}
		depth += c == '(';
		depth -= c == ')';
		if (depth == 0)
			break;
		if (c == '\r') {
			x->p += x->p < x->end && *x->p == '\n';
			c = '\n';
		}
		(void)pn_buf_addc(&x->own, (char)c);
	}
	x->text = x->own.data;
	x->len = x->own.len;
	return PN_LEX_STRING;
}

/* hex_string - <text> */
static enum pn_lex_kind
hex_string(struct pn_lex *x)
{
	const unsigned char *close = memchr(x->p, '>', (size_t)(x->end - x->p));
	size_t n = (size_t)((close ? close : x->end) - x->p), got = 0;
	unsigned half = 0, v = 0;
	char *out;

	pn_buf_clear(&x->own);
	if (n > MAX_TEXT)
		n = MAX_TEXT;
	out = pn_buf_room(&x->own, n / 2 + 1);
	for (size_t i = 0; out && i < n; i++) {
		int d = hex_digit(x->p[i]);

		if (d < 0)
			continue;
		v = v * 16 + (unsigned)d;
		if (half ^= 1)
			continue;
		out[got++] = (char)v;
		v = 0;
	}
	if (out && half)
		out[got++] = (char)(v * 16);
	if (out)
		pn_buf_wrote(&x->own, got);
	x->p = close ? close + 1 : x->end;
	x->text = x->own.data;
	x->len = x->own.len;
	return PN_LEX_STRING;
}

/* number - read TEXT as a number; false where it is a word */
static bool
number(struct pn_lex *x)
{
	static const double scale[] = {
	    1, .1, .01, .001, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9};
	const char *s = x->text, *end = s + x->len;
	double v = 0;
	bool minus = false, any = false, dot = false;
	unsigned digits = 0, places = 0;

	for (; s < end && (*s == '-' || *s == '+'); s++)
		minus = minus || *s == '-';
	for (; s < end; s++) {
		if (*s == '.' && !dot) {
			dot = true;
		} else if (*s >= '0' && *s <= '9') {
			any = true;
			if (dot && places >= 9)
				continue;
			places += dot;
			if (++digits < 300)
				v = v * 10 + (*s - '0');
		} else if (*s == '-' && any) {
			break; /* "12-34" is read as 12 */
		} else {
			return false;
		}
	}
	if (!any && !dot)
		return false;
	v *= scale[places];
	x->number = minus ? -v : v;
	return true;
}

enum pn_lex_kind
pn_lex_next(struct pn_lex *x)
{
	unsigned char c;

	for (;;) {
		skip(x);
		if (x->p >= x->end)
			return PN_LEX_END;
		c = *x->p;
		if (class_of[c] == REGULAR) {
			regular(x);
			if ((c <= '9' && number(x)))
				return PN_LEX_NUMBER;
			return PN_LEX_WORD;
		}
		if (c == '/')
			return name(x);
		if (c == '(')
			return string(x);
		x->p++;
		if (c == '[')
			return PN_LEX_OPEN;
		if (c == ']')
			return PN_LEX_CLOSE;
		if (c == '<' && (x->p == x->end || *x->p != '<'))
			return hex_string(x);
		if (c == '<' || (c == '>' && x->p < x->end && *x->p == '>')) {
			x->p++;
			return c == '<' ? PN_LEX_DICT : PN_LEX_DICT_END;
		}
	}
}

/* What an inline image says of itself. */
struct inline_image {
	double w, h, bits;
	unsigned comps; /* of a colour; 0 unknown */
	bool mask, filter;
};

/* inline_entry - one entry of its dictionary: KEY was read */
static void
inline_entry(struct pn_lex *x, struct inline_image *im, const char *key)
{
	enum pn_lex_kind k = pn_lex_next(x);

	if (k == PN_LEX_NUMBER) {
		if (strcmp(key, "W") == 0 || strcmp(key, "Width") == 0)
			im->w = x->number;
		else if (strcmp(key, "H") == 0 || strcmp(key, "Height") == 0)
			im->h = x->number;
		else if (key[0] == 'B')
			im->bits = x->number;
	} else if (key[0] == 'F') {
		im->filter = k == PN_LEX_NAME || k == PN_LEX_OPEN;
	} else if (k == PN_LEX_WORD && key[0] == 'I') {
		im->mask = pn_lex_is(x, "true");
	} else if (k == PN_LEX_NAME && key[0] == 'C') {
		if (pn_lex_is(x, "G") || pn_lex_is(x, "DeviceGray"))
			im->comps = 1;
		else if (pn_lex_is(x, "RGB") || pn_lex_is(x, "DeviceRGB"))
			im->comps = 3;
		else if (pn_lex_is(x, "CMYK") || pn_lex_is(x, "DeviceCMYK"))
			im->comps = 4;
	}
	if (k != PN_LEX_OPEN && k != PN_LEX_DICT)
		return;
	while (k != PN_LEX_CLOSE && k != PN_LEX_DICT_END && k != PN_LEX_END)
		k = pn_lex_next(x);
}

/* is_end - does the image end with the "EI" at P? What follows must look
 * like a content stream and not like the bytes of a picture */
static bool
is_end(const struct pn_lex *x, const unsigned char *p)
{
	const unsigned char *q = p + 2, *stop = q + EI_LOOK;

	if (q < x->end && class_of[*q] != SPACE)
		return false;
	for (; q < x->end && q < stop; q++)
		if (*q >= 127 || (*q < 32 && class_of[*q] != SPACE) || *q == 0)
			return false;
	return true;
}

void
pn_lex_inline(struct pn_lex *x, double *area, bool *mask)
{
	struct inline_image im = {.bits = 1};
	enum pn_lex_kind k;
	char key[16];
	double need;

	for (;;) {
		k = pn_lex_next(x);
		if (k == PN_LEX_END || (k == PN_LEX_WORD && pn_lex_is(x, "ID")))
			break;
		if (k != PN_LEX_NAME || x->len == 0 || x->len >= sizeof(key))
			continue;
		memcpy(key, x->text, x->len);
		key[x->len] = 0;
		inline_entry(x, &im, key);
	}
	*area = im.w * im.h;
	*mask = im.mask;
	x->p += x->p < x->end;
	if (im.mask)
		im.comps = 1;
	need = im.h *
	       (double)(((long)(im.w < 1e6 ? im.w : 0) *
				(long)(im.bits <= 16 ? im.bits : 0) * im.comps +
			    7) /
			8);
	if (!im.filter && im.comps && need > 0 &&
	    need + 2 < (double)(x->end - x->p)) {
		const unsigned char *q = x->p + (size_t)need;

		while (q < x->end && class_of[*q] == SPACE)
			q++;
		if (x->end - q >= 2 && q[0] == 'E' && q[1] == 'I') {
			x->p = q + 2;
			return;
		}
	}
	for (; x->p < x->end; x->p++) {
		x->p = memchr(x->p, 'E', (size_t)(x->end - x->p));
		if (x->p == NULL) {
			x->p = x->end;
			return;
		}
		if (x->end - x->p >= 2 && x->p[1] == 'I' &&
		    class_of[x->p[-1]] == SPACE && is_end(x, x->p)) {
			x->p += 2;
			return;
		}
	}
}
