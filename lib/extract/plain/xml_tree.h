/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xml_tree - an XML document as a list of nodes, for readers that have to
 * look ahead
 *
 * Elements, attributes, text and comments in document order; what is inside
 * a node follows it. Equal names have equal numbers. Text of one run is one
 * node, whatever pieces the parser told it in; blanks between elements are
 * left out.
 */
#ifndef PN_EXTRACT_XML_TREE_H
#define PN_EXTRACT_XML_TREE_H

#include "extract/format.h"
#include "extract/xml.h"

#define PN_XTREE_NODES (2u << 20) /* at most; 20 bytes each */
#define PN_X_LATELY    64

enum pn_xkind { PN_X_ELEMENT, PN_X_ATTR, PN_X_TEXT, PN_X_COMMENT };

/* What is directly inside an element. */
enum {
	PN_X_ATTRS = 1 << 0,
	PN_X_TEXTS = 1 << 1,   /* text, if only in parts of a sentence */
	PN_X_BLOCKS = 1 << 2,  /* elements other than those in a sentence */
	PN_X_IN_LINE = 1 << 3, /* the element is one of those in a sentence */
	PN_X_TOLD = 1 << 4,    /* attributes and text: it is in a table */
};

struct pn_xnode {
	uint32_t
	    name; /* offset in the pool, terminated; elements, attributes */
	uint32_t next;	    /* the node behind this and all inside it */
	uint32_t text, len; /* offset of the value; all but elements */
	uint16_t kind;	    /* enum pn_xkind */
	uint16_t flags;	    /* PN_X_* */
};

struct pn_xtree {
	struct pn_xnode *nodes;
	size_t n, cap;
	struct pn_buf pool;
	uint32_t *slots; /* names by hash, as their offset plus one */
	size_t n_slots, n_names;
	uint32_t lately[PN_X_LATELY]; /* names seen last; 0 is "" */
	uint32_t open[PN_XML_MAX_DEPTH + 2];
	unsigned depth;
	bool in_text; /* the last node is text and goes on */
	struct pn_job *job;
};

/*
 * pn_xtree_build - the job's document as T, not initialised before; to be
 * freed in any case. PN_ERR_SYNTAX as pn_xml_parse, with the beginning in T;
 * PN_ERR_LIMIT: more than can be held, or the job's time is up (which the job
 * knows then).
 */
enum pn_err pn_xtree_build(
    struct pn_xtree *t, struct pn_job *job) PN_MUST_CHECK;

/* pn_xtree_free - free what T owns */
void pn_xtree_free(struct pn_xtree *t);

/* pn_xtree_name - the number of the name of N bytes at S, which must not lie
 * in the pool; 0 where there is no room */
uint32_t pn_xtree_name(struct pn_xtree *t, const char *s, size_t n);

/* pn_xtree_string - the name of that number; valid until the next new one */
static inline const char *
pn_xtree_string(const struct pn_xtree *t, uint32_t name)
{
	return t->pool.data + name;
}

/* pn_xtree_attr - the attribute of element I that is called as one of LIST,
 * small words with a blank before and behind each; 0 */
uint32_t pn_xtree_attr(const struct pn_xtree *t, uint32_t i, const char *list);

#define PN_X_KEY 60 /* bytes of a name that an attribute says */

/* pn_xtree_key - the attribute that says the name of element I, where it is a
 * value called "field" or the like; 0 */
uint32_t pn_xtree_key(const struct pn_xtree *t, uint32_t i);

/* pn_xtree_only_attrs - does element I hold nothing but attributes? */
bool pn_xtree_only_attrs(const struct pn_xtree *t, uint32_t i);

/* pn_xtree_value - append the text of node I, or of all that is inside it, to
 * OUT and mark it as told; PN_ERR_LIMIT where OUT is full */
enum pn_err pn_xtree_value(
    struct pn_xtree *t, uint32_t i, struct pn_buf *out) PN_MUST_CHECK;

/* pn_xtree_in_line - an element inside a word or sentence? */
bool pn_xtree_in_line(const char *name);

/* pn_xtree_is_leaf - is element I a value, even if parts of it are marked? */
static inline bool
pn_xtree_is_leaf(const struct pn_xtree *t, uint32_t i)
{
	unsigned flags = t->nodes[i].flags;

	return (flags & PN_X_TEXTS) || !(flags & PN_X_BLOCKS);
}

#endif
