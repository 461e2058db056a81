/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_xml - XML of any vocabulary: tables of the elements that repeat, and a
 * line for each other element that holds text
 *
 * Records are told as tables (xml_records.h), everything else as lines.
 * The element's name stands in front of its text ("Surname: Smith"), because
 * it says what the text is; attributes likewise. Comments are hidden text. What
 * is not well-formed, or has a document type (whose entities are never
 * expanded), is read as plain text as well, so nothing is lost.
 * SVG is read with HTML, as both hide their text in the same ways.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "extract/decode.h"
#include "extract/flow.h"
#include "extract/plain/xml_records.h"
#include "extract/text.h"
#include "extract/xml.h"

#define MAX_NAME 48 /* bytes of an element's name that are told */
#define LATELY	 64
#define BARE_BID 12 /* less than any tag that HTML has too */

/* behind - what follows the comments and instructions at S */
static const char *
behind(const char *s)
{
	const char *end;

	for (;;) {
		s += strspn(s, " \t\r\n");
		if (strncmp(s, "<!--", 4) == 0)
			end = strstr(s, "-->");
		else if (strncmp(s, "<?", 2) == 0)
			end = strchr(s, '>');
		else
			return s;
		if (end == NULL)
			return "";
		s = strchr(end, '>') + 1;
	}
}

/* holds_element - is one inside that which begins at S? Words in brackets are
 * no XML yet */
static bool
holds_element(const char *s)
{
	while ((s = strchr(s + 1, '<')) != NULL)
		if (isalpha((unsigned char)s[1]) || s[1] == '_')
			return true;
	return false;
}

/* ends_as - does the file end with the end tag of the element at S? Zeros are
 * those of a wider character set. */
static bool
ends_as(struct pn_bytes bytes, const char *s)
{
	size_t n = strcspn(++s, " \t\r\n/>"), at = bytes.n, k = n;
	char tail[MAX_NAME + 4];
	int len = snprintf(tail, sizeof(tail), "</%.*s>", (int)n, s);

	if (n == 0 || n > MAX_NAME)
		return false;
	k = (size_t)len;
	while (at && strchr(" \t\r\n", bytes.p[at - 1]))
		at--; /* finds NUL too */
	while (at && k) {
		if (bytes.p[--at] == 0)
			continue;
		if (bytes.p[at] != (unsigned char)tail[--k])
			return false;
	}
	return k == 0;
}

static unsigned
xml_bid(struct pn_look *look, const char **type)
{
	const char *s = pn_look_text(look), *root;

	(void)type;
	if (s == NULL)
		return 0;
	s += strspn(s, " \t\r\n");
	if (*s != '<')
		return 0;
	root = behind(s);
	if (strncmp(s, "<?xml", 5) != 0)
		return *root == '<' && holds_element(root) &&
			       ends_as(look->bytes, root)
			   ? BARE_BID
			   : 0;
	return 40;
}

struct xml {
	struct pn_flow flow;
	char name[MAX_NAME + 1]; /* of the innermost element */
	bool fresh;		 /* it has no text yet */
	struct pn_xtree tree;
	uint32_t lately[LATELY]; /* attributes told; by what they say */
};

/* set_name - an element begins; only whole characters of its name are kept */
static void
set_name(struct xml *x, const char *name)
{
	size_t n = strnlen(name, MAX_NAME + 1);

	if (n > MAX_NAME)
		for (n = MAX_NAME;
		     n && ((unsigned char)name[n] & 0xc0) == 0x80;)
			n--;
	memcpy(x->name, name, n);
	x->name[n] = '\0';
	x->fresh = true;
}

/* element - an element called NAME begins */
static enum pn_err
element(struct xml *x, const char *name)
{
	enum pn_err err = PN_OK;

	if (!pn_xtree_in_line(name)) {
		err = pn_flow_break(&x->flow, NULL);
		set_name(x, name);
	}
	return err == PN_OK ? pn_job_work(x->flow.job, 32) : err;
}

