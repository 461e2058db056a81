/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * landlock - see landlock.h
 *
 * A ruleset that handles every right and allows none. glibc has no wrappers
 * and the kernel headers of Debian 12 know ABI 2 only, so the calls are made
 * by number and the struct is our own: the kernel takes any length of it that
 * it knows, and refuses one with bits that it does not.
 */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "worker/landlock.h"

/* struct landlock_ruleset_attr as of ABI 6. */
struct ruleset {
	uint64_t access_fs;
	uint64_t access_net;
	uint64_t scoped;
};

/* What each ABI can forbid; newer ones are treated as the last. */
static const struct abi {
	long version;
	size_t size;
	struct ruleset all;
} abis[] = {
    {6, sizeof(struct ruleset), {0xffff, 3, 3}},	   /* abstract sockets,
							    * signals */
    {5, offsetof(struct ruleset, scoped), {0xffff, 3, 0}}, /* ioctl */
    {4, offsetof(struct ruleset, scoped), {0x7fff, 3, 0}}, /* TCP */
    {3, sizeof(uint64_t), {0x7fff, 0, 0}},		   /* truncate */
    {2, sizeof(uint64_t), {0x3fff, 0, 0}},		   /* refer */
    {1, sizeof(uint64_t), {0x1fff, 0, 0}},
};

bool
pn_landlock_nothing(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);

	for (size_t i = 0; i < sizeof(abis) / sizeof(abis[0]); i++) {
		long fd, rc;

		if (version < abis[i].version)
			continue;
		fd = syscall(
		    SYS_landlock_create_ruleset, &abis[i].all, abis[i].size, 0);
		if (fd < 0)
			return false;
		rc = syscall(SYS_landlock_restrict_self, fd, 0);
		close((int)fd);
		return rc == 0;
	}
	return false;
}
