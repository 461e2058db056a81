/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * patfile - pattern packs, as postern-patterns(5) describes them
 *
 * Reads libconfig files into definitions. Compiles nothing and needs no
 * PCRE2, so posternd may use it for the names that people read. Files of a
 * folder are read in alphabetical order (*.conf); a later definition with the
 * same id replaces an earlier one as a whole, one with only `id` and some of
 * `mode`, `enabled` changes just that.
 *
 * A file holds `patterns`, a list of groups with the keys named below, and the
 * word lists `forenames` and `no_surnames`, which add up over all files.
 * Required of a full definition: id, name, category, tier, reason, match,
 * no_match, and something to look for: regex, or terms or acronyms, or, for
 * category bulk, a validator alone (that of a table).
 */
#ifndef PN_DETECT_PATFILE_H
#define PN_DETECT_PATFILE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"
#include "base/report.h"

#define PN_PATTERN_MAX	     2000
#define PN_PATTERN_MAX_REGEX 32	  /* expressions per pattern */
#define PN_PATTERN_MAX_WORDS 2000 /* labels, keywords, terms per pattern */
#define PN_PATTERN_WINDOW    100  /* bytes of evidence each side, default */
#define PN_PATTERN_MAX_WINDOW 300
#define PN_PATTERN_MAX_MATCH  16384 /* bytes: a longer match may be missed */
#define PN_PATTERN_MAX_STRING 4000 /* bytes of an expression or an example */
#define PN_PACK_MAX_NAMES     100000 /* forenames, words that are no surname */

/* The tiers of confidence: what a match is worth alone and with evidence. */
enum pn_tier {
	PN_TIER_A, /* strong check or distinctive prefix: high alone */
	PN_TIER_B, /* weak check: low alone, high with label or header */
	PN_TIER_C, /* distinctive shape: medium alone, high with evidence */
	PN_TIER_D, /* bare digits: nothing alone; medium with label */
	PN_TIER_E, /* vocabulary: counts with a person beside it */
};

/* A list of strings. */
struct pn_words {
	char **word;
	size_t n;
};

/* One pattern as written. Strings are never NULL unless said. */
struct pn_pattern_def {
	char *id;
	char *name;	/* "National Insurance number", as staff read it */
	char *names;	/* plural: "National Insurance numbers" */
	enum pn_category category;
	enum pn_tier tier;
	bool enabled;
	bool monitor;	/* found and reported as low, stops nothing */
	struct pn_words regex;
	bool caseless;
	char *validator; /* name of a check in validator.h; NULL for none */
	struct pn_words labels;	  /* directly before, or a column's header */
	struct pn_words keywords; /* anywhere in the window */
	struct pn_words counter;  /* directly before: it is something else */
	struct pn_words terms;	  /* tier E: the vocabulary itself */
	struct pn_words acronyms; /* tier E: terms in capitals only */
	unsigned window;
	/*
	 * Scores 0-100 for this pattern, from the tier unless given: without
	 * evidence, with a keyword, with a label. score_person is for a match
	 * that has a person's name beside it: tier E gets it always, the
	 * others only where a label or keyword counts too; 0: no difference.
	 */
	unsigned score_alone, score_keyword, score_label, score_person;
	char *reason;	 /* why it is looked for */
	char *reference; /* the specification of the check; "" if none */
	struct pn_words match, no_match; /* its examples */
	char *file;
	unsigned line;
};

struct pn_pack {
	struct pn_pattern_def *defs;
	size_t n_defs, cap_defs;
	struct pn_words forenames;   /* "Aisha": what makes two capitalised
				      * words a person's name (tier E) */
	struct pn_words no_surnames; /* "Road", "School", "Monday": capitalised
				      * words that make it none */
};

/*
 * pn_pack_load - read the N files or folders in PATHS, in order. PN_ERR_CONFIG
 * with file, line and the nearest name for an unknown key or word, a pattern
 * without examples of both kinds, a bad id, a duplicate in one file.
 * PN_ERR_IO where a path can't be read.
 */
enum pn_err pn_pack_load(char *const *paths, size_t n, struct pn_pack **out,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_pack_free - free *P, set it to NULL */
void pn_pack_free(struct pn_pack **p);

/* pn_pack_find - the definition with that id, NULL if there is none */
const struct pn_pattern_def *pn_pack_find(const struct pn_pack *p,
    const char *id);

#endif
