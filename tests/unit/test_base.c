/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_base - memory, buffers, errors, addresses, charsets, keys, words
 */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/addr.h"
#include "base/base64.h"
#include "base/buf.h"
#include "base/charset.h"
#include "base/crypt.h"
#include "base/err.h"
#include "base/mem.h"

static void
buffer_never_passes_its_maximum(void **state)
{
	struct pn_buf b;
	char big[100];

	(void)state;
	memset(big, 'x', sizeof(big));
	pn_buf_init(&b, 150);
	assert_string_equal(b.data, "");
	assert_int_equal(pn_buf_add(&b, big, 100), PN_OK);
	assert_int_equal(pn_buf_add(&b, big, 51), PN_ERR_LIMIT);
	assert_int_equal(b.len, 100);
	assert_int_equal(pn_buf_add(&b, big, 50), PN_OK);
	assert_int_equal(b.len, 150);
	assert_int_equal(pn_buf_addc(&b, 'y'), PN_ERR_LIMIT);
	assert_int_equal(strlen(b.data), 150);
	pn_buf_clear(&b);
	assert_int_equal(pn_buf_addf(&b, "%d-%s", 7, "a"), PN_OK);
	assert_string_equal(b.data, "7-a");
	pn_buf_free(&b);
	pn_buf_free(&b);
}

static void
taken_text_belongs_to_the_caller(void **state)
{
	struct pn_buf b;
	char *s;

	(void)state;
	pn_buf_init(&b, 10);
	s = pn_buf_take(&b);
	assert_string_equal(s, "");
	free(s);
	assert_int_equal(pn_buf_adds(&b, "abc"), PN_OK);
	s = pn_buf_take(&b);
	assert_string_equal(s, "abc");
	assert_int_equal(b.len, 0);
	free(s);
	pn_buf_free(&b);
}

static void
error_text_is_one_harmless_line(void **state)
{
	struct pn_errinfo info = {0};
	char line[64];

	(void)state;
	assert_int_equal(
	    pn_fail_at(&info, PN_ERR_CONFIG, "a.conf", 3, "bad\nvalue %d", 5),
	    PN_ERR_CONFIG);
	assert_string_equal(pn_errinfo_print(&info, line, sizeof(line)),
	    "a.conf:3: bad?value 5");
	assert_int_equal(pn_fail(NULL, PN_ERR_IO, "x"), PN_ERR_IO);
}

static void
addresses_have_one_form(void **state)
{
	static const struct {
		const char *in, *want;
	} row[] = {
	    {"Ann@School.Example", "ann@school.example"},
	    {"<ann@school.example.>", "ann@school.example"},
	    {"<>", ""},
	    {"", ""},
	    {"\"ann\"@school.example", "ann@school.example"},
	    {"\"a b\"@x.example", "\"a b\"@x.example"},
	    {"\"a@b\"@x.example", "\"a@b\"@x.example"},
	    {"ann@B\xc3\xbc"
	     "cher.example",
		"ann@xn--bcher-kva.example"},
	    {"ann@xn--bcher-kva.example", "ann@xn--bcher-kva.example"},
	    {"\xc3\x89@x.example", "\xc3\xa9@x.example"},
	    {"ann@[192.0.2.1]", "ann@[192.0.2.1]"},
	    {"ann", NULL},
	    {"@x.example", NULL},
	    {"ann@", NULL},
	    {"an\rn@x.example", NULL},
	    {"ann@x y", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		char *got = pn_addr_canon(row[i].in);

		if (!row[i].want)
			assert_null(got);
		else
			assert_string_equal(got, row[i].want);
		free(got);
	}
	assert_string_equal(pn_addr_domain("a@b.example"), "b.example");
	assert_string_equal(pn_addr_domain(""), "");
}

static void
masks_hide_the_name(void **state)
{
	char *m = pn_addr_mask("jane.doe@clinic.example");

	(void)state;
	assert_null(strstr(m, "ane"));
	assert_null(strstr(m, "linic"));
	assert_int_equal(m[0], 'j');
	assert_non_null(strstr(m, ".example"));
	free(m);
	m = pn_addr_mask("");
	assert_string_equal(m, "");
	free(m);
}

static void
charsets_become_utf8(void **state)
{
	static const struct {
		const char *set, *in;
		size_t n;
		const char *want;
	} row[] = {
	    {"utf-8", "\xc3\xa9", 2, "\xc3\xa9"},
	    {"UTF8", "\xc3\xa9", 2, "\xc3\xa9"},
	    {"iso-8859-1", "\xe9\x80", 2, "\xc3\xa9\xe2\x82\xac"},
	    {"us-ascii", "\x93q\x94", 3, "\xe2\x80\x9cq\xe2\x80\x9d"},
	    {"windows-1251", "\xcf", 1, "\xd0\x9f"},
	    {"cp-1252", "\x80", 1, "\xe2\x82\xac"},
	    {"utf-16le", "A\0B\0", 4, "AB"},
	    {"utf-16", "\xfe\xff\0A", 4, "A"},
	    {"iso-2022-jp", "\x1b$B$\"\x1b(B", 8, "\xe3\x81\x82"},
	    {"shift_jis", "\x82\xa0", 2, "\xe3\x81\x82"},
	    {"utf-8",
		"a\xff"
		"b",
		3,
		"a\xef\xbf\xbd"
		"b"},
	    {"utf-8", "a\0b", 3,
		"a\xef\xbf\xbd"
		"b"},
	    {"gb2312", "\xd6\xd0", 2, "\xe4\xb8\xad"},
	};
	struct pn_buf b;

	(void)state;
	pn_buf_init(&b, 1000);
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct pn_bytes in = {
		    (const unsigned char *)row[i].in, row[i].n};

		pn_buf_clear(&b);
		assert_int_equal(pn_charset_to_utf8(&b, row[i].set, in), PN_OK);
		assert_string_equal(b.data, row[i].want);
	}
	pn_buf_clear(&b);
	assert_int_equal(
	    pn_charset_to_utf8(&b, "no-such-set", (struct pn_bytes){NULL, 0}),
	    PN_ERR_UNSUPPORTED);
	assert_int_equal(
	    pn_charset_to_utf8(&b, "UTF-8//IGNORE", (struct pn_bytes){NULL, 0}),
	    PN_ERR_UNSUPPORTED);
	pn_buf_free(&b);
}

