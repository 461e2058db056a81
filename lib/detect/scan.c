/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scan - the finds of one message, counted by part and confidence
 *
 * Nothing of the text is kept: a tally holds counts, the first place and
 * masked evidence, and values are told apart by their hashes.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "detect/find.h"
#include "detect/place.h"
#include "detect/scan_state.h"
#include "detect/tally.h"

#define KINDS	      6		/* three confidences, hidden or not */
#define PEOPLE_ENOUGH 5		/* rows that make a table worth more than low */
#define PIECE	      (1 << 20) /* of running text, looked at in one go */
#define AROUND	      1024	/* bytes of evidence before and after a piece */

struct pn_scan *
pn_scan_new(const struct pn_patterns *p, uint64_t max_us)
{
	struct pn_scan *s = pn_alloc(sizeof(*s));

	s->set = p;
	s->runner = pn_runner_new(max_us);
	s->index = pn_alloc((p->n * KINDS + 1) * sizeof(*s->index));
	return s;
}

void
pn_scan_free(struct pn_scan **scan)
{
	struct pn_scan *s = *scan;

	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n_parts; i++)
		free(s->parts[i].id);
	for (size_t i = 0; i < s->n_tallies; i++) {
		free(s->tallies[i].where);
		free(s->tallies[i].masked);
	}
	free(s->parts);
	free(s->tallies);
	free(s->index);
	pn_seen_free(&s->counted);
	pn_seen_free(&s->units);
	pn_runner_free(&s->runner);
	free(s);
	*scan = NULL;
}

/* slot - where the tally of that kind is looked up */
static uint32_t *
slot(struct pn_scan *s, uint16_t pat, enum pn_confidence c, bool hidden)
{
	return &s->index[(size_t)pat * KINDS + (size_t)c * 2 + hidden];
}

void
pn_scan_part(struct pn_scan *s, const char *id, unsigned unit)
{
	size_t i = s->n_parts;

	memset(s->index, 0, s->set->n * KINDS * sizeof(*s->index));
	while (i > 0 && strcmp(s->parts[i - 1].id, id) != 0)
		i--;
	if (i == 0) {
		PN_GROW(s->parts, s->n_parts, s->cap_parts);
		s->parts[s->n_parts++] =
		    (struct pn_scanned){pn_strdup(id), unit, 0};
		s->current = s->n_parts - 1;
		return;
	}
	s->current = i - 1;
	for (size_t k = 0; k < s->n_tallies; k++) {
		const struct pn_tally *t = &s->tallies[k];

		if (t->part == s->current)
			*slot(s, t->pat, t->confidence, t->hidden) =
			    (uint32_t)k + 1;
	}
}

/* count - one find of pattern PAT with the value hash H; returns the tally,
 * whose place and mask the caller sets where they are NULL */
static struct pn_tally *
count(struct pn_scan *s, uint16_t pat, enum pn_confidence c, bool hidden,
    uint64_t h)
{
	uint32_t *at = slot(s, pat, c, hidden), part = (uint32_t)s->current;
	uint64_t in_unit =
	    pn_hash_mix(pn_hash_mix(h, s->parts[s->current].unit + 1), pat);
	size_t n_before = s->counted.n;
	struct pn_tally *t;

	if (*at == 0) {
		PN_GROW(s->tallies, s->n_tallies, s->cap_tallies);
		s->tallies[s->n_tallies++] = (struct pn_tally){.part = part,
		    .pat = pat,
		    .confidence = c,
		    .hidden = hidden};
		*at = (uint32_t)s->n_tallies;
	}
	t = &s->tallies[*at - 1];
	t->count++;
	(void)pn_seen_add(&s->counted, pn_hash_mix(h, *at), part);
	if (s->counted.n > n_before) {
		t->distinct++;
		if (pn_seen_add(&s->units, in_unit, part) == part)
			t->fresh++;
	}
	return t;
}

/* mask_secret - must nothing of a value of this pattern be shown? */
static bool
mask_secret(const struct pn_pattern_def *def)
{
	return def->category == PN_CAT_CREDENTIAL ||
	       def->category == PN_CAT_ROSTER || def->tier == PN_TIER_E;
}

/* count_find - one find of a doc */
static void
count_find(struct pn_scan *s, const struct pn_doc *d,
    const struct pn_segment *seg, const struct pn_find *f)
{
	const struct pn_pattern_def *def = s->set->pats[f->pat].def;
	const char *value = d->text + f->start;
	size_t n = f->end - f->start;
	bool hidden = (d->flags & PN_TEXT_HIDDEN) != 0 ||
		      (f->cell != PN_NO_CELL &&
			  (d->cells[f->cell].flags & PN_TEXT_HIDDEN) != 0);
	struct pn_tally *t = count(s, f->pat, pn_find_confidence(def, f->score),
	    hidden, f->hash != 0 ? f->hash : pn_hash_value(1, value, n));

	if (t->where == NULL) {
		t->where = pn_place(seg, d, f->cell, f->start);
		t->masked = pn_mask(value, n, mask_secret(def));
	}
}

