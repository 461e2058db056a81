/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * norm - the one form in which patterns look at text (see uni.h)
 *
 * ASCII without control characters is already in that form and costs one
 * pass. Anything else is cut into stretches between normalisation boundaries
 * (UAX 15), each stretch brought to NFKC and its characters folded one by
 * one; a step is noted wherever offsets stop advancing together.
 */
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>
#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include "base/mem.h"
#include "base/uni.h"

/* Characters of one stretch; a longer run of combining marks is cut, which no
 * honest text needs (UAX 15 Stream-Safe Text Format: 30). */
#define STRETCH_MAX 64
/* NFKC grows a character to at most 18 UTF-16 units (U+FDFA). */
#define NFKC_GROWTH 18

void
pn_norm_init(struct pn_norm *n)
{
	*n = (struct pn_norm){.text = ""};
	/* U+FDFA: 3 bytes become 33; the source is below 4 GiB */
	pn_buf_init(&n->own, (size_t)UINT32_MAX);
}

void
pn_norm_free(struct pn_norm *n)
{
	pn_buf_free(&n->own);
	free(n->steps);
	*n = (struct pn_norm){.text = ""};
}

/* is_plain - its own normal form, whatever stands beside it? */
static inline bool
is_plain(unsigned char c)
{
	return c < 0x20 ? c == '\t' || c == '\n' || c == '\r' : c < 0x7f;
}

#if defined(__SSE2__)
/* plain_steps - bytes at the start of S that are plain, as far as whole steps
 * of 16 bytes tell; *STOPPED: the next one is not */
static size_t
plain_steps(const char *s, size_t len, bool *stopped)
{
	const __m128i tab = _mm_set1_epi8('\t'), lf = _mm_set1_epi8('\n');
	const __m128i cr = _mm_set1_epi8('\r'), blank = _mm_set1_epi8(' ');
	const __m128i del = _mm_set1_epi8(0x7f);
	size_t i = 0;

	for (; i + 16 <= len; i += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(s + i));
		/* signed: bytes beyond ASCII are below a blank as well */
		__m128i low = _mm_cmplt_epi8(v, blank);
		__m128i ends = _mm_or_si128(_mm_cmpeq_epi8(v, tab),
		    _mm_or_si128(_mm_cmpeq_epi8(v, lf), _mm_cmpeq_epi8(v, cr)));
		__m128i bad = _mm_or_si128(
		    _mm_andnot_si128(ends, low), _mm_cmpeq_epi8(v, del));
		unsigned mask = (unsigned)_mm_movemask_epi8(bad);

		if (mask != 0) {
			*stopped = true;
			return i + (unsigned)__builtin_ctz(mask);
		}
	}
	return i;
}
#else
static size_t
plain_steps(const char *s, size_t len, bool *stopped)
{
	(void)s;
	(void)len;
	(void)stopped;
	return 0;
}
#endif

/* plain_run - bytes at the start of S that are their own normal form */
static size_t
plain_run(const char *s, size_t len)
{
	bool stopped = false;
	size_t i = plain_steps(s, len, &stopped);

	while (!stopped && i < len && is_plain((unsigned char)s[i]))
		i++;
	return i;
}

bool
pn_norm_plain(const char *src, size_t len)
{
	return plain_run(src, len) == len;
}

/* fold - what character C becomes; 0 where it is dropped */
static UChar32
fold(UChar32 c)
{
	int32_t digit;

	if (c < 0x80)
		return is_plain((unsigned char)c) ? c : ' ';
	if (c == 0x85 || c == 0x2028 || c == 0x2029)
		return '\n';
	if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
	    (u_charType(c) == U_FORMAT_CHAR))
		return 0;
	if (u_isUWhiteSpace(c))
		return ' ';
	digit = u_charDigitValue(c);
	if (digit >= 0)
		return '0' + digit;
	if (u_charType(c) == U_DASH_PUNCTUATION || c == 0x2212)
		return '-';
	if (c == 0x2018 || c == 0x2019 || c == 0x201A || c == 0x201B ||
	    c == 0x2032 || c == 0x02BC)
		return '\'';
	if (c >= 0x201C && c <= 0x201F)
		return '"';
	return c;
}

/* note - from here on the normalised text comes from source offset SRC */
static void
note(struct pn_norm *n, size_t src)
{
	uint32_t norm = (uint32_t)n->own.len;
	struct pn_norm_step *last =
	    n->n_steps ? &n->steps[n->n_steps - 1] : NULL;

	if (last && last->src + (norm - last->norm) == src)
		return;
	if (!last && norm == src)
		return;
	if (last && last->norm == norm) {
		last->src = (uint32_t)src;
		return;
	}
	PN_GROW(n->steps, n->n_steps, n->cap_steps);
	n->steps[n->n_steps++] = (struct pn_norm_step){norm, (uint32_t)src};
}

