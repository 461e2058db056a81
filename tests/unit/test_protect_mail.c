/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_protect_mail - OpenPGP, CMS (S/MIME), age, their armor, and formats
 * that are known by a mark or by nothing
 *
 * The files are made by the scripts in tests/data/openpgp and tests/data/cms.
 */
#include "lock_cases.h"

static const struct lock_case openpgp[] = {
    {"public.gpg", PN_PROT_STRONG, "openpgp", NULL, true},
    {"public.asc", PN_PROT_STRONG, "openpgp", NULL, true},
    {"passphrase.gpg", PN_PROT_STRONG, "openpgp", NULL, true},
    {"passphrase.asc", PN_PROT_STRONG, "openpgp", NULL, true},
    {"both.gpg", PN_PROT_STRONG, "openpgp", NULL, true},
    {"aes128.gpg", PN_PROT_STRONG, "openpgp", NULL, true},
    {"no-integrity.gpg", PN_PROT_STRONG, "openpgp", NULL, true},
    {"blanks-around.asc", PN_PROT_STRONG, "openpgp", NULL, true},
    {"unsalted.gpg", PN_PROT_WEAK, "openpgp", "unsalted", true},
    /* these look as opaque, and anybody can read them */
    {"signed.gpg", PN_PROT_NONE, NULL, NULL, false},
    {"signed.asc", PN_PROT_NONE, NULL, NULL, false},
    {"clear-signed.asc", PN_PROT_NONE, NULL, NULL, false},
    {"compressed.gpg", PN_PROT_NONE, NULL, NULL, false},
    {"key.asc", PN_PROT_NONE, NULL, NULL, false},
    {"text-after.asc", PN_PROT_NONE, NULL, "mixed", false},
    {"text-before.txt", PN_PROT_NONE, NULL, NULL, false},
    {"cut.asc", PN_PROT_UNKNOWN, NULL, "damaged", false},
};

static const struct lock_case cms[] = {
    {"enveloped-aes256.p7m", PN_PROT_STRONG, "smime", NULL, true},
    {"enveloped-aes128.p7m", PN_PROT_STRONG, "smime", NULL, true},
    {"enveloped-3des.p7m", PN_PROT_STRONG, "smime", NULL, true},
    {"enveloped-camellia.p7m", PN_PROT_STRONG, "smime", NULL, true},
    {"enveloped-stream.p7m", PN_PROT_STRONG, "smime", NULL, true},
    {"enveloped.pem", PN_PROT_STRONG, "smime", NULL, true},
    {"auth-enveloped.p7m", PN_PROT_STRONG, "smime", NULL, true},
    {"encrypted.p7m", PN_PROT_STRONG, "smime", NULL, true},
    {"enveloped-des.p7m", PN_PROT_WEAK, "smime", "key-size", true},
    {"enveloped-rc2-40.p7m", PN_PROT_WEAK, "smime", "key-size", true},
    {"signed.p7m", PN_PROT_NONE, NULL, NULL, false},
    {"signed.pem", PN_PROT_NONE, NULL, NULL, false},
    {"digested.p7m", PN_PROT_NONE, NULL, NULL, false},
    {"cut.p7m", PN_PROT_UNKNOWN, "smime", "damaged", false},
};

static void
openpgp_files_are_graded(void **state)
{
	(void)state;
	lock_check("openpgp", openpgp, sizeof(openpgp) / sizeof(openpgp[0]));
}

static void
cms_files_are_graded(void **state)
{
	(void)state;
	lock_check("cms", cms, sizeof(cms) / sizeof(cms[0]));
}

static void
no_prefix_is_trouble(void **state)
{
	(void)state;
	lock_cut("openpgp", "both.gpg", 1);
	lock_cut("openpgp", "signed.asc", 1);
	lock_cut("openpgp", "text-before.txt", 7);
	lock_cut("cms", "enveloped-stream.p7m", 1);
	lock_cut("cms", "signed.p7m", 1);
	lock_cut("cms", "enveloped-des.p7m", 1);
}

