/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inspect - `postern inspect`: look into bare files
 *
 * What it is, how it is protected, what was found in it. Exit status 0:
 * nothing found, 1: something, 2: a file could not be looked at.
 */
#include "config.h"
#include <string.h>
#include "cli/cli.h"
#include "cli/mailbox.h"
#include "cli/show.h"

#define EXIT_FOUND 1
#define EXIT_ERROR 2

/* base_name - the last step of a path, as an attachment would be named */
static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (strcmp(path, "-") == 0)
		return NULL;
	return slash != NULL ? slash + 1 : path;
}

/* print - the report on FILE */
static void
print(struct pn_cli *cli, const char *file, const struct pn_report *r)
{
	struct pn_json *v;

	if (cli->json) {
		v = pn_json_object();
		pn_json_put_str(v, "file", file);
		pn_report_json(v, r, true);
		pn_json_put_real(v, "ms", (double)r->us / 1000);
		pn_put_json(v);
		return;
	}
	pn_put(file);
	puts(r->n_findings > 0 ? ": something found" : ": nothing found");
	pn_show_tree(r, &cli->labels);
	fflush(stdout);
}

/* inspect_file - one file; its exit status */
static int
inspect_file(struct pn_cli *cli, const char *file)
{
	struct pn_errinfo info = {0};
	struct pn_bytes bytes;
	struct pn_buf reply = {0};
	struct pn_report *r = NULL;
	int status = EXIT_ERROR;
	enum pn_err err = pn_mailbox_slurp(file, &bytes, &info);

	if (err == PN_OK)
		err = pn_scan_bytes(
		    cli, PN_JOB_FILE, bytes, base_name(file), &reply, &info);
	if (err == PN_OK)
		err = pn_reply_from_json(pn_buf_bytes(&reply), &r, NULL, &info);
	if (err == PN_OK) {
		print(cli, file, r);
		status = r->n_findings > 0 ? EXIT_FOUND : PN_EXIT_OK;
	} else {
		if (info.file[0] == '\0')
			snprintf(info.file, sizeof(info.file), "%s", file);
		pn_say_err(err, &info);
	}
	pn_report_free(&r);
	pn_buf_free(&reply);
	pn_mailbox_drop(&bytes);
	return status;
}

int
pn_cmd_inspect(struct pn_cli *cli, int argc, char **argv)
{
	int status, worst = PN_EXIT_OK;

	if (pn_options_none(cli, argc, argv, argc, &status))
		return status;
	if (optind >= argc)
		return pn_usage_error(cli, "no file named");
	if (!pn_site_pack(cli) || !pn_site_scanner(cli, false))
		return EXIT_ERROR;
	for (int i = optind; i < argc; i++) {
		status = inspect_file(cli, argv[i]);
		if (status > worst)
			worst = status;
	}
	return worst;
}
