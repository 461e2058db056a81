/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cms - S/MIME and other Cryptographic Message Syntax (RFC 5652, RFC 5083)
 *
 * The object identifier behind the outer SEQUENCE decides, never the name or
 * the declared type: enveloped, encrypted and auth-enveloped data are locked,
 * signed, digested and compressed data can be read by anybody. The cipher of
 * the content gives the grade. BER with indefinite lengths is understood;
 * nothing recurses.
 */
#include "base/ber.h"
#include "protect/grader.h"

/* Ciphers by the start of their identifiers. */
static const struct {
	const char *oid;
	size_t n;
	unsigned bits;
} ciphers[] = {
    {"\x60\x86\x48\x01\x65\x03\x04\x01", 8, 128},	       /* AES */
    {"\x2A\x86\x48\x86\xF7\x0D\x03\x07", 8, 168},	       /* 3DES */
    {"\x2B\x0E\x03\x02\x07", 5, 56},			       /* DES */
    {"\x2A\x83\x08\x8C\x9A\x4B\x3D\x01\x01", 9, 128},	       /* Camellia */
    {"\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x03\x12", 11, 256}, /* ChaCha20 */
};

/* RC2's identifier, and what its parameter says of the key (RFC 2268). */
static const unsigned char rc2_oid[] = {
    0x2A,
    0x86,
    0x48,
    0x86,
    0xF7,
    0x0D,
    0x03,
    0x02,
};
#define RC2_128 58

/* rc2_bits - by the version in its parameters: SEQUENCE { INTEGER, IV } */
static unsigned
rc2_bits(struct pn_bytes parameters)
{
	struct pn_ber version;

	if (!pn_ber_enter(&parameters, PN_BER_SEQUENCE) ||
	    !pn_ber_next(&parameters, &version) ||
	    version.tag != PN_BER_INTEGER)
		return 40;
	return version.inside.n == 1 && version.inside.p[0] == RC2_128 ? 128
								       : 40;
}

struct pn_lock
pn_cipher_lock(struct pn_bytes b, const char *kind)
{
	struct pn_ber oid;
	size_t i;

	if (!pn_ber_next(&b, &oid) || oid.tag != PN_BER_OID)
		return pn_lock_unknown(kind, "damaged");
	if (oid.inside.n == sizeof(rc2_oid) &&
	    memcmp(oid.inside.p, rc2_oid, sizeof(rc2_oid)) == 0)
		return pn_lock_by_bits(kind, rc2_bits(b));
	for (i = 0; i < sizeof(ciphers) / sizeof(ciphers[0]); i++)
		if (oid.inside.n >= ciphers[i].n &&
		    memcmp(oid.inside.p, ciphers[i].oid, ciphers[i].n) == 0)
			return pn_lock_by_bits(kind, ciphers[i].bits);
	return pn_lock_unknown(kind, "method");
}

/* locked_content - from [0] on: the version, for some types who may read it,
 * then EncryptedContentInfo */
static struct pn_lock
locked_content(struct pn_bytes b, bool recipients)
{
	struct pn_lock damaged = pn_lock_unknown("smime", "damaged");
	struct pn_ber e;

	if (!pn_ber_enter(&b, PN_BER_CONTEXT_0) ||
	    !pn_ber_enter(&b, PN_BER_SEQUENCE) || !pn_ber_next(&b, &e) ||
	    e.tag != PN_BER_INTEGER)
		return damaged;
	if (recipients) {
		if (!pn_ber_next(&b, &e))
			return damaged;
		if (e.tag == PN_BER_CONTEXT_0 && !pn_ber_next(&b, &e))
			return damaged;
		if (e.tag != PN_BER_SET)
			return damaged;
	}
	if (!pn_ber_enter(&b, PN_BER_SEQUENCE) || !pn_ber_next(&b, &e) ||
	    e.tag != PN_BER_OID || !pn_ber_next(&b, &e) ||
	    e.tag != PN_BER_SEQUENCE)
		return damaged;
	return pn_cipher_lock(e.inside, "smime");
}

struct pn_lock
pn_cms_lock(struct pn_bytes bytes)
{
	switch (pn_cms_type(&bytes)) {
	case PN_CMS_ENVELOPED:
	case PN_CMS_AUTH_ENVELOPED:
		return locked_content(bytes, true);
	case PN_CMS_ENCRYPTED:
		return locked_content(bytes, false);
	case PN_CMS_TYPES:
		return pn_lock_unknown(NULL, "damaged");
	default:
		return pn_lock_none(NULL);
	}
}

static unsigned
cms_bid(struct pn_bytes b)
{
	return pn_cms_type(&b) == PN_CMS_TYPES ? 0 : 64;
}

const struct pn_grader pn_grader_cms = {cms_bid, pn_cms_lock, NULL};
