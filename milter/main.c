/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * main - posternd: options, start, reload, end
 *
 * Order matters: signals are blocked before any thread is made, so that only
 * the reload thread takes USR1, and libmilter HUP, TERM and INT;
 * the lock is taken before libmilter opens the socket, which it would steal
 * from a running instance; after smfi_main nothing is cleaned up, because its
 * workers may still run (the kernel closes all, the scanner ends by itself);
 * only the notice in hand is sent or put off.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/paths.h"
#include "config.h"
#include "milter/callbacks.h"
#include "milter/lock.h"
#include "milter/log.h"
#include "milter/notices.h"
#include "milter/state.h"

/* Where complaints go while we start. In the background it is a copy of the
 * terminal's standard error that no child inherits: a caller who reads our
 * output sees its end when we serve. */
static int complaints = STDERR_FILENO;

struct options {
	char *config;	    /* NULL: the shipped defaults */
	const char *socket; /* NULL: as configured */
	bool foreground;
};

static const char usage[] =
    "usage: posternd [-c FILE] [-f] [-s SOCKET]\n"
    "  -c FILE    configuration file\n"
    "  -f         stay in the foreground, log to standard error\n"
    "  -s SOCKET  unix:/path, inet:port@host or fd:N\n"
    "  -V         print the version\n";

/* give_up - an error for the person who started us, and the end: workers
 * leave when our end of their channel closes */
static _Noreturn void
give_up(enum pn_err err, const struct pn_errinfo *info, int status)
{
	char text[640];

	dprintf(complaints, "posternd: %s\n",
	    info->text[0] ? pn_errinfo_print(info, text, sizeof(text))
			  : pn_strerror(err));
	_exit(status);
}

/* read_options - false: end with *STATUS */
static bool
read_options(int argc, char **argv, struct options *o, int *status)
{
	static const struct option longs[] = {
	    {"config", required_argument, NULL, 'c'},
	    {"foreground", no_argument, NULL, 'f'},
	    {"socket", required_argument, NULL, 's'},
	    {"help", no_argument, NULL, 'h'},
	    {"version", no_argument, NULL, 'V'},
	    {NULL, 0, NULL, 0},
	};
	int c;

	*status = EX_OK;
	while ((c = getopt_long(argc, argv, "c:fs:hV", longs, NULL)) != -1) {
		switch (c) {
		case 'c':
			free(o->config);
			o->config = realpath(optarg, NULL);
			if (!o->config)
				o->config = pn_strdup(optarg);
			break;
		case 'f':
			o->foreground = true;
			break;
		case 's':
			o->socket = optarg;
			break;
		case 'V':
			puts(PACKAGE_STRING);
			return false;
		case 'h':
			fputs(usage, stdout);
			return false;
		default:
			fputs(usage, stderr);
			*status = EX_USAGE;
			return false;
		}
	}
	if (optind < argc) {
		fputs(usage, stderr);
		*status = EX_USAGE;
		return false;
	}
	return true;
}

/* child_status - what the child in the background came to: it writes a byte
 * when it serves */
static int
child_status(pid_t child, int pipe_fd)
{
	int status;
	char byte;

	if (read(pipe_fd, &byte, 1) == 1)
		return EX_OK;
	if (waitpid(child, &status, 0) == child && WIFEXITED(status))
		return WEXITSTATUS(status);
	return EX_SOFTWARE;
}

/* leave_terminal - standard input and output are nobody's from here on */
static void
leave_terminal(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	complaints = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	for (int fd = 0; fd < 3 && null >= 0; fd++)
		dup2(null, fd);
	if (null > 2)
		close(null);
}

/* go_background - the child returns the pipe to say "ready" on; the parent
 * stays until then and ends with the child's status */
