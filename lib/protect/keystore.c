/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * keystore - files that hold private keys: PKCS #12 and Java's key stores
 *
 * PKCS #12 (RFC 7292): a list of safes, in clear or encrypted, which hold
 * keys in clear or "shrouded". Certificates are for everybody to see and do
 * not count. Java's JKS hides keys by a digest of the password, without any
 * cipher; JCEKS with 3DES. As strong as the weakest of what it holds.
 */
#include "base/ber.h"
#include "protect/grader.h"

#define OID_PKCS12 "\x2A\x86\x48\x86\xF7\x0D\x01\x0C"
#define OID_PBE	   OID_PKCS12 "\x01"
#define OID_BAG	   OID_PKCS12 "\x0A\x01"
#define OID_PBES2  "\x2A\x86\x48\x86\xF7\x0D\x01\x05\x0D"
#define VERSION	   3 /* of a PKCS #12 file */
#define MAX_ITEMS  10000

enum bag {
	BAG_KEY = 1,
	BAG_SHROUDED_KEY,
	BAG_CERTIFICATE,
	BAG_LIST,
	BAG_SECRET,
};

/* Ciphers of PKCS #12 by the last byte of their identifiers. */
static const unsigned pbe_bits[] = {0, 128, 40, 168, 112, 128, 40};

static bool
is_oid(const struct pn_ber *e, const char *oid, size_t n)
{
	return e->tag == PN_BER_OID && e->inside.n == n &&
	       memcmp(e->inside.p, oid, n) == 0;
}

/* last_of - the last byte of identifier E behind the N bytes of OID; 0 */
static unsigned
last_of(const struct pn_ber *e, const char *oid, size_t n)
{
	if (e->tag != PN_BER_OID || e->inside.n != n + 1 ||
	    memcmp(e->inside.p, oid, n) != 0)
		return 0;
	return e->inside.p[n];
}

/* cipher - the lock by an AlgorithmIdentifier that B begins with */
static struct pn_lock
cipher(struct pn_bytes b)
{
	struct pn_ber oid, e;
	unsigned i;

	if (!pn_ber_enter(&b, PN_BER_SEQUENCE) || !pn_ber_next(&b, &oid))
		return pn_lock_unknown("pkcs12", "damaged");
	i = last_of(&oid, OID_PBE, sizeof(OID_PBE) - 1);
	if (i > 0 && i < sizeof(pbe_bits) / sizeof(pbe_bits[0]))
		return pn_lock_by_bits("pkcs12", pbe_bits[i]);
	if (!is_oid(&oid, OID_PBES2, sizeof(OID_PBES2) - 1))
		return pn_lock_unknown("pkcs12", "method");
	/* how the key is made, then the cipher */
	if (!pn_ber_enter(&b, PN_BER_SEQUENCE) || !pn_ber_next(&b, &e) ||
	    !pn_ber_next(&b, &e) || e.tag != PN_BER_SEQUENCE)
		return pn_lock_unknown("pkcs12", "damaged");
	return pn_cipher_lock(e.inside, "pkcs12");
}

/* add_bags - B: the bags of a safe in clear */
static bool
add_bags(struct pn_bytes b, struct pn_tally *t)
{
	struct pn_ber bag, oid;

	if (!pn_ber_enter(&b, PN_BER_SEQUENCE))
		return false;
	for (unsigned i = 0; i < MAX_ITEMS && b.n > 0; i++) {
		if (!pn_ber_next(&b, &bag) || bag.tag != PN_BER_SEQUENCE ||
		    !pn_ber_next(&bag.inside, &oid))
			return bag.tag == PN_BER_END;
		switch (last_of(&oid, OID_BAG, sizeof(OID_BAG) - 1)) {
		case BAG_CERTIFICATE:
		case BAG_LIST:
			break;
		case BAG_SHROUDED_KEY:
			if (!pn_ber_enter(&bag.inside, PN_BER_CONTEXT_0) ||
			    !pn_ber_enter(&bag.inside, PN_BER_SEQUENCE))
				return false;
			pn_tally_add(t, cipher(bag.inside));
			break;
		case BAG_KEY:
		case BAG_SECRET:
			pn_tally_add(t, pn_lock_none(NULL));
			break;
		default:
			pn_tally_add(t, pn_lock_unknown("pkcs12", "method"));
		}
	}
	return true;
}

