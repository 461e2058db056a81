/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * frame - see frame.h
 */
#include "extract/ocr/frame.h"

/* le - N bytes at AT, little-endian; the caller has looked that they exist */
static uint32_t
le(struct pn_bytes b, size_t at, unsigned n)
{
	uint32_t v = 0;

	for (unsigned i = n; i-- > 0;)
		v = v << 8 | b.p[at + i];
	return v;
}

bool
pn_frame_bmp(struct pn_bytes b, struct pn_frame *out)
{
	uint32_t height;

	if (b.n < 30)
		return false;
	height = le(b, 22, 4);
	/* a negative height: from the top down */
	*out = (struct pn_frame){le(b, 18, 4),
	    height > INT32_MAX ? 0u - height : height, le(b, 28, 2)};
	return true;
}

/* blocks - where the data blocks that begin at AT end; b.n where they are
 * cut */
static size_t
blocks(struct pn_bytes b, size_t at)
{
	while (at < b.n && b.p[at] != 0)
		at += 1u + b.p[at];
	return at < b.n ? at + 1 : b.n;
}

/* table - bytes of the colour table that PACKED announces */
static size_t
table(unsigned packed)
{
	return packed & 0x80 ? (size_t)3 << ((packed & 7) + 1) : 0;
}

bool
pn_frame_gif(struct pn_bytes b, struct pn_frame *out, struct pn_buf *alone)
{
	size_t at = 13, end;

	if (b.n < at)
		return false;
	at += table(b.p[10]);
	while (at + 2 < b.n && b.p[at] == '!')
		at = blocks(b, at + 2);
	if (at >= b.n || b.n - at < 11 || b.p[at] != ',')
		return false;
	*out = (struct pn_frame){le(b, 6, 2), le(b, 8, 2), 8};
	if (le(b, at + 1, 2) + le(b, at + 5, 2) > out->width)
		out->width = le(b, at + 1, 2) + le(b, at + 5, 2);
	if (le(b, at + 3, 2) + le(b, at + 7, 2) > out->height)
		out->height = le(b, at + 3, 2) + le(b, at + 7, 2);
	end = at + 10 + table(b.p[at + 9]) + 1;
	end = end < b.n ? blocks(b, end) : b.n;
	return pn_buf_add(alone, b.p, end) == PN_OK &&
	       pn_buf_addc(alone, ';') == PN_OK;
}
