/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scan_state - inside of struct pn_scan, for scan.c and finish.c
 */
#ifndef PN_DETECT_SCAN_STATE_H
#define PN_DETECT_SCAN_STATE_H

#include "detect/set.h"
#include "detect/tally.h"

/* A part that text came from. */
struct pn_scanned {
	char *id;
	unsigned unit;
	size_t order; /* in the report, set by pn_scan_finish */
};

/* What becomes one finding. */
struct pn_tally {
	uint32_t part;
	uint16_t pat;
	enum pn_confidence confidence;
	bool hidden;
	uint32_t count, distinct, fresh;
	char *where, *masked;
};

struct pn_scan {
	const struct pn_patterns *set;
	struct pn_runner *runner;
	struct pn_scanned *parts;
	size_t n_parts, cap_parts, current;
	struct pn_tally *tallies;
	size_t n_tallies, cap_tallies;
	uint32_t *index;	/* of the current part's tallies, plus 1 */
	struct pn_seen counted; /* tally and value */
	struct pn_seen units;	/* unit, pattern and value: first part */
};

#endif
