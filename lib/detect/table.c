/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table - find the header, say what the columns are
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "detect/find.h"
#include "detect/table.h"
#include "detect/tally.h"

#define HEADER_CELL_MAX 60 /* a longer cell is text, no header */
#define HEADER_DIGITS	4  /* nor is one with so many digits in a row */
#define BARE_SHARE	60 /* per cent of a cell that its value fills */

/* read_rows - group the cells, which are ordered by place */
static void
read_rows(struct pn_table *t)
{
	const struct pn_doc *d = t->doc;

	for (uint32_t i = 0; i < d->n_cells; i++) {
		if (d->cells[i].col >= t->n_cols)
			t->n_cols = (size_t)d->cells[i].col + 1;
		if (i > 0 && d->cells[i].row == d->cells[i - 1].row) {
			t->rows[t->n_rows - 1].n++;
			continue;
		}
		PN_GROW(t->rows, t->n_rows, t->cap_rows);
		t->rows[t->n_rows++] = (struct pn_row){i, 1};
	}
	t->cols = pn_alloc((t->n_cols + 1) * sizeof(*t->cols));
	for (size_t i = 0; i < t->n_cols; i++)
		t->cols[i].header = PN_NO_CELL;
}

/* is_digit_run - are there HEADER_DIGITS digits in a row? */
static bool
has_digits(const char *s, size_t n)
{
	size_t run = 0;

	for (size_t i = 0; i < n && run < HEADER_DIGITS; i++)
		run = s[i] >= '0' && s[i] <= '9' ? run + 1 : 0;
	return run == HEADER_DIGITS;
}

/* What pn_lexicon_scan of a header's words gathers. */
struct gather {
	struct pn_column *col;
	size_t covered; /* bytes of the longest phrase */
};

/* add_use - note once what a header says */
static void
add_use(struct pn_column *c, const struct pn_use *u)
{
	for (size_t i = 0; i < c->n_uses; i++)
		if (c->uses[i].kind == u->kind && c->uses[i].which == u->which)
			return;
	PN_GROW(c->uses, c->n_uses, c->cap_uses);
	c->uses[c->n_uses++] = *u;
}

/* take_header - a pn_lexicon_scan function: what a header's phrase says */
static void
take_header(void *ctx, const struct pn_hit *h)
{
	struct gather *g = ctx;

	for (size_t i = 0; i < h->n_uses; i++) {
		const struct pn_use *u = &h->uses[i];

		if (u->kind == PN_USE_COLUMN)
			g->col->kinds |= u->which;
		else if (u->kind <= PN_USE_COUNTER ||
			 u->kind == PN_USE_COUNTER_ALL)
			add_use(g->col, u);
		if ((u->kind == PN_USE_COLUMN || u->kind == PN_USE_LABEL ||
			u->kind == PN_USE_COUNTER_ALL) &&
		    h->end - h->start > g->covered)
			g->covered = h->end - h->start;
	}
}

/* split_words - S with a blank before each capital that follows a small
 * letter: "DateOfBirth" */
static size_t
split_words(const char *s, size_t n, char *out, size_t max)
{
	size_t k = 0;

	for (size_t i = 0; i < n && k + 2 < max; i++) {
		if (i > 0 && s[i] >= 'A' && s[i] <= 'Z' && s[i - 1] >= 'a' &&
		    s[i - 1] <= 'z')
			out[k++] = ' ';
		out[k++] = s[i];
	}
	out[k] = '\0';
	return k;
}

/* parts - the last K parts of the path at S, of N bytes: exports of nested
 * records call their columns "Address.PostCode", "/Pupil/Surname"; all of S
 * where it has no such parts */
static const char *
parts(const char *s, size_t n, unsigned k)
{
	const char *p = s + n;

	if (memchr(s, ' ', n) != NULL)
		return s;
	for (; p > s; p--)
		if (strchr("./:", p[-1]) != NULL && p < s + n && --k == 0)
			return p;
	return s;
}

/* read_words - what the N bytes at S say, into COL; returns true if they are
 * known as a header */
static bool
read_words(
    const struct pn_doc *d, const char *s, size_t n, struct pn_column *col)
{
	char words[2 * HEADER_CELL_MAX + 2];
	struct gather g = {col, 0};

	if (n > HEADER_CELL_MAX || has_digits(s, n) ||
	    memchr(s, '@', n) != NULL)
		return false;
	pn_lexicon_scan(d->set->lexicon, s, n, take_header, &g);
	n = split_words(s, n, words, sizeof(words));
	pn_lexicon_scan(d->set->lexicon, words, n, take_header, &g);
	/* "Notes on the name" is about something else. */
	return g.covered * 2 >= n;
}

/* read_header - what the text of cell number I says, into COL; returns true
 * if it is known as a header */
static bool
read_header(const struct pn_table *t, uint32_t i, struct pn_column *col)
{
	const struct pn_doc *d = t->doc;
	const char *s = d->text + d->cells[i].start, *last = s;
	size_t n = d->cells[i].end - d->cells[i].start;

	if (read_words(d, s, n, col))
		return true;
	for (unsigned k = 2; k > 0; k--) {
		const char *p = parts(s, n, k);

		if (p == last)
			continue;
		col->kinds = 0;
		if (read_words(d, p, n - (size_t)(p - s), col))
			return true;
		last = p;
	}
	return false;
}

