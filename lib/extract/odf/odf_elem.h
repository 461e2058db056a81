/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf_elem - the handlers of elements, one for each in the table of odf_elem.c
 *
 * A handler is called when its element begins; F is its frame, a copy of the
 * one around it, which is F[-1]. What it opens is noted in F->opened, and
 * closed by odf_walk.
 */
#ifndef PN_EXTRACT_ODF_ELEM_H
#define PN_EXTRACT_ODF_ELEM_H

#include "extract/odf/odf_walk.h"

/* pn_odf_handler - element NAME with attributes A begins in frame F; what
 * it returns but PN_OK ends the walk */
typedef enum pn_err pn_odf_handler(struct pn_odf_walk *w,
    struct pn_odf_frame *f, const char *name, const struct pn_xml_attrs *a);

/* odf_text.c */
pn_odf_handler pn_odf_e_para, pn_odf_e_span, pn_odf_e_blank, pn_odf_e_skip,
    pn_odf_e_date, pn_odf_e_creator, pn_odf_e_info, pn_odf_e_section,
    pn_odf_e_note, pn_odf_e_annotation, pn_odf_e_ruby, pn_odf_e_changes,
    pn_odf_e_old_cell, pn_odf_e_margin, pn_odf_e_title, pn_odf_e_inserted,
    pn_odf_e_region;

/* odf_field.c */
pn_odf_handler pn_odf_e_hidden_para, pn_odf_e_conditional, pn_odf_e_link,
    pn_odf_e_script, pn_odf_e_decl, pn_odf_e_get;

/* odf_grid.c */
pn_odf_handler pn_odf_e_table, pn_odf_e_row, pn_odf_e_column, pn_odf_e_cell,
    pn_odf_e_source, pn_odf_e_group, pn_odf_e_plot;

/* odf_frame.c */
pn_odf_handler pn_odf_e_notes, pn_odf_e_page, pn_odf_e_master, pn_odf_e_shape,
    pn_odf_e_slide_margin, pn_odf_e_data;

/* pn_odf_restyle - the style that A names, of FAMILY, over the look of F */
void pn_odf_restyle(struct pn_odf_walk *w, struct pn_odf_frame *f,
    enum pn_odf_family family, const struct pn_xml_attrs *a);

/* pn_odf_afresh - text that does not look like what it stands in */
void pn_odf_afresh(struct pn_odf_walk *w, struct pn_odf_frame *f);

/* pn_odf_inner_story - what F holds is told apart, if it stands inside a
 * paragraph or a cell, or ALWAYS; BASE: all of it is hidden by that; NULL */
void pn_odf_inner_story(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const char *place, const char *base, bool always);

/* pn_odf_hidden_value - attribute NAME as a line, hidden by WHY or NULL */
enum pn_err pn_odf_hidden_value(struct pn_odf_walk *w,
    const struct pn_xml_attrs *a, const char *name,
    const char *why) PN_MUST_CHECK;

/* pn_odf_field - an element in a line of text, which may keep a value */
enum pn_err pn_odf_field(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const struct pn_xml_attrs *a) PN_MUST_CHECK;

/* pn_odf_tell_attrs - those attributes of element NAME that hold text */
enum pn_err pn_odf_tell_attrs(struct pn_odf_walk *w, struct pn_odf_frame *f,
    const char *name, const struct pn_xml_attrs *a) PN_MUST_CHECK;

#endif
