/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_iban - international bank account numbers (ISO 13616, ISO 7064)
 *
 * An IBAN is accepted where it has its country's length and structure and the
 * remainder 1 mod 97. In running text an expression can't know where it ends
 * ("... 8741 and"), so the value is cut at the country's length. Structures
 * are those of the SWIFT registry, release 99: counts of digits (n), capital
 * letters (a) and either (c) after the two check digits, which run from 02 to
 * 98. At the end stand the French overseas territories and the countries that
 * use the scheme without being registered.
 */
#include <string.h>
#include "detect/checks.h"

#define IBAN_MAX  34
#define IBAN_HEAD 4 /* country and check digits */

struct country {
	char code[3];
	unsigned char len;
	char form[9];
};

static const struct country countries[] = {
    {"AD", 24, "8n12c"},
    {"AE", 23, "19n"},
    {"AL", 28, "8n16c"},
    {"AT", 20, "16n"},
    {"AZ", 28, "4a20c"},
    {"BA", 20, "16n"},
    {"BE", 16, "12n"},
    {"BG", 22, "4a6n8c"},
    {"BH", 22, "4a14c"},
    {"BI", 27, "23n"},
    {"BR", 29, "23n1a1c"},
    {"BY", 28, "4c4n16c"},
    {"CH", 21, "5n12c"},
    {"CR", 22, "18n"},
    {"CY", 28, "8n16c"},
    {"CZ", 24, "20n"},
    {"DE", 22, "18n"},
    {"DJ", 27, "23n"},
    {"DK", 18, "14n"},
    {"DO", 28, "4c20n"},
    {"EE", 20, "16n"},
    {"EG", 29, "25n"},
    {"ES", 24, "20n"},
    {"FI", 18, "14n"},
    {"FK", 18, "2a12n"},
    {"FO", 18, "14n"},
    {"FR", 27, "10n11c2n"},
    {"GB", 22, "4a14n"},
    {"GE", 22, "2a16n"},
    {"GI", 23, "4a15c"},
    {"GL", 18, "14n"},
    {"GR", 27, "7n16c"},
    {"GT", 28, "24c"},
    {"HN", 28, "4a20n"},
    {"HR", 21, "17n"},
    {"HU", 28, "24n"},
    {"IE", 22, "4a14n"},
    {"IL", 23, "19n"},
    {"IQ", 23, "4a15n"},
    {"IS", 26, "22n"},
    {"IT", 27, "1a10n12c"},
    {"JO", 30, "4a4n18c"},
    {"KW", 30, "4a22c"},
    {"KZ", 20, "3n13c"},
    {"LB", 28, "4n20c"},
    {"LC", 32, "4a24c"},
    {"LI", 21, "5n12c"},
    {"LT", 20, "16n"},
    {"LU", 20, "3n13c"},
    {"LV", 21, "4a13c"},
    {"LY", 25, "21n"},
    {"MC", 27, "10n11c2n"},
    {"MD", 24, "20c"},
    {"ME", 22, "18n"},
    {"MK", 19, "3n10c2n"},
    {"MN", 20, "16n"},
    {"MR", 27, "23n"},
    {"MT", 31, "4a5n18c"},
    {"MU", 30, "4a19n3a"},
    {"NI", 28, "4a20n"},
    {"NL", 18, "4a10n"},
    {"NO", 15, "11n"},
    {"OM", 23, "3n16c"},
    {"PK", 24, "4a16c"},
    {"PL", 28, "24n"},
    {"PS", 29, "4a21c"},
    {"PT", 25, "21n"},
    {"QA", 29, "4a21c"},
    {"RO", 24, "4a16c"},
    {"RS", 22, "18n"},
    {"RU", 33, "14n15c"},
    {"SA", 24, "2n18c"},
    {"SC", 31, "4a20n3a"},
    {"SD", 18, "14n"},
    {"SE", 24, "20n"},
    {"SI", 19, "15n"},
    {"SK", 24, "20n"},
    {"SM", 27, "1a10n12c"},
    {"SO", 23, "19n"},
    {"ST", 25, "21n"},
    {"SV", 28, "4a20n"},
    {"TL", 23, "19n"},
    {"TN", 24, "20n"},
    {"TR", 26, "6n16c"},
    {"UA", 29, "6n19c"},
    {"VA", 22, "18n"},
    {"VG", 24, "4a16n"},
    {"XK", 20, "16n"},
    {"YE", 30, "4a4n18c"},
    {"BL", 27, "10n11c2n"},
    {"GF", 27, "10n11c2n"},
    {"GP", 27, "10n11c2n"},
    {"MF", 27, "10n11c2n"},
    {"MQ", 27, "10n11c2n"},
    {"NC", 27, "10n11c2n"},
    {"PF", 27, "10n11c2n"},
    {"PM", 27, "10n11c2n"},
    {"RE", 27, "10n11c2n"},
    {"TF", 27, "10n11c2n"},
    {"WF", 27, "10n11c2n"},
    {"YT", 27, "10n11c2n"},
    {"AO", 25, "21n"},
    {"BF", 28, "24c"},
    {"BJ", 28, "24c"},
    {"CF", 27, "23n"},
    {"CG", 27, "23n"},
    {"CI", 28, "24c"},
    {"CM", 27, "23n"},
    {"CV", 25, "21n"},
    {"DZ", 26, "22n"},
    {"GA", 27, "23n"},
    {"GQ", 27, "23n"},
    {"GW", 25, "21c"},
    {"IR", 26, "22n"},
    {"KM", 27, "23n"},
    {"MA", 28, "24n"},
    {"MG", 27, "23n"},
    {"ML", 28, "24c"},
    {"MZ", 25, "21n"},
    {"NE", 28, "24c"},
    {"SN", 28, "24c"},
    {"TD", 27, "23n"},
    {"TG", 28, "24c"},
};

