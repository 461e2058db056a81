/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * zipdir - the directory of a ZIP file (PKWARE APPNOTE 6.3.10), read only
 *
 * Shared by the reader (lib/extract) and the grader (lib/protect). Reads the
 * central directory and checks every local header against it; inflates
 * nothing. ZIP64 and data in front of the archive (self-extracting) are
 * understood. Never reads outside the bytes given; allocation is bounded by
 * the entry limit. Bytes that no entry accounts for are told as gaps.
 */
#ifndef PN_BASE_ZIPDIR_H
#define PN_BASE_ZIPDIR_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"

#define PN_ZIP_MAX_ENTRIES 20000 /* archive members, design.md */
#define PN_ZIP_MAX_GAPS	   64	 /* more are not archives, but noise */

struct pn_zip_entry {
	struct pn_bytes raw_name; /* as stored, not terminated */
	char *name;		  /* UTF-8 (bit 11 or 0x7075; else CP437) */
	uint16_t flags;		  /* general purpose bits, central or'd local */
	uint16_t method;	  /* 0 store, 8 deflate, 99 AES ... */
	uint16_t real_method;	  /* behind 99: from the 0x9901 extra field;
				   * else METHOD */
	uint8_t aes_strength;	  /* 1 = 128, 2 = 192, 3 = 256; else 0 */
	uint16_t aes_version;	  /* 1 AE-1, 2 AE-2 */
	uint32_t crc;
	uint64_t packed;   /* bytes stored, with any encryption header */
	uint64_t unpacked; /* bytes when inflated, as claimed */
	struct pn_bytes data; /* the stored bytes; n 0 where out of range */
	struct pn_bytes comment; /* the entry's own comment */
	size_t from, to; /* its stretch of BYTES: local header to descriptor;
			  * equal where it has none */
	bool folder;
	bool disagrees; /* local header missing or telling something else */
	bool overlaps;	/* its data overlap another entry's */
};

struct pn_zip {
	struct pn_zip_entry *entries;
	size_t n_entries;
	bool masked;	   /* central directory encrypted: names hidden */
	uint16_t mask_cipher, mask_bits; /* with what (APPNOTE 7.3.4) */
	bool trailing;	   /* bytes after the end record and its comment,
			    * other than blanks and NULs */
	bool prefixed;	   /* bytes in front of the first local header */
	bool truncated;	   /* no end record: entries from local headers */
	bool damaged;	   /* the directory contradicts its end record */
	struct pn_bytes comment;
	/* stretches that belong to nothing, NUL and blank ones left out */
	struct pn_bytes gaps[PN_ZIP_MAX_GAPS];
	size_t n_gaps;
};

/*
 * pn_zip_read - read the directory of BYTES into *OUT (free with
 * pn_zip_free). PN_ERR_SYNTAX: no ZIP, or its directory can't be read;
 * PN_ERR_LIMIT: over PN_ZIP_MAX_ENTRIES (the first ones are in *OUT).
 * The entries point into BYTES, which must outlive them.
 */
enum pn_err pn_zip_read(struct pn_bytes bytes, struct pn_zip **out)
    PN_MUST_CHECK;

/* pn_zip_free - free *Z, set it to NULL */
void pn_zip_free(struct pn_zip **z);

/* pn_zip_find - the entry with that name (exact, '/' between folders; as
 * OOXML asks, ASCII case does not matter); NULL if none */
const struct pn_zip_entry *pn_zip_find(const struct pn_zip *z,
    const char *name);

#endif
