/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_protect_ole - locks of Office documents in compound files
 *
 * The files are made by tests/data/ole/make.py.
 */
#include "lock_cases.h"

static const struct lock_case cases[] = {
    {"agile-aes256.docx", PN_PROT_STRONG, "ooxml-agile", NULL, true},
    {"agile-aes128.docx", PN_PROT_STRONG, "ooxml-agile", NULL, true},
    {"agile-upper-case.docx", PN_PROT_STRONG, "ooxml-agile", NULL, true},
    {"agile-decoy.docx", PN_PROT_STRONG, "ooxml-agile", NULL, true},
    {"agile-des.docx", PN_PROT_WEAK, "ooxml-agile", "key-size", true},
    {"agile-unknown.docx", PN_PROT_UNKNOWN, "ooxml-agile", "method", false},
    {"agile-cut.docx", PN_PROT_UNKNOWN, "ooxml-agile", "damaged", false},
    {"standard-aes128.xlsx", PN_PROT_STRONG, "ooxml-standard", NULL, true},
    {"standard-aes256.xlsx", PN_PROT_STRONG, "ooxml-standard", NULL, true},
    {"standard-rc4-40.xlsx", PN_PROT_WEAK, "ooxml-rc4", "key-size", true},
    {"extensible.docx", PN_PROT_UNKNOWN, "ooxml-extensible", "method", false},
    {"no-info.docx", PN_PROT_UNKNOWN, NULL, "damaged", false},
    {"irm.docx", PN_PROT_STRONG, "ooxml-irm", NULL, true},
    {"irm.doc", PN_PROT_STRONG, "ole-irm", NULL, true},
    {"plain.doc", PN_PROT_NONE, NULL, NULL, false},
    {"reservation.doc", PN_PROT_NONE, NULL, NULL, false},
    {"xor.doc", PN_PROT_WEAK, "ole-xor", NULL, true},
    {"rc4-40.doc", PN_PROT_WEAK, "ole-rc4", "key-size", true},
    {"rc4-128.doc", PN_PROT_STRONG, "ole-cryptoapi", NULL, true},
    {"no-table.doc", PN_PROT_UNKNOWN, NULL, "damaged", false},
    {"plain.xls", PN_PROT_NONE, NULL, NULL, false},
    {"reservation.xls", PN_PROT_NONE, NULL, NULL, false},
    {"xor.xls", PN_PROT_WEAK, "ole-xor", NULL, true},
    {"xor-5.xls", PN_PROT_WEAK, "ole-xor", NULL, true},
    {"rc4-40.xls", PN_PROT_WEAK, "ole-rc4", "key-size", true},
    {"rc4-128.xls", PN_PROT_STRONG, "ole-cryptoapi", NULL, true},
    {"cut.xls", PN_PROT_UNKNOWN, NULL, "damaged", false},
    {"plain.ppt", PN_PROT_NONE, NULL, NULL, false},
    {"rc4-128.ppt", PN_PROT_STRONG, "ole-cryptoapi", NULL, true},
    {"rc4-40.ppt", PN_PROT_WEAK, "ole-cryptoapi", "key-size", true},
    {"no-session.ppt", PN_PROT_UNKNOWN, "ole-cryptoapi", "damaged", false},
    {"opens-agile.xlsx", PN_PROT_WEAK, "ooxml-agile", "default-password", true},
    {"opens-agile-sha1.xlsx", PN_PROT_WEAK, "ooxml-agile", "default-password",
	true},
    {"opens-standard.xlsx", PN_PROT_WEAK, "ooxml-standard", "default-password",
	true},
    {"opens-standard-256.xlsx", PN_PROT_WEAK, "ooxml-standard",
	"default-password", true},
    {"opens.xls", PN_PROT_WEAK, "ole-cryptoapi", "default-password", true},
    {"opens.ppt", PN_PROT_WEAK, "ole-cryptoapi", "default-password", true},
    {"closed.xlsx", PN_PROT_STRONG, "ooxml-agile", NULL, true},
    {"other.bin", PN_PROT_NONE, NULL, NULL, false},
};

static void
documents_are_graded(void **state)
{
	(void)state;
	lock_check("ole", cases, sizeof(cases) / sizeof(cases[0]));
}

static void
a_damaged_container_is_unknown(void **state)
{
	struct pn_bytes b = lock_load("ole", "agile-aes256.docx");

	(void)state;
	b.n = 700;
	assert_int_equal(pn_protect(b).grade, PN_PROT_UNKNOWN);
	assert_string_equal(pn_protect(b).why, "damaged");
	lock_free(b);
}

static void
tries_are_counted_and_their_end_is_told(void **state)
{
	struct pn_bytes b = lock_load("ole", "opens-agile.xlsx");
	struct pn_bytes plain = lock_load("ole", "plain.doc");
	unsigned tries = 1;
	struct pn_lock l;

	(void)state;
	/* only what costs one takes one */
	assert_int_equal(pn_protect_within(plain, &tries).grade, PN_PROT_NONE);
	assert_int_equal(tries, 1);
	assert_int_equal(pn_protect_within(b, &tries).grade, PN_PROT_WEAK);
	assert_int_equal(tries, 0);
	l = pn_protect_within(b, &tries);
	assert_int_equal(l.grade, PN_PROT_UNKNOWN);
	assert_string_equal(l.why, "limit");
	lock_free(plain);
	lock_free(b);
}

static void
no_prefix_is_trouble(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		lock_cut("ole", cases[i].file, 61);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(documents_are_graded),
	    cmocka_unit_test(a_damaged_container_is_unknown),
	    cmocka_unit_test(tries_are_counted_and_their_end_is_told),
	    cmocka_unit_test(no_prefix_is_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
