/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_json - JSON (RFC 8259), JSON lines, and what people write by hand:
 * comments, trailing commas, single quotes, names without quotes
 *
 * Objects that lie in one list are the rows of a table whose columns are
 * their names; objects within them are flattened ("home.postcode"), lists of
 * objects within them are tables of their own. So are objects of one make
 * by name, lists of lists, and lists of equal length by name, the columns.
 * Everything else is lines "name: value". Numbers stay as they are written.
 * What is no JSON to its end, nests too deep (limit "nesting") or has more
 * values than can be held is read as the text that it is.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/decode.h"
#include "extract/plain/json_tree.h"
#include "extract/table.h"
#include "extract/text.h"

#define MAX_COLUMNS 256
#define FEW	    16	       /* names that are compared */
#define MAX_NAME    1000       /* bytes of a name in a table */
#define MAX_PATH    (1u << 20) /* of those around it as well */
#define BID	    12	       /* it was parsed as far as it was looked at */

/* only_scalars - a list of values, none of which is a container */
static bool
only_scalars(const struct pn_jtree *j, uint32_t i)
{
	for (uint32_t k = i + 1; k < j->nodes[i].next; k = j->nodes[k].next)
		if (j->nodes[k].kind != PN_J_SCALAR)
			return false;
	return true;
}

/* has_kind - two containers of that kind at least, and nothing else, in I? */
static bool
has_kind(const struct pn_jtree *j, uint32_t i, enum pn_jkind kind)
{
	unsigned n = 0;

	for (uint32_t k = i + 1; k < j->nodes[i].next; k = j->nodes[k].next) {
		if (j->nodes[k].kind != kind || j->nodes[k].next == k + 1)
			return false;
		n++;
	}
	return n >= 2;
}

/* The table that a list of objects makes. */
struct grid {
	struct pn_jtree *j;
	char *columns[MAX_COLUMNS];
	uint32_t values[MAX_COLUMNS]; /* of the row at work; PN_J_NONE */
	unsigned n, hint;
	bool keyed; /* the first column is their own names */
	struct pn_buf path, rest;
};

/* column - the number of the column called as the path; N where it is new and
 * there is no room */
static unsigned
column(struct grid *g, bool make)
{
	unsigned c = g->hint < g->n ? g->hint : 0;

	for (unsigned i = 0; i < g->n; i++, c = c + 1 < g->n ? c + 1 : 0)
		if (strcmp(g->columns[c], g->path.data) == 0) {
			g->hint = c + 1;
			return c;
		}
	if (!make || g->n == MAX_COLUMNS)
		return g->n;
	g->columns[g->n] = pn_strdup(g->path.data);
	return g->n++;
}

/* list - the values of list I in one line */
static void
list(const struct pn_jtree *j, uint32_t i, struct pn_buf *out)
{
	for (uint32_t k = i + 1; k < j->nodes[i].next; k = j->nodes[k].next) {
		if (k > i + 1)
			(void)!pn_buf_adds(out, ", ");
		pn_jtree_unquote(j, j->nodes[k].at, j->nodes[k].end, out);
	}
}

/* value - what a cell shows of node I */
static void
value(const struct pn_jtree *j, uint32_t i, struct pn_buf *out)
{
	if (j->nodes[i].kind == PN_J_SCALAR)
		pn_jtree_unquote(j, j->nodes[i].at, j->nodes[i].end, out);
	else
		list(j, i, out);
}

/* fill - the values of object I into the row, or (MAKE) its names into the
 * columns. Containers other than objects and lists of values are left out. */
static enum pn_err
fill(struct grid *g, uint32_t i, bool make)
{
	const struct pn_jtree *j = g->j;
	size_t before = g->path.len;
	enum pn_err err = PN_OK;

	for (uint32_t k = i + 1; k < j->nodes[i].next && err == PN_OK;
	     k = j->nodes[k].next) {
		const struct pn_jnode *n = &j->nodes[k];
		unsigned c;

		if (n->key != PN_J_NONE && n->at - n->key > MAX_NAME)
			return pn_job_limit(j->job, "text");
		if (before)
			(void)!pn_buf_addc(&g->path, '.');
		pn_jtree_key(j, k, &g->path);
		if (n->kind == PN_J_OBJECT)
			err = fill(g, k, make);
		else if (n->kind == PN_J_SCALAR || only_scalars(j, k)) {
			c = column(g, make);
			if (!make && c < g->n && g->values[c] == PN_J_NONE)
				g->values[c] = k;
			else if (!make) {
				(void)!pn_buf_addf(
				    &g->rest, "%s: ", g->path.data);
				value(j, k, &g->rest);
				(void)!pn_buf_adds(&g->rest, "; ");
			}
		}
		g->path.len = before;
		g->path.data[before] = '\0';
		if (err == PN_OK)
			err = pn_job_work(j->job, 32);
	}
	return err;
}

