/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spans - from the grams in a text to the places where matches can start
 *
 * Spans may always be longer than need be: those that nearly touch are made
 * one, and those of an expression whose gate stands nearly everywhere are made
 * one two by two, so that memory is bounded whatever the text.
 */
#include <stdlib.h>
#include "base/mem.h"
#include "detect/spans.h"

#define NEAR	  8    /* a call of PCRE2 costs more than so many bytes */
#define SPANS_MAX 8192 /* of one expression: 64 KB */

/* thin - half as many */
static void
thin(struct pn_spans *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i += 2) {
		size_t last = i + 1 < s->n ? i + 1 : i;

		s->v[n++] = (struct pn_stretch){s->v[i].from, s->v[last].to};
	}
	s->n = n;
}

void
pn_spans_add(struct pn_spans *s, size_t from, size_t to)
{
	while (s->n > 0 && s->v[s->n - 1].to + NEAR >= from) {
		const struct pn_stretch *last = &s->v[--s->n];

		if (last->from < from)
			from = last->from;
		if (last->to > to)
			to = last->to;
	}
	if (s->n >= SPANS_MAX)
		thin(s);
	PN_GROW(s->v, s->n, s->cap);
	s->v[s->n++] = (struct pn_stretch){(uint32_t)from, (uint32_t)to};
}

/* What take_gram needs. */
struct finding {
	const struct pn_doc *d;
	struct pn_spans *spans;
};

/* walk_back - the first byte at which a match can start whose gram is at AT:
 * back over bytes that may lie before it. What the last span holds is skipped,
 * so that no byte is looked at twice. */
static size_t
walk_back(const struct finding *f, const struct pn_reach *r,
    const struct pn_spans *s, size_t at)
{
	size_t far = at > r->back_max ? at - r->back_max : 0;
	const struct pn_stretch *last = s->n > 0 ? &s->v[s->n - 1] : NULL;

	while (at > far &&
	       pn_byteset_has(&r->through, (unsigned char)f->d->text[at - 1])) {
		at--;
		if (last != NULL && at < last->to && at > last->from)
			at = last->from > far ? last->from : far;
	}
	return at;
}

/* take_gram - a pn_sieve_scan function */
static void
take_gram(void *ctx, uint32_t id, size_t at)
{
	struct finding *f = ctx;
	const struct pn_reach *r = &f->d->set->reach[id];
	struct pn_spans *s = &f->spans[id];
	size_t to;

	if (at > f->d->len || at < r->back_min)
		return;
	to = at - r->back_min + 1;
	pn_spans_add(s, r->back_max == 0 ? at : walk_back(f, r, s, at), to);
}

struct pn_spans *
pn_spans_find(const struct pn_doc *d)
{
	const struct pn_patterns *set = d->set;
	struct finding f = {d, pn_alloc((set->n_exprs + 1) * sizeof(*f.spans))};

	for (size_t i = 0; i <= set->n_exprs; i++)
		if (!set->reach[i].gated)
			pn_spans_add(&f.spans[i], 0, d->len);
	pn_sieve_scan(set->sieve, d->text, d->len, false, take_gram, &f);
	return f.spans;
}

void
pn_spans_free(const struct pn_patterns *set, struct pn_spans *s)
{
	for (size_t i = 0; i <= set->n_exprs; i++)
		free(s[i].v);
	free(s);
}