static void
put(struct pn_norm *n, UChar32 c)
{
	/* 4 GiB of text can't be exceeded by what the limits let in */
	if (pn_utf8_put(&n->own, (uint32_t)c) != PN_OK)
		abort();
}

/* stretch_end - where the stretch that starts at S ends: before the next
 * character that starts a new one */
static const char *
stretch_end(const UNormalizer2 *nfkc, const char *s, const char *end,
    UChar *units, int32_t *n_units)
{
	int chars = 0;

	*n_units = 0;
	while (s < end && chars < STRETCH_MAX) {
		const char *next = s;
		UChar32 c = (UChar32)pn_utf8_next(&next, end);
		UBool bad = false;

		if (chars && unorm2_hasBoundaryBefore(nfkc, c))
			break;
		U16_APPEND(units, *n_units, STRETCH_MAX * 2, c, bad);
		if (bad)
			break;
		s = next;
		chars++;
	}
	return s;
}

/* set_stretch - normalise the characters from S to E; all that comes out
 * stands for the whole stretch */
static void
set_stretch(struct pn_norm *n, const UNormalizer2 *nfkc, const UChar *units,
    int32_t n_units, size_t src)
{
	UChar out[STRETCH_MAX * NFKC_GROWTH];
	UErrorCode e = U_ZERO_ERROR;
	int32_t len = unorm2_normalize(nfkc, units, n_units, out,
	    (int32_t)(sizeof(out) / sizeof(out[0])), &e);
	int32_t i = 0;

	if (U_FAILURE(e)) {
		memcpy(out, units, (size_t)n_units * sizeof(UChar));
		len = n_units;
	}
	while (i < len) {
		UChar32 c;

		U16_NEXT(out, i, len, c);
		c = fold(c);
		if (!c)
			continue;
		note(n, src);
		put(n, c);
	}
}

void
pn_norm_set(struct pn_norm *n, const char *src, size_t len)
{
	UErrorCode e = U_ZERO_ERROR;
	const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&e);
	UChar units[STRETCH_MAX * 2];
	int32_t n_units;

	n->n_steps = 0;
	n->src_len = len;
	n->text = src;
	n->len = len;
	pn_buf_clear(&n->own);
	if (U_FAILURE(e) || plain_run(src, len) == len)
		return;
	for (size_t at = 0; at < len;) {
		size_t run = plain_run(src + at, len - at);

		/* the last plain character may have a mark that follows it */
		if (run && at + run < len)
			run--;
		if (run) {
			note(n, at);
			if (pn_buf_add(&n->own, src + at, run) != PN_OK)
				abort();
			at += run;
			continue;
		}
		run = (size_t)(stretch_end(
				   nfkc, src + at, src + len, units, &n_units) -
			       (src + at));
		set_stretch(n, nfkc, units, n_units, at);
		at += run;
	}
	note(n, len);
	n->text = n->own.data;
	n->len = n->own.len;
}

/* step_at - index of the last step at or before OFF, plus one; 0 for none */
static size_t
step_at(const struct pn_norm *n, size_t off)
{
	size_t lo = 0, hi = n->n_steps;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (n->steps[mid].norm <= off)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

size_t
pn_norm_src(const struct pn_norm *n, size_t off)
{
	size_t k = step_at(n, off);

	if (!k)
		return off;
	return n->steps[k - 1].src + (off - n->steps[k - 1].norm);
}

size_t
pn_norm_src_end(const struct pn_norm *n, size_t off)
{
	size_t k, src;

	if (!off)
		return 0;
	src = pn_norm_src(n, off - 1);
	k = step_at(n, off - 1);
	if (k == n->n_steps || n->steps[k].norm != off)
		return src + 1;
	/* several characters may stand for one: up to where the next starts */
	while (k < n->n_steps && n->steps[k].src <= src)
		k++;
	return k < n->n_steps ? n->steps[k].src : n->src_len;
}

void
pn_uni_warm(void)
{
	struct pn_norm n;

	pn_norm_init(&n);
	pn_norm_set(&n, "e\xcc\x81", 3);
	pn_norm_free(&n);
	free(pn_idna_ascii("b\xc3\xbc"
			   "cher.example"));
	free(pn_uni_lower("\xc3\x89"));
}
