/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * record - what the store keeps of a judgement, written in one transaction
 *
 * The audit row has no name and no address: who was logged in is a keyed
 * hash. A held message's envelope and a notice are sealed by the store. A
 * notice goes to an internal sender only and never to the null sender (RFC 5321
 * 4.5.5); a rejected automatic message gets none either (RFC 3834 2), its
 * sender has the SMTP reply, while a held one must be told.
 */
#include <stdlib.h>
#include <string.h>
#include "base/json.h"
#include "base/mem.h"
#include "milter/trial.h"
#include "milter/compose.h"
#include "milter/log.h"
#include "milter/notices.h"

#define DAY 86400

struct pn_occasion
pn_trial_occasion(const struct pn_trial *k, const struct pn_judgement *j)
{
	const struct pn_config *c = k->state->config;

	return (struct pn_occasion){
	    .config = c,
	    .envelope = &k->letter->envelope,
	    .report = k->report,
	    .verdict = k->verdict,
	    .labels = &k->state->labels,
	    .reference = j->reference,
	    .now = k->now,
	    .until = j->action == PN_QUARANTINE
			 ? k->now + (int64_t)c->hold_days * DAY
			 : 0,
	};
}

/* wants_notice - is the sender to be told by mail? */
static bool
wants_notice(const struct pn_trial *k, const struct pn_judgement *j)
{
	const struct pn_config *c = k->state->config;
	const char *sender = k->letter->envelope.sender;

	if (!c->notices || sender[0] == 0 ||
	    pn_classify(c, sender) != PN_INTERNAL)
		return false;
	return j->action == PN_QUARANTINE ||
	       (j->action == PN_REJECT && !k->side.automatic);
}

/* notice - the whole mail to the sender, for free(); NULL: none */
static char *
notice(const struct pn_trial *k, const struct pn_judgement *j)
{
	struct pn_occasion o = pn_trial_occasion(k, j);
	struct pn_mail mail = {0};
	char *text;

	if (!wants_notice(k, j))
		return NULL;
	pn_explain_mail(k->state->texts, &o, &mail);
	text = pn_compose_notice(&(struct pn_composition){
	    .config = k->state->config,
	    .key = k->state->key,
	    .mail = &mail,
	    .to = k->letter->envelope.sender,
	    .reference = j->reference,
	    .answers = k->side.message_id,
	    .now = k->now,
	});
	pn_mail_free(&mail);
	return text;
}

/* put_session - add what the SMTP session was to O; in clear only where the
 * store seals it */
static void
put_session(struct pn_json *o, const struct pn_trial *k, bool clear)
{
	const struct pn_letter *l = k->letter;
	struct pn_json *session = pn_json_object();
	char hash[PN_HASH_HEX];

	pn_mac_hex(k->state->key, "login", l->auth, hash);
	pn_json_put_str(session, "login",
	    l->auth[0] == 0 ? NULL
	    : clear	    ? l->auth
			    : hash);
	pn_json_put_str(session, "client", l->client);
	pn_json_put_str(session, "daemon", l->daemon);
	pn_json_put(o, "session", session);
}

/* trial_json - the judgement as JSON text, for free() */
static char *
trial_json(const struct pn_trial *k, const struct pn_judgement *j, bool clear)
{
	struct pn_occasion o = pn_trial_occasion(k, j);
	struct pn_json *v;
	struct pn_buf text;

	if (k->verdict) {
		v = pn_explain_json(&o, &j->reply, clear);
	} else {
		v = pn_json_object();
		pn_json_put_str(v, "verdict", pn_action_word(j->action));
	}
	if (k->fault)
		pn_json_put_str(v, "fault", k->fault);
	put_session(v, k, clear);
	pn_buf_init(&text, PN_REPORT_MAX_JSON);
	if (pn_json_write(v, &text) != PN_OK)
		pn_buf_clear(&text);
	pn_json_free(v);
	return pn_buf_take(&text);
}

enum pn_err
pn_trial_record(struct pn_trial *k, const struct pn_judgement *j)
{
	const struct pn_config *c = k->state->config;
	struct pn_store *store = pn_vault_enter(k->state->vault);
	struct pn_errinfo info = {0};
	enum pn_err err;
	char *json, *held = NULL, *mail;

	if (!store)
		return PN_ERR_IO;
	json = trial_json(k, j, false);
	mail = notice(k, j);
	if (j->action == PN_QUARANTINE)
		held = trial_json(k, j, true);
	err = pn_store_record(store,
	    &(struct pn_record){
		.reference = j->reference,
		.queue_id = k->letter->queue_id,
		.verdict = pn_action_word(j->action),
		.json = json,
		.who = k->letter->envelope.sender,
		.held_json = held,
		.held_until = k->now + (int64_t)c->hold_days * DAY,
		.notice_to = mail ? k->letter->envelope.sender : NULL,
		.notice = mail,
		.keep_until = k->now + (int64_t)c->audit_days * DAY,
		.notice_until = k->now + (int64_t)c->outbox_days * DAY,
	    },
	    &info);
	pn_vault_leave(k->state->vault, store, err);
	if (err != PN_OK)
		pn_log_err(LOG_ERR, "record can't be written", err, &info);
	else if (mail)
		pn_notices_wake();
	free(json);
	pn_wipe_free(held, held ? strlen(held) : 0);
	pn_wipe_free(mail, mail ? strlen(mail) : 0);
	return err;
}
