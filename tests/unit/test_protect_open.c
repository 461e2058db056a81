/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_protect_open - locked documents opened with a known password
 *
 * Files of tests/data/open are LibreOffice's; those of tests/data/ole are
 * made by the script there.
 */
#include "lock_cases.h"

struct open_case {
	const char *name;
	const char *dir, *file;
	const char *password;
	enum pn_err err;
	const char *start; /* of what comes out; NULL: not looked at */
	const char *holds; /* a text in clear in it; NULL */
};

#define CFB "\xD0\xCF\x11\xE0"

static const struct open_case cases[] = {
    {"workbook, RC4", "open", "excel.xls", "VelvetSweatshop", PN_OK, CFB,
	"QQ123456C"},
    {"workbook, another password", "open", "orchard.xls", "orchard", PN_OK, CFB,
	"QQ654321A"},
    {"Word document, RC4", "open", "orchard.doc", "orchard", PN_OK, CFB,
	"QQ123456C of Ann"},
    {"standard package", "open", "excel.xlsx", "VelvetSweatshop", PN_OK,
	"PK\3\4", "xl/workbook.xml"},
    {"agile package", "ole", "sealed-agile.xlsx", "orchard", PN_OK, "PK\3\4",
	NULL},
    {"workbook, XOR", "ole", "sealed-xor.xls", "VelvetSweatshop", PN_OK, CFB,
	"QQ123456C"},
    {"workbook, CryptoAPI", "ole", "opens.xls", "VelvetSweatshop", PN_OK, CFB,
	NULL},
    {"wrong password, RC4", "open", "excel.xls", "orchard", PN_ERR_CRYPTO, NULL,
	NULL},
    {"wrong password, standard", "open", "excel.xlsx", "orchard", PN_ERR_CRYPTO,
	NULL, NULL},
    {"wrong password, agile", "ole", "sealed-agile.xlsx", "Orchard",
	PN_ERR_CRYPTO, NULL, NULL},
    {"wrong password, XOR", "ole", "sealed-xor.xls", "orchard", PN_ERR_CRYPTO,
	NULL, NULL},
    {"no password", "open", "excel.xls", "", PN_ERR_CRYPTO, NULL, NULL},
    {"not locked", "ole", "plain.xls", "x", PN_ERR_NOT_FOUND, NULL, NULL},
    {"not locked, Word", "ole", "plain.doc", "x", PN_ERR_NOT_FOUND, NULL, NULL},
    {"slides", "ole", "opens.ppt", "x", PN_ERR_UNSUPPORTED, NULL, NULL},
    {"rights management", "ole", "irm.docx", "x", PN_ERR_SYNTAX, NULL, NULL},
    {"something else", "zip", "make.py", "x", PN_ERR_UNSUPPORTED, NULL, NULL},
};

#define N_CASES (sizeof(cases) / sizeof(cases[0]))

/* holds - is TEXT in B, in bytes or in UTF-16? */
static bool
holds(const struct pn_buf *b, const char *text)
{
	size_t n = strlen(text);
	char *wide = pn_alloc(2 * n);
	bool found;

	for (size_t i = 0; i < n; i++)
		wide[2 * i] = text[i];
	found = memmem(b->data, b->len, text, n) ||
		memmem(b->data, b->len, wide, 2 * n);
	free(wide);
	return found;
}

static void
documents_are_opened(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_CASES; i++) {
		const struct open_case *c = &cases[i];
		struct pn_bytes b = lock_load(c->dir, c->file);
		struct pn_buf plain;
		enum pn_err err =
		    pn_protect_open(b, c->password, 1u << 20, &plain);

		lock_free(b);
		if (err != c->err)
			fail_msg("%s: %s", c->name, pn_strerror(err));
		if (err != PN_OK)
			continue;
		if (memcmp(plain.data, c->start, 4) != 0)
			fail_msg("%s: not the start", c->name);
		if (c->holds && !holds(&plain, c->holds))
			fail_msg("%s: not in clear", c->name);
		/* and nobody asks for a password again */
		if (memcmp(c->start, CFB, 4) == 0)
			assert_int_equal(pn_protect(pn_buf_bytes(&plain)).grade,
			    PN_PROT_NONE);
		pn_buf_free(&plain);
	}
}

