/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_protect_pdf - locks of PDF files, the values of the language, and
 * passwords against files that qpdf made
 *
 * The files are made by tests/data/pdf/make-locks.py.
 */
#include "lock_cases.h"
#include "protect/pdf_doc.h"
#include "protect/pdf_key.h"
#include "protect/pdf_lex.h"

static const struct lock_case cases[] = {
    {"lock-none.pdf", PN_PROT_NONE, NULL, NULL, false},
    {"lock-none-broken-xref.pdf", PN_PROT_NONE, NULL, NULL, false},
    {"lock-rc4-40.pdf", PN_PROT_WEAK, "pdf-rc4-40", "key-size", true},
    {"lock-rc4-128.pdf", PN_PROT_STRONG, "pdf-rc4-128", NULL, true},
    {"lock-rc4-128-v4.pdf", PN_PROT_STRONG, "pdf-rc4-128", NULL, true},
    {"lock-aes128.pdf", PN_PROT_STRONG, "pdf-aes128", NULL, true},
    {"lock-aes128-meta.pdf", PN_PROT_STRONG, "pdf-aes128", NULL, true},
    {"lock-aes128-linear.pdf", PN_PROT_STRONG, "pdf-aes128", NULL, true},
    {"lock-aes256-r5.pdf", PN_PROT_STRONG, "pdf-aes256", NULL, true},
    {"lock-aes256.pdf", PN_PROT_STRONG, "pdf-aes256", NULL, true},
    {"lock-aes256-stream.pdf", PN_PROT_STRONG, "pdf-aes256", NULL, true},
    {"lock-aes256-prefix.pdf", PN_PROT_STRONG, "pdf-aes256", NULL, true},
    {"lock-aes256-broken-xref.pdf", PN_PROT_STRONG, "pdf-aes256", NULL, true},
    {"lock-inline.pdf", PN_PROT_STRONG, "pdf-aes128", NULL, true},
    {"lock-pubkey.pdf", PN_PROT_STRONG, "pdf-pubkey", NULL, true},
    {"lock-pubkey-rc4-40.pdf", PN_PROT_WEAK, "pdf-rc4-40", "key-size", true},
    /* anybody can open these */
    {"lock-rc4-40-owner.pdf", PN_PROT_WEAK, "pdf-owner-only", "owner-only",
	false},
    {"lock-rc4-128-owner.pdf", PN_PROT_WEAK, "pdf-owner-only", "owner-only",
	false},
    {"lock-rc4-128-v4-owner.pdf", PN_PROT_WEAK, "pdf-owner-only", "owner-only",
	false},
    {"lock-aes128-owner.pdf", PN_PROT_WEAK, "pdf-owner-only", "owner-only",
	false},
    {"lock-aes128-meta-owner.pdf", PN_PROT_WEAK, "pdf-owner-only", "owner-only",
	false},
    {"lock-aes256-r5-owner.pdf", PN_PROT_WEAK, "pdf-owner-only", "owner-only",
	false},
    {"lock-aes256-owner.pdf", PN_PROT_WEAK, "pdf-owner-only", "owner-only",
	false},
    {"lock-aes256-stream-owner.pdf", PN_PROT_WEAK, "pdf-owner-only",
	"owner-only", false},
    {"lock-aes256-no-owner.pdf", PN_PROT_WEAK, "pdf-aes256", "empty-password",
	false},
    {"lock-attachments.pdf", PN_PROT_NONE, NULL, "attachments-only", false},
    /* could not be told */
    {"lock-strings-plain.pdf", PN_PROT_UNKNOWN, NULL, "mixed", false},
    {"lock-method.pdf", PN_PROT_UNKNOWN, NULL, "method", false},
    {"lock-lost-filter.pdf", PN_PROT_UNKNOWN, NULL, "method", false},
    {"lock-v3.pdf", PN_PROT_UNKNOWN, NULL, "method", false},
    {"lock-other-handler.pdf", PN_PROT_UNKNOWN, NULL, "method", false},
    {"lock-short-secret.pdf", PN_PROT_UNKNOWN, "pdf-aes128", "damaged", false},
    {"lock-aes256-cut.pdf", PN_PROT_UNKNOWN, NULL, "damaged", false},
    {"lock-contradict.pdf", PN_PROT_UNKNOWN, NULL, "damaged", false},
    {"lock-lost.pdf", PN_PROT_UNKNOWN, NULL, "damaged", false},
};

