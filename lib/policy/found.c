/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * found - "3 National Insurance numbers and 12 dates of birth (see sheet
 * Contacts, cell B3)"
 *
 * Says by kind, count and place what a rule is about; never a value. At most
 * two kinds are named, tables of people first, then by confidence and count.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "policy/fill.h"
#include "policy/rules.h"

#define MAX_KINDS   64
#define NAMED_KINDS 2
#define PLAIN_TABLE "people-table"
#define LIST_LABEL  "list of people" /* how a table's label begins */

struct kind {
	const struct pn_finding *first;
	uint64_t fresh, distinct, people;
	enum pn_confidence best;
};

struct kinds {
	struct kind kind[MAX_KINDS];
	size_t n;
};

/* is_about - is finding F (of part AT) what the broken rule B is about? */
static bool
is_about(const struct pn_view *v, const struct pn_broken *b,
    const struct pn_finding *f, size_t at)
{
	size_t unit = v->parts[at].unit, part;

	if (f->confidence < PN_MEDIUM)
		return false;
	if (b->rule == PN_RULE_CREDENTIAL)
		return f->category == PN_CAT_CREDENTIAL && b->part != NULL &&
		       strcmp(f->part, b->part) == 0 &&
		       strcmp(f->pattern, "secret-password") != 0 &&
		       strcmp(pn_credential_kind(f->pattern), b->why) == 0;
	if (!pn_finding_counts(f))
		return false;
	switch (b->rule) {
	case PN_RULE_SUBJECT:
		return unit == PN_UNIT_SUBJECT && f->category != PN_CAT_CONTACT;
	case PN_RULE_BODY:
		return unit == PN_UNIT_BODY;
	case PN_RULE_WEBMAIL:
	case PN_RULE_RECIPIENT:
		return unit != PN_UNIT_SUBJECT;
	case PN_RULE_ATTACHMENT:
	case PN_RULE_CONTENT:
		part =
		    b->part == NULL ? PN_VIEW_NONE : pn_view_find(v, b->part);
		return part != PN_VIEW_NONE && v->parts[part].unit == unit &&
		       (b->rule == PN_RULE_ATTACHMENT || f->hidden);
	default:
		return false;
	}
}

/* same_kind - do A and B bear one name? */
static bool
same_kind(const struct pn_finding *a, const struct pn_finding *b)
{
	return (a->category == PN_CAT_BULK && b->category == PN_CAT_BULK) ||
	       strcmp(a->pattern, b->pattern) == 0;
}

/* add - count F among its kind */
static void
add(struct kinds *k, const struct pn_finding *f)
{
	struct kind *one;
	size_t i;

	for (i = 0; i < k->n; i++)
		if (same_kind(k->kind[i].first, f))
			break;
	if (i == MAX_KINDS)
		return;
	one = &k->kind[i];
	if (i == k->n) {
		memset(one, 0, sizeof(*one));
		one->first = f;
		k->n++;
	}
	if (f->category == PN_CAT_BULK && strcmp(f->pattern, PLAIN_TABLE) != 0)
		one->first = f; /* of special details: it says more */
	one->fresh += f->fresh;
	one->distinct += f->distinct;
	if (f->category == PN_CAT_BULK && f->count > one->people)
		one->people = f->count;
	if (f->confidence > one->best)
		one->best = f->confidence;
}

/* number - how many of a kind are told */
static uint64_t
number(const struct kind *k)
{
	if (k->first->category == PN_CAT_BULK)
		return k->people;
	return k->fresh > 0 ? k->fresh : k->distinct;
}

static int
by_weight(const void *a, const void *b)
{
	const struct kind *x = a, *y = b;
	bool bx = x->first->category == PN_CAT_BULK;
	bool by = y->first->category == PN_CAT_BULK;

	if (bx != by)
		return bx ? -1 : 1;
	if (x->best != y->best)
		return x->best > y->best ? -1 : 1;
	if (number(x) != number(y))
		return number(x) > number(y) ? -1 : 1;
	return strcmp(x->first->pattern, y->first->pattern);
}

/* collect - the kinds that F is about, heaviest first */
static void
collect(const struct pn_fill *f, struct kinds *k)
{
	const struct pn_report *r = f->view->report;
	size_t i, at;

	k->n = 0;
	for (i = 0; i < r->n_findings; i++) {
		at = f->view->finding_part[i];
		if (at != PN_VIEW_NONE && f->about != NULL &&
		    is_about(f->view, f->about, &r->findings[i], at))
			add(k, &r->findings[i]);
	}
	qsort(k->kind, k->n, sizeof(k->kind[0]), by_weight);
}