/* attribute - one of the element that began, in a line of its own */
static enum pn_err
attribute(struct xml *x, const char *name, struct pn_bytes v)
{
	return pn_flow_line(&x->flow, name, (const char *)v.p, v.n);
}

static enum pn_err
xml_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct xml *x = ctx;
	enum pn_err err = element(x, name);

	for (int i = 0; i < attrs->n && err == PN_OK; i++) {
		struct pn_bytes v;
		const char *attr = pn_xml_attr_at(attrs, i, &v);

		err = attribute(x, attr, v);
	}
	return err;
}

static enum pn_err
xml_end(void *ctx, const char *name)
{
	struct xml *x = ctx;

	if (pn_xtree_in_line(name))
		return PN_OK;
	x->fresh = false;
	return pn_flow_break(&x->flow, NULL);
}

static enum pn_err
xml_text(void *ctx, const char *s, size_t n)
{
	struct xml *x = ctx;
	size_t i = 0;

	while (i < n &&
	       (s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\r'))
		i++;
	if (i == n)
		return PN_OK; /* indentation */
	if (!x->fresh)
		return pn_flow_add(&x->flow, s, n, NULL);
	x->fresh = false;
	return pn_flow_named(&x->flow, x->name, s, n);
}

static enum pn_err
xml_comment(void *ctx, const char *s, size_t n)
{
	struct xml *x = ctx;

	x->flow.parted = true;
	return pn_flow_add(&x->flow, s, n, "comment");
}

/* as_text - the bytes as they are */
static enum pn_err
as_text(struct pn_job *job)
{
	struct pn_buf text;
	enum pn_err err = pn_decode(job, job->charset, &text);
	enum pn_err handed = pn_text_lines(job, &text);

	pn_buf_free(&text);
	return err == PN_OK ? handed : err;
}

/* bytes_of - the value of node E */
static struct pn_bytes
bytes_of(const struct pn_xtree *t, const struct pn_xnode *e)
{
	return (struct pn_bytes){
	    (const unsigned char *)t->pool.data + e->text, e->len};
}

/* seen - was an attribute like node K told a moment ago? Those of cells repeat
 * what they look like */
static bool
seen(struct xml *x, uint32_t k)
{
	const struct pn_xnode *e = &x->tree.nodes[k], *was;
	uint32_t *at = &x->lately[(e->name + e->len) % LATELY];
	bool same;

	was = &x->tree.nodes[*at];
	same = *at && was->name == e->name && was->len == e->len &&
	       memcmp(x->tree.pool.data + was->text,
		   x->tree.pool.data + e->text, e->len) == 0;
	*at = k;
	return same;
}

/* rest - what is in element I and in no table */
static enum pn_err
rest(struct xml *x, uint32_t i)
{
	const struct pn_xtree *t = &x->tree;
	uint32_t within = i;
	enum pn_err err = PN_OK;

	for (uint32_t k = i; k < t->nodes[i].next && err == PN_OK; k++) {
		const struct pn_xnode *e = &t->nodes[k];
		struct pn_bytes v = bytes_of(t, e);

		if (e->kind == PN_X_ELEMENT)
			within = k;
		else if (e->kind == PN_X_COMMENT)
			err = xml_comment(x, (const char *)v.p, v.n);
		else if (e->flags & PN_X_TOLD)
			continue;
		else if (e->kind == PN_X_ATTR && e->len && !seen(x, k))
			err = attribute(x, pn_xtree_string(t, e->name), v);
		else if (e->kind == PN_X_TEXT) {
			err = element(
			    x, pn_xtree_string(t, t->nodes[within].name));
			if (err == PN_OK)
				err = xml_text(x, (const char *)v.p, v.n);
		}
	}
	return err == PN_OK ? pn_flow_break(&x->flow, NULL) : err;
}

/* records - the tables of G, and what is not in them */
static enum pn_err
records(struct xml *x, const struct pn_xgroup *g)
{
	enum pn_err err = pn_flow_flush(&x->flow);

	if (err == PN_OK)
		err = pn_xrecords_tell(&x->tree, x->flow.job, g);
	for (size_t i = 0; i < g->n && err == PN_OK; i++)
		err = rest(x, g->nodes[i]);
	return err;
}

/* group_of - the group that element K belongs to; NULL */
static const struct pn_xgroup *
group_of(const struct pn_xtree *t, const struct pn_xgroups *g, uint32_t k)
{
	if (t->nodes[k].kind != PN_X_ELEMENT)
		return NULL;
	for (size_t i = 0; i < g->n; i++)
		if (g->of[i].name == t->nodes[k].name)
			return &g->of[i];
	return NULL;
}

/* tell - element I and what is inside it; no deeper than the parser goes */
static enum pn_err
tell(struct xml *x, uint32_t i)
{
	struct pn_xtree *t = &x->tree;
	enum pn_err err = element(x, pn_xtree_string(t, t->nodes[i].name));
	struct pn_xgroups groups;

	pn_xgroups_find(t, i, &groups);
	for (uint32_t k = i + 1; k < t->nodes[i].next && err == PN_OK;
	     k = t->nodes[k].next) {
		const struct pn_xgroup *g = group_of(t, &groups, k);
		struct pn_bytes v = bytes_of(t, &t->nodes[k]);

		if (g != NULL)
			err = g->nodes[0] == k ? records(x, g) : PN_OK;
		else if (t->nodes[k].kind == PN_X_ELEMENT)
			err = tell(x, k);
		else if (t->nodes[k].kind == PN_X_ATTR)
			err = attribute(
			    x, pn_xtree_string(t, t->nodes[k].name), v);
		else if (t->nodes[k].kind == PN_X_TEXT)
			err = xml_text(x, (const char *)v.p, v.n);
		else
			err = xml_comment(x, (const char *)v.p, v.n);
	}
	pn_xgroups_free(&groups);
	return err == PN_OK ? xml_end(x, pn_xtree_string(t, t->nodes[i].name))
			    : err;
}

/* by_tree - the document with its records; PN_ERR_UNSUPPORTED where it is too
 * large for that */
static enum pn_err
by_tree(struct xml *x, struct pn_job *job)
{
	struct pn_xtree *t = &x->tree;
	enum pn_err err = pn_xtree_build(t, job), told = PN_OK;

	if (err == PN_ERR_LIMIT && job->limit == NULL) {
		pn_xtree_free(t);
		return PN_ERR_UNSUPPORTED;
	}
	for (uint32_t i = 0; i < t->n && told == PN_OK; i = t->nodes[i].next) {
		struct pn_bytes v = bytes_of(t, &t->nodes[i]);

		told = t->nodes[i].kind == PN_X_ELEMENT
			   ? tell(x, i)
			   : xml_comment(x, (const char *)v.p, v.n);
	}
	pn_xtree_free(t);
	return told == PN_OK ? err : told;
}

static enum pn_err
xml_read(struct pn_job *job)
{
	static const struct pn_xml_events events = {.start = xml_start,
	    .end = xml_end,
	    .text = xml_text,
	    .comment = xml_comment};
	struct xml x = {.fresh = false};
	enum pn_err err, flushed;

	pn_flow_init(&x.flow, job, "", 0);
	err = by_tree(&x, job);
	if (err == PN_ERR_UNSUPPORTED)
		err = pn_xml_parse(job->bytes, &events, &x);
	flushed = pn_flow_flush(&x.flow);
	pn_flow_free(&x.flow);
	if (err == PN_ERR_SYNTAX)
		err = as_text(job);
	return err == PN_OK ? flushed : err;
}

const struct pn_format pn_format_xml = {
    .name = "xml",
    .type = "text/xml",
    .bid = xml_bid,
    .read = xml_read,
};
