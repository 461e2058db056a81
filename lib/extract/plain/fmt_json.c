/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_json - JSON (RFC 8259), JSON lines, and what people write by hand:
 * comments, trailing commas, single quotes, names without quotes
 *
 * Objects that lie in one list are the rows of a table whose columns are
 * their names; objects within them are flattened ("home.postcode"), lists of
 * objects within them are tables of their own. Everything else is lines "name:
 * value". Numbers stay as they are written. What is no JSON to its end, nests
 * deeper than MAX_DEPTH (limit "nesting") or has more values than can be held
 * is read as the text that it is.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/uni.h"
#include "extract/decode.h"
#include "extract/table.h"
#include "extract/text.h"

#define MAX_DEPTH   200
#define MAX_NODES   (4u << 20) /* 20 bytes each */
#define MAX_COLUMNS 256
#define MAX_NAME    1000       /* bytes of a name in a table */
#define MAX_PATH    (1u << 20) /* of those around it as well */
#define BID	    12	       /* it was parsed as far as it was looked at */

enum kind { SCALAR, OBJECT, ARRAY };

/* A value. The first inside is the node behind it. */
struct node {
	uint32_t at, end; /* in the text */
	uint32_t key;	  /* where its name begins; NONE */
	uint32_t next;	  /* the node behind it and all inside it */
	uint32_t kind;
};

#define NONE UINT32_MAX

/* A text and what it is made of. */
struct json {
	const char *s;
	size_t n, at;
	struct node *nodes;
	size_t n_nodes, cap_nodes;
	bool deep;
	struct pn_job *job;
	struct pn_buf lines;
};

/* blank - step over white space and comments */
static void
blank(struct json *j)
{
	while (j->at < j->n) {
		const char *p = j->s + j->at, *end = NULL;

		if (strchr(" \t\r\n", *p)) {
			j->at++;
			continue;
		}
		if (*p != '/' || j->n - j->at < 2)
			return;
		if (p[1] == '/')
			end = memchr(p, '\n', j->n - j->at);
		else if (p[1] == '*')
			end = strstr(p + 2, "*/");
		else
			return;
		j->at =
		    end ? (size_t)(end - j->s) + (*end == '*' ? 2 : 1) : j->n;
	}
}

/* scalar - step over a string or a word; false where there is none */
static bool
scalar(struct json *j)
{
	char quote = j->s[j->at];
	size_t from = j->at;

	if (quote != '"' && quote != '\'') {
		j->at += strcspn(j->s + j->at, " \t\r\n,:[]{}\"'");
		return j->at > from && j->at - from <= 64;
	}
	for (j->at++; j->at < j->n && j->s[j->at] != quote; j->at++)
		j->at += j->s[j->at] == '\\' && j->at + 1 < j->n;
	if (j->at >= j->n)
		return false;
	j->at++;
	return true;
}

/* add - a new value */
static uint32_t
add(struct json *j, enum kind kind, uint32_t key)
{
	PN_GROW(j->nodes, j->n_nodes, j->cap_nodes);
	j->nodes[j->n_nodes] = (struct node){
	    (uint32_t)j->at, (uint32_t)j->n, key, NONE, (uint32_t)kind};
	return (uint32_t)j->n_nodes++;
}

/* name - step over a name and its colon; false where there is none */
static bool
name(struct json *j)
{
	if (!scalar(j))
		return false;
	blank(j);
	if (j->at >= j->n || j->s[j->at] != ':')
		return false;
	j->at++;
	blank(j);
	return true;
}

/* parse - all of the text below one node; false: no JSON. J->at tells how far
 * it was */
static bool
parse(struct json *j)
{
	uint32_t stack[MAX_DEPTH + 1], depth = 0, key;

	stack[0] = add(j, ARRAY, NONE);
	for (blank(j); j->at < j->n; blank(j)) {
		char c = j->s[j->at];
		uint32_t up = stack[depth], i;

		if (c == ',' && depth) {
			j->at++;
			continue;
		}
		if (c == '}' || c == ']') {
			enum kind kind = c == '}' ? OBJECT : ARRAY;

			if (depth == 0 || j->nodes[up].kind != kind)
				return false;
			j->at++;
			j->nodes[up].end = (uint32_t)j->at;
			j->nodes[up].next = (uint32_t)j->n_nodes;
			depth--;
			continue;
		}
		key = NONE;
		if (j->nodes[up].kind == OBJECT) {
			key = (uint32_t)j->at;
			if (!name(j) || j->at >= j->n)
				return false;
			c = j->s[j->at];
		}
		if (j->n_nodes >= MAX_NODES)
			return false;
		if (c == '{' || c == '[') {
			if (depth == MAX_DEPTH) {
				j->deep = true;
				return false;
			}
			stack[++depth] = add(j, c == '{' ? OBJECT : ARRAY, key);
			j->at++;
			continue;
		}
		i = add(j, SCALAR, key);
		if (!scalar(j))
			return false;
		j->nodes[i].end = (uint32_t)j->at;
		j->nodes[i].next = (uint32_t)j->n_nodes;
	}
	j->nodes[0].next = (uint32_t)j->n_nodes;
	return depth == 0;
}

