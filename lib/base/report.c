/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * report - what an inspection found: building and freeing one
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/report.h"

struct pn_report *
pn_report_new(void)
{
	return pn_alloc(sizeof(struct pn_report));
}

static void
part_clear(struct pn_part *p)
{
	free(p->id);
	free(p->parent);
	free(p->name);
	free(p->type);
	free(p->declared_type);
	free(p->protection_kind);
	free(p->protection_why);
	free(p->status_why);
	for (size_t i = 0; i < p->n_hidden; i++)
		free(p->hidden[i]);
	free(p->hidden);
}

static void
finding_clear(struct pn_finding *f)
{
	free(f->pattern);
	free(f->part);
	free(f->where);
	free(f->masked);
}

void
pn_report_free(struct pn_report **rp)
{
	struct pn_report *r = *rp;

	if (!r)
		return;
	for (size_t i = 0; i < r->n_parts; i++)
		part_clear(&r->parts[i]);
	for (size_t i = 0; i < r->n_findings; i++)
		finding_clear(&r->findings[i]);
	for (size_t i = 0; i < r->n_limits; i++) {
		free(r->limits[i].limit);
		free(r->limits[i].part);
	}
	free(r->parts);
	free(r->findings);
	free(r->limits);
	free(r);
	*rp = NULL;
}

struct pn_part *
pn_report_part(struct pn_report *r, const char *id, const char *parent)
{
	struct pn_part *p;

	PN_GROW(r->parts, r->n_parts, r->cap_parts);
	p = &r->parts[r->n_parts++];
	*p = (struct pn_part){.id = pn_strdup(id), .parent = pn_strdup(parent)};
	return p;
}

struct pn_part *
pn_report_find_part(struct pn_report *r, const char *id)
{
	for (size_t i = r->n_parts; id && i-- > 0;)
		if (strcmp(r->parts[i].id, id) == 0)
			return &r->parts[i];
	return NULL;
}

void
pn_part_hidden(struct pn_part *p, const char *kind)
{
	for (size_t i = 0; i < p->n_hidden; i++)
		if (strcmp(p->hidden[i], kind) == 0)
			return;
	if (p->n_hidden >= PN_REPORT_MAX_HIDDEN)
		return;
	p->hidden = pn_realloc(p->hidden, p->n_hidden + 1, sizeof(char *));
	p->hidden[p->n_hidden++] = pn_strdup(kind);
}

struct pn_finding *
pn_report_finding(struct pn_report *r)
{
	struct pn_finding *f;

	PN_GROW(r->findings, r->n_findings, r->cap_findings);
	f = &r->findings[r->n_findings++];
	*f = (struct pn_finding){0};
	return f;
}

bool
pn_report_keep_findings(struct pn_report *r, size_t max)
{
	bool dropped = r->n_findings > max;

	while (r->n_findings > max)
		finding_clear(&r->findings[--r->n_findings]);
	return dropped;
}

/* same - are two strings equal, NULL being equal to NULL only? */
static bool
same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

void
pn_report_limit(struct pn_report *r, const char *limit, const char *part)
{
	for (size_t i = 0; i < r->n_limits; i++)
		if (same(r->limits[i].limit, limit) &&
		    same(r->limits[i].part, part))
			return;
	/* the first of each kind say enough; a flood adds nothing */
	if (r->n_limits >= PN_REPORT_MAX_LIMITS)
		return;
	PN_GROW(r->limits, r->n_limits, r->cap_limits);
	r->limits[r->n_limits++] =
	    (struct pn_limit_hit){pn_strdup(limit), pn_strdup(part)};
}

static void
free_list(char **list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(list[i]);
	free(list);
}

void
pn_side_free(struct pn_side *s)
{
	free(s->from);
	free_list(s->to, s->n_to);
	free_list(s->cc, s->n_cc);
	free_list(s->bcc, s->n_bcc);
	free(s->message_id);
	if (s->subject)
		pn_wipe_free(s->subject, strlen(s->subject));
	*s = (struct pn_side){0};
}
