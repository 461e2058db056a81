/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * grams - a list of sequences, extended node by node
 *
 * Two sequences that differ in one column are one, which loses nothing. Where
 * there are still too many, those that begin alike are made into one that
 * covers both, and more. A character beyond ASCII is known by its first byte
 * and ends its sequence, because its length is not.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "detect/grams.h"

#define CROWD	   8	/* with more sequences than these, */
#define RARE	   1e-8 /* one that stands less often goes on no further */
#define FIRST_LEAD 0xc2 /* bytes that begin a character beyond ASCII */
#define LAST_LEAD  0xf4

void
pn_grams_init(struct pn_grams *l)
{
	memset(l, 0, sizeof(*l));
}

void
pn_grams_free(struct pn_grams *l)
{
	free(l->seq);
	memset(l, 0, sizeof(*l));
}

static void
add(struct pn_grams *l, const struct pn_seq *s)
{
	PN_GROW(l->seq, l->n, l->cap);
	l->seq[l->n++] = *s;
}

/* share - of positions where the sequence stands */
static double
share(const struct pn_gram *g)
{
	double p = 1;

	for (unsigned c = 0; c < g->n; c++)
		p *= c == 0 ? pn_byteset_share(&g->col[c])
			    : pn_byteset_after(&g->col[c], &g->col[c - 1]);
	return p;
}

/* push - one more column, if there is room */
static void
push(struct pn_seq *s, const struct pn_byteset *set)
{
	struct pn_gram *g = &s->gram;

	if (g->n < PN_GRAM_MAX) {
		g->col[g->n++] = *set;
		s->share *= g->n == 1
				? pn_byteset_share(set)
				: pn_byteset_after(set, &g->col[g->n - 2]);
	}
	if (g->n == PN_GRAM_MAX)
		s->open = false;
}

void
pn_grams_start(struct pn_grams *l, const struct pn_byteset *before)
{
	struct pn_seq s = {.open = true, .share = 1};

	l->n = 0;
	if (before != NULL) {
		push(&s, before);
		s.gram.lead = 1;
	}
	add(l, &s);
}

/* has_open - is there one that goes on? */
static bool
has_open(const struct pn_grams *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->seq[i].open)
			return true;
	return false;
}

/* alike - can they be one? */
static bool
alike(const struct pn_seq *a, const struct pn_seq *b)
{
	return a->gram.n == b->gram.n && a->open == b->open;
}

/* common - from column FROM on, how many are the same in both */
static unsigned
common(const struct pn_seq *a, const struct pn_seq *b, unsigned from)
{
	unsigned i = from;

	while (i < a->gram.n && memcmp(&a->gram.col[i], &b->gram.col[i],
				    sizeof(a->gram.col[i])) == 0)
		i++;
	return i - from;
}

/* differ_once - in one column at most? */
static bool
differ_once(const struct pn_seq *a, const struct pn_seq *b)
{
	unsigned n;

	if (!alike(a, b))
		return false;
	n = common(a, b, 0);
	return n == a->gram.n || n + 1 + common(a, b, n + 1) == a->gram.n;
}

/* unite - sequence number K into number I */
static void
unite(struct pn_grams *l, size_t i, size_t k)
{
	for (unsigned c = 0; c < l->seq[i].gram.n; c++)
		pn_byteset_join(&l->seq[i].gram.col[c], &l->seq[k].gram.col[c]);
	l->seq[i].share = share(&l->seq[i].gram);
	l->seq[k] = l->seq[--l->n];
}

/* unite_same - those that differ in one column */
static void
unite_same(struct pn_grams *l)
{
	for (size_t i = 0; i < l->n; i++)
		for (size_t k = i + 1; k < l->n;)
			if (differ_once(&l->seq[i], &l->seq[k])) {
				unite(l, i, k);
				k = i + 1;
			} else {
				k++;
			}
}

/* unite_nearest - the two that begin alike the furthest; there are more
 * sequences than lengths that one can have, so there are two */
static void
unite_nearest(struct pn_grams *l)
{
	unsigned best = 0;
	size_t a = 0, b = 0;

	for (size_t i = 0; i < l->n; i++)
		for (size_t k = i + 1; k < l->n; k++) {
			unsigned same;

			if (!alike(&l->seq[i], &l->seq[k]))
				continue;
			same = common(&l->seq[i], &l->seq[k], 0) + 1;
			if (same > best) {
				best = same;
				a = i;
				b = k;
			}
		}
	unite(l, a, b);
}

