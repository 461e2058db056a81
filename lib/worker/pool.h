/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pool - the client's side of postern-scan: ask for an inspection
 *
 * pn_pool_start starts one supervisor (posix_spawn) that compiles the
 * patterns, forks the sandboxed workers and says when it is ready. Any thread
 * may run jobs; each job has a reply socket of its own that travels with it,
 * so there is no reader thread and no table of pending jobs. The supervisor
 * keeps the clock: a worker that crashes, loops or runs out of memory is
 * killed and replaced, and the job goes once to another worker. The wire is
 * described in wire.h and checked on both sides.
 */
#ifndef PN_WORKER_POOL_H
#define PN_WORKER_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/err.h"

struct pn_pool;

struct pn_pool_options {
	const char *program;	/* path of postern-scan */
	const char *config;	/* -c for it; NULL: the shipped defaults */
	unsigned workers;	/* 0: one per core */
	unsigned cpu_seconds;	/* of one message */
	unsigned wall_seconds;	/* of one message, waiting for a worker not
				 * counted; 0: four times cpu_seconds */
	unsigned memory_mb;	/* address space of a worker */
	bool untested;		/* start with patterns whose own examples
				 * fail too, so that PN_JOB_SELFTEST can tell
				 * which */
};

/* What is asked. */
enum pn_job_kind {
	PN_JOB_MESSAGE = 1, /* an RFC 5322 message -> reply JSON */
	PN_JOB_FILE,	    /* a bare file; TEXT is its name -> reply JSON */
	PN_JOB_MATCH,	    /* bytes are one text -> {"matches": [...]} */
	PN_JOB_FOOTER,	    /* TEXT is the footer -> {"changes": [...]}, and
			     * the new body in the job's body_fd */
	PN_JOB_SELFTEST,    /* the patterns' examples -> {"run", "failed"} */
};

struct pn_job {
	enum pn_job_kind kind;
	int fd;		  /* memfd or file with the bytes, read from 0 */
	const char *text; /* name or footer; NULL; at most PN_JOB_MAX_TEXT */
	/* called every second or so while waiting; false gives up */
	bool (*tick)(void *ctx);
	void *ctx;
};

#define PN_JOB_MAX_TEXT 16384

/*
 * pn_pool_start - start a supervisor and wait until it is ready. PN_ERR_CONFIG
 * with the supervisor's own words (file and line of a broken pattern);
 * PN_ERR_IO where it can't be started, PN_ERR_TIMEOUT after 60 s.
 */
enum pn_err pn_pool_start(const struct pn_pool_options *o,
    struct pn_pool **out, struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_pool_note - what the workers' sandbox is without on this system, a
 * sentence for the log; "" where nothing is missing. Valid as long as P */
const char *pn_pool_note(const struct pn_pool *p);

/* pn_pool_stop - close the channel: the supervisor ends once its jobs are
 * done; waits for at most SECONDS, then kills it, and those who wait for a job
 * get PN_ERR_IO. Returns when all threads have left pn_pool_run; none may
 * enter it any more. Frees *P, sets it NULL; NULL is fine */
void pn_pool_stop(struct pn_pool **p, unsigned seconds);

/*
 * pn_pool_run - do JOB; REPLY (may hold PN_REPORT_MAX_JSON) gets the JSON.
 * *BODY_FD_OUT (may be NULL) gets a sealed memfd with the new body for
 * PN_JOB_FOOTER, to be closed by the caller; untouched on failure. The job's
 * fd must be a regular file or memfd and stays the caller's; the worker gets
 * it read-only. PN_ERR_PEER: crashed or killed on both tries (the text of INFO
 * is "crash", "time" or "memory"), or an answer that breaks the rules of the
 * wire ("crash"); PN_ERR_TIMEOUT: TICK gave up; PN_ERR_UNSUPPORTED: the worker
 * said so; PN_ERR_IO: no supervisor (it is started again in the background by
 * the next call), no descriptors. Safe in any number of threads. The program
 * must not ignore SIGCHLD nor reap children that are not its own.
 */
enum pn_err pn_pool_run(struct pn_pool *p, const struct pn_job *job,
    struct pn_buf *reply, int *body_fd_out, struct pn_errinfo *info)
    PN_MUST_CHECK;

/* pn_pool_alive - is the supervisor there? For status */
bool pn_pool_alive(struct pn_pool *p);

#endif
