/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * officekey - keys of Office documents from passwords (MS-OFFCRYPTO)
 *
 * Passwords are UTF-16LE. Each function answers PN_OK and the key where the
 * password fits, PN_ERR_CRYPTO where it does not, PN_ERR_UNSUPPORTED or
 * PN_ERR_SYNTAX where that can't be told. Only for files of this folder.
 */
#ifndef PN_PROTECT_OFFICEKEY_H
#define PN_PROTECT_OFFICEKEY_H

#include <stdint.h>
#include "base/digest.h"
#include "base/err.h"

/* Of an agile package: AES-CBC, a start value for each segment. */
struct pn_agile_key {
	enum pn_digest digest;
	unsigned char key[32];
	size_t len;
	unsigned char salt[64];
	size_t salt_len;
};

/* pn_agile_key - EncryptionInfo INFO; a tenth of a second. KEY may be NULL,
 * to learn only whether the password fits */
enum pn_err pn_agile_key(const struct pn_buf *info, struct pn_bytes password,
    struct pn_agile_key *key) PN_MUST_CHECK;

/* Of a standard package: AES-ECB. */
struct pn_standard_key {
	unsigned char key[32];
	size_t len;
};

/* pn_standard_key - EncryptionInfo INFO; a hundredth of a second */
enum pn_err pn_standard_key(struct pn_bytes info, struct pn_bytes password,
    struct pn_standard_key *key) PN_MUST_CHECK;

/* Of a 97-2003 document: RC4, a key for each block. */
struct pn_rc4_key {
	enum pn_digest digest;
	unsigned char base[PN_DIGEST_MAX];
	size_t base_len, key_len;
};

/* pn_rc4_key - INFO from its version on: 1.1 or x.2 */
enum pn_err pn_rc4_key(struct pn_bytes info, struct pn_bytes password,
    struct pn_rc4_key *key) PN_MUST_CHECK;

/* pn_rc4_block - DATA is (the start of) block number BLOCK; in place */
void pn_rc4_block(const struct pn_rc4_key *key, uint32_t block,
    unsigned char *data, size_t n);

/* pn_xor_key - the bytes of XOR obfuscation (method 1), by the key and the
 * verifier that the document tells */
enum pn_err pn_xor_key(uint16_t key, uint16_t verifier,
    struct pn_bytes password, unsigned char array[16]) PN_MUST_CHECK;

#endif
