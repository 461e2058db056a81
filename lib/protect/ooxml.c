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
#include <stdlib.h>
#include "base/mem.h"
#include "protect/grader.h"

#define INFO_MAX    65536 /* bytes of EncryptionInfo; real ones have 1,500 */
#define AGILE_XML   8	  /* where the XML of agile encryption starts */
#define MAX_BITS    4096  /* above: a damaged number */
#define RC4_DEFAULT 40	  /* key bits where the header says 0 */

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

/* attribute - the value of NAME in the tag that ends before END; N 0 if it
 * has none */
static struct pn_bytes
attribute(const char *tag, const char *end, const char *name)
{
	struct pn_bytes v = {NULL, 0};
	size_t n = strlen(name);
	const char *p = tag;

	while ((p = memmem(p, (size_t)(end - p), name, n)) != NULL) {
		const char *q = p + n, *close;

		if (p > tag && strchr(" \t\r\n", p[-1]) != NULL &&
		    end - q >= 2 && q[0] == '=' &&
		    (q[1] == '"' || q[1] == '\'')) {
			close = memchr(q + 2, q[1], (size_t)(end - q - 2));
			if (close == NULL)
				return v;
			v.p = (const unsigned char *)q + 2;
			v.n = (size_t)(close - q - 2);
			return v;
		}
		p = q;
	}
	return v;
}

/* tag_bits - key bits of the cipher that a tag names; 0 if it can't be told,
 * with the reason in *WHY */
static unsigned
tag_bits(const char *tag, const char *end, const char **why)
{
	struct pn_bytes cipher = attribute(tag, end, "cipherAlgorithm");
	struct pn_bytes bits = attribute(tag, end, "keyBits");
	unsigned n = 0;
	size_t i;

	*why = "damaged";
	for (i = 0; i < bits.n && n <= MAX_BITS; i++) {
		if (bits.p[i] < '0' || bits.p[i] > '9')
			return 0;
		n = n * 10 + (bits.p[i] - '0');
	}
	if (cipher.n == 0 || n == 0 || n > MAX_BITS)
		return 0;
	for (i = 0; i < sizeof(ciphers) / sizeof(ciphers[0]); i++)
		if (strlen(ciphers[i].name) == cipher.n &&
		    memcmp(ciphers[i].name, cipher.p, cipher.n) == 0)
			return ciphers[i].bits ? ciphers[i].bits : n;
	*why = "method";
	return 0;
}

/* agile_lock - the weakest of the cipher of the data (keyData) and those that
 * guard the key (encryptedKey) */
static struct pn_lock
agile_lock(const struct pn_buf *info)
{
	const char *p = info->data + AGILE_XML, *end;
	const char *const all = info->data + info->len, *why;
	unsigned weakest = MAX_BITS, bits, data = 0, keys = 0;

	while ((p = memchr(p, '<', (size_t)(all - p))) != NULL) {
		const char *name = ++p, *colon;

		end = memchr(p, '>', (size_t)(all - p));
		if (end == NULL)
			break;
		colon = memchr(p, ':', strcspn(p, " \t\r\n/>"));
		if (colon != NULL)
			name = colon + 1;
		if (strncmp(name, "keyData", 7) == 0)
			data++;
		else if (strncmp(name, "encryptedKey", 12) == 0)
			keys++;
		else
			continue;
		if (attribute(p, end, "cipherAlgorithm").n == 0 && keys > 0 &&
		    name[0] == 'e')
			continue; /* a certificate's: guarded by RSA */
		bits = tag_bits(p, end, &why);
		if (bits == 0)
			return pn_lock_unknown("ooxml-agile", why);
		if (bits < weakest)
			weakest = bits;
		p = end;
	}
	if (data != 1 || keys == 0)
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

/* info_lock - by the version of EncryptionInfo */
static struct pn_lock
info_lock(const struct pn_buf *info)
{
	struct pn_bytes b = pn_buf_bytes(info);
	uint16_t major, minor;

	if (b.n < AGILE_XML)
		return pn_lock_unknown(NULL, "damaged");
	major = pn_get16(b.p);
	minor = pn_get16(b.p + 2);
	if (major == 4 && minor == 4)
		return agile_lock(info);
	if (major >= 2 && major <= 4 && minor == 2)
		return pn_cryptoapi_lock(b, "ooxml-standard", "ooxml-rc4");
	if ((major == 3 || major == 4) && minor == 3)
		return pn_lock_unknown("ooxml-extensible", "method");
	return pn_lock_unknown(NULL, "method");
}

/* has_storage - an entry of that name, wherever it is */
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
	const struct pn_cfb_entry *package, *info;
	struct pn_buf b;

	package = pn_cfb_find(c, "EncryptedPackage");
	if (package == NULL || package->storage)
		return false;
	info = pn_cfb_find(c, "EncryptionInfo");
	if (info == NULL) {
		*lock = has_entry(c, "DRMEncryptedTransform")
			    ? pn_lock_whole(PN_PROT_STRONG, "ooxml-irm", NULL)
			    : pn_lock_unknown(NULL, "damaged");
		return true;
	}
	pn_buf_init(&b, INFO_MAX);
	if (pn_cfb_stream(c, info, INFO_MAX, &b) == PN_OK)
		*lock = info_lock(&b);
	else
		*lock = pn_lock_unknown(NULL, "damaged");
	pn_buf_free(&b);
	return true;
}
