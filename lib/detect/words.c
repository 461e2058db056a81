/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * words - grams that begin with a word, looked for at the starts of words
 *
 * A word is a run of ASCII letters and digits. Its key is its first four
 * bytes, letters in lower case, cut where the word ends.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "detect/sieve_state.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define KEY_BYTES 4
#define KEYS_MAX  256 /* that one gram may have */

#define BEGIN_BYTES 8 /* compared at once */

/* fold - a letter in lower case, a digit; 0 for all else */
static inline unsigned
fold(unsigned c)
{
	if ((c | 0x20) - 'a' < 26)
		return c | 0x20;
	return c - '0' < 10 ? c : 0;
}

/* scramble - the hash of a key, 32 bits */
static inline uint32_t
scramble(uint32_t key)
{
	return key * 2654435761u;
}

/* fold_column - the different bytes of a column, folded; returns how many */
static size_t
fold_column(const struct pn_byteset *col, unsigned char *out)
{
	bool seen[256] = {false};
	size_t n = 0;

	for (unsigned c = 0; c <= PN_EDGE; c++) {
		unsigned f = c == PN_EDGE ? 0 : fold(c);

		if (!pn_byteset_has(col, c) || seen[f])
			continue;
		seen[f] = true;
		out[n++] = (unsigned char)f;
	}
	return n;
}

/* list_keys - all keys that a word which G begins with can have; 0: more than
 * KEYS_MAX */
static size_t
list_keys(const struct pn_gram *g, uint32_t *keys)
{
	size_t n = 1;

	keys[0] = 0;
	for (unsigned i = 0; i < KEY_BYTES; i++) {
		unsigned char some[64];
		size_t n_some, n_open = 0;
		uint32_t next[KEYS_MAX];
		struct pn_byteset any = {{0}};

		pn_byteset_add(&any, 0, PN_EDGE);
		n_some = fold_column(
		    g->lead + i < g->n ? &g->col[g->lead + i] : &any, some);
		for (size_t k = 0; k < n; k++) {
			/* it has ended before */
			bool over = i > 0 && keys[k] >> (8 * (i - 1)) == 0;

			for (size_t m = 0; m < (over ? 1 : n_some); m++) {
				if (n_open == KEYS_MAX)
					return 0;
				next[n_open++] =
				    keys[k] |
				    (over ? 0 : (uint32_t)some[m] << (8 * i));
			}
		}
		memcpy(keys, next, n_open * sizeof(*keys));
		n = n_open;
	}
	return n;
}

bool
pn_words_fit(const struct pn_gram *g)
{
	struct pn_byteset alnum = pn_byteset_alnum(), both = g->col[0];
	uint32_t keys[KEYS_MAX];

	pn_byteset_cut(&both, &alnum);
	return g->lead == 1 && g->n > 1 &&
	       pn_byteset_within(&both, &(struct pn_byteset){{0}}) &&
	       pn_byteset_within(&g->col[1], &alnum) && list_keys(g, keys) > 0;
}

/* begin - the bytes by which E, which has KEY, is known: those of the key, then
 * those of the gram that can be but one letter or digit */
static void
begin(const struct pn_gram *g, uint32_t key, struct pn_word_entry *e)
{
	for (unsigned i = 0; i < BEGIN_BYTES; i++) {
		unsigned c = i < KEY_BYTES ? key >> (8 * i) & 0xff : 0;
		unsigned char some[64];

		if (i >= KEY_BYTES && g->lead + i < g->n &&
		    fold_column(&g->col[g->lead + i], some) == 1)
			c = some[0];
		e->bytes |= (uint64_t)c << (8 * i);
		e->mask |= (uint64_t)(c != 0 ? 0xff : 0) << (8 * i);
	}
}

void
pn_words_add(struct pn_word_gate *w, const struct pn_sought *g)
{
	uint32_t keys[KEYS_MAX];
	size_t n = list_keys(&g->gram, keys);

	PN_GROW(w->list.v, w->list.n, w->list.cap);
	w->list.v[w->list.n++] = *g;
	for (size_t i = 0; i < n; i++) {
		uint32_t h = scramble(keys[i]), f = h >> (32 - PN_WORD_FILTER);
		uint32_t *head = &w->head[h >> (32 - PN_WORD_HEADS)];
		struct pn_word_entry e = {
		    .sought = (uint32_t)w->list.n - 1, .next = *head};

		begin(&g->gram, keys[i], &e);
		PN_GROW(w->entries, w->n, w->cap);
		w->entries[w->n] = e;
		*head = (uint32_t)++w->n;
		w->filter[f / 32] |= (uint32_t)1 << (f % 32);
	}
}

/* stands - does the gram stand at AT, where it begins after its lead? */
static bool
stands(const struct pn_gram *g, const struct pn_pass *p, size_t at)
{
	/* those that the key says nothing of come first */
	for (unsigned i = g->n; i-- > 0;)
		if (!pn_byteset_has(
			&g->col[i], pn_text_at(p, at + i - g->lead)))
			return false;
	return true;
}

