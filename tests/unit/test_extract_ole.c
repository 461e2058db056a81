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
		print_message("row %s: no %s in\n%s\n", row->name, row->want,
		    got);
	free(got);
	free(bytes);
	return !found;
}

static const struct row rows[] = {
    {"a locked package is encrypted", "ole/agile-aes256.docx", "encrypted\n"},
    {"an unknown file stays unscannable", "ole/tree-v3.cfb",
	"unscannable no-reader\n"},
    {"its texts are told", "ole/tree-v3.cfb", "text H "},
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
