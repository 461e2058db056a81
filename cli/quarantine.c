/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * quarantine - `postern quarantine`: messages in the MTA's hold queue
 *
 * The list has masks only. To show one in full (its envelope and the reasons,
 * never its text) is itself recorded. Release and reject are Postfix's
 * postsuper -H and -d: the MTA's answer, the new state and the audit row
 * belong together, so what Postfix did not do is not recorded as done.
 */
#include "config.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/addr.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/postsuper.h"
#include "cli/show.h"

/* The message that an act is about. */
struct found {
	const char *name; /* reference or queue id */
	char *reference, *queue_id, *state, *json;
	int64_t time, until;
	unsigned n;
};

/* is_named - is H the message that NAME (a reference in any case, or a queue
 * id) means? */
static bool
is_named(const struct pn_held *h, const char *name)
{
	return strcasecmp(h->reference, name) == 0 ||
	       (h->queue_id[0] != '\0' && strcmp(h->queue_id, name) == 0);
}

/* keep - pn_store_held_list's taker: keep the one that is named */
static void
keep(void *ctx, const struct pn_held *h)
{
	struct found *f = ctx;

	if (!is_named(h, f->name) || f->n++ > 0)
		return;
	f->reference = pn_strdup(h->reference);
	f->queue_id = pn_strdup(h->queue_id);
	f->state = pn_strdup(h->state);
	f->json = pn_strdup(h->json);
	f->time = h->time;
	f->until = h->until;
}

/* drop - free what was kept */
static void
drop(struct found *f)
{
	free(f->reference);
	free(f->queue_id);
	free(f->state);
	pn_wipe_free(f->json, f->json != NULL ? strlen(f->json) : 0);
}

/* find - the message that NAME means: among those held, else, by reference,
 * among the settled; false: said */
static bool
find(struct pn_cli *cli, const char *name, struct found *f)
{
	struct pn_errinfo info = {0};
	char *upper = pn_strdup(name);
	enum pn_err err;

	for (char *p = upper; *p != '\0'; p++)
		*p = (char)toupper((unsigned char)*p);
	*f = (struct found){.name = name};
	err = pn_store_held_list(cli->store, NULL, keep, f, &info);
	if (err == PN_OK && f->n == 0)
		err = pn_store_held_list(cli->store, upper, keep, f, &info);
	if (err == PN_OK && f->n == 0)
		err = pn_fail(&info, PN_ERR_NOT_FOUND,
		    "%s: no message is held under this reference or queue "
		    "id: see postern quarantine list",
		    name);
	if (err != PN_OK)
		pn_say_err(err, &info);
	free(upper);
	return err == PN_OK;
}

/* parse - the JSON of a held message; NULL where it was wiped */
static struct pn_json *
parse(const char *json)
{
	struct pn_bytes bytes = {(const unsigned char *)json, strlen(json)};
	struct pn_json *v = NULL;

	(void)!pn_json_parse(bytes, &v, NULL);
	return v;
}

/* mask_of - the mask of an address, for free() */
static char *
mask_of(const char *address)
{
	char *mask = NULL;

	if (address != NULL && strchr(address, '@') != NULL)
		mask = pn_addr_mask(address);
	return mask != NULL ? mask : pn_strdup("<>");
}

/* rules_of - "body,recipient", for free() */
static char *
rules_of(const struct pn_json *v)
{
	const struct pn_json *rules = pn_json_get(v, "rules");
	char *text = pn_strdup("");

	for (size_t i = 0; i < pn_json_size(rules); i++) {
		const char *rule =
		    pn_json_get_str(pn_json_at(rules, i), "rule");
		char *longer;

		if (rule == NULL || strstr(text, rule) != NULL)
			continue;
		longer =
		    pn_printf("%s%s%s", text, text[0] != '\0' ? "," : "", rule);
		free(text);
		text = longer;
	}
	return text;
}

/* print_json - a row of the list as JSON */
static void
print_json(const struct pn_held *h, const struct pn_json *v, const char *mask)
{
	const struct pn_json *rules = pn_json_get(v, "rules");
	struct pn_json *o = pn_json_object(), *words = pn_json_array();
	char when[PN_TIME_SIZE];

	pn_json_put_str(o, "reference", h->reference);
	pn_json_put_str(o, "queue_id", h->queue_id);
	pn_json_put_str(o, "state", h->state);
	pn_json_put_str(o, "time", pn_time_text(h->time, when));
	pn_json_put_str(o, "until", pn_time_text(h->until, when));
	pn_json_put_str(o, "sender", mask);
	pn_json_put_int(o, "recipients",
	    (int64_t)pn_json_size(pn_json_get(v, "recipients")));
	for (size_t i = 0; i < pn_json_size(rules); i++)
		pn_json_add(words, pn_json_string(pn_json_get_str(
				       pn_json_at(rules, i), "rule")));
	pn_json_put(o, "rules", words);
	pn_put_json(o);
}

