/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit - `postern audit`: what was decided and done
 *
 * The trail has no address, name, subject or value; neither has this.
 */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "cli/cli.h"

#define LINE_RULES 8 /* rules named in one line */

/* ago - TEXT as "90m", "36h" or "7d" before NOW into *OUT */
static bool
ago(const char *text, int64_t now, int64_t *out)
{
	static const struct {
		char letter;
		int64_t seconds;
	} units[] = {{'m', 60}, {'h', 3600}, {'d', 86400}};
	char *end;
	long n = strtol(text, &end, 10);

	if (end == text || n < 0 || n > 1000000 || strlen(end) != 1)
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (*end == units[i].letter) {
			*out = now - n * units[i].seconds;
			return true;
		}
	return false;
}

/* since_when - TEXT as a time: 7d, 2026-11-22, 2026-11-22T15:04[:05][Z] */
static bool
since_when(const char *text, int64_t now, int64_t *out)
{
	static const char *const formats[] = {
	    "%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"};

	if (ago(text, now, out))
		return true;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct tm tm = {0};
		const char *end = strptime(text, formats[i], &tm);

		if (end == NULL || (strcmp(end, "") && strcmp(end, "Z")))
			continue;
		*out = (int64_t)timegm(&tm);
		return true;
	}
	return false;
}

/* print_json - one row as JSON, its record inside */
static void
print_json(const struct pn_audit_row *r, struct pn_json *record)
{
	struct pn_json *o = pn_json_object();
	char when[PN_TIME_SIZE];

	pn_json_put_int(o, "seq", r->seq);
	pn_json_put_str(o, "time", pn_time_text(r->time, when));
	pn_json_put_str(o, "reference", r->reference);
	pn_json_put_str(o, "queue_id", r->queue_id);
	pn_json_put_str(o, "verdict", r->verdict);
	pn_json_put(o, "record", record != NULL ? record : pn_json_object());
	pn_put_json(o);
}

/* print_text - one row for people */
static void
print_text(const struct pn_audit_row *r, const struct pn_json *record)
{
	const struct pn_json *rules = pn_json_get(record, "rules");
	char when[PN_TIME_SIZE];

	printf("%s  %-9s  %-12s  %s", pn_time_text(r->time, when),
	    r->reference[0] != '\0' ? r->reference : "-",
	    r->queue_id[0] != '\0' ? r->queue_id : "-", r->verdict);
	for (size_t i = 0; i < pn_json_size(rules) && i < LINE_RULES; i++) {
		const char *rule =
		    pn_json_get_str(pn_json_at(rules, i), "rule");

		printf("%s%s", i == 0 ? "  " : ",", rule != NULL ? rule : "?");
	}
	putchar('\n');
}

/* print_row - pn_store_audit's taker */
static void
print_row(void *ctx, const struct pn_audit_row *r)
{
	const struct pn_cli *cli = ctx;
	struct pn_bytes bytes = {
	    (const unsigned char *)r->json, strlen(r->json)};
	struct pn_json *record = NULL;

	(void)!pn_json_parse(bytes, &record, NULL);
	if (cli->json) {
		print_json(r, record);
		return;
	}
	print_text(r, record);
	pn_json_free(record);
}

int
pn_cmd_audit(struct pn_cli *cli, int argc, char **argv)
{
	static const struct option table[] = {PN_COMMON_OPTIONS,
	    {"since", required_argument, NULL, 's'}, {NULL, 0, NULL, 0}};
	struct pn_errinfo info = {0};
	int64_t since = 0;
	int c, status = PN_EXIT_USAGE;
	enum pn_err err;

	while ((c = pn_options_next(cli, argc, argv, table, &status)) > 0)
		if (!since_when(optarg, pn_now(NULL), &since))
			return pn_usage_error(cli,
			    "--since %s: not a time such as 7d, 2026-11-22 "
			    "or 2026-11-22T15:04",
			    optarg);
	if (c == 0)
		return status;
	if (optind < argc)
		return pn_usage_error(
		    cli, "unexpected argument \"%s\"", argv[optind]);
	if (!pn_site_store_read(cli))
		return PN_EXIT_FAILED;
	err = pn_store_audit(cli->store, since, print_row, cli, &info);
	if (err != PN_OK)
		pn_say_err(err, &info);
	return err == PN_OK ? PN_EXIT_OK : PN_EXIT_FAILED;
}
