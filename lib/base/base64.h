/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * base64 - the alphabet of RFC 4648: armor, attributes, bodies of mail
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

/* What pn_base64_run may write behind the bytes that it decoded. */
#define PN_BASE64_SLACK 32

/* pn_base64_run - decode what TEXT begins with as long as that is groups of
 * four digits and line ends between groups, which is nearly all of a mail's
 * body; the caller decides about the rest. OUT has room for 3 bytes of every 4
 * and the slack. Returns how much of TEXT was taken; *N: bytes at OUT. */
size_t pn_base64_run(struct pn_bytes text, unsigned char *out, size_t *n);

/* pn_base64_run_plain - the same without the processor's wide registers; tests
 * compare the two */
size_t pn_base64_run_plain(
    struct pn_bytes text, unsigned char *out, size_t *n);

#endif
