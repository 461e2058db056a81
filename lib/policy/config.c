/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * config - load and free a configuration by the table of keys
 *
 * Reading is in three steps: the table's defaults, the file's keys, then the
 * file's rules, because the thresholds outside of `rules` are the defaults of
 * those inside. Looks at nothing but the file: whether a store or a pattern
 * folder exists is for those who open it.
 */
#include <stdlib.h>
#include <string.h>
#include "base/conf.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/uni.h"
#include "policy/config_keys.h"

#define MAX_WORDS 64 /* names within one group */

/* unknown_key - name the key that is nearest to N among those under PREFIX */
static enum pn_err
unknown_key(const struct pn_key_scope *scope, const char *prefix,
    const struct pn_conf_node *n, struct pn_errinfo *info)
{
	const char *words[MAX_WORDS];
	char *copies[MAX_WORDS], *copy;
	size_t i, n_words = 0, n_copies = 0, len = strlen(prefix);
	enum pn_err err;

	for (i = 0; i < scope->n_keys && n_words < MAX_WORDS - 1; i++) {
		const char *name = scope->keys[i].name;

		if (!pn_key_applies(&scope->keys[i], scope) ||
		    strncmp(name, prefix, len) != 0)
			continue;
		copy = pn_strndup(name + len, strcspn(name + len, "."));
		if (n_copies > 0 && strcmp(copies[n_copies - 1], copy) == 0) {
			free(copy);
			continue;
		}
		copies[n_copies++] = copy;
		words[n_words++] = copy;
	}
	if (scope->rule == 0 && len == 0)
		words[n_words++] = "rules";
	err = pn_unknown(n, "key", pn_conf_name(n), words, n_words, info);
	for (i = 0; i < n_copies; i++)
		free(copies[i]);
	return err;
}

/* find_key - the row of NAME; *GROUP_OUT tells whether NAME is a group */
static const struct pn_key *
find_key(const struct pn_key_scope *scope, const char *name, bool *group_out)
{
	size_t i, len = strlen(name);

	*group_out = false;
	for (i = 0; i < scope->n_keys; i++) {
		const struct pn_key *key = &scope->keys[i];

		if (!pn_key_applies(key, scope))
			continue;
		if (strcmp(key->name, name) == 0)
			return key;
		if (strncmp(key->name, name, len) == 0 && key->name[len] == '.')
			*group_out = true;
	}
	return NULL;
}

/* read_group - set every member of N in the struct at BASE; SHOWN names the
 * place to the user, PREFIX is the part that the table's names begin with */
static enum pn_err
read_group(const struct pn_key_scope *scope, void *base, const char *shown,
    const char *prefix, const struct pn_conf_node *n, struct pn_errinfo *info)
{
	char *name = NULL, *full = NULL;
	enum pn_err err = PN_OK;
	size_t i;

	for (i = 0; i < pn_conf_size(n) && err == PN_OK; i++) {
		const struct pn_conf_node *m = pn_conf_at(n, i);
		const struct pn_key *key;
		bool group;

		free(name);
		free(full);
		name = pn_printf("%s%s", prefix, pn_conf_name(m));
		full = pn_printf("%s%s", shown, pn_conf_name(m));
		if (scope->rule == 0 && strcmp(name, "rules") == 0)
			continue; /* read last */
		key = find_key(scope, name, &group);
		if (key != NULL) {
			err = pn_value_set(key, base, m, full, info);
		} else if (!group) {
			err = unknown_key(scope, prefix, m, info);
		} else if (pn_conf_type(m) != PN_CONF_GROUP) {
			err = pn_conf_fail(m, info,
			    "%s must be a group: %s = { ... };", full, full);
		} else {
			char *deeper = pn_printf("%s.", name);
			char *deeper_shown = pn_printf("%s.", full);

			err = read_group(
			    scope, base, deeper_shown, deeper, m, info);
			free(deeper);
			free(deeper_shown);
		}
	}
	free(name);
	free(full);
	return err;
}

