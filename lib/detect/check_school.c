/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_school - numbers of pupils, learners and candidates
 *
 * UPN: DfE, "Unique pupil numbers: a guide" (DfE-00116-2020). ULN: Learning
 * Records Service, WSLP02 v3. UCI: Joint Council for Qualifications.
 */
#include <string.h>
#include "detect/checks.h"

#define UPN_LEN	     13
#define UPN_FIRST_LA 201 /* local authority codes start here */
#define ULN_LEN	     10
#define UCI_LEN	     13

/* The check letters of a UPN; I, O and S would be misread. */
static const char upn_letters[] = "ABCDEFGHJKLMNPQRTUVWXYZ";
/* The check letters of a UCI, by remainder mod 17. */
static const char uci_letters[] = "ABCDEFGHKLMRTVWXY";

/* pn_check_uk_upn - A + 12 digits, or 11 and a letter for a temporary one */
bool
pn_check_uk_upn(struct pn_value *v)
{
	static const unsigned char w[] = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
	char s[UPN_LEN + 2];
	const char *last;
	unsigned sum, la;

	if (pn_squeeze(v, s, sizeof(s)) != UPN_LEN)
		return false;
	if (strspn(s + 1, "0123456789") < UPN_LEN - 2)
		return false;
	sum = pn_weighted(s + 1, w, sizeof(w));
	last = strchr(upn_letters, s[12]);
	if (s[12] >= '0' && s[12] <= '9')
		sum += 13 * (unsigned)(s[12] - '0');
	else if (last != NULL)
		sum += 13 * (unsigned)(last - upn_letters);
	else
		return false;
	if (upn_letters[sum % 23] != s[0])
		return false;
	/* A code that no authority has makes it likelier a serial number. */
	la = (unsigned)((s[1] - '0') * 100 + (s[2] - '0') * 10 + s[3] - '0');
	if (la < UPN_FIRST_LA)
		v->need_label = true;
	return true;
}

/* pn_check_uk_uln - 10 digits; 9999999999 stands for "not known yet" */
bool
pn_check_uk_uln(struct pn_value *v)
{
	static const unsigned char w[] = {10, 9, 8, 7, 6, 5, 4, 3, 2};
	char s[ULN_LEN + 2];
	unsigned r;

	if (pn_squeeze(v, s, sizeof(s)) != ULN_LEN ||
	    !pn_all_digits(s, ULN_LEN) || s[0] == '0' ||
	    strcmp(s, "9999999999") == 0)
		return false;
	r = pn_weighted(s, w, sizeof(w)) % 11;
	return r != 0 && (unsigned)(s[9] - '0') == 10 - r;
}

/* pn_check_uk_uci - 5 centre, 0 or letter, 2 year, 4 serial, check letter;
 * a letter in sixth place (a centre abroad) counts as nought */
bool
pn_check_uk_uci(struct pn_value *v)
{
	static const unsigned char w[] = {
	    16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5};
	char s[UCI_LEN + 2];

	if (pn_squeeze(v, s, sizeof(s)) != UCI_LEN)
		return false;
	if (s[5] >= 'A')
		s[5] = '0';
	if (strspn(s, "0123456789") != UCI_LEN - 1)
		return false;
	return uci_letters[pn_weighted(s, w, sizeof(w)) % 17] == s[12];
}
