/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * recipients - `postern recipients`: the registry of verified recipients
 *
 * Each change and its row in the audit trail are written together. The trail
 * gets a mask and a keyed hash, never the address.
 */
#include "config.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "base/addr.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/recipients.h"

#define DAY 86400

/* put_address - mask and keyed hash of ADDRESS into an audit row */
static void
put_address(const struct pn_cli *cli, struct pn_json *o, const char *key,
    const char *address)
{
	char hash[PN_HASH_HEX];
	char *mask = pn_addr_mask(address), *hash_key;

	pn_mac_hex(cli->key, "recipient", address, hash);
	hash_key = pn_printf("%s_hash", key);
	pn_json_put_str(o, key, mask);
	pn_json_put_str(o, hash_key, hash);
	free(hash_key);
	free(mask);
}

/* put_name - a person's name; an address in its place is masked */
static void
put_name(struct pn_json *o, const char *name)
{
	char *canon = strchr(name, '@') != NULL ? pn_addr_canon(name) : NULL;
	char *mask = canon != NULL ? pn_addr_mask(canon) : NULL;

	if (mask != NULL)
		pn_json_put_str(o, "by", mask);
	else
		pn_json_put_str(
		    o, "by", strchr(name, '@') != NULL ? "address" : name);
	free(mask);
	free(canon);
}

enum pn_err
pn_registry_event(struct pn_cli *cli, const char *what,
    const struct pn_registry_entry *e, struct pn_errinfo *info)
{
	struct pn_json *o = pn_json_object();
	struct pn_buf text;
	enum pn_err err;

	put_address(cli, o, "address", e->address);
	if (e->scope != NULL && e->scope[0] != '\0')
		put_address(cli, o, "for", e->scope);
	put_name(o, e->by);
	if (e->how != NULL)
		pn_json_put_str(o, "how", e->how);
	if (e->until > 0)
		pn_json_put_int(o, "until", e->until);
	pn_buf_init(&text, PN_REPORT_MAX_JSON);
	err = pn_json_write(o, &text);
	if (err == PN_OK)
		err = pn_store_event(
		    cli->store, what, text.data, pn_site_keep_until(cli), info);
	pn_buf_free(&text);
	pn_json_free(o);
	return err;
}

enum pn_err
pn_registry_add(struct pn_cli *cli, const struct pn_registry_entry *e,
    struct pn_errinfo *info)
{
	enum pn_err err = pn_store_recipient_add(
	    cli->store, e->address, e->scope, e->by, e->how, e->until, info);

	if (err == PN_OK)
		err = pn_registry_event(cli, "recipient-add", e, info);
	return err;
}

int64_t
pn_registry_until(unsigned days)
{
	return days == 0 ? 0 : pn_now(NULL) + (int64_t)days * DAY;
}

/* One change, for pn_store_together. */
struct change {
	struct pn_cli *cli;
	struct pn_registry_entry entry;
};

/* do_add - enter it */
static enum pn_err
do_add(void *ctx, struct pn_errinfo *info)
{
	struct change *c = ctx;

	return pn_registry_add(c->cli, &c->entry, info);
}

/* do_remove - remove it */
static enum pn_err
do_remove(void *ctx, struct pn_errinfo *info)
{
	struct change *c = ctx;
	enum pn_err err =
	    pn_store_recipient_remove(c->cli->store, c->entry.address, info);

	if (err == PN_OK)
		err = pn_registry_event(
		    c->cli, "recipient-remove", &c->entry, info);
	return err;
}

/* carry_out - one change with the store open; the exit status */
static int
carry_out(struct change *c, enum pn_err (*work)(void *, struct pn_errinfo *))
{
	struct pn_errinfo info = {0};
	enum pn_err err;

	if (!pn_site_store(c->cli))
		return PN_EXIT_FAILED;
	err = pn_store_together(c->cli->store, work, c, &info);
	if (err != PN_OK)
		pn_say_err(err, &info);
	return err == PN_OK ? PN_EXIT_OK : PN_EXIT_FAILED;
}

/* What the command line of add says. */
struct wish {
	char *address, *scope, *by; /* NULL: not given */
	unsigned days;		    /* UINT_MAX: not given */
};

/* take_option - one of add's own options; false: it is wrong, said */
static bool
take_option(struct wish *w, int c)
{
	switch (c) {
	case 'f':
		free(w->scope);
		w->scope = pn_option_address("--for", optarg, false);
		return w->scope != NULL;
	case 'd':
		return pn_option_number(
		    "--days", optarg, PN_REGISTRY_MAX_DAYS, &w->days);
	default:
		free(w->by);
		w->by = pn_strdup(optarg);
		return true;
	}
}

/* grant - enter what W says */
static int
grant(struct pn_cli *cli, struct wish *w)
{
	struct change change = {.cli = cli, .entry = {.how = "cli"}};
	struct pn_registry_entry *e = &change.entry;

	if (!pn_site_config(cli))
		return PN_EXIT_FAILED;
	if (w->by == NULL)
		w->by = pn_site_operator();
	e->address = w->address;
	e->scope = w->scope != NULL ? w->scope : "";
	e->by = w->by;
	e->until = pn_registry_until(
	    w->days != UINT_MAX ? w->days : cli->config->verified_days);
	return carry_out(&change, do_add);
}

