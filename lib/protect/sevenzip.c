/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sevenzip - the locks of 7z archives (7zFormat.txt of the 7-Zip sources)
 *
 * The header lists folders, each a chain of coders, and a folder is locked
 * where one of them is AES. The header is packed as a rule: then it has a
 * folder of its own, which is unpacked here (LZMA, LZMA2 or stored), and
 * where that folder is locked the names are hidden too. Content is never
 * unpacked. A header with a wrong check sum tells nothing. Limits: HEADER_MAX,
 * MAX_FOLDERS, MAX_CODERS.
 */
#include "base/inflate.h"
#include "base/lzma.h"
#include "protect/grader.h"

#define START_SIZE  32		/* the fixed header */
#define HEADER_MAX  (16u << 20) /* bytes of an unpacked header */
#define MAX_FOLDERS 20000
#define MAX_CODERS  32 /* in a folder; 7-Zip's own limit */
#define MAX_LAYERS  4  /* headers packed in headers */
#define SFX_REACH   (4u << 20)

enum id {
	ID_END = 0x00,
	ID_HEADER = 0x01,
	ID_ARCHIVE_PROPERTIES = 0x02,
	ID_ADDITIONAL_STREAMS = 0x03,
	ID_MAIN_STREAMS = 0x04,
	ID_PACK_INFO = 0x06,
	ID_UNPACK_INFO = 0x07,
	ID_SIZE = 0x09,
	ID_CRC = 0x0A,
	ID_FOLDER = 0x0B,
	ID_CODERS_UNPACK_SIZE = 0x0C,
	ID_ENCODED_HEADER = 0x17,
};

static const unsigned char signature[6] = {'7', 'z', 0xBC, 0xAF, 0x27, 0x1C};

/* Coders by identifier. */
enum coder {
	CODER_OTHER,
	CODER_UNKNOWN, /* none that is published */
	CODER_STORED,
	CODER_LZMA,
	CODER_LZMA2,
	CODER_AES,
};

/* One folder, as far as it matters. */
struct folder {
	enum coder first; /* the only one, where coders is 1 */
	struct pn_bytes props;
	unsigned coders;
	unsigned outs; /* streams that come out of its coders */
	bool locked, unknown;
};

/* The streams of a header: their first folder, which a packed header has
 * alone, and the locks of all. */
struct streams {
	struct pn_tally tally;
	struct folder first;
	unsigned folders;
	uint64_t pack_at, pack_size, unpack_size; /* of the first */
	uint64_t outs;
};

static bool
byte(struct pn_bytes *b, unsigned *out)
{
	if (b->n == 0)
		return false;
	*out = b->p[0];
	b->p++;
	b->n--;
	return true;
}

/* number - as many leading ones in the first byte as bytes follow */
static bool
number(struct pn_bytes *b, uint64_t *out)
{
	unsigned first, next, mask = 0x80, i;

	*out = 0;
	if (!byte(b, &first))
		return false;
	for (i = 0; i < 8; i++, mask >>= 1) {
		if (!(first & mask)) {
			*out |= (uint64_t)(first & (mask - 1)) << (8 * i);
			return true;
		}
		if (!byte(b, &next))
			return false;
		*out |= (uint64_t)next << (8 * i);
	}
	return true;
}

static bool
take(struct pn_bytes *b, uint64_t n, struct pn_bytes *out)
{
	if (n > b->n)
		return false;
	out->p = b->p;
	out->n = (size_t)n;
	b->p += n;
	b->n -= (size_t)n;
	return true;
}

static enum coder
coder_of(struct pn_bytes id)
{
	/* a number, most significant byte first */
	while (id.n > 0 && id.p[0] == 0) {
		id.p++;
		id.n--;
	}
	if (id.n == 4 && memcmp(id.p, "\x06\xF1\x07\x01", 4) == 0)
		return CODER_AES;
	if (id.n == 3 && memcmp(id.p, "\x03\x01\x01", 3) == 0)
		return CODER_LZMA;
	if (id.n == 1 && id.p[0] == 0x21)
		return CODER_LZMA2;
	if (id.n == 0)
		return CODER_STORED;
	/* filters, and the families of packers; 06 is that of ciphers */
	if (id.p[0] <= 0x0B && id.p[0] != 0x06)
		return CODER_OTHER;
	return CODER_UNKNOWN;
}

