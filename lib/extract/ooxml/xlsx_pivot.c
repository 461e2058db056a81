/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xlsx_pivot - the rows behind a pivot table
 *
 * A cache keeps the whole source table: names and distinct values of the
 * fields in its definition, and in its records a value, or the number of one,
 * for each field. It outlives the sheet that it was made from.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/table.h"
#include "extract/ooxml/xlsx.h"

#define MAX_FIELDS 16384 /* as many as columns */

/* One field: its name and its distinct values, all in one pool. */
struct field {
	uint32_t first; /* number of its first value */
	uint32_t n;
};

struct pivot {
	struct pn_job *job;
	struct pn_table table;
	struct field *fields;
	size_t n_fields, cap_fields;
	struct pn_buf pool;
	uint32_t *from; /* where each value begins in the pool; N + 1 */
	size_t n, cap;
	unsigned in_shared; /* open elements */
	uint32_t row, col;
};

/* value - attribute v of element NAME; false where it is no value */
static bool
value(const char *name, const struct pn_xml_attrs *attrs, struct pn_bytes *v)
{
	*v = pn_xml_attr(attrs, "v");
	return strlen(name) == 1 && strchr("sndbem", name[0]) != NULL;
}

/* keep - one more distinct value of the open field */
static enum pn_err
keep(struct pivot *p, struct pn_bytes v)
{
	if (p->n + 1 >= p->cap) {
		p->cap = p->cap ? p->cap * 2 : 256;
		p->from = pn_realloc(p->from, p->cap, sizeof(p->from[0]));
	}
	p->from[p->n++] = (uint32_t)p->pool.len;
	if (pn_buf_add(&p->pool, v.p, v.n) != PN_OK)
		return pn_job_limit(p->job, "text");
	p->from[p->n] = (uint32_t)p->pool.len;
	p->fields[p->n_fields - 1].n++;
	return PN_OK;
}

/* cell - a cell of the table with text V */
static enum pn_err
cell(struct pivot *p, struct pn_bytes v)
{
	enum pn_err err;

	err =
	    pn_table_cell(&p->table, p->job, p->row, p->col++, PN_TEXT_HIDDEN);
	if (err == PN_OK && pn_buf_add(&p->table.text, v.p, v.n) != PN_OK)
		err = pn_job_limit(p->job, "text");
	pn_table_end(&p->table);
	return err;
}

static enum pn_err
def_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct pivot *p = ctx;
	struct pn_bytes v;

	if (strcmp(name, "cacheField") == 0 && p->n_fields < MAX_FIELDS) {
		PN_GROW(p->fields, p->n_fields, p->cap_fields);
		p->fields[p->n_fields++] =
		    (struct field){.first = (uint32_t)p->n};
		return cell(p, pn_xml_attr(attrs, "name"));
	}
	if (p->in_shared && p->n_fields && value(name, attrs, &v))
		return keep(p, v);
	p->in_shared += strcmp(name, "sharedItems") == 0;
	return pn_job_work(p->job, 32);
}

static enum pn_err
def_end(void *ctx, const char *name)
{
	struct pivot *p = ctx;

	p->in_shared -= strcmp(name, "sharedItems") == 0;
	return PN_OK;
}

/* shared - value number I of field F */
static struct pn_bytes
shared(const struct pivot *p, uint32_t f, unsigned long i)
{
	const struct field *field;

	if (f >= p->n_fields || i >= p->fields[f].n)
		return (struct pn_bytes){NULL, 0};
	field = &p->fields[f];
	i += field->first;
	return (struct pn_bytes){
	    (const unsigned char *)p->pool.data + p->from[i],
	    p->from[i + 1] - p->from[i]};
}

static enum pn_err
records_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct pivot *p = ctx;
	struct pn_bytes v;

	if (strcmp(name, "r") == 0) {
		p->row++;
		p->col = 0;
	} else if (strcmp(name, "x") == 0) {
		return cell(p,
		    shared(p, p->col, pn_xml_attr_num(attrs, "v", 999999999)));
	} else if (value(name, attrs, &v)) {
		return cell(p, v);
	}
	return pn_job_work(p->job, 32);
}

/* values_as_rows - without records: the distinct values, a column each */
static enum pn_err
values_as_rows(struct pivot *p)
{
	enum pn_err err = PN_OK;
	uint32_t most = 0;

	for (size_t f = 0; f < p->n_fields; f++)
		most = p->fields[f].n > most ? p->fields[f].n : most;
	for (uint32_t i = 0; i < most && err == PN_OK; i++) {
		p->row = i + 1;
		for (p->col = 0; p->col < p->n_fields && err == PN_OK;)
			err = cell(p, shared(p, p->col, i));
		if (err == PN_OK)
			err = pn_job_work(p->job, p->n_fields);
	}
	return err;
}

enum pn_err
pn_xlsx_read_pivot(struct pn_xlsx *b, const struct pn_zip_entry *def,
    const struct pn_zip_entry *records)
{
	static const struct pn_xml_events def_events = {
	    .start = def_start, .end = def_end};
	static const struct pn_xml_events record_events = {
	    .start = records_start};
	struct pivot p = {.job = b->x->job};
	enum pn_err err, rest;

	pn_table_init(&p.table, "pivot cache", PN_PLACE_ROWS, PN_TEXT_HIDDEN);
	pn_buf_init(&p.pool, pn_job_room(p.job) + 1);
	pn_job_hidden(p.job, "pivot-cache");
	err = pn_ooxml_parse(b->x, def, &def_events, &p);
	if (err == PN_OK && records)
		err = pn_ooxml_parse(b->x, records, &record_events, &p);
	else if (err == PN_OK)
		err = values_as_rows(&p);
	rest = pn_table_emit(&p.table, p.job);
	pn_table_free(&p.table);
	pn_buf_free(&p.pool);
	free(p.from);
	free(p.fields);
	return err == PN_OK ? rest : err;
}
