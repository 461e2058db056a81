/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * evidence - what stands around a candidate decides its score
 *
 * A label stands directly before on the same line, or ends the line above; or
 * is the header of the column; or fills the cell to the left, as in a form. A
 * keyword stands in the window, on the same line or the next to it. Counter-
 * evidence is a word directly before that makes it something else, or a
 * longer thing of which the candidate is a piece: a URL, a UUID, a Message-ID,
 * a run of hex or base64. The nearer of label and counter word counts. What is
 * made for programs is full of numbers: there only evidence on the line makes
 * a value, and none of low confidence.
 */
#include <string.h>
#include "detect/find.h"

#define LABEL_NEAR   30 /* bytes from a label to the value */
#define COUNTER_NEAR 12 /* and from a word that makes it something else */
#define COUNTER_COST 30
#define TOKEN_MAX    256 /* how far a longer thing is looked for */
#define RUN_MIN	     24	 /* characters that make a run of hex or base64 */
#define RUN_MORE     8	 /* so many of them outside of the candidate */
#define FORM_LABEL   60	 /* a longer cell to the left is no label */

struct evidence {
	bool label, keyword, counter;
};

/* Where evidence for a candidate is looked for. */
struct area {
	const struct pn_doc *d;
	size_t lo, hi;	   /* window, within its cell and lines */
	size_t line;	   /* start of the candidate's line */
	size_t start, end; /* the candidate */
	unsigned pat;
	size_t label_end, counter_end; /* of the nearest ones; 0 none */
};

/* line_start - start of the line that byte OFF is in, not before LO */
static size_t
line_start(const struct pn_doc *d, size_t lo, size_t off)
{
	const char *p = memrchr(d->text + lo, '\n', off - lo);

	return p != NULL ? (size_t)(p - d->text) + 1 : lo;
}

/* narrow - limit the window to the candidate's line and those next to it */
static void
narrow(struct area *a)
{
	const char *text = a->d->text;
	size_t lo = line_start(a->d, a->lo, a->start);
	const char *nl;

	a->line = lo;
	/* Blank lines in between do not count as lines. */
	while (lo > a->lo && (text[lo - 1] == '\n' || text[lo - 1] == '\r'))
		lo--;
	a->lo = line_start(a->d, a->lo, lo);
	nl = memchr(text + a->end, '\n', a->hi - a->end);
	if (a->d->flags & PN_TEXT_PROGRAM) {
		/* lines there have nothing to do with each other */
		a->lo = a->line;
		a->hi = nl ? (size_t)(nl - text) : a->hi;
		return;
	}
	if (nl == NULL)
		return;
	while (nl < text + a->hi && (*nl == '\n' || *nl == '\r'))
		nl++;
	nl = memchr(nl, '\n', (size_t)(text + a->hi - nl));
	if (nl != NULL)
		a->hi = (size_t)(nl - text);
}

/* leads_to - is there nothing but signs between OFF and the candidate? */
static bool
leads_to(const struct area *a, size_t off)
{
	for (; off < a->start; off++)
		if (strchr(" \t\r\n:=-.#\"'([<>|*", a->d->text[off]) == NULL)
			return false;
	return true;
}

bool
pn_use_counters(
    const struct pn_pattern_def *def, const struct pn_use *u, unsigned pat)
{
	if (u->kind == PN_USE_COUNTER)
		return u->which == pat;
	if (u->kind != PN_USE_COUNTER_ALL ||
	    (def->category != PN_CAT_IDENTIFIER &&
		def->category != PN_CAT_FINANCIAL))
		return false;
	return u->which == PN_COUNTER_WORD || def->tier == PN_TIER_B ||
	       def->tier == PN_TIER_D;
}

/* is_counter - does the hit make a value of pattern PAT something else? */
static bool
is_counter(const struct area *a, const struct pn_hit *h)
{
	for (size_t i = 0; i < h->n_uses; i++)
		if (pn_use_counters(
			a->d->set->pats[a->pat].def, &h->uses[i], a->pat))
			return true;
	return false;
}

/* weigh_hit - what one phrase of the window says */
static void
weigh_hit(struct area *a, const struct pn_hit *h, struct evidence *ev)
{
	bool label = pn_hit_is(h, PN_USE_LABEL, a->pat);
	bool before = h->end <= a->start;

	if (label || pn_hit_is(h, PN_USE_KEYWORD, a->pat))
		if (before || h->start >= a->end)
			ev->keyword = true;
	if (!before)
		return;
	if (label && a->start - h->end <= LABEL_NEAR &&
	    (h->end > a->line || leads_to(a, h->end)))
		a->label_end = h->end;
	if (h->end > a->line && a->start - h->end <= COUNTER_NEAR &&
	    is_counter(a, h))
		a->counter_end = h->end;
}

