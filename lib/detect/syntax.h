/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * syntax - what an expression of PCRE2 can match, as a tree
 *
 * Not a second engine: the tree says of every piece which bytes it can
 * consist of, and how often, and errs on the side of "more". What the reader
 * does not know (recursion, conditions, \K, verbs, ...) has no tree.
 */
#ifndef PN_DETECT_SYNTAX_H
#define PN_DETECT_SYNTAX_H

#include <stddef.h>
#include "base/err.h"
#include "detect/bytes.h"

#define PN_MANY UINT32_MAX /* no upper bound */

enum pn_node_kind {
	PN_NODE_SET,	/* one character */
	PN_NODE_SEQ,	/* all children in order; none: empty */
	PN_NODE_ALT,	/* one of the children */
	PN_NODE_REPEAT, /* the child MIN to MAX times */
	PN_NODE_BORDER, /* \b */
	PN_NODE_LOOK,	/* a look-around of one character, or any other */
};

struct pn_node {
	enum pn_node_kind kind;
	/* SET: its ASCII characters, or its single bytes. LOOK: the bytes that
	 * can stand there, with the edge; all of them where it is not known */
	struct pn_byteset set;
	bool wide;   /* SET: characters beyond ASCII too, of 2 to 4 bytes */
	bool behind; /* LOOK: at the byte before */
	uint32_t min, max;
	struct pn_node **child;
	size_t n, cap;
	size_t weight; /* nodes below it, each as often as it is reached */
};

struct pn_syntax; /* owns the nodes */

/*
 * pn_syntax_read - the tree of RE, which PCRE2 has accepted. The text that it
 * is for is normalised (NFKC): U+017F and U+212A, which caseless s and k match
 * too, are not in it. PN_ERR_UNSUPPORTED: not all of RE is understood.
 */
enum pn_err pn_syntax_read(const char *re, bool caseless,
    struct pn_syntax **out) PN_MUST_CHECK;

/* pn_syntax_root - its tree */
const struct pn_node *pn_syntax_root(const struct pn_syntax *s);

/* pn_syntax_free - free *S, set it to NULL */
void pn_syntax_free(struct pn_syntax **s);

#endif
