/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * unpack - the content of a ZIP entry
 *
 * Stored and deflated entries by libdeflate, with a buffer of the claimed
 * size, which is bounded first: deflate can't expand more than 1032 to 1. An
 * entry that gives more than it claims is tried again with more room. Other
 * methods (bzip2, LZMA, xz, Zstandard, PPMd) by libarchive, which is fed with
 * a local header of our own and the stored bytes. Never run: anything that
 * needs a secret.
 */
#include <archive.h>
#include <archive_entry.h>
#include <libdeflate.h>
#include <string.h>
#include "extract/unpack.h"

#define DEFLATE_RATIO 1032 /* one bit for 258 bytes, nearly */
#define LOCAL_LEN     30
#define STEP_BYTES    (64u << 10)
#define MAX_WINDOW    (64u << 20) /* what archivers use at their best */

#define METHOD_STORE   0
#define METHOD_DEFLATE 8
#define METHOD_BZIP2   12
#define METHOD_LZMA    14
#define METHOD_ZSTD    93
#define METHOD_XZ      95
#define METHOD_PPMD    98
#define FLAG_LOCKED    0x0001

/* charge - may N bytes more be unpacked? */
static enum pn_err
charge(struct pn_job *job, uint64_t n, size_t max)
{
	if (n > max)
		return job ? pn_job_limit(job, "unpacked") : PN_ERR_LIMIT;
	return job ? pn_job_unpack(job, n) : PN_OK;
}

/* inflate_into - one try with room for N bytes */
static enum libdeflate_result
inflate_into(struct pn_bytes in, size_t n, struct pn_unpacked *u)
{
	struct pn_buf *out = &u->own;
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	enum libdeflate_result r = LIBDEFLATE_INSUFFICIENT_SPACE;
	size_t used = 0, got = 0;
	char *room;

	pn_buf_clear(out);
	room = pn_buf_room(out, n);
	if (d && room) {
		r = libdeflate_deflate_decompress_ex(
		    d, in.p, in.n, room, n, &used, &got);
		if (r == LIBDEFLATE_SUCCESS) {
			pn_buf_wrote(out, got);
			u->damaged |= used < in.n; /* data behind the data */
		}
	}
	libdeflate_free_decompressor(d);
	return r;
}

/* inflate - a deflated entry, with the claimed size as first guess */
static enum pn_err
inflate_entry(struct pn_job *job, const struct pn_zip_entry *e, size_t max,
    struct pn_unpacked *out)
{
	uint64_t most = (uint64_t)e->data.n * DEFLATE_RATIO + 64;
	uint64_t n = e->unpacked < most ? e->unpacked : most;
	enum libdeflate_result r;
	enum pn_err err;

	for (;;) {
		err = charge(job, n, max);
		if (err != PN_OK)
			return err;
		r = inflate_into(e->data, n ? (size_t)n : 1, out);
		if (r != LIBDEFLATE_INSUFFICIENT_SPACE || n >= most)
			break;
		/* it holds more than it says: never believe it then */
		out->damaged = true;
		n = n < STEP_BYTES ? STEP_BYTES : 2 * n;
		if (n > max && max > out->own.cap)
			n = max;
	}
	if (r != LIBDEFLATE_SUCCESS)
		return PN_ERR_SYNTAX;
	out->bytes = pn_buf_bytes(&out->own);
	return PN_OK;
}

/* What libarchive is fed with: a header of our own, then the stored bytes. */
struct feed {
	unsigned char header[LOCAL_LEN + 1];
	struct pn_bytes data;
	unsigned step;
};

static la_ssize_t
feed_read(struct archive *a, void *ctx, const void **block)
{
	struct feed *f = ctx;

	(void)a;
	switch (f->step++) {
	case 0:
		*block = f->header;
		return sizeof(f->header);
	case 1:
		*block = f->data.p;
		return (la_ssize_t)f->data.n;
	default:
		return 0;
	}
}

static void
put32(unsigned char *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)(v >> (8 * i));
}

/* feed_init - a local file header for E, named "x" */
static void
feed_init(struct feed *f, const struct pn_zip_entry *e)
{
	unsigned char *h = f->header;

	memset(f, 0, sizeof(*f));
	put32(h, 0x04034b50);
	h[4] = 63; /* version needed: all methods */
	h[6] = (unsigned char)(e->flags & 0x0006); /* options of the method */
	h[8] = (unsigned char)e->method;
	h[9] = (unsigned char)(e->method >> 8);
	put32(h + 14, e->crc);
	put32(h + 18, (uint32_t)e->data.n);
	put32(h + 22, (uint32_t)e->unpacked);
	h[26] = 1;
	h[LOCAL_LEN] = 'x';
	f->data = e->data;
}

