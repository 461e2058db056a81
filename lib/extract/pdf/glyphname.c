/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * glyphname - what the name of a glyph stands for
 *
 * Follows the Adobe Glyph List specification, with what fonts in the wild do
 * besides ("Lowercase" hexadecimal digits in uniXXXX). Names that only count
 * the glyphs of a font mean nothing here; the caller may know better.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "extract/pdf/glyphs.h"

/* The longest name that can mean something. */
#define MAX_NAME 128

static int
by_name(const void *key, const void *entry)
{
	return strcmp(key, ((const struct pn_glyph_name *)entry)->name);
}

/* hex - the N hexadecimal digits at S; -1 where one is none */
static long
hex(const char *s, size_t n)
{
	long v = 0;

	for (size_t i = 0; i < n; i++) {
		if (!isxdigit((unsigned char)s[i]))
			return -1;
		v = v * 16 +
		    (s[i] <= '9' ? s[i] - '0' : (s[i] | 32) - 'a' + 10);
	}
	return v;
}

/* usable - a character that text can hold? */
static bool
usable(long c)
{
	return c > 0 && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
}

/* numbered - "uni" and groups of four digits, or "u" and four to six */
static unsigned
numbered(const char *s, size_t n, uint32_t out[PN_GLYPH_CHARS])
{
	unsigned got = 0;
	long c;

	if (n >= 7 && memcmp(s, "uni", 3) == 0 && (n - 3) % 4 == 0) {
		for (size_t i = 3; i < n && got < PN_GLYPH_CHARS; i += 4) {
			c = hex(s + i, 4);
			if (!usable(c))
				return 0;
			out[got++] = (uint32_t)c;
		}
		return got;
	}
	if (n >= 5 && n <= 7 && s[0] == 'u') {
		c = hex(s + 1, n - 1);
		if (usable(c)) {
			out[0] = (uint32_t)c;
			return 1;
		}
	}
	return 0;
}

/* part - one part of a name, without "_" and "." */
static unsigned
part(const char *s, size_t n, uint32_t out[PN_GLYPH_CHARS])
{
	const struct pn_glyph_name *g;
	char name[sizeof(g->name)];

	if (n == 0)
		return 0;
	if (n < sizeof(name)) {
		memcpy(name, s, n);
		name[n] = 0;
		g = bsearch(name, pn_glyph_names, pn_n_glyph_names, sizeof(*g),
		    by_name);
		if (g) {
			out[0] = g->c;
			return 1;
		}
	}
	return numbered(s, n, out);
}

unsigned
pn_glyph_chars(const char *name, uint32_t out[PN_GLYPH_CHARS])
{
	size_t n = strnlen(name, MAX_NAME);
	const char *dot = memchr(name, '.', n), *s = name, *end;
	unsigned got = 0;

	if (dot)
		n = (size_t)(dot - name);
	for (end = name + n; s < end;) {
		const char *sep = memchr(s, '_', (size_t)(end - s));
		size_t len = (size_t)((sep ? sep : end) - s);
		uint32_t c[PN_GLYPH_CHARS];
		unsigned k = part(s, len, c);

		if (k == 0)
			return 0;
		for (unsigned i = 0; i < k && got < PN_GLYPH_CHARS; i++)
			out[got++] = c[i];
		s += len + 1;
	}
	return got;
}

long
pn_glyph_number(const char *name, int *is_hex)
{
	size_t skip = strcspn(name, "0123456789ABCDEFabcdef"), n;
	long v = 0;

	/* a letter in front may itself look like a digit: "a65", "C41" */
	if (skip == 0 && isalpha((unsigned char)name[0]))
		skip = 1;
	if (strncmp(name, "cid", 3) == 0)
		skip = 3;
	n = strlen(name + skip);
	if (name[0] == '.' || n == 0 || n > 5 || skip > 4)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!isxdigit((unsigned char)name[skip + i]))
			return -1;
		if (!isdigit((unsigned char)name[skip + i]))
			*is_hex = 1;
	}
	v = *is_hex ? hex(name + skip, n) : strtol(name + skip, NULL, 10);
	return v;
}
