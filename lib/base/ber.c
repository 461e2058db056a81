/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ber - elements of ASN.1 data (X.690), read only
 */
#include <stdint.h>
#include <string.h>
#include "base/ber.h"

#define MAX_STEPS 100000 /* elements stepped over in one structure */

#define PKCS7 "\x2A\x86\x48\x86\xF7\x0D\x01\x07"
#define SMIME "\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x01"

static const struct {
	const char *oid;
	size_t n;
} types[PN_CMS_TYPES] = {
    [PN_CMS_DATA] = {PKCS7 "\x01", 9},
    [PN_CMS_SIGNED] = {PKCS7 "\x02", 9},
    [PN_CMS_ENVELOPED] = {PKCS7 "\x03", 9},
    [PN_CMS_DIGESTED] = {PKCS7 "\x05", 9},
    [PN_CMS_ENCRYPTED] = {PKCS7 "\x06", 9},
    [PN_CMS_COMPRESSED] = {SMIME "\x09", 11},
    [PN_CMS_AUTH_ENVELOPED] = {SMIME "\x17", 11},
    [PN_CMS_TIMESTAMPED] = {SMIME "\x1F", 11},
};

bool
pn_ber_header(struct pn_bytes *b, struct pn_ber *out)
{
	size_t len = 0, n;

	if (b->n < 2 || (b->p[0] & 0x1F) == 0x1F)
		return false;
	out->cut = false;
	out->tag = b->p[0];
	n = b->p[1];
	b->p += 2;
	b->n -= 2;
	out->indefinite = n == 0x80;
	if (out->indefinite) {
		out->inside = *b;
		return out->tag & 0x20;
	}
	if (n & 0x80) {
		n &= 0x7F;
		if (n > sizeof(uint32_t) || n > b->n)
			return false;
		for (; n > 0; n--) {
			len = len << 8 | b->p[0];
			b->p++;
			b->n--;
		}
	} else {
		len = n;
	}
	out->inside.p = b->p;
	/* a file that was cut still shows what it is */
	out->cut = len > b->n;
	out->inside.n = out->cut ? b->n : len;
	return true;
}

bool
pn_ber_next(struct pn_bytes *b, struct pn_ber *out)
{
	unsigned depth = 0, steps;
	struct pn_ber e;

	if (!pn_ber_header(b, out))
		return false;
	if (!out->indefinite) {
		b->p += out->inside.n;
		b->n -= out->inside.n;
		return true;
	}
	depth = 1;
	for (steps = 0; depth > 0; steps++) {
		if (steps > MAX_STEPS || !pn_ber_header(b, &e))
			return false;
		if (e.tag == PN_BER_END && e.inside.n == 0 && !e.indefinite) {
			depth--;
		} else if (e.indefinite) {
			depth++;
		} else {
			b->p += e.inside.n;
			b->n -= e.inside.n;
		}
	}
	return true;
}

bool
pn_ber_enter(struct pn_bytes *b, unsigned tag)
{
	struct pn_ber e;

	if (!pn_ber_header(b, &e) || e.tag != tag)
		return false;
	*b = e.inside;
	return true;
}

enum pn_cms_type
pn_cms_type(struct pn_bytes *b)
{
	struct pn_ber oid;
	int t;

	if (!pn_ber_enter(b, PN_BER_SEQUENCE) || !pn_ber_next(b, &oid) ||
	    oid.tag != PN_BER_OID)
		return PN_CMS_TYPES;
	for (t = 0; t < PN_CMS_TYPES; t++)
		if (oid.inside.n == types[t].n &&
		    memcmp(oid.inside.p, types[t].oid, types[t].n) == 0)
			break;
	return (enum pn_cms_type)t;
}
