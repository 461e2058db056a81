/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * person - is there a person's name?
 *
 * A forename of the packs' list, capitalised, and right after it a surname (a
 * capitalised word that is not on the list of those that are none) or an
 * initial; or the surname and a comma before it. No more is claimed: a single
 * forename is nobody, and names that the list lacks are not seen.
 */
#include <string.h>
#include "detect/find.h"

/* is_capital - does a capital start at S? Letters beyond ASCII may be */
static bool
is_capital(const char *s, const char *end)
{
	return s < end && pn_uni_is_upper(pn_utf8_next(&s, end));
}

/* is_surname - is the word [S, E) written as one, and not known to be none? */
static bool
is_surname(const struct pn_doc *d, const char *s, const char *e)
{
	if (e - s < 2 || !is_capital(s, e))
		return false;
	for (const char *p = s; p < e; p++)
		if (*p >= '0' && *p <= '9')
			return false;
	return !pn_lexicon_is(
	    d->set->lexicon, s, (size_t)(e - s), PN_USE_NO_SURNAME);
}

/* is_term - is the word an acronym or term of a vocabulary ("Aisha EHCP")? */
static bool
is_term(const struct pn_doc *d, size_t off, size_t end)
{
	for (size_t i = pn_doc_hits(d, off);
	     i < d->n_hits && d->hits[i].start == off; i++) {
		const struct pn_hit *h = &d->hits[i];

		for (size_t k = 0; h->end == end && k < h->n_uses; k++)
			if (h->uses[k].kind == PN_USE_TERM ||
			    (h->uses[k].kind == PN_USE_ACRONYM && !h->small))
				return true;
	}
	return false;
}

/* followed - does a surname or an initial follow the forename ending at E? */
static bool
followed(const struct pn_doc *d, const char *e, const char *end)
{
	const char *s = e, *w;

	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	if (s == e || s - e > 2)
		return false;
	w = pn_word_end(s, end);
	if (w - s == 1 && is_capital(s, end) && *s != 'I')
		return true;
	return is_surname(d, s, w) &&
	       !is_term(d, (size_t)(s - d->text), (size_t)(w - d->text));
}

/* preceded - does "Surname, " stand before the forename at S, at the start
 * of its line or cell, where it is no part of a sentence? */
static bool
preceded(const struct pn_doc *d, const char *s, const char *start)
{
	const char *e = s, *w;

	while (e > start && e[-1] == ' ')
		e--;
	if (e == start || e[-1] != ',')
		return false;
	w = --e;
	while (w > start && w[-1] != '\n' && w[-1] != ' ' && w[-1] != '\t')
		w--;
	return (w == start || w[-1] == '\n') && pn_word_end(w, e) == e &&
	       is_surname(d, w, e);
}

bool
pn_person_in(const struct pn_doc *d, size_t from, size_t to)
{
	const char *end = d->text + to;

	for (size_t i = pn_doc_hits(d, from);
	     i < d->n_hits && d->hits[i].start < to; i++) {
		const struct pn_hit *h = &d->hits[i];

		if (!pn_hit_is(h, PN_USE_FORENAME, 0) || h->end > to)
			continue;
		if (followed(d, d->text + h->end, end) ||
		    preceded(d, d->text + h->start, d->text + from))
			return true;
	}
	return false;
}
