/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_uni - the one form in which patterns look at text, and its offsets
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/uni.h"

static void
text_is_brought_to_one_form(void **state)
{
	static const struct {
		const char *name, *in, *want;
	} row[] = {
	    {"plain", "QQ 12 34 56 C\r\n\t", "QQ 12 34 56 C\r\n\t"},
	    {"empty", "", ""},
	    {"full-width digits", "\xef\xbc\x91\xef\xbc\x92", "12"},
	    {"Arabic-Indic digits", "\xd9\xa1\xd9\xa2", "12"},
	    {"no-break space",
		"12\xc2\xa0"
		"34",
		"12 34"},
	    {"narrow space",
		"12\xe2\x80\xaf"
		"34",
		"12 34"},
	    {"soft hyphen",
		"12\xc2\xad"
		"34",
		"1234"},
	    {"zero-width space",
		"12\xe2\x80\x8b"
		"34",
		"1234"},
	    {"bidi control",
		"12\xe2\x80\xae"
		"34",
		"1234"},
	    {"en dash",
		"12\xe2\x80\x93"
		"34",
		"12-34"},
	    {"minus",
		"12\xe2\x88\x92"
		"34",
		"12-34"},
	    {"quotes", "\xe2\x80\x98x\xe2\x80\x99", "'x'"},
	    {"ligature", "\xef\xac\x81x", "fix"},
	    {"combined letter", "e\xcc\x81t\xc3\xa9", "\xc3\xa9t\xc3\xa9"},
	    {"control",
		"a\x01"
		"b",
		"a b"},
	    {"line separator",
		"a\xe2\x80\xa8"
		"b",
		"a\nb"},
	    {"superscript", "x\xc2\xb2", "x2"},
	};
	struct pn_norm n;

	(void)state;
	pn_norm_init(&n);
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		pn_norm_set(&n, row[i].in, strlen(row[i].in));
		if (n.len != strlen(row[i].want) ||
		    memcmp(n.text, row[i].want, n.len) != 0)
			fail_msg(
			    "%s: \"%.*s\"", row[i].name, (int)n.len, n.text);
	}
	pn_norm_free(&n);
}

static void
offsets_lead_back_to_the_source(void **state)
{
	static const struct {
		const char *name, *in, *find, *want;
	} row[] = {
	    {"same", "ab 12 cd", "12", "12"},
	    {"after a wide letter", "\xc3\xa9\xc3\xa9 12 cd", "12", "12"},
	    {"full-width", "n \xef\xbc\x91\xef\xbc\x92 m", "12",
		"\xef\xbc\x91\xef\xbc\x92"},
	    {"soft hyphen inside",
		"n 1\xc2\xad"
		"2 m",
		"12",
		"1\xc2\xad"
		"2"},
	    {"no-break space inside",
		"n 1\xc2\xa0"
		"2 m",
		"1 2",
		"1\xc2\xa0"
		"2"},
	    {"ligature whole", "a\xef\xac\x81z", "fi", "\xef\xac\x81"},
	    {"ligature at the end", "a\xef\xac\x81", "fi", "\xef\xac\x81"},
	    {"decomposed at the end", "ae\xcc\x81", "\xc3\xa9", "e\xcc\x81"},
	    {"decomposed first",
		"e\xcc\x81"
		"1",
		"\xc3\xa9", "e\xcc\x81"},
	};
	struct pn_norm n;

	(void)state;
	pn_norm_init(&n);
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		const char *at;
		size_t s, e;

		pn_norm_set(&n, row[i].in, strlen(row[i].in));
		at = memmem(n.text, n.len, row[i].find, strlen(row[i].find));
		assert_non_null(at);
		s = pn_norm_src(&n, (size_t)(at - n.text));
		e = pn_norm_src_end(
		    &n, (size_t)(at - n.text) + strlen(row[i].find));
		if (e - s != strlen(row[i].want) ||
		    memcmp(row[i].in + s, row[i].want, e - s) != 0)
			fail_msg("%s: [%zu,%zu)", row[i].name, s, e);
	}
	pn_norm_free(&n);
}

