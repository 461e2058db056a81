/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * extra - what no viewer shows of a PDF file
 */
#ifndef PN_EXTRACT_PDF_EXTRA_H
#define PN_EXTRACT_PDF_EXTRA_H

#include "extract/pdf/heard.h"
#include "extract/pdf/object.h"

/* pn_pdf_outside - bytes in front of the header and behind the last end of
 * the file, as hidden members (kind "trailing") */
enum pn_err pn_pdf_outside(struct pn_job *job) PN_MUST_CHECK;

#endif
