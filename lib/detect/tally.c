/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tally - hashes of values, and masks
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/uni.h"
#include "detect/tally.h"

#define BULLET	       "\xe2\x80\xa2" /* U+2022 */
#define BULLETS_MAX    30
#define BULLETS_SECRET 8

/* place - where KEY is or goes in a table with room */
static size_t
place(const struct pn_seen *s, uint64_t key)
{
	size_t i = (size_t)(key ^ (key >> 32)) & (s->size - 1);

	while (s->keys[i] != 0 && s->keys[i] != key)
		i = (i + 1) & (s->size - 1);
	return i;
}

/* grow - twice the table */
static void
grow(struct pn_seen *s)
{
	struct pn_seen old = *s;

	s->size = old.size > 0 ? old.size * 2 : 64;
	s->keys = pn_alloc(s->size * sizeof(*s->keys));
	s->values = pn_alloc(s->size * sizeof(*s->values));
	for (size_t i = 0; i < old.size; i++) {
		size_t k;

		if (old.keys[i] == 0)
			continue;
		k = place(s, old.keys[i]);
		s->keys[k] = old.keys[i];
		s->values[k] = old.values[i];
	}
	pn_wipe_free(old.keys, old.size * sizeof(*old.keys));
	free(old.values);
}

uint32_t
pn_seen_add(struct pn_seen *s, uint64_t key, uint32_t value)
{
	size_t i;

	if (key == 0)
		key = 1;
	if (s->n * 2 >= s->size)
		grow(s);
	i = place(s, key);
	if (s->keys[i] == 0) {
		s->keys[i] = key;
		s->values[i] = value;
		s->n++;
	}
	return s->values[i];
}

void
pn_seen_free(struct pn_seen *s)
{
	pn_wipe_free(s->keys, s->size * sizeof(*s->keys));
	free(s->values);
	memset(s, 0, sizeof(*s));
}

uint64_t
pn_hash_mix(uint64_t h, uint64_t n)
{
	h ^= n + 0x9e3779b97f4a7c15u + (h << 6) + (h >> 2);
	h *= 0xff51afd7ed558ccdu;
	return h ^ (h >> 33);
}

uint64_t
pn_hash_value(uint64_t seed, const char *s, size_t n)
{
	uint64_t h = 14695981039346656037u;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c >= 'a' && c <= 'z')
			c = (unsigned char)(c - 'a' + 'A');
		if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    c >= 0x80 || c == '@')
			h = (h ^ c) * 1099511628211u;
	}
	return pn_hash_mix(seed, h);
}

/* bullets - append N of them */
static void
bullets(struct pn_buf *b, size_t n)
{
	for (size_t i = 0; i < n && i < BULLETS_MAX; i++)
		(void)pn_buf_adds(b, BULLET);
}

char *
pn_mask(const char *s, size_t n, bool secret)
{
	const char *p = s, *end = s + n, *last = s, *head = s;
	size_t len = 0, show, first;
	struct pn_buf b;

	pn_buf_init(&b, 4 + sizeof(BULLET) * BULLETS_MAX + 16);
	if (secret) {
		bullets(&b, BULLETS_SECRET);
		return pn_buf_take(&b);
	}
	while (p < end) {
		last = p;
		(void)pn_utf8_next(&p, end);
		len++;
	}
	show = len / 3 < 3 ? len / 3 : 3;
	first = show == 3 ? 2 : show > 0;
	for (size_t i = 0; i < first; i++)
		(void)pn_utf8_next(&head, end);
	(void)pn_buf_add(&b, s, (size_t)(head - s));
	bullets(&b, len - show);
	if (show > 1)
		(void)pn_buf_add(&b, last, (size_t)(end - last));
	return pn_buf_take(&b);
}
