/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * walk - what lies in an archive that libarchive reads, as members of a job
 */
#ifndef PN_EXTRACT_WALK_H
#define PN_EXTRACT_WALK_H

#include <stdbool.h>
#include "extract/format.h"

struct archive;

/* How an archive is walked. */
struct pn_archive_how {
	int (*format)(struct archive *a); /* archive_read_support_format_X */
	/* is entry I (0-based, in order) locked? NULL: libarchive knows */
	bool (*locked)(const void *ctx, size_t i);
	const void *ctx;
	/* files that are locked whole have no contents to be told apart */
	bool all_locked;
};

/*
 * pn_archive_walk - hand the entries of BYTES on as members, their names as
 * text. *END gets the place of the record that ended the archive, as far as
 * libarchive tells (formats that end by a mark). PN_ERR_LIMIT; PN_ERR_SYNTAX
 * where nothing could be read; damage further on is told to the job.
 */
enum pn_err pn_archive_walk(struct pn_job *job, struct pn_bytes bytes,
    const struct pn_archive_how *how, uint64_t *end) PN_MUST_CHECK;

/* pn_archive_outside - hand on what of the job's bytes lies in front of FROM
 * and from TO on, as hidden members; blanks and NULs are nothing */
enum pn_err pn_archive_outside(struct pn_job *job, size_t from, size_t to)
    PN_MUST_CHECK;

#endif
