/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * patdef - one pattern of a pack: its group of keys into a definition
 *
 * One table of keys drives the reading, so a key that is not in it is an
 * error with the nearest name. Checks form only: that an expression compiles
 * and that a validator exists is the business of pn_patterns_compile.
 * The values that a pattern has by default follow from its tier, see
 * tier_scores below.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "detect/patdef.h"

#define ID_MAX 64 /* ids stand in reports and on command lines */

/* The kinds of value that a key takes. */
enum kind {
	K_STRING,
	K_WORDS,
	K_BOOL,
	K_CATEGORY,
	K_TIER,
	K_WINDOW,
	K_SCORE,
	K_MODE,
};

struct key {
	const char *name;
	enum kind kind;
	size_t off; /* of the member in struct pn_pattern_def */
	size_t max; /* K_WORDS: how many */
};

#define KEY(name, kind)                                                        \
	{                                                                      \
#name, kind, offsetof(struct pn_pattern_def, name), 0          \
	}
#define KEY_WORDS(name, max)                                                   \
	{                                                                      \
#name, K_WORDS, offsetof(struct pn_pattern_def, name), max     \
	}

static const struct key keys[] = {
    KEY(id, K_STRING),
    KEY(name, K_STRING),
    KEY(names, K_STRING),
    KEY(category, K_CATEGORY),
    KEY(tier, K_TIER),
    KEY(enabled, K_BOOL),
    {"mode", K_MODE, offsetof(struct pn_pattern_def, monitor), 0},
    KEY_WORDS(regex, PN_PATTERN_MAX_REGEX),
    KEY(caseless, K_BOOL),
    KEY(validator, K_STRING),
    KEY_WORDS(labels, PN_PATTERN_MAX_WORDS),
    KEY_WORDS(keywords, PN_PATTERN_MAX_WORDS),
    KEY_WORDS(counter, PN_PATTERN_MAX_WORDS),
    KEY_WORDS(terms, PN_PATTERN_MAX_WORDS),
    KEY_WORDS(acronyms, PN_PATTERN_MAX_WORDS),
    KEY(window, K_WINDOW),
    {"score", K_SCORE, 0, 0},
    KEY(reason, K_STRING),
    KEY(reference, K_STRING),
    KEY_WORDS(match, PN_PATTERN_MAX_WORDS),
    KEY_WORDS(no_match, PN_PATTERN_MAX_WORDS),
};

#define N_KEYS (sizeof(keys) / sizeof(keys[0]))

/* What a match is worth in each tier: alone, keyword, label, person. */
static const struct tier_scores {
	unsigned alone, keyword, label, person;
} tier_scores[] = {
    [PN_TIER_A] = {85, 90, 95, 0},
    [PN_TIER_B] = {50, 85, 90, 0},
    [PN_TIER_C] = {75, 85, 90, 0},
    [PN_TIER_D] = {0, 65, 75, 0},
    [PN_TIER_E] = {50, 50, 50, 75},
};

void
pn_words_free(struct pn_words *w)
{
	for (size_t i = 0; i < w->n; i++)
		free(w->word[i]);
	free(w->word);
	*w = (struct pn_words){0};
}

void
pn_patdef_free(struct pn_pattern_def *d)
{
	for (size_t i = 0; i < N_KEYS; i++) {
		void *at = (char *)d + keys[i].off;
		if (keys[i].kind == K_STRING)
			free(*(char **)at);
		else if (keys[i].kind == K_WORDS)
			pn_words_free(at);
	}
	free(d->file);
}

/* read_string - a string that is neither empty nor overlong */
static enum pn_err
read_string(const struct pn_conf_node *n, const char *name, const char **out,
    struct pn_errinfo *info)
{
	const char *s = pn_conf_string(n);

	if (s == NULL)
		return pn_conf_fail(n, info, "%s: a string is wanted", name);
	if (s[0] == '\0' && strcmp(name, "reference") != 0)
		return pn_conf_fail(n, info, "%s: an empty string", name);
	if (strlen(s) > PN_PATTERN_MAX_STRING)
		return pn_conf_fail(n, info, "%s: longer than %d bytes", name,
		    PN_PATTERN_MAX_STRING);
	*out = s;
	return PN_OK;
}

enum pn_err
pn_patdef_words(const struct pn_conf_node *n, const char *name, size_t max,
    struct pn_words *out, struct pn_errinfo *info)
{
	bool one = pn_conf_type(n) == PN_CONF_STRING;
	size_t count = one ? 1 : pn_conf_size(n);

