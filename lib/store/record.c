/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * record - what was decided, and the audit trail
 *
 * A message's record, its held envelope and its notice are written in one
 * transaction: a message is never held without its reason, nor refused
 * without its record. Audit rows are only ever added, and deleted by the
 * purge when their time is over.
 */
#include "config.h"
#include <string.h>
#include "base/mem.h"
#include "store/conn.h"
#include "store/record.h"

/* add_audit - append a row to the audit trail */
static enum pn_err
add_audit(struct pn_store *s, const char *kind, const struct pn_record *r,
    struct pn_errinfo *info)
{
	char who[PN_HASH_HEX] = "";
	const struct pn_sql_value args[] = {PN_INT(pn_now(s->options.clock)),
	    PN_TEXT(kind), PN_TEXT(r->reference),
	    PN_TEXT(r->queue_id != NULL ? r->queue_id : ""),
	    PN_TEXT(r->verdict), PN_TEXT(r->json != NULL ? r->json : "{}"),
	    PN_TEXT(who), PN_INT(r->keep_until)};
	struct pn_sql_call call = {
	    .text = "INSERT INTO audit (time, kind, reference, queue_id,"
		    " verdict, json, who_mac, keep_until)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	    .args = args,
	    .n_args = sizeof(args) / sizeof(args[0])};

	if (r->who != NULL && r->who[0] != '\0')
		pn_mac_hex(s->key, "sender", r->who, who);
	return pn_store_run(s, &call, NULL, info);
}

/* add_held - enter a held message, its envelope sealed */
static enum pn_err
add_held(struct pn_store *s, const struct pn_record *r,
    const struct pn_buf *sealed, struct pn_errinfo *info)
{
	const struct pn_sql_value args[] = {PN_TEXT(r->reference),
	    PN_TEXT(r->queue_id != NULL ? r->queue_id : ""),
	    PN_INT(pn_now(s->options.clock)), PN_INT(r->held_until),
	    PN_INT(
		r->keep_until > r->held_until ? r->keep_until : r->held_until),
	    PN_BLOB(pn_buf_bytes(sealed))};
	struct pn_sql_call call = {
	    .text = "INSERT INTO held (reference, queue_id, state, time,"
		    " ends, keep_until, envelope)"
		    " VALUES ($1, $2, 'held', $3, $4, $5, $6)",
	    .args = args,
	    .n_args = sizeof(args) / sizeof(args[0])};

	return pn_store_run(s, &call, NULL, info);
}

/* add_notice - enter a notice that is due now, sealed */
static enum pn_err
add_notice(struct pn_store *s, const struct pn_record *r,
    const struct pn_buf *to, const struct pn_buf *message,
    struct pn_errinfo *info)
{
	const struct pn_sql_value args[] = {PN_TEXT(r->reference),
	    PN_BLOB(pn_buf_bytes(to)), PN_BLOB(pn_buf_bytes(message)),
	    PN_INT(pn_now(s->options.clock)), PN_INT(r->notice_until)};
	struct pn_sql_call call = {
	    .text = "INSERT INTO notice (reference, recipient, message, due,"
		    " tries, ends) VALUES ($1, $2, $3, $4, 0, $5)",
	    .args = args,
	    .n_args = sizeof(args) / sizeof(args[0])};

	return pn_store_run(s, &call, NULL, info);
}

enum pn_err
pn_store_record(
    struct pn_store *s, const struct pn_record *r, struct pn_errinfo *info)
{
	struct pn_buf held = {0}, to = {0}, notice = {0};
	bool notify = r->notice != NULL && r->notice_to != NULL;
	enum pn_err err = PN_OK;

	if (r->held_json != NULL)
		err = pn_store_seal(s, PN_SEAL_HELD, r->held_json, &held, info);
	if (err == PN_OK && notify)
		err = pn_store_seal(s, PN_SEAL_TO, r->notice_to, &to, info);
	if (err == PN_OK && notify)
		err =
		    pn_store_seal(s, PN_SEAL_NOTICE, r->notice, &notice, info);
	if (err == PN_OK)
		err = pn_store_enter(s, true, info);
	if (err != PN_OK)
		goto out;
	err = add_audit(s, "message", r, info);
	if (err == PN_OK && r->held_json != NULL)
		err = add_held(s, r, &held, info);
	if (err == PN_OK && notify)
		err = add_notice(s, r, &to, &notice, info);
	err = pn_store_leave(s, err, info);
out:
	pn_buf_free(&held);
	pn_buf_free(&to);
	pn_buf_free(&notice);
	return err;
}

enum pn_err
pn_store_event(struct pn_store *s, const char *what, const char *json,
    int64_t keep_until, struct pn_errinfo *info)
{
	const struct pn_record r = {.reference = "",
	    .verdict = what,
	    .json = json,
	    .keep_until = keep_until};
	enum pn_err err = pn_store_enter(s, true, info);

	if (err != PN_OK)
		return err;
	return pn_store_leave(s, add_audit(s, "event", &r, info), info);
}

/* A look at the audit trail in progress. */
struct reading {
	void (*take)(void *ctx, const struct pn_audit_row *r);
	void *ctx;
};

/* take_row - a row of the audit trail */
static void
take_row(void *ctx, const struct pn_sql_value *col)
{
	struct reading *l = ctx;
	const struct pn_audit_row r = {.seq = col[0].n,
	    .time = col[1].n,
	    .reference = col[2].s,
	    .queue_id = col[3].s,
	    .verdict = col[4].s,
	    .json = col[5].s};

	l->take(l->ctx, &r);
}

enum pn_err
pn_store_audit(struct pn_store *s, int64_t since,
    void (*take)(void *ctx, const struct pn_audit_row *r), void *ctx,
    struct pn_errinfo *info)
{
	struct reading l = {take, ctx};
	const struct pn_sql_value args[] = {PN_INT(since)};
	struct pn_sql_call call = {
	    .text = "SELECT seq, time, reference, queue_id, verdict, json"
		    " FROM audit WHERE time >= $1 ORDER BY seq",
	    .args = args,
	    .n_args = 1,
	    .row = take_row,
	    .ctx = &l};
	enum pn_err err = pn_store_enter(s, false, info);

	if (err != PN_OK)
		return err;
	return pn_store_leave(s, pn_store_run(s, &call, NULL, info), info);
}
