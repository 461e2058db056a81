/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_protect_zip - locks of ZIP archives, and what knows no lock at all
 *
 * The files are made by tests/data/zip/make-locks.py.
 */
#include "lock_cases.h"
#include "base/zipdir.h"

static const struct lock_case cases[] = {
    {"lock-none.zip", PN_PROT_NONE, NULL, NULL, false},
    {"lock-empty.zip", PN_PROT_NONE, NULL, NULL, false},
    {"lock-aes128.zip", PN_PROT_STRONG, "zip-aes128", NULL, true},
    {"lock-aes192.zip", PN_PROT_STRONG, "zip-aes192", NULL, true},
    {"lock-aes256.zip", PN_PROT_STRONG, "zip-aes256", NULL, true},
    {"lock-folder.zip", PN_PROT_STRONG, "zip-aes256", NULL, true},
    {"lock-zipcrypto.zip", PN_PROT_WEAK, "zip-zipcrypto", NULL, true},
    {"lock-mixed-plain.zip", PN_PROT_NONE, NULL, "mixed", false},
    {"lock-mixed-weak.zip", PN_PROT_WEAK, "zip-zipcrypto", "mixed", true},
    {"lock-mixed-keys.zip", PN_PROT_STRONG, "zip-aes128", "mixed", true},
    {"lock-pkware-aes256.zip", PN_PROT_STRONG, "zip-pkware-aes256", NULL, true},
    {"lock-pkware-des.zip", PN_PROT_WEAK, "zip-pkware-des", "key-size", true},
    {"lock-pkware-rc2-40.zip", PN_PROT_WEAK, "zip-pkware-rc2", "key-size",
	true},
    {"lock-pkware-other.zip", PN_PROT_UNKNOWN, "zip-pkware", "method", false},
    {"lock-aes-none.zip", PN_PROT_UNKNOWN, NULL, "damaged", false},
    {"lock-method.zip", PN_PROT_UNKNOWN, NULL, "method", false},
    {"lock-method-and-aes.zip", PN_PROT_UNKNOWN, NULL, "mixed", false},
    {"lock-cut.zip", PN_PROT_UNKNOWN, NULL, "damaged", false},
    {"lock-iwork.zip", PN_PROT_STRONG, "iwork", NULL, true},
    {"lock-iwork13.zip", PN_PROT_STRONG, "iwork", NULL, true},
    {"lock-iwork13-plain.zip", PN_PROT_NONE, NULL, NULL, false},
    {"lock-odf.zip", PN_PROT_STRONG, "odf", NULL, true},
    {"lock-odf-blowfish.zip", PN_PROT_STRONG, "odf", NULL, true},
    {"lock-odf-rounds.zip", PN_PROT_WEAK, "odf", "key-size", true},
    {"lock-odf-unsalted.zip", PN_PROT_WEAK, "odf", "unsalted", true},
    {"lock-odf-short.zip", PN_PROT_WEAK, "odf", "key-size", true},
    {"lock-odf-method.zip", PN_PROT_UNKNOWN, "odf", "method", false},
    {"lock-odf-openpgp.zip", PN_PROT_STRONG, "odf", NULL, true},
    {"lock-odf-package.zip", PN_PROT_STRONG, "odf", NULL, true},
    {"lock-odf-plain.zip", PN_PROT_NONE, NULL, NULL, false},
    /* as its weakest member */
    {"lock-odf-part.zip", PN_PROT_NONE, NULL, "mixed", false},
    /* what the manifest says must look it */
    {"lock-odf-claimed.zip", PN_PROT_NONE, NULL, NULL, false},
    {"lock-odf-text.zip", PN_PROT_NONE, NULL, NULL, false},
    {"lock-odf-deflated.zip", PN_PROT_NONE, NULL, NULL, false},
    {"lock-odf-comment.zip", PN_PROT_NONE, NULL, NULL, false},
};

static const struct lock_case iwork[] = {
    {"locked.pages", PN_PROT_STRONG, "iwork", NULL, true},
    {"half-locked.pages", PN_PROT_NONE, NULL, "mixed", false},
    {"new.pages", PN_PROT_NONE, NULL, NULL, false},
};

