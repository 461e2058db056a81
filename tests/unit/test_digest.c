/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_digest - published vectors: RFC 1321, FIPS 180-4, RFC 6229, SP 800-38A
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "base/digest.h"

static const struct {
	const char *name;
	enum pn_digest digest;
	const char *want; /* first eight bytes of the digest of "abc" */
} digests[] = {
    {"MD5", PN_MD5, "900150983cd24fb0"},
    {"SHA-1", PN_SHA1, "a9993e364706816a"},
    {"SHA-256", PN_SHA256, "ba7816bf8f01cfea"},
    {"SHA-384", PN_SHA384, "cb00753f45a35e8b"},
    {"SHA-512", PN_SHA512, "ddaf35a193617aba"},
};

static void
hex(const unsigned char *p, size_t n, char *out)
{
	size_t i;

	for (i = 0; i < n; i++)
		snprintf(out + 2 * i, 3, "%02x", p[i]);
}

static void
digests_of_parts_are_those_of_the_whole(void **state)
{
	const struct pn_bytes parts[] = {
	    {(const unsigned char *)"a", 1},
	    {NULL, 0},
	    {(const unsigned char *)"bc", 2},
	};
	unsigned char out[PN_DIGEST_MAX];
	char text[17];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(digests) / sizeof(digests[0]); i++) {
		pn_digest(digests[i].digest, parts, 3, out);
		hex(out, 8, text);
		if (strcmp(text, digests[i].want) != 0)
			print_error("%s\n", digests[i].name);
		assert_string_equal(text, digests[i].want);
	}
	assert_int_equal(pn_digest_size(PN_MD5), 16);
	assert_int_equal(pn_digest_size(PN_SHA384), 48);
}

static void
rc4_gives_the_published_stream(void **state)
{
	unsigned char data[8] = {0};
	char text[17];

	(void)state;
	pn_rc4((const unsigned char *)"\1\2\3\4\5", 5, data, sizeof(data));
	hex(data, 8, text);
	assert_string_equal(text, "b2396305f03dc027");
}

/* SP 800-38A, F.2: the first block of CBC for each key size. */
static const struct {
	const char *key;
	size_t len;
	const char *want;
} cbc[] = {
    {"\x2b\x7e\x15\x16\x28\xae\xd2\xa6\xab\xf7\x15\x88\x09\xcf\x4f\x3c", 16,
	"7649abac8119b246"},
    {"\x8e\x73\xb0\xf7\xda\x0e\x64\x52\xc8\x10\xf3\x2b\x80\x90\x79\xe5"
     "\x62\xf8\xea\xd2\x52\x2c\x6b\x7b",
	24, "4f021db243bc633d"},
    {"\x60\x3d\xeb\x10\x15\xca\x71\xbe\x2b\x73\xae\xf0\x85\x7d\x77\x81"
     "\x1f\x35\x2c\x07\x3b\x61\x08\xd7\x2d\x98\x10\xa3\x09\x14\xdf\xf4",
	32, "f58c4c04d6e5f1ba"},
};

static void
aes_goes_there_and_back(void **state)
{
	static const unsigned char plain[16] = {
	    0x6b,
	    0xc1,
	    0xbe,
	    0xe2,
	    0x2e,
	    0x40,
	    0x9f,
	    0x96,
	    0xe9,
	    0x3d,
	    0x7e,
	    0x11,
	    0x73,
	    0x93,
	    0x17,
	    0x2a,
	};
	unsigned char iv[PN_AES_BLOCK], data[16];
	const unsigned char *key;
	char text[17];
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(iv); i++)
		iv[i] = (unsigned char)i;
	for (i = 0; i < sizeof(cbc) / sizeof(cbc[0]); i++) {
		key = (const unsigned char *)cbc[i].key;
		memcpy(data, plain, sizeof(data));
		pn_aes_cbc_encrypt(key, cbc[i].len, iv, data, sizeof(data));
		hex(data, 8, text);
		assert_string_equal(text, cbc[i].want);
		pn_aes_cbc_decrypt(key, cbc[i].len, iv, data, sizeof(data));
		assert_memory_equal(data, plain, sizeof(data));

		/* one block of ECB is one of CBC without the chain */
		pn_aes_cbc_encrypt(key, cbc[i].len, iv, data, sizeof(data));
		pn_aes_ecb_decrypt(key, cbc[i].len, data, sizeof(data));
		for (j = 0; j < sizeof(data); j++)
			data[j] ^= iv[j];
		assert_memory_equal(data, plain, sizeof(data));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(digests_of_parts_are_those_of_the_whole),
	    cmocka_unit_test(rc4_gives_the_published_stream),
	    cmocka_unit_test(aes_goes_there_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
