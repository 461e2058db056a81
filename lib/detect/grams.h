/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * grams - the beginnings of what a part of an expression matches
 *
 * A list of sequences of byte sets, one of which every match begins with. It
 * is extended node by node, and kept short by making sequences into one that
 * covers both.
 */
#ifndef PN_DETECT_GRAMS_H
#define PN_DETECT_GRAMS_H

#include "detect/gate.h"
#include "detect/syntax.h"

struct pn_seq {
	struct pn_gram gram;
	bool open; /* what comes next begins right behind it */
	double share; /* of positions in mail where it stands */
};

struct pn_grams {
	struct pn_seq *seq;
	size_t n, cap;
};

/* pn_grams_init, pn_grams_free - an empty list */
void pn_grams_init(struct pn_grams *l);
void pn_grams_free(struct pn_grams *l);

/* pn_grams_start - the one sequence that is empty, but for the byte BEFORE;
 * NULL: nothing is known of that */
void pn_grams_start(struct pn_grams *l, const struct pn_byteset *before);

/* pn_grams_extend - what is open goes on with NODE */
void pn_grams_extend(struct pn_grams *l, const struct pn_node *node);

/* pn_grams_end - what is open ends, with one of AFTER behind it */
void pn_grams_end(struct pn_grams *l, const struct pn_byteset *after);

/* pn_grams_share - the share of positions in mail where one of them stands */
double pn_grams_share(const struct pn_grams *l);

/* pn_grams_take - they as an array, for free(); the list is empty then */
struct pn_gram *pn_grams_take(struct pn_grams *l);

#endif
