/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Compound files: properties, embedded files, macros, unknown streams
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "unit/extract_dump.h"

struct row {
	const char *name;
	const char *file;
	const char *want; /* a piece of what comes out */
};

/* lacks - is WANT missing in what comes out of the row's file? Says so */
static bool
lacks(const struct row *row)
{
	size_t n;
	unsigned char *bytes = dump_file(row->file, &n);
	char *got;
	bool found;

	assert_non_null(bytes);
	got = dump_string(bytes, n, NULL, true);
	found = strstr(got, row->want) != NULL;
	if (!found)
		print_message(
		    "row %s: no %s in\n%s\n", row->name, row->want, got);
	free(got);
	free(bytes);
	return !found;
}

static const struct row rows[] = {
    {"a locked package is encrypted", "ole/agile-aes256.docx", "encrypted\n"},
    {"an unknown file stays unscannable", "ole/tree-v3.cfb",
	"unscannable no-reader\n"},
    {"its texts are told", "ole/tree-v3.cfb", "text H "},
    {"text that Word shows", "doc/body.doc",
	"text  |First Zo\303\253 2024 \342\200\223 caf\303\251.\\n"
	"Seen again.\\nOn paper on blue.\\nKept text.\\n"
	"Note and end.\\nRemark here, a link.\\n\n"
	"table  table 1|0,0=Name|0,1=Born|1,0=Ann Sample|1,1=2010-05-04|\n"
	"text  |Last line.\\n\n"},
    {"hidden and white text", "doc/body.doc",
	"text H style|vanished QQ123456C\\nwhite words\n"},
    {"deleted text", "doc/body.doc", "text H deletion|gone\n"},
    {"notes, headers, footers", "doc/body.doc",
	"text  footnotes|\tat the foot\\n\n"
	"text  header|Top of page\\n\n"
	"text  footer|Foot of page\\n\n"
	"text H comment|said aside\n"
	"text  endnotes|\tat the end\\n\n"
	"text  text box|in a box\\n\n"},
    {"properties", "doc/body.doc", "text H metadata|Case: QQ123456C\\n\n"},
    {"it ends well", "doc/body.doc", "hidden metadata\nscanned\n"},
    {"a sealed one is encrypted", "ole/rc4-128.doc", "encrypted\n"},
    {"one with rights is encrypted", "ole/irm.doc", "encrypted\n"},
};

static void
nothing_in_a_compound_file_goes_unseen(void **state)
{
	unsigned bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		bad += lacks(&rows[i]);
	assert_int_equal(bad, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_in_a_compound_file_goes_unseen),
	};

	pn_extract_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
