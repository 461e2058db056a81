/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sensitive - thresholds of "Sensitive" (protocol.md, Words)
 *
 * One finding of high confidence, three distinct of medium, a table of five
 * people or over twenty contact details, unless configured otherwise. Findings
 * of low confidence (patterns in monitor mode among them), credentials and
 * markings never count.
 */
#include "policy/sensitive.h"

bool
pn_finding_counts(const struct pn_finding *f)
{
	if (f->confidence < PN_MEDIUM)
		return false;
	switch (f->category) {
	case PN_CAT_IDENTIFIER:
	case PN_CAT_FINANCIAL:
	case PN_CAT_SPECIAL:
	case PN_CAT_CONTACT:
	case PN_CAT_ROSTER:
	case PN_CAT_BULK:
		return true;
	case PN_CAT_CREDENTIAL:
	case PN_CAT_MARKING:
		break;
	}
	return false;
}

/* sum_add - N values of finding F */
static void
sum_add(struct pn_sum *s, const struct pn_finding *f, uint32_t n)
{
	if (f->category == PN_CAT_CONTACT) {
		s->contact += n;
		return;
	}
	s->medium += n;
	if (f->confidence == PN_HIGH)
		s->high += n;
}

void
pn_tally_add(struct pn_tally *t, const struct pn_finding *f)
{
	if (!pn_finding_counts(f))
		return;
	t->findings++;
	if (f->category == PN_CAT_BULK) {
		if (f->count > t->people)
			t->people = f->count;
		return;
	}
	sum_add(&t->fresh, f, f->fresh);
	sum_add(&t->distinct, f, f->distinct);
}

bool
pn_tally_sensitive(const struct pn_tally *t, const struct pn_tally *whole,
    const struct pn_rule_config *r)
{
	const struct pn_sum *s =
	    t->findings == whole->findings ? &t->fresh : &t->distinct;

	return s->high >= r->high || s->medium >= r->medium ||
	       t->people >= r->bulk || s->contact > r->contact;
}
