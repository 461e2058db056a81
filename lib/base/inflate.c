/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inflate - what comes out of deflated data that is cut or broken (RFC 1951)
 *
 * libdeflate gives nothing of a stream that does not end well, but viewers
 * show what is before the break. Sound streams never come here, so this one
 * is plain: canonical codes are read bit by bit from counts per length.
 */
#include <stdbool.h>
#include <string.h>
#include "base/inflate.h"

#define MAX_BITS    15
#define N_LITERALS  288
#define N_DISTANCES 30
#define END_CODE    256

/* A canonical code: how many codes of each length, symbols in order. */
struct code {
	unsigned short count[MAX_BITS + 1];
	unsigned short symbol[N_LITERALS];
};

struct state {
	struct pn_bytes in;
	size_t at;
	unsigned bits, n_bits;
	bool cut;
	struct pn_buf *out;
	enum pn_err err;
};

/* take - N bits; sets CUT past the end */
static unsigned
take(struct state *s, unsigned n)
{
	unsigned v;

	while (s->n_bits < n) {
		if (s->at == s->in.n) {
			s->cut = true;
			return 0;
		}
		s->bits |= (unsigned)s->in.p[s->at++] << s->n_bits;
		s->n_bits += 8;
	}
	v = s->bits & ((1u << n) - 1);
	s->bits >>= n;
	s->n_bits -= n;
	return v;
}

/* code_make - the code for N symbols of the given LENGTHS; false where the
 * lengths need more codes than there are */
static bool
code_make(struct code *c, const unsigned char *lengths, unsigned n)
{
	unsigned short at[MAX_BITS + 1];
	int left = 1;

	memset(c, 0, sizeof(*c));
	for (unsigned i = 0; i < n; i++)
		c->count[lengths[i]]++;
	for (unsigned len = 1; len <= MAX_BITS; len++) {
		left = 2 * left - c->count[len];
		if (left < 0)
			return false;
	}
	at[1] = 0;
	for (unsigned len = 1; len < MAX_BITS; len++)
		at[len + 1] = (unsigned short)(at[len] + c->count[len]);
	for (unsigned i = 0; i < n; i++)
		if (lengths[i])
			c->symbol[at[lengths[i]]++] = (unsigned short)i;
	return true;
}

/* next_symbol - decode one; -1 where the bits are no code */
static int
next_symbol(struct state *s, const struct code *c)
{
	int code = 0, first = 0, index = 0;

	for (unsigned len = 1; len <= MAX_BITS && !s->cut; len++) {
		int count = c->count[len];

		code |= (int)take(s, 1);
		if (code - count < first)
			return s->cut ? -1 : c->symbol[index + code - first];
		index += count;
		first = (first + count) << 1;
		code <<= 1;
	}
	return -1;
}

/* copy - LEN bytes from DIST back */
static bool
copy(struct state *s, unsigned len, unsigned dist)
{
	char *to;

	if (dist > s->out->len)
		return false;
	to = pn_buf_room(s->out, len);
	if (to == NULL) {
		s->err = PN_ERR_LIMIT;
		return false;
	}
	for (unsigned i = 0; i < len; i++)
		to[i] = s->out->data[s->out->len + i - dist];
	pn_buf_wrote(s->out, len);
	return true;
}

