/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * buckets - the tables by which shapes.c looks for grams
 *
 * The four adjacent columns of a gram that stand least often are its window.
 * Grams go into the bucket where they add least to what passes, those that
 * stand most often first, so that none of them drags others along.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "detect/sieve_state.h"

#define RARE 0.004 /* of a window */

/* A bucket's half bytes, to reckon what passes it. */
struct bucket {
	uint16_t low[PN_SHAPE_WINDOW], high[PN_SHAPE_WINDOW];
	double passes;
	size_t n;
};

/* column - of a gram, at OFF from its beginning; past its end: anything */
static struct pn_byteset
column(const struct pn_gram *g, int off)
{
	struct pn_byteset any = {{0}};

	pn_byteset_add(&any, 0, PN_EDGE);
	return off >= 0 && (unsigned)off < g->n ? g->col[off] : any;
}

/* window_share - how often the four columns from FIRST on stand */
static double
window_share(const struct pn_gram *g, int first)
{
	double p = 1;

	for (int k = first; k < first + PN_SHAPE_WINDOW; k++) {
		struct pn_byteset now = column(g, k);
		struct pn_byteset before = column(g, k - 1);

		p *= k == first ? pn_byteset_share(&now)
				: pn_byteset_after(&now, &before);
	}
	return p;
}

/* window_of - where the rarest four columns begin. The start of a number is
 * where most can be tested at once: it need only be rare enough */
static int
window_of(const struct pn_gram *g)
{
	double least = window_share(g, 0);
	int best = 0;

	for (int i = 1; least >= RARE && i + PN_SHAPE_WINDOW <= (int)g->n;
	     i++) {
		double p = window_share(g, i);

		if (p < least) {
			least = p;
			best = i;
		}
	}
	return best;
}

/* halves - which half bytes the bytes of a column have */
static void
halves(const struct pn_byteset *col, uint16_t *low, uint16_t *high)
{
	for (unsigned c = 0; c < 256; c++)
		if (pn_byteset_has(col, c)) {
			*low |= (uint16_t)(1 << (c & 15));
			*high |= (uint16_t)(1 << (c >> 4));
		}
}

/* passing - the share of positions that pass with these half bytes */
static double
passing(const uint16_t *low, const uint16_t *high)
{
	double p = 1;

	for (unsigned k = 0; k < PN_SHAPE_WINDOW; k++) {
		struct pn_byteset s = {{0}};

		for (unsigned h = 0; h < 16; h++)
			if (high[k] >> h & 1)
				s.bit[h / 4] |= (uint64_t)low[k]
						<< (h % 4 * 16);
		p *= pn_byteset_share(&s);
	}
	return p;
}

/* choose - the bucket for a gram whose window has these half bytes */
static unsigned
choose(struct bucket *b, const uint16_t *low, const uint16_t *high)
{
	double least = 2, passes = 0;
	unsigned best = 0;
	struct bucket *to;

	for (unsigned i = 0; i < PN_SHAPE_BUCKETS; i++) {
		uint16_t l[PN_SHAPE_WINDOW], h[PN_SHAPE_WINDOW];
		double with;

		for (unsigned k = 0; k < PN_SHAPE_WINDOW; k++) {
			l[k] = b[i].low[k] | low[k];
			h[k] = b[i].high[k] | high[k];
		}
		with = memcmp(l, b[i].low, sizeof(l)) == 0 &&
			       memcmp(h, b[i].high, sizeof(h)) == 0
			   ? b[i].passes
			   : passing(l, h);
		if (with - b[i].passes < least) {
			least = with - b[i].passes;
			passes = with;
			best = i;
		}
	}
	to = &b[best];
	for (unsigned k = 0; k < PN_SHAPE_WINDOW; k++) {
		to->low[k] |= low[k];
		to->high[k] |= high[k];
	}
	to->passes = passes;
	to->n++;
	return best;
}

/* classify - bytes that no column tells apart are of one class */
static void
classify(struct pn_shape_gate *s)
{
	s->n_classes = 1;
	for (size_t i = 0; i < s->list.n; i++)
		for (unsigned k = 0; k < s->list.v[i].gram.n; k++) {
			const struct pn_byteset *col =
			    &s->list.v[i].gram.col[k];
			/* by old class and whether it is in the column */
			unsigned known[2 * (PN_EDGE + 1)] = {0}, n = 0;

			for (unsigned c = 0; c <= PN_EDGE; c++) {
				unsigned key =
				    2 * s->class[c] + pn_byteset_has(col, c);

				if (known[key] == 0)
					known[key] = ++n;
				s->class[c] = (uint16_t)(known[key] - 1);
			}
			s->n_classes = n;
		}
}

/* bank_for - a bank of BUCKET with room */
static struct pn_shape_bank *
bank_for(struct pn_shape_gate *s, unsigned bucket)
{
	for (size_t i = s->n_banks; i-- > 0;)
		if (s->banks[i].bucket == bucket && s->banks[i].n < 64)
			return &s->banks[i];
	PN_GROW(s->banks, s->n_banks, s->cap_banks);
	memset(&s->banks[s->n_banks], 0, sizeof(*s->banks));
	s->banks[s->n_banks].bucket = bucket;
	return &s->banks[s->n_banks++];
}

