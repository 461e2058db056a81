/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * OpenPGP and CMS files: what anybody can read of them is read
 *
 * The files are made by tests/data/sealed/make.py.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "unit/extract_rows.h"

#define TEXT                                                                   \
	"text  |Her number is QQ123456C, says the list of the garden club.\\n" \
	"\n"                                                                   \
	"scanned\n"

static const struct {
	const char *file;
	const char *want; /* all of it */
} rows[] = {
    {"uncompressed.gpg", "member list.txt \n" TEXT "scanned\n"},
    {"zip.gpg", "member list.txt \n" TEXT "scanned\n"},
    {"zlib.gpg", "member list.txt \n" TEXT "scanned\n"},
    {"bzip2.gpg", "member list.txt \n" TEXT "scanned\n"},
    {"signed.gpg", "member - \n" TEXT "scanned\n"},
    {"signed.asc", "member - \n" TEXT "scanned\n"},
    {"text-after.asc",
	"member - \n" TEXT "text  |and QQ654321C behind it\\n\nscanned\n"},
    {"cut.gpg", "member - \n" TEXT "unscannable damaged\n"},
    {"keys.gpg", "text  user id|a@reader.example\nscanned\n"},
    {"locked.gpg", "encrypted\n"},
    {"signed.pem", "member - \n" TEXT "scanned\n"},
    {"compressed.p7m", "member - \n" TEXT "scanned\n"},
    {"detached.p7s", "scanned\n"},
};

static void
what_is_only_signed_or_packed_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *got = dump_of("sealed", rows[i].file);

		if (strcmp(got, rows[i].want) != 0)
			print_message("file: %s\n", rows[i].file);
		assert_string_equal(got, rows[i].want);
		free(got);
	}
}

/* What S/MIME signs is a MIME entity; it must come out as a message. */
static enum pn_err
is_message(void *ctx, const struct pn_member *m)
{
	assert_string_equal(pn_recognise(m->content).format, "message");
	++*(unsigned *)ctx;
	return PN_OK;
}

static enum pn_err
no_text(void *ctx, const struct pn_segment *seg)
{
	(void)ctx;
	(void)seg;
	return PN_OK;
}

static void
no_hidden(void *ctx, const char *kind)
{
	(void)ctx;
	(void)kind;
}

static void
a_signed_entity_is_a_message(void **state)
{
	static const char *const files[] = {
	    "sealed/signed.p7m", "sealed/stream.p7m"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct pn_budget budget = {.unpacked_left = 1u << 20,
		    .text_left = 1u << 20,
		    .members_left = 10};
		unsigned members = 0;
		struct pn_taker taker = {
		    {no_text, NULL}, is_message, no_hidden, &members};
		size_t n;
		unsigned char *bytes = dump_file(files[i], &n);
		struct pn_bytes b = {bytes, n};

		assert_non_null(bytes);
		assert_int_equal(
		    pn_extract(pn_recognise(b), b, NULL, &budget, &taker)
			.status,
		    PN_STATUS_SCANNED);
		assert_int_equal(members, 1);
		free(bytes);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_only_signed_or_packed_is_read),
	    cmocka_unit_test(a_signed_entity_is_a_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
