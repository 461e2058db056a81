/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * show - verdicts and reports for people at a terminal
 *
 * Short lines, a word in the left column and the rest beside it. File names
 * and addresses come from the message and are made harmless; what was matched
 * stands there masked.
 */
#ifndef PN_CLI_SHOW_H
#define PN_CLI_SHOW_H

#include "base/report.h"
#include "cli/cli.h"

/* pn_show_line - WORD in the left column, TEXT beside it */
void pn_show_line(const char *word, const char *text);

/* pn_show_verdict - what was decided about message NUMBER (0: the only one)
 * of FILE, and why; FAULT is NULL or one word */
void pn_show_verdict(const char *file, unsigned number,
    const struct pn_occasion *o, const char *fault);

/* pn_show_tree - every part of a file within the one that holds it: what it
 * is, its protection, whether it was read, what hides and what was found */
void pn_show_tree(const struct pn_report *r, const struct pn_labels *labels);

/* pn_show_reply - what the sender's mail program is told; nothing for none */
void pn_show_reply(const struct pn_reply *reply);

/* pn_show_mail - the mail that the sender would get */
void pn_show_mail(const struct pn_mail *mail);

#endif
