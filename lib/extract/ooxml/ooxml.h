/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ooxml - what Word, Excel and PowerPoint files have in common (ECMA-376)
 *
 * Opening the package, and the parts that are not the document itself:
 * properties, charts, diagrams, custom XML, macros, whatever is embedded.
 * A part that nobody knows is handed on as a member, so nothing in the
 * package goes unseen.
 */
#ifndef PN_EXTRACT_OOXML_H
#define PN_EXTRACT_OOXML_H

#include "extract/ooxml/opc.h"
#include "extract/unpack.h"
#include "extract/xml.h"

/* A package at work. */
struct pn_ooxml {
	struct pn_job *job;
	struct pn_zip *zip;
	struct pn_opc *opc;
	bool *done;   /* by entry: read already */
	bool *shown;  /* by entry: the document shows it as its own text */
	bool *remarked; /* by entry: its XML comments were told */
};

/* pn_ooxml_bid - is the main part of LOOK's package one whose content type
 * begins with one of the N STARTS? Bits, or 0 */
unsigned pn_ooxml_bid(struct pn_look *look, const char *const *starts,
    size_t n);

/* pn_ooxml_open - open the job's package; free with pn_ooxml_free.
 * PN_ERR_SYNTAX: it is none */
enum pn_err pn_ooxml_open(struct pn_job *job, struct pn_ooxml *x)
    PN_MUST_CHECK;

/* pn_ooxml_free - free what *X owns */
void pn_ooxml_free(struct pn_ooxml *x);

/* pn_ooxml_part - the entry that is part NAME; NULL if there is none */
const struct pn_zip_entry *pn_ooxml_part(const struct pn_ooxml *x,
    const char *name);

/* pn_ooxml_undone - the same, NULL also where it was read already */
const struct pn_zip_entry *pn_ooxml_undone(const struct pn_ooxml *x,
    const char *name);

/*
 * pn_ooxml_parse - tell EVENTS what entry E holds, and mark it as done.
 * Broken XML is damage of the job, and what came before it counts. PN_ERR_LIMIT
 * as a callback or a budget says; a lock on the part is told as the answer of
 * the job.
 */
enum pn_err pn_ooxml_parse(struct pn_ooxml *x, const struct pn_zip_entry *e,
    const struct pn_xml_events *events, void *ctx) PN_MUST_CHECK;

/* Which attributes of a part's elements are text. */
enum pn_ooxml_attrs {
	PN_OOXML_NONE,
	PN_OOXML_VALUES, /* those whose name says so */
	PN_OOXML_NOTES,	 /* what people wrote about a table */
	PN_OOXML_PEOPLE, /* names of people and their accounts */
	PN_OOXML_EVERY,
};

/* pn_ooxml_text - the text of part E, whatever its elements mean: a line for
 * each element that holds text, runs joined. HIDDEN: NULL or its kind. ATTRS:
 * which attributes are text too */
enum pn_err pn_ooxml_text(struct pn_ooxml *x, const struct pn_zip_entry *e,
    const char *place, const char *hidden, enum pn_ooxml_attrs attrs)
    PN_MUST_CHECK;

/* pn_ooxml_chart - the chart in part E. Titles and labels are seen; numbers
 * that it keeps of cells elsewhere are not, unless it shows them. HIDDEN: NULL
 * or the kind that all of it is hidden by */
enum pn_err pn_ooxml_chart(struct pn_ooxml *x, const struct pn_zip_entry *e,
    const char *place, const char *hidden) PN_MUST_CHECK;

/* pn_ooxml_drawing - the shapes in part E, on a sheet or a chart, each seen or
 * not. HIDDEN as above */
enum pn_err pn_ooxml_drawing(struct pn_ooxml *x,
    const struct pn_zip_entry *e, const char *place, const char *hidden)
    PN_MUST_CHECK;

/* pn_ooxml_vml - the same where part E is VML, mostly not well-formed */
enum pn_err pn_ooxml_vml(struct pn_ooxml *x, const struct pn_zip_entry *e,
    const char *place, const char *hidden) PN_MUST_CHECK;

/* pn_ooxml_made_up - is V a name that the program gives an object, or one like
 * it ("TextBox 12")? */
bool pn_ooxml_made_up(struct pn_bytes v);

/* pn_ooxml_rest - every part that is not done yet: read, handed on as a
 * member, or known to hold no text */
enum pn_err pn_ooxml_rest(struct pn_ooxml *x) PN_MUST_CHECK;

#endif
