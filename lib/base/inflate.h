/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inflate - what comes out of deflated data that is cut or broken (RFC 1951)
 *
 * Plain and slow: for what libdeflate gives up on, and for small parts that
 * lib/protect has to see.
 */
#ifndef PN_BASE_INFLATE_H
#define PN_BASE_INFLATE_H

#include "base/buf.h"

/*
 * pn_inflate - append what the raw deflate data IN gives to OUT, up to where
 * it breaks. PN_ERR_SYNTAX: it broke or was cut; PN_ERR_LIMIT: OUT is full.
 */
enum pn_err pn_inflate(struct pn_bytes in, struct pn_buf *out) PN_MUST_CHECK;

#endif
