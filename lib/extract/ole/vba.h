/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vba - the source of macros (MS-OVBA)
 *
 * The modules of a project are compressed text; a stream "dir" says where each
 * begins. Modules without a line of their own (every workbook has some) hide
 * nothing and are left out. Where "dir" can't be read, or a module's source
 * was taken out and only its compiled form left, runs of text in the stream
 * are handed on instead.
 */
#ifndef PN_EXTRACT_VBA_H
#define PN_EXTRACT_VBA_H

#include "extract/ole/ole.h"

/* pn_vba_file - the modules of a project in a file of its own (vbaProject.bin
 * of an OOXML package) as hidden "macro", and what else lies in it. BYTES that
 * are no project are damage of the job. */
enum pn_err pn_vba_file(struct pn_job *job, struct pn_bytes bytes)
    PN_MUST_CHECK;

/* pn_vba_storage - the same for storage I ("VBA", which holds "dir") of *O */
enum pn_err pn_vba_storage(struct pn_ole *o, uint32_t i) PN_MUST_CHECK;

/* pn_vba_decompress - a CompressedContainer (MS-OVBA 2.4.1) into OUT;
 * PN_ERR_SYNTAX where it breaks (what came before is there), PN_ERR_LIMIT */
enum pn_err pn_vba_decompress(struct pn_bytes in, struct pn_buf *out)
    PN_MUST_CHECK;

#endif
