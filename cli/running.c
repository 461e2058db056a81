/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * running - does posternd run, and as which process?
 *
 * Told by the locks that it holds for its life (flock(2) on the pid file and
 * on SOCKET.lock beside a Unix socket), never by a number in a file, which
 * could be another program's by now.
 */
#include "config.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include "base/mem.h"
#include "cli/cli.h"

/* read_pid - the number in an open pid file, 0 for none */
static long
read_pid(int fd)
{
	char text[32];
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);
	long pid;

	if (n <= 0)
		return 0;
	text[n] = '\0';
	pid = strtol(text, NULL, 10);
	return pid > 1 ? pid : 0;
}

/* is_locked - does somebody hold a lock on PATH? *PID is the number in it */
static enum pn_running
is_locked(const char *path, long *pid, struct pn_errinfo *info)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	enum pn_running answer = PN_RUNS_NOT;

	*pid = 0;
	if (fd < 0 && errno == ENOENT)
		return PN_RUNS_NOT;
	if (fd < 0) {
		(void)!pn_fail_at(info, PN_ERR_IO, path, 0,
		    "can't tell whether posternd runs: %s", strerror(errno));
		return PN_RUNS_UNKNOWN;
	}
	if (flock(fd, LOCK_SH | LOCK_NB) < 0 && errno == EWOULDBLOCK) {
		*pid = read_pid(fd);
		answer = PN_RUNS;
	}
	close(fd);
	return answer;
}

enum pn_running
pn_running(const struct pn_cli *cli, long *pid, struct pn_errinfo *info)
{
	const char *socket = cli->config->socket;
	enum pn_running answer;
	char *lock;

	if (cli->config->pid_file[0] != '\0')
		return is_locked(cli->config->pid_file, pid, info);
	*pid = 0;
	if (strncmp(socket, "unix:", 5) != 0) {
		(void)!pn_fail(info, PN_ERR_CONFIG,
		    "can't tell whether posternd runs: set pid_file");
		return PN_RUNS_UNKNOWN;
	}
	lock = pn_printf("%s.lock", socket + 5);
	answer = is_locked(lock, pid, info);
	free(lock);
	return answer;
}
