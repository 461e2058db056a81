/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scan_hooks_fault - a scanner that goes wrong where the message says so
 *
 * Built into postern-scan-faulty, which only tests use, in the place of
 * milter/scan_hooks_none.c. A message with the header field
 *
 *	X-Postern-Fault: crash | loop | alloc | slow [SECONDS] | open PATH |
 *	    socket
 *
 * makes its worker crash, run for ever, allocate without end, sleep for a
 * second or more before it goes on as usual, create the file PATH, or open a
 * network socket; the last two are what the sandbox must stop.
 */
#include "config.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "base/mem.h"
#include "milter/scanner.h"

#define FIELD	  "X-Postern-Fault:"
#define VALUE_MAX 256

static volatile unsigned sink;

/* find_value - the field's value in the header of M; false if it has none */
static bool
find_value(struct pn_bytes m, char *value)
{
	const char *p = (const char *)m.p, *end = p + m.n;

	while (p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		size_t n = (size_t)((nl ? nl : end) - p), skip = strlen(FIELD);

		if (n > 0 && p[n - 1] == '\r')
			n--;
		if (n == 0)
			return false;
		if (n > skip && strncasecmp(p, FIELD, skip) == 0 &&
		    n - skip < VALUE_MAX) {
			while (skip < n && p[skip] == ' ')
				skip++;
			memcpy(value, p + skip, n - skip);
			value[n - skip] = '\0';
			return true;
		}
		p = nl ? nl + 1 : end;
	}
	return false;
}

/* doze - sleep by a system call that the sandbox allows */
static void
doze(unsigned seconds)
{
	struct timespec ts = {.tv_sec = seconds};
	int word = 0;

	syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, &ts, NULL, 0);
}

void
pn_scan_hook(struct pn_bytes message)
{
	char value[VALUE_MAX];

	if (!find_value(message, value))
		return;
	if (strcmp(value, "crash") == 0)
		__builtin_trap();
	while (strcmp(value, "loop") == 0)
		sink++;
	while (strcmp(value, "alloc") == 0)
		memset(pn_alloc(1 << 20), 1, 1 << 20);
	if (strncmp(value, "slow", 4) == 0)
		doze(value[4] ? (unsigned)strtoul(value + 4, NULL, 10) : 1);
	if (strncmp(value, "open ", 5) == 0)
		sink = (unsigned)open(value + 5, O_CREAT | O_WRONLY, 0600);
	if (strcmp(value, "socket") == 0)
		sink = (unsigned)socket(AF_INET, SOCK_STREAM, 0);
}