static void
files_are_graded(void **state)
{
	(void)state;
	lock_check("pdf", cases, sizeof(cases) / sizeof(cases[0]));
}

static void
no_prefix_is_trouble(void **state)
{
	(void)state;
	lock_cut("pdf", "lock-aes256.pdf", 3);
	lock_cut("pdf", "lock-aes128-owner.pdf", 3);
	lock_cut("pdf", "lock-aes256-stream-owner.pdf", 3);
	lock_cut("pdf", "lock-none.pdf", 1);
}

/* text - S as bytes */
static struct pn_bytes
text(const char *s)
{
	return (struct pn_bytes){(const unsigned char *)s, strlen(s)};
}

static const struct {
	const char *in;
	enum pn_pdf_type type;
	int64_t number;
	size_t raw; /* bytes of the value */
} values[] = {
    {"", PN_PDF_END, 0, 0},
    {"  % only a comment", PN_PDF_END, 0, 0},
    {"/Name/Other", PN_PDF_NAME, 0, 5},
    {"-42 ", PN_PDF_NUMBER, -42, 3},
    {"3.75]", PN_PDF_NUMBER, 3, 4},
    {"99999999999999999999", PN_PDF_WORD, 0, 20},
    {"12 0 R/", PN_PDF_REF, 12, 6},
    {"12 0 obj", PN_PDF_NUMBER, 12, 2},
    {"(a(b)\\)c)d", PN_PDF_STRING, 0, 9},
    {"(a(b)", PN_PDF_END, 0, 0},
    {"<4142>", PN_PDF_STRING, 0, 6},
    {"<4142", PN_PDF_END, 0, 0},
    {"[1 [2] (])]x", PN_PDF_ARRAY, 0, 11},
    {"<</A <</B [<<>>]>> /C 1>> ", PN_PDF_DICT, 0, 25},
    {"<</A 1", PN_PDF_END, 0, 0},
    {"true", PN_PDF_WORD, 0, 4},
};

static void
values_are_read(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		struct pn_bytes b = text(values[i].in);
		struct pn_pdf_value v = pn_pdf_next(&b);

		if (v.type != values[i].type || v.number != values[i].number)
			print_error("%s\n", values[i].in);
		assert_int_equal(v.type, values[i].type);
		assert_int_equal(v.number, values[i].number);
		assert_int_equal(v.raw.n, values[i].raw);
	}
}

static void
deep_nesting_costs_no_stack(void **state)
{
	enum { DEPTH = 1000000 };
	char *deep = pn_alloc(DEPTH);
	struct pn_bytes b = {(unsigned char *)deep, DEPTH};

	(void)state;
	memset(deep, '[', DEPTH);
	assert_int_equal(pn_pdf_next(&b).type, PN_PDF_END);
	free(deep);
}

static const struct {
	const char *in;
	bool keep_eol;
	const char *out;
} strings[] = {
    {"(abc)", false, "abc"},
    {"(\\101\\0501\\n\\\\\\))", false, "A(1\n\\)"},
    {"(a\\\r\nb\\\nc)", false, "abc"},
    {"(a\rb\r\nc)", false, "a\nb\nc"},
    {"(a\rb\r\nc)", true, "a\rb\r\nc"},
    {"<41 42\n4>", false, "AB@"},
    {"<>", false, ""},
    {"/Name", false, ""},
};

