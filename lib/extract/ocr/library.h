/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * library - Tesseract and Leptonica, loaded at run time (within
 * lib/extract/ocr only)
 */
#ifndef PN_EXTRACT_OCR_LIBRARY_H
#define PN_EXTRACT_OCR_LIBRARY_H

#include <leptonica/allheaders.h>
#include <tesseract/capi.h>

/* What is used of each library. */
#define PN_OCR_TESSERACT_CALLS(X)                                              \
	X(TessBaseAPICreate)                                                   \
	X(TessBaseAPIDelete)                                                   \
	X(TessBaseAPIInit3)                                                    \
	X(TessBaseAPIGetLoadedLanguagesAsVector)                               \
	X(TessBaseAPISetPageSegMode)                                           \
	X(TessBaseAPISetImage2)                                                \
	X(TessBaseAPISetSourceResolution)                                      \
	X(TessBaseAPIRecognize)                                                \
	X(TessBaseAPIGetUTF8Text)                                              \
	X(TessBaseAPIClear)                                                    \
	X(TessBaseAPIClearAdaptiveClassifier)                                  \
	X(TessDeleteText)                                                      \
	X(TessDeleteTextArray)                                                 \
	X(TessMonitorCreate)                                                   \
	X(TessMonitorDelete)                                                   \
	X(TessMonitorSetCancelFunc)                                            \
	X(TessMonitorSetCancelThis)
#define PN_OCR_LEPTONICA_CALLS(X)                                              \
	X(setMsgSeverity)                                                      \
	X(pixCreate)                                                           \
	X(pixDestroy)                                                          \
	X(pixSetAll)                                                           \
	X(pixRasterop)                                                         \
	X(pixGetWidth)                                                         \
	X(pixGetHeight)                                                        \
	X(pixReadHeaderMem)                                                    \
	X(readHeaderMemTiff)                                                   \
	X(pixReadMem)                                                          \
	X(pixReadMemJpeg)                                                      \
	X(pixReadMemTiff)                                                      \
	X(pixGetDepth)                                                         \
	X(pixGetSpp)                                                           \
	X(pixGetData)                                                          \
	X(pixGetWpl)                                                           \
	X(pixConvertTo8)                                                       \
	X(pixConvertTo1)                                                       \
	X(pixScaleAreaMap)                                                     \
	X(pixOrientDetect)                                                     \
	X(makeOrientDecision)                                                  \
	X(pixRotateOrth)

struct pn_ocr {
	void *tesseract_so, *leptonica_so;
	TessBaseAPI *reader;
#define PN_OCR_MEMBER(f) __typeof__(&f) f;
	PN_OCR_TESSERACT_CALLS(PN_OCR_MEMBER)
	PN_OCR_LEPTONICA_CALLS(PN_OCR_MEMBER)
#undef PN_OCR_MEMBER
};

/*
 * pn_ocr_text - what is written in PIX, for TessDeleteText; NULL where
 * CANCEL (asked with CTX between the words) said that it is enough.
 */
char *pn_ocr_text(const struct pn_ocr *o, PIX *pix, TessCancelFunc cancel,
    void *ctx);

#endif
