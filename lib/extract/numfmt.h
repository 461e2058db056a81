/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * numfmt - how a spreadsheet shows a number (ECMA-376 part 1, 18.8.30)
 *
 * Works on decimal digits, never on floating point, so that long numbers
 * keep all of them. Dates come out as the format shows them, so that what was
 * no date in the first place keeps its shape; numbers without grouping marks,
 * because patterns read them.
 */
#ifndef PN_EXTRACT_NUMFMT_H
#define PN_EXTRACT_NUMFMT_H

#include <stdbool.h>
#include "base/buf.h"

/* pn_numfmt_builtin - the format code of a built-in number format; NULL for
 * those that the file must define */
const char *pn_numfmt_builtin(unsigned id);

/*
 * pn_numfmt_number - append VALUE (as the file writes it: "4.5E+15") to OUT,
 * as format CODE (NULL: General) shows it. DATE1904: days count from 1904.
 * True where the format hides the number (";;;"): it comes out in full then.
 * What can't be understood comes out as it is written.
 */
bool pn_numfmt_number(struct pn_buf *out, const char *code, const char *value,
    bool date1904);

/* pn_numfmt_hides_text - does format CODE hide text (an empty fourth
 * section)? */
bool pn_numfmt_hides_text(const char *code);

#endif
