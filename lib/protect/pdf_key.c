/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pdf_key - the password checks of ISO 32000-2, algorithms 2 to 2.B, 4 to 7,
 * 11 and 12
 *
 * A hit compares 128 bits or more, so there is no false one. Files state
 * their key length in several ways and some wrongly, so revisions 3 and 4 are
 * tried with every length that exists; that costs microseconds.
 */
#include <string.h>
#include "base/digest.h"
#include "protect/pdf_key.h"

#define MIN_KEY	   5  /* bytes: 40 bits */
#define MAX_KEY	   16 /* 128 bits */
#define PAD_LEN	   32
#define R3_ROUNDS  50 /* of MD5 in algorithms 2 and 7 */
#define R3_CIPHERS 19 /* further passes of RC4 in algorithms 5 and 7 */
#define SALT_LEN   8
#define HASH_LEN   32	/* of O and U from revision 5 on, before the salts */
#define R6_ROUNDS  64	/* at least, of algorithm 2.B */
#define R6_REPEAT  64	/* copies of its input in each round */
#define R6_MAX	   1024 /* rounds; it ends by chance, far below that */
#define MAX_SECRET 127	/* bytes of a password from revision 5 on */

static const unsigned char padding[PAD_LEN] = {
    0x28,
    0xBF,
    0x4E,
    0x5E,
    0x4E,
    0x75,
    0x8A,
    0x41,
    0x64,
    0x00,
    0x4E,
    0x56,
    0xFF,
    0xFA,
    0x01,
    0x08,
    0x2E,
    0x2E,
    0x00,
    0xB6,
    0xD0,
    0x68,
    0x3E,
    0x80,
    0x2F,
    0x0C,
    0xA9,
    0xFE,
    0x64,
    0x53,
    0x69,
    0x7A,
};

/* pad - a password cut or filled up to 32 bytes */
static void
pad(struct pn_bytes password, unsigned char out[PAD_LEN])
{
	size_t n = password.n < PAD_LEN ? password.n : PAD_LEN;

	if (n > 0)
		memcpy(out, password.p, n);
	memcpy(out + n, padding, PAD_LEN - n);
}

/* more_rounds - MD5 of the first LEN bytes, again and again */
static void
more_rounds(unsigned char digest[16], size_t len)
{
	const struct pn_bytes part = {digest, len};
	int i;

	for (i = 0; i < R3_ROUNDS; i++)
		pn_digest(PN_MD5, &part, 1, digest);
}

/* file_key - algorithm 2 */
static void
file_key(const struct pn_pdf_secret *s, const unsigned char padded[PAD_LEN],
    size_t len, unsigned char key[16])
{
	static const unsigned char ones[4] = {0xFF, 0xFF, 0xFF, 0xFF};
	uint32_t p = (uint32_t)s->permissions;
	const unsigned char perms[4] = {
	    (unsigned char)p,
	    (unsigned char)(p >> 8),
	    (unsigned char)(p >> 16),
	    (unsigned char)(p >> 24),
	};
	const struct pn_bytes parts[] = {
	    {padded, PAD_LEN},
	    {s->o, PN_PDF_HASH_R4},
	    {perms, 4},
	    {s->id, s->id_len},
	    {ones, s->revision >= 4 && s->clear_metadata ? 4 : 0},
	};

	pn_digest(PN_MD5, parts, 5, key);
	if (s->revision >= 3)
		more_rounds(key, len);
}

/* more_ciphers - RC4 with the key xor'd with the numbers FROM to TO */
static void
more_ciphers(const unsigned char *key, size_t len, int from, int to,
    unsigned char *data, size_t n)
{
	unsigned char k[MAX_KEY];
	int step = from <= to ? 1 : -1, i;
	size_t j;

	for (i = from; i != to + step; i += step) {
		for (j = 0; j < len; j++)
			k[j] = key[j] ^ (unsigned char)i;
		pn_rc4(k, len, data, n);
	}
}

/* user_opens - algorithm 6 for one key length */
static bool
user_opens(const struct pn_pdf_secret *s, const unsigned char padded[PAD_LEN],
    size_t len)
{
	const struct pn_bytes parts[] = {
	    {padding, PAD_LEN},
	    {s->id, s->id_len},
	};
	unsigned char key[16], out[PAD_LEN];

	file_key(s, padded, len, key);
	if (s->revision == 2) {
		memcpy(out, padding, PAD_LEN);
		pn_rc4(key, len, out, PAD_LEN);
		return memcmp(out, s->u, PAD_LEN) == 0;
	}
	pn_digest(PN_MD5, parts, 2, out);
	more_ciphers(key, len, 0, R3_CIPHERS, out, 16);
	return memcmp(out, s->u, 16) == 0;
}

