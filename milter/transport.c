/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * transport - how a mail of ours leaves: the sendmail command or SMTP
 *
 * The command is started with posix_spawn, so no shell sees an address, and
 * with a clean signal mask, because our threads block what libmilter waits
 * for. The message comes to it in a memfd as standard input.
 */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "milter/transport.h"

#define COMMAND_WORDS 32
#define POLL_NS	      20000000 /* between looks at the child */

extern char **environ;

enum pn_err
pn_send(const struct pn_config *c, const char *to, const char *message,
    struct pn_errinfo *info)
{
	return c->transport == PN_TRANSPORT_SMTP
		   ? pn_send_smtp(c->smtp, to, message, info)
		   : pn_send_command(c->sendmail, to, message, info);
}

/* input - MESSAGE with lines by LF, as the command wants it, in a memfd at
 * its start; -1 where that failed */
static int
input(const char *message)
{
	struct pn_buf text;
	int fd;

	pn_buf_init(&text, strlen(message) + 1);
	for (const char *p = message; *p; p++)
		if (p[0] != '\r' || p[1] != '\n')
			pn_buf_addc(&text, *p);
	fd = memfd_create("postern-notice", MFD_CLOEXEC);
	if (fd >= 0 && (write(fd, text.data, text.len) != (ssize_t)text.len ||
			   lseek(fd, 0, SEEK_SET) != 0)) {
		close(fd);
		fd = -1;
	}
	pn_buf_free(&text);
	return fd;
}

/* spawn - start ARGV with standard input FD; 0, or errno's number */
static int
spawn(char *const argv[], int fd, pid_t *pid_out)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none, all;
	int e;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, fd, 0);
	posix_spawn_file_actions_addopen(&files, 1, "/dev/null", 1, 0);
	posix_spawn_file_actions_addopen(&files, 2, "/dev/null", 1, 0);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setflags(
	    &attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	e = posix_spawn(pid_out, argv[0], &files, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return e;
}

/* await - wait for PID, kill it when the time is over; its status as
 * waitpid's, -1 where it was killed */
static int
await(pid_t pid)
{
	int64_t end = pn_monotonic_ms() + PN_TRANSPORT_SECONDS * 1000;
	struct timespec step = {.tv_nsec = POLL_NS};
	int status;
	pid_t done;

	for (;;) {
		done = waitpid(pid, &status, WNOHANG);
		if (done == pid)
			return status;
		if ((done < 0 && errno != EINTR) || pn_monotonic_ms() > end)
			break;
		nanosleep(&step, NULL);
	}
	kill(pid, SIGKILL);
	(void)waitpid(pid, &status, 0);
	return -1;
}

/* split - the words of COMMAND (changed) and then our own; NULL at the end */
static enum pn_err
split(char *command, const char *to, char *argv[COMMAND_WORDS + 5])
{
	size_t n = 0;
	char *rest = NULL;

	for (char *w = strtok_r(command, " \t", &rest); w;
	     w = strtok_r(NULL, " \t", &rest)) {
		if (n == COMMAND_WORDS)
			return PN_ERR_LIMIT;
		argv[n++] = w;
	}
	if (n == 0)
		return PN_ERR_CONFIG;
	argv[n++] = (char *)(uintptr_t) "-f";
	argv[n++] = (char *)(uintptr_t) "<>";
	argv[n++] = (char *)(uintptr_t) "--";
	argv[n++] = (char *)(uintptr_t)to;
	argv[n] = NULL;
	return PN_OK;
}

enum pn_err
pn_send_command(const char *command, const char *to, const char *message,
    struct pn_errinfo *info)
{
	char *words = pn_strdup(command), *argv[COMMAND_WORDS + 5];
	enum pn_err err = split(words, to, argv);
	int fd = -1, e, status;
	pid_t pid;

	if (err != PN_OK) {
		err = pn_fail(info, err,
		    "sendmail command: no or too many "
		    "words");
		goto out;
	}
	fd = input(message);
	if (fd < 0) {
		err = pn_fail(info, PN_ERR_IO, "no memory for the mail");
		goto out;
	}
	e = spawn(argv, fd, &pid);
	if (e != 0) {
		err = pn_fail(info, PN_ERR_IO, "%s can't be started: %s",
		    argv[0], strerror(e));
		goto out;
	}
	status = await(pid);
	if (status == -1 || !WIFEXITED(status))
		err = pn_fail(info, PN_ERR_PEER, "%s did not finish", argv[0]);
	else if (WEXITSTATUS(status) != 0)
		err = pn_fail(info, PN_ERR_PEER, "%s ended with status %d",
		    argv[0], WEXITSTATUS(status));
out:
	if (fd >= 0)
		close(fd);
	free(words);
	return err;
}
