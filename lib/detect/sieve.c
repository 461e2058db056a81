/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sieve - one pass that finds where PCRE2 has to look
 *
 * Running every expression over every text costs its time many times over, and
 * nearly all of it tells that there is nothing. So each expression is compiled
 * to a gate as well: syntax.c reads it, gate.c picks the short sequence of
 * byte sets (the grams) that every match contains and that mail rarely does:
 * "no word character, two capitals, a digit, a digit", "pass", "@" and a
 * letter. The sieve looks for the grams of all expressions at once:
 *
 * words.c	grams that begin with a word. The first four bytes of each word
 *of the text are looked up in a filter of 64 Kbit, and in a table if they are
 *there. Any number of words costs the same. shapes.c	all others. Four
 *adjacent columns stand for a gram; sixteen buckets of grams are tested at
 *every byte, 32 bytes at a time where the processor has AVX2, and what is left
 *is compared column by column, for up to 64 grams in one go.
 *
 * For each gram found, spans.c notes where a match around it could start:
 * from the gram back over what can lie before it. match.c then runs PCRE2 over
 * these spans alone. As every start of a match lies in one, what PCRE2 finds
 * there is what it would find in the whole text, in the same order; a gate may
 * let too much through, never too little. An expression that gives no gate
 * (gate.c is not sure, or it would let nearly everything through) has one span,
 * the whole text.
 *
 * The words of the lexicon are looked up around what was found, and nowhere
 * else (look.c); so the terms of vocabularies, which are finds by themselves,
 * go through the sieve too.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "detect/sieve_state.h"

struct pn_sieve *
pn_sieve_new(void)
{
	return pn_alloc(sizeof(struct pn_sieve));
}

void
pn_sieve_add(struct pn_sieve *s, const struct pn_gate *gate, uint32_t id)
{
	struct pn_sought_list *l = &s->shapes.list;
	bool words = true;

	/* All of them one way, so that they are found by place. */
	for (size_t i = 0; i < gate->n; i++)
		words = words && pn_words_fit(&gate->grams[i]);
	for (size_t i = 0; i < gate->n; i++) {
		struct pn_sought one = {gate->grams[i], id};

		if (words) {
			pn_words_add(&s->words, &one);
			continue;
		}
		PN_GROW(l->v, l->n, l->cap);
		l->v[l->n++] = one;
	}
}

void
pn_sieve_ready(struct pn_sieve *s)
{
	pn_shapes_ready(&s->shapes);
}

void
pn_sieve_scan(const struct pn_sieve *s, const char *text, size_t len,
    bool plain, void (*take)(void *ctx, uint32_t id, size_t at), void *ctx)
{
	struct pn_pass p = {text, len, take, ctx};

	pn_shapes_scan(&s->shapes, &p, plain);
	pn_words_scan(&s->words, &p, plain);
}

void
pn_sieve_free(struct pn_sieve **s)
{
	if (*s == NULL)
		return;
	pn_words_clear(&(*s)->words);
	pn_shapes_clear(&(*s)->shapes);
	free(*s);
	*s = NULL;
}
