/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spool - a message on its way in, kept in a memfd as the chunks arrive
 *
 * The worker gets the same memfd, so nothing is copied later. Before it is
 * handed over it is sealed: neither side can change it any more.
 */
#ifndef PN_MILTER_SPOOL_H
#define PN_MILTER_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"

#define PN_SPOOL_BUFFER 8192 /* gathers header lines into one write */

struct pn_spool {
	int fd;		/* -1 before the first byte */
	uint64_t size;	/* bytes taken */
	uint64_t limit; /* more than this is not kept */
	uint64_t body;	/* offset of the body; 0 while in the header */
	bool over;	/* the limit was passed: the rest is not kept */
	bool failed;	/* the system would not take a byte: message lost */
	size_t n;	/* bytes in BUF that are not written yet */
	char buf[PN_SPOOL_BUFFER];
};

/* pn_spool_init - an empty spool of up to LIMIT bytes */
void pn_spool_init(struct pn_spool *s, uint64_t limit);

/* pn_spool_add - append N bytes; failures are remembered in *S */
void pn_spool_add(struct pn_spool *s, const void *p, size_t n);

/* pn_spool_header - append one field; a bare LF in VALUE becomes CRLF.
 * LEADSPC: VALUE holds what follows the colon, its blank included */
void pn_spool_header(struct pn_spool *s, const char *name, const char *value,
    bool leadspc);

/* pn_spool_body - the header ends here; once, later calls do nothing. Without
 * a call pn_spool_finish makes it */
void pn_spool_body(struct pn_spool *s);

/* pn_spool_finish - write what is left and seal the memfd; PN_ERR_IO where a
 * byte was lost. A spool that is over its limit is PN_OK and has OVER set */
enum pn_err pn_spool_finish(struct pn_spool *s) PN_MUST_CHECK;

/*
 * pn_spool_map - look at a finished spool; *OUT is the whole message, for
 * pn_spool_unmap. PN_ERR_IO
 */
enum pn_err pn_spool_map(const struct pn_spool *s, struct pn_bytes *out)
    PN_MUST_CHECK;

/* pn_spool_unmap - done with what pn_spool_map gave; empties *B */
void pn_spool_unmap(struct pn_bytes *b);

/* pn_spool_free - close it; a spool that was never used is fine */
void pn_spool_free(struct pn_spool *s);

#endif
