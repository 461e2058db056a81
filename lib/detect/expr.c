/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr - the one file that knows PCRE2
 *
 * Matching is by JIT where the machine has it. Every limit that PCRE2 reports
 * becomes PN_ERR_LIMIT. What no limit of PCRE2 catches, the polynomial cost of
 * many start positions, is bounded by the caller, who looks through long texts
 * in blocks (match.c) and asks for the time in between.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>
#include <time.h>
#include "base/mem.h"
#include "detect/expr.h"

#define WORK (16 * 1024) /* start positions between two looks at the clock */

struct pn_expr {
	pcre2_code *code;
	bool jit; /* without it pcre2_match interprets: the same answers */
	unsigned value, pair; /* numbers of the groups; 0: none */
};

struct pn_runner {
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
	uint64_t spent, entered, max_us;
	size_t work; /* since the clock was looked at */
};

/* group - the number of the group of that name, 0 if there is none */
static unsigned
group(const pcre2_code *code, const char *name)
{
	int n = pcre2_substring_number_from_name(code, (PCRE2_SPTR)name);

	return n > 0 && n < PN_EXPR_GROUPS ? (unsigned)n : 0;
}

enum pn_err
pn_expr_compile(const char *re, bool caseless, struct pn_expr **out,
    struct pn_errinfo *info)
{
	uint32_t options = PCRE2_UTF | PCRE2_MULTILINE | PCRE2_USE_OFFSET_LIMIT;
	struct pn_expr *e;
	pcre2_code *code;
	PCRE2_SIZE at;
	int error;

	if (caseless)
		options |= PCRE2_CASELESS;
	code = pcre2_compile(
	    (PCRE2_SPTR)re, PCRE2_ZERO_TERMINATED, options, &error, &at, NULL);
	if (code == NULL) {
		PCRE2_UCHAR why[160];

		(void)pcre2_get_error_message(error, why, sizeof(why));
		return pn_fail(info, PN_ERR_CONFIG, "%s at character %zu",
		    (char *)why, (size_t)at + 1);
	}
	e = pn_alloc(sizeof(*e));
	e->code = code;
	e->jit = pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) == 0;
	e->value = group(code, "value");
	e->pair = group(code, "pair");
	*out = e;
	return PN_OK;
}

void
pn_expr_free(struct pn_expr **e)
{
	if (*e == NULL)
		return;
	pcre2_code_free((*e)->code);
	free(*e);
	*e = NULL;
}

bool
pn_expr_values(const struct pn_expr *e)
{
	return e->value != 0;
}

bool
pn_expr_pairs(const struct pn_expr *e)
{
	return e->pair != 0;
}

/* cpu_us - processor time of this thread in microseconds */
static uint64_t
cpu_us(void)
{
	struct timespec ts = {0};

	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

struct pn_runner *
pn_runner_new(uint64_t max_us)
{
	struct pn_runner *r = pn_alloc(sizeof(*r));

	r->data = pcre2_match_data_create(PN_EXPR_GROUPS, NULL);
	r->context = pcre2_match_context_create(NULL);
	if (r->data == NULL || r->context == NULL)
		abort(); /* memory: as base/mem.h */
	(void)pcre2_set_match_limit(r->context, PN_EXPR_MATCH_LIMIT);
	r->max_us = max_us;
	return r;
}

void
pn_runner_enter(struct pn_runner *r)
{
	r->entered = cpu_us();
}

void
pn_runner_leave(struct pn_runner *r)
{
	r->spent += cpu_us() - r->entered;
}

void
pn_runner_free(struct pn_runner **r)
{
	if (*r == NULL)
		return;
	pcre2_match_data_free((*r)->data);
	pcre2_match_context_free((*r)->context);
	pcre2_jit_stack_free((*r)->stack);
	free(*r);
	*r = NULL;
}

bool
pn_runner_spend(struct pn_runner *r, size_t work)
{
	if (r->max_us == 0)
		return true;
	if (r->spent > r->max_us)
		return false;
	r->work += work;
	if (r->work < WORK)
		return true;
	r->work = 0;
	return r->spent + cpu_us() - r->entered <= r->max_us;
}

/* widen - more stack than the 32 KB that the JIT takes by itself, which is
 * nearly always enough; false: it is wide already, or can't be had */
static bool
widen(struct pn_runner *r)
{
	if (r->stack != NULL)
		return false;
	r->stack = pcre2_jit_stack_create(32 * 1024, PN_EXPR_STACK, NULL);
	if (r->stack != NULL)
		pcre2_jit_stack_assign(r->context, NULL, r->stack);
	return r->stack != NULL;
}

/* run - PCRE2 over SHOWN from FROM on; its result. What pcre2_match checks
 * before it hands on to the JIT holds here: FROM is within valid UTF-8 */
static int
run(struct pn_runner *r, const struct pn_expr *e, const struct pn_shown *shown,
    size_t from)
{
	uint32_t options = shown->more ? PCRE2_NOTEOL : 0;
	PCRE2_SPTR text = (PCRE2_SPTR)shown->text;

	if (e->jit)
		return pcre2_jit_match(e->code, text, shown->len, from, options,
		    r->data, r->context);
	return pcre2_match(e->code, text, shown->len, from,
	    options | PCRE2_NO_UTF_CHECK, r->data, r->context);
}

enum pn_err
pn_expr_next(struct pn_runner *r, const struct pn_expr *e,
    const struct pn_shown *shown, size_t from, size_t limit,
    struct pn_span *out)
{
	PCRE2_SIZE *o;
	int n;

	if (from > shown->len || from >= limit)
		return PN_ERR_NOT_FOUND;
	(void)pcre2_set_offset_limit(r->context, limit - 1);
	n = run(r, e, shown, from);
	if (n == PCRE2_ERROR_JIT_STACKLIMIT && widen(r))
		n = run(r, e, shown, from);
	if (n == PCRE2_ERROR_NOMATCH)
		return PN_ERR_NOT_FOUND;
	if (n < 0)
		return PN_ERR_LIMIT;
	o = pcre2_get_ovector_pointer(r->data);
	*out = (struct pn_span){o[0], o[1], o[0], o[1], false};
	/* \K in a look-ahead can put the start behind the end: no match. */
	if (out->start > out->end || out->end > shown->len)
		return PN_ERR_NOT_FOUND;
	if (e->value != 0 && o[2 * e->value] != PCRE2_UNSET &&
	    o[2 * e->value] < o[2 * e->value + 1]) {
		out->value = o[2 * e->value];
		out->value_end = o[2 * e->value + 1];
	}
	out->pair = e->pair != 0 && o[2 * e->pair] != PCRE2_UNSET;
	return PN_OK;
}
