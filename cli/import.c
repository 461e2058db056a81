/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * import - `postern recipients import`: many rows of the registry from a CSV
 *
 * The first line names the columns, in any order: address, and if wanted for,
 * days, by. All bad lines are told, with their numbers. Unless they are to be
 * skipped, one bad line means that nothing is entered; and what is entered is
 * entered in one transaction.
 */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include "base/addr.h"
#include "base/conf.h"
#include "base/mem.h"
#include "cli/csv.h"
#include "cli/mailbox.h"
#include "cli/recipients.h"

enum column { ADDRESS, FOR, DAYS, BY, N_COLUMNS };

static const char *const columns[N_COLUMNS] = {
    [ADDRESS] = "address", [FOR] = "for", [DAYS] = "days", [BY] = "by"};

/* A row that is right. */
struct row {
	char *address, *scope, *by;
	unsigned days;
};

struct import {
	struct pn_cli *cli;
	const char *file;
	bool dry_run, skip_bad;
	char *operator;
	size_t at[N_COLUMNS]; /* column of each; PN_CSV_MAX_FIELDS: none */
	struct row *rows;
	size_t n_rows, cap_rows;
	unsigned long bad;
};

/* say_bad - tell a bad line: what is wrong, what to do. The value itself is
 * not said, it is somebody's address */
static void
say_bad(struct import *k, unsigned line, const char *what)
{
	k->bad++;
	pn_say("%s:%u: %s", k->file, line, what);
}

/* read_header - which column is which? False: said */
static bool
read_header(struct import *k, const struct pn_csv *csv)
{
	for (size_t i = 0; i < N_COLUMNS; i++)
		k->at[i] = PN_CSV_MAX_FIELDS;
	for (size_t i = 0; i < csv->n; i++) {
		size_t c = 0;

		while (c < N_COLUMNS && strcmp(columns[c], csv->field[i]) != 0)
			c++;
		if (c == N_COLUMNS) {
			const char *near =
			    pn_nearest(csv->field[i], columns, N_COLUMNS);

			pn_say("%s:%u: unknown column \"%s\": %s%s", k->file,
			    csv->line, csv->field[i],
			    near != NULL ? "did you mean " : "",
			    near != NULL ? near : "use address, for, days, by");
			return false;
		}
		if (k->at[c] != PN_CSV_MAX_FIELDS) {
			pn_say("%s:%u: column %s stands there twice: remove "
			       "one",
			    k->file, csv->line, columns[c]);
			return false;
		}
		k->at[c] = i;
	}
	if (k->at[ADDRESS] == PN_CSV_MAX_FIELDS)
		pn_say("%s:%u: no column address: name the columns in the "
		       "first line",
		    k->file, csv->line);
	return k->at[ADDRESS] != PN_CSV_MAX_FIELDS;
}

/* cell - the value of a row in COLUMN, "" where it has none */
static const char *
cell(const struct import *k, const struct pn_csv *csv, enum column column)
{
	return k->at[column] < csv->n ? csv->field[k->at[column]] : "";
}

/* read_days - the column days; false: it is no number */
static bool
read_days(const struct import *k, const char *text, unsigned *out)
{
	char *end;
	unsigned long n;

	*out = k->cli->config->verified_days;
	if (text[0] == '\0')
		return true;
	n = strtoul(text, &end, 10);
	*out = (unsigned)n;
	return text[0] != '-' && *end == '\0' && n <= PN_REGISTRY_MAX_DAYS;
}

/* free_row - free what a row owns */
static void
free_row(struct row *r)
{
	free(r->address);
	free(r->scope);
	free(r->by);
}

