/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The checks behind patterns: published worked examples, tables of what is
 * accepted and dropped, and, for check digits, an independent slow
 * implementation over random numbers, with the errors that each promises to
 * catch.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "detect/checks.h"

#define ROUNDS 20000

/* What a check says of one value. */
struct answer {
	bool ok, need_label;
	unsigned cap;
	size_t len;
};

/* ask - put TEXT to the validator NAME; WHOLE is the match around it */
static struct answer
ask_in(const char *name, const char *whole, const char *text)
{
	const struct pn_validator *val = pn_validator_find(name);
	const char *at = strstr(whole, text);
	struct pn_value v = {
	    at, strlen(text), whole, strlen(whole), 100, false};
	struct answer a;

	assert_non_null(val);
	assert_non_null(at);
	a.ok = val->check(&v);
	a.need_label = v.need_label;
	a.cap = v.cap;
	a.len = v.len;
	return a;
}

static struct answer
ask(const char *name, const char *text)
{
	return ask_in(name, text, text);
}

/* next - a small generator, the same numbers in every run */
static unsigned
next(unsigned n)
{
	static uint64_t x = 88172645463325252u;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return (unsigned)(x >> 33) % n;
}

/* digits - N random ones into S, which it terminates */
static void
digits(char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		s[i] = (char)('0' + next(10));
	s[n] = '\0';
}

static void
every_name_is_found_once(void **state)
{
	size_t n;
	const struct pn_validator *v = pn_validators(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		assert_ptr_equal(pn_validator_find(v[i].name), &v[i]);
		assert_true(strlen(v[i].what) > 10);
		assert_int_equal(
		    v[i].check == NULL, v[i].kind == PN_VALIDATE_TABLE);
	}
	assert_null(pn_validator_find("uk-nothing"));
}

struct row {
	const char *validator, *text;
	bool ok, need_label;
	unsigned cap;
};

