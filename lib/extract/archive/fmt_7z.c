/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_7z - 7z archives (7zFormat.txt of the LZMA SDK), self-extracting too
 *
 * The start header at the front has a checksum, which tells an archive behind
 * a program from a program that only mentions one.
 */
#include <archive.h>
#include <libdeflate.h>
#include <string.h>
#include "extract/archive/walk.h"

#define START_BYTES 32
#define REACH	    (4u << 20) /* a start header is looked for up to here */

static const unsigned char signature[6] = {'7', 'z', 0xbc, 0xaf, 0x27, 0x1c};

static uint64_t
get(const unsigned char *p, unsigned n)
{
	uint64_t v = 0;

	while (n--)
		v = v << 8 | p[n];
	return v;
}

/* start - the archive in B: from its start header on; p NULL for none. *SURE:
 * the start header's checksum is right */
static struct pn_bytes
start(struct pn_bytes b, bool *sure)
{
	const unsigned char *p = b.p, *end = b.p + (b.n < REACH ? b.n : REACH);

	while (p && (p = memmem(p, (size_t)(end - p), signature, 6)) != NULL) {
		size_t left = b.n - (size_t)(p - b.p);

		*sure = left >= START_BYTES &&
			libdeflate_crc32(0, p + 12, 20) == get(p + 8, 4);
		if (*sure || p == b.p)
			return (struct pn_bytes){p, left};
		p++;
	}
	return (struct pn_bytes){NULL, 0};
}

/* program - may B be a program? Only those have an archive behind them. */
static bool
program(struct pn_bytes b)
{
	return b.n > 4 && (memcmp(b.p, "MZ", 2) == 0 || memcmp(b.p,
							    "\x7f"
							    "ELF",
							    4) == 0);
}

static unsigned
sevenzip_bid(struct pn_look *look, const char **type)
{
	struct pn_bytes b = look->bytes, a;
	bool sure = false;

	(void)type;
	if (b.n < 6 || (memcmp(b.p, signature, 6) != 0 && !program(b)))
		return 0;
	a = start(b, &sure);
	if (a.p == NULL)
		return 0;
	return sure ? 80 : 48;
}

static enum pn_err
sevenzip_read(struct pn_job *job)
{
	static const struct pn_archive_how how = {
	    .format = archive_read_support_format_7zip};
	bool sure = false;
	struct pn_bytes a = start(job->bytes, &sure);
	uint64_t offset, size;
	size_t from;
	enum pn_err err;

	if (a.p == NULL || a.n < START_BYTES)
		return PN_ERR_SYNTAX;
	from = (size_t)(a.p - job->bytes.p);
	offset = get(a.p + 12, 8);
	size = get(a.p + 20, 8);
	if (!sure || offset > a.n || size > a.n ||
	    offset + size > a.n - START_BYTES) {
		pn_job_damage(job, "damaged");
		size = a.n - START_BYTES;
		offset = 0;
	}
	if (size == 0) /* an archive of nothing has no header at all */
		err = PN_OK;
	else
		err = pn_archive_walk(job, a, &how, NULL);
	if (err == PN_OK)
		err = pn_archive_outside(
		    job, from, from + START_BYTES + (size_t)(offset + size));
	return err;
}

const struct pn_format pn_format_7z = {
    .name = "7z",
    .type = "application/x-7z-compressed",
    .bid = sevenzip_bid,
    .read = sevenzip_read,
};
