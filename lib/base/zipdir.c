/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * zipdir - the directory of a ZIP file (PKWARE APPNOTE 6.3.10), read only
 *
 * The end record is looked for backwards; its directory counts where a
 * central header really stands there, first by its distance from the end
 * (so that data in front do no harm), then by its offset. Every local header
 * is compared with the central one. Without an end record the local headers
 * are walked instead. Not done: inflating, multi-disk archives, decrypting a
 * masked directory (told by MASKED).
 */
#include <stdlib.h>
#include <string.h>
#include "base/charset.h"
#include "base/mem.h"
#include "base/uni.h"
#include "base/zipdir.h"

#define SIG_LOCAL   0x04034b50u
#define SIG_CENTRAL 0x02014b50u
#define SIG_END	    0x06054b50u
#define SIG_END64   0x06064b50u
#define SIG_LOCATOR 0x07064b50u
#define SIG_DESCR   0x08074b50u

enum {
	LEN_LOCAL = 30,
	LEN_CENTRAL = 46,
	LEN_END = 22,
	LEN_END64 = 56,
	LEN_LOCATOR = 20,
	LEN_END64_BODY = 44, /* its size field without an extensible sector */
};

#define FLAG_LOCKED 0x0001
#define FLAG_DESCR  0x0008
#define FLAG_UTF8   0x0800
#define FLAG_MASKED 0x2000

#define SAT16 0xffffu /* "see the ZIP64 field" */
#define SAT32 0xffffffffu

/* How far from the end an end record is looked for in a file that does not
 * start as a ZIP: the longest comment, and some more behind it. */
#define FAR_END	 (1u << 20)
#define LEAST_GAP 5 /* bytes; nothing hides in fewer */
#define MAX_NAME 4096 /* bytes of a name that is kept */

/* Where the directory is. */
struct place {
	size_t end;	/* the end record */
	size_t end_len; /* with its comment */
	size_t end64;	/* the ZIP64 end record; 0 where there is none */
	size_t end64_len;
	size_t dir;	/* first central header */
	size_t limit;	/* the directory ends before this */
	uint64_t count; /* entries, as claimed */
	uint64_t shift; /* bytes in front of offset 0 */
	bool damaged;
	bool masked;
};

