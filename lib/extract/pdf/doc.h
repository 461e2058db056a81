/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doc - what a PDF file holds beside the content of its pages
 *
 * One function for each kind of thing. Each walks its trees within bounds
 * (pn_pdoc_step), hands on what it finds and returns PN_OK or PN_ERR_LIMIT.
 * Text that a reader of the file sees goes on as such; everything else is
 * hidden, with its kind told.
 */
#ifndef PN_EXTRACT_PDF_DOC_H
#define PN_EXTRACT_PDF_DOC_H

#include "extract/pdf/heard.h"
#include "extract/pdf/object.h"

/* Deeper trees are made by nobody but attackers. */
#define PN_PDOC_MAX_DEPTH 32
/* Nodes of all trees of one file together. */
#define PN_PDOC_MAX_NODES 500000

/* A file being read. */
struct pn_pdoc {
	struct pn_pdf *pdf;
	struct pn_heard *heard;	   /* all that was handed on so far */
	struct pn_obj_seen fields; /* form fields that were handed on */
	struct pn_obj_seen files;  /* embedded files that were */
	struct pn_obj_seen actions; /* actions that were told */
	struct pn_obj_seen nodes;  /* of trees, against cycles */
	bool files_locked;	   /* embedded files are encrypted */
	unsigned n_nodes;
};

/* pn_pdoc_all - everything below, in this order */
enum pn_err pn_pdoc_all(struct pn_pdoc *doc) PN_MUST_CHECK;

/* pn_pdoc_free - frees what *DOC owns; PDF is the caller's */
void pn_pdoc_free(struct pn_pdoc *doc);

/* pn_pdoc_step - a node is looked at; PN_ERR_LIMIT ("objects", "time") */
enum pn_err pn_pdoc_step(struct pn_pdoc *doc) PN_MUST_CHECK;

/* pn_pdoc_deep - a tree is too deep to be read to its leaves: damage; PN_OK */
enum pn_err pn_pdoc_deep(struct pn_pdoc *doc);

/* pn_pdoc_say - hand TEXT on as PLACE. HIDDEN: NULL, or its kind (static) */
enum pn_err pn_pdoc_say(struct pn_pdoc *doc, const struct pn_buf *text,
    const char *place, const char *hidden) PN_MUST_CHECK;

/* pn_pdoc_value - append the text of O to OUT: a string, or a stream of text;
 * nothing for anything else. PN_ERR_LIMIT */
enum pn_err pn_pdoc_value(struct pn_pdoc *doc, struct pn_obj o,
    struct pn_buf *out) PN_MUST_CHECK;

/* pn_pdoc_buf - an empty buffer for text, as large as the budget allows */
void pn_pdoc_buf(const struct pn_pdoc *doc, struct pn_buf *b);

/* pn_pdoc_names - call EACH for the pairs of a name tree (7.9.6) */
enum pn_err pn_pdoc_names(struct pn_pdoc *doc, struct pn_obj tree,
    enum pn_err (*each)(struct pn_pdoc *doc, struct pn_obj name,
	struct pn_obj value)) PN_MUST_CHECK;

/* pn_pdoc_xml - append the text of XML to OUT, a line for each element; with
 * LABELS the element's name in front. Elements called as one of SKIP (NULL
 * at its end; or NULL) are left out. PN_ERR_SYNTAX: what came before it is in
 * OUT. */
enum pn_err pn_pdoc_xml(struct pn_pdoc *doc, struct pn_bytes xml, bool labels,
    const char *const *skip, struct pn_buf *out) PN_MUST_CHECK;

/* pn_pdoc_xml_stream - the same of what STREAM holds, with labels; all of it
 * as it is where it is no XML, nothing where STREAM is no stream. PN_ERR_LIMIT
 */
enum pn_err pn_pdoc_xml_stream(struct pn_pdoc *doc, struct pn_obj stream,
    const char *const *skip, struct pn_buf *out) PN_MUST_CHECK;

/* pn_pdoc_rich - append the text of a rich text value (XHTML) to OUT */
enum pn_err pn_pdoc_rich(struct pn_pdoc *doc, struct pn_obj o,
    struct pn_buf *out) PN_MUST_CHECK;

/* pn_pdoc_info - the document information and the XMP metadata (14.3) */
enum pn_err pn_pdoc_info(struct pn_pdoc *doc) PN_MUST_CHECK;

/* pn_pdoc_annots - the annotations of all pages, fields among them (12.5) */
enum pn_err pn_pdoc_annots(struct pn_pdoc *doc) PN_MUST_CHECK;

/* pn_pdoc_form - the fields that no page shows, and XFA (12.7) */
enum pn_err pn_pdoc_form(struct pn_pdoc *doc) PN_MUST_CHECK;

/* pn_pdoc_field - the field that WIDGET is of, once. PLACE is where it is
 * shown, HIDDEN a kind where it is not */
enum pn_err pn_pdoc_field(struct pn_pdoc *doc, struct pn_obj widget,
    const char *place, const char *hidden) PN_MUST_CHECK;

/* pn_pdoc_files - the embedded files of the document (7.11.4) */
enum pn_err pn_pdoc_files(struct pn_pdoc *doc) PN_MUST_CHECK;

/* pn_pdoc_filespec - the file embedded in SPEC, once. HIDDEN: no list shows
 * it */
enum pn_err pn_pdoc_filespec(struct pn_pdoc *doc, struct pn_obj spec,
    bool hidden) PN_MUST_CHECK;

/* pn_pdoc_file - the embedded file whose stream is FILE, once. NAME: "" for
 * none */
enum pn_err pn_pdoc_file(struct pn_pdoc *doc, struct pn_obj file,
    const char *name, bool hidden) PN_MUST_CHECK;

/* pn_pdoc_outline - the titles of the bookmarks (12.3.3) */
enum pn_err pn_pdoc_outline(struct pn_pdoc *doc) PN_MUST_CHECK;

/* pn_pdoc_structure - texts in place of pictures and of text (14.9) */
enum pn_err pn_pdoc_structure(struct pn_pdoc *doc) PN_MUST_CHECK;

/* pn_pdoc_scripts - JavaScript of the document (12.6.4.17) */
enum pn_err pn_pdoc_scripts(struct pn_pdoc *doc) PN_MUST_CHECK;

/* pn_pdoc_action - what an action says: scripts, addresses. PLACE as for
 * pn_pdoc_say; follows /Next */
enum pn_err pn_pdoc_action(struct pn_pdoc *doc, struct pn_obj action,
    const char *place) PN_MUST_CHECK;

/* pn_pdoc_actions - the same for all of an additional-actions dictionary */
enum pn_err pn_pdoc_actions(struct pn_pdoc *doc, struct pn_obj aa,
    const char *place) PN_MUST_CHECK;

#endif
