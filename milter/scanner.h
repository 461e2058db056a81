/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scanner - what the program postern-scan is made of
 *
 * scan_main reads the command line, scan_load compiles what the workers use,
 * scan_handle does one job in a worker. lib/worker does the rest.
 */
#ifndef PN_MILTER_SCANNER_H
#define PN_MILTER_SCANNER_H

#include <stdbool.h>
#include "base/err.h"
#include "detect/detect.h"
#include "inspect/inspect.h"
#include "policy/config.h"
#include "worker/serve.h"

/* What all workers share, unchanged after load. */
struct pn_scanner {
	struct pn_pack *pack;
	struct pn_patterns *patterns;
	struct pn_limits limits;
	struct pn_ocr *ocr; /* NULL: the text in pictures is not read */
};

/*
 * pn_scanner_load - read and compile the patterns that CONFIG names, run their
 * own examples, and load what libraries load on first use. CPU_SECONDS is what
 * the supervisor allows a job. PN_ERR_CONFIG with file and line of what is
 * wrong; a failing example is no error where UNTESTED. Free with
 * pn_scanner_free in any case.
 */
enum pn_err pn_scanner_load(struct pn_scanner *s,
    const struct pn_config *config, unsigned cpu_seconds, bool untested,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_scanner_free - free what *S owns and zero it */
void pn_scanner_free(struct pn_scanner *s);

/* pn_scan_handle - the handler of pn_serve_options; SCANNER is a struct
 * pn_scanner. PN_ERR_UNSUPPORTED for a footer that would do harm. */
enum pn_err pn_scan_handle(void *scanner, const struct pn_work *work);

/* pn_scan_hook - called in the worker before a message is looked at. The
 * program that is installed has an empty one; that of the fault tests does
 * what a header field of the message says. */
void pn_scan_hook(struct pn_bytes message);

#endif