/* unknown_rule - name the rule that is nearest */
static enum pn_err
unknown_rule(const struct pn_conf_node *n, struct pn_errinfo *info)
{
	const char *words[PN_N_RULES];
	size_t i;

	for (i = 0; i < PN_N_RULES; i++)
		words[i] = pn_rule_word((enum pn_rule)i);
	return pn_unknown(n, "rule", pn_conf_name(n), words, PN_N_RULES, info);
}

/* one_action - `action` of rule password is a short form of its three */
static void
one_action(struct pn_rule_config *r, const struct pn_conf_node *n)
{
	const struct pn_conf_node *action = pn_conf_get(n, "action");
	const char *word = action == NULL ? NULL : pn_conf_string(action);

	if (word != NULL && pn_action_from_word(word, &r->proven)) {
		r->likely = r->proven;
		r->follows = r->proven;
	}
}

/* read_rules - the group `rules` */
static enum pn_err
read_rules(
    struct pn_config *c, const struct pn_conf_node *n, struct pn_errinfo *info)
{
	enum pn_err err = PN_OK;
	size_t i;

	if (pn_conf_type(n) != PN_CONF_GROUP)
		return pn_conf_fail(n, info,
		    "rules must be a group: rules = { body = { ... }; };");
	for (i = 0; i < pn_conf_size(n) && err == PN_OK; i++) {
		const struct pn_conf_node *m = pn_conf_at(n, i);
		struct pn_key_scope scope;
		enum pn_rule r;
		char *shown;

		if (!pn_rule_from_word(pn_conf_name(m), &r))
			return unknown_rule(m, info);
		if (pn_conf_type(m) != PN_CONF_GROUP)
			return pn_conf_fail(m, info,
			    "rules.%s must be a group: %s = { ... };",
			    pn_rule_word(r), pn_rule_word(r));
		if (r == PN_RULE_PASSWORD)
			one_action(&c->rules[r], m);
		scope = pn_rule_scope(r);
		shown = pn_printf("rules.%s.", pn_rule_word(r));
		err = read_group(&scope, &c->rules[r], shown, "", m, info);
		free(shown);
	}
	return err;
}

/* set_defaults - every key's fallback */
static void
set_defaults(struct pn_config *c)
{
	size_t i, r;

	for (i = 0; i < pn_n_keys; i++)
		pn_value_default(&pn_keys[i], c);
	for (r = 0; r < PN_N_RULES; r++) {
		struct pn_key_scope scope = pn_rule_scope(r);

		for (i = 0; i < pn_n_rule_keys; i++)
			if (pn_key_applies(&pn_rule_keys[i], &scope))
				pn_value_default(
				    &pn_rule_keys[i], &c->rules[r]);
	}
	c->texts = pn_path_texts();
	c->notice_from = pn_strdup("");
	c->site_key = pn_strdup("");
	c->patterns.s = pn_realloc(NULL, 1, sizeof(*c->patterns.s));
	c->patterns.s[0] = pn_path_patterns();
	c->patterns.n = 1;
}

/* spread_thresholds - every rule begins with the common thresholds */
static void
spread_thresholds(struct pn_config *c)
{
	size_t r;

	for (r = 0; r < PN_N_RULES; r++) {
		c->rules[r].high = c->high;
		c->rules[r].medium = c->medium;
		c->rules[r].bulk = c->bulk;
		c->rules[r].contact = c->contact;
	}
}

/* fill_from - without notices.from: the postmaster, whom RFC 5321 4.5.1 makes
 * every domain have */
static void
fill_from(struct pn_config *c)
{
	if (*c->notice_from != '\0')
		return;
	free(c->notice_from);
	c->notice_from = pn_printf("postmaster@%s",
	    c->internal_domains.n > 0 ? c->internal_domains.s[0] : "localhost");
}

