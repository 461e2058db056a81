/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inspect - message or file bytes in, report out; the budgets
 *
 * Puts message, extract, protect and detect together and counts every limit
 * over all levels of nesting in one place. Runs in a worker; keeps nothing
 * between messages. Anything that could not be looked at is in the report.
 */
#ifndef PN_INSPECT_INSPECT_H
#define PN_INSPECT_INSPECT_H

#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "base/report.h"
#include "detect/detect.h"

/* The limits of design.md; the defaults, configuration only lowers them. */
#define PN_LIMIT_MESSAGE    (100u << 20) /* bytes of message */
#define PN_LIMIT_NESTING    20		 /* MIME and containers together */
#define PN_LIMIT_PARTS	    10000
#define PN_LIMIT_TEXT	    (64u << 20)	 /* bytes of extracted text */
#define PN_LIMIT_RATIO	    200		 /* expansion, over ... */
#define PN_LIMIT_RATIO_FROM (10u << 20)	 /* ... this many bytes */
#define PN_LIMIT_UNPACKED   (400u << 20) /* bytes inflated, all together */
#define PN_LIMIT_MEMBERS    20000
#define PN_LIMIT_CPU_MS	    20000	 /* processor time of one message */

/* Of that time, in percent, reading pictures may take: what else is in the
 * message is read in any case. */
#define PN_LIMIT_OCR_PERCENT 60

struct pn_ocr;

struct pn_limits {
	uint64_t message, text, unpacked, ratio_from;
	unsigned nesting, parts, ratio, members;
	unsigned cpu_ms;
	/* who reads the text in pictures (extract/ocr/ocr.h); NULL: nobody */
	const struct pn_ocr *ocr;
};

extern const struct pn_limits pn_limits_default;

/* pn_inspect_message - MSG with PATTERNS into *REPORT_OUT and *SIDE (zeroed
 * by the caller, freed with pn_side_free). Always gives a report. */
void pn_inspect_message(const struct pn_patterns *patterns,
    const struct pn_limits *limits, struct pn_bytes msg,
    struct pn_report **report_out, struct pn_side *side);

/* pn_inspect_file - a bare file; parts[0] is the file itself, id "1", role
 * attachment, named NAME (may be NULL) */
void pn_inspect_file(const struct pn_patterns *patterns,
    const struct pn_limits *limits, const char *name, struct pn_bytes file,
    struct pn_report **report_out);

/* pn_inspect_init - what must happen once before the sandbox is closed */
void pn_inspect_init(void);

#endif