/* category_label - the name of a kind whose pattern has none */
static const char *
category_label(enum pn_category c, bool plural)
{
	switch (c) {
	case PN_CAT_IDENTIFIER:
		return plural ? "personal numbers" : "personal number";
	case PN_CAT_FINANCIAL:
		return plural ? "bank or card numbers" : "bank or card number";
	case PN_CAT_SPECIAL:
		return plural ? "private details" : "private detail";
	case PN_CAT_CONTACT:
		return plural ? "contact details" : "contact detail";
	case PN_CAT_ROSTER:
		return plural ? "names from our records"
			      : "name from our records";
	case PN_CAT_CREDENTIAL:
		return plural ? "passwords or keys" : "password or key";
	case PN_CAT_BULK:
	case PN_CAT_MARKING:
		break;
	}
	return plural ? "personal details" : "personal detail";
}

/* say_list - "a list of 5 people with sensitive details" */
static char *
say_list(const struct pn_labels *labels, const char *pattern, uint64_t n)
{
	const char *label = NULL;

	if (labels != NULL)
		label = labels->label(labels->ctx, pattern, false);
	if (label == NULL ||
	    strncmp(label, LIST_LABEL, strlen(LIST_LABEL)) != 0)
		label = LIST_LABEL;
	return pn_printf("a list of %" PRIu64 " %s%s", n,
	    n == 1 ? "person" : "people", label + strlen(LIST_LABEL));
}

char *
pn_found_words(const struct pn_labels *labels, const char *pattern,
    enum pn_category category, uint64_t n)
{
	const char *label = NULL;

	if (category == PN_CAT_BULK)
		return say_list(labels, pattern, n);
	if (labels != NULL)
		label = labels->label(labels->ctx, pattern, n != 1);
	if (label == NULL)
		label = category_label(category, n != 1);
	return pn_printf("%" PRIu64 " %s", n, label);
}

/* say_kind - "3 dates of birth" */
static void
say_kind(const struct pn_fill *f, const struct kind *k, struct pn_buf *out)
{
	char *words = pn_found_words(f->occasion->labels, k->first->pattern,
	    k->first->category, number(k));

	pn_buf_adds(out, words);
	free(words);
}

char *
pn_found_what(const struct pn_fill *f)
{
	struct kinds *k = pn_alloc(sizeof(*k));
	struct pn_buf out;
	size_t i;

	collect(f, k);
	if (k->n == 0) {
		free(k);
		return pn_strdup("personal information");
	}
	pn_buf_init(&out, 4096);
	for (i = 0; i < k->n && i < NAMED_KINDS; i++) {
		if (i > 0)
			pn_buf_adds(&out, k->n > NAMED_KINDS ? ", " : " and ");
		say_kind(f, &k->kind[i], &out);
	}
	if (k->n > NAMED_KINDS)
		pn_buf_adds(&out, " and more");
	free(k);
	return pn_buf_take(&out);
}

/* say_where - "Contacts!B3" as "sheet Contacts, cell B3" */
static void
say_where(const char *where, struct pn_buf *out)
{
	const char *cell = strrchr(where, '!');
	char *sheet, *shown;

	if (cell == NULL) {
		shown = pn_harmless(where, PN_SHOWN_NAME);
		pn_buf_adds(out, shown);
		free(shown);
		return;
	}
	sheet = pn_strndup(where, (size_t)(cell - where));
	shown = pn_harmless(sheet, PN_SHOWN_NAME);
	pn_buf_addf(out, "sheet %s, %s", shown,
	    strchr(cell, ' ') == NULL ? "cell " : "");
	free(shown);
	free(sheet);
	shown = pn_harmless(cell + 1, PN_SHOWN_NAME);
	pn_buf_adds(out, shown);
	free(shown);
}

char *
pn_found_place(const struct pn_fill *f)
{
	struct kinds *k = pn_alloc(sizeof(*k));
	const struct pn_finding *first;
	const struct pn_view_part *vp;
	struct pn_buf out;
	char *name;
	size_t at;

	collect(f, k);
	pn_buf_init(&out, 4096);
	first = k->n > 0 ? k->kind[0].first : NULL;
	free(k);
	if (first == NULL)
		return pn_buf_take(&out);
	at = pn_view_find(f->view, first->part);
	vp = &f->view->parts[at];
	if (vp->unit >= PN_UNIT_FIRST && f->view->units[vp->unit].root != at &&
	    vp->part->name != NULL) {
		name = pn_harmless(vp->part->name, PN_SHOWN_NAME);
		pn_buf_addf(&out, "%s", name);
		free(name);
	}
	if (first->where != NULL && *first->where != '\0') {
		pn_buf_adds(&out, out.len > 0 ? ", " : "");
		say_where(first->where, &out);
	}
	if (out.len > 0) {
		name = pn_printf(" (see %s)", out.data);
		pn_buf_free(&out);
		return name;
	}
	return pn_buf_take(&out);
}
