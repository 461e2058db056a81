/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sandbox - take away from a worker everything but memory and its sockets
 *
 * What must hold: limits, no_new_privs and the seccomp allow-list, under
 * which no file and no socket can be opened, nothing started, no signal sent
 * to another process and no code made. What is added where the kernel allows
 * it: empty namespaces and Landlock, in case a call on the list has a hole.
 */
#ifndef PN_WORKER_SANDBOX_H
#define PN_WORKER_SANDBOX_H

#include <stdbool.h>
#include "base/err.h"

/* What a worker may be without; several are added up. */
enum pn_sandbox_part {
	PN_SANDBOX_NAMESPACES = 1, /* containers often forbid them */
	PN_SANDBOX_LANDLOCK = 2,   /* Linux 5.13, and switched on */
};

/* AddressSanitizer reserves terabytes of addresses: a build with it has no
 * limit on them, and the supervisor watches resident memory instead. */
extern const bool pn_sandbox_watch_resident;

/* Descriptors of a worker: standard ones, its socket, those of one job. */
#define PN_SANDBOX_MAX_FDS 16

/*
 * pn_sandbox_worker - for the calling process, for ever: no_new_privs, no
 * capabilities, empty user, network and IPC namespaces where allowed, Landlock
 * with no paths where the kernel has it, limits (address space MEMORY_MB, no
 * files written past the reply's size, no processes, no core), and a seccomp
 * allow-list that kills on anything else. The process dies with its parent.
 * *MISSING_OUT gets the parts that could not be had. PN_ERR_IO where a part
 * that must hold can't be set. Needs a process with one thread.
 */
enum pn_err pn_sandbox_worker(unsigned memory_mb, unsigned *missing_out,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_sandbox_note - the MISSING parts in plain words, static; "" for none */
const char *pn_sandbox_note(unsigned missing);

#endif
