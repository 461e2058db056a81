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
#include "protect/grader.h"

#define MAX_STEPS 100000 /* elements stepped over in one structure */

enum ber_tag {
	BER_END = 0x00,
	BER_INTEGER = 0x02,
	BER_OID = 0x06,
	BER_SEQUENCE = 0x30,
	BER_SET = 0x31,
	BER_CONTEXT_0 = 0xA0,
};

/* One element: tag, and what is inside (to the end of the data where its
 * length is indefinite). */
struct ber {
	unsigned tag;
	struct pn_bytes inside;
	bool indefinite;
};

#define PKCS7 "\x2A\x86\x48\x86\xF7\x0D\x01\x07"
#define SMIME "\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x01"

/* Content types. */
static const struct {
	const char *oid;
	size_t n;
	bool locked;
	bool recipients; /* stand in front of the content */
} types[] = {
    {PKCS7 "\x01", 9, false, false},  /* data */
    {PKCS7 "\x02", 9, false, false},  /* signed */
    {PKCS7 "\x03", 9, true, true},    /* enveloped */
    {PKCS7 "\x05", 9, false, false},  /* digested */
    {PKCS7 "\x06", 9, true, false},   /* encrypted */
    {SMIME "\x09", 11, false, false}, /* compressed */
    {SMIME "\x17", 11, true, true},   /* auth-enveloped */
    {SMIME "\x1F", 11, false, false}, /* timestamped */
};

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

/* header - read tag and length at *B and step over them */
static bool
header(struct pn_bytes *b, struct ber *out)
{
	size_t len = 0, n;

	if (b->n < 2 || (b->p[0] & 0x1F) == 0x1F)
		return false;
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
	out->inside.n = len < b->n ? len : b->n;
	return true;
}

/* next - read the element at *B and step over all of it */
static bool
next(struct pn_bytes *b, struct ber *out)
{
	unsigned depth = 0, steps;
	struct ber e;

	if (!header(b, out))
		return false;
	if (!out->indefinite) {
		b->p += out->inside.n;
		b->n -= out->inside.n;
		return true;
	}
	depth = 1;
	for (steps = 0; depth > 0; steps++) {
		if (steps > MAX_STEPS || !header(b, &e))
			return false;
		if (e.tag == BER_END && e.inside.n == 0 && !e.indefinite) {
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

/* enter - read the element at *B, which must have TAG, and go inside */
static bool
enter(struct pn_bytes *b, unsigned tag)
{
	struct ber e;

	if (!header(b, &e) || e.tag != tag)
		return false;
	*b = e.inside;
	return true;
}

/* content_type - index in TYPES of what B is; -1 for something else. *B goes
 * on behind the identifier. */
static int
content_type(struct pn_bytes *b)
{
	struct ber oid;
	size_t i;

	if (!enter(b, BER_SEQUENCE) || !next(b, &oid) || oid.tag != BER_OID)
		return -1;
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (oid.inside.n == types[i].n &&
		    memcmp(oid.inside.p, types[i].oid, types[i].n) == 0)
			return (int)i;
	return -1;
}

/* rc2_bits - by the version in its parameters: SEQUENCE { INTEGER, IV } */
static unsigned
rc2_bits(struct pn_bytes parameters)
{
	struct ber version;

	if (!enter(&parameters, BER_SEQUENCE) || !next(&parameters, &version) ||
	    version.tag != BER_INTEGER)
		return 40;
	return version.inside.n == 1 && version.inside.p[0] == RC2_128 ? 128
								       : 40;
}

/* cipher_lock - by an AlgorithmIdentifier's inside */
static struct pn_lock
cipher_lock(struct pn_bytes b)
{
	struct ber oid;
	size_t i;

	if (!next(&b, &oid) || oid.tag != BER_OID)
		return pn_lock_unknown("smime", "damaged");
	if (oid.inside.n == sizeof(rc2_oid) &&
	    memcmp(oid.inside.p, rc2_oid, sizeof(rc2_oid)) == 0)
		return pn_lock_by_bits("smime", rc2_bits(b));
	for (i = 0; i < sizeof(ciphers) / sizeof(ciphers[0]); i++)
		if (oid.inside.n >= ciphers[i].n &&
		    memcmp(oid.inside.p, ciphers[i].oid, ciphers[i].n) == 0)
			return pn_lock_by_bits("smime", ciphers[i].bits);
	return pn_lock_unknown("smime", "method");
}

/* locked_content - from [0] on: the version, for some types who may read it,
 * then EncryptedContentInfo */
static struct pn_lock
locked_content(struct pn_bytes b, bool recipients)
{
	struct pn_lock damaged = pn_lock_unknown("smime", "damaged");
	struct ber e;

	if (!enter(&b, BER_CONTEXT_0) || !enter(&b, BER_SEQUENCE) ||
	    !next(&b, &e) || e.tag != BER_INTEGER)
		return damaged;
	if (recipients) {
		if (!next(&b, &e))
			return damaged;
		if (e.tag == BER_CONTEXT_0 && !next(&b, &e))
			return damaged;
		if (e.tag != BER_SET)
			return damaged;
	}
	if (!enter(&b, BER_SEQUENCE) || !next(&b, &e) || e.tag != BER_OID ||
	    !next(&b, &e) || e.tag != BER_SEQUENCE)
		return damaged;
	return cipher_lock(e.inside);
}

struct pn_lock
pn_cms_lock(struct pn_bytes bytes)
{
	int type = content_type(&bytes);

	if (type < 0)
		return pn_lock_unknown(NULL, "damaged");
	if (!types[type].locked)
		return pn_lock_none(NULL);
	return locked_content(bytes, types[type].recipients);
}

static unsigned
cms_bid(struct pn_bytes b)
{
	return content_type(&b) >= 0 ? 64 : 0;
}

const struct pn_grader pn_grader_cms = {cms_bid, pn_cms_lock, NULL};
