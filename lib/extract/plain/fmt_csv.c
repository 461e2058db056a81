/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_csv - tables as text: comma, semicolon, TAB or bar between the fields
 *
 * RFC 4180 with what programs really write: any of four separators, found by
 * counting; "sep=;" as Excel writes it; quotes that are doubled, hold line
 * ends or are never closed; a title above the table. A text counts as a table
 * where nearly all of its lines have the same number of fields. The whole
 * file becomes table segments, places are rows.
 */
#include <string.h>
#include <strings.h>
#include "extract/decode.h"
#include "extract/table.h"

#define SAMPLE_BYTES (64u << 10)
#define SAMPLE_ROWS  200
#define FEW_TITLE    5	 /* lines above any table that are none of it */
#define MAX_TITLE    20	 /* the same, of a table that is as long */
#define MAX_FIELDS   512 /* counted per line */
#define MEAN_LEN     80	 /* longer fields on average are sentences */
#define MAX_UNCLOSED 16	 /* quotes never closed, until they are just text */

/* A walk over the fields. */
struct reader {
	const char *p, *end;
	char delim;
	unsigned unclosed;
};

/* closing - the quote that ends the field after the quote at P; NULL */
static const char *
closing(const char *p, const char *end)
{
	const char *q = p + 1;

	for (;;) {
		q = memchr(q, '"', (size_t)(end - q));
		if (q == NULL)
			return NULL;
		if (q + 1 == end || q[1] != '"')
			return q;
		q += 2;
	}
}

/* add - append to OUT where somebody wants the text; cut where it is full */
static enum pn_err
add(struct pn_buf *out, const char *s, size_t n)
{
	return out ? pn_buf_add(out, s, n) : PN_OK;
}

/* quoted - the field that begins with a quote, into OUT; false where the
 * quote is never closed */
static bool
quoted(struct reader *r, struct pn_buf *out, enum pn_err *err)
{
	const char *close = NULL, *s = r->p + 1;

	if (r->unclosed < MAX_UNCLOSED)
		close = closing(r->p, r->end);
	if (close == NULL) {
		r->unclosed++;
		return false;
	}
	while (s < close && *err == PN_OK) {
		const char *q = memchr(s, '"', (size_t)(close - s));

		if (q == NULL)
			q = close;
		else
			q++; /* the first of two stays */
		*err = add(out, s, (size_t)(q - s));
		s = q == close ? close : q + 1;
	}
	r->p = close + 1;
	return true;
}

/* field - the next field into OUT (may be NULL); R stands behind it, at a
 * separator, a line end or the end */
static enum pn_err
field(struct reader *r, struct pn_buf *out, size_t *len)
{
	enum pn_err err = PN_OK;
	const char *s = r->p, *p, *end = r->end;
	char delim = r->delim;

	if (r->p < r->end && *r->p == '"')
		(void)quoted(r, out, &err);
	*len = (size_t)(r->p - s);
	s = r->p;
	for (p = s; p < end && *p != delim && *p != '\n' && *p != '\r';)
		p++;
	r->p = p;
	*len += (size_t)(p - s);
	return err == PN_OK ? add(out, s, (size_t)(p - s)) : err;
}

/* next_in_row - step over a separator; false at the end of the row */
static bool
next_in_row(struct reader *r)
{
	if (r->p < r->end && *r->p == r->delim) {
		r->p++;
		return true;
	}
	if (r->p < r->end && *r->p == '\r')
		r->p++;
	if (r->p < r->end && *r->p == '\n')
		r->p++;
	return false;
}

/* sep_line - the separator that a first line "sep=;" names; 0 */
static char
sep_line(const char *s, size_t n)
{
	if (n < 6 || strncasecmp(s, "sep=", 4) != 0 ||
	    (s[5] != '\r' && s[5] != '\n'))
		return 0;
	return s[4];
}

/* What a sample looks like with one separator. */
struct shape {
	unsigned rows, fields; /* rows that have FIELDS fields */
	unsigned others;       /* rows that have not, below the title */
	size_t bytes;	       /* of all fields */
};

