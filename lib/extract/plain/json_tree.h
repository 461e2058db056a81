/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * json_tree - the values of a JSON text as a list of nodes
 *
 * What is inside a node follows it. Names and values stay in the text.
 */
#ifndef PN_EXTRACT_JSON_TREE_H
#define PN_EXTRACT_JSON_TREE_H

#include "extract/format.h"

#define PN_J_NONE UINT32_MAX

enum pn_jkind { PN_J_SCALAR, PN_J_OBJECT, PN_J_ARRAY };

/* A value. The first inside is the node behind it. */
struct pn_jnode {
	uint32_t at, end; /* in the text */
	uint32_t key;	  /* where its name begins; PN_J_NONE */
	uint32_t next;	  /* the node behind it and all inside it */
	uint32_t kind;
};

/* A text and what it is made of. */
struct pn_jtree {
	const char *s;
	size_t n, at;
	struct pn_jnode *nodes; /* for free() */
	size_t n_nodes, cap_nodes;
	bool deep; /* it nests deeper than is read */
	struct pn_job *job;
	struct pn_buf lines;
	uint32_t names; /* of the columns of the next list of lists */
};

/* pn_jtree_blank - step over white space and comments at J->at */
void pn_jtree_blank(struct pn_jtree *j);

/* pn_jtree_parse - all of the text below one node; false: no JSON. J->at tells
 * how far it was */
bool pn_jtree_parse(struct pn_jtree *j);

/* pn_jtree_unquote - append the string or word at AT, which ends at END */
void pn_jtree_unquote(
    const struct pn_jtree *j, uint32_t at, uint32_t end, struct pn_buf *out);

/* pn_jtree_key - append the name of node I, if it has one */
void pn_jtree_key(const struct pn_jtree *j, uint32_t i, struct pn_buf *out);

#endif
