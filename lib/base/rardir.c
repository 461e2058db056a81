/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rardir - the headers of a RAR archive, versions 1.4, 4 and 5, read only
 *
 * RAR 5: a block of type 4 means that all that follows is ciphertext, a
 * record of type 1 in a file's extra area that this file is. RAR 4: flag 0x80
 * of the main block and 0x04 of a file's. The flag "locked" (no changes) is
 * no encryption.
 */
#include <stdlib.h>
#include <string.h>
#include "base/inflate.h"
#include "base/mem.h"
#include "base/rardir.h"

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
	R4_MAIN_COMMENT = 0x0002,
	R4_FILE_COMMENT = 0x0008,
	R4_FILE_FOLDER = 0x00E0,
	R4_HAS_DATA = 0x8000,
};

enum rar5 {
	R5_FILE = 2,
	R5_SERVICE = 3,
	R5_LOCKED = 4,
	R5_END = 5,
	R5_HAS_EXTRA = 1,
	R5_HAS_DATA = 2,
	R5_FILE_FOLDER = 1,
	R5_FILE_TIME = 2,
	R5_FILE_CRC = 4,
	R5_METHOD = 0x0380,
	R5_EXTRA_LOCK = 1,
};

/* The flags of a file in RAR 1.4 are one byte with the same bit. */
#define R1_HEAD	   21
#define R1_VERSION 14

