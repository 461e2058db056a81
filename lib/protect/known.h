/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * known - the passwords that Office tries by itself
 *
 * Excel and PowerPoint encrypt with a password of their own where a document
 * is only to be protected against changes, and open it without asking. Only
 * for files of this folder.
 */
#ifndef PN_PROTECT_KNOWN_H
#define PN_PROTECT_KNOWN_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"

/* pn_known_agile - does one of them open an agile package with EncryptionInfo
 * INFO? Costs a tenth of a second. */
bool pn_known_agile(const struct pn_buf *info);

/* pn_known_standard - the same for a standard one; a hundredth of a second */
bool pn_known_standard(struct pn_bytes info);

/* pn_known_rc4 - the same for the RC4 encryption of 97-2003 formats, with 40
 * bits or by CryptoAPI; microseconds */
bool pn_known_rc4(struct pn_bytes info);

/* pn_known_xor - the same for the key and verifier of XOR obfuscation */
bool pn_known_xor(uint16_t key, uint16_t verifier);

#endif
