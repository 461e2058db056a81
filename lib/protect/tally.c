/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tally - a container is as strong as its weakest member
 *
 * In order of how easily it is read: plain, weak, could not be told (it may
 * be readable), strong; of two strong kinds the one that sorts first, which
 * is AES-128 before AES-256.
 */
#include "protect/grader.h"

static unsigned
rank(enum pn_protection grade)
{
	switch (grade) {
	case PN_PROT_NONE:
		return 0;
	case PN_PROT_WEAK:
		return 1;
	case PN_PROT_UNKNOWN:
		return 2;
	case PN_PROT_STRONG:
		break;
	}
	return 3;
}

static bool
weaker(const struct pn_lock *a, const struct pn_lock *b)
{
	if (rank(a->grade) != rank(b->grade))
		return rank(a->grade) < rank(b->grade);
	return a->kind != NULL && b->kind != NULL &&
	       strcmp(a->kind, b->kind) < 0;
}

static bool
same(const struct pn_lock *a, const struct pn_lock *b)
{
	if (a->grade != b->grade)
		return false;
	if (a->kind == NULL || b->kind == NULL)
		return a->kind == b->kind;
	return strcmp(a->kind, b->kind) == 0;
}

void
pn_tally_add(struct pn_tally *t, struct pn_lock lock)
{
	if (lock.grade != PN_PROT_NONE &&
	    (!t->locked || weaker(&lock, &t->weakest_locked)))
		t->weakest_locked = lock;
	t->locked |= lock.grade != PN_PROT_NONE;
	t->mixed |= t->any && !same(&lock, &t->weakest);
	if (!t->any || weaker(&lock, &t->weakest))
		t->weakest = lock;
	t->any = true;
}

struct pn_lock
pn_tally_lock(const struct pn_tally *t)
{
	struct pn_lock lock = t->any ? t->weakest : pn_lock_none(NULL);

	if (t->mixed)
		lock.why = "mixed";
	if (t->locked) {
		lock.member_grade = t->weakest_locked.grade;
		lock.member_kind = t->weakest_locked.kind;
	}
	return lock;
}
