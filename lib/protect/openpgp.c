/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * openpgp - messages encrypted with OpenPGP (RFC 4880, RFC 9580), binary
 *
 * Encrypted is what begins with session keys (tag 1 for recipients, tag 3 for
 * a passphrase) and goes on with encrypted data (tag 18, 20 or 9). Signed and
 * compressed messages look as opaque and anybody can read them; keys are no
 * container. One first byte in a hundred random files looks like a packet, so
 * every field of the session keys is checked and nothing counts without one.
 */
#include "protect/grader.h"

#define MAX_PACKETS 1000 /* session keys: recipients of one message */

enum tag {
	TAG_PUBLIC_SESSION = 1,
	TAG_SECRET_SESSION = 3,
	TAG_DATA = 9, /* without protection of integrity */
	TAG_MARKER = 10,
	TAG_PROTECTED_DATA = 18,
	TAG_AEAD_DATA = 20,
	TAG_PADDING = 21,
};

struct packet {
	unsigned tag;
	struct pn_bytes body; /* what of it is there */
	bool whole;	      /* a definite length that lies in the file */
};

/* big - the big-endian number of N bytes at P */
static uint32_t
big(const unsigned char *p, size_t n)
{
	uint32_t v = 0;

	while (n-- > 0)
		v = v << 8 | *p++;
	return v;
}

/* take - the packet body of LEN bytes behind a header of HEAD bytes */
static bool
take(struct pn_bytes *b, size_t head, uint32_t len, struct packet *out)
{
	if (head > b->n)
		return false;
	out->body.p = b->p + head;
	out->whole = len <= b->n - head;
	out->body.n = out->whole ? len : b->n - head;
	b->p = out->body.p + out->body.n;
	b->n -= head + out->body.n;
	return true;
}

/* new_packet - the header as RFC 4880 4.2.2 has it; partial lengths make the
 * packet go on to the end for our purposes */
static bool
new_packet(struct pn_bytes *b, struct packet *out)
{
	unsigned char l;

	out->tag = b->p[0] & 0x3F;
	if (b->n < 2)
		return false;
	l = b->p[1];
	if (l < 192)
		return take(b, 2, l, out);
	if (l < 224)
		return b->n >= 3 &&
		       take(b, 3, ((l - 192u) << 8) + b->p[2] + 192, out);
	if (l == 255)
		return b->n >= 6 && take(b, 6, big(b->p + 2, 4), out);
	return take(b, 2, UINT32_MAX, out);
}

/* old_packet - the header as RFC 4880 4.2.1 has it */
static bool
old_packet(struct pn_bytes *b, struct packet *out)
{
	size_t n = (size_t)1 << (b->p[0] & 3);

	out->tag = (b->p[0] >> 2) & 0x0F;
	if (n == 8)
		return take(b, 1, UINT32_MAX, out);
	return b->n >= 1 + n && take(b, 1 + n, big(b->p + 1, n), out);
}

static bool
next_packet(struct pn_bytes *b, struct packet *out)
{
	if (b->n == 0 || !(b->p[0] & 0x80))
		return false;
	return b->p[0] & 0x40 ? new_packet(b, out) : old_packet(b, out);
}

/* good_public_session - version 3 with an algorithm for encryption, or 6 */
static bool
good_public_session(struct pn_bytes body)
{
	static const unsigned char algorithms[] = {1, 2, 16, 18, 25, 26};

	if (body.n < 12)
		return false;
	if (body.p[0] == 6)
		return true;
	return body.p[0] == 3 &&
	       memchr(algorithms, body.p[9], sizeof(algorithms)) != NULL;
}

/* key_maker - how a passphrase becomes a key (the S2K type) in a session key
 * packet of version 4 to 6; -1 where it can't be one */
static int
key_maker(struct pn_bytes body)
{
	size_t at = body.n > 0 && body.p[0] == 4 ? 2 : 3;
	size_t cipher = 1;

	if (body.n > 0 && body.p[0] == 6) { /* counts stand in between */
		cipher = 2;
		at = 5;
	}
	if (body.n <= at + 1 || body.p[0] < 4 || body.p[0] > 6 ||
	    body.p[cipher] < 1 || body.p[cipher] > 13)
		return -1;
	if (body.p[at] == 2 || body.p[at] > 4)
		return -1;
	return body.p[at];
}

/* good_data - does this packet hold encrypted data of a known version? */
static bool
good_data(const struct packet *p)
{
	switch (p->tag) {
	case TAG_DATA:
		return p->body.n > 0;
	case TAG_PROTECTED_DATA:
		return p->body.n > 0 &&
		       (p->body.p[0] == 1 || p->body.p[0] == 2);
	case TAG_AEAD_DATA:
		return p->body.n > 0 && p->body.p[0] == 1;
	default:
		return false;
	}
}

/* walk - true for an encrypted message; *SIMPLE where a passphrase is used
 * without salt */
static bool
walk(struct pn_bytes b, bool *simple)
{
	unsigned n, sessions = 0;
	struct packet p;
	int maker;

	*simple = false;
	for (n = 0; n < MAX_PACKETS && next_packet(&b, &p); n++) {
		if (p.tag == TAG_PUBLIC_SESSION) {
			if (!p.whole || !good_public_session(p.body))
				return false;
			sessions++;
		} else if (p.tag == TAG_SECRET_SESSION) {
			maker = key_maker(p.body);
			if (!p.whole || maker < 0)
				return false;
			*simple |= maker == 0;
			sessions++;
		} else if (p.tag != TAG_MARKER && p.tag != TAG_PADDING) {
			return sessions > 0 && good_data(&p);
		}
	}
	return false;
}

/* is_readable - a signature, keys, compressed or literal data come first */
static bool
is_readable(struct pn_bytes b)
{
	static const unsigned char tags[] = {2, 4, 5, 6, 7, 8, 11, 13, 14, 17};
	struct packet p;

	return next_packet(&b, &p) && memchr(tags, (int)p.tag, sizeof(tags));
}

static unsigned
openpgp_bid(struct pn_bytes b)
{
	bool simple;

	return walk(b, &simple) ? 30 : 0;
}

struct pn_lock
pn_openpgp_lock(struct pn_bytes bytes)
{
	bool simple;

	if (!walk(bytes, &simple))
		return is_readable(bytes) ? pn_lock_none(NULL)
					  : pn_lock_unknown(NULL, "damaged");
	if (simple)
		return pn_lock_whole(PN_PROT_WEAK, "openpgp", "unsalted");
	return pn_lock_whole(PN_PROT_STRONG, "openpgp", NULL);
}

const struct pn_grader pn_grader_openpgp = {openpgp_bid, pn_openpgp_lock, NULL};
