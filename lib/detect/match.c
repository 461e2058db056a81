/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * match - candidates: expressions over a doc, and the checks behind them
 *
 * PCRE2 looks where its gate says that a match could start (sieve.c). A long
 * stretch is looked through in blocks with an overlap, because a pattern of
 * polynomial cost is bounded by nothing but the length of what it sees; the
 * time is asked for in between. A match that reaches the end of what it
 * was shown is looked for again with more text. In a table a match that
 * leaves its cell is looked for again inside of the cell alone.
 */
#include <string.h>
#include "base/mem.h"
#include "detect/find.h"
#include "detect/tally.h"

#define BLOCK	   (16 * 1024)		      /* start positions per call */
#define LONG_MATCH (4 * PN_PATTERN_MAX_MATCH) /* the second try */
#define CALL_WORK  512	/* what one call counts for, in start positions */
#define NEAR	   16	/* cells looked at before all are */
#define ROW_MAX	   4096 /* a table's row as text, for pairs */

/* What the functions below share. */
struct look {
	struct pn_runner *r;
	const struct pn_doc *d;
	struct pn_finds *out;
	size_t pat;
	size_t n_found; /* of this pattern */
	uint32_t cell;	/* in which the last match was: the next is near */
	bool limited;	/* a limit was hit somewhere */
};

void
pn_finds_add(struct pn_finds *l, const struct pn_find *f)
{
	PN_GROW(l->f, l->n, l->cap);
	l->f[l->n++] = *f;
}

bool
pn_check_candidate(const struct pn_patterns *set, size_t pat, const char *text,
    const struct pn_span *m, struct pn_find *f)
{
	const struct pn_pattern *p = &set->pats[pat];
	struct pn_value v = {
	    .text = text + m->value,
	    .len = m->value_end - m->value,
	    .whole = text + m->start,
	    .whole_len = m->end - m->start,
	    .cap = 100,
	};

	if (v.len == 0)
		return false;
	if (p->validator != NULL && !p->validator->check(&v))
		return false;
	f->start = (uint32_t)m->value;
	f->end = (uint32_t)(m->value + v.len);
	f->pat = (uint16_t)pat;
	f->cap = (uint8_t)v.cap;
	f->need_label = v.need_label;
	f->pair = m->pair;
	return true;
}

/* char_end - end of the UTF-8 character that byte OFF begins */
static size_t
char_end(const struct pn_doc *d, size_t off)
{
	do
		off++;
	while (off < d->len && ((unsigned char)d->text[off] & 0xc0) == 0x80);
	return off;
}

/* char_start - start of the character that byte OFF is part of */
static size_t
char_start(const struct pn_doc *d, size_t off)
{
	if (off >= d->len)
		return d->len;
	while (off > 0 && ((unsigned char)d->text[off] & 0xc0) == 0x80)
		off--;
	return off;
}

/* shown - the first LEN bytes of the doc */
static struct pn_shown
shown(const struct pn_doc *d, size_t len)
{
	return (struct pn_shown){d->text, len, len < d->len};
}

/* cell_at - as pn_doc_cell_at; looks first where the last one was */
static uint32_t
cell_at(struct look *k, size_t off)
{
	const struct pn_doc *d = k->d;
	uint32_t i = k->cell, end = i + NEAR;

	if (i >= d->n_cells || d->cells[i].start > off)
		end = i;
	while (i < end && i < d->n_cells && d->cells[i].end <= off)
		i++;
	if (i == end || i == d->n_cells)
		i = pn_doc_cell_at(d, off);
	else if (d->cells[i].start > off)
		return PN_NO_CELL;
	if (i != PN_NO_CELL)
		k->cell = i;
	return i;
}

/* in_cell - the match M, found at or after FROM, within one cell: as it is,
 * or looked for again in the cell that it begins in. NOT_FOUND: not there;
 * *NEXT_OUT is where to go on then */
