/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * policy - from facts to a verdict
 *
 * Calls the predicates of rules.c in the order of protocol.md and puts on top
 * what holds for all rules alike: off and monitor, dated exceptions, the null
 * sender, and that the strongest action wins. Pure: the caller brings the
 * time and all that the store knows.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "policy/rules.h"
#include "policy/scope.h"

/* What policy.c knows of a rule. */
struct rule_facts {
	void (*look)(struct pn_case *k);
	const char *clause;
	const char *sentence; /* of the policy that the clause quotes */
};

/* Sentences are cut to what stands in one line of a mail, word for word. */
static const struct rule_facts facts[PN_N_RULES] = {
    [PN_RULE_SUBJECT] = {pn_rule_subject, "6.2(f)",
	"Do not refer to the information in the subject"},
    [PN_RULE_BODY] = {pn_rule_body, "6.2(a)",
	"information should be contained in an attachment"},
    [PN_RULE_ATTACHMENT] = {pn_rule_attachment, "6.2(b)",
	"should be encrypted, and / or password protected"},
    [PN_RULE_PASSWORD] = {pn_rule_password, "6.2(c)",
	"Any password or key must be sent separately"},
    [PN_RULE_CREDENTIAL] = {pn_rule_credential, "3.2.1",
	"Do not disclose personal system passwords"},
    [PN_RULE_RECIPIENT] = {pn_rule_recipient, "6.2(d)",
	"verify the recipient by checking the address"},
    [PN_RULE_LOOKALIKE] = {pn_rule_lookalike, "6.2(d)",
	"verify the recipient by checking the address"},
    [PN_RULE_CONTENT] = {pn_rule_content, "6.2(e)",
	"check the attachment in situ"},
    [PN_RULE_UNSCANNABLE] = {pn_rule_unscannable, "6.2(e)",
	"check the attachment in situ"},
    [PN_RULE_AUDIENCE] = {pn_rule_audience, "ICT 7",
	"send personal messages to large groups"},
    [PN_RULE_WEBMAIL] = {pn_rule_webmail, "ICT 9",
	"only use their designated school email account"},
    [PN_RULE_VOLUME] = {pn_rule_volume, "ICT 11",
	"e-mailing should be scheduled during off-peak hours"},
    [PN_RULE_OPINION] = {pn_rule_opinion, "4.4.1",
	"Make it clear when opinions are personal"},
};

const char *
pn_clause(enum pn_rule r)
{
	return facts[r].clause;
}

const char *
pn_clause_text(enum pn_rule r)
{
	return facts[r].sentence;
}

/* same - are A and B the same text, or both none? */
static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

void
pn_break(struct pn_case *k, enum pn_action action, const char *why,
    const char *part, const char *recipient)
{
	struct pn_broken *b;
	size_t i;

	for (i = k->n; i > 0; i--) {
		b = &k->broken[i - 1];
		if (!same(b->part, part) || !same(b->recipient, recipient))
			break;
		if (strcmp(b->why, why) == 0)
			return;
	}
	PN_GROW(k->broken, k->n, k->cap);
	b = &k->broken[k->n++];
	memset(b, 0, sizeof(*b));
	b->action = action;
	b->why = why;
	b->part = pn_strdup(part);
	b->recipient = pn_strdup(recipient);
}

/* concerns - is rule R about mail to this recipient at all? */
static bool
concerns(enum pn_rule r, const struct pn_recipient *to)
{
	if (to->class == PN_INTERNAL)
		return false;
	return r != PN_RULE_ATTACHMENT || to->class != PN_PARTNER;
}

/* exception_for - the exception from R for this sender and recipient */
static const struct pn_exception *
exception_for(const struct pn_config *c, enum pn_rule r, const char *sender,
    const char *recipient, int64_t now)
{
	size_t i;

	for (i = 0; i < c->n_exceptions; i++) {
		const struct pn_exception *x = &c->exceptions[i];

		if (x->rule == r && now <= x->until &&
		    pn_scope_covers(x->sender, sender) &&
		    pn_scope_covers(x->recipient, recipient))
			return x;
	}
	return NULL;
}

/* note_exception - record the use of X once */
static void
note_exception(struct pn_verdict *v, const struct pn_exception *x)
{
	size_t i;

	for (i = 0; i < v->n_excepted; i++)
		if (v->excepted[i].exception == x)
			return;
	PN_GROW(v->excepted, v->n_excepted, v->cap_excepted);
	v->excepted[v->n_excepted].rule = x->rule;
	v->excepted[v->n_excepted++].exception = x;
}

/*
 * excepted - is B excepted for every recipient that it concerns? One without
 * an exception keeps it: the message goes to all or to none.
 */
