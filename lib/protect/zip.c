/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * zip - the locks of ZIP archives and of the documents that are ZIP archives
 *
 * APPNOTE 6.3.10: general purpose bit 0 says encrypted; then method 99 is
 * AES as WinZip has it, bit 6 PKWARE's strong encryption, and neither the
 * traditional cipher, which is broken (ZipCrypto). iWork '09 sets no bit and
 * has methods of its own. An entry that nobody can unpack is never plain.
 * OpenDocument hides its members without any mark in the ZIP directory:
 * odf.c knows. Empty entries and folders hold nothing and don't count.
 */
#include "base/zipdir.h"
#include "protect/grader.h"
#include "protect/odf.h"

enum flag {
	FLAG_ENCRYPTED = 1 << 0,
	FLAG_STRONG = 1 << 6,
	FLAG_MASKED = 1 << 13,
};

enum method {
	METHOD_AES = 99,
	METHOD_IWORK_STORED = 25451,
	METHOD_IWORK_DEFLATED = 25452,
};

#define END_SIZE    22	   /* end of central directory record */
#define MAX_COMMENT 0xFFFF /* that may follow it */

/* PKWARE's ciphers (APPNOTE 7.2.3.2) that have a fixed strength. */
static const struct {
	uint16_t id;
	unsigned bits; /* 0: as the header says */
	const char *kind;
} ciphers[] = {
    {0x6601, 56, "zip-pkware-des"},
    {0x6602, 0, "zip-pkware-rc2"},
    {0x6603, 168, "zip-pkware-3des"},
    {0x6609, 112, "zip-pkware-3des"},
    {0x660E, 128, "zip-pkware-aes128"},
    {0x660F, 192, "zip-pkware-aes192"},
    {0x6610, 256, "zip-pkware-aes256"},
    {0x6702, 0, "zip-pkware-rc2"},
    {0x6720, 0, "zip-pkware-blowfish"},
    {0x6721, 0, "zip-pkware-twofish"},
    {0x6801, 0, "zip-pkware-rc4"},
};

/* cipher_lock - PKWARE's cipher ID; BITS as the header says */
static struct pn_lock
cipher_lock(uint16_t id, unsigned bits)
{
	for (size_t i = 0; i < sizeof(ciphers) / sizeof(ciphers[0]); i++)
		if (ciphers[i].id == id)
			return pn_lock_by_bits(ciphers[i].kind,
			    ciphers[i].bits ? ciphers[i].bits : bits);
	return pn_lock_unknown("zip-pkware", "method");
}

/* pkware_lock - by the header that stands in front of the encrypted data:
 * size of IV, IV, size, format 3, cipher, key bits */
static struct pn_lock
pkware_lock(struct pn_bytes data)
{
	size_t at;

	if (data.n < 2)
		return pn_lock_unknown("zip-pkware", "damaged");
	at = 2 + (size_t)pn_get16(data.p) + 4;
	if (data.n < at + 6 || pn_get16(data.p + at) != 3)
		return pn_lock_unknown("zip-pkware", "damaged");
	return cipher_lock(
	    pn_get16(data.p + at + 2), pn_get16(data.p + at + 4));
}

static struct pn_lock
aes_lock(const struct pn_zip_entry *e)
{
	static const char *const kinds[] = {
	    "zip-aes128",
	    "zip-aes192",
	    "zip-aes256",
	};

	if (e->aes_strength < 1 || e->aes_strength > 3)
		return pn_lock_unknown(NULL, "damaged");
	return pn_lock_whole(PN_PROT_STRONG, kinds[e->aes_strength - 1], NULL);
}

/* can_unpack - a method that is published, so that anybody can unpack it */
static bool
can_unpack(uint16_t method)
{
	return method <= 20 || (method >= 93 && method <= 98);
}

static struct pn_lock
entry_lock(const struct pn_zip_entry *e)
{
	bool encrypted = e->flags & FLAG_ENCRYPTED;

	if (e->disagrees)
		return pn_lock_unknown(NULL, "damaged");
	if (e->method == METHOD_IWORK_STORED ||
	    e->method == METHOD_IWORK_DEFLATED)
		return pn_lock_whole(PN_PROT_STRONG, "iwork", NULL);
	if (encrypted && e->method == METHOD_AES)
		return aes_lock(e);
	if (encrypted && (e->flags & FLAG_STRONG))
		return pkware_lock(e->data);
	if (encrypted)
		return pn_lock_whole(PN_PROT_WEAK, "zip-zipcrypto", NULL);
	if (!can_unpack(e->method))
		return pn_lock_unknown(NULL, "method");
	return pn_lock_none(NULL);
}

