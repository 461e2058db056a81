/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xls_pivot - the rows behind a pivot table of a workbook before 2007
 *
 * A stream in the storage _SX_DB_CUR per cache (MS-XLS 2.1.7.20.7): for each
 * field its name and its distinct values, then a record SXDBB for each row
 * with the numbers of its values, and behind it those values that are not
 * numbered. The cache outlives the sheet that it was made from.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/numfmt.h"
#include "extract/ole/xls.h"
#include "extract/table.h"

enum id {
	SXFDB = 0x00C7,
	SXDBB = 0x00C8,
	SXNUM = 0x00C9,
	SXBOOL = 0x00CA,
	SXERR = 0x00CB,
	SXINT = 0x00CC,
	SXSTRING = 0x00CD,
	SXDTR = 0x00CE,
	SXNIL = 0x00CF,
};

#define MAX_FIELDS  256
#define FIELD_ITEMS 0x0001 /* the values of the field are numbered */
#define FIELD_WIDE  0x0200 /* with numbers of two bytes */
#define FIELD_NAME  14	   /* where the name stands */

struct field {
	uint32_t first, n; /* of its distinct values */
	bool numbered, wide;
};

struct pivot {
	struct pn_xls b; /* for its strings */
	struct pn_table table;
	struct field fields[MAX_FIELDS];
	size_t n_fields;
	struct pn_buf pool;
	uint32_t *from; /* where each value begins in the pool; N + 1 */
	size_t n, cap;
	uint32_t row;
	bool rows;   /* the fields are over */
	size_t next; /* field that the next value without number is of */
	struct pn_bytes open[MAX_FIELDS]; /* values of the open row */
	struct pn_buf inline_text;
	size_t inline_from[MAX_FIELDS], inline_len[MAX_FIELDS];
	bool any; /* the open row has a value */
};

/* value - what a record with a value shows; false: it is none */
static bool
value(struct pivot *p, const struct pn_xls_rec *r, struct pn_buf *out)
{
	char number[64];
	char *text;

	switch (r->id) {
	case SXNUM:
		if (r->data.n >= 8) {
			pn_xls_double(r->data.p, number);
			(void)pn_numfmt_number(out, NULL, number, false);
		}
		return true;
	case SXINT:
		(void)!pn_buf_addf(out, "%d", (int16_t)pn_le16(r->data, 0));
		return true;
	case SXBOOL:
		(void)!pn_buf_adds(out, pn_le16(r->data, 0) ? "TRUE" : "FALSE");
		return true;
	case SXSTRING:
		text = pn_xls_text(&p->b, r, 0, 2);
		(void)!pn_buf_adds(out, text);
		free(text);
		return true;
	case SXDTR:
		(void)!pn_buf_addf(out, "%04u-%02u-%02u", pn_le16(r->data, 0),
		    pn_le16(r->data, 2), r->data.n > 4 ? r->data.p[4] : 0);
		return true;
	case SXERR:
	case SXNIL:
		return true;
	default:
		return false;
	}
}

/* keep - one more distinct value of the last field */
static enum pn_err
keep(struct pivot *p, const struct pn_xls_rec *r)
{
	if (p->n + 1 >= p->cap) {
		p->cap = p->cap ? p->cap * 2 : 256;
		p->from = pn_realloc(p->from, p->cap, sizeof(p->from[0]));
	}
	p->from[p->n] = (uint32_t)p->pool.len;
	(void)value(p, r, &p->pool);
	p->from[++p->n] = (uint32_t)p->pool.len;
	p->fields[p->n_fields - 1].n++;
	return p->pool.len < p->pool.max ? PN_OK
					 : pn_job_limit(p->b.job, "text");
}

/* cell - a cell of the table with text V */
static enum pn_err
cell(struct pivot *p, uint32_t col, struct pn_bytes v)
{
	enum pn_err err =
	    pn_table_cell(&p->table, p->b.job, p->row, col, PN_TEXT_HIDDEN);

	if (err == PN_OK && pn_buf_add(&p->table.text, v.p, v.n) != PN_OK)
		err = pn_job_limit(p->b.job, "text");
	pn_table_end(&p->table);
	return err;
}

/* end_row - the open row into the table */
static enum pn_err
end_row(struct pivot *p)
{
	const unsigned char *text = (const unsigned char *)p->inline_text.data;
	enum pn_err err = PN_OK;

	if (!p->any)
		return PN_OK;
	p->row++;
	for (uint32_t i = 0; i < p->n_fields && err == PN_OK; i++) {
		struct pn_bytes v = p->open[i];

		if (!p->fields[i].numbered)
			v = (struct pn_bytes){
			    text + p->inline_from[i], p->inline_len[i]};
		err = cell(p, i, v);
		p->open[i] = (struct pn_bytes){NULL, 0};
		p->inline_len[i] = 0;
	}
	pn_buf_clear(&p->inline_text);
	p->any = false;
	p->next = 0;
	return err == PN_OK ? pn_job_work(p->b.job, p->n_fields) : err;
}

