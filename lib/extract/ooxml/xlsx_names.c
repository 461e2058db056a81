/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xlsx_names - what a workbook calls its sheets and values, who wrote its
 * comments, and what stands on its sheets
 *
 * The same for the XML form of a workbook and for the binary one.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ooxml/xlsx.h"

enum pn_err
pn_xlsx_hand_sheets(
    struct pn_job *job, const struct pn_xlsx_sheet_name *sheets, size_t n)
{
	enum pn_err err = PN_OK;

	for (unsigned hidden = 0; hidden < 2 && err == PN_OK; hidden++) {
		struct pn_buf names;

		pn_buf_init(&names, pn_job_room(job) + 1);
		for (size_t i = 0; i < n && err == PN_OK; i++)
			if (sheets[i].name && sheets[i].hidden == hidden)
				err =
				    pn_buf_addf(&names, "%s\n", sheets[i].name);
		if (err != PN_OK)
			err = pn_job_limit(job, "text");
		else
			err = pn_job_text(job, pn_buf_bytes(&names),
			    "sheet names", hidden ? PN_TEXT_HIDDEN : 0);
		pn_buf_free(&names);
	}
	return err;
}

enum pn_err
pn_xlsx_hand_names(
    struct pn_job *job, const struct pn_buf *names, const struct pn_buf *hidden)
{
	enum pn_err err =
	    pn_job_text(job, pn_buf_bytes(names), "defined names", 0);

	if (err != PN_OK || hidden->len == 0)
		return err;
	pn_job_hidden(job, "name");
	return pn_job_text(
	    job, pn_buf_bytes(hidden), "defined names", PN_TEXT_HIDDEN);
}

enum pn_err
pn_xlsx_authors(struct pn_job *job, const struct pn_buf *names)
{
	bool any = false;

	for (size_t i = 0; i < names->len && !any; i++)
		any = (unsigned char)names->data[i] > ' ';
	if (any)
		pn_job_hidden(job, "author");
	return pn_job_text(
	    job, pn_buf_bytes(names), "comments, author", PN_TEXT_HIDDEN);
}

/* charts - those on the drawing in part E */
static enum pn_err
charts(struct pn_ooxml *x, const struct pn_zip_entry *e, const char *place,
    const char *why)
{
	struct pn_opc_rels rels;
	enum pn_err err = PN_OK;

	pn_opc_rels(x->opc, e->name, &rels);
	for (size_t i = 0; i < rels.n && err == PN_OK; i++) {
		const struct pn_zip_entry *c =
		    rels.rels[i].external
			? NULL
			: pn_ooxml_undone(x, rels.rels[i].target);

		if (c && strncmp(rels.rels[i].kind, "chart", 5) == 0)
			err = pn_ooxml_chart(x, c, place, why);
	}
	pn_opc_rels_free(&rels);
	return err;
}

enum pn_err
pn_xlsx_belongings(struct pn_xlsx *b, const struct pn_opc_rels *rels,
    const char *name, bool hidden)
{
	const char *why = hidden ? "sheet" : NULL;
	char *drawing = pn_printf("%s, drawing", name);
	char *chart = pn_printf("%s, chart", name);
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < rels->n && err == PN_OK; i++) {
		const struct pn_opc_rel *r = &rels->rels[i];
		const struct pn_zip_entry *e =
		    r->external ? NULL : pn_ooxml_undone(b->x, r->target);

		if (e == NULL)
			continue;
		if (strcmp(r->kind, "drawing") == 0) {
			err = pn_ooxml_drawing(b->x, e, drawing, why);
			if (err == PN_OK)
				err = charts(b->x, e, chart, why);
		} else if (strcmp(r->kind, "vmlDrawing") == 0) {
			err = pn_ooxml_vml(b->x, e, drawing, why);
		}
	}
	free(drawing);
	free(chart);
	return err;
}
