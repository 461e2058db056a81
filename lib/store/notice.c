/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * notice - mails to senders that wait to be sent
 *
 * Sealed until sent. Claiming one moves its due time by the lease, so that
 * two senders never have the same one, and a sender that died loses nothing.
 */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "store/conn.h"
#include "store/record.h"

/* The notice that is being claimed. */
struct claim {
	const struct pn_store *s;
	struct pn_due due;
	bool found;
	enum pn_err err;
	struct pn_errinfo *info;
};

/* take_row - the oldest notice that is due, opened */
static void
take_row(void *ctx, const struct pn_sql_value *col)
{
	struct claim *c = ctx;

	c->found = true;
	c->due.id = col[0].n;
	c->due.reference = pn_strdup(col[1].s);
	c->due.tries = (unsigned)col[4].n;
	c->err = pn_store_unseal(
	    c->s, PN_SEAL_TO, col[2].bytes, &c->due.to, c->info);
	if (c->err == PN_OK)
		c->err = pn_store_unseal(c->s, PN_SEAL_NOTICE, col[3].bytes,
		    &c->due.message, c->info);
}

/* find - the oldest notice that is due at NOW */
static enum pn_err
find(struct pn_store *s, int64_t now, struct claim *c, struct pn_errinfo *info)
{
	const struct pn_sql_value args[] = {PN_INT(now)};
	struct pn_sql_call call = {
	    .text = "SELECT id, reference, recipient, message, tries"
		    " FROM notice WHERE due <= $1 AND ends > $1"
		    " ORDER BY due, id LIMIT 1",
	    .args = args,
	    .n_args = 1,
	    .row = take_row,
	    .ctx = c};
	enum pn_err err = pn_store_run(s, &call, NULL, info);

	if (err == PN_OK && !c->found)
		err = pn_fail(info, PN_ERR_NOT_FOUND, "no notice is due");
	return err;
}

/* put_off - notice ID is due again at DUE; FAILED more tries were in vain */
static enum pn_err
put_off(struct pn_store *s, int64_t id, int64_t due, unsigned failed,
    struct pn_errinfo *info)
{
	const struct pn_sql_value args[] = {
	    PN_INT(due), PN_INT(failed), PN_INT(id)};
	struct pn_sql_call call = {
	    .text = "UPDATE notice SET due = $1, tries = tries + $2"
		    " WHERE id = $3",
	    .args = args,
	    .n_args = 3};
	uint64_t changed = 0;
	enum pn_err err = pn_store_run(s, &call, &changed, info);

	if (err == PN_OK && changed == 0)
		err = pn_fail(info, PN_ERR_NOT_FOUND, "no such notice");
	return err;
}

enum pn_err
pn_store_notice_due(struct pn_store *s, unsigned lease, struct pn_due *out,
    struct pn_errinfo *info)
{
	struct claim c = {.s = s, .info = info};
	int64_t now = pn_now(s->options.clock);
	enum pn_err err = pn_store_enter(s, true, info);

	if (err != PN_OK)
		return err;
	err = find(s, now, &c, info);
	if (err == PN_OK)
		err = put_off(s, c.due.id, now + lease, 0, info);
	err = pn_store_leave(s, err, info);
	/* one that can't be opened is put off like any other, so that it
	 * keeps nobody else's waiting */
	if (err == PN_OK)
		err = c.err;
	if (err == PN_OK)
		*out = c.due;
	else
		pn_due_free(&c.due);
	return err;
}

void
pn_due_free(struct pn_due *d)
{
	pn_wipe_free(d->to, d->to != NULL ? strlen(d->to) : 0);
	pn_wipe_free(d->message, d->message != NULL ? strlen(d->message) : 0);
	free(d->reference);
	memset(d, 0, sizeof(*d));
}

enum pn_err
pn_store_notice_done(struct pn_store *s, int64_t id, struct pn_errinfo *info)
{
	const struct pn_sql_value args[] = {PN_INT(id)};
	struct pn_sql_call call = {.text = "DELETE FROM notice WHERE id = $1",
	    .args = args,
	    .n_args = 1};
	enum pn_err err = pn_store_enter(s, true, info);

	if (err != PN_OK)
		return err;
	return pn_store_leave(s, pn_store_run(s, &call, NULL, info), info);
}

enum pn_err
pn_store_notice_later(
    struct pn_store *s, int64_t id, unsigned seconds, struct pn_errinfo *info)
{
	int64_t due = pn_now(s->options.clock) + seconds;
	enum pn_err err = pn_store_enter(s, true, info);

	if (err != PN_OK)
		return err;
	return pn_store_leave(s, put_off(s, id, due, 1, info), info);
}
