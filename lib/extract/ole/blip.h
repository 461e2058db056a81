/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * blip - the pictures in drawings of binary Office files (MS-ODRAW 2.2.23)
 *
 * Their records lie in a stream of their own (PowerPoint), between the text
 * and in "Data" (Word) or cut into pieces among the cells (Excel). They are
 * looked for by their heads, wherever they lie, and become members where
 * somebody reads pictures (the budget says so); else nothing is done.
 * Metafiles are left out: no text is recognised in them.
 */
#ifndef PN_EXTRACT_OLE_BLIP_H
#define PN_EXTRACT_OLE_BLIP_H

#include "extract/format.h"

/* pn_blips - those in BYTES. PN_ERR_LIMIT. */
enum pn_err pn_blips(struct pn_job *job, struct pn_bytes bytes) PN_MUST_CHECK;

/* pn_blips_book - those in the Workbook stream BYTES. PN_ERR_LIMIT. */
enum pn_err pn_blips_book(struct pn_job *job, struct pn_bytes bytes)
    PN_MUST_CHECK;

#endif
