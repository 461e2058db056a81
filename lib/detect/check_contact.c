/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_contact - postcodes, telephone numbers, e-mail addresses
 *
 * Postcodes: BS 7666 shapes and Royal Mail's areas; letters after the district
 * number are for central London only. Telephone: E.164 lengths and the calling
 * codes of ITU-T E.164 by their first digits; Ofcom's leading digits for the
 * UK. E-mail: RFC 5321 lengths, RFC 5890 labels.
 */
#include <string.h>
#include "detect/checks.h"

#define POSTCODE_MAX 8
#define CAP_SHAPE    65 /* the shape alone, no known area: low */
#define PHONE_MIN    7	/* E.164: digits with the calling code */
#define PHONE_MAX    15
#define EMAIL_LOCAL  64
#define EMAIL_LABEL  63
#define EMAIL_DOMAIN 253

/* All areas; two letters each, one letter filled up with a blank. */
static const char areas[] =
    "ABALB B BABBBDBFBHBLBNBRBSBTCACBCFCHCMCOCRCTCVCWDADDDEDGDHDLDNDTDYE BX"
    "ECEHENEXFKFYG GLGUGYHAHDHGHPHRHSHUHXIGIMIPIVJEKAKTKWKYL LALDLELLLNLSLUM "
    "MEMKMLN NENGNNNPNRNWOLOXPAPEPHPLPOPRRGRHRMS SASESGSKSLSMSNSOSPSRSSSTSWSY"
    "TATDTFTNTQTRTSTWUBW WAWCWDWFWNWRWSWVYOZE";
/* The areas with districts such as EC1A. */
static const char london[] = "E ECN NWSESWW WC";

/* in_pairs - is the area A (one or two letters) one of the list? */
static bool
in_pairs(const char *list, const char *a, size_t n)
{
	for (; *list != '\0'; list += 2)
		if (list[0] == a[0] && list[1] == (n == 2 ? a[1] : ' '))
			return true;
	return false;
}

/* district_fits - D, after an area of N letters: 1 or 2 digits, or a digit
 * and a letter; *LETTER_OUT tells which */
static bool
district_fits(const char *d, size_t len, bool *letter_out)
{
	if (len < 1 || len > 2 || d[0] < '0' || d[0] > '9')
		return false;
	*letter_out = len == 2 && d[1] >= 'A';
	return true;
}

bool
pn_check_uk_postcode(struct pn_value *v)
{
	static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char s[POSTCODE_MAX + 2];
	size_t n = pn_squeeze(v, s, sizeof(s)), area;
	bool letter;

	if (n < 5 || n > 7)
		return false;
	if (strcmp(s, "GIR0AA") == 0)
		return true;
	if (s[n - 3] < '0' || s[n - 3] > '9' || s[n - 2] < 'A' ||
	    s[n - 1] < 'A' || strpbrk(s + n - 2, "CIKMOV") != NULL)
		return false;
	area = strspn(s, upper);
	if (area < 1 || area > 2 ||
	    !district_fits(s + area, n - 3 - area, &letter))
		return false;
	if (!in_pairs(areas, s, area) ||
	    (letter && !in_pairs(london, s, area))) {
		v->need_label = true;
		v->cap = CAP_SHAPE;
	}
	return true;
}

/* phone_digits - the digits of V into OUT; *PLUS_OUT: it is international.
 * Brackets, dots, slashes and blanks are separators, "(0)" is dropped. */
static size_t
phone_digits(const struct pn_value *v, char *out, size_t max, bool *plus_out)
{
	size_t n = 0;

	*plus_out = false;
	for (size_t i = 0; i < v->len; i++) {
		char c = v->text[i];

		if (c == '+' && n == 0)
			*plus_out = true;
		if (*plus_out && i + 2 < v->len &&
		    memcmp(v->text + i, "(0)", 3) == 0) {
			i += 2;
			continue;
		}
		if (c < '0' || c > '9')
			continue;
		if (n + 1 >= max)
			return 0;
		out[n++] = c;
	}
	out[n] = '\0';
	if (!*plus_out && n > 4 && out[0] == '0' && out[1] == '0') {
		memmove(out, out + 2, n - 1);
		n -= 2;
		*plus_out = true;
	}
	return n;
}

/* uk_national - N digits after the 0 or +44: ten, or nine for the few old
 * ones of 01 and 0800; none starts with 4 or 6, 0 is never first */
static bool
uk_national(const char *s, size_t n)
{
	if (s[0] == '0') /* +44 (0)20 written without its brackets */
		s++, n--;
	if (n != 10 && !(n == 9 && (s[0] == '1' || s[0] == '8')))
		return false;
	return strchr("1235789", s[0]) != NULL && strspn(s, "0") == 0 &&
	       strspn(s + 1, (char[]){s[1], '\0'}) < n - 1;
}

bool
pn_check_uk_phone(struct pn_value *v)
{
	char s[PHONE_MAX + 4];
	bool plus;
	size_t n = phone_digits(v, s, sizeof(s), &plus);

	if (plus)
		return n > 2 && s[0] == '4' && s[1] == '4' &&
		       uk_national(s + 2, n - 2);
	return n > 1 && s[0] == '0' && uk_national(s + 1, n - 1);
}

bool
pn_check_phone(struct pn_value *v)
{
	char s[PHONE_MAX + 4];
	bool plus;
	size_t n = phone_digits(v, s, sizeof(s), &plus);

	if (n < PHONE_MIN || n > PHONE_MAX)
		return false;
	if (plus && s[0] == '4' && s[1] == '4')
		return uk_national(s + 2, n - 2);
	if (plus)
		return s[0] != '0' && strncmp(s, "210", 3) != 0;
	if (s[0] == '0')
		return uk_national(s + 1, n - 1);
	/* Without + or 0 it may be anything: only a label makes it one. */
	v->need_label = true;
	return strspn(s, (char[]){s[0], '\0'}) != n;
}

/* label_fits - one label of a host name, not starting or ending in '-' */
static bool
label_fits(const char *s, size_t n)
{
	return n >= 1 && n <= EMAIL_LABEL && s[0] != '-' && s[n - 1] != '-';
}

/* top_fits - a top-level label: letters, or an A-label, or not ASCII */
static bool
top_fits(const char *s, size_t n)
{
	if (n > 4 && memcmp(s, "xn--", 4) == 0)
		return true;
	for (size_t i = 0; i < n; i++)
		if (s[i] >= '0' && s[i] <= '9')
			return false;
	return n >= 2;
}

bool
pn_check_email(struct pn_value *v)
{
	const char *at = memrchr(v->text, '@', v->len);
	const char *end = v->text + v->len, *p;
	size_t local;

	if (at == NULL || at == v->text)
		return false;
	local = (size_t)(at - v->text);
	if (local > EMAIL_LOCAL || at[-1] == '.' || v->text[0] == '.')
		return false;
	if (v->text[0] != '"' && memmem(v->text, local, "..", 2) != NULL)
		return false;
	p = at + 1;
	if (p == end || (size_t)(end - p) > EMAIL_DOMAIN)
		return false;
	if (*p == '[')
		return end[-1] == ']';
	for (;;) {
		const char *dot = memchr(p, '.', (size_t)(end - p));
		size_t n = (size_t)((dot != NULL ? dot : end) - p);

		if (!label_fits(p, n))
			return false;
		if (dot == NULL)
			return p != at + 1 && top_fits(p, n);
		p = dot + 1;
	}
}
