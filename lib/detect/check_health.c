/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_health - health service numbers of the four nations
 *
 * All three are ten digits with the same mod 11 digit (NHS Data Dictionary,
 * "NHS number"); they differ by range: England, Wales and the Isle of Man
 * 4000000000-4999999999 and 6000000000-7999999999, Northern Ireland
 * 3200000000-3999999999, Scotland (CHI) the date of birth in front. One in
 * eleven random numbers passes, so none of them is high without a label.
 */
#include <string.h>
#include "detect/checks.h"

#define LEN	  10
#define CAP_RANGE 65 /* outside the ranges that are given out: low */

/* read_number - ten digits, a leading nought restored that a spreadsheet
 * took; false where the check digit is wrong */
static bool
read_number(struct pn_value *v, char s[LEN + 2])
{
	static const unsigned char w[] = {10, 9, 8, 7, 6, 5, 4, 3, 2};
	size_t n = pn_squeeze(v, s, LEN + 2);
	unsigned r;

	if (n == LEN - 1) {
		memmove(s + 1, s, LEN);
		s[0] = '0';
		v->need_label = true;
		n = LEN;
	}
	if (n != LEN || !pn_all_digits(s, LEN))
		return false;
	r = (11 - pn_weighted(s, w, sizeof(w)) % 11) % 11;
	return r != 10 && (unsigned)(s[9] - '0') == r;
}

bool
pn_check_uk_nhs(struct pn_value *v)
{
	char s[LEN + 2];

	if (!read_number(v, s))
		return false;
	if (s[0] == '4' || s[0] == '6' || s[0] == '7')
		return true;
	v->cap = CAP_RANGE;
	/* 9... is the range for tests; systems' samples come from it. */
	if (s[0] != '9')
		v->need_label = true;
	return true;
}

bool
pn_check_uk_chi(struct pn_value *v)
{
	char s[LEN + 2];
	unsigned day, month, year;

	if (!read_number(v, s))
		return false;
	day = (unsigned)((s[0] - '0') * 10 + s[1] - '0');
	month = (unsigned)((s[2] - '0') * 10 + s[3] - '0');
	year = (unsigned)((s[4] - '0') * 10 + s[5] - '0');
	/* The century is not told: 29 February of either will do. */
	return pn_real_date(1900 + year, month, day) ||
	       pn_real_date(2000 + year, month, day);
}

bool
pn_check_uk_hc(struct pn_value *v)
{
	char s[LEN + 2];

	return read_number(v, s) && s[0] == '3' && s[1] >= '2';
}
