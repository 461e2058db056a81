/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_tar - archives without compression: tar (POSIX.1-2017 pax, GNU), cpio,
 * ar; and those of old programs that libarchive reads: LHA, XAR
 */
#include <archive.h>
#include <string.h>
#include "extract/archive/walk.h"
#include "extract/sign.h"

#define TAR_BLOCK 512
/* Where a tar header's checksum stands. */
#define TAR_SUM	    148
#define TAR_SUM_LEN 8

static const struct pn_sign signs[] = {
    {0, 6, "070701", "application/x-cpio"},
    {0, 6, "070702", "application/x-cpio"},
    {0, 6, "070707", "application/x-cpio"},
    {0, 8, "!<arch>\n", "application/x-archive"},
    {0, 6, "xar!\0\x1c", "application/x-xar"},
    {2, 5, "-lh0-", "application/x-lzh-compressed"},
    {2, 5, "-lh1-", "application/x-lzh-compressed"},
    {2, 5, "-lh4-", "application/x-lzh-compressed"},
    {2, 5, "-lh5-", "application/x-lzh-compressed"},
    {2, 5, "-lh6-", "application/x-lzh-compressed"},
    {2, 5, "-lh7-", "application/x-lzh-compressed"},
};

static const struct {
	const char *type;
	int (*format)(struct archive *a);
} readers[] = {
    {"application/x-tar", archive_read_support_format_tar},
    {"application/x-cpio", archive_read_support_format_cpio},
    {"application/x-archive", archive_read_support_format_ar},
    {"application/x-xar", archive_read_support_format_xar},
    {"application/x-lzh-compressed", archive_read_support_format_lha},
};

/* is_tar - a header whose checksum is right? */
static bool
is_tar(struct pn_bytes b)
{
	unsigned long sum = 0, told = 0;

	if (b.n < TAR_BLOCK || b.p[0] == 0)
		return false;
	for (size_t i = 0; i < TAR_BLOCK; i++)
		sum += i >= TAR_SUM && i < TAR_SUM + TAR_SUM_LEN ? ' ' : b.p[i];
	for (size_t i = TAR_SUM; i < TAR_SUM + TAR_SUM_LEN; i++)
		if (b.p[i] >= '0' && b.p[i] <= '7')
			told = told * 8 + (b.p[i] - '0');
	return sum == told;
}

static unsigned
tar_bid(struct pn_look *look, const char **type)
{
	if (is_tar(look->bytes)) {
		*type = "application/x-tar";
		return 120;
	}
	return pn_sign_find(
	    look->bytes, signs, sizeof(signs) / sizeof(signs[0]), type);
}

static enum pn_err
tar_read(struct pn_job *job)
{
	struct pn_archive_how how = {.format = readers[0].format};
	uint64_t end = job->bytes.n;
	enum pn_err err;

	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++)
		if (strcmp(readers[i].type, job->kind.type) == 0)
			how.format = readers[i].format;
	err = pn_archive_walk(job, job->bytes, &how, &end);
	/* behind the mark that ends a tar there is padding, or something */
	if (err == PN_OK && how.format == archive_read_support_format_tar &&
	    end < job->bytes.n)
		err = pn_archive_outside(job, 0, (size_t)end);
	return err;
}

const struct pn_format pn_format_tar = {
    .name = "tar",
    .type = "application/x-tar",
    .bid = tar_bid,
    .read = tar_read,
};
