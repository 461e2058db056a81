/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xml_tree - an XML document as a list of nodes
 */
#include <stdlib.h>
#include "base/mem.h"
#include "extract/plain/xml_tree.h"

#define FIRST_SLOTS 256 /* a power of two */

bool
pn_xtree_in_line(const char *name)
{
	static const char *const names[] = {
	    "em", "strong", "span", "tspan", "sup", "sub", "font"};

	/* asked at every tag: most names are told apart by one letter */
	switch (name[0]) {
	case 'a':
	case 'b':
	case 'i':
	case 'r':
	case 'u':
		return name[1] == '\0';
	case 't':
		return name[1] == '\0' || strcmp(name, "tspan") == 0;
	case 's':
		if (name[1] != 't' && name[1] != 'p' && name[1] != 'u')
			return false;
		break;
	case 'e':
	case 'f':
		break;
	default:
		return false;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (pn_xml_is(name, names[i]))
			return true;
	return false;
}

/* hash - FNV-1a */
static uint32_t
hash(const char *s, size_t n)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619u;
	return h;
}

/* slot_of - where the name of N bytes at S is, or belongs */
static size_t
slot_of(const struct pn_xtree *t, const char *s, size_t n)
{
	size_t at = hash(s, n) & (t->n_slots - 1);

	for (; t->slots[at]; at = (at + 1) & (t->n_slots - 1)) {
		const char *there = t->pool.data + t->slots[at] - 1;

		if (strncmp(there, s, n) == 0 && there[n] == '\0')
			break;
	}
	return at;
}

/* more_slots - twice as many */
static void
more_slots(struct pn_xtree *t)
{
	uint32_t *old = t->slots;
	size_t n = t->n_slots;

	t->n_slots = n ? 2 * n : FIRST_SLOTS;
	t->slots = pn_alloc(t->n_slots * sizeof(*t->slots));
	for (size_t i = 0; i < n; i++) {
		const char *s = t->pool.data + old[i] - 1;

		if (old[i])
			t->slots[slot_of(t, s, strlen(s))] = old[i];
	}
	free(old);
}

uint32_t
pn_xtree_name(struct pn_xtree *t, const char *s, size_t n)
{
	size_t at;

	if (2 * t->n_names >= t->n_slots)
		more_slots(t);
	at = slot_of(t, s, n);
	if (t->slots[at] == 0) {
		size_t off = t->pool.len;

		if (pn_buf_add(&t->pool, s, n) != PN_OK ||
		    pn_buf_addc(&t->pool, '\0') != PN_OK)
			return 0;
		t->slots[at] = (uint32_t)off + 1;
		t->n_names++;
	}
	return t->slots[at] - 1;
}

/* number_of - the number of NAME, which is terminated; a document has few names
 * and says them again and again */
static uint32_t
number_of(struct pn_xtree *t, const char *name)
{
	unsigned char first = (unsigned char)name[0];
	unsigned char second = first ? (unsigned char)name[1] : 0;
	uint32_t *lately = &t->lately[(first + 7u * second) % PN_X_LATELY];
	const char *was = t->pool.data + *lately;
	size_t n = 0;

	while (name[n] == was[n] && name[n] != '\0')
		n++;
	if (name[n] != '\0' || was[n] != '\0')
		*lately = pn_xtree_name(t, name, n + strlen(name + n));
	return *lately;
}

/* add - a node inside the innermost open element, with the value S */
static enum pn_err
add(struct pn_xtree *t, enum pn_xkind kind, uint32_t name, struct pn_bytes v)
{
	size_t at = t->pool.len;

	if (t->n >= PN_XTREE_NODES || pn_buf_add(&t->pool, v.p, v.n) != PN_OK)
		return PN_ERR_LIMIT;
	PN_GROW(t->nodes, t->n, t->cap);
	t->nodes[t->n] = (struct pn_xnode){
	    .name = name,
	    .next = (uint32_t)t->n + 1,
	    .text = (uint32_t)at,
	    .len = (uint32_t)v.n,
	    .kind = (uint16_t)kind,
	};
	t->n++;
	return PN_OK;
}

