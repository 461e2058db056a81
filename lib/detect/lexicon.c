/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lexicon - a tree of words behind one hash table
 *
 * A node is a word after a parent; the root is node 0. The table maps (parent,
 * word) to a node, so that a text costs one look-up per word and more only
 * where a phrase has begun. Words are compared as bytes in ASCII lower case.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/uni.h"
#include "detect/lexicon.h"

#define PHRASE_WORDS 12
#define GAP_MAX	     3 /* bytes between two words of a phrase */

#define FILTER_BITS 65536

struct node {
	uint32_t parent;
	uint32_t hash;
	char *word; /* in lower case */
	size_t n;
	struct pn_use *uses;
	size_t n_uses, cap_uses;
};

/* Where a node is looked up; node 0: free. */
struct slot {
	uint32_t node, hash;
};

struct pn_lexicon {
	struct node *nodes; /* 0 is the root */
	size_t n, cap;
	struct slot *table;
	size_t size; /* a power of two */
	/* by first bytes and length: can a phrase begin with such a word? */
	uint64_t filter[FILTER_BITS / 64];
};

/* lower - an ASCII letter in lower case */
static unsigned char
lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c | 0x20) : c;
}

/* hash_word - FNV-1a over the parent and the word in lower case */
static uint32_t
hash_word(uint32_t parent, const char *w, size_t n)
{
	uint32_t h = 2166136261u ^ (parent * 2654435761u);

	for (size_t i = 0; i < n; i++)
		h = (h ^ lower((unsigned char)w[i])) * 16777619u;
	return h ^ (h >> 15);
}

/* filter_bit - where a word stands in the filter */
static uint32_t
filter_bit(const char *w, size_t n)
{
	uint32_t key = 0;

	for (size_t i = 0; i < 4 && i < n; i++)
		key = key << 8 | lower((unsigned char)w[i]);
	key ^= (uint32_t)n * 0x9e3779b9u;
	return key * 2654435761u >> 16;
}

/* same - is W, whatever its case, the lower-case word of NODE? */
static bool
same(const struct node *node, const char *w, size_t n)
{
	if (node->n != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)node->word[i] != lower((unsigned char)w[i]))
			return false;
	return true;
}

/* child - the node for the word after PARENT, 0 if there is none */
static uint32_t
child(const struct pn_lexicon *l, uint32_t parent, const char *w, size_t n)
{
	uint32_t h = hash_word(parent, w, n);

	for (size_t i = h & (l->size - 1);; i = (i + 1) & (l->size - 1)) {
		const struct slot *slot = &l->table[i];
		const struct node *node = &l->nodes[slot->node];

		if (slot->node == 0)
			return 0;
		if (slot->hash == h && node->parent == parent &&
		    same(node, w, n))
			return slot->node;
	}
}

/* enter - put node number K into the table, which has room */
static void
enter(struct pn_lexicon *l, uint32_t k)
{
	size_t i = l->nodes[k].hash & (l->size - 1);

	while (l->table[i].node != 0)
		i = (i + 1) & (l->size - 1);
	l->table[i] = (struct slot){k, l->nodes[k].hash};
}

/* grow - twice the table */
static void
grow(struct pn_lexicon *l)
{
	free(l->table);
	l->size *= 2;
	l->table = pn_alloc(l->size * sizeof(*l->table));
	for (uint32_t k = 1; k < l->n; k++)
		enter(l, k);
}

struct pn_lexicon *
pn_lexicon_new(void)
{
	struct pn_lexicon *l = pn_alloc(sizeof(*l));

	l->size = 1024;
	l->table = pn_alloc(l->size * sizeof(*l->table));
	PN_GROW(l->nodes, l->n, l->cap);
	memset(&l->nodes[l->n++], 0, sizeof(l->nodes[0]));
	return l;
}

