/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * validator - the checks that a pattern may name
 *
 * A check looks at one candidate and accepts or drops it: check digits,
 * ranges, real dates, known prefixes, placeholders. It may shorten the value
 * (an IBAN ends where its country's length ends), lower the score that it may
 * reach, and ask for a label. Checks are pure functions of the candidate, but
 * for the date of today in "birth-date". The names are the contract with the
 * pattern files; postern-patterns(5) lists them.
 */
#ifndef PN_DETECT_VALIDATOR_H
#define PN_DETECT_VALIDATOR_H

#include <stdbool.h>
#include <stddef.h>

/* One candidate. Texts are normalised UTF-8, borrowed, not terminated. */
struct pn_value {
	const char *text;  /* the value */
	size_t len;	   /* a check may shorten it, never to 0 */
	const char *whole; /* the whole match, in which TEXT lies */
	size_t whole_len;
	unsigned cap;	 /* highest score it may have; starts at 100 */
	bool need_label; /* out: counts only with a label or column header */
};

/* What a validator looks at. */
enum pn_validator_kind {
	PN_VALIDATE_VALUE, /* one candidate of a regex */
	PN_VALIDATE_TABLE, /* a whole table; CHECK is NULL */
};

struct pn_validator {
	const char *name;
	enum pn_validator_kind kind;
	bool (*check)(struct pn_value *v); /* true: accepted */
	const char *what; /* one line for the manual */
};

/* pn_validators - all of them, *N_OUT in number, static */
const struct pn_validator *pn_validators(size_t *n_out);

/* pn_validator_find - the one of that name, NULL if there is none */
const struct pn_validator *pn_validator_find(const char *name);

#endif