/* weigh_words - the phrases of the window */
static void
weigh_words(struct area *a, struct evidence *ev)
{
	const struct pn_doc *d = a->d;

	for (size_t i = pn_doc_hits(d, a->lo);
	     i < d->n_hits && d->hits[i].start < a->hi; i++)
		if (d->hits[i].end <= a->hi)
			weigh_hit(a, &d->hits[i], ev);
	ev->label = a->label_end > 0;
	if (a->counter_end > a->label_end)
		ev->counter = true;
}

/* in_run - a character of hex, base64 or a UUID? */
static bool
in_run(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || strchr("+/=_-", c) != NULL;
}

/* has_at - does the text [LO, HI) hold an at sign? */
static bool
has_at(const struct pn_doc *d, size_t lo, size_t hi)
{
	return memchr(d->text + lo, '@', hi - lo) != NULL;
}

/* has_scheme - does it hold "://"? */
static bool
has_scheme(const struct pn_doc *d, size_t lo, size_t hi)
{
	const char *p = d->text + lo, *end = d->text + hi;

	while ((p = memchr(p, ':', (size_t)(end - p))) != NULL) {
		if (end - p > 2 && p[1] == '/' && p[2] == '/')
			return true;
		p++;
	}
	return false;
}

/* is_piece - is the candidate a piece of a longer thing? */
static bool
is_piece(const struct pn_doc *d, size_t lo, size_t hi, size_t start, size_t end)
{
	size_t a = start, b = end, run_a = start, run_b = end;

	if (lo + TOKEN_MAX < start)
		lo = start - TOKEN_MAX;
	if (end + TOKEN_MAX < hi)
		hi = end + TOKEN_MAX;
	while (run_a > lo && in_run(d->text[run_a - 1]))
		run_a--;
	while (run_b < hi && in_run(d->text[run_b]))
		run_b++;
	if (run_b - run_a >= RUN_MIN && run_b - run_a >= end - start + RUN_MORE)
		return true;
	while (a > lo && (unsigned char)d->text[a - 1] > ' ')
		a--;
	while (b < hi && (unsigned char)d->text[b] > ' ')
		b++;
	if (has_scheme(d, a, b) ||
	    (b - a > 4 && !memcmp(d->text + a, "www.", 4)))
		return true;
	return d->text[a] == '<' && has_at(d, a, b);
}

/* in_stamp - is the line a header of a message, quoted in the text? */
static bool
in_stamp(const struct pn_doc *d, size_t line, size_t start)
{
	static const char *const names[] = {"Received:", "Message-ID:",
	    "Message-Id:", "References:", "In-Reply-To:", "X-",
	    "DKIM-Signature:", "ARC-", "Return-Path:"};

	while (line < start && strchr("> \t|", d->text[line]) != NULL)
		line++;
	if (memchr(d->text + line, ':', start - line) == NULL)
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t n = strlen(names[i]);

		if (start - line >= n && !memcmp(d->text + line, names[i], n))
			return true;
	}
	return false;
}

/* weigh_shape - of what longer thing the candidate is part */
static void
weigh_shape(struct area *a, size_t lo, size_t hi, struct evidence *ev)
{
	const struct pn_pattern_def *def = a->d->set->pats[a->pat].def;

	if (def->category == PN_CAT_CREDENTIAL ||
	    def->category == PN_CAT_MARKING || has_at(a->d, a->start, a->end))
		return;
	if (is_piece(a->d, lo, hi, a->start, a->end) ||
	    (lo <= a->line && in_stamp(a->d, a->line, a->start)))
		ev->counter = true;
}

/* weigh_text - evidence in the text [LO, HI) around the candidate */
static void
weigh_text(const struct pn_doc *d, const struct pn_find *f, size_t lo,
    size_t hi, struct evidence *ev)
{
	size_t window = d->set->pats[f->pat].def->window;
	struct area a = {
	    .d = d,
	    .lo = f->start > lo + window ? f->start - window : lo,
	    .hi = f->end + window < hi ? f->end + window : hi,
	    .start = f->start,
	    .end = f->end,
	    .pat = f->pat,
	};

	if (window < LABEL_NEAR)
		a.lo = f->start > lo + LABEL_NEAR ? f->start - LABEL_NEAR : lo;
	narrow(&a);
	weigh_words(&a, ev);
	weigh_shape(&a, lo, hi, ev);
}

/* is_headed - is the header a label, so that no other could add to it? */
static bool
is_headed(const struct pn_table *t, const struct pn_find *f)
{
	const struct pn_doc *d = t->doc;
	const struct pn_pattern_def *def = d->set->pats[f->pat].def;

	return pn_table_below(t, f->cell) &&
	       def->score_label >= def->score_keyword &&
	       pn_column_has(
		   &t->cols[d->cells[f->cell].col], PN_USE_LABEL, f->pat);
}

