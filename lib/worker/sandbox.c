/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sandbox - see sandbox.h for what is taken away
 *
 * The order matters. Namespaces come first, because a new user namespace
 * needs a process slot and resets the parent-death signal; then capabilities,
 * limits and Landlock; seccomp last, because it forbids all of those calls.
 * Files and sockets that the worker holds stay usable. What a library loads
 * late (locale, character tables, random seeds) must be loaded before: here a
 * late open is death.
 */
#include "config.h"

#include <errno.h>
#include <linux/capability.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "worker/landlock.h"
#include "worker/sandbox.h"
#include "worker/wire.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Calls that are allowed whatever their arguments. None takes a path, makes a
 * descriptor other than by receiving one, or reaches another process. */
static const int calls[] = {
    SCMP_SYS(read),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(pwrite64),
    SCMP_SYS(recvmsg),
    SCMP_SYS(sendmsg),
    SCMP_SYS(close),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
#ifdef PN_SANITIZED
    /* to print what was found and to switch stacks meanwhile */
    SCMP_SYS(sigaltstack),
    SCMP_SYS(sched_yield),
#endif
};

/* Calls whose argument ARG must have none of the bits in FORBID. */
static const struct masked {
	int call;
	unsigned arg;
	uint64_t forbid;
} masked[] = {
    {SCMP_SYS(mmap), 2, PROT_EXEC},
    {SCMP_SYS(mprotect), 2, PROT_EXEC},
};

#ifdef PN_SANITIZED
const bool pn_sandbox_watch_resident = true;
#else
const bool pn_sandbox_watch_resident = false;
#endif

/* limit - set both the soft and the hard limit */
static bool
limit(int resource, rlim_t max)
{
	struct rlimit rl = {max, max};

	return setrlimit((__rlimit_resource_t)resource, &rl) == 0;
}

/* set_limits - all but processor time, which the supervisor sets per job */
static bool
set_limits(unsigned memory_mb)
{
	if (!pn_sandbox_watch_resident &&
	    !limit(RLIMIT_AS, (rlim_t)memory_mb << 20))
		return false;
	return limit(RLIMIT_NOFILE, PN_SANDBOX_MAX_FDS) &&
	       limit(RLIMIT_FSIZE, PN_WIRE_MAX_BODY) &&
	       limit(RLIMIT_NPROC, 0) && limit(RLIMIT_CORE, 0);
}

/* leave_namespaces - with a user namespace of our own, or as root without */
static bool
leave_namespaces(void)
{
	return unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) == 0 ||
	       unshare(CLONE_NEWNET | CLONE_NEWIPC) == 0;
}

/* drop_capabilities - a new user namespace gives all of them in it */
static bool
drop_capabilities(void)
{
	struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};

	return syscall(SYS_capset, &head, none) == 0;
}

/* set_process - nothing gained by exec, dies with its parent, no core (a
 * core_pattern with a pipe ignores RLIMIT_CORE) and no debugger */
static bool
set_process(void)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 &&
	       prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

/* add_rules - fill the empty list FILTER; 0 or a negative errno */
static int
add_rules(scmp_filter_ctx filter)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < COUNT(calls); i++)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
	for (size_t i = 0; rc == 0 && i < COUNT(masked); i++)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, masked[i].call, 1,
		    SCMP_CMP64(masked[i].arg, SCMP_CMP_MASKED_EQ,
			masked[i].forbid, 0));
	if (rc == 0) /* abort(3) sends itself a signal, and only itself */
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill),
		    1, SCMP_CMP64(0, SCMP_CMP_EQ, (uint64_t)getpid(), 0));
	return rc;
}

/* set_filter - the allow-list; 0 or a negative errno */
static int
set_filter(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int rc;

	if (filter == NULL)
		return -ENOMEM;
	rc = add_rules(filter);
	if (rc == 0)
		rc = seccomp_load(filter);
	seccomp_release(filter);
	return rc;
}

enum pn_err
pn_sandbox_worker(
    unsigned memory_mb, unsigned *missing_out, struct pn_errinfo *info)
{
	unsigned missing = 0;
	int rc;

	if (!leave_namespaces())
		missing |= PN_SANDBOX_NAMESPACES;
	if (!drop_capabilities())
		return pn_fail(info, PN_ERR_IO, "can't drop capabilities: %s",
		    strerror(errno));
	if (!set_process())
		return pn_fail(info, PN_ERR_IO, "can't give up privileges: %s",
		    strerror(errno));
	if (!pn_landlock_nothing())
		missing |= PN_SANDBOX_LANDLOCK;
	if (!set_limits(memory_mb))
		return pn_fail(info, PN_ERR_IO,
		    "can't set the limits of a worker: %s", strerror(errno));
	rc = set_filter();
	if (rc != 0)
		return pn_fail(info, PN_ERR_IO,
		    "can't set the seccomp filter: %s", strerror(-rc));
	*missing_out = missing;
	return PN_OK;
}

const char *
pn_sandbox_note(unsigned missing)
{
	switch (missing & (PN_SANDBOX_NAMESPACES | PN_SANDBOX_LANDLOCK)) {
	case PN_SANDBOX_NAMESPACES:
		return "workers run without namespaces of their own: this "
		       "system does not allow them";
	case PN_SANDBOX_LANDLOCK:
		return "workers run without Landlock: this kernel has none";
	case PN_SANDBOX_NAMESPACES | PN_SANDBOX_LANDLOCK:
		return "workers run without namespaces of their own and "
		       "without Landlock: this system does not allow them";
	default:
		return "";
	}
}
