/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ooxml - password-protected and rights-managed Office packages
 *
 * MS-OFFCRYPTO 2.3.4: the package is the stream EncryptedPackage, and
 * EncryptionInfo tells by its version how: 4.4 agile (XML), x.2 standard,
 * x.3 extensible, where a third party's program has the key and nobody can
 * tell how good it is. A rights-managed package has no EncryptionInfo but a
 * transform of its own. Passwords to modify, sheet and workbook protection
 * live inside a plain package and are not encryption.
 */
#include "protect/grader.h"
#include "protect/ooxml.h"

#define INFO_MIN    8	 /* version and flags */
#define MAX_BITS    4096 /* above: a damaged number */
#define RC4_DEFAULT 40	 /* key bits where the header says 0 */

/* Ciphers that the agile schema names (MS-OFFCRYPTO 2.3.4.10). */
static const struct {
	const char *name;
	unsigned bits; /* 0: as keyBits says */
} ciphers[] = {
    {"AES", 0},
    {"RC2", 0},
    {"RC4", 0},
    {"DES", 56},
    {"DESX", 56},
    {"3DES", 168},
    {"3DES_112", 112},
};

/* tag_bits - key bits of the cipher that a tag names; 0 if it can't be told,
 * with the reason in *WHY */
static unsigned
tag_bits(const struct pn_tag *tag, const char **why)
{
	struct pn_bytes cipher = pn_tag_value(tag, "cipherAlgorithm");
	unsigned bits = pn_tag_number(tag, "keyBits", MAX_BITS);
	size_t i;

	*why = "damaged";
	if (cipher.n == 0 || bits == 0)
		return 0;
	for (i = 0; i < sizeof(ciphers) / sizeof(ciphers[0]); i++)
		if (strlen(ciphers[i].name) == cipher.n &&
		    memcmp(ciphers[i].name, cipher.p, cipher.n) == 0)
			return ciphers[i].bits ? ciphers[i].bits : bits;
	*why = "method";
	return 0;
}

/* agile_lock - the weakest of the cipher of the data and those that guard its
 * key; a certificate's guard is RSA and names no cipher */
static struct pn_lock
agile_lock(const struct pn_buf *info)
{
	struct pn_tag data = {NULL, NULL}, key = {NULL, NULL};
	unsigned bits, weakest, keys = 0;
	const char *why;

	if (!pn_tag_next(info, "keyData", &data))
		return pn_lock_unknown("ooxml-agile", "damaged");
	weakest = tag_bits(&data, &why);
	if (weakest == 0)
		return pn_lock_unknown("ooxml-agile", why);
	for (; pn_tag_next(info, "encryptedKey", &key); keys++) {
		if (pn_tag_value(&key, "cipherAlgorithm").n == 0)
			continue;
		bits = tag_bits(&key, &why);
		if (bits == 0)
			return pn_lock_unknown("ooxml-agile", why);
		if (bits < weakest)
			weakest = bits;
	}
	if (keys == 0)
		return pn_lock_unknown("ooxml-agile", "damaged");
	return pn_lock_by_bits("ooxml-agile", weakest);
}

struct pn_lock
pn_cryptoapi_lock(
    struct pn_bytes info, const char *kind_aes, const char *kind_rc4)
{
	uint32_t flags, alg, bits;

	if (info.n < 32)
		return pn_lock_unknown(kind_rc4, "damaged");
	flags = pn_get32(info.p + 12);
	alg = pn_get32(info.p + 20);
	bits = pn_get32(info.p + 28);
	if (alg == 0) /* then the flags fAES and fCryptoAPI decide */
		alg = flags & 0x20 ? 0x660E : flags & 0x04 ? 0x6801 : 0;
	switch (alg) {
	case 0x660E:
		return pn_lock_by_bits(kind_aes, 128);
	case 0x660F:
		return pn_lock_by_bits(kind_aes, 192);
	case 0x6610:
		return pn_lock_by_bits(kind_aes, 256);
	case 0x6801:
		if (bits > MAX_BITS)
			return pn_lock_unknown(kind_rc4, "damaged");
		return pn_lock_by_bits(kind_rc4, bits ? bits : RC4_DEFAULT);
	default:
		return pn_lock_unknown(kind_aes, "method");
	}
}

enum pn_ooxml_version
pn_ooxml_version(struct pn_bytes info)
{
	uint16_t major, minor;

	if (info.n < INFO_MIN)
		return PN_OOXML_OTHER;
	major = pn_get16(info.p);
	minor = pn_get16(info.p + 2);
	if (major == 4 && minor == 4)
		return PN_OOXML_AGILE;
	if (major >= 2 && major <= 4 && minor == 2)
		return PN_OOXML_STANDARD;
	if ((major == 3 || major == 4) && minor == 3)
		return PN_OOXML_EXTENSIBLE;
	return PN_OOXML_OTHER;
}

bool
pn_ooxml_info(const struct pn_cfb *c, struct pn_buf *info)
{
	const struct pn_cfb_entry *e = pn_cfb_find(c, "EncryptionInfo");

	return e != NULL && !e->storage &&
	       pn_cfb_stream(c, e, PN_OOXML_INFO_MAX, info) == PN_OK;
}

struct pn_lock
pn_ooxml_info_lock(const struct pn_buf *info)
{
	struct pn_bytes b = pn_buf_bytes(info);

	switch (pn_ooxml_version(b)) {
	case PN_OOXML_AGILE:
		return agile_lock(info);
	case PN_OOXML_STANDARD:
		return pn_cryptoapi_lock(b, "ooxml-standard", "ooxml-rc4");
	case PN_OOXML_EXTENSIBLE:
		return pn_lock_unknown("ooxml-extensible", "method");
	case PN_OOXML_OTHER:
		break;
	}
	return pn_lock_unknown(NULL, b.n < INFO_MIN ? "damaged" : "method");
}

/* has_entry - an entry of that name, wherever it is */
static bool
has_entry(const struct pn_cfb *c, const char *name)
{
	size_t i;

	for (i = 1; i < pn_cfb_size(c); i++)
		if (strcmp(pn_cfb_at(c, i)->name, name) == 0)
			return true;
	return false;
}

bool
pn_ooxml_lock(const struct pn_cfb *c, struct pn_lock *lock)
{
	const struct pn_cfb_entry *package;
	struct pn_buf info;

	package = pn_cfb_find(c, "EncryptedPackage");
	if (package == NULL || package->storage)
		return false;
	pn_buf_init(&info, PN_OOXML_INFO_MAX);
	if (pn_ooxml_info(c, &info))
		*lock = pn_ooxml_info_lock(&info);
	else if (pn_cfb_find(c, "EncryptionInfo") == NULL &&
		 has_entry(c, "DRMEncryptedTransform"))
		*lock = pn_lock_whole(PN_PROT_STRONG, "ooxml-irm", NULL);
	else
		*lock = pn_lock_unknown(NULL, "damaged");
	pn_buf_free(&info);
	return true;
}
