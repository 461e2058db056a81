/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xml_name - bytes and names of plain XML, for the scanner (xml_scan.c)
 *
 * Nothing here looks for the end of the document: see there why.
 */
#ifndef PN_EXTRACT_XML_NAME_H
#define PN_EXTRACT_XML_NAME_H

#include <stdbool.h>
#include <stddef.h>

#define MAX_NAME 120

/* What a byte may be. */
enum {
	NAME_START = 1 << 0,
	NAME = 1 << 1,
	BLANK = 1 << 2,
	VALUE_END = 1 << 3, /* quotes, and what is not taken as it stands */
};

static const unsigned char classes[256] = {
    ['A' ... 'Z'] = NAME_START | NAME,
    ['a' ... 'z'] = NAME_START | NAME,
    ['_'] = NAME_START | NAME,
    ['0' ... '9'] = NAME,
    ['-'] = NAME,
    ['.'] = NAME,
    [' '] = BLANK,
    ['\t'] = BLANK | VALUE_END,
    ['\n'] = BLANK | VALUE_END,
    ['\r'] = BLANK | VALUE_END,
    ['"'] = VALUE_END,
    ['\''] = VALUE_END,
    ['<'] = VALUE_END,
    ['&'] = VALUE_END,
    ['>'] = VALUE_END,
};

/* A name: as it is written, and where its local part begins. */
struct name {
	const char *p;
	size_t n, local;
};

/* is - is the byte at P of CLASS? */
static inline bool
is(const char *p, unsigned class)
{
	return (classes[(unsigned char)*p] & class) != 0;
}

/* skip_blank - the first byte from P on that is no white space */
static inline const char *
skip_blank(const char *p)
{
	while (is(p, BLANK))
		p++;
	return p;
}

/* read_name - the name at P, with at most one prefix; where it ends, NULL for
 * one that is not plain */
static inline const char *
read_name(const char *p, struct name *name)
{
	name->p = p;
	name->local = 0;
	if (!is(p, NAME_START))
		return NULL;
	for (p++; is(p, NAME);)
		p++;
	if (*p == ':') {
		name->local = (size_t)(++p - name->p);
		if (!is(p, NAME_START))
			return NULL;
		while (is(p, NAME))
			p++;
	}
	name->n = (size_t)(p - name->p);
	return name->n <= MAX_NAME ? p : NULL;
}

#endif
