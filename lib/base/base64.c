/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * base64 - decode in pieces; a digit gives six bits, and every one but the
 * first of four completes a byte
 *
 * Whole groups are decoded 32 digits at a time with AVX2, after W. Mula and
 * D. Lemire, "Faster Base64 Encoding and Decoding using AVX2 Instructions"
 * (2018): the half bytes of a character say whether it is a digit and what to
 * add for its value.
 */
#include <string.h>
#include "base/base64.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* The value of each digit and one more; 0 for what is no digit. */
static const unsigned char digits[256] = {
    ['A'] = 1, ['B'] = 2, ['C'] = 3, ['D'] = 4, ['E'] = 5, ['F'] = 6,
    ['G'] = 7, ['H'] = 8, ['I'] = 9, ['J'] = 10, ['K'] = 11, ['L'] = 12,
    ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18,
    ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24,
    ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30,
    ['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36,
    ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42,
    ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48,
    ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54,
    ['2'] = 55, ['3'] = 56, ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60,
    ['8'] = 61, ['9'] = 62, ['+'] = 63, ['/'] = 64,
};

bool
pn_base64_add(struct pn_base64 *b, struct pn_bytes text, struct pn_buf *out)
{
	size_t i;

	for (i = 0; i < text.n && text.p[i] != '='; i++) {
		if (digits[text.p[i]] == 0)
			return false;
		b->bits = b->bits << 6 | (digits[text.p[i]] - 1u);
		if (++b->n % 4 != 1)
			(void)pn_buf_addc(
			    out, (char)(b->bits >> ((4 - b->n % 4) * 2 % 8)));
	}
	return true;
}

/* is_eol - one of the characters that end lines? */
static bool
is_eol(unsigned char c)
{
	return c == '\r' || c == '\n';
}

size_t
pn_base64_run_plain(struct pn_bytes text, unsigned char *out, size_t *n)
{
	const unsigned char *p = text.p, *end = p + text.n;
	unsigned char *to = out;

	while (p < end) {
		uint32_t v[4], all;

		if (is_eol(*p)) {
			p++;
			continue;
		}
		if (end - p < 4)
			break;
		for (int i = 0; i < 4; i++)
			v[i] = digits[p[i]] - 1u;
		if ((v[0] | v[1] | v[2] | v[3]) > 63)
			break;
		all = v[0] << 18 | v[1] << 12 | v[2] << 6 | v[3];
		*to++ = (unsigned char)(all >> 16);
		*to++ = (unsigned char)(all >> 8);
		*to++ = (unsigned char)all;
		p += 4;
	}
	*n = (size_t)(to - out);
	return (size_t)(p - text.p);
}

#if defined(__x86_64__)
#define STEP 32 /* digits at a time; they give 24 bytes */

#define BOTH(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)

/* values - what the digits of V stand for; a bit in *BAD for each byte that is
 * no digit */
__attribute__((target("avx2"))) static inline __m256i
values(__m256i v, uint32_t *bad)
{
	const __m256i of_low = BOTH(0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11,
	    0x11, 0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a);
	const __m256i of_high = BOTH(0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04,
	    0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10);
	const __m256i roll = BOTH(
	    0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0);
	const __m256i slash = _mm256_set1_epi8('/'); /* 0x2f, a mask as well */
	__m256i high = _mm256_and_si256(_mm256_srli_epi32(v, 4), slash);
	__m256i low = _mm256_and_si256(v, slash);
	__m256i odd = _mm256_and_si256(_mm256_shuffle_epi8(of_low, low),
	    _mm256_shuffle_epi8(of_high, high));
	__m256i is_slash = _mm256_cmpeq_epi8(v, slash);

	*bad = ~(uint32_t)_mm256_movemask_epi8(
	    _mm256_cmpeq_epi8(odd, _mm256_setzero_si256()));
	return _mm256_add_epi8(v,
	    _mm256_shuffle_epi8(roll, _mm256_add_epi8(is_slash, high)));
}

/* packed - the 24 bytes that 32 values of 6 bits make */
__attribute__((target("avx2"))) static inline __m256i
packed(__m256i v)
{
	const __m256i order =
	    BOTH(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);

	v = _mm256_maddubs_epi16(v, _mm256_set1_epi32(0x01400140));
	v = _mm256_madd_epi16(v, _mm256_set1_epi32(0x00011000));
	v = _mm256_shuffle_epi8(v, order);
	return _mm256_permutevar8x32_epi32(
	    v, _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 7, 7));
}

/* run_avx2 - as far as whole steps reach; a step that meets a line end gives
 * the groups in front of it */
__attribute__((target("avx2"))) static size_t
run_avx2(struct pn_bytes text, unsigned char *out, size_t *n)
{
	const unsigned char *p = text.p, *end = p + text.n;
	unsigned char *to = out;

	while (end - p >= STEP) {
		uint32_t bad;
		__m256i v = values(
		    _mm256_loadu_si256((const __m256i *)p), &bad);
		unsigned groups = bad ? (unsigned)__builtin_ctz(bad) / 4 : 8;

		_mm256_storeu_si256((__m256i *)to, packed(v));
		to += 3 * groups;
		p += 4 * groups;
		if (groups == 8)
			continue;
		if (!is_eol(*p))
			break;
		for (p++; p < end && is_eol(*p);)
			p++;
	}
	*n = (size_t)(to - out);
	return (size_t)(p - text.p);
}
#endif

size_t
pn_base64_run(struct pn_bytes text, unsigned char *out, size_t *n)
{
	size_t taken = 0, more;

	*n = 0;
#if defined(__x86_64__)
	if (__builtin_cpu_supports("avx2"))
		taken = run_avx2(text, out, n);
#endif
	text = (struct pn_bytes){text.p + taken, text.n - taken};
	taken += pn_base64_run_plain(text, out + *n, &more);
	*n += more;
	return taken;
}