/* read_coder - one coder of a folder; counts its streams */
static bool
read_coder(struct pn_bytes *b, struct folder *f, uint64_t *ins)
{
	struct pn_bytes id, props = {NULL, 0};
	uint64_t in = 1, out = 1, n;
	enum coder coder;
	unsigned flags;

	if (!byte(b, &flags) || !take(b, flags & 0x0F, &id))
		return false;
	if ((flags & 0x10) && (!number(b, &in) || !number(b, &out)))
		return false;
	if ((flags & 0x20) && (!number(b, &n) || !take(b, n, &props)))
		return false;
	if (in > MAX_CODERS || out > MAX_CODERS || (flags & 0xC0))
		return false;
	coder = coder_of(id);
	f->locked |= coder == CODER_AES;
	f->unknown |= coder == CODER_UNKNOWN;
	if (f->coders++ == 0) {
		f->first = coder;
		f->props = props;
	}
	f->outs += (unsigned)out;
	*ins += in;
	return true;
}

/* read_folder - its coders, then how they are bound together */
static bool
read_folder(struct pn_bytes *b, struct folder *f)
{
	uint64_t coders, ins = 0, i, skipped, binds, packed;

	memset(f, 0, sizeof(*f));
	if (!number(b, &coders) || coders == 0 || coders > MAX_CODERS)
		return false;
	for (i = 0; i < coders; i++)
		if (!read_coder(b, f, &ins))
			return false;
	if (f->outs == 0 || ins + 1 < f->outs)
		return false;
	binds = f->outs - 1;
	for (i = 0; i < 2 * binds; i++)
		if (!number(b, &skipped))
			return false;
	packed = ins - binds;
	for (i = 0; packed > 1 && i < packed; i++)
		if (!number(b, &skipped))
			return false;
	return true;
}

static struct pn_lock
folder_lock(const struct folder *f)
{
	if (f->locked)
		return pn_lock_whole(PN_PROT_STRONG, "7z-aes256", NULL);
	if (f->unknown)
		return pn_lock_unknown(NULL, "method");
	return pn_lock_none(NULL);
}

/* read_folders - the part of UnpackInfo up to the sizes, and the first size */
static bool
read_folders(struct pn_bytes *b, struct streams *s)
{
	uint64_t id, n, i;
	unsigned external;
	struct folder f;

	if (!number(b, &id) || id != ID_FOLDER || !number(b, &n) ||
	    n > MAX_FOLDERS || !byte(b, &external) || external != 0)
		return false;
	for (i = 0; i < n; i++) {
		if (!read_folder(b, &f))
			return false;
		if (i == 0)
			s->first = f;
		s->outs += f.outs;
		pn_tally_add(&s->tally, folder_lock(&f));
	}
	s->folders = (unsigned)n;
	if (!number(b, &id) || id != ID_CODERS_UNPACK_SIZE)
		return false;
	return n == 0 || number(b, &s->unpack_size);
}

/* read_packs - PackInfo: where the packed streams lie, the first size */
static bool
read_packs(struct pn_bytes *b, struct streams *s)
{
	uint64_t n, id, i, size;

	if (!number(b, &s->pack_at) || !number(b, &n) || n > MAX_FOLDERS * 4 ||
	    !number(b, &id))
		return false;
	if (id == ID_SIZE) {
		for (i = 0; i < n; i++) {
			if (!number(b, &size))
				return false;
			if (i == 0)
				s->pack_size = size;
		}
		if (!number(b, &id))
			return false;
	}
	/* digests are not written here by any known program */
	return id == ID_END;
}

/* read_streams - StreamsInfo, as far as the folders */
static bool
read_streams(struct pn_bytes *b, struct streams *s)
{
	uint64_t id;

	if (!number(b, &id))
		return false;
	if (id == ID_PACK_INFO && (!read_packs(b, s) || !number(b, &id)))
		return false;
	if (id == ID_END)
		return true; /* no streams: only empty files */
	return id == ID_UNPACK_INFO && read_folders(b, s);
}

/* main_streams - the locks of a plain header */
static struct pn_lock
main_streams(struct pn_bytes b)
{
	struct pn_lock damaged = pn_lock_unknown(NULL, "damaged"), lock;
	struct streams s = {0};
	uint64_t id;

	if (!number(&b, &id))
		return damaged;
	if (id == ID_ARCHIVE_PROPERTIES || id == ID_ADDITIONAL_STREAMS)
		return pn_lock_unknown(NULL, "method"); /* never written */
	if (id != ID_MAIN_STREAMS) /* nothing but empty files */
		return pn_lock_none(NULL);
	if (!read_streams(&b, &s))
		return damaged;
	lock = pn_tally_lock(&s.tally);
	lock.visible_names = s.tally.locked;
	return lock;
}

