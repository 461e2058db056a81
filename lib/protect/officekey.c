/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * officekey - does a password open an Office document, and with which key?
 *
 * MS-OFFCRYPTO 2.3.4.11 to 13 (agile), 2.3.4.7 and 9 (standard), 2.3.5.2
 * (RC4 CryptoAPI), 2.3.6.2 (RC4). They decrypt a random verifier and its
 * digest, which fit where the password is right. What is not understood is
 * not opened. Packages that ask for more than SPIN_MAX rounds are not tried;
 * Office writes 100,000.
 */
#include <stdbool.h>
#include "base/base64.h"
#include "base/digest.h"
#include "protect/grader.h"
#include "protect/officekey.h"
#include "protect/ooxml.h"

#define SPIN_MAX	200000
#define SPIN_STANDARD	50000
#define KEY_MAX		32
#define SALT_MAX	64
#define VERIFIER_LEN	16
#define STANDARD_DIGEST 32 /* the encrypted SHA-1, in whole AES blocks */
#define SHA1_LEN	20
#define MD5_LEN		16
#define RC4_40_LEN	5  /* bytes of a digest that make a 40 bit key */
#define RC4_40_TIMES	16 /* that key and salt are digested together */

static void
put32(unsigned char *p, uint32_t v)
{
	p[0] = (unsigned char)v;
	p[1] = (unsigned char)(v >> 8);
	p[2] = (unsigned char)(v >> 16);
	p[3] = (unsigned char)(v >> 24);
}

/* spin - the digest of salt and password, digested ROUNDS times with a
 * counter in front */
static void
spin(enum pn_digest d, struct pn_bytes salt, struct pn_bytes password,
    unsigned rounds, unsigned char out[PN_DIGEST_MAX])
{
	const struct pn_bytes first[] = {salt, password};
	unsigned char count[4];
	const struct pn_bytes again[] = {
	    {count, sizeof(count)}, {out, pn_digest_size(d)}};
	unsigned i;

	pn_digest(d, first, 2, out);
	for (i = 0; i < rounds; i++) {
		put32(count, i);
		pn_digest(d, again, 2, out);
	}
}

/* What an agile key encryptor says. */
struct agile {
	enum pn_digest digest;
	unsigned rounds;
	size_t key_len;
	struct pn_buf salt, input, value, secret;
};

/* agile_digest - by the names that programs write */
static bool
agile_digest(struct pn_bytes name, enum pn_digest *out)
{
	static const struct {
		const char *name;
		enum pn_digest digest;
	} names[] = {{"SHA1", PN_SHA1}, {"SHA-1", PN_SHA1},
	    {"SHA256", PN_SHA256}, {"SHA384", PN_SHA384}, {"SHA512", PN_SHA512},
	    {"MD5", PN_MD5}};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strlen(names[i].name) != name.n ||
		    memcmp(names[i].name, name.p, name.n) != 0)
			continue;
		*out = names[i].digest;
		return true;
	}
	return false;
}

/* agile_bytes - a base64 attribute */
static bool
agile_bytes(const struct pn_tag *tag, const char *name, struct pn_buf *out)
{
	struct pn_base64 state = {0, 0};

	return pn_base64_add(&state, pn_tag_value(tag, name), out);
}

/* agile_read - true where the tag has all that is needed, and of AES */
static bool
agile_read(const struct pn_tag *tag, struct agile *a)
{
	struct pn_bytes cipher = pn_tag_value(tag, "cipherAlgorithm");

	a->rounds = pn_tag_number(tag, "spinCount", SPIN_MAX);
	a->key_len = pn_tag_number(tag, "keyBits", KEY_MAX * 8) / 8;
	if (cipher.n != 3 || memcmp(cipher.p, "AES", 3) != 0 ||
	    (a->key_len != 16 && a->key_len != 24 && a->key_len != 32) ||
	    a->rounds == 0 ||
	    !agile_digest(pn_tag_value(tag, "hashAlgorithm"), &a->digest))
		return false;
	return agile_bytes(tag, "saltValue", &a->salt) &&
	       agile_bytes(tag, "encryptedVerifierHashInput", &a->input) &&
	       agile_bytes(tag, "encryptedVerifierHashValue", &a->value) &&
	       a->salt.len >= PN_AES_BLOCK && a->input.len > 0 &&
	       a->input.len % PN_AES_BLOCK == 0 &&
	       a->value.len >= pn_digest_size(a->digest) &&
	       a->value.len % PN_AES_BLOCK == 0;
}

/* agile_open - decrypt DATA in place with the key for PURPOSE */
static void
agile_open(const struct agile *a, const unsigned char spun[PN_DIGEST_MAX],
    const char *purpose, struct pn_buf *data)
{
	const struct pn_bytes parts[] = {{spun, pn_digest_size(a->digest)},
	    {(const unsigned char *)purpose, 8}};
	unsigned char key[PN_DIGEST_MAX];

	/* a digest that is too short is filled up with 0x36 */
	memset(key, 0x36, sizeof(key));
	pn_digest(a->digest, parts, 2, key);
	pn_aes_cbc_decrypt(key, a->key_len, (const unsigned char *)a->salt.data,
	    (unsigned char *)data->data, data->len);
}

