/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_csv - tables as text: fields between separators or at fixed places
 *
 * How the table is written is found by looking (csv.h). The whole file becomes
 * table segments, places are rows; lines drawn between rows are left out.
 */
#include <string.h>
#include "extract/decode.h"
#include "extract/plain/csv.h"
#include "extract/table.h"

static unsigned
csv_bid(struct pn_look *look, const char **type)
{
	const char *s = pn_look_text(look);
	struct pn_csv csv;

	if (s == NULL || !pn_csv_look(s, look->text.len, &csv))
		return 0;
	if (csv.delim == '\t')
		*type = "text/tab-separated-values";
	return PN_BID_SHAPE;
}

/* separated_row - the fields of the row at W as row number ROW of T */
static enum pn_err
separated_row(
    struct pn_job *job, struct pn_csv_walk *w, struct pn_table *t, uint32_t row)
{
	uint32_t col = 0;

	do {
		enum pn_err err = pn_table_cell(t, job, row, col++, 0);
		size_t len;

		if (err != PN_OK)
			return err;
		if (pn_csv_field(w, &t->text, &len) != PN_OK)
			return pn_job_limit(job, "text");
	} while (pn_csv_next(w));
	return PN_OK;
}

/* place - the byte of the line from P to END where character number AT is */
static const char *
place(const char *p, const char *end, unsigned at)
{
	for (; p < end; p++)
		if (((unsigned char)*p & 0xc0) != 0x80 && at-- == 0)
			break;
	return p;
}

/* crosses - does text of the line from P to END stand between columns? */
static bool
crosses(const struct pn_csv *csv, const char *p, const char *end)
{
	for (unsigned k = 1; k < csv->n; k++) {
		const char *q = place(p, end, csv->at[k]);

		if (q < end && q[-1] != ' ')
			return true;
	}
	return false;
}

/* fixed_row - the line from P to END as row number ROW of T; one cell where it
 * does not keep to the columns, as a title does */
static enum pn_err
fixed_row(struct pn_job *job, const struct pn_csv *csv, const char *p,
    const char *end, struct pn_table *t, uint32_t row)
{
	unsigned n = csv->n && !crosses(csv, p, end) ? csv->n : 1;
	enum pn_err err = PN_OK;

	for (unsigned k = 0; k < n && err == PN_OK; k++) {
		const char *from = place(p, end, k ? csv->at[k] : 0);
		const char *to =
		    k + 1 < n ? place(p, end, csv->at[k + 1]) : end;

		while (from < to && *from == ' ')
			from++;
		err = pn_table_cell(t, job, row, k, 0);
		if (err == PN_OK &&
		    pn_buf_add(&t->text, from, (size_t)(to - from)) != PN_OK)
			err = pn_job_limit(job, "text");
	}
	return err;
}

/* read_rows - all of TEXT into T */
static enum pn_err
read_rows(struct pn_job *job, const struct pn_csv *csv,
    const struct pn_buf *text, struct pn_table *t)
{
	struct pn_csv_walk w = {.p = text->data,
	    .end = text->data + text->len,
	    .delim = csv->delim,
	    .quote = csv->quote};
	bool fixed = csv->delim == 0 || csv->delim == '\n';
	enum pn_err err = PN_OK;

	if (csv->sep_line)
		w.p = pn_csv_line_end(w.p, w.end);
	for (uint32_t row = 0; w.p < w.end && err == PN_OK; row++) {
		bool rule = pn_csv_is_rule(w.p, w.end);
		const char *e;

		if (!fixed && !rule) {
			err = separated_row(job, &w, t, row);
		} else {
			e = pn_csv_line_end(w.p, w.end);
			if (!rule)
				err = fixed_row(job, csv, w.p, e, t, row);
			w.p = pn_csv_line_next(e, w.end);
		}
		if (err == PN_OK)
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
	struct pn_csv csv;

	pn_csv_guess(text.data, text.len, &csv);
	pn_table_init(&table, "", PN_PLACE_ROWS, 0);
	got = read_rows(job, &csv, &text, &table);
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
