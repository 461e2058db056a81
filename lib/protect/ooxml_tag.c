/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ooxml_tag - the tags and attributes of the agile EncryptionInfo
 *
 * The XML that Office and others write there is two levels of tags with
 * attributes that hold no entity and no bracket. What is written otherwise
 * has no value here, and the caller then can't tell.
 */
#include <string.h>
#include "protect/ooxml.h"

#define AGILE_XML 8 /* where the XML starts: behind version and flags */
#define BLANKS	  " \t\r\n"

bool
pn_tag_next(const struct pn_buf *info, const char *name, struct pn_tag *tag)
{
	const char *end = info->data + info->len, *colon;
	const char *p = tag->end ? tag->end : info->data + AGILE_XML;
	size_t n;

	while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		tag->p = ++p;
		tag->end = memchr(p, '>', (size_t)(end - p));
		if (tag->end == NULL)
			return false;
		/* the buffer ends with a NUL, so this ends too */
		n = strcspn(p, BLANKS "/>");
		colon = memchr(p, ':', n);
		if (colon != NULL) {
			n -= (size_t)(colon + 1 - p);
			p = colon + 1;
		}
		if (strlen(name) == n && memcmp(p, name, n) == 0)
			return true;
		p = tag->end;
	}
	return false;
}

struct pn_bytes
pn_tag_value(const struct pn_tag *tag, const char *name)
{
	struct pn_bytes v = {NULL, 0};
	size_t n = strlen(name);
	const char *p = tag->p, *q, *close;

	for (; (p = memmem(p, (size_t)(tag->end - p), name, n)) != NULL;
	     p = q) {
		q = p + n;
		if (p == tag->p || strchr(BLANKS, p[-1]) == NULL ||
		    tag->end - q < 2 || q[0] != '=' ||
		    (q[1] != '"' && q[1] != '\''))
			continue;
		close = memchr(q + 2, q[1], (size_t)(tag->end - q - 2));
		if (close == NULL)
			break;
		v.p = (const unsigned char *)q + 2;
		v.n = (size_t)(close - q - 2);
		break;
	}
	return v;
}

unsigned
pn_tag_number(const struct pn_tag *tag, const char *name, unsigned max)
{
	struct pn_bytes v = pn_tag_value(tag, name);
	unsigned n = 0;
	size_t i;

	for (i = 0; i < v.n; i++) {
		if (v.p[i] < '0' || v.p[i] > '9' || n > max / 10)
			return 0;
		n = n * 10 + (v.p[i] - '0');
	}
	return n <= max ? n : 0;
}
