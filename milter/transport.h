/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * transport - how a mail of ours leaves: the sendmail command or SMTP
 */
#ifndef PN_MILTER_TRANSPORT_H
#define PN_MILTER_TRANSPORT_H

#include "base/err.h"
#include "policy/config.h"

#define PN_TRANSPORT_SECONDS 120 /* one try takes at most this */

/*
 * pn_send - hand MESSAGE (lines by CRLF) for TO, with the null sender, to the
 * configured transport. PN_OK: the mail server has it. Anything else: it has
 * not, as far as we know; INFO holds no address and no word of the server.
 */
enum pn_err pn_send(const struct pn_config *c, const char *to,
    const char *message, struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_send_command - the same through COMMAND, whose words are separated by
 * blanks; no shell is involved */
enum pn_err pn_send_command(const char *command, const char *to,
    const char *message, struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_send_smtp - the same through SMTP to SERVER, "host:port" */
enum pn_err pn_send_smtp(const char *server, const char *to,
    const char *message, struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_send_hurry - the process ends: from now on pn_send_smtp waits for nothing
 * but the reply to a mail that is under way. The mail server may be waiting
 * for our own milter, which answers no more. Any thread */
void pn_send_hurry(void);

#endif
