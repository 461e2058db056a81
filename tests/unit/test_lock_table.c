/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_lock_table - every kind of protection that is told, in one table
 *
 * A row for each: what it is, a file that has it, and what is said of it. The
 * files are made by the scripts beside them. The same table is in
 * postern-formats(7). What is rare or damaged is in the tests of each format.
 */
#include "lock_cases.h"

static const struct {
	const char *name, *file;
	enum pn_protection grade;
	const char *kind, *why;
	bool whole, names;
} rows[] = {
    {"ZIP, none", "zip/lock-none.zip", PN_PROT_NONE, NULL, NULL, false, false},
    {"ZIP, streamed as macOS does", "zip/streamed.zip", PN_PROT_NONE, NULL,
	NULL, false, false},
    {"ZIP, ZipCrypto", "zip/lock-zipcrypto.zip", PN_PROT_WEAK, "zip-zipcrypto",
	NULL, true, true},
    {"ZIP, AES-128", "zip/lock-aes128.zip", PN_PROT_STRONG, "zip-aes128", NULL,
	true, true},
    {"ZIP, AES-192", "zip/lock-aes192.zip", PN_PROT_STRONG, "zip-aes192", NULL,
	true, true},
    {"ZIP, AES-256", "zip/lock-aes256.zip", PN_PROT_STRONG, "zip-aes256", NULL,
	true, true},
    {"ZIP, strong encryption", "zip/lock-pkware-aes256.zip", PN_PROT_STRONG,
	"zip-pkware-aes256", NULL, true, true},
    {"ZIP, strong encryption, DES", "zip/lock-pkware-des.zip", PN_PROT_WEAK,
	"zip-pkware-des", "key-size", true, true},
    {"ZIP, strong encryption, unknown", "zip/lock-pkware-other.zip",
	PN_PROT_UNKNOWN, "zip-pkware", "method", false, true},
    {"ZIP, plain and AES", "zip/lock-mixed-plain.zip", PN_PROT_NONE, NULL,
	"mixed", false, true},
    {"ZIP, ZipCrypto and AES", "zip/lock-mixed-weak.zip", PN_PROT_WEAK,
	"zip-zipcrypto", "mixed", true, true},
    {"ZIP, AES of two sizes", "zip/lock-mixed-keys.zip", PN_PROT_STRONG,
	"zip-aes128", "mixed", true, true},
    {"ZIP, unknown method", "zip/lock-method.zip", PN_PROT_UNKNOWN, NULL,
	"method", false, true},
    {"7z, none", "7z/none.7z", PN_PROT_NONE, NULL, NULL, false, false},
    {"7z, names visible", "7z/aes.7z", PN_PROT_STRONG, "7z-aes256", NULL, true,
	true},
    {"7z, header encrypted", "7z/aes-names.7z", PN_PROT_STRONG, "7z-aes256",
	NULL, true, false},
    {"7z, mixed", "7z/mixed.7z", PN_PROT_NONE, NULL, "mixed", false, true},
    {"RAR 4, none", "rar/none4.rar", PN_PROT_NONE, NULL, NULL, false, false},
    {"RAR 4, names visible", "rar/aes4.rar", PN_PROT_STRONG, "rar3", NULL, true,
	true},
    {"RAR 4, header encrypted", "rar/aes4-names.rar", PN_PROT_STRONG, "rar3",
	NULL, true, false},
    {"RAR 4, mixed", "rar/mixed4.rar", PN_PROT_NONE, NULL, "mixed", false,
	true},
    {"RAR 4, locked against changes", "rar/locked-changes4.rar", PN_PROT_NONE,
	NULL, NULL, false, false},
    {"RAR 2, before AES", "rar/rar20.rar", PN_PROT_WEAK, "rar2", NULL, true,
	true},
    {"RAR 1.4", "rar/rar14-locked.rar", PN_PROT_WEAK, "rar1", NULL, true, true},
    {"RAR 5, none", "archive/plain.rar", PN_PROT_NONE, NULL, NULL, false,
	false},
    {"RAR 5, names visible", "archive/locked.rar", PN_PROT_STRONG, "rar5", NULL,
	true, true},
    {"RAR 5, header encrypted", "archive/names.rar", PN_PROT_STRONG, "rar5",
	NULL, true, false},
    {"RAR 5, mixed", "archive/mixed.rar", PN_PROT_NONE, NULL, "mixed", false,
	true},
    {"OOXML, agile AES-256", "ole/agile-aes256.docx", PN_PROT_STRONG,
	"ooxml-agile", NULL, true, false},
    {"OOXML, agile AES-128", "ole/agile-aes128.docx", PN_PROT_STRONG,
	"ooxml-agile", NULL, true, false},
    {"OOXML, agile DES", "ole/agile-des.docx", PN_PROT_WEAK, "ooxml-agile",
	"key-size", true, false},
    {"OOXML, standard", "ole/standard-aes128.xlsx", PN_PROT_STRONG,
	"ooxml-standard", NULL, true, false},
    {"OOXML, RC4", "ole/standard-rc4-40.xlsx", PN_PROT_WEAK, "ooxml-rc4",
	"key-size", true, false},
    {"OOXML, extensible", "ole/extensible.docx", PN_PROT_UNKNOWN,
	"ooxml-extensible", "method", false, false},
    {"OOXML, agile, default password", "ole/opens-agile.xlsx", PN_PROT_WEAK,
	"ooxml-agile", "default-password", true, false},
    {"OOXML, standard, default password", "ole/opens-standard.xlsx",
	PN_PROT_WEAK, "ooxml-standard", "default-password", true, false},
    {"OOXML, rights-managed", "ole/irm.docx", PN_PROT_STRONG, "ooxml-irm", NULL,
	true, false},
    {"OOXML, password to modify", "modify/modify.docx", PN_PROT_NONE, NULL,
	NULL, false, false},
    {"OOXML, document protection", "modify/protected.docx", PN_PROT_NONE, NULL,
	NULL, false, false},
    {"OOXML, marked as final", "modify/final.docx", PN_PROT_NONE, NULL, NULL,
	false, false},
    {"OOXML, sheet protection", "modify/sheet.xlsx", PN_PROT_NONE, NULL, NULL,
	false, false},
    {"OOXML, workbook protection", "modify/workbook.xlsx", PN_PROT_NONE, NULL,
	NULL, false, false},
    {"Word, XOR", "ole/xor.doc", PN_PROT_WEAK, "ole-xor", NULL, true, false},
    {"Word, RC4", "ole/rc4-40.doc", PN_PROT_WEAK, "ole-rc4", "key-size", true,
	false},
    {"Word, CryptoAPI", "ole/rc4-128.doc", PN_PROT_STRONG, "ole-cryptoapi",
	NULL, true, false},
    {"Word, rights-managed", "ole/irm.doc", PN_PROT_STRONG, "ole-irm", NULL,
	true, false},
    {"Word, password to modify", "ole/reservation.doc", PN_PROT_NONE, NULL,
	NULL, false, false},
    {"Excel, XOR", "ole/xor.xls", PN_PROT_WEAK, "ole-xor", NULL, true, false},
    {"Excel 5, XOR", "ole/xor-5.xls", PN_PROT_WEAK, "ole-xor", NULL, true,
	false},
    {"Excel, RC4", "ole/rc4-40.xls", PN_PROT_WEAK, "ole-rc4", "key-size", true,
	false},
    {"Excel, CryptoAPI", "ole/rc4-128.xls", PN_PROT_STRONG, "ole-cryptoapi",
	NULL, true, false},
    {"Excel, default password", "ole/opens.xls", PN_PROT_WEAK, "ole-cryptoapi",
	"default-password", true, false},
    {"Excel, password to modify", "ole/reservation.xls", PN_PROT_NONE, NULL,
	NULL, false, false},
    {"PowerPoint, CryptoAPI", "ole/rc4-128.ppt", PN_PROT_STRONG,
	"ole-cryptoapi", NULL, true, false},
    {"PowerPoint, short key", "ole/rc4-40.ppt", PN_PROT_WEAK, "ole-cryptoapi",
	"key-size", true, false},
    {"PowerPoint, default password", "ole/opens.ppt", PN_PROT_WEAK,
	"ole-cryptoapi", "default-password", true, false},
    {"ODF, none", "odf/everything.odt", PN_PROT_NONE, NULL, NULL, false, false},
    {"ODF, by LibreOffice", "odf/locked.odt", PN_PROT_STRONG, "odf", NULL, true,
	true},
    {"ODF, Blowfish", "zip/lock-odf-blowfish.zip", PN_PROT_STRONG, "odf", NULL,
	true, true},
    {"ODF, whole package", "zip/lock-odf-package.zip", PN_PROT_STRONG, "odf",
	NULL, true, true},
    {"ODF, OpenPGP", "zip/lock-odf-openpgp.zip", PN_PROT_STRONG, "odf", NULL,
	true, true},
    {"ODF, in part", "zip/lock-odf-part.zip", PN_PROT_NONE, NULL, "mixed",
	false, true},
    {"PDF, none", "pdf/lock-none.pdf", PN_PROT_NONE, NULL, NULL, false, false},
    {"PDF, RC4-40", "pdf/lock-rc4-40.pdf", PN_PROT_WEAK, "pdf-rc4-40",
	"key-size", true, false},
    {"PDF, RC4-128", "pdf/lock-rc4-128.pdf", PN_PROT_STRONG, "pdf-rc4-128",
	NULL, true, false},
    {"PDF, AES-128", "pdf/lock-aes128.pdf", PN_PROT_STRONG, "pdf-aes128", NULL,
	true, false},
    {"PDF, AES-256, R5", "pdf/lock-aes256-r5.pdf", PN_PROT_STRONG, "pdf-aes256",
	NULL, true, false},
    {"PDF, AES-256, R6", "pdf/lock-aes256.pdf", PN_PROT_STRONG, "pdf-aes256",
	NULL, true, false},
    {"PDF, owner only, RC4-40", "pdf/lock-rc4-40-owner.pdf", PN_PROT_WEAK,
	"pdf-owner-only", "owner-only", false, false},
    {"PDF, owner only, RC4-128", "pdf/lock-rc4-128-owner.pdf", PN_PROT_WEAK,
	"pdf-owner-only", "owner-only", false, false},
    {"PDF, owner only, AES-128", "pdf/lock-aes128-owner.pdf", PN_PROT_WEAK,
	"pdf-owner-only", "owner-only", false, false},
    {"PDF, owner only, AES-256", "pdf/lock-aes256-owner.pdf", PN_PROT_WEAK,
	"pdf-owner-only", "owner-only", false, false},
    {"PDF, empty owner password", "pdf/lock-aes256-no-owner.pdf", PN_PROT_WEAK,
	"pdf-aes256", "empty-password", false, false},
    {"PDF, public key", "pdf/lock-pubkey.pdf", PN_PROT_STRONG, "pdf-pubkey",
	NULL, true, false},
    {"PDF, attachments only", "pdf/lock-attachments.pdf", PN_PROT_NONE, NULL,
	"attachments-only", false, false},
    {"PDF, unknown handler", "pdf/lock-other-handler.pdf", PN_PROT_UNKNOWN,
	NULL, "method", false, false},
    {"OpenPGP, public key, .gpg", "openpgp/public.gpg", PN_PROT_STRONG,
	"openpgp", NULL, true, false},
    {"OpenPGP, public key, .asc", "openpgp/public.asc", PN_PROT_STRONG,
	"openpgp", NULL, true, false},
    {"OpenPGP, symmetric, .gpg", "openpgp/passphrase.gpg", PN_PROT_STRONG,
	"openpgp", NULL, true, false},
    {"OpenPGP, symmetric, .asc", "openpgp/passphrase.asc", PN_PROT_STRONG,
	"openpgp", NULL, true, false},
    {"OpenPGP, both", "openpgp/both.gpg", PN_PROT_STRONG, "openpgp", NULL, true,
	false},
    {"OpenPGP, no salt", "openpgp/unsalted.gpg", PN_PROT_WEAK, "openpgp",
	"unsalted", true, false},
    {"OpenPGP, signed only", "openpgp/signed.gpg", PN_PROT_NONE, NULL, NULL,
	false, false},
    {"OpenPGP, clear-signed", "openpgp/clear-signed.asc", PN_PROT_NONE, NULL,
	NULL, false, false},
    {"OpenPGP, text behind it", "openpgp/text-after.asc", PN_PROT_NONE, NULL,
	"mixed", false, false},
    {"S/MIME, enveloped, AES", "cms/enveloped-aes256.p7m", PN_PROT_STRONG,
	"smime", NULL, true, false},
    {"S/MIME, enveloped, 3DES", "cms/enveloped-3des.p7m", PN_PROT_STRONG,
	"smime", NULL, true, false},
    {"S/MIME, enveloped, RC2-40", "cms/enveloped-rc2-40.p7m", PN_PROT_WEAK,
	"smime", "key-size", true, false},
    {"S/MIME, AuthEnveloped", "cms/auth-enveloped.p7m", PN_PROT_STRONG, "smime",
	NULL, true, false},
    {"S/MIME, signed only", "cms/signed.p7m", PN_PROT_NONE, NULL, NULL, false,
	false},
    {"age, recipient", "age/recipient.age", PN_PROT_STRONG, "age", NULL, true,
	false},
    {"age, passphrase", "age/passphrase.age", PN_PROT_STRONG, "age", NULL, true,
	false},
    {"age, armored", "age/armored.age", PN_PROT_STRONG, "age", NULL, true,
	false},
    {"age, text behind it", "age/text-behind.age", PN_PROT_UNKNOWN, NULL,
	"damaged", false, false},
    {"iWork since 2013", "iwork/locked.pages", PN_PROT_STRONG, "iwork", NULL,
	true, true},
    {"iWork 2009", "zip/lock-iwork.zip", PN_PROT_STRONG, "iwork", NULL, true,
	true},
    {"Access 2007, none", "access/plain.accdb", PN_PROT_NONE, NULL, NULL, false,
	false},
    {"Access 2007, encrypted", "access/locked.accdb", PN_PROT_STRONG, "accdb",
	NULL, true, false},
    {"Access 2007, plain pages", "access/claimed.accdb", PN_PROT_UNKNOWN,
	"accdb", "damaged", false, false},
    {"Jet, none", "access/plain.mdb", PN_PROT_NONE, NULL, NULL, false, false},
    {"Jet, encoded", "access/encoded.mdb", PN_PROT_WEAK, "mdb-encoded",
	"key-inside", false, false},
};

static void
every_protection_is_graded(void **state)
{
	unsigned wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pn_bytes b = lock_load("", rows[i].file);
		struct pn_lock l = pn_protect(b);

		lock_free(b);
		if (l.grade == rows[i].grade &&
		    lock_same(l.kind, rows[i].kind) &&
		    lock_same(l.why, rows[i].why) && l.whole == rows[i].whole &&
		    l.visible_names == rows[i].names)
			continue;
		wrong++;
		print_error("%s: %s %s %s%s%s\n", rows[i].name,
		    pn_protection_word(l.grade), l.kind ? l.kind : "-",
		    l.why ? l.why : "-", l.whole ? " whole" : "",
		    l.visible_names ? " names" : "");
	}
	assert_int_equal(wrong, 0);
}

/* What nobody can read is whole, and only that is called strong. */
static void
rows_fit_together(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].grade == PN_PROT_STRONG)
			assert_true(rows[i].whole && rows[i].kind != NULL);
		if (rows[i].grade == PN_PROT_NONE)
			assert_true(!rows[i].whole && rows[i].kind == NULL);
		if (rows[i].grade == PN_PROT_UNKNOWN)
			assert_non_null(rows[i].why);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_protection_is_graded),
	    cmocka_unit_test(rows_fit_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
