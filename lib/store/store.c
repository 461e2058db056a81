/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * store - opening, closing, counting and purging the store
 *
 * What is kept of each kind is in the file of that name: recipient.c,
 * record.c (decisions and the audit trail), held.c, notice.c, fault.c.
 */
#include "config.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "store/conn.h"

static const struct pn_sql_driver *const drivers[] = {&pn_sql_sqlite};

/* find_driver - the driver with that name, NULL if there is none */
static const struct pn_sql_driver *
find_driver(const char *name)
{
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++)
		if (name != NULL && strcmp(name, drivers[i]->name) == 0)
			return drivers[i];
	return NULL;
}

/* check_options - can a store be opened with these? */
static enum pn_err
check_options(const struct pn_store_options *o, struct pn_errinfo *info)
{
	if (find_driver(o->driver) == NULL)
		return pn_fail(info, PN_ERR_CONFIG,
		    "unknown store driver \"%s\": use \"sqlite\"",
		    o->driver != NULL ? o->driver : "");
	if (o->path == NULL || o->path[0] == '\0')
		return pn_fail(info, PN_ERR_CONFIG,
		    "no file for the store: set store.path");
	if (o->key == NULL)
		return pn_fail(info, PN_ERR_CRYPTO,
		    "no site key: the store can't be opened");
	return PN_OK;
}

enum pn_err
pn_store_open(const struct pn_store_options *o, struct pn_store **out,
    struct pn_errinfo *info)
{
	struct pn_store *s = NULL;
	enum pn_err err = check_options(o, info);

	if (err != PN_OK)
		return err;
	s = pn_alloc(sizeof(*s));
	s->driver = find_driver(o->driver);
	s->options = *o;
	s->options.driver = s->driver->name;
	s->options.path = s->path = pn_strdup(o->path);
	s->options.dsn = s->dsn = pn_strdup(o->dsn);
	s->key = o->key;
	pn_store_init(s);
	err = pn_store_connect(s, !o->read_only && !o->existing, info);
	if (err == PN_OK)
		*out = s;
	else
		pn_store_close(&s);
	return err;
}

void
pn_store_close(struct pn_store **sp)
{
	struct pn_store *s = *sp;

	*sp = NULL;
	if (s == NULL)
		return;
	s->driver->close(&s->c, true);
	pthread_mutex_destroy(&s->lock);
	free(s->path);
	free(s->dsn);
	free(s);
}

enum pn_err
pn_store_together(struct pn_store *s,
    enum pn_err (*work)(void *ctx, struct pn_errinfo *info), void *ctx,
    struct pn_errinfo *info)
{
	enum pn_err err = pn_store_enter(s, true, info);

	if (err != PN_OK)
		return err;
	return pn_store_leave(s, work(ctx, info), info);
}

/* take_counts - the one row of the query in pn_store_counts */
static void
take_counts(void *ctx, const struct pn_sql_value *col)
{
	struct pn_store_counts *n = ctx;

	n->recipients = (uint64_t)col[0].n;
	n->held = (uint64_t)col[1].n;
	n->notices = (uint64_t)col[2].n;
	n->notices_late = (uint64_t)col[3].n;
	n->records = (uint64_t)col[4].n;
}

enum pn_err
pn_store_counts(
    struct pn_store *s, struct pn_store_counts *out, struct pn_errinfo *info)
{
	struct pn_store_counts n = {0};
	const struct pn_sql_value args[] = {PN_INT(pn_now(s->options.clock))};
	struct pn_sql_call call = {
	    .text = "SELECT (SELECT count(*) FROM recipient"
		    "  WHERE ends = 0 OR ends > $1),"
		    " (SELECT count(*) FROM held"
		    "  WHERE state IN ('held', 'expired')),"
		    " (SELECT count(*) FROM notice),"
		    " (SELECT count(*) FROM notice WHERE tries > 0"
		    "  AND ends > $1),"
		    " (SELECT count(*) FROM audit)",
	    .args = args,
	    .n_args = 1,
	    .row = take_counts,
	    .ctx = &n};
	enum pn_err err = pn_store_enter(s, false, info);

	if (err != PN_OK)
		return err;
	err = pn_store_leave(s, pn_store_run(s, &call, NULL, info), info);
	if (err == PN_OK)
		*out = n;
	return err;
}

/* What a purge does, in this order; $1 is now. A held message whose time is
 * over still lies in the MTA's queue, so its row stays (without its content)
 * until somebody settles it or the record itself ends. */
static const char *const purge[] = {
    "DELETE FROM recipient WHERE ends <> 0 AND ends <= $1",
    "UPDATE held SET state = 'expired', envelope = NULL"
    " WHERE state = 'held' AND ends <= $1",
    "DELETE FROM held WHERE keep_until <= $1",
    "INSERT INTO audit (time, kind, reference, queue_id, verdict, json,"
    " who_mac, keep_until) SELECT $1, 'event', reference, '',"
    " 'notice-given-up', '{}', '', ends + 2592000"
    " FROM notice WHERE ends <= $1",
    "DELETE FROM notice WHERE ends <= $1",
    "DELETE FROM fault WHERE ends <= $1",
    "DELETE FROM audit WHERE keep_until <= $1",
};

enum pn_err
pn_store_purge(struct pn_store *s, struct pn_errinfo *info)
{
	const struct pn_sql_value args[] = {PN_INT(pn_now(s->options.clock))};
	struct pn_sql_call tidy = {.text = s->driver->tidy};
	enum pn_err err = pn_store_enter(s, true, info);

	if (err != PN_OK)
		return err;
	for (size_t i = 0; i < sizeof(purge) / sizeof(purge[0]) && err == PN_OK;
	     i++) {
		struct pn_sql_call call = {
		    .text = purge[i], .args = args, .n_args = 1};

		err = pn_store_run(s, &call, NULL, info);
	}
	err = pn_store_leave(s, err, info);
	if (err != PN_OK || tidy.text == NULL)
		return err;
	/* outside of the transaction: what was deleted leaves the log too */
	err = pn_store_enter(s, false, info);
	if (err != PN_OK)
		return err;
	return pn_store_leave(s, pn_store_run(s, &tidy, NULL, info), info);
}
