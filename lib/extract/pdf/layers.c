/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * layers - which optional content is off as the file opens (ISO 32000-2, 8.11)
 *
 * The default configuration says it (BaseState, ON, OFF), and its automatic
 * states for viewing. Membership dictionaries are evaluated by their
 * expression, else by their policy. Whatever can't be evaluated is visible.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/pdf/object_impl.h"

#define MAX_DEPTH  16	 /* of a visibility expression */
#define MAX_GROUPS 10000 /* members of one array that are looked at */

struct pn_pdf_layers {
	bool base_off;
	struct pn_obj_seen on, off;
};

/* members - how many members of ARRAY are looked at */
static size_t
members(struct pn_pdf *pdf, struct pn_obj array)
{
	size_t n = pn_obj_len(pdf, array);

	return n < MAX_GROUPS ? n : MAX_GROUPS;
}

/* note_all - the groups in ARRAY into SET */
static void
note_all(struct pn_pdf *pdf, struct pn_obj array, struct pn_obj_seen *set)
{
	size_t n = members(pdf, array);

	for (size_t i = 0; i < n; i++)
		pn_obj_seen_add(set, pn_obj_id(pdf, pn_obj_at(pdf, array, i)));
}

/* automatic - groups that an automatic state for viewing switches off */
static void
automatic(struct pn_pdf *pdf, struct pn_obj as, struct pn_obj_seen *off)
{
	size_t n = members(pdf, as);

	for (size_t i = 0; i < n; i++) {
		struct pn_obj use = pn_obj_at(pdf, as, i);
		struct pn_obj groups = pn_obj_get(pdf, use, "/OCGs");
		size_t m = members(pdf, groups);

		if (!pn_obj_is(pdf, pn_obj_get(pdf, use, "/Event"), "/View"))
			continue;
		for (size_t k = 0; k < m; k++) {
			struct pn_obj g = pn_obj_at(pdf, groups, k);
			struct pn_obj view = pn_obj_get(
			    pdf, pn_obj_get(pdf, g, "/Usage"), "/View");

			if (pn_obj_is(pdf, pn_obj_get(pdf, view, "/ViewState"),
				"/OFF"))
				pn_obj_seen_add(off, pn_obj_id(pdf, g));
		}
	}
}

static struct pn_pdf_layers *
load(struct pn_pdf *pdf)
{
	struct pn_pdf_layers *l = pn_alloc(sizeof(*l));
	unsigned mark = pn_pdf_mark(pdf);
	struct pn_obj oc = pn_obj_get(pdf, pn_obj_root(pdf), "/OCProperties");
	struct pn_obj d = pn_obj_get(pdf, oc, "/D");

	l->base_off = pn_obj_is(pdf, pn_obj_get(pdf, d, "/BaseState"), "/OFF");
	note_all(pdf, pn_obj_get(pdf, d, "/OFF"), &l->off);
	note_all(pdf, pn_obj_get(pdf, d, "/ON"), &l->on);
	automatic(pdf, pn_obj_get(pdf, d, "/AS"), &l->off);
	pn_pdf_release(pdf, mark);
	return l;
}

/* group_off - is a single group off? */
static bool
group_off(struct pn_pdf *pdf, struct pn_obj group)
{
	struct pn_obj_id id = pn_obj_id(pdf, group);

	if (pdf->layers == NULL)
		pdf->layers = load(pdf);
	if (pn_obj_seen_has(&pdf->layers->off, id))
		return true;
	return pdf->layers->base_off && !pn_obj_seen_has(&pdf->layers->on, id);
}

/* expression - is what the visibility expression E says false? */
static bool
expression_off(struct pn_pdf *pdf, struct pn_obj e, unsigned depth)
{
	struct pn_obj op = pn_obj_at(pdf, e, 0);
	size_t n = members(pdf, e);
	bool all = pn_obj_is(pdf, op, "/And");

	if (pn_obj_kind(pdf, e) != PN_OBJ_ARRAY)
		return group_off(pdf, e);
	if (depth == MAX_DEPTH || n < 2)
		return false;
	if (pn_obj_is(pdf, op, "/Not"))
		return !expression_off(pdf, pn_obj_at(pdf, e, 1), depth + 1);
	for (size_t i = 1; i < n; i++) {
		bool off = expression_off(pdf, pn_obj_at(pdf, e, i), depth + 1);

		if (off == all || pn_job_work(pdf->job, 256) != PN_OK)
			return all;
	}
	return !all;
}

/* policy_off - a membership dictionary by the states of its groups */
static bool
policy_off(struct pn_pdf *pdf, struct pn_obj o)
{
	struct pn_obj groups = pn_obj_get(pdf, o, "/OCGs");
	struct pn_obj p = pn_obj_get(pdf, o, "/P");
	size_t n = members(pdf, groups), off = 0, all = 0;

	if (pn_obj_kind(pdf, groups) == PN_OBJ_DICT)
		all = 1, off = group_off(pdf, groups);
	for (size_t i = 0; i < n; i++) {
		struct pn_obj g = pn_obj_at(pdf, groups, i);

		if (pn_obj_kind(pdf, g) != PN_OBJ_DICT)
			continue;
		all++;
		off += group_off(pdf, g);
	}
	if (all == 0)
		return false;
	if (pn_obj_is(pdf, p, "/AllOn"))
		return off > 0;
	if (pn_obj_is(pdf, p, "/AnyOff"))
		return off == 0;
	if (pn_obj_is(pdf, p, "/AllOff"))
		return off < all;
	return off == all;
}

bool
pn_obj_layer_off(struct pn_pdf *pdf, struct pn_obj o)
{
	unsigned mark = pn_pdf_mark(pdf);
	struct pn_obj ve;
	bool off = false;

	if (pn_obj_kind(pdf, o) != PN_OBJ_DICT)
		return false;
	ve = pn_obj_get(pdf, o, "/VE");
	if (!pn_obj_is(pdf, pn_obj_get(pdf, o, "/Type"), "/OCMD"))
		off = group_off(pdf, o);
	else if (pn_obj_kind(pdf, ve) == PN_OBJ_ARRAY)
		off = expression_off(pdf, ve, 0);
	else
		off = policy_off(pdf, o);
	pn_pdf_release(pdf, mark);
	return off;
}

void
pn_pdf_layers_free(struct pn_pdf *pdf)
{
	if (pdf->layers) {
		pn_obj_seen_free(&pdf->layers->on);
		pn_obj_seen_free(&pdf->layers->off);
		free(pdf->layers);
	}
	pdf->layers = NULL;
}
