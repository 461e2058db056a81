/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * parts - what the parts of a multipart are to each other and to the reader
 *
 * Private to lib/message.
 */
#ifndef PN_MESSAGE_PARTS_H
#define PN_MESSAGE_PARTS_H

#include <stdbool.h>
#include "base/buf.h"
#include "message/head.h"

/* pn_parts_boundary - the boundary that cuts BODY, for free(): the one that
 * HEAD declares, or else the one it seems to use, or NULL */
char *pn_parts_boundary(const struct pn_head *head, struct pn_bytes body);

/* pn_parts_root - which part of a multipart/related is its root, counted from
 * 1: the one with Content-ID START (may be NULL), else the first */
unsigned pn_parts_root(struct pn_bytes body, const char *boundary,
    const char *start, GMimeParserOptions *opt);

/* pn_parts_message - a type whose body is a message of its own? */
bool pn_parts_message(const struct pn_head *head);

/* pn_parts_shown - does a mail program display a leaf with this HEAD without
 * being asked? Text of unusual types only where it bears no file name. */
bool pn_parts_shown(const struct pn_head *head);

#endif