static bool
excepted(const struct pn_case *k, enum pn_rule r, const struct pn_broken *b,
    int64_t now, struct pn_verdict *v)
{
	const struct pn_envelope *e = k->envelope;
	const struct pn_exception *x;
	bool use = false;
	size_t i;
	int pass;

	for (pass = 0; pass < 2; pass++) {
		for (i = 0; i < e->n_recipients; i++) {
			const char *to = e->recipients[i].address;

			if (!concerns(r, &e->recipients[i]) ||
			    (b->recipient != NULL &&
				strcmp(b->recipient, to) != 0))
				continue;
			x = exception_for(k->config, r, e->sender, to, now);
			if (x == NULL)
				return false;
			use = true;
			if (pass == 1)
				note_exception(v, x);
		}
	}
	return use;
}

/* watched_only - is mail of this sender recorded and never stopped? */
static bool
watched_only(const struct pn_case *k)
{
	const struct pn_config *c = k->config;
	size_t i;

	if (c->mode == PN_MONITOR || k->rule->mode == PN_MONITOR)
		return true;
	for (i = 0; i < c->monitor_senders.n; i++)
		if (pn_scope_covers(
			c->monitor_senders.s[i], k->envelope->sender))
			return true;
	return false;
}

/* keep_broken - take over what rule R found, less what is excepted */
static void
keep_broken(
    struct pn_case *k, enum pn_rule r, int64_t now, struct pn_verdict *v)
{
	bool monitor = watched_only(k);
	size_t i;

	for (i = 0; i < k->n; i++) {
		struct pn_broken *b = &k->broken[i];

		if (excepted(k, r, b, now, v)) {
			free(b->part);
			free(b->recipient);
			continue;
		}
		b->rule = r;
		b->clause = facts[r].clause;
		b->monitor = monitor;
		if (*k->envelope->sender == '\0' && b->action == PN_REJECT)
			b->action = PN_QUARANTINE;
		PN_GROW(v->broken, v->n_broken, v->cap_broken);
		v->broken[v->n_broken++] = *b;
	}
	free(k->broken);
}

/* sort_broken - strongest action first, else as they came: by rule and part */
static void
sort_broken(struct pn_broken *b, size_t n)
{
	struct pn_broken *sorted = pn_alloc((n + 1) * sizeof(*sorted));
	size_t at = 0, i;
	int action;

	for (action = PN_TEMPFAIL; action >= PN_ACCEPT; action--)
		for (i = 0; i < n; i++)
			if ((int)b[i].action == action)
				sorted[at++] = b[i];
	if (n > 0)
		memcpy(b, sorted, n * sizeof(*b));
	free(sorted);
}

void
pn_decide(const struct pn_config *c, const struct pn_envelope *e,
    const struct pn_report *r, const struct pn_side *side, int64_t now,
    struct pn_verdict **v_out)
{
	struct pn_verdict *v = pn_alloc(sizeof(*v));
	struct pn_view view;
	size_t i;

	v->mode = c->mode;
	*v_out = v;
	if (!pn_envelope_external(e))
		return;
	pn_view_init(&view, r, c->rules[PN_RULE_ATTACHMENT].minimum);
	for (i = 0; i < PN_N_RULES; i++) {
		struct pn_case k = {.config = c,
		    .rule = &c->rules[i],
		    .envelope = e,
		    .side = side,
		    .view = &view};

		if (!c->rules[i].enabled)
			continue;
		facts[i].look(&k);
		keep_broken(&k, (enum pn_rule)i, now, v);
	}
	pn_view_free(&view);
	sort_broken(v->broken, v->n_broken);
	for (i = 0; i < v->n_broken; i++) {
		const struct pn_broken *b = &v->broken[i];

		if (b->action > v->would)
			v->would = b->action;
		if (!b->monitor && b->action > v->action)
			v->action = b->action;
	}
}

bool
pn_decide_certain(const struct pn_config *c, const struct pn_envelope *e,
    const struct pn_report *r, const struct pn_side *side, int64_t now)
{
	struct pn_envelope best = *e;
	struct pn_verdict *v = NULL;
	bool certain;
	size_t i;

	best.recipients =
	    pn_alloc((e->n_recipients + 1) * sizeof(*best.recipients));
	for (i = 0; i < e->n_recipients; i++) {
		best.recipients[i] = e->recipients[i];
		if (best.recipients[i].class == PN_UNVERIFIED)
			best.recipients[i].class = PN_VERIFIED;
	}
	pn_decide(c, &best, r, side, now, &v);
	certain = v->action == PN_REJECT;
	pn_verdict_free(&v);
	free(best.recipients);
	return certain;
}

struct pn_report *
pn_fault_report(void)
{
	struct pn_report *r = pn_report_new();
	struct pn_part *p = pn_report_part(r, "1", NULL);

	p->role = PN_ROLE_BODY;
	p->type = pn_strdup("message/rfc822");
	p->status = PN_STATUS_UNSCANNABLE;
	p->status_why = pn_strdup("fault");
	return r;
}

void
pn_verdict_free(struct pn_verdict **v)
{
	size_t i;

	if (*v == NULL)
		return;
	for (i = 0; i < (*v)->n_broken; i++) {
		free((*v)->broken[i].part);
		free((*v)->broken[i].recipient);
	}
	free((*v)->broken);
	free((*v)->excepted);
	free(*v);
	*v = NULL;
}
