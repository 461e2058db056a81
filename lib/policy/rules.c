/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rules - the predicates about what a message holds
 *
 * Each is the sentence of the protocol and nothing else: which facts of the
 * report break the rule, and the stable word for the reason. They are called
 * for messages with an external recipient only.
 */
#include <string.h>
#include "policy/rules.h"

/* counts_in_subject - what a subject must not refer to */
static bool
counts_in_subject(const struct pn_finding *f)
{
	return f->confidence >= PN_MEDIUM &&
	       (f->category == PN_CAT_IDENTIFIER ||
		   f->category == PN_CAT_FINANCIAL ||
		   f->category == PN_CAT_SPECIAL ||
		   f->category == PN_CAT_ROSTER);
}

/* pn_rule_subject - (f) do not refer to the information in the subject */
void
pn_rule_subject(struct pn_case *k)
{
	const struct pn_view *v = k->view;
	size_t i;

	for (i = 0; i < v->report->n_findings; i++) {
		size_t at = v->finding_part[i];

		if (at != PN_VIEW_NONE &&
		    v->parts[at].unit == PN_UNIT_SUBJECT &&
		    counts_in_subject(&v->report->findings[i])) {
			pn_break(k, k->rule->action, "finding",
			    v->parts[at].part->id, NULL);
			return;
		}
	}
}

bool
pn_unit_sensitive(const struct pn_case *k, size_t u)
{
	const struct pn_tally *all = &k->view->units[u].all;

	return pn_tally_sensitive(all, all, k->rule);
}

/* pn_rule_body - (a) should be contained in an attachment */
void
pn_rule_body(struct pn_case *k)
{
	if (pn_unit_sensitive(k, PN_UNIT_BODY))
		pn_break(k, k->rule->action, "finding",
		    k->view->units[PN_UNIT_BODY].first, NULL);
}

/* any_class - has the message a recipient of a class from LOW to HIGH? */
static bool
any_class(const struct pn_case *k, enum pn_class low, enum pn_class high)
{
	size_t i;

	for (i = 0; i < k->envelope->n_recipients; i++)
		if (k->envelope->recipients[i].class >= low &&
		    k->envelope->recipients[i].class <= high)
			return true;
	return false;
}

/* unit_id - id of the attachment that unit U is */
static const char *
unit_id(const struct pn_view *v, size_t u)
{
	return v->parts[v->units[u].root].part->id;
}

/* pn_rule_attachment - (b) encrypted, and / or password protected */
void
pn_rule_attachment(struct pn_case *k)
{
	const struct pn_view *v = k->view;
	size_t u;

	if (!any_class(k, PN_VERIFIED, PN_UNVERIFIED))
		return;
	for (u = PN_UNIT_FIRST; u < v->n_units; u++) {
		const struct pn_unit *unit = &v->units[u];

		if (pn_tally_sensitive(&unit->bare, &unit->all, k->rule))
			pn_break(k, k->rule->action, "unprotected",
			    unit_id(v, u), NULL);
		else if (unit->weak_lock ||
			 pn_tally_sensitive(&unit->open, &unit->all, k->rule))
			pn_break(
			    k, k->rule->action, "weak", unit_id(v, u), NULL);
	}
}

/* is_password - a labelled password alone */
static bool
is_password(const struct pn_finding *f)
{
	return f->category == PN_CAT_CREDENTIAL &&
	       strcmp(f->pattern, "secret-password") == 0;
}

/* in_clear - may anybody read what was found in part AT? Of a locked part
 * only its name was read */
static bool
in_clear(const struct pn_view *v, size_t at)
{
	return v->parts[at].effective != PN_PROT_STRONG ||
	       v->parts[at].part->status == PN_STATUS_ENCRYPTED;
}

/* locked_beside - the first part with a lock that part AT is not inside of, or
 * whose name gave the password away */
static size_t
locked_beside(const struct pn_view *v, size_t at)
{
	bool name = v->parts[at].part->status == PN_STATUS_ENCRYPTED;
	size_t i;

	for (i = 0; i < v->report->n_parts; i++) {
		if ((v->parts[i].grade == PN_PROT_STRONG ||
			v->parts[i].grade == PN_PROT_WEAK) &&
		    (name || !pn_view_inside(v, at, i)))
			return i;
	}
	return PN_VIEW_NONE;
}

