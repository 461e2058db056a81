/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * crew - the supervisor's worker processes, and the jobs that they do
 *
 * A worker counts as hostile from its first job on: what it sends is checked,
 * and whatever is wrong ends it. The supervisor measures its processor time
 * itself and never waits for it.
 */
#ifndef PN_WORKER_CREW_H
#define PN_WORKER_CREW_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>
#include "worker/serve.h"
#include "worker/wire.h"

/* A worker is replaced after so many jobs, so that what a library leaks, or
 * an attacker left behind, does not last. */
#define PN_CREW_JOBS 500

/* One that could not be started, or died before its first job, is not started
 * again for so long. */
#define PN_CREW_PAUSE_MS 1000

/* A job as the supervisor keeps it, until it is answered. */
struct pn_ticket {
	struct pn_ticket *next; /* in the queue */
	void *msg;		/* as it came, for the worker */
	size_t msg_len;
	bool want_body;
	int fds[3]; /* bytes, reply, body (-1: none is wanted) */
	int answer; /* socket of whoever waits */
	unsigned tries;
};

/* pn_ticket_free - close all it holds; NULL is fine */
void pn_ticket_free(struct pn_ticket *t);

/* One worker, or the place for one. */
struct pn_crew {
	pid_t pid; /* 0: there is none */
	int sock;  /* -1 then */
	clockid_t clock;
	bool ready; /* has said so */
	unsigned jobs;
	struct pn_ticket *ticket; /* what it does now; NULL: idle */
	int64_t cpu_until;	  /* nanoseconds of its own clock */
	int64_t wall_until;	  /* monotonic milliseconds */
	int64_t not_before;	  /* monotonic milliseconds; for a place */
};

/* pn_crew_start - fill the place C with a new worker; on failure C gets a
 * time before which it should not be tried again */
enum pn_err pn_crew_start(struct pn_crew *c, const struct pn_serve_options *o,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_crew_give - hand T to the idle worker C, which is its owner then. On
 * failure nothing was given and the worker is of no more use. */
enum pn_err pn_crew_give(struct pn_crew *c, const struct pn_serve_options *o,
    struct pn_ticket *t) PN_MUST_CHECK;

/* pn_crew_over - has the busy worker used up what it may? PN_RESULT_TIME,
 * PN_RESULT_MEMORY, or 0 for no */
unsigned pn_crew_over(const struct pn_crew *c,
    const struct pn_serve_options *o);

/* pn_crew_left - milliseconds after which to ask again; -1: no need */
int pn_crew_left(const struct pn_crew *c);

/* pn_crew_end - kill the worker if it lives, reap it and leave the place
 * empty. PN_RESULT_MEMORY where it died for lack of it, PN_RESULT_TIME at
 * the backstop, else PN_RESULT_CRASH. Its ticket, if any, is the caller's again. */
enum pn_wire_result pn_crew_end(struct pn_crew *c);

#endif
