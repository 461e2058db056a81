/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * find - what was found in one doc, and the steps that find it
 *
 * spans (spans.c): where to look; candidates (match.c): expressions and checks;
 * around (around.c): the phrases near them; evidence (evidence.c): scores
 * by what stands around; terms (vocab.c): vocabularies and their people; look
 * (look.c): all of it in order, and which of two overlapping finds stays.
 */
#ifndef PN_DETECT_FIND_H
#define PN_DETECT_FIND_H

#include "detect/doc.h"
#include "detect/spans.h"
#include "detect/table.h"

#define PN_SCORE_REPORT 50 /* less is not reported */
#define PN_SCORE_MEDIUM 75
#define PN_SCORE_HIGH	85
#define PN_SCORE_PAIR	90 /* two values that belong together, with evidence */

/* Finds per pattern and text beyond which counting more changes nothing */
#define PN_FINDS_MAX 50000

/* One find: bytes [start, end) of the doc's text are the value. */
struct pn_find {
	uint32_t start, end;
	uint32_t cell; /* number of its cell, or PN_NO_CELL */
	uint16_t pat;  /* index of the set's pats */
	uint8_t score, cap;
	bool need_label, pair;
	bool labelled; /* its label is part of how it was found */
	uint64_t hash; /* of a value that lies in several cells; else 0 */
};

struct pn_finds {
	struct pn_find *f;
	size_t n, cap;
};

/* pn_finds_add - append one */
void pn_finds_add(struct pn_finds *l, const struct pn_find *f);

/* pn_candidates - what expressions match and checks accept, not yet scored.
 * T is the doc's table, or NULL; SPANS is of pn_spans_find. PN_ERR_LIMIT: not
 * all of it was looked at */
enum pn_err pn_candidates(struct pn_runner *r, const struct pn_doc *d,
    const struct pn_table *t, const struct pn_spans *spans,
    struct pn_finds *out) PN_MUST_CHECK;

/* pn_around - look up the phrases of D that can be evidence for FOUND, and the
 * terms that start in TERMS with what stands around them */
void pn_around(struct pn_doc *d, const struct pn_table *t,
    const struct pn_finds *found, const struct pn_spans *terms);

/* pn_check_candidate - does pattern number PAT accept the match M in TEXT?
 * Then *F gets its value, cap and needs; cell and score are not touched. */
bool pn_check_candidate(const struct pn_patterns *set, size_t pat,
    const char *text, const struct pn_span *m, struct pn_find *f);

/* pn_use_counters - does a word with the use U, right before a value of pattern
 * number PAT, make it something else? */
bool pn_use_counters(const struct pn_pattern_def *def, const struct pn_use *u,
    unsigned pat);

/* pn_score - the score of F by the evidence around it */
unsigned pn_score(const struct pn_doc *d, const struct pn_table *t,
    const struct pn_find *f);

/* pn_evidence_in_table - the part of the doc in which phrases can be evidence
 * for F, which was found in table T: its cell, and the one to the left unless
 * the header says it all; may be empty */
struct pn_stretch pn_evidence_in_table(
    const struct pn_table *t, const struct pn_find *f);

/* pn_terms - vocabulary in D, scored; FOUND is what else was found there,
 * ordered by start: it can be the person beside a term */
void pn_terms(const struct pn_doc *d, const struct pn_table *t,
    const struct pn_finds *found, struct pn_finds *out);

/* pn_person_in - does a person's name stand in bytes [FROM, TO)? */
bool pn_person_in(const struct pn_doc *d, size_t from, size_t to);

/*
 * pn_look - everything that D holds, ordered by start, each with a score of
 * PN_SCORE_REPORT or more. PN_ERR_LIMIT: some of it could not be checked; OUT
 * holds the rest
 */
enum pn_err pn_look(struct pn_runner *r, struct pn_doc *d,
    struct pn_table *t, struct pn_finds *out) PN_MUST_CHECK;

/* pn_find_confidence - as the score says; low for patterns that only watch */
enum pn_confidence pn_find_confidence(const struct pn_pattern_def *def,
    unsigned score);

#endif
