/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JSON: values with their names, lists of objects as tables
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "unit/extract_dump.h"

static const struct {
	const char *name, *json, *want;
} rows[] = {
    {"values", "{\"dob\": \"2011-03-04\", \"n\": 1.50e3, \"l\": [1, 2]}",
	"text  JSON values|dob: 2011-03-04\\nn: 1.50e3\\nl: 1, 2\\n\n"
	"scanned\n"},
    {"escapes", "{\"a\": \"Zo\\u00eb \\ud83d\\ude00 \\\"x\\\"\\ud800\"}",
	"text  JSON values|a: Zo\303\253 \360\237\230\200 \"x\"\357\277\275\\n\n"
	"scanned\n"},
    {"objects are rows",
	"{\"p\": [{\"a\": \"1\", \"b\": {\"c\": 2}}, {\"d\": 4, \"a\": 3}]}",
	"text  JSON values|p:\\n\n"
	"table  p|0,0=a|0,1=b.c|0,2=d|1,0=1|1,1=2|2,0=3|2,2=4|\nscanned\n"},
    {"lines of objects", "{\"a\":1,\"b\":2}\n{\"a\":3,\"b\":4}\n",
	"table  |0,0=a|0,1=b|1,0=1|1,1=2|2,0=3|2,1=4|\nscanned\n"},
    {"lists are rows", "[[\"a\",\"b\"],[1,2]]",
	"table  |0,0=a|0,1=b|1,0=1|1,1=2|\nscanned\n"},
    {"tables in tables",
	"[{\"a\":1,\"k\":[{\"x\":5},{\"x\":6}]},{\"a\":2}]",
	"table  |0,0=a|1,0=1|2,0=2|\ntext  JSON values|k:\\n\n"
	"table  k|0,0=x|1,0=5|2,0=6|\nscanned\n"},
    {"objects of one make by name",
	"{\"A1\":{\"a\":1,\"b\":2},\"A2\":{\"b\":4,\"a\":3}}",
	"table  |0,1=a|0,2=b|1,0=A1|1,1=1|1,2=2|2,0=A2|2,1=3|2,2=4|\n"
	"scanned\n"},
    {"objects that differ by name",
	"{\"x\":{\"a\":1,\"b\":2},\"y\":{\"c\":4,\"d\":3}}",
	"text  JSON values|x:\\na: 1\\nb: 2\\ny:\\nc: 4\\nd: 3\\n\n"
	"scanned\n"},
    {"columns by name", "{\"a\":[1,2],\"b\":[\"x\",\"y\"]}",
	"table  |0,0=a|0,1=b|1,0=1|1,1=x|2,0=2|2,1=y|\nscanned\n"},
    {"columns with numbered rows",
	"{\"a\":{\"0\":1,\"1\":2},\"b\":{\"0\":3,\"1\":4}}",
	"table  |0,0=a|0,1=b|1,0=1|1,1=3|2,0=2|2,1=4|\nscanned\n"},
    {"an empty object at the end", "{\"a\": 1, \"b\": {}}",
	"text  JSON values|a: 1\\nb:\\n\nscanned\n"},
    {"lists of unlike length are lines", "{\"a\":[1,2],\"b\":[3]}",
	"text  JSON values|a: 1, 2\\nb: 3\\n\nscanned\n"},
    {"names of the columns beside the rows",
	"{\"columns\":[\"a\",\"b\"],\"data\":[[1,2],[3,4]]}",
	"text  JSON values|columns: a, b\\ndata:\\n\n"
	"table  data|0,0=a|0,1=b|1,0=1|1,1=2|2,0=3|2,1=4|\nscanned\n"},
    {"one name twice", "[{\"a\":1,\"a\":2},{\"a\":3}]",
	"table  |0,0=a|1,0=1|1,1=a: 2;|2,0=3|\nscanned\n"},
    {"comments and commas too many",
	"// hello\n{'a': [1,2,], /* x */ b: yes,}",
	"text  JSON values|a: 1, 2\\nb: yes\\n\nscanned\n"},
    {"cut off: text", "{\"a\": 1, \"b\": [2,",
	"text  |{\"a\": 1, \"b\": [2,\nscanned\n"},
    {"references in a letter are no JSON", "[1] Smith, 2001\n[2] Jones\n",
	"text  |[1] Smith, 2001\\n[2] Jones\\n\nscanned\n"},
};

static void
values_come_with_their_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *got = dump_string(
		    rows[i].json, strlen(rows[i].json), NULL, false);

		if (strcmp(got, rows[i].want) != 0)
			print_message("row: %s\n", rows[i].name);
		assert_string_equal(got, rows[i].want);
		free(got);
	}
}

static void
deep_nesting_is_told_and_its_text_read(void **state)
{
	struct pn_buf json;
	char *got;

	(void)state;
	pn_buf_init(&json, 4u << 20);
	for (int i = 0; i < 100000; i++)
		pn_buf_adds(&json, "{\"a\":[");
	pn_buf_adds(&json, "\"QQ123456C\"");
	got = dump_string(json.data, json.len, NULL, false);
	assert_non_null(strstr(got, "QQ123456C"));
	assert_non_null(strstr(got, "limit nesting\n"));
	free(got);
	pn_buf_free(&json);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_come_with_their_names),
	    cmocka_unit_test(deep_nesting_is_told_and_its_text_read),
	};

	pn_extract_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
