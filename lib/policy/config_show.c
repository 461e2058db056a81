/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * config_show - print a configuration, and the list of keys
 *
 * What pn_config_show prints is a file that reads back the same; that is how
 * it is tested.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "policy/config_keys.h"

/* show_scope - every key of SCOPE in the struct at BASE, groups opened and
 * closed, each line after INDENT */
static enum pn_err
show_scope(const struct pn_key_scope *scope, const void *base,
    const char *indent, struct pn_buf *out)
{
	enum pn_err err = PN_OK;
	const char *open = "";
	size_t open_len = 0, i;

	for (i = 0; i < scope->n_keys && err == PN_OK; i++) {
		const struct pn_key *key = &scope->keys[i];
		const char *dot = strchr(key->name, '.');
		size_t len = dot == NULL ? 0 : (size_t)(dot - key->name);

		if (!pn_key_applies(key, scope))
			continue;
		if (len != open_len || strncmp(open, key->name, len) != 0) {
			if (open_len > 0)
				pn_buf_addf(out, "%s};\n", indent);
			if (len > 0)
				pn_buf_addf(out, "%s%.*s = {\n", indent,
				    (int)len, key->name);
			open = key->name;
			open_len = len;
		}
		pn_buf_addf(out, "%s%s%s = ", indent, len > 0 ? "\t" : "",
		    len > 0 ? dot + 1 : key->name);
		err = pn_value_show(key, base, out);
		if (err == PN_OK)
			err = pn_buf_adds(out, ";\n");
	}
	if (err == PN_OK && open_len > 0)
		err = pn_buf_addf(out, "%s};\n", indent);
	return err;
}

enum pn_err
pn_config_show(const struct pn_config *c, struct pn_buf *out)
{
	struct pn_key_scope scope = pn_global_scope();
	enum pn_err err;
	size_t r;

	pn_buf_adds(out, "# Postern: what is in force, shipped defaults "
			 "included\n");
	if (c->internal_domains.n == 0)
		pn_buf_adds(out, "# internal_domains is empty, so every "
				 "recipient counts as external\n");
	err = show_scope(&scope, c, "", out);
	if (err == PN_OK)
		err = pn_buf_adds(out, "rules = {\n");
	for (r = 0; r < PN_N_RULES && err == PN_OK; r++) {
		scope = pn_rule_scope(r);
		pn_buf_addf(out, "\t%s = {\n", pn_rule_word((enum pn_rule)r));
		err = show_scope(&scope, &c->rules[r], "\t\t", out);
		if (err == PN_OK)
			err = pn_buf_adds(out, "\t};\n");
	}
	return err == PN_OK ? pn_buf_adds(out, "};\n") : err;
}

/* default_text - the fallback of a key as a person reads it */
static const char *
default_text(const struct pn_key *key)
{
	if (key->fallback != NULL)
		return key->fallback;
	if (key->type == PN_KEY_PATHS || strcmp(key->name, "texts") == 0)
		return "the shipped ones";
	if (strcmp(key->name, "notices.from") == 0)
		return "postmaster at the first internal domain";
	if (key->rules != 0)
		return "the common one";
	return "none";
}

void
pn_config_keys(void (*take)(void *ctx, const char *key, const char *fallback,
		   const char *what),
    void *ctx)
{
	size_t i, r;

	for (i = 0; i < pn_n_keys; i++)
		take(ctx, pn_keys[i].name, default_text(&pn_keys[i]),
		    pn_keys[i].what);
	for (r = 0; r < PN_N_RULES; r++) {
		for (i = 0; i < pn_n_rule_keys; i++) {
			const struct pn_key *key = &pn_rule_keys[i];
			char *full;

			if ((key->rules & (1u << r)) == 0)
				continue;
			full = pn_printf("rules.%s.%s",
			    pn_rule_word((enum pn_rule)r), key->name);
			take(ctx, full, default_text(key), key->what);
			free(full);
		}
	}
}
