/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * encode - text in a transfer encoding
 *
 * Private to lib/message.
 */
#ifndef PN_MESSAGE_ENCODE_H
#define PN_MESSAGE_ENCODE_H

#include <stdbool.h>
#include "base/buf.h"
#include "message/head.h"

/* pn_fits_lines - can TEXT be sent as it stands: no line too long, no NUL? */
bool pn_fits_lines(struct pn_bytes text);

/* pn_add_lines - append TEXT to OUT, line ends (LF or CRLF) turned into
 * NEWLINE; PN_ERR_LIMIT */
enum pn_err pn_add_lines(struct pn_buf *out, struct pn_bytes text,
    const char *newline) PN_MUST_CHECK;

/* pn_encode - append TEXT in the transfer encoding CTE to OUT, encoded lines
 * ending in NEWLINE; as it stands for any but base64 and quoted-printable.
 * PN_ERR_LIMIT */
enum pn_err pn_encode(struct pn_bytes text, enum pn_cte cte,
    const char *newline, struct pn_buf *out) PN_MUST_CHECK;

#endif
