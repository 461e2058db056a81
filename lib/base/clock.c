/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * clock - the time of day as a seam, so that tests can move it
 */
#include <stddef.h>
#include <time.h>

#include "base/clock.h"

static int64_t
system_now(void *ctx)
{
	(void)ctx;
	return (int64_t)time(NULL);
}

const struct pn_clock pn_clock_system = {system_now, NULL};

int64_t
pn_now(const struct pn_clock *clock)
{
	if (!clock)
		clock = &pn_clock_system;
	return clock->now(clock->ctx);
}

int64_t
pn_monotonic_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}
