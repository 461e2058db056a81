/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lock - one posternd per socket
 *
 * flock(2) on a file that stays: it is released by the kernel however the
 * process ends, so there is no stale lock and nothing to clean up.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/paths.h"
#include "milter/lock.h"

const char *
pn_socket_path(const char *socket)
{
	static const char *const kinds[] = {"unix:", "local:"};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strncmp(socket, kinds[i], strlen(kinds[i])) == 0)
			return socket + strlen(kinds[i]);
	return socket[0] == '/' ? socket : NULL;
}

int
pn_socket_fd(const char *socket)
{
	char *end;
	long n;

	if (strncmp(socket, "fd:", 3) != 0)
		return -1;
	n = strtol(socket + 3, &end, 10);
	return end != socket + 3 && *end == 0 && n >= 0 && n < 65536 ? (int)n
								     : -1;
}

/* lock_file - open and lock PATH; *FD_OUT stays open until the process ends */
static enum pn_err
lock_file(const char *path, int *fd_out, struct pn_errinfo *info)
{
	int fd;

	pn_path_folder(path, 0755);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (fd < 0)
		return pn_fail_at(info, PN_ERR_IO, path, 0,
		    "can't be opened: %s", strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		close(fd);
		return pn_fail_at(info, PN_ERR_EXISTS, path, 0,
		    "is locked: another posternd runs: stop it, or give this "
		    "one a socket of its own");
	}
	*fd_out = fd;
	return PN_OK;
}

/* answers - does a program listen on the Unix socket PATH? */
static bool
answers(const char *path)
{
	struct sockaddr_un sun = {.sun_family = AF_UNIX};
	bool yes;
	int fd;

	if (strlen(path) >= sizeof(sun.sun_path))
		return false;
	memcpy(sun.sun_path, path, strlen(path));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return false;
	yes = connect(fd, (struct sockaddr *)&sun, sizeof(sun)) == 0 ||
	      errno == EAGAIN;
	close(fd);
	return yes;
}

enum pn_err
pn_lock_socket(const char *socket, struct pn_errinfo *info)
{
	const char *path = pn_socket_path(socket);
	enum pn_err err;
	char *lock;
	int fd;

	if (!path)
		return PN_OK;
	lock = pn_printf("%s.lock", path);
	err = lock_file(lock, &fd, info);
	free(lock);
	if (err == PN_OK && answers(path))
		err = pn_fail_at(info, PN_ERR_EXISTS, path, 0,
		    "another program listens on this socket: stop it first");
	return err;
}

enum pn_err
pn_lock_pid_file(const char *path, struct pn_errinfo *info)
{
	enum pn_err err;
	int fd;

	if (!path[0])
		return PN_OK;
	err = lock_file(path, &fd, info);
	if (err != PN_OK)
		return err;
	if (ftruncate(fd, 0) != 0 || dprintf(fd, "%ld\n", (long)getpid()) < 0)
		return pn_fail_at(info, PN_ERR_IO, path, 0,
		    "can't be written: %s", strerror(errno));
	return PN_OK;
}

void
pn_socket_share(const char *socket)
{
	const char *path = pn_socket_path(socket);
	const struct group *group;
	struct stat st;

	if (!path || geteuid() != 0 || stat(path, &st) != 0 ||
	    !S_ISSOCK(st.st_mode))
		return;
	group = getgrnam("postfix");
	if (group && chown(path, (uid_t)-1, group->gr_gid) == 0)
		(void)!chmod(path, (st.st_mode & 07777) | 0660);
}
