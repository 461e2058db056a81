/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * numfmt_date - dates and times as a spreadsheet shows them
 */
#ifndef PN_EXTRACT_NUMFMT_DATE_H
#define PN_EXTRACT_NUMFMT_DATE_H

#include <stdbool.h>
#include "base/buf.h"
#include "extract/decimal.h"

/* pn_numfmt_literal - length of the literal at P: "text", \x, _x, *x, [Red];
 * 0 for what is none. *TEXT and *N get the characters that it shows */
size_t pn_numfmt_literal(const char *p, const char **text, size_t *n);

/*
 * pn_numfmt_date - append serial number X as section S of a format shows it,
 * with its order and its separators: a sort code that a program took for a
 * date keeps its shape. Day 60 of 1900 is a 29 February. False, and nothing
 * appended, where X is no day that a program shows.
 */
bool pn_numfmt_date(struct pn_buf *out, const struct pn_decimal *x,
    const char *s, bool date1904);

#endif
