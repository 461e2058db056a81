/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * judge - the way of one message: from its bytes to what is to be done
 *
 * No branch ends in an accept by default: a judgement starts as a temporary
 * failure and becomes another only when a verdict was reached and written
 * down. Without the store nobody is known to be verified, so only internal
 * mail and certain rejections are decided then.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/json.h"
#include "base/mem.h"
#include "milter/trial.h"
#include "milter/compose.h"
#include "milter/log.h"

#define WORDS_MAX 400 /* bytes of rule words in a header or a log line */

/* fault - J becomes the temporary failure of a passing fault */
static void
fault(struct pn_trial *k, struct pn_judgement *j, const char *what)
{
	const struct pn_state *s = k->state;

	k->fault = what;
	j->action = PN_TEMPFAIL;
	j->reply = (struct pn_reply){0};
	if (s)
		pn_explain_fault(
		    s->texts, j->reference, s->config->help, &j->reply);
}

/* ask_registry - raise recipients to verified; store_down where it can't say */
static void
ask_registry(struct pn_trial *k)
{
	struct pn_envelope *e = &k->letter->envelope;
	struct pn_store *store = pn_vault_enter(k->state->vault);
	struct pn_errinfo info = {0};
	enum pn_err err = PN_OK;

	k->store_down = !store;
	for (size_t i = 0; i < e->n_recipients && store && err == PN_OK; i++) {
		struct pn_recipient *r = &e->recipients[i];
		bool verified = false;

		if (r->class != PN_UNVERIFIED)
			continue;
		err = pn_store_recipient_verified(
		    store, r->address, e->sender, &verified, &info);
		if (err == PN_OK && verified)
			r->class = PN_VERIFIED;
	}
	if (err != PN_OK) {
		pn_log_err(LOG_ERR, "registry can't be read", err, &info);
		k->store_down = true;
	}
	pn_vault_leave(k->state->vault, store, err);
}

/* all_verified - judge as if everybody unknown were verified: what is
 * rejected even then is certain */
static void
all_verified(struct pn_envelope *e)
{
	for (size_t i = 0; i < e->n_recipients; i++)
		if (e->recipients[i].class == PN_UNVERIFIED)
			e->recipients[i].class = PN_VERIFIED;
}

/* certain - is K rejected whatever the store would say? */
static bool
certain(const struct pn_trial *k)
{
	return pn_decide_certain(k->state->config, &k->letter->envelope,
	    k->report, &k->side, k->now);
}

/* decide - report and envelope to a verdict, or a fault */
static void
decide(struct pn_trial *k)
{
	const struct pn_config *c = k->state->config;
	struct pn_envelope *e = &k->letter->envelope;
	bool forced = k->report == NULL;

	if (forced && c->on_fault == PN_FAULT_TEMPFAIL)
		return;
	if (forced)
		k->report = pn_fault_report();
	if (k->store_down && pn_envelope_external(e)) {
		if (forced || !certain(k)) {
			k->fault = "store";
			return;
		}
		all_verified(e);
	}
	pn_decide(c, e, k->report, &k->side, k->now, &k->verdict);
	if (forced)
		k->verdict->action =
		    c->on_fault == PN_FAULT_ACCEPT ? PN_ACCEPT : PN_QUARANTINE;
}

/* add_words - "body:high,recipient:unverified" of the rules broken */
static void
add_words(const struct pn_verdict *v, bool with_why, char *out, size_t size)
{
	size_t n = 0;

	out[0] = 0;
	for (size_t i = 0; i < v->n_broken && n < size; i++) {
		const struct pn_broken *b = &v->broken[i];
		bool again = false;

		for (size_t k = 0; k < i; k++)
			again |= v->broken[k].rule == b->rule &&
				 (!with_why ||
				     strcmp(v->broken[k].why, b->why) == 0);
		if (again)
			continue;
		n += (size_t)snprintf(out + n, size - n, "%s%s%s%s",
		    n ? "," : "", pn_rule_word(b->rule), with_why ? ":" : "",
		    with_why ? b->why : "");
	}
}

/* header_value - X-Postern for a message that goes on; NULL: none is due */
static char *
header_value(const struct pn_trial *k, const struct pn_judgement *j)
{
	const struct pn_verdict *v = k->verdict;
	char rules[WORDS_MAX];

	if (j->action > PN_ANNOTATE)
		return NULL;
	if (j->action == PN_ACCEPT && v->mode == PN_ENFORCE && v->n_broken == 0)
		return NULL;
	add_words(v, false, rules, sizeof(rules));
	return pn_printf("verdict=%s; would=%s; mode=%s; ref=%s; rules=%s",
	    pn_action_word(j->action), pn_action_word(v->would),
	    pn_mode_word(v->mode), j->reference, rules[0] ? rules : "none");
}

