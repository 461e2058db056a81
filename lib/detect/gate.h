/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gate - what every match of an expression must contain
 *
 * A gate is a set of grams, short sequences of byte sets, of which one stands
 * in every match, at a known distance from its start. Where no gram stands no
 * match can start, and PCRE2 need not look.
 */
#ifndef PN_DETECT_GATE_H
#define PN_DETECT_GATE_H

#include <stddef.h>
#include "base/err.h"
#include "detect/bytes.h"

#define PN_GRAM_MAX 12 /* bytes of a gram */
#define PN_GRAMS    32 /* grams of a gate, per branch of the expression */

struct pn_gram {
	unsigned n;	/* columns used */
	unsigned lead;	/* 1: the first is that of the byte before; or 0 */
	struct pn_byteset col[PN_GRAM_MAX];
};

struct pn_gate {
	struct pn_gram *grams;
	size_t n;
	/* A match starts BACK_MIN to BACK_MAX bytes (PN_MANY: unbounded) before
	 * the gram, its lead not counted, and all bytes between are in THROUGH */
	uint32_t back_min, back_max;
	struct pn_byteset through;
	double share; /* of all positions where one of the grams stands */
};

/* pn_gate_find - the gate of RE, for pn_gate_clear. PN_ERR_UNSUPPORTED: it has
 * none that is known, or none that would spare work */
enum pn_err pn_gate_find(const char *re, bool caseless, struct pn_gate *out)
    PN_MUST_CHECK;

/* pn_gate_phrase - the gate of a phrase of the lexicon; CAPITALS: it counts
 * only without small letters. PN_ERR_UNSUPPORTED: it holds no word */
enum pn_err pn_gate_phrase(const char *phrase, bool capitals,
    struct pn_gate *out) PN_MUST_CHECK;

/* pn_gate_clear - free what G owns */
void pn_gate_clear(struct pn_gate *g);

#endif
