/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xml_groups - which elements are records
 */
#include <stdlib.h>
#include "base/mem.h"
#include "extract/plain/xml_records.h"

/* A record that is one text with attributes: longer ones are paragraphs. */
#define MEAN_LEN 80

/* can_be_record - more than a value, and no part of a sentence? */
static bool
can_be_record(const struct pn_xnode *e)
{
	return e->kind == PN_X_ELEMENT && !(e->flags & PN_X_IN_LINE) &&
	       (e->flags & (PN_X_ATTRS | PN_X_BLOCKS)) != 0;
}

/* group_of - the group called NAME, made where there is room; NULL */
static struct pn_xgroup *
group_of(struct pn_xgroups *g, uint32_t name)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->of[i].name == name)
			return &g->of[i];
	if (g->n == PN_XGROUPS)
		return NULL;
	g->of[g->n] = (struct pn_xgroup){.name = name};
	return &g->of[g->n++];
}

/* What text the records hold. */
struct texts {
	size_t bytes, prose; /* all; in sentences with elements in them */
	size_t values;	     /* attributes and texts that hold something */
};

/* weigh - add what is in element I */
static void
weigh(const struct pn_xtree *t, uint32_t i, struct texts *w)
{
	const unsigned mixed = PN_X_TEXTS | PN_X_BLOCKS;
	uint32_t prose_to = 0;

	for (uint32_t k = i; k < t->nodes[i].next; k++) {
		const struct pn_xnode *e = &t->nodes[k];

		if (e->kind == PN_X_ELEMENT && (e->flags & mixed) == mixed &&
		    e->next > prose_to)
			prose_to = e->next;
		if (e->kind == PN_X_ATTR)
			w->values += e->len > 0;
		if (e->kind != PN_X_TEXT)
			continue;
		w->values++;
		w->bytes += e->len;
		w->prose += k < prose_to ? e->len : 0;
	}
}

/* are_records - two at least that hold data, not sentences? */
static bool
are_records(const struct pn_xtree *t, const struct pn_xgroup *g)
{
	struct texts w = {0, 0, 0};
	size_t values = 0;

	if (g->n < 2)
		return false;
	for (size_t i = 0; i < g->n; i++) {
		weigh(t, g->nodes[i], &w);
		values += !(t->nodes[g->nodes[i]].flags & PN_X_BLOCKS);
	}
	if (values == g->n && w.bytes / g->n > MEAN_LEN)
		return false;
	return w.values > 0 && w.prose * 2 <= w.bytes;
}

void
pn_xgroups_find(const struct pn_xtree *t, uint32_t p, struct pn_xgroups *g)
{
	size_t kept = 0;

	g->n = 0;
	if (t->nodes[p].flags & PN_X_TEXTS)
		return;
	for (uint32_t k = p + 1; k < t->nodes[p].next; k = t->nodes[k].next) {
		struct pn_xgroup *of = NULL;

		if (can_be_record(&t->nodes[k]))
			of = group_of(g, t->nodes[k].name);
		if (of == NULL)
			continue;
		PN_GROW(of->nodes, of->n, of->cap);
		of->nodes[of->n++] = k;
	}
	for (size_t i = 0; i < g->n; i++) {
		if (are_records(t, &g->of[i]))
			g->of[kept++] = g->of[i];
		else
			free(g->of[i].nodes);
	}
	g->n = kept;
}

void
pn_xgroups_free(struct pn_xgroups *g)
{
	for (size_t i = 0; i < g->n; i++)
		free(g->of[i].nodes);
	g->n = 0;
}