/* agile_fits - is PASSWORD the right one? Then SECRET is in clear */
static bool
agile_fits(struct agile *a, struct pn_bytes password)
{
	unsigned char spun[PN_DIGEST_MAX], digest[PN_DIGEST_MAX];
	struct pn_bytes input;

	spin(a->digest, pn_buf_bytes(&a->salt), password, a->rounds, spun);
	agile_open(a, spun, "\xFE\xA7\xD2\x76\x3B\x4B\x9E\x79", &a->input);
	agile_open(a, spun, "\xD7\xAA\x0F\x6D\x30\x61\x34\x4E", &a->value);
	agile_open(a, spun, "\x14\x6E\x0B\xE7\xAB\xAC\xD0\xD6", &a->secret);
	input = pn_buf_bytes(&a->input);
	pn_digest(a->digest, &input, 1, digest);
	return memcmp(digest, a->value.data, pn_digest_size(a->digest)) == 0;
}

/* agile_data - how the package itself is encrypted */
static bool
agile_data(
    const struct pn_buf *info, const struct agile *a, struct pn_agile_key *key)
{
	struct pn_tag tag = {NULL, NULL};
	struct pn_buf salt;
	bool ok;

	if (!pn_tag_next(info, "keyData", &tag) ||
	    !agile_digest(pn_tag_value(&tag, "hashAlgorithm"), &key->digest))
		return false;
	key->len = pn_tag_number(&tag, "keyBits", KEY_MAX * 8) / 8;
	pn_buf_init(&salt, sizeof(key->salt));
	ok = agile_bytes(&tag, "saltValue", &salt) &&
	     (key->len == 16 || key->len == 24 || key->len == 32) &&
	     a->secret.len >= key->len;
	if (ok) {
		memcpy(key->key, a->secret.data, key->len);
		memcpy(key->salt, salt.data, salt.len);
		key->salt_len = salt.len;
	}
	pn_buf_free(&salt);
	return ok;
}

enum pn_err
pn_agile_key(const struct pn_buf *info, struct pn_bytes password,
    struct pn_agile_key *key)
{
	struct pn_tag tag = {NULL, NULL};
	struct agile a = {0};
	enum pn_err err = PN_ERR_UNSUPPORTED;

	pn_buf_init(&a.salt, SALT_MAX);
	pn_buf_init(&a.input, SALT_MAX);
	pn_buf_init(&a.value, PN_DIGEST_MAX);
	pn_buf_init(&a.secret, SALT_MAX);
	if (pn_tag_next(info, "encryptedKey", &tag) && agile_read(&tag, &a)) {
		/* without the key it can still be told whether it opens */
		if (!agile_bytes(&tag, "encryptedKeyValue", &a.secret) ||
		    a.secret.len % PN_AES_BLOCK != 0)
			pn_buf_clear(&a.secret);
		if (!agile_fits(&a, password))
			err = PN_ERR_CRYPTO;
		else if (key == NULL || agile_data(info, &a, key))
			err = PN_OK;
	}
	pn_buf_free(&a.salt);
	pn_buf_free(&a.input);
	pn_buf_free(&a.value);
	pn_buf_free(&a.secret);
	return err;
}

/* The verifier of the binary EncryptionInfo (2.3.3). */
struct verifier {
	struct pn_bytes salt;
	const unsigned char *input; /* VERIFIER_LEN bytes, encrypted */
	const unsigned char *value; /* N bytes: the encrypted digest */
};

/* read_verifier - behind the header, whose size is told in front of it */
static bool
read_verifier(struct pn_bytes info, size_t n, struct verifier *v)
{
	uint64_t at;

	if (info.n < 32)
		return false;
	at = 12 + (uint64_t)pn_get32(info.p + 8);
	if (at + 4 + 2 * VERIFIER_LEN + 4 + n > info.n ||
	    pn_get32(info.p + at) != VERIFIER_LEN)
		return false;
	v->salt.p = info.p + at + 4;
	v->salt.n = VERIFIER_LEN;
	v->input = v->salt.p + VERIFIER_LEN;
	v->value = v->input + VERIFIER_LEN + 4;
	return true;
}

/* fits - is VALUE the SHA-1 of INPUT, both in clear? */
static bool
fits(const unsigned char *input, const unsigned char *value)
{
	const struct pn_bytes part = {input, VERIFIER_LEN};
	unsigned char digest[SHA1_LEN];

	pn_digest(PN_SHA1, &part, 1, digest);
	return memcmp(digest, value, SHA1_LEN) == 0;
}

