/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doc - normalise, join, look up phrases
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "detect/doc.h"

/* keep - a pn_lexicon_scan function: remember a hit */
static void
keep(void *ctx, const struct pn_hit *h)
{
	struct pn_doc *d = ctx;

	PN_GROW(d->hits, d->n_hits, d->cap_hits);
	d->hits[d->n_hits++] = *h;
}

/* clean - TEXT with a blank for every byte that is no UTF-8, into D->own */
static const char *
clean(struct pn_doc *d, const char *text, size_t len)
{
	const char *s = text, *end = text + len;
	char *out;

	pn_buf_init(&d->own, len + 1);
	out = pn_buf_room(&d->own, len + 1);
	memcpy(out, text, len);
	while (s < end) {
		const char *at = s;
		uint32_t c = pn_utf8_next(&s, end);

		if (c == 0 || (c == 0xfffd && s - at == 1))
			out[at - text] = ' ';
	}
	pn_buf_wrote(&d->own, len);
	return d->own.data;
}

/* underscores - file names are words too: "care_plan", "NINO_list" */
static void
underscores(struct pn_doc *d)
{
	char *copy;

	pn_buf_init(&d->own, d->len + 1);
	copy = pn_buf_room(&d->own, d->len + 1);
	for (size_t i = 0; i < d->len; i++)
		copy[i] = d->text[i] == '_' ? ' ' : d->text[i];
	pn_buf_wrote(&d->own, d->len);
	d->text = d->own.data;
}

enum pn_err
pn_doc_text(struct pn_doc *d, const struct pn_patterns *set, const char *text,
    size_t len, unsigned flags)
{
	memset(d, 0, sizeof(*d));
	d->set = set;
	d->flags = flags;
	pn_norm_init(&d->norm);
	if (len >= UINT32_MAX)
		return PN_ERR_LIMIT;
	d->text = text;
	d->len = len;
	if (!pn_norm_plain(text, len)) {
		if (!pn_utf8_valid(text, len))
			text = clean(d, text, len);
		pn_norm_set(&d->norm, text, len);
		d->text = d->norm.text;
		d->len = d->norm.len;
	}
	/* Names are short and valid: the copy made above is never theirs. */
	if ((flags & PN_TEXT_NAME) != 0 && d->own.data == NULL)
		underscores(d);
	return PN_OK;
}

/* by_place - order of cells: by row, then column */
static int
by_place(const void *a, const void *b)
{
	const struct pn_cell *x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return (x->col > y->col) - (x->col < y->col);
}

/* in_order - are the cells by place already, as extractors mostly give them?*/
static bool
in_order(const struct pn_cell *c, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (by_place(&c[i - 1], &c[i]) > 0)
			return false;
	return true;
}

/* put - append N bytes as cell C and its separator */
static enum pn_err
put(struct pn_doc *d, const struct pn_cell *c, const char *text, size_t n)
{
	struct pn_doc_cell *out = &d->cells[d->n_cells];
	size_t more = n + strlen(PN_CELL_SEPARATOR);
	char *room = pn_buf_room(&d->own, more);

	if (room == NULL)
		return PN_ERR_LIMIT;
	memcpy(room, text, n);
	memcpy(room + n, PN_CELL_SEPARATOR, more - n);
	out->start = (uint32_t)d->own.len;
	out->end = out->start + (uint32_t)n;
	out->row = c->row;
	out->col = c->col;
	out->flags = (uint16_t)(c->flags | d->flags);
	d->n_cells++;
	pn_buf_wrote(&d->own, more);
	return PN_OK;
}

/* join - all cells of TEXT, in the order given; PLAIN: each is its own normal
 * form */
static enum pn_err
join(struct pn_doc *d, const char *text, const struct pn_cell *cells, size_t n,
    bool plain)
{
	enum pn_err err = PN_OK;

	d->cells = pn_realloc(NULL, n, sizeof(*d->cells));
	for (size_t i = 0; err == PN_OK && i < n; i++) {
		const struct pn_cell *c = &cells[i];
		struct pn_bytes b = {
		    (const unsigned char *)text + c->off, c->len};

		if (!plain) {
			pn_norm_set(&d->norm, text + c->off, c->len);
			b = (struct pn_bytes){
			    (const unsigned char *)d->norm.text, d->norm.len};
		}
		if (b.n > 0)
			err = put(d, c, (const char *)b.p, b.n);
	}
	return err;
}

/* cells_valid - is every cell within the text, and UTF-8? */
static bool
cells_valid(const struct pn_segment *seg, bool plain)
{
	for (size_t i = 0; i < seg->n_cells; i++) {
		const struct pn_cell *c = &seg->cells[i];

		if (c->off > seg->len || c->len > seg->len - c->off ||
		    (!plain && !pn_utf8_valid(seg->text + c->off, c->len)))
			return false;
	}
	return seg->n_cells > 0;
}

enum pn_err
pn_doc_table(struct pn_doc *d, const struct pn_patterns *set,
    const struct pn_segment *seg)
{
	struct pn_cell *sorted = NULL;
	enum pn_err err;
	bool plain;

	memset(d, 0, sizeof(*d));
	d->set = set;
	d->flags = seg->flags;
	pn_norm_init(&d->norm);
	if (seg->cells == NULL)
		return PN_ERR_SYNTAX;
	plain = pn_norm_plain(seg->text, seg->len);
	if (!cells_valid(seg, plain))
		return PN_ERR_SYNTAX;
	pn_buf_init(&d->own, UINT32_MAX - 1);
	/* nearly always enough, so that nothing is copied and wiped again */
	(void)pn_buf_room(
	    &d->own, seg->len + seg->n_cells * strlen(PN_CELL_SEPARATOR));
	if (!in_order(seg->cells, seg->n_cells)) {
		sorted = pn_alloc(seg->n_cells * sizeof(*sorted));
		memcpy(sorted, seg->cells, seg->n_cells * sizeof(*sorted));
		qsort(sorted, seg->n_cells, sizeof(*sorted), by_place);
	}
	err = join(d, seg->text, sorted != NULL ? sorted : seg->cells,
	    seg->n_cells, plain);
	free(sorted);
	d->text = d->own.data;
	d->len = d->own.len;
	return err;
}

void
pn_doc_look_up(struct pn_doc *d, size_t from, size_t to)
{
	pn_lexicon_scan_part(
	    d->set->lexicon, d->text, d->len, from, to, keep, d);
}

void
pn_doc_free(struct pn_doc *d)
{
	free(d->hits);
	free(d->cells);
	pn_norm_free(&d->norm);
	pn_buf_free(&d->own);
	memset(d, 0, sizeof(*d));
}

uint32_t
pn_doc_cell_at(const struct pn_doc *d, size_t off)
{
	size_t lo = 0, hi = d->n_cells;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (d->cells[mid].start <= off)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == 0 || off >= d->cells[lo - 1].end)
		return PN_NO_CELL;
	return (uint32_t)(lo - 1);
}

size_t
pn_doc_hits(const struct pn_doc *d, size_t off)
{
	size_t lo = 0, hi = d->n_hits;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (d->hits[mid].start < off)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}
