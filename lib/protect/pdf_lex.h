/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pdf_lex - the values of a PDF file (ISO 32000-2, 7.2 and 7.3)
 *
 * Enough to read a trailer and an encryption dictionary: nothing is copied
 * and nothing recurses, whatever the nesting. Only for files of this folder.
 */
#ifndef PN_PROTECT_PDF_LEX_H
#define PN_PROTECT_PDF_LEX_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"

enum pn_pdf_type {
	PN_PDF_END,    /* nothing there, or no value of the language */
	PN_PDF_NAME,   /* /Name */
	PN_PDF_NUMBER, /* integer; a real one is cut */
	PN_PDF_STRING, /* (literal) or <hexadecimal> */
	PN_PDF_ARRAY,
	PN_PDF_DICT,
	PN_PDF_REF,  /* 12 0 R */
	PN_PDF_WORD, /* true, null, obj, trailer ... */
};

/* A value; RAW points into the file, with its delimiters. */
struct pn_pdf_value {
	enum pn_pdf_type type;
	struct pn_bytes raw;
	int64_t number;	    /* NUMBER; object number of a REF */
	int64_t generation; /* of a REF */
};

/* pn_pdf_next - read the value at the start of *B and step over it */
struct pn_pdf_value pn_pdf_next(struct pn_bytes *b);

/* pn_pdf_get - the value under KEY (without slash) directly in DICT; type
 * PN_PDF_END where there is none or DICT is no dictionary */
struct pn_pdf_value pn_pdf_get(const struct pn_pdf_value *dict,
    const char *key);

/* pn_pdf_first - the first value of an array, as pn_pdf_get */
struct pn_pdf_value pn_pdf_first(const struct pn_pdf_value *array);

/* pn_pdf_is_name - is V the name NAME, with #xx resolved? */
bool pn_pdf_is_name(const struct pn_pdf_value *v, const char *name);

/*
 * pn_pdf_sound - is the dictionary V written by the rules: keys that are names
 * and come once, hexadecimal strings of digits, brackets that pair? Readers
 * mend what is not, each in its own way.
 */
bool pn_pdf_sound(const struct pn_pdf_value *v);

/* pn_pdf_is_word - is V that bare word? */
bool pn_pdf_is_word(const struct pn_pdf_value *v, const char *word);

/* pn_pdf_int - the integer V, or FALLBACK where it is none */
int64_t pn_pdf_int(const struct pn_pdf_value *v, int64_t fallback);

/*
 * pn_pdf_string - decode up to SIZE bytes of the string V into OUT; returns
 * how many it has, 0 for no string. A line end in a literal string reads as
 * LF, but KEEP_EOL keeps it: careless programs write binary strings so.
 */
size_t pn_pdf_string(const struct pn_pdf_value *v, bool keep_eol,
    unsigned char *out, size_t size);

#endif
