/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * place - where a find stands, in words for a person
 */
#ifndef PN_DETECT_PLACE_H
#define PN_DETECT_PLACE_H

#include "detect/doc.h"

/*
 * pn_place - "line 14", "Contacts!B3", "row 3", or as the segment says, for
 * free(): the place of byte OFF of D, in cell number CELL or PN_NO_CELL, which
 * was made of SEG. At most PN_REPORT_MAX_WHERE bytes of UTF-8.
 */
char *pn_place(const struct pn_segment *seg, const struct pn_doc *d,
    uint32_t cell, size_t off);

#endif