/* password_likely - a password in clear beside a locked part */
static void
password_likely(struct pn_case *k)
{
	const struct pn_view *v = k->view;
	size_t i, locked;

	for (i = 0; i < v->report->n_findings; i++) {
		const struct pn_finding *f = &v->report->findings[i];
		size_t at = v->finding_part[i];

		if (at == PN_VIEW_NONE || !is_password(f) ||
		    f->confidence < PN_MEDIUM || !in_clear(v, at))
			continue;
		locked = locked_beside(v, at);
		if (locked != PN_VIEW_NONE) {
			pn_break(k, k->rule->likely, "likely",
			    v->parts[locked].part->id, NULL);
			return;
		}
	}
}

/* pn_rule_password - (c) any password or key must be sent separately */
void
pn_rule_password(struct pn_case *k)
{
	const struct pn_view *v = k->view;
	size_t i;

	for (i = 0; i < v->report->n_parts; i++) {
		const char *why = v->report->parts[i].protection_why;

		if (why != NULL && strcmp(why, "proven") == 0)
			pn_break(k, k->rule->proven, "proven",
			    v->report->parts[i].id, NULL);
	}
	if (k->n == 0)
		password_likely(k);
	if (k->envelope->password_follows)
		pn_break(k, k->rule->follows, "follows", NULL, NULL);
}

const char *
pn_credential_kind(const char *pattern)
{
	if (strstr(pattern, "private-key") != NULL)
		return "key";
	if (strstr(pattern, "login") != NULL)
		return "login";
	return "token";
}

/* pn_rule_credential - user IDs and passwords must be kept secure */
void
pn_rule_credential(struct pn_case *k)
{
	const struct pn_report *r = k->view->report;
	size_t i;

	for (i = 0; i < r->n_findings; i++) {
		const struct pn_finding *f = &r->findings[i];

		if (f->category == PN_CAT_CREDENTIAL && !is_password(f) &&
		    f->confidence >= PN_MEDIUM)
			pn_break(k, k->rule->action,
			    pn_credential_kind(f->pattern), f->part, NULL);
	}
}

/* pn_rule_content - (e) check the attachment in situ */
void
pn_rule_content(struct pn_case *k)
{
	const struct pn_view *v = k->view;
	size_t u, i;

	for (u = PN_UNIT_FIRST; u < v->n_units; u++) {
		const struct pn_unit *unit = &v->units[u];

		if (pn_tally_sensitive(&unit->unseen, &unit->all, k->rule))
			pn_break(
			    k, k->rule->action, "hidden", unit_id(v, u), NULL);
	}
	for (i = 0; i < v->report->n_parts; i++)
		if (v->parts[i].unit >= PN_UNIT_FIRST &&
		    pn_type_contradicted(v->parts[i].part))
			pn_break(k, k->rule->mismatch, "type-mismatch",
			    v->parts[i].part->id, NULL);
	if (k->envelope->other_person)
		pn_break(k, k->rule->action, "other-person", NULL, NULL);
}

/* unscannable_word - the static word for why P could not be looked at */
static const char *
unscannable_word(const struct pn_part *p)
{
	static const char *const words[] = {"no-reader", "unknown-type",
	    "damaged", "method", "encoding", "fault"};
	size_t i;

	if (p->status == PN_STATUS_LIMIT)
		return "limit";
	for (i = 0;
	     p->status_why != NULL && i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i], p->status_why) == 0)
			return words[i];
	return "unreadable";
}

/* lock_unknown - encrypted, and nobody can tell how */
static bool
lock_unknown(const struct pn_view_part *vp)
{
	return vp->part->protection == PN_PROT_UNKNOWN ||
	       (vp->part->status == PN_STATUS_ENCRYPTED &&
		   vp->effective == PN_PROT_NONE);
}

/* pn_rule_unscannable - what could not be looked at is never taken for fine */
void
pn_rule_unscannable(struct pn_case *k)
{
	const struct pn_report *r = k->view->report;
	size_t i, at;

	for (i = 0; i < r->n_parts; i++) {
		const struct pn_part *p = &r->parts[i];

		if (p->status == PN_STATUS_UNSCANNABLE ||
		    p->status == PN_STATUS_LIMIT)
			pn_break(k, k->rule->action, unscannable_word(p), p->id,
			    NULL);
		else if (lock_unknown(&k->view->parts[i]))
			pn_break(
			    k, k->rule->action, "unknown-lock", p->id, NULL);
	}
	for (i = 0; i < r->n_limits; i++) {
		at = r->limits[i].part == NULL
			 ? PN_VIEW_NONE
			 : pn_view_find(k->view, r->limits[i].part);
		if (at == PN_VIEW_NONE)
			pn_break(k, k->rule->action, "limit", NULL, NULL);
		else if (r->parts[at].status != PN_STATUS_LIMIT &&
			 r->parts[at].status != PN_STATUS_UNSCANNABLE)
			pn_break(
			    k, k->rule->action, "limit", r->parts[at].id, NULL);
	}
}
