/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * oldarc - the locks of ARJ and ACE archives
 *
 * ARJ (its technical note): flag 1 of a file says "garbled", which is an XOR
 * with the password, or a cipher of 40 bits. ACE: flag 14 of a file, Blowfish
 * under one SHA-1 of the password without salt. Both are broken by trying.
 * Every header has a check sum and counts only where it is right.
 */
#include "base/inflate.h"
#include "protect/grader.h"

#define MAX_HEADERS 100000

#define ARJ_HEAD    2600 /* bytes of the longest header */
#define ARJ_MIN	    30
#define ARJ_FLAGS   4
#define ARJ_GARBLED 0x01
#define ARJ_TYPE    6
#define ARJ_MAIN    2
#define ARJ_FOLDER  3
#define ARJ_PACKED  12

#define ACE_MARK_AT  7
#define ACE_MARK     "**ACE**"
#define ACE_HEAD     7 /* sum, size, type and flags */
#define ACE_FILE     1
#define ACE_FILE_64  3
#define ACE_HAS_DATA 0x0001
#define ACE_WIDE     0x0004
#define ACE_PASSWORD 0x4000

/* skip - step over N bytes; false past the end */
static bool
skip(struct pn_bytes *b, uint64_t n)
{
	if (n > b->n)
		return false;
	b->p += n;
	b->n -= (size_t)n;
	return true;
}

/* What the walk over an archive found. */
struct walk {
	struct pn_tally t;
	bool end; /* it came to the end */
};

static void
add(struct walk *w, bool locked, const char *kind, const char *why)
{
	pn_tally_add(&w->t, locked ? pn_lock_whole(PN_PROT_WEAK, kind, why)
				   : pn_lock_none(NULL));
}

/* arj_header - the header at *B, and step over it; none: its end */
static bool
arj_header(struct pn_bytes *b, struct pn_bytes *head)
{
	uint16_t n;

	if (b->n < 4 || memcmp(b->p, "\x60\xEA", 2) != 0)
		return false;
	n = pn_get16(b->p + 2);
	*head = (struct pn_bytes){b->p + 4, n};
	if (n == 0)
		return skip(b, 4);
	if (n < ARJ_MIN || n > ARJ_HEAD || !skip(b, 4 + (size_t)n) ||
	    b->n < 6 || pn_crc32(*head) != pn_get32(b->p))
		return false;
	(void)skip(b, 4);
	n = pn_get16(b->p); /* of an extended header, with a sum of its own */
	return skip(b, n ? 2 + (size_t)n + 4 : 2);
}

static void
arj_walk(struct pn_bytes b, struct walk *w)
{
	struct pn_bytes head;

	for (unsigned i = 0; i < MAX_HEADERS; i++) {
		uint32_t packed;

		if (!arj_header(&b, &head))
			return;
		w->end = head.n == 0;
		if (w->end)
			return;
		if (head.p[ARJ_TYPE] == ARJ_MAIN)
			continue;
		packed = pn_get32(head.p + ARJ_PACKED);
		if (head.p[ARJ_TYPE] != ARJ_FOLDER && packed > 0)
			add(w, head.p[ARJ_FLAGS] & ARJ_GARBLED, "arj", NULL);
		if (!skip(&b, packed))
			return;
	}
}

/* ace_header - the header at *B, type first, and step over it */
static bool
ace_header(struct pn_bytes *b, struct pn_bytes *head)
{
	uint16_t n;

	if (b->n < ACE_HEAD)
		return false;
	n = pn_get16(b->p + 2);
	*head = (struct pn_bytes){b->p + 4, n};
	return n >= ACE_HEAD - 4 && n <= b->n - 4 &&
	       (~pn_crc32(*head) & 0xFFFF) == pn_get16(b->p) &&
	       skip(b, 4 + (size_t)n);
}

static void
ace_walk(struct pn_bytes b, struct walk *w)
{
	struct pn_bytes head;

	for (unsigned i = 0; i < MAX_HEADERS && b.n > 0; i++) {
		unsigned flags;
		uint64_t data = 0;

		if (!ace_header(&b, &head))
			return;
		flags = pn_get16(head.p + 1);
		if (flags & ACE_HAS_DATA) {
			if (head.n < (flags & ACE_WIDE ? 11u : 7u))
				return;
			data = pn_get32(head.p + 3);
			if (flags & ACE_WIDE)
				data |= (uint64_t)pn_get32(head.p + 7) << 32;
		}
		if ((head.p[0] == ACE_FILE || head.p[0] == ACE_FILE_64) &&
		    data > 0)
			add(w, flags & ACE_PASSWORD, "ace", "unsalted");
		if (!skip(&b, data))
			return;
	}
	w->end = b.n == 0;
}

static bool
is_ace(struct pn_bytes b)
{
	struct pn_bytes head;

	return b.n > ACE_MARK_AT + sizeof(ACE_MARK) &&
	       memcmp(b.p + ACE_MARK_AT, ACE_MARK, sizeof(ACE_MARK) - 1) == 0 &&
	       ace_header(&b, &head);
}

static unsigned
oldarc_bid(struct pn_bytes b)
{
	struct pn_bytes head;

	if (is_ace(b))
		return 72;
	return arj_header(&b, &head) && head.n > 0 ? 48 : 0;
}

static struct pn_lock
oldarc_grade(struct pn_bytes b)
{
	struct walk w = {0};
	struct pn_lock lock;

	if (is_ace(b))
		ace_walk(b, &w);
	else
		arj_walk(b, &w);
	lock = pn_tally_lock(&w.t);
	/* a plain member can be read, whatever became of the rest */
	if (!w.end && (!w.t.any || lock.grade != PN_PROT_NONE))
		return pn_lock_unknown(NULL, "damaged");
	lock.visible_names = w.t.locked;
	return lock;
}

const struct pn_grader pn_grader_oldarc = {oldarc_bid, oldarc_grade, NULL};
