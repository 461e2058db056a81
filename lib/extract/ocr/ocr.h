/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ocr - the text that is drawn in pictures, by Tesseract; off by default
 *
 * The libraries (Tesseract to read, Leptonica to decode) are loaded only
 * where the configuration asks for it: they bring some fifty others along.
 * That, and the data of the languages, happens before the sandbox closes;
 * afterwards no file is opened and no thread is started. A build without
 * Tesseract has ocr_none.c, which refuses.
 */
#ifndef PN_EXTRACT_OCR_OCR_H
#define PN_EXTRACT_OCR_OCR_H

#include <stdbool.h>
#include "base/err.h"

struct pn_ocr;

/* pn_ocr_built - was Postern built with the libraries' headers? */
bool pn_ocr_built(void);

/*
 * pn_ocr_open - load the libraries and the data of LANGUAGES ("eng",
 * "eng+cym") into *OUT, for pn_ocr_free, and read a first picture. Once,
 * before the sandbox and before any thread; children may use it. Sets
 * OMP_THREAD_LIMIT. PN_ERR_CONFIG: what is missing and the package that has
 * it, or this build can't.
 */
enum pn_err pn_ocr_open(const char *languages, struct pn_ocr **out,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_ocr_free - free *OCR, set it to NULL; the libraries stay loaded */
void pn_ocr_free(struct pn_ocr **ocr);

#endif
