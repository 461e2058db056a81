/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_identity - National Insurance, driving licence, passport
 *
 * NINO: HMRC NIM39110. Driver number: DVLA's published layout (the two check
 * letters are not public). Machine readable zone: ICAO Doc 9303 parts 3-5.
 */
#include <string.h>
#include "detect/checks.h"

#define NINO_LEN      9
#define LICENCE_LEN   16
#define LICENCE_ISSUE 2 /* digits of the issue number, often added */

/* pn_check_uk_nino - the prefixes that are not given out are dropped. QQ is
 * the one of forms and examples, and pension data uses it. Without its last
 * letter a number needs a label. */
bool
pn_check_uk_nino(struct pn_value *v)
{
	static const char *const never[] = {
	    "BG", "GB", "KN", "NK", "NT", "TN", "ZZ"};
	char s[NINO_LEN + 2];
	size_t n = pn_squeeze(v, s, sizeof(s));

	if ((n != NINO_LEN && n != NINO_LEN - 1) ||
	    strspn(s + 2, "0123456789") != 6)
		return false;
	if (n == NINO_LEN && (s[8] < 'A' || s[8] > 'D'))
		return false;
	v->need_label = n != NINO_LEN;
	if (strncmp(s, "QQ", 2) == 0)
		return true;
	if (strchr("DFIQUV0123456789", s[0]) != NULL ||
	    strchr("DFIQUVO0123456789", s[1]) != NULL)
		return false;
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (strncmp(s, never[i], 2) == 0)
			return false;
	return true;
}

/* surname_valid - letters, then nines; no letter after a nine */
static bool
surname_valid(const char *s)
{
	size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	return n >= 1 && n <= 5 && strspn(s + n, "9") >= 5 - n;
}

/* licence_date - decade, month (+50 for women), day, year */
static bool
licence_date(const char *s)
{
	unsigned month = (unsigned)((s[1] - '0') * 10 + s[2] - '0');
	unsigned day = (unsigned)((s[3] - '0') * 10 + s[4] - '0');
	unsigned year = (unsigned)((s[0] - '0') * 10 + s[5] - '0');

	if (month > 50)
		month -= 50;
	return pn_real_date(1900 + year, month, day) ||
	       pn_real_date(2000 + year, month, day);
}

bool
pn_check_uk_driving_licence(struct pn_value *v)
{
	static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char s[LICENCE_LEN + LICENCE_ISSUE + 2];
	size_t n = pn_squeeze(v, s, sizeof(s));

	if (n != LICENCE_LEN && n != LICENCE_LEN + LICENCE_ISSUE)
		return false;
	if (!surname_valid(s) || strspn(s + 5, "0123456789") < 6 ||
	    !licence_date(s + 5))
		return false;
	/* Initials: one or two, none only for people without a forename. */
	if (s[11] == '9' && s[12] != '9')
		return false;
	if ((s[11] < 'A' && s[11] != '9') || (s[12] < 'A' && s[12] != '9'))
		return false;
	if (s[13] < '0' || s[13] > '9' || strspn(s + 14, upper) < 2)
		return false;
	return strspn(s + 16, "0123456789") == n - LICENCE_LEN;
}

/* pn_check_uk_passport - nine digits, or two letters and seven; there is no
 * check digit outside of the machine readable zone */
bool
pn_check_uk_passport(struct pn_value *v)
{
	char s[12];
	size_t n = pn_squeeze(v, s, sizeof(s));

	if (n != 9 || strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") > 2)
		return false;
	return strspn(s + 1, (char[]){s[0], '\0'}) != n - 1;
}

/* mrz_digit - does S[N] check the N characters before it (weights 7, 3, 1)?
 * A filler instead of the digit is fine where the field is empty. */
static bool
mrz_digit(const char *s, size_t n)
{
	static const unsigned char w[] = {7, 3, 1};
	unsigned sum = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned c = (unsigned char)s[i];

		if (c >= '0' && c <= '9')
			sum += (c - '0') * w[i % 3];
		else if (c >= 'A' && c <= 'Z')
			sum += (c - 'A' + 10) * w[i % 3];
		else if (c != '<')
			return false;
	}
	if (s[n] == '<')
		return sum == 0;
	return (unsigned)(s[n] - '0') == sum % 10;
}

/* pn_check_passport_mrz - the line with the dates: 44 characters (TD3), 36
 * (TD2) or 30 (TD1). A number too long for its field has a filler instead of
 * its digit and goes on elsewhere: then the two dates have to do. */
bool
pn_check_passport_mrz(struct pn_value *v)
{
	const char *s = v->text;

	if (v->len == 44 || v->len == 36)
		return (s[9] == '<' || mrz_digit(s, 9)) &&
		       mrz_digit(s + 13, 6) && mrz_digit(s + 21, 6);
	return v->len == 30 && mrz_digit(s, 6) && mrz_digit(s + 8, 6);
}
