/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shapes - grams that are no words, looked for at every byte
 *
 * Each gram has a window of four columns, and is in one of sixteen buckets
 * (buckets.c). A
 * bucket is tested by one bit per byte value and place in the window; with AVX2
 * by half bytes, as pshufb looks up 16 values at once, which lets through a
 * little more, and letters and digits are left out where nothing in a bucket
 * can begin with one. What passes is compared with all columns of the bucket's
 * grams, one word of 64 bits for each column and class of bytes.
 */
#include "detect/sieve_state.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* check_bank - the grams of bank B whose window begins at AT; INNER: none of
 * them reaches the text's ends */
static inline void
check_bank(const struct pn_shape_gate *s, const struct pn_shape_bank *b,
    const struct pn_pass *p, size_t at, bool inner)
{
	uint64_t left = ~(uint64_t)0 >> (64 - b->n);
	const uint64_t *fits = b->fits;

	for (unsigned i = 0; i < b->n_rows; i++) {
		size_t k = at + (size_t)b->off[i];
		unsigned c =
		    inner ? (unsigned char)p->text[k] : pn_text_at(p, k);

		left &= fits[s->class[c]];
		if (left == 0)
			return;
		fits += s->n_classes;
	}
	for (; left != 0; left &= left - 1) {
		unsigned i = (unsigned)__builtin_ctzll(left);
		const struct pn_sought *g = &s->list.v[b->sought[i]];

		p->take(p->ctx, g->id, at + (size_t)b->first[i] + g->gram.lead);
	}
}

/* check - the buckets whose bits are set in PASSED */
static inline void
check(const struct pn_shape_gate *s, const struct pn_pass *p, size_t at,
    unsigned passed)
{
	/* a window may begin at the edge before the text, SIZE_MAX */
	bool inner = at >= PN_GRAM_MAX && at < p->len &&
		     p->len - at >= PN_GRAM_MAX;

	for (; passed != 0; passed &= passed - 1) {
		unsigned b = (unsigned)__builtin_ctz(passed);
		const struct pn_shape_bank *bank = &s->banks[s->first_bank[b]];
		const struct pn_shape_bank *end =
		    &s->banks[s->first_bank[b + 1]];

		for (; bank < end; bank++)
			if (inner)
				check_bank(s, bank, p, at, true);
			else
				check_bank(s, bank, p, at, false);
	}
}

/* scan_plain - windows that begin in [FROM, TO) */
static void
scan_plain(const struct pn_shape_gate *s, const struct pn_pass *p, size_t from,
    size_t to)
{
	for (size_t i = from; i != to; i++) {
		unsigned passed = s->fits[0][pn_text_at(p, i)];

		for (unsigned k = 1; passed != 0 && k < PN_SHAPE_WINDOW; k++)
			passed &= s->fits[k][pn_text_at(p, i + k)];
		if (passed != 0)
			check(s, p, i, passed);
	}
}

#if defined(__x86_64__)
#define STEP 32

/* The half byte tables of eight buckets. */
struct tables {
	__m256i low[PN_SHAPE_WINDOW], high[PN_SHAPE_WINDOW];
	__m256i inside;
};

__attribute__((target("avx2"))) static void
load_tables(const struct pn_shape_gate *s, unsigned half, struct tables *t)
{
	for (unsigned k = 0; k < PN_SHAPE_WINDOW; k++) {
		t->low[k] = _mm256_broadcastsi128_si256(
		    _mm_loadu_si128((const __m128i *)s->low[half][k]));
		t->high[k] = _mm256_broadcastsi128_si256(
		    _mm_loadu_si128((const __m128i *)s->high[half][k]));
	}
	t->inside = _mm256_set1_epi8((char)s->inside[half]);
}

/* test - for each of 32 bytes, which of eight buckets it passes */
__attribute__((target("avx2"))) static inline __m256i
test(const struct tables *t, const char *text)
{
	const __m256i half = _mm256_set1_epi8(0x0f);
	__m256i all = _mm256_set1_epi8(-1);

	for (unsigned k = 0; k < PN_SHAPE_WINDOW; k++) {
		__m256i v = _mm256_loadu_si256((const __m256i *)(text + k));
		__m256i low = _mm256_and_si256(v, half);
		__m256i high = _mm256_and_si256(_mm256_srli_epi16(v, 4), half);

		all = _mm256_and_si256(
		    all, _mm256_and_si256(_mm256_shuffle_epi8(t->low[k], low),
			     _mm256_shuffle_epi8(t->high[k], high)));
	}
	return all;
}

/* within - for each of 32 bytes, is it below N after BASE is taken off? */
__attribute__((target("avx2"))) static inline __m256i
within(__m256i v, char base, char n)
{
	v = _mm256_sub_epi8(v, _mm256_set1_epi8(base));
	return _mm256_cmpeq_epi8(
	    v, _mm256_min_epu8(v, _mm256_set1_epi8((char)(n - 1))));
}

/* alnum - for each of 32 bytes, is it a letter or digit? */
__attribute__((target("avx2"))) static inline __m256i
alnum(const char *text)
{
	__m256i v = _mm256_loadu_si256((const __m256i *)text);
	__m256i letter = _mm256_or_si256(v, _mm256_set1_epi8(0x20));

	return _mm256_or_si256(within(letter, 'a', 26), within(v, '0', 10));
}

/* scan_avx2 - windows from the text's beginning in whole steps; returns where
 * it ended */
__attribute__((target("avx2,bmi"))) static size_t
scan_avx2(const struct pn_shape_gate *s, const struct pn_pass *p)
{
	struct tables t[2];
	size_t i = 0;

	load_tables(s, 0, &t[0]);
	load_tables(s, 1, &t[1]);
	for (; i + STEP + PN_SHAPE_WINDOW <= p->len; i += STEP) {
		const char *text = p->text + i;
		__m256i word = alnum(text);
		/* andnot: what no gram of a bucket can begin with */
		__m256i a = _mm256_andnot_si256(
		    _mm256_andnot_si256(t[0].inside, word), test(&t[0], text));
		__m256i b = _mm256_andnot_si256(
		    _mm256_andnot_si256(t[1].inside, word), test(&t[1], text));
		uint32_t some =
		    ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(
			_mm256_or_si256(a, b), _mm256_setzero_si256()));
		uint8_t low[STEP], high[STEP];

		if (some == 0)
			continue;
		_mm256_storeu_si256((__m256i *)low, a);
		_mm256_storeu_si256((__m256i *)high, b);
		for (; some != 0; some &= some - 1) {
			unsigned k = (unsigned)__builtin_ctz(some);

			check(s, p, i + k, low[k] | (unsigned)high[k] << 8);
		}
	}
	return i;
}
#endif

void
pn_shapes_scan(
    const struct pn_shape_gate *s, const struct pn_pass *p, bool plain)
{
	size_t from = 0;

	if (s->list.n == 0)
		return;
	/* a lead can be the edge before the text */
	scan_plain(s, p, SIZE_MAX, 0);
#if defined(__x86_64__)
	if (!plain && __builtin_cpu_supports("avx2") &&
	    __builtin_cpu_supports("bmi"))
		from = scan_avx2(s, p);
#else
	(void)plain;
#endif
	scan_plain(s, p, from, p->len);
}
