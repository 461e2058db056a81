/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * charclass - single characters of an expression: classes, escapes, literals
 *
 * Of characters beyond ASCII it is only kept that there may be some.
 */
#include <string.h>
#include "base/mem.h"
#include "detect/syntax_state.h"

/* pn_read_node - a new one of the tree */
struct pn_node *
pn_read_node(struct pn_reader *r, enum pn_node_kind kind)
{
	struct pn_node *n = pn_alloc(sizeof(*n));

	n->kind = kind;
	PN_GROW(r->tree->nodes, r->tree->n, r->tree->cap);
	r->tree->nodes[r->tree->n++] = n;
	if (r->tree->n > PN_NODES_MAX)
		r->failed = true;
	return n;
}

/* pn_read_fail - something that this reader does not know */
struct pn_node *
pn_read_fail(struct pn_reader *r)
{
	r->failed = true;
	r->s = r->end;
	return pn_read_node(r, PN_NODE_SEQ);
}

/* pn_read_accept - skip the string WHAT if it stands here */
bool
pn_read_accept(struct pn_reader *r, const char *what)
{
	size_t n = strlen(what);

	if ((size_t)(r->end - r->s) < n || memcmp(r->s, what, n) != 0)
		return false;
	r->s += n;
	return true;
}

/* pn_cover_case - each letter of S in both cases */
void
pn_cover_case(struct pn_byteset *s)
{
	for (unsigned c = 'a'; c <= 'z'; c++)
		if (pn_byteset_has(s, c) || pn_byteset_has(s, c - 32)) {
			pn_byteset_add(s, c, c);
			pn_byteset_add(s, c - 32, c - 32);
		}
}

/* pn_invert - all other characters */
void
pn_invert(struct pn_node *set)
{
	struct pn_byteset ascii = {{0}};

	pn_byteset_add(&ascii, 0, 0x7f);
	for (unsigned i = 0; i < 5; i++)
		set->set.bit[i] = ~set->set.bit[i] & ascii.bit[i];
	/* which ones beyond ASCII is not kept: there may always be others */
	set->wide = true;
}

/* pn_set_letter - the set of \d, \w, \s, \h, \v; false: another escape */
bool
pn_set_letter(struct pn_node *n, char c)
{
	switch (c | 0x20) {
	case 'd':
		n->set = pn_byteset_digits();
		break;
	case 'w':
		n->set = pn_byteset_word();
		break;
	case 's':
		pn_byteset_add(&n->set, '\t', '\r');
		pn_byteset_add(&n->set, ' ', ' ');
		break;
	case 'h':
		pn_byteset_add(&n->set, '\t', '\t');
		pn_byteset_add(&n->set, ' ', ' ');
		n->wide = true;
		break;
	case 'v':
		pn_byteset_add(&n->set, '\n', '\r');
		n->wide = true;
		break;
	default:
		return false;
	}
	if (c < 'a')
		pn_invert(n);
	return true;
}

/* pn_read_property - \p{..}, \P{..}: letters, numbers, or anything */
bool
pn_read_property(struct pn_reader *r, struct pn_node *n, char c)
{
	bool brace = pn_read_accept(r, "{"),
	     negated = brace && pn_read_accept(r, "^");
	char first = r->s < r->end ? *r->s : '\0';

	while (brace && r->s < r->end && *r->s != '}')
		r->s++;
	if (r->s == r->end)
		return false;
	r->s++;
	n->wide = true;
	if (c == 'P' || negated || (first != 'L' && first != 'N'))
		pn_byteset_add(&n->set, 0, 0x7f);
	else if (first == 'N')
		n->set = pn_byteset_digits();
	else {
		pn_byteset_add(&n->set, 'A', 'Z');
		pn_byteset_add(&n->set, 'a', 'z');
	}
	return true;
}