void
pn_lexicon_free(struct pn_lexicon **l)
{
	if (*l == NULL)
		return;
	for (size_t i = 0; i < (*l)->n; i++) {
		free((*l)->nodes[i].word);
		free((*l)->nodes[i].uses);
	}
	free((*l)->nodes);
	free((*l)->table);
	free(*l);
	*l = NULL;
}

/* add_child - the node for the word after PARENT, made if need be */
static uint32_t
add_child(struct pn_lexicon *l, uint32_t parent, const char *w, size_t n)
{
	uint32_t k = child(l, parent, w, n);
	struct node *node;

	if (k != 0)
		return k;
	if (l->n * 2 > l->size)
		grow(l);
	PN_GROW(l->nodes, l->n, l->cap);
	k = (uint32_t)l->n++;
	node = &l->nodes[k];
	*node = (struct node){.parent = parent,
	    .hash = hash_word(parent, w, n),
	    .word = pn_strndup(w, n),
	    .n = n};
	for (size_t i = 0; i < n; i++)
		node->word[i] = (char)lower((unsigned char)w[i]);
	enter(l, k);
	if (parent == 0) {
		uint32_t bit = filter_bit(w, n);

		l->filter[bit / 64] |= (uint64_t)1 << (bit % 64);
	}
	return k;
}

/* sign_len - length of a character that is not part of a word, 0 if it is:
 * ASCII signs, Latin-1 signs, U+2000-U+2FFF, CJK signs, and beyond the BMP */
static size_t
sign_len(const char *s, const char *end)
{
	unsigned char c = (unsigned char)*s, d;

	if (c < 0x80)
		return (c >= '0' && c <= '9') ||
			       (lower(c) >= 'a' && lower(c) <= 'z')
			   ? 0
			   : 1;
	d = s + 1 < end ? (unsigned char)s[1] : 0;
	if (c == 0xc2)
		return 2;
	if (c == 0xe2 || (c == 0xe3 && d == 0x80))
		return 3;
	return c >= 0xf0 ? 4 : 0;
}

const char *
pn_word_end(const char *s, const char *end)
{
	for (; s < end; s++) {
		unsigned char c = (unsigned char)*s;

		/* letters and digits are most of it */
		if ((unsigned)(c | 0x20) - 'a' >= 26 &&
		    (unsigned)c - '0' >= 10 && sign_len(s, end) > 0)
			break;
	}
	return s;
}

/* next_word - where the next word starts, END if there is none */
static const char *
next_word(const char *s, const char *end)
{
	size_t n;

	while (s < end && (n = sign_len(s, end)) > 0)
		s += n;
	return s < end ? s : end;
}

/* gap_end - where the second word starts if S (the end of a word) and it can
 * be parts of one phrase, else NULL */
static const char *
gap_end(const char *s, const char *end)
{
	const char *p = s;

	while (p < end && p - s <= GAP_MAX && strchr(" \t\r\n-_/&'.", *p) &&
	       *p != '\0')
		p++;
	if (p == s || p == end || p - s > GAP_MAX || sign_len(p, end) > 0)
		return NULL;
	return p;
}

void
pn_lexicon_add(struct pn_lexicon *l, const char *phrase, enum pn_use_kind kind,
    unsigned which)
{
	char *low = pn_uni_lower(phrase);
	const char *end = low + strlen(low), *s = next_word(low, end);
	uint32_t k = 0;
	struct node *node;

	for (size_t i = 0; s < end && i < PHRASE_WORDS; i++) {
		const char *e = pn_word_end(s, end);

		k = add_child(l, k, s, (size_t)(e - s));
		s = next_word(e, end);
	}
	free(low);
	if (k == 0)
		return;
	node = &l->nodes[k];
	PN_GROW(node->uses, node->n_uses, node->cap_uses);
	node->uses[node->n_uses++] = (struct pn_use){kind, which};
}

