/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * json_tree - the values of a JSON text as a list of nodes
 */
#include <string.h>
#include "base/mem.h"
#include "base/uni.h"
#include "extract/plain/json_tree.h"

#define MAX_DEPTH 200
#define MAX_NODES (4u << 20) /* 20 bytes each */

void
pn_jtree_blank(struct pn_jtree *j)
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
scalar(struct pn_jtree *j)
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
add(struct pn_jtree *j, enum pn_jkind kind, uint32_t key)
{
	PN_GROW(j->nodes, j->n_nodes, j->cap_nodes);
	j->nodes[j->n_nodes] = (struct pn_jnode){
	    (uint32_t)j->at, (uint32_t)j->n, key, PN_J_NONE, (uint32_t)kind};
	return (uint32_t)j->n_nodes++;
}

/* name - step over a name and its colon; false where there is none */
static bool
name(struct pn_jtree *j)
{
	if (!scalar(j))
		return false;
	pn_jtree_blank(j);
	if (j->at >= j->n || j->s[j->at] != ':')
		return false;
	j->at++;
	pn_jtree_blank(j);
	return true;
}

/* parse - all of the text below one node; false: no JSON. J->at tells how far
 * it was */
bool
pn_jtree_parse(struct pn_jtree *j)
{
	uint32_t stack[MAX_DEPTH + 1], depth = 0, key;

	stack[0] = add(j, PN_J_ARRAY, PN_J_NONE);
	for (pn_jtree_blank(j); j->at < j->n; pn_jtree_blank(j)) {
		char c = j->s[j->at];
		uint32_t up = stack[depth], i;

		if (c == ',' && depth) {
			j->at++;
			continue;
		}
		if (c == '}' || c == ']') {
			enum pn_jkind kind =
			    c == '}' ? PN_J_OBJECT : PN_J_ARRAY;

			if (depth == 0 || j->nodes[up].kind != kind)
				return false;
			j->at++;
			j->nodes[up].end = (uint32_t)j->at;
			j->nodes[up].next = (uint32_t)j->n_nodes;
			depth--;
			continue;
		}
		key = PN_J_NONE;
		if (j->nodes[up].kind == PN_J_OBJECT) {
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
			stack[++depth] =
			    add(j, c == '{' ? PN_J_OBJECT : PN_J_ARRAY, key);
			j->at++;
			continue;
		}
		i = add(j, PN_J_SCALAR, key);
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

void
pn_jtree_unquote(
    const struct pn_jtree *j, uint32_t at, uint32_t end, struct pn_buf *out)
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
key_end(const struct pn_jtree *j, uint32_t at)
{
	struct pn_jtree k = {.s = j->s, .n = j->n, .at = at};

	(void)scalar(&k);
	return (uint32_t)k.at;
}

void
pn_jtree_key(const struct pn_jtree *j, uint32_t i, struct pn_buf *out)
{
	uint32_t at = j->nodes[i].key;

	if (at != PN_J_NONE)
		pn_jtree_unquote(j, at, key_end(j, at), out);
}
