/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_iso - images of optical discs (ISO 9660 with Joliet and Rock Ridge)
 *
 * The first sixteen sectors belong to no file system; what stands there is
 * handed on by itself. A disc with UDF alone is not read.
 */
#include <archive.h>
#include <string.h>
#include "extract/archive/walk.h"

#define SECTOR	   2048
#define SYSTEM	   (16 * SECTOR) /* sectors that belong to no file system */
#define SIZE_FIELD 80		 /* of the primary volume descriptor */
#define UNIT_FIELD 128

static unsigned
iso_bid(struct pn_look *look, const char **type)
{
	struct pn_bytes b = look->bytes;

	(void)type;
	if (b.n < SYSTEM + SECTOR || memcmp(b.p + SYSTEM, "\1CD001\1", 7) != 0)
		return 0;
	return 56;
}

/* volume_bytes - what the descriptor says of the volume's size */
static uint64_t
volume_bytes(const unsigned char *d)
{
	uint64_t blocks = d[SIZE_FIELD] | (uint64_t)d[SIZE_FIELD + 1] << 8 |
			  (uint64_t)d[SIZE_FIELD + 2] << 16 |
			  (uint64_t)d[SIZE_FIELD + 3] << 24;

	return blocks * (d[UNIT_FIELD] | (uint64_t)d[UNIT_FIELD + 1] << 8);
}

static enum pn_err
iso_read(struct pn_job *job)
{
	static const struct pn_archive_how how = {
	    .format = archive_read_support_format_iso9660};
	struct pn_bytes all = job->bytes, system = {all.p, SYSTEM};
	uint64_t size;
	enum pn_err err;

	if (all.n < SYSTEM + SECTOR)
		return PN_ERR_SYNTAX;
	size = volume_bytes(all.p + SYSTEM);
	if (size > all.n)
		pn_job_damage(job, "damaged");
	err = pn_archive_walk(job, all, &how, NULL);
	if (err == PN_OK && size > SYSTEM)
		err = pn_archive_outside(
		    job, system.n, size > all.n ? all.n : (size_t)size);
	return err;
}

const struct pn_format pn_format_iso = {
    .name = "iso",
    .type = "application/x-iso9660-image",
    .bid = iso_bid,
    .read = iso_read,
};
