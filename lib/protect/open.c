/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * open - a locked Office document as it is without its lock
 *
 * A package (MS-OFFCRYPTO 2.3.4) comes out as the package that it holds. A
 * workbook or a Word document of 97-2003 comes out as the same compound file
 * with its streams in clear and the mark of the lock taken off, so that its
 * reader needs to know nothing of it. Slides of 97-2003 are encrypted object
 * by object and stay closed.
 */
#include "base/digest.h"
#include "base/mem.h"
#include "base/uni.h"
#include "protect/grader.h"
#include "protect/officekey.h"
#include "protect/open.h"
#include "protect/ooxml.h"
#include "protect/protect.h"

#define SEGMENT	     4096
#define SIZE_LEN     8	 /* of the package, in front of it */
#define PASSWORD_MAX 255 /* characters; Office takes no more */

/* utf16 - PASSWORD as UTF-16LE; PN_ERR_CRYPTO: longer than any */
static enum pn_err
utf16(const char *password, struct pn_buf *out)
{
	const char *end = password + strlen(password);

	while (password < end) {
		uint32_t c = pn_utf8_next(&password, end), high = 0;

		if (c >= 0x10000) {
			high = 0xD7C0 + (c >> 10);
			c = 0xDC00 | (c & 0x3FF);
			if (pn_buf_addc(out, (char)high) != PN_OK ||
			    pn_buf_addc(out, (char)(high >> 8)) != PN_OK)
				return PN_ERR_CRYPTO;
		}
		if (pn_buf_addc(out, (char)c) != PN_OK ||
		    pn_buf_addc(out, (char)(c >> 8)) != PN_OK)
			return PN_ERR_CRYPTO;
	}
	return PN_OK;
}

/* agile_segments - decrypt DATA, each segment with a start value of its own
 * (2.3.4.15) */
static void
agile_segments(const struct pn_agile_key *key, unsigned char *data, size_t n)
{
	for (size_t at = 0, i = 0; at < n; at += SEGMENT, i++) {
		unsigned char iv[PN_DIGEST_MAX];
		unsigned char no[4] = {(unsigned char)i,
		    (unsigned char)(i >> 8), (unsigned char)(i >> 16),
		    (unsigned char)(i >> 24)};
		const struct pn_bytes parts[] = {
		    {key->salt, key->salt_len}, {no, sizeof(no)}};
		size_t len = n - at < SEGMENT ? n - at : SEGMENT;

		memset(iv, 0x36, sizeof(iv));
		pn_digest(key->digest, parts, 2, iv);
		pn_aes_cbc_decrypt(key->key, key->len, iv, data + at, len);
	}
}

/* decrypt - DATA, whole blocks of a package, in place */
static enum pn_err
decrypt(const struct pn_buf *info, struct pn_bytes password,
    unsigned char *data, size_t n)
{
	struct pn_standard_key standard;
	struct pn_agile_key agile;
	enum pn_err err;

	switch (pn_ooxml_version(pn_buf_bytes(info))) {
	case PN_OOXML_AGILE:
		err = pn_agile_key(info, password, &agile);
		if (err == PN_OK)
			agile_segments(&agile, data, n);
		return err;
	case PN_OOXML_STANDARD:
		err = pn_standard_key(pn_buf_bytes(info), password, &standard);
		if (err == PN_OK)
			pn_aes_ecb_decrypt(standard.key, standard.len, data, n);
		return err;
	default:
		return PN_ERR_UNSUPPORTED;
	}
}

/* take_size - the package begins with its size: take that off, and what fills
 * up the last block */
static enum pn_err
take_size(struct pn_buf *plain)
{
	const unsigned char *p = (const unsigned char *)plain->data;
	uint64_t size = pn_get32(p) | (uint64_t)pn_get32(p + 4) << 32;

	if (size > plain->len - SIZE_LEN)
		return PN_ERR_SYNTAX;
	memmove(plain->data, plain->data + SIZE_LEN, (size_t)size);
	plain->len = (size_t)size;
	plain->data[size] = '\0';
	return PN_OK;
}

/* open_package - an encrypted package of OOXML */
static enum pn_err
open_package(const struct pn_cfb *c, const struct pn_cfb_entry *e,
    struct pn_bytes password, struct pn_buf *plain)
{
	struct pn_buf info;
	enum pn_err err = PN_ERR_SYNTAX;
	size_t n;

	pn_buf_init(&info, PN_OOXML_INFO_MAX);
	if (e->size > plain->max)
		err = PN_ERR_LIMIT;
	else if (pn_ooxml_info(c, &info))
		err = pn_cfb_stream(c, e, e->size, plain);
	if (err == PN_OK && plain->len < SIZE_LEN)
		err = PN_ERR_SYNTAX;
	if (err == PN_OK) {
		n = (plain->len - SIZE_LEN) / PN_AES_BLOCK * PN_AES_BLOCK;
		err = decrypt(&info, password,
		    (unsigned char *)plain->data + SIZE_LEN, n);
	}
	if (err == PN_OK)
		err = take_size(plain);
	pn_buf_free(&info);
	return err;
}

/* open_document - a document of 97-2003, BYTES as a whole */
static enum pn_err
open_document(const struct pn_cfb *c, struct pn_bytes bytes,
    struct pn_bytes password, struct pn_buf *plain)
{
	bool book = pn_cfb_find(c, "Workbook") || pn_cfb_find(c, "Book");
	bool word = pn_cfb_find(c, "WordDocument");

	if (!book && !word)
		return PN_ERR_UNSUPPORTED;
	if (pn_buf_add(plain, bytes.p, bytes.n) != PN_OK)
		return PN_ERR_LIMIT;
	if (word)
		return pn_open_word(c, password, (unsigned char *)plain->data);
	return pn_open_excel(c, password, (unsigned char *)plain->data);
}

enum pn_err
pn_protect_open(struct pn_bytes bytes, const char *password, uint64_t max,
    struct pn_buf *plain)
{
	const struct pn_cfb_entry *package;
	struct pn_cfb *c = NULL;
	struct pn_buf wide;
	enum pn_err err;

	pn_buf_init(plain, max < SIZE_MAX ? (size_t)max : SIZE_MAX - 1);
	pn_buf_init(&wide, 2 * PASSWORD_MAX);
	err = utf16(password, &wide);
	if (err == PN_OK && !pn_starts(bytes, PN_CFB_SIGNATURE, 8))
		err = PN_ERR_UNSUPPORTED;
	if (err == PN_OK)
		err = pn_cfb_open(bytes, &c);
	if (err == PN_OK) {
		package = pn_cfb_find(c, "EncryptedPackage");
		err = package
			  ? open_package(c, package, pn_buf_bytes(&wide), plain)
			  : open_document(c, bytes, pn_buf_bytes(&wide), plain);
	}
	if (err != PN_OK)
		pn_buf_free(plain);
	pn_buf_free(&wide);
	pn_cfb_free(&c);
	return err;
}
