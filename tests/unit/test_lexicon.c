/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tree of words: which phrases are found in a text, where, and as what.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "detect/lexicon.h"

/* The hits of one text, as "start-end ...". */
struct list {
	char text[400];
};

static void
add(void *ctx, const struct pn_hit *h)
{
	struct list *l = ctx;
	size_t n = strlen(l->text);

	(void)snprintf(l->text + n, sizeof(l->text) - n, "%s%u-%u",
	    n > 0 ? " " : "", h->start, h->end);
}

static void
phrases_are_found_on_word_borders(void **state)
{
	static const struct {
		const char *phrase, *text, *want;
	} rows[] = {
	    {"nhs no", "NHS No: 1", "0-6"},
	    {"nhs no", "nhs-no, nhs_no, nhs. no", "0-6 8-14 16-23"},
	    {"nhs no", "nhs nothing", ""},
	    {"nhs no", "xnhs no", ""},
	    {"nhs no", "nhs    no", ""},
	    {"nhs no", "nhs, no", ""},
	    {"d.o.b", "D.O.B. 1", "0-5"},
	    {"h&c number", "the H&C number", "4-14"},
	    {"looked-after child", "a looked after child", "2-20"},
	    {"child's plan", "Child's plan", "0-12"},
	    {"care\nplan", "care\r\nplan", "0-10"},
	    {"cyfrinair \xc5\xb5", "Cyfrinair \xc5\xb5", "0-12"},
	    {"caf\xc3\xa9", "caf\xc3\xa9s caf\xc3\xa9", "7-12"},
	    {"nino", "\xe2\x80\xa2nino\xe2\x80\xa2", "3-7"},
	    {"nino", "nino nino", "0-4 5-9"},
	    {"nino", "", ""},
	    {"---", "---", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pn_lexicon *l = pn_lexicon_new();
		struct list got = {""};

		pn_lexicon_add(l, rows[i].phrase, PN_USE_LABEL, 1);
		pn_lexicon_scan(
		    l, rows[i].text, strlen(rows[i].text), add, &got);
		if (strcmp(got.text, rows[i].want) != 0)
			fail_msg("\"%s\" in \"%s\": got %s", rows[i].phrase,
			    rows[i].text, got.text);
		pn_lexicon_free(&l);
		assert_null(l);
	}
}

static void
longer_and_shorter_phrases_are_both_found(void **state)
{
	struct pn_lexicon *l = pn_lexicon_new();
	struct list got = {""};

	(void)state;
	pn_lexicon_add(l, "date", PN_USE_COLUMN, 1);
	pn_lexicon_add(l, "date of birth", PN_USE_COLUMN, 2);
	pn_lexicon_add(l, "birth", PN_USE_KEYWORD, 3);
	pn_lexicon_scan(l, "date of birth", 13, add, &got);
	assert_string_equal(got.text, "0-4 0-13 8-13");
	pn_lexicon_free(&l);
}

/* keep - a pn_lexicon_scan function: the last hit */
static void
keep(void *ctx, const struct pn_hit *h)
{
	*(struct pn_hit *)ctx = *h;
}

static void
capitals_decide_where_they_must(void **state)
{
	static const struct {
		const char *text;
		bool acronym, forename, label;
	} rows[] = {
	    {"MAY", true, true, true},
	    {"May", false, true, true},
	    {"may", false, false, true},
	};
	struct pn_lexicon *l = pn_lexicon_new();

	(void)state;
	pn_lexicon_add(l, "May", PN_USE_ACRONYM, 7);
	pn_lexicon_add(l, "May", PN_USE_FORENAME, 0);
	pn_lexicon_add(l, "May", PN_USE_LABEL, 3);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pn_hit h = {0};

		pn_lexicon_scan(l, rows[i].text, 3, keep, &h);
		assert_int_equal(h.end, 3);
		assert_int_equal(
		    pn_hit_is(&h, PN_USE_ACRONYM, 7), rows[i].acronym);
		assert_int_equal(
		    pn_hit_is(&h, PN_USE_FORENAME, 0), rows[i].forename);
		assert_int_equal(pn_hit_is(&h, PN_USE_LABEL, 3), rows[i].label);
		assert_false(pn_hit_is(&h, PN_USE_LABEL, 4));
		assert_false(pn_hit_is(&h, PN_USE_KEYWORD, 3));
	}
	pn_lexicon_free(&l);
}

static void
many_words_are_kept_apart(void **state)
{
	struct pn_lexicon *l = pn_lexicon_new();

	(void)state;
	for (unsigned i = 0; i < 20000; i++) {
		char w[20];

		(void)snprintf(w, sizeof(w), "word%u", i * 2);
		pn_lexicon_add(l, w, PN_USE_NO_SURNAME, 0);
	}
	for (unsigned i = 0; i < 40000; i++) {
		char w[20];
		int n = snprintf(w, sizeof(w), "WORD%u", i);

		assert_int_equal(
		    pn_lexicon_is(l, w, (size_t)n, PN_USE_NO_SURNAME),
		    i % 2 == 0);
		assert_false(pn_lexicon_is(l, w, (size_t)n, PN_USE_FORENAME));
	}
	pn_lexicon_free(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(phrases_are_found_on_word_borders),
	    cmocka_unit_test(longer_and_shorter_phrases_are_both_found),
	    cmocka_unit_test(capitals_decide_where_they_must),
	    cmocka_unit_test(many_words_are_kept_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