/* tidy - keep the list short */
static void
tidy(struct pn_grams *l)
{
	unite_same(l);
	for (size_t i = 0; l->n > CROWD && i < l->n; i++)
		if (l->seq[i].share < RARE)
			l->seq[i].open = false;
	while (l->n > PN_GRAMS)
		unite_nearest(l);
}

/* split - the open ones of L into OPEN, the others stay */
static void
split(struct pn_grams *l, struct pn_grams *open)
{
	size_t n = 0;

	pn_grams_init(open);
	for (size_t i = 0; i < l->n; i++)
		if (l->seq[i].open)
			add(open, &l->seq[i]);
		else
			l->seq[n++] = l->seq[i];
	l->n = n;
}

/* append - MORE to L */
static void
append(struct pn_grams *l, const struct pn_grams *more)
{
	for (size_t i = 0; i < more->n; i++)
		add(l, &more->seq[i]);
}

/* extend_set - by one character */
static void
extend_set(struct pn_grams *l, const struct pn_node *node)
{
	struct pn_byteset set = node->set;

	if (node->wide)
		pn_byteset_add(&set, FIRST_LEAD, LAST_LEAD);
	for (size_t i = 0; i < l->n; i++)
		if (l->seq[i].open) {
			push(&l->seq[i], &set);
			if (node->wide)
				l->seq[i].open = false;
		}
}

/* extend_alt - by each of the branches */
static void
extend_alt(struct pn_grams *l, const struct pn_node *node)
{
	struct pn_grams open;

	split(l, &open);
	for (size_t i = 0; i < node->n; i++) {
		struct pn_grams one;

		pn_grams_init(&one);
		append(&one, &open);
		pn_grams_extend(&one, node->child[i]);
		append(l, &one);
		pn_grams_free(&one);
		tidy(l);
	}
	pn_grams_free(&open);
}

/* extend_repeat - by as many as there may be; more than a sequence has columns
 * fill it, or match nothing */
static void
extend_repeat(struct pn_grams *l, const struct pn_node *node)
{
	uint32_t max = node->max < PN_GRAM_MAX ? node->max : PN_GRAM_MAX;
	struct pn_grams more;

	if (node->n == 0)
		return;
	for (uint32_t i = 0; i < node->min && i < PN_GRAM_MAX; i++)
		pn_grams_extend(l, node->child[0]);
	split(l, &more);
	append(l, &more);
	for (uint32_t i = node->min; i < max && has_open(&more); i++) {
		struct pn_grams open;

		pn_grams_extend(&more, node->child[0]);
		append(l, &more);
		tidy(l);
		split(&more, &open);
		pn_grams_free(&more);
		more = open;
	}
	pn_grams_free(&more);
}

void
pn_grams_extend(struct pn_grams *l, const struct pn_node *node)
{
	if (!has_open(l))
		return;
	switch (node->kind) {
	case PN_NODE_SET:
		extend_set(l, node);
		break;
	case PN_NODE_SEQ:
		for (size_t i = 0; i < node->n; i++)
			pn_grams_extend(l, node->child[i]);
		break;
	case PN_NODE_ALT:
		extend_alt(l, node);
		break;
	case PN_NODE_REPEAT:
		extend_repeat(l, node);
		break;
	case PN_NODE_BORDER:
	case PN_NODE_LOOK:
		break;
	}
}

void
pn_grams_end(struct pn_grams *l, const struct pn_byteset *after)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->seq[i].open) {
			push(&l->seq[i], after);
			l->seq[i].open = false;
		}
	tidy(l);
}

double
pn_grams_share(const struct pn_grams *l)
{
	double sum = 0;

	for (size_t i = 0; i < l->n; i++) {
		sum += l->seq[i].share;
	}
	return sum;
}

struct pn_gram *
pn_grams_take(struct pn_grams *l)
{
	struct pn_gram *out = pn_alloc((l->n + 1) * sizeof(*out));

	for (size_t i = 0; i < l->n; i++)
		out[i] = l->seq[i].gram;
	pn_grams_free(l);
	return out;
}
