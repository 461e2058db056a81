/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * options - the options that every command has, and reading the others
 */
#include "config.h"
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "base/addr.h"
#include "base/conf.h"
#include "base/mem.h"
#include "cli/cli.h"

#define MAX_VERBS 16

void
pn_command_help(FILE *to, const struct pn_command *c)
{
	const char *line = c->usage;

	fputs("usage:", to);
	while (line != NULL) {
		size_t n = strcspn(line, "\n");

		fprintf(to, "%s postern %s%s%.*s\n",
		    line == c->usage ? "" : "      ", c->name, n > 0 ? " " : "",
		    (int)n, line);
		line = line[n] != '\0' ? line + n + 1 : NULL;
	}
	fprintf(to, "\n%s\n", c->help);
	fputs("\n  -c, --config FILE  read this configuration\n"
	      "      --json         one JSON object per line\n",
	    to);
}

int
pn_usage_error(const struct pn_cli *cli, const char *fmt, ...)
{
	va_list ap;

	fputs("postern: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	if (cli->command != NULL)
		fprintf(stderr, ": see postern help %s\n", cli->command->name);
	else
		fputs(": see postern help\n", stderr);
	return PN_EXIT_USAGE;
}

/* next_option - pn_options_next with getopt_long's letters */
static int
next_option(struct pn_cli *cli, int argc, char **argv, const char *letters,
    const struct option *table, int *status)
{
	int c;

	while ((c = getopt_long(argc, argv, letters, table, NULL)) != -1) {
		switch (c) {
		case 'c':
			cli->config_path = optarg;
			continue;
		case 'j':
			cli->json = true;
			continue;
		case 'h':
			pn_command_help(stdout, cli->command);
			*status = PN_EXIT_OK;
			return 0;
		case ':':
			*status = pn_usage_error(
			    cli, "%s needs a value", argv[optind - 1]);
			return 0;
		case '?':
			*status = pn_usage_error(
			    cli, "unknown option %s", argv[optind - 1]);
			return 0;
		default:
			return c;
		}
	}
	return -1;
}

int
pn_options_next(struct pn_cli *cli, int argc, char **argv,
    const struct option *table, int *status)
{
	return next_option(cli, argc, argv, ":c:h", table, status);
}

static const struct option common[] = {PN_COMMON_OPTIONS, {NULL, 0, NULL, 0}};

bool
pn_options_none(struct pn_cli *cli, int argc, char **argv, int max, int *status)
{
	if (pn_options_next(cli, argc, argv, common, status) == 0)
		return true;
	if (argc - optind <= max)
		return false;
	*status = pn_usage_error(
	    cli, "unexpected argument \"%s\"", argv[optind + max]);
	return true;
}

int
pn_verbs_run(struct pn_cli *cli, int argc, char **argv,
    const struct pn_verb *verbs, size_t n)
{
	const char *names[MAX_VERBS], *near;
	int status = 0;
	char *verb;

	/* options may stand before the verb; '+' stops at it */
	if (next_option(cli, argc, argv, "+:c:h", common, &status) == 0)
		return status;
	if (optind >= argc)
		return pn_usage_error(
		    cli, "what about %s?", cli->command->name);
	verb = argv[optind];
	for (size_t i = 0; i < n && i < MAX_VERBS; i++) {
		names[i] = verbs[i].name;
		if (strcmp(verb, verbs[i].name) != 0)
			continue;
		argv[optind] = argv[0];
		argv += optind;
		argc -= optind;
		optind = 0; /* begin anew, with other letters */
		return verbs[i].run(cli, argc, argv);
	}
	near = pn_nearest(verb, names, n);
	if (near != NULL)
		return pn_usage_error(cli,
		    "unknown word \"%s\", did you mean \"%s\"?", verb, near);
	return pn_usage_error(cli, "unknown word \"%s\"", verb);
}

bool
pn_option_number(
    const char *name, const char *text, unsigned max, unsigned *out)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0' || text[0] == '-' ||
	    n > max) {
		pn_say("%s %s: not a number from 0 to %u", name, text, max);
		return false;
	}
	*out = (unsigned)n;
	return true;
}

char *
pn_option_address(const char *name, const char *text, bool null_sender)
{
	char *canon = pn_addr_canon(text);

	if (canon != NULL && (canon[0] != '\0' || null_sender))
		return canon;
	free(canon);
	pn_say("%s %s: not an address: write it as name@domain", name, text);
	return NULL;
}
