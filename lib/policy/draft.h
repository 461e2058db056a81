/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * draft - a reply or mail being put together (private to lib/policy)
 *
 * Broken rules that one text explains are a group; every file of a group is a
 * point, all its recipients together are one.
 */
#ifndef PN_POLICY_DRAFT_H
#define PN_POLICY_DRAFT_H

#include "policy/fill.h"
#include "policy/texts.h"
#include "policy/view.h"

#define PN_DRAFT_STEPS 64

/* What one text explains. */
struct pn_group {
	const struct pn_text *text;
	const struct pn_broken **broken; /* at least one */
	size_t n, cap;
};

struct pn_draft {
	const struct pn_texts *texts;
	const struct pn_occasion *occasion;
	struct pn_view view;
	struct pn_group *groups; /* strongest action first */
	size_t n_groups, cap_groups;
	size_t n_points;
	const struct pn_text *frame; /* rejected or held */
	struct pn_buf out;
	char *steps[PN_DRAFT_STEPS];
	size_t n_steps;
};

/* pn_draft_init - begin with the groups of what stopped the message of O; T
 * and O must outlive it. Free with pn_draft_free */
void pn_draft_init(struct pn_draft *d, const struct pn_texts *t,
    const struct pn_occasion *o);

/* pn_draft_free - free what *D owns */
void pn_draft_free(struct pn_draft *d);

/* pn_group_points - how many points group G is */
size_t pn_group_points(const struct pn_group *g);

/* pn_draft_fill - what to fill in for point I of group G; with G NULL for the
 * frame. Valid as long as D */
struct pn_fill pn_draft_fill(const struct pn_draft *d,
    const struct pn_group *g, size_t i);

#endif
