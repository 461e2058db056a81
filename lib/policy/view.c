/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view - units and effective grades of a report
 *
 * Parents precede their children in a report, so one pass is enough. A part
 * belongs to the outermost attachment (or member, where the report has lost
 * its attachment) on its way to the root; multiparts are wrapping and never a
 * unit. With 10,000 parts and 20,000 findings all look-ups are by bisection.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "policy/view.h"

/* strength - how much a grade protects; what can't be told is never a lock,
 * and still no "none" */
static int
strength(enum pn_protection p)
{
	switch (p) {
	case PN_PROT_NONE:
		return 0;
	case PN_PROT_UNKNOWN:
		return 1;
	case PN_PROT_WEAK:
		return 2;
	case PN_PROT_STRONG:
		return 3;
	}
	return 0;
}

/* old_cipher - a kind that counts as strong unless minimum = "modern" */
static bool
old_cipher(const char *kind)
{
	static const char *const old[] = {"rc4", "rc2", "des", "rar3",
	    "cryptoapi", "blowfish", "cast5", "idea"};
	size_t i;

	for (i = 0; kind != NULL && i < sizeof(old) / sizeof(old[0]); i++)
		if (strstr(kind, old[i]) != NULL)
			return true;
	return false;
}

/* open_to_all - was P read behind a lock that keeps nobody from reading? */
static bool
open_to_all(const struct pn_part *p)
{
	static const char *const locks[] = {"owner-only", "write-reservation",
	    "default-password", "empty-password"};
	size_t i;

	if (p->status != PN_STATUS_SCANNED)
		return false;
	for (i = 0; i < sizeof(locks) / sizeof(locks[0]); i++)
		if ((p->protection_kind != NULL &&
			strstr(p->protection_kind, locks[i]) != NULL) ||
		    (p->protection_why != NULL &&
			strcmp(p->protection_why, locks[i]) == 0))
			return true;
	return false;
}

static int
by_id(const void *a, const void *b)
{
	const struct pn_view_id *x = a, *y = b;

	return strcmp(x->id, y->id);
}

size_t
pn_view_find(const struct pn_view *v, const char *id)
{
	struct pn_view_id key = {.id = id}, *found;

	found =
	    bsearch(&key, v->ids, v->report->n_parts, sizeof(*v->ids), by_id);
	return found == NULL ? PN_VIEW_NONE : found->part;
}

bool
pn_view_inside(const struct pn_view *v, size_t i, size_t outer)
{
	while (i != PN_VIEW_NONE && i != outer)
		i = v->parts[i].parent;
	return i != PN_VIEW_NONE;
}

/* is_wrapping - a multipart: it holds parts and is none to anybody */
static bool
is_wrapping(const struct pn_part *p)
{
	return p->type != NULL && strncmp(p->type, "multipart/", 10) == 0;
}

/* new_unit - a unit whose root is part ROOT */
static size_t
new_unit(struct pn_view *v, size_t root)
{
	v->units[v->n_units].root = root;
	return v->n_units++;
}

/* unit_of - the unit of part I, whose parent was done before */
static size_t
unit_of(struct pn_view *v, size_t i)
{
	const struct pn_part *p = v->parts[i].part;
	size_t up = v->parts[i].parent;

	if (up != PN_VIEW_NONE && v->parts[up].unit >= PN_UNIT_FIRST)
		return v->parts[up].unit;
	if (p->role == PN_ROLE_SUBJECT)
		return PN_UNIT_SUBJECT;
	if (p->role == PN_ROLE_BODY || is_wrapping(p))
		return PN_UNIT_BODY;
	return new_unit(v, i);
}

/* look_at_part - place, unit and grades of part I */
static void
look_at_part(struct pn_view *v, size_t i, enum pn_minimum minimum)
{
	struct pn_view_part *vp = &v->parts[i];
	const struct pn_part *p = &v->report->parts[i];
	enum pn_protection outer;

	vp->part = p;
	vp->leaf = true;
	vp->parent =
	    p->parent == NULL ? PN_VIEW_NONE : pn_view_find(v, p->parent);
	if (vp->parent != PN_VIEW_NONE && vp->parent >= i)
		vp->parent = PN_VIEW_NONE;
	vp->grade = p->protection;
	if (minimum == PN_MINIMUM_MODERN && vp->grade == PN_PROT_STRONG &&
	    old_cipher(p->protection_kind))
		vp->grade = PN_PROT_WEAK;
	vp->effective = vp->grade;
	vp->unit = unit_of(v, i);
	if (vp->parent == PN_VIEW_NONE)
		return;
	v->parts[vp->parent].leaf = false;
	outer = v->parts[vp->parent].effective;
	if (outer != PN_PROT_UNKNOWN && strength(outer) > strength(vp->grade))
		vp->effective = outer;
}

/* look_at_locks - what the unit of part I must know of its lock */
static void
look_at_locks(struct pn_view *v, size_t i)
{
	const struct pn_view_part *vp = &v->parts[i];
	struct pn_unit *u = &v->units[vp->unit];

	if (vp->part->status == PN_STATUS_ENCRYPTED ||
	    vp->grade == PN_PROT_STRONG)
		u->locked = true;
	if (vp->leaf && vp->effective == PN_PROT_WEAK &&
	    !open_to_all(vp->part)) {
		u->locked = true;
		u->weak_lock = true;
	}
}

/* look_at_finding - count finding I in its unit */
static void
look_at_finding(struct pn_view *v, size_t i)
{
	const struct pn_finding *f = &v->report->findings[i];
	size_t at = pn_view_find(v, f->part);
	struct pn_unit *u;

	v->finding_part[i] = at;
	if (at == PN_VIEW_NONE)
		return; /* the report's reader lets none through */
	u = &v->units[v->parts[at].unit];
	pn_tally_add(&u->all, f);
	if (u->first == NULL && pn_finding_counts(f))
		u->first = f->part;
	if (f->hidden)
		pn_tally_add(&u->unseen, f);
	if (v->parts[at].effective == PN_PROT_NONE)
		pn_tally_add(&u->bare, f);
	if (v->parts[at].effective == PN_PROT_NONE ||
	    v->parts[at].effective == PN_PROT_WEAK)
		pn_tally_add(&u->open, f);
}

void
pn_view_init(
    struct pn_view *v, const struct pn_report *r, enum pn_minimum minimum)
{
	size_t i;

	memset(v, 0, sizeof(*v));
	v->report = r;
	v->parts = pn_alloc((r->n_parts + 1) * sizeof(*v->parts));
	v->units = pn_alloc((r->n_parts + PN_UNIT_FIRST) * sizeof(*v->units));
	v->finding_part = pn_alloc((r->n_findings + 1) * sizeof(size_t));
	v->ids = pn_alloc((r->n_parts + 1) * sizeof(*v->ids));
	for (i = 0; i < r->n_parts; i++)
		v->ids[i] = (struct pn_view_id){r->parts[i].id, i};
	qsort(v->ids, r->n_parts, sizeof(*v->ids), by_id);
	(void)new_unit(v, PN_VIEW_NONE);
	(void)new_unit(v, PN_VIEW_NONE);
	for (i = 0; i < r->n_parts; i++)
		look_at_part(v, i, minimum);
	for (i = 0; i < r->n_parts; i++)
		look_at_locks(v, i);
	for (i = 0; i < r->n_findings; i++)
		look_at_finding(v, i);
}

void
pn_view_free(struct pn_view *v)
{
	free(v->parts);
	free(v->units);
	free(v->finding_part);
	free(v->ids);
	memset(v, 0, sizeof(*v));
}
