/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * config_keys - the one table of configuration keys (private to lib/policy)
 *
 * A row says name, type, place in the struct, default, bounds and, in one
 * line, what it is. The loader, the defaults, `postern config show`, the free
 * function and the check against postern.conf(5) all walk this table, so a
 * key is added in one place.
 */
#ifndef PN_POLICY_CONFIG_KEYS_H
#define PN_POLICY_CONFIG_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "policy/config.h"

enum pn_key_type {
	PN_KEY_STRING,	   /* char * */
	PN_KEY_UINT,	   /* unsigned */
	PN_KEY_SIZE,	   /* uint64_t */
	PN_KEY_BOOL,	   /* bool */
	PN_KEY_CHOICE,	   /* an enum, one of CHOICES */
	PN_KEY_PATHS,	   /* struct pn_strings */
	PN_KEY_DOMAINS,	   /* struct pn_strings, canonical */
	PN_KEY_SCOPES,	   /* struct pn_strings, as scope.h */
	PN_KEY_PARTNERS,   /* partners, n_partners */
	PN_KEY_EXCEPTIONS, /* exceptions, n_exceptions */
};

/* A word of an enum. Tables end with a NULL word. */
struct pn_choice {
	const char *word;
	int value;
};

struct pn_key {
	const char *name; /* "store.path"; for rules "sensitive.high" */
	enum pn_key_type type;
	size_t offset;	      /* in pn_config or pn_rule_config */
	unsigned rules;	      /* rule keys: bit (1u << rule) of those with it */
	const char *fallback; /* as text; NULL: worked out when loading */
	uint64_t min, max;    /* numbers; strings: most bytes (0: any) */
	const struct pn_choice *choices;
	/* what is wrong with a string, NULL if nothing */
	const char *(*check)(const char *value);
	const char *what;
};

extern const struct pn_key pn_keys[];
extern const size_t pn_n_keys;
extern const struct pn_key pn_rule_keys[];
extern const size_t pn_n_rule_keys;
extern const struct pn_choice pn_action_choices[];
extern const struct pn_choice pn_mode_choices[];

/* A table of keys and whose they are. */
struct pn_key_scope {
	const struct pn_key *keys;
	size_t n_keys;
	unsigned rule; /* bit of the rule; 0 outside of `rules` */
};

/* pn_global_scope - the keys outside of `rules`, which live in pn_config */
struct pn_key_scope pn_global_scope(void);

/* pn_rule_scope - the keys of rule R, which live in pn_rule_config */
struct pn_key_scope pn_rule_scope(size_t r);

/* pn_key_applies - does KEY belong to SCOPE? */
bool pn_key_applies(const struct pn_key *key,
    const struct pn_key_scope *scope);

/* pn_choice_word - the word for VALUE; "?" if there is none */
const char *pn_choice_word(const struct pn_choice *c, int value);

/* pn_unknown - PN_ERR_CONFIG at N: WORD is no WHAT; names the nearest of the
 * N_WORDS WORDS, or all of them where none is near */
enum pn_err pn_unknown(const struct pn_conf_node *n, const char *what,
    const char *word, const char *const *words, size_t n_words,
    struct pn_errinfo *info);

/* pn_value_default - set KEY in the struct at BASE to its fallback */
void pn_value_default(const struct pn_key *key, void *base);

/* pn_value_set - set KEY in the struct at BASE from N, known to the user as
 * FULL; PN_ERR_CONFIG with file and line */
enum pn_err pn_value_set(const struct pn_key *key, void *base,
    const struct pn_conf_node *n, const char *full,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_value_free - free what KEY owns in the struct at BASE */
void pn_value_free(const struct pn_key *key, void *base);

/* pn_value_show - append the value of KEY as the file spells it */
enum pn_err pn_value_show(const struct pn_key *key, const void *base,
    struct pn_buf *out) PN_MUST_CHECK;

/* pn_quote - append S as a string of the file's format */
enum pn_err pn_quote(struct pn_buf *out, const char *s) PN_MUST_CHECK;

/* The lists of records; the values as pn_value_set and pn_value_show. */
enum pn_err pn_partners_set(struct pn_config *c, const struct pn_conf_node *n,
    struct pn_errinfo *info) PN_MUST_CHECK;
enum pn_err pn_partners_show(const struct pn_config *c, struct pn_buf *out)
    PN_MUST_CHECK;
void pn_partners_free(struct pn_config *c);
enum pn_err pn_exceptions_set(struct pn_config *c,
    const struct pn_conf_node *n, struct pn_errinfo *info) PN_MUST_CHECK;
enum pn_err pn_exceptions_show(const struct pn_config *c, struct pn_buf *out)
    PN_MUST_CHECK;
void pn_exceptions_free(struct pn_config *c);

#endif