/* hex4 - the number of four hexadecimal digits at P; -1 */
static int
hex4(const char *p, const char *end)
{
	static const char digits[] = "0123456789abcdef";
	int v = 0;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		const char *d = p[i] ? strchr(digits, p[i] | 32) : NULL;

		if (d == NULL)
			return -1;
		v = v << 4 | (int)(d - digits);
	}
	return v;
}

/* escape - the character behind the backslash at *P into OUT */
static void
escape(const char **p, const char *end, struct pn_buf *out)
{
	static const char from[] = "nrtbf", to[] = "\n\r\t  ";
	const char *s = *p + 1, *known;
	int c, low;

	*p = s < end ? s + 1 : end;
	if (s >= end)
		return;
	if (*s != 'u') {
		known = strchr(from, *s);
		(void)!pn_buf_addc(out, known ? to[known - from] : *s);
		return;
	}
	c = hex4(s + 1, end);
	if (c < 0)
		return;
	*p = s + 5;
	if (c >= 0xd800 && c < 0xdc00 && end - *p >= 6 && (*p)[0] == '\\' &&
	    (*p)[1] == 'u') {
		low = hex4(*p + 2, end);
		if (low >= 0xdc00 && low < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			*p += 6;
		}
	}
	if (c == 0 || (c >= 0xd800 && c < 0xe000))
		c = 0xfffd;
	(void)!pn_utf8_put(out, (uint32_t)c);
}

/* unquote - the string or word at AT, which ends at END, into OUT */
static void
unquote(const struct json *j, uint32_t at, uint32_t end, struct pn_buf *out)
{
	const char *p = j->s + at, *e = j->s + end;

	if (*p == '"' || *p == '\'')
		p++, e--;
	while (p < e) {
		const char *b = memchr(p, '\\', (size_t)(e - p));

		(void)!pn_buf_add(out, p, (size_t)((b ? b : e) - p));
		p = b ? b : e;
		if (b)
			escape(&p, e, out);
	}
}

/* key_end - where the name at AT ends */
static uint32_t
key_end(const struct json *j, uint32_t at)
{
	struct json k = {.s = j->s, .n = j->n, .at = at};

	(void)scalar(&k);
	return (uint32_t)k.at;
}

/* add_key - the name of node I */
static void
add_key(const struct json *j, uint32_t i, struct pn_buf *out)
{
	uint32_t at = j->nodes[i].key;

	if (at != NONE)
		unquote(j, at, key_end(j, at), out);
}

/* only_scalars - a list of values, none of which is a container */
static bool
only_scalars(const struct json *j, uint32_t i)
{
	for (uint32_t k = i + 1; k < j->nodes[i].next; k = j->nodes[k].next)
		if (j->nodes[k].kind != SCALAR)
			return false;
	return true;
}

/* has_kind - two containers of that kind at least, and nothing else, in I? */
static bool
has_kind(const struct json *j, uint32_t i, enum kind kind)
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
	struct json *j;
	char *columns[MAX_COLUMNS];
	uint32_t values[MAX_COLUMNS]; /* of the row at work; NONE */
	unsigned n, hint;
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
list(const struct json *j, uint32_t i, struct pn_buf *out)
{
	for (uint32_t k = i + 1; k < j->nodes[i].next; k = j->nodes[k].next) {
		if (k > i + 1)
			(void)!pn_buf_adds(out, ", ");
		unquote(j, j->nodes[k].at, j->nodes[k].end, out);
	}
}

/* value - what a cell shows of node I */
static void
value(const struct json *j, uint32_t i, struct pn_buf *out)
{
	if (j->nodes[i].kind == SCALAR)
		unquote(j, j->nodes[i].at, j->nodes[i].end, out);
	else
		list(j, i, out);
}

/* fill - the values of object I into the row, or (MAKE) its names into the
 * columns. Containers other than objects and lists of values are left out. */
