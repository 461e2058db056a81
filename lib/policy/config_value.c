/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * config_value - one value: its default, from the file, back to the file
 *
 * Works on a row of the table (config_keys.c) and the struct that the row's
 * offset belongs to; knows types, not keys. A wrong value is PN_ERR_CONFIG
 * with file, line, what is wrong and what would be right.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "base/addr.h"
#include "base/mem.h"
#include "policy/config_keys.h"
#include "policy/scope.h"

#define MAX_CHOICES   16
#define ALL_WORDS_MAX 4096 /* the words of one group */

/* set_word - the enum at WHERE gets the value of WORD; false if unknown */
static bool
set_word(void *where, const struct pn_choice *c, const char *word)
{
	for (; c->word != NULL; c++) {
		if (strcmp(c->word, word) == 0) {
			memcpy(where, &c->value, sizeof(c->value));
			return true;
		}
	}
	return false;
}

void
pn_value_default(const struct pn_key *key, void *base)
{
	char *where = (char *)base + key->offset;
	unsigned u;
	uint64_t n;
	bool b;

	if (key->fallback == NULL)
		return;
	switch (key->type) {
	case PN_KEY_STRING:
		*(char **)(void *)where = pn_strdup(key->fallback);
		break;
	case PN_KEY_UINT:
		u = (unsigned)strtoul(key->fallback, NULL, 10);
		memcpy(where, &u, sizeof(u));
		break;
	case PN_KEY_SIZE:
		n = strtoull(key->fallback, NULL, 10);
		memcpy(where, &n, sizeof(n));
		break;
	case PN_KEY_BOOL:
		b = strcmp(key->fallback, "true") == 0;
		memcpy(where, &b, sizeof(b));
		break;
	case PN_KEY_CHOICE:
		(void)set_word(where, key->choices, key->fallback);
		break;
	case PN_KEY_PATHS:
	case PN_KEY_DOMAINS:
	case PN_KEY_SCOPES:
	case PN_KEY_PARTNERS:
	case PN_KEY_EXCEPTIONS:
		break;
	}
}

/* set_string - a text within its length that its check accepts */
static enum pn_err
set_string(const struct pn_key *key, char **where, const struct pn_conf_node *n,
    const char *full, struct pn_errinfo *info)
{
	const char *s = pn_conf_string(n), *wrong;

	if (s == NULL)
		return pn_conf_fail(n, info, "%s must be a string", full);
	if (key->max > 0 && strlen(s) > key->max)
		return pn_conf_fail(n, info,
		    "%s has %zu characters: at most %" PRIu64 " fit", full,
		    strlen(s), key->max);
	wrong = key->check == NULL ? NULL : key->check(s);
	if (wrong != NULL)
		return pn_conf_fail(n, info, "%s %s", full, wrong);
	free(*where);
	*where = pn_strdup(s);
	return PN_OK;
}

/* get_number - a whole number within the bounds of KEY */
static enum pn_err
get_number(const struct pn_key *key, const struct pn_conf_node *n,
    const char *full, uint64_t *out, struct pn_errinfo *info)
{
	int64_t v;

	if (pn_conf_type(n) != PN_CONF_INT)
		return pn_conf_fail(n, info, "%s must be a whole number", full);
	v = pn_conf_int(n);
	if (v < 0 || (uint64_t)v < key->min || (uint64_t)v > key->max)
		return pn_conf_fail(n, info,
		    "%s is %" PRId64 ": must be from %" PRIu64 " to %" PRIu64,
		    full, v, key->min, key->max);
	*out = (uint64_t)v;
	return PN_OK;
}

