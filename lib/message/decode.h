/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * decode - transfer encodings (RFC 2045 6) and uuencode blocks
 *
 * Private to lib/message.
 */
#ifndef PN_MESSAGE_DECODE_H
#define PN_MESSAGE_DECODE_H

#include <stdbool.h>
#include "base/buf.h"
#include "message/head.h"

/* A uuencode block in a text; all of it points into the text. */
struct pn_uu_block {
	struct pn_bytes all;   /* from "begin" to the line after "end" */
	struct pn_bytes name;  /* file name, as written */
	struct pn_bytes lines; /* what stands between */
	bool base64;	       /* "begin-base64" (POSIX uuencode -m) */
	bool broken;	       /* ends without "end" */
};

/*
 * pn_decode_transfer - BODY after decoding of CTE, in *OUT, which points to
 * BODY or to what BUF holds now (valid until BUF changes). *BROKEN is set where not all
 * could be decoded: an encoding unknown, characters that base64 does not
 * have, data after its end. What can be decoded is in OUT all the same.
 */
void pn_decode_transfer(struct pn_bytes body, enum pn_cte cte,
    struct pn_buf *buf, struct pn_bytes *out, bool *broken);

/* pn_base64_decode - append BODY decoded to BUF (unlimited); true when it was
 * base64 throughout */
bool pn_base64_decode(struct pn_bytes body, struct pn_buf *buf);

/* pn_flowed_join - append the format=flowed text TEXT to BUF, the lines of each
 * paragraph joined; DELSP drops the blank that marks them */
void pn_flowed_join(struct pn_bytes text, bool delsp, struct pn_buf *buf);

/* pn_uu_find - the first uuencode block in TEXT; false if there is none */
bool pn_uu_find(struct pn_bytes text, struct pn_uu_block *block);

/* pn_uu_decode - append BLOCK's content to BUF (unlimited); false: damaged */
bool pn_uu_decode(const struct pn_uu_block *block, struct pn_buf *buf);

#endif