static const struct row rows[] = {
    /* DfE guide, worked example; then one digit changed, and separators */
    {"uk-upn", "H801200001001", true, false, 100},
    {"uk-upn", "h801200001001", true, false, 100},
    {"uk-upn", "H801200001002", false, false, 100},
    {"uk-upn", "A801200001001", false, false, 100},
    {"uk-upn", "H80120000100", false, false, 100},
    {"uk-upn", "I801200001001", false, false, 100},
    /* LRS: the number that stands for "temporary" is nobody's */
    {"uk-uln", "1000000000", true, false, 100},
    {"uk-uln", "9999999999", false, false, 100},
    /* WJEC, sample and worked example */
    {"uk-uci", "68199 0 01 2058 G", true, false, 100},
    {"uk-uci", "689990980001D", true, false, 100},
    {"uk-uci", "689990980001E", false, false, 100},
    {"uk-uci", "68199A012058G", true, false, 100},
    /* NHS Data Dictionary style: in range, out of range, for tests */
    {"uk-nhs", "401 023 2137", true, false, 100},
    {"uk-nhs", "401 023 2138", false, false, 100},
    {"uk-nhs", "987 654 3210", true, false, 65},
    {"uk-nhs", "0000000000", true, true, 65},
    {"uk-nhs", "40102321370", false, false, 100},
    /* a nought that a spreadsheet took away is given back */
    {"uk-chi", "0101300042", true, false, 100},
    {"uk-chi", "101300042", true, true, 100},
    {"uk-chi", "3213300042", false, false, 100},
    {"uk-hc", "3200000015", true, false, 100},
    {"uk-hc", "401 023 2137", false, false, 100},
    {"uk-nino", "QQ 12 34 56 C", true, false, 100},
    {"uk-nino", "AB123456", true, true, 100},
    {"uk-nino", "AB123456E", false, false, 100},
    {"uk-nino", "AO123456A", false, false, 100},
    {"uk-nino", "GB123456A", false, false, 100},
    {"uk-nino", "A1123456A", false, false, 100},
    /* DVLA layout: padding, date, months of women, issue number */
    {"uk-driving-licence", "MORGA657054SM9IJ", true, false, 100},
    {"uk-driving-licence", "MORGA657054SM9IJ35", true, false, 100},
    {"uk-driving-licence", "FO999512018AA1AB", true, false, 100},
    {"uk-driving-licence", "MO9GA657054SM9IJ", false, false, 100},
    {"uk-driving-licence", "MORGA650004SM9IJ", false, false, 100},
    {"uk-driving-licence", "MORGA657324SM9IJ", false, false, 100},
    {"uk-driving-licence", "MORGA6570549M9IJ", false, false, 100},
    {"uk-driving-licence", "MORGA657054SM9IJ3", false, false, 100},
    {"uk-passport", "104121156", true, false, 100},
    {"uk-passport", "111111111", false, false, 100},
    {"uk-passport", "ABC121156", false, false, 100},
    /* ICAO 9303-4, appendix B; then with a digit changed */
    {"passport-mrz", "L898902C36UTO7408122F1204159ZE184226B<<<<<10", true,
	false, 100},
    {"passport-mrz", "L898902C37UTO7408122F1204159ZE184226B<<<<<10", false,
	false, 100},
    /* schemes' own numbers for tests */
    {"payment-card", "4111 1111 1111 1111", true, false, 100},
    {"payment-card", "5555-5555-5555-4444", true, false, 100},
    {"payment-card", "2223003122003222", true, false, 100},
    {"payment-card", "378282246310005", true, false, 100},
    {"payment-card", "3530111333300000", true, false, 100},
    {"payment-card", "30569309025904", true, true, 100},
    {"payment-card", "4111 1111 1111 1112", false, false, 100},
    {"payment-card", "0000000000000000", false, false, 100},
    {"payment-card", "9111111111111111", false, false, 100},
    {"luhn", "79927398713", true, false, 100},
    {"luhn", "79927398710", false, false, 100},
    {"uk-sort-account", "20-00-00 55779911", true, false, 100},
    {"uk-sort-account", "00000000", false, false, 100},
    /* HMRC's samples of check digits */
    {"uk-utr", "1123456789", true, false, 100},
    {"uk-utr", "1123456789K", true, false, 100},
    {"uk-utr", "2123456789", false, false, 100},
    {"uk-vat", "GB 980 7806 84", true, false, 100},
    {"uk-vat", "GB 802 3116 81", false, false, 100},
    {"uk-vat", "GD001", true, false, 100},
    {"uk-vat", "HA599", true, false, 100},
    {"uk-vat", "HA499", false, false, 100},
    /* SWIFT registry */
    {"iban", "GB29 NWBK 6016 1331 9268 19", true, false, 100},
    {"iban", "gb29nwbk60161331926819", true, false, 100},
    {"iban", "MT84MALT011000012345MTLCAST001S", true, false, 100},
    {"iban", "NO93 8601 1117 947", true, false, 100},
    {"iban", "GB29 NWBK 6016 1331 9268 18", false, false, 100},
    {"iban", "GB29 1234 6016 1331 9268 19", false, false, 100},
    {"iban", "IE01AIBK93118702569045", false, false, 100},
    {"iban", "XX29 NWBK 6016 1331 9268 19", false, false, 100},
    {"uk-postcode", "M1 1AA", true, false, 100},
    {"uk-postcode", "EC1A1BB", true, false, 100},
    {"uk-postcode", "DN55 1PT", true, false, 100},
    {"uk-postcode", "GIR 0AA", true, false, 100},
    {"uk-postcode", "VA1 1AA", true, true, 65},
    {"uk-postcode", "DN5A 1PT", true, true, 65},
    {"uk-postcode", "M1 1AI", false, false, 100},
    {"uk-postcode", "M1 AA1", false, false, 100},
    {"uk-phone", "020 7946 0958", true, false, 100},
    {"uk-phone", "+44 (0)20 7946 0958", true, false, 100},
    {"uk-phone", "0044 7700 900123", true, false, 100},
    {"uk-phone", "0400 123456", false, false, 100},
    {"uk-phone", "7700 900123", false, false, 100},
    {"phone", "+1 415 555 0132", true, false, 100},
    {"phone", "(415) 555-0132", true, true, 100},
    {"phone", "+0123456789", false, false, 100},
    {"phone", "12345", false, false, 100},
    {"email", "ann@school.example", true, false, 100},
    {"email", "ann.o'hara+x@a-b.co.uk", true, false, 100},
    {"email", "\"ann b\"@school.example", true, false, 100},
    {"email", "ann..b@school.example", false, false, 100},
    {"email", "ann.@school.example", false, false, 100},
    {"email", "ann@school", false, false, 100},
    {"email", "ann@-school.example", false, false, 100},
    {"email", "ann@1.2.3.4", false, false, 100},
    {"email", "@school.example", false, false, 100},
    {"date", "31/12/2011", true, false, 100},
    {"date", "29/02/2012", true, false, 100},
    {"date", "29/02/2011", false, false, 100},
    {"date", "03/15/1989", true, false, 100},
    {"date", "2011-12-31", true, false, 100},
    {"date", "12th May 2011", true, false, 100},
    {"date", "March 15, 1989", true, false, 100},
    {"date", "3 Gorffennaf 2010", true, false, 100},
    {"date", "31 April 2011", false, false, 100},
    {"date", "1.2.11", true, false, 100},
    {"date", "20111231", true, false, 100},
    {"date", "10.11", false, false, 100},
    {"birth-date", "12/05/2011", true, false, 100},
    {"birth-date", "12/05/2098", false, false, 100},
    {"birth-date", "12/05/1901", false, false, 100},
    {"pem-key", "-----BEGIN EC PRIVATE KEY-----", true, false, 100},
    {"pem-key", "-----BEGIN PUBLIC KEY-----", false, false, 100},
    {"token", "ghp_1A2b3C4d5E6f7G8h", true, false, 100},
    {"token", "AKIAIOSFODNN7EXAMPLE", false, false, 100},
    {"token", "aaaaaaaaaaaaaaaa", false, false, 100},
};