/* header_score - how many cells of row number R are known headers; 0 where a
 * cell rules it out or nothing but the first of several columns is filled, as
 * in a title; names of rows often have no header, so the first may be empty */
static size_t
header_score(const struct pn_table *t, size_t r)
{
	const struct pn_row *row = &t->rows[r];
	size_t known = 0;

	if (row->n < 2 && t->n_cols > 1 &&
	    t->doc->cells[row->first].col == 0)
		return 0;
	for (uint32_t i = 0; i < row->n; i++) {
		const struct pn_doc_cell *c = &t->doc->cells[row->first + i];
		const char *s = t->doc->text + c->start, *last;
		struct pn_column scratch = {0};

		last = parts(s, c->end - c->start, 1);
		if (has_digits(last, (size_t)(t->doc->text + c->end - last)))
			return 0;
		known += read_header(t, row->first + i, &scratch);
		free(scratch.uses);
	}
	return known;
}

/* find_header - the best of the first rows */
static void
find_header(struct pn_table *t)
{
	size_t best = 0, at = 0;

	for (size_t r = 0; r + 1 < t->n_rows && r < PN_HEADER_ROWS; r++) {
		size_t score = header_score(t, r);

		if (score > best) {
			best = score;
			at = r;
		}
	}
	if (best == 0)
		return;
	t->has_header = true;
	t->first_data = at + 1;
	for (uint32_t i = 0; i < t->rows[at].n; i++) {
		uint32_t cell = t->rows[at].first + i;
		struct pn_column *c = &t->cols[t->doc->cells[cell].col];

		c->header = cell;
		if (!read_header(t, cell, c))
			c->kinds = 0;
	}
}

void
pn_table_read(struct pn_table *t, const struct pn_doc *d)
{
	memset(t, 0, sizeof(*t));
	t->doc = d;
	read_rows(t);
	find_header(t);
	if (t->first_data < t->n_rows)
		for (uint32_t i = t->rows[t->first_data].first; i < d->n_cells;
		     i++)
			t->cols[d->cells[i].col].n_cells++;
}

void
pn_table_clear(struct pn_table *t)
{
	for (size_t i = 0; i < t->n_cols; i++)
		free(t->cols[i].uses);
	free(t->cols);
	free(t->rows);
	memset(t, 0, sizeof(*t));
}