static enum pn_err
fill(struct grid *g, uint32_t i, bool make)
{
	const struct json *j = g->j;
	size_t before = g->path.len;
	enum pn_err err = PN_OK;

	for (uint32_t k = i + 1; k < j->nodes[i].next && err == PN_OK;
	     k = j->nodes[k].next) {
		const struct node *n = &j->nodes[k];
		unsigned c;

		if (n->key != NONE && n->at - n->key > MAX_NAME)
			return pn_job_limit(j->job, "text");
		if (before)
			(void)!pn_buf_addc(&g->path, '.');
		add_key(j, k, &g->path);
		if (n->kind == OBJECT)
			err = fill(g, k, make);
		else if (n->kind == SCALAR || only_scalars(j, k)) {
			c = column(g, make);
			if (!make && c < g->n && g->values[c] == NONE)
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
		g->values[c] = NONE;
	pn_buf_clear(&g->rest);
	g->hint = 0;
	err = fill(g, i, false);
	for (unsigned c = 0; c < g->n && err == PN_OK; c++) {
		if (g->values[c] == NONE)
			continue;
		err = pn_table_cell(t, g->j->job, r, c, 0);
		if (err == PN_OK)
			value(g->j, g->values[c], &t->text);
	}
	if (err == PN_OK && g->rest.len) {
		err = pn_table_cell(t, g->j->job, r, g->n, 0);
		if (err == PN_OK)
			(void)!pn_buf_add(&t->text, g->rest.data, g->rest.len);
	}
	return err;
}

/* flush - hand on the lines so far */
static enum pn_err
flush(struct json *j)
{
	enum pn_err err =
	    pn_job_text(j->job, pn_buf_bytes(&j->lines), "JSON values", 0);

	pn_buf_clear(&j->lines);
	return err;
}

/* objects - the table of the objects in list I */
static enum pn_err
objects(struct json *j, uint32_t i, const char *place)
{
	struct grid g = {.j = j};
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
		err = pn_table_cell(&t, j->job, 0, c, 0);
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

/* lists - the table of the lists in list I */
static enum pn_err
lists(struct json *j, uint32_t i, const char *place)
{
	struct pn_table t;
	enum pn_err err = PN_OK;
	uint32_t r = 0;

	pn_table_init(&t, place, PN_PLACE_ROWS, 0);
	for (uint32_t k = i + 1; k < j->nodes[i].next && err == PN_OK;
	     k = j->nodes[k].next, r++) {
		uint32_t c = 0;

		for (uint32_t v = k + 1; v < j->nodes[k].next && err == PN_OK;
		     v++, c++) {
			err = pn_table_cell(&t, j->job, r, c, 0);
			if (err == PN_OK)
				value(j, v, &t.text);
		}
	}
	if (err == PN_OK)
		err = pn_table_emit(&t, j->job);
	pn_table_free(&t);
	return err;
}

/* all_flat - only lists of values in I? */
static bool
all_flat(const struct json *j, uint32_t i)
{
	for (uint32_t k = i + 1; k < j->nodes[i].next; k = j->nodes[k].next)
		if (!only_scalars(j, k))
			return false;
	return true;
}

/* tell - node I; IN_ROW: its own values are told in a table */
static enum pn_err
tell(struct json *j, uint32_t i, bool in_row)
{
	const struct node *n = &j->nodes[i];
	bool table = n->kind == ARRAY && has_kind(j, i, OBJECT);
	bool grid = n->kind == ARRAY && has_kind(j, i, ARRAY) && all_flat(j, i);
	bool flat =
	    n->kind == SCALAR || (n->kind == ARRAY && only_scalars(j, i));
	enum pn_err err = PN_OK;
	struct pn_buf key;

	if (flat && in_row)
		return PN_OK;
	if (flat) {
		add_key(j, i, &j->lines);
		if (n->key != NONE)
			(void)!pn_buf_adds(&j->lines, ": ");
		value(j, i, &j->lines);
		return pn_buf_addc(&j->lines, '\n') == PN_OK
			   ? pn_job_work(j->job, 32)
			   : pn_job_limit(j->job, "text");
	}
	if (n->key != NONE && !(in_row && n->kind == OBJECT)) {
		add_key(j, i, &j->lines);
		(void)!pn_buf_adds(&j->lines, ":\n");
	}
	if (table || grid) {
		pn_buf_init(&key, MAX_PATH);
		add_key(j, i, &key);
		err = flush(j);
		if (err == PN_OK)
			err = table ? objects(j, i, key.data)
				    : lists(j, i, key.data);
		pn_buf_free(&key);
	}
	for (uint32_t k = i + 1; k < n->next && err == PN_OK && !grid;
	     k = j->nodes[k].next)
		err =
		    tell(j, k, table || (in_row && j->nodes[i].kind == OBJECT));
	return err;
}

static unsigned
json_bid(struct pn_look *look, const char **type)
{
	const char *s = pn_look_text(look);
	struct json j = {.s = s, .n = s ? strlen(s) : 0};
	bool whole;

	(void)type;
	blank(&j);
	if (j.n == 0 || (s[j.at] != '{' && s[j.at] != '['))
		return 0;
	whole = parse(&j);
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
	struct json j = {.s = text->data, .n = text->len, .job = job};
	enum pn_err err = PN_ERR_SYNTAX;

	pn_buf_init(&j.lines, pn_job_room(job) + 1);
	if (parse(&j)) {
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