/* each of several segments has a start value of its own */
static void
every_byte_of_a_package_comes_out(void **state)
{
	struct pn_bytes b = lock_load("ole", "sealed-agile.xlsx");
	struct pn_buf plain;

	(void)state;
	assert_int_equal(
	    pn_protect_open(b, "orchard", 1u << 20, &plain), PN_OK);
	assert_int_equal(plain.len, 9004);
	for (size_t i = 0; i < 9000; i++)
		assert_int_equal((unsigned char)plain.data[4 + i], i % 251);
	pn_buf_free(&plain);
	lock_free(b);
}

static void
the_limit_of_bytes_is_kept(void **state)
{
	static const char *const files[] = {"excel.xls", "excel.xlsx"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct pn_bytes b = lock_load("open", files[i]);
		struct pn_buf plain;

		assert_int_equal(
		    pn_protect_open(b, PN_PROTECT_EXCEL, 1000, &plain),
		    PN_ERR_LIMIT);
		lock_free(b);
	}
}

/* no prefix and no changed byte makes it read or write outside */
static void
damage_is_no_trouble(void **state)
{
	static const char *const files[] = {
	    "excel.xls", "orchard.doc", "excel.xls"};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct pn_bytes b = lock_load("open", files[i]);
		unsigned char *copy = pn_alloc(b.n);
		size_t step = i == 2 ? 7 : 61;
		struct pn_buf plain;

		for (size_t n = 0; n < b.n; n += step) {
			size_t len = i == 2 ? b.n : n;

			copy = pn_realloc(copy, len + 1, 1);
			memcpy(copy, b.p, len);
			if (i == 2)
				copy[n] ^= 0xFF;
			if (pn_protect_open((struct pn_bytes){copy, len},
				i == 1 ? "orchard" : PN_PROTECT_EXCEL, 1u << 20,
				&plain) == PN_OK)
				pn_buf_free(&plain);
		}
		free(copy);
		lock_free(b);
	}
}

static void
what_excel_opens_by_itself_is_graded_so(void **state)
{
	static const struct lock_case known[] = {
	    {"excel.xls", PN_PROT_WEAK, "ole-rc4", "default-password", true},
	    {"excel.xlsx", PN_PROT_WEAK, "ooxml-standard", "default-password",
		true},
	    {"orchard.xls", PN_PROT_WEAK, "ole-rc4", "key-size", true},
	};
	static const struct lock_case xor [] = {
	    {"sealed-xor.xls", PN_PROT_WEAK, "ole-xor", "default-password",
		true},
	};

	(void)state;
	lock_check("open", known, 3);
	lock_check("ole", xor, 1);
}

/* What the default password opens comes out with the grade; what it does not
 * open, and what costs nothing to open later, does not. */
static void
the_default_password_opens_while_grading(void **state)
{
	static const struct {
		const char *dir, *file;
		uint64_t max;
		enum pn_protection grade;
		bool opened;
	} rows[] = {{"open", "excel.xlsx", 1u << 20, PN_PROT_WEAK, true},
	    {"open", "excel.xlsx", 100, PN_PROT_WEAK, false},
	    {"open", "excel.xlsx", 0, PN_PROT_WEAK, false},
	    {"ole", "sealed-agile.xlsx", 1u << 20, PN_PROT_STRONG, false},
	    {"open", "excel.xls", 1u << 20, PN_PROT_WEAK, false},
	    {"ole", "plain.xls", 1u << 20, PN_PROT_NONE, false}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pn_bytes b = lock_load(rows[i].dir, rows[i].file);
		struct pn_buf plain;
		unsigned tries = 1;
		struct pn_lock l =
		    pn_protect_opening(b, &tries, rows[i].max, &plain);

		assert_int_equal(l.grade, rows[i].grade);
		assert_int_equal(plain.len > 0, rows[i].opened);
		pn_buf_free(&plain);
		lock_free(b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(documents_are_opened),
	    cmocka_unit_test(every_byte_of_a_package_comes_out),
	    cmocka_unit_test(the_limit_of_bytes_is_kept),
	    cmocka_unit_test(damage_is_no_trouble),
	    cmocka_unit_test(what_excel_opens_by_itself_is_graded_so),
	    cmocka_unit_test(the_default_password_opens_while_grading),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
