/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * office - the locks of Word, Excel and PowerPoint 97-2003
 *
 * Word: two flags in the file information block, and the version at the
 * start of the table stream (MS-DOC 2.5.1, 2.2.6). Excel: the record FilePass
 * before the first sheet (MS-XLS 2.4.117). PowerPoint: a token in the stream
 * "Current User" and a session record (MS-PPT 2.3.2, 2.3.7). Passwords to
 * modify (WRITEPROT, FILESHARING, fWriteReservation) are not encryption.
 * Kinds: ole-xor, ole-rc4 (40 bits), ole-cryptoapi, ole-irm.
 */
#include "protect/grader.h"
#include "protect/known.h"

#define TASTE	    65536 /* bytes of a stream that are looked at */
#define FIB_FLAGS   0x0A
#define FIB_SIZE    0x20
#define TOKEN_PLAIN 0xE391C05Fu
#define TOKEN_CRYPT 0xF3D1C4DFu

enum fib_flag {
	FIB_ENCRYPTED = 1 << 8,
	FIB_WHICH_TABLE = 1 << 9,
	FIB_OBFUSCATED = 1 << 15,
};

enum biff {
	BIFF_EOF = 0x0A,
	BIFF_FILEPASS = 0x2F,
	BIFF_BOUNDSHEET = 0x85,
};

/* taste - the start of a stream into OUT; false where it can't be read */
static bool
taste(const struct pn_cfb *c, const struct pn_cfb_entry *e, struct pn_buf *out)
{
	pn_buf_clear(out);
	return e != NULL && !e->storage &&
	       pn_cfb_stream(c, e, TASTE, out) == PN_OK;
}

/* version_lock - by the version at the start of INFO: 1.1 is RC4 with 40
 * bits, x.2 CryptoAPI */
static struct pn_lock
version_lock(struct pn_bytes info)
{
	struct pn_lock lock;

	if (info.n < 4)
		return pn_lock_unknown(NULL, "damaged");
	if (pn_get16(info.p) == 1 && pn_get16(info.p + 2) == 1)
		lock = pn_lock_by_bits("ole-rc4", 40);
	else if (pn_get16(info.p + 2) != 2)
		return pn_lock_unknown(NULL, "method");
	else
		lock =
		    pn_cryptoapi_lock(info, "ole-cryptoapi", "ole-cryptoapi");
	if (lock.grade != PN_PROT_UNKNOWN && pn_known_rc4(info))
		return pn_lock_opened(lock);
	return lock;
}

static struct pn_lock
word_lock(const struct pn_cfb *c, struct pn_buf *b)
{
	uint16_t flags;

	if (b->len < FIB_SIZE)
		return pn_lock_unknown(NULL, "damaged");
	flags = pn_get16((const unsigned char *)b->data + FIB_FLAGS);
	if (!(flags & FIB_ENCRYPTED))
		return pn_lock_none(NULL);
	/* Word 6 and 95 know nothing but XOR */
	if ((flags & FIB_OBFUSCATED) ||
	    pn_get16((const unsigned char *)b->data) != 0xA5EC)
		return pn_lock_whole(PN_PROT_WEAK, "ole-xor", NULL);
	if (!taste(c,
		pn_cfb_find(c, flags & FIB_WHICH_TABLE ? "1Table" : "0Table"),
		b))
		return pn_lock_unknown(NULL, "damaged");
	return version_lock(pn_buf_bytes(b));
}

/* xor_lock - P: the key and its verifier */
static struct pn_lock
xor_lock(const unsigned char *p)
{
	struct pn_lock lock = pn_lock_whole(PN_PROT_WEAK, "ole-xor", NULL);

	return pn_known_xor(pn_get16(p), pn_get16(p + 2)) ? pn_lock_opened(lock)
							  : lock;
}

