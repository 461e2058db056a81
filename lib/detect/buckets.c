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

#define DEPTH 8 /* columns by which it is reckoned what a look costs */

/* A bucket, to reckon what passes it. */
struct bucket {
	/* half bytes, as the vectors test them */
	uint16_t low[PN_SHAPE_WINDOW], high[PN_SHAPE_WINDOW];
	struct pn_byteset col[DEPTH];
	bool lead; /* each begins after a letter or digit's end */
	double cost;
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

/* is_lead - can no letter or digit be in COL? */
static bool
is_lead(const struct pn_byteset *col)
{
	struct pn_byteset both = *col, alnum = pn_byteset_alnum();

	pn_byteset_cut(&both, &alnum);
	return pn_byteset_within(&both, &(struct pn_byteset){{0}});
}

/* passing - the share of positions that pass the vectors' test */
static double
passing(const struct bucket *b)
{
	struct pn_byteset sign = pn_byteset_alnum(), before = {{0}};
	double p = 1;

	for (unsigned i = 0; i < 5; i++)
		sign.bit[i] = ~sign.bit[i];
	for (unsigned k = 0; k < PN_SHAPE_WINDOW; k++) {
		struct pn_byteset s = {{0}};

		for (unsigned h = 0; h < 16; h++)
			if (b->high[k] >> h & 1)
				s.bit[h / 4] |= (uint64_t)b->low[k]
						<< (h % 4 * 16);
		if (k == 0 && b->lead)
			pn_byteset_cut(&s, &sign);
		p *= k == 0 ? pn_byteset_share(&s)
			    : pn_byteset_after(&s, &before);
		before = s;
	}
	return p;
}

/* standing - the share of positions where all columns of B stand */
static double
standing(const struct bucket *b)
{
	double p = pn_byteset_share(&b->col[0]);

	for (unsigned k = 1; k < DEPTH; k++)
		p *= pn_byteset_after(&b->col[k], &b->col[k - 1]);
	return p;
}

/* join - B with all that ONE is */
static struct bucket
join(const struct bucket *b, const struct bucket *one)
{
	struct bucket with = *b;

	for (unsigned k = 0; k < PN_SHAPE_WINDOW; k++) {
		with.low[k] |= one->low[k];
		with.high[k] |= one->high[k];
	}
	for (unsigned k = 0; k < DEPTH; k++)
		pn_byteset_join(&with.col[k], &one->col[k]);
	with.lead = one->lead && (b->n == 0 || b->lead);
	with.n = b->n + 1;
	with.cost = passing(&with) + standing(&with);
	return with;
}

/* choose - the bucket to which ONE, a gram, adds least */
static unsigned
choose(struct bucket *b, const struct bucket *one)
{
	struct bucket best = {.cost = 0};
	double least = 3;
	unsigned at = 0;

	for (unsigned i = 0; i < PN_SHAPE_BUCKETS; i++) {
		struct bucket with = join(&b[i], one);

		if (with.cost - b[i].cost < least) {
			least = with.cost - b[i].cost;
			best = with;
			at = i;
		}
	}
	b[at] = best;
	return at;
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

/* fill_row - the next row of bank B for the columns at OFF from the window;
 * returns whether a gram of it reaches there */
static bool
fill_row(struct pn_shape_gate *s, struct pn_shape_bank *b, int off)
{
	uint64_t *fits = &b->fits[(size_t)b->n_rows * s->n_classes];
	bool used = false;

	for (unsigned i = 0; i < b->n; i++) {
		const struct pn_gram *g = &s->list.v[b->sought[i]].gram;
		int at = off - b->first[i];

		used = used || (at >= 0 && (unsigned)at < g->n);
	}
	for (unsigned i = 0; used && i < b->n; i++) {
		struct pn_byteset col =
		    column(&s->list.v[b->sought[i]].gram, off - b->first[i]);

		for (unsigned c = 0; c <= PN_EDGE; c++)
			if (pn_byteset_has(&col, c))
				fits[s->class[c]] |= (uint64_t)1 << i;
	}
	b->off[b->n_rows] = off;
	b->n_rows += used;
	return used;
}

/* fill_bank - its rows, those of the window first */
static void
fill_bank(struct pn_shape_gate *s, struct pn_shape_bank *b)
{
	b->fits =
	    pn_alloc((size_t)PN_SHAPE_ROWS * s->n_classes * sizeof(*b->fits));
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

/* fill_tables - what S looks up for bucket number I, which is B */
static void
fill_tables(struct pn_shape_gate *s, const struct bucket *b, unsigned i)
{
	uint8_t bit = (uint8_t)(1 << (i % 8));

	if (b->n > 0 && !b->lead)
		s->inside[i / 8] |= bit;
	for (unsigned k = 0; k < PN_SHAPE_WINDOW; k++) {
		for (unsigned c = 0; c <= PN_EDGE; c++)
			if (pn_byteset_has(&b->col[k], c))
				s->fits[k][c] |= (uint16_t)(1 << i);
		for (unsigned h = 0; h < 16; h++) {
			if (b->low[k] >> h & 1)
				s->low[i / 8][k][h] |= bit;
			if (b->high[k] >> h & 1)
				s->high[i / 8][k][h] |= bit;
		}
	}
}

/* place - put sought gram number I into a bucket */
static void
place(struct pn_shape_gate *s, size_t i, struct bucket *buckets)
{
	const struct pn_gram *g = &s->list.v[i].gram;
	int window = window_of(g);
	struct bucket one = {.n = 1};
	struct pn_shape_bank *bank;

	for (int k = 0; k < DEPTH; k++)
		one.col[k] = column(g, window + k);
	for (int k = 0; k < PN_SHAPE_WINDOW; k++)
		halves(&one.col[k], &one.low[k], &one.high[k]);
	one.lead = is_lead(&one.col[0]);
	bank = bank_for(s, choose(buckets, &one));
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
	for (unsigned b = 0; b < PN_SHAPE_BUCKETS; b++)
		fill_tables(s, &buckets[b], b);
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
		free(s->banks[i].fits);
	free(s->banks);
	free(s->list.v);
}