/* print_row - pn_store_held_list's taker */
static void
print_row(void *ctx, const struct pn_held *h)
{
	const struct pn_cli *cli = ctx;
	struct pn_json *v = parse(h->json);
	char *mask = mask_of(pn_json_get_str(v, "sender"));
	char *rules = rules_of(v);
	char when[PN_TIME_SIZE];

	if (cli->json)
		print_json(h, v, mask);
	else
		printf("%s  %-12s  %-8s  %s  %s  %zu to  %s\n", h->reference,
		    h->queue_id[0] != '\0' ? h->queue_id : "-", h->state,
		    pn_time_text(h->time, when), mask,
		    pn_json_size(pn_json_get(v, "recipients")), rules);
	free(rules);
	free(mask);
	pn_json_free(v);
}

/* list - all that is held */
static int
list(struct pn_cli *cli, int argc, char **argv)
{
	struct pn_errinfo info = {0};
	enum pn_err err;
	int status;

	if (pn_options_none(cli, argc, argv, 0, &status))
		return status;
	if (!pn_site_store_read(cli))
		return PN_EXIT_FAILED;
	err = pn_store_held_list(cli->store, NULL, print_row, cli, &info);
	if (err != PN_OK)
		pn_say_err(err, &info);
	return err == PN_OK ? PN_EXIT_OK : PN_EXIT_FAILED;
}

/* What is done to one message. */
struct act {
	struct pn_cli *cli;
	struct found found;
	const char *what;    /* of the audit row */
	const char *state;   /* new state; NULL: a look only */
	char verb;	     /* postsuper's; 0: a look only */
	const char *postfix; /* its configuration folder; NULL */
	const char *by, *why;
};

/* record - the audit row of an act */
static enum pn_err
record(const struct act *a, struct pn_errinfo *info)
{
	struct pn_json *o = pn_json_object();
	struct pn_buf text;
	enum pn_err err;

	pn_json_put_str(o, "reference", a->found.reference);
	pn_json_put_str(o, "queue_id", a->found.queue_id);
	pn_json_put_str(o, "by", a->by);
	pn_json_put_str(o, "why", a->why);
	pn_buf_init(&text, PN_REPORT_MAX_JSON);
	err = pn_json_write(o, &text);
	if (err == PN_OK)
		err = pn_store_event(a->cli->store, a->what, text.data,
		    pn_site_keep_until(a->cli), info);
	pn_buf_free(&text);
	pn_json_free(o);
	return err;
}

/* carry_out - pn_store_together's work: state, audit row and, last because it
 * can't be undone, the MTA */
static enum pn_err
carry_out(void *ctx, struct pn_errinfo *info)
{
	struct act *a = ctx;
	enum pn_err err = PN_OK;

	if (a->state != NULL)
		err = pn_store_held_settle(
		    a->cli->store, a->found.reference, a->state, info);
	if (err == PN_OK)
		err = record(a, info);
	if (err == PN_OK && a->verb != 0)
		err =
		    pn_postsuper(a->postfix, a->verb, a->found.queue_id, info);
	return err;
}

/* show_rule - one broken rule of a held message */
static void
show_rule(const struct pn_json *b)
{
	const char *rule = pn_json_get_str(b, "rule");
	const char *why = pn_json_get_str(b, "why");
	const char *part = pn_json_get_str(b, "part");
	char *text = pn_printf("%s: %s%s%s", rule != NULL ? rule : "?",
	    why != NULL ? why : "?", part != NULL ? ", part " : "",
	    part != NULL ? part : "");

	pn_show_line("broken", text);
	free(text);
}

/* show_found - one finding of a held message, masked */
static void
show_found(const struct pn_json *f)
{
	const char *pattern = pn_json_get_str(f, "pattern");
	const char *confidence = pn_json_get_str(f, "confidence");
	const char *part = pn_json_get_str(f, "part");
	const char *masked = pn_json_get_str(f, "masked");
	int64_t count = 0;
	char *text;

	(void)!pn_json_get_int(f, "count", 0, INT64_MAX, &count);
	text = pn_printf("%lld %s, %s, part %s: %s", (long long)count,
	    pattern != NULL ? pattern : "?",
	    confidence != NULL ? confidence : "?", part != NULL ? part : "?",
	    masked != NULL ? masked : "");
	pn_show_line("found", text);
	free(text);
}