/* fill_key - without site_key: beside the store that it seals, so that a
 * store somewhere else has a key of its own */
static void
fill_key(struct pn_config *c)
{
	const char *slash = strrchr(c->store_path, '/');

	if (*c->site_key != '\0')
		return;
	free(c->site_key);
	if (slash != NULL)
		c->site_key = pn_printf("%.*s/site.key",
		    (int)(slash - c->store_path), c->store_path);
	else
		c->site_key = pn_strdup(PN_STATEDIR "/site.key");
}

/* check_utf8 - every text in N is UTF-8, so that what is shown and sent is */
static enum pn_err
check_utf8(const struct pn_conf_node *n, struct pn_errinfo *info)
{
	const char *s;
	enum pn_err err = PN_OK;
	size_t i;

	switch (pn_conf_type(n)) {
	case PN_CONF_STRING:
		s = pn_conf_string(n);
		if (!pn_utf8_valid(s, strlen(s)))
			return pn_conf_fail(n, info,
			    "holds a text that is not UTF-8: save the file "
			    "as UTF-8");
		return PN_OK;
	case PN_CONF_GROUP:
	case PN_CONF_LIST:
		for (i = 0; i < pn_conf_size(n) && err == PN_OK; i++)
			err = check_utf8(pn_conf_at(n, i), info);
		return err;
	default:
		return PN_OK;
	}
}

/* check_whole - what no single key can tell */
static enum pn_err
check_whole(const struct pn_config *c, const struct pn_conf_node *root,
    struct pn_errinfo *info)
{
	if (c->reply_lines == 2)
		return pn_conf_fail(pn_conf_get(root, "reply_lines"), info,
		    "reply_lines must be 1 or 3");
	return PN_OK;
}

/* build - a configuration from the file that ROOT is; NULL: no file */
static enum pn_err
build(const struct pn_conf_node *root, const char *file, struct pn_config **out,
    struct pn_errinfo *info)
{
	struct pn_config *c = pn_alloc(sizeof(*c));
	struct pn_key_scope scope = pn_global_scope();
	const struct pn_conf_node *rules = NULL;
	enum pn_err err = PN_OK;

	c->file = pn_strdup(file);
	set_defaults(c);
	if (root != NULL) {
		err = check_utf8(root, info);
		if (err == PN_OK)
			err = read_group(&scope, c, "", "", root, info);
		rules = pn_conf_get(root, "rules");
	}
	spread_thresholds(c);
	if (err == PN_OK && rules != NULL)
		err = read_rules(c, rules, info);
	if (err == PN_OK && root != NULL)
		err = check_whole(c, root, info);
	if (err != PN_OK) {
		pn_config_free(&c);
		return err;
	}
	fill_from(c);
	fill_key(c);
	*out = c;
	return PN_OK;
}

enum pn_err
pn_config_load(
    const char *path, struct pn_config **out, struct pn_errinfo *info)
{
	struct pn_conf *conf = NULL;
	enum pn_err err;

	if (path == NULL)
		return build(NULL, NULL, out, info);
	err = pn_conf_read(path, &conf, info);
	if (err == PN_OK)
		err = build(pn_conf_root(conf), path, out, info);
	pn_conf_free(&conf);
	return err;
}

enum pn_err
pn_config_load_text(const char *text, const char *name, struct pn_config **out,
    struct pn_errinfo *info)
{
	struct pn_conf *conf = NULL;
	enum pn_err err;

	err = pn_conf_read_text(text, name, &conf, info);
	if (err == PN_OK)
		err = build(pn_conf_root(conf), name, out, info);
	pn_conf_free(&conf);
	return err;
}

void
pn_config_free(struct pn_config **c)
{
	size_t i;

	if (*c == NULL)
		return;
	for (i = 0; i < pn_n_keys; i++)
		pn_value_free(&pn_keys[i], *c);
	free((*c)->file);
	free(*c);
	*c = NULL;
}
