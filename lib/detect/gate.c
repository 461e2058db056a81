/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gate - which grams an expression must contain
 *
 * The expression is a sequence of pieces. Starting at each piece in turn, its
 * beginning is written out as grams (grams.c), together with what look-around
 * says of the byte before and after; what lies before the piece tells how far
 * back a match can start. Of all these gates the one is taken that is expected
 * to cost least: rare in ordinary mail, and near to the start.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/uni.h"
#include "detect/gate.h"
#include "detect/grams.h"
#include "detect/lexicon.h"

#define PIECES_MAX 64	/* beginnings that are tried */
#define CALL_COST  40.0 /* of one call of PCRE2, in start positions */
#define FAR	   64.0 /* start positions that THROUGH is likely to leave */
#define SHARE_MAX  0.02 /* a gate that stands more often spares too little */
#define OPEN_MAX   0.9	/* an unbounded piece of nearly all bytes is no bound */
#define RE_MAX	   4096

/* The pieces of an expression, in order. */
struct pieces {
	const struct pn_node *p[PIECES_MAX];
	size_t n;
	bool all; /* no more than fit */
};

/* flatten - the pieces of NODE, which stands in a sequence */
static void
flatten(struct pieces *l, const struct pn_node *node)
{
	if (node->kind == PN_NODE_SEQ ||
	    (node->kind == PN_NODE_ALT && node->n == 1)) {
		for (size_t i = 0; i < node->n; i++)
			flatten(l, node->child[i]);
		return;
	}
	if (l->n == PIECES_MAX)
		l->all = false;
	else
		l->p[l->n++] = node;
}

/* plus, times - lengths: PN_MANY stays */
static uint32_t
plus(uint32_t a, uint32_t b)
{
	return a >= PN_MANY - b ? PN_MANY : a + b;
}

static uint32_t
times(uint32_t a, uint32_t b)
{
	uint64_t v = (uint64_t)a * b;

	return v >= PN_MANY ? PN_MANY : (uint32_t)v;
}

/* measure - shortest and longest match of NODE in bytes, and its bytes */
static void
measure(const struct pn_node *node, uint32_t *min, uint32_t *max,
    struct pn_byteset *bytes)
{
	uint32_t lo, hi;

	*min = *max = 0;
	if (node->kind == PN_NODE_SET) {
		*min = 1;
		*max = node->wide ? 4 : 1;
		pn_byteset_join(bytes, &node->set);
		if (node->wide)
			pn_byteset_add(bytes, 0x80, 0xff);
		return;
	}
	for (size_t i = 0; i < node->n; i++) {
		measure(node->child[i], &lo, &hi, bytes);
		if (node->kind == PN_NODE_SEQ) {
			*min = plus(*min, lo);
			*max = plus(*max, hi);
		} else if (node->kind == PN_NODE_ALT) {
			*min = i == 0 || lo < *min ? lo : *min;
			*max = hi > *max ? hi : *max;
		} else if (node->kind == PN_NODE_REPEAT) {
			*min = times(lo, node->min);
			*max = times(hi, node->max);
		}
	}
}

/* is_empty - does the piece match nothing but a place? */
static bool
is_empty(const struct pn_node *node)
{
	struct pn_byteset bytes = {{0}};
	uint32_t min, max;

	measure(node, &min, &max, &bytes);
	return max == 0;
}

/* outer - the first bytes of NODE (LAST: the last ones); returns whether it
 * can be empty, so that what is next to it counts too */
static bool
outer(const struct pn_node *node, bool last, struct pn_byteset *out)
{
	bool empty = node->kind != PN_NODE_SET && node->kind != PN_NODE_ALT;

	if (node->kind == PN_NODE_SET) {
		pn_byteset_join(out, &node->set);
		if (node->wide)
			pn_byteset_add(out, 0x80, 0xff);
		return false;
	}
	for (size_t i = 0; i < node->n; i++) {
		size_t k = last ? node->n - 1 - i : i;
		bool one = outer(node->child[k], last, out);

		if (node->kind == PN_NODE_ALT)
			empty = empty || one;
		else if (node->kind == PN_NODE_REPEAT)
			empty = one || node->min == 0;
		else if (!one)
			return false;
	}
	return empty;
}

