/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * csv_fixed - tables whose columns are at fixed places, and lists
 *
 * Reports for printers part their columns by blanks: two or more at the same
 * place of nearly all lines, or one where a line of dashes shows the columns.
 * A list is a column by itself: one number of a kind on each line, perhaps
 * below its name.
 */
#include <string.h>
#include "extract/plain/csv.h"

#define SAMPLE_ROWS 200
#define MAX_WIDTH   512 /* characters of a line that are looked at */
#define MIN_ROWS    4
#define MIN_COLUMNS 3
#define LIST_ROWS   5
#define LIST_LEN    34 /* no identifier is longer */
#define HEAD_LEN    40

/* What is where, over the lines. */
struct grid {
	unsigned rows;
	unsigned text[MAX_WIDTH]; /* lines that have text there */
	unsigned width;
	bool ruled; /* a line of dashes says where the columns are */
	unsigned n;
	unsigned at[PN_CSV_COLUMNS];
};

/* begins - is byte C the first of a character? */
static bool
begins(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

/* by_rule - columns as the runs of dashes from P to END show them */
static bool
by_rule(struct grid *g, const char *p, const char *end)
{
	unsigned n = 0, dashes = 0;
	const char *s = p;

	for (; p < end; p++) {
		if (*p != '-' && *p != '=' && *p != ' ')
			return false;
		dashes += *p != ' ';
		if (*p == ' ' || (p > s && p[-1] != ' '))
			continue;
		if (n == PN_CSV_COLUMNS)
			return false;
		g->at[n++] = (unsigned)(p - s);
	}
	if (n < 2 || dashes < 2 * n)
		return false;
	g->n = n;
	g->ruled = true;
	return true;
}

/* take_line - count where the line from P to END has text */
static void
take_line(struct grid *g, const char *p, const char *end)
{
	unsigned at = 0;

	for (; p < end && at < MAX_WIDTH; p++) {
		if (!begins(*p))
			continue;
		g->text[at] += *p != ' ';
		at++;
	}
	if (at > g->width)
		g->width = at;
	g->rows++;
}

/* parted - has the line from P to END two blanks within, and no TAB? */
static bool
parted(const char *p, const char *end)
{
	while (p < end && *p == ' ')
		p++;
	return memchr(p, '\t', (size_t)(end - p)) == NULL &&
	       memmem(p, (size_t)(end - p), "  ", 2) != NULL;
}

/* promises - do the first lines look like columns? No other text pays for
 * more than this look */
static bool
promises(const char *s, size_t n)
{
	const char *end = s + n;
	unsigned rows = 0, blanks = 0;
	struct grid g = {0};

	while (s < end && rows < 2 * MIN_ROWS) {
		const char *e = pn_csv_line_end(s, end);

		if (by_rule(&g, s, e))
			return true;
		rows += e > s;
		blanks += parted(s, e);
		s = pn_csv_line_next(e, end);
	}
	return rows >= MIN_ROWS && blanks * 2 >= rows;
}

/* survey - count what is where; false where there are too few lines */
static bool
survey(struct grid *g, const char *s, size_t n)
{
	const char *end = s + n;

	while (s < end && g->rows < SAMPLE_ROWS) {
		const char *line = s, *e = pn_csv_line_end(s, end), *p = s;

		s = pn_csv_line_next(e, end);
		if (n == PN_CSV_SAMPLE && s == end && g->rows)
			break; /* cut off */
		while (p < e && *p == ' ')
			p++;
		if (p == e || (!g->ruled && by_rule(g, line, e)) ||
		    pn_csv_is_rule(line, end))
			continue;
		take_line(g, line, e);
	}
	return g->rows >= (g->ruled ? 2 : MIN_ROWS);
}

/* by_gutters - columns between places where nearly no line has text */
static void
by_gutters(struct grid *g)
{
	unsigned few = g->rows / 20 + 1, run = 0;
	bool text = false;

	for (unsigned c = 0; c < g->width && g->n < PN_CSV_COLUMNS; c++) {
		bool empty = g->text[c] <= few;

		if (!empty && (run >= 2 || !text))
			g->at[g->n++] = c;
		text |= !empty;
		run = empty ? run + 1 : 0;
	}
	if (g->n)
		g->at[0] = 0;
}

/* holds - are the columns apart, and is there text in most of them? */
static bool
holds(const struct grid *g)
{
	unsigned full = 0;

	for (unsigned k = 0; k < g->n; k++) {
		unsigned to = k + 1 < g->n ? g->at[k + 1] : g->width;
		unsigned most = 0;

		if (k && g->at[k] < g->width &&
		    g->text[g->at[k] - 1] > g->rows / 5)
			return false;
		for (unsigned c = g->at[k]; c < to && c < g->width; c++)
			most = g->text[c] > most ? g->text[c] : most;
		full += most * 2 >= g->rows;
	}
	return full >= (g->ruled ? 2 : MIN_COLUMNS);
}

bool
pn_csv_fixed(const char *s, size_t n, struct pn_csv *csv)
{
	struct grid g = {0};

	if (!promises(s, n) || !survey(&g, s, n))
		return false;
	if (!g.ruled)
		by_gutters(&g);
	if (!holds(&g))
		return false;
	*csv = (struct pn_csv){.quote = '"', .n = g.n};
	memcpy(csv->at, g.at, g.n * sizeof(g.at[0]));
	return true;
}

/* outline - the line from P to END with digits as 9 and letters as A, into
 * OUT; false where it is no identifier */
static bool
outline(const char *p, const char *end, char out[LIST_LEN + 1])
{
	unsigned n = 0, digits = 0, blanks = 0;

	for (; p < end; p++) {
		bool digit = *p >= '0' && *p <= '9';
		char c = (char)(*p | 0x20);

		if (n == LIST_LEN)
			return false;
		if (!digit && !(c >= 'a' && c <= 'z') &&
		    strchr(" -./", *p) == NULL)
			return false;
		blanks += *p == ' ';
		digits += digit;
		out[n++] = digit ? '9' : c >= 'a' ? 'A' : *p;
	}
	out[n] = '\0';
	return digits >= 6 && blanks <= 5;
}

/* is_head - can the line from P to END be the name of the column? */
static bool
is_head(const char *p, const char *end)
{
	unsigned digits = 0;

	if (end - p > HEAD_LEN)
		return false;
	for (; p < end; p++)
		digits += *p >= '0' && *p <= '9';
	return digits < 4;
}

bool
pn_csv_list(const char *s, size_t n, struct pn_csv *csv)
{
	char first[LIST_LEN + 1] = "", out[LIST_LEN + 1];
	const char *end = s + n;
	unsigned rows = 0, others = 0;

	while (s < end && rows < SAMPLE_ROWS) {
		const char *e = pn_csv_line_end(s, end), *line = s;

		while (e > line && e[-1] == ' ')
			e--;
		s = pn_csv_line_next(pn_csv_line_end(line, end), end);
		if (e == line || (n == PN_CSV_SAMPLE && s == end))
			continue;
		if (outline(line, e, out)) {
			if (rows == 0)
				memcpy(first, out, sizeof(out));
			rows++;
			others += strcmp(first, out) != 0;
		} else if (rows || !is_head(line, e) || ++others > 2) {
			return false;
		}
	}
	*csv = (struct pn_csv){.delim = '\n', .quote = '"'};
	return rows >= LIST_ROWS && others * 10 <= rows + 20;
}