/* row_hash - all of a row's text */
static uint64_t
row_hash(const struct pn_table *t, size_t row)
{
	const struct pn_row *r = &t->rows[row];
	uint64_t h = 2;

	for (uint32_t i = 0; i < r->n; i++) {
		const struct pn_doc_cell *c = &t->doc->cells[r->first + i];

		h = pn_hash_value(
		    h, t->doc->text + c->start, c->end - c->start);
	}
	return h;
}

/* people_rows - how many rows tell of people */
static size_t
people_rows(const struct pn_table *t)
{
	size_t n = 0;

	for (size_t r = t->first_data; r < t->n_rows; r++)
		n += pn_table_people_row(t, r) != PN_NO_CELL;
	return n;
}

/* count_people - the rows of a table of people, for pattern PAT */
static void
count_people(struct pn_scan *s, const struct pn_table *t,
    const struct pn_segment *seg, size_t pat)
{
	const struct pn_pattern_def *def = s->set->pats[pat].def;
	unsigned score = people_rows(t) >= PEOPLE_ENOUGH ? def->score_alone
							 : PN_SCORE_REPORT;
	enum pn_confidence c = pn_find_confidence(def, score);

	for (size_t r = t->first_data; r < t->n_rows; r++) {
		uint32_t cell = pn_table_people_row(t, r);
		struct pn_tally *n;

		if (cell == PN_NO_CELL)
			continue;
		n = count(s, (uint16_t)pat, c,
		    (t->doc->cells[cell].flags & PN_TEXT_HIDDEN) != 0,
		    row_hash(t, r));
		if (n->where == NULL) {
			n->where = pn_place(
			    seg, t->doc, cell, t->doc->cells[cell].start);
			n->masked = pn_mask("", 0, true);
		}
	}
}

/* count_table - the bulk patterns of the set */
static void
count_table(
    struct pn_scan *s, const struct pn_table *t, const struct pn_segment *seg)
{
	struct pn_people people = pn_table_people(t);

	for (size_t i = 0; i < s->set->n; i++) {
		const struct pn_validator *v = s->set->pats[i].validator;

		if (v == NULL || v->kind != PN_VALIDATE_TABLE)
			continue;
		if (strcmp(v->name, "special-table") == 0 ? people.special
							  : people.personal)
			count_people(s, t, seg, i);
	}
}

/* scan_table - all of a table at once */
static enum pn_err
scan_table(struct pn_scan *s, const struct pn_segment *seg, struct pn_doc *d)
{
	struct pn_finds l = {0};
	struct pn_table t = {0};
	enum pn_err err;

	pn_table_read(&t, d);
	err = pn_look(s->runner, d, &t, &l);
	for (size_t i = 0; i < l.n; i++)
		count_find(s, d, seg, &l.f[i]);
	count_table(s, &t, seg);
	free(l.f);
	pn_table_clear(&t);
	return err;
}

/* boundary - start of the UTF-8 character that byte OFF of SEG is part of */
static size_t
boundary(const struct pn_segment *seg, size_t off)
{
	if (off >= seg->len)
		return seg->len;
	while (off > 0 && ((unsigned char)seg->text[off] & 0xc0) == 0x80)
		off--;
	return off;
}

/* scan_piece - the finds of running text that start in [FROM, TO), looked at
 * with enough around them for their evidence */
static enum pn_err
scan_piece(
    struct pn_scan *s, const struct pn_segment *seg, size_t from, size_t to)
{
	size_t lo = boundary(seg, from > AROUND ? from - AROUND : 0);
	size_t hi = boundary(seg, to + PN_PATTERN_MAX_MATCH + AROUND);
	struct pn_finds l = {0};
	struct pn_doc d;
	enum pn_err err =
	    pn_doc_text(&d, s->set, seg->text + lo, hi - lo, seg->flags);

	d.base = lo;
	if (err == PN_OK)
		err = pn_look(s->runner, &d, NULL, &l);
	for (size_t i = 0; i < l.n; i++) {
		size_t at = lo + pn_norm_src(&d.norm, l.f[i].start);

		if (at >= from && at < to)
			count_find(s, &d, seg, &l.f[i]);
	}
	free(l.f);
	pn_doc_free(&d);
	return err;
}

/* scan_running - running text, piece by piece so that memory stays small */
static enum pn_err
scan_running(struct pn_scan *s, const struct pn_segment *seg)
{
	enum pn_err err = PN_OK;

	for (size_t from = 0; from < seg->len;) {
		size_t to = boundary(seg, from + PIECE);
		enum pn_err one = scan_piece(s, seg, from, to);

		if (err == PN_OK)
			err = one;
		from = to;
	}
	return err;
}

enum pn_err
pn_scan_text(void *scan, const struct pn_segment *seg)
{
	struct pn_scan *s = scan;
	struct pn_doc d;
	enum pn_err err;

	pn_runner_enter(s->runner);
	err = pn_doc_table(&d, s->set, seg);
	if (err == PN_OK)
		err = scan_table(s, seg, &d);
	else if (err == PN_ERR_SYNTAX)
		err = scan_running(s, seg);
	pn_doc_free(&d);
	pn_runner_leave(s->runner);
	return err;
}