struct pn_stretch
pn_evidence_in_table(const struct pn_table *t, const struct pn_find *f)
{
	const struct pn_doc *d = t->doc;
	const struct pn_pattern_def *def = d->set->pats[f->pat].def;
	const struct pn_doc_cell *c = &d->cells[f->cell], *left = c - 1;
	struct pn_stretch s = {c->start, c->end};

	/* a value that is all of its cell has no word beside it */
	if (f->start == c->start && f->end == c->end && def->score_person == 0)
		s.from = s.to;
	if (f->cell > 0 && left->row == c->row &&
	    left->end - left->start <= FORM_LABEL && !is_headed(t, f))
		s = (struct pn_stretch){
		    left->start, s.to > s.from ? s.to : left->end};
	return s;
}

/* weigh_left - the cell to the left, where it is a label as in a form */
static void
weigh_left(
    const struct pn_table *t, const struct pn_find *f, struct evidence *ev)
{
	const struct pn_doc *d = t->doc;
	const struct pn_doc_cell *c;

	if (f->cell == 0 || d->cells[f->cell - 1].row != d->cells[f->cell].row)
		return;
	c = &d->cells[f->cell - 1];
	if (c->end - c->start > FORM_LABEL || is_headed(t, f))
		return;
	for (size_t i = pn_doc_hits(d, c->start);
	     i < d->n_hits && d->hits[i].start < c->end; i++) {
		if (pn_hit_is(&d->hits[i], PN_USE_LABEL, f->pat))
			ev->label = true;
		if (pn_hit_is(&d->hits[i], PN_USE_KEYWORD, f->pat))
			ev->keyword = true;
	}
}

/* weigh_cell - evidence for a candidate in a table; returns false where a
 * number stands bare in a column that does not say what it is */
static bool
weigh_cell(const struct pn_doc *d, const struct pn_table *t,
    const struct pn_find *f, struct evidence *ev)
{
	const struct pn_doc_cell *c = &d->cells[f->cell];
	const struct pn_column *col = &t->cols[c->col];
	enum pn_tier tier = d->set->pats[f->pat].def->tier;
	bool below = pn_table_below(t, f->cell);

	weigh_text(d, f, c->start, c->end, ev);
	weigh_left(t, f, ev);
	if (below && pn_column_has(col, PN_USE_LABEL, f->pat))
		ev->label = true;
	if (below && pn_column_has(col, PN_USE_KEYWORD, f->pat))
		ev->keyword = true;
	if (below && pn_column_counters(col, d->set, f->pat))
		ev->counter = true;
	if (tier != PN_TIER_B && tier != PN_TIER_D)
		return true;
	return ev->label || ev->keyword ||
	       !pn_cell_is_bare(d, f->cell, f->start, f->end);
}

/* person_beside - a name in the window, or in a column of the same row */
static bool
person_beside(
    const struct pn_doc *d, const struct pn_table *t, const struct pn_find *f)
{
	size_t window = d->set->pats[f->pat].def->window;
	size_t lo = f->start > window ? f->start - window : 0;
	size_t hi = f->end + window < d->len ? f->end + window : d->len;

	if (f->cell != PN_NO_CELL) {
		if (pn_table_names_row(t, pn_table_row_of(t, f->cell)))
			return true;
		lo = d->cells[f->cell].start;
		hi = d->cells[f->cell].end;
	}
	return pn_person_in(d, lo, hi);
}

unsigned
pn_score(
    const struct pn_doc *d, const struct pn_table *t, const struct pn_find *f)
{
	const struct pn_pattern_def *def = d->set->pats[f->pat].def;
	struct evidence ev = {false, false, false};
	unsigned score = def->score_alone;

	if (f->cell == PN_NO_CELL)
		weigh_text(d, f, 0, d->len, &ev);
	else if (!weigh_cell(d, t, f, &ev))
		return 0;
	ev.label = ev.label || f->labelled;
	if (f->need_label && !ev.label)
		return 0;
	if (ev.keyword && def->score_keyword > score)
		score = def->score_keyword;
	if (ev.label && def->score_label > score)
		score = def->score_label;
	if (f->pair && (ev.label || ev.keyword) && score < PN_SCORE_PAIR)
		score = PN_SCORE_PAIR;
	if (def->score_person > score && (ev.label || ev.keyword) &&
	    person_beside(d, t, f))
		score = def->score_person;
	if (ev.counter)
		score = score > COUNTER_COST ? score - COUNTER_COST : 0;
	if (score > f->cap)
		score = f->cap;
	if (d->flags & PN_TEXT_PROGRAM && def->category != PN_CAT_CREDENTIAL &&
	    (score < PN_SCORE_MEDIUM || !(ev.label || ev.keyword)))
		return 0; /* a number that some program made */
	return score;
}
