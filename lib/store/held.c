/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * held - messages that wait in the MTA's hold queue
 *
 * The MTA keeps the message and no reason; the store keeps the reason and no
 * message. The envelope is sealed until the message is settled and then
 * wiped; the row stays as long as the record.
 */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "store/conn.h"
#include "store/record.h"

/* A listing in progress. */
struct listing {
	const struct pn_store *s;
	void (*take)(void *ctx, const struct pn_held *h);
	void *ctx;
	enum pn_err err;
	struct pn_errinfo *info;
};

/* take_row - a held message, with its envelope opened */
static void
take_row(void *ctx, const struct pn_sql_value *col)
{
	struct listing *l = ctx;
	struct pn_held h = {.reference = col[0].s,
	    .queue_id = col[1].s,
	    .state = col[2].s,
	    .time = col[3].n,
	    .until = col[4].n};
	char *json = NULL;

	if (l->err == PN_OK)
		l->err = pn_store_unseal(
		    l->s, PN_SEAL_HELD, col[5].bytes, &json, l->info);
	h.json = json;
	if (l->err == PN_OK)
		l->take(l->ctx, &h);
	pn_wipe_free(json, json != NULL ? strlen(json) : 0);
}

enum pn_err
pn_store_held_list(struct pn_store *s, const char *reference,
    void (*take)(void *ctx, const struct pn_held *h), void *ctx,
    struct pn_errinfo *info)
{
	struct listing l = {s, take, ctx, PN_OK, info};
	const struct pn_sql_value args[] = {
	    PN_TEXT(reference != NULL ? reference : "")};
	struct pn_sql_call call = {
	    .text = "SELECT reference, queue_id, state, time, ends, envelope"
		    " FROM held WHERE reference = $1 OR ($1 = ''"
		    " AND state IN ('held', 'expired'))"
		    " ORDER BY time, reference",
	    .args = args,
	    .n_args = 1,
	    .row = take_row,
	    .ctx = &l};
	enum pn_err err = pn_store_enter(s, false, info);

	if (err != PN_OK)
		return err;
	err = pn_store_run(s, &call, NULL, info);
	return pn_store_leave(s, err != PN_OK ? err : l.err, info);
}

enum pn_err
pn_store_held_settle(struct pn_store *s, const char *reference,
    const char *state, struct pn_errinfo *info)
{
	const struct pn_sql_value args[] = {PN_TEXT(state), PN_TEXT(reference)};
	struct pn_sql_call call = {
	    .text = "UPDATE held SET state = $1, envelope = NULL"
		    " WHERE reference = $2 AND state IN ('held', 'expired')",
	    .args = args,
	    .n_args = 2};
	uint64_t changed = 0;
	enum pn_err err = pn_store_enter(s, true, info);

	if (err != PN_OK)
		return err;
	err = pn_store_run(s, &call, &changed, info);
	if (err == PN_OK && changed == 0)
		err = pn_fail(info, PN_ERR_NOT_FOUND,
		    "no message is held under this reference");
	return pn_store_leave(s, err, info);
}
