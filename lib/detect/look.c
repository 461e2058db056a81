/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * look - the steps in order, and which of two finds stays
 *
 * Of two finds of which one lies within the other the one with the higher
 * score stays, then that of the stronger tier, then the longer, then that of
 * the pattern defined first. Finds that only overlap both stay, unless they
 * are of one pattern: then the longer.
 */
#include <stdlib.h>
#include "base/mem.h"
#include "detect/find.h"

enum pn_confidence
pn_find_confidence(const struct pn_pattern_def *def, unsigned score)
{
	if (def->monitor || score < PN_SCORE_MEDIUM)
		return PN_LOW;
	return score < PN_SCORE_HIGH ? PN_MEDIUM : PN_HIGH;
}

/* after - does A come after B: by start, the longer one first? */
static bool
after(const struct pn_find *a, const struct pn_find *b)
{
	if (a->start != b->start)
		return a->start > b->start;
	if (a->end != b->end)
		return a->end < b->end;
	return a->pat > b->pat;
}

/* beats - does A stay and B go, if only one can? */
static bool
beats(const struct pn_patterns *set, const struct pn_find *a,
    const struct pn_find *b)
{
	enum pn_tier ta = set->pats[a->pat].def->tier;
	enum pn_tier tb = set->pats[b->pat].def->tier;

	if (a->pat == b->pat && a->end - a->start != b->end - b->start &&
	    !a->pair && !b->pair)
		return a->end - a->start > b->end - b->start;
	if (a->score != b->score)
		return a->score > b->score;
	if (ta != tb)
		return ta < tb;
	if (a->end - a->start != b->end - b->start)
		return a->end - a->start > b->end - b->start;
	return a->pat <= b->pat;
}

/* clash - can only one of them stay? A starts first */
static bool
clash(const struct pn_find *a, const struct pn_find *b)
{
	if (b->start >= a->end)
		return false;
	return a->pat == b->pat || b->end <= a->end || a->start == b->start;
}

#define BACK 32 /* finds that one find can lie across */

/* resolve - drop what is under the reporting score or beaten; L is ordered by
 * start, and stays so */
static void
resolve(const struct pn_patterns *set, struct pn_finds *l)
{
	size_t n = 0, group = 0; /* no find before it reaches further */
	uint32_t reach = 0;

	for (size_t i = 0; i < l->n; i++) {
		struct pn_find f = l->f[i];
		bool stays = f.score >= PN_SCORE_REPORT;
		size_t from;

		if (f.start >= reach)
			group = n;
		from = n > group + BACK ? n - BACK : group;
		for (size_t k = from; stays && k < n; k++)
			if (l->f[k].score > 0 && clash(&l->f[k], &f) &&
			    beats(set, &l->f[k], &f))
				stays = false;
		if (!stays)
			continue;
		for (size_t k = from; k < n; k++)
			if (clash(&l->f[k], &f))
				l->f[k].score = 0;
		if (f.end > reach)
			reach = f.end;
		l->f[n++] = f;
	}
	l->n = n;
	n = 0;
	for (size_t i = 0; i < l->n; i++)
		if (l->f[i].score > 0)
			l->f[n++] = l->f[i];
	l->n = n;
}

/* run_end - where the finds that are in order from number I on end */
static size_t
run_end(const struct pn_find *f, size_t i, size_t n)
{
	for (i++; i < n && !after(&f[i - 1], &f[i]); i++)
		;
	return i;
}

/* merge - the runs [A, B) and [B, END) of FROM, in order, into TO */
static void
merge(const struct pn_find *from, size_t a, size_t b, size_t end,
    struct pn_find *to)
{
	size_t mid = b;

	for (size_t i = a; i < end; i++)
		to[i] = b == end || (a < mid && !after(&from[a], &from[b]))
			    ? from[a++]
			    : from[b++];
}

/* sort - by start; each expression found its own in order, so two such runs
 * after the other are made one until there is one */
static void
sort(struct pn_finds *l)
{
	struct pn_find *to = NULL, *f = l->f;

	while (run_end(f, 0, l->n) < l->n) {
		if (to == NULL)
			to = pn_realloc(NULL, l->cap, sizeof(*to));
		for (size_t a = 0, b, end; a < l->n; a = end) {
			b = run_end(f, a, l->n);
			end = b < l->n ? run_end(f, b, l->n) : b;
			merge(f, a, b, end, to);
		}
		l->f = to;
		to = f;
		f = l->f;
	}
	free(to);
}

enum pn_err
pn_look(struct pn_runner *r, struct pn_doc *d, struct pn_table *t,
    struct pn_finds *out)
{
	struct pn_spans *spans = pn_spans_find(d);
	struct pn_finds terms = {0};
	enum pn_err err = pn_candidates(r, d, t, spans, out);

	if (t != NULL)
		pn_table_type(t, out);
	sort(out);
	pn_around(d, t, out, &spans[d->set->n_exprs]);
	pn_spans_free(d->set, spans);
	for (size_t i = 0; i < out->n; i++)
		out->f[i].score = (uint8_t)pn_score(d, t, &out->f[i]);
	resolve(d->set, out);
	pn_terms(d, t, out, &terms);
	for (size_t i = 0; i < terms.n; i++)
		pn_finds_add(out, &terms.f[i]);
	free(terms.f);
	sort(out);
	resolve(d->set, out);
	return err;
}

/* What pn_patterns_find hands to the caller's function. */
enum pn_err
pn_patterns_find(const struct pn_patterns *p, const char *text, size_t len,
    void (*take)(void *ctx, const struct pn_match *m), void *ctx)
{
	struct pn_runner *r = pn_runner_new(0);
	struct pn_finds l = {0};
	struct pn_doc d;
	enum pn_err err = pn_doc_text(&d, p, text, len, 0);

	if (err == PN_OK)
		err = pn_look(r, &d, NULL, &l);
	for (size_t i = 0; i < l.n; i++) {
		const struct pn_find *f = &l.f[i];
		const struct pn_pattern_def *def = p->pats[f->pat].def;
		struct pn_match m = {
		    .def = def,
		    .start = pn_norm_src(&d.norm, f->start),
		    .end = pn_norm_src_end(&d.norm, f->end),
		    .confidence = pn_find_confidence(def, f->score),
		    .score = f->score,
		};

		take(ctx, &m);
	}
	free(l.f);
	pn_doc_free(&d);
	pn_runner_free(&r);
	return err;
}
