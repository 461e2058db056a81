/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_packed - one file packed by itself: gzip, bzip2, xz, zstd, lz4, lzip,
 * lzma, compress
 *
 * libarchive unpacks; what comes out is one member. Several packed streams in
 * a row are one file, as the programs have it. Bytes behind the last stream
 * are those that libarchive did not consume.
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>
#include "base/uni.h"
#include "extract/archive/walk.h"
#include "extract/sign.h"
#include "extract/unpack.h"

#define STEP_BYTES (64u << 10)

/* Bits of a gzip header's flags, RFC 1952 2.3.1. */
#define GZ_EXTRA   4
#define GZ_NAME	   8
#define GZ_COMMENT 16
#define GZ_HEAD	   10

static const struct pn_sign signs[] = {
    {0, 3, "\x1f\x8b\x08", "application/gzip"},
    {0, 3, "BZh", "application/x-bzip2"},
    {0, 6,
	"\xfd"
	"7zXZ\0",
	"application/x-xz"},
    {0, 4, "\x28\xb5\x2f\xfd", "application/zstd"},
    {0, 4, "\x04\x22\x4d\x18", "application/x-lz4"},
    {0, 4, "LZIP", "application/x-lzip"},
    {0, 5, "\x5d\0\0\x80\0", "application/x-lzma"},
    {0, 5, "\x5d\0\0\0\1", "application/x-lzma"},
    {0, 5, "\x5d\0\0\0\2", "application/x-lzma"},
    {0, 5, "\x5d\0\0\0\4", "application/x-lzma"},
    {0, 2, "\x1f\x9d", "application/x-compress"},
};

static const struct {
	const char *type;
	int (*filter)(struct archive *a);
} filters[] = {
    {"application/gzip", archive_read_support_filter_gzip},
    {"application/x-bzip2", archive_read_support_filter_bzip2},
    {"application/x-xz", archive_read_support_filter_xz},
    {"application/zstd", archive_read_support_filter_zstd},
    {"application/x-lz4", archive_read_support_filter_lz4},
    {"application/x-lzip", archive_read_support_filter_lzip},
    {"application/x-lzma", archive_read_support_filter_lzma},
    {"application/x-compress", archive_read_support_filter_compress},
};

static unsigned
packed_bid(struct pn_look *look, const char **type)
{
	struct pn_bytes b = look->bytes;
	unsigned bits =
	    pn_sign_find(b, signs, sizeof(signs) / sizeof(signs[0]), type);

	if (bits == 24 && b.p[0] == 'B') /* level, and the first block */
		return b.n >= 10 && b.p[3] >= '1' && b.p[3] <= '9' &&
			       (memcmp(b.p + 4, "1AY&SY", 6) == 0 ||
				   memcmp(b.p + 4, "\x17rE8P\x90", 6) == 0)
			   ? 80
			   : 0;
	return bits;
}

/* gzip_word - the word at *AT of a gzip header, repaired, into OUT; *AT goes
 * behind it. NULL where it is empty. */
static const char *
gzip_word(struct pn_bytes b, size_t *at, struct pn_buf *out)
{
	const char *s = (const char *)b.p + *at;
	size_t n = strnlen(s, b.n - *at);

	*at += n < b.n - *at ? n + 1 : n;
	if (n == 0 || pn_utf8_repair(out, s, n) != PN_OK)
		return NULL;
	return out->data;
}

/* gzip_words - the name that a gzip header tells, into OUT (*NAME; NULL), and
 * its comment, which no program shows, as hidden text */
static enum pn_err
gzip_words(struct pn_job *job, struct pn_buf *out, const char **name)
{
	struct pn_bytes b = job->bytes;
	size_t at = GZ_HEAD;
	struct pn_buf comment;
	enum pn_err err = PN_OK;

	*name = NULL;
	if (b.n < GZ_HEAD + 2 || b.p[0] != 0x1f || b.p[1] != 0x8b)
		return PN_OK;
	if (b.p[3] & GZ_EXTRA)
		at += 2u + (b.p[GZ_HEAD] | (size_t)b.p[GZ_HEAD + 1] << 8);
	if (at < b.n && b.p[3] & GZ_NAME)
		*name = gzip_word(b, &at, out);
	if (at >= b.n || !(b.p[3] & GZ_COMMENT))
		return PN_OK;
	pn_buf_init(&comment, 4 * b.n);
	if (gzip_word(b, &at, &comment)) {
		pn_job_hidden(job, "comment");
		err = pn_job_text(job, pn_buf_bytes(&comment),
		    "archive comment", PN_TEXT_HIDDEN);
	}
	pn_buf_free(&comment);
	return err;
}

/* drain - everything that comes out of A; *BROKEN: and then it broke off */
static enum pn_err
drain(struct pn_job *job, struct archive *a, struct pn_buf *out, bool *broken)
{
	for (;;) {
		char *room = pn_buf_room(out, STEP_BYTES);
		la_ssize_t got;
		enum pn_err err;

		if (room == NULL)
			return pn_job_limit(job, "unpacked");
		got = archive_read_data(a, room, STEP_BYTES);
		if (got < 0 && archive_errno(a) == ENOMEM)
			return pn_job_limit(job, "memory");
		*broken = got < 0;
		if (got <= 0)
			return PN_OK;
		pn_buf_wrote(out, (size_t)got);
		err = pn_job_unpack(job, (uint64_t)got);
		if (err != PN_OK)
			return err;
	}
}

/* unpack - the job's bytes through A into OUT */
static enum pn_err
unpack(struct pn_job *job, struct archive *a, struct pn_buf *out)
{
	struct archive_entry *e;
	bool broken = true;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
		if (strcmp(filters[i].type, job->kind.type) == 0)
			(void)filters[i].filter(a);
	if (archive_read_support_format_raw(a) == ARCHIVE_OK &&
	    archive_read_open_memory(a, job->bytes.p, job->bytes.n) ==
		ARCHIVE_OK) {
		int r = archive_read_next_header(a, &e);

		if (r == ARCHIVE_EOF) /* nothing, packed */
			broken = false;
		else if (r == ARCHIVE_OK && archive_filter_count(a) > 1)
			err = drain(job, a, out, &broken);
	}
	if (broken)
		pn_job_damage(job, "damaged");
	return err;
}

static enum pn_err
packed_read(struct pn_job *job)
{
	struct archive *a = archive_read_new();
	struct pn_member m = {.role = PN_ROLE_MEMBER};
	struct pn_buf out, name;
	la_int64_t end;
	enum pn_err err;

	if (a == NULL)
		return pn_job_limit(job, "memory");
	pn_buf_init(&out, PN_UNPACK_MAX + STEP_BYTES);
	pn_buf_init(&name, 4 * job->bytes.n);
	err = unpack(job, a, &out);
	m.content = pn_buf_bytes(&out);
	if (err == PN_OK)
		err = gzip_words(job, &name, &m.name);
	if (err == PN_OK && m.content.n)
		err = pn_job_member(job, &m);
	end = archive_filter_bytes(a, -1);
	if (err == PN_OK && end > 0 && (uint64_t)end < job->bytes.n)
		err = pn_archive_outside(job, 0, (size_t)end);
	pn_buf_free(&name);
	pn_buf_free(&out);
	archive_read_free(a);
	return err;
}

const struct pn_format pn_format_packed = {
    .name = "packed",
    .type = "application/gzip",
    .bid = packed_bid,
    .read = packed_read,
};
