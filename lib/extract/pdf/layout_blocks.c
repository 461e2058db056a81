/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * layout_blocks - columns, tables and lines
 *
 * Lines are taken from the top. A line with gaps begins a block, which goes
 * on while a gutter stays free of text. A block whose columns are filled like
 * running text is read column by column, and each of them laid out by itself;
 * one whose cells are short and mostly there is a table; the rest stays lines.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/pdf/layout.h"

/* Columns within columns. */
#define MAX_NESTING 4
/* Gutters of one block. */
#define MAX_GUTTERS 48
/* As shares of the font's size: the narrowest gutter, and that of one on
 * which text is aligned; how exactly; a gap that is more than a blank; the
 * distance of lines that ends a block, and that of lines of one cell. */
#define GUTTER	 0.5f
#define NARROW	 0.08f
#define ALIGNED	 0.06f
#define WIDE_GAP 0.8f
/* So many lines do not leave the same narrow stretch free by chance. */
#define MANY_LINES 5
#define LINE_GAP   4.0f
#define CELL_LINE  1.45f
/* Running text has this many characters in a line of a column (blanks not
 * counted), and fills so much of its width. */
#define PROSE_CHARS 24
#define PROSE_FILL  0.75f

/* A stretch along the line without text. */
struct gutter {
	float u0, u1;
	float end, start;  /* of the text on either side, in the first line */
	bool ends, starts; /* is it the same in all lines? */
};

/* Lines that have gutters in common. */
struct block {
	const struct pn_line *lines;
	size_t n;
	struct gutter g[MAX_GUTTERS];
	size_t n_g;
	uint32_t *col; /* of each piece, in order */
	size_t n_pieces;
	struct column {
		size_t lines, chars; /* lines with text, characters */
		double width;	     /* all of its lines together */
		float u0, u1;
	} cols[MAX_GUTTERS + 1];
	size_t full; /* lines with text in two columns at least */
};

static const struct pn_piece *
piece(const struct pn_layout *l, const struct pn_line *line, uint32_t i)
{
	return &l->pieces[line->first + i];
}

/* flush - hand on the text gathered so far */
static enum pn_err
flush(struct pn_layout *l)
{
	enum pn_err err =
	    pn_job_text(l->job, pn_buf_bytes(&l->text), l->place, l->flags);

	pn_buf_clear(&l->text);
	return err;
}

/* lower - is C a small letter of ASCII or the beginning of another letter? */
static bool
lower(char c)
{
	return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0xc3;
}

/* join - where the text so far, up to byte AT, ends with a word that goes on
 * behind it, take out the hyphen and the line end */
static void
join(struct pn_buf *text, size_t at)
{
	char *p = text->data + at;

	if (at < 3 || at >= text->len || p[-1] != '\n' || p[-2] != '-' ||
	    !(lower(p[-3]) || (unsigned char)p[-3] >= 0x80) || !lower(p[0]))
		return;
	memmove(p - 2, p, text->len - at + 1);
	text->len -= 2;
}

/* put_line - LINE as text; wide gaps are several blanks */
static enum pn_err
put_line(struct pn_layout *l, const struct pn_line *line)
{
	size_t at = l->text.len;
	enum pn_err err = PN_OK;

	for (uint32_t i = 0; err == PN_OK && i < line->n; i++) {
		const struct pn_piece *p = piece(l, line, i);

		if (i)
			err = pn_buf_adds(&l->text,
			    p->u0 - p[-1].u1 > WIDE_GAP * p->size ? "   "
								  : " ");
		if (err == PN_OK)
			err = pn_layout_piece(l, p, &l->text);
	}
	if (err == PN_OK)
		err = pn_buf_addc(&l->text, '\n');
	if (err == PN_OK)
		join(&l->text, at);
	return err == PN_OK ? err : pn_job_limit(l->job, "text");
}

/* narrow - what LINE leaves free of gutter G; false where nothing is */
static bool
narrow(const struct pn_layout *l, const struct pn_line *line, struct gutter *g)
{
	float from = g->u0, u0 = 0, u1 = 0, tell = ALIGNED * line->size;
	const struct pn_piece *before = NULL, *behind = NULL;

	for (uint32_t i = 0; i <= line->n; i++) {
		const struct pn_piece *p =
		    i < line->n ? piece(l, line, i) : NULL;
		float to = p ? fminf(p->u0, g->u1) : g->u1;

		if (to - from > u1 - u0) {
			u0 = from;
			u1 = to;
			before = i ? piece(l, line, i - 1) : NULL;
			behind = p;
		}
		if (p)
			from = fmaxf(from, p->u1);
	}
	g->u0 = u0;
	g->u1 = u1;
	if (before && behind) {
		g->ends = g->ends && fabsf(before->u1 - g->end) < tell;
		g->starts = g->starts && fabsf(behind->u0 - g->start) < tell;
	}
	return u1 - u0 >= NARROW * line->size;
}

/* first_gutters - the gaps of LINE */
static size_t
first_gutters(const struct pn_layout *l, const struct pn_line *line,
    struct gutter g[MAX_GUTTERS])
{
	size_t n = 0;

