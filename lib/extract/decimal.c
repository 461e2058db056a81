/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * decimal - a number by its decimal digits
 */
#include <ctype.h>
#include "extract/decimal.h"

#define MAX_POINT 25 /* whole digits; more are left with their exponent */

bool
pn_decimal_parse(const char *s, struct pn_decimal *x)
{
	bool dot = false, any = false;
	long e = 0, sign = 1;

	*x = (struct pn_decimal){.minus = *s == '-'};
	s += *s == '-' || *s == '+';
	for (; isdigit((unsigned char)*s) || (*s == '.' && !dot); s++) {
		if (*s == '.') {
			dot = true;
			continue;
		}
		any = true;
		if (*s == '0' && x->n == 0) {
			x->point -= dot; /* a leading zero */
			continue;
		}
		if (x->n == PN_DECIMAL_DIGITS)
			return false;
		x->d[x->n++] = *s;
		x->point += !dot;
	}
	if (any && (*s == 'E' || *s == 'e')) {
		s++;
		sign = *s == '-' ? -1 : 1;
		s += *s == '-' || *s == '+';
		for (any = false; isdigit((unsigned char)*s); s++, any = true)
			e = e < 10000 ? e * 10 + (*s - '0') : e;
		x->point += (int)(sign * e);
	}
	while (x->n && x->d[x->n - 1] == '0')
		x->n--;
	if (x->n == 0)
		x->point = 0;
	return any && *s == '\0' && x->point <= MAX_POINT &&
	       x->point >= -MAX_POINT;
}

void
pn_decimal_round(struct pn_decimal *x, int n)
{
	int keep = x->point + n;
	bool up;

	if (keep >= x->n)
		return;
	if (keep < 0) {
		x->n = x->point = 0;
		return;
	}
	up = x->d[keep] >= '5';
	x->n = keep;
	while (up && x->n && x->d[x->n - 1] == '9')
		x->n--;
	if (up && x->n) {
		x->d[x->n - 1]++;
	} else if (up) {
		x->d[0] = '1';
		x->n = 1;
		x->point++;
	}
	while (x->n && x->d[x->n - 1] == '0')
		x->n--;
	if (x->n == 0)
		x->point = 0;
}

char
pn_decimal_whole(const struct pn_decimal *x, int i)
{
	return i < x->n ? x->d[i] : '0';
}

char
pn_decimal_fraction(const struct pn_decimal *x, int i)
{
	int k = x->point + i;

	return k >= 0 && k < x->n ? x->d[k] : '0';
}
