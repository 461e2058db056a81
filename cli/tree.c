/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tree - what was seen of a file, as a tree for people at a terminal
 *
 * One line per part with what it is, how it is protected and whether it was
 * read; below it what hides in it and what was found in it. Parts come in
 * pre-order, so a part's parent is the part before it or one of that one's
 * ancestors.
 */
#include "config.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "cli/show.h"
#include "cli/words.h"

#define NO_PARENT SIZE_MAX
#define MAX_DEPTH 32 /* deeper ones are drawn at this one */

/* A part's place in the tree. */
struct node {
	size_t parent; /* index; NO_PARENT for a root */
	bool last;     /* of its parent's children */
};

/* Where things are said of: the report, and its tree. */
struct tree {
	const struct pn_report *report;
	const struct pn_labels *labels;
	struct node *nodes;
};

/* plant - find every part's parent, and the last children */
static void
plant(struct tree *t)
{
	const struct pn_report *r = t->report;
	char *seen = pn_alloc(r->n_parts);

	t->nodes = pn_alloc((r->n_parts + 1) * sizeof(*t->nodes));
	for (size_t i = 0; i < r->n_parts; i++) {
		const char *parent = r->parts[i].parent;
		size_t p = i == 0 ? NO_PARENT : i - 1;

		while (parent != NULL && p != NO_PARENT &&
		       strcmp(r->parts[p].id, parent) != 0)
			p = t->nodes[p].parent;
		t->nodes[i].parent = parent == NULL ? NO_PARENT : p;
	}
	for (size_t i = r->n_parts; i-- > 0;) {
		size_t p = t->nodes[i].parent;

		t->nodes[i].last = p == NO_PARENT || !seen[p];
		if (p != NO_PARENT)
			seen[p] = 1;
	}
	free(seen);
}

/* indent - the lines of the tree in front of part I; BRANCH: in front of the
 * part itself, else in front of what is said below it */
static void
indent(const struct tree *t, size_t i, bool branch)
{
	size_t up[MAX_DEPTH], n = 0;

	fputs("  ", stdout);
	for (size_t p = i; t->nodes[p].parent != NO_PARENT && n < MAX_DEPTH;
	     p = t->nodes[p].parent)
		up[n++] = p;
	while (n-- > 0)
		if (n == 0 && branch)
			fputs(t->nodes[up[n]].last ? "└─ " : "├─ ", stdout);
		else
			fputs(t->nodes[up[n]].last ? "   " : "│  ", stdout);
	if (!branch)
		fputs("  ", stdout);
}

/* protection - ", not protected", or how it is; for free() */
static char *
protection(const struct pn_part *p)
{
	static const char *const grades[] = {
	    [PN_PROT_NONE] = "not protected",
	    [PN_PROT_WEAK] = "weakly protected",
	    [PN_PROT_STRONG] = "strongly protected",
	    [PN_PROT_UNKNOWN] = "protected in a way that can't be told",
	};
	const char *kind = p->protection_kind, *why = p->protection_why;

	return pn_printf("%s%s%s%s%s%s", grades[p->protection],
	    kind || why ? " (" : "", kind ? kind : "", kind && why ? ", " : "",
	    why ? why : "", kind || why ? ")" : "");
}

/* reading - whether it was read; for free() */
static char *
reading(const struct pn_part *p)
{
	const char *why = pn_unread_words(p->status_why);

	switch (p->status) {
	case PN_STATUS_SCANNED:
		return pn_strdup("read");
	case PN_STATUS_ENCRYPTED:
		return pn_strdup("not read: it is locked");
	case PN_STATUS_UNSCANNABLE:
		return pn_printf("not read, or not all: %s", why);
	case PN_STATUS_LIMIT:
		return pn_printf("not read to its end: %s", why);
	case PN_STATUS_SKIPPED:
		break;
	}
	return pn_strdup(p->type && strncmp(p->type, "image/", 6) == 0
			     ? "what it shows is not read"
			     : "no text in it to read");
}

static void
show_part(const struct tree *t, size_t i)
{
	const struct pn_part *p = &t->report->parts[i];
	char *lock = protection(p), *read = reading(p);
	const char *name = p->name ? p->name : "(no name)";
	char *line = pn_printf("%s: %s, %s, %s", name,
	    pn_type_words(p->type ? p->type : "application/octet-stream"), lock,
	    read);

	indent(t, i, true);
	pn_put(line);
	putchar('\n');
	free(line);
	free(read);
	free(lock);
}

/* show_hidden - the kinds of hidden content in part I */
static void
show_hidden(const struct tree *t, size_t i)
{
	const struct pn_part *p = &t->report->parts[i];

	if (p->n_hidden == 0)
		return;
	indent(t, i, false);
	fputs("holds ", stdout);
	for (size_t k = 0; k < p->n_hidden; k++) {
		fputs(k == 0 ? "" : ", ", stdout);
		pn_put(pn_hidden_words(p->hidden[k]));
	}
	putchar('\n');
}

/* show_found - what was found in part I itself */
static void
show_found(const struct tree *t, size_t i)
{
	const struct pn_report *r = t->report;

	for (size_t k = 0; k < r->n_findings; k++) {
		const struct pn_finding *f = &r->findings[k];
		bool where = f->where != NULL && f->where[0] != '\0';
		char *what, *line;

		if (f->part == NULL || strcmp(f->part, r->parts[i].id) != 0)
			continue;
		what = pn_found_words(
		    t->labels, f->pattern, f->category, f->count);
		line = pn_printf("found %s (%s), %s%s%s%s: %s", what,
		    f->pattern, pn_confidence_word(f->confidence),
		    where ? ", " : "", where ? f->where : "",
		    f->hidden ? ", hidden" : "", f->masked ? f->masked : "");
		indent(t, i, false);
		pn_put(line);
		putchar('\n');
		free(line);
		free(what);
	}
}

void
pn_show_tree(const struct pn_report *r, const struct pn_labels *labels)
{
	struct tree t = {r, labels, NULL};

	plant(&t);
	for (size_t i = 0; i < r->n_parts; i++) {
		show_part(&t, i);
		show_hidden(&t, i);
		show_found(&t, i);
	}
	for (size_t i = 0; i < r->n_limits; i++)
		if (r->limits[i].part == NULL) {
			fputs("  not all was read: ", stdout);
			pn_put(pn_unread_words(r->limits[i].limit));
			putchar('\n');
		}
	free(t.nodes);
}
