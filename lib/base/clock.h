/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * clock - the time of day as a seam, so that tests can move it
 */
#ifndef PN_BASE_CLOCK_H
#define PN_BASE_CLOCK_H

#include <stdint.h>

/* A clock: seconds since 1970, UTC. Pass pn_clock_system outside of tests. */
struct pn_clock {
	int64_t (*now)(void *ctx);
	void *ctx;
};

extern const struct pn_clock pn_clock_system;

/* pn_now - what CLOCK says; NULL means the system's */
int64_t pn_now(const struct pn_clock *clock);

/* pn_monotonic_ms - milliseconds that never go back, for deadlines */
int64_t pn_monotonic_ms(void);

#endif
