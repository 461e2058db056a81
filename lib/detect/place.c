/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * place - lines are counted, cells are named as spreadsheets name them
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "detect/place.h"

#define SHEET_MAX (PN_REPORT_MAX_WHERE - 32) /* leaves room for the cell */

/* line_of - the number of the line that source byte OFF is in */
static unsigned
line_of(const struct pn_segment *seg, size_t off)
{
	const char *p = seg->text, *end = seg->text + off;
	unsigned line = seg->line > 0 ? seg->line : 1;

	while ((p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		p++;
		line++;
	}
	return line;
}

/* column_name - A to Z, AA ... as spreadsheets count; S holds 8 bytes */
static void
column_name(unsigned col, char s[8])
{
	char rev[8];
	size_t n = 0;

	for (col++; col > 0 && n < sizeof(rev) - 1; col = (col - 1) / 26)
		rev[n++] = (char)('A' + (col - 1) % 26);
	for (size_t i = 0; i < n; i++)
		s[i] = rev[n - 1 - i];
	s[n] = '\0';
}

/* clipped - length of S, or of what fits of it in whole characters */
static int
clipped(const char *s)
{
	size_t n = strlen(s);

	if (n <= SHEET_MAX)
		return (int)n;
	n = SHEET_MAX;
	while (n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80)
		n--;
	return (int)n;
}

/* numbered - the place of row number ROW, of which the N first bytes of the
 * segment's place are told; the first row of records is no record */
static char *
numbered(const struct pn_segment *seg, int n, uint32_t row)
{
	bool rows = seg->kind == PN_PLACE_ROWS || row == 0;

	return pn_printf("%.*s%s%s %u", n, seg->place, n ? ", " : "",
	    rows ? "row" : "record", rows ? row + 1 : row);
}

char *
pn_place(const struct pn_segment *seg, const struct pn_doc *d, uint32_t cell,
    size_t off)
{
	const struct pn_doc_cell *c =
	    cell != PN_NO_CELL ? &d->cells[cell] : NULL;
	int n = clipped(seg->place);
	char col[8];

	if (c == NULL && seg->kind == PN_PLACE_LINES)
		return pn_printf("line %u",
		    line_of(seg, d->base + pn_norm_src(&d->norm, off)));
	if (c == NULL || seg->kind == PN_PLACE_NAMED ||
	    seg->kind == PN_PLACE_LINES)
		return pn_printf("%.*s", n, seg->place);
	if (seg->kind == PN_PLACE_ROWS || seg->kind == PN_PLACE_RECORDS)
		return numbered(seg, n, c->row);
	column_name(c->col, col);
	return n == 0 ? pn_printf("%s%u", col, c->row + 1)
		      : pn_printf("%.*s!%s%u", n, seg->place, col, c->row + 1);
}
