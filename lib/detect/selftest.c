/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * selftest - every pattern's own examples
 *
 * A pattern has to be found in each of its match examples and in none of its
 * no_match examples; all other patterns are loaded beside it, as in life.
 * Found is at any confidence that is reported; for a vocabulary (tier E),
 * whose words alone are always low, it is with a person. An example of a bulk
 * pattern is a table: lines of cells between TABs or commas.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "detect/set.h"

/* What a run found of the pattern that is looked for. */
struct seen {
	const struct pn_pattern_def *def;
	bool found;
};

/* take - a pn_patterns_find function */
static void
take(void *ctx, const struct pn_match *m)
{
	struct seen *s = ctx;

	if (m->def == s->def &&
	    (m->def->tier != PN_TIER_E || m->score > m->def->score_alone))
		s->found = true;
}

/* cut_cells - the cells of a table in TEXT, for free() */
static struct pn_cell *
cut_cells(const char *text, size_t *n_out)
{
	struct pn_cell *c = NULL;
	size_t n = 0, cap = 0;
	char sep = strchr(text, '\t') != NULL ? '\t' : ',';
	uint32_t row = 0, from = 0;
	uint16_t col = 0;

	for (uint32_t i = 0;; i++) {
		if (text[i] != sep && text[i] != '\n' && text[i] != '\0')
			continue;
		PN_GROW(c, n, cap);
		c[n++] = (struct pn_cell){from, i - from, row, col++, 0};
		from = i + 1;
		if (text[i] == '\0')
			break;
		if (text[i] == '\n') {
			row++;
			col = 0;
		}
	}
	*n_out = n;
	return c;
}

/* table_holds - is the bulk pattern DEF found in the table TEXT? */
static bool
table_holds(const struct pn_patterns *p, const struct pn_pattern_def *def,
    const char *text)
{
	struct pn_segment seg = {
	    .text = text,
	    .len = strlen(text),
	    .place = "",
	    .kind = PN_PLACE_ROWS,
	};
	struct pn_cell *cells = cut_cells(text, &seg.n_cells);
	struct pn_report *r = pn_report_new();
	struct pn_scan *s = pn_scan_new(p, 0);
	bool found = false;

	seg.cells = cells;
	pn_scan_part(s, "1", 1);
	if (pn_scan_text(s, &seg) == PN_OK)
		pn_scan_finish(s, r);
	for (size_t i = 0; i < r->n_findings; i++)
		if (strcmp(r->findings[i].pattern, def->id) == 0)
			found = true;
	pn_scan_free(&s);
	pn_report_free(&r);
	free(cells);
	return found;
}

/* holds - is DEF found in the example TEXT? A limit counts as not found */
static bool
holds(const struct pn_patterns *p, const struct pn_pattern_def *def,
    const char *text)
{
	struct seen s = {def, false};

	if (def->category == PN_CAT_BULK)
		return table_holds(p, def, text);
	return pn_patterns_find(p, text, strlen(text), take, &s) == PN_OK &&
	       s.found;
}

size_t
pn_patterns_selftest(const struct pn_patterns *p,
    void (*fail)(void *ctx, const struct pn_pattern_def *def, bool wanted,
	size_t example),
    void *ctx, size_t *n_run_out)
{
	size_t failed = 0, run = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct pn_pattern_def *d = p->pats[i].def;

		for (size_t k = 0; k < d->match.n + d->no_match.n; k++) {
			bool wanted = k < d->match.n;
			size_t n = wanted ? k : k - d->match.n;
			const char *text =
			    wanted ? d->match.word[n] : d->no_match.word[n];

			run++;
			if (holds(p, d, text) == wanted)
				continue;
			failed++;
			fail(ctx, d, wanted, n);
		}
	}
	if (n_run_out != NULL)
		*n_run_out = run;
	return failed;
}
