/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * crypt - the site key and what is done with it (a wrapper round libsodium)
 *
 * A purpose's sub-key is HMAC-SHA-256(site key, purpose).
 */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypt.h"
#include "base/mem.h"
#include "base/paths.h"

#define KEY_BYTES      32
#define KEY_FILE_BYTES (KEY_BYTES * 2 + 1)

struct pn_key {
	unsigned char bytes[KEY_BYTES];
};

/* Crockford's base 32: no I, L, O, U. */
static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* ready - libsodium is set up; it may be called from any thread, often */
static void
ready(void)
{
	if (sodium_init() < 0)
		abort();
}

/* read_key - the hex digits of an open key file */
static enum pn_err
read_key(int fd, const char *path, struct pn_key *k, struct pn_errinfo *info)
{
	char hex[KEY_FILE_BYTES + 2];
	ssize_t n = read(fd, hex, sizeof(hex));
	size_t len = 0;
	struct stat st;
	enum pn_err err = PN_OK;

	if (n < 0 || fstat(fd, &st) != 0)
		return pn_fail_at(info, PN_ERR_IO, path, 0, "can't be read: %s",
		    strerror(errno));
	if (st.st_mode & S_IRWXO)
		err = pn_fail_at(info, PN_ERR_CONFIG, path, 0,
		    "anybody may read this key: chmod 0600 it");
	else if (sodium_hex2bin(k->bytes, KEY_BYTES, hex, (size_t)n, "\n", &len,
		     NULL) != 0 ||
		 len != KEY_BYTES)
		err = pn_fail_at(info, PN_ERR_CORRUPT, path, 0,
		    "is no key of 64 hex digits: restore it from a backup");
	sodium_memzero(hex, sizeof(hex));
	return err;
}

enum pn_err
pn_key_load(const char *path, struct pn_key **out, struct pn_errinfo *info)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct pn_key *k;
	enum pn_err err;

	ready();
	if (fd < 0)
		return pn_fail_at(info,
		    errno == ENOENT ? PN_ERR_NOT_FOUND : PN_ERR_IO, path, 0,
		    "the site key can't be read: %s", strerror(errno));
	k = pn_alloc(sizeof(*k));
	err = read_key(fd, path, k, info);
	close(fd);
	if (err != PN_OK)
		pn_key_free(&k);
	else
		*out = k;
	return err;
}

enum pn_err
pn_key_create(const char *path, struct pn_errinfo *info)
{
	char hex[KEY_FILE_BYTES], *temp;
	unsigned char bytes[KEY_BYTES];
	enum pn_err err = PN_OK;
	int fd;

	pn_random(bytes, sizeof(bytes));
	sodium_bin2hex(hex, sizeof(hex), bytes, sizeof(bytes));
	hex[KEY_FILE_BYTES - 1] = '\n';
	pn_path_folder(path, 0700);
	temp = pn_printf("%s.XXXXXX", path);
	fd = mkostemp(temp, O_CLOEXEC);
	if (fd < 0 || write(fd, hex, sizeof(hex)) != (ssize_t)sizeof(hex) ||
	    fsync(fd) != 0)
		err = pn_fail_at(info, PN_ERR_IO, path, 0,
		    "the site key can't be written: %s", strerror(errno));
	else if (link(temp, path) != 0)
		err = pn_fail_at(info,
		    errno == EEXIST ? PN_ERR_EXISTS : PN_ERR_IO, path, 0,
		    "the site key can't be made: %s", strerror(errno));
	if (fd >= 0) {
		close(fd);
		unlink(temp);
	}
	free(temp);
	sodium_memzero(hex, sizeof(hex));
	sodium_memzero(bytes, sizeof(bytes));
	return err;
}

struct pn_key *
pn_key_random(void)
{
	struct pn_key *k = pn_alloc(sizeof(*k));

	pn_random(k->bytes, KEY_BYTES);
	return k;
}

void
pn_key_free(struct pn_key **k)
{
	pn_wipe_free(*k, *k ? sizeof(**k) : 0);
	*k = NULL;
}

static void
sub_key(const struct pn_key *k, const char *purpose,
    unsigned char out[PN_HASH_BYTES])
{
	crypto_auth_hmacsha256(
	    out, (const unsigned char *)purpose, strlen(purpose), k->bytes);
}

void
pn_mac(const struct pn_key *k, const char *purpose, struct pn_bytes data,
    unsigned char out[PN_HASH_BYTES])
{
	unsigned char sub[PN_HASH_BYTES];

	sub_key(k, purpose, sub);
	crypto_auth_hmacsha256(out, data.p, data.n, sub);
	sodium_memzero(sub, sizeof(sub));
}

void
pn_mac_hex(const struct pn_key *k, const char *purpose, const char *text,
    char out[PN_HASH_HEX])
{
	unsigned char mac[PN_HASH_BYTES];

	pn_mac(k, purpose,
	    (struct pn_bytes){(const unsigned char *)text, strlen(text)}, mac);
	sodium_bin2hex(out, PN_HASH_HEX, mac, sizeof(mac));
}

enum pn_err
pn_seal(const struct pn_key *k, const char *purpose, struct pn_bytes plain,
    struct pn_buf *out)
{
	const size_t nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
	const size_t more = nonce + crypto_aead_xchacha20poly1305_ietf_ABYTES;
	unsigned char sub[PN_HASH_BYTES];
	unsigned char *to;

	to = (unsigned char *)pn_buf_room(out, plain.n + more);
	if (!to)
		return PN_ERR_LIMIT;
	pn_random(to, nonce);
	sub_key(k, purpose, sub);
	crypto_aead_xchacha20poly1305_ietf_encrypt(
	    to + nonce, NULL, plain.p, plain.n, NULL, 0, NULL, to, sub);
	sodium_memzero(sub, sizeof(sub));
	pn_buf_wrote(out, plain.n + more);
	return PN_OK;
}

enum pn_err
pn_unseal(const struct pn_key *k, const char *purpose, struct pn_bytes sealed,
    struct pn_buf *out)
{
	const size_t nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
	const size_t more = nonce + crypto_aead_xchacha20poly1305_ietf_ABYTES;
	unsigned char sub[PN_HASH_BYTES];
	unsigned char *to;
	int bad;

	if (sealed.n < more)
		return PN_ERR_CRYPTO;
	to = (unsigned char *)pn_buf_room(out, sealed.n - more);
	if (!to)
		return PN_ERR_LIMIT;
	sub_key(k, purpose, sub);
	bad = crypto_aead_xchacha20poly1305_ietf_decrypt(to, NULL, NULL,
	    sealed.p + nonce, sealed.n - nonce, NULL, 0, sealed.p, sub);
	sodium_memzero(sub, sizeof(sub));
	if (bad)
		return PN_ERR_CRYPTO;
	pn_buf_wrote(out, sealed.n - more);
	return PN_OK;
}

bool
pn_equal(const void *a, const void *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}

void
pn_random(void *p, size_t n)
{
	ready();
	randombytes_buf(p, n);
}

void
pn_reference(char out[10])
{
	unsigned char r[8];

	pn_random(r, sizeof(r));
	for (int i = 0; i < 8; i++)
		out[i + (i >= 4)] = crockford[r[i] % 32];
	out[4] = '-';
	out[9] = '\0';
}
