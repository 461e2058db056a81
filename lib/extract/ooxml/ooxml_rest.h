/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ooxml_rest - readers of the parts that all Office files have (within
 * pn_ooxml_rest only)
 */
#ifndef PN_EXTRACT_OOXML_REST_H
#define PN_EXTRACT_OOXML_REST_H

#include "extract/ooxml/ooxml.h"

/* pn_ooxml_properties - the properties in part E, as hidden text: what they
 * say, and apart from it the names of those who wrote and own the file, so
 * that no name stands beside a title by chance */
enum pn_err pn_ooxml_properties(struct pn_ooxml *x,
    const struct pn_zip_entry *e) PN_MUST_CHECK;

/* pn_ooxml_links - where the relationships in part E lead outside */
enum pn_err pn_ooxml_links(struct pn_ooxml *x, const struct pn_zip_entry *e)
    PN_MUST_CHECK;

/* pn_ooxml_stowed - what text stands in part E, which should hold none; its
 * place is the part's name */
enum pn_err pn_ooxml_stowed(struct pn_ooxml *x, const struct pn_zip_entry *e)
    PN_MUST_CHECK;

#endif
