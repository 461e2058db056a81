/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * syntax - a reader of PCRE2's expressions (pcre2pattern(3))
 *
 * Recursive descent over what patterns use: literals, classes, groups, inline
 * letters i, m and s, quantifiers, look-around, references to closed groups.
 * Whatever else is met ends the reading as PN_ERR_UNSUPPORTED. The tree may
 * match more than the expression, never less: a look-around of more than one
 * character, an anchor and the end of a line are left out, a property stands
 * for every character beyond ASCII.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "detect/syntax_state.h"

#define DEPTH_MAX  40 /* groups in groups */
#define REPEAT_MAX 65535

static struct pn_node *read_alt(struct pn_reader *r);

/* add_child - references make a tree large without being long themselves */
static void
add_child(struct pn_reader *r, struct pn_node *n, struct pn_node *child)
{
	PN_GROW(n->child, n->n, n->cap);
	n->child[n->n++] = child;
	n->weight += child->weight + 1;
	if (n->weight > PN_NODES_MAX)
		r->failed = true;
}

/* literal - the character C */
static struct pn_node *
literal(struct pn_reader *r, int32_t c)
{
	struct pn_node *n = pn_read_node(r, PN_NODE_SET);

	if (!pn_take_range(r, n, c, c))
		return pn_read_fail(r);
	if (r->caseless)
		pn_cover_case(&n->set);
	return n;
}

/* bytes_of - the bytes from FROM to r->s, one by one: a character beyond ASCII
 * whose case counts */
static struct pn_node *
bytes_of(struct pn_reader *r, const char *from)
{
	struct pn_node *seq = pn_read_node(r, PN_NODE_SEQ);

	for (const char *p = from; p < r->s; p++) {
		struct pn_node *n = pn_read_node(r, PN_NODE_SET);
		unsigned c = (unsigned char)*p;

		pn_byteset_add(&n->set, c, c);
		add_child(r, seq, n);
	}
	return seq;
}

/* reference - what group number G matched */
static struct pn_node *
reference(struct pn_reader *r, long g)
{
	if (g < 1 || g > PN_GROUPS_MAX || r->group[g].node == NULL ||
	    (r->caseless && !r->group[g].caseless))
		return pn_read_fail(r);
	return r->group[g].node;
}

/* read_reference - \1, \g1, \g{1}, \g{-1}; C is the character after \ */
static struct pn_node *
read_reference(struct pn_reader *r, char c)
{
	bool brace = c == 'g' && pn_read_accept(r, "{"), back;
	long g = c == 'g' ? 0 : c - '0';

	back = c == 'g' && pn_read_accept(r, "-");
	while (r->s < r->end && *r->s >= '0' && *r->s <= '9' && g < 1000)
		g = g * 10 + (*r->s++ - '0');
	if (brace && !pn_read_accept(r, "}"))
		return pn_read_fail(r);
	return reference(r, back ? (long)r->n_groups + 1 - g : g);
}

/* read_escape - after a backslash outside of a class */
static struct pn_node *
read_escape(struct pn_reader *r)
{
	struct pn_node *n;
	char c;

	if (r->s == r->end)
		return pn_read_fail(r);
	c = *r->s++;
	if (c == 'b')
		return pn_read_node(r, PN_NODE_BORDER);
	if (c == 'B' || c == 'A' || c == 'z' || c == 'Z')
		return pn_read_node(r, PN_NODE_SEQ);
	if ((c >= '1' && c <= '9') || c == 'g')
		return read_reference(r, c);
	n = pn_read_node(r, PN_NODE_SET);
	if (pn_set_letter(n, c) ||
	    ((c == 'p' || c == 'P') && pn_read_property(r, n, c)))
		return n;
	return literal(r, pn_read_escaped(r, c));
}

