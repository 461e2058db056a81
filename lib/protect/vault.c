/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vault - files of programs that do nothing but encrypt
 *
 * AxCrypt 1 and 2, KeePass 1 and 2, scrypt, Ansible Vault. A mark says which
 * it is; their headers are followed to where the ciphertext begins, and what
 * lies there must not read as text. A header that breaks off, or a cipher
 * that it does not name, is no lock that can be told.
 */
#include <ctype.h>
#include "base/digest.h"
#include "protect/grader.h"

#define MARK(bytes_) bytes_, sizeof(bytes_) - 1
#define MAX_BLOCKS   1000 /* of AxCrypt's header, a few per recipient */

/* AxCrypt: blocks of size (with these five bytes), type and data; the last
 * tells how much ciphertext follows. */
#define AXCRYPT_HEAD 5
#define AXCRYPT_DATA 63

/* KeePass: how its headers are laid out. */
#define KDB_HEAD      124
#define KDB_AES	      0x02
#define KDB_TWOFISH   0x08
#define KDBX_FIELDS   12
#define KDBX_CIPHER   2
#define KDBX_WIDE     4 /* from this version on sizes have four bytes */
#define CIPHER_ID_LEN 16

#define SCRYPT_HEAD   96 /* with the check sum and the MAC of the header */
#define SCRYPT_SUMMED 48
#define SCRYPT_SUM    16
#define SCRYPT_MIN    (SCRYPT_HEAD + 32) /* and the MAC of the data */

#define ANSIBLE_HEX 64 /* hex digits of salt and of HMAC */

static const unsigned char kdbx_ciphers[][CIPHER_ID_LEN] = {
    /* AES, ChaCha20, Twofish */
    "\x31\xC1\xF2\xE6\xBF\x71\x43\x50\xBE\x58\x05\x21\x6A\xFC\x5A\xFF",
    "\xD6\x03\x8A\x2B\x8B\x6F\x4C\xB5\xA5\x24\x33\x9A\x31\xDB\xB5\x9A",
    "\xAD\x68\xF2\x9F\x57\x6F\x4B\xB9\xA3\x6A\xD4\x7A\xF9\x65\x34\x6C",
};

/* skip - step over N bytes; false past the end */
static bool
skip(struct pn_bytes *b, size_t n)
{
	if (n > b->n)
		return false;
	b->p += n;
	b->n -= n;
	return true;
}

/* sealed - strong where B is ciphertext */
static struct pn_lock
sealed(struct pn_bytes b, const char *kind)
{
	if (b.n == 0 || pn_reads_as_text(b) || pn_holds_text(b))
		return pn_lock_unknown(kind, "damaged");
	return pn_lock_whole(PN_PROT_STRONG, kind, NULL);
}

static struct pn_lock
axcrypt(struct pn_bytes b)
{
	for (unsigned i = 0; i < MAX_BLOCKS && b.n >= AXCRYPT_HEAD; i++) {
		size_t size = pn_get32(b.p);
		unsigned type = b.p[4];

		if (size < AXCRYPT_HEAD || !skip(&b, size))
			break;
		if (type == AXCRYPT_DATA)
			return sealed(b, "axcrypt");
	}
	return pn_lock_unknown("axcrypt", "damaged");
}

/* keepass1 - behind the signature: flags that name the cipher */
static struct pn_lock
keepass1(struct pn_bytes b)
{
	uint32_t flags;

	if (b.n < KDB_HEAD - 8)
		return pn_lock_unknown("keepass", "damaged");
	flags = pn_get32(b.p);
	(void)skip(&b, KDB_HEAD - 8);
	if (!(flags & (KDB_AES | KDB_TWOFISH)))
		return pn_lock_unknown("keepass", "method");
	return sealed(b, "keepass");
}

/* keepass2 - behind the signature: version, then fields up to number 0 */
static struct pn_lock
keepass2(struct pn_bytes b)
{
	bool known = false, wide;
	size_t head, size;
	unsigned field;

	if (b.n < 4)
		return pn_lock_unknown("keepass", "damaged");
	wide = pn_get16(b.p + 2) >= KDBX_WIDE;
	head = wide ? 5 : 3;
	(void)skip(&b, 4);
	while (b.n >= head) {
		field = b.p[0];
		size = wide ? pn_get32(b.p + 1) : pn_get16(b.p + 1);
		(void)skip(&b, head);
		if (size > b.n)
			break;
		if (field == KDBX_CIPHER && size == CIPHER_ID_LEN)
			for (size_t i = 0;
			     i < sizeof(kdbx_ciphers) / sizeof(kdbx_ciphers[0]);
			     i++)
				known |= memcmp(b.p, kdbx_ciphers[i],
					     CIPHER_ID_LEN) == 0;
		(void)skip(&b, size);
		if (field == 0)
			return known ? sealed(b, "keepass")
				     : pn_lock_unknown("keepass", "method");
	}
	return pn_lock_unknown("keepass", "damaged");
}

