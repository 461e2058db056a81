/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * finish - what a scan counted becomes the report's findings
 *
 * Ordered by part as the parts stand in the report, then by confidence (high
 * first), then by pattern id, what is seen before what is hidden.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "detect/scan_state.h"

/* What by_report needs to order tallies. */
struct ranked {
	const struct pn_tally *t;
	const char *id;
	size_t order;
};

static int
by_report(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	int id;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	if (x->t->confidence != y->t->confidence)
		return x->t->confidence > y->t->confidence ? -1 : 1;
	id = strcmp(x->id, y->id);
	return id != 0 ? id
		       : (x->t->hidden > y->t->hidden) -
			     (x->t->hidden < y->t->hidden);
}

/* A part's id and where it stands. */
struct stand {
	const char *id;
	size_t order;
};

static int
by_id(const void *a, const void *b)
{
	const struct stand *x = a, *y = b;

	return strcmp(x->id, y->id);
}

/* order_parts - set the place of each part in REPORT; one that is not there
 * comes last */
static void
order_parts(struct pn_scan *s, const struct pn_report *report)
{
	struct stand *stands =
	    pn_alloc((report->n_parts + 1) * sizeof(*stands));

	for (size_t i = 0; i < report->n_parts; i++)
		stands[i] = (struct stand){report->parts[i].id, i};
	qsort(stands, report->n_parts, sizeof(*stands), by_id);
	for (size_t i = 0; i < s->n_parts; i++) {
		struct stand key = {s->parts[i].id, 0};
		const struct stand *at = bsearch(
		    &key, stands, report->n_parts, sizeof(*stands), by_id);

		s->parts[i].order = at != NULL ? at->order : SIZE_MAX;
	}
	free(stands);
}

/* report_one - append the finding that a tally is */
static void
report_one(
    struct pn_scan *s, const struct pn_tally *t, struct pn_report *report)
{
	const struct pn_pattern_def *def = s->set->pats[t->pat].def;
	struct pn_finding *f = pn_report_finding(report);

	f->pattern = pn_strdup(def->id);
	f->category = def->category;
	f->confidence = t->confidence;
	f->count = t->count;
	f->distinct = t->distinct;
	f->fresh = t->fresh;
	f->part = pn_strdup(s->parts[t->part].id);
	f->where = pn_strdup(t->where);
	f->hidden = t->hidden;
	f->masked = pn_strdup(t->masked);
}

void
pn_scan_finish(struct pn_scan *s, struct pn_report *report)
{
	struct ranked *r = pn_alloc((s->n_tallies + 1) * sizeof(*r));

	order_parts(s, report);
	for (size_t i = 0; i < s->n_tallies; i++)
		r[i] = (struct ranked){&s->tallies[i],
		    s->set->pats[s->tallies[i].pat].def->id,
		    s->parts[s->tallies[i].part].order};
	qsort(r, s->n_tallies, sizeof(*r), by_report);
	for (size_t i = 0; i < s->n_tallies; i++) {
		if (report->n_findings >= PN_REPORT_MAX_FINDINGS) {
			pn_report_limit(report, "findings", NULL);
			break;
		}
		report_one(s, r[i].t, report);
	}
	free(r);
}
