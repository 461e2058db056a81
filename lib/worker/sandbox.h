/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sandbox - take away from a worker everything but memory and its sockets
 */
#ifndef PN_WORKER_SANDBOX_H
#define PN_WORKER_SANDBOX_H

#include "base/err.h"

/*
 * pn_sandbox_worker - for the calling process, for ever: no_new_privs, empty
 * network and other namespaces where allowed, Landlock with no paths where
 * the kernel has it, limits (address space MEMORY_MB, no files written past
 * the reply's size, no processes, no core), and a seccomp allow-list that
 * kills on anything else. PN_ERR_IO where a part that must hold can't be set.
 */
enum pn_err pn_sandbox_worker(unsigned memory_mb, struct pn_errinfo *info)
    PN_MUST_CHECK;

#endif