static void
values_are_accepted_or_dropped(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *r = &rows[i];
		struct answer a = ask(r->validator, r->text);

		if (a.ok != r->ok || (a.ok && (a.need_label != r->need_label ||
						  a.cap != r->cap)))
			fail_msg("%s \"%s\": ok %d, label %d, cap %u",
			    r->validator, r->text, a.ok, a.need_label, a.cap);
	}
}

static void
passwords_are_told_from_sentences(void **state)
{
	static const struct {
		const char *whole, *value;
		bool ok;
		unsigned cap;
		size_t len;
	} pw[] = {
	    {"password: Blue7Kettle", "Blue7Kettle", true, 100, 11},
	    {"password: kettle", "kettle", true, 100, 6},
	    {"password is Blue7Kettle.", "Blue7Kettle.", true, 100, 11},
	    {"password is kettle", "kettle", true, 65, 6},
	    {"password is required", "required", false, 0, 0},
	    {"password: required", "required", false, 0, 0},
	    {"Password: ********", "********", false, 0, 0},
	    {"password=${DB_PASS}", "${DB_PASS}", false, 0, 0},
	    {"password: <secret>", "<secret>", false, 0, 0},
	    {"password=%s", "%s", false, 0, 0},
	    {"password: changeme", "changeme", false, 0, 0},
	    {"password: xxxxxxxx", "xxxxxxxx", false, 0, 0},
	    {"password: aaaaaa", "aaaaaa", false, 0, 0},
	    {"password reset", "reset", false, 0, 0},
	    {"password: ab", "ab", false, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pw) / sizeof(pw[0]); i++) {
		struct answer a = ask_in("password", pw[i].whole, pw[i].value);

		if (a.ok != pw[i].ok ||
		    (a.ok && (a.cap != pw[i].cap || a.len != pw[i].len)))
			fail_msg("%s: ok %d, cap %u, len %zu", pw[i].whole,
			    a.ok, a.cap, a.len);
	}
}

static void
an_iban_ends_at_its_countrys_length(void **state)
{
	struct answer a = ask("iban", "DE89 3704 0044 0532 0130 00 AND 12");

	(void)state;
	assert_true(a.ok);
	assert_int_equal(a.len, strlen("DE89 3704 0044 0532 0130 00"));
	/* but not in the middle of a word */
	assert_false(ask("iban", "DE893704004405320130001").ok);
}