/* row - the object I as row number R of T */
static enum pn_err
row(struct grid *g, struct pn_table *t, uint32_t r, uint32_t i)
{
	enum pn_err err;

	for (unsigned c = 0; c < g->n; c++)
		g->values[c] = PN_J_NONE;
	pn_buf_clear(&g->rest);
	g->hint = 0;
	err = fill(g, i, false);
	if (err == PN_OK && g->keyed) {
		err = pn_table_cell(t, g->j->job, r, 0, 0);
		if (err == PN_OK)
			pn_jtree_key(g->j, i, &t->text);
	}
	for (unsigned c = 0; c < g->n && err == PN_OK; c++) {
		if (g->values[c] == PN_J_NONE)
			continue;
		err = pn_table_cell(t, g->j->job, r, c + g->keyed, 0);
		if (err == PN_OK)
			value(g->j, g->values[c], &t->text);
	}
	if (err == PN_OK && g->rest.len) {
		err = pn_table_cell(t, g->j->job, r, g->n + g->keyed, 0);
		if (err == PN_OK)
			(void)!pn_buf_add(&t->text, g->rest.data, g->rest.len);
	}
	return err;
}

/* flush - hand on the lines so far */
static enum pn_err
flush(struct pn_jtree *j)
{
	enum pn_err err =
	    pn_job_text(j->job, pn_buf_bytes(&j->lines), "JSON values", 0);

	pn_buf_clear(&j->lines);
	return err;
}

/* objects - the table of the objects in list I, or in an object by name */
static enum pn_err
objects(struct pn_jtree *j, uint32_t i, const char *place)
{
	struct grid g = {.j = j, .keyed = j->nodes[i].kind == PN_J_OBJECT};
	struct pn_table t;
	enum pn_err err = PN_OK;
	uint32_t r = 1;

	pn_buf_init(&g.path, MAX_PATH);
	pn_buf_init(&g.rest, PN_TABLE_PIECE_TEXT);
	pn_table_init(&t, place, PN_PLACE_ROWS, 0);
	for (uint32_t k = i + 1; k < j->nodes[i].next && err == PN_OK;
	     k = j->nodes[k].next)
		err = fill(&g, k, true);
	for (unsigned c = 0; c < g.n && err == PN_OK; c++) {
		err = pn_table_cell(&t, j->job, 0, c + g.keyed, 0);
		if (err == PN_OK)
			(void)!pn_buf_adds(&t.text, g.columns[c]);
	}
	for (uint32_t k = i + 1; k < j->nodes[i].next && err == PN_OK;
	     k = j->nodes[k].next)
		err = row(&g, &t, r++, k);
	if (err == PN_OK)
		err = pn_table_emit(&t, j->job);
	for (unsigned c = 0; c < g.n; c++)
		free(g.columns[c]);
	pn_table_free(&t);
	pn_buf_free(&g.path);
	pn_buf_free(&g.rest);
	return err;
}

/* list_row - the values of list I as row R of T */
static enum pn_err
list_row(struct pn_jtree *j, struct pn_table *t, uint32_t r, uint32_t i)
{
	uint32_t c = 0;
	enum pn_err err = PN_OK;

	for (uint32_t v = i + 1; v < j->nodes[i].next && err == PN_OK;
	     v = j->nodes[v].next, c++) {
		err = pn_table_cell(t, j->job, r, c, 0);
		if (err == PN_OK)
			value(j, v, &t->text);
	}
	return err;
}

