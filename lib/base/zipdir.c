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
#include "base/mem.h"
#include "base/zipentry.h"

/* How far from the end an end record is looked for in a file that does not
 * start as a ZIP: the longest comment, and some more behind it. */
#define FAR_END	  (1u << 20)
#define LEAST_GAP 5 /* bytes; nothing hides in fewer */

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
	uint16_t mask_cipher, mask_bits;
};

/* end64_record - the ZIP64 end record in front of the end record at POS */
static void
end64_record(struct pn_bytes b, size_t pos, struct place *w)
{
	uint64_t at;

	if (pos < PN_ZIP_LEN_LOCATOR ||
	    !pn_zip_has(b, pos - PN_ZIP_LEN_LOCATOR, PN_ZIP_SIG_LOCATOR,
		PN_ZIP_LEN_LOCATOR))
		return;
	at = pn_zip64(b.p + pos - PN_ZIP_LEN_LOCATOR + 8);
	if (at > pos ||
	    !pn_zip_has(b, at, PN_ZIP_SIG_END64, PN_ZIP_LEN_END64)) {
		/* data in front shift it; it is next to its locator */
		if (pos < PN_ZIP_LEN_LOCATOR + PN_ZIP_LEN_END64)
			return;
		at = pos - PN_ZIP_LEN_LOCATOR - PN_ZIP_LEN_END64;
		if (!pn_zip_has(b, at, PN_ZIP_SIG_END64, PN_ZIP_LEN_END64))
			return;
	}
	w->end64 = (size_t)at;
	w->end64_len = pos - w->end64;
	/* version 2 of the record: an algorithm means a masked directory */
	if (pn_zip64(b.p + at + 4) <= PN_ZIP_LEN_END64_BODY ||
	    b.n - at < PN_ZIP_LEN_END64 + 22)
		return;
	w->mask_cipher = pn_zip16(b.p + at + PN_ZIP_LEN_END64 + 18);
	w->mask_bits = pn_zip16(b.p + at + PN_ZIP_LEN_END64 + 20);
	w->masked = w->mask_cipher != 0;
}

/* place_at - is the end record at POS one whose directory is there? */
static bool
place_at(struct pn_bytes b, size_t pos, struct place *w)
{
	const unsigned char *p = b.p + pos;
	uint64_t size = pn_zip32(p + 12), off = pn_zip32(p + 16);
	size_t tail = pos, comment = pn_zip16(p + 20);

	*w = (struct place){.end = pos, .count = pn_zip16(p + 10)};
	w->damaged = pn_zip16(p + 4) != 0 && pn_zip16(p + 4) != PN_ZIP_SAT16;
	if (comment > b.n - pos - PN_ZIP_LEN_END) {
		comment = b.n - pos - PN_ZIP_LEN_END;
		w->damaged = true;
	}
	w->end_len = PN_ZIP_LEN_END + comment;
	end64_record(b, pos, w);
	if (w->end64_len) {
		tail = w->end64;
		if (w->count == PN_ZIP_SAT16 || size == PN_ZIP_SAT32 ||
		    off == PN_ZIP_SAT32) {
			w->count = pn_zip64(b.p + tail + 32);
			size = pn_zip64(b.p + tail + 40);
			off = pn_zip64(b.p + tail + 48);
		}
	}
	w->limit = tail;
	if (w->masked && size <= tail) {
		w->dir = tail - (size_t)size;
		return true;
	}
	if (w->count == 0 && size == 0)
		return pos == 0; /* an archive of nothing */
	if (size <= tail && pn_zip_has(b, tail - size, PN_ZIP_SIG_CENTRAL,
				PN_ZIP_LEN_CENTRAL)) {
		w->dir = tail - (size_t)size;
		w->shift = off <= w->dir ? w->dir - off : 0;
		w->damaged |= off > w->dir;
		return true;
	}
	if (off < tail &&
	    pn_zip_has(b, off, PN_ZIP_SIG_CENTRAL, PN_ZIP_LEN_CENTRAL)) {
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

	if (b.n < PN_ZIP_LEN_END)
		return false;
	if (b.n > FAR_END &&
	    !pn_zip_has(b, 0, PN_ZIP_SIG_LOCAL, PN_ZIP_LEN_LOCAL))
		low = b.n - FAR_END;
	for (size_t n = b.n - PN_ZIP_LEN_END + 1 - low; n > 0;) {
		const unsigned char *p = memrchr(b.p + low, 'P', n);

		if (p == NULL)
			break;
		n = (size_t)(p - (b.p + low));
		if (pn_zip32(p) == PN_ZIP_SIG_END && place_at(b, low + n, w))
			return true;
	}
	return false;
}

/* read_central - all entries of the directory at W */
static enum pn_err
read_central(struct pn_zip *z, struct pn_bytes b, struct place *w)
{
	size_t cap = 0, at = w->dir;

	while (at < w->limit) {
		struct pn_zip_entry e;
		size_t len =
		    pn_zip_central_entry(&e, b, at, w->limit, w->shift);

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
	if ((w->count & PN_ZIP_SAT16) != (z->n_entries & PN_ZIP_SAT16))
		z->damaged = true;
	return PN_OK;
}

/* read_locals - entries from local headers, where no directory is left;
 * *END_OUT is where the last one ends */
static enum pn_err
read_locals(struct pn_zip *z, struct pn_bytes b, size_t *end_out)
{
	size_t cap = 0, at = 0;

	z->truncated = true;
	while (pn_zip_has(b, at, PN_ZIP_SIG_LOCAL, PN_ZIP_LEN_LOCAL)) {
		struct pn_zip_entry e;
		size_t next = pn_zip_local_entry(&e, b, at);

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
	z->mask_cipher = w->mask_cipher;
	z->mask_bits = w->mask_bits;
	z->damaged |= w->damaged;
	z->comment = (struct pn_bytes){
	    b.p + w->end + PN_ZIP_LEN_END, w->end_len - PN_ZIP_LEN_END};
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
	    end, pn_zip_has(b, end, PN_ZIP_SIG_CENTRAL, 4) ? b.n : end, NULL};

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
	else if (pn_zip_has(bytes, 0, PN_ZIP_SIG_LOCAL, PN_ZIP_LEN_LOCAL))
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
