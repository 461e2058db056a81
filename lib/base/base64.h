/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * base64 - the alphabet of RFC 4648 for armor and attributes
 */
#ifndef PN_BASE_BASE64_H
#define PN_BASE_BASE64_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"

/* Digits that wait to make a byte. Zero it before the first line. */
struct pn_base64 {
	uint32_t bits;
	unsigned n;
};

/* pn_base64_add - append what TEXT gives, up to its padding; goes on where
 * the last call ended. False for a character that is no digit. Bytes that
 * OUT has no room for are dropped. */
bool pn_base64_add(
    struct pn_base64 *b, struct pn_bytes text, struct pn_buf *out);

#endif
