/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rar - the locks of RAR archives, versions 1.4, 4 and 5
 *
 * The headers are walked; nothing is unpacked. RAR 5.0 technote: a block of
 * type 4 means that all that follows is ciphertext, a record of type 1 in a
 * file's extra area that this file is. RAR 4: flag 0x80 of the main block and
 * 0x04 of a file's; what needs a program older than 2.9 to unpack is locked
 * with a cipher from before AES, which is broken. The flag "locked" (no
 * changes) is no encryption. Self-extracting archives are searched for their
 * signature in the first SFX_REACH bytes.
 */
#include "protect/grader.h"

#define SFX_REACH (4u << 20)
#define MAX_BLOCKS                                                             \
	100000 /* headers walked; archives here have 20,000 files              \
		*/

static const unsigned char sig5[8] = "Rar!\x1A\x07\x01";
static const unsigned char sig4[7] = "Rar!\x1A\x07";
static const unsigned char sig1[4] = "RE~^";

enum rar4 {
	R4_MAIN = 0x73,
	R4_FILE = 0x74,
	R4_END = 0x7B,
	R4_MAIN_LOCKED = 0x0080,
	R4_FILE_LOCKED = 0x0004,
	R4_FILE_LARGE = 0x0100,
	R4_FILE_FOLDER = 0x00E0,
	R4_HAS_DATA = 0x8000,
};

enum rar5 {
	R5_FILE = 2,
	R5_LOCKED = 4,
	R5_END = 5,
	R5_HAS_EXTRA = 1,
	R5_HAS_DATA = 2,
	R5_FILE_FOLDER = 1,
	R5_EXTRA_LOCK = 1,
};

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

/* vint - a number of RAR 5: seven bits a byte, least first */
static bool
vint(struct pn_bytes *b, uint64_t *out)
{
	unsigned shift;

	*out = 0;
	for (shift = 0; shift < 63 && b->n > 0; shift += 7) {
		unsigned char c = b->p[0];

		(void)skip(b, 1);
		*out |= (uint64_t)(c & 0x7F) << shift;
		if (!(c & 0x80))
			return true;
	}
	return false;
}

/* has_lock_record - is there an encryption record in the extra area? */
static bool
has_lock_record(struct pn_bytes extra)
{
	uint64_t size, type;
	struct pn_bytes rest;

	while (vint(&extra, &size)) {
		rest = extra;
		if (!vint(&rest, &type))
			break;
		if (type == R5_EXTRA_LOCK)
			return true;
		if (!skip(&extra, size))
			break;
	}
	return false;
}

/* file5 - a file header of RAR 5, behind type, flags and sizes */
static bool
file5(struct pn_bytes h, uint64_t extra_size, uint64_t data_size,
    struct pn_tally *t)
{
	uint64_t flags, size;
	struct pn_bytes extra = h;

	if (!vint(&h, &flags) || !vint(&h, &size) || extra_size > extra.n)
		return false;
	if ((flags & R5_FILE_FOLDER) || (data_size == 0 && size == 0))
		return true;
	(void)skip(&extra, extra.n - extra_size);
	pn_tally_add(t, has_lock_record(extra)
			    ? pn_lock_whole(PN_PROT_STRONG, "rar5", NULL)
			    : pn_lock_none(NULL));
	return true;
}

static struct pn_lock
grade5(struct pn_bytes b)
{
	struct pn_lock damaged = pn_lock_unknown(NULL, "damaged"), lock;
	struct pn_tally t = {0};
	uint64_t head, type = 0, flags, extra, data;
	struct pn_bytes h;
	unsigned n;

	for (n = 0; b.n > 0 && n < MAX_BLOCKS; n++) {
		extra = data = 0;
		if (!skip(&b, 4) || !vint(&b, &head) || head > b.n)
			return damaged;
		h = (struct pn_bytes){b.p, (size_t)head};
		(void)skip(&b, head);
		if (!vint(&h, &type) || !vint(&h, &flags) ||
		    ((flags & R5_HAS_EXTRA) && !vint(&h, &extra)) ||
		    ((flags & R5_HAS_DATA) && !vint(&h, &data)))
			return damaged;
		if (type == R5_LOCKED)
			return pn_lock_whole(PN_PROT_STRONG, "rar5", NULL);
		if (type == R5_FILE && !file5(h, extra, data, &t))
			return damaged;
		if (type == R5_END)
			break;
		if (!skip(&b, data))
			return damaged;
	}
	if (n == MAX_BLOCKS)
		return pn_lock_unknown(NULL, "limit");
	if (b.n == 0 && type != R5_END) /* every archive and volume has one */
		return damaged;
	lock = pn_tally_lock(&t);
	lock.visible_names = t.locked;
	return lock;
}

/* cipher4 - by the version that is needed to unpack, times ten */
static struct pn_lock
cipher4(unsigned version)
{
	if (version >= 29)
		return pn_lock_whole(PN_PROT_STRONG, "rar3", NULL);
	return pn_lock_whole(
	    PN_PROT_WEAK, version >= 20 ? "rar2" : "rar1", NULL);
}

