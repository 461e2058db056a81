/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * envelope - sender and recipients of a message, and whose they are
 */
#include <stdlib.h>
#include <string.h>
#include "base/addr.h"
#include "base/mem.h"
#include "policy/policy.h"

struct pn_recipient *
pn_envelope_add(struct pn_envelope *e, const char *address)
{
	struct pn_recipient *r;

	PN_GROW(e->recipients, e->n_recipients, e->cap_recipients);
	r = &e->recipients[e->n_recipients++];
	memset(r, 0, sizeof(*r));
	r->address = pn_strdup(address);
	r->class = PN_UNVERIFIED;
	return r;
}

void
pn_envelope_free(struct pn_envelope *e)
{
	size_t i;

	for (i = 0; i < e->n_recipients; i++) {
		free(e->recipients[i].address);
		free(e->recipients[i].resembles);
		free(e->recipients[i].resembles_why);
	}
	free(e->recipients);
	free(e->sender);
	memset(e, 0, sizeof(*e));
}

enum pn_class
pn_classify(const struct pn_config *c, const char *address)
{
	const char *domain = pn_addr_domain(address);
	size_t i;

	for (i = 0; i < c->internal_domains.n; i++)
		if (strcmp(c->internal_domains.s[i], domain) == 0)
			return PN_INTERNAL;
	for (i = 0; i < c->n_partners; i++) {
		const struct pn_partner *p = &c->partners[i];

		if (p->address != NULL ? strcmp(p->address, address) == 0
				       : strcmp(p->domain, domain) == 0)
			return PN_PARTNER;
	}
	return PN_UNVERIFIED;
}

bool
pn_envelope_external(const struct pn_envelope *e)
{
	size_t i;

	for (i = 0; i < e->n_recipients; i++)
		if (e->recipients[i].class != PN_INTERNAL)
			return true;
	return false;
}

const char *
pn_class_word(enum pn_class c)
{
	switch (c) {
	case PN_INTERNAL:
		return "internal";
	case PN_PARTNER:
		return "partner";
	case PN_VERIFIED:
		return "verified";
	case PN_UNVERIFIED:
		return "unverified";
	}
	return "unverified";
}