/* inside - the innermost open element holds such nodes */
static void
inside(struct pn_xtree *t, unsigned flag)
{
	if (t->depth)
		t->nodes[t->open[t->depth]].flags |= (uint16_t)flag;
}

/* has_text - the innermost open element does, and those that it is a part of
 * a sentence in */
static void
has_text(struct pn_xtree *t)
{
	for (unsigned d = t->depth; d; d--) {
		struct pn_xnode *e = &t->nodes[t->open[d]];

		e->flags |= PN_X_TEXTS;
		if (!(e->flags & PN_X_IN_LINE))
			return;
	}
}

static enum pn_err
tree_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct pn_xtree *t = ctx;
	bool in_line = pn_xtree_in_line(name);
	uint32_t number = number_of(t, name);
	enum pn_err err =
	    add(t, PN_X_ELEMENT, number, (struct pn_bytes){NULL, 0});

	t->in_text = false;
	if (err != PN_OK || t->depth >= PN_XML_MAX_DEPTH + 1)
		return PN_ERR_LIMIT;
	if (!in_line)
		inside(t, PN_X_BLOCKS);
	t->open[++t->depth] = (uint32_t)t->n - 1;
	if (in_line)
		inside(t, PN_X_IN_LINE);
	for (int i = 0; i < attrs->n && err == PN_OK; i++) {
		struct pn_bytes v;
		const char *attr = pn_xml_attr_at(attrs, i, &v);

		number = number_of(t, attr);
		err = add(t, PN_X_ATTR, number, v);
		inside(t, PN_X_ATTRS);
	}
	return err == PN_OK ? pn_job_work(t->job, 32) : err;
}

static enum pn_err
tree_end(void *ctx, const char *name)
{
	struct pn_xtree *t = ctx;

	(void)name;
	t->in_text = false;
	if (t->depth)
		t->nodes[t->open[t->depth--]].next = (uint32_t)t->n;
	return PN_OK;
}

static enum pn_err
tree_text(void *ctx, const char *s, size_t n)
{
	struct pn_xtree *t = ctx;
	size_t i = 0;

	if (t->in_text) { /* goes on with the text before it */
		if (pn_buf_add(&t->pool, s, n) != PN_OK)
			return PN_ERR_LIMIT;
		t->nodes[t->n - 1].len += (uint32_t)n;
		return PN_OK;
	}
	while (i < n &&
	       (s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\r'))
		i++;
	if (i == n)
		return PN_OK; /* indentation */
	has_text(t);
	t->in_text = true;
	return add(
	    t, PN_X_TEXT, 0, (struct pn_bytes){(const unsigned char *)s, n});
}

static enum pn_err
tree_comment(void *ctx, const char *s, size_t n)
{
	struct pn_xtree *t = ctx;

	t->in_text = false;
	return add(
	    t, PN_X_COMMENT, 0, (struct pn_bytes){(const unsigned char *)s, n});
}

enum pn_err
pn_xtree_build(struct pn_xtree *t, struct pn_job *job)
{
	static const struct pn_xml_events events = {.start = tree_start,
	    .end = tree_end,
	    .text = tree_text,
	    .comment = tree_comment};
	enum pn_err err;

	*t = (struct pn_xtree){.job = job};
	pn_buf_init(&t->pool, pn_job_room(job) + 1);
	(void)!pn_buf_addc(&t->pool, '\0'); /* number 0 is no name */
	err = pn_xml_parse(job->bytes, &events, t);
	while (t->depth)
		t->nodes[t->open[t->depth--]].next = (uint32_t)t->n;
	return err;
}

void
pn_xtree_free(struct pn_xtree *t)
{
	pn_buf_free(&t->pool);
	free(t->nodes);
	free(t->slots);
}
