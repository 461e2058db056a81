/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inflate - deflated data of unknown size (RFC 1950, RFC 1951), by zlib, and
 * the check sum of archives
 *
 * For streams that do not tell what they unpack to, and for those that are
 * cut or broken, of which the beginning counts; where the size is known,
 * libdeflate is faster.
 */
#ifndef PN_BASE_INFLATE_H
#define PN_BASE_INFLATE_H

#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"

enum pn_deflated { PN_DEFLATED_RAW, PN_DEFLATED_ZLIB };

/*
 * pn_inflate - append what the raw deflate data IN gives to OUT, up to where
 * it breaks. PN_ERR_SYNTAX: it broke or was cut; PN_ERR_LIMIT: OUT is full.
 */
enum pn_err pn_inflate(struct pn_bytes in, struct pn_buf *out) PN_MUST_CHECK;

/* pn_inflate_charged - the same for data packed as HOW; every step of N bytes
 * is charged, and anything but PN_OK ends it and is the result */
enum pn_err pn_inflate_charged(enum pn_deflated how, struct pn_bytes in,
    struct pn_buf *out, enum pn_err (*charge)(void *ctx, size_t n), void *ctx)
    PN_MUST_CHECK;

/* pn_crc32 - the CRC-32 of B, as ZIP, RAR and 7z archives have it */
uint32_t pn_crc32(struct pn_bytes b);

#endif
