/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * columns - what the header of a column says about it
 *
 * The header words that school, staff and health systems use, in English and
 * Welsh, and the code lists of the school census by which a column of special
 * category data is known without a header.
 */
#ifndef PN_DETECT_COLUMNS_H
#define PN_DETECT_COLUMNS_H

#include "detect/lexicon.h"

/* What a column can be; several may hold. */
enum {
	PN_COL_NAME = 1 << 0,	    /* a person's name, or part of it */
	PN_COL_MAYBE_NAME = 1 << 1, /* "Name": of anything */
	PN_COL_ID = 1 << 2,	    /* a number that stands for a person */
	PN_COL_BIRTH = 1 << 3,	    /* date of birth */
	PN_COL_ADDRESS = 1 << 4,    /* address, postcode */
	PN_COL_CONTACT = 1 << 5,    /* telephone, e-mail */
	PN_COL_SPECIAL = 1 << 6,    /* special category, GDPR article 9, 10 */
	PN_COL_DETAIL = 1 << 7,	    /* grades, pay, absence, pupil premium */
};

/* pn_columns_add - put the header words into L as PN_USE_COLUMN, WHICH being
 * one of the values above */
void pn_columns_add(struct pn_lexicon *l);

/* pn_special_code - number (from 1) of the code list that the N bytes at S
 * are a code of; 0 for none */
unsigned pn_special_code(const char *s, size_t n);

#endif
