/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vocab - terms and acronyms, and the person beside them
 *
 * A special-category word alone is daily life and stays low. With a person
 * beside it, it is medium: a find of category identifier or a date of birth
 * in the window, a person's name there, or, in a table, in the same row. A
 * counter word beside the term ("safeguarding training", "head of SEN") tells
 * that it is about the school's work and about nobody's life: then it is low
 * whoever is named.
 */
#include "detect/find.h"

#define BESIDE	    2  /* bytes between a term and a counter word */
#define COUNTER_MAX 40 /* a counter phrase is no longer */

/* is_person - does this find stand for a person? */
static bool
is_person(const struct pn_patterns *set, const struct pn_find *f)
{
	return f->score >= PN_SCORE_REPORT &&
	       (f->pat == set->birth ||
		   set->pats[f->pat].def->category == PN_CAT_IDENTIFIER);
}

/* first_at - index of the first find that starts at OFF or later */
static size_t
first_at(const struct pn_finds *l, size_t off)
{
	size_t lo = 0, hi = l->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (l->f[mid].start < off)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* partner - is there a person for a term at [START, END) of the doc, in cell
 * number CELL or PN_NO_CELL? */
static bool
partner(const struct pn_doc *d, const struct pn_table *t,
    const struct pn_finds *found, size_t window, const struct pn_find *f)
{
	size_t lo = f->start > window ? f->start - window : 0;
	size_t hi = f->end + window < d->len ? f->end + window : d->len;

	if (f->cell != PN_NO_CELL) {
		size_t row = pn_table_row_of(t, f->cell);
		const struct pn_row *r = &t->rows[row];

		if (pn_table_names_row(t, row))
			return true;
		lo = d->cells[r->first].start;
		hi = d->cells[r->first + r->n - 1].end;
	}
	for (size_t i = first_at(found, lo);
	     i < found->n && found->f[i].start < hi; i++)
		if (is_person(d->set, &found->f[i]))
			return true;
	return pn_person_in(d, lo, hi);
}

/* is_office - does a counter word of pattern PAT stand beside hit number I? */
static bool
is_office(const struct pn_doc *d, size_t i, unsigned pat)
{
	const struct pn_hit *h = &d->hits[i];

	for (size_t k = i + 1;
	     k < d->n_hits && d->hits[k].start <= h->end + BESIDE; k++)
		if (d->hits[k].start >= h->end &&
		    pn_hit_is(&d->hits[k], PN_USE_COUNTER, pat))
			return true;
	for (size_t k = i;
	     k > 0 && d->hits[k - 1].start + COUNTER_MAX >= h->start; k--)
		if (d->hits[k - 1].end <= h->start &&
		    d->hits[k - 1].end + BESIDE >= h->start &&
		    pn_hit_is(&d->hits[k - 1], PN_USE_COUNTER, pat))
			return true;
	return false;
}

/* take_term - one term of pattern PAT found as hit number I */
static void
take_term(const struct pn_doc *d, const struct pn_table *t,
    const struct pn_finds *found, size_t i, unsigned pat, struct pn_finds *out)
{
	const struct pn_hit *h = &d->hits[i];
	const struct pn_pattern_def *def = d->set->pats[pat].def;
	struct pn_find f = {
	    .start = h->start,
	    .end = h->end,
	    .cell = pn_doc_cell_at(d, h->start),
	    .pat = (uint16_t)pat,
	    .cap = 100,
	};
	unsigned score = def->score_alone;

	/* A phrase must not run over two cells; nor is a header a find. */
	if (t != NULL &&
	    (f.cell == PN_NO_CELL || h->end > d->cells[f.cell].end ||
		(t->has_header &&
		    pn_table_row_of(t, f.cell) + 1 == t->first_data)))
		return;
	if (def->score_person > score && !is_office(d, i, pat) &&
	    partner(d, t, found, def->window, &f))
		score = def->score_person;
	f.score = (uint8_t)score;
	pn_finds_add(out, &f);
}

void
pn_terms(const struct pn_doc *d, const struct pn_table *t,
    const struct pn_finds *found, struct pn_finds *out)
{
	for (size_t i = 0; i < d->n_hits && out->n < PN_FINDS_MAX; i++) {
		const struct pn_hit *h = &d->hits[i];

		for (size_t k = 0; k < h->n_uses; k++) {
			enum pn_use_kind kind = h->uses[k].kind;

			if (kind == PN_USE_TERM ||
			    (kind == PN_USE_ACRONYM && !h->small))
				take_term(
				    d, t, found, i, h->uses[k].which, out);
		}
	}
}