/* drain - everything the open archive A has in its first entry */
static enum pn_err
drain(
    struct pn_job *job, struct archive *a, size_t max, struct pn_unpacked *out)
{
	for (;;) {
		enum pn_err err;
		la_ssize_t got;
		char *room = pn_buf_room(&out->own, STEP_BYTES);

		if (room == NULL)
			return charge(job, UINT64_MAX, max);
		got = archive_read_data(a, room, STEP_BYTES);
		if (got == 0)
			return PN_OK;
		if (got < 0) {
			out->damaged = true;
			return out->own.len ? PN_OK : PN_ERR_SYNTAX;
		}
		pn_buf_wrote(&out->own, (size_t)got);
		err = charge(job, (uint64_t)got, max);
		if (err != PN_OK)
			return err;
	}
}

/* known - a rare method that libarchive reads, within MAX_WINDOW? The header
 * of the data says how much memory a decoder is to take. */
static bool
known(const struct pn_zip_entry *e)
{
	const unsigned char *p = e->data.p;

	switch (e->method) {
	case METHOD_BZIP2:
	case METHOD_ZSTD: /* bounds its window by itself */
	case METHOD_XZ:	  /* stays within the worker's memory, or fails */
		return true;
	case METHOD_LZMA:
		return e->data.n >= 9 &&
		       (p[5] | p[6] << 8 | p[7] << 16 | (uint32_t)p[8] << 24) <=
			   MAX_WINDOW;
	case METHOD_PPMD:
		return e->data.n >= 2 && (((p[0] | p[1] << 8) >> 4 & 0xff) + 1u)
						 << 20 <=
					     MAX_WINDOW;
	default:
		return false;
	}
}

/* by_archive - an entry of a rare method */
static enum pn_err
by_archive(struct pn_job *job, const struct pn_zip_entry *e, size_t max,
    struct pn_unpacked *out)
{
	struct archive *a;
	struct archive_entry *entry;
	struct feed f;
	enum pn_err err;

	if (!known(e))
		return PN_ERR_UNSUPPORTED;
	if (e->unpacked > max || e->unpacked > UINT32_MAX)
		return charge(job, UINT64_MAX, max);
	feed_init(&f, e);
	a = archive_read_new();
	err = PN_ERR_SYNTAX;
	if (a && archive_read_support_format_zip_streamable(a) == ARCHIVE_OK &&
	    archive_read_open(a, &f, NULL, feed_read, NULL) == ARCHIVE_OK &&
	    archive_read_next_header(a, &entry) == ARCHIVE_OK)
		err = drain(job, a, max, out);
	if (a)
		archive_read_free(a);
	out->bytes = pn_buf_bytes(&out->own);
	return err;
}

enum pn_err
pn_unpack(struct pn_job *job, const struct pn_zip_entry *e, size_t max,
    struct pn_unpacked *out)
{
	enum pn_err err = PN_OK;

	if (max > PN_UNPACK_MAX)
		max = PN_UNPACK_MAX;
	memset(out, 0, sizeof(*out));
	pn_buf_init(&out->own, max + STEP_BYTES);
	if (e->flags & FLAG_LOCKED || e->method == 99)
		return PN_ERR_CRYPTO;
	if (e->data.n == 0 && (e->packed || e->unpacked))
		return PN_ERR_SYNTAX;
	if (e->method == METHOD_STORE)
		out->bytes = e->data;
	else if (e->method == METHOD_DEFLATE)
		err = inflate_entry(job, e, max, out);
	else
		err = by_archive(job, e, max, out);
	if (err != PN_OK)
		return err;
	if (out->bytes.n != e->unpacked ||
	    libdeflate_crc32(0, out->bytes.p, out->bytes.n) != e->crc)
		out->damaged = true;
	return job ? pn_job_work(job, out->bytes.n) : PN_OK;
}

void
pn_unpack_free(struct pn_unpacked *u)
{
	pn_buf_free(&u->own);
	u->bytes = (struct pn_bytes){NULL, 0};
}

void
pn_unpack_init(void)
{
	struct archive *a = archive_read_new();

	/* chooses the fastest code for this machine on the first call */
	(void)libdeflate_crc32(0, "", 1);
	if (a) {
		(void)archive_read_support_format_zip_streamable(a);
		archive_read_free(a);
	}
}
