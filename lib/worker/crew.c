/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * crew - see crew.h
 *
 * Processor time is read from the worker's own CPU clock, so that a busy
 * machine punishes nobody; RLIMIT_CPU is raised for each job as a backstop in
 * case the supervisor itself is stuck. A limit on wall time catches a worker
 * that waits for something that never comes.
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/mem.h"
#include "worker/crew.h"
#include "worker/sandbox.h"
#include "worker/work.h"

#define NS_PER_S  1000000000
#define NS_PER_MS 1000000

/* RLIMIT_CPU counts whole seconds; it must never be first. */
#define BACKSTOP_SECONDS 2

/* How often resident memory is looked at, where it has to be. */
#define RESIDENT_MS 20

void
pn_ticket_free(struct pn_ticket *t)
{
	if (t == NULL)
		return;
	for (unsigned i = 0; i < 3; i++)
		if (t->fds[i] >= 0)
			close(t->fds[i]);
	if (t->answer >= 0)
		close(t->answer);
	pn_wipe_free(t->msg, t->msg_len);
	free(t);
}

/* cpu_ns - processor time that C has used; -1 if it can't be read */
static int64_t
cpu_ns(const struct pn_crew *c)
{
	struct timespec ts;

	if (clock_gettime(c->clock, &ts) != 0)
		return -1;
	return (int64_t)ts.tv_sec * NS_PER_S + ts.tv_nsec;
}

/* resident_mb - resident memory of C in MB; 0 if it can't be read */
static unsigned
resident_mb(const struct pn_crew *c)
{
	char path[64];
	unsigned long pages = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/statm", (long)c->pid);
	f = fopen(path, "re");
	if (f == NULL)
		return 0;
	if (fscanf(f, "%*u %lu", &pages) != 1)
		pages = 0;
	fclose(f);
	return (unsigned)(pages * (unsigned long)sysconf(_SC_PAGESIZE) >> 20);
}

enum pn_err
pn_crew_start(struct pn_crew *c, const struct pn_serve_options *o,
    struct pn_errinfo *info)
{
	int pair[2];
	pid_t pid;

	memset(c, 0, sizeof(*c));
	c->sock = -1;
	c->not_before = pn_monotonic_ms() + PN_CREW_PAUSE_MS;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return pn_fail(info, PN_ERR_IO, "can't make a socket: %s",
		    strerror(errno));
	pid = fork();
	if (pid == 0)
		pn_work(pair[1], o);
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		return pn_fail(info, PN_ERR_IO, "can't start a worker: %s",
		    strerror(errno));
	}
	c->pid = pid;
	c->sock = pair[0];
	if (clock_getcpuclockid(pid, &c->clock) != 0) {
		pn_crew_end(c);
		return pn_fail(
		    info, PN_ERR_IO, "can't read a worker's processor time");
	}
	return PN_OK;
}

/* raise_backstop - allow C as much again as one job may have, and a bit */
static void
raise_backstop(const struct pn_crew *c, int64_t until_ns)
{
	struct rlimit rl = {
	    (rlim_t)(until_ns / NS_PER_S) + BACKSTOP_SECONDS, RLIM_INFINITY};

	prlimit(c->pid, RLIMIT_CPU, &rl, NULL);
}

enum pn_err
pn_crew_give(
    struct pn_crew *c, const struct pn_serve_options *o, struct pn_ticket *t)
{
	struct pn_bytes msg = {t->msg, t->msg_len};
	int64_t used = cpu_ns(c);
	enum pn_err err;

	if (used < 0)
		return PN_ERR_PEER;
	c->cpu_until = used + (int64_t)o->cpu_seconds * NS_PER_S;
	c->wall_until = pn_monotonic_ms() + (int64_t)o->wall_seconds * 1000;
	raise_backstop(c, c->cpu_until);
	err = pn_wire_send(c->sock, msg, t->fds, 2u + t->want_body);
	if (err != PN_OK)
		return err;
	c->jobs++;
	c->ticket = t;
	return PN_OK;
}

unsigned
pn_crew_over(const struct pn_crew *c, const struct pn_serve_options *o)
{
	if (cpu_ns(c) >= c->cpu_until || pn_monotonic_ms() >= c->wall_until)
		return PN_RESULT_TIME;
	if (pn_sandbox_watch_resident && resident_mb(c) > o->memory_mb)
		return PN_RESULT_MEMORY;
	return 0;
}

int
pn_crew_left(const struct pn_crew *c)
{
	int64_t cpu, wall;

	if (c->ticket == NULL)
		return -1;
	/* one thread uses at most one second of processor time a second */
	cpu = (c->cpu_until - cpu_ns(c)) / NS_PER_MS + 1;
	wall = c->wall_until - pn_monotonic_ms();
	if (wall < cpu)
		cpu = wall;
	if (pn_sandbox_watch_resident && cpu > RESIDENT_MS)
		cpu = RESIDENT_MS;
	return cpu < 0 ? 0 : (int)cpu;
}

enum pn_wire_result
pn_crew_end(struct pn_crew *c)
{
	enum pn_wire_result why = PN_RESULT_CRASH;
	bool early = !c->ready || c->jobs == 0;
	int status = 0;

	if (c->sock >= 0)
		close(c->sock);
	if (c->pid > 0) {
		kill(c->pid, SIGKILL); /* no effect on what is dying already */
		while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
			;
		if (WIFEXITED(status) &&
		    WEXITSTATUS(status) == PN_WORK_EXIT_MEMORY)
			why = PN_RESULT_MEMORY;
		else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
			why = PN_RESULT_TIME;
	}
	memset(c, 0, sizeof(*c));
	c->sock = -1;
	if (early)
		c->not_before = pn_monotonic_ms() + PN_CREW_PAUSE_MS;
	return why;
}
