/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ocr_library - load Tesseract and Leptonica, and the data of languages
 *
 * Tesseract uses OpenMP, whose threads would not outlive the fork of a worker
 * and could not be started in the sandbox. The limit on threads is read when
 * libgomp is loaded, which is another reason to load it late.
 */
#include "config.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ocr/library.h"
#include "extract/ocr/ocr.h"

/* Tesseract guesses wrong for pictures without a resolution, and files often
 * name one that is not theirs. */
#define RESOLUTION 300

bool
pn_ocr_built(void)
{
	return true;
}

/* load - open SONAME; it stays loaded, because what C++ set up at its start
 * can't be taken back */
static void *
load(const char *soname, struct pn_errinfo *info)
{
	void *so = dlopen(soname, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);

	if (so == NULL)
		(void)!pn_fail(info, PN_ERR_CONFIG,
		    "ocr: can't load %s: install the package libtesseract5 "
		    "(%s)",
		    soname, dlerror());
	return so;
}

/* find - every function that is used */
static enum pn_err
find(struct pn_ocr *o, struct pn_errinfo *info)
{
	const char *missing = NULL;
	void *so = o->tesseract_so;

#define FIND(f)                                                                \
	*(void **)&o->f = dlsym(so, #f);                                       \
	if (o->f == NULL)                                                      \
		missing = #f;
	PN_OCR_TESSERACT_CALLS(FIND)
	so = o->leptonica_so;
	PN_OCR_LEPTONICA_CALLS(FIND)
#undef FIND
	if (missing == NULL)
		return PN_OK;
	return pn_fail(info, PN_ERR_CONFIG,
	    "ocr: the installed Tesseract has no %s: build postern again",
	    missing);
}

/* package - of the data for LANGUAGE (N bytes), as Debian names it, for
 * free() */
static char *
package(const char *language, size_t n)
{
	char *name = pn_printf("tesseract-ocr-%.*s", (int)n, language);

	for (char *p = name; *p; p++)
		if (*p == '_')
			*p = '-';
	return name;
}

/* load_languages - all of LANGUAGES, or the first that there is no data for */
static enum pn_err
load_languages(
    struct pn_ocr *o, const char *languages, struct pn_errinfo *info)
{
	bool any = o->TessBaseAPIInit3(o->reader, NULL, languages) == 0;
	char **loaded =
	    any ? o->TessBaseAPIGetLoadedLanguagesAsVector(o->reader) : NULL;
	enum pn_err err = PN_OK;

	for (const char *p = languages; *p && err == PN_OK;) {
		size_t n = strcspn(p, "+");
		bool found = false;

		for (size_t i = 0; loaded && loaded[i]; i++)
			found |= strlen(loaded[i]) == n &&
				 strncmp(loaded[i], p, n) == 0;
		if (!found) {
			char *name = package(p, n);

			err = pn_fail(info, PN_ERR_CONFIG,
			    "ocr_languages: there is no data for \"%.*s\": "
			    "install the package %s",
			    (int)n, p, name);
			free(name);
		}
		p += n;
		p += *p == '+';
	}
	if (loaded)
		o->TessDeleteTextArray(loaded);
	return err;
}

char *
pn_ocr_text(
    const struct pn_ocr *o, PIX *pix, TessCancelFunc cancel, void *ctx)
{
	ETEXT_DESC *monitor = o->TessMonitorCreate();
	char *text = NULL;

	o->TessMonitorSetCancelFunc(monitor, cancel);
	o->TessMonitorSetCancelThis(monitor, ctx);
	o->TessBaseAPISetImage2(o->reader, pix);
	o->TessBaseAPISetSourceResolution(o->reader, RESOLUTION);
	if (o->TessBaseAPIRecognize(o->reader, monitor) == 0)
		text = o->TessBaseAPIGetUTF8Text(o->reader);
	/* nothing of one message helps to read the next */
	o->TessBaseAPIClear(o->reader);
	o->TessBaseAPIClearAdaptiveClassifier(o->reader);
	o->TessMonitorDelete(monitor);
	return text;
}

static bool
never(void *ctx, int words)
{
	(void)ctx;
	(void)words;
	return false;
}

/* rehearse - read a picture of four letters made of bars, so that everything
 * is loaded that is loaded late */
static void
rehearse(const struct pn_ocr *o)
{
	static const struct {
		int x, y, w, h;
	} bars[] = {{0, 0, 6, 40}, {20, 0, 6, 40}, {6, 17, 14, 6},
	    {40, 0, 6, 40}, {56, 0, 6, 40}, {62, 34, 16, 6}, {92, 0, 6, 40},
	    {82, 0, 26, 6}};
	PIX *pix = o->pixCreate(240, 80, 8);
	char *text;

	if (pix == NULL)
		return;
	o->pixSetAll(pix);
	for (size_t i = 0; i < sizeof(bars) / sizeof(bars[0]); i++)
		o->pixRasterop(pix, bars[i].x + 60, bars[i].y + 20, bars[i].w,
		    bars[i].h, PIX_CLR, NULL, 0, 0);
	text = pn_ocr_text(o, pix, never, NULL);
	if (text)
		o->TessDeleteText(text);
	o->pixDestroy(&pix);
}

enum pn_err
pn_ocr_open(
    const char *languages, struct pn_ocr **out, struct pn_errinfo *info)
{
	struct pn_ocr *o = pn_alloc(sizeof(*o));
	enum pn_err err = PN_ERR_CONFIG;

	setenv("OMP_THREAD_LIMIT", "1", 1);
	o->leptonica_so = load(PN_OCR_LEPTONICA, info);
	o->tesseract_so = o->leptonica_so ? load(PN_OCR_TESSERACT, info) : NULL;
	if (o->tesseract_so)
		err = find(o, info);
	if (err == PN_OK) {
		o->setMsgSeverity(L_SEVERITY_NONE);
		o->reader = o->TessBaseAPICreate();
		err = load_languages(o, languages, info);
	}
	if (err == PN_OK) {
		o->TessBaseAPISetPageSegMode(o->reader, PSM_AUTO);
		rehearse(o);
		*out = o;
		return PN_OK;
	}
	pn_ocr_free(&o);
	return err;
}

void
pn_ocr_free(struct pn_ocr **ocr)
{
	struct pn_ocr *o = *ocr;

	*ocr = NULL;
	if (o == NULL)
		return;
	if (o->reader)
		o->TessBaseAPIDelete(o->reader);
	free(o);
}