static void
damaged_multibyte_text_goes_on(void **state)
{
	/* a lead byte without its trail, at the end and in the middle */
	struct pn_bytes in = {(const unsigned char *)"a\x82"
						     "\x20"
						     "b\x82",
	    5};
	struct pn_buf b;

	(void)state;
	pn_buf_init(&b, 1000);
	assert_int_equal(pn_charset_to_utf8(&b, "shift_jis", in), PN_OK);
	assert_int_equal(b.data[0], 'a');
	assert_non_null(strstr(b.data, "b"));
	assert_non_null(strstr(b.data, "\xef\xbf\xbd"));
	pn_buf_free(&b);
}

static void
charsets_are_guessed(void **state)
{
	static const struct {
		const char *in;
		size_t n;
		const char *want;
	} row[] = {
	    {"plain", 5, "UTF-8"},
	    {"", 0, "UTF-8"},
	    {"\xef\xbb\xbfx", 4, "UTF-8"},
	    {"\xff\xfe"
	     "a\0",
		4, "UTF-16LE"},
	    {"N\0a\0m\0e\0,\0", 10, "UTF-16LE"},
	    {"\0N\0a\0m\0e", 8, "UTF-16BE"},
	    {"caf\xe9 au lait", 12, "WINDOWS-1252"},
	    {"caf\xc3\xa9", 5, "UTF-8"},
	    {"\x1b$B$\"\x1b(B", 8, "ISO-2022-JP"},
	    {"ab\0cdefg", 8, NULL},
	    {"\x01\x02\x03\x04\x05\x06\x07\x08", 8, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		const char *got = pn_charset_guess((struct pn_bytes){
		    (const unsigned char *)row[i].in, row[i].n});

		if (!row[i].want)
			assert_null(got);
		else
			assert_string_equal(
			    got ? got : "(binary)", row[i].want);
	}
}

static void
key_files_are_made_once_and_guarded(void **state)
{
	char dir[] = "/tmp/pn-key-XXXXXX", path[64];
	struct pn_errinfo info = {0};
	struct pn_key *k = NULL;
	char a[PN_HASH_HEX], b[PN_HASH_HEX];
	struct stat st;
	FILE *f;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/new/site.key", dir);
	assert_int_equal(pn_key_load(path, &k, &info), PN_ERR_NOT_FOUND);
	assert_int_equal(pn_key_create(path, &info), PN_OK);
	assert_int_equal(pn_key_create(path, &info), PN_ERR_EXISTS);
	assert_int_equal(pn_key_load(path, &k, &info), PN_OK);
	pn_mac_hex(k, "recipient", "x", a);
	pn_mac_hex(k, "sender", "x", b);
	assert_string_not_equal(a, b);
	pn_key_free(&k);
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(pn_key_load(path, &k, &info), PN_ERR_CONFIG);
	f = fopen(path, "w");
	fputs("short\n", f);
	fclose(f);
	chmod(path, 0600);
	assert_int_equal(pn_key_load(path, &k, &info), PN_ERR_CORRUPT);
	unlink(path);
	*strrchr(path, '/') = '\0';
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	rmdir(path);
	rmdir(dir);
}

static void
sealed_text_opens_for_its_purpose_only(void **state)
{
	struct pn_key *k = pn_key_random(), *other = pn_key_random();
	struct pn_bytes plain = {(const unsigned char *)"secret", 6};
	struct pn_buf s, p;

	(void)state;
	pn_buf_init(&s, 1000);
	pn_buf_init(&p, 1000);
	assert_int_equal(pn_seal(k, "held", plain, &s), PN_OK);
	assert_null(memmem(s.data, s.len, "secret", 6));
	assert_int_equal(pn_unseal(k, "held", pn_buf_bytes(&s), &p), PN_OK);
	assert_string_equal(p.data, "secret");
	assert_int_equal(
	    pn_unseal(k, "notice", pn_buf_bytes(&s), &p), PN_ERR_CRYPTO);
	assert_int_equal(
	    pn_unseal(other, "held", pn_buf_bytes(&s), &p), PN_ERR_CRYPTO);
	s.data[s.len - 1] ^= 1;
	assert_int_equal(
	    pn_unseal(k, "held", pn_buf_bytes(&s), &p), PN_ERR_CRYPTO);
	pn_buf_free(&s);
	pn_buf_free(&p);
	pn_key_free(&k);
	pn_key_free(&other);
}

/* random_base64 - N characters that are nearly always digits in lines */
static void
random_base64(unsigned char *p, size_t n, unsigned *seed)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t width = (size_t)rand_r(seed) % 90;

	for (size_t i = 0; i < n; i++)
		p[i] = (unsigned char)digits[rand_r(seed) % 64];
	for (size_t i = width; width && i + 1 < n; i += width + 2)
		p[i] = '\r', p[i + 1] = '\n';
	if (rand_r(seed) % 2)
		p[(size_t)rand_r(seed) % n] = (unsigned char)rand_r(seed);
}