/* is_word - are the bytes next to piece I (BEFORE it, or after) those of a
 * word, so that a border there has no such byte on its other side? */
static bool
is_word(const struct pieces *l, size_t i, bool before)
{
	struct pn_byteset bytes = {{0}}, word = pn_byteset_word();
	bool empty = true;

	if (before)
		while (empty && i-- > 0)
			empty = outer(l->p[i], true, &bytes);
	else
		for (i++; empty && i < l->n; i++)
			empty = outer(l->p[i], false, &bytes);
	return !empty && pn_byteset_within(&bytes, &word);
}

/* no_word - what stands on the other side of a border */
static struct pn_byteset
no_word(void)
{
	struct pn_byteset word = pn_byteset_word(), s = {{0}};

	pn_byteset_add(&s, 0, PN_EDGE);
	for (unsigned i = 0; i < 2; i++)
		s.bit[i] &= ~word.bit[i];
	return s;
}

/* look - what the empty piece I says about the byte next to it, BEHIND or
 * ahead; cuts *SET */
static void
look(const struct pieces *l, size_t i, bool behind, struct pn_byteset *set)
{
	const struct pn_node *node = l->p[i];
	struct pn_byteset other = no_word();

	if (node->kind == PN_NODE_LOOK && node->behind == behind)
		pn_byteset_cut(set, &node->set);
	else if (node->kind == PN_NODE_BORDER && is_word(l, i, !behind))
		pn_byteset_cut(set, &other);
}

/* around - the byte before piece number I (BEHIND), or that after piece I - 1,
 * as far as the empty pieces there tell; returns whether they do */
static bool
around(const struct pieces *l, size_t i, bool behind, struct pn_byteset *set)
{
	struct pn_byteset all = {{0}};

	pn_byteset_add(&all, 0, PN_EDGE);
	*set = all;
	if (behind)
		while (i-- > 0 && is_empty(l->p[i]))
			look(l, i, true, set);
	else
		for (; i < l->n && is_empty(l->p[i]); i++)
			look(l, i, false, set);
	return !pn_byteset_within(&all, set);
}

/* write_out - the grams of what starts at piece number I */
static void
write_out(const struct pieces *l, size_t i, struct pn_grams *out)
{
	size_t end = l->n;
	struct pn_byteset set;

	while (end > i && is_empty(l->p[end - 1]))
		end--;
	pn_grams_start(out, around(l, i, true, &set) ? &set : NULL);
	for (; i < end; i++)
		pn_grams_extend(out, l->p[i]);
	/* Only what ends the whole expression is known to stand after it. */
	if (l->all && around(l, end, false, &set))
		pn_grams_end(out, &set);
}

/* cost - what a gate is expected to cost per byte of mail */
static double
cost(const struct pn_gate *g)
{
	double width = (double)g->back_max - g->back_min;

	return g->share * (CALL_COST + (width < FAR ? width : FAR));
}

/* try_piece - the gate that starts at piece number I, if it is better than
 * *BEST */
static void
try_piece(const struct pieces *l, size_t i, struct pn_gate *best)
{
	struct pn_grams grams;
	struct pn_gate g = {0};

	for (size_t k = 0; k < i; k++) {
		uint32_t min, max;

		measure(l->p[k], &min, &max, &g.through);
		g.back_min = plus(g.back_min, min);
		g.back_max = plus(g.back_max, max);
	}
	if (g.back_max == PN_MANY && pn_byteset_share(&g.through) > OPEN_MAX)
		return;
	pn_grams_init(&grams);
	write_out(l, i, &grams);
	g.n = grams.n;
	g.share = pn_grams_share(&grams);
	if (g.share <= SHARE_MAX && (best->n == 0 || cost(&g) < cost(best))) {
		pn_gate_clear(best);
		*best = g;
		best->grams = pn_grams_take(&grams);
	}
	pn_grams_free(&grams);
}

/* find_branch - the best gate of one branch, added to *OUT; FIRST: only that at
 * its first piece. False: none */