/* Short files, with their lengths where they hold a NUL. */
static const struct {
	const char *name, *bytes;
	size_t n;
	enum pn_protection grade;
	const char *kind;
} marks[] = {
    {"age without a payload",
	"age-encryption.org/v1\n-> scrypt c2FsdA 18\n--- bWFj\n", 0,
	PN_PROT_UNKNOWN, NULL},
    {"age without a payload, armored",
	"-----BEGIN AGE ENCRYPTED FILE-----\n"
	"YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBjMkZzZEEgMTgK\n"
	"-----END AGE ENCRYPTED FILE-----\n",
	0, PN_PROT_UNKNOWN, NULL},
    {"armor of something else",
	"-----BEGIN AGE ENCRYPTED FILE-----\nSGVsbG8sIHdvcmxk\n"
	"-----END AGE ENCRYPTED FILE-----\n",
	0, PN_PROT_UNKNOWN, NULL},
    {"armor that is no base64",
	"-----BEGIN PGP MESSAGE-----\n\nnot * base64\n"
	"-----END PGP MESSAGE-----\n",
	0, PN_PROT_UNKNOWN, NULL},
    {"empty armor",
	"-----BEGIN PGP MESSAGE-----\n\n-----END PGP MESSAGE-----\n", 0,
	PN_PROT_UNKNOWN, NULL},
    {"an armored certificate",
	"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", 0,
	PN_PROT_NONE, NULL},
    {"AxCrypt, cut",
	"\xC0\xB9\x07\x2E\x4F\x93\xF1\x46\xA0\x15\x79\x2C\xA1\xD9\xE8\x21"
	"\x02\0\0\0\x9F\xE1\x87",
	23, PN_PROT_UNKNOWN, "axcrypt"},
    {"text behind a mark", "LUKS\xBA\xBEReading list of the club", 0,
	PN_PROT_UNKNOWN, "luks"},
    {"openssl enc", "Salted__12345678abcdefgh", 0, PN_PROT_UNKNOWN, "openssl"},
    {"LUKS, cut", "LUKS\xBA\xBE\0\1", 8, PN_PROT_UNKNOWN, "luks"},
    {"a text about age", "see age-encryption.org/v1\n", 0, PN_PROT_NONE, NULL},
};

static void
marks_are_known(void **state)
{
	unsigned wrong = 0;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t n = marks[i].n ? marks[i].n : strlen(marks[i].bytes);
		struct pn_lock l = pn_protect((struct pn_bytes){
		    (const unsigned char *)marks[i].bytes, n});

		if (l.grade == marks[i].grade &&
		    lock_same(l.kind, marks[i].kind))
			continue;
		wrong++;
		print_error(
		    "%s: %s\n", marks[i].name, pn_protection_word(l.grade));
	}
	assert_int_equal(wrong, 0);
}

/* fill - N bytes of noise, always the same */
static unsigned char *
fill(size_t n)
{
	unsigned char *p = pn_alloc(n);
	uint64_t x = 0x9E3779B97F4A7C15u;
	size_t i;

	for (i = 0; i < n; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		p[i] = (unsigned char)(x >> 32);
	}
	return p;
}

static void
noise_could_not_be_told(void **state)
{
	enum { SIZE = 1 << 17 };
	unsigned char *p = fill(SIZE);
	struct pn_lock l = pn_protect((struct pn_bytes){p, SIZE});

	(void)state;
	assert_int_equal(l.grade, PN_PROT_UNKNOWN);
	assert_string_equal(l.why, "random");
	/* not in whole sectors, and as compressed data that is known */
	assert_int_equal(
	    pn_protect((struct pn_bytes){p, SIZE - 1}).grade, PN_PROT_NONE);
	memcpy(p, "\x1F\x8B\x08\0", 4);
	assert_int_equal(
	    pn_protect((struct pn_bytes){p, SIZE}).grade, PN_PROT_NONE);
	/* zeros have structure */
	memset(p, 0, SIZE);
	assert_int_equal(
	    pn_protect((struct pn_bytes){p, SIZE}).grade, PN_PROT_NONE);
	free(p);
}

static void
noise_is_never_taken_for_a_message(void **state)
{
	enum { SIZE = 600, TRIES = 200000 };
	unsigned char *p = fill(SIZE + TRIES);
	size_t i;

	(void)state;
	for (i = 0; i < TRIES; i++)
		assert_int_not_equal(
		    pn_protect((struct pn_bytes){p + i, SIZE}).grade,
		    PN_PROT_STRONG);
	free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(openpgp_files_are_graded),
	    cmocka_unit_test(cms_files_are_graded),
	    cmocka_unit_test(no_prefix_is_trouble),
	    cmocka_unit_test(marks_are_known),
	    cmocka_unit_test(noise_could_not_be_told),
	    cmocka_unit_test(noise_is_never_taken_for_a_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
