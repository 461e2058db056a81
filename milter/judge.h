/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * judge - the way of one message: from its bytes to what is to be done
 *
 * Notice of our own? -> report of a worker -> classes of the recipients ->
 * verdict -> explanation -> record -> judgement. Every fault on the way ends
 * in a temporary failure, unless the configuration says otherwise.
 */
#ifndef PN_MILTER_JUDGE_H
#define PN_MILTER_JUDGE_H

#include <stdbool.h>
#include "milter/session.h"
#include "policy/config.h"
#include "policy/explain.h"

/* What is to be done to the message. */
struct pn_judgement {
	char reference[10];
	enum pn_action action; /* PN_SEAL never */
	struct pn_reply reply; /* for PN_REJECT and PN_TEMPFAIL */
	bool own;	       /* a notice of ours: leave it as it is */
	char *header;	       /* value of X-Postern; NULL: none */
	char *subject;	       /* new value of Subject; NULL: unchanged */
	int body;	       /* memfd with a new body, -1: unchanged */
	struct pn_json *changes; /* fields that go with the new body; NULL */
};

/*
 * pn_judge - judge L into *J (for pn_judgement_free). TICK is called with CTX
 * every second or so while it waits; false gives up. Writes the record, so
 * the judgement is final.
 */
void pn_judge(struct pn_letter *l, bool (*tick)(void *ctx), void *ctx,
    struct pn_judgement *j);

/* pn_judgement_free - free what *J owns */
void pn_judgement_free(struct pn_judgement *j);

#endif
