/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * object_impl - what the files behind object.h share
 */
#ifndef PN_EXTRACT_PDF_OBJECT_IMPL_H
#define PN_EXTRACT_PDF_OBJECT_IMPL_H

#include "extract/pdf/object.h"

/* pn_obj_raw - the decrypted bytes of stream O with all filters on; *OWNED is
 * for free() behind them. PN_ERR_SYNTAX: there are none; PN_ERR_LIMIT */
enum pn_err pn_obj_raw(struct pn_pdf *pdf, struct pn_obj o,
    struct pn_bytes *out, unsigned char **owned) PN_MUST_CHECK;

/* pn_pdf_tree_read - find the pages; PN_ERR_LIMIT */
enum pn_err pn_pdf_tree_read(struct pn_pdf *pdf) PN_MUST_CHECK;

/* pn_pdf_tree_one - PAGE is the only page; what was there is the caller's */
void pn_pdf_tree_one(struct pn_pdf *pdf, struct pn_obj page);

/* pn_pdf_tree_keep - of the pages only those for which KEEP is true stay */
void pn_pdf_tree_keep(struct pn_pdf *pdf, const bool *keep);

/* pn_obj_new - an empty dictionary; pn_obj_put - give it V under KEY, nothing
 * for null */
struct pn_obj pn_obj_new(struct pn_pdf *pdf);
void pn_obj_put(struct pn_pdf *pdf, struct pn_obj dict, const char *key,
    struct pn_obj v);

/* pn_pdf_tree_free, pn_pdf_layers_free - what those files keep in *PDF */
void pn_pdf_tree_free(struct pn_pdf *pdf);
void pn_pdf_layers_free(struct pn_pdf *pdf);

#endif
