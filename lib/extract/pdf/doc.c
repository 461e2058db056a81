/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doc - what the readers of a document's parts have in common
 */
#include <string.h>
#include "base/uni.h"
#include "extract/pdf/doc.h"

enum pn_err
pn_pdoc_step(struct pn_pdoc *doc)
{
	if (++doc->n_nodes > PN_PDOC_MAX_NODES)
		return pn_job_limit(doc->pdf->job, "objects");
	return pn_job_work(doc->pdf->job, 256);
}

enum pn_err
pn_pdoc_deep(struct pn_pdoc *doc)
{
	pn_job_damage(doc->pdf->job, "nesting");
	return PN_OK;
}

void
pn_pdoc_buf(const struct pn_pdoc *doc, struct pn_buf *b)
{
	pn_buf_init(b, pn_job_room(doc->pdf->job) + 1);
}

enum pn_err
pn_pdoc_say(struct pn_pdoc *doc, const struct pn_buf *text, const char *place,
    const char *hidden)
{
	struct pn_bytes b = pn_buf_bytes(text);

	while (b.n && *b.p <= ' ')
		b.p++, b.n--;
	while (b.n && b.p[b.n - 1] <= ' ')
		b.n--;
	if (b.n == 0)
		return PN_OK;
	if (hidden)
		pn_job_hidden(doc->pdf->job, hidden);
	return pn_job_text(
	    doc->pdf->job, b, place, hidden ? PN_TEXT_HIDDEN : 0);
}

enum pn_err
pn_pdoc_value(struct pn_pdoc *doc, struct pn_obj o, struct pn_buf *out)
{
	struct pn_obj_data data;
	enum pn_err err;

	if (pn_obj_kind(doc->pdf, o) != PN_OBJ_STREAM) {
		pn_obj_text(doc->pdf, o, out);
		return PN_OK;
	}
	err = pn_obj_stream(doc->pdf, o, &data);
	if (err == PN_OK && !data.image)
		(void)!pn_utf8_repair(out, data.buf.data, data.buf.len);
	pn_obj_data_free(&data);
	return err == PN_ERR_LIMIT ? err : PN_OK;
}

/* A walk through a name tree. */
typedef enum pn_err each_name(
    struct pn_pdoc *doc, struct pn_obj name, struct pn_obj value);

static enum pn_err
names_node(
    struct pn_pdoc *doc, struct pn_obj node, each_name *each, unsigned depth)
{
	struct pn_pdf *pdf = doc->pdf;
	struct pn_obj names = pn_obj_get(pdf, node, "/Names");
	struct pn_obj kids = pn_obj_get(pdf, node, "/Kids");
	size_t n = pn_obj_len(pdf, names), n_kids = pn_obj_len(pdf, kids);
	enum pn_err err = pn_pdoc_step(doc);

	if (err == PN_OK && depth > PN_PDOC_MAX_DEPTH)
		return pn_pdoc_deep(doc);
	if (err != PN_OK || !pn_obj_seen_add(&doc->nodes, pn_obj_id(pdf, node)))
		return err;
	for (size_t i = 0; i + 1 < n && err == PN_OK; i += 2) {
		unsigned mark = pn_pdf_mark(pdf);

		err = pn_pdoc_step(doc);
		if (err == PN_OK)
			err = each(doc, pn_obj_at(pdf, names, i),
			    pn_obj_at(pdf, names, i + 1));
		pn_pdf_release(pdf, mark);
	}
	for (size_t i = 0; i < n_kids && err == PN_OK; i++)
		err = names_node(doc, pn_obj_at(pdf, kids, i), each, depth + 1);
	return err;
}

enum pn_err
pn_pdoc_names(struct pn_pdoc *doc, struct pn_obj tree, each_name *each)
{
	return names_node(doc, tree, each, 0);
}

enum pn_err
pn_pdoc_all(struct pn_pdoc *doc)
{
	static enum pn_err (*const parts[])(struct pn_pdoc *) = {
	    pn_pdoc_annots,
	    pn_pdoc_form,
	    pn_pdoc_outline,
	    pn_pdoc_files,
	    pn_pdoc_structure,
	    pn_pdoc_scripts,
	    pn_pdoc_info,
	};
	unsigned mark = pn_pdf_mark(doc->pdf);
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (err == PN_OK)
			err = parts[i](doc);
		pn_pdf_release(doc->pdf, mark);
		pn_obj_seen_free(&doc->nodes);
		if (err == PN_OK)
			err = pn_pdf_check(doc->pdf);
	}
	return err;
}

void
pn_pdoc_free(struct pn_pdoc *doc)
{
	pn_obj_seen_free(&doc->fields);
	pn_obj_seen_free(&doc->files);
	pn_obj_seen_free(&doc->actions);
	pn_obj_seen_free(&doc->nodes);
}
