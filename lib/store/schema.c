/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * schema - the store's tables and how an older store becomes a newer one
 *
 * Migrations are numbered from 1 and only ever appended. Table meta says which
 * was the last one carried out, and with which key the store was made. All
 * that are missing run in one transaction: a store is never half migrated.
 * Times are seconds since 1970 (BIGINT); addresses are keyed hashes (_mac)
 * with a mask for people; what must be read again is sealed.
 */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/mem.h"
#include "store/schema.h"

#define MAX_STATEMENT 4096 /* bytes; ours are under 1,000 */

/* version 1: the gate */
static const char *const gate[] = {
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)",

    "CREATE TABLE recipient (id " PN_SCHEMA_SERIAL ","
    " address_mac TEXT NOT NULL, address_mask TEXT NOT NULL,"
    " scope_mac TEXT NOT NULL, scope_mask TEXT NOT NULL,"
    " who " PN_SCHEMA_BLOB " NOT NULL, how TEXT NOT NULL,"
    " since BIGINT NOT NULL, ends BIGINT NOT NULL,"
    " UNIQUE (address_mac, scope_mac))",

    /* chain is for the signature that makes a change of history visible */
    "CREATE TABLE audit (seq " PN_SCHEMA_SERIAL ","
    " time BIGINT NOT NULL, kind TEXT NOT NULL,"
    " reference TEXT NOT NULL, queue_id TEXT NOT NULL,"
    " verdict TEXT NOT NULL, json TEXT NOT NULL, who_mac TEXT NOT NULL,"
    " keep_until BIGINT NOT NULL, chain TEXT NOT NULL DEFAULT '')",
    "CREATE INDEX audit_time ON audit (time)",
    "CREATE INDEX audit_keep ON audit (keep_until)",

    "CREATE TABLE held (reference TEXT PRIMARY KEY,"
    " queue_id TEXT NOT NULL, state TEXT NOT NULL,"
    " time BIGINT NOT NULL, ends BIGINT NOT NULL,"
    " keep_until BIGINT NOT NULL, envelope " PN_SCHEMA_BLOB ")",

    "CREATE TABLE notice (id " PN_SCHEMA_SERIAL ","
    " reference TEXT NOT NULL, recipient " PN_SCHEMA_BLOB " NOT NULL,"
    " message " PN_SCHEMA_BLOB " NOT NULL, due BIGINT NOT NULL,"
    " tries BIGINT NOT NULL, ends BIGINT NOT NULL)",
    "CREATE INDEX notice_due ON notice (due)",

    "CREATE TABLE fault (fingerprint TEXT PRIMARY KEY,"
    " times BIGINT NOT NULL, first BIGINT NOT NULL, ends BIGINT NOT NULL)",
    NULL,
};

static const char *const *const migrations[] = {gate};

#define NEWEST (sizeof(migrations) / sizeof(migrations[0]))

/* What table meta says. */
struct meta {
	bool other, ours; /* tables exist; one of them is meta */
	int64_t version;
	char fingerprint[PN_HASH_HEX];
};

/* take_table - note a table that exists */
static void
take_table(void *ctx, const struct pn_sql_value *col)
{
	struct meta *m = ctx;

	if (strcmp(col[0].s, "meta") == 0)
		m->ours = true;
	else if (strncmp(col[0].s, "sqlite_", 7) != 0)
		m->other = true;
}

/* take_meta - note a row of table meta */
static void
take_meta(void *ctx, const struct pn_sql_value *col)
{
	struct meta *m = ctx;

	if (strcmp(col[0].s, "version") == 0)
		m->version = strtoll(col[1].s, NULL, 10);
	else if (strcmp(col[0].s, "key") == 0 &&
		 strlen(col[1].s) < sizeof(m->fingerprint))
		memcpy(m->fingerprint, col[1].s, strlen(col[1].s) + 1);
}

/* read_meta - what is in the database? */
static enum pn_err
read_meta(const struct pn_sql_driver *d, struct pn_sql *c, struct meta *m,
    struct pn_errinfo *info)
{
	struct pn_sql_call tables = {
	    .text = d->tables, .row = take_table, .ctx = m};
	struct pn_sql_call rows = {
	    .text = "SELECT name, value FROM meta", .row = take_meta, .ctx = m};
	enum pn_err err;

	memset(m, 0, sizeof(*m));
	err = d->run(c, &tables, NULL, info);
	if (err == PN_OK && m->ours)
		err = d->run(c, &rows, NULL, info);
	return err;
}