enum pn_err
pn_unknown(const struct pn_conf_node *n, const char *what, const char *word,
    const char *const *words, size_t n_words, struct pn_errinfo *info)
{
	const char *near = pn_nearest(word, words, n_words);
	struct pn_buf all;
	enum pn_err err;
	size_t i;

	if (near != NULL)
		return pn_conf_fail(n, info,
		    "unknown %s \"%s\": did you mean \"%s\"?", what, word,
		    near);
	pn_buf_init(&all, ALL_WORDS_MAX);
	for (i = 0; i < n_words; i++)
		pn_buf_addf(&all, "%s%s", i > 0 ? ", " : "", words[i]);
	err = pn_conf_fail(
	    n, info, "unknown %s \"%s\": use one of %s", what, word, all.data);
	pn_buf_free(&all);
	return err;
}

/* set_choice - one of the words of KEY */
static enum pn_err
set_choice(const struct pn_key *key, void *where, const struct pn_conf_node *n,
    const char *full, struct pn_errinfo *info)
{
	const char *words[MAX_CHOICES], *s = pn_conf_string(n);
	size_t i, n_words = 0;
	enum pn_err err;
	char *what;

	if (s == NULL)
		return pn_conf_fail(n, info, "%s must be a string", full);
	if (set_word(where, key->choices, s))
		return PN_OK;
	if (key->choices == pn_action_choices && strcmp(s, "seal") == 0)
		return pn_conf_fail(n, info,
		    "%s: this version can't seal attachments: use "
		    "\"quarantine\" or \"reject\"",
		    full);
	for (i = 0; key->choices[i].word != NULL && i < MAX_CHOICES; i++)
		words[n_words++] = key->choices[i].word;
	what = pn_printf("word for %s,", full);
	err = pn_unknown(n, what, s, words, n_words, info);
	free(what);
	return err;
}

/* free_strings - free all of *L */
static void
free_strings(struct pn_strings *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		free(l->s[i]);
	free(l->s);
	l->s = NULL;
	l->n = 0;
}

/* canonical - S as a list of TYPE keeps it; NULL if it is none of that */
static char *
canonical(enum pn_key_type type, const char *s)
{
	if (type == PN_KEY_DOMAINS)
		return pn_domain_canon(s);
	return type == PN_KEY_SCOPES ? pn_scope_canon(s) : pn_strdup(s);
}

/* set_strings - a list of strings, each in its canonical form */
static enum pn_err
set_strings(const struct pn_key *key, struct pn_strings *l,
    const struct pn_conf_node *n, const char *full, struct pn_errinfo *info)
{
	const struct pn_conf_node *item;
	const char *s;
	char *one;
	size_t i;

	if (pn_conf_type(n) != PN_CONF_LIST)
		return pn_conf_fail(n, info,
		    "%s must be a list: %s = [ \"...\" ];", full, full);
	free_strings(l);
	for (i = 0; i < pn_conf_size(n); i++) {
		item = pn_conf_at(n, i);
		s = pn_conf_string(item);
		if (s == NULL || *s == '\0')
			return pn_conf_fail(item, info,
			    "%s must hold strings that are not empty", full);
		one = canonical(key->type, s);
		if (one == NULL)
			return pn_conf_fail(item, info,
			    "\"%s\" can't stand in %s: write it as \"%s\"", s,
			    full,
			    key->type == PN_KEY_DOMAINS ? "school.example"
							: "@school.example");
		l->s = pn_realloc(l->s, l->n + 1, sizeof(*l->s));
		l->s[l->n++] = one;
	}
	return PN_OK;
}

enum pn_err
pn_value_set(const struct pn_key *key, void *base, const struct pn_conf_node *n,
    const char *full, struct pn_errinfo *info)
{
	void *where = (char *)base + key->offset;
	enum pn_err err;
	unsigned u;
	uint64_t number = 0;
	bool b;

	switch (key->type) {
	case PN_KEY_STRING:
		return set_string(key, where, n, full, info);
	case PN_KEY_UINT:
		err = get_number(key, n, full, &number, info);
		if (err == PN_OK) {
			u = (unsigned)number;
			memcpy(where, &u, sizeof(u));
		}
		return err;
	case PN_KEY_SIZE:
		return get_number(key, n, full, where, info);
	case PN_KEY_BOOL:
		if (pn_conf_type(n) != PN_CONF_BOOL)
			return pn_conf_fail(
			    n, info, "%s must be true or false", full);
		b = pn_conf_bool(n);
		memcpy(where, &b, sizeof(b));
		return PN_OK;
	case PN_KEY_CHOICE:
		return set_choice(key, where, n, full, info);
	case PN_KEY_PATHS:
	case PN_KEY_DOMAINS:
	case PN_KEY_SCOPES:
		return set_strings(key, where, n, full, info);
	case PN_KEY_PARTNERS:
		return pn_partners_set(base, n, info);
	case PN_KEY_EXCEPTIONS:
		return pn_exceptions_set(base, n, info);
	}
	return PN_ERR_CONFIG;
}

