/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_detect - the matcher with the shipped packs, on any bytes as running
 * text and as a table. The first byte says which; a table's cells lie between
 * TABs and line ends, and the second byte puts some of them out of order.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "detect/detect.h"

#define CELLS 500

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* the_set - the shipped packs, compiled at the first call */
static const struct pn_patterns *
the_set(void)
{
	static struct pn_pack *pack;
	static struct pn_patterns *set;
	const char *src = getenv("PN_SRCDIR");
	char *path;

	if (set != NULL)
		return set;
	path = pn_printf("%s/patterns", src != NULL ? src : ".");
	if (pn_pack_load(&path, 1, &pack, NULL) != PN_OK ||
	    pn_patterns_compile(pack, &set, NULL) != PN_OK) {
		(void)fprintf(stderr, "%s: no packs; set PN_SRCDIR\n", path);
		abort();
	}
	free(path);
	return set;
}

/* take - what is found lies in the text, in order */
static void
take(void *ctx, const struct pn_match *m)
{
	size_t *len = ctx;

	if (m->start >= m->end || m->end > *len || m->score < 50)
		abort();
}

/* cut - the cells of TEXT */
static size_t
cut(const char *text, size_t len, unsigned jumble, struct pn_cell *c)
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

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct pn_patterns *set = the_set();
	struct pn_cell cells[CELLS];
	struct pn_segment seg = {.place = "p", .kind = PN_PLACE_LINES};
	struct pn_report *r = pn_report_new();
	struct pn_scan *s = pn_scan_new(set, 100000);

	if (size >= 2) {
		seg.text = (const char *)data + 2;
		seg.len = size - 2;
		seg.kind = (enum pn_place_kind)(data[0] % 4);
		if (data[0] & 4) {
			seg.cells = cells;
			seg.n_cells = cut(seg.text, seg.len, data[1], cells);
		} else {
			(void)pn_patterns_find(
			    set, seg.text, seg.len, take, &seg.len);
		}
		pn_scan_part(s, "1", 1);
		(void)pn_scan_text(s, &seg);
		pn_scan_finish(s, r);
	}
	pn_scan_free(&s);
	pn_report_free(&r);
	return 0;
}
