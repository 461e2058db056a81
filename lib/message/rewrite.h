/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rewrite - a text part with a footer, decoded, changed and encoded again
 *
 * Private to lib/message.
 */
#ifndef PN_MESSAGE_REWRITE_H
#define PN_MESSAGE_REWRITE_H

#include "base/buf.h"
#include "base/err.h"
#include "message/head.h"
#include "message/split.h"

/* The new part; zero it before, free it with pn_rewrite_free. */
struct pn_rewrite {
	struct pn_buf body; /* encoded, ends with a line end */
	char *type;	    /* new Content-Type value; NULL: as it was */
	const char *cte;    /* new transfer encoding; NULL: as it was */
};

/*
 * pn_rewrite_footer - the text part E, whose header is HEAD, with FOOTER
 * (UTF-8, lines by LF) at the end, or before </body>. Lines end in NEWLINE.
 * PN_ERR_UNSUPPORTED where that would do harm: inline OpenPGP, damaged
 * encoding, text that can't be carried over into a charset which has the
 * footer's characters.
 */
enum pn_err pn_rewrite_footer(const struct pn_entity *e,
    const struct pn_head *head, const char *footer, const char *newline,
    GMimeParserOptions *opt, struct pn_rewrite *out) PN_MUST_CHECK;

/* pn_rewrite_free - free what R owns and zero it */
void pn_rewrite_free(struct pn_rewrite *r);

#endif
