/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * postern - the command-line tool: what IT does with Postern
 *
 * main finds the command in the table and frees what it loaded. Each command
 * is in the file of its name.
 */
#include "config.h"
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include "base/conf.h"
#include "cli/cli.h"

static const struct pn_command commands[] = {
    {"check",
	"[--from A] [--to A]... [--verified A]... [--json] [--why] FILE...",
	"what would become of a message",
	"Judges messages as posternd would: the verdict, the reply to the "
	"sender's mail\nprogram and the mail that the sender would get. FILE "
	"is a message, an mbox, a\nMaildir or - for standard input. It "
	"changes nothing and sends nothing.\n\n"
	"      --from A       the sender, instead of the one in the header\n"
	"      --to A         a recipient, instead of those in the header\n"
	"      --verified A   take A as in the registry\n"
	"      --why          also what nearly matched, and why it did not\n\n"
	"Exit status: 0 accept or annotate, 10 seal, 20 quarantine, 30 "
	"reject, 75 could\nnot be decided; of several messages the highest.",
	pn_cmd_check},
    {"inspect", "[--json] FILE...", "what is in a file",
	"Looks into files (a document, an archive): what it is, how it is "
	"protected, what\nwas found in it.\n\n"
	"Exit status: 0 nothing found, 1 something, 2 error.",
	pn_cmd_inspect},
    {"match", "[--json] [--pattern ID]...", "what is found in texts",
	"Reads texts from standard input, one per line (with --json each "
	"line is a JSON\nstring, or an object with \"text\"), and says what "
	"is found in each.\n\n"
	"      --pattern ID   look for this pattern only\n\n"
	"Exit status: 0 nothing found, 1 something, 2 error.",
	pn_cmd_match},
    {"patterns", "list\nshow ID\ntest\nlint", "what is looked for",
	"list   all patterns\n"
	"show   one pattern in full\n"
	"test   run the patterns' own examples\n"
	"lint   the same, and what is slow, ambiguous or never fires",
	pn_cmd_patterns},
    {"recipients",
	"list\nshow ADDRESS\n"
	"add [--for SENDER] [--days N] [--by NAME] ADDRESS\n"
	"import [--dry-run] [--skip-bad] FILE.csv\nremove ADDRESS",
	"the registry of verified recipients",
	"list     all recipients, masked\n"
	"show     what the registry knows of an address\n"
	"add      enter an address that was checked\n"
	"import   enter those of a CSV file with the columns address, for, "
	"days, by\n"
	"remove   take an address out\n\n"
	"      --for SENDER   only mail from this sender may go there\n"
	"      --days N       for so many days (0: without end)\n"
	"      --by NAME      who checked the address\n"
	"      --dry-run      read the file and enter nothing\n"
	"      --skip-bad     enter the good lines where others are bad",
	pn_cmd_recipients},
    {"quarantine",
	"list\nshow [--by NAME] [--why TEXT] MESSAGE\n"
	"release [--by NAME] [--why TEXT] [--postfix DIR] MESSAGE\n"
	"reject [--by NAME] [--why TEXT] [--postfix DIR] MESSAGE",
	"messages that are held",
	"MESSAGE is a reference or a queue id.\n\n"
	"list      all held messages, masked\n"
	"show      one in full, without its text; this is recorded\n"
	"release   deliver it (as root)\n"
	"reject    delete it (as root); nobody is told\n\n"
	"      --by NAME      who does it, for the audit trail\n"
	"      --why TEXT     and why\n"
	"      --postfix DIR  Postfix's configuration folder",
	pn_cmd_quarantine},
    {"audit", "[--since TIME]", "what was decided and done",
	"Prints the audit trail, oldest first.\n\n"
	"      --since TIME   from then on: 7d, 36h, 2026-11-22 or "
	"2026-11-22T15:04 (UTC)",
	pn_cmd_audit},
    {"config", "check\nshow\nkeys", "the configuration",
	"check   is it right? Configuration, texts and patterns\n"
	"show    what is in force\n"
	"keys    all keys with their defaults",
	pn_cmd_config},
    {"status", "", "is posternd running, what does the store hold",
	"Exit status: 0 where posternd runs and the store can be read, else "
	"1.",
	pn_cmd_status},
    {"reload", "", "have posternd read its configuration again",
	"A configuration with errors is refused here already.", pn_cmd_reload},
};