/* lists - the table of the lists in list I */
static enum pn_err
lists(struct pn_jtree *j, uint32_t i, const char *place)
{
	struct pn_table t;
	enum pn_err err = PN_OK;
	uint32_t r = 0;

	pn_table_init(&t, place, PN_PLACE_ROWS, 0);
	if (j->names != PN_J_NONE)
		err = list_row(j, &t, r++, j->names);
	for (uint32_t k = i + 1; k < j->nodes[i].next && err == PN_OK;
	     k = j->nodes[k].next)
		err = list_row(j, &t, r++, k);
	if (err == PN_OK)
		err = pn_table_emit(&t, j->job);
	pn_table_free(&t);
	return err;
}

/* all_flat - only lists of values in I? */
static bool
all_flat(const struct pn_jtree *j, uint32_t i)
{
	for (uint32_t k = i + 1; k < j->nodes[i].next; k = j->nodes[k].next)
		if (!only_scalars(j, k))
			return false;
	return true;
}

/* count - how many values are in node I; 0 where one of them is none */
static uint32_t
count(const struct pn_jtree *j, uint32_t i)
{
	return j->nodes[i].kind != PN_J_SCALAR && only_scalars(j, i)
		   ? j->nodes[i].next - i - 1
		   : 0;
}

/* is_columns - lists of as many values each, by name? The names of what is in
 * them, if any, are the numbers of the rows */
static bool
is_columns(const struct pn_jtree *j, uint32_t i)
{
	uint32_t rows, n = 0;

	if (j->nodes[i].kind != PN_J_OBJECT || j->nodes[i].next == i + 1)
		return false;
	rows = count(j, i + 1);
	for (uint32_t k = i + 1; k < j->nodes[i].next; k = j->nodes[k].next) {
		uint32_t key;

		if (rows < 2 || count(j, k) != rows)
			return false;
		key = j->nodes[k + 1].key;
		if (key != PN_J_NONE && strncmp(j->s + key, "\"0\"", 3) != 0)
			return false;
		n++;
	}
	return n >= 2;
}

/* columns - the table of the columns in object I */
static enum pn_err
columns(struct pn_jtree *j, uint32_t i, const char *place)
{
	uint32_t rows = count(j, i + 1);
	struct pn_table t;
	enum pn_err err = PN_OK;

	pn_table_init(&t, place, PN_PLACE_ROWS, 0);
	for (uint32_t r = 0; r <= rows && err == PN_OK; r++) {
		uint32_t c = 0;

		for (uint32_t k = i + 1; k < j->nodes[i].next && err == PN_OK;
		     k = j->nodes[k].next) {
			err = pn_table_cell(&t, j->job, r, c++, 0);
			if (err == PN_OK && r == 0)
				pn_jtree_key(j, k, &t.text);
			else if (err == PN_OK)
				value(j, k + r, &t.text);
		}
	}
	if (err == PN_OK)
		err = pn_table_emit(&t, j->job);
	pn_table_free(&t);
	return err;
}

/* same_name - is the name of node A one of those in object B? */
static bool
same_name(const struct pn_jtree *j, uint32_t a, uint32_t b)
{
	const struct pn_jnode *n = &j->nodes[a];

	for (uint32_t k = b + 1; k < j->nodes[b].next; k = j->nodes[k].next) {
		size_t len = j->nodes[k].at - j->nodes[k].key;

		if (len == n->at - n->key &&
		    memcmp(j->s + j->nodes[k].key, j->s + n->key, len) == 0)
			return true;
	}
	return false;
}

/* is_map - objects of one make, by name? The first two tell */
static bool
is_map(const struct pn_jtree *j, uint32_t i)
{
	uint32_t a = i + 1, b, all = 0, same = 0;

	if (j->nodes[i].kind != PN_J_OBJECT || !has_kind(j, i, PN_J_OBJECT))
		return false;
	b = j->nodes[a].next;
	for (uint32_t k = a + 1; k < b && all < FEW;
	     k = j->nodes[k].next, all++)
		same += same_name(j, k, b);
	return same * 2 >= all;
}

/* find_names - a list beside list I that has as many values as its first row:
 * the names of the columns */
static uint32_t
find_names(const struct pn_jtree *j, uint32_t up, uint32_t i)
{
	unsigned seen = 0;

	if (j->nodes[i].kind != PN_J_ARRAY || j->nodes[i].next == i + 1)
		return PN_J_NONE;
	for (uint32_t k = up + 1; k < j->nodes[up].next && seen++ < FEW;
	     k = j->nodes[k].next)
		if (k != i && j->nodes[k].kind == PN_J_ARRAY &&
		    count(j, k) > 1 && count(j, k) == count(j, i + 1))
			return k;
	return PN_J_NONE;
}