/* shape_of - count the sample's fields with separator DELIM */
static struct shape
shape_of(const char *s, size_t n, char delim)
{
	struct reader r = {s, s + n, delim, 0};
	unsigned counts[SAMPLE_ROWS] = {0}, rows = 0;
	unsigned often[MAX_FIELDS + 1] = {0};
	struct shape shape = {0};
	unsigned title = FEW_TITLE;
	bool seen = false;

	while (r.p < r.end && rows < SAMPLE_ROWS) {
		unsigned fields = 0;
		size_t len, all = 0;

		do {
			enum pn_err err = field(&r, NULL, &len);

			(void)err; /* nothing is kept */
			all += len;
			fields++;
		} while (next_in_row(&r));
		if (fields == 1 && all == 0)
			continue; /* empty line */
		if (n == SAMPLE_BYTES && r.p == r.end && rows)
			break; /* cut off */
		shape.bytes += all;
		fields = fields < MAX_FIELDS ? fields : MAX_FIELDS;
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
	return shape;
}

/* is_table - do the lines look alike enough? Two columns want more lines:
 * every letter has a few lines with one comma. */
static bool
is_table(const struct shape *s, char delim)
{
	unsigned least = s->fields >= 3 || delim == '\t' ? 2 : 4;

	return s->rows >= least && s->others * 10 <= s->rows &&
	       s->bytes / ((size_t)s->rows * s->fields) <= MEAN_LEN;
}

/* find_delim - the separator of the text S, 0 where it is no table */
static char
find_delim(const char *s, size_t n)
{
	static const char delims[] = {'\t', ';', '|', ',', '^'};
	char best = sep_line(s, n);
	unsigned score = 0;

	if (n > SAMPLE_BYTES)
		n = SAMPLE_BYTES;
	for (size_t i = 0; i < sizeof(delims) && sep_line(s, n) == 0; i++) {
		struct shape shape;

		if (memchr(s, delims[i], n) == NULL)
			continue; /* a row of two fields has one */
		shape = shape_of(s, n, delims[i]);
		if (is_table(&shape, delims[i]) &&
		    shape.rows * shape.fields > score) {
			score = shape.rows * shape.fields;
			best = delims[i];
		}
	}
	return best;
}

static unsigned
csv_bid(struct pn_look *look, const char **type)
{
	const char *s = pn_look_text(look);
	char delim = s ? find_delim(s, look->text.len) : 0;

	if (delim == '\t')
		*type = "text/tab-separated-values";
	return delim ? PN_BID_SHAPE : 0;
}

/* read_rows - everything R walks over into T */
static enum pn_err
read_rows(struct pn_job *job, struct reader *r, struct pn_table *t)
{
	enum pn_err err = PN_OK;

	for (uint32_t row = 0; r->p < r->end && err == PN_OK; row++) {
		uint32_t col = 0;

		do {
			size_t len;

			err = pn_table_cell(t, job, row, col++, 0);
			if (err != PN_OK)
				return err;
			if (field(r, &t->text, &len) != PN_OK)
				return pn_job_limit(job, "text");
		} while (next_in_row(r));
		err = pn_job_work(job, 64);
	}
	return err == PN_OK ? pn_table_emit(t, job) : err;
}

/* read_as - the whole file, decoded as CHARSET says */
static enum pn_err
read_as(struct pn_job *job, const char *charset)
{
	struct pn_buf text;
	struct pn_table table;
	enum pn_err err = pn_decode(job, charset, &text), got;
	char delim = find_delim(text.data, text.len);
	struct reader r = {
	    text.data, text.data + text.len, delim ? delim : ',', 0};

	if (sep_line(r.p, text.len))
		r.p = memchr(r.p, '\n', text.len);
	if (r.p == NULL)
		r.p = r.end;
	pn_table_init(&table, "", PN_PLACE_ROWS, 0);
	got = read_rows(job, &r, &table);
	if (got != PN_OK && job->budget->text_left) {
		enum pn_err rest = pn_table_emit(&table, job);

		(void)rest; /* the limit is noted already */
	}
	pn_table_free(&table);
	pn_buf_free(&text);
	return err != PN_OK ? err : got;
}

static enum pn_err
csv_read(struct pn_job *job)
{
	const char *other = pn_decode_other(job->bytes, job->charset);
	enum pn_err err = read_as(job, job->charset);

	return err == PN_OK && other ? read_as(job, other) : err;
}

const struct pn_format pn_format_csv = {
    .name = "csv",
    .type = "text/csv",
    .bid = csv_bid,
    .most = PN_BID_SHAPE,
    .read = csv_read,
};
