/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * syntax_state - inside of the reader of expressions, for syntax.c (pieces and
 * groups) and charclass.c (single characters)
 */
#ifndef PN_DETECT_SYNTAX_STATE_H
#define PN_DETECT_SYNTAX_STATE_H

#include "detect/syntax.h"

#define PN_GROUPS_MAX 99   /* that can be referred to */
#define PN_NODES_MAX  8000 /* an expression has at most 4,000 bytes */

struct pn_syntax {
	struct pn_node **nodes;
	size_t n, cap;
	struct pn_node *root;
};

struct pn_reader {
	struct pn_syntax *tree;
	const char *s, *end;
	bool caseless, failed;
	unsigned depth;
	struct {
		struct pn_node *node; /* NULL: not closed yet */
		bool caseless;
	} group[PN_GROUPS_MAX + 1];
	unsigned n_groups;
};

/* pn_read_node - a new node of the tree */
struct pn_node *pn_read_node(struct pn_reader *r, enum pn_node_kind kind);

/* pn_read_fail - something stands here that is not known: the reading ends */
struct pn_node *pn_read_fail(struct pn_reader *r);

/* pn_read_accept - skip the string WHAT if it stands here */
bool pn_read_accept(struct pn_reader *r, const char *what);

/* pn_cover_case - put each letter of S into it in both cases */
void pn_cover_case(struct pn_byteset *s);

/* pn_invert - all other characters instead of those of SET */
void pn_invert(struct pn_node *set);

/* pn_set_letter - the set of \d, \w, \s, \h, \v or their opposites into N;
 * false: C is another escape */
bool pn_set_letter(struct pn_node *n, char c);

/* pn_read_property - the rest of \p or \P (C) into N; false: broken */
bool pn_read_property(struct pn_reader *r, struct pn_node *n, char c);

/* pn_read_escaped - the character that an escape with the letter C stands for;
 * -1: none that is known */
int32_t pn_read_escaped(struct pn_reader *r, char c);

/* pn_read_char - a literal character, beyond ASCII too; -1: broken */
int32_t pn_read_char(struct pn_reader *r);

/* pn_take_range - characters FROM to TO into the set N; false: none such */
bool pn_take_range(
    struct pn_reader *r, struct pn_node *n, int32_t from, int32_t to);

/* pn_read_class - what follows [ */
struct pn_node *pn_read_class(struct pn_reader *r);

#endif
