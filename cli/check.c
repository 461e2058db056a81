/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check - `postern check`: judge whole messages as the milter would
 *
 * The same worker program, the same policy, the same texts. It looks at the
 * registry and never writes, and sends nothing. Where the milter would answer
 * with a temporary failure (a worker that dies, a store that can't be read
 * while it matters) so does this.
 */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include "base/conf.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/envelope.h"
#include "cli/mailbox.h"
#include "cli/near.h"
#include "cli/show.h"

#define MAX_HEADER (1u << 20) /* bytes; MTAs allow a tenth of it */

/* Exit status by verdict (contract). */
static const int statuses[] = {
    [PN_ACCEPT] = 0,
    [PN_ANNOTATE] = 0,
    [PN_SEAL] = 10,
    [PN_QUARANTINE] = 20,
    [PN_REJECT] = 30,
    [PN_TEMPFAIL] = 75,
};

/* One run over all messages. */
struct check {
	struct pn_cli *cli;
	struct pn_given given;
	bool why;
	int worst; /* exit status so far */
	int64_t now;
	unsigned long n; /* messages shown */
	bool warned;	 /* of the store that is not there */
};

/* One message. */
struct checked {
	const struct pn_mailbox_message *message;
	struct pn_report *report;
	struct pn_side side;
	struct pn_envelope envelope;
	struct pn_verdict *verdict;
	const char *fault; /* NULL, or one word */
	struct pn_reply reply;
	char reference[10];
};

/* scan - bytes to report and header facts */
static enum pn_err
scan(struct check *k, struct pn_bytes bytes, struct pn_report **report,
    struct pn_side *side, struct pn_errinfo *info)
{
	struct pn_buf reply;
	enum pn_err err =
	    pn_scan_bytes(k->cli, PN_JOB_MESSAGE, bytes, NULL, &reply, info);

	if (err == PN_OK)
		err = pn_reply_from_json(
		    pn_buf_bytes(&reply), report, side, info);
	pn_buf_free(&reply);
	return err;
}

/* header_of - the header of a message, with the empty line */
static struct pn_bytes
header_of(struct pn_bytes b)
{
	static const char *const ends[] = {"\n\n", "\n\r\n"};

	if (b.n > MAX_HEADER)
		b.n = MAX_HEADER;
	for (size_t i = 0; i < 2 && b.n > 0; i++) {
		const unsigned char *p =
		    memmem(b.p, b.n, ends[i], strlen(ends[i]));

		if (p != NULL)
			b.n = (size_t)(p - b.p) + strlen(ends[i]);
	}
	return b;
}

/* read_header - the envelope's addresses of a message that is too big to be
 * looked at; the MTA would know them anyway */
static void
read_header(struct check *k, struct checked *m)
{
	struct pn_errinfo info = {0};
	struct pn_report *report = NULL;

	pn_side_free(&m->side);
	if (scan(k, header_of(m->message->bytes), &report, &m->side, &info) !=
	    PN_OK)
		pn_side_free(&m->side);
	pn_report_free(&report);
}

/* is_unread - did a limit stop the inspection before the header? */
static bool
is_unread(const struct checked *m)
{
	const struct pn_side *s = &m->side;

	return m->report->n_limits > 0 && s->from == NULL &&
	       s->n_to + s->n_cc + s->n_bcc == 0;
}

/* inspect - bytes to report; a fault is noted */
static void
inspect(struct check *k, struct checked *m)
{
	struct pn_errinfo info = {0};
	enum pn_err err =
	    scan(k, m->message->bytes, &m->report, &m->side, &info);

	if (err != PN_OK) {
		m->fault = pn_scan_fault(err);
		pn_say_err(err, &info);
	} else if (is_unread(m)) {
		read_header(k, m);
	}
}

/* names_store - does the configuration's file say where the store is? */
static bool
names_store(const struct pn_config *c)
{
	struct pn_errinfo info = {0};
	struct pn_conf *file = NULL;
	bool named = false;

	if (c->file != NULL && pn_conf_read(c->file, &file, &info) == PN_OK)
		named = pn_conf_get(pn_conf_root(file), "store") != NULL;
	pn_conf_free(&file);
	return named;
}