/* has_lower - is there a small ASCII letter? */
static bool
has_lower(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] >= 'a' && s[i] <= 'z')
			return true;
	return false;
}

/* report - hand on NODE with its uses, if any can count */
static void
report(const struct node *node, const char *text, size_t start, size_t end,
    void (*take)(void *ctx, const struct pn_hit *h), void *ctx)
{
	struct pn_hit h = {
	    .start = (uint32_t)start,
	    .end = (uint32_t)end,
	    .uses = node->uses,
	    .n_uses = (uint32_t)node->n_uses,
	    .small = has_lower(text + start, end - start),
	    .capital = text[start] < 'a' || text[start] > 'z',
	};

	for (size_t i = 0; i < node->n_uses; i++) {
		enum pn_use_kind kind = node->uses[i].kind;

		/* Small "will" and "may" are no forenames, and every other
		 * word could be no surname: not worth a hit. */
		if (kind == PN_USE_NO_SURNAME ||
		    (kind == PN_USE_FORENAME && !h.capital))
			continue;
		take(ctx, &h);
		return;
	}
}

bool
pn_hit_is(const struct pn_hit *h, enum pn_use_kind kind, unsigned which)
{
	if ((kind == PN_USE_ACRONYM && h->small) ||
	    (kind == PN_USE_FORENAME && !h->capital))
		return false;
	for (size_t i = 0; i < h->n_uses; i++)
		if (h->uses[i].kind == kind && h->uses[i].which == which)
			return true;
	return false;
}

/* try_phrases - report the phrases that begin with the word [S, E) */
static void
try_phrases(const struct pn_lexicon *l, const char *text, const char *end,
    const char *s, const char *e,
    void (*take)(void *ctx, const struct pn_hit *h), void *ctx)
{
	size_t start = (size_t)(s - text);
	uint32_t bit = filter_bit(s, (size_t)(e - s)), k;

	if ((l->filter[bit / 64] >> (bit % 64) & 1) == 0)
		return;
	k = child(l, 0, s, (size_t)(e - s));

	while (k != 0) {
		report(
		    &l->nodes[k], text, start, (size_t)(e - text), take, ctx);
		s = gap_end(e, end);
		if (s == NULL)
			return;
		e = pn_word_end(s, end);
		k = child(l, k, s, (size_t)(e - s));
	}
}

void
pn_lexicon_scan(const struct pn_lexicon *l, const char *text, size_t len,
    void (*take)(void *ctx, const struct pn_hit *h), void *ctx)
{
	pn_lexicon_scan_part(l, text, len, 0, len, take, ctx);
}

/* char_back - start of the character that S - 1 or S is part of, BEFORE S */
static const char *
char_back(const char *text, const char *s, bool before)
{
	if (before && s > text)
		s--;
	while (s > text && ((unsigned char)*s & 0xc0) == 0x80)
		s--;
	return s;
}

void
pn_lexicon_scan_part(const struct pn_lexicon *l, const char *text, size_t len,
    size_t from, size_t to, void (*take)(void *ctx, const struct pn_hit *h),
    void *ctx)
{
	const char *end = text + len, *stop = text + to, *s = text + from;

	if (from >= to)
		return;
	s = char_back(text, s, false);
	/* In the middle of a word: its rest is none. */
	if (s > text && sign_len(char_back(text, s, true), end) == 0)
		s = pn_word_end(s, stop);
	s = next_word(s, stop);
	while (s < stop) {
		const char *e = pn_word_end(s, end);

		try_phrases(l, text, end, s, e, take, ctx);
		s = next_word(e, end);
	}
}

bool
pn_lexicon_is(
    const struct pn_lexicon *l, const char *w, size_t n, enum pn_use_kind kind)
{
	uint32_t k = child(l, 0, w, n);

	for (size_t i = 0; k != 0 && i < l->nodes[k].n_uses; i++)
		if (l->nodes[k].uses[i].kind == kind)
			return true;
	return false;
}
