/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view - other things of a PDF file read as if they were its pages
 *
 * For a while the file has another list of pages, and the job another taker.
 */
#include "extract/pdf/object_impl.h"
#include "extract/pdf/page.h"
#include "extract/pdf/view.h"

static enum pn_err
take_text(void *ctx, const struct pn_segment *seg)
{
	struct pn_buf *out = ctx;
	enum pn_err err = pn_buf_add(out, seg->text, seg->len);

	return err == PN_OK ? pn_buf_addc(out, '\n') : err;
}

static enum pn_err
take_member(void *ctx, const struct pn_member *m)
{
	(void)ctx;
	(void)m;
	return PN_OK;
}

static void
take_hidden(void *ctx, const char *kind)
{
	(void)ctx;
	(void)kind;
}

enum pn_err
pn_view_pages(
    struct pn_pdf *pdf, const struct pn_taker *taker, const bool *only)
{
	struct pn_job *job = pdf->job;
	const struct pn_taker *before = job->taker;
	uint64_t left = job->budget->text_left;
	enum pn_err err;

	if (only)
		pn_pdf_tree_keep(pdf, only);
	job->taker = taker;
	err = pn_pdf_pages(pdf);
	job->taker = before;
	job->budget->text_left = left;
	return err;
}

enum pn_err
pn_view_page(struct pn_pdf *pdf, struct pn_obj page, struct pn_buf *out)
{
	struct pn_taker taker = {
	    {take_text, out}, take_member, take_hidden, out};
	struct pn_pdf_tree *tree = pdf->tree;
	size_t n_pages = pdf->n_pages;
	enum pn_err err;

	pn_pdf_tree_one(pdf, page);
	err = pn_view_pages(pdf, &taker, NULL);
	pn_pdf_tree_free(pdf);
	pdf->tree = tree;
	pdf->n_pages = n_pages;
	return err;
}

enum pn_err
pn_view_stream(struct pn_pdf *pdf, struct pn_obj stream,
    struct pn_obj resources, struct pn_buf *out)
{
	unsigned mark = pn_pdf_mark(pdf);
	struct pn_obj own = pn_obj_get(pdf, stream, "/Resources");
	struct pn_obj box = pn_obj_get(pdf, stream, "/BBox");
	struct pn_obj page = pn_obj_new(pdf);
	enum pn_err err;

	if (pn_obj_kind(pdf, own) == PN_OBJ_DICT)
		resources = own;
	pn_obj_put(pdf, page, "/Contents", stream);
	pn_obj_put(pdf, page, "/Resources", resources);
	if (pn_obj_len(pdf, box) == 4)
		pn_obj_put(pdf, page, "/MediaBox", box);
	err = pn_view_page(pdf, page, out);
	pn_pdf_release(pdf, mark);
	return err;
}