#define N_COMMANDS (sizeof(commands) / sizeof(commands[0]))

/* find_command - the one with that name; NULL: said */
static const struct pn_command *
find_command(const struct pn_cli *cli, const char *name)
{
	const char *names[N_COMMANDS], *near;

	for (size_t i = 0; i < N_COMMANDS; i++) {
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
		names[i] = commands[i].name;
	}
	near = pn_nearest(name, names, N_COMMANDS);
	if (near != NULL)
		pn_usage_error(cli,
		    "unknown command \"%s\", did you mean \"%s\"?", name, near);
	else
		pn_usage_error(cli, "unknown command \"%s\"", name);
	return NULL;
}

/* print_help - the list of commands */
static void
print_help(void)
{
	puts("usage: postern COMMAND [OPTION]... [ARGUMENT]...\n");
	for (size_t i = 0; i < N_COMMANDS; i++)
		printf("  %-12s %s\n", commands[i].name, commands[i].what);
	puts("\n  help COMMAND more about a command\n"
	     "  --version    which version this is");
}

/* help - `postern help [COMMAND]` */
static int
help(const struct pn_cli *cli, const char *name)
{
	const struct pn_command *c;

	if (name == NULL) {
		print_help();
		return PN_EXIT_OK;
	}
	c = find_command(cli, name);
	if (c == NULL)
		return PN_EXIT_USAGE;
	pn_command_help(stdout, c);
	return PN_EXIT_OK;
}

/* first_options - what stands before the command; true: *STATUS is what to
 * exit with */
static bool
first_options(struct pn_cli *cli, int argc, char **argv, int *status)
{
	static const struct option table[] = {PN_COMMON_OPTIONS,
	    {"version", no_argument, NULL, 'V'}, {NULL, 0, NULL, 0}};
	int c;

	opterr = 0;
	while ((c = getopt_long(argc, argv, "+:c:hV", table, NULL)) != -1) {
		*status = PN_EXIT_OK;
		switch (c) {
		case 'c':
			cli->config_path = optarg;
			continue;
		case 'j':
			cli->json = true;
			continue;
		case 'h':
			print_help();
			return true;
		case 'V':
			puts("postern " PACKAGE_VERSION);
			return true;
		default:
			*status =
			    pn_usage_error(cli, "%s: %s", argv[optind - 1],
				c == ':' ? "needs a value" : "unknown option");
			return true;
		}
	}
	return false;
}

/* run - the command that ARGV names */
static int
run(struct pn_cli *cli, int argc, char **argv)
{
	char program[] = "postern";
	int status;

	if (first_options(cli, argc, argv, &status))
		return status;
	if (optind >= argc) {
		fputs("postern: no command: see postern help\n", stderr);
		return PN_EXIT_USAGE;
	}
	if (strcmp(argv[optind], "help") == 0)
		return help(cli, argv[optind + 1]);
	cli->command = find_command(cli, argv[optind]);
	if (cli->command == NULL)
		return PN_EXIT_USAGE;
	argc -= optind;
	argv += optind;
	argv[0] = program;
	optind = 0; /* begin anew */
	return cli->command->run(cli, argc, argv);
}

int
main(int argc, char **argv)
{
	struct pn_cli cli = {0};
	int status;

	setlocale(LC_CTYPE, "C.UTF-8");
	signal(SIGPIPE, SIG_DFL);
	status = run(&cli, argc, argv);
	pn_site_free(&cli);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fputs("postern: the output can't be written\n", stderr);
		return status > PN_EXIT_FAILED ? status : PN_EXIT_FAILED;
	}
	return status;
}
