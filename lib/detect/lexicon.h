/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lexicon - all words and phrases that mean something, found in one pass
 *
 * Labels, keywords, counter-evidence, vocabularies, headers and forenames of
 * all patterns go into one tree of words. pn_lexicon_scan walks a text once
 * and reports every phrase in it with what it is used for. Phrases match on
 * word boundaries and without regard to ASCII case; the blanks of a phrase
 * match up to three blanks, hyphens and the like ("N.I. no", "looked-after").
 */
#ifndef PN_DETECT_LEXICON_H
#define PN_DETECT_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a phrase is used for. */
enum pn_use_kind {
	PN_USE_LABEL,	    /* of pattern WHICH, as the rest up to ACRONYM */
	PN_USE_KEYWORD,
	PN_USE_COUNTER,
	PN_USE_TERM,
	PN_USE_ACRONYM,	    /* a term in these very capitals */
	PN_USE_COUNTER_ALL, /* of any pattern; WHICH: PN_COUNTER_* */
	PN_USE_COLUMN,	    /* a table's header; WHICH: a column kind */
	PN_USE_FORENAME,
	PN_USE_NO_SURNAME,
};

struct pn_use {
	enum pn_use_kind kind;
	unsigned which;
};

/* A phrase found: bytes [start, end) of the text and its uses, which belong
 * to the lexicon. */
struct pn_hit {
	uint32_t start, end;
	const struct pn_use *uses;
	uint32_t n_uses;
	bool small;   /* it holds a small letter: no acronym */
	bool capital; /* it starts with something else than a small letter */
};

struct pn_lexicon;

/* pn_lexicon_new - an empty one, for pn_lexicon_free */
struct pn_lexicon *pn_lexicon_new(void);

/* pn_lexicon_free - free *L, set it to NULL */
void pn_lexicon_free(struct pn_lexicon **l);

/* pn_lexicon_add - PHRASE has this use; one without a letter or digit is
 * ignored */
void pn_lexicon_add(struct pn_lexicon *l, const char *phrase,
    enum pn_use_kind kind, unsigned which);

/* pn_lexicon_scan - call TAKE for every phrase in TEXT, by start */
void pn_lexicon_scan(const struct pn_lexicon *l, const char *text, size_t len,
    void (*take)(void *ctx, const struct pn_hit *h), void *ctx);

/* pn_lexicon_scan_part - as pn_lexicon_scan, but only phrases that start in
 * [FROM, TO) */
void pn_lexicon_scan_part(const struct pn_lexicon *l, const char *text,
    size_t len, size_t from, size_t to,
    void (*take)(void *ctx, const struct pn_hit *h), void *ctx);

/* pn_hit_is - has the hit a use of that KIND for WHICH? Capitals count */
bool pn_hit_is(const struct pn_hit *h, enum pn_use_kind kind, unsigned which);

/* pn_lexicon_is - has the one word of N bytes at W a use of that KIND? */
bool pn_lexicon_is(const struct pn_lexicon *l, const char *w, size_t n,
    enum pn_use_kind kind);

/* pn_word_end - end of the word that starts at S (before END); S itself if
 * no word starts there. Letters, digits and marks of any script. */
const char *pn_word_end(const char *s, const char *end);

#endif
