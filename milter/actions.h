/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * actions - carry a judgement out: the changes and the reply that the MTA gets
 */
#ifndef PN_MILTER_ACTIONS_H
#define PN_MILTER_ACTIONS_H

#include <libmilter/mfapi.h>
#include <stdbool.h>
#include <stdint.h>
#include "milter/judge.h"
#include "milter/session.h"

#define PN_PATIENCE_MS 240000 /* a client waits 600 s for the reply to the
			       * end of data (RFC 5321 4.5.3.2.6) */

/* Who waits for a judgement. */
struct pn_progress {
	SMFICTX *ctx;
	int64_t since; /* pn_monotonic_ms of the end of message */
};

/* pn_progress_tick - tell the MTA that we are still at it; false when it has
 * gone, or when PN_PATIENCE_MS are over. CTX is a struct pn_progress */
bool pn_progress_tick(void *ctx);

/*
 * pn_carry_out - do to the message of S what J says and return libmilter's
 * answer. What the MTA refuses to do turns into a temporary failure.
 */
sfsistat pn_carry_out(SMFICTX *ctx, struct pn_session *s,
    const struct pn_judgement *j);

#endif
