/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sign - formats that show themselves by fixed bytes
 */
#ifndef PN_EXTRACT_SIGN_H
#define PN_EXTRACT_SIGN_H

#include "base/buf.h"

/* Fixed bytes at a fixed place. */
struct pn_sign {
	unsigned at;
	unsigned char n; /* bytes of BYTES that count */
	const char *bytes;
	const char *type;
};

/* pn_sign_find - bits of the longest of the N signatures TABLE that BYTES
 * show, its type in *TYPE; 0 where they show none */
unsigned pn_sign_find(struct pn_bytes bytes, const struct pn_sign *table,
    size_t n, const char **type);

#endif
