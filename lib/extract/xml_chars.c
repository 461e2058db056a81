/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xml_chars - which characters an XML document may hold
 */
#include <string.h>
#include "base/uni.h"
#include "extract/xml_chars.h"

#define MAX_DIGITS 7 /* of a numeric reference */

bool
pn_xml_allowed(unsigned long c)
{
	return c == '\t' || c == '\n' || c == '\r' ||
	       (c >= 0x20 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) ||
	       (c >= 0x10000 && c <= 0x10ffff);
}

bool
pn_xml_clean(const char *s, size_t n)
{
	const uint64_t blanks = 0x2020202020202020u;
	const uint64_t high = 0x8080808080808080u;
	uint64_t v, all = 0;
	size_t i = 0;

	while (i < n) {
		if (n - i >= sizeof(v)) {
			memcpy(&v, s + i, sizeof(v));
			all |= v;
			if (((v - blanks) & ~v & high) == 0) {
				i += sizeof(v);
				continue;
			}
		}
		for (size_t k = 0; k < sizeof(v) && i < n; k++, i++) {
			all |= (unsigned char)s[i];
			if (!pn_xml_allowed((unsigned char)s[i]))
				return false;
		}
	}
	if ((all & high) == 0)
		return true;
	/* the two of the basic plane that are no characters */
	for (const char *p = s; (p = memchr(p, 0xef, n - (size_t)(p - s)));)
		if (++p + 1 < s + n && (unsigned char)p[0] == 0xbf &&
		    (unsigned char)p[1] >= 0xbe)
			return false;
	return pn_utf8_valid(s, n);
}

/* digit - the value of a hexadecimal digit, 16 for anything else */
static unsigned
digit(char c)
{
	unsigned d = (unsigned char)c;

	if (d >= '0' && d <= '9')
		return d - '0';
	d |= 0x20;
	return d >= 'a' && d <= 'f' ? d - 'a' + 10 : 16;
}

/* follows - does W, of N bytes, stand at P? */
static bool
follows(const char *p, const char *end, const char *w, size_t n)
{
	return (size_t)(end - p) >= n && memcmp(p, w, n) == 0;
}

uint32_t
pn_xml_reference(const char **p, const char *end)
{
	static const struct {
		const char *name;
		size_t n;
		char c;
	} known[] = {{"&amp;", 5, '&'}, {"&lt;", 4, '<'}, {"&gt;", 4, '>'},
	    {"&quot;", 6, '"'}, {"&apos;", 6, '\''}};
	const char *q = *p + 2;
	unsigned long c = 0;
	bool hex;
	size_t n = 0;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (follows(*p, end, known[i].name, known[i].n)) {
			*p += known[i].n;
			return (unsigned char)known[i].c;
		}
	if (!follows(*p, end, "&#", 2))
		return 0;
	hex = q < end && *q == 'x';
	for (q += hex; q < end && *q != ';' && n <= MAX_DIGITS; q++, n++) {
		unsigned d = digit(*q);

		if (d >= (hex ? 16u : 10u))
			return 0;
		c = c * (hex ? 16 : 10) + d;
	}
	if (q >= end || *q != ';' || n == 0 || n > MAX_DIGITS ||
	    !pn_xml_allowed(c))
		return 0;
	*p = q + 1;
	return (uint32_t)c;
}
