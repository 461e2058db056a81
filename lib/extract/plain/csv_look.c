/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * csv_look - is a text a table, and how is it written?
 *
 * Separators are found by counting: a text counts as a table where nearly all
 * of its lines have the same number of fields. Signs that other texts are full
 * of, as the colon, want more of that.
 */
#include <string.h>
#include <strings.h>
#include "extract/plain/csv.h"

#define SAMPLE_ROWS 200
#define FEW_TITLE   5	/* lines above any table that are none of it */
#define MAX_TITLE   20	/* the same, of a table that is as long */
#define MAX_FIELDS  512 /* counted per line */
#define MEAN_LEN    80	/* longer fields on average are sentences */
#define SHORT_LEN   30	/* the same, where lines end early */
#define RAGGED_ROWS 5
#define GLANCE	    4096 /* bytes that tell whether counting is worth it */

/* A separator, and the least table with it. */
struct delim {
	char c;
	unsigned wide, rows;  /* so many rows of so many fields */
	unsigned narrow_rows; /* of two fields and more; 0: none will do */
};

/* every letter has a few lines with one comma */
static const struct delim delims[] = {
    {'\t', 3, 2, 2},
    {';', 3, 2, 4},
    {'|', 3, 2, 4},
    {',', 3, 2, 4},
    {'^', 3, 2, 4},
    {PN_CSV_UNIT_SEP, 2, 2, 2},
    {'~', 3, 3, 0},
    {'#', 3, 3, 0},
    {':', 4, 3, 0},
};

#define N_DELIMS (sizeof(delims) / sizeof(delims[0]))

/* What a sample looks like with one separator. */
struct shape {
	unsigned rows, fields; /* rows that have FIELDS fields */
	unsigned others;       /* rows that have not, below the title */
	unsigned all;	       /* rows */
	bool ragged;	     /* rows that end early, below a longer first one */
	size_t bytes, cells; /* of all fields, and how many */
};

/* sep_line - the separator that a first line "sep=;" names; 0 */
static char
sep_line(const char *s, size_t n)
{
	if (n < 6 || strncasecmp(s, "sep=", 4) != 0 ||
	    (s[5] != '\r' && s[5] != '\n'))
		return 0;
	return s[4];
}

/* count - how often C is in the N bytes at S */
static size_t
count(const char *s, size_t n, char c)
{
	const char *end = s + n;
	size_t k = 0;

	while (s < end && (s = memchr(s, c, (size_t)(end - s))) != NULL) {
		s++;
		k++;
	}
	return k;
}

/* next_row - count the fields of the row at W; *BYTES is their length */
static unsigned
next_row(struct pn_csv_walk *w, size_t *bytes)
{
	unsigned fields = 0;
	size_t len;

	*bytes = 0;
	do {
		enum pn_err err = pn_csv_field(w, NULL, &len);

		(void)err; /* nothing is kept */
		*bytes += len;
		fields++;
	} while (pn_csv_next(w));
	return fields < MAX_FIELDS ? fields : MAX_FIELDS;
}

/* is_ragged - do rows of many fields follow a first one that has as many or
 * more? */
static bool
is_ragged(const unsigned *counts, unsigned rows)
{
	unsigned first = 0, low = 0, all = 0;

	while (first < rows && first < FEW_TITLE && counts[first] < 2)
		first++;
	if (rows < first + RAGGED_ROWS || counts[first] < 4)
		return false;
	for (unsigned i = first; i < rows; i++) {
		if (counts[i] > counts[first])
			return false;
		low += counts[i] < 2;
		all += counts[i];
	}
	rows -= first;
	return low * 10 <= rows && all * 2 >= rows * counts[first];
}

/* shape_of - count the sample's fields as CSV says */
static struct shape
shape_of(const char *s, size_t n, const struct pn_csv *csv)
{
	struct pn_csv_walk w = {s, s + n, csv->delim, csv->quote, 0};
	unsigned counts[SAMPLE_ROWS] = {0}, rows = 0;
	unsigned often[MAX_FIELDS + 1] = {0};
	struct shape shape = {0};
	unsigned title = FEW_TITLE;
	bool seen = false;

	while (w.p < w.end && rows < SAMPLE_ROWS) {
		bool rule = pn_csv_is_rule(w.p, w.end);
		size_t all;
		unsigned fields = next_row(&w, &all);

		if (rule || (fields == 1 && all == 0))
			continue; /* drawn, or empty */
		if (n == PN_CSV_SAMPLE && w.p == w.end && rows)
			break; /* cut off */
		shape.bytes += all;
		shape.cells += fields;
		counts[rows++] = fields;
		often[fields]++;
	}
	for (unsigned f = 2; f <= MAX_FIELDS; f++)
		if (often[f] > shape.rows)
			shape.rows = often[f], shape.fields = f;
	if (shape.rows > FEW_TITLE)
		title = shape.rows < MAX_TITLE ? shape.rows : MAX_TITLE;
	for (unsigned i = 0; i < rows; i++) {
		seen |= counts[i] == shape.fields;
		if (counts[i] != shape.fields && (seen || i >= title))
			shape.others++;
	}
	shape.all = rows;
	shape.ragged = is_ragged(counts, rows);
	return shape;
}

