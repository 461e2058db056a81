/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doc_annot - annotations (ISO 32000-2, 12.5)
 *
 * What an annotation shows on its page is visible text; what opens only when
 * it is clicked on is a comment, which is hidden text as in other documents.
 */
#include <stdio.h>
#include <string.h>
#include "extract/pdf/doc.h"
#include "extract/pdf/view.h"

/* Annotation flags, table 167. */
#define FLAG_HIDDEN  2
#define FLAG_NO_VIEW 32

#define PLACE_BYTES 64

/* appearance - the normal appearance of annotation A: one stream, or the one
 * of its state */
static struct pn_obj
appearance(struct pn_pdf *pdf, struct pn_obj a)
{
	struct pn_obj n = pn_obj_get(pdf, pn_obj_get(pdf, a, "/AP"), "/N");
	struct pn_buf state;

	if (pn_obj_kind(pdf, n) != PN_OBJ_DICT)
		return n;
	pn_buf_init(&state, 256);
	(void)!pn_buf_adds(&state, pn_obj_name(pdf, pn_obj_get(pdf, a, "/AS")));
	if (state.len)
		n = pn_obj_get(pdf, n, state.data);
	pn_buf_free(&state);
	return n;
}

/* What is known of an annotation. */
struct annot {
	struct pn_obj o;
	char place[PLACE_BYTES];
	unsigned page;
	const char *hidden; /* NULL, or why it is not shown */
	bool field, redact;
	bool free_text; /* its contents are what it shows */
};

/* comment - what annotation A says when it is clicked on, and what it shows
 * where that was not drawn with the page */
static enum pn_err
comment(struct pn_pdoc *doc, const struct annot *a)
{
	struct pn_pdf *pdf = doc->pdf;
	const char *hidden = a->free_text ? a->hidden : "comment";
	struct pn_buf text, rich;
	enum pn_err err;

	pn_pdoc_buf(doc, &text);
	pn_pdoc_buf(doc, &rich);
	if (!a->free_text)
		pn_obj_text(pdf, pn_obj_get(pdf, a->o, "/T"), &text);
	(void)!pn_buf_adds(&text, text.len ? ": " : "");
	err = pn_pdoc_value(doc, pn_obj_get(pdf, a->o, "/Contents"), &rich);
	if (rich.len && !pn_heard_all(doc->heard, pn_buf_bytes(&rich))) {
		(void)!pn_buf_add(&text, rich.data, rich.len);
		if (err == PN_OK)
			err = pn_pdoc_say(doc, &text, a->place, hidden);
	}
	pn_buf_clear(&rich);
	if (err == PN_OK)
		err = pn_pdoc_rich(doc, pn_obj_get(pdf, a->o, "/RC"), &rich);
	if (err == PN_OK && !pn_heard_all(doc->heard, pn_buf_bytes(&rich)))
		err = pn_pdoc_say(doc, &rich, a->place, hidden);
	pn_buf_free(&text);
	pn_buf_free(&rich);
	return err;
}

/* unseen - the appearance of A, which is not shown and was not drawn with
 * its page */
static enum pn_err
unseen(struct pn_pdoc *doc, const struct annot *a)
{
	static const struct pn_obj nothing;
	struct pn_obj form = appearance(doc->pdf, a->o);
	struct pn_buf text;
	enum pn_err err;

	if (!a->hidden || pn_obj_kind(doc->pdf, form) != PN_OBJ_STREAM)
		return PN_OK;
	pn_pdoc_buf(doc, &text);
	err = pn_view_stream(doc->pdf, form, nothing, &text);
	if (err == PN_OK && !pn_heard_all(doc->heard, pn_buf_bytes(&text)))
		err = pn_pdoc_say(doc, &text, a->place, a->hidden);
	pn_buf_free(&text);
	return err;
}

/* widget - a field's place on a page. Its value is told with its label */
static enum pn_err
widget(struct pn_pdoc *doc, const struct annot *a)
{
	char place[PLACE_BYTES];

	(void)snprintf(place, sizeof(place), "page %u", a->page);
	return pn_pdoc_field(doc, a->o, place, a->hidden);
}

/* attached - files that annotation A carries: one, or the assets of a rich
 * media one */
static enum pn_err
asset(struct pn_pdoc *doc, struct pn_obj name, struct pn_obj value)
{
	(void)name;
	return pn_pdoc_filespec(doc, value, true);
}

static enum pn_err
attached(struct pn_pdoc *doc, const struct annot *a)
{
	struct pn_pdf *pdf = doc->pdf;
	struct pn_obj media = pn_obj_get(pdf, a->o, "/RichMediaContent");
	enum pn_err err = pn_pdoc_filespec(
	    doc, pn_obj_get(pdf, a->o, "/FS"), a->hidden != NULL);

	if (err == PN_OK)
		err = pn_pdoc_names(
		    doc, pn_obj_get(pdf, media, "/Assets"), asset);
	return err;
}

