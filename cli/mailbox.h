/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mailbox - messages from where people keep them
 *
 * A file with one message (RFC 5322), an mbox file (RFC 4155: it begins with
 * a From_ line), a Maildir folder (its new and cur), or "-" for standard
 * input, which holds one of the first two.
 */
#ifndef PN_CLI_MAILBOX_H
#define PN_CLI_MAILBOX_H

#include "base/buf.h"
#include "base/err.h"

/* A message of a mailbox. */
struct pn_mailbox_message {
	const char *file;      /* as named, or inside the Maildir */
	unsigned number;       /* in an mbox, from 1; 0: the whole file */
	struct pn_bytes bytes; /* valid in the call only */
};

/*
 * pn_mailbox_read - TAKE each message of PATH, in order. Files that can't be
 * read are told to FAILED (by name, with why) and the others go on.
 * Returns how many could not be read.
 */
unsigned pn_mailbox_read(const char *path,
    void (*take)(void *ctx, const struct pn_mailbox_message *m),
    void (*failed)(void *ctx, const struct pn_errinfo *info), void *ctx);

/* pn_mailbox_slurp - the whole file PATH ("-": standard input) into BYTES,
 * for pn_mailbox_drop; PN_ERR_IO */
enum pn_err pn_mailbox_slurp(const char *path, struct pn_bytes *bytes,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_mailbox_drop - give back what pn_mailbox_slurp gave */
void pn_mailbox_drop(struct pn_bytes *bytes);

#endif
