/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * serve - the supervisor's and the worker's side: what postern-scan runs
 *
 * The caller compiles its patterns first, then calls pn_serve, which forks
 * the workers, closes the sandbox round each and hands jobs to HANDLE.
 */
#ifndef PN_WORKER_SERVE_H
#define PN_WORKER_SERVE_H

#include "base/buf.h"
#include "base/err.h"
#include "worker/pool.h"

/* A job as the worker sees it. */
struct pn_work {
	enum pn_job_kind kind;
	struct pn_bytes bytes; /* mapped read-only */
	const char *text;      /* or NULL */
	struct pn_buf *reply;  /* JSON goes here */
	struct pn_buf *body;   /* new body goes here; NULL if none is wanted */
};

struct pn_serve_options {
	int channel;	      /* socket to the client */
	unsigned workers;     /* 1 or more */
	unsigned cpu_seconds; /* per job, by the supervisor's clock */
	unsigned wall_seconds;
	unsigned memory_mb;
	/* in the worker: do one job. PN_ERR_UNSUPPORTED is told to the client
	 * as such; anything else that is not PN_OK counts as a crash */
	enum pn_err (*handle)(void *ctx, const struct pn_work *work);
	void *ctx;
};

/* pn_serve - run until the channel closes and all jobs are done. Returns the
 * exit status for main. Never returns in a worker. */
int pn_serve(const struct pn_serve_options *o);

/* pn_serve_refuse - tell the client on CHANNEL that we can't start, with
 * INFO; before pn_serve */
void pn_serve_refuse(int channel, const struct pn_errinfo *info);

#endif
