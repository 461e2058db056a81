/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * config - `postern config`: is the configuration right, what is in force,
 * which keys are there
 *
 * `check` goes as far as posternd does at its start: configuration, texts,
 * patterns, and a scanner that compiles them.
 */
#include "config.h"
#include <string.h>
#include "cli/cli.h"

/* check - is all of it right? */
static int
check(struct pn_cli *cli, int argc, char **argv)
{
	int status;

	if (pn_options_none(cli, argc, argv, 0, &status))
		return status;
	if (!pn_site_config(cli) || !pn_site_texts(cli) || !pn_site_pack(cli) ||
	    !pn_site_scanner(cli, false))
		return PN_EXIT_FAILED;
	if (cli->config->internal_domains.n == 0)
		pn_say("%s%sinternal_domains is empty: every recipient counts "
		       "as external",
		    cli->config->file != NULL ? cli->config->file : "",
		    cli->config->file != NULL ? ": " : "");
	printf("%s: no errors, %zu patterns\n",
	    cli->config->file != NULL ? cli->config->file : "shipped defaults",
	    cli->pack->n_defs);
	return PN_EXIT_OK;
}

/* show - what is in force, in the file's own format */
static int
show(struct pn_cli *cli, int argc, char **argv)
{
	struct pn_buf text;
	enum pn_err err;
	int status;

	if (pn_options_none(cli, argc, argv, 0, &status))
		return status;
	if (!pn_site_config(cli))
		return PN_EXIT_FAILED;
	pn_buf_init(&text, PN_REPORT_MAX_JSON);
	err = pn_config_show(cli->config, &text);
	if (err == PN_OK)
		fwrite(text.data, 1, text.len, stdout);
	else
		pn_say_err(err, NULL);
	pn_buf_free(&text);
	return err == PN_OK ? PN_EXIT_OK : PN_EXIT_FAILED;
}

/* print_key - one key of the table */
static void
print_key(void *ctx, const char *key, const char *fallback, const char *what)
{
	const struct pn_cli *cli = ctx;
	struct pn_json *o;

	if (!cli->json) {
		printf("%s", key);
		if (fallback != NULL && fallback[0] != '\0')
			printf(" (default: %s)", fallback);
		printf("\n\t%s\n", what);
		return;
	}
	o = pn_json_object();
	pn_json_put_str(o, "key", key);
	pn_json_put_str(o, "default", fallback);
	pn_json_put_str(o, "what", what);
	pn_put_json(o);
}

/* keys - all keys with their defaults */
static int
keys(struct pn_cli *cli, int argc, char **argv)
{
	int status;

	if (pn_options_none(cli, argc, argv, 0, &status))
		return status;
	pn_config_keys(print_key, cli);
	return PN_EXIT_OK;
}

int
pn_cmd_config(struct pn_cli *cli, int argc, char **argv)
{
	static const struct pn_verb verbs[] = {
	    {"check", check}, {"show", show}, {"keys", keys}};

	return pn_verbs_run(cli, argc, argv, verbs, 3);
}
