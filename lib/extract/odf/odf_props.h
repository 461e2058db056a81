/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf_props - the properties of a style
 */
#ifndef PN_EXTRACT_ODF_PROPS_H
#define PN_EXTRACT_ODF_PROPS_H

#include "extract/odf/odf_style.h"

/* pn_odf_text_properties - colour, size and display of text into T */
void pn_odf_text_properties(struct pn_odf_style *t,
    const struct pn_xml_attrs *a);

/* pn_odf_block_properties - what is behind the text, and whether it is shown,
 * into T */
void pn_odf_block_properties(struct pn_odf_style *t,
    const struct pn_xml_attrs *a);

/* pn_odf_fill - the colour behind: RGB, PN_ODF_CLEAR, PN_ODF_UNKNOWN, or
 * PN_ODF_UNSET where nothing is said */
uint32_t pn_odf_fill(const struct pn_xml_attrs *a);

#endif
