/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * log - one line per event, to syslog's mail facility or standard error
 *
 * A line holds references, queue ids, rule words, counts and times; never a
 * subject, a name, an address or a matched value.
 */
#ifndef PN_MILTER_LOG_H
#define PN_MILTER_LOG_H

#include <stdbool.h>
#include <syslog.h>
#include "base/err.h"

/* pn_log_open - choose where lines go: standard error, or syslog. Call once,
 * before any thread */
void pn_log_open(bool to_stderr);

/* pn_log - one line at syslog's LEVEL; control characters become '?'. Any
 * thread */
void pn_log(int level, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* pn_log_err - "WHAT: file:line: text" of an error */
void pn_log_err(int level, const char *what, enum pn_err err,
    const struct pn_errinfo *info);

#endif
