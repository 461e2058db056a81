/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * trial - one message while it is judged; shared by judge, trial_scan and record
 */
#ifndef PN_MILTER_TRIAL_H
#define PN_MILTER_TRIAL_H

#include <stdbool.h>
#include <stdint.h>
#include "base/report.h"
#include "milter/judge.h"
#include "milter/session.h"
#include "policy/policy.h"

struct pn_trial {
	struct pn_letter *letter;
	struct pn_state *state; /* of the letter */
	bool (*tick)(void *ctx);
	void *ctx;
	struct pn_report *report; /* NULL: could not be inspected */
	struct pn_side side;
	struct pn_verdict *verdict; /* NULL: could not be decided */
	const char *fault;	    /* one word: what went wrong; NULL */
	bool store_down;
	int64_t now;
};

/*
 * pn_trial_scan - have the message inspected: sets report and side. A message
 * over the limit, or one whose inspection failed before, gets a report that
 * says so. On any other failure report stays NULL and fault is set.
 */
void pn_trial_scan(struct pn_trial *k);

/* pn_trial_footer - have FOOTER added: *BODY_OUT (a memfd) and *CHANGES_OUT
 * (for pn_json_free) are set only where that went well and does no harm */
void pn_trial_footer(struct pn_trial *k, const char *footer, int *body_out,
    struct pn_json **changes_out);

/*
 * pn_trial_record - write the judgement J of K to the store: the audit row,
 * the held message, the notice to the sender. On an error (as the store says)
 * nothing is written.
 */
enum pn_err pn_trial_record(struct pn_trial *k, const struct pn_judgement *j)
    PN_MUST_CHECK;

/* pn_trial_occasion - what a text may say about K */
struct pn_occasion pn_trial_occasion(const struct pn_trial *k,
    const struct pn_judgement *j);

#endif
