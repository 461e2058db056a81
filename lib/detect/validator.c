/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * validator - the table of names, and what the checks share
 *
 * Only arithmetic and character work lives here and in the check_*.c files;
 * nothing is allocated. Numbers are read after the separators that people
 * write (blank, hyphen, full stop, slash) are dropped: which of them a number
 * may have is decided by the pattern's expression.
 */
#include <string.h>
#include "detect/checks.h"

#define VALUE(name, fn, what)                                                  \
	{                                                                      \
		name, PN_VALIDATE_VALUE, fn, what                              \
	}
#define TABLE(name, what)                                                      \
	{                                                                      \
		name, PN_VALIDATE_TABLE, NULL, what                            \
	}

static const struct pn_validator table[] = {
    VALUE("uk-upn", pn_check_uk_upn,
	"unique pupil number: check letter, temporary ones too"),
    VALUE("uk-uln", pn_check_uk_uln, "unique learner number: mod 11"),
    VALUE(
	"uk-uci", pn_check_uk_uci, "unique candidate identifier: check letter"),
    VALUE("uk-nhs", pn_check_uk_nhs,
	"NHS number: mod 11; outside the ranges in use a label is needed"),
    VALUE("uk-chi", pn_check_uk_chi, "CHI number: real date and mod 11"),
    VALUE("uk-hc", pn_check_uk_hc, "Health and Care number: range and mod 11"),
    VALUE("uk-nino", pn_check_uk_nino,
	"National Insurance number: prefixes that are given out"),
    VALUE("uk-driving-licence", pn_check_uk_driving_licence,
	"GB driver number: padding and real date"),
    VALUE("uk-passport", pn_check_uk_passport,
	"passport number: shape, not one digit repeated"),
    VALUE("passport-mrz", pn_check_passport_mrz,
	"machine readable lines: ICAO 9303 check digits"),
    VALUE("payment-card", pn_check_payment_card,
	"card number: issuer range, length and Luhn"),
    VALUE("luhn", pn_check_luhn, "any number with a Luhn digit"),
    VALUE("uk-sort-account", pn_check_uk_sort_account,
	"sort code and account number, or one of them: shape"),
    VALUE("uk-utr", pn_check_uk_utr, "unique taxpayer reference: mod 11"),
    VALUE("uk-vat", pn_check_uk_vat, "VAT registration number: mod 97"),
    VALUE("iban", pn_check_iban,
	"IBAN: the country's length and structure, mod 97"),
    VALUE("uk-postcode", pn_check_uk_postcode,
	"postcode: area and shape; other areas need a label"),
    VALUE("phone", pn_check_phone, "telephone number: international or UK"),
    VALUE("uk-phone", pn_check_uk_phone, "UK telephone number"),
    VALUE("email", pn_check_email, "e-mail address: RFC 5321 lengths"),
    VALUE("date", pn_check_date, "a day that exists"),
    VALUE("birth-date", pn_check_birth_date,
	"a day that exists, in the last 110 years"),
    VALUE("pem-key", pn_check_pem_key, "a private key's first line"),
    VALUE("password", pn_check_password,
	"a password and no placeholder or ordinary word"),
    VALUE("token", pn_check_token, "an access token and no placeholder"),
    TABLE("people-table", "rows that each tell something of a person"),
    TABLE("special-table",
	"rows of people with a column of special-category data"),
};

const struct pn_validator *
pn_validators(size_t *n_out)
{
	*n_out = sizeof(table) / sizeof(table[0]);
	return table;
}

const struct pn_validator *
pn_validator_find(const char *name)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	return NULL;
}

size_t
pn_squeeze(const struct pn_value *v, char *out, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < v->len; i++) {
		char c = v->text[i];

		if (c == ' ' || c == '-' || c == '.' || c == '/' || c == '\t' ||
		    c == '\r' || c == '\n')
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) ||
		    n + 1 >= max)
			return 0;
		out[n++] = c;
	}
	out[n] = '\0';
	return n;
}

bool
pn_all_digits(const char *s, size_t n)
{
	return strspn(s, "0123456789") == n && s[n] == '\0';
}

unsigned
pn_weighted(const char *s, const unsigned char *w, size_t n)
{
	unsigned sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (unsigned)(s[i] - '0') * w[i];
	return sum;
}

bool
pn_luhn(const char *s, size_t n)
{
	unsigned sum = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned d = (unsigned)(s[n - 1 - i] - '0');

		if (i % 2 == 1)
			d = d > 4 ? 2 * d - 9 : 2 * d;
		sum += d;
	}
	return sum % 10 == 0;
}

bool
pn_real_date(unsigned year, unsigned month, unsigned day)
{
	static const unsigned char days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	if (month < 1 || month > 12 || day < 1)
		return false;
	return day <= days[month - 1] + (month == 2 && leap ? 1u : 0u);
}
