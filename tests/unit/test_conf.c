/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_conf - configuration files: values, lines of errors, nearest words
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "base/conf.h"

static void
values_are_read_with_their_types(void **state)
{
	struct pn_conf *c = NULL;
	struct pn_errinfo info = {0};
	const struct pn_conf_node *root, *n;

	(void)state;
	assert_int_equal(
	    pn_conf_read_text("a = 5;\nb = \"x\";\nc = true;\nd = 1.5;\n"
			      "e = [ \"p\", \"q\" ];\nf = { g = 7L; };\n"
			      "h = ( { i = 1; }, { i = 2; } );\n",
		"t.conf", &c, &info),
	    PN_OK);
	root = pn_conf_root(c);
	assert_int_equal(pn_conf_size(root), 7);
	assert_string_equal(pn_conf_name(pn_conf_at(root, 1)), "b");
	assert_int_equal(pn_conf_int(pn_conf_get(root, "a")), 5);
	assert_string_equal(pn_conf_string(pn_conf_get(root, "b")), "x");
	assert_true(pn_conf_bool(pn_conf_get(root, "c")));
	assert_true(pn_conf_real(pn_conf_get(root, "d")) > 1.4);
	n = pn_conf_get(root, "e");
	assert_int_equal(pn_conf_type(n), PN_CONF_LIST);
	assert_string_equal(pn_conf_string(pn_conf_at(n, 1)), "q");
	n = pn_conf_get(root, "f");
	assert_int_equal(pn_conf_type(n), PN_CONF_GROUP);
	assert_int_equal(pn_conf_int(pn_conf_get(n, "g")), 7);
	n = pn_conf_get(root, "h");
	assert_int_equal(pn_conf_size(n), 2);
	assert_int_equal(pn_conf_int(pn_conf_get(pn_conf_at(n, 1), "i")), 2);
	assert_null(pn_conf_get(root, "none"));
	assert_null(pn_conf_string(pn_conf_get(root, "a")));
	pn_conf_free(&c);
	pn_conf_free(&c);
}

static void
errors_tell_file_and_line(void **state)
{
	static const struct {
		const char *text;
		unsigned line;
	} row[] = {
	    {"a = 5;\nb = ;\n", 2},
	    {"a = [ 1, \"x\" ];\n", 1},
	    {"\n\n@include \"other.conf\"\n", 3},
	    {"a = \"open\n", 2},
	    {"a = 1;\na = 2;\n", 2},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct pn_conf *c = NULL;
		struct pn_errinfo info = {0};

		assert_int_equal(
		    pn_conf_read_text(row[i].text, "t.conf", &c, &info),
		    PN_ERR_SYNTAX);
		assert_null(c);
		assert_string_equal(info.file, "t.conf");
		assert_in_range(info.line, row[i].line, row[i].line + 1);
		assert_true(info.text[0] != '\0');
	}
}

static void
missing_files_and_folders_are_errors(void **state)
{
	struct pn_conf *c = NULL;
	struct pn_errinfo info = {0};

	(void)state;
	assert_int_equal(
	    pn_conf_read("/nonexistent/x.conf", &c, &info), PN_ERR_IO);
	assert_string_equal(info.file, "/nonexistent/x.conf");
	assert_int_equal(pn_conf_read("/", &c, &info), PN_ERR_IO);
	assert_null(c);
}

static void
unknown_words_name_the_nearest(void **state)
{
	static const char *const words[] = {
	    "reject", "quarantine", "annotate", "accept"};
	static const struct {
		const char *in, *want;
	} row[] = {
	    {"quarentine", "quarantine"},
	    {"rejcet", "reject"},
	    {"Reject", "reject"},
	    {"anotate", "annotate"},
	    {"xyz", NULL},
	    {"", NULL},
	};
	struct pn_conf *c = NULL;
	struct pn_errinfo info = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		const char *got = pn_nearest(row[i].in, words, 4);

		if (row[i].want)
			assert_string_equal(got, row[i].want);
		else
			assert_null(got);
	}
	assert_int_equal(pn_conf_read_text("x = 1;\nactoin = \"rejct\";",
			     "t.conf", &c, &info),
	    PN_OK);
	assert_int_equal(pn_conf_unknown(pn_conf_get(pn_conf_root(c), "actoin"),
			     "action", words, 4, &info),
	    PN_ERR_CONFIG);
	assert_int_equal(info.line, 2);
	assert_non_null(strstr(info.text, "\"reject\""));
	pn_conf_free(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_are_read_with_their_types),
	    cmocka_unit_test(errors_tell_file_and_line),
	    cmocka_unit_test(missing_files_and_folders_are_errors),
	    cmocka_unit_test(unknown_words_name_the_nearest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
