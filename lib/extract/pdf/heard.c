/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * heard - the words that were handed on so far: a hash set of 64-bit keys
 */
#include <stdlib.h>
#include "base/mem.h"
#include "extract/pdf/heard.h"

/* Text that is kept before its words are noted. */
#define FRESH_BYTES (1u << 20)
#define FNV_START 0xcbf29ce484222325u
#define FNV_PRIME 0x100000001b3u

static uint64_t
fnv(uint64_t h, unsigned char c)
{
	return (h ^ c) * FNV_PRIME;
}

/* slot - where KEY is, or the free slot where it goes; CAP a power of two */
static size_t
slot(const uint64_t *keys, size_t cap, uint64_t key)
{
	size_t i = (size_t)(key ^ key >> 32) & (cap - 1);

	while (keys[i] && keys[i] != key)
		i = (i + 1) & (cap - 1);
	return i;
}

static void
grow(struct pn_heard *h)
{
	size_t cap = h->cap ? 2 * h->cap : 1024;
	uint64_t *keys = pn_alloc(cap * sizeof(*keys));

	for (size_t i = 0; i < h->cap; i++)
		if (h->keys[i])
			keys[slot(keys, cap, h->keys[i])] = h->keys[i];
	free(h->keys);
	h->keys = keys;
	h->cap = cap;
}

bool
pn_heard_key(struct pn_heard *h, uint64_t key)
{
	size_t i;

	key += key == 0;
	if (2 * h->n >= h->cap)
		grow(h);
	i = slot(h->keys, h->cap, key);
	if (h->keys[i])
		return false;
	if (h->n >= PN_HEARD_MAX) {
		h->full = true;
		return true;
	}
	h->keys[i] = key;
	h->n++;
	return true;
}

uint64_t
pn_heard_hash(struct pn_bytes bytes)
{
	uint64_t h = FNV_START;

	for (size_t i = 0; i < bytes.n; i++)
		h = fnv(h, bytes.p[i]);
	return h;
}

/* fold - the byte by which C counts in a word: letters of ASCII are small;
 * 0 for other marks of ASCII, which do not count at its ends */
static unsigned char
fold(unsigned char c)
{
	if (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		return c;
	return c >= 'A' && c <= 'Z' ? c | 0x20 : 0;
}

/* word - the key of the next word of *TEXT, 0 at its end; steps over it */
static uint64_t
word(struct pn_bytes *text)
{
	while (text->n) {
		const unsigned char *s = text->p, *e;
		uint64_t h = FNV_START;

		while (text->n && *text->p > ' ')
			text->p++, text->n--;
		e = text->p;
		while (text->n && *text->p <= ' ')
			text->p++, text->n--;
		while (s < e && !fold(*s))
			s++;
		while (e > s && !fold(e[-1]))
			e--;
		if (s == e)
			continue;
		for (; s < e; s++)
			h = fnv(h, fold(*s) ? fold(*s) : *s);
		return h + (h == 0);
	}
	return 0;
}

/* catch_up - note the words of what was only kept so far */
static void
catch_up(struct pn_heard *h)
{
	struct pn_bytes text = pn_buf_bytes(&h->fresh);
	uint64_t key;

	while ((key = word(&text)) != 0)
		(void)!pn_heard_key(h, key);
	pn_buf_clear(&h->fresh);
}

void
pn_heard_add(struct pn_heard *h, struct pn_bytes text)
{
	uint64_t key;

	/* most files never ask */
	if (h->fresh.max == 0)
		pn_buf_init(&h->fresh, FRESH_BYTES);
	if (text.n + 1 > h->fresh.max - h->fresh.len)
		catch_up(h);
	if (pn_buf_add(&h->fresh, text.p, text.n) == PN_OK &&
	    pn_buf_addc(&h->fresh, '\n') == PN_OK)
		return;
	while ((key = word(&text)) != 0)
		(void)!pn_heard_key(h, key);
}

bool
pn_heard_all(struct pn_heard *h, struct pn_bytes text)
{
	uint64_t key;

	if (h->fresh.len)
		catch_up(h);
	while ((key = word(&text)) != 0)
		if (h->cap == 0 || !h->keys[slot(h->keys, h->cap, key)])
			return false;
	return true;
}

void
pn_heard_free(struct pn_heard *h)
{
	free(h->keys);
	pn_buf_free(&h->fresh);
	*h = (struct pn_heard){0};
}
