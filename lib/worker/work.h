/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * work - the inside of a worker process
 */
#ifndef PN_WORKER_WORK_H
#define PN_WORKER_WORK_H

#include "worker/serve.h"

/* Exit statuses of a worker, beside 0 when its socket is closed. */
enum pn_work_exit {
	PN_WORK_EXIT_MEMORY = 81,   /* an allocation failed */
	PN_WORK_EXIT_HANDLER = 82,  /* the handler failed */
	PN_WORK_EXIT_PROTOCOL = 83, /* no sense in what the supervisor sent */
	PN_WORK_EXIT_SANDBOX = 84,  /* not closed; the supervisor was told */
};

/* A longer file is handed to the handler only so far: enough to see that it
 * is over the limit of a message, 100 MB, and not so much that the map alone
 * fills the address space. */
#define PN_WORK_MAX_MAP ((100u << 20) + 1)

/* pn_work - be a worker: close everything but SOCK and the sandbox, say READY
 * or REFUSED, and do the jobs that come. Call in a new child process. */
void pn_work(int sock, const struct pn_serve_options *o)
    __attribute__((noreturn));

#endif
