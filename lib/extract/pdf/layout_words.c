/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * layout_words - from a piece of a line to its text
 *
 * Where a gap parts words a blank is put, and what runs from right to left is
 * turned into the order in which it is read.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/uni.h"
#include "extract/pdf/layout.h"

/* Gaps, as shares of the size of the font. */
#define WORD_GAP   0.13f /* a gap between words without a blank */
#define WORD_GAP_2 0.22f /* the same where blanks are painted */

/* close_letters - has strand B a word of several letters? */
static bool
close_letters(const struct pn_layout *l, const struct pn_spot *b)
{
	return b->strand > 2 * l->scene->strands[b->c].blanks + 1;
}

/* word_gap - how wide a gap parts words in piece P */
static float
word_gap(const struct pn_layout *l, const struct pn_piece *p)
{
	const struct pn_spot *b = l->spots + p->first;
	float unit = p->size > 0 ? 1 / p->size : 1, least = 1, gap;
	bool blanks = false, close = false;

	for (uint32_t i = 0; i < p->n; i++) {
		if (b[i].strand) {
			close = close || close_letters(l, &b[i]);
			blanks = blanks || l->scene->strands[b[i].c].blanks;
		}
		if (i == 0)
			continue;
		gap = (b[i].u - b[i - 1].u - b[i - 1].w) * unit;
		blanks = blanks || b[i].blank;
		if (!b[i].blank && gap < least)
			least = gap;
	}
	/* letters that are spaced out have no gap as small as usual */
	if (!close && p->chars > 3 && least > WORD_GAP / 2 && least < 1)
		return least * 1.8f + .05f;
	return blanks ? WORD_GAP_2 : WORD_GAP;
}

/* right_to_left - a letter of Hebrew or Arabic? */
static inline bool
right_to_left(uint32_t c)
{
	if (c < 0x590)
		return false;
	return (c >= 0x590 && c < 0x900) || (c >= 0xfb1d && c < 0xfe00) ||
	       (c >= 0xfe70 && c < 0xfeff);
}

/* turn_round - the N characters at C, as they stand on the page, in the order
 * in which they are read */
static void
turn_round(uint32_t *c, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		uint32_t x = c[i];

		c[i] = c[n - 1 - i];
		c[n - 1 - i] = x;
	}
	for (size_t i = 0; i < n;) {
		size_t end = i;

		while (end < n && !right_to_left(c[end]) && c[end] != ' ')
			end++;
		for (size_t k = 0; k < (end - i) / 2; k++) {
			uint32_t x = c[i + k];

			c[i + k] = c[end - 1 - k];
			c[end - 1 - k] = x;
		}
		i = end + 1;
	}
}

/* put - character C, beyond ASCII, as UTF-8 at P; how many bytes */
static size_t
put(char *p, uint32_t c)
{
	if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		c = 0xfffd;
	if (c < 0x800) {
		p[0] = (char)(0xc0 | c >> 6);
		p[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		p[0] = (char)(0xe0 | c >> 12);
		p[1] = (char)(0x80 | (c >> 6 & 0x3f));
		p[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	p[0] = (char)(0xf0 | c >> 18);
	p[1] = (char)(0x80 | (c >> 12 & 0x3f));
	p[2] = (char)(0x80 | (c >> 6 & 0x3f));
	p[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/* put_turned - the LEN bytes of UTF-8 at P, as they stand on the page, become
 * what is read */
static size_t
put_turned(char *p, size_t len)
{
	uint32_t *c = pn_alloc((len + 1) * sizeof(*c));
	const char *s = p;
	size_t n = 0, put_len = 0;

	while (s < p + len)
		c[n++] = pn_utf8_next(&s, p + len);
	turn_round(c, n);
	for (size_t i = 0; i < n; i++)
		if (c[i] < 0x80)
			p[put_len++] = (char)c[i];
		else
			put_len += put(p + put_len, c[i]);
	free(c);
	return put_len;
}

/* put_strand - the characters of B at P; some bytes more may be written */
static inline void
put_strand(char *p, const struct pn_scene *scene, const struct pn_spot *b)
{
	const char *s = scene->chars + scene->strands[b->c].first;

	if (b->strand <= PN_STRAND_SLACK)
		memcpy(p, s, PN_STRAND_SLACK); /* two moves, and no call */
	else
		memcpy(p, s, b->strand);
}

enum pn_err
pn_layout_piece(
    const struct pn_layout *l, const struct pn_piece *p, struct pn_buf *out)
{
	const struct pn_spot *b = l->spots + p->first;
	float gap = word_gap(l, p);
	size_t n = p->chars, rtl = 0, len = 0;
	char *room = pn_buf_room(out, (size_t)p->chars * 5 + PN_STRAND_SLACK);

	if (room == NULL)
		return PN_ERR_LIMIT;
	for (uint32_t i = 0; i < p->n; i++) {
		uint32_t c = b[i].c;

		if (i && (b[i].blank || b[i].u - b[i - 1].u - b[i - 1].w >
					    gap * b[i].size)) {
			room[len++] = ' ';
			n++;
		}
		if (b[i].strand) {
			put_strand(room + len, l->scene, &b[i]);
			len += b[i].strand;
			n += l->scene->strands[c].blanks;
		} else if (c < 0x80) {
			room[len++] = (char)c;
		} else {
			len += put(room + len, c);
			rtl += right_to_left(c);
		}
	}
	if (rtl * 2 > n)
		len = put_turned(room, len);
	pn_buf_wrote(out, len);
	return PN_OK;
}
