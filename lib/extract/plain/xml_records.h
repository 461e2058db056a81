/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xml_records - elements that repeat, as the records of a table
 *
 * As school information systems, databases and offices export: siblings of
 * one name that hold elements or attributes are the rows, what is in them is
 * a column by its name ("BasicDetails.Surname"), a value that repeats within
 * a record is a list in its cell. Records within records (the contacts of
 * every pupil) are one table of their own. Elements that hold nothing but
 * several others of one name (Row, Cell) are rows without names. Where most of
 * the text is sentences with elements in them, it is a document and no table.
 */
#ifndef PN_EXTRACT_XML_RECORDS_H
#define PN_EXTRACT_XML_RECORDS_H

#include "extract/plain/xml_tree.h"

/* Elements of one name, by number and in order. */
struct pn_xgroup {
	uint32_t name;
	uint32_t *nodes;
	size_t n, cap;
};

#define PN_XGROUPS 16 /* names that can repeat beside each other */

/* The groups of one parent. */
struct pn_xgroups {
	struct pn_xgroup of[PN_XGROUPS];
	size_t n;
};

/* pn_xgroups_find - the groups of records directly inside element P, into G;
 * free it in any case */
void pn_xgroups_find(
    const struct pn_xtree *t, uint32_t p, struct pn_xgroups *g);

/* pn_xgroups_free - free what G owns */
void pn_xgroups_free(struct pn_xgroups *g);

/*
 * pn_xrecords_tell - hand the records of G on as tables, and those within
 * them. Marks what it told as PN_X_TOLD; the rest (comments, more columns
 * than a table has) is for the caller to tell.
 */
enum pn_err pn_xrecords_tell(struct pn_xtree *t, struct pn_job *job,
    const struct pn_xgroup *g) PN_MUST_CHECK;

/* pn_xgrid_is - are the records of G rows of cells that have no names? */
bool pn_xgrid_is(const struct pn_xtree *t, const struct pn_xgroup *g);

/* pn_xgrid_tell - hand them on as a table; OF, if not NULL, numbers what they
 * belong to, and there is a table for each */
enum pn_err pn_xgrid_tell(struct pn_xtree *x, struct pn_job *job,
    const struct pn_xgroup *g, const uint32_t *of) PN_MUST_CHECK;

#endif
