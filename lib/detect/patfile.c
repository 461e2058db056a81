/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * patfile - read pattern packs from libconfig files
 *
 * One table of keys drives the reading, so a key that is not in it is an
 * error with the nearest name. Checks form only: that an expression compiles
 * and that a validator exists is the business of pn_patterns_compile.
 * The values that a pattern has by default follow from its tier, see
 * tier_scores below.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/conf.h"
#include "base/mem.h"
#include "detect/patfile.h"

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

static const char *const file_keys[] = {"patterns", "forenames", "no_surnames"};

#define N_FILE_KEYS (sizeof(file_keys) / sizeof(file_keys[0]))

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

/* words_free - free the members and zero the list */
static void
words_free(struct pn_words *w)
{
	for (size_t i = 0; i < w->n; i++)
		free(w->word[i]);
	free(w->word);
	*w = (struct pn_words){0};
}

/* def_free - free what D owns, not D */
static void
def_free(struct pn_pattern_def *d)
{
	for (size_t i = 0; i < N_KEYS; i++) {
		void *at = (char *)d + keys[i].off;
		if (keys[i].kind == K_STRING)
			free(*(char **)at);
		else if (keys[i].kind == K_WORDS)
			words_free(at);
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

/* read_words - append the strings of a list; one string alone will do */
static enum pn_err
read_words(const struct pn_conf_node *n, const char *name, size_t max,
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
		const char *s;
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
	const char *s;
	enum pn_err err;

	switch (k->kind) {
	case K_STRING:
		err = read_string(n, k->name, &s, info);
		if (err == PN_OK)
			*(char **)at = pn_strdup(s);
		return err;
	case K_WORDS:
		return read_words(n, k->name, k->max, at, info);
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

/* read_def - one group of the list, into D (zeroed); *FULL_OUT tells whether
 * it is a whole definition or changes another */
static enum pn_err
read_def(const struct pn_conf_node *n, struct pn_pattern_def *d, bool *full_out,
    struct pn_errinfo *info)
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

/* find_def - index of the definition with that id; n_defs for none */
static size_t
find_def(const struct pn_pack *p, const char *id)
{
	size_t i = 0;

	while (i < p->n_defs && strcmp(p->defs[i].id, id) != 0)
		i++;
	return i;
}

/* fail_id - a change of a pattern that nobody defined */
static enum pn_err
fail_id(const struct pn_pack *p, const struct pn_conf_node *n,
    struct pn_errinfo *info)
{
	const char **ids = pn_alloc((p->n_defs + 1) * sizeof(*ids));
	const char *id = pn_conf_string(pn_conf_get(n, "id")), *near;
	enum pn_err err;

	for (size_t i = 0; i < p->n_defs; i++)
		ids[i] = p->defs[i].id;
	near = pn_nearest(id, ids, p->n_defs);
	if (near != NULL)
		err = pn_conf_fail(n, info,
		    "no pattern %s to change: did you mean %s?", id, near);
	else
		err = pn_conf_fail(
		    n, info, "no pattern %s to change: define it in full", id);
	free(ids);
	return err;
}

/* add_def - take in D (its contents are moved), read from N of a file */
static enum pn_err
add_def(struct pn_pack *p, struct pn_pattern_def *d, bool full,
    const struct pn_conf_node *n, struct pn_errinfo *info)
{
	size_t i = find_def(p, d->id);

	if (full && i < p->n_defs) {
		def_free(&p->defs[i]);
		p->defs[i] = *d;
	} else if (full) {
		if (p->n_defs == PN_PATTERN_MAX)
			return pn_conf_fail(
			    n, info, "more than %d patterns", PN_PATTERN_MAX);
		PN_GROW(p->defs, p->n_defs, p->cap_defs);
		p->defs[p->n_defs++] = *d;
	} else {
		if (i == p->n_defs)
			return fail_id(p, n, info);
		if (pn_conf_get(n, "mode") != NULL)
			p->defs[i].monitor = d->monitor;
		if (pn_conf_get(n, "enabled") != NULL)
			p->defs[i].enabled = d->enabled;
		def_free(d);
	}
	*d = (struct pn_pattern_def){0};
	return PN_OK;
}

/* twice - is the id of member I of LIST used before it in the same file? */
static bool
twice(const struct pn_conf_node *list, size_t i)
{
	const char *id = pn_conf_string(pn_conf_get(pn_conf_at(list, i), "id"));

	for (size_t k = 0; k < i; k++) {
		const char *other =
		    pn_conf_string(pn_conf_get(pn_conf_at(list, k), "id"));
		if (strcmp(id, other) == 0)
			return true;
	}
	return false;
}

/* read_patterns - the list `patterns` of one file */
static enum pn_err
read_patterns(
    struct pn_pack *p, const struct pn_conf_node *list, struct pn_errinfo *info)
{
	enum pn_err err = PN_OK;

	if (pn_conf_type(list) != PN_CONF_LIST)
		return pn_conf_fail(
		    list, info, "patterns: a list ( { ... }, ... ) is wanted");
	for (size_t i = 0; err == PN_OK && i < pn_conf_size(list); i++) {
		const struct pn_conf_node *n = pn_conf_at(list, i);
		struct pn_pattern_def d = {0};
		bool full = false;

		err = read_def(n, &d, &full, info);
		if (err == PN_OK && twice(list, i))
			err = pn_conf_fail(n, info,
			    "pattern %s is defined twice in this file", d.id);
		if (err == PN_OK)
			err = add_def(p, &d, full, n, info);
		def_free(&d);
	}
	return err;
}

/* load_file - add what the file at PATH holds */
static enum pn_err
load_file(struct pn_pack *p, const char *path, struct pn_errinfo *info)
{
	struct pn_conf *c = NULL;
	enum pn_err err = pn_conf_read(path, &c, info);

	if (err != PN_OK)
		return err == PN_ERR_SYNTAX ? PN_ERR_CONFIG : err;
	for (size_t i = 0; err == PN_OK && i < pn_conf_size(pn_conf_root(c));
	     i++) {
		const struct pn_conf_node *n = pn_conf_at(pn_conf_root(c), i);
		const char *name = pn_conf_name(n);

		if (strcmp(name, "patterns") == 0)
			err = read_patterns(p, n, info);
		else if (strcmp(name, "forenames") == 0)
			err = read_words(
			    n, name, PN_PACK_MAX_NAMES, &p->forenames, info);
		else if (strcmp(name, "no_surnames") == 0)
			err = read_words(
			    n, name, PN_PACK_MAX_NAMES, &p->no_surnames, info);
		else
			err = pn_conf_unknown(
			    n, "key", file_keys, N_FILE_KEYS, info);
	}
	pn_conf_free(&c);
	return err;
}

/* is_pack - a file name of the form NAME.conf, not hidden */
static int
is_pack(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return n > 5 && e->d_name[0] != '.' &&
	       strcmp(e->d_name + n - 5, ".conf") == 0;
}

/* by_name - in byte order, so that no locale changes what overrides what */
static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* load_folder - add all packs of the folder at PATH */
static enum pn_err
load_folder(struct pn_pack *p, const char *path, struct pn_errinfo *info)
{
	struct dirent **e = NULL;
	int n = scandir(path, &e, is_pack, by_name);
	enum pn_err err = PN_OK;

	if (n < 0)
		return pn_fail_at(info, PN_ERR_IO, path, 0,
		    "can't read the folder: %s", strerror(errno));
	for (int i = 0; i < n; i++) {
		if (err == PN_OK) {
			char *file = pn_printf("%s/%s", path, e[i]->d_name);
			err = load_file(p, file, info);
			free(file);
		}
		free(e[i]);
	}
	free(e);
	return err;
}

enum pn_err
pn_pack_load(
    char *const *paths, size_t n, struct pn_pack **out, struct pn_errinfo *info)
{
	struct pn_pack *p = pn_alloc(sizeof(*p));
	enum pn_err err = PN_OK;

	for (size_t i = 0; err == PN_OK && i < n; i++) {
		struct stat st;

		if (stat(paths[i], &st) != 0)
			err = pn_fail_at(info, PN_ERR_IO, paths[i], 0,
			    "can't read it: %s", strerror(errno));
		else if (S_ISDIR(st.st_mode))
			err = load_folder(p, paths[i], info);
		else
			err = load_file(p, paths[i], info);
	}
	if (err == PN_OK && n > 0 && p->n_defs == 0)
		err = pn_fail_at(info, PN_ERR_CONFIG, paths[0], 0,
		    "no pattern in any file: nothing would ever be found");
	if (err == PN_OK)
		*out = p;
	else
		pn_pack_free(&p);
	return err;
}

void
pn_pack_free(struct pn_pack **p)
{
	if (*p == NULL)
		return;
	for (size_t i = 0; i < (*p)->n_defs; i++)
		def_free(&(*p)->defs[i]);
	free((*p)->defs);
	words_free(&(*p)->forenames);
	words_free(&(*p)->no_surnames);
	free(*p);
	*p = NULL;
}

const struct pn_pattern_def *
pn_pack_find(const struct pn_pack *p, const char *id)
{
	size_t i = find_def(p, id);

	return i < p->n_defs ? &p->defs[i] : NULL;
}