static enum pn_err
in_cell(struct look *k, const struct pn_expr *e, size_t from, struct pn_span *m,
    uint32_t *cell_out, size_t *next_out)
{
	const struct pn_doc *d = k->d;
	const struct pn_doc_cell *c;
	struct pn_shown cell;
	uint32_t i;

	if (d->cells == NULL)
		return PN_OK;
	*cell_out = i = cell_at(k, m->value);
	if (i == PN_NO_CELL)
		return PN_ERR_NOT_FOUND;
	c = &d->cells[i];
	if (m->start >= c->start && m->end <= c->end)
		return PN_OK;
	*next_out = c->end + strlen(PN_CELL_SEPARATOR);
	cell = (struct pn_shown){d->text, c->end, false};
	return pn_expr_next(
	    k->r, e, &cell, from > c->start ? from : c->start, c->end, m);
}

/* whole - M found in text cut at CUT; where it ends there, again with more */
static enum pn_err
whole(struct look *k, const struct pn_expr *e, size_t cut, struct pn_span *m)
{
	struct pn_shown more =
	    shown(k->d, char_start(k->d, m->start + LONG_MATCH));

	if (m->end < cut || cut >= k->d->len)
		return PN_OK;
	return pn_expr_next(k->r, e, &more, m->start, m->start + 1, m);
}

/* take - check M and keep it; returns where to go on */
static size_t
take(struct look *k, const struct pn_span *m, uint32_t cell)
{
	struct pn_find f = {.cell = cell};

	if (!pn_check_candidate(k->d->set, k->pat, k->d->text, m, &f))
		return char_end(k->d, m->start);
	pn_finds_add(k->out, &f);
	k->n_found++;
	/* A value cut short by its check: what follows may be another. */
	if (f.end < m->value_end)
		return f.end;
	return m->end > m->start ? m->end : char_end(k->d, m->start);
}

/* scan_block - matches of E that start in [FROM, LIMIT); returns where the
 * next block has to start */
static size_t
scan_block(struct look *k, const struct pn_expr *e, size_t from, size_t limit)
{
	struct pn_shown block =
	    shown(k->d, char_start(k->d, limit + PN_PATTERN_MAX_MATCH));

	while (from < limit && k->n_found < PN_FINDS_MAX) {
		struct pn_span m;
		uint32_t cell = PN_NO_CELL;
		size_t next = limit;
		enum pn_err err =
		    pn_expr_next(k->r, e, &block, from, limit, &m);

		if (err == PN_OK) {
			next = char_end(k->d, m.start);
			err = whole(k, e, block.len, &m);
		}
		if (err == PN_OK)
			err = in_cell(k, e, from, &m, &cell, &next);
		if (err == PN_OK)
			next = take(k, &m, cell);
		else if (err == PN_ERR_LIMIT)
			k->limited = true;
		from = next;
	}
	return from;
}

/* scan_expr - all matches of one expression that start in SPANS; false when
 * the time is over */
static bool
scan_expr(struct look *k, const struct pn_expr *e, const struct pn_spans *spans)
{
	size_t from = 0;

	for (size_t i = 0; i < spans->n; i++) {
		size_t start = char_start(k->d, spans->v[i].from);

		if (from < start)
			from = start;
		while (from < spans->v[i].to && k->n_found < PN_FINDS_MAX) {
			size_t limit = char_start(k->d, from + BLOCK);

			if (limit > spans->v[i].to)
				limit = spans->v[i].to;
			if (!pn_runner_spend(k->r, limit - from + CALL_WORK))
				return false;
			from = scan_block(k, e, from, limit);
		}
	}
	return true;
}

/* One cell's text in the text made of a row. */
struct piece {
	uint32_t start, end; /* in the made text */
	uint32_t cell;
};

/* add_piece - "header: cell" for cell number I, into TEXT */
static bool
add_piece(
    const struct pn_table *t, uint32_t i, struct pn_buf *text, struct piece *p)
{
	const struct pn_doc *d = t->doc;
	const struct pn_doc_cell *c = &d->cells[i];
	const struct pn_doc_cell *h = &d->cells[t->cols[c->col].header];

	if (pn_buf_add(text, d->text + h->start, h->end - h->start) != PN_OK ||
	    pn_buf_adds(text, ": ") != PN_OK)
		return false;
	p->cell = i;
	p->start = (uint32_t)text->len;
	if (pn_buf_add(text, d->text + c->start, c->end - c->start) != PN_OK ||
	    pn_buf_adds(text, ", ") != PN_OK)
		return false;
	p->end = (uint32_t)text->len - 2;
	return true;
}

