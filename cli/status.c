/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * status - `postern status` and `postern reload`: the running posternd
 *
 * To signal it one must know its process id, which stands in its pid file.
 */
#include "config.h"
#include <errno.h>
#include <signal.h>
#include <string.h>
#include "cli/cli.h"
#include "cli/show.h"

/* What there is to say. */
struct state {
	enum pn_running running;
	long pid; /* 0: not known */
	struct pn_errinfo running_info;
	enum pn_err store; /* PN_OK: counts is valid */
	struct pn_errinfo store_info;
	struct pn_store_counts counts;
};

/* print_json - the state as JSON */
static void
print_json(const struct pn_cli *cli, const struct state *s)
{
	struct pn_json *o = pn_json_object(), *store = pn_json_object();

	pn_json_put_str(o, "config", cli->config->file);
	pn_json_put_str(o, "mode", pn_mode_word(cli->config->mode));
	if (s->running == PN_RUNS_UNKNOWN)
		pn_json_put_str(o, "running", NULL);
	else
		pn_json_put_bool(o, "running", s->running == PN_RUNS);
	if (s->pid > 0)
		pn_json_put_int(o, "pid", s->pid);
	pn_json_put_bool(store, "ok", s->store == PN_OK);
	if (s->store == PN_OK) {
		pn_json_put_int(
		    store, "recipients", (int64_t)s->counts.recipients);
		pn_json_put_int(store, "held", (int64_t)s->counts.held);
		pn_json_put_int(store, "notices", (int64_t)s->counts.notices);
		pn_json_put_int(
		    store, "notices_late", (int64_t)s->counts.notices_late);
		pn_json_put_int(store, "records", (int64_t)s->counts.records);
	} else {
		pn_json_put_str(store, "error", s->store_info.text);
	}
	pn_json_put(o, "store", store);
	pn_put_json(o);
}

/* print_count - one count of the store */
static void
print_count(const char *word, uint64_t n, const char *what)
{
	printf("  %-10s %llu %s\n", word, (unsigned long long)n, what);
}

/* print_text - the state for people */
static void
print_text(const struct pn_cli *cli, const struct state *s)
{
	const struct pn_config *c = cli->config;

	if (s->running == PN_RUNS_NOT)
		puts("posternd does not run");
	else if (s->running == PN_RUNS_UNKNOWN)
		puts("posternd: it can't be told whether it runs");
	else if (s->pid > 0)
		printf("posternd runs (process %ld)\n", s->pid);
	else
		puts("posternd runs");
	pn_show_line("config", c->file != NULL ? c->file : "shipped defaults");
	pn_show_line("mode", pn_mode_word(c->mode));
	pn_show_line(
	    "store", s->store == PN_OK ? c->store_path : s->store_info.text);
	if (s->store != PN_OK)
		return;
	print_count("recipients", s->counts.recipients, "verified");
	print_count("held", s->counts.held, "messages");
	print_count("notices", s->counts.notices, "to be sent");
	print_count("late", s->counts.notices_late, "of these, tried in vain");
	print_count("records", s->counts.records, "in the audit trail");
}

int
pn_cmd_status(struct pn_cli *cli, int argc, char **argv)
{
	struct state s = {0};
	int status;

	if (pn_options_none(cli, argc, argv, 0, &status))
		return status;
	if (!pn_site_config(cli))
		return PN_EXIT_FAILED;
	s.running = pn_running(cli, &s.pid, &s.running_info);
	s.store = pn_site_store_look(cli, &s.store_info);
	if (s.store == PN_OK)
		s.store = pn_store_counts(cli->store, &s.counts, &s.store_info);
	if (cli->json)
		print_json(cli, &s);
	else
		print_text(cli, &s);
	if (s.running == PN_RUNS_UNKNOWN)
		pn_say_err(PN_ERR_IO, &s.running_info);
	if (s.store != PN_OK)
		pn_say_err(s.store, &s.store_info);
	return s.running == PN_RUNS && s.store == PN_OK ? PN_EXIT_OK
							: PN_EXIT_FAILED;
}

int
pn_cmd_reload(struct pn_cli *cli, int argc, char **argv)
{
	struct pn_errinfo info = {0};
	enum pn_running running;
	long pid = 0;
	int status;

	if (pn_options_none(cli, argc, argv, 0, &status))
		return status;
	/* posternd would refuse it too, but only its log would say so */
	if (!pn_site_config(cli) || !pn_site_texts(cli) || !pn_site_pack(cli))
		return PN_EXIT_FAILED;
	running = pn_running(cli, &pid, &info);
	if (running == PN_RUNS && pid == 0) {
		(void)!pn_fail(&info, PN_ERR_CONFIG,
		    "the process of posternd is not known: set pid_file and "
		    "restart it");
		running = PN_RUNS_UNKNOWN;
	}
	if (running == PN_RUNS_NOT)
		(void)!pn_fail(
		    &info, PN_ERR_NOT_FOUND, "posternd does not run: start it");
	if (running != PN_RUNS) {
		pn_say_err(PN_ERR_IO, &info);
		return PN_EXIT_FAILED;
	}
	if (kill((pid_t)pid, SIGUSR1) < 0) {
		pn_say("can't signal process %ld: %s", pid, strerror(errno));
		return PN_EXIT_FAILED;
	}
	return PN_EXIT_OK;
}