/* tell - node I; IN_ROW: its own values are told in a table */
static enum pn_err
tell(struct pn_jtree *j, uint32_t i, bool in_row)
{
	const struct pn_jnode *n = &j->nodes[i];
	bool cols = !in_row && is_columns(j, i);
	bool table =
	    !cols &&
	    ((!in_row && is_map(j, i)) ||
		(n->kind == PN_J_ARRAY && has_kind(j, i, PN_J_OBJECT)));
	bool grid = n->kind == PN_J_ARRAY && has_kind(j, i, PN_J_ARRAY) &&
		    all_flat(j, i);
	bool flat = n->kind == PN_J_SCALAR ||
		    (n->kind == PN_J_ARRAY && only_scalars(j, i));
	unsigned seen = 0;
	enum pn_err err = PN_OK;
	struct pn_buf key;

	if (flat && in_row)
		return PN_OK;
	if (flat) {
		pn_jtree_key(j, i, &j->lines);
		if (n->key != PN_J_NONE)
			(void)!pn_buf_adds(&j->lines, ": ");
		value(j, i, &j->lines);
		return pn_buf_addc(&j->lines, '\n') == PN_OK
			   ? pn_job_work(j->job, 32)
			   : pn_job_limit(j->job, "text");
	}
	if (n->key != PN_J_NONE && !(in_row && n->kind == PN_J_OBJECT)) {
		pn_jtree_key(j, i, &j->lines);
		(void)!pn_buf_adds(&j->lines, ":\n");
	}
	if (table || grid || cols) {
		pn_buf_init(&key, MAX_PATH);
		pn_jtree_key(j, i, &key);
		err = flush(j);
		if (err == PN_OK)
			err = cols    ? columns(j, i, key.data)
			      : table ? objects(j, i, key.data)
				      : lists(j, i, key.data);
		pn_buf_free(&key);
	}
	for (uint32_t k = i + 1; k < n->next && err == PN_OK && !grid && !cols;
	     k = j->nodes[k].next) {
		j->names = n->kind == PN_J_OBJECT && seen++ < FEW
			       ? find_names(j, i, k)
			       : PN_J_NONE;
		err = tell(j, k, table || (in_row && n->kind == PN_J_OBJECT));
	}
	return err;
}

static unsigned
json_bid(struct pn_look *look, const char **type)
{
	const char *s = pn_look_text(look);
	struct pn_jtree j = {.s = s, .n = s ? strlen(s) : 0};
	bool whole;

	(void)type;
	pn_jtree_blank(&j);
	if (j.n == 0 || (s[j.at] != '{' && s[j.at] != '['))
		return 0;
	whole = pn_jtree_parse(&j);
	/* what is cut off ends within something */
	if (!whole && look->bytes.n > j.n && j.at + 1 >= j.n)
		whole = true;
	whole = (whole || j.deep) && j.n_nodes > 2;
	free(j.nodes);
	return whole ? BID : 0;
}

/* read_json - TEXT by its values; PN_ERR_SYNTAX where that can't be done */
static enum pn_err
read_json(struct pn_job *job, const struct pn_buf *text)
{
	struct pn_jtree j = {
	    .s = text->data, .n = text->len, .job = job, .names = PN_J_NONE};
	enum pn_err err = PN_ERR_SYNTAX;

	pn_buf_init(&j.lines, pn_job_room(job) + 1);
	if (pn_jtree_parse(&j)) {
		err = tell(&j, 0, false);
		if (err == PN_OK)
			err = flush(&j);
	}
	if (j.deep)
		(void)!pn_job_limit(job, "nesting");
	pn_buf_free(&j.lines);
	free(j.nodes);
	return err;
}

static enum pn_err
json_read(struct pn_job *job)
{
	struct pn_buf text;
	enum pn_err cut = pn_decode(job, job->charset, &text);
	enum pn_err err = read_json(job, &text);

	if (err == PN_ERR_SYNTAX)
		err = pn_text_lines(job, &text);
	pn_buf_free(&text);
	return cut != PN_OK ? cut : err;
}

const struct pn_format pn_format_json = {
    .name = "json",
    .type = "application/json",
    .bid = json_bid,
    .read = json_read,
};