static uint16_t
le16(const unsigned char *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static uint32_t
le32(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

static uint64_t
le64(const unsigned char *p)
{
	return le32(p) | (uint64_t)le32(p + 4) << 32;
}

/* has - does signature SIG with LEN bytes of record stand at AT? */
static bool
has(struct pn_bytes b, uint64_t at, uint32_t sig, size_t len)
{
	return at <= b.n && b.n - at >= len && le32(b.p + at) == sig;
}

/* crc32_of - CRC-32 of a name, for the 0x7075 field; short input only */
static uint32_t
crc32_of(struct pn_bytes b)
{
	uint32_t crc = ~0u;

	for (size_t i = 0; i < b.n; i++) {
		crc ^= b.p[i];
		for (int k = 0; k < 8; k++)
			crc = (crc >> 1) ^ (0xedb88320u & (0u - (crc & 1)));
	}
	return ~crc;
}

/* extra_field - the content of field ID in EXTRA; p NULL if it is missing */
static struct pn_bytes
extra_field(struct pn_bytes extra, unsigned id)
{
	struct pn_bytes none = {NULL, 0};

	while (extra.n >= 4) {
		size_t len = le16(extra.p + 2);

		if (len > extra.n - 4)
			break;
		if (le16(extra.p) == id)
			return (struct pn_bytes){extra.p + 4, len};
		extra.p += 4 + len;
		extra.n -= 4 + len;
	}
	return none;
}

/* name_of - an entry's name as UTF-8 */
static char *
name_of(struct pn_bytes raw, unsigned flags, struct pn_bytes extra)
{
	struct pn_bytes uni = extra_field(extra, 0x7075);
	struct pn_buf out;
	enum pn_err err = PN_OK;
	const char *s;

	if (raw.n > MAX_NAME)
		raw.n = MAX_NAME;
	if (uni.n > 5 && uni.n <= MAX_NAME && uni.p[0] == 1 &&
	    le32(uni.p + 1) == crc32_of(raw)) {
		raw = (struct pn_bytes){uni.p + 5, uni.n - 5};
		flags |= FLAG_UTF8;
	}
	s = raw.n ? (const char *)raw.p : "";
	pn_buf_init(&out, 4 * MAX_NAME);
	/* many programs write UTF-8 and forget to say so */
	if (flags & FLAG_UTF8 || pn_utf8_valid(s, raw.n))
		err = pn_utf8_repair(&out, s, raw.n);
	else if (pn_charset_to_utf8(&out, "CP437", raw) == PN_ERR_UNSUPPORTED)
		err = pn_utf8_repair(&out, s, raw.n);
	(void)err; /* full: the beginning of the name is kept */
	return pn_buf_take(&out);
}

/* zip64_sizes - what the ZIP64 extra field says for saturated members */
static uint64_t
zip64_sizes(struct pn_zip_entry *e, struct pn_bytes extra, uint64_t offset)
{
	struct pn_bytes f = extra_field(extra, 0x0001);
	uint64_t *members[3];
	size_t n = 0;

	if (e->unpacked == SAT32)
		members[n++] = &e->unpacked;
	if (e->packed == SAT32)
		members[n++] = &e->packed;
	if (offset == SAT32)
		members[n++] = &offset;
	for (size_t i = 0; i < n && f.n >= 8; i++) {
		*members[i] = le64(f.p);
		f.p += 8;
		f.n -= 8;
	}
	return offset;
}

/* aes_field - what WinZip AES keeps in its own field (0x9901) */
static void
aes_field(struct pn_zip_entry *e, struct pn_bytes extra)
{
	struct pn_bytes f = extra_field(extra, 0x9901);

	e->real_method = e->method;
	if (e->method != 99 || f.n < 7)
		return;
	e->aes_version = le16(f.p);
	e->aes_strength = f.p[4];
	e->real_method = le16(f.p + 5);
}

/* descriptor_len - how long a data descriptor stands behind E's data */
static size_t
descriptor_len(struct pn_bytes b, size_t at, const struct pn_zip_entry *e)
{
	size_t sig = has(b, at, SIG_DESCR, 16) ? 4 : 0;
	const unsigned char *p = b.p + at + sig;
	size_t left = b.n - at;

	if (left >= sig + 20 && le64(p + 4) == e->packed &&
	    le64(p + 12) == e->unpacked)
		return sig + 20;
	if (left >= sig + 12 && (sig || le32(p + 4) == (uint32_t)e->packed))
		return sig + 12;
	return 0;
}

/* local_agrees - does the local header at P say what the central one does? */
static bool
local_agrees(const struct pn_zip_entry *e, const unsigned char *p,
    struct pn_bytes name, struct pn_bytes extra)
{
	struct pn_zip_entry local = {
	    .packed = le32(p + 18),
	    .unpacked = le32(p + 22),
	};
	unsigned flags = le16(p + 6);
	bool later = (flags & FLAG_DESCR) != 0;

	(void)zip64_sizes(&local, extra, 0);
	if (le16(p + 8) != e->method || ((flags ^ e->flags) & FLAG_LOCKED))
		return false;
	if (!(e->flags & FLAG_MASKED) &&
	    (name.n != e->raw_name.n ||
		(name.n && memcmp(name.p, e->raw_name.p, name.n) != 0)))
		return false;
	if (later && local.packed == 0 && local.unpacked == 0)
		return true;
	return local.packed == e->packed && local.unpacked == e->unpacked;
}

/* attach_local - find E's data through its local header at AT */
static void
attach_local(struct pn_zip_entry *e, struct pn_bytes b, uint64_t at)
{
	struct pn_bytes name, extra;
	const unsigned char *p;
	uint64_t data;

	e->from = e->to = 0;
	if (!has(b, at, SIG_LOCAL, LEN_LOCAL)) {
		e->disagrees = true;
		return;
	}
	p = b.p + at;
	data = at + LEN_LOCAL + le16(p + 26) + le16(p + 28);
	if (data > b.n) {
		e->disagrees = true;
		return;
	}
	name = (struct pn_bytes){p + LEN_LOCAL, le16(p + 26)};
	extra = (struct pn_bytes){name.p + name.n, le16(p + 28)};
	e->disagrees = !local_agrees(e, p, name, extra);
	e->flags |= le16(p + 6);
	e->from = (size_t)at;
	e->to = (size_t)data;
	if (e->packed > b.n - data) {
		e->disagrees = true;
		return;
	}
	e->data = (struct pn_bytes){b.p + data, (size_t)e->packed};
	e->to += e->data.n;
	if (e->flags & FLAG_DESCR)
		e->to += descriptor_len(b, e->to, e);
}

/* central_entry - read the central header at AT; its length, 0 if none */
static size_t
central_entry(
    struct pn_zip_entry *e, struct pn_bytes b, size_t at, const struct place *w)
{
	struct pn_bytes extra;
	const unsigned char *p = b.p + at;
	size_t len;
	uint64_t offset;

	if (at > w->limit || w->limit - at < LEN_CENTRAL ||
	    le32(p) != SIG_CENTRAL)
		return 0;
	len = (size_t)LEN_CENTRAL + le16(p + 28) + le16(p + 30) + le16(p + 32);
	if (len > w->limit - at)
		return 0;
	*e = (struct pn_zip_entry){
	    .raw_name = {p + LEN_CENTRAL, le16(p + 28)},
	    .flags = le16(p + 8),
	    .method = le16(p + 10),
	    .crc = le32(p + 16),
	    .packed = le32(p + 20),
	    .unpacked = le32(p + 24),
	};
	extra = (struct pn_bytes){e->raw_name.p + e->raw_name.n, le16(p + 30)};
	e->comment = (struct pn_bytes){extra.p + extra.n, le16(p + 32)};
	e->name = name_of(e->raw_name, e->flags, extra);
	e->folder = e->raw_name.n && e->raw_name.p[e->raw_name.n - 1] == '/' &&
		    e->unpacked == 0;
	offset = zip64_sizes(e, extra, le32(p + 42));
	aes_field(e, extra);
	if (offset > UINT64_MAX - w->shift)
		e->disagrees = true;
	else
		attach_local(e, b, offset + w->shift);
	return len;
}

/* end64_record - the ZIP64 end record in front of the end record at POS */
static void
end64_record(struct pn_bytes b, size_t pos, struct place *w)
{
	uint64_t at;

	if (pos < LEN_LOCATOR ||
	    !has(b, pos - LEN_LOCATOR, SIG_LOCATOR, LEN_LOCATOR))
		return;
	at = le64(b.p + pos - LEN_LOCATOR + 8);
	if (at > pos || !has(b, at, SIG_END64, LEN_END64)) {
		/* data in front shift it; it is next to its locator */
		if (pos < LEN_LOCATOR + LEN_END64)
			return;
		at = pos - LEN_LOCATOR - LEN_END64;
		if (!has(b, at, SIG_END64, LEN_END64))
			return;
	}
	w->end64 = (size_t)at;
	w->end64_len = pos - w->end64;
	/* version 2 of the record: an algorithm means a masked directory */
	if (le64(b.p + at + 4) > LEN_END64_BODY && b.n - at >= LEN_END64 + 20 &&
	    le16(b.p + at + LEN_END64 + 18) != 0)
		w->masked = true;
}

/* place_at - is the end record at POS one whose directory is there? */
static bool
place_at(struct pn_bytes b, size_t pos, struct place *w)
{
	const unsigned char *p = b.p + pos;
	uint64_t size = le32(p + 12), off = le32(p + 16);
	size_t tail = pos, comment = le16(p + 20);

	*w = (struct place){.end = pos, .count = le16(p + 10)};
	w->damaged = le16(p + 4) != 0 && le16(p + 4) != SAT16;
	if (comment > b.n - pos - LEN_END) {
		comment = b.n - pos - LEN_END;
		w->damaged = true;
	}
	w->end_len = LEN_END + comment;
	end64_record(b, pos, w);
	if (w->end64_len) {
		tail = w->end64;
		if (w->count == SAT16 || size == SAT32 || off == SAT32) {
			w->count = le64(b.p + tail + 32);
			size = le64(b.p + tail + 40);
			off = le64(b.p + tail + 48);
		}
	}
	w->limit = tail;
	if (w->masked && size <= tail) {
		w->dir = tail - (size_t)size;
		return true;
	}
	if (w->count == 0 && size == 0)
		return pos == 0; /* an archive of nothing */
	if (size <= tail && has(b, tail - size, SIG_CENTRAL, LEN_CENTRAL)) {
		w->dir = tail - (size_t)size;
		w->shift = off <= w->dir ? w->dir - off : 0;
		w->damaged |= off > w->dir;
		return true;
	}
	if (off < tail && has(b, off, SIG_CENTRAL, LEN_CENTRAL)) {
		w->dir = (size_t)off;
		w->damaged = true;
		return true;
	}
	return false;
}

/* find_place - the last end record with a directory */
static bool
find_place(struct pn_bytes b, struct place *w)
{
	size_t low = 0;

	if (b.n < LEN_END)
		return false;
	if (b.n > FAR_END && !has(b, 0, SIG_LOCAL, LEN_LOCAL))
		low = b.n - FAR_END;
	for (size_t i = b.n - LEN_END + 1; i-- > low;)
		if (b.p[i] == 'P' && le32(b.p + i) == SIG_END &&
		    place_at(b, i, w))
			return true;
	return false;
}

/* read_central - all entries of the directory at W */
static enum pn_err
read_central(struct pn_zip *z, struct pn_bytes b, struct place *w)
{
	size_t cap = 0, at = w->dir;

	while (at < w->limit) {
		struct pn_zip_entry e;
		size_t len = central_entry(&e, b, at, w);

		if (len == 0)
			break;
		if (z->n_entries == PN_ZIP_MAX_ENTRIES) {
			free(e.name);
			return PN_ERR_LIMIT;
		}
		PN_GROW(z->entries, z->n_entries, cap);
		z->entries[z->n_entries++] = e;
		at += len;
	}
	w->limit = at;
	/* 16 bits of the count may have wrapped without a ZIP64 record */
	if ((w->count & SAT16) != (z->n_entries & SAT16))
		z->damaged = true;
	return PN_OK;
}

/* local_end - where the data that starts at DATA, of unknown size, end */
static size_t
local_end(struct pn_bytes b, size_t data)
{
	for (size_t i = data; b.n - i >= 4; i++) {
		uint32_t sig;

		if (b.p[i] != 'P')
			continue;
		sig = le32(b.p + i);
		if (sig == SIG_DESCR || sig == SIG_LOCAL || sig == SIG_CENTRAL)
			return i;
	}
	return b.n;
}

/* local_entry - an entry from its local header alone; where it ends */
static size_t
local_entry(struct pn_zip_entry *e, struct pn_bytes b, size_t at)
{
	const unsigned char *p = b.p + at;
	struct pn_bytes extra;
	size_t data = (size_t)LEN_LOCAL + le16(p + 26) + le16(p + 28);

	if (data > b.n - at)
		return 0;
	data += at;
	*e = (struct pn_zip_entry){
	    .raw_name = {p + LEN_LOCAL, le16(p + 26)},
	    .flags = le16(p + 6),
	    .method = le16(p + 8),
	    .crc = le32(p + 14),
	    .packed = le32(p + 18),
	    .unpacked = le32(p + 22),
	    .from = at,
	};
	extra = (struct pn_bytes){e->raw_name.p + e->raw_name.n, le16(p + 28)};
	e->name = name_of(e->raw_name, e->flags, extra);
	(void)zip64_sizes(e, extra, 0);
	aes_field(e, extra);
	if (e->flags & FLAG_DESCR && e->packed == 0) {
		size_t end = local_end(b, data);

		e->packed = end - data;
		if (has(b, end, SIG_DESCR, 16)) {
			e->crc = le32(b.p + end + 4);
			e->unpacked = le32(b.p + end + 12);
		} else {
			e->unpacked = e->packed;
			e->disagrees = true;
		}
	}
	if (e->packed > b.n - data) {
		e->disagrees = true; /* cut off: what is left is handed on */
		e->packed = b.n - data;
	}
	e->data = (struct pn_bytes){b.p + data, (size_t)e->packed};
	e->folder = e->raw_name.n && e->raw_name.p[e->raw_name.n - 1] == '/' &&
		    e->unpacked == 0;
	e->to = data + e->data.n;
	if (e->flags & FLAG_DESCR)
		e->to += descriptor_len(b, e->to, e);
	return e->to;
}

/* read_locals - entries from local headers, where no directory is left;
 * *END_OUT is where the last one ends */
static enum pn_err
read_locals(struct pn_zip *z, struct pn_bytes b, size_t *end_out)
{
	size_t cap = 0, at = 0;

	z->truncated = true;
	while (has(b, at, SIG_LOCAL, LEN_LOCAL)) {
		struct pn_zip_entry e;
		size_t next = local_entry(&e, b, at);

		if (next == 0)
			break;
		if (z->n_entries == PN_ZIP_MAX_ENTRIES) {
			free(e.name);
			return PN_ERR_LIMIT;
		}
		PN_GROW(z->entries, z->n_entries, cap);
		z->entries[z->n_entries++] = e;
		at = next;
	}
	*end_out = at;
	return z->n_entries ? PN_OK : PN_ERR_SYNTAX;
}

/* A stretch of the file that something accounts for. */
struct stretch {
	size_t from, to;
	struct pn_zip_entry *entry; /* NULL for the directory's records */
};

static int
by_start(const void *a, const void *b)
{
	const struct stretch *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* add_gap - note [FROM, TO) as nobody's, unless it is padding */
static bool
add_gap(struct pn_zip *z, struct pn_bytes b, size_t from, size_t to)
{
	size_t i = from;

	while (i < to && (b.p[i] == 0 || b.p[i] == '\r' || b.p[i] == '\n' ||
			     b.p[i] == ' '))
		i++;
	if (i == to || to - from < LEAST_GAP)
		return false;
	if (z->n_gaps < PN_ZIP_MAX_GAPS)
		z->gaps[z->n_gaps++] = (struct pn_bytes){b.p + from, to - from};
	else
		z->damaged = true;
	return true;
}

/* account - find overlaps and gaps; RECORDS are the directory's own */
static void
account(struct pn_zip *z, struct pn_bytes b, const struct stretch *records,
    size_t n_records)
{
	struct stretch *s =
	    pn_alloc((z->n_entries + n_records + 1) * sizeof(*s));
	struct pn_zip_entry *last = NULL;
	size_t n = 0, end = 0;

	for (size_t i = 0; i < z->n_entries; i++)
		if (z->entries[i].to > z->entries[i].from)
			s[n++] = (struct stretch){z->entries[i].from,
			    z->entries[i].to, &z->entries[i]};
	for (size_t i = 0; i < n_records; i++)
		if (records[i].to > records[i].from)
			s[n++] = records[i];
	qsort(s, n, sizeof(*s), by_start);
	for (size_t i = 0; i < n; i++) {
		if (s[i].from > end) {
			bool gap = add_gap(z, b, end, s[i].from);

			z->prefixed |= gap && end == 0;
		} else if (s[i].from < end) {
			if (s[i].entry)
				s[i].entry->overlaps = true;
			if (last)
				last->overlaps = true;
		}
		if (s[i].to > end) {
			end = s[i].to;
			last = s[i].entry;
		}
	}
	if (end < b.n)
		z->trailing = add_gap(z, b, end, b.n);
	free(s);
}

/* read_whole - the archive whose directory is at W */
static enum pn_err
read_whole(struct pn_zip *z, struct pn_bytes b, struct place *w)
{
	enum pn_err err = w->masked ? PN_OK : read_central(z, b, w);
	const struct stretch records[] = {
	    /* of a masked one everything in front is behind the lock */
	    {w->masked ? 0 : w->dir, w->limit, NULL},
	    {w->end64, w->end64 + w->end64_len, NULL},
	    {w->end, w->end + w->end_len, NULL},
	};

	z->masked = w->masked;
	z->damaged |= w->damaged;
	z->comment =
	    (struct pn_bytes){b.p + w->end + LEN_END, w->end_len - LEN_END};
	account(z, b, records, sizeof(records) / sizeof(records[0]));
	return err;
}

/* read_rest - an archive that lost its directory */
static enum pn_err
read_rest(struct pn_zip *z, struct pn_bytes b)
{
	size_t end = 0;
	enum pn_err err = read_locals(z, b, &end);
	/* what is left of the directory is no hidden data */
	const struct stretch rest = {
	    end, has(b, end, SIG_CENTRAL, 4) ? b.n : end, NULL};

	account(z, b, &rest, 1);
	return err;
}

enum pn_err
pn_zip_read(struct pn_bytes bytes, struct pn_zip **out)
{
	struct pn_zip *z;
	struct place w;
	enum pn_err err;

	*out = NULL;
	z = pn_alloc(sizeof(*z));
	if (find_place(bytes, &w))
		err = read_whole(z, bytes, &w);
	else if (has(bytes, 0, SIG_LOCAL, LEN_LOCAL))
		err = read_rest(z, bytes);
	else
		err = PN_ERR_SYNTAX;
	if (err == PN_ERR_SYNTAX)
		pn_zip_free(&z);
	*out = z;
	return err;
}

void
pn_zip_free(struct pn_zip **z)
{
	if (*z == NULL)
		return;
	for (size_t i = 0; i < (*z)->n_entries; i++)
		free((*z)->entries[i].name);
	free((*z)->entries);
	free(*z);
	*z = NULL;
}

/* same_name - are A and B one name, as OPC part names compare? */
static bool
same_name(const char *a, const char *b)
{
	for (;; a++, b++) {
		unsigned char x = (unsigned char)*a, y = (unsigned char)*b;

		x = x == '\\' ? '/' : x >= 'A' && x <= 'Z' ? x + 32 : x;
		y = y == '\\' ? '/' : y >= 'A' && y <= 'Z' ? y + 32 : y;
		if (x != y)
			return false;
		if (x == 0)
			return true;
	}
}

const struct pn_zip_entry *
pn_zip_find(const struct pn_zip *z, const char *name)
{
	for (size_t i = 0; i < z->n_entries; i++)
		if (same_name(z->entries[i].name, name))
			return &z->entries[i];
	return NULL;
}
