/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_detect - the matcher with the shipped packs, on any bytes as running
 * text and as a table, with its gates and without: both must find the same.
 * The first byte says which; a table's cells lie between TABs and line ends,
 * and the second byte puts some of them out of order.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "detect/detect.h"
#include "../unit/gate_compare.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* the_sets - the shipped packs, compiled at the first call */
static const struct both *
the_sets(void)
{
	static struct both sets;
	const char *src = getenv("PN_SRCDIR");
	char *path;

	if (sets.pack != NULL)
		return &sets;
	path = pn_printf("%s/patterns", src != NULL ? src : ".");
	both_load(&sets, path);
	free(path);
	return &sets;
}

/* take - what is found lies in the text, in order */
static void
take(void *ctx, const struct pn_match *m)
{
	size_t *len = ctx;

	if (m->start >= m->end || m->end > *len || m->score < 50)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct both *sets = the_sets();
	struct pn_cell cells[CELLS];
	struct pn_segment seg = {.place = "p", .kind = PN_PLACE_LINES};
	struct pn_report *r = pn_report_new();
	struct pn_scan *s = pn_scan_new(sets->gated, 100000);

	if (size >= 2) {
		seg.text = (const char *)data + 2;
		seg.len = size - 2;
		seg.kind = (enum pn_place_kind)(data[0] % 4);
		if (data[0] & 4) {
			seg.cells = cells;
			seg.n_cells =
			    cut_cells(seg.text, seg.len, data[1], cells);
		} else {
			(void)pn_patterns_find(
			    sets->gated, seg.text, seg.len, take, &seg.len);
			if (!same_matches(sets, seg.text, seg.len) ||
			    !spans_cover(sets->gated, seg.text, seg.len))
				abort();
		}
		if (!same_findings(sets, &seg))
			abort();
		pn_scan_part(s, "1", 1);
		(void)pn_scan_text(s, &seg);
		pn_scan_finish(s, r);
	}
	pn_scan_free(&s);
	pn_report_free(&r);
	return 0;
}