/* unpack - the packed header that S tells of, from FILE into OUT */
static bool
unpack(struct pn_bytes file, const struct streams *s, struct pn_buf *out)
{
	const struct folder *f = &s->first;
	struct pn_bytes in = {NULL, 0}, rest = file, skipped;

	if (s->folders != 1 || f->coders != 1 || s->unpack_size > HEADER_MAX)
		return false;
	if (!take(&rest, START_SIZE, &skipped) ||
	    !take(&rest, s->pack_at, &skipped) ||
	    !take(&rest, s->pack_size, &in))
		return false;
	if (f->first == CODER_STORED)
		return pn_buf_add(out, in.p, in.n) == PN_OK;
	if (f->first != CODER_LZMA && f->first != CODER_LZMA2)
		return false;
	return pn_lzma_raw(f->first == CODER_LZMA2, f->props, in,
		   (size_t)s->unpack_size, out) == PN_OK;
}

/* header_lock - a header, or the headers packed in it */
static struct pn_lock
header_lock(struct pn_bytes file, struct pn_bytes header)
{
	struct pn_lock lock = pn_lock_unknown(NULL, "damaged");
	struct pn_buf now, then;
	struct streams s;
	uint64_t id;
	unsigned layer;

	pn_buf_init(&now, HEADER_MAX);
	pn_buf_init(&then, HEADER_MAX);
	for (layer = 0; layer < MAX_LAYERS; layer++) {
		if (!number(&header, &id))
			break;
		if (id == ID_HEADER) {
			lock = main_streams(header);
			break;
		}
		memset(&s, 0, sizeof(s));
		if (id != ID_ENCODED_HEADER || !read_streams(&header, &s))
			break;
		if (s.tally.locked) {
			lock = pn_tally_lock(&s.tally);
			break;
		}
		pn_buf_clear(&then);
		if (!unpack(file, &s, &then))
			break;
		pn_buf_free(&now);
		now = then;
		pn_buf_init(&then, HEADER_MAX);
		header = pn_buf_bytes(&now);
	}
	pn_buf_free(&now);
	pn_buf_free(&then);
	return lock;
}

/* archive - from the signature on, in front or behind a program */
static struct pn_bytes
archive(struct pn_bytes b)
{
	struct pn_bytes none = {NULL, 0};
	size_t reach = b.n < SFX_REACH ? b.n : SFX_REACH;
	const unsigned char *p;

	if (pn_starts(b, signature, sizeof(signature)))
		return b;
	if (!pn_is_program(b))
		return none;
	p = memmem(b.p, reach, signature, sizeof(signature));
	if (p == NULL)
		return none;
	b.n -= (size_t)(p - b.p);
	b.p = p;
	return b;
}

static struct pn_lock
sevenzip_grade(struct pn_bytes bytes)
{
	struct pn_bytes file = archive(bytes), rest = file, start, header;
	struct pn_bytes skipped;
	uint64_t at, size;

	if (file.n < START_SIZE)
		return pn_lock_unknown(NULL, "damaged");
	start = (struct pn_bytes){file.p + 12, START_SIZE - 12};
	at = pn_get32(file.p + 12) | (uint64_t)pn_get32(file.p + 16) << 32;
	size = pn_get32(file.p + 20) | (uint64_t)pn_get32(file.p + 24) << 32;
	if (pn_crc32(start) != pn_get32(file.p + 8))
		return pn_lock_unknown(NULL, "damaged");
	if (size == 0)
		return pn_lock_none(NULL); /* an archive of nothing */
	if (!take(&rest, START_SIZE, &skipped) || !take(&rest, at, &skipped) ||
	    !take(&rest, size, &header) ||
	    pn_crc32(header) != pn_get32(file.p + 28))
		return pn_lock_unknown(NULL, "damaged");
	return pn_lock_beside(header_lock(file, header), !pn_is_blank(rest));
}

static unsigned
sevenzip_bid(struct pn_bytes b)
{
	struct pn_bytes a = archive(b);

	if (a.n == 0)
		return 0;
	/* a program may hold the signature without being an archive */
	return a.p == b.p ? 48 : 10;
}

const struct pn_grader pn_grader_sevenzip = {
    sevenzip_bid, sevenzip_grade, NULL};
