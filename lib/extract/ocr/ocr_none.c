/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ocr_none - the answers of a build without Tesseract
 */
#include "extract/ocr/ocr.h"
#include "extract/ocr/picture.h"

bool
pn_ocr_built(void)
{
	return false;
}

enum pn_err
pn_ocr_open(
    const char *languages, struct pn_ocr **out, struct pn_errinfo *info)
{
	(void)languages;
	(void)out;
	return pn_fail(info, PN_ERR_CONFIG,
	    "ocr: this postern was built without Tesseract: install "
	    "libtesseract-dev and libleptonica-dev and build it again");
}

void
pn_ocr_free(struct pn_ocr **ocr)
{
	*ocr = NULL;
}

bool
pn_ocr_reads(const char *type)
{
	(void)type;
	return false;
}

enum pn_err
pn_ocr_picture(struct pn_job *job, const char *type, bool *read)
{
	(void)job;
	(void)type;
	*read = false;
	return PN_OK;
}
