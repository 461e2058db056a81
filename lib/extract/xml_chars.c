/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xml_chars - which characters an XML document may hold
 */
#include <stdint.h>
#include <string.h>
#include "base/uni.h"
#include "extract/xml_chars.h"

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
