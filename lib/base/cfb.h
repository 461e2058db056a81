/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cfb - Compound File Binary, the "OLE2" container (MS-CFB), read only
 *
 * Shared by the reader and the grader of Office files. Chains and directory
 * trees are followed with a budget; a cycle or a sector outside the file is
 * PN_ERR_SYNTAX. Versions 3 and 4.
 */
#ifndef PN_BASE_CFB_H
#define PN_BASE_CFB_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"

#define PN_CFB_MAX_ENTRIES 20000

struct pn_cfb;

struct pn_cfb_entry {
	char *name;	/* UTF-8; a leading control character is kept */
	uint32_t parent; /* index of the storage that holds it; root: itself */
	bool storage;
	uint64_t size;
	uint32_t start; /* first sector, for pn_cfb_stream */
	unsigned char clsid[16]; /* of a storage: who made it; may be zeros */
};

/* pn_cfb_open - read the directory; BYTES must outlive *OUT. PN_ERR_SYNTAX,
 * PN_ERR_LIMIT */
enum pn_err pn_cfb_open(struct pn_bytes bytes, struct pn_cfb **out)
    PN_MUST_CHECK;

/* pn_cfb_free - free *C, set it to NULL */
void pn_cfb_free(struct pn_cfb **c);

/* pn_cfb_size, pn_cfb_at - entries that are in use; index 0 is the root */
size_t pn_cfb_size(const struct pn_cfb *c);
const struct pn_cfb_entry *pn_cfb_at(const struct pn_cfb *c, size_t i);

/* pn_cfb_find - a stream or storage directly in the root, by name without
 * regard to case; NULL if there is none */
const struct pn_cfb_entry *pn_cfb_find(const struct pn_cfb *c,
    const char *name);

/* pn_cfb_stream - append up to MAX bytes of stream E to OUT; PN_ERR_SYNTAX
 * for a broken chain, PN_ERR_LIMIT where OUT is full */
enum pn_err pn_cfb_stream(const struct pn_cfb *c, const struct pn_cfb_entry *e,
    uint64_t max, struct pn_buf *out) PN_MUST_CHECK;

/* pn_cfb_write - DATA over the start of stream E, in FILE, which is a copy of
 * the bytes that C was opened on; PN_ERR_SYNTAX as for pn_cfb_stream */
enum pn_err pn_cfb_write(const struct pn_cfb *c, const struct pn_cfb_entry *e,
    struct pn_bytes data, unsigned char *file) PN_MUST_CHECK;

/* pn_cfb_view - stream E where it lies in the file in one piece, without a
 * copy; p is NULL where it does not (small streams never do) */
struct pn_bytes pn_cfb_view(const struct pn_cfb *c,
    const struct pn_cfb_entry *e);

/* pn_cfb_behind - what follows the last sector that is in use */
struct pn_bytes pn_cfb_behind(const struct pn_cfb *c);

#endif