/* check_meta - may this program use the database with this key? */
static enum pn_err
check_meta(
    const struct meta *m, const char *fingerprint, struct pn_errinfo *info)
{
	if (!m->ours && !m->other)
		return PN_OK;
	if (!m->ours || m->version < 1)
		return pn_fail(info, PN_ERR_CORRUPT,
		    "the database is not Postern's: correct store.path");
	if (m->version > (int64_t)NEWEST)
		return pn_fail(info, PN_ERR_UNSUPPORTED,
		    "the store was made by a newer Postern: upgrade");
	if (!pn_equal(m->fingerprint, fingerprint, PN_HASH_HEX))
		return pn_fail(info, PN_ERR_CRYPTO,
		    "the store was made with another key: restore its key");
	return PN_OK;
}

/* spell - a statement with the driver's words in place */
static enum pn_err
spell(const struct pn_sql_driver *d, const char *text, struct pn_buf *out)
{
	enum pn_err err = PN_OK;

	pn_buf_clear(out);
	while (*text != '\0' && err == PN_OK) {
		if (strncmp(text, PN_SCHEMA_SERIAL, strlen(PN_SCHEMA_SERIAL)) ==
		    0) {
			err = pn_buf_adds(out, d->serial);
			text += strlen(PN_SCHEMA_SERIAL);
		} else if (strncmp(text, PN_SCHEMA_BLOB,
			       strlen(PN_SCHEMA_BLOB)) == 0) {
			err = pn_buf_adds(out, d->blob);
			text += strlen(PN_SCHEMA_BLOB);
		} else {
			err = pn_buf_addc(out, *text++);
		}
	}
	return err;
}

/* run_list - run statements up to NULL */
static enum pn_err
run_list(const struct pn_sql_driver *d, struct pn_sql *c,
    const char *const *list, struct pn_errinfo *info)
{
	struct pn_buf text;
	enum pn_err err = PN_OK;

	pn_buf_init(&text, MAX_STATEMENT);
	for (; *list != NULL && err == PN_OK; list++) {
		struct pn_sql_call call = {0};

		err = spell(d, *list, &text);
		call.text = text.data;
		if (err == PN_OK)
			err = d->run(c, &call, NULL, info);
	}
	pn_buf_free(&text);
	return err;
}

/* set_meta - write a row of table meta */
static enum pn_err
set_meta(const struct pn_sql_driver *d, struct pn_sql *c, const char *name,
    const char *value, struct pn_errinfo *info)
{
	const struct pn_sql_value args[] = {PN_TEXT(name), PN_TEXT(value)};
	struct pn_sql_call call = {
	    .text = "INSERT INTO meta (name, value) VALUES ($1, $2)"
		    " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
	    .args = args,
	    .n_args = 2};

	return d->run(c, &call, NULL, info);
}

/* migrate - inside a transaction: carry out what is missing */
static enum pn_err
migrate(const struct pn_sql_driver *d, struct pn_sql *c,
    const char *fingerprint, struct pn_errinfo *info)
{
	struct meta m;
	char *version = NULL;
	enum pn_err err = read_meta(d, c, &m, info); /* another was faster? */

	if (err == PN_OK)
		err = check_meta(&m, fingerprint, info);
	for (size_t i = (size_t)m.version; i < NEWEST && err == PN_OK; i++)
		err = run_list(d, c, migrations[i], info);
	if (err == PN_OK && m.version == 0)
		err = run_list(d, c, d->guards, info);
	if (err == PN_OK && m.version == 0)
		err = set_meta(d, c, "key", fingerprint, info);
	version = pn_printf("%zu", NEWEST);
	if (err == PN_OK)
		err = set_meta(d, c, "version", version, info);
	free(version);
	return err;
}

enum pn_err
pn_schema_ready(const struct pn_sql_driver *d, struct pn_sql *c,
    const struct pn_key *key, bool read_only, struct pn_errinfo *info)
{
	struct pn_sql_call begin = {.text = d->begin};
	struct pn_sql_call commit = {.text = "COMMIT"};
	struct pn_sql_call rollback = {.text = "ROLLBACK"};
	char fingerprint[PN_HASH_HEX];
	struct meta m;
	enum pn_err err = read_meta(d, c, &m, info);

	pn_mac_hex(key, "store-fingerprint", "postern", fingerprint);
	if (err == PN_OK)
		err = check_meta(&m, fingerprint, info);
	if (err != PN_OK || m.version == (int64_t)NEWEST)
		return err;
	if (read_only)
		return pn_fail(info, PN_ERR_UNSUPPORTED,
		    "the store is not set up yet: start posternd once");
	err = d->run(c, &begin, NULL, info);
	if (err != PN_OK)
		return err;
	err = migrate(d, c, fingerprint, info);
	if (err == PN_OK)
		err = d->run(c, &commit, NULL, info);
	if (err != PN_OK)
		(void)!d->run(c, &rollback, NULL, NULL);
	return err;
}
