/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * crypt - the site key and what is done with it (a wrapper round libsodium)
 *
 * One site key (32 random bytes in a file that only the service may read)
 * gives one sub-key per purpose, so a value made for one can't serve another.
 * HMAC-SHA-256 (RFC 2104) names things without keeping them; sealing is
 * XChaCha20-Poly1305 with a random nonce.
 */
#ifndef PN_BASE_CRYPT_H
#define PN_BASE_CRYPT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/err.h"

#define PN_HASH_BYTES 32
#define PN_HASH_HEX   (PN_HASH_BYTES * 2 + 1)

struct pn_key; /* the site key; read-only after load, any thread */

/*
 * pn_key_load - read the key file PATH (64 hex digits and a line end).
 * PN_ERR_NOT_FOUND, PN_ERR_IO; PN_ERR_CORRUPT where it is not that;
 * PN_ERR_CONFIG where others than the owner and group may read it.
 */
enum pn_err pn_key_load(const char *path, struct pn_key **out,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_key_create - make a new key file (mode 0600), atomically, and its folder
 * (mode 0700) if that is missing; PN_ERR_EXISTS
 * where PATH is there already, PN_ERR_IO */
enum pn_err pn_key_create(const char *path, struct pn_errinfo *info)
    PN_MUST_CHECK;

/* pn_key_random - a key that is in no file, for tests and the plain CLI */
struct pn_key *pn_key_random(void);

/* pn_key_free - wipe and free *K, set it to NULL */
void pn_key_free(struct pn_key **k);

/* pn_mac - HMAC of DATA for PURPOSE (a literal such as "recipient") */
void pn_mac(const struct pn_key *k, const char *purpose, struct pn_bytes data,
    unsigned char out[PN_HASH_BYTES]);

/* pn_mac_hex - the same in lower-case hex, for a C string */
void pn_mac_hex(const struct pn_key *k, const char *purpose, const char *text,
    char out[PN_HASH_HEX]);

/* pn_seal - append the encryption of PLAIN for PURPOSE to OUT (40 bytes more
 * than PLAIN); PN_ERR_LIMIT */
enum pn_err pn_seal(const struct pn_key *k, const char *purpose,
    struct pn_bytes plain, struct pn_buf *out) PN_MUST_CHECK;

/* pn_unseal - the reverse; PN_ERR_CRYPTO where it is not ours or damaged */
enum pn_err pn_unseal(const struct pn_key *k, const char *purpose,
    struct pn_bytes sealed, struct pn_buf *out) PN_MUST_CHECK;

/* pn_equal - constant-time comparison of N bytes */
bool pn_equal(const void *a, const void *b, size_t n);

/* pn_random - N random bytes from the system */
void pn_random(void *p, size_t n);

/* pn_reference - a new message reference "7QX4-2MK9" (Crockford base 32,
 * 40 random bits); OUT has room for 10 bytes */
void pn_reference(char out[10]);

#endif
