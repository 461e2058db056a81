/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * unpack - the content of a ZIP entry
 *
 * Sizes are bounded by what is claimed and by the job's budgets before
 * anything is allocated, and checked against what really came out. Stored
 * entries are not copied.
 */
#ifndef PN_EXTRACT_UNPACK_H
#define PN_EXTRACT_UNPACK_H

#include "base/zipdir.h"
#include "extract/format.h"

/* The most that one entry may unpack to: about as much as a message, and its
 * text, decoded and normalised, still fits into a worker beside it. */
#define PN_UNPACK_MAX (96u << 20)

/* Content of an entry; free it with pn_unpack_free. */
struct pn_unpacked {
	struct pn_bytes bytes; /* points into OWN or into the archive */
	struct pn_buf own;
	bool damaged; /* sizes or checksum are not what was claimed */
};

/*
 * pn_unpack - the content of E into *OUT (not initialised before). PN_OK
 * (also for OUT->damaged); PN_ERR_CRYPTO: it has a lock; PN_ERR_UNSUPPORTED:
 * a method that nobody here knows; PN_ERR_SYNTAX: nothing can be read;
 * PN_ERR_LIMIT. JOB may be NULL: then MAX bytes are the only budget.
 */
enum pn_err pn_unpack(struct pn_job *job, const struct pn_zip_entry *e,
    size_t max, struct pn_unpacked *out) PN_MUST_CHECK;

/* pn_unpack_free - free what *U owns; a zeroed one is fine */
void pn_unpack_free(struct pn_unpacked *u);

/* pn_unpack_init - set up what is set up lazily, before the sandbox */
void pn_unpack_init(void);

#endif
