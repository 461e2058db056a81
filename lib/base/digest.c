/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * digest - Nettle's digests and ciphers in the few shapes that are needed
 *
 * Nettle keeps no state of its own, reads no file and allocates nothing, so
 * it works inside the sandbox without being warmed up. Key schedules are
 * made anew in each call; callers that try passwords do so a bounded number
 * of times.
 */
#include <string.h>
#include <nettle/aes.h>
#include <nettle/arcfour.h>
#include <nettle/cbc.h>
#include <nettle/md5.h>
#include <nettle/nettle-meta.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include "base/digest.h"

/* Room for the state of any of the digests. */
union state {
	struct md5_ctx md5;
	struct sha1_ctx sha1;
	struct sha256_ctx sha256;
	struct sha512_ctx sha512;
};

/* Room for the key schedule of any size of AES. */
union aes {
	struct aes128_ctx k128;
	struct aes192_ctx k192;
	struct aes256_ctx k256;
};

static const struct nettle_hash *
hash_of(enum pn_digest d)
{
	switch (d) {
	case PN_MD5:
		return &nettle_md5;
	case PN_SHA1:
		return &nettle_sha1;
	case PN_SHA256:
		return &nettle_sha256;
	case PN_SHA384:
		return &nettle_sha384;
	case PN_SHA512:
		break;
	}
	return &nettle_sha512;
}

size_t
pn_digest_size(enum pn_digest d)
{
	return hash_of(d)->digest_size;
}

void
pn_digest(enum pn_digest d, const struct pn_bytes *parts, size_t n,
    unsigned char *out)
{
	const struct nettle_hash *h = hash_of(d);
	union state s;
	size_t i;

	h->init(&s);
	for (i = 0; i < n; i++)
		if (parts[i].n > 0)
			h->update(&s, parts[i].n, parts[i].p);
	h->digest(&s, h->digest_size, out);
	explicit_bzero(&s, sizeof(s));
}

void
pn_rc4(const unsigned char *key, size_t key_len, unsigned char *data, size_t n)
{
	struct arcfour_ctx ctx;

	arcfour_set_key(&ctx, key_len, key);
	arcfour_crypt(&ctx, n, data, data);
	explicit_bzero(&ctx, sizeof(ctx));
}

static const struct nettle_cipher *
aes_of(size_t key_len)
{
	if (key_len == AES128_KEY_SIZE)
		return &nettle_aes128;
	return key_len == AES192_KEY_SIZE ? &nettle_aes192 : &nettle_aes256;
}

void
pn_aes_cbc_encrypt(const unsigned char *key, size_t key_len,
    const unsigned char iv[PN_AES_BLOCK], unsigned char *data, size_t n)
{
	const struct nettle_cipher *aes = aes_of(key_len);
	unsigned char chain[PN_AES_BLOCK];
	union aes ctx;

	memcpy(chain, iv, sizeof(chain));
	aes->set_encrypt_key(&ctx, key);
	cbc_encrypt(&ctx, aes->encrypt, PN_AES_BLOCK, chain, n, data, data);
	explicit_bzero(&ctx, sizeof(ctx));
}

void
pn_aes_cbc_decrypt(const unsigned char *key, size_t key_len,
    const unsigned char iv[PN_AES_BLOCK], unsigned char *data, size_t n)
{
	const struct nettle_cipher *aes = aes_of(key_len);
	unsigned char chain[PN_AES_BLOCK];
	union aes ctx;

	memcpy(chain, iv, sizeof(chain));
	aes->set_decrypt_key(&ctx, key);
	cbc_decrypt(&ctx, aes->decrypt, PN_AES_BLOCK, chain, n, data, data);
	explicit_bzero(&ctx, sizeof(ctx));
}

void
pn_aes_ecb_decrypt(
    const unsigned char *key, size_t key_len, unsigned char *data, size_t n)
{
	const struct nettle_cipher *aes = aes_of(key_len);
	union aes ctx;

	aes->set_decrypt_key(&ctx, key);
	aes->decrypt(&ctx, n, data, data);
	explicit_bzero(&ctx, sizeof(ctx));
}
