/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * launch - see launch.h
 *
 * The child gets the channel as descriptor 3, /dev/null for input and output,
 * our standard error, an empty signal mask (a milter's threads block signals)
 * and a session of its own, so that a key pressed at a terminal reaches us
 * alone and the supervisor ends because we hang up.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "worker/launch.h"

#define CHANNEL	      3
#define READY_TIMEOUT 60000 /* milliseconds; large packs under a sanitizer */

/* The command line, with room for its numbers. */
struct args {
	char workers[16], cpu[16], wall[16], memory[16];
	char *argv[16];
};

/* make_args - postern-scan's options, see milter/scan_main.c */
static void
make_args(struct args *a, const struct pn_pool_options *o)
{
	unsigned n = 0;

	snprintf(a->workers, sizeof(a->workers), "%u", o->workers);
	snprintf(a->cpu, sizeof(a->cpu), "%u", o->cpu_seconds);
	snprintf(a->wall, sizeof(a->wall), "%u", o->wall_seconds);
	snprintf(a->memory, sizeof(a->memory), "%u", o->memory_mb);
	a->argv[n++] = (char *)o->program;
	if (o->config != NULL) {
		a->argv[n++] = (char *)"--config";
		a->argv[n++] = (char *)o->config;
	}
	a->argv[n++] = (char *)"--channel";
	a->argv[n++] = (char *)"3";
	a->argv[n++] = (char *)"--workers";
	a->argv[n++] = a->workers;
	a->argv[n++] = (char *)"--cpu-seconds";
	a->argv[n++] = a->cpu;
	a->argv[n++] = (char *)"--wall-seconds";
	a->argv[n++] = a->wall;
	a->argv[n++] = (char *)"--memory-mb";
	a->argv[n++] = a->memory;
	if (o->untested)
		a->argv[n++] = (char *)"--untested";
	a->argv[n] = NULL;
}

/* spawn - start the program with SOCK as its channel; 0 or an errno */
static int
spawn(const struct pn_pool_options *o, int sock, pid_t *pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	struct args args;
	sigset_t none, defaults;
	int rc;

	make_args(&args, o);
	sigemptyset(&none);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	sigaddset(&defaults, SIGCHLD);
	sigaddset(&defaults, SIGTERM);
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attr);
	if ((rc = posix_spawn_file_actions_addopen(
		 &files, 0, "/dev/null", O_RDONLY, 0)) ||
	    (rc = posix_spawn_file_actions_addopen(
		 &files, 1, "/dev/null", O_WRONLY, 0)) ||
	    (rc = posix_spawn_file_actions_adddup2(&files, sock, CHANNEL)) ||
	    (rc = posix_spawn_file_actions_addclosefrom_np(
		 &files, CHANNEL + 1)) ||
	    (rc = posix_spawnattr_setsigmask(&attr, &none)) ||
	    (rc = posix_spawnattr_setsigdefault(&attr, &defaults)) ||
	    (rc = posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK |
						      POSIX_SPAWN_SETSIGDEF |
						      POSIX_SPAWN_SETSID)))
		goto out;
	rc = posix_spawn(pid, o->program, &files, &attr, args.argv, environ);
out:
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return rc;
}

enum pn_err
pn_launch_start(const struct pn_pool_options *o, struct pn_launch *out,
    struct pn_errinfo *info)
{
	int pair[2], rc;
	pid_t pid = 0;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return pn_fail(info, PN_ERR_IO, "can't make a socket: %s",
		    strerror(errno));
	rc = spawn(o, pair[1], &pid);
	close(pair[1]);
	if (rc != 0) {
		close(pair[0]);
		return pn_fail(info, PN_ERR_IO, "can't start %s: %s",
		    o->program, strerror(rc));
	}
	out->pid = pid;
	out->channel = pair[0];
	return PN_OK;
}

/* first_word - receive one message within the time allowed */
static enum pn_err
first_word(const struct pn_launch *l, struct pn_wire *m)
{
	int64_t until = pn_monotonic_ms() + READY_TIMEOUT;
	struct pollfd pfd = {l->channel, POLLIN, 0};
	struct pn_wire_in in;
	enum pn_err err = PN_ERR_BUSY;

	while (err == PN_ERR_BUSY) {
		int64_t left = until - pn_monotonic_ms();

		if (left <= 0)
			return PN_ERR_TIMEOUT;
		if (poll(&pfd, 1, (int)left) > 0)
			err = pn_wire_recv(l->channel, 0, false, &in);
	}
	if (err != PN_OK)
		return err;
	return pn_wire_decode((struct pn_bytes){in.data, in.len}, m);
}

enum pn_err
pn_launch_hear(const struct pn_launch *l, char *note, struct pn_errinfo *info)
{
	struct pn_wire m;
	enum pn_err err = first_word(l, &m);

	if (err == PN_ERR_TIMEOUT)
		return pn_fail(info, err,
		    "the scanner was not ready in %d seconds",
		    READY_TIMEOUT / 1000);
	if (err != PN_OK)
		return pn_fail(
		    info, PN_ERR_IO, "the scanner ended before it was ready");
	if (m.type == PN_WIRE_REFUSED) {
		if (info != NULL)
			*info = m.info;
		return m.err;
	}
	if (m.type != PN_WIRE_READY)
		return pn_fail(info, PN_ERR_PEER,
		    "the scanner speaks another version of the wire");
	memcpy(note, m.text, PN_WIRE_MAX_NOTE);
	note[PN_WIRE_MAX_NOTE] = '\0';
	return PN_OK;
}

bool
pn_launch_alive(const struct pn_launch *l)
{
	struct pollfd pfd = {l->channel, 0, 0};

	return l->pid > 0 && poll(&pfd, 1, 0) == 0;
}

void
pn_launch_end(struct pn_launch *l, unsigned seconds)
{
	struct pollfd pfd = {-1, POLLIN, 0};
	int rc = 0;

	if (l->channel >= 0)
		close(l->channel);
	if (l->pid > 0) {
		pfd.fd = pidfd_open(l->pid, 0);
		while (pfd.fd >= 0 &&
		       (rc = poll(&pfd, 1, (int)seconds * 1000)) < 0 &&
		       errno == EINTR)
			;
		if (rc <= 0)
			kill(l->pid, SIGKILL);
		if (pfd.fd >= 0)
			close(pfd.fd);
		while (waitpid(l->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	l->pid = 0;
	l->channel = -1;
}