/* annotate - what the recipient gets beside the header */
static void
annotate(struct pn_trial *k, struct pn_judgement *j)
{
	const struct pn_config *c = k->state->config;

	j->header = header_value(k, j);
	if (j->action != PN_ANNOTATE)
		return;
	if (c->subject_tag[0])
		j->subject =
		    pn_subject_tagged(c->subject_tag, k->letter->subject);
	if (c->footer[0])
		pn_trial_footer(k, c->footer, &j->body, &j->changes);
}

/* conclude - a verdict to a judgement that is written down */
static void
conclude(struct pn_trial *k, struct pn_judgement *j)
{
	bool external = pn_envelope_external(&k->letter->envelope);
	struct pn_occasion o;
	enum pn_err err;

	j->action = k->verdict->action;
	o = pn_trial_occasion(k, j);
	pn_explain_reply(k->state->texts, &o, &j->reply);
	err = pn_trial_record(k, j);
	k->store_down = err != PN_OK;
	if (err != PN_OK && external &&
	    !(j->action == PN_REJECT && certain(k))) {
		fault(k, j, "store");
		return;
	}
	annotate(k, j);
}

/* report_line - the one line of the log about this message */
static void
report_line(const struct pn_trial *k, const struct pn_judgement *j, int64_t ms)
{
	const struct pn_envelope *e = &k->letter->envelope;
	const char *queue_id = k->letter->queue_id;
	char rules[WORDS_MAX] = "";
	size_t external = 0;

	if (k->verdict)
		add_words(k->verdict, true, rules, sizeof(rules));
	for (size_t i = 0; i < e->n_recipients; i++)
		external += e->recipients[i].class != PN_INTERNAL;
	pn_log(k->fault ? LOG_WARNING : LOG_INFO,
	    "%s %s: verdict=%s would=%s rules=%s%s%s%s recipients=%zu "
	    "external=%zu bytes=%llu parts=%zu findings=%zu ms=%lld",
	    j->reference, queue_id[0] ? queue_id : "-",
	    pn_action_word(j->action),
	    k->verdict ? pn_action_word(k->verdict->would) : "unknown",
	    rules[0] ? rules : "none", k->fault ? " fault=" : "",
	    k->fault ? k->fault : "", j->own ? " own notice" : "",
	    e->n_recipients, external,
	    (unsigned long long)k->letter->spool.size,
	    k->report ? k->report->n_parts : 0,
	    k->report ? k->report->n_findings : 0, (long long)ms);
}

/* judge_letter - the steps in order */
static void
judge_letter(struct pn_trial *k, struct pn_judgement *j)
{
	struct pn_letter *l = k->letter;

	if (l->lost || pn_spool_finish(&l->spool) != PN_OK) {
		fault(k, j, "spool");
		return;
	}
	if (pn_notice_ours(k->state->key, l)) {
		j->action = PN_ACCEPT;
		j->own = true;
		return;
	}
	pn_trial_scan(k);
	ask_registry(k);
	decide(k);
	if (k->verdict)
		conclude(k, j);
	else
		fault(k, j, k->fault);
	if (j->action == PN_TEMPFAIL && !k->store_down)
		(void)!pn_trial_record(k, j);
}

void
pn_judge(struct pn_letter *l, bool (*tick)(void *ctx), void *ctx,
    struct pn_judgement *j)
{
	int64_t start = pn_monotonic_ms();
	struct pn_trial k = {
	    .letter = l,
	    .state = l->state,
	    .tick = tick,
	    .ctx = ctx,
	    .now = pn_now(NULL),
	};

	*j = (struct pn_judgement){.action = PN_TEMPFAIL, .body = -1};
	pn_reference(j->reference);
	judge_letter(&k, j);
	report_line(&k, j, pn_monotonic_ms() - start);
	pn_report_free(&k.report);
	pn_side_free(&k.side);
	pn_verdict_free(&k.verdict);
}

void
pn_judgement_free(struct pn_judgement *j)
{
	free(j->header);
	free(j->subject);
	if (j->body >= 0)
		close(j->body);
	pn_json_free(j->changes);
	*j = (struct pn_judgement){.body = -1};
}
