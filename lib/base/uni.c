/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * uni - Unicode text (a wrapper round ICU)
 *
 * UTF-8 itself (next, put, valid, repair), letter case and IDNA. The
 * normalised form is in norm.c.
 */
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucasemap.h>
#include <unicode/uidna.h>
#include <unicode/utf8.h>

#include "base/mem.h"
#include "base/uni.h"

/* A domain is at most 253 bytes; twice that leaves room for UTF-8. */
#define DOMAIN_BYTES 512

uint32_t
pn_utf8_next(const char **s, const char *end)
{
	const uint8_t *p = (const uint8_t *)*s;
	int32_t i = 0, n = end - *s > 8 ? 8 : (int32_t)(end - *s);
	UChar32 c;

	U8_NEXT(p, i, n, c);
	*s += c < 0 ? 1 : i;
	return c < 0 ? 0xFFFD : (uint32_t)c;
}

enum pn_err
pn_utf8_put(struct pn_buf *out, uint32_t c)
{
	uint8_t bytes[4];
	int32_t n = 0;
	UBool bad = false;

	U8_APPEND(bytes, n, 4, (UChar32)c, bad);
	return bad ? pn_utf8_put(out, 0xFFFD)
		   : pn_buf_add(out, bytes, (size_t)n);
}

#define HIGH_BITS 0x8080808080808080u
#define BLOCK	  64

/* ascii_run - how many of the N bytes at P are ASCII, in whole blocks */
static size_t
ascii_run(const uint8_t *p, size_t n)
{
	size_t at = 0;

	while (n - at >= BLOCK) {
		uint64_t all = 0;

		for (size_t k = 0; k < BLOCK; k += 8) {
			uint64_t v;

			memcpy(&v, p + at + k, sizeof(v));
			all |= v;
		}
		if (all & HIGH_BITS)
			break;
		at += BLOCK;
	}
	return at;
}

/* valid_run - length of the UTF-8 at the start of S, which holds no NUL */
static size_t
valid_run(const char *s, size_t len)
{
	const uint8_t *p = (const uint8_t *)s;
	size_t at = 0, ascii = 0;

	while (at < len) {
		int32_t i = 0, n = len - at > 8 ? 8 : (int32_t)(len - at);
		UChar32 c;
		uint64_t v;

		/* after a character that is no ASCII there may be more soon:
		 * whole blocks are worth a look again after one of ASCII */
		if (at >= ascii) {
			at += ascii_run(p + at, len - at);
			ascii = at + BLOCK;
			continue;
		}
		if (n == 8) {
			memcpy(&v, p + at, sizeof(v));
			if ((v & HIGH_BITS) == 0) {
				at += 8;
				continue;
			}
		}
		if (p[at] < 0x80) {
			at++;
			continue;
		}
		U8_NEXT(p + at, i, n, c);
		if (c < 0)
			break;
		at += (size_t)i;
	}
	return at;
}

bool
pn_utf8_valid(const char *s, size_t len)
{
	return len == 0 ||
	       (memchr(s, 0, len) == NULL && valid_run(s, len) == len);
}

enum pn_err
pn_utf8_repair(struct pn_buf *out, const char *s, size_t len)
{
	const char *end = len ? s + len : s, *nul = NULL;
	enum pn_err err = PN_OK;

	while (s < end && err == PN_OK) {
		size_t good;

		if (nul == NULL || nul < s)
			nul = memchr(s, 0, (size_t)(end - s));
		if (nul == NULL)
			nul = end;
		good = valid_run(s, (size_t)(nul - s));
		err = pn_buf_add(out, s, good);
		s += good;
		if (err == PN_OK && s < end) {
			err = pn_utf8_put(out, 0xFFFD);
			s++;
		}
	}
	return err;
}

char *
pn_uni_lower(const char *s)
{
	UErrorCode e = U_ZERO_ERROR;
	UCaseMap *map = ucasemap_open("", 0, &e);
	/* no letter grows by more than a factor of three */
	size_t len = strlen(s), room = len * 3 + 1;
	char *out = pn_alloc(room);

	if (U_SUCCESS(e) && len < INT32_MAX / 3)
		ucasemap_utf8ToLower(
		    map, out, (int32_t)room, s, (int32_t)len, &e);
	if (U_FAILURE(e) || len >= INT32_MAX / 3)
		memcpy(out, s, len + 1);
	ucasemap_close(map);
	return out;
}

bool
pn_uni_is_upper(uint32_t c)
{
	return u_isupper((UChar32)c) || u_istitle((UChar32)c);
}

char *
pn_idna_ascii(const char *domain)
{
	UErrorCode e = U_ZERO_ERROR;
	UIDNAInfo info = UIDNA_INFO_INITIALIZER;
	UIDNA *idna = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII, &e);
	char *out = NULL;

	if (U_SUCCESS(e) && strlen(domain) < DOMAIN_BYTES) {
		out = pn_alloc(DOMAIN_BYTES);
		uidna_nameToASCII_UTF8(
		    idna, domain, -1, out, DOMAIN_BYTES - 1, &info, &e);
		if (U_FAILURE(e) || info.errors) {
			free(out);
			out = NULL;
		}
	}
	uidna_close(idna);
	return out;
}
