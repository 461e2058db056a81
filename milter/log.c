/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * log - one line per event, to syslog's mail facility or standard error
 *
 * Whoever calls it answers for what is in the line; control characters are
 * made harmless here, so that no word of a message can start a line.
 */
#include <stdarg.h>
#include <stdio.h>
#include "milter/log.h"

#define LOG_LINE_MAX 1024 /* what syslog daemons take without cutting */

static bool log_to_stderr = true;

void
pn_log_open(bool to_stderr)
{
	log_to_stderr = to_stderr;
	if (!to_stderr)
		openlog("posternd", LOG_PID | LOG_NDELAY, LOG_MAIL);
}

void
pn_log(int level, const char *fmt, ...)
{
	char line[LOG_LINE_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	for (char *p = line; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = '?';
	if (log_to_stderr)
		fprintf(stderr, "posternd: %s\n", line);
	else
		syslog(level, "%s", line);
}

void
pn_log_err(
    int level, const char *what, enum pn_err err, const struct pn_errinfo *info)
{
	char text[640];

	if (info && info->text[0])
		pn_errinfo_print(info, text, sizeof(text));
	else
		snprintf(text, sizeof(text), "%s", pn_strerror(err));
	pn_log(level, "%s: %s", what, text);
}
