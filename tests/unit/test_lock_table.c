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
    {"ZIP, AES-256, with a sum (AE-1)", "zip/lock-ae1.zip", PN_PROT_STRONG,
	"zip-aes256", NULL, true, true},
    {"ZIP, strong encryption", "zip/lock-pkware-aes256.zip", PN_PROT_STRONG,
	"zip-pkware-aes256", NULL, true, true},
    {"ZIP, strong encryption, certificate", "zip/lock-pkware-certificate.zip",
	PN_PROT_STRONG, "zip-pkware-aes256", NULL, true, true},
    {"ZIP, strong encryption, names hidden", "zip/lock-masked.zip",
	PN_PROT_STRONG, "zip-pkware-aes256", NULL, true, false},
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
    {"ZIP, two headers that disagree", "zip/lock-disagree.zip", PN_PROT_UNKNOWN,
	NULL, "damaged", false, true},
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
    {"ARJ, none", "oldarc/none.arj", PN_PROT_NONE, NULL, NULL, false, false},
    {"ARJ, garbled", "oldarc/garbled.arj", PN_PROT_WEAK, "arj", NULL, true,
	true},
    {"ARJ, mixed", "oldarc/mixed.arj", PN_PROT_NONE, NULL, "mixed", false,
	true},
    {"ACE, none", "oldarc/none.ace", PN_PROT_NONE, NULL, NULL, false, false},
    {"ACE, encrypted", "oldarc/locked.ace", PN_PROT_WEAK, "ace", "unsalted",
	true, true},
    {"ACE, mixed", "oldarc/mixed.ace", PN_PROT_NONE, NULL, "mixed", false,
	true},
    {"OOXML, agile AES-256", "ole/agile-aes256.docx", PN_PROT_STRONG,
	"ooxml-agile", NULL, true, false},
    {"OOXML, agile AES-128", "ole/agile-aes128.docx", PN_PROT_STRONG,
	"ooxml-agile", NULL, true, false},
    {"OOXML, agile DES", "ole/agile-des.docx", PN_PROT_WEAK, "ooxml-agile",
	"key-size", true, false},
    {"OOXML, standard", "ole/standard-aes128.xlsx", PN_PROT_STRONG,
	"ooxml-standard", NULL, true, false},
    {"OOXML, DOCX by LibreOffice", "office/locked.docx", PN_PROT_STRONG,
	"ooxml-standard", NULL, true, false},
    {"OOXML, XLSX by LibreOffice", "office/locked.xlsx", PN_PROT_STRONG,
	"ooxml-standard", NULL, true, false},
    {"OOXML, PPTX by LibreOffice", "office/locked.pptx", PN_PROT_STRONG,
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
    {"DOCX, password to modify", "office/modify.docx", PN_PROT_NONE, NULL, NULL,
	false, false},
    {"XLSX, password to modify", "office/modify.xlsx", PN_PROT_NONE, NULL, NULL,
	false, false},
    {"PPTX, password to modify", "office/modify.pptx", PN_PROT_NONE, NULL, NULL,
	false, false},
    {"OOXML, read-only recommended", "modify/read-only.docx", PN_PROT_NONE,
	NULL, NULL, false, false},
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
    {"Word, by LibreOffice", "office/locked.doc", PN_PROT_WEAK, "ole-rc4",
	"key-size", true, false},
    {"Word, rights-managed", "ole/irm.doc", PN_PROT_STRONG, "ole-irm", NULL,
	true, false},
    {"Word, password to modify", "ole/reservation.doc", PN_PROT_NONE, NULL,
	NULL, false, false},
    {"Word, to modify, by LibreOffice", "office/modify.doc", PN_PROT_NONE, NULL,
	NULL, false, false},
    {"Excel, XOR", "ole/xor.xls", PN_PROT_WEAK, "ole-xor", NULL, true, false},
    {"Excel 5, XOR", "ole/xor-5.xls", PN_PROT_WEAK, "ole-xor", NULL, true,
	false},
    {"Excel, RC4", "ole/rc4-40.xls", PN_PROT_WEAK, "ole-rc4", "key-size", true,
	false},
    {"Excel, CryptoAPI", "ole/rc4-128.xls", PN_PROT_STRONG, "ole-cryptoapi",
	NULL, true, false},
    {"Excel, by LibreOffice", "office/locked.xls", PN_PROT_WEAK, "ole-rc4",
	"key-size", true, false},
    {"Excel, default password", "ole/opens.xls", PN_PROT_WEAK, "ole-cryptoapi",
	"default-password", true, false},
    {"Excel, password to modify", "ole/reservation.xls", PN_PROT_NONE, NULL,
	NULL, false, false},
    {"Excel, to modify, by LibreOffice", "office/modify.xls", PN_PROT_NONE,
	NULL, NULL, false, false},
    {"PowerPoint, CryptoAPI", "ole/rc4-128.ppt", PN_PROT_STRONG,
	"ole-cryptoapi", NULL, true, false},
    {"PowerPoint, short key", "ole/rc4-40.ppt", PN_PROT_WEAK, "ole-cryptoapi",
	"key-size", true, false},
    {"PowerPoint, default password", "ole/opens.ppt", PN_PROT_WEAK,
	"ole-cryptoapi", "default-password", true, false},
    {"ODF, none", "odf/everything.odt", PN_PROT_NONE, NULL, NULL, false, false},
    {"ODF, by LibreOffice", "odf/locked.odt", PN_PROT_STRONG, "odf", NULL, true,
	true},
    {"ODS, by LibreOffice", "office/locked.ods", PN_PROT_STRONG, "odf", NULL,
	true, true},
    {"ODP, by LibreOffice", "office/locked.odp", PN_PROT_STRONG, "odf", NULL,
	true, true},
    {"ODF, Blowfish, by LibreOffice", "office/blowfish.odt", PN_PROT_STRONG,
	"odf", NULL, true, true},
    {"ODT, password to modify", "office/modify.odt", PN_PROT_NONE, NULL, NULL,
	false, false},
    {"ODS, password to modify", "office/modify.ods", PN_PROT_NONE, NULL, NULL,
	false, false},
    {"ODP, password to modify", "office/modify.odp", PN_PROT_NONE, NULL, NULL,
	false, false},
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
    {"PDF, rights-managed", "pdf/lock-irm.pdf", PN_PROT_STRONG, "pdf-irm", NULL,
	true, false},
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
    {"OneNote, none", "onenote/plain.one", PN_PROT_NONE, NULL, NULL, false,
	false},
    {"OneNote, encrypted", "onenote/locked.one", PN_PROT_STRONG, "onenote",
	NULL, true, false},
    {"OneNote, in part", "onenote/mixed.one", PN_PROT_UNKNOWN, "onenote",
	"mixed", false, false},
    {"Outlook data file, none", "outlook/plain.pst", PN_PROT_NONE, NULL, NULL,
	false, false},
    {"Outlook data file, encoded", "outlook/encoded.pst", PN_PROT_NONE, NULL,
	"encoded", false, false},
    {"Outlook 97 data file, encoded", "outlook/encoded-ansi.pst", PN_PROT_NONE,
	NULL, "encoded", false, false},
    {"Outlook data file, by Windows", "outlook/protected.pst", PN_PROT_UNKNOWN,
	"pst", "method", false, false},
    {"Rights-managed mail (.rpmsg)", "outlook/message.rpmsg", PN_PROT_STRONG,
	"rpmsg", NULL, true, false},
    {"Rights-managed mail, claimed only", "outlook/plain.rpmsg",
	PN_PROT_UNKNOWN, "rpmsg", "damaged", false, false},
    {"Rights-managed file (.pfile)", "vault/rights.pfile", PN_PROT_UNKNOWN,
	"pfile", "method", false, false},
    {"PKCS #12, AES-256", "keystore/aes256.p12", PN_PROT_STRONG, "pkcs12", NULL,
	true, false},
    {"PKCS #12, 3DES", "keystore/3des.p12", PN_PROT_STRONG, "pkcs12", NULL,
	true, false},
    {"PKCS #12, RC2-40 in part", "keystore/rc2-40.pfx", PN_PROT_WEAK, "pkcs12",
	"mixed", true, false},
    {"PKCS #12, no password", "keystore/open.p12", PN_PROT_NONE, NULL, NULL,
	false, false},
    {"Java key store, JKS", "keystore/keys.jks", PN_PROT_WEAK, "jks", "method",
	true, true},
    {"Java key store, JCEKS", "keystore/keys.jceks", PN_PROT_STRONG, "jceks",
	NULL, true, true},
    {"Java key store, certificates", "keystore/certificates.jks", PN_PROT_NONE,
	NULL, NULL, false, false},
    {"AxCrypt", "vault/sealed.axx", PN_PROT_STRONG, "axcrypt", NULL, true,
	false},
    {"AxCrypt, text behind it", "vault/text-behind.axx", PN_PROT_UNKNOWN,
	"axcrypt", "damaged", false, false},
    {"KeePass 1", "vault/keepass1.kdb", PN_PROT_STRONG, "keepass", NULL, true,
	false},
    {"KeePass 2", "vault/keepass2.kdbx", PN_PROT_STRONG, "keepass", NULL, true,
	false},
    {"scrypt", "vault/sealed.scrypt", PN_PROT_STRONG, "scrypt", NULL, true,
	false},
    {"scrypt, changed header", "vault/changed.scrypt", PN_PROT_UNKNOWN,
	"scrypt", "damaged", false, false},
    {"Ansible Vault", "vault/ansible.yml", PN_PROT_STRONG, "ansible-vault",
	NULL, true, false},
    {"Ansible Vault, with a name", "vault/named.yml", PN_PROT_STRONG,
	"ansible-vault", NULL, true, false},
    {"Ansible Vault, text behind it", "vault/ansible-text.yml", PN_PROT_NONE,
	NULL, "mixed", false, false},
    {"openssl enc", "vault/openssl.enc", PN_PROT_UNKNOWN, "openssl", "method",
	false, false},
    {"openssl enc, base64", "vault/openssl.b64", PN_PROT_UNKNOWN, "openssl",
	"method", false, false},
    {"LUKS 1 volume", "volume/luks1.img", PN_PROT_STRONG, "luks", NULL, true,
	false},
    {"LUKS 2 volume", "volume/luks2.img", PN_PROT_STRONG, "luks", NULL, true,
	false},
    {"LUKS volume, null cipher", "volume/luks1-null.img", PN_PROT_NONE, NULL,
	"identity", false, false},
    {"Apple disk image, version 2", "volume/sealed.dmg", PN_PROT_STRONG, "dmg",
	NULL, true, false},
    {"Apple disk image, version 1", "volume/old.dmg", PN_PROT_STRONG, "dmg",
	NULL, true, false},
    {"Apple disk image, other cipher", "volume/unknown.dmg", PN_PROT_UNKNOWN,
	"dmg", "method", false, false},
    {"BitLocker volume", "volume/bitlocker.img", PN_PROT_UNKNOWN, "bitlocker",
	"method", false, false},
    {"VeraCrypt, SQLCipher, any noise", "volume/noise.bin", PN_PROT_UNKNOWN,
	NULL, "random", false, false},
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

/* put - the bytes of A and then of B */
static struct pn_bytes
put(struct pn_bytes a, struct pn_bytes b)
{
	unsigned char *p = pn_alloc(a.n + b.n);

	memcpy(p, a.p, a.n);
	memcpy(p + a.n, b.p, b.n);
	return (struct pn_bytes){p, a.n + b.n};
}

/* A plain file in front of a locked one or behind it can be read: the two in
 * one file are not strong. */
static void
a_plain_file_beside_a_locked_one_is_seen(void **state)
{
	static const struct {
		const char *locked, *plain;
	} pairs[] = {{"zip/lock-aes256.zip", "zip/lock-none.zip"},
	    {"zip/lock-masked.zip", "zip/lock-none.zip"},
	    {"odf/locked.odt", "zip/lock-none.zip"},
	    {"7z/aes.7z", "7z/none.7z"}, {"7z/aes-names.7z", "7z/none.7z"},
	    {"archive/locked.rar", "archive/plain.rar"},
	    {"archive/names.rar", "archive/plain.rar"},
	    {"rar/aes4.rar", "rar/none4.rar"},
	    {"rar/aes4-names.rar", "rar/none4.rar"},
	    {"office/locked.docx", "office/modify.docx"},
	    {"ole/rc4-128.doc", "office/modify.doc"},
	    {"age/recipient.age", "modify/make.py"},
	    {"vault/sealed.axx", "modify/make.py"},
	    {"vault/ansible.yml", "modify/make.py"}};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct pn_bytes l = lock_load("", pairs[i].locked);
		struct pn_bytes p = lock_load("", pairs[i].plain);
		struct pn_bytes both = put(l, p), turned = put(p, l);

		if (pn_protect(both).grade == PN_PROT_STRONG ||
		    pn_protect(turned).grade == PN_PROT_STRONG)
			fail_msg("%s and %s", pairs[i].locked, pairs[i].plain);
		lock_free(l);
		lock_free(p);
		lock_free(both);
		lock_free(turned);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_protection_is_graded),
	    cmocka_unit_test(rows_fit_together),
	    cmocka_unit_test(a_plain_file_beside_a_locked_one_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
