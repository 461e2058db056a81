/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * postsuper - one act of Postfix's postsuper(1) on one queue id
 *
 * postsuper exits with 0 also where it found nothing to do; what it did it
 * tells in words ("Released from hold: 1 message"), and only these count.
 */
#include "config.h"
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "cli/postsuper.h"

#define PROGRAM	  "/usr/sbin/postsuper"
#define MAX_WORDS 2000 /* bytes of its output that are kept */
#define MIN_ID	  6    /* a queue id is longer than "ALL", which is all */
#define MAX_ID	  32

/* is_queue_id - could it be one (short or long form)? */
static bool
is_queue_id(const char *id)
{
	size_t n = strlen(id);

	for (const char *p = id; *p != '\0'; p++)
		if (!isalnum((unsigned char)*p))
			return false;
	return n >= MIN_ID && n <= MAX_ID;
}

/* start - postsuper with its words going to OUT */
static enum pn_err
start(char *const *argv, int out, pid_t *pid, struct pn_errinfo *info)
{
	static char *const env[] = {
	    (char *)"PATH=/usr/sbin:/usr/bin:/sbin:/bin", (char *)"LC_ALL=C",
	    NULL};
	posix_spawn_file_actions_t actions;
	int rc;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(
	    &actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, out, STDERR_FILENO);
	rc = posix_spawn(pid, PROGRAM, &actions, NULL, argv, env);
	posix_spawn_file_actions_destroy(&actions);
	if (rc != 0)
		return pn_fail(info, PN_ERR_IO, "%s: %s: is Postfix here?",
		    PROGRAM, strerror(rc));
	return PN_OK;
}

/* hear - what it says, up to SIZE bytes with the NUL; the rest is dropped */
static void
hear(int fd, char *words, size_t size)
{
	size_t used = 0;
	char rest[256];
	ssize_t n;

	for (;;) {
		bool room = used + 1 < size;

		n = room ? read(fd, words + used, size - 1 - used)
			 : read(fd, rest, sizeof(rest));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		if (room)
			used += (size_t)n;
	}
	words[used] = '\0';
}

/* conclude - did it do what VERB asks? */
static enum pn_err
conclude(int status, char verb, const char *words, struct pn_errinfo *info)
{
	const char *done = verb == 'H' ? "Released from hold: 1 message"
				       : "Deleted: 1 message";

	if (strstr(words, done) != NULL)
		return PN_OK;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return pn_fail(info, PN_ERR_NOT_FOUND,
		    "Postfix has no such message on hold: see postqueue -p");
	return pn_fail(info, PN_ERR_IO, "%.*s", (int)strcspn(words, "\n"),
	    words[0] != '\0' ? words : PROGRAM " failed");
}

enum pn_err
pn_postsuper(const char *postfix, char verb, const char *queue_id,
    struct pn_errinfo *info)
{
	char option[] = {'-', verb, '\0'}, words[MAX_WORDS];
	char *argv[] = {(char *)PROGRAM, (char *)"-c", (char *)postfix, option,
	    (char *)queue_id, (char *)"hold", NULL};
	int pipe_fd[2], status = 0;
	enum pn_err err;
	pid_t pid;

	if (!is_queue_id(queue_id))
		return pn_fail(info, PN_ERR_SYNTAX,
		    "the message's queue id is not known: use postsuper(1)");
	if (postfix == NULL) {
		argv[2] = (char *)PROGRAM;
		memmove(argv, argv + 2, sizeof(argv) - 2 * sizeof(argv[0]));
	}
	if (pipe2(pipe_fd, O_CLOEXEC) < 0)
		return pn_fail(info, PN_ERR_IO, "pipe: %s", strerror(errno));
	err = start(argv, pipe_fd[1], &pid, info);
	close(pipe_fd[1]);
	if (err == PN_OK) {
		hear(pipe_fd[0], words, sizeof(words));
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			continue;
		err = conclude(status, verb, words, info);
	}
	close(pipe_fd[0]);
	return err;
}