/* standard_key - X1 and X2 of 2.3.4.7, as much as AES takes */
static void
standard_key(struct pn_bytes salt, struct pn_bytes password,
    unsigned char key[2 * SHA1_LEN])
{
	unsigned char spun[PN_DIGEST_MAX], pad[64], zero[4] = {0};
	const struct pn_bytes last[] = {{spun, SHA1_LEN}, {zero, 4}};
	const struct pn_bytes part = {pad, sizeof(pad)};
	unsigned half, i;

	spin(PN_SHA1, salt, password, SPIN_STANDARD, spun);
	pn_digest(PN_SHA1, last, 2, spun);
	for (half = 0; half < 2; half++) {
		memset(pad, half == 0 ? 0x36 : 0x5C, sizeof(pad));
		for (i = 0; i < SHA1_LEN; i++)
			pad[i] ^= spun[i];
		pn_digest(PN_SHA1, &part, 1, key + half * SHA1_LEN);
	}
}

enum pn_err
pn_standard_key(
    struct pn_bytes info, struct pn_bytes password, struct pn_standard_key *key)
{
	unsigned char made[2 * SHA1_LEN], plain[VERIFIER_LEN + STANDARD_DIGEST];
	struct verifier v;
	uint32_t alg;

	if (!read_verifier(info, STANDARD_DIGEST, &v))
		return PN_ERR_UNSUPPORTED;
	alg = pn_get32(info.p + 20);
	key->len = alg == 0x6610 ? 32 : alg == 0x660F ? 24 : 16;
	standard_key(v.salt, password, made);
	memcpy(key->key, made, sizeof(key->key));
	memcpy(plain, v.input, VERIFIER_LEN);
	memcpy(plain + VERIFIER_LEN, v.value, STANDARD_DIGEST);
	pn_aes_ecb_decrypt(key->key, key->len, plain, sizeof(plain));
	return fits(plain, plain + VERIFIER_LEN) ? PN_OK : PN_ERR_CRYPTO;
}

void
pn_rc4_block(
    const struct pn_rc4_key *key, uint32_t block, unsigned char *data, size_t n)
{
	unsigned char count[4], made[PN_DIGEST_MAX] = {0};
	const struct pn_bytes parts[] = {
	    {key->base, key->base_len}, {count, sizeof(count)}};

	put32(count, block);
	pn_digest(key->digest, parts, 2, made);
	/* a key of 40 bits is filled up with zeros */
	if (key->key_len == RC4_40_LEN)
		memset(made + RC4_40_LEN, 0, MD5_LEN - RC4_40_LEN);
	pn_rc4(
	    made, key->key_len == RC4_40_LEN ? MD5_LEN : key->key_len, data, n);
}

/* rc4_40_key - 2.3.6.2: INFO is version, salt, verifier and its digest */
static enum pn_err
rc4_40_key(
    struct pn_bytes info, struct pn_bytes password, struct pn_rc4_key *key)
{
	unsigned char digest[MD5_LEN], plain[2 * VERIFIER_LEN];
	struct pn_bytes parts[2 * RC4_40_TIMES], input = {plain, VERIFIER_LEN};

	if (info.n < 4 + 3 * VERIFIER_LEN)
		return PN_ERR_SYNTAX;
	pn_digest(PN_MD5, &password, 1, digest);
	for (size_t i = 0; i < RC4_40_TIMES; i++) {
		parts[2 * i] = (struct pn_bytes){digest, RC4_40_LEN};
		parts[2 * i + 1] = (struct pn_bytes){info.p + 4, VERIFIER_LEN};
	}
	pn_digest(PN_MD5, parts, 2 * RC4_40_TIMES, key->base);
	key->base_len = RC4_40_LEN;
	key->key_len = MD5_LEN;
	key->digest = PN_MD5;
	memcpy(plain, info.p + 4 + VERIFIER_LEN, sizeof(plain));
	pn_rc4_block(key, 0, plain, sizeof(plain));
	pn_digest(PN_MD5, &input, 1, digest);
	return memcmp(digest, plain + VERIFIER_LEN, MD5_LEN) == 0
		   ? PN_OK
		   : PN_ERR_CRYPTO;
}

enum pn_err
pn_rc4_key(
    struct pn_bytes info, struct pn_bytes password, struct pn_rc4_key *key)
{
	unsigned char plain[VERIFIER_LEN + SHA1_LEN], spun[PN_DIGEST_MAX];
	struct verifier v;
	uint32_t bits;

	if (info.n >= 4 && pn_get16(info.p) == 1 && pn_get16(info.p + 2) == 1)
		return rc4_40_key(info, password, key);
	if (!read_verifier(info, SHA1_LEN, &v))
		return PN_ERR_SYNTAX;
	bits = pn_get32(info.p + 28);
	bits = bits ? bits : 8 * RC4_40_LEN;
	if (bits < 8 || bits > 8 * SHA1_LEN)
		return PN_ERR_UNSUPPORTED;
	spin(PN_SHA1, v.salt, password, 0, spun);
	memcpy(key->base, spun, SHA1_LEN);
	key->base_len = SHA1_LEN;
	key->key_len = bits / 8;
	key->digest = PN_SHA1;
	memcpy(plain, v.input, VERIFIER_LEN);
	memcpy(plain + VERIFIER_LEN, v.value, SHA1_LEN);
	pn_rc4_block(key, 0, plain, sizeof(plain));
	return fits(plain, plain + VERIFIER_LEN) ? PN_OK : PN_ERR_CRYPTO;
}
