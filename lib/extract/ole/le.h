/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * le - little-endian numbers in bytes that may be too short
 *
 * Past the end everything reads as 0, so a reader checks lengths where they
 * mean something and nowhere else.
 */
#ifndef PN_EXTRACT_LE_H
#define PN_EXTRACT_LE_H

#include <stdint.h>
#include "base/buf.h"

/* pn_le16 - the number of two bytes at offset AT of B; 0 past the end */
static inline uint16_t
pn_le16(struct pn_bytes b, uint64_t at)
{
	if (at >= b.n || b.n - at < 2)
		return 0;
	return (uint16_t)(b.p[at] | b.p[at + 1] << 8);
}

/* pn_le32 - the same of four bytes */
static inline uint32_t
pn_le32(struct pn_bytes b, uint64_t at)
{
	if (at >= b.n || b.n - at < 4)
		return 0;
	return (uint32_t)pn_le16(b, at) | (uint32_t)pn_le16(b, at + 2) << 16;
}

/* pn_le_cut - up to N bytes of B from AT on; n is 0 past the end */
static inline struct pn_bytes
pn_le_cut(struct pn_bytes b, uint64_t at, uint64_t n)
{
	if (at >= b.n)
		return (struct pn_bytes){b.p, 0};
	if (n > b.n - at)
		n = b.n - at;
	return (struct pn_bytes){b.p + at, (size_t)n};
}

#endif
