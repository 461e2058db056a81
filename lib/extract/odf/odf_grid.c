/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf_grid - tables: those of a text, and the way to the sheets
 *
 * A table of the spreadsheet itself goes to odf_sheet.c; all others, also
 * those in shapes and embedded objects, to the flow of their story.
 */
#include <string.h>
#include "extract/odf/odf_elem.h"

enum pn_err
pn_odf_e_table(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	struct pn_odf_story *s = pn_odf_story(w);

	(void)name;
	if (w->sheets && w->n_stories == 1 && w->sheet == NULL) {
		f->opened |= PN_ODF_SHEET_OPEN;
		pn_odf_sheet_begin(w, f, a);
		return PN_OK;
	}
	pn_odf_restyle(w, f, PN_ODF_TABLE, a);
	if (f->why == NULL && pn_odf_style_gone(w->odf->styles, w->doc->scope,
				  PN_ODF_TABLE, pn_xml_attr(a, "style-name")))
		f->why = "table";
	if (s->n_grids >= PN_FLOW_MAX_TABLES || (w->sheet && w->n_stories == 1))
		return PN_OK;
	s->grids[s->n_grids++] = (struct pn_odf_grid){0};
	f->opened |= PN_ODF_TABLE_OPEN;
	return pn_flow_table(&s->flow);
}

/* unseen_by - is a row or column with these attributes not shown? */
static bool
unseen_by(const struct pn_xml_attrs *a)
{
	return pn_xml_attr_is(a, "visibility", "collapse") ||
	       pn_xml_attr_is(a, "visibility", "filter");
}

enum pn_err
pn_odf_e_row(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	struct pn_odf_story *s = pn_odf_story(w);
	struct pn_odf_grid *g;

	(void)name;
	f->opened |= PN_ODF_ROW_OPEN;
	pn_odf_restyle(w, f, PN_ODF_ROW, a);
	if (w->sheet && w->n_stories == 1) {
		pn_odf_sheet_row(w, a);
		return PN_OK;
	}
	if (s->n_grids == 0)
		return PN_OK;
	g = &s->grids[s->n_grids - 1];
	g->row = g->next_row;
	g->next_row += pn_odf_repeat(a, "number-rows-repeated");
	if (g->next_row < g->row)
		g->next_row = UINT32_MAX;
	g->col = 0;
	g->why = unseen_by(a) ? "row" : NULL;
	return PN_OK;
}

enum pn_err
pn_odf_e_column(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	(void)name;
	if (w->sheet && w->n_stories == 1)
		pn_odf_column(w, f, a);
	return PN_OK;
}

enum pn_err
pn_odf_e_cell(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	bool covered = strcmp(name, "covered-table-cell") == 0;
	struct pn_odf_story *s = pn_odf_story(w);
	struct pn_odf_grid *g;
	uint32_t col;

	f->opened |= PN_ODF_CELL_OPEN;
	if (w->sheet && w->n_stories == 1) {
		pn_odf_sheet_cell(w, f, a, covered);
		return PN_OK;
	}
	pn_odf_restyle(w, f, PN_ODF_CELL, a);
	if (s->n_grids == 0)
		return PN_OK;
	g = &s->grids[s->n_grids - 1];
	col = g->col;
	g->col += pn_odf_repeat(a, "number-columns-repeated");
	if (g->col > PN_ODF_MAX_COLS)
		g->col = PN_ODF_MAX_COLS;
	/* what is hidden in it is marked as a cell, or stays away from it */
	return pn_flow_cell(&s->flow, g->row, col,
	    s->base   ? NULL
	    : f->why  ? f->why
	    : covered ? "covered-cell"
	    : w->doc->chart && w->chart_far && pn_xml_attr(a, "value").n
		? "chart-data" /* a number: only its bar is drawn */
		: g->why);
}

/* where a chart has its numbers from: in a file of sheets mostly from those */
enum pn_err
pn_odf_e_plot(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	static const char own[] = "local-table";
	struct pn_bytes v = pn_xml_attr(a, "cell-range-address");

	(void)f, (void)name;
	w->chart_far =
	    !w->odf->workbook || v.n == 0 ||
	    (v.n >= sizeof(own) - 1 && memcmp(v.p, own, sizeof(own) - 1) == 0);
	return PN_OK;
}

/* a group of rows or columns, which can be closed */
enum pn_err
pn_odf_e_group(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	(void)w;
	if (pn_xml_attr_is(a, "display", "false") && f->why == NULL)
		f->why = pn_xml_is(name, "table-row-group") ? "row" : "column";
	return PN_OK;
}

enum pn_err
pn_odf_e_source(struct pn_odf_walk *w, struct pn_odf_frame *f, const char *name,
    const struct pn_xml_attrs *a)
{
	(void)f, (void)name;
	pn_odf_sheet_linked(w);
	return pn_odf_hidden_value(w, a, "href", "external-link");
}