/* chunk_mod97 - of the number written in S, nine digits at a time */
static unsigned
chunk_mod97(const char *s)
{
	char part[12] = "";

	while (*s != '\0') {
		size_t have = strlen(part);

		(void)snprintf(part + have, sizeof(part) - have, "%.*s",
		    (int)(9 - have), s);
		s += strlen(part) - have;
		(void)snprintf(
		    part, sizeof(part), "%llu", strtoull(part, NULL, 10) % 97);
	}
	return (unsigned)strtoul(part, NULL, 10);
}

static void
ibans_agree_with_long_division(void **state)
{
	unsigned passed = 0;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		char body[21], text[30], number[40];

		digits(body, 20); /* Germany: 2 check digits and 18 */
		(void)snprintf(text, sizeof(text), "DE%s", body);
		(void)snprintf(
		    number, sizeof(number), "%s1314%.2s", body + 2, body);
		if (strncmp(body, "02", 2) < 0 || strncmp(body, "98", 2) > 0)
			assert_false(ask("iban", text).ok);
		else
			assert_int_equal(
			    ask("iban", text).ok, chunk_mod97(number) == 1);
		passed += ask("iban", text).ok;
	}
	assert_in_range(passed, ROUNDS / 97 / 2, ROUNDS / 97 * 2);
}

/* nhs_digit - the check digit of nine digits by the words of the Data
 * Dictionary: multiply, add, divide, subtract */
static int
nhs_digit(const char *s)
{
	int total = 0, rest;

	for (int position = 1; position <= 9; position++)
		total += (s[position - 1] - '0') * (11 - position);
	rest = 11 - total % 11;
	return rest == 11 ? 0 : rest;
}

static void
health_numbers_agree_with_the_rule(void **state)
{
	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		char s[11];
		bool nhs;

		digits(s, 10);
		nhs = nhs_digit(s) == s[9] - '0';
		assert_int_equal(ask("uk-nhs", s).ok, nhs);
		assert_int_equal(
		    ask("uk-hc", s).ok, nhs && s[0] == '3' && s[1] >= '2');
		/* A valid learner number is 10 mod 11, so it is never both. */
		assert_false(nhs && ask("uk-uln", s).ok);
	}
}

static void
learner_numbers_agree_with_the_rule(void **state)
{
	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		char s[11];
		long long n;
		int sum = 0;

		digits(s, 10);
		n = atoll(s) / 10;
		for (int w = 2; w <= 10; w++, n /= 10)
			sum += (int)(n % 10) * w;
		assert_int_equal(
		    ask("uk-uln", s).ok, s[0] != '0' && sum % 11 != 0 &&
					     (s[9] - '0' + sum % 11) == 10 &&
					     strcmp(s, "9999999999") != 0);
	}
}

static void
luhn_agrees_with_doubling_by_hand(void **state)
{
	static const int doubled[] = {0, 2, 4, 6, 8, 1, 3, 5, 7, 9};

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		char s[20];
		size_t n = 12 + next(8);
		int sum = 0;

		digits(s, n);
		for (size_t k = 0; k < n; k++)
			sum +=
			    (n - k) % 2 == 0 ? doubled[s[k] - '0'] : s[k] - '0';
		assert_int_equal(pn_luhn(s, n), sum % 10 == 0);
	}
}

static void
pupil_numbers_have_one_letter_each(void **state)
{
	(void)state;
	for (int i = 0; i < ROUNDS / 26; i++) {
		char s[14] = "";
		int valid = 0;

		digits(s + 1, 12);
		s[1] = '8'; /* an authority's code */
		for (char c = 'A'; c <= 'Z'; c++) {
			s[0] = c;
			valid += ask("uk-upn", s).ok;
		}
		assert_int_equal(valid, 1);
	}
}

/* Validators whose check catches every single wrong digit, and every pair of
 * neighbours that changed places. */