/* scrypt - the file format of the program, version 0; B from its start */
static struct pn_lock
scrypt(struct pn_bytes b)
{
	const struct pn_bytes summed = {b.p, SCRYPT_SUMMED};
	unsigned char sum[PN_DIGEST_MAX];

	if (b.n < SCRYPT_MIN)
		return pn_lock_unknown("scrypt", "damaged");
	pn_digest(PN_SHA256, &summed, 1, sum);
	if (memcmp(sum, b.p + SCRYPT_SUMMED, SCRYPT_SUM) != 0)
		return pn_lock_unknown("scrypt", "damaged");
	(void)skip(&b, SCRYPT_HEAD);
	return sealed(b, "scrypt");
}

/* hex_digit - the value of C, -1 for none */
static int
hex_digit(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* ansible - B behind the first line: lines of hex digits, which spell three
 * lines of hex digits: salt, HMAC and ciphertext */
static struct pn_lock
ansible(struct pn_bytes b)
{
	size_t digits = 0, lines = 0, spelt = 0;
	int high = 0, d, c;

	for (size_t i = 0; i < b.n; i++) {
		if (isspace(b.p[i]))
			continue;
		d = hex_digit(b.p[i]);
		if (d < 0)
			return pn_lock_none("mixed");
		if (digits++ % 2 == 0) {
			high = d;
			continue;
		}
		c = high << 4 | d;
		if (c == '\n' && spelt == ANSIBLE_HEX && lines < 2) {
			lines++;
			spelt = 0;
		} else if (hex_digit((unsigned char)c) < 0) {
			return pn_lock_unknown("ansible-vault", "damaged");
		} else {
			spelt++;
		}
	}
	if (lines != 2 || spelt == 0 || digits % 2 != 0)
		return pn_lock_unknown("ansible-vault", "damaged");
	return pn_lock_whole(PN_PROT_STRONG, "ansible-vault", NULL);
}

/* ansible_line - the rest of the first line may be a name */
static struct pn_lock
ansible_line(struct pn_bytes b)
{
	const unsigned char *end = memchr(b.p, '\n', b.n);

	if (end == NULL)
		return pn_lock_unknown("ansible-vault", "damaged");
	(void)skip(&b, (size_t)(end + 1 - b.p));
	return ansible(b);
}

static const struct {
	const char *bytes;
	size_t n;
	bool from_start; /* its header begins with the mark */
	struct pn_lock (*grade)(struct pn_bytes bytes);
} vaults[] = {
    {MARK("\xC0\xB9\x07\x2E\x4F\x93\xF1\x46"
	  "\xA0\x15\x79\x2C\xA1\xD9\xE8\x21"),
	false, axcrypt},
    {MARK("\x03\xD9\xA2\x9A\x65\xFB\x4B\xB5"), false, keepass1},
    {MARK("\x03\xD9\xA2\x9A\x66\xFB\x4B\xB5"), false, keepass2},
    {MARK("\x03\xD9\xA2\x9A\x67\xFB\x4B\xB5"), false, keepass2},
    {MARK("scrypt\0"), true, scrypt},
    {MARK("$ANSIBLE_VAULT;1.1;AES256"), false, ansible_line},
    {MARK("$ANSIBLE_VAULT;1.2;AES256;"), false, ansible_line},
};

/* find - index of the mark that B begins with; -1 for none */
static int
find(struct pn_bytes b)
{
	for (size_t i = 0; i < sizeof(vaults) / sizeof(vaults[0]); i++)
		if (pn_starts(b, vaults[i].bytes, vaults[i].n))
			return (int)i;
	return -1;
}

static unsigned
vault_bid(struct pn_bytes b)
{
	int i = find(b);

	return i >= 0 ? (unsigned)vaults[i].n * 8 : 0;
}

static struct pn_lock
vault_grade(struct pn_bytes b)
{
	int i = find(b);

	if (i < 0)
		return pn_lock_unknown(NULL, "damaged");
	if (!vaults[i].from_start)
		(void)skip(&b, vaults[i].n);
	return vaults[i].grade(b);
}

const struct pn_grader pn_grader_vault = {vault_bid, vault_grade, NULL};
