/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * zipentry - the records of a ZIP file (for zipdir.c only)
 */
#ifndef PN_BASE_ZIPENTRY_H
#define PN_BASE_ZIPENTRY_H

#include "base/zipdir.h"

#define PN_ZIP_SIG_LOCAL   0x04034b50u
#define PN_ZIP_SIG_CENTRAL 0x02014b50u
#define PN_ZIP_SIG_END	   0x06054b50u
#define PN_ZIP_SIG_END64   0x06064b50u
#define PN_ZIP_SIG_LOCATOR 0x07064b50u
#define PN_ZIP_SIG_DESCR   0x08074b50u

/* Lengths of the fixed part of each record. */
enum {
	PN_ZIP_LEN_LOCAL = 30,
	PN_ZIP_LEN_CENTRAL = 46,
	PN_ZIP_LEN_END = 22,
	PN_ZIP_LEN_END64 = 56,
	PN_ZIP_LEN_LOCATOR = 20,
	PN_ZIP_LEN_END64_BODY = 44, /* size field, no extensible sector */
};

#define PN_ZIP_SAT16 0xffffu /* "see the ZIP64 field" */
#define PN_ZIP_SAT32 0xffffffffu

/* pn_zip16 - the little-endian number of two bytes at P */
static inline uint16_t
pn_zip16(const unsigned char *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

/* pn_zip32 - the same of four bytes */
static inline uint32_t
pn_zip32(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

/* pn_zip64 - the same of eight bytes */
static inline uint64_t
pn_zip64(const unsigned char *p)
{
	return pn_zip32(p) | (uint64_t)pn_zip32(p + 4) << 32;
}

/* pn_zip_has - does signature SIG with LEN bytes of record stand at AT? */
static inline bool
pn_zip_has(struct pn_bytes b, uint64_t at, uint32_t sig, size_t len)
{
	return at <= b.n && b.n - at >= len && pn_zip32(b.p + at) == sig;
}

/* pn_zip_central_entry - read the central header at AT, which must end before
 * LIMIT, and its local one, whose offset counts from SHIFT, into *E (the name
 * is for free()). How long it is; 0 where there is none. */
size_t pn_zip_central_entry(struct pn_zip_entry *e, struct pn_bytes b,
    size_t at, size_t limit, uint64_t shift);

/* pn_zip_local_entry - the same from the local header at AT alone, whose
 * signature was seen. Where the entry ends; 0 where there is none. */
size_t pn_zip_local_entry(
    struct pn_zip_entry *e, struct pn_bytes b, size_t at);

#endif
