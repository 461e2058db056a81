/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_finance - payment cards, bank accounts, tax numbers
 *
 * Cards: ISO/IEC 7812 (Luhn) and the issuer ranges that the schemes publish,
 * each with its lengths. Sort code and account number: shape only, because
 * the check of a UK account needs the scheme's weight table, and even that
 * passes sort codes it does not know.
 */
#include <string.h>
#include "detect/checks.h"

#define CARD_MIN   12
#define CARD_MAX   19
#define CARD_PLAIN 15 /* shorter ones than this need a label */
#define RANGE_LEN  6  /* digits of a card that name the issuer */

/* An issuer range, of the first six digits, and the lengths of its cards. */
struct range {
	unsigned from, to;
	unsigned char min, max;
};

static const struct range ranges[] = {
    {220000, 220499, 16, 19}, /* Mir */
    {222100, 272099, 16, 16}, /* Mastercard */
    {300000, 305999, 14, 19}, /* Diners Club */
    {309500, 309599, 14, 19}, /* Diners Club */
    {340000, 349999, 15, 15}, /* American Express */
    {352800, 358999, 16, 19}, /* JCB */
    {360000, 369999, 14, 19}, /* Diners Club */
    {370000, 379999, 15, 15}, /* American Express */
    {380000, 399999, 16, 19}, /* Diners Club */
    {400000, 499999, 13, 13}, /* Visa, the old length */
    {400000, 499999, 16, 16}, /* Visa */
    {400000, 499999, 19, 19}, /* Visa */
    {500000, 509999, 12, 19}, /* Maestro, RuPay */
    {510000, 559999, 16, 16}, /* Mastercard */
    {560000, 589999, 12, 19}, /* Maestro */
    {601100, 601199, 16, 19}, /* Discover */
    {620000, 629999, 16, 19}, /* UnionPay */
    {630400, 630499, 12, 19}, /* Maestro */
    {639000, 639099, 12, 19}, /* Maestro */
    {644000, 659999, 16, 19}, /* Discover, RuPay */
    {670000, 679999, 12, 19}, /* Maestro */
    {810000, 817199, 16, 19}, /* UnionPay */
    {817200, 829999, 16, 16}, /* RuPay */
};

/* issuer_known - is there a range for these N digits? */
static bool
issuer_known(const char *s, size_t n)
{
	unsigned iin = 0;

	for (size_t i = 0; i < RANGE_LEN; i++)
		iin = iin * 10 + (unsigned)(s[i] - '0');
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (iin >= ranges[i].from && iin <= ranges[i].to &&
		    n >= ranges[i].min && n <= ranges[i].max)
			return true;
	return false;
}

bool
pn_check_payment_card(struct pn_value *v)
{
	char s[CARD_MAX + 2];
	size_t n = pn_squeeze(v, s, sizeof(s));

	if (n < CARD_MIN || n > CARD_MAX || !pn_all_digits(s, n))
		return false;
	if (!issuer_known(s, n) || !pn_luhn(s, n))
		return false;
	if (n < CARD_PLAIN)
		v->need_label = true;
	return strspn(s, (char[]){s[0], '\0'}) != n;
}

bool
pn_check_luhn(struct pn_value *v)
{
	char s[32];
	size_t n = pn_squeeze(v, s, sizeof(s));

	return n > 1 && pn_all_digits(s, n) && pn_luhn(s, n) &&
	       strspn(s, "0") != n;
}

/* pn_check_uk_sort_account - a sort code (6 digits), an account number (8, 6
 * to 10 with some banks), or both with words in between; never one digit
 * repeated */
bool
pn_check_uk_sort_account(struct pn_value *v)
{
	char s[32];
	size_t n = 0;

	for (size_t i = 0; i < v->len; i++) {
		if (v->text[i] < '0' || v->text[i] > '9')
			continue;
		if (n + 1 == sizeof(s))
			return false;
		s[n++] = v->text[i];
	}
	s[n] = '\0';
	if (n < 6 || n > 16)
		return false;
	return strspn(s, (char[]){s[0], '\0'}) != n;
}

/* pn_check_uk_utr - 10 digits, the first of which checks the others; a K may
 * stand before or after */
bool
pn_check_uk_utr(struct pn_value *v)
{
	static const unsigned char w[] = {6, 7, 8, 9, 10, 5, 4, 3, 2};
	char buf[14], *s = buf;
	size_t n = pn_squeeze(v, buf, sizeof(buf));

	if (n == 11 && s[0] == 'K')
		s++;
	else if (n == 11 && s[10] == 'K')
		s[10] = '\0';
	else if (n != 10)
		return false;
	if (!pn_all_digits(s, 10))
		return false;
	return "21987654321"[pn_weighted(s + 1, w, sizeof(w)) % 11] == s[0];
}

/* pn_check_uk_vat - 9 or 12 digits after GB or XI: weights 8 to 2, 10, 1 give
 * a multiple of 97, or one less 55 for later numbers; GD and HA are offices */
bool
pn_check_uk_vat(struct pn_value *v)
{
	static const unsigned char w[] = {8, 7, 6, 5, 4, 3, 2, 10, 1};
	char buf[18], *s = buf;
	size_t n = pn_squeeze(v, buf, sizeof(buf));
	unsigned sum;

	if (strncmp(s, "GB", 2) == 0 || strncmp(s, "XI", 2) == 0) {
		s += 2;
		n -= 2;
	}
	if (n == 5 && s[0] == 'G' && s[1] == 'D')
		return pn_all_digits(s + 2, 3) && s[2] < '5';
	if (n == 5 && s[0] == 'H' && s[1] == 'A')
		return pn_all_digits(s + 2, 3) && s[2] >= '5';
	if ((n != 9 && n != 12) || !pn_all_digits(s, n))
		return false;
	sum = pn_weighted(s, w, sizeof(w)) % 97;
	return sum == 0 || sum == 42 || sum == 55;
}