static void
base64_is_the_same_in_steps_and_by_digits(void **state)
{
	unsigned seed = 7;

	(void)state;
	for (unsigned round = 0; round < 20000; round++) {
		unsigned char in[400], a[400], b[400];
		size_t n = 1 + (size_t)rand_r(&seed) % sizeof(in), na, nb;
		struct pn_bytes text = {in, n};

		/* at the end of it, so that reading on is noticed */
		text.p += sizeof(in) - n;
		random_base64(in + sizeof(in) - n, n, &seed);
		assert_int_equal(pn_base64_run(text, a, &na),
		    pn_base64_run_plain(text, b, &nb));
		assert_int_equal(na, nb);
		assert_memory_equal(a, b, na);
	}
}

static void
base64_takes_every_digit_and_nothing_else(void **state)
{
	(void)state;
	for (unsigned c = 0; c < 256; c++) {
		unsigned char in[64], out[64 + PN_BASE64_SLACK];
		size_t n, taken;
		bool digit = c != 0 && (isalnum((int)c) || c == '+' || c == '/');

		memset(in, 'A', sizeof(in));
		in[20] = (unsigned char)c;
		taken = pn_base64_run(
		    (struct pn_bytes){in, sizeof(in)}, out, &n);
		if (digit)
			assert_int_equal(n, 48);
		else if (c != '\r' && c != '\n')
			assert_int_equal(taken, 20);
	}
}

static void
references_are_readable(void **state)
{
	char a[10], b[10];

	(void)state;
	pn_reference(a);
	pn_reference(b);
	assert_string_not_equal(a, b);
	assert_int_equal(strlen(a), 9);
	assert_int_equal(a[4], '-');
	assert_int_equal(strcspn(a, "ILOU"), 9);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(buffer_never_passes_its_maximum),
	    cmocka_unit_test(taken_text_belongs_to_the_caller),
	    cmocka_unit_test(error_text_is_one_harmless_line),
	    cmocka_unit_test(addresses_have_one_form),
	    cmocka_unit_test(masks_hide_the_name),
	    cmocka_unit_test(charsets_become_utf8),
	    cmocka_unit_test(damaged_multibyte_text_goes_on),
	    cmocka_unit_test(charsets_are_guessed),
	    cmocka_unit_test(key_files_are_made_once_and_guarded),
	    cmocka_unit_test(sealed_text_opens_for_its_purpose_only),
	    cmocka_unit_test(base64_is_the_same_in_steps_and_by_digits),
	    cmocka_unit_test(base64_takes_every_digit_and_nothing_else),
	    cmocka_unit_test(references_are_readable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
