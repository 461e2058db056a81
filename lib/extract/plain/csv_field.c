/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * csv_field - the fields of a table as text
 *
 * Quotes are doubled or have a backslash in front, hold line ends, or are
 * never closed; ="0123" is how Excel is told to keep a number as it stands.
 */
#include <string.h>
#include "extract/plain/csv.h"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#define MAX_UNCLOSED 16 /* quotes never closed, until they are just text */

const char *
pn_csv_line_end(const char *p, const char *end)
{
	const char *lf = memchr(p, '\n', (size_t)(end - p));
	const char *cr;

	if (lf == NULL)
		lf = end;
	cr = memchr(p, '\r', (size_t)(lf - p));
	return cr ? cr : lf;
}

const char *
pn_csv_line_next(const char *p, const char *end)
{
	if (p < end && *p == '\r')
		p++;
	if (p < end && *p == '\n')
		p++;
	return p;
}

bool
pn_csv_is_rule(const char *p, const char *end)
{
	unsigned lines = 0;

	for (; p < end && *p != '\n' && *p != '\r'; p++) {
		if (strchr("-=+:| \t,;", *p) == NULL || *p == '\0')
			return false;
		lines += *p == '-' || *p == '=';
	}
	return lines >= 2;
}

/* ends_row - does a row end with C? */
static bool
ends_row(const struct pn_csv_walk *w, char c)
{
	return c == '\n' || c == '\r' ||
	       (c == PN_CSV_ROW_SEP && w->delim == PN_CSV_UNIT_SEP);
}

/* escaped - is the quote at Q, in a field that begins at P, one with a
 * backslash? Not the last of a field: that ends a path */
static bool
escaped(const struct pn_csv_walk *w, const char *p, const char *q)
{
	unsigned n = 0;

	while (q - n > p && q[-1 - (int)n] == '\\')
		n++;
	return n % 2 == 1 && q + 1 < w->end && q[1] != w->delim &&
	       !ends_row(w, q[1]);
}

/* closing - the quote that ends the field after the quote at P; NULL */
static const char *
closing(const struct pn_csv_walk *w, const char *p)
{
	const char *q = p + 1;

	for (;;) {
		q = memchr(q, w->quote, (size_t)(w->end - q));
		if (q == NULL)
			return NULL;
		if (escaped(w, p + 1, q))
			q++;
		else if (q + 1 < w->end && q[1] == w->quote)
			q += 2;
		else
			return q;
	}
}

/* add - append to OUT where somebody wants the text */
static enum pn_err
add(struct pn_buf *out, const char *s, size_t n)
{
	return out ? pn_buf_add(out, s, n) : PN_OK;
}

/* quoted - the field whose quote is at P, into OUT; false where it is never
 * closed */
static bool
quoted(
    struct pn_csv_walk *w, const char *p, struct pn_buf *out, enum pn_err *err)
{
	const char *close = NULL, *s = p + 1;

	if (w->unclosed < MAX_UNCLOSED)
		close = closing(w, p);
	if (close == NULL) {
		w->unclosed++;
		return false;
	}
	while (s < close && *err == PN_OK) {
		const char *q = memchr(s, w->quote, (size_t)(close - s));

		if (q == NULL) {
			*err = add(out, s, (size_t)(close - s));
			break;
		}
		if (escaped(w, p + 1, q)) {
			*err = add(out, s, (size_t)(q - 1 - s));
			if (*err == PN_OK)
				*err = add(out, q, 1);
			s = q + 1;
			continue;
		}
		*err = add(out, s, (size_t)(q + 1 - s));
		s = q + 2; /* the first of two stays */
	}
	w->p = close + 1;
	return true;
}

/* opening - the quote that field P begins with; NULL */
static const char *
opening(const struct pn_csv_walk *w, const char *p)
{
	while (p < w->end && *p == ' ' && w->delim != ' ')
		p++;
	if (p + 1 < w->end && *p == '=' && p[1] == '"' && w->quote == '"')
		p++;
	return p < w->end && *p == w->quote ? p : NULL;
}

/* kept - OUT from FROM on without the ="" of a number to be kept */
static void
kept(struct pn_buf *out, size_t from)
{
	size_t n = out->len - from;

	if (n < 3 || memcmp(out->data + from, "=\"", 2) != 0 ||
	    out->data[out->len - 1] != '"')
		return;
	memmove(out->data + from, out->data + from + 2, n - 3);
	out->len -= 3;
	out->data[out->len] = '\0';
}

/* plain_end - the first byte from P on that is DELIM or a control character, or
 * END */
static inline const char *
plain_end(const char *p, const char *end, char delim)
{
#if defined(__SSE2__)
	const __m128i delims = _mm_set1_epi8(delim);
	const __m128i controls = _mm_set1_epi8(' ' - 1);

	for (; end - p >= 16; p += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)p);
		__m128i hit = _mm_or_si128(_mm_cmpeq_epi8(v, delims),
		    _mm_cmpeq_epi8(_mm_min_epu8(v, controls), v));
		unsigned mask = (unsigned)_mm_movemask_epi8(hit);

		if (mask)
			return p + __builtin_ctz(mask);
	}
#endif
	while (p < end && *p != delim && (unsigned char)*p >= ' ')
		p++;
	return p;
}

enum pn_err
pn_csv_field(struct pn_csv_walk *w, struct pn_buf *out, size_t *len)
{
	enum pn_err err = PN_OK;
	const char *from = w->p, *s, *p, *end = w->end, *open;
	size_t at = out ? out->len : 0;
	char delim = w->delim;

	open = from < end && (*from <= '=' || *from == w->quote)
		   ? opening(w, from)
		   : NULL;
	if (open && quoted(w, open, out, &err) && out)
		kept(out, at);
	s = w->p;
	for (p = s; err == PN_OK && p < end; p++) {
		p = plain_end(p, end, delim);
		if (p == end)
			break;
		if (*p != delim) {
			if (ends_row(w, *p))
				break;
			continue;
		}
		if (p == s || p[-1] != '\\')
			break;
		/* a separator that belongs to the text */
		err = add(out, s, (size_t)(p - 1 - s));
		s = p;
	}
	w->p = p;
	*len = (size_t)(p - from);
	return err == PN_OK ? add(out, s, (size_t)(p - s)) : err;
}

bool
pn_csv_next(struct pn_csv_walk *w)
{
	if (w->p < w->end && *w->p == w->delim) {
		w->p++;
		return true;
	}
	if (w->p < w->end && *w->p == PN_CSV_ROW_SEP &&
	    w->delim == PN_CSV_UNIT_SEP)
		w->p++;
	w->p = pn_csv_line_next(w->p, w->end);
	return false;
}
