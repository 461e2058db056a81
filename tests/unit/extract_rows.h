/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * extract_rows - what files of tests/data must give, as rows of a table
 */
#ifndef PN_TESTS_EXTRACT_ROWS_H
#define PN_TESTS_EXTRACT_ROWS_H

#include <cmocka.h>
#include "unit/extract_dump.h"

/* One piece that the extraction of a file must, or must not, hold. */
struct dump_row {
	const char *name;
	const char *file;
	const char *line;
	bool absent;
};

/* dump_of - all that comes out of tests/data/FOLDER/FILE, for free() */
static inline char *
dump_of(const char *folder, const char *file)
{
	char *path = pn_printf("%s/%s", folder, file), *got;
	size_t n;
	unsigned char *bytes = dump_file(path, &n);

	assert_non_null(bytes);
	got = dump_string(bytes, n, NULL, true);
	assert_null(strstr(got, "INVALID"));
	free(bytes);
	free(path);
	return got;
}

/* dump_rows_hold - fail, after naming each of the N rows that do not hold */
static inline void
dump_rows_hold(const struct dump_row *rows, size_t n)
{
	unsigned wrong = 0;

	for (size_t i = 0; i < n; i++) {
		char *got = dump_of("", rows[i].file);

		if ((strstr(got, rows[i].line) != NULL) == rows[i].absent) {
			print_message(
			    "row: %s\ngot: %.4000s\n", rows[i].name, got);
			wrong++;
		}
		free(got);
	}
	assert_int_equal(wrong, 0);
}

static inline void
dump_ends_well(const unsigned char *bytes, size_t n)
{
	char *got = dump_string(bytes, n, NULL, true);

	assert_null(strstr(got, "INVALID"));
	free(got);
}

/* dump_survives - each of the N files, cut at every CUT-th byte, and with
 * every FLIP-th byte changed, ends in an outcome */
static inline void
dump_survives(const char *const *files, size_t n, size_t cut, size_t flip)
{
	for (size_t f = 0; f < n; f++) {
		size_t size;
		unsigned char *bytes = dump_file(files[f], &size);

		assert_non_null(bytes);
		for (size_t at = 0; at < size; at += cut)
			dump_ends_well(bytes, at);
		for (size_t at = 0; at < size; at += flip) {
			bytes[at] ^= 0x5a;
			dump_ends_well(bytes, size);
			bytes[at] ^= 0x5a;
		}
		free(bytes);
	}
}

#endif
