/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rules - one predicate per rule of protocol.md (private to lib/policy)
 *
 * A predicate looks at the facts and calls pn_break for every way in which
 * the message breaks its rule. It knows nothing of modes, exceptions and the
 * null sender: policy.c does, for all rules alike.
 */
#ifndef PN_POLICY_RULES_H
#define PN_POLICY_RULES_H

#include "policy/policy.h"
#include "policy/view.h"

/* What a predicate looks at, and what it has found. */
struct pn_case {
	const struct pn_config *config;
	const struct pn_rule_config *rule; /* the rule being looked at */
	const struct pn_envelope *envelope;
	const struct pn_side *side; /* may be NULL */
	const struct pn_view *view;
	struct pn_broken *broken; /* of this rule only */
	size_t n, cap;
};

/* pn_break - the message breaks the rule: WHY static, PART and RECIPIENT
 * copied, NULL where it is not about one. One reason is added once for one
 * part and recipient; calls about the same ones follow each other. */
void pn_break(struct pn_case *k, enum pn_action action, const char *why,
    const char *part, const char *recipient);

/* One predicate per row of the protocol: adds to K what breaks the rule. */
void pn_rule_subject(struct pn_case *k);
void pn_rule_body(struct pn_case *k);
void pn_rule_attachment(struct pn_case *k);
void pn_rule_password(struct pn_case *k);
void pn_rule_credential(struct pn_case *k);
void pn_rule_recipient(struct pn_case *k);
void pn_rule_lookalike(struct pn_case *k);
void pn_rule_content(struct pn_case *k);
void pn_rule_unscannable(struct pn_case *k);
void pn_rule_audience(struct pn_case *k);
void pn_rule_webmail(struct pn_case *k);
void pn_rule_volume(struct pn_case *k);
void pn_rule_opinion(struct pn_case *k);

/* pn_unit_sensitive - is all that can be read of unit U sensitive, by the
 * thresholds of the rule being looked at? */
bool pn_unit_sensitive(const struct pn_case *k, size_t u);

/* pn_credential_kind - the word for what a credential's pattern finds: "key",
 * "login" or "token" */
const char *pn_credential_kind(const char *pattern);

/* pn_type_contradicted - is the content of P something else than its name
 * (or, without a telling name, its declared type) says? */
bool pn_type_contradicted(const struct pn_part *p);

#endif
