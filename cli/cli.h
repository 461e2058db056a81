/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli - what the commands of `postern` share
 *
 * A command is a function with a row in the table of main.c. What it needs of
 * the site (configuration, texts, patterns, store, scanner) it asks for
 * through these functions, each of which prints its own error; main frees all
 * of it. Nothing here prints a matched value, a subject or a body line.
 */
#ifndef PN_CLI_CLI_H
#define PN_CLI_CLI_H

#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "base/crypt.h"
#include "base/err.h"
#include "base/json.h"
#include "detect/patfile.h"
#include "policy/config.h"
#include "policy/explain.h"
#include "store/store.h"
#include "worker/pool.h"

/* Exit status; check, inspect and match have their own (contract). */
#define PN_EXIT_OK     0
#define PN_EXIT_FAILED 1
#define PN_EXIT_USAGE  2

/* One run of the program. */
struct pn_cli {
	const struct pn_command *command;
	const char *config_path; /* -c; NULL: the installed one, or none */
	bool json;		 /* --json */
	/* loaded when first asked for, freed by main; NULL before */
	struct pn_config *config;
	struct pn_texts *texts;
	struct pn_pack *pack;
	struct pn_labels labels; /* the pack's names */
	struct pn_key *key;
	struct pn_store *store;
	struct pn_pool *pool;
};

/* A command. ARGV[0] is the program's name, as getopt_long wants it. */
struct pn_command {
	const char *name;
	const char *usage; /* what follows the name; lines by LF */
	const char *what;  /* one line for the list */
	const char *help;  /* paragraphs for `postern help NAME` */
	int (*run)(struct pn_cli *cli, int argc, char **argv);
};

int pn_cmd_audit(struct pn_cli *cli, int argc, char **argv);
int pn_cmd_check(struct pn_cli *cli, int argc, char **argv);
int pn_cmd_config(struct pn_cli *cli, int argc, char **argv);
int pn_cmd_inspect(struct pn_cli *cli, int argc, char **argv);
int pn_cmd_match(struct pn_cli *cli, int argc, char **argv);
int pn_cmd_patterns(struct pn_cli *cli, int argc, char **argv);
int pn_cmd_quarantine(struct pn_cli *cli, int argc, char **argv);
int pn_cmd_recipients(struct pn_cli *cli, int argc, char **argv);
int pn_cmd_reload(struct pn_cli *cli, int argc, char **argv);
int pn_cmd_status(struct pn_cli *cli, int argc, char **argv);

/* Options (options.c) ------------------------------------------------------ */

/* The options that every command has; begin each table with them. */
/* clang-format off */
#define PN_COMMON_OPTIONS                                                      \
	{"config", required_argument, NULL, 'c'},                              \
	{"json", no_argument, NULL, 'j'}, {"help", no_argument, NULL, 'h'}
/* clang-format on */

/* A word after the command: `recipients add`. */
struct pn_verb {
	const char *name;
	int (*run)(struct pn_cli *cli, int argc, char **argv);
};

/* pn_options_next - the next option of TABLE that is the command's own; -1 at
 * the end. Common ones are carried out here. 0: *STATUS is what to exit with
 * (help was asked for, or the option is wrong, which has been said) */
int pn_options_next(struct pn_cli *cli, int argc, char **argv,
    const struct option *table, int *status);

/* pn_options_none - for commands with common options only and at most MAX
 * arguments: true where *STATUS is what to exit with */
bool pn_options_none(struct pn_cli *cli, int argc, char **argv, int max,
    int *status);

/* pn_verbs_run - run the verb that ARGV names, with ARGV moved past it */
int pn_verbs_run(struct pn_cli *cli, int argc, char **argv,
    const struct pn_verb *verbs, size_t n);

/* pn_option_number - TEXT as a number up to MAX into *OUT; else said, false */
bool pn_option_number(const char *name, const char *text, unsigned max,
    unsigned *out);

/* pn_option_address - TEXT as a canonical address, for free(); else said,
 * NULL. NULL_SENDER allows "<>" */
char *pn_option_address(const char *name, const char *text, bool null_sender);

/* pn_usage_error - say what is wrong and where help is; PN_EXIT_USAGE */
int pn_usage_error(const struct pn_cli *cli, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* pn_command_help - print the help of a command */
void pn_command_help(FILE *to, const struct pn_command *c);

/* The site (site.c) ---------------------------------------------------------- */

/* pn_site_config - load the configuration; false: said */
bool pn_site_config(struct pn_cli *cli);

/* pn_site_pack - load the patterns' definitions, and the labels */
bool pn_site_pack(struct pn_cli *cli);

/* pn_site_texts - load the explanation texts */
bool pn_site_texts(struct pn_cli *cli);

/* pn_site_scanner - start the scanner; UNTESTED: also with patterns whose own
 * examples do not hold, to see which they are */
bool pn_site_scanner(struct pn_cli *cli, bool untested);

/* pn_site_store - open the store for writing; the site key and the store are
 * made where they are missing */
bool pn_site_store(struct pn_cli *cli);

/* pn_site_store_look - open the store to look at it; it is never made.
 * PN_ERR_NOT_FOUND: there is none yet. Says nothing */
enum pn_err pn_site_store_look(struct pn_cli *cli, struct pn_errinfo *info)
    PN_MUST_CHECK;

/* pn_site_store_read - the same for commands that are about the store; says
 * what is wrong */
bool pn_site_store_read(struct pn_cli *cli);

/* pn_site_free - close and free all of it */
void pn_site_free(struct pn_cli *cli);

/* pn_site_keep_until - when an audit row of now is deleted */
int64_t pn_site_keep_until(const struct pn_cli *cli);

/* pn_site_operator - the name of who runs the command, for free(): the one
 * before sudo, else the user */
char *pn_site_operator(void);

/* Running (running.c) -------------------------------------------------------- */

enum pn_running {
	PN_RUNS_NOT,
	PN_RUNS,
	PN_RUNS_UNKNOWN, /* it could not be told */
};

/* pn_running - does the posternd of this configuration run? *PID is its
 * process id, 0 where it is not known; INFO says why it can't be told */
enum pn_running pn_running(const struct pn_cli *cli, long *pid,
    struct pn_errinfo *info);

/* Printing (print.c) --------------------------------------------------------- */

/* pn_say - "postern: TEXT" to standard error */
void pn_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* pn_say_err - "postern: FILE:LINE: text" of INFO, or ERR's words */
void pn_say_err(enum pn_err err, const struct pn_errinfo *info);

/* pn_put - S to standard output with control and direction characters, which
 * could deceive a reader at a terminal, replaced by '?' */
void pn_put(const char *s);

/* pn_put_json - V in one line to standard output, flushed; V is freed */
void pn_put_json(struct pn_json *v);

/* A time as 2026-11-22T15:04:05Z, in OUT. */
#define PN_TIME_SIZE 32
const char *pn_time_text(int64_t t, char out[PN_TIME_SIZE]);

/* Scanning (scan.c) ----------------------------------------------------------- */

/* pn_scan_bytes - have BYTES looked at; the scanner must be started. REPLY is
 * initialised here and to be freed in any case. Errors as pn_pool_run */
enum pn_err pn_scan_bytes(struct pn_cli *cli, enum pn_job_kind kind,
    struct pn_bytes bytes, const char *name, struct pn_buf *reply,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_scan_fault - one word for why a job failed, as posternd logs it */
const char *pn_scan_fault(enum pn_err err);

#endif
