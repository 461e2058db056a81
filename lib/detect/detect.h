/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * detect - patterns over text: candidates, checks, evidence, counts
 *
 * A struct pn_patterns is a compiled set: immutable, shared by all workers
 * after fork. A struct pn_scan collects the finds of one message. The matcher
 * takes all patterns at once behind pn_patterns_find, so that the engine can
 * change without its callers. A limit that PCRE2 hits is PN_ERR_LIMIT, "could
 * not be checked", and never "no match".
 */
#ifndef PN_DETECT_DETECT_H
#define PN_DETECT_DETECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "base/report.h"
#include "base/segment.h"
#include "detect/patfile.h"

struct pn_patterns;
struct pn_scan;

/*
 * pn_patterns_compile - compile the patterns of PACK (which must outlive the
 * set). Needs PCRE2 with JIT; without it the interpreter is used. PN_ERR_CONFIG
 * with file and line for a bad expression or an unknown validator.
 */
enum pn_err pn_patterns_compile(const struct pn_pack *pack,
    struct pn_patterns **out, struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_patterns_free - free *P, set it to NULL */
void pn_patterns_free(struct pn_patterns **p);

/*
 * pn_patterns_selftest - run every pattern's own match and no_match examples.
 * FAIL is called for each that does not hold, with the pattern's definition,
 * its number and what was wanted. Returns the number that failed; *N_RUN_OUT
 * (may be NULL) gets the number that ran.
 */
size_t pn_patterns_selftest(const struct pn_patterns *p,
    void (*fail)(void *ctx, const struct pn_pattern_def *def, bool wanted,
	size_t example),
    void *ctx, size_t *n_run_out);

/* One match, for `postern match`; offsets are bytes of the source text. */
struct pn_match {
	const struct pn_pattern_def *def;
	size_t start, end;
	enum pn_confidence confidence;
	unsigned score; /* 0-100; 50 and over is reported */
};

/*
 * pn_patterns_find - every match in one text (UTF-8, LEN bytes), sorted by
 * start. TAKE is called for each. PN_ERR_LIMIT: could not be fully checked.
 */
enum pn_err pn_patterns_find(const struct pn_patterns *p, const char *text,
    size_t len, void (*take)(void *ctx, const struct pn_match *m), void *ctx)
    PN_MUST_CHECK;

/* pn_scan_new - collect the finds of one message; P must outlive it. At most
 * MAX_US microseconds of processor time are spent matching; 0: no limit */
struct pn_scan *pn_scan_new(const struct pn_patterns *p, uint64_t max_us);

/* pn_scan_free - wipe and free *S, set it to NULL */
void pn_scan_free(struct pn_scan **s);

/*
 * pn_scan_part - what follows belongs to the part with that ID, within the
 * judged unit UNIT: 0 for subject, 1 for the whole displayed body, 2 and up
 * one per attachment with all its members. Values are counted distinct per
 * part, and "fresh" per unit.
 */
void pn_scan_part(struct pn_scan *s, const char *id, unsigned unit);

/* pn_scan_text - look through one segment; a struct pn_sink's function with
 * the scan as CTX. PN_ERR_LIMIT: could not be fully checked */
enum pn_err pn_scan_text(void *scan, const struct pn_segment *seg)
    PN_MUST_CHECK;

/* pn_scan_finish - append the findings to REPORT, ordered by part as the
 * parts stand there, then by confidence (high first) and pattern id */
void pn_scan_finish(struct pn_scan *s, struct pn_report *report);

#endif
