/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tally - values as numbers, told apart and counted; and masked evidence
 *
 * A value is kept as a 64-bit hash of its normalised form (letters in upper
 * case and digits, separators dropped) and never as text. Two values that
 * share a hash count as one, which happens by chance once in 2^64.
 */
#ifndef PN_DETECT_TALLY_H
#define PN_DETECT_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A set of hashes, each with a number. Zero it before use. */
struct pn_seen {
	uint64_t *keys; /* 0: free */
	uint32_t *values;
	size_t n, size;
};

/* pn_seen_add - enter KEY with VALUE unless it is there; returns the value
 * that it has then */
uint32_t pn_seen_add(struct pn_seen *s, uint64_t key, uint32_t value);

/* pn_seen_free - free what S owns, zero it */
void pn_seen_free(struct pn_seen *s);

/* pn_hash_value - the normalised N bytes at S, together with what SEED is */
uint64_t pn_hash_value(uint64_t seed, const char *s, size_t n);

/* pn_hash_mix - one number into a hash */
uint64_t pn_hash_mix(uint64_t h, uint64_t n);

/*
 * pn_mask - the N bytes at S (UTF-8) as evidence that tells nobody what it
 * was, for free(): at most the first two and the last character, never more
 * than a third, the others as bullets (at most 30). SECRET: bullets alone,
 * always as many.
 */
char *pn_mask(const char *s, size_t n, bool secret);

#endif
