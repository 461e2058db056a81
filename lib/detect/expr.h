/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr - regular expressions, and what a run of them may cost (PCRE2)
 *
 * A struct pn_expr is compiled once, is immutable and may be shared by
 * processes after fork. A struct pn_runner holds what one run needs: match
 * data, limits, a stack for the JIT, the budget of processor time. An
 * expression may name two groups: (?<value>...) says which part of the match
 * is the value, (?<pair>...) that the match is a pair of values that belong
 * together.
 */
#ifndef PN_DETECT_EXPR_H
#define PN_DETECT_EXPR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

/* Backtracking steps for one start position: exponential cases end within a
 * millisecond, while none of the shipped patterns needs 1,000 */
#define PN_EXPR_MATCH_LIMIT 100000
/* Stack for the JIT: deep recursion ends as "could not be checked" */
#define PN_EXPR_STACK (512 * 1024)
#define PN_EXPR_GROUPS 64

struct pn_expr;
struct pn_runner;

/* What an expression is shown: LEN bytes of valid UTF-8. */
struct pn_shown {
	const char *text;
	size_t len;
	bool more; /* the text goes on after that: its end is no line end */
};

/* One match: the whole of it, and the value in it. */
struct pn_span {
	size_t start, end;
	size_t value, value_end;
	bool pair; /* the group `pair` took part */
};

/*
 * pn_expr_compile - compile RE for UTF-8 text; ^ and $ match at line ends.
 * PN_ERR_CONFIG: INFO says what is wrong and at which character.
 */
enum pn_err pn_expr_compile(const char *re, bool caseless,
    struct pn_expr **out, struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_expr_free - free *E, set it to NULL */
void pn_expr_free(struct pn_expr **e);

/* pn_expr_values, pn_expr_pairs - has it a group of that name? */
bool pn_expr_values(const struct pn_expr *e);
bool pn_expr_pairs(const struct pn_expr *e);

/* pn_runner_new - scratch for one thread; MAX_US microseconds of processor
 * time may be spent between enter and leave, 0: no limit */
struct pn_runner *pn_runner_new(uint64_t max_us);

/* pn_runner_enter, pn_runner_leave - the time in between counts */
void pn_runner_enter(struct pn_runner *r);
void pn_runner_leave(struct pn_runner *r);

/* pn_runner_free - free *R, set it to NULL */
void pn_runner_free(struct pn_runner **r);

/* pn_runner_spend - WORK start positions are about to be looked at; false: the
 * time is over. Looks at the clock only when enough has come together */
bool pn_runner_spend(struct pn_runner *r, size_t work);

/*
 * pn_expr_next - the first match that starts at FROM or later and before
 * LIMIT. PN_ERR_NOT_FOUND: there is none; PN_ERR_LIMIT: it could not be told.
 */
enum pn_err pn_expr_next(struct pn_runner *r, const struct pn_expr *e,
    const struct pn_shown *shown, size_t from, size_t limit,
    struct pn_span *out) PN_MUST_CHECK;

#endif
