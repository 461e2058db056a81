/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_protect_rar - locks of RAR archives of all versions
 *
 * The files are made by tests/data/rar/make.py.
 */
#include "lock_cases.h"

static const struct lock_case cases[] = {
    {"none4.rar", PN_PROT_NONE, NULL, NULL, false},
    {"locked-changes4.rar", PN_PROT_NONE, NULL, NULL, false},
    {"aes4.rar", PN_PROT_STRONG, "rar3", NULL, true},
    {"aes4-names.rar", PN_PROT_STRONG, "rar3", NULL, true},
    {"mixed4.rar", PN_PROT_NONE, NULL, "mixed", false},
    {"rar20.rar", PN_PROT_WEAK, "rar2", NULL, true},
    {"rar15.rar", PN_PROT_WEAK, "rar1", NULL, true},
    {"cut4.rar", PN_PROT_UNKNOWN, NULL, "damaged", false},
    {"none5.rar", PN_PROT_NONE, NULL, NULL, false},
    {"aes5.rar", PN_PROT_STRONG, "rar5", NULL, true},
    {"aes5-names.rar", PN_PROT_STRONG, "rar5", NULL, true},
    {"mixed5.rar", PN_PROT_NONE, NULL, "mixed", false},
    {"cut5.rar", PN_PROT_UNKNOWN, NULL, "damaged", false},
    {"program.exe", PN_PROT_STRONG, "rar5", NULL, true},
    {"rar14.rar", PN_PROT_NONE, NULL, NULL, false},
    {"rar14-locked.rar", PN_PROT_WEAK, "rar1", NULL, true},
};

static void
archives_are_graded(void **state)
{
	(void)state;
	lock_check("rar", cases, sizeof(cases) / sizeof(cases[0]));
}

static void
names_are_visible_unless_the_headers_are_locked(void **state)
{
	static const struct {
		const char *file;
		bool visible;
	} rows[] = {{"aes4.rar", true}, {"aes4-names.rar", false},
	    {"aes5.rar", true}, {"aes5-names.rar", false}};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pn_bytes b = lock_load("rar", rows[i].file);

		assert_int_equal(pn_protect(b).visible_names, rows[i].visible);
		lock_free(b);
	}
}

static void
no_prefix_is_trouble(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		/* cut behind its first file it holds a locked one only */
		if (strcmp(cases[i].file, "mixed4.rar") != 0)
			lock_cut("rar", cases[i].file, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(archives_are_graded),
	    cmocka_unit_test(names_are_visible_unless_the_headers_are_locked),
	    cmocka_unit_test(no_prefix_is_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