/* add_safe - one ContentInfo, from its identifier on */
static bool
add_safe(struct pn_bytes b, struct pn_tally *t)
{
	enum pn_cms_type type = pn_cms_type(&b);
	struct pn_ber e;

	if (!pn_ber_enter(&b, PN_BER_CONTEXT_0))
		return false;
	if (type == PN_CMS_DATA)
		return pn_ber_enter(&b, PN_BER_OCTETS) && add_bags(b, t);
	if (type != PN_CMS_ENCRYPTED) {
		pn_tally_add(t, pn_lock_unknown("pkcs12", "method"));
		return true;
	}
	/* version, then what is inside and the cipher */
	if (!pn_ber_enter(&b, PN_BER_SEQUENCE) || !pn_ber_next(&b, &e) ||
	    !pn_ber_enter(&b, PN_BER_SEQUENCE) || !pn_ber_next(&b, &e))
		return false;
	pn_tally_add(t, cipher(b));
	return true;
}

/* safes - go to the list of safes in B; false: no PKCS #12 */
static bool
safes(struct pn_bytes *b)
{
	struct pn_ber version;

	if (!pn_ber_enter(b, PN_BER_SEQUENCE) || !pn_ber_next(b, &version) ||
	    version.tag != PN_BER_INTEGER || version.inside.n != 1 ||
	    version.inside.p[0] != VERSION || pn_cms_type(b) != PN_CMS_DATA)
		return false;
	return pn_ber_enter(b, PN_BER_CONTEXT_0) &&
	       pn_ber_enter(b, PN_BER_OCTETS) &&
	       pn_ber_enter(b, PN_BER_SEQUENCE);
}

static struct pn_lock
pkcs12(struct pn_bytes b)
{
	struct pn_tally t = {0};
	struct pn_lock lock;
	struct pn_ber e;

	(void)safes(&b);
	for (unsigned i = 0; i < MAX_ITEMS && b.n > 0; i++) {
		struct pn_bytes at = b;

		if (!pn_ber_next(&b, &e) || e.tag != PN_BER_SEQUENCE || e.cut ||
		    !add_safe(at, &t))
			return pn_lock_unknown("pkcs12", "damaged");
	}
	lock = pn_tally_lock(&t);
	lock.member_kind = NULL; /* what is in it are no files */
	lock.member_grade = PN_PROT_NONE;
	return lock;
}

#define JKS_MARK    0xFEEDFEEDu
#define JCEKS_MARK  0xCECECECEu
#define JAVA_HEAD   12
#define JAVA_KEY    1
#define JAVA_TRUST  2
#define JAVA_SECRET 3

static uint32_t
big32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

static bool
is_java(struct pn_bytes b)
{
	return b.n >= JAVA_HEAD &&
	       (big32(b.p) == JKS_MARK || big32(b.p) == JCEKS_MARK) &&
	       (big32(b.p + 4) == 1 || big32(b.p + 4) == 2);
}

/* java - by its first entry: keys come before certificates or between them,
 * and a store of certificates alone hides nothing */
static struct pn_lock
java(struct pn_bytes b)
{
	bool strong = big32(b.p) == JCEKS_MARK;
	const char *kind = strong ? "jceks" : "jks";
	struct pn_lock lock;

	if (big32(b.p + 8) == 0)
		return pn_lock_none(NULL);
	if (b.n < JAVA_HEAD + 4)
		return pn_lock_unknown(kind, "damaged");
	if (big32(b.p + JAVA_HEAD) == JAVA_TRUST)
		return pn_lock_none(NULL);
	if (big32(b.p + JAVA_HEAD) > JAVA_SECRET)
		return pn_lock_unknown(kind, "damaged");
	lock = pn_lock_whole(strong ? PN_PROT_STRONG : PN_PROT_WEAK, kind,
	    strong ? NULL : "method");
	lock.visible_names = true;
	return lock;
}

static unsigned
keystore_bid(struct pn_bytes b)
{
	if (is_java(b))
		return 60;
	/* more than CMS, which the start of it is not */
	return safes(&b) ? 90 : 0;
}

static struct pn_lock
keystore_grade(struct pn_bytes b)
{
	return is_java(b) ? java(b) : pkcs12(b);
}

const struct pn_grader pn_grader_keystore = {
    keystore_bid, keystore_grade, NULL};