/* ask_registry - who is verified? False: it could not be told */
static bool
ask_registry(struct check *k, struct checked *m)
{
	struct pn_errinfo info = {0};
	enum pn_err err = pn_envelope_registry(k->cli, &m->envelope, &info);

	if (err == PN_OK)
		return true;
	if (err != PN_ERR_NOT_FOUND) {
		pn_say_err(err, &info);
		return false;
	}
	/* Without a store nobody is verified: news only where one is meant. */
	if (!k->warned && names_store(k->cli->config))
		pn_say_err(err, &info);
	k->warned = true;
	return true;
}

/* no_verdict - the verdict of a message that could not be judged */
static void
no_verdict(const struct check *k, struct checked *m, const char *fault)
{
	m->fault = fault;
	m->verdict = pn_alloc(sizeof(*m->verdict));
	m->verdict->action = m->verdict->would = PN_TEMPFAIL;
	m->verdict->mode = k->cli->config->mode;
	pn_explain_fault(
	    k->cli->texts, m->reference, k->cli->config->help, &m->reply);
}

/* occasion - what the texts may say about a message */
static struct pn_occasion
occasion(const struct check *k, const struct checked *m)
{
	int64_t day = 86400;

	return (struct pn_occasion){.config = k->cli->config,
	    .envelope = &m->envelope,
	    .report = m->report,
	    .verdict = m->verdict,
	    .labels = &k->cli->labels,
	    .reference = m->reference,
	    .now = k->now,
	    .until = m->verdict->action == PN_QUARANTINE
			 ? k->now + day * k->cli->config->hold_days
			 : 0};
}

/* judge - report and envelope to a verdict, in the milter's order */
static void
judge(struct check *k, struct checked *m)
{
	const struct pn_config *c = k->cli->config;
	bool external = pn_envelope_external(&m->envelope);
	bool forced = m->report == NULL && external;
	bool known = ask_registry(k, m);
	struct pn_occasion o;

	if (forced && c->on_fault == PN_FAULT_TEMPFAIL) {
		no_verdict(k, m, m->fault);
		return;
	}
	if (m->report == NULL)
		m->report = forced ? pn_fault_report() : pn_report_new();
	if (external && !known &&
	    (forced || !pn_decide_certain(
			   c, &m->envelope, m->report, &m->side, k->now))) {
		no_verdict(k, m, "store");
		return;
	}
	pn_decide(c, &m->envelope, m->report, &m->side, k->now, &m->verdict);
	if (forced)
		m->verdict->action =
		    c->on_fault == PN_FAULT_ACCEPT ? PN_ACCEPT : PN_QUARANTINE;
	o = occasion(k, m);
	pn_explain_reply(k->cli->texts, &o, &m->reply);
}

/* add_sentence - one sentence of --why into a JSON array */
static void
add_sentence(void *array, const char *sentence)
{
	pn_json_add(array, pn_json_string(sentence));
}

/* print_json - a message as the contract has it */
static void
print_json(
    const struct check *k, const struct checked *m, const struct pn_occasion *o)
{
	struct pn_json *v = pn_explain_json(o, &m->reply, true), *why;

	pn_json_put_str(v, "file", m->message->file);
	if (m->message->number > 0)
		pn_json_put_int(v, "message", m->message->number);
	if (m->fault != NULL)
		pn_json_put_str(v, "fault", m->fault);
	if (k->why) {
		why = pn_json_array();
		pn_near(o->config, o->envelope, o->report, o->verdict,
		    add_sentence, why);
		pn_json_put(v, "why", why);
	}
	pn_put_json(v);
}

/* print_sentence - one sentence of --why for people */
static void
print_sentence(void *ctx, const char *sentence)
{
	(void)ctx;
	pn_show_line("nearly", sentence);
}

/* print_text - a message for people */
static void
print_text(
    const struct check *k, const struct checked *m, const struct pn_occasion *o)
{
	struct pn_mail mail = {0};

	pn_show_verdict(m->message->file, m->message->number, o, m->fault);
	if (k->why)
		pn_near(o->config, o->envelope, o->report, o->verdict,
		    print_sentence, NULL);
	pn_show_reply(&m->reply);
	if (m->verdict->action == PN_QUARANTINE ||
	    m->verdict->action == PN_REJECT) {
		pn_explain_mail(k->cli->texts, o, &mail);
		pn_show_mail(&mail);
		pn_mail_free(&mail);
	}
}