/* owner_opens - algorithm 7: O holds the user's password under a key made of
 * the owner's */
static bool
owner_opens(const struct pn_pdf_secret *s, const unsigned char padded[PAD_LEN],
    size_t len)
{
	const struct pn_bytes part = {padded, PAD_LEN};
	unsigned char key[16], user[PAD_LEN];

	pn_digest(PN_MD5, &part, 1, key);
	memcpy(user, s->o, PAD_LEN);
	if (s->revision == 2) {
		pn_rc4(key, len, user, PAD_LEN);
	} else {
		more_rounds(key, 16);
		more_ciphers(key, len, R3_CIPHERS, 0, user, PAD_LEN);
	}
	return user_opens(s, user, len);
}

static enum pn_pdf_who
try_r4(const struct pn_pdf_secret *s, struct pn_bytes password)
{
	unsigned char padded[PAD_LEN];
	size_t len, last = s->revision == 2 ? MIN_KEY : MAX_KEY;

	pad(password, padded);
	for (len = MIN_KEY; len <= last; len++) {
		if (user_opens(s, padded, len))
			return PN_PDF_USER;
		if (owner_opens(s, padded, len))
			return PN_PDF_OWNER;
	}
	return PN_PDF_NOBODY;
}

/* round_2b - one round of algorithm 2.B: K is replaced; returns the last byte
 * of the ciphertext */
static unsigned char
round_2b(struct pn_bytes password, struct pn_bytes user,
    unsigned char k[PN_DIGEST_MAX], size_t *k_len)
{
	static const enum pn_digest digests[3] = {
	    PN_SHA256,
	    PN_SHA384,
	    PN_SHA512,
	};
	unsigned char
	    text[(MAX_SECRET + PN_DIGEST_MAX + PN_PDF_HASH_R5) * R6_REPEAT];
	struct pn_bytes whole;
	unsigned i, remainder = 0;
	size_t one = 0;

	if (password.n > 0)
		memcpy(text, password.p, password.n);
	one += password.n;
	memcpy(text + one, k, *k_len);
	one += *k_len;
	if (user.n > 0)
		memcpy(text + one, user.p, user.n);
	one += user.n;
	for (i = 1; i < R6_REPEAT; i++)
		memcpy(text + i * one, text, one);
	whole = (struct pn_bytes){text, one * R6_REPEAT};
	pn_aes_cbc_encrypt(k, 16, k + 16, text, whole.n);
	/* 256 is 1 modulo 3, so the number modulo 3 is that of its bytes */
	for (i = 0; i < 16; i++)
		remainder += text[i];
	*k_len = pn_digest_size(digests[remainder % 3]);
	pn_digest(digests[remainder % 3], &whole, 1, k);
	return text[whole.n - 1];
}

/* hash_r5 - the hash of a password with SALT, and for the owner with U:
 * algorithm 2.B, and what revision 5 had before it */
static void
hash_r5(const struct pn_pdf_secret *s, struct pn_bytes password,
    const unsigned char *salt, struct pn_bytes user,
    unsigned char out[HASH_LEN])
{
	const struct pn_bytes parts[] = {password, {salt, SALT_LEN}, user};
	unsigned char k[PN_DIGEST_MAX];
	size_t k_len = HASH_LEN;
	unsigned i, last;

	pn_digest(PN_SHA256, parts, 3, k);
	if (s->revision >= 6) {
		for (i = 0; i < R6_MAX; i++) {
			last = round_2b(password, user, k, &k_len);
			if (i + 1 >= R6_ROUNDS && last + 32 <= i + 1)
				break;
		}
	}
	memcpy(out, k, HASH_LEN);
}

static enum pn_pdf_who
try_r5(const struct pn_pdf_secret *s, struct pn_bytes password)
{
	const struct pn_bytes nobody = {NULL, 0};
	const struct pn_bytes user = {s->u, PN_PDF_HASH_R5};
	unsigned char hash[HASH_LEN];

	if (password.n > MAX_SECRET)
		password.n = MAX_SECRET;
	hash_r5(s, password, s->u + HASH_LEN, nobody, hash);
	if (memcmp(hash, s->u, HASH_LEN) == 0)
		return PN_PDF_USER;
	hash_r5(s, password, s->o + HASH_LEN, user, hash);
	if (memcmp(hash, s->o, HASH_LEN) == 0)
		return PN_PDF_OWNER;
	return PN_PDF_NOBODY;
}

enum pn_pdf_who
pn_pdf_try(const struct pn_pdf_secret *s, struct pn_bytes password)
{
	return s->revision >= 5 ? try_r5(s, password) : try_r4(s, password);
}
