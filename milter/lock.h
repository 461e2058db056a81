/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lock - one posternd per socket
 *
 * libmilter removes a Unix socket that it finds, and so would steal it from a
 * running instance. The lock is taken before, on files of our own that are
 * never removed: SOCKET.lock beside a Unix socket, and the pid file. An inet
 * socket guards itself, an inherited one can't be stolen.
 */
#ifndef PN_MILTER_LOCK_H
#define PN_MILTER_LOCK_H

#include "base/err.h"

/* pn_socket_path - the path in "unix:/path", "local:/path" or "/path",
 * pointing into SOCKET; NULL for any other kind */
const char *pn_socket_path(const char *socket);

/* pn_socket_fd - N of "fd:N", -1 for any other kind */
int pn_socket_fd(const char *socket);

/*
 * pn_lock_socket - lock SOCKET for the life of the process. PN_ERR_EXISTS
 * where another instance holds it or another program answers on it.
 */
enum pn_err pn_lock_socket(const char *socket, struct pn_errinfo *info)
    PN_MUST_CHECK;

/* pn_lock_pid_file - lock PATH for the life of the process and write our
 * process id into it; "" does nothing. PN_ERR_EXISTS, PN_ERR_IO */
enum pn_err pn_lock_pid_file(const char *path, struct pn_errinfo *info)
    PN_MUST_CHECK;

/*
 * pn_socket_share - let the mail server in: where we run as root, the Unix
 * socket is given to group "postfix", if there is one, and that group may
 * use it. Else its mode stays as the umask made it.
 */
void pn_socket_share(const char *socket);

#endif