	if (!one && pn_conf_type(n) != PN_CONF_LIST)
		return pn_conf_fail(
		    n, info, "%s: a list of strings is wanted", name);
	if (out->n + count > max)
		return pn_conf_fail(n, info, "%s: more than %zu", name, max);
	if (count == 0)
		return PN_OK;
	out->word = pn_realloc(out->word, out->n + count, sizeof(*out->word));
	for (size_t i = 0; i < count; i++) {
		const char *s = NULL;
		enum pn_err err =
		    read_string(one ? n : pn_conf_at(n, i), name, &s, info);
		if (err != PN_OK)
			return err;
		out->word[out->n++] = pn_strdup(s);
	}
	return PN_OK;
}

/* read_category - one of the contract's words for categories */
static enum pn_err
read_category(const struct pn_conf_node *n, enum pn_category *out,
    struct pn_errinfo *info)
{
	const char *s = pn_conf_string(n);

	if (s == NULL || !pn_category_from_word(s, out))
		return pn_conf_fail(n, info,
		    "category: identifier, financial, special, contact, "
		    "credential, roster, bulk or marking is wanted");
	return PN_OK;
}

static enum pn_err
read_tier(
    const struct pn_conf_node *n, enum pn_tier *out, struct pn_errinfo *info)
{
	const char *s = pn_conf_string(n);

	if (s == NULL || s[0] < 'A' || s[0] > 'E' || s[1] != '\0')
		return pn_conf_fail(n, info,
		    "tier: \"A\", \"B\", \"C\", \"D\" or \"E\" is wanted");
	*out = (enum pn_tier)(s[0] - 'A');
	return PN_OK;
}

static enum pn_err
read_mode(const struct pn_conf_node *n, bool *monitor, struct pn_errinfo *info)
{
	const char *s = pn_conf_string(n);

	if (s == NULL ||
	    (strcmp(s, "enforce") != 0 && strcmp(s, "monitor") != 0))
		return pn_conf_fail(
		    n, info, "mode: \"enforce\" or \"monitor\" is wanted");
	*monitor = strcmp(s, "monitor") == 0;
	return PN_OK;
}

/* read_number - a whole number of 0 to MAX */
static enum pn_err
read_number(const struct pn_conf_node *n, const char *name, unsigned max,
    unsigned *out, struct pn_errinfo *info)
{
	int64_t v = pn_conf_int(n);

	if (pn_conf_type(n) != PN_CONF_INT || v < 0 || v > (int64_t)max)
		return pn_conf_fail(
		    n, info, "%s: a number from 0 to %u is wanted", name, max);
	*out = (unsigned)v;
	return PN_OK;
}

/* read_score - { alone; keyword; label; person; }, each optional */
static enum pn_err
read_score(const struct pn_conf_node *n, struct pn_pattern_def *d,
    struct pn_errinfo *info)
{
	static const char *const names[] = {
	    "alone", "keyword", "label", "person"};
	unsigned *const at[] = {&d->score_alone, &d->score_keyword,
	    &d->score_label, &d->score_person};

	if (pn_conf_type(n) != PN_CONF_GROUP)
		return pn_conf_fail(n, info, "score: a group is wanted");
	for (size_t i = 0; i < pn_conf_size(n); i++) {
		const struct pn_conf_node *m = pn_conf_at(n, i);
		size_t k = 0;
		enum pn_err err;

		while (k < 4 && strcmp(names[k], pn_conf_name(m)) != 0)
			k++;
		if (k == 4)
			return pn_conf_unknown(m, "score", names, 4, info);
		err = read_number(m, names[k], 100, at[k], info);
		if (err != PN_OK)
			return err;
	}
	return PN_OK;
}

/* read_key - the value of one key into D */
static enum pn_err
read_key(const struct pn_conf_node *n, const struct key *k,
    struct pn_pattern_def *d, struct pn_errinfo *info)
{
	void *at = (char *)d + k->off;
	const char *s = NULL;
	enum pn_err err;

	switch (k->kind) {
	case K_STRING:
		err = read_string(n, k->name, &s, info);
		if (err == PN_OK)
			*(char **)at = pn_strdup(s);
		return err;
	case K_WORDS:
		return pn_patdef_words(n, k->name, k->max, at, info);
	case K_BOOL:
		if (pn_conf_type(n) != PN_CONF_BOOL)
			return pn_conf_fail(
			    n, info, "%s: true or false is wanted", k->name);
		*(bool *)at = pn_conf_bool(n);
		return PN_OK;
	case K_CATEGORY:
		return read_category(n, at, info);
	case K_TIER:
		return read_tier(n, at, info);
	case K_WINDOW:
		return read_number(n, k->name, PN_PATTERN_MAX_WINDOW, at, info);
	case K_SCORE:
		return read_score(n, d, info);
	case K_MODE:
		return read_mode(n, at, info);
	}
	return PN_OK;
}