static void
strings_are_decoded(void **state)
{
	unsigned char out[32];
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
		struct pn_bytes b = text(strings[i].in);
		struct pn_pdf_value v = pn_pdf_next(&b);

		n = pn_pdf_string(&v, strings[i].keep_eol, out, sizeof(out));
		if (n != strlen(strings[i].out))
			print_error("%s\n", strings[i].in);
		assert_int_equal(n, strlen(strings[i].out));
		assert_memory_equal(out, strings[i].out, n);
	}
}

static void
names_are_compared_with_escapes_resolved(void **state)
{
	struct pn_bytes b = text("<</#46ilter /St#61ndard /V 2>>");
	struct pn_pdf_value d = pn_pdf_next(&b), v;

	(void)state;
	v = pn_pdf_get(&d, "Filter");
	assert_true(pn_pdf_is_name(&v, "Standard"));
	assert_false(pn_pdf_is_name(&v, "Standar"));
	assert_false(pn_pdf_is_name(&v, "Standards"));
	v = pn_pdf_get(&d, "V");
	assert_int_equal(pn_pdf_int(&v, 0), 2);
	assert_int_equal(pn_pdf_get(&d, "R").type, PN_PDF_END);
}

/* secret_of - what qpdf wrote into a file, as a password is checked with */
static struct pn_pdf_secret
secret_of(struct pn_bytes file)
{
	struct pn_pdf_secret s = {0};
	struct pn_pdf_value trailer, ref, enc, v;

	assert_int_equal(pn_pdf_trailer(file, &trailer), PN_PDF_ENCRYPTED);
	ref = pn_pdf_get(&trailer, "Encrypt");
	enc = pn_pdf_object(file, &ref, 0);
	v = pn_pdf_get(&enc, "R");
	s.revision = (int)pn_pdf_int(&v, 0);
	v = pn_pdf_get(&enc, "P");
	s.permissions = (int32_t)pn_pdf_int(&v, 0);
	v = pn_pdf_get(&enc, "EncryptMetadata");
	s.clear_metadata = pn_pdf_is_word(&v, "false");
	v = pn_pdf_get(&enc, "O");
	(void)pn_pdf_string(&v, false, s.o, sizeof(s.o));
	v = pn_pdf_get(&enc, "U");
	(void)pn_pdf_string(&v, false, s.u, sizeof(s.u));
	v = pn_pdf_get(&trailer, "ID");
	v = pn_pdf_first(&v);
	s.id_len = pn_pdf_string(&v, false, s.id, sizeof(s.id));
	return s;
}

static void
passwords_open_what_they_lock(void **state)
{
	static const char *const files[] = {
	    "lock-rc4-40.pdf",
	    "lock-rc4-128.pdf",
	    "lock-rc4-128-v4.pdf",
	    "lock-aes128.pdf",
	    "lock-aes128-meta.pdf",
	    "lock-aes256-r5.pdf",
	    "lock-aes256.pdf",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct pn_bytes b = lock_load("pdf", files[i]);
		struct pn_pdf_secret s = secret_of(b);

		assert_int_equal(pn_pdf_try(&s, text("orchard")), PN_PDF_USER);
		assert_int_equal(pn_pdf_try(&s, text("keeper")), PN_PDF_OWNER);
		assert_int_equal(
		    pn_pdf_try(&s, text("orchards")), PN_PDF_NOBODY);
		assert_int_equal(pn_pdf_try(&s, text("")), PN_PDF_NOBODY);
		lock_free(b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(files_are_graded),
	    cmocka_unit_test(no_prefix_is_trouble),
	    cmocka_unit_test(values_are_read),
	    cmocka_unit_test(deep_nesting_costs_no_stack),
	    cmocka_unit_test(strings_are_decoded),
	    cmocka_unit_test(names_are_compared_with_escapes_resolved),
	    cmocka_unit_test(passwords_open_what_they_lock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
