/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * iwa - the archives that iWork keeps its objects in
 */
#ifndef PN_EXTRACT_IWA_H
#define PN_EXTRACT_IWA_H

#include "extract/flow.h"

/* pn_iwa_text - all text and all numbers in the archive BYTES into FLOW.
 * PN_ERR_SYNTAX: it broke; what came before was told. PN_ERR_LIMIT */
enum pn_err pn_iwa_text(struct pn_flow *flow, struct pn_bytes bytes)
    PN_MUST_CHECK;

/* pn_iwa_plain - does an archive begin at BYTES that is not encrypted? */
bool pn_iwa_plain(struct pn_bytes bytes);

#define PN_IWA_UUID 36 /* characters of an identifier */

/* pn_iwa_uuid - is B one: hexadecimal in groups of 8, 4, 4, 4 and 12? */
bool pn_iwa_uuid(struct pn_bytes b);

/* One field of a protocol buffer. */
struct pn_iwa_field {
	unsigned number, wire;
	uint64_t value;	       /* of a number */
	struct pn_bytes bytes; /* of a string, bytes or message */
};

/* pn_iwa_next - the next field of *B, which is cut by it; false at the end or
 * where it breaks: then B->n is not 0 */
bool pn_iwa_next(struct pn_bytes *b, struct pn_iwa_field *f);

/* pn_iwa_tile - the numbers of the rows of a table, MESSAGE being a tile */
enum pn_err pn_iwa_tile(struct pn_flow *flow, struct pn_bytes message)
    PN_MUST_CHECK;

#endif