/* show_text - a held message for people */
static void
show_text(const struct found *f, const struct pn_json *v)
{
	const struct pn_json *to = pn_json_get(v, "recipients");
	const struct pn_json *rules = pn_json_get(v, "rules");
	const struct pn_json *findings = pn_json_get(v, "findings");
	char when[PN_TIME_SIZE];

	printf("%s: %s\n", f->reference, f->state);
	pn_show_line("queue id", f->queue_id);
	pn_show_line("since", pn_time_text(f->time, when));
	pn_show_line("until", pn_time_text(f->until, when));
	if (pn_json_get_str(v, "sender") != NULL)
		pn_show_line("from", pn_json_get_str(v, "sender"));
	for (size_t i = 0; i < pn_json_size(to); i++)
		if (pn_json_get_str(pn_json_at(to, i), "address") != NULL)
			pn_show_line("to",
			    pn_json_get_str(pn_json_at(to, i), "address"));
	for (size_t i = 0; i < pn_json_size(rules); i++)
		show_rule(pn_json_at(rules, i));
	for (size_t i = 0; i < pn_json_size(findings); i++)
		show_found(pn_json_at(findings, i));
}

/* show_held - a held message in full */
static void
show_held(const struct pn_cli *cli, const struct found *f)
{
	struct pn_json *v = parse(f->json), *o;
	char when[PN_TIME_SIZE];

	if (!cli->json) {
		show_text(f, v);
		pn_json_free(v);
		return;
	}
	o = pn_json_object();
	pn_json_put_str(o, "reference", f->reference);
	pn_json_put_str(o, "queue_id", f->queue_id);
	pn_json_put_str(o, "state", f->state);
	pn_json_put_str(o, "time", pn_time_text(f->time, when));
	pn_json_put_str(o, "until", pn_time_text(f->until, when));
	pn_json_put(o, "message", v != NULL ? v : pn_json_string(NULL));
	pn_put_json(o);
}

/* act - do A to the message NAME; the exit status */
static int
act(struct act *a, const char *name)
{
	struct pn_errinfo info = {0};
	enum pn_err err;

	if (!pn_site_config(a->cli) || !pn_site_store(a->cli) ||
	    !find(a->cli, name, &a->found))
		return PN_EXIT_FAILED;
	err = pn_store_together(a->cli->store, carry_out, a, &info);
	if (err != PN_OK)
		pn_say_err(err, &info);
	else if (a->verb == 0)
		show_held(a->cli, &a->found);
	else
		printf("%s: %s\n", a->found.reference, a->state);
	return err == PN_OK ? PN_EXIT_OK : PN_EXIT_FAILED;
}

/* run_act - read the options of an act and do it */
static int
run_act(struct act *a, int argc, char **argv)
{
	static const struct option table[] = {PN_COMMON_OPTIONS,
	    {"by", required_argument, NULL, 'b'},
	    {"why", required_argument, NULL, 'w'},
	    {"postfix", required_argument, NULL, 'p'}, {NULL, 0, NULL, 0}};
	char *operator= NULL;
	int c, status = PN_EXIT_USAGE;

	while ((c = pn_options_next(a->cli, argc, argv, table, &status)) > 0) {
		if (c == 'b')
			a->by = optarg;
		else if (c == 'w')
			a->why = optarg;
		else
			a->postfix = optarg;
	}
	if (c == 0)
		return status;
	if (argc - optind != 1)
		return pn_usage_error(
		    a->cli, "name one message by reference or queue id");
	if ((a->by != NULL && strchr(a->by, '@') != NULL) ||
	    (a->why != NULL && strchr(a->why, '@') != NULL))
		return pn_usage_error(
		    a->cli, "the audit trail holds no addresses: use a name");
	if (a->verb != 0 && geteuid() != 0) {
		pn_say("only root may change Postfix's queue: use sudo");
		return PN_EXIT_FAILED;
	}
	if (a->by == NULL)
		a->by = operator= pn_site_operator();
	status = act(a, argv[optind]);
	drop(&a->found);
	free(operator);
	return status;
}

static int
show(struct pn_cli *cli, int argc, char **argv)
{
	struct act a = {.cli = cli, .what = "quarantine-show"};

	return run_act(&a, argc, argv);
}

static int
release(struct pn_cli *cli, int argc, char **argv)
{
	struct act a = {.cli = cli,
	    .what = "quarantine-release",
	    .state = "released",
	    .verb = 'H'};

	return run_act(&a, argc, argv);
}

static int
reject(struct pn_cli *cli, int argc, char **argv)
{
	struct act a = {.cli = cli,
	    .what = "quarantine-reject",
	    .state = "rejected",
	    .verb = 'd'};

	return run_act(&a, argc, argv);
}

int
pn_cmd_quarantine(struct pn_cli *cli, int argc, char **argv)
{
	static const struct pn_verb verbs[] = {{"list", list}, {"show", show},
	    {"release", release}, {"reject", reject}};

	return pn_verbs_run(cli, argc, argv, verbs, 4);
}