/* is_table - do the lines look alike enough? */
static bool
is_table(const struct shape *s, const struct delim *d)
{
	unsigned least = s->fields >= d->wide ? d->rows : d->narrow_rows;

	if (s->ragged && d->narrow_rows && s->bytes / s->cells <= SHORT_LEN)
		return true;
	return least && s->rows >= least && s->others * 10 <= s->rows &&
	       s->bytes / ((size_t)s->rows * s->fields) <= MEAN_LEN;
}

/* is_edge - does a field between separators C begin or end at byte AT? */
static bool
is_edge(const char *s, const char *at, const char *end, char c)
{
	return at < s || at == end || *at == c || *at == '\n' || *at == '\r';
}

/* opens - how many of the quotes Q in S begin a field, and end one */
static size_t
opens(const char *s, size_t n, char c, char q, size_t *ends_out)
{
	const char *end = s + n;
	size_t starts = 0;

	*ends_out = 0;
	for (const char *p = s;
	     p < end && (p = memchr(p, q, (size_t)(end - p))) != NULL; p++) {
		starts += is_edge(s, p - 1, end, c);
		*ends_out += is_edge(s, p + 1, end, c);
	}
	return starts;
}

/* single_quoted - are the fields between separators C in single quotes? */
static bool
single_quoted(const char *s, size_t n, char c, size_t lines)
{
	size_t ends, other, starts = opens(s, n, c, '\'', &ends);

	return starts * 2 >= lines && starts && ends * 10 >= starts * 9 &&
	       ends * 9 <= starts * 10 && starts > opens(s, n, c, '"', &other);
}

/* is_time - is the colon at P part of a time or within a word of a program? */
static bool
is_time(const char *s, const char *p, const char *end)
{
	if (end - p < 2)
		return false;
	if (p[1] == ' ' || p[1] == ':' || (p[1] == '/' && p[2] == '/'))
		return true;
	return p > s && p[-1] >= '0' && p[-1] <= '9' && end - p > 2 &&
	       p[1] >= '0' && p[1] <= '5' && p[2] >= '0' && p[2] <= '9' &&
	       (end - p == 3 || p[3] < '0' || p[3] > '9');
}

/* colons_part - are the colons of S between fields, not in times, addresses
 * and sentences? */
static bool
colons_part(const char *s, size_t n)
{
	const char *end = s + n;
	size_t all = 0, other = 0;

	for (const char *p = s; (p = memchr(p, ':', (size_t)(end - p))) != NULL;
	     p++) {
		all++;
		other += is_time(s, p, end);
	}
	return other * 10 <= all;
}

/* worth_counting - are there enough of separator D on the LINES lines that
 * begin S? A quoted field can hold lines. */
static bool
worth_counting(const char *s, size_t n, const struct delim *d, size_t lines)
{
	size_t k = count(s, n, d->c);

	if (d->c == ':')
		return k >= lines && colons_part(s, n);
	return k * 4 + 4 * MAX_TITLE >= lines || memchr(s, '"', n) != NULL ||
	       memchr(s, '\'', n) != NULL;
}

/* by_separator - the separator that the most fields of S agree on; ANY: as
 * well as they do */
static bool
by_separator(const char *s, size_t n, struct pn_csv *csv, bool any)
{
	size_t head = n < GLANCE ? n : GLANCE, score = 0;
	size_t lines = count(s, head, '\n');

	if (lines == 0)
		lines = count(s, head, '\r');
	for (size_t i = 0; i < N_DELIMS; i++) {
		struct pn_csv c = {.delim = delims[i].c, .quote = '"'};
		struct shape shape;

		if (memchr(s, c.delim, n) == NULL ||
		    !worth_counting(s, head, &delims[i], lines))
			continue;
		if (single_quoted(s, head, c.delim, lines))
			c.quote = '\'';
		shape = shape_of(s, n, &c);
		if (!is_table(&shape, &delims[i]) &&
		    !(any && delims[i].narrow_rows && shape.rows))
			continue;
		if ((size_t)shape.rows * shape.fields > score) {
			score = (size_t)shape.rows * shape.fields;
			*csv = c;
		}
	}
	return score > 0;
}

bool
pn_csv_look(const char *s, size_t n, struct pn_csv *csv)
{
	char named = sep_line(s, n);

	if (n > PN_CSV_SAMPLE)
		n = PN_CSV_SAMPLE;
	*csv = (struct pn_csv){.delim = named, .quote = '"', .sep_line = true};
	if (named)
		return true;
	csv->sep_line = false;
	return by_separator(s, n, csv, false) || pn_csv_fixed(s, n, csv) ||
	       pn_csv_list(s, n, csv);
}

void
pn_csv_guess(const char *s, size_t n, struct pn_csv *csv)
{
	if (pn_csv_look(s, n, csv))
		return;
	if (n > PN_CSV_SAMPLE)
		n = PN_CSV_SAMPLE;
	*csv = (struct pn_csv){.delim = ',', .quote = '"'};
	(void)by_separator(s, n, csv, true);
}
