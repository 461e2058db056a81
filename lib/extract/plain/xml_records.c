/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xml_records - elements that repeat, as the records of a table
 *
 * Three walks over the records: what repeats within one of them, which
 * columns there are, and the rows.
 */
#include <stdlib.h>
#include "base/mem.h"
#include "extract/plain/xml_records.h"
#include "extract/table.h"

#define MAX_PATHS 512 /* names within a record, each with those around it */
#define NONE	  UINT32_MAX

/* A name within the records, with those around it; the first is the record. */
struct path {
	uint32_t up, name;
	uint32_t seen;		/* in this parent, the number of it plus one */
	uint32_t first, last;	/* items of the row at work; NONE */
	unsigned column;	/* plus one */
	bool nested;		/* records of a table of their own */
	struct pn_xgroup inner; /* those */
	uint32_t *of;		/* the outer record of each of them */
	size_t n_of, cap_of;
};

/* A value of the row at work. */
struct item {
	uint32_t node, next;
};

struct records {
	struct pn_xtree *t;
	struct pn_job *job;
	struct path *paths;
	size_t n_paths, cap_paths;
	uint32_t hint;
	uint32_t *columns; /* their paths */
	size_t n_columns, cap_columns;
	struct item *items;
	size_t n_items, cap_items;
	bool rows;	 /* the third walk */
	bool crowded;	 /* there were more paths */
	uint32_t record; /* number of the one at work */
};

/* path - the number of NAME within path UP; NONE where there is no room */
static uint32_t
path(struct records *r, uint32_t up, uint32_t name)
{
	uint32_t p = r->hint < r->n_paths ? r->hint : 0;

	for (uint32_t i = 0; i < r->n_paths; i++) {
		if (r->paths[p].up == up && r->paths[p].name == name) {
			r->hint = p + 1;
			return p;
		}
		p = p + 1 < r->n_paths ? p + 1 : 0;
	}
	if (r->n_paths == MAX_PATHS || name == 0) {
		r->crowded = true;
		return NONE;
	}
	PN_GROW(r->paths, r->n_paths, r->cap_paths);
	r->paths[r->n_paths++] =
	    (struct path){.up = up, .name = name, .first = NONE, .last = NONE};
	r->hint = (uint32_t)r->n_paths;
	return r->hint - 1;
}

/* key - the name of element I within its record; *NAMED_OUT is the attribute
 * that says it, or 0 */
static uint32_t
key(struct records *r, uint32_t i, uint32_t *named_out)
{
	const struct pn_xnode *attr;
	char word[PN_X_KEY];

	*named_out = pn_xtree_key(r->t, i);
	if (*named_out == 0)
		return r->t->nodes[i].name;
	attr = &r->t->nodes[*named_out];
	memcpy(word, r->t->pool.data + attr->text, attr->len);
	return pn_xtree_name(r->t, word, attr->len);
}

/* mark - find what repeats within element I, which is path P */
static enum pn_err
mark(struct records *r, uint32_t i, uint32_t p)
{
	const struct pn_xtree *t = r->t;
	enum pn_err err = PN_OK;

	for (uint32_t k = i + 1; k < t->nodes[i].next && err == PN_OK;
	     k = t->nodes[k].next) {
		bool leaf = pn_xtree_is_leaf(t, k);
		uint32_t named, q;

		if (t->nodes[k].kind != PN_X_ELEMENT)
			continue;
		q = path(r, p, key(r, k, &named));
		if (q == NONE)
			return PN_OK;
		if (r->paths[q].seen == i + 1 &&
		    (!leaf || pn_xtree_only_attrs(t, k)))
			r->paths[q].nested = true;
		r->paths[q].seen = i + 1;
		if (!leaf && !r->paths[q].nested)
			err = mark(r, k, q);
		if (err == PN_OK)
			err = pn_job_work(r->job, 64);
	}
	return err;
}

/* put - node K is a value of path P */
static void
put(struct records *r, uint32_t p, uint32_t k)
{
	struct path *at;

	if (p == NONE)
		return;
	at = &r->paths[p];
	if (at->column == 0) {
		PN_GROW(r->columns, r->n_columns, r->cap_columns);
		r->columns[r->n_columns++] = p;
		at->column = (unsigned)r->n_columns;
	}
	if (!r->rows)
		return;
	PN_GROW(r->items, r->n_items, r->cap_items);
	r->items[r->n_items] = (struct item){k, NONE};
	if (at->first == NONE)
		at->first = (uint32_t)r->n_items;
	else
		r->items[at->last].next = (uint32_t)r->n_items;
	at->last = (uint32_t)r->n_items++;
}

/* keep - element K is a record of path P's own table */
static void
keep(struct records *r, uint32_t p, uint32_t k)
{
	struct path *at = &r->paths[p];

	if (!r->rows)
		return;
	at->inner.name = at->name;
	PN_GROW(at->inner.nodes, at->inner.n, at->inner.cap);
	at->inner.nodes[at->inner.n++] = k;
	PN_GROW(at->of, at->n_of, at->cap_of);
	at->of[at->n_of++] = r->record;
}

/* fill_leaf - element K, a value, and its attributes */
static void
fill_leaf(struct records *r, uint32_t p, uint32_t k, uint32_t named)
{
	struct pn_xtree *t = r->t;
	uint32_t value = named ? pn_xtree_attr(t, k, " value val ") : 0;

	if (t->nodes[k].flags & PN_X_TEXTS)
		put(r, p, k);
	if (named && r->rows)
		t->nodes[named].flags |= PN_X_TOLD;
	if (value)
		put(r, p, value);
	for (uint32_t a = k + 1;
	     a < t->nodes[k].next && t->nodes[a].kind == PN_X_ATTR; a++)
		if (a != named && a != value)
			put(r, path(r, p, t->nodes[a].name), a);
}