/* add_field - a field begins: its name is the head of a column */
static enum pn_err
add_field(struct pivot *p, const struct pn_xls_rec *r)
{
	unsigned flags = pn_le16(r->data, 0);
	char *name;
	enum pn_err err;

	if (p->n_fields >= MAX_FIELDS) {
		pn_job_damage(p->b.job, "damaged");
		return PN_OK;
	}
	p->fields[p->n_fields++] = (struct field){
	    .first = (uint32_t)p->n,
	    .numbered = flags & FIELD_ITEMS,
	    .wide = flags & FIELD_WIDE,
	};
	name = pn_xls_text(&p->b, r, FIELD_NAME, 2);
	err = cell(p, (uint32_t)p->n_fields - 1,
	    (struct pn_bytes){(const unsigned char *)name, strlen(name)});
	free(name);
	return err;
}

/* add_row - the numbers of the values of a row */
static enum pn_err
add_row(struct pivot *p, const struct pn_xls_rec *r)
{
	enum pn_err err = end_row(p);
	size_t at = 0;

	p->rows = true;
	for (size_t i = 0; i < p->n_fields; i++) {
		const struct field *f = &p->fields[i];
		uint32_t k;

		if (!f->numbered)
			continue;
		k = f->wide ? pn_le16(r->data, at)
			    : (at < r->data.n ? r->data.p[at] : 0);
		at += f->wide ? 2 : 1;
		if (k < f->n)
			p->open[i] = (struct pn_bytes){
			    (const unsigned char *)p->pool.data +
				p->from[f->first + k],
			    p->from[f->first + k + 1] - p->from[f->first + k]};
	}
	p->any = true;
	return err;
}

/* add_value - a value: of the last field's list, or of the open row */
static enum pn_err
add_value(struct pivot *p, const struct pn_xls_rec *r)
{
	const struct field *last = &p->fields[p->n_fields - 1];
	enum pn_err err = PN_OK;

	if (!p->rows && last->numbered)
		return keep(p, r);
	p->rows = true;
	while (p->next < p->n_fields && p->fields[p->next].numbered)
		p->next++;
	if (p->next >= p->n_fields) {
		err = end_row(p);
		while (p->next < p->n_fields && p->fields[p->next].numbered)
			p->next++;
		if (err != PN_OK || p->next >= p->n_fields)
			return err;
	}
	p->inline_from[p->next] = p->inline_text.len;
	(void)value(p, r, &p->inline_text);
	p->inline_len[p->next] = p->inline_text.len - p->inline_from[p->next];
	p->next++;
	p->any = true;
	return err;
}

/* lists - a cache without rows: the distinct values, a column each */
static enum pn_err
lists(struct pivot *p)
{
	uint32_t most = 0;
	enum pn_err err = PN_OK;

	for (size_t f = 0; f < p->n_fields; f++)
		most = p->fields[f].n > most ? p->fields[f].n : most;
	for (uint32_t i = 0; i < most && err == PN_OK; i++) {
		p->row = i + 1;
		for (uint32_t f = 0; f < p->n_fields && err == PN_OK; f++) {
			uint32_t k = p->fields[f].first + i;

			if (i >= p->fields[f].n)
				continue;
			err = cell(p, f,
			    (struct pn_bytes){
				(const unsigned char *)p->pool.data +
				    p->from[k],
				p->from[k + 1] - p->from[k]});
		}
		if (err == PN_OK)
			err = pn_job_work(p->b.job, p->n_fields);
	}
	return err;
}

/* walk - all records of the stream */
static enum pn_err
walk(struct pivot *p)
{
	struct pn_xls_walk w = {.s = p->b.stream};
	struct pn_xls_rec r;
	enum pn_err err = PN_OK;

	while (err == PN_OK && pn_xls_next(&w, &r)) {
		if (r.id == SXFDB)
			err = add_field(p, &r);
		else if (r.id == SXDBB)
			err = add_row(p, &r);
		else if (r.id >= SXNUM && r.id <= SXNIL && p->n_fields)
			err = add_value(p, &r);
		if (err == PN_OK)
			err = pn_job_work(p->b.job, 4 + r.data.n);
	}
	if (w.broken)
		pn_job_damage(p->b.job, "damaged");
	if (err == PN_OK)
		err = p->rows ? end_row(p) : lists(p);
	return err;
}

enum pn_err
pn_xls_pivot(struct pn_job *job, struct pn_bytes stream)
{
	struct pivot *p = pn_alloc(sizeof(*p));
	size_t room = pn_job_room(job) + 1;
	enum pn_err err, rest;

	pn_xls_init(&p->b, job, stream, PN_TEXT_HIDDEN);
	p->b.version = 8; /* no earlier one has such streams */
	pn_table_init(&p->table, "pivot cache", PN_PLACE_ROWS, PN_TEXT_HIDDEN);
	pn_buf_init(&p->pool, room);
	pn_buf_init(&p->inline_text, room);
	pn_job_hidden(job, "pivot-cache");
	err = walk(p);
	rest = pn_table_emit(&p->table, job);
	pn_table_free(&p->table);
	pn_buf_free(&p->pool);
	pn_buf_free(&p->inline_text);
	pn_xls_free(&p->b);
	free(p->from);
	free(p);
	return err == PN_OK ? rest : err;
}