void
pn_value_free(const struct pn_key *key, void *base)
{
	void *where = (char *)base + key->offset;

	switch (key->type) {
	case PN_KEY_STRING:
		free(*(char **)where);
		*(char **)where = NULL;
		break;
	case PN_KEY_PATHS:
	case PN_KEY_DOMAINS:
	case PN_KEY_SCOPES:
		free_strings(where);
		break;
	case PN_KEY_PARTNERS:
		pn_partners_free(base);
		break;
	case PN_KEY_EXCEPTIONS:
		pn_exceptions_free(base);
		break;
	case PN_KEY_UINT:
	case PN_KEY_SIZE:
	case PN_KEY_BOOL:
	case PN_KEY_CHOICE:
		break;
	}
}

enum pn_err
pn_quote(struct pn_buf *out, const char *s)
{
	enum pn_err err = pn_buf_addc(out, '"');

	for (; *s != '\0' && err == PN_OK; s++) {
		if (*s == '"' || *s == '\\')
			err = pn_buf_addf(out, "\\%c", *s);
		else if (*s == '\n')
			err = pn_buf_adds(out, "\\n");
		else if ((unsigned char)*s < ' ' || *s == 0x7f)
			err = pn_buf_addf(out, "\\x%02x", (unsigned)*s);
		else
			err = pn_buf_addc(out, *s);
	}
	return err == PN_OK ? pn_buf_addc(out, '"') : err;
}

/* show_strings - [ "a", "b" ] */
static enum pn_err
show_strings(const struct pn_strings *l, struct pn_buf *out)
{
	enum pn_err err = pn_buf_adds(out, "[");
	size_t i;

	for (i = 0; i < l->n && err == PN_OK; i++) {
		err = pn_buf_adds(out, i > 0 ? ", " : " ");
		if (err == PN_OK)
			err = pn_quote(out, l->s[i]);
	}
	return err == PN_OK ? pn_buf_adds(out, " ]") : err;
}

enum pn_err
pn_value_show(const struct pn_key *key, const void *base, struct pn_buf *out)
{
	const void *where = (const char *)base + key->offset;
	uint64_t n;
	int choice;

	switch (key->type) {
	case PN_KEY_STRING:
		return pn_quote(out, *(char *const *)where);
	case PN_KEY_UINT:
		return pn_buf_addf(out, "%u", *(const unsigned *)where);
	case PN_KEY_SIZE:
		n = *(const uint64_t *)where;
		return pn_buf_addf(
		    out, "%" PRIu64 "%s", n, n > INT32_MAX ? "L" : "");
	case PN_KEY_BOOL:
		return pn_buf_adds(
		    out, *(const bool *)where ? "true" : "false");
	case PN_KEY_CHOICE:
		memcpy(&choice, where, sizeof(choice));
		return pn_buf_addf(
		    out, "\"%s\"", pn_choice_word(key->choices, choice));
	case PN_KEY_PATHS:
	case PN_KEY_DOMAINS:
	case PN_KEY_SCOPES:
		return show_strings(where, out);
	case PN_KEY_PARTNERS:
		return pn_partners_show(base, out);
	case PN_KEY_EXCEPTIONS:
		return pn_exceptions_show(base, out);
	}
	return PN_ERR_CONFIG;
}