/* nobody - a message without a recipient can't be judged */
static void
nobody(struct check *k, struct checked *m)
{
	if (m->fault == NULL) {
		m->fault = "recipient";
		pn_say("%s: no recipient in its header: name one with --to",
		    m->message->file);
	}
	no_verdict(k, m, m->fault);
}

/* check_message - pn_mailbox_read's taker */
static void
check_message(void *ctx, const struct pn_mailbox_message *message)
{
	struct check *k = ctx;
	struct checked m = {.message = message};
	struct pn_occasion o;

	pn_reference(m.reference);
	inspect(k, &m);
	pn_given_envelope(&k->given, k->cli->config, &m.side, &m.envelope);
	if (m.envelope.n_recipients == 0)
		nobody(k, &m);
	else
		judge(k, &m);
	if (m.report == NULL)
		m.report = pn_report_new();
	o = occasion(k, &m);
	if (!k->cli->json && k->n++ > 0)
		putchar('\n');
	if (k->cli->json)
		print_json(k, &m, &o);
	else
		print_text(k, &m, &o);
	fflush(stdout);
	if (statuses[m.verdict->action] > k->worst)
		k->worst = statuses[m.verdict->action];
	pn_report_free(&m.report);
	pn_side_free(&m.side);
	pn_envelope_free(&m.envelope);
	pn_verdict_free(&m.verdict);
}

/* unreadable - pn_mailbox_read's way to say so */
static void
unreadable(void *ctx, const struct pn_errinfo *info)
{
	(void)ctx;
	pn_say_err(PN_ERR_IO, info);
}

/* add_address - one more address of an option; false: it is none, said */
static bool
add_address(
    char ***list, size_t *n, size_t *cap, const char *name, const char *text)
{
	char *canon = pn_option_address(name, text, false);

	if (canon == NULL)
		return false;
	PN_GROW(*list, *n, *cap);
	(*list)[(*n)++] = canon;
	return true;
}

/* take_option - one of check's own options; false: it is wrong, said */
static bool
take_option(struct check *k, int c)
{
	struct pn_given *g = &k->given;

	switch (c) {
	case 'f':
		free(g->from);
		g->from = pn_option_address("--from", optarg, true);
		return g->from != NULL;
	case 't':
		return add_address(
		    &g->to, &g->n_to, &g->cap_to, "--to", optarg);
	case 'v':
		return add_address(&g->verified, &g->n_verified,
		    &g->cap_verified, "--verified", optarg);
	default:
		k->why = true;
		return true;
	}
}

/* check_files - all that the command line names */
static int
check_files(struct check *k, int n, char **files)
{
	if (!pn_site_config(k->cli) || !pn_site_texts(k->cli) ||
	    !pn_site_pack(k->cli) || !pn_site_scanner(k->cli, false))
		return PN_EXIT_FAILED;
	for (int i = 0; i < n; i++)
		if (pn_mailbox_read(files[i], check_message, unreadable, k) > 0)
			k->worst = statuses[PN_TEMPFAIL];
	return k->worst;
}

int
pn_cmd_check(struct pn_cli *cli, int argc, char **argv)
{
	static const struct option table[] = {PN_COMMON_OPTIONS,
	    {"from", required_argument, NULL, 'f'},
	    {"to", required_argument, NULL, 't'},
	    {"verified", required_argument, NULL, 'v'},
	    {"why", no_argument, NULL, 'w'}, {NULL, 0, NULL, 0}};
	struct check k = {.cli = cli, .now = pn_now(NULL)};
	int c, status = PN_EXIT_USAGE;

	while ((c = pn_options_next(cli, argc, argv, table, &status)) > 0)
		if (!take_option(&k, c))
			goto out;
	if (c == 0)
		goto out;
	if (optind >= argc)
		status = pn_usage_error(cli, "no message named");
	else
		status = check_files(&k, argc - optind, argv + optind);
out:
	pn_given_free(&k.given);
	return status;
}