/* read_hex - the number of \x41 or \x{41}; -1: none */
static int32_t
read_hex(struct pn_reader *r)
{
	bool brace = pn_read_accept(r, "{");
	int32_t c = 0;
	int n = 0;

	for (; r->s < r->end && n < (brace ? 6 : 2); n++, r->s++) {
		const char *digits = "0123456789abcdef";
		char low =
		    *r->s >= 'A' && *r->s <= 'F' ? (char)(*r->s | 0x20) : *r->s;
		const char *at = memchr(digits, low, 16);

		if (at == NULL)
			break;
		c = c * 16 + (int32_t)(at - digits);
	}
	return n == 0 || (brace && !pn_read_accept(r, "}")) ? -1 : c;
}

/* pn_read_escaped - the character that \C stands for, after its letter; -1: it
 * is none that is known */
int32_t
pn_read_escaped(struct pn_reader *r, char c)
{
	switch (c) {
	case 't':
		return '\t';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 'f':
		return '\f';
	case 'e':
		return 0x1b;
	case 'a':
		return 0x07;
	case 'x':
		return read_hex(r);
	default:
		return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
			       (c >= 'A' && c <= 'Z') || (c & 0x80) != 0
			   ? -1
			   : c;
	}
}

/* pn_read_char - a literal character at S, beyond ASCII too; -1: broken */
int32_t
pn_read_char(struct pn_reader *r)
{
	unsigned char c = (unsigned char)*r->s++;
	unsigned more = c < 0xc0 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
	int32_t v = c;

	if (c < 0x80)
		return c;
	v = c & (0x3f >> more);
	if (more == 0 || (size_t)(r->end - r->s) < more)
		return -1;
	while (more-- > 0)
		v = v << 6 | (*r->s++ & 0x3f);
	return v;
}

/* pn_take_range - characters FROM to TO into the class N */
bool
pn_take_range(struct pn_reader *r, struct pn_node *n, int32_t from, int32_t to)
{
	if (from < 0 || to < from)
		return false;
	/* their other case is an ASCII letter */
	if (r->caseless && from <= 0x212a && to >= 0x17f &&
	    ((from <= 0x17f) || to >= 0x212a))
		pn_byteset_add(&n->set, 0, 0x7f);
	if (to >= 0x80)
		n->wide = true;
	if (from < 0x80)
		pn_byteset_add(
		    &n->set, (unsigned)from, to < 0x80 ? (unsigned)to : 0x7f);
	return true;
}

/* read_item - one character of a class, or the sets that its escapes name;
 * *OUT is -1 after such a set. False: not understood */
static bool
read_item(struct pn_reader *r, struct pn_node *n, int32_t *out)
{
	struct pn_node some = {0};
	char c;

	*out = -1;
	if (r->s == r->end || pn_read_accept(r, "[:") ||
	    pn_read_accept(r, "[.") || pn_read_accept(r, "[="))
		return false;
	if (*r->s != '\\')
		return (*out = pn_read_char(r)) >= 0;
	if (r->end - r->s < 2)
		return false;
	r->s++;
	c = *r->s++;
	if (c == 'b') {
		*out = '\b';
		return true;
	}
	if (!pn_set_letter(&some, c) &&
	    ((c != 'p' && c != 'P') || !pn_read_property(r, &some, c)))
		return (*out = pn_read_escaped(r, c)) >= 0;
	pn_byteset_join(&n->set, &some.set);
	n->wide = n->wide || some.wide;
	return true;
}

/* pn_read_class - after [ */
struct pn_node *
pn_read_class(struct pn_reader *r)
{
	struct pn_node *n = pn_read_node(r, PN_NODE_SET);
	bool negated = pn_read_accept(r, "^"), first = true;

	while (r->s < r->end && (*r->s != ']' || first)) {
		int32_t from, to;

		first = false;
		if (!read_item(r, n, &from))
			return pn_read_fail(r);
		if (from < 0)
			continue;
		to = from;
		if (r->end - r->s >= 2 && r->s[0] == '-' && r->s[1] != ']') {
			r->s++;
			if (!read_item(r, n, &to) || to < 0)
				return pn_read_fail(r);
		}
		if (!pn_take_range(r, n, from, to))
			return pn_read_fail(r);
	}
	if (!pn_read_accept(r, "]"))
		return pn_read_fail(r);
	if (r->caseless)
		pn_cover_case(&n->set);
	if (negated)
		pn_invert(n);
	return n;
}
