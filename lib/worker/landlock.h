/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * landlock - no path, no TCP port, nothing outside, by landlock(7)
 */
#ifndef PN_WORKER_LANDLOCK_H
#define PN_WORKER_LANDLOCK_H

#include <stdbool.h>

/* pn_landlock_nothing - forbid the calling process, which must have
 * no_new_privs, all that this kernel's Landlock can forbid; false where the
 * kernel has none or it is switched off */
bool pn_landlock_nothing(void);

#endif