size_t
pn_table_row_of(const struct pn_table *t, uint32_t cell)
{
	size_t lo = 0, hi = t->n_rows;

	while (lo + 1 < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (t->rows[mid].first <= cell)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

bool
pn_table_below(const struct pn_table *t, uint32_t cell)
{
	return t->first_data < t->n_rows &&
	       cell >= t->rows[t->first_data].first;
}

bool
pn_column_has(const struct pn_column *c, enum pn_use_kind kind, unsigned pat)
{
	for (size_t i = 0; i < c->n_uses; i++)
		if (c->uses[i].kind == kind && c->uses[i].which == pat)
			return true;
	return false;
}

bool
pn_column_counters(
    const struct pn_column *c, const struct pn_patterns *set, unsigned pat)
{
	if (pn_column_has(c, PN_USE_LABEL, pat))
		return false;
	for (size_t i = 0; i < c->n_uses; i++)
		if (pn_use_counters(set->pats[pat].def, &c->uses[i], pat))
			return true;
	return false;
}

bool
pn_cell_is_bare(const struct pn_doc *d, uint32_t cell, size_t start, size_t end)
{
	size_t n = d->cells[cell].end - d->cells[cell].start;

	return (end - start) * 100 >= n * BARE_SHARE;
}

/* decides - may the cells of a column make it one of this pattern? Only where
 * a check or a distinctive shape stands behind each of them */
static bool
decides(const struct pn_pattern *p)
{
	return p->validator != NULL && p->def->tier <= PN_TIER_C &&
	       p->def->category != PN_CAT_CREDENTIAL;
}

/* kind_of_pattern - what a column of such values is */
static unsigned
kind_of_pattern(const struct pn_pattern_def *def)
{
	if (def->category == PN_CAT_IDENTIFIER)
		return PN_COL_ID;
	if (def->category != PN_CAT_CONTACT)
		return PN_COL_DETAIL;
	return strstr(def->id, "postcode") != NULL ? PN_COL_ADDRESS
						   : PN_COL_CONTACT;
}

/* enough - do N cells of the column decide? */
static bool
enough(const struct pn_column *c, size_t n)
{
	return n >= PN_COLUMN_CELLS && n * 100 >= c->n_cells * PN_COLUMN_SHARE;
}

/* Bare values of one pattern in one column. */
struct bare {
	size_t n;
	uint64_t value[PN_COLUMN_CELLS]; /* different ones: their hashes */
	unsigned n_values;
};

/* add_bare - count F for its column, if it fills its cell below the header */
static void
add_bare(const struct pn_table *t, const struct pn_find *f, struct bare *cols)
{
	const struct pn_doc *d = t->doc;
	struct bare *b;
	uint64_t hash;

	if (f->need_label || !pn_table_below(t, f->cell) ||
	    !pn_cell_is_bare(d, f->cell, f->start, f->end))
		return;
	b = &cols[d->cells[f->cell].col];
	b->n++;
	if (b->n_values == PN_COLUMN_CELLS)
		return;
	hash = pn_hash_value(1, d->text + f->start, f->end - f->start);
	for (unsigned i = 0; i < b->n_values; i++)
		if (b->value[i] == hash)
			return;
	b->value[b->n_values++] = hash;
}

/* type_by_values - columns whose cells are values of pattern PAT; one value
 * over and over tells nothing, nor does a header let it that says otherwise */
static void
type_by_values(struct pn_table *t, unsigned pat, struct bare *cols)
{
	const struct pn_patterns *set = t->doc->set;

	for (size_t i = 0; i < t->n_cols; i++) {
		struct pn_column *c = &t->cols[i];

		if (cols[i].n_values == PN_COLUMN_CELLS &&
		    enough(c, cols[i].n) && !pn_column_counters(c, set, pat)) {
			c->kinds |= kind_of_pattern(set->pats[pat].def);
			add_use(c, &(struct pn_use){PN_USE_LABEL, pat});
		}
		cols[i] = (struct bare){0};
	}
}

/* type_by_candidates - columns whose cells are values of one pattern; FOUND
 * holds those of one pattern after the other */
static void
type_by_candidates(struct pn_table *t, const struct pn_finds *found)
{
	struct bare *cols = pn_alloc((t->n_cols + 1) * sizeof(*cols));

	for (size_t i = 0; i < found->n;) {
		uint16_t pat = found->f[i].pat;
		bool may = decides(&t->doc->set->pats[pat]);

		for (; i < found->n && found->f[i].pat == pat; i++)
			if (may)
				add_bare(t, &found->f[i], cols);
		if (may)
			type_by_values(t, pat, cols);
	}
	free(cols);
}

/* two_capitals - are there two letters that can be capitals, those beyond ASCII
 * among them? A name of two words has no less */
static bool
two_capitals(const char *s, const char *end)
{
	unsigned n = 0;

	for (; s < end && n < 2; s++)
		n += (*s >= 'A' && *s <= 'Z') || (*s & 0x80) != 0;
	return n == 2;
}

/* is_name - does cell number I hold a person's name and little else? The
 * phrases of D are looked up for this */
static bool
is_name(struct pn_doc *d, uint32_t i)
{
	const struct pn_doc_cell *c = &d->cells[i];
	const char *s = d->text + c->start, *end = d->text + c->end;
	const char *e = pn_word_end(s, end);

	if (c->end - c->start > HEADER_CELL_MAX ||
	    has_digits(s, (size_t)(end - s)))
		return false;
	/* a forename alone in the cell, or one within a full name */
	if (e == end)
		return e > s && (*s < 'a' || *s > 'z') &&
		       pn_lexicon_is(d->set->lexicon, s, (size_t)(e - s),
			   PN_USE_FORENAME);
	if (!two_capitals(s, end))
		return false;
	d->n_hits = 0;
	pn_doc_look_up(d, c->start, c->end);
	return pn_person_in(d, c->start, c->end);
}

/* Per column: cells that are names, and codes of each list. */
struct census {
	size_t names, others, codes[4];
};

/* can_be_names - is it still open whether enough of column C are names? */
static bool
can_be_names(const struct pn_column *c, const struct census *n)
{
	return n->others * 100 <= c->n_cells * (100 - PN_COLUMN_SHARE);
}

/* type_by_words - columns whose cells are names or special category codes */
static void
type_by_words(struct pn_table *t)
{
	const struct pn_doc *d = t->doc;
	struct census *n = pn_alloc((t->n_cols + 1) * sizeof(*n));
	struct pn_doc scratch = *d;

	scratch.hits = NULL;
	scratch.n_hits = scratch.cap_hits = 0;
	for (uint32_t k = 0; k < d->n_cells; k++) {
		const struct pn_doc_cell *c = &d->cells[k];
		struct census *col = &n[c->col];

		if (!pn_table_below(t, k))
			continue;
		if (can_be_names(&t->cols[c->col], col)) {
			bool name = is_name(&scratch, k);

			col->names += name;
			col->others += !name;
		}
		col->codes[pn_special_code(
		    d->text + c->start, c->end - c->start)]++;
	}
	for (size_t i = 0; i < t->n_cols; i++) {
		struct pn_column *c = &t->cols[i];

		if (enough(c, n[i].names))
			c->kinds |= PN_COL_NAME;
		for (unsigned list = 1; list < 4; list++) {
			if (!enough(c, n[i].codes[list]))
				continue;
			c->kinds |= PN_COL_SPECIAL;
			c->code_list = list;
		}
	}
	free(scratch.hits);
	free(n);
}

void
pn_table_type(struct pn_table *t, const struct pn_finds *found)
{
	type_by_candidates(t, found);
	type_by_words(t);
}
