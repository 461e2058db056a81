/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * side - what policy and notices need of the header (struct pn_side)
 *
 * Private to lib/message.
 */
#ifndef PN_MESSAGE_SIDE_H
#define PN_MESSAGE_SIDE_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/report.h"
#include "message/head.h"
#include "message/message.h"

/* pn_side_header - fill SIDE from the header of the message MSG */
void pn_side_header(struct pn_side *side, struct pn_bytes msg,
    GMimeParserOptions *opt);

/* pn_side_subject - the decoded Subject in FIELDS, for free(); of several all,
 * with a blank between, for mail programs differ. NULL if there is none. */
char *pn_side_subject(struct pn_bytes fields, GMimeParserOptions *opt);

/* pn_side_body - note in SIDE if NODE, whose header is HEAD, must not change:
 * it is signed or encrypted, and not part of an attached message */
void pn_side_body(struct pn_side *side, const struct pn_head *head,
    const struct pn_node *node);

/* pn_is_sealed - is an entity with this HEAD signed or encrypted (RFC 1847,
 * 3156, 8551)? */
bool pn_is_sealed(const struct pn_head *head);

/* pn_has_pgp - does TEXT hold an inline OpenPGP message or signature? */
bool pn_has_pgp(struct pn_bytes text);

#endif