static int
go_background(void)
{
	struct pn_errinfo info = {0};
	int fds[2];
	pid_t child;

	if (pipe2(fds, O_CLOEXEC) != 0 || (child = fork()) < 0) {
		pn_fail(&info, PN_ERR_IO, "no background: %s", strerror(errno));
		give_up(PN_ERR_IO, &info, EX_OSERR);
	}
	if (child > 0) {
		close(fds[1]);
		_exit(child_status(child, fds[0]));
	}
	close(fds[0]);
	setsid();
	leave_terminal();
	return fds[1];
}

/* say_ready - let the parent go, and with it the terminal */
static void
say_ready(int fd)
{
	if (fd < 0)
		return;
	(void)!write(fd, "", 1);
	close(fd);
	close(complaints);
}

/* reload_thread - SIGUSR1: a new state, or the old one stays */
static void *
reload_thread(void *config)
{
	sigset_t usr1;
	int sig;

	sigemptyset(&usr1);
	sigaddset(&usr1, SIGUSR1);
	while (sigwait(&usr1, &sig) == 0) {
		struct pn_errinfo info = {0};
		struct pn_state *s;
		enum pn_err err = pn_state_load(config, &s, &info);

		if (err != PN_OK) {
			pn_log_err(LOG_ERR,
			    "reload refused, the old "
			    "configuration stays",
			    err, &info);
			continue;
		}
		pn_state_put(s);
		pn_notices_wake();
		pn_log(LOG_NOTICE, "reloaded");
	}
	return NULL;
}

/* block_signals - in this thread and all that come of it: USR1 for the reload
 * thread; the others wait until libmilter takes them */
static void
block_signals(void)
{
	static const int numbers[] = {SIGUSR1, SIGHUP, SIGTERM, SIGINT};
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		sigaddset(&set, numbers[i]);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

/* start_threads - reload and notices */
static enum pn_err
start_threads(char *config, struct pn_errinfo *info)
{
	pthread_t thread;
	int e = pthread_create(&thread, NULL, reload_thread, config);

	if (e != 0)
		return pn_fail(info, PN_ERR_IO, "no thread: %s", strerror(e));
	pthread_detach(thread);
	return pn_notices_start(info);
}

/* open_socket - lock SOCKET and the pid file, then open it */
static enum pn_err
open_socket(const char *socket, const char *pid_file, struct pn_errinfo *info)
{
	int fd = pn_socket_fd(socket);
	enum pn_err err;

	if (fd >= 0)
		(void)!fcntl(fd, F_SETFD, FD_CLOEXEC);
	err = pn_lock_socket(socket, info);
	if (err == PN_OK)
		err = pn_lock_pid_file(pid_file, info);
	if (err == PN_OK)
		err = pn_callbacks_register(socket, info);
	if (err == PN_OK)
		pn_socket_share(socket);
	return err;
}

int
main(int argc, char **argv)
{
	struct options o = {0};
	struct pn_errinfo info = {0};
	struct pn_state *s;
	enum pn_err err;
	int status, ready = -1;

	if (!read_options(argc, argv, &o, &status))
		return status;
	if (!o.config)
		o.config = pn_path_config();
	if (!o.foreground)
		ready = go_background();
	block_signals();
	err = pn_state_load(o.config, &s, &info);
	if (err != PN_OK)
		give_up(err, &info, EX_CONFIG);
	err = open_socket(o.socket ? o.socket : s->config->socket,
	    s->config->pid_file, &info);
	if (err != PN_OK)
		give_up(err, &info, EX_UNAVAILABLE);
	pn_state_put(s);
	pn_log_open(o.foreground);
	err = start_threads(o.config, &info);
	if (err != PN_OK)
		give_up(err, &info, EX_OSERR);
	pn_log(LOG_NOTICE, "ready");
	say_ready(ready);
	status = pn_callbacks_run() == 0 ? EX_OK : EX_SOFTWARE;
	pn_notices_stop();
	pn_log(LOG_NOTICE, "stopped");
	_exit(status);
}
