/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sensitive - protocol.md's "Sensitive", counted (private to lib/policy)
 */
#ifndef PN_POLICY_SENSITIVE_H
#define PN_POLICY_SENSITIVE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/report.h"
#include "policy/config.h"

/* One way of counting: values, each once. */
struct pn_sum {
	uint64_t high;	  /* high confidence */
	uint64_t medium;  /* medium and high */
	uint64_t contact; /* contact details, medium and high */
};

/* What was found in some parts of a unit. */
struct pn_tally {
	struct pn_sum fresh;	/* each value once in the whole unit */
	struct pn_sum distinct; /* each value once in its part */
	uint64_t people;	/* in the largest table */
	uint64_t findings;
};

/* pn_tally_add - count F in; what never counts is left out */
void pn_tally_add(struct pn_tally *t, const struct pn_finding *f);

/*
 * pn_tally_sensitive - is T at or over a threshold of R? T holds findings of a
 * part of the unit whose all are WHOLE. A value that a part outside of T held
 * first is not fresh in T, so unless T is the whole, values count per part.
 */
bool pn_tally_sensitive(const struct pn_tally *t, const struct pn_tally *whole,
    const struct pn_rule_config *r);

/* pn_finding_counts - may F make something sensitive (category, confidence)? */
bool pn_finding_counts(const struct pn_finding *f);

#endif
