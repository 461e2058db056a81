/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_cab - Microsoft cabinets (MS-CAB)
 */
#include <archive.h>
#include <string.h>
#include "extract/archive/walk.h"

#define HEAD_BYTES 36

static uint32_t
get32(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

static unsigned
cab_bid(struct pn_look *look, const char **type)
{
	struct pn_bytes b = look->bytes;

	(void)type;
	if (b.n < HEAD_BYTES || memcmp(b.p, "MSCF\0\0\0\0", 8) != 0)
		return 0;
	return get32(b.p + 8) <= b.n ? 96 : 64; /* the whole, or cut */
}

static enum pn_err
cab_read(struct pn_job *job)
{
	static const struct pn_archive_how how = {
	    .format = archive_read_support_format_cab};
	uint32_t size;
	enum pn_err err;

	if (job->bytes.n < HEAD_BYTES)
		return PN_ERR_SYNTAX;
	size = get32(job->bytes.p + 8);
	if (size > job->bytes.n)
		pn_job_damage(job, "damaged");
	err = pn_archive_walk(job, job->bytes, &how, NULL);
	if (err == PN_OK && size >= HEAD_BYTES)
		err = pn_archive_outside(job, 0, size);
	return err;
}

const struct pn_format pn_format_cab = {
    .name = "cab",
    .type = "application/vnd.ms-cab-compressed",
    .bid = cab_bid,
    .read = cab_read,
};
