/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * trial_scan - have a letter inspected by a worker, and what to think of a
 * failure
 *
 * A worker that crashed, hung or answered nonsense twice on one message is a
 * fault of ours and a temporary failure for the sender. The same message
 * coming back and failing again is no accident: it counts as unscannable, so
 * that it does not come for ever. "The same" is a keyed hash of sender and
 * body; the header changes on the way.
 */
#include <stdlib.h>
#include <unistd.h>
#include "base/json.h"
#include "base/mem.h"
#include "milter/trial.h"
#include "milter/log.h"

#define FAULT_DAYS 7 /* mail servers give up after 4 or 5 days (RFC 5321) */

/* over_report - the report of a message that is too big to be kept */
static struct pn_report *
over_report(void)
{
	struct pn_report *r = pn_report_new();
	struct pn_part *p = pn_report_part(r, "1", NULL);

	p->type = pn_strdup("message/rfc822");
	p->role = PN_ROLE_ATTACHMENT;
	p->status = PN_STATUS_LIMIT;
	p->status_why = pn_strdup("message");
	pn_report_limit(r, "message", NULL);
	return r;
}

/* fingerprint - what names this message from this sender */
static enum pn_err
fingerprint(struct pn_trial *k, char out[PN_HASH_HEX])
{
	const struct pn_spool *spool = &k->letter->spool;
	struct pn_bytes all, body;
	unsigned char mac[PN_HASH_BYTES];
	char *text;

	if (pn_spool_map(spool, &all) != PN_OK)
		return PN_ERR_IO;
	body = (struct pn_bytes){all.p + spool->body, all.n - spool->body};
	pn_mac(k->state->key, "fault-body", body, mac);
	pn_spool_unmap(&all);
	text = pn_printf("%s\n", k->letter->envelope.sender);
	for (size_t i = 0; i < sizeof(mac); i++) {
		char *longer = pn_printf("%s%02x", text, mac[i]);

		free(text);
		text = longer;
	}
	pn_mac_hex(k->state->key, "fault", text, out);
	free(text);
	return PN_OK;
}

/* failed_before - count this failure; was there one already? */
static bool
failed_before(struct pn_trial *k)
{
	struct pn_errinfo info = {0};
	struct pn_store *store;
	char name[PN_HASH_HEX];
	unsigned times = 0;
	enum pn_err err;

	if (fingerprint(k, name) != PN_OK)
		return false;
	store = pn_vault_enter(k->state->vault);
	if (!store)
		return false;
	err = pn_store_fault(store, name, FAULT_DAYS, &times, &info);
	pn_vault_leave(k->state->vault, store, err);
	return err == PN_OK && times >= 2;
}

/* inspect - one job: bytes to report */
static enum pn_err
inspect(struct pn_trial *k, struct pn_errinfo *info)
{
	struct pn_job job = {
	    .kind = PN_JOB_MESSAGE,
	    .fd = k->letter->spool.fd,
	    .tick = k->tick,
	    .ctx = k->ctx,
	};
	struct pn_buf reply;
	enum pn_err err;

	pn_buf_init(&reply, PN_REPORT_MAX_JSON);
	err = pn_pool_run(k->state->pool, &job, &reply, NULL, info);
	if (err == PN_OK)
		err = pn_reply_from_json(
		    pn_buf_bytes(&reply), &k->report, &k->side, info);
	else if (err == PN_ERR_UNSUPPORTED)
		err = PN_ERR_PEER;
	pn_buf_free(&reply);
	return err;
}

void
pn_trial_scan(struct pn_trial *k)
{
	struct pn_errinfo info = {0};
	enum pn_err err;

	if (k->letter->spool.over) {
		k->report = over_report();
		return;
	}
	err = inspect(k, &info);
	if (err == PN_OK)
		return;
	pn_log_err(LOG_ERR, "inspection failed", err, &info);
	if (err == PN_ERR_PEER && failed_before(k))
		k->report = pn_fault_report();
	else
		k->fault = err == PN_ERR_PEER	   ? "worker"
			   : err == PN_ERR_TIMEOUT ? "time"
						   : "scanner";
}

void
pn_trial_footer(struct pn_trial *k, const char *footer, int *body_out,
    struct pn_json **changes_out)
{
	struct pn_job job = {
	    .kind = PN_JOB_FOOTER,
	    .fd = k->letter->spool.fd,
	    .text = footer,
	    .tick = k->tick,
	    .ctx = k->ctx,
	};
	struct pn_errinfo info = {0};
	struct pn_json *answer = NULL;
	struct pn_buf reply;
	enum pn_err err;
	int body = -1;

	if (k->side.signed_body || k->letter->spool.over)
		return;
	pn_buf_init(&reply, PN_REPORT_MAX_JSON);
	err = pn_pool_run(k->state->pool, &job, &reply, &body, &info);
	if (err == PN_OK)
		err = pn_json_parse(pn_buf_bytes(&reply), &answer, &info);
	if (err == PN_OK && body >= 0) {
		*body_out = body;
		*changes_out = answer;
	} else {
		if (err != PN_ERR_UNSUPPORTED)
			pn_log_err(LOG_WARNING, "no footer", err, &info);
		pn_json_free(answer);
		if (body >= 0)
			close(body);
	}
	pn_buf_free(&reply);
}
