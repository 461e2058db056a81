/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * base64 - decode in pieces; a digit gives six bits, and every one but the
 * first of four completes a byte
 */
#include <string.h>
#include "base/base64.h"

/* digit - the value of a character, -1 for none */
static int
digit(unsigned char c)
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c != 0 ? strchr(set, c) : NULL;

	return at != NULL ? (int)(at - set) : -1;
}

bool
pn_base64_add(struct pn_base64 *b, struct pn_bytes text, struct pn_buf *out)
{
	size_t i;

	for (i = 0; i < text.n && text.p[i] != '='; i++) {
		if (digit(text.p[i]) < 0)
			return false;
		b->bits = b->bits << 6 | (uint32_t)digit(text.p[i]);
		if (++b->n % 4 != 1)
			(void)pn_buf_addc(
			    out, (char)(b->bits >> ((4 - b->n % 4) * 2 % 8)));
	}
	return true;
}
