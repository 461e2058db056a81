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

/* A header with a bit changed says nothing: readers refuse it. */
static void
no_changed_header_is_strong(void **state)
{
	static const struct {
		const char *dir, *file;
		size_t from, to;
	} rows[] = {{"rar", "aes4-names.rar", 7, 20},
	    {"rar", "aes5-names.rar", 8, 8 + 4 + 23},
	    {"archive", "names.rar", 8, 8 + 4 + 23},
	    {"rar", "aes4.rar", 7, 20},
	    {"archive", "locked.rar", 8, 60}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pn_bytes b = lock_load(rows[i].dir, rows[i].file);
		unsigned char *p = (unsigned char *)(uintptr_t)b.p;

		assert_int_equal(pn_protect(b).grade, PN_PROT_STRONG);
		for (size_t k = 8 * rows[i].from; k < 8 * rows[i].to; k++) {
			p[k / 8] ^= (unsigned char)(1u << k % 8);
			if (pn_protect(b).grade == PN_PROT_STRONG)
				fail_msg("%s: bit %zu", rows[i].file, k);
			p[k / 8] ^= (unsigned char)(1u << k % 8);
		}
		lock_free(b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(archives_are_graded),
	    cmocka_unit_test(names_are_visible_unless_the_headers_are_locked),
	    cmocka_unit_test(no_prefix_is_trouble),
	    cmocka_unit_test(no_changed_header_is_strong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