static struct pn_lock
filepass_lock(struct pn_bytes pass)
{
	struct pn_bytes info;

	if (pass.n == 4) /* BIFF 5 */
		return xor_lock(pass.p);
	if (pass.n < 6)
		return pn_lock_unknown(NULL, "damaged");
	if (pn_get16(pass.p) == 0)
		return xor_lock(pass.p + 2);
	if (pn_get16(pass.p) != 1)
		return pn_lock_unknown(NULL, "method");
	info = (struct pn_bytes){pass.p + 2, pass.n - 2};
	return version_lock(info);
}

static struct pn_lock
excel_lock(const struct pn_buf *b)
{
	struct pn_bytes s = pn_buf_bytes(b);
	size_t at = 0, len;
	unsigned type;
	bool first = true;

	while (at + 4 <= s.n) {
		type = pn_get16(s.p + at);
		len = pn_get16(s.p + at + 2);
		/* a BOF of any BIFF version opens the stream */
		if (first && (type & 0xF0FF) != 0x0009)
			return pn_lock_unknown(NULL, "damaged");
		first = false;
		if (type == BIFF_EOF || type == BIFF_BOUNDSHEET)
			return pn_lock_none(NULL);
		if (at + 4 + len > s.n)
			break;
		if (type == BIFF_FILEPASS)
			return filepass_lock(
			    (struct pn_bytes){s.p + at + 4, len});
		at += 4 + len;
	}
	/* it comes among the first records: the rest need not be seen */
	if (s.n == TASTE)
		return pn_lock_none(NULL);
	return pn_lock_unknown(NULL, "damaged");
}

static struct pn_lock
powerpoint_lock(const struct pn_cfb *c, struct pn_buf *b)
{
	static const unsigned char session[] = {0x0F, 0, 0x14, 0x2F};
	const struct pn_cfb_entry *doc = pn_cfb_find(c, "PowerPoint Document");
	const unsigned char *p;
	struct pn_bytes info;
	struct pn_lock lock;
	struct pn_buf all;
	uint32_t token;

	if (b->len < 16)
		return pn_lock_unknown(NULL, "damaged");
	token = pn_get32((const unsigned char *)b->data + 12);
	if (token == TOKEN_PLAIN)
		return pn_lock_none(NULL);
	if (token != TOKEN_CRYPT || doc == NULL)
		return pn_lock_unknown(NULL, "damaged");
	/* the session record is found by its header, near the end */
	lock = pn_lock_unknown("ole-cryptoapi", "damaged");
	pn_buf_init(&all, (size_t)(doc->size < SIZE_MAX ? doc->size : 0));
	if (pn_cfb_stream(c, doc, doc->size, &all) != PN_OK)
		goto out;
	p = memmem(all.data, all.len, session, sizeof(session));
	if (p == NULL || (size_t)((unsigned char *)all.data + all.len - p) < 8)
		goto out;
	info.p = p + 8;
	info.n = (size_t)((unsigned char *)all.data + all.len - info.p);
	lock = version_lock(info);
out:
	pn_buf_free(&all);
	return lock;
}

bool
pn_office_lock(const struct pn_cfb *c, struct pn_lock *lock)
{
	const struct pn_cfb_entry *book = pn_cfb_find(c, "Workbook");
	const struct pn_cfb_entry *word = pn_cfb_find(c, "WordDocument");
	const struct pn_cfb_entry *user = pn_cfb_find(c, "Current User");
	struct pn_buf b;
	bool ours = true;

	if (book == NULL)
		book = pn_cfb_find(c, "Book");
	pn_buf_init(&b, TASTE);
	if (pn_cfb_find(c, "\tDRMContent") != NULL)
		*lock = pn_lock_whole(PN_PROT_STRONG, "ole-irm", NULL);
	else if (word != NULL)
		*lock = taste(c, word, &b) ? word_lock(c, &b)
					   : pn_lock_unknown(NULL, "damaged");
	else if (book != NULL)
		*lock = taste(c, book, &b) ? excel_lock(&b)
					   : pn_lock_unknown(NULL, "damaged");
	else if (user != NULL)
		*lock = taste(c, user, &b) ? powerpoint_lock(c, &b)
					   : pn_lock_unknown(NULL, "damaged");
	else
		ours = false;
	pn_buf_free(&b);
	return ours;
}