/* fill - the values of element I, which is path P, to their columns */
static enum pn_err
fill(struct records *r, uint32_t i, uint32_t p)
{
	struct pn_xtree *t = r->t;
	enum pn_err err = PN_OK;

	if (t->nodes[i].flags & PN_X_TEXTS)
		put(r, p, i); /* an element with attributes and text */
	for (uint32_t k = i + 1; k < t->nodes[i].next && err == PN_OK;
	     k = t->nodes[k].next) {
		const struct pn_xnode *e = &t->nodes[k];
		uint32_t named, q;

		if (e->kind == PN_X_ATTR)
			put(r, path(r, p, e->name), k);
		if (e->kind != PN_X_ELEMENT || t->nodes[i].flags & PN_X_TEXTS)
			continue;
		q = path(r, p, key(r, k, &named));
		if (q == NONE)
			continue;
		if (r->paths[q].nested)
			keep(r, q, k);
		else if (pn_xtree_is_leaf(t, k))
			fill_leaf(r, q, k, named);
		else
			err = fill(r, k, q);
		if (err == PN_OK)
			err = pn_job_work(r->job, 64);
	}
	return err;
}

/* title - the name of path P with those around it, up to the record */
static void
title(const struct records *r, uint32_t p, struct pn_buf *out)
{
	if (p != 0 && r->paths[p].up != 0) {
		title(r, r->paths[p].up, out);
		(void)!pn_buf_addc(out, '.');
	}
	(void)!pn_buf_adds(out, pn_xtree_string(r->t, r->paths[p].name));
}

/* head - the names of the columns as the first row of T */
static enum pn_err
head(struct records *r, struct pn_table *t)
{
	enum pn_err err = PN_OK;

	for (uint32_t c = 0; c < r->n_columns && err == PN_OK; c++) {
		err = pn_table_cell(t, r->job, 0, c, 0);
		if (err == PN_OK)
			title(r, r->columns[c], &t->text);
	}
	return err;
}

/* row - record I as row number R->record + 1 */
static enum pn_err
row(struct records *r, struct pn_table *t, uint32_t i)
{
	enum pn_err err;

	r->n_items = 0;
	r->hint = 0;
	err = fill(r, i, 0);
	for (uint32_t c = 0; c < r->n_columns; c++) {
		struct path *p = &r->paths[r->columns[c]];

		if (p->first == NONE)
			continue;
		if (err == PN_OK)
			err = pn_table_cell(t, r->job, r->record + 1, c, 0);
		for (uint32_t k = p->first; k != NONE && err == PN_OK;
		     k = r->items[k].next) {
			if (k != p->first)
				err = pn_buf_adds(&t->text, ", ");
			if (err == PN_OK)
				err = pn_xtree_value(
				    r->t, r->items[k].node, &t->text);
			if (err != PN_OK)
				err = pn_job_limit(r->job, "text");
		}
		p->first = NONE;
	}
	return err;
}

/* table - all records of G in R's columns */
static enum pn_err
table(struct records *r, const struct pn_xgroup *g)
{
	char *place = pn_strdup(pn_xtree_string(r->t, g->name));
	struct pn_table t;
	enum pn_err err;

	pn_table_init(&t, place, PN_PLACE_RECORDS, 0);
	err = head(r, &t);
	for (size_t i = 0; i < g->n && err == PN_OK; i++) {
		r->record = (uint32_t)i;
		err = row(r, &t, g->nodes[i]);
	}
	if (err == PN_OK)
		err = pn_table_emit(&t, r->job);
	pn_table_free(&t);
	free(place);
	return err;
}

/* walk_all - the three walks over G */
static enum pn_err
walk_all(struct records *r, const struct pn_xgroup *g)
{
	enum pn_err err = PN_OK;

	(void)path(r, NONE, g->name);
	for (size_t i = 0; i < g->n && err == PN_OK; i++)
		err = mark(r, g->nodes[i], 0);
	for (size_t i = 0; i < g->n && err == PN_OK && !r->crowded; i++)
		err = fill(r, g->nodes[i], 0);
	r->rows = true;
	/* too many names: the caller tells it all as lines */
	return err == PN_OK && !r->crowded ? table(r, g) : err;
}

/* tell - G and the tables within it */
static enum pn_err
tell(struct pn_xtree *t, struct pn_job *job, const struct pn_xgroup *g,
    const uint32_t *of, unsigned depth)
{
	struct records r = {.t = t, .job = job};
	enum pn_err err;

	if (pn_xgrid_is(t, g))
		err = pn_xgrid_tell(t, job, g, of);
	else
		err = walk_all(&r, g);
	for (size_t p = 0; p < r.n_paths; p++) {
		struct path *at = &r.paths[p];

		if (at->inner.n && err == PN_OK && depth < PN_XML_MAX_DEPTH)
			err = tell(t, job, &at->inner, at->of, depth + 1);
		free(at->inner.nodes);
		free(at->of);
	}
	free(r.items);
	free(r.columns);
	free(r.paths);
	return err;
}

enum pn_err
pn_xrecords_tell(
    struct pn_xtree *t, struct pn_job *job, const struct pn_xgroup *g)
{
	return tell(t, job, g, NULL, 0);
}
