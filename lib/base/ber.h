/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ber - elements of ASN.1 data (X.690), read only
 *
 * Shared by the reader and the grader of CMS files. Definite and indefinite
 * lengths; tags of one byte; nothing recurses.
 */
#ifndef PN_BASE_BER_H
#define PN_BASE_BER_H

#include <stdbool.h>
#include "base/buf.h"

enum pn_ber_tag {
	PN_BER_END = 0x00,
	PN_BER_INTEGER = 0x02,
	PN_BER_OCTETS = 0x04,
	PN_BER_OID = 0x06,
	PN_BER_OCTETS_IN_PIECES = 0x24,
	PN_BER_SEQUENCE = 0x30,
	PN_BER_SET = 0x31,
	PN_BER_CONTEXT_0 = 0xA0,
};

/* One element: tag, and what is inside (to the end of the data where its
 * length is indefinite). */
struct pn_ber {
	unsigned tag;
	struct pn_bytes inside;
	bool indefinite;
	bool cut; /* longer than what is there */
};

/* pn_ber_header - read tag and length at *B and step over them; false where
 * there is no element */
bool pn_ber_header(struct pn_bytes *b, struct pn_ber *out);

/* pn_ber_next - read the element at *B and step over all of it */
bool pn_ber_next(struct pn_bytes *b, struct pn_ber *out);

/* pn_ber_enter - read the element at *B, which must have TAG, and go inside */
bool pn_ber_enter(struct pn_bytes *b, unsigned tag);

/* What a CMS file holds (RFC 5652, RFC 5083, RFC 3274). */
enum pn_cms_type {
	PN_CMS_DATA,
	PN_CMS_SIGNED,
	PN_CMS_ENVELOPED,
	PN_CMS_DIGESTED,
	PN_CMS_ENCRYPTED,
	PN_CMS_COMPRESSED,
	PN_CMS_AUTH_ENVELOPED,
	PN_CMS_TIMESTAMPED,
	PN_CMS_TYPES, /* none of them */
};

/* pn_cms_type - what B is; *B goes on behind the identifier */
enum pn_cms_type pn_cms_type(struct pn_bytes *b);

#endif