/* country_of - the entry for the country that S starts with, or NULL */
static const struct country *
country_of(const char *s)
{
	for (size_t i = 0; i < sizeof(countries) / sizeof(countries[0]); i++)
		if (strncmp(countries[i].code, s, 2) == 0)
			return &countries[i];
	return NULL;
}

/* form_fits - does S follow a structure such as "4a14n"? */
static bool
form_fits(const char *form, const char *s)
{
	while (*form != '\0') {
		size_t n = 0;

		for (; *form >= '0' && *form <= '9'; form++)
			n = n * 10 + (size_t)(*form - '0');
		for (; n > 0; n--, s++) {
			bool digit = *s >= '0' && *s <= '9';

			if (*s == '\0' || (*form == 'n' && !digit) ||
			    (*form == 'a' && digit))
				return false;
		}
		form++;
	}
	return *s == '\0';
}

/* mod97 - of the N characters at S, letters counting 10 to 35 */
static unsigned
mod97(unsigned r, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] >= 'A')
			r = (r * 100 + (unsigned)(s[i] - 'A') + 10) % 97;
		else
			r = (r * 10 + (unsigned)(s[i] - '0')) % 97;
	}
	return r;
}

/* is_alnum - a letter or digit of ASCII? */
static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z');
}

/* take - the first N letters and digits of V, in upper case, into S; returns
 * how many bytes of V they take, 0 where V has not as many */
static size_t
take(const struct pn_value *v, size_t n, char *s)
{
	size_t i = 0, k = 0;

	for (; i < v->len && k < n; i++) {
		char c = v->text[i];

		if (!is_alnum(c))
			continue;
		s[k++] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
	}
	s[k] = '\0';
	return k == n ? i : 0;
}

bool
pn_check_iban(struct pn_value *v)
{
	char s[IBAN_MAX + 1];
	const struct country *c;
	size_t used;

	if (take(v, IBAN_HEAD, s) == 0 || (c = country_of(s)) == NULL)
		return false;
	used = take(v, c->len, s);
	if (used == 0 || (used < v->len && is_alnum(v->text[used])))
		return false;
	if (!form_fits("2n", (char[]){s[2], s[3], '\0'}) ||
	    !form_fits(c->form, s + IBAN_HEAD))
		return false;
	/* 00, 01 and 99 would leave the remainder 1 as 97, 98 and 02 do. */
	if (strncmp(s + 2, "02", 2) < 0 || strncmp(s + 2, "98", 2) > 0)
		return false;
	if (mod97(mod97(0, s + IBAN_HEAD, c->len - IBAN_HEAD), s, IBAN_HEAD) !=
	    1)
		return false;
	v->len = used;
	return true;
}
