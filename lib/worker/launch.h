/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * launch - start a supervisor, hear that it is ready, see it end
 */
#ifndef PN_WORKER_LAUNCH_H
#define PN_WORKER_LAUNCH_H

#include <stdbool.h>
#include <sys/types.h>
#include "worker/pool.h"
#include "worker/wire.h"

/* A running supervisor, or none. */
struct pn_launch {
	pid_t pid;   /* 0: none */
	int channel; /* -1 then */
};

/* pn_launch_start - start one by posix_spawn, so that threads do no harm.
 * Jobs may be sent at once; they wait in the channel until it is ready. */
enum pn_err pn_launch_start(const struct pn_pool_options *o,
    struct pn_launch *out, struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_launch_hear - wait for its first word: PN_OK with NOTE (at least
 * PN_WIRE_MAX_NOTE + 1 bytes) filled; what it refused with; PN_ERR_TIMEOUT;
 * PN_ERR_IO where it ended without a word */
enum pn_err pn_launch_hear(const struct pn_launch *l, char *note,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_launch_alive - has it not hung up? */
bool pn_launch_alive(const struct pn_launch *l);

/* pn_launch_end - hang up, give it SECONDS to finish, kill it, reap it. */
void pn_launch_end(struct pn_launch *l, unsigned seconds);

#endif
