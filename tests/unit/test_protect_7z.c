/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_protect_7z - locks of 7z archives
 *
 * The files are made by tests/data/7z/make.py.
 */
#include "lock_cases.h"
#include "base/lzma.h"

static const struct lock_case cases[] = {
    {"none.7z", PN_PROT_NONE, NULL, NULL, false},
    {"none-plain-header.7z", PN_PROT_NONE, NULL, NULL, false},
    {"none-stored.7z", PN_PROT_NONE, NULL, NULL, false},
    {"none-ppmd.7z", PN_PROT_NONE, NULL, NULL, false},
    {"nothing.7z", PN_PROT_NONE, NULL, NULL, false},
    {"aes.7z", PN_PROT_STRONG, "7z-aes256", NULL, true},
    {"aes-bcj.7z", PN_PROT_STRONG, "7z-aes256", NULL, true},
    {"aes-plain-header.7z", PN_PROT_STRONG, "7z-aes256", NULL, true},
    {"aes-names.7z", PN_PROT_STRONG, "7z-aes256", NULL, true},
    {"program.exe", PN_PROT_STRONG, "7z-aes256", NULL, true},
    {"mixed.7z", PN_PROT_NONE, NULL, "mixed", false},
    {"cut.7z", PN_PROT_UNKNOWN, NULL, "damaged", false},
    {"twisted.7z", PN_PROT_UNKNOWN, NULL, "damaged", false},
};

static void
archives_are_graded(void **state)
{
	(void)state;
	lock_check("7z", cases, sizeof(cases) / sizeof(cases[0]));
}

static void
names_are_visible_unless_the_header_is_locked(void **state)
{
	struct pn_bytes b = lock_load("7z", "aes.7z");

	(void)state;
	assert_true(pn_protect(b).visible_names);
	lock_free(b);
	b = lock_load("7z", "aes-names.7z");
	assert_false(pn_protect(b).visible_names);
	lock_free(b);
}

static void
no_prefix_is_trouble(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		lock_cut("7z", cases[i].file, 1);
}

static void
no_changed_byte_is_trouble(void **state)
{
	struct pn_bytes b = lock_load("7z", "mixed.7z");
	unsigned char *p = (unsigned char *)(uintptr_t)b.p;
	size_t i;

	(void)state;
	for (i = 0; i < b.n; i++) {
		p[i] ^= 0xFF;
		assert_in_range(
		    pn_protect(b).grade, PN_PROT_NONE, PN_PROT_UNKNOWN);
		p[i] ^= 0xFF;
	}
	lock_free(b);
}

static void
a_dictionary_of_gigabytes_is_not_allocated(void **state)
{
	static const unsigned char props[] = {0x5D, 0xFF, 0xFF, 0xFF, 0xFF};
	const struct pn_bytes p = {props, sizeof(props)};
	const struct pn_bytes in = {props, sizeof(props)};
	struct pn_buf out;

	(void)state;
	pn_buf_init(&out, 100);
	assert_int_equal(pn_lzma_raw(false, p, in, 50, &out), PN_ERR_SYNTAX);
	assert_int_equal(pn_lzma_raw(false, p, in, 500, &out), PN_ERR_LIMIT);
	assert_int_equal(out.len, 0);
	pn_buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(archives_are_graded),
	    cmocka_unit_test(names_are_visible_unless_the_header_is_locked),
	    cmocka_unit_test(no_prefix_is_trouble),
	    cmocka_unit_test(no_changed_byte_is_trouble),
	    cmocka_unit_test(a_dictionary_of_gigabytes_is_not_allocated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
