/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lock_cases - tables of files and the lock that each must be said to have
 *
 * Shared by the tests of lib/protect.
 */
#ifndef PN_TESTS_LOCK_CASES_H
#define PN_TESTS_LOCK_CASES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "base/mem.h"
#include "protect/protect.h"

#define LOCK_FILE_MAX (1u << 20)

struct lock_case {
	const char *file;
	enum pn_protection grade;
	const char *kind, *why;
	bool whole;
};

/* lock_load - a file of tests/data into memory of exactly its size, so that
 * a read behind it is noticed; for free() */
static inline struct pn_bytes
lock_load(const char *dir, const char *name)
{
	const char *src = getenv("PN_SRCDIR");
	char *path =
	    pn_printf("%s/tests/data/%s/%s", src ? src : ".", dir, name);
	FILE *f = fopen(path, "rb");
	unsigned char *p = pn_alloc(LOCK_FILE_MAX), *exact;
	size_t n;

	if (f == NULL)
		fail_msg("%s is missing", path);
	n = fread(p, 1, LOCK_FILE_MAX, f);
	fclose(f);
	free(path);
	exact = pn_alloc(n);
	memcpy(exact, p, n);
	free(p);
	return (struct pn_bytes){exact, n};
}

static inline void
lock_free(struct pn_bytes b)
{
	free((void *)(uintptr_t)b.p);
}

static inline bool
lock_same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* lock_check - every file of the table, all differences before failing */
static inline void
lock_check(const char *dir, const struct lock_case *cases, size_t n)
{
	unsigned wrong = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		const struct lock_case *c = &cases[i];
		struct pn_bytes b = lock_load(dir, c->file);
		struct pn_lock l = pn_protect(b);

		lock_free(b);
		if (l.grade == c->grade && lock_same(l.kind, c->kind) &&
		    lock_same(l.why, c->why) && l.whole == c->whole)
			continue;
		wrong++;
		print_error("%s: %s %s %s%s\n", c->file,
		    pn_protection_word(l.grade), l.kind ? l.kind : "-",
		    l.why ? l.why : "-", l.whole ? " whole" : "");
	}
	assert_int_equal(wrong, 0);
}

/* lock_cut - no prefix of a file makes it read behind its end, and none is
 * said to be strong that is not so as a whole */
static inline void
lock_cut(const char *dir, const char *name, size_t step)
{
	struct pn_bytes b = lock_load(dir, name);
	bool strong = pn_protect(b).grade == PN_PROT_STRONG;
	size_t n;

	for (n = 0; n < b.n; n += step) {
		unsigned char *copy = pn_alloc(n);
		struct pn_lock l;

		memcpy(copy, b.p, n);
		l = pn_protect((struct pn_bytes){copy, n});
		free(copy);
		assert_true(strong || l.grade != PN_PROT_STRONG);
	}
	lock_free(b);
}

#endif
