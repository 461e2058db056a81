/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * csv - rows of a CSV text (RFC 4180), with their line numbers
 */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "cli/csv.h"

#define BOM "\xef\xbb\xbf"

void
pn_csv_free(struct pn_csv *c)
{
	for (size_t i = 0; i < c->n; i++)
		free(c->field[i]);
	c->n = 0;
}

/* peek - the next byte, 0 at the end */
static unsigned char
peek(const struct pn_csv *c)
{
	return c->rest.n > 0 ? c->rest.p[0] : 0;
}

/* take - the next byte, which is there */
static char
take(struct pn_csv *c)
{
	char b = (char)c->rest.p[0];

	c->rest.p++;
	c->rest.n--;
	c->next_line += b == '\n';
	return b;
}

/* quoted - a value in quotes, after the first of them */
static void
quoted(struct pn_csv *c, struct pn_buf *out)
{
	while (c->rest.n > 0) {
		char b = take(c);

		if (b == '"' && peek(c) != '"')
			return;
		if (b == '"')
			take(c);
		(void)!pn_buf_addc(out, b);
	}
	c->bad = true;
}

/* is_blank - a blank inside a row */
static bool
is_blank(char b)
{
	return b == ' ' || b == '\t' || b == '\r';
}

/* value - one value up to its comma or line end, for free() */
static char *
value(struct pn_csv *c)
{
	struct pn_buf out;
	size_t keep = 0; /* bytes that were in quotes: blanks too */
	char *text;

	pn_buf_init(&out, c->rest.n + 1);
	while (c->rest.n > 0 && is_blank((char)peek(c)))
		take(c);
	while (c->rest.n > 0 && peek(c) != ',' && peek(c) != '\n') {
		char b = take(c);

		if (b == '"') {
			quoted(c, &out);
			keep = out.len;
		} else {
			(void)!pn_buf_addc(&out, b);
		}
	}
	while (out.len > keep && is_blank(out.data[out.len - 1]))
		out.len--;
	text = pn_strndup(out.data, out.len);
	pn_buf_free(&out);
	return text;
}

/* row - one row up to its line end */
static void
row(struct pn_csv *c)
{
	c->line = c->next_line + 1;
	c->bad = false;
	for (;;) {
		char *one = value(c);

		if (c->n < PN_CSV_MAX_FIELDS) {
			c->field[c->n++] = one;
		} else {
			c->bad = true;
			free(one);
		}
		if (c->rest.n == 0 || take(c) == '\n')
			return;
	}
}

bool
pn_csv_next(struct pn_csv *c)
{
	size_t bom = strlen(BOM);

	if (c->next_line == 0 && c->rest.n >= bom &&
	    memcmp(c->rest.p, BOM, bom) == 0) {
		c->rest.p += bom;
		c->rest.n -= bom;
	}
	do {
		pn_csv_free(c);
		if (c->rest.n == 0)
			return false;
		row(c);
	} while (!c->bad && c->n == 1 && c->field[0][0] == '\0');
	return true;
}
