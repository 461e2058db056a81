/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rules_people - the predicates about whom a message goes to
 *
 * Who is internal, a partner or verified was settled by the caller; these
 * look at the classes. They are called for messages with an external
 * recipient only.
 */
#include <stdlib.h>
#include <string.h>
#include "base/addr.h"
#include "base/mem.h"
#include "policy/rules.h"

/* message_sensitive - is the body or any attachment sensitive? */
static bool
message_sensitive(const struct pn_case *k)
{
	size_t u;

	for (u = PN_UNIT_BODY; u < k->view->n_units; u++)
		if (pn_unit_sensitive(k, u))
			return true;
	return false;
}

/* message_locked - does it hold a part that nobody can look into? */
static bool
message_locked(const struct pn_case *k)
{
	size_t u;

	for (u = PN_UNIT_BODY; u < k->view->n_units; u++)
		if (k->view->units[u].locked)
			return true;
	return false;
}

/* pn_rule_recipient - (d) verify the recipient by checking the address */
void
pn_rule_recipient(struct pn_case *k)
{
	size_t i;

	if (!message_sensitive(k) && !message_locked(k))
		return;
	for (i = 0; i < k->envelope->n_recipients; i++)
		if (k->envelope->recipients[i].class == PN_UNVERIFIED)
			pn_break(k, k->rule->action, "unverified", NULL,
			    k->envelope->recipients[i].address);
}

/* lookalike_word - the static word for what the directory said */
static const char *
lookalike_word(const char *why)
{
	static const char *const words[] = {
	    "typo", "swapped", "confusable", "ending", "name"};
	size_t i;

	for (i = 0; why != NULL && i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i], why) == 0)
			return words[i];
	return "typo";
}

/* pn_rule_lookalike - (d), for an address that resembles a known one */
void
pn_rule_lookalike(struct pn_case *k)
{
	size_t i;

	for (i = 0; i < k->envelope->n_recipients; i++) {
		const struct pn_recipient *r = &k->envelope->recipients[i];

		if (r->class == PN_UNVERIFIED && r->resembles != NULL)
			pn_break(k, k->rule->action,
			    lookalike_word(r->resembles_why), NULL, r->address);
	}
}

static int
by_address(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* add_external - keep those of the N ADDRESSES that count for audience */
static size_t
add_external(const struct pn_config *c, char *const *addresses, size_t n,
    char **out, size_t n_out)
{
	size_t i;

	for (i = 0; i < n; i++) {
		char *canon = pn_addr_canon(addresses[i]);
		enum pn_class class = PN_INTERNAL;

		if (canon != NULL && *canon != '\0')
			class = pn_classify(c, canon);
		if (class == PN_VERIFIED || class == PN_UNVERIFIED)
			out[n_out++] = canon;
		else
			free(canon);
	}
	return n_out;
}

/* pn_rule_audience - everybody in To and Cc sees everybody */
void
pn_rule_audience(struct pn_case *k)
{
	const struct pn_side *s = k->side;
	size_t i, n = 0, different = 0;
	char **seen;

	if (s == NULL)
		return;
	seen = pn_alloc((s->n_to + s->n_cc + 1) * sizeof(*seen));
	n = add_external(k->config, s->to, s->n_to, seen, n);
	n = add_external(k->config, s->cc, s->n_cc, seen, n);
	qsort(seen, n, sizeof(*seen), by_address);
	for (i = 0; i < n; i++)
		if (i == 0 || strcmp(seen[i - 1], seen[i]) != 0)
			different++;
	for (i = 0; i < n; i++)
		free(seen[i]);
	free(seen);
	if (different > k->rule->max_visible)
		pn_break(k, k->rule->action, "visible", NULL, NULL);
}

/* pn_rule_webmail - only the designated school account */
void
pn_rule_webmail(struct pn_case *k)
{
	size_t i;

	if (!message_sensitive(k))
		return;
	for (i = 0; i < k->envelope->n_recipients; i++)
		if (k->envelope->recipients[i].own_webmail &&
		    k->envelope->recipients[i].class != PN_INTERNAL)
			pn_break(k, k->rule->action, "personal", NULL,
			    k->envelope->recipients[i].address);
}

/* pn_rule_volume - mass e-mail should be sent in off-peak hours */
void
pn_rule_volume(struct pn_case *k)
{
	const struct pn_rule_config *r = k->rule;

	if (!k->envelope->peak)
		return;
	if (r->recipients_per_hour > 0 &&
	    k->envelope->sent_recipients > r->recipients_per_hour)
		pn_break(k, r->action, "recipients", NULL, NULL);
	if (r->bytes_per_hour > 0 &&
	    k->envelope->sent_bytes > r->bytes_per_hour)
		pn_break(k, r->action, "bytes", NULL, NULL);
}

/* pn_rule_opinion - no check: the footer, where there is one */
void
pn_rule_opinion(struct pn_case *k)
{
	if (*k->config->footer != '\0')
		pn_break(k, k->rule->action, "footer", NULL, NULL);
}
