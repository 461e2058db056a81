/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bytes - sets of bytes, and how often each byte stands in ordinary mail
 *
 * A set may also hold the edge: what "stands" before the first byte of a text
 * and after the last.
 */
#ifndef PN_DETECT_BYTES_H
#define PN_DETECT_BYTES_H

#include <stdbool.h>
#include <stdint.h>

#define PN_EDGE 256 /* as a byte: there is none, the text ends */

struct pn_byteset {
	uint64_t bit[5]; /* of 256 bytes and the edge */
};

/* pn_byteset_has - is C in S? */
static inline bool
pn_byteset_has(const struct pn_byteset *s, unsigned c)
{
	return (s->bit[c / 64] >> (c % 64) & 1) != 0;
}

/* pn_byteset_add - put FROM to TO into S */
static inline void
pn_byteset_add(struct pn_byteset *s, unsigned from, unsigned to)
{
	for (unsigned c = from; c <= to; c++)
		s->bit[c / 64] |= (uint64_t)1 << (c % 64);
}

/* pn_byteset_join - put all of MORE into S */
static inline void
pn_byteset_join(struct pn_byteset *s, const struct pn_byteset *more)
{
	for (unsigned i = 0; i < 5; i++)
		s->bit[i] |= more->bit[i];
}

/* pn_byteset_cut - leave in S what is in WITH too */
static inline void
pn_byteset_cut(struct pn_byteset *s, const struct pn_byteset *with)
{
	for (unsigned i = 0; i < 5; i++)
		s->bit[i] &= with->bit[i];
}

/* pn_byteset_within - is every byte of S in OF? */
static inline bool
pn_byteset_within(const struct pn_byteset *s, const struct pn_byteset *of)
{
	for (unsigned i = 0; i < 5; i++)
		if ((s->bit[i] & ~of->bit[i]) != 0)
			return false;
	return true;
}

/* pn_byteset_digits, pn_byteset_alnum, pn_byteset_word - 0-9; with A-Za-z; with
 * _ */
struct pn_byteset pn_byteset_digits(void);
struct pn_byteset pn_byteset_alnum(void);
struct pn_byteset pn_byteset_word(void);

/* pn_byteset_share - the share of all bytes of ordinary mail that S makes up */
double pn_byteset_share(const struct pn_byteset *s);

/* pn_byteset_after - its share right after a byte of BEFORE */
double pn_byteset_after(
    const struct pn_byteset *s, const struct pn_byteset *before);

#endif