/* look_at - the look-around whose inside is IN */
static struct pn_node *
look_at(struct pn_reader *r, struct pn_node *in, bool behind, bool negative)
{
	struct pn_node *n = pn_read_node(r, PN_NODE_LOOK);
	struct pn_byteset no = {{0}};
	bool single = true;

	n->behind = behind;
	for (size_t i = 0; i < in->n; i++) {
		const struct pn_node *one = in->child[i];

		while (one->kind == PN_NODE_SEQ && one->n == 1)
			one = one->child[0];
		if (one->kind != PN_NODE_SET) {
			single = false;
			continue;
		}
		pn_byteset_join(&no, &one->set);
		if (!negative && one->wide)
			pn_byteset_add(&no, 0x80, 0xff);
	}
	pn_byteset_add(&n->set, 0, PN_EDGE);
	if (!negative && !single)
		return n;
	for (unsigned i = 0; i < 2; i++) /* beyond ASCII nothing is known */
		n->set.bit[i] &= negative ? ~no.bit[i] : no.bit[i];
	/* A cell ends where the text of its table has a line end. */
	pn_byteset_add(&n->set, '\n', '\n');
	return n;
}

/* read_flags - the letters of (?i) or (?i:; *SCOPED: it was the latter */
static bool
read_flags(struct pn_reader *r, bool *scoped)
{
	bool on = true;

	for (; r->s < r->end; r->s++) {
		if (*r->s == ')' || *r->s == ':') {
			*scoped = *r->s++ == ':';
			return true;
		}
		if (*r->s == '-')
			on = false;
		else if (*r->s == 'i')
			r->caseless = on;
		else if (*r->s != 's' && *r->s != 'm')
			return false;
	}
	return false;
}

/* read_name - skip a group's name up to its CLOSE */
static bool
read_name(struct pn_reader *r, char close)
{
	while (r->s < r->end && *r->s != close)
		r->s++;
	return r->s < r->end && *r->s++ == close;
}

/* read_inside - up to and with the closing parenthesis; letters set inside
 * end there */
static struct pn_node *
read_inside(struct pn_reader *r)
{
	bool caseless = r->caseless;
	struct pn_node *n = read_alt(r);

	r->caseless = caseless;
	return pn_read_accept(r, ")") ? n : pn_read_fail(r);
}

/* read_capture - a group that can be referred to */
static struct pn_node *
read_capture(struct pn_reader *r)
{
	unsigned g = ++r->n_groups;
	struct pn_node *n = read_inside(r);

	if (g <= PN_GROUPS_MAX) {
		r->group[g].node = n;
		r->group[g].caseless = r->caseless;
	}
	return n;
}

/* read_group - after ( */
static struct pn_node *
read_group(struct pn_reader *r)
{
	bool caseless = r->caseless, scoped;
	struct pn_node *n;

	if (r->s < r->end && *r->s == '*')
		return pn_read_fail(r);
	if (!pn_read_accept(r, "?"))
		return read_capture(r);
	if (pn_read_accept(r, ":") || pn_read_accept(r, ">"))
		return read_inside(r);
	if (pn_read_accept(r, "="))
		return look_at(r, read_inside(r), false, false);
	if (pn_read_accept(r, "!"))
		return look_at(r, read_inside(r), false, true);
	if (pn_read_accept(r, "<="))
		return look_at(r, read_inside(r), true, false);
	if (pn_read_accept(r, "<!"))
		return look_at(r, read_inside(r), true, true);
	if (pn_read_accept(r, "<") || pn_read_accept(r, "P<"))
		return read_name(r, '>') ? read_capture(r) : pn_read_fail(r);
	if (!read_flags(r, &scoped))
		return pn_read_fail(r);
	if (!scoped)
		return pn_read_node(r, PN_NODE_SEQ);
	n = read_inside(r);
	r->caseless = caseless;
	return n;
}

