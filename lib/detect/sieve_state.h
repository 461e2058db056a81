/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sieve_state - inside of struct pn_sieve, for sieve.c, shapes.c and words.c
 */
#ifndef PN_DETECT_SIEVE_STATE_H
#define PN_DETECT_SIEVE_STATE_H

#include "detect/sieve.h"

/* A gram and whose it is. */
struct pn_sought {
	struct pn_gram gram;
	uint32_t id;
};

struct pn_sought_list {
	struct pn_sought *v;
	size_t n, cap;
};

/* What the functions of one pass share. */
struct pn_pass {
	const char *text;
	size_t len;
	void (*take)(void *ctx, uint32_t id, size_t at);
	void *ctx;
};

/* pn_text_at - byte number AT of the text, PN_EDGE outside of it */
static inline unsigned
pn_text_at(const struct pn_pass *p, size_t at)
{
	return at < p->len ? (unsigned char)p->text[at] : PN_EDGE;
}

/* Grams that begin with a word: known by the first bytes of that word. */
#define PN_WORD_FILTER 16 /* bits of the filter's index */
#define PN_WORD_HEADS  12 /* and of the table's */

struct pn_word_entry {
	uint64_t bytes, mask; /* how such a word begins, in lower case */
	uint32_t sought, next; /* next: index plus 1 */
};

struct pn_word_gate {
	struct pn_sought_list list;
	uint32_t filter[(1 << PN_WORD_FILTER) / 32];
	uint32_t head[1 << PN_WORD_HEADS]; /* index plus 1 */
	struct pn_word_entry *entries;
	size_t n, cap;
};

/* pn_words_fit - does it begin with a word? Only then it can be added */
bool pn_words_fit(const struct pn_gram *g);

/* pn_words_add - look for G */
void pn_words_add(struct pn_word_gate *w, const struct pn_sought *g);

/* pn_words_scan - report those of the text; PLAIN as in sieve.h */
void pn_words_scan(
    const struct pn_word_gate *w, const struct pn_pass *p, bool plain);

/* pn_words_clear - free what W owns */
void pn_words_clear(struct pn_word_gate *w);

/* All others: known by four adjacent columns, in sixteen buckets. */
#define PN_SHAPE_WINDOW	 4
#define PN_SHAPE_BUCKETS 16
#define PN_SHAPE_ROWS	 (2 * PN_GRAM_MAX)

/* Up to 64 grams of a bucket, checked together, column by column. */
struct pn_shape_bank {
	unsigned bucket;
	unsigned n_rows, n;
	int off[PN_SHAPE_ROWS]; /* of a column, from the window's start */
	uint64_t *fits; /* by column and byte class: the grams that it fits */
	uint32_t sought[64];
	int first[64]; /* where the gram begins, from the window's start */
};

struct pn_shape_gate {
	struct pn_sought_list list;
	/* by place in the window and byte: the buckets that it fits */
	uint16_t fits[PN_SHAPE_WINDOW][PN_EDGE + 1];
	/* the same by half bytes, for eight buckets each: a superset */
	uint8_t low[2][PN_SHAPE_WINDOW][16], high[2][PN_SHAPE_WINDOW][16];
	uint8_t inside[2]; /* buckets that can begin with a letter or digit */
	uint16_t class[PN_EDGE + 1];
	unsigned n_classes;
	struct pn_shape_bank *banks; /* by bucket */
	size_t n_banks, cap_banks;
	size_t first_bank[PN_SHAPE_BUCKETS + 1];
};

/* pn_shapes_ready - the tables for all that is in the list (buckets.c) */
void pn_shapes_ready(struct pn_shape_gate *s);

/* pn_shapes_scan - report those of the text; PLAIN as in sieve.h */
void pn_shapes_scan(
    const struct pn_shape_gate *s, const struct pn_pass *p, bool plain);

/* pn_shapes_clear - free what S owns */
void pn_shapes_clear(struct pn_shape_gate *s);

struct pn_sieve {
	struct pn_word_gate words;
	struct pn_shape_gate shapes;
};

#endif
