/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * around - look up the phrases near what was found
 *
 * Evidence for a candidate stands within the pattern's window, or in its cell
 * and that to the left; the person beside a term within its window, or in the
 * row of a table. The rest of a text needs no look into the lexicon.
 */
#include <stdlib.h>
#include "base/mem.h"
#include "detect/find.h"

#define LEAST 64 /* bytes each side: labels and counter words are nearer */

/* before, after - so many bytes from OFF, within the doc */
static size_t
before(size_t off, size_t n)
{
	return off > n ? off - n : 0;
}

static size_t
after(const struct pn_doc *d, size_t off, size_t n)
{
	return d->len - off > n ? off + n : d->len;
}

/* row_at - number of the row of T that byte OFF is in, or that ends before */
static size_t
row_at(const struct pn_table *t, size_t off)
{
	const struct pn_doc *d = t->doc;
	size_t lo = 0, hi = d->n_cells;

	while (lo + 1 < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (d->cells[mid].start <= off)
			lo = mid;
		else
			hi = mid;
	}
	return pn_table_row_of(t, (uint32_t)lo);
}

/* widen - [FROM, TO) by N bytes each side, in a table to whole rows */
static struct pn_stretch
widen(const struct pn_doc *d, const struct pn_table *t, size_t from, size_t to,
    size_t n)
{
	const struct pn_row *last;

	if (t == NULL || t->n_rows == 0)
		return (struct pn_stretch){
		    (uint32_t)before(from, n), (uint32_t)after(d, to, n)};
	last = &t->rows[row_at(t, to)];
	return (struct pn_stretch){
	    d->cells[t->rows[row_at(t, from)].first].start,
	    d->cells[last->first + last->n - 1].end};
}

static int
by_from(const void *a, const void *b)
{
	const struct pn_stretch *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* by_place - order L, where it is not */
static void
by_place(struct pn_stretch *l, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (l[i].from < l[i - 1].from) {
			qsort(l, n, sizeof(*l), by_from);
			return;
		}
}

/* around_cells - for FOUND, which is in order, one stretch for each cell that
 * needs one, into L; returns how many */
static size_t
around_cells(const struct pn_table *t, const struct pn_finds *found,
    struct pn_stretch *l)
{
	size_t n = 0;
	uint32_t cell = PN_NO_CELL;

	for (size_t i = 0; i < found->n; i++) {
		struct pn_stretch s = pn_evidence_in_table(t, &found->f[i]);

		if (s.from == s.to)
			continue;
		if (found->f[i].cell != cell) {
			cell = found->f[i].cell;
			l[n++] = s;
			continue;
		}
		if (s.from < l[n - 1].from)
			l[n - 1].from = s.from;
		if (s.to > l[n - 1].to)
			l[n - 1].to = s.to;
	}
	return n;
}

/* around_finds - the same for running text, as far as their windows reach */
static size_t
around_finds(
    const struct pn_doc *d, const struct pn_finds *found, struct pn_stretch *l)
{
	for (size_t i = 0; i < found->n; i++) {
		const struct pn_find *f = &found->f[i];
		size_t n = d->set->pats[f->pat].def->window;

		n = n > LEAST ? n : LEAST;
		l[i] = (struct pn_stretch){(uint32_t)before(f->start, n),
		    (uint32_t)after(d, f->end, n)};
	}
	return found->n;
}

void
pn_around(struct pn_doc *d, const struct pn_table *t,
    const struct pn_finds *found, const struct pn_spans *terms)
{
	const struct pn_patterns *set = d->set;
	struct pn_stretch *l =
	    pn_realloc(NULL, found->n + terms->n + 1, sizeof(*l));
	size_t done = 0, n = t != NULL ? around_cells(t, found, l)
				       : around_finds(d, found, l);

	for (size_t i = 0; i < terms->n; i++)
		l[n++] = widen(d, t, terms->v[i].from,
		    after(d, terms->v[i].to, set->term_bytes),
		    set->term_window);
	by_place(l, n);
	for (size_t i = 0; i < n; i++) {
		if (l[i].from > done)
			done = l[i].from;
		if (l[i].to > done) {
			pn_doc_look_up(d, done, l[i].to);
			done = l[i].to;
		}
	}
	free(l);
}
