/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * armor - binary data written as text between BEGIN and END lines
 *
 * Shared by readers and graders: OpenPGP (RFC 9580 section 6.2), PKCS #7 and
 * CMS (RFC 7468), age.
 */
#ifndef PN_BASE_ARMOR_H
#define PN_BASE_ARMOR_H

#include <stdbool.h>
#include "base/buf.h"

/* pn_armor_begins - does *B begin, behind blanks, with the BEGIN line of
 * LABEL ("PGP MESSAGE")? *B then goes on behind the label */
bool pn_armor_begins(struct pn_bytes *b, const char *label);

/* pn_armor_decode - append the armored bytes at *B, which goes on behind the
 * END line and blanks, to OUT; bytes that OUT has no room for are dropped.
 * False where the END line is missing or there is something that is not
 * base64. */
bool pn_armor_decode(struct pn_bytes *b, struct pn_buf *out);

#endif
