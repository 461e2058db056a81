/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lex - the tokens of content streams and of CMaps (ISO 32000-2, 7.2 and 7.8)
 *
 * Never fails: bytes that are no token are skipped. A string or name that is
 * not closed ends with the input.
 */
#ifndef PN_EXTRACT_PDF_LEX_H
#define PN_EXTRACT_PDF_LEX_H

#include <stdbool.h>
#include "base/buf.h"

enum pn_lex_kind {
	PN_LEX_END,
	PN_LEX_NUMBER,
	PN_LEX_NAME,   /* without the slash */
	PN_LEX_STRING, /* decoded; hexadecimal ones too */
	PN_LEX_WORD,   /* an operator, true, null ... */
	PN_LEX_OPEN,   /* [ */
	PN_LEX_CLOSE,
	PN_LEX_DICT, /* << */
	PN_LEX_DICT_END,
};

/* A reader of tokens; the last token is in it until the next call. */
struct pn_lex {
	const unsigned char *p, *end;
	double number;
	/* of a name, string or word; a name or word is terminated only where
	 * it was copied, so use LEN */
	const char *text;
	size_t len;
	struct pn_buf own;
};

/* pn_lex_init - read BYTES, which must outlive it; pn_lex_free - frees */
void pn_lex_init(struct pn_lex *x, struct pn_bytes bytes);
void pn_lex_free(struct pn_lex *x);

/* pn_lex_next - the next token */
enum pn_lex_kind pn_lex_next(struct pn_lex *x);

/* pn_lex_is - is the name or word that was read S? */
bool pn_lex_is(const struct pn_lex *x, const char *s);

/*
 * pn_lex_inline - skip an inline image; "BI" was read. *AREA gets width by
 * height as the image says, *MASK whether it is a mere stencil.
 */
void pn_lex_inline(struct pn_lex *x, double *area, bool *mask);

#endif