/* key_at - of the word that starts at AT */
static uint32_t
key_at(const struct pn_pass *p, size_t at)
{
	uint32_t key = 0;

	for (unsigned i = 0; i < KEY_BYTES && at + i < p->len; i++) {
		unsigned c = fold((unsigned char)p->text[at + i]);

		if (c == 0)
			break;
		key |= (uint32_t)c << (8 * i);
	}
	return key;
}

/* passes - can there be a gram for that key? */
static inline bool
passes(const struct pn_word_gate *w, uint32_t key)
{
	uint32_t f = scramble(key) >> (32 - PN_WORD_FILTER);

	return (w->filter[f / 32] >> (f % 32) & 1) != 0;
}

/* begins - the first bytes at AT, letters in lower case; all that the text has
 * not is 0 */
static inline uint64_t
begins(const struct pn_pass *p, size_t at)
{
	uint64_t v = 0;

	if (p->len - at >= BEGIN_BYTES)
		memcpy(&v, p->text + at, BEGIN_BYTES);
	else
		memcpy(&v, p->text + at, p->len - at);
	return v | 0x2020202020202020u;
}

/* try_word - the grams for KEY, at AT */
static void
try_word(const struct pn_word_gate *w, const struct pn_pass *p, size_t at,
    uint32_t key)
{
	uint32_t k = w->head[scramble(key) >> (32 - PN_WORD_HEADS)];
	uint64_t text = begins(p, at);

	for (; k != 0; k = w->entries[k - 1].next) {
		const struct pn_word_entry *e = &w->entries[k - 1];
		const struct pn_sought *g = &w->list.v[e->sought];

		if ((text & e->mask) == e->bytes && stands(&g->gram, p, at))
			p->take(p->ctx, g->id, at);
	}
}

/* scan_plain - words that start in [FROM, len) */
static void
scan_plain(const struct pn_word_gate *w, const struct pn_pass *p, size_t from)
{
	bool inside = from > 0 && fold((unsigned char)p->text[from - 1]) != 0;

	for (size_t i = from; i < p->len; i++) {
		bool word = fold((unsigned char)p->text[i]) != 0;

		if (word && !inside) {
			uint32_t key = key_at(p, i);

			if (passes(w, key))
				try_word(w, p, i, key);
		}
		inside = word;
	}
}

#if defined(__x86_64__)
#define STEP 32

/* alnum_mask - for each of 32 bytes, is it a letter or digit? */
__attribute__((target("avx2"))) static inline uint32_t
alnum_mask(const char *text)
{
	__m256i v = _mm256_loadu_si256((const __m256i *)text);
	__m256i letter = _mm256_sub_epi8(
	    _mm256_or_si256(v, _mm256_set1_epi8(0x20)), _mm256_set1_epi8('a'));
	__m256i digit = _mm256_sub_epi8(v, _mm256_set1_epi8('0'));
	__m256i in =
	    _mm256_or_si256(_mm256_cmpeq_epi8(letter,
				_mm256_min_epu8(letter, _mm256_set1_epi8(25))),
		_mm256_cmpeq_epi8(
		    digit, _mm256_min_epu8(digit, _mm256_set1_epi8(9))));

	return (uint32_t)_mm256_movemask_epi8(in);
}

/* scan_avx2 - words that start in whole steps; returns where it ended. A key
 * is four bytes in lower case, those after the word's end cut off */
__attribute__((target("avx2,bmi,bmi2"))) static size_t
scan_avx2(const struct pn_word_gate *w, const struct pn_pass *p)
{
	uint64_t before = 0, mask;
	uint32_t next;
	size_t i = 0;

	if (p->len < 2 * STEP)
		return 0;
	next = alnum_mask(p->text);
	for (; i + 2 * STEP <= p->len; i += STEP) {
		uint64_t starts;

		mask = next;
		next = alnum_mask(p->text + i + STEP);
		mask |= (uint64_t)next << STEP;
		starts = mask & ~(mask << 1 | before) & UINT32_MAX;
		before = mask >> (STEP - 1) & 1;
		mask = ~mask;
		for (; starts != 0; starts &= starts - 1) {
			uint64_t k = _tzcnt_u64(starts);
			uint64_t n =
			    _tzcnt_u64(mask >> k | (uint64_t)1 << KEY_BYTES);
			uint32_t key;

			memcpy(&key, p->text + i + k, sizeof(key));
			key = _bzhi_u32(key | 0x20202020u, (unsigned)(8 * n));
			if (passes(w, key))
				try_word(w, p, i + k, key);
		}
	}
	return i;
}
#endif

void
pn_words_scan(const struct pn_word_gate *w, const struct pn_pass *p, bool plain)
{
	size_t from = 0;

	if (w->n == 0)
		return;
#if defined(__x86_64__)
	if (!plain && __builtin_cpu_supports("avx2") &&
	    __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2"))
		from = scan_avx2(w, p);
#else
	(void)plain;
#endif
	scan_plain(w, p, from);
}

void
pn_words_clear(struct pn_word_gate *w)
{
	free(w->list.v);
	free(w->entries);
}
