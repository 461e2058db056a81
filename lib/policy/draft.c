/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * draft - what stopped a message, put into groups
 *
 * Rules in monitor mode and rules that only annotate stopped nothing and are
 * not told. The order is the verdict's: strongest action first.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "policy/draft.h"

/* 24 groups of three points and 64 steps, each of at most 16 KB */
#define MAIL_MAX_BYTES (4u << 20)

/* group_for - the group that TEXT explains */
static struct pn_group *
group_for(struct pn_draft *d, const struct pn_text *text)
{
	size_t i;

	for (i = 0; i < d->n_groups; i++)
		if (d->groups[i].text == text)
			return &d->groups[i];
	PN_GROW(d->groups, d->n_groups, d->cap_groups);
	memset(&d->groups[d->n_groups], 0, sizeof(d->groups[0]));
	d->groups[d->n_groups].text = text;
	return &d->groups[d->n_groups++];
}

size_t
pn_group_points(const struct pn_group *g)
{
	return g->broken[0]->recipient != NULL ? 1 : g->n;
}

void
pn_draft_init(
    struct pn_draft *d, const struct pn_texts *t, const struct pn_occasion *o)
{
	const struct pn_verdict *v = o->verdict;
	size_t i;

	memset(d, 0, sizeof(*d));
	d->texts = t;
	d->occasion = o;
	pn_buf_init(&d->out, MAIL_MAX_BYTES);
	pn_view_init(
	    &d->view, o->report, o->config->rules[PN_RULE_ATTACHMENT].minimum);
	d->frame = pn_texts_get(
	    t, v->action == PN_QUARANTINE ? "frame.held" : "frame.rejected");
	for (i = 0; i < v->n_broken; i++) {
		const struct pn_broken *b = &v->broken[i];
		const struct pn_text *text;
		struct pn_group *g;

		text = pn_texts_rule(t, b->rule, b->why);
		if (b->monitor || b->action < PN_QUARANTINE || text == NULL)
			continue;
		g = group_for(d, text);
		PN_GROW(g->broken, g->n, g->cap);
		g->broken[g->n++] = b;
	}
	for (i = 0; i < d->n_groups; i++)
		d->n_points += pn_group_points(&d->groups[i]);
}

void
pn_draft_free(struct pn_draft *d)
{
	size_t i;

	for (i = 0; i < d->n_groups; i++)
		free(d->groups[i].broken);
	free(d->groups);
	for (i = 0; i < d->n_steps; i++)
		free(d->steps[i]);
	pn_buf_free(&d->out);
	pn_view_free(&d->view);
}

struct pn_fill
pn_draft_fill(const struct pn_draft *d, const struct pn_group *g, size_t i)
{
	const struct pn_occasion *o = d->occasion;
	struct pn_fill f = {.occasion = o,
	    .view = &d->view,
	    .help = o->config->help,
	    .reference = o->reference,
	    .n = d->n_points};

	if (g != NULL) {
		f.about = g->broken[i];
		f.same = g->broken;
		f.n_same = g->n;
	}
	return f;
}