/* add - enter one recipient */
static int
add(struct pn_cli *cli, int argc, char **argv)
{
	static const struct option table[] = {PN_COMMON_OPTIONS,
	    {"for", required_argument, NULL, 'f'},
	    {"days", required_argument, NULL, 'd'},
	    {"by", required_argument, NULL, 'b'}, {NULL, 0, NULL, 0}};
	struct wish w = {.days = UINT_MAX};
	int c, status = PN_EXIT_USAGE;

	while ((c = pn_options_next(cli, argc, argv, table, &status)) > 0)
		if (!take_option(&w, c))
			goto out;
	if (c == 0)
		goto out;
	if (argc - optind != 1) {
		status = pn_usage_error(cli, "name one address");
		goto out;
	}
	w.address = pn_option_address("add", argv[optind], false);
	if (w.address != NULL)
		status = grant(cli, &w);
out:
	free(w.address);
	free(w.scope);
	free(w.by);
	return status;
}

/* remove_one - remove all rows of an address */
static int
remove_one(struct pn_cli *cli, int argc, char **argv)
{
	struct change change = {.cli = cli};
	char *address, *by;
	int status;

	if (pn_options_none(cli, argc, argv, 1, &status))
		return status;
	if (optind >= argc)
		return pn_usage_error(cli, "name one address");
	address = pn_option_address("remove", argv[optind], false);
	if (address == NULL)
		return PN_EXIT_USAGE;
	by = pn_site_operator();
	change.entry.address = address;
	change.entry.by = by;
	status = carry_out(&change, do_remove);
	free(by);
	free(address);
	return status;
}

/* A listing in progress. */
struct listing {
	const struct pn_cli *cli;
	const char *address; /* shown in place of the mask; NULL */
	int64_t now;
	size_t n;
};

/* print_json - a row as JSON */
static void
print_json(const struct listing *l, const struct pn_registered *r)
{
	struct pn_json *o = pn_json_object();
	char when[PN_TIME_SIZE];

	pn_json_put_int(o, "id", r->id);
	pn_json_put_str(
	    o, "address", l->address != NULL ? l->address : r->mask);
	pn_json_put_str(o, "for", r->scope[0] != '\0' ? r->scope : NULL);
	pn_json_put_str(o, "by", r->who);
	pn_json_put_str(o, "how", r->how);
	pn_json_put_str(o, "since", pn_time_text(r->since, when));
	pn_json_put_str(
	    o, "until", r->until > 0 ? pn_time_text(r->until, when) : NULL);
	pn_json_put_bool(o, "ended", r->until > 0 && r->until <= l->now);
	pn_put_json(o);
}

/* print_row - pn_store_recipient_list's taker */
static void
print_row(void *ctx, const struct pn_registered *r)
{
	struct listing *l = ctx;
	char until[PN_TIME_SIZE];

	l->n++;
	if (l->cli->json) {
		print_json(l, r);
		return;
	}
	pn_put(l->address != NULL ? l->address : r->mask);
	if (r->scope[0] != '\0') {
		fputs("  for ", stdout);
		pn_put(r->scope);
	}
	if (r->until == 0)
		fputs("  without end", stdout);
	else
		printf("  %s %.10s", r->until <= l->now ? "ended" : "until",
		    pn_time_text(r->until, until));
	fputs("  by ", stdout);
	pn_put(r->who);
	printf(" (%s)\n", r->how);
}

/* print_rows - the rows of ADDRESS, or with NULL all */
static int
print_rows(struct pn_cli *cli, const char *address)
{
	struct listing l = {
	    .cli = cli, .address = address, .now = pn_now(NULL)};
	struct pn_errinfo info = {0};
	enum pn_err err;

	if (!pn_site_store_read(cli))
		return PN_EXIT_FAILED;
	err =
	    pn_store_recipient_list(cli->store, address, print_row, &l, &info);
	if (err == PN_OK && address != NULL && l.n == 0)
		err = pn_fail(&info, PN_ERR_NOT_FOUND,
		    "%s is not in the registry", address);
	if (err != PN_OK)
		pn_say_err(err, &info);
	return err == PN_OK ? PN_EXIT_OK : PN_EXIT_FAILED;
}

/* list - all rows, masked */
static int
list(struct pn_cli *cli, int argc, char **argv)
{
	int status;

	if (pn_options_none(cli, argc, argv, 0, &status))
		return status;
	return print_rows(cli, NULL);
}

/* show - the rows of one address */
static int
show(struct pn_cli *cli, int argc, char **argv)
{
	char *address;
	int status;

	if (pn_options_none(cli, argc, argv, 1, &status))
		return status;
	if (optind >= argc)
		return pn_usage_error(cli, "name one address");
	address = pn_option_address("show", argv[optind], false);
	if (address == NULL)
		return PN_EXIT_USAGE;
	status = print_rows(cli, address);
	free(address);
	return status;
}

int
pn_cmd_recipients(struct pn_cli *cli, int argc, char **argv)
{
	static const struct pn_verb verbs[] = {{"list", list}, {"show", show},
	    {"add", add}, {"import", pn_registry_import},
	    {"remove", remove_one}};

	return pn_verbs_run(cli, argc, argv, verbs, 5);
}