/* take_piece - keep the match M of a row's text at its place in the doc */
static void
take_piece(struct look *k, const char *text, const struct pn_span *m,
    const struct piece *p, size_t n)
{
	struct pn_find f = {.labelled = true};

	if (!pn_check_candidate(k->d->set, k->pat, text, m, &f))
		return;
	for (size_t i = 0; i < n; i++) {
		uint32_t base = k->d->cells[p[i].cell].start - p[i].start;

		if (f.start < p[i].start || f.start >= p[i].end)
			continue;
		if (f.end > p[i].end) {
			f.hash =
			    pn_hash_value(1, text + f.start, f.end - f.start);
			f.end = p[i].end;
		}
		f.start += base;
		f.end += base;
		f.cell = p[i].cell;
		pn_finds_add(k->out, &f);
		k->n_found++;
		return;
	}
}

#define PIECES 16

/* scan_row - the columns of row R that the pattern's labels head, as running
 * text "label: value, label: value" */
static void
scan_row(struct look *k, const struct pn_table *t, const struct pn_row *r,
    struct pn_buf *text)
{
	const struct pn_pattern *p = &k->d->set->pats[k->pat];
	struct piece pieces[PIECES];
	size_t n = 0;

	pn_buf_clear(text);
	for (uint32_t i = 0; i < r->n && n < PIECES; i++) {
		uint32_t cell = r->first + i;
		const struct pn_column *c = &t->cols[k->d->cells[cell].col];

		if (c->header != PN_NO_CELL &&
		    pn_column_has(c, PN_USE_LABEL, (unsigned)k->pat) &&
		    add_piece(t, cell, text, &pieces[n]))
			n++;
	}
	for (size_t i = 0; n > 0 && i < p->n_exprs; i++) {
		struct pn_span m;
		struct pn_shown row = {text->data, text->len, false};
		enum pn_err err =
		    pn_expr_next(k->r, p->exprs[i], &row, 0, text->len, &m);

		if (err == PN_OK)
			take_piece(k, text->data, &m, pieces, n);
		else if (err == PN_ERR_LIMIT)
			k->limited = true;
	}
}

/* scan_rows - patterns that want their label or partner in the match itself
 * find it in the header and in another cell of the row */
static bool
scan_rows(struct look *k, const struct pn_table *t)
{
	const struct pn_pattern *p = &k->d->set->pats[k->pat];
	struct pn_buf text;
	bool headed = false, time = true;

	if (!p->pairs && !p->labels_inside)
		return true;
	for (size_t i = 0; i < t->n_cols && !headed; i++)
		headed =
		    pn_column_has(&t->cols[i], PN_USE_LABEL, (unsigned)k->pat);
	if (!headed)
		return true;
	pn_buf_init(&text, ROW_MAX);
	for (size_t r = t->first_data; time && r < t->n_rows; r++) {
		if (k->n_found >= PN_FINDS_MAX)
			break;
		scan_row(k, t, &t->rows[r], &text);
		time = pn_runner_spend(k->r, text.len + CALL_WORK);
	}
	pn_buf_free(&text);
	return time;
}

enum pn_err
pn_candidates(struct pn_runner *r, const struct pn_doc *d,
    const struct pn_table *t, const struct pn_spans *spans,
    struct pn_finds *out)
{
	struct look k = {r, d, out, 0, 0, 0, false};
	bool time = pn_runner_spend(r, d->len);

	for (; time && k.pat < d->set->n; k.pat++) {
		const struct pn_pattern *p = &d->set->pats[k.pat];

		k.n_found = 0;
		for (size_t i = 0; time && i < p->n_exprs; i++)
			time = scan_expr(&k, p->exprs[i], &spans[p->first + i]);
		if (time && t != NULL && t->has_header)
			time = scan_rows(&k, t);
	}
	return time && !k.limited ? PN_OK : PN_ERR_LIMIT;
}