/* fill_row - the row of bank B for the columns at OFF from the window; returns
 * whether a gram of it reaches there */
static bool
fill_row(struct pn_shape_gate *s, struct pn_shape_bank *b, int off)
{
	struct pn_shape_row *row = &b->row[b->n_rows];
	bool used = false;

	row->off = off;
	row->fits = pn_alloc(s->n_classes * sizeof(*row->fits));
	for (unsigned i = 0; i < b->n; i++) {
		const struct pn_gram *g = &s->list.v[b->sought[i]].gram;
		int at = off - b->first[i];
		struct pn_byteset col = column(g, at);

		used = used || (at >= 0 && (unsigned)at < g->n);
		for (unsigned c = 0; c <= PN_EDGE; c++)
			if (pn_byteset_has(&col, c))
				row->fits[s->class[c]] |= (uint64_t)1 << i;
	}
	if (!used)
		free(row->fits);
	else
		b->n_rows++;
	return used;
}

/* fill_bank - its rows, those of the window first */
static void
fill_bank(struct pn_shape_gate *s, struct pn_shape_bank *b)
{
	for (int off = 0; off < PN_GRAM_MAX; off++)
		if (!fill_row(s, b, off))
			break;
	for (int off = -1; off > -PN_GRAM_MAX; off--)
		if (!fill_row(s, b, off))
			break;
}

static int
by_bucket(const void *a, const void *b)
{
	const struct pn_shape_bank *x = a, *y = b;

	return (x->bucket > y->bucket) - (x->bucket < y->bucket);
}

/* A gram and how often its window stands. */
struct order {
	size_t i;
	double share;
};

/* by_share - the most frequent first, which must not meet others */
static int
by_share(const void *a, const void *b)
{
	const struct order *x = a, *y = b;

	if (x->share != y->share)
		return x->share > y->share ? -1 : 1;
	return (x->i > y->i) - (x->i < y->i);
}

/* place - put sought gram number I into a bucket */
static void
place(struct pn_shape_gate *s, size_t i, struct bucket *buckets)
{
	const struct pn_gram *g = &s->list.v[i].gram;
	uint16_t low[PN_SHAPE_WINDOW] = {0}, high[PN_SHAPE_WINDOW] = {0};
	int window = window_of(g);
	struct pn_shape_bank *bank;
	unsigned b;

	for (int k = 0; k < PN_SHAPE_WINDOW; k++) {
		struct pn_byteset col = column(g, window + k);

		halves(&col, &low[k], &high[k]);
	}
	b = choose(buckets, low, high);
	for (int k = 0; k < PN_SHAPE_WINDOW; k++) {
		struct pn_byteset col = column(g, window + k);

		for (unsigned c = 0; c <= PN_EDGE; c++)
			if (pn_byteset_has(&col, c))
				s->fits[k][c] |= (uint16_t)(1 << b);
		for (unsigned h = 0; h < 16; h++) {
			uint8_t bit = (uint8_t)(1 << (b % 8));

			if (low[k] >> h & 1)
				s->low[b / 8][k][h] |= bit;
			if (high[k] >> h & 1)
				s->high[b / 8][k][h] |= bit;
		}
	}
	bank = bank_for(s, b);
	bank->sought[bank->n] = (uint32_t)i;
	bank->first[bank->n++] = -window;
}

void
pn_shapes_ready(struct pn_shape_gate *s)
{
	struct bucket buckets[PN_SHAPE_BUCKETS] = {0};
	struct order *order = pn_alloc((s->list.n + 1) * sizeof(*order));
	size_t k = 0;

	classify(s);
	for (size_t i = 0; i < s->list.n; i++) {
		const struct pn_gram *g = &s->list.v[i].gram;

		order[i] = (struct order){i, window_share(g, window_of(g))};
	}
	qsort(order, s->list.n, sizeof(*order), by_share);
	for (size_t i = 0; i < s->list.n; i++)
		place(s, order[i].i, buckets);
	free(order);
	if (s->n_banks > 1)
		qsort(s->banks, s->n_banks, sizeof(*s->banks), by_bucket);
	for (unsigned b = 0; b <= PN_SHAPE_BUCKETS; b++) {
		while (k < s->n_banks && s->banks[k].bucket < b)
			k++;
		s->first_bank[b] = k;
	}
	for (k = 0; k < s->n_banks; k++)
		fill_bank(s, &s->banks[k]);
}

void
pn_shapes_clear(struct pn_shape_gate *s)
{
	for (size_t i = 0; i < s->n_banks; i++)
		for (unsigned k = 0; k < s->banks[i].n_rows; k++)
			free(s->banks[i].row[k].fits);
	free(s->banks);
	free(s->list.v);
}
