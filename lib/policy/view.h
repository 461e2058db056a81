/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view - a report as the rules look at it (private to lib/policy)
 *
 * The rules judge units: the displayed body, and each top-level attachment
 * with all that is inside it. A view knows for every part its unit and its
 * effective grade (the strongest lock between the part and the outside), and
 * for every unit what was found in it, so that no rule walks the tree again.
 */
#ifndef PN_POLICY_VIEW_H
#define PN_POLICY_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/report.h"
#include "policy/config.h"
#include "policy/sensitive.h"

#define PN_VIEW_NONE SIZE_MAX /* no such part or unit */
#define PN_UNIT_SUBJECT 0
#define PN_UNIT_BODY	1
#define PN_UNIT_FIRST	2 /* the first attachment's */

struct pn_view_part {
	const struct pn_part *part;
	size_t parent; /* index; PN_VIEW_NONE for a root */
	size_t unit;
	enum pn_protection grade;     /* its own, as the minimum has it */
	enum pn_protection effective; /* strongest on the way to the outside */
	bool leaf;		      /* nothing was found inside it */
};

struct pn_view_id {
	const char *id;
	size_t part;
};

/* What was found in one unit. */
struct pn_unit {
	size_t root;		  /* part that it is; PN_VIEW_NONE: body... */
	const char *first;	  /* id of the first part with a finding */
	struct pn_tally all;	  /* everything readable */
	struct pn_tally bare;	  /* in parts whose effective grade is none */
	struct pn_tally open;	  /* in parts whose effective grade is not
				   * strong */
	struct pn_tally unseen;   /* hidden from the sender */
	bool weak_lock; /* a part behind a weak lock that takes a secret */
	bool locked;	/* a part that can't be read, or a strong lock */
};

struct pn_view {
	const struct pn_report *report;
	struct pn_view_part *parts; /* as the report's */
	struct pn_unit *units;
	size_t n_units;
	size_t *finding_part; /* for each finding: index of its part */
	struct pn_view_id *ids; /* all parts, by id */
};

/* pn_view_init - look at R, which must outlive V; MINIMUM says which old
 * ciphers count as weak. Free with pn_view_free */
void pn_view_init(struct pn_view *v, const struct pn_report *r,
    enum pn_minimum minimum);

/* pn_view_free - free what *V owns */
void pn_view_free(struct pn_view *v);

/* pn_view_find - index of the part with that id; PN_VIEW_NONE */
size_t pn_view_find(const struct pn_view *v, const char *id);

/* pn_view_inside - is part I the part OUTER or inside it? */
bool pn_view_inside(const struct pn_view *v, size_t i, size_t outer);

#endif
