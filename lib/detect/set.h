/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * set - inside of struct pn_patterns, for the files of this folder
 *
 * A compiled set: the enabled definitions of a pack with their expressions
 * and checks, and the lexicon of all their words. Immutable once compiled.
 */
#ifndef PN_DETECT_SET_H
#define PN_DETECT_SET_H

#include "detect/detect.h"
#include "detect/expr.h"
#include "detect/lexicon.h"
#include "detect/sieve.h"
#include "detect/validator.h"

/* Counter-evidence of any pattern (PN_USE_COUNTER_ALL). */
enum {
	PN_COUNTER_WORD,  /* order, invoice, tracking: of every number */
	PN_COUNTER_PHONE, /* tel, fax: of bare numbers, not of phones */
};

/* How the matches of an expression lie about its grams (gate.h). */
struct pn_reach {
	bool gated; /* false: no gate, matches can start anywhere */
	uint32_t back_min, back_max;
	struct pn_byteset through;
};

/* One pattern, ready to match. */
struct pn_pattern {
	const struct pn_pattern_def *def;
	const struct pn_validator *validator; /* NULL: none */
	struct pn_expr **exprs;
	size_t n_exprs;
	size_t first; /* number of its first one among those of the set */
	bool pairs; /* one of them has a group named pair */
	bool labels_inside; /* one has a group named value: what is around it
			     * in the match is its label */
};

struct pn_patterns {
	const struct pn_pack *pack;
	struct pn_pattern *pats; /* enabled ones, in the pack's order */
	size_t n;
	struct pn_lexicon *lexicon; /* PN_USE_*'s WHICH is an index of pats */
	/* Expressions are numbered through all patterns; the number after the
	 * last stands for the terms of vocabularies. */
	struct pn_sieve *sieve;
	struct pn_reach *reach;
	size_t n_exprs;
	size_t term_bytes;   /* no term is longer in a text */
	unsigned term_window; /* and no window of theirs larger */
	size_t birth; /* index of date-of-birth, n if there is none */
};

/* pn_set_ungate - forget the gates, so that every expression is matched over
 * the whole text: what the gates are compared with */
void pn_set_ungate(struct pn_patterns *p);

#endif
