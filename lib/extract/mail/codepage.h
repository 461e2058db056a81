/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * codepage - Windows code page numbers, as RTF and MAPI use them
 */
#ifndef PN_EXTRACT_MAIL_CODEPAGE_H
#define PN_EXTRACT_MAIL_CODEPAGE_H

#include <stdbool.h>
#include "base/buf.h"

/* Code pages that are named often. */
enum {
	PN_CP_LATIN = 1252,
	PN_CP_UTF16 = 1200,
	PN_CP_UTF8 = 65001,
};

/* How many code pages a text may have: there are not more of one byte to a
 * character. What comes after them is read as 1252. */
#define PN_CODEPAGES 64

/* A single-byte code page as a table. */
struct pn_codepage {
	unsigned number;   /* 0: none yet */
	char high[128][4]; /* UTF-8 of bytes 0x80 to 0xff, NUL-terminated */
};

/* Pages that were used before; keep one. Zeroed is an empty one. */
struct pn_codepages {
	struct pn_codepage page[PN_CODEPAGES];
	unsigned n;
};

/*
 * pn_codepage_utf8 - append IN, read in code page NUMBER, to OUT. A number
 * that nobody knows is read as 1252. CACHE (may be NULL) keeps tables for
 * the next calls. PN_ERR_LIMIT: OUT is full, the beginning was appended.
 */
enum pn_err pn_codepage_utf8(struct pn_codepages *cache, unsigned number,
    struct pn_bytes in, struct pn_buf *out) PN_MUST_CHECK;

#endif
