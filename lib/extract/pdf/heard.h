/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * heard - the words that were handed on so far
 *
 * For what a file holds twice, where only the difference matters: earlier
 * versions of pages, the data of a form beside its fields.
 */
#ifndef PN_EXTRACT_PDF_HEARD_H
#define PN_EXTRACT_PDF_HEARD_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"

/* Different words of one file; more are not kept. */
#define PN_HEARD_MAX (2u << 20)

/* Zero is empty. */
struct pn_heard {
	uint64_t *keys;
	size_t n, cap;
	bool full; /* there were more than are kept */
	struct pn_buf fresh; /* text whose words are not noted yet */
};

/* pn_heard_free - frees what *H owns */
void pn_heard_free(struct pn_heard *h);

/* pn_heard_key - note KEY; false where it was there */
bool pn_heard_key(struct pn_heard *h, uint64_t key);

/* pn_heard_hash - a key for BYTES as a whole */
uint64_t pn_heard_hash(struct pn_bytes bytes);

/* pn_heard_add - note the words of TEXT. Letter case and what stands round a
 * word does not matter. */
void pn_heard_add(struct pn_heard *h, struct pn_bytes text);

/* pn_heard_all - were all words of TEXT noted? */
bool pn_heard_all(struct pn_heard *h, struct pn_bytes text);

#endif
