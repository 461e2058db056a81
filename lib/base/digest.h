/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * digest - the digests and ciphers that file formats lock documents with
 * (a wrapper round Nettle)
 *
 * Only for telling how a document is locked: MD5 (RFC 1321), SHA-1 and SHA-2
 * (FIPS 180-4), RC4 and AES (FIPS 197) in ECB and CBC mode without padding.
 * Several of them are broken; nothing of Postern's own is protected with
 * them (that is crypt.h). No function fails, allocates or keeps anything.
 */
#ifndef PN_BASE_DIGEST_H
#define PN_BASE_DIGEST_H

#include <stddef.h>
#include "base/buf.h"

#define PN_DIGEST_MAX 64 /* bytes of the longest digest */
#define PN_AES_BLOCK  16

enum pn_digest {
	PN_MD5,
	PN_SHA1,
	PN_SHA256,
	PN_SHA384,
	PN_SHA512,
};

/* pn_digest_size - bytes that digest D gives */
size_t pn_digest_size(enum pn_digest d);

/* pn_digest - the digest of the N PARTS one after the other into OUT, which
 * has room for pn_digest_size(D) bytes and may be one of the parts */
void pn_digest(enum pn_digest d, const struct pn_bytes *parts, size_t n,
    unsigned char *out);

/* pn_rc4 - DATA (N bytes) with a fresh RC4 state of KEY, in place; KEY_LEN is
 * 1 to 256 */
void pn_rc4(const unsigned char *key, size_t key_len, unsigned char *data,
    size_t n);

/*
 * pn_aes_cbc_encrypt, pn_aes_cbc_decrypt - DATA (N bytes, whole blocks) with
 * KEY of 16, 24 or 32 bytes, in place. IV is not changed.
 */
void pn_aes_cbc_encrypt(const unsigned char *key, size_t key_len,
    const unsigned char iv[PN_AES_BLOCK], unsigned char *data, size_t n);
void pn_aes_cbc_decrypt(const unsigned char *key, size_t key_len,
    const unsigned char iv[PN_AES_BLOCK], unsigned char *data, size_t n);

/* pn_aes_ecb_decrypt - the same, each block for itself */
void pn_aes_ecb_decrypt(const unsigned char *key, size_t key_len,
    unsigned char *data, size_t n);

#endif