/* every stretch of normalised text maps into the source, in order */
static void
offsets_never_go_back(void **state)
{
	static const char *const pieces[] = {"a", "1", " ", "\n", "\xc2\xad",
	    "\xc3\xa9", "e\xcc\x81", "\xef\xac\x81", "\xef\xbc\x95",
	    "\xe2\x80\x8b", "\xcc\x81", "\xf0\x9f\x98\x80", "\xef\xb7\xba"};
	unsigned seed = 7;
	struct pn_norm n;
	struct pn_buf b;

	(void)state;
	pn_norm_init(&n);
	pn_buf_init(&b, 4096);
	for (int round = 0; round < 500; round++) {
		size_t last = 0;

		pn_buf_clear(&b);
		for (int i = 0; i < 40; i++) {
			seed = seed * 1103515245u + 12345u;
			assert_int_equal(
			    pn_buf_adds(&b, pieces[(seed >> 16) % 13]), PN_OK);
		}
		pn_norm_set(&n, b.data, b.len);
		assert_true(pn_utf8_valid(n.text, n.len));
		for (size_t i = 0; i < n.len; i++) {
			size_t s = pn_norm_src(&n, i);

			assert_true(pn_norm_src_end(&n, i + 1) > s);
			assert_true(pn_norm_src_end(&n, i + 1) <= b.len);
			if ((n.text[i] & 0xC0) == 0x80)
				continue;
			assert_true(s >= last && s < b.len);
			last = s;
		}
	}
	pn_buf_free(&b);
	pn_norm_free(&n);
}

static void
broken_bytes_become_replacement_characters(void **state)
{
	struct pn_buf b;

	(void)state;
	pn_buf_init(&b, 64);
	assert_int_equal(pn_utf8_repair(&b,
			     "a\xf0\x9f"
			     "b\0c",
			     6),
	    PN_OK);
	assert_true(pn_utf8_valid(b.data, b.len));
	assert_non_null(strstr(b.data, "b\xef\xbf\xbd"
				       "c"));
	assert_false(pn_utf8_valid("\xed\xa0\x80", 3));
	assert_false(pn_utf8_valid("\xc0\x80", 2));
	pn_buf_free(&b);
}

/* Any byte, anywhere in a long text, is told apart like alone. */
static void
a_byte_counts_wherever_it_stands(void **state)
{
	struct pn_norm n;

	(void)state;
	pn_norm_init(&n);
	for (size_t at = 0; at < 40; at++)
		for (unsigned c = 0; c < 256; c++) {
			char text[41], one = (char)c;
			bool plain = c == '\t' || c == '\n' || c == '\r' ||
				     (c >= 0x20 && c < 0x7f);

			memset(text, 'a', sizeof(text));
			text[at] = one;
			assert_true(pn_norm_plain(text, sizeof(text)) == plain);
			assert_true(pn_norm_plain(text, at));
			assert_true(pn_utf8_valid(text, sizeof(text)) ==
				    (c > 0 && c < 0x80));
			if (c >= 0x80)
				continue;
			pn_norm_set(&n, text, sizeof(text));
			assert_int_equal(n.len, sizeof(text));
			assert_int_equal(n.text[at], plain ? one : ' ');
		}
	pn_norm_free(&n);
}

static void
domains_become_a_labels(void **state)
{
	char *s = pn_idna_ascii("B\xc3\xbc"
				"cher.example");

	(void)state;
	assert_string_equal(s, "xn--bcher-kva.example");
	free(s);
	assert_null(pn_idna_ascii("a..example"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(text_is_brought_to_one_form),
	    cmocka_unit_test(offsets_lead_back_to_the_source),
	    cmocka_unit_test(offsets_never_go_back),
	    cmocka_unit_test(broken_bytes_become_replacement_characters),
	    cmocka_unit_test(a_byte_counts_wherever_it_stands),
	    cmocka_unit_test(domains_become_a_labels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