static uint16_t
get16(const unsigned char *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static uint32_t
get32(const unsigned char *p)
{
	return get16(p) | (uint32_t)get16(p + 2) << 16;
}

/* starts - does B begin with the N bytes at P? */
static bool
starts(struct pn_bytes b, const void *p, size_t n)
{
	return b.n >= n && memcmp(b.p, p, n) == 0;
}

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

static void
add(struct pn_rar *r, struct pn_rar_file file)
{
	PN_GROW(r->files, r->n_files, r->cap);
	r->files[r->n_files++] = file;
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

/* What RAR 5 says of a block. */
struct block5 {
	uint64_t type, flags, extra, data;
	struct pn_bytes rest; /* of the header */
};

/* file5 - a file header of RAR 5 */
static bool
file5(struct pn_rar *r, const struct block5 *k)
{
	struct pn_rar_file file = {.version = 50};
	struct pn_bytes h = k->rest, extra = k->rest;
	uint64_t flags, size;

	if (!vint(&h, &flags) || !vint(&h, &size) || k->extra > extra.n)
		return false;
	(void)skip(&extra, extra.n - k->extra);
	file.folder = flags & R5_FILE_FOLDER;
	file.empty = k->data == 0 && size == 0;
	file.locked = has_lock_record(extra);
	add(r, file);
	return true;
}

/* comment5 - the archive's comment, if service header K is one; DATA follows
 * the header */
static void
comment5(struct pn_rar *r, const struct block5 *k, struct pn_bytes data)
{
	struct pn_bytes h = k->rest;
	uint64_t flags, size, attributes, how, system, len;

	if (k->data > data.n || !vint(&h, &flags) || !vint(&h, &size) ||
	    !vint(&h, &attributes) ||
	    ((flags & R5_FILE_TIME) && !skip(&h, 4)) ||
	    ((flags & R5_FILE_CRC) && !skip(&h, 4)) || !vint(&h, &how) ||
	    !vint(&h, &system) || !vint(&h, &len) || len != 3 ||
	    !starts(h, "CMT", 3) || (how & R5_METHOD))
		return;
	r->comment = (struct pn_bytes){data.p, (size_t)k->data};
}

/* block5 - the next block, whose data B is left at */
static bool
next5(struct pn_bytes *b, struct block5 *k)
{
	struct pn_bytes summed;
	uint64_t head;
	uint32_t sum;

	memset(k, 0, sizeof(*k));
	if (b->n < 4)
		return false;
	sum = get32(b->p);
	(void)skip(b, 4);
	summed.p = b->p;
	if (!vint(b, &head) || head > b->n)
		return false;
	k->rest = (struct pn_bytes){b->p, (size_t)head};
	(void)skip(b, head);
	summed.n = (size_t)(b->p - summed.p);
	return pn_crc32(summed) == sum && vint(&k->rest, &k->type) &&
	       vint(&k->rest, &k->flags) &&
	       (!(k->flags & R5_HAS_EXTRA) || vint(&k->rest, &k->extra)) &&
	       (!(k->flags & R5_HAS_DATA) || vint(&k->rest, &k->data));
}

/* walk5 - all blocks of RAR 5; what is left behind the last one */
static struct pn_bytes
walk5(struct pn_rar *r, struct pn_bytes b)
{
	struct block5 k;

	for (unsigned n = 0; n < PN_RAR_MAX_BLOCKS; n++) {
		if (!next5(&b, &k)) {
			r->damaged = true; /* every one has an end block */
			(void)skip(&b, b.n);
			return b;
		}
		if (k.type == R5_LOCKED) {
			/* what stands in front of it can be read */
			r->masked = r->n_files == 0;
			r->damaged |= !r->masked;
			(void)skip(&b, b.n);
			return b;
		}
		if (k.type == R5_FILE && !file5(r, &k))
			r->damaged = true;
		if (k.type == R5_SERVICE)
			comment5(r, &k, b);
		if (k.type == R5_END)
			return b;
		if (!skip(&b, k.data)) {
			r->damaged = true;
			(void)skip(&b, b.n);
			return b;
		}
	}
	r->limit = true;
	return b;
}

/* file4 - a file block of RAR 4; *DATA gets the size of what follows it */
static bool
file4(struct pn_rar *r, struct pn_bytes block, unsigned flags, uint64_t *data)
{
	struct pn_rar_file file = {0};

	if (block.n < 32)
		return false;
	*data = get32(block.p + 7);
	if (flags & R4_FILE_LARGE) {
		if (block.n < 40)
			return false;
		*data |= (uint64_t)get32(block.p + 32) << 32;
	}
	file.folder = (flags & R4_FILE_FOLDER) == R4_FILE_FOLDER;
	file.empty = *data == 0 && get32(block.p + 11) == 0;
	file.locked = flags & R4_FILE_LOCKED;
	file.version = block.p[24];
	add(r, file);
	return true;
}

/* data4 - bytes behind a block that is no file's */
static bool
data4(struct pn_bytes block, unsigned flags, uint64_t *data)
{
	if (!(flags & R4_HAS_DATA))
		return true;
	if (block.n < 11)
		return false;
	*data = get32(block.p + 7);
	return true;
}

/* sound4 - is the check sum of BLOCK right, if it is the archive's or a file's?
 * That of old ones leaves out a comment at the end of the header. */
static bool
sound4(struct pn_bytes block, unsigned type, unsigned flags)
{
	struct pn_bytes summed = {block.p + 2, block.n - 2};
	unsigned sum = get16(block.p);
	size_t n = block.n;

	if (type != R4_MAIN && type != R4_FILE)
		return true;
	if ((pn_crc32(summed) & 0xFFFF) == sum)
		return true;
	if (type == R4_MAIN && (flags & R4_MAIN_COMMENT))
		n = 13;
	if (type == R4_FILE && (flags & R4_FILE_COMMENT) && block.n >= 32)
		n = 32 + (size_t)get16(block.p + 26);
	if (n >= block.n)
		return false;
	summed.n = n - 2;
	return (pn_crc32(summed) & 0xFFFF) == sum;
}

static struct pn_bytes
walk4(struct pn_rar *r, struct pn_bytes b)
{
	for (unsigned n = 0; b.n > 0 && n < PN_RAR_MAX_BLOCKS; n++) {
		struct pn_bytes block = {b.p, b.n < 7 ? 0 : get16(b.p + 5)};
		unsigned type, flags;
		uint64_t data = 0;
		bool fits;

		if (block.n < 7 || block.n > b.n) {
			r->damaged = true;
			(void)skip(&b, b.n);
			return b;
		}
		type = b.p[2];
		flags = get16(b.p + 3);
		r->damaged |= !sound4(block, type, flags) ||
			      (n == 0) != (type == R4_MAIN);
		if (type == R4_MAIN && (flags & R4_MAIN_LOCKED)) {
			r->masked = r->n_files == 0 && !r->damaged;
			r->damaged |= !r->masked;
			(void)skip(&b, b.n);
			return b;
		}
		if (type == R4_END) {
			(void)skip(&b, block.n);
			return b;
		}
		fits = type == R4_FILE ? file4(r, block, flags, &data)
				       : data4(block, flags, &data);
		if (!fits || !skip(&b, block.n + data)) {
			r->damaged = true;
			(void)skip(&b, b.n);
		}
	}
	r->limit = b.n > 0;
	return b;
}

/* walk1 - RAR 1.4: size and flags of the archive, then of each file */
static struct pn_bytes
walk1(struct pn_rar *r, struct pn_bytes b)
{
	if (b.n < 7 || !skip(&b, get16(b.p + 4)))
		r->damaged = true;
	for (unsigned n = 0; !r->damaged && b.n > 0; n++) {
		struct pn_rar_file file = {.version = R1_VERSION};
		uint64_t head, data;

		r->limit = n == PN_RAR_MAX_BLOCKS;
		if (r->limit)
			break;
		if (b.n < R1_HEAD) {
			r->damaged = true;
			break;
		}
		data = get32(b.p);
		head = get16(b.p + 10);
		file.empty = data == 0;
		file.locked = b.p[17] & R4_FILE_LOCKED;
		add(r, file);
		if (head < R1_HEAD || !skip(&b, head + data))
			r->damaged = true;
	}
	if (r->damaged)
		(void)skip(&b, b.n);
	return b;
}

struct pn_bytes
pn_rar_start(struct pn_bytes b)
{
	struct pn_bytes none = {NULL, 0};
	size_t reach = b.n < PN_RAR_REACH ? b.n : PN_RAR_REACH;
	const unsigned char *p;

	if (starts(b, sig4, 6) || starts(b, sig1, sizeof(sig1)))
		return b;
	if (!starts(b, "MZ", 2) && !starts(b,
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

enum pn_err
pn_rar_read(struct pn_bytes bytes, struct pn_rar **out)
{
	struct pn_bytes b = pn_rar_start(bytes), left;
	struct pn_rar *r;

	*out = NULL;
	if (b.p == NULL)
		return PN_ERR_SYNTAX;
	r = pn_alloc(sizeof(*r));
	r->from = (size_t)(b.p - bytes.p);
	if (starts(b, sig5, sizeof(sig5)) && skip(&b, sizeof(sig5))) {
		r->format = 5;
		left = walk5(r, b);
	} else if (starts(b, sig4, sizeof(sig4)) && skip(&b, sizeof(sig4))) {
		r->format = 4;
		left = walk4(r, b);
	} else if (starts(b, sig1, sizeof(sig1))) {
		r->format = 1;
		left = walk1(r, b);
	} else {
		free(r);
		return PN_ERR_SYNTAX;
	}
	r->to = bytes.n - left.n;
	*out = r;
	return PN_OK;
}

void
pn_rar_free(struct pn_rar **r)
{
	if (*r)
		free((*r)->files);
	free(*r);
	*r = NULL;
}