/* match - the length and distance that begin with symbol SYM */
static bool
match(struct state *s, unsigned sym, const struct code *distances)
{
	static const unsigned short len_base[] = {3, 4, 5, 6, 7, 8, 9, 10, 11,
	    13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
	    163, 195, 227, 258};
	static const unsigned char len_bits[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1,
	    1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
	static const unsigned short dist_base[N_DISTANCES] = {1, 2, 3, 4, 5, 7,
	    9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025,
	    1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
	unsigned len, dist;
	int d;

	sym -= END_CODE + 1;
	if (sym >= sizeof(len_bits))
		return false;
	len = len_base[sym] + take(s, len_bits[sym]);
	d = next_symbol(s, distances);
	if (d < 0 || d >= N_DISTANCES)
		return false;
	dist = dist_base[d] + take(s, d < 4 ? 0 : (unsigned)d / 2 - 1);
	return !s->cut && copy(s, len, dist);
}

/* coded - symbols up to the end of the block */
static bool
coded(
    struct state *s, const struct code *literals, const struct code *distances)
{
	for (;;) {
		int sym = next_symbol(s, literals);

		if (sym == END_CODE)
			return true;
		if (sym < 0)
			return false;
		if (sym > END_CODE) {
			if (!match(s, (unsigned)sym, distances))
				return false;
		} else if (pn_buf_addc(s->out, (char)sym) != PN_OK) {
			s->err = PN_ERR_LIMIT;
			return false;
		}
	}
}

static bool
stored(struct state *s)
{
	size_t len, left;

	s->bits = s->n_bits = 0;
	if (s->in.n - s->at < 4)
		return false;
	len = (size_t)s->in.p[s->at] | (size_t)s->in.p[s->at + 1] << 8;
	s->at += 4;
	left = s->in.n - s->at;
	s->cut = len > left;
	len = s->cut ? left : len;
	s->err = pn_buf_add(s->out, s->in.p + s->at, len);
	s->at += len;
	return !s->cut && s->err == PN_OK;
}

static bool
fixed(struct state *s)
{
	unsigned char lengths[N_LITERALS];
	struct code literals, distances;

	memset(lengths, 8, 144);
	memset(lengths + 144, 9, 112);
	memset(lengths + 256, 7, 24);
	memset(lengths + 280, 8, 8);
	(void)code_make(&literals, lengths, N_LITERALS);
	memset(lengths, 5, N_DISTANCES);
	(void)code_make(&distances, lengths, N_DISTANCES);
	return coded(s, &literals, &distances);
}

/* read_lengths - the N code lengths of a block, by code C */
static bool
read_lengths(
    struct state *s, const struct code *c, unsigned char *lengths, unsigned n)
{
	unsigned i = 0;

	while (i < n) {
		int sym = next_symbol(s, c);
		unsigned char value = 0;
		unsigned times = 1;

		if (sym < 0)
			return false;
		if (sym < 16)
			value = (unsigned char)sym;
		else if (sym == 16 && i == 0)
			return false;
		else if (sym == 16)
			value = lengths[i - 1], times = 3 + take(s, 2);
		else
			times = sym == 17 ? 3 + take(s, 3) : 11 + take(s, 7);
		if (times > n - i)
			return false;
		memset(lengths + i, value, times);
		i += times;
	}
	return !s->cut;
}

static bool
dynamic(struct state *s)
{
	static const unsigned char order[19] = {
	    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
	unsigned char lengths[N_LITERALS + 32] = {0};
	unsigned n_lit = take(s, 5) + 257, n_dist = take(s, 5) + 1;
	unsigned n_len = take(s, 4) + 4;
	struct code literals, distances;

	if (n_lit > N_LITERALS)
		return false;
	for (unsigned i = 0; i < n_len; i++)
		lengths[order[i]] = (unsigned char)take(s, 3);
	if (!code_make(&literals, lengths, 19) ||
	    !read_lengths(s, &literals, lengths, n_lit + n_dist))
		return false;
	return code_make(&literals, lengths, n_lit) &&
	       code_make(&distances, lengths + n_lit, n_dist) &&
	       coded(s, &literals, &distances);
}

enum pn_err
pn_inflate(struct pn_bytes in, struct pn_buf *out)
{
	struct state s = {.in = in, .out = out};
	bool last = false, good = true;

	while (good && !last) {
		last = take(&s, 1);
		switch (take(&s, 2)) {
		case 0:
			good = !s.cut && stored(&s);
			break;
		case 1:
			good = fixed(&s);
			break;
		case 2:
			good = dynamic(&s);
			break;
		default:
			good = false;
		}
	}
	if (s.err != PN_OK)
		return s.err;
	return good ? PN_OK : PN_ERR_SYNTAX;
}
