/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gate_compare - the same packs with and without gates, for test_gate.c and
 * fuzz_detect.c: what is found may not differ
 */
#ifndef PN_TESTS_GATE_COMPARE_H
#define PN_TESTS_GATE_COMPARE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "detect/find.h"

#define CELLS 500

struct both {
	struct pn_pack *pack;
	struct pn_patterns *gated, *plain;
};

/* both_load - PATH's packs; aborts where they can't be had */
static inline void
both_load(struct both *b, char *path)
{
	struct pn_errinfo info = {0};

	if (pn_pack_load(&path, 1, &b->pack, &info) != PN_OK ||
	    pn_patterns_compile(b->pack, &b->gated, &info) != PN_OK ||
	    pn_patterns_compile(b->pack, &b->plain, &info) != PN_OK) {
		(void)fprintf(stderr, "%s: %s\n", path, info.text);
		abort();
	}
	pn_set_ungate(b->plain);
}

static inline void
both_free(struct both *b)
{
	pn_patterns_free(&b->gated);
	pn_patterns_free(&b->plain);
	pn_pack_free(&b->pack);
}

static inline void
list_match(void *ctx, const struct pn_match *m)
{
	struct pn_buf *b = ctx;
	char line[160];

	(void)snprintf(line, sizeof(line), "%s %zu-%zu %u\n", m->def->id,
	    m->start, m->end, m->score);
	if (pn_buf_adds(b, line) != PN_OK)
		abort();
}

/* same - are the two lists the same? Says where they part if not */
static inline bool
same(struct pn_buf *a, struct pn_buf *b)
{
	bool ok = a->len == b->len &&
		  (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);

	if (!ok)
		(void)fprintf(stderr, "with gates:\n%.*s\nwithout:\n%.*s\n",
		    (int)a->len, a->len > 0 ? a->data : "", (int)b->len,
		    b->len > 0 ? b->data : "");
	pn_buf_free(a);
	pn_buf_free(b);
	return ok;
}

/* same_matches - running text; where one could not be checked there is nothing
 * to compare */
static inline bool
same_matches(const struct both *b, const char *text, size_t len)
{
	struct pn_buf one, two;
	enum pn_err err, other;

	pn_buf_init(&one, SIZE_MAX / 2);
	pn_buf_init(&two, SIZE_MAX / 2);
	err = pn_patterns_find(b->gated, text, len, list_match, &one);
	other = pn_patterns_find(b->plain, text, len, list_match, &two);
	if (err != PN_OK || other != PN_OK) {
		pn_buf_free(&one);
		pn_buf_free(&two);
		return true;
	}
	return same(&one, &two);
}

/* list_findings - what a scan of SEG with SET reports; false: not all of it
 * could be checked */
static inline bool
list_findings(const struct pn_patterns *set, const struct pn_segment *seg,
    struct pn_buf *out)
{
	struct pn_report *r = pn_report_new();
	struct pn_scan *s = pn_scan_new(set, 0);
	enum pn_err err;

	pn_buf_init(out, SIZE_MAX / 2);
	pn_scan_part(s, "1", 1);
	err = pn_scan_text(s, seg);
	pn_scan_finish(s, r);
	for (size_t i = 0; i < r->n_findings; i++) {
		const struct pn_finding *f = &r->findings[i];
		char line[400];

		(void)snprintf(line, sizeof(line), "%s %d %u %u %s %s\n",
		    f->pattern, (int)f->confidence, f->count, f->distinct,
		    f->where, f->masked);
		if (pn_buf_adds(out, line) != PN_OK)
			abort();
	}
	pn_scan_free(&s);
	pn_report_free(&r);
	return err == PN_OK;
}

/* same_findings - a segment as a scan takes it */
static inline bool
same_findings(const struct both *b, const struct pn_segment *seg)
{
	struct pn_buf one, two;
	bool all = list_findings(b->gated, seg, &one);

	all = list_findings(b->plain, seg, &two) && all;
	if (!all) {
		pn_buf_free(&one);
		pn_buf_free(&two);
		return true;
	}
	return same(&one, &two);
}

/* cut_cells - the cells of TEXT, between TABs and line ends; JUMBLE puts some
 * of them out of order */
static inline size_t
cut_cells(const char *text, size_t len, unsigned jumble, struct pn_cell *c)
{
	uint32_t from = 0, row = 0, n = 0;
	uint16_t col = 0;

	for (uint32_t i = 0; i <= len && n < CELLS; i++) {
		if (i < len && text[i] != '\t' && text[i] != '\n')
			continue;
		c[n] = (struct pn_cell){from, i - from,
		    jumble > 0 ? row ^ (n % jumble) : row, col++, 0};
		n++;
		from = i + 1;
		if (i < len && text[i] == '\n') {
			row++;
			col = 0;
		}
	}
	return n;
}

/* in_spans - can a match start at AT? */
static inline bool
in_spans(const struct pn_spans *s, size_t at)
{
	for (size_t i = 0; i < s->n; i++)
		if (at >= s->v[i].from && at < s->v[i].to)
			return true;
	return false;
}

/* spans_cover - every match that PCRE2 finds in the normalised text, from
 * whatever start, starts within the spans of its expression */
static inline bool
spans_cover(const struct pn_patterns *set, const char *text, size_t len)
{
	struct pn_runner *r = pn_runner_new(0);
	struct pn_spans *spans;
	struct pn_doc d;
	bool ok = true;

	if (pn_doc_text(&d, set, text, len, 0) != PN_OK)
		abort();
	spans = pn_spans_find(&d);
	for (size_t p = 0; p < set->n; p++)
		for (size_t e = 0; e < set->pats[p].n_exprs; e++) {
			struct pn_shown all = {d.text, d.len, false};
			size_t from = 0;
			struct pn_span m;

			while (ok && pn_expr_next(r, set->pats[p].exprs[e],
					 &all, from, d.len, &m) == PN_OK) {
				ok = in_spans(
				    &spans[set->pats[p].first + e], m.start);
				if (!ok)
					(void)fprintf(stderr,
					    "%s, expression %zu: %.*s\n",
					    set->pats[p].def->id, e + 1,
					    (int)(m.end - m.start),
					    d.text + m.start);
				from = m.start + 1;
				while (from < d.len &&
				       (d.text[from] & 0xc0) == 0x80)
					from++;
			}
		}
	pn_spans_free(set, spans);
	pn_doc_free(&d);
	pn_runner_free(&r);
	return ok;
}

#endif