	for (uint32_t i = 0; i + 1 < line->n && n < MAX_GUTTERS; i++) {
		float u0 = piece(l, line, i)->u1;
		float u1 = piece(l, line, i + 1)->u0;

		if (u1 - u0 >= NARROW * line->size)
			g[n++] = (struct gutter){u0, u1, u0, u1, true, true};
	}
	return n;
}

/* extent - how many lines from LINES on share a gutter */
static size_t
extent(const struct pn_layout *l, const struct pn_line *lines, size_t n)
{
	struct gutter g[MAX_GUTTERS], next[MAX_GUTTERS];
	size_t n_g = first_gutters(l, lines, g), i;

	for (i = 1; n_g && i < n; i++) {
		size_t kept = 0;
		bool lost = false;

		if (lines[i - 1].v - lines[i].v >
		    LINE_GAP * fmaxf(lines[i].size, lines[i - 1].size))
			break;
		for (size_t k = 0; k < n_g; k++) {
			bool wide = g[k].u1 - g[k].u0 >= GUTTER * lines[i].size;

			next[kept] = g[k];
			if (narrow(l, &lines[i], &next[kept]))
				kept++;
			else
				lost = lost || wide;
		}
		if (kept == 0 || (lost && i >= 3))
			break;
		memcpy(g, next, kept * sizeof(*g));
		n_g = kept;
	}
	return i;
}

static int
by_start(const void *a, const void *b)
{
	const struct gutter *p = a, *q = b;

	return (p->u0 > q->u0) - (p->u0 < q->u0);
}

/* parts_cells - does the narrow gutter G part cells, and not just words that
 * happen to end there? It does where the text on one side is aligned, and
 * where many lines leave it free */
static bool
parts_cells(const struct pn_layout *l, const struct block *b, struct gutter g)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++) {
		const struct pn_line *line = &b->lines[i];
		uint32_t k = 0;

		while (k < line->n && piece(l, line, k)->u0 < g.u1 - .01f)
			k++;
		if (k == 0 || k == line->n)
			continue;
		if (n++ == 0) {
			g.end = piece(l, line, k - 1)->u1;
			g.start = piece(l, line, k)->u0;
			g.ends = g.starts = true;
		}
		(void)narrow(l, line, &g);
	}
	return n >= MANY_LINES || (n >= 3 && (g.ends || g.starts));
}

/* find_gutters - what no line of B has text in */
static void
find_gutters(const struct pn_layout *l, struct block *b)
{
	struct gutter *all = pn_alloc((b->n_pieces + 1) * sizeof(*all));
	float size = 0, end;
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++) {
		size = fmaxf(size, b->lines[i].size);
		for (uint32_t k = 0; k < b->lines[i].n; k++) {
			const struct pn_piece *p = piece(l, &b->lines[i], k);

			all[n++] = (struct gutter){.u0 = p->u0, .u1 = p->u1};
		}
	}
	qsort(all, n, sizeof(*all), by_start);
	end = n ? all[0].u1 : 0;
	for (size_t i = 1; i < n; i++) {
		struct gutter g = {.u0 = end, .u1 = all[i].u0};

		if (b->n_g < MAX_GUTTERS && g.u1 - g.u0 >= NARROW * size &&
		    (g.u1 - g.u0 >= GUTTER * size || parts_cells(l, b, g)))
			b->g[b->n_g++] = g;
		end = fmaxf(end, all[i].u1);
	}
	free(all);
}

/* measure - which column each piece is in, and how full the columns are */
static void
measure(const struct pn_layout *l, struct block *b)
{
	size_t at = 0;

	for (size_t c = 0; c <= b->n_g; c++)
		b->cols[c] = (struct column){.u0 = INFINITY, .u1 = -INFINITY};
	for (size_t i = 0; i < b->n; i++) {
		size_t c = 0, last = SIZE_MAX, cols = 0;

		for (uint32_t k = 0; k < b->lines[i].n; k++) {
			const struct pn_piece *p = piece(l, &b->lines[i], k);
			struct column *col;

			while (c < b->n_g && p->u0 >= b->g[c].u1 - .01f)
				c++;
			b->col[at++] = (uint32_t)c;
			col = &b->cols[c];
			cols += c != last;
			col->lines += c != last;
			last = c;
			col->chars += p->chars;
			col->width += p->u1 - p->u0;
			col->u0 = fminf(col->u0, p->u0);
			col->u1 = fmaxf(col->u1, p->u1);
		}
		b->full += cols > 1;
	}
}

/* is_prose - are the columns of B filled like running text? */
static bool
is_prose(const struct block *b)
{
	size_t prose = 0;

	if (b->n < 3 || b->n_g == 0 || b->n_g > 5)
		return false;
	for (size_t i = 0; i <= b->n_g; i++) {
		const struct column *c = &b->cols[i];

		prose +=
		    c->lines >= 3 && c->chars / c->lines >= PROSE_CHARS &&
		    c->width / (double)c->lines >= PROSE_FILL * (c->u1 - c->u0);
	}
	return prose == b->n_g + 1;
}