static bool
find_branch(const struct pn_node *branch, bool first, struct pn_gate *out)
{
	struct pieces l = {.all = true};
	struct pn_gate best = {0};
	struct pn_gram *grams;

	flatten(&l, branch);
	for (size_t i = 0; i < l.n && !(first && best.n > 0); i++)
		if (!is_empty(l.p[i]))
			try_piece(&l, i, &best);
	if (best.n == 0)
		return false;
	grams = pn_alloc((out->n + best.n) * sizeof(*grams));
	if (out->n > 0)
		memcpy(grams, out->grams, out->n * sizeof(*grams));
	memcpy(grams + out->n, best.grams, best.n * sizeof(*grams));
	if (out->n == 0 || best.back_min < out->back_min)
		out->back_min = best.back_min;
	if (best.back_max > out->back_max)
		out->back_max = best.back_max;
	pn_byteset_join(&out->through, &best.through);
	out->share += best.share;
	out->n += best.n;
	free(out->grams);
	out->grams = grams;
	pn_gate_clear(&best);
	return true;
}

/* find - as pn_gate_find; FIRST as above */
static enum pn_err
find(const char *re, bool caseless, bool first, struct pn_gate *out)
{
	struct pn_syntax *tree;
	enum pn_err err = pn_syntax_read(re, caseless, &tree);
	const struct pn_node *root;

	memset(out, 0, sizeof(*out));
	if (err != PN_OK)
		return err;
	root = pn_syntax_root(tree);
	for (size_t i = 0; err == PN_OK && i < root->n; i++)
		if (!find_branch(root->child[i], first, out))
			err = PN_ERR_UNSUPPORTED;
	if (out->share > SHARE_MAX ||
	    (out->back_max == PN_MANY &&
		pn_byteset_share(&out->through) > OPEN_MAX))
		err = PN_ERR_UNSUPPORTED;
	pn_syntax_free(&tree);
	if (err != PN_OK)
		pn_gate_clear(out);
	return err;
}

enum pn_err
pn_gate_find(const char *re, bool caseless, struct pn_gate *out)
{
	return find(re, caseless, false, out);
}

/* add_word - the word [S, E) as an expression: its letters as CAPITALS wants
 * them */
static enum pn_err
add_word(struct pn_buf *re, const char *s, const char *e, bool capitals)
{
	enum pn_err err = PN_OK;

	for (; err == PN_OK && s < e; s++) {
		bool letter = *s >= 'a' && *s <= 'z';
		char both[] = {'[', *s, (char)(*s - 32), ']'};

		if (letter && capitals)
			err = pn_buf_add(re, &both[2], 1);
		else
			err = pn_buf_add(re, letter ? both : s, letter ? 4 : 1);
	}
	return err;
}

enum pn_err
pn_gate_phrase(const char *phrase, bool capitals, struct pn_gate *out)
{
	char *low = pn_uni_lower(phrase);
	const char *s = low, *end = low + strlen(low);
	enum pn_err err = PN_ERR_UNSUPPORTED;
	struct pn_buf re;

	memset(out, 0, sizeof(*out));
	pn_buf_init(&re, RE_MAX);
	/* As lexicon.c splits and joins them. */
	while (s < end) {
		const char *e = pn_word_end(s, end);

		if (e == s) {
			(void)pn_utf8_next(&s, end);
			continue;
		}
		err = pn_buf_adds(&re, re.len == 0 ? "(?<![A-Za-z0-9])"
						   : "[ \\t\\r\\n_/&'.-]{1,3}");
		if (err == PN_OK)
			err = add_word(&re, s, e, capitals);
		if (err != PN_OK)
			break;
		s = e;
	}
	/* A phrase too long is known by its beginning. */
	if (err == PN_OK)
		err = pn_buf_adds(&re, "(?![A-Za-z0-9])");
	if (err == PN_OK || err == PN_ERR_LIMIT)
		err = find(re.data, false, true, out);
	pn_buf_free(&re);
	free(low);
	return err;
}

void
pn_gate_clear(struct pn_gate *g)
{
	free(g->grams);
	memset(g, 0, sizeof(*g));
}