/* read_atom - what a quantifier can follow */
static struct pn_node *
read_atom(struct pn_reader *r)
{
	const char *from = r->s;
	struct pn_node *n;
	int32_t c;

	if (pn_read_accept(r, "\\"))
		return read_escape(r);
	if (pn_read_accept(r, "["))
		return pn_read_class(r);
	if (pn_read_accept(r, "("))
		return read_group(r);
	if (pn_read_accept(r, "^") || pn_read_accept(r, "$"))
		return pn_read_node(r, PN_NODE_SEQ);
	if (pn_read_accept(r, ".")) {
		n = pn_read_node(r, PN_NODE_SET);
		pn_invert(n);
		return n;
	}
	c = pn_read_char(r);
	if (c >= 0x80 && !r->caseless)
		return bytes_of(r, from);
	return literal(r, c);
}

/* read_number - decimal digits, -1 where none stand */
static long
read_number(struct pn_reader *r)
{
	long v = -1;

	for (; r->s < r->end && *r->s >= '0' && *r->s <= '9'; r->s++)
		v = (v < 0 ? 0 : v) * 10 + (*r->s - '0') > REPEAT_MAX
			? REPEAT_MAX
			: (v < 0 ? 0 : v) * 10 + (*r->s - '0');
	return v;
}

/* read_braces - {3}, {3,} or {3,5}; false (and nothing read): a plain brace */
static bool
read_braces(struct pn_reader *r, uint32_t *min, uint32_t *max)
{
	const char *from = r->s;
	long a, b;

	if (!pn_read_accept(r, "{"))
		return false;
	a = b = read_number(r);
	if (pn_read_accept(r, ","))
		b = read_number(r);
	if (a < 0 || !pn_read_accept(r, "}")) {
		r->s = from;
		return false;
	}
	*min = (uint32_t)a;
	*max = b < 0 ? PN_MANY : (uint32_t)b;
	return true;
}

/* read_piece - an atom with its quantifiers */
static struct pn_node *
read_piece(struct pn_reader *r)
{
	struct pn_node *n = read_atom(r);

	while (!r->failed) {
		uint32_t min = 0, max = PN_MANY;
		struct pn_node *repeat;

		if (pn_read_accept(r, "?"))
			max = 1;
		else if (pn_read_accept(r, "+"))
			min = 1;
		else if (!pn_read_accept(r, "*") && !read_braces(r, &min, &max))
			break;
		/* a lazy or possessive one matches no more */
		(void)(pn_read_accept(r, "?") || pn_read_accept(r, "+"));
		repeat = pn_read_node(r, PN_NODE_REPEAT);
		repeat->min = min;
		repeat->max = max;
		add_child(r, repeat, n);
		n = repeat;
	}
	return n;
}

/* read_alt - branches up to the end of the group */
static struct pn_node *
read_alt(struct pn_reader *r)
{
	struct pn_node *alt = pn_read_node(r, PN_NODE_ALT);

	if (++r->depth > DEPTH_MAX)
		return pn_read_fail(r);
	do {
		struct pn_node *seq = pn_read_node(r, PN_NODE_SEQ);

		while (
		    !r->failed && r->s < r->end && *r->s != '|' && *r->s != ')')
			add_child(r, seq, read_piece(r));
		add_child(r, alt, seq);
	} while (pn_read_accept(r, "|"));
	r->depth--;
	return alt;
}

enum pn_err
pn_syntax_read(const char *re, bool caseless, struct pn_syntax **out)
{
	struct pn_reader r = {.tree = pn_alloc(sizeof(*r.tree)),
	    .s = re,
	    .end = re + strlen(re),
	    .caseless = caseless};

	r.tree->root = read_alt(&r);
	if (r.failed || r.s < r.end) {
		pn_syntax_free(&r.tree);
		return PN_ERR_UNSUPPORTED;
	}
	*out = r.tree;
	return PN_OK;
}

const struct pn_node *
pn_syntax_root(const struct pn_syntax *s)
{
	return s->root;
}

void
pn_syntax_free(struct pn_syntax **s)
{
	if (*s == NULL)
		return;
	for (size_t i = 0; i < (*s)->n; i++) {
		free((*s)->nodes[i]->child);
		free((*s)->nodes[i]);
	}
	free((*s)->nodes);
	free(*s);
	*s = NULL;
}
