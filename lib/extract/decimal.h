/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * decimal - a number by its decimal digits
 *
 * Numbers in files are written in decimal; what reads like an identifier
 * must keep every digit, so they never become floating point.
 */
#ifndef PN_EXTRACT_DECIMAL_H
#define PN_EXTRACT_DECIMAL_H

#include <stdbool.h>

#define PN_DECIMAL_DIGITS 40 /* more are no number that is formatted */

/* 0.DIGITS times ten to POINT; no zeros at the end. */
struct pn_decimal {
	bool minus;
	int n, point;
	char d[PN_DECIMAL_DIGITS + 1];
};

/* pn_decimal_parse - S ("-12.50", "4.5E+15") into *X; false where it is no
 * number, or one too long to be written out */
bool pn_decimal_parse(const char *s, struct pn_decimal *x);

/* pn_decimal_round - keep N digits behind the point */
void pn_decimal_round(struct pn_decimal *x, int n);

/* pn_decimal_whole - digit I (0 the highest) of the whole part */
char pn_decimal_whole(const struct pn_decimal *x, int i);

/* pn_decimal_fraction - digit I behind the point */
char pn_decimal_fraction(const struct pn_decimal *x, int i);

#endif