/* key_index - which of the keys NAME is, N_KEYS for none */
static size_t
key_index(const char *name)
{
	size_t i = 0;

	while (i < N_KEYS && strcmp(keys[i].name, name) != 0)
		i++;
	return i;
}

/* fail_key - the error for a key that is none */
static enum pn_err
fail_key(const struct pn_conf_node *n, struct pn_errinfo *info)
{
	const char *names[N_KEYS];

	for (size_t i = 0; i < N_KEYS; i++)
		names[i] = keys[i].name;
	return pn_conf_unknown(n, "key", names, N_KEYS, info);
}

/* id_valid - lower-case letters and digits in groups joined by hyphens */
static bool
id_valid(const char *id)
{
	size_t n = strlen(id);

	if (n < 2 || n > ID_MAX || id[0] == '-' || id[n - 1] == '-')
		return false;
	return strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

/* where - remember the file and line of N in D */
static void
where(const struct pn_conf_node *n, struct pn_pattern_def *d)
{
	struct pn_errinfo at = {0};

	(void)pn_conf_fail(n, &at, "here");
	d->file = pn_strdup(at.file);
	d->line = at.line;
}

/* fill - give a full definition the values that it did not name */
static void
fill(struct pn_pattern_def *d, const struct pn_conf_node *n)
{
	const struct tier_scores *t = &tier_scores[d->tier];
	const struct pn_conf_node *s = pn_conf_get(n, "score");

	if (s == NULL || pn_conf_get(s, "alone") == NULL)
		d->score_alone = t->alone;
	if (s == NULL || pn_conf_get(s, "keyword") == NULL)
		d->score_keyword = t->keyword;
	if (s == NULL || pn_conf_get(s, "label") == NULL)
		d->score_label = t->label;
	if (s == NULL || pn_conf_get(s, "person") == NULL)
		d->score_person = t->person;
	if (d->names == NULL)
		d->names = pn_printf("%ss", d->name);
	if (d->reference == NULL)
		d->reference = pn_strdup("");
}

/* check_full - does a full definition say all that it must? */
static enum pn_err
check_full(const struct pn_pattern_def *d, const struct pn_conf_node *n,
    struct pn_errinfo *info)
{
	static const char *const wanted[] = {
	    "name", "category", "tier", "reason", "match", "no_match"};
	bool looks = d->regex.n + d->terms.n + d->acronyms.n > 0;

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (pn_conf_get(n, wanted[i]) == NULL)
			return pn_conf_fail(n, info,
			    "pattern %s: no %s: every pattern needs one", d->id,
			    wanted[i]);
	if (d->match.n == 0 || d->no_match.n == 0)
		return pn_conf_fail(n, info,
		    "pattern %s: examples of both kinds are needed", d->id);
	if (d->category == PN_CAT_BULK) {
		if (d->validator == NULL || looks)
			return pn_conf_fail(n, info,
			    "pattern %s: category bulk has a validator and "
			    "nothing else to look for",
			    d->id);
	} else if (!looks) {
		return pn_conf_fail(n, info,
		    "pattern %s: nothing to look for: give regex, terms or "
		    "acronyms",
		    d->id);
	}
	return PN_OK;
}

enum pn_err
pn_patdef_read(const struct pn_conf_node *n, struct pn_pattern_def *d,
    bool *full_out, struct pn_errinfo *info)
{
	enum pn_err err = PN_OK;
	bool full = false;

	if (pn_conf_type(n) != PN_CONF_GROUP)
		return pn_conf_fail(n, info,
		    "patterns: a list of groups { id = ...; } is wanted");
	d->enabled = true;
	d->window = PN_PATTERN_WINDOW;
	where(n, d);
	for (size_t i = 0; err == PN_OK && i < pn_conf_size(n); i++) {
		const struct pn_conf_node *m = pn_conf_at(n, i);
		const char *name = pn_conf_name(m);
		size_t k = key_index(name);

		if (k == N_KEYS)
			return fail_key(m, info);
		if (strcmp(name, "id") != 0 && strcmp(name, "mode") != 0 &&
		    strcmp(name, "enabled") != 0)
			full = true;
		err = read_key(m, &keys[k], d, info);
	}
	if (err != PN_OK)
		return err;
	if (d->id == NULL || !id_valid(d->id))
		return pn_conf_fail(n, info,
		    "id: lower-case letters, digits and hyphens are wanted");
	*full_out = full;
	if (!full)
		return PN_OK;
	err = check_full(d, n, info);
	if (err == PN_OK)
		fill(d, n);
	return err;
}