/* read_row - one line of the file, kept if it is right */
static void
read_row(struct import *k, const struct pn_csv *csv)
{
	const char *scope = cell(k, csv, FOR), *by = cell(k, csv, BY);
	struct row r = {.address = pn_addr_canon(cell(k, csv, ADDRESS)),
	    .scope = scope[0] != '\0' ? pn_addr_canon(scope) : pn_strdup(""),
	    .by = pn_strdup(by[0] != '\0' ? by : k->operator)};
	const char *wrong = NULL;

	if (csv->bad)
		wrong = "a quote does not close, or too many columns: "
			"correct the line";
	else if (r.address == NULL || r.address[0] == '\0')
		wrong = "column address is no address: write name@domain";
	else if (r.scope == NULL || (scope[0] != '\0' && r.scope[0] == '\0'))
		wrong = "column for is no address: write name@domain, or "
			"nothing for everybody";
	else if (!read_days(k, cell(k, csv, DAYS), &r.days))
		wrong = "column days is no number from 0 to 3660";
	if (wrong != NULL) {
		say_bad(k, csv->line, wrong);
		free_row(&r);
		return;
	}
	PN_GROW(k->rows, k->n_rows, k->cap_rows);
	k->rows[k->n_rows++] = r;
}

/* read_csv - the whole file; false: its first line is wrong, said */
static bool
read_csv(struct import *k, struct pn_bytes bytes)
{
	struct pn_csv csv = {.rest = bytes};

	if (!pn_csv_next(&csv)) {
		pn_say("%s:1: the file is empty: name the columns in the "
		       "first line",
		    k->file);
		return false;
	}
	if (csv.bad || !read_header(k, &csv)) {
		if (csv.bad)
			say_bad(k, csv.line, "the first line is broken");
		pn_csv_free(&csv);
		return false;
	}
	while (pn_csv_next(&csv))
		read_row(k, &csv);
	return true;
}

/* enter_all - pn_store_together's work */
static enum pn_err
enter_all(void *ctx, struct pn_errinfo *info)
{
	struct import *k = ctx;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < k->n_rows && err == PN_OK; i++) {
		const struct row *r = &k->rows[i];
		const struct pn_registry_entry e = {.address = r->address,
		    .scope = r->scope,
		    .by = r->by,
		    .how = "import",
		    .until = pn_registry_until(r->days)};

		err = pn_registry_add(k->cli, &e, info);
	}
	return err;
}

/* enter - what was read, if it may be; the exit status */
static int
enter(struct import *k)
{
	struct pn_errinfo info = {0};
	bool stop = k->bad > 0 && !k->skip_bad;
	enum pn_err err = PN_OK;

	if (!stop && !k->dry_run) {
		if (!pn_site_store(k->cli))
			return PN_EXIT_FAILED;
		err = pn_store_together(k->cli->store, enter_all, k, &info);
	}
	if (err != PN_OK) {
		pn_say_err(err, &info);
		pn_say("nothing was entered");
		return PN_EXIT_FAILED;
	}
	printf("%zu %s, %lu bad\n", stop ? 0 : k->n_rows,
	    k->dry_run ? "would be entered" : "entered", k->bad);
	return stop ? PN_EXIT_FAILED : PN_EXIT_OK;
}

int
pn_registry_import(struct pn_cli *cli, int argc, char **argv)
{
	static const struct option table[] = {PN_COMMON_OPTIONS,
	    {"dry-run", no_argument, NULL, 'n'},
	    {"skip-bad", no_argument, NULL, 's'}, {NULL, 0, NULL, 0}};
	struct import k = {.cli = cli};
	struct pn_errinfo info = {0};
	struct pn_bytes bytes = {NULL, 0};
	int c, status = PN_EXIT_USAGE;
	enum pn_err err;

	while ((c = pn_options_next(cli, argc, argv, table, &status)) > 0) {
		k.dry_run |= c == 'n';
		k.skip_bad |= c == 's';
	}
	if (c == 0)
		return status;
	if (argc - optind != 1)
		return pn_usage_error(cli, "name one CSV file");
	if (!pn_site_config(cli))
		return PN_EXIT_FAILED;
	k.file = argv[optind];
	k.operator= pn_site_operator();
	status = PN_EXIT_FAILED;
	err = pn_mailbox_slurp(k.file, &bytes, &info);
	if (err != PN_OK)
		pn_say_err(err, &info);
	else if (read_csv(&k, bytes))
		status = enter(&k);
	for (size_t i = 0; i < k.n_rows; i++)
		free_row(&k.rows[i]);
	free(k.rows);
	free(k.operator);
	pn_mailbox_drop(&bytes);
	return status;
}