const char *
pn_protect_zip_entry(const struct pn_zip_entry *e, enum pn_protection *grade)
{
	struct pn_lock lock = entry_lock(e);

	*grade = lock.grade;
	return lock.kind;
}

/* weakest - over the entries that hold data */
static struct pn_lock
weakest(const struct pn_zip *z)
{
	struct pn_tally t = {0};
	struct pn_lock all;
	size_t i;

	for (i = 0; i < z->n_entries; i++) {
		const struct pn_zip_entry *e = &z->entries[i];

		if (!e->folder && (e->packed > 0 || e->unpacked > 0))
			pn_tally_add(&t, entry_lock(e));
	}
	all = pn_tally_lock(&t);
	all.visible_names = t.locked && !z->masked;
	return all;
}

/* masked_lock - of an archive whose directory is encrypted: every member that
 * is found by its own header must say that it is so too */
static struct pn_lock
masked_lock(const struct pn_zip *z, struct pn_bytes b)
{
	const unsigned char *p = b.p, *end = b.p + b.n;
	const unsigned wanted = FLAG_ENCRYPTED | FLAG_STRONG | FLAG_MASKED;
	unsigned members = 0;

	while ((p = memmem(p, (size_t)(end - p), "PK\3\4", 4)) != NULL) {
		if (end - p < 8 || (pn_get16(p + 6) & wanted) != wanted)
			return pn_lock_unknown("zip-pkware", "mixed");
		members++;
		p += 4;
	}
	if (members == 0)
		return pn_lock_unknown("zip-pkware", "damaged");
	return cipher_lock(z->mask_cipher, z->mask_bits);
}

static struct pn_lock
grade_directory(const struct pn_zip *z, struct pn_bytes b)
{
	struct pn_lock lock;

	if (z->truncated || z->damaged)
		return pn_lock_unknown(NULL, "damaged");
	if (z->masked && z->n_entries == 0)
		return masked_lock(z, b);
	if (pn_odf_lock(z, &lock) || pn_iwork_lock(z, &lock))
		return lock;
	return weakest(z);
}

/* outside - are there bytes in B that belong to nothing of the archive, other
 * than a program in front? */
static bool
outside(const struct pn_zip *z, struct pn_bytes b)
{
	for (size_t i = 0; i < z->n_gaps; i++)
		if (z->gaps[i].p != b.p || !pn_is_program(b))
			return true;
	return false;
}

static struct pn_lock
zip_grade(struct pn_bytes bytes)
{
	struct pn_zip *z = NULL;
	struct pn_lock lock;
	enum pn_err err = pn_zip_read(bytes, &z);

	if (err == PN_OK)
		lock = pn_lock_beside(
		    grade_directory(z, bytes), outside(z, bytes));
	else if (err == PN_ERR_LIMIT)
		lock = pn_lock_unknown(NULL, "limit");
	else
		lock = pn_lock_unknown(NULL, "damaged");
	pn_zip_free(&z);
	return lock;
}

/* ends_as_zip - an end record whose comment reaches exactly to the end: an
 * archive with something in front of it */
static bool
ends_as_zip(struct pn_bytes b)
{
	size_t n = b.n < END_SIZE ? 0 : b.n - END_SIZE + 1;
	size_t low = n > MAX_COMMENT ? n - 1 - MAX_COMMENT : 0;
	const unsigned char *p;

	while (n > low && (p = memrchr(b.p + low, 'P', n - low)) != NULL) {
		n = (size_t)(p - b.p);
		if (memcmp(p, "PK\5\6", 4) == 0 &&
		    pn_get16(p + 20) == b.n - END_SIZE - n)
			return true;
	}
	return false;
}

static unsigned
zip_bid(struct pn_bytes b)
{
	if (pn_starts(b, "PK\3\4", 4) || pn_starts(b, "PK\5\6", 4) ||
	    pn_starts(b, "PK\7\10PK\3\4", 8))
		return 32;
	/* below every format that is known by its first bytes */
	return ends_as_zip(b) ? 8 : 0;
}

const struct pn_grader pn_grader_zip = {zip_bid, zip_grade, NULL};