/* drawn - any annotation that is no widget */
static enum pn_err
drawn(struct pn_pdoc *doc, const struct annot *a)
{
	enum pn_err err = comment(doc, a);

	return err == PN_OK ? attached(doc, a) : err;
}

/* redaction - marked to be taken out, and still there */
static enum pn_err
redaction(struct pn_pdoc *doc, const struct annot *a)
{
	struct pn_buf text;
	enum pn_err err;

	pn_job_hidden(doc->pdf->job, "redaction");
	pn_pdoc_buf(doc, &text);
	pn_obj_text(
	    doc->pdf, pn_obj_get(doc->pdf, a->o, "/OverlayText"), &text);
	err = pn_pdoc_say(doc, &text, a->place, "redaction");
	pn_buf_free(&text);
	return err;
}

/* look - what annotation O of page number PAGE is */
static struct annot
look(struct pn_pdoc *doc, struct pn_obj o, unsigned page)
{
	struct pn_pdf *pdf = doc->pdf;
	struct annot a = {.o = o, .page = page};
	long flags = pn_obj_int(pdf, pn_obj_get(pdf, o, "/F"), 0);
	struct pn_obj type = pn_obj_get(pdf, o, "/Subtype");

	a.field = pn_obj_is(pdf, type, "/Widget");
	a.free_text = pn_obj_is(pdf, type, "/FreeText");
	a.redact = pn_obj_is(pdf, type, "/Redact");
	if (flags & (FLAG_HIDDEN | FLAG_NO_VIEW) ||
	    pn_obj_layer_off(pdf, pn_obj_get(pdf, o, "/OC")))
		a.hidden = a.field ? "form-field" : "annotation";
	(void)snprintf(a.place, sizeof(a.place), "page %u, %s", page,
	    a.field	  ? "form field"
	    : a.free_text ? "text box"
			  : "annotation");
	return a;
}

/* tell - all that annotation A says and does */
static enum pn_err
tell(struct pn_pdoc *doc, struct annot *a)
{
	struct pn_pdf *pdf = doc->pdf;
	enum pn_err err = a->field ? widget(doc, a) : drawn(doc, a);

	if (err == PN_OK)
		err = unseen(doc, a);
	if (err == PN_OK && a->redact)
		err = redaction(doc, a);
	(void)snprintf(a->place, sizeof(a->place), "page %u, link", a->page);
	if (err == PN_OK)
		err =
		    pn_pdoc_action(doc, pn_obj_get(pdf, a->o, "/A"), a->place);
	if (err == PN_OK)
		err =
		    pn_pdoc_action(doc, pn_obj_get(pdf, a->o, "/PA"), a->place);
	if (err == PN_OK)
		err = pn_pdoc_actions(
		    doc, pn_obj_get(pdf, a->o, "/AA"), a->place);
	return err;
}

/* page_annots - the annotations of page N. Fields that are not shown wait for
 * the second round (LATE): another widget may show them */
static enum pn_err
page_annots(struct pn_pdoc *doc, size_t n, bool late, bool *waiting)
{
	struct pn_pdf *pdf = doc->pdf;
	struct pn_obj annots = pn_obj_get(pdf, pn_pdf_page(pdf, n), "/Annots");
	size_t all = pn_obj_len(pdf, annots);
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < all && err == PN_OK; i++) {
		unsigned mark = pn_pdf_mark(pdf);
		struct pn_obj o = pn_obj_at(pdf, annots, i);
		struct annot a = look(doc, o, pn_pdf_page_number(pdf, n));
		bool wait = a.field && a.hidden;

		err = pn_pdoc_step(doc);
		*waiting |= wait;
		if (err == PN_OK && wait == late &&
		    pn_obj_kind(pdf, o) == PN_OBJ_DICT &&
		    pn_obj_seen_add(&doc->nodes, pn_obj_id(pdf, o)))
			err = tell(doc, &a);
		pn_pdf_release(pdf, mark);
	}
	return err;
}

enum pn_err
pn_pdoc_annots(struct pn_pdoc *doc)
{
	struct pn_pdf *pdf = doc->pdf;
	bool waiting = false;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < pdf->n_pages && err == PN_OK; i++) {
		unsigned mark = pn_pdf_mark(pdf);

		err = page_annots(doc, i, false, &waiting);
		if (err == PN_OK)
			err = pn_pdoc_actions(doc,
			    pn_obj_get(pdf, pn_pdf_page(pdf, i), "/AA"),
			    "page action");
		pn_pdf_release(pdf, mark);
		if (err == PN_OK)
			err = pn_pdf_check(pdf);
	}
	for (size_t i = 0; waiting && i < pdf->n_pages && err == PN_OK; i++) {
		unsigned mark = pn_pdf_mark(pdf);

		err = page_annots(doc, i, true, &waiting);
		pn_pdf_release(pdf, mark);
	}
	return err;
}