/* written by LibreOffice */
static const struct lock_case documents[] = {
    {"locked.odt", PN_PROT_STRONG, "odf", NULL, true},
    {"everything.ods", PN_PROT_NONE, NULL, NULL, false},
};

static void
archives_are_graded(void **state)
{
	(void)state;
	lock_check("zip", cases, sizeof(cases) / sizeof(cases[0]));
	lock_check("iwork", iwork, sizeof(iwork) / sizeof(iwork[0]));
	lock_check("odf", documents, sizeof(documents) / sizeof(documents[0]));
}

static void
names_of_locked_members_are_visible(void **state)
{
	struct pn_bytes b = lock_load("zip", "lock-aes256.zip");

	(void)state;
	assert_true(pn_protect(b).visible_names);
	lock_free(b);
	b = lock_load("zip", "lock-none.zip");
	assert_false(pn_protect(b).visible_names);
	lock_free(b);
}

static void
each_member_has_its_own_lock(void **state)
{
	struct pn_bytes b = lock_load("zip", "lock-mixed-plain.zip");
	struct pn_zip *z = NULL;
	enum pn_protection grade;

	(void)state;
	assert_int_equal(pn_zip_read(b, &z), PN_OK);
	assert_string_equal(
	    pn_protect_zip_entry(pn_zip_find(z, "list.txt"), &grade),
	    "zip-aes256");
	assert_int_equal(grade, PN_PROT_STRONG);
	assert_null(pn_protect_zip_entry(pn_zip_find(z, "notes.txt"), &grade));
	assert_int_equal(grade, PN_PROT_NONE);
	pn_zip_free(&z);
	lock_free(b);
}

static void
a_plain_flag_on_a_locked_archive_is_not_believed(void **state)
{
	struct pn_bytes b = lock_load("zip", "lock-aes256.zip");
	unsigned char *local = (unsigned char *)(uintptr_t)b.p;

	(void)state;
	local[6] &= 0xFE; /* bit 0 in the local header only */
	assert_int_not_equal(pn_protect(b).grade, PN_PROT_NONE);
	lock_free(b);
}

static void
an_archive_behind_a_program_is_found(void **state)
{
	struct pn_bytes b = lock_load("zip", "lock-aes256.zip");
	unsigned char *whole = pn_alloc(b.n + 512);

	(void)state;
	memcpy(whole, "MZ", 2);
	memcpy(whole + 512, b.p, b.n);
	assert_int_equal(pn_protect((struct pn_bytes){whole, b.n + 512}).grade,
	    PN_PROT_STRONG);
	free(whole);
	lock_free(b);
}

static void
what_knows_no_lock_has_none(void **state)
{
	static const char *const texts[] = {
	    "",
	    "P",
	    "PK",
	    "A letter that says %PDF-1.7 and PK and Rar! in its text.",
	    "name,born\nSample,2001-02-03\n",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(pn_protect((struct pn_bytes){
						(const unsigned char *)texts[i],
						strlen(texts[i])})
				     .grade,
		    PN_PROT_NONE);
	assert_int_equal(
	    pn_protect((struct pn_bytes){NULL, 0}).grade, PN_PROT_NONE);
}

static void
no_prefix_is_trouble(void **state)
{
	(void)state;
	lock_cut("zip", "lock-aes256.zip", 1);
	lock_cut("zip", "lock-none.zip", 1);
	lock_cut("zip", "lock-pkware-aes256.zip", 1);
	lock_cut("zip", "lock-odf-plain.zip", 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(archives_are_graded),
	    cmocka_unit_test(names_of_locked_members_are_visible),
	    cmocka_unit_test(each_member_has_its_own_lock),
	    cmocka_unit_test(a_plain_flag_on_a_locked_archive_is_not_believed),
	    cmocka_unit_test(an_archive_behind_a_program_is_found),
	    cmocka_unit_test(what_knows_no_lock_has_none),
	    cmocka_unit_test(no_prefix_is_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
