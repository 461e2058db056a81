/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf - an OpenDocument file at work (OASIS ODF 1.3)
 *
 * A package, or one XML document that holds the same ("flat"). odf_walk reads
 * the XML, odf_package finds the parts.
 */
#ifndef PN_EXTRACT_ODF_H
#define PN_EXTRACT_ODF_H

#include "extract/format.h"
#include "extract/odf/odf_style.h"

/* A file; the styles are of all its documents, each with its own scopes. */
struct pn_odf {
	struct pn_job *job;
	struct pn_zip *zip; /* NULL: flat */
	bool *done;	    /* by entry: read already */
	bool *locked;	    /* by entry: the manifest says so, and it is */
	struct pn_odf_styles *styles;
	unsigned objects; /* documents within the document so far */
	bool workbook;	  /* the file itself is one of sheets */
	/* names, each between line ends: master pages that some page stands on
	 * (empty: not asked), layers that are not shown */
	struct pn_buf masters, layers;
};

/* One document in the file: the file itself, or an object in it. */
struct pn_odf_doc {
	const char *place;    /* "" or "object 2"; outlives the document */
	const char *hidden;   /* kind that all of it is hidden by; NULL */
	struct pn_odf_scope scope;
	bool chart;	      /* its tables are the numbers of a chart */
	unsigned pages;	      /* slides so far */
	unsigned comments;
};

/* pn_odf_walk - hand on all that the XML holds, as part of DOC, whose styles
 * are read too. PN_ERR_SYNTAX: broken; what came before was handed on */
enum pn_err pn_odf_walk(struct pn_odf *odf, struct pn_odf_doc *doc,
    struct pn_bytes xml) PN_MUST_CHECK;

/* pn_odf_name_add - V as one more of NAMES; pn_odf_name_in - is it one? */
void pn_odf_name_add(struct pn_buf *names, struct pn_bytes v);
bool pn_odf_name_in(const struct pn_buf *names, struct pn_bytes v);

/* pn_odf_masters - which master pages XML, of a document's styles or content,
 * stands on */
void pn_odf_masters(struct pn_odf *odf, struct pn_bytes xml);

/* pn_odf_object_kind - the kind of hidden content that an object with content
 * XML is; NULL for one that is drawn as it is (a formula). *CHART: it is one,
 * whose labels are drawn */
const char *pn_odf_object_kind(struct pn_bytes xml, bool *chart);

/* pn_odf_package - all parts of the job's package */
enum pn_err pn_odf_package(struct pn_odf *odf) PN_MUST_CHECK;

#endif
