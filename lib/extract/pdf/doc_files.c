/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doc_files - files embedded in a PDF file (ISO 32000-2, 7.11.4)
 *
 * The names tree is what a viewer lists (and a portfolio shows); files that
 * hang on the document, a page or a rich media annotation alone are shown by
 * nothing and count as hidden. A file may be there for several systems.
 */
#include <string.h>
#include "base/uni.h"
#include "extract/pdf/doc.h"

#define NAME_MAX_BYTES 1024

/* add_name - the name of the file in SPEC, into OUT */
static void
add_name(struct pn_pdf *pdf, struct pn_obj spec, struct pn_buf *out)
{
	static const char *const keys[] = {
	    "/UF", "/F", "/Unix", "/DOS", "/Mac", "/Desc"};

	for (size_t i = 0; out->len == 0 && i < sizeof(keys) / sizeof(keys[0]);
	     i++)
		pn_obj_text(pdf, pn_obj_get(pdf, spec, keys[i]), out);
}

enum pn_err
pn_pdoc_file(
    struct pn_pdoc *doc, struct pn_obj file, const char *name, bool hidden)
{
	struct pn_obj_data data;
	struct pn_member m = {
	    .name = *name ? name : NULL,
	    .role = PN_ROLE_EMBEDDED,
	    .hidden = hidden,
	    .encrypted = doc->files_locked,
	};
	enum pn_err err;

	if (pn_obj_kind(doc->pdf, file) != PN_OBJ_STREAM ||
	    !pn_obj_seen_add(&doc->files, pn_obj_id(doc->pdf, file)))
		return PN_OK;
	if (hidden)
		pn_job_hidden(doc->pdf->job, "embedded-file");
	if (m.encrypted)
		return pn_job_member(doc->pdf->job, &m);
	err = pn_obj_stream(doc->pdf, file, &data);
	if (err == PN_OK)
		m.content = pn_buf_bytes(&data.buf);
	else if (err == PN_ERR_SYNTAX)
		m.unreadable = "method";
	if (err != PN_ERR_LIMIT && data.damaged)
		pn_job_damage(doc->pdf->job, "damaged");
	if (err != PN_ERR_LIMIT)
		err = pn_job_member(doc->pdf->job, &m);
	pn_obj_data_free(&data);
	return err;
}

enum pn_err
pn_pdoc_filespec(struct pn_pdoc *doc, struct pn_obj spec, bool hidden)
{
	static const char *const keys[] = {
	    "/UF", "/F", "/Unix", "/DOS", "/Mac"};
	struct pn_pdf *pdf = doc->pdf;
	unsigned mark = pn_pdf_mark(pdf);
	struct pn_obj ef = pn_obj_get(pdf, spec, "/EF");
	struct pn_buf name, text;
	enum pn_err err = pn_pdoc_step(doc);

	if (pn_obj_kind(pdf, ef) != PN_OBJ_DICT) {
		pn_pdf_release(pdf, mark);
		return err;
	}
	pn_buf_init(&name, NAME_MAX_BYTES);
	pn_pdoc_buf(doc, &text);
	add_name(pdf, spec, &name);
	for (size_t i = 0; err == PN_OK && i < sizeof(keys) / sizeof(keys[0]);
	     i++)
		err = pn_pdoc_file(
		    doc, pn_obj_get(pdf, ef, keys[i]), name.data, hidden);
	pn_obj_text(pdf, pn_obj_get(pdf, spec, "/Desc"), &text);
	if (err == PN_OK && !pn_heard_all(doc->heard, pn_buf_bytes(&text)))
		err = pn_pdoc_say(doc, &text, "attachment description",
		    hidden ? "embedded-file" : NULL);
	pn_buf_free(&name);
	pn_buf_free(&text);
	pn_pdf_release(pdf, mark);
	return err;
}

static enum pn_err
listed(struct pn_pdoc *doc, struct pn_obj name, struct pn_obj value)
{
	(void)name;
	return pn_pdoc_filespec(doc, value, false);
}

/* associated - the files in the array AF */
static enum pn_err
associated(struct pn_pdoc *doc, struct pn_obj af)
{
	struct pn_pdf *pdf = doc->pdf;
	size_t n = pn_obj_len(pdf, af);
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < n && err == PN_OK; i++)
		err = pn_pdoc_filespec(doc, pn_obj_at(pdf, af, i), true);
	return err;
}

/* collection - what a portfolio says of each file in its columns */
static enum pn_err
collected(struct pn_pdoc *doc, struct pn_obj name, struct pn_obj value)
{
	struct pn_pdf *pdf = doc->pdf;
	struct pn_obj item = pn_obj_get(pdf, value, "/CI");
	struct pn_buf keys, text;
	enum pn_err err;

	(void)name;
	pn_buf_init(&keys, 4096);
	pn_pdoc_buf(doc, &text);
	pn_obj_keys(pdf, item, &keys);
	for (const char *k = keys.data; k < keys.data + keys.len;
	     k += strlen(k) + 1) {
		size_t before;

		(void)!pn_utf8_repair(&text, k + 1, strlen(k + 1));
		(void)!pn_buf_adds(&text, ": ");
		before = text.len;
		pn_obj_text(pdf, pn_obj_get(pdf, item, k), &text);
		if (text.len == before)
			pn_obj_text(pdf,
			    pn_obj_get(pdf, pn_obj_get(pdf, item, k), "/D"),
			    &text);
		(void)!pn_buf_addc(&text, '\n');
	}
	err = pn_pdoc_say(doc, &text, "portfolio", NULL);
	pn_buf_free(&keys);
	pn_buf_free(&text);
	return err;
}

enum pn_err
pn_pdoc_files(struct pn_pdoc *doc)
{
	struct pn_pdf *pdf = doc->pdf;
	struct pn_obj root = pn_obj_root(pdf);
	struct pn_obj tree =
	    pn_obj_get(pdf, pn_obj_get(pdf, root, "/Names"), "/EmbeddedFiles");
	enum pn_err err = pn_pdoc_names(doc, tree, listed);

	pn_obj_seen_free(&doc->nodes);
	if (err == PN_OK && pn_obj_kind(pdf, pn_obj_get(pdf, root,
						 "/Collection")) == PN_OBJ_DICT)
		err = pn_pdoc_names(doc, tree, collected);
	if (err == PN_OK)
		err = associated(doc, pn_obj_get(pdf, root, "/AF"));
	for (size_t i = 0; i < pdf->n_pages && err == PN_OK; i++) {
		unsigned mark = pn_pdf_mark(pdf);

		err = associated(
		    doc, pn_obj_get(pdf, pn_pdf_page(pdf, i), "/AF"));
		pn_pdf_release(pdf, mark);
	}
	return err;
}
