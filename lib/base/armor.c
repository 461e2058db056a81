/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * armor - binary data written as text between BEGIN and END lines
 */
#include <string.h>
#include "base/armor.h"
#include "base/base64.h"

/* starts - does B begin with the N bytes at P? */
static bool
starts(struct pn_bytes b, const void *p, size_t n)
{
	return b.n >= n && memcmp(b.p, p, n) == 0;
}

static bool
is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* skip_blanks - step over white space and a byte order mark */
static void
skip_blanks(struct pn_bytes *b)
{
	if (starts(*b, "\xEF\xBB\xBF", 3)) {
		b->p += 3;
		b->n -= 3;
	}
	while (b->n > 0 && is_blank(b->p[0])) {
		b->p++;
		b->n--;
	}
}

/* skip_text - step over the C string S; false where B does not start so */
static bool
skip_text(struct pn_bytes *b, const char *s)
{
	size_t n = strlen(s);

	if (!starts(*b, s, n))
		return false;
	b->p += n;
	b->n -= n;
	return true;
}

/* line - the next line without its end; *B goes on behind it */
static struct pn_bytes
line(struct pn_bytes *b)
{
	const unsigned char *end = memchr(b->p, '\n', b->n);
	size_t n = end != NULL ? (size_t)(end - b->p) + 1 : b->n;
	struct pn_bytes l = {b->p, n};

	b->p += n;
	b->n -= n;
	while (l.n > 0 && is_blank(l.p[l.n - 1]))
		l.n--;
	return l;
}

/* decode - the armored bytes into OUT; *B goes on behind the END line. False
 * where that is missing or there is something that is not base64. */
static bool
decode(struct pn_bytes *b, struct pn_buf *out)
{
	struct pn_base64 state = {0, 0};

	while (b->n > 0) {
		struct pn_bytes l = line(b);

		if (starts(l, "-----END ", 9))
			return true;
		/* headers such as Version:, and the checksum at the end */
		if (memchr(l.p, ':', l.n) != NULL || starts(l, "=", 1))
			continue;
		if (!pn_base64_add(&state, l, out))
			return false;
	}
	return false;
}

bool
pn_armor_begins(struct pn_bytes *b, const char *label)
{
	struct pn_bytes at = *b;

	skip_blanks(&at);
	if (!skip_text(&at, "-----BEGIN ") || !skip_text(&at, label) ||
	    !skip_text(&at, "-----"))
		return false;
	*b = at;
	return true;
}

bool
pn_armor_decode(struct pn_bytes *b, struct pn_buf *out)
{
	if (b->n > 0)
		(void)line(b); /* the rest of the BEGIN line */
	if (!decode(b, out))
		return false;
	skip_blanks(b);
	return true;
}