/* file4 - a file block of RAR 4; *DATA gets the size of what follows it */
static bool
file4(struct pn_bytes block, unsigned flags, uint64_t *data, struct pn_tally *t)
{
	uint32_t size;

	if (block.n < 32)
		return false;
	*data = pn_get32(block.p + 7);
	size = pn_get32(block.p + 11);
	if (flags & R4_FILE_LARGE) {
		if (block.n < 40)
			return false;
		*data |= (uint64_t)pn_get32(block.p + 32) << 32;
	}
	if ((flags & R4_FILE_FOLDER) == R4_FILE_FOLDER ||
	    (*data == 0 && size == 0))
		return true;
	pn_tally_add(t,
	    flags & R4_FILE_LOCKED ? cipher4(block.p[24]) : pn_lock_none(NULL));
	return true;
}

static struct pn_lock
grade4(struct pn_bytes b)
{
	struct pn_lock damaged = pn_lock_unknown(NULL, "damaged"), lock;
	struct pn_tally t = {0};
	struct pn_bytes block;
	unsigned n, type, flags;
	uint64_t data;

	for (n = 0; b.n > 0 && n < MAX_BLOCKS; n++) {
		if (b.n < 7)
			return damaged;
		block = (struct pn_bytes){b.p, pn_get16(b.p + 5)};
		type = b.p[2];
		flags = pn_get16(b.p + 3);
		data = 0;
		if (block.n < 7 || block.n > b.n)
			return damaged;
		if (type == R4_MAIN && (flags & R4_MAIN_LOCKED))
			return pn_lock_whole(PN_PROT_STRONG, "rar3", NULL);
		if (type == R4_END)
			break;
		if (type == R4_FILE) {
			if (!file4(block, flags, &data, &t))
				return damaged;
		} else if (flags & R4_HAS_DATA) {
			if (block.n < 11)
				return damaged;
			data = pn_get32(block.p + 7);
		}
		if (!skip(&b, block.n + data))
			return damaged;
	}
	if (n == MAX_BLOCKS)
		return pn_lock_unknown(NULL, "limit");
	lock = pn_tally_lock(&t);
	lock.visible_names = t.locked;
	return lock;
}

/* grade1 - RAR 1.4: size and flags of the archive, then of each file */
static struct pn_lock
grade1(struct pn_bytes b)
{
	struct pn_lock damaged = pn_lock_unknown(NULL, "damaged");
	struct pn_tally t = {0};
	unsigned n;

	if (b.n < 7 || !skip(&b, pn_get16(b.p + 4)))
		return damaged;
	for (n = 0; b.n > 0 && n < MAX_BLOCKS; n++) {
		uint32_t data;
		uint16_t head;

		if (b.n < 21)
			return damaged;
		data = pn_get32(b.p);
		head = pn_get16(b.p + 10);
		if (data > 0)
			pn_tally_add(&t, b.p[17] & R4_FILE_LOCKED
					     ? cipher4(14)
					     : pn_lock_none(NULL));
		if (head < 21 || !skip(&b, (uint64_t)head + data))
			return damaged;
	}
	return pn_tally_lock(&t);
}

/* archive - where the archive starts: at the front, or behind a program */
static struct pn_bytes
archive(struct pn_bytes b)
{
	struct pn_bytes none = {NULL, 0};
	size_t reach = b.n < SFX_REACH ? b.n : SFX_REACH;
	const unsigned char *p;

	if (pn_starts(b, sig4, 6) || pn_starts(b, sig1, sizeof(sig1)))
		return b;
	if (!pn_starts(b, "MZ", 2) && !pn_starts(b,
					  "\x7F"
					  "ELF",
					  4))
		return none;
	p = memmem(b.p, reach, sig4, 6);
	if (p == NULL)
		return none;
	(void)skip(&b, (uint64_t)(p - b.p));
	return b;
}

static struct pn_lock
rar_grade(struct pn_bytes bytes)
{
	struct pn_bytes b = archive(bytes);

	if (pn_starts(b, sig5, sizeof(sig5)) && skip(&b, sizeof(sig5)))
		return grade5(b);
	if (pn_starts(b, sig4, sizeof(sig4)) && skip(&b, sizeof(sig4)))
		return grade4(b);
	if (pn_starts(b, sig1, sizeof(sig1)))
		return grade1(b);
	return pn_lock_unknown(NULL, "method");
}

static unsigned
rar_bid(struct pn_bytes b)
{
	struct pn_bytes a = archive(b);

	if (a.n == 0)
		return 0;
	/* a program may hold the signature without being an archive */
	if (a.p != b.p)
		return 10;
	return pn_starts(a, sig1, sizeof(sig1)) ? 32 : 48;
}

const struct pn_grader pn_grader_rar = {rar_bid, rar_grade, NULL};