/* is_table - is B certainly a grid? */
static bool
is_table(const struct block *b)
{
	size_t cells = 0;

	if (b->n_g == 0 || b->n < 2)
		return false;
	for (size_t i = 0; i <= b->n_g; i++)
		cells += b->cols[i].lines;
	if (b->n_g == 1)
		return b->n >= 3 && b->full * 4 >= b->n * 3;
	return b->full * 3 >= b->n * 2 && cells * 2 >= b->n * (b->n_g + 1);
}

/* goes_on - is line I of B only the rest of the cells in the row above? */
static bool
goes_on(const struct block *b, size_t i, const uint32_t *col)
{
	const struct pn_line *line = &b->lines[i];
	float down;

	if (i == 0)
		return false;
	down = b->lines[i - 1].v - line->v;
	return col[0] > 0 && line->n * 2 <= b->n_g + 1 &&
	       down <= CELL_LINE * line->size;
}

/* put_table - B as a table */
static enum pn_err
put_table(struct pn_layout *l, struct block *b)
{
	struct pn_table t;
	size_t at = 0, i = 0;
	uint32_t row = 0;
	enum pn_err err = flush(l);

	pn_table_init(&t, l->place, PN_PLACE_ROWS, l->flags);
	while (err == PN_OK && i < b->n) {
		size_t end = i, n = 0;

		do {
			n += b->lines[end].n;
			end++;
		} while (end < b->n && goes_on(b, end, b->col + at + n));
		for (uint32_t c = 0; err == PN_OK && c <= b->n_g; c++) {
			size_t k = at;
			bool open = false;

			for (size_t j = i; err == PN_OK && j < end; j++)
				for (uint32_t m = 0;
				     err == PN_OK && m < b->lines[j].n; m++) {
					if (b->col[k++] != c)
						continue;
					if (!open)
						err = pn_table_cell(&t, l->job,
						    row, c,
						    l->flags & PN_TEXT_HIDDEN);
					else
						err = pn_buf_addc(&t.text, ' ');
					open = true;
					if (err == PN_OK)
						err = pn_layout_piece(l,
						    piece(l, &b->lines[j], m),
						    &t.text);
				}
			if (open)
				pn_table_end(&t);
		}
		at += n;
		i = end;
		row++;
	}
	if (err == PN_OK)
		err = pn_table_emit(&t, l->job);
	pn_table_free(&t);
	return err == PN_OK ? err : pn_job_limit(l->job, "text");
}

static enum pn_err region(
    struct pn_layout *l, const struct pn_line *lines, size_t n, unsigned depth);

/* put_columns - the columns of B one after the other */
static enum pn_err
put_columns(struct pn_layout *l, struct block *b, unsigned depth)
{
	struct pn_line *lines = pn_alloc(b->n * sizeof(*lines));
	enum pn_err err = PN_OK;

	for (uint32_t c = 0; err == PN_OK && c <= b->n_g; c++) {
		size_t n = 0, at = 0;

		for (size_t i = 0; i < b->n; i++) {
			struct pn_line part = b->lines[i];

			part.n = 0;
			for (uint32_t k = 0; k < b->lines[i].n; k++, at++) {
				if (b->col[at] != c)
					continue;
				if (part.n++ == 0)
					part.first = b->lines[i].first + k;
			}
			if (part.n)
				lines[n++] = part;
		}
		err = region(l, lines, n, depth + 1);
	}
	free(lines);
	return err;
}

/* put_block - N lines that share a gutter */
static enum pn_err
put_block(
    struct pn_layout *l, const struct pn_line *lines, size_t n, unsigned depth)
{
	struct block *b = pn_alloc(sizeof(*b));
	enum pn_err err = PN_OK;

	b->lines = lines;
	b->n = n;
	for (size_t i = 0; i < n; i++)
		b->n_pieces += lines[i].n;
	b->col = pn_alloc(b->n_pieces * sizeof(*b->col));
	find_gutters(l, b);
	measure(l, b);
	if (depth < MAX_NESTING && is_prose(b)) {
		err = put_columns(l, b, depth);
	} else if (l->tables && is_table(b)) {
		err = put_table(l, b);
	} else {
		for (size_t i = 0; err == PN_OK && i < n; i++)
			err = put_line(l, &lines[i]);
	}
	free(b->col);
	free(b);
	return err;
}

/* region - N lines, of a page or of a column */
static enum pn_err
region(
    struct pn_layout *l, const struct pn_line *lines, size_t n, unsigned depth)
{
	enum pn_err err = PN_OK;

	for (size_t i = 0; err == PN_OK && i < n;) {
		size_t k = lines[i].n > 1 ? extent(l, lines + i, n - i) : 1;

		if (k > 1)
			err = put_block(l, lines + i, k, depth);
		else
			err = put_line(l, &lines[i]);
		if (err == PN_OK)
			err = pn_job_work(l->job, k * 64);
		i += k;
	}
	return err;
}

enum pn_err
pn_layout_blocks(struct pn_layout *l)
{
	enum pn_err err = region(l, l->lines, l->n_lines, 0);

	return err == PN_OK ? flush(l) : err;
}