static void
slips_of_the_pen_are_caught(void **state)
{
	static const struct {
		const char *name, *value;
		size_t from; /* first character that is a digit */
	} v[] = {
	    {"uk-upn", "H801200001001", 1},
	    {"uk-nhs", "4010232137", 0},
	    {"uk-uln", "9794941424", 0},
	    {"uk-hc", "3200000015", 2},
	    {"iban", "DE89370400440532013000", 2},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		size_t n = strlen(v[i].value);
		char s[40];

		assert_true(ask(v[i].name, v[i].value).ok);
		for (size_t k = v[i].from; k < n; k++) {
			(void)snprintf(s, sizeof(s), "%s", v[i].value);
			for (char c = '0'; c <= '9'; c++) {
				s[k] = c;
				if (c != v[i].value[k])
					assert_false(ask(v[i].name, s).ok);
			}
			(void)snprintf(s, sizeof(s), "%s", v[i].value);
			if (k + 1 == n || s[k] == s[k + 1])
				continue;
			s[k] = v[i].value[k + 1];
			s[k + 1] = v[i].value[k];
			assert_false(ask(v[i].name, s).ok);
		}
	}
}

static void
insurance_prefixes_agree_with_an_expression(void **state)
{
	regex_t good, never;

	(void)state;
	assert_int_equal(
	    regcomp(&good, "^([ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z]|QQ)",
		REG_EXTENDED | REG_NOSUB),
	    0);
	assert_int_equal(regcomp(&never, "^(BG|GB|KN|NK|NT|TN|ZZ)",
			     REG_EXTENDED | REG_NOSUB),
	    0);
	for (char a = 'A'; a <= 'Z'; a++) {
		for (char b = 'A'; b <= 'Z'; b++) {
			char s[] = "__123456C";

			s[0] = a;
			s[1] = b;
			assert_int_equal(ask("uk-nino", s).ok,
			    regexec(&good, s, 0, NULL, 0) == 0 &&
				regexec(&never, s, 0, NULL, 0) != 0);
		}
	}
	regfree(&good);
	regfree(&never);
}

static void
days_agree_with_the_c_library(void **state)
{
	(void)state;
	for (unsigned y = 1900; y <= 2030; y++) {
		for (unsigned m = 0; m <= 13; m++) {
			for (unsigned d = 0; d <= 32; d++) {
				struct tm tm = {.tm_year = (int)y - 1900,
				    .tm_mon = (int)m - 1,
				    .tm_mday = (int)d};
				struct tm want = tm;

				(void)timegm(&tm);
				assert_int_equal(pn_real_date(y, m, d),
				    tm.tm_mon == want.tm_mon &&
					tm.tm_mday == want.tm_mday &&
					tm.tm_year == want.tm_year);
			}
		}
	}
}

/* Whatever a check is given, it answers: no value is too odd or too long. */
static void
any_bytes_are_survived(void **state)
{
	static const char some[] = "09AZaz -./@<\"'\n+(:=%\xc3\xa9";
	size_t n;
	const struct pn_validator *v = pn_validators(&n);

	(void)state;
	for (int i = 0; i < 2000; i++) {
		char s[200];
		size_t len = 1 + next(sizeof(s) - 1);

		for (size_t k = 0; k < len; k++)
			s[k] = some[next(sizeof(some) - 1)];
		for (size_t k = 0; k < n; k++) {
			/* its own memory, so that a read beyond is seen */
			char *copy = malloc(len);
			struct pn_value val = {
			    copy, len, copy, len, 100, false};

			assert_non_null(copy);
			memcpy(copy, s, len);
			if (v[k].check != NULL && v[k].check(&val))
				assert_in_range(val.len, 1, len);
			free(copy);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_name_is_found_once),
	    cmocka_unit_test(values_are_accepted_or_dropped),
	    cmocka_unit_test(passwords_are_told_from_sentences),
	    cmocka_unit_test(an_iban_ends_at_its_countrys_length),
	    cmocka_unit_test(ibans_agree_with_long_division),
	    cmocka_unit_test(health_numbers_agree_with_the_rule),
	    cmocka_unit_test(learner_numbers_agree_with_the_rule),
	    cmocka_unit_test(luhn_agrees_with_doubling_by_hand),
	    cmocka_unit_test(pupil_numbers_have_one_letter_each),
	    cmocka_unit_test(slips_of_the_pen_are_caught),
	    cmocka_unit_test(insurance_prefixes_agree_with_an_expression),
	    cmocka_unit_test(days_agree_with_the_c_library),
	    cmocka_unit_test(any_bytes_are_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
