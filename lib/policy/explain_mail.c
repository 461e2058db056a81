/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * explain_mail - the one mail about everything that stopped a message
 *
 * One point fills the single form, more fill the form with a list. The steps
 * of all are merged, each told once, with sending the message again once,
 * before what is to be done afterwards. How-tos stand at the end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "policy/draft.h"

#define SHOWN_POINTS  3 /* of one group; the others are counted */
#define MAX_HOWTOS    2
#define WHY_MAX_BYTES (64u << 10) /* four lines of at most 16 KB */

/* say_lines - every line of section NAME of TEXT, each a paragraph */
static void
say_lines(struct pn_draft *d, const struct pn_text *text, const char *name)
{
	struct pn_fill f = pn_draft_fill(d, NULL, 0);
	const char *line;
	char *filled;
	size_t i;

	for (i = 0; (line = pn_text_line(text, name, i)) != NULL; i++) {
		filled = pn_fill(line, &f);
		if (filled != NULL)
			pn_wrap(&d->out, filled, "", "");
		free(filled);
	}
}

/* say_why - why point I of group G stopped the message, as one paragraph */
static void
say_why(struct pn_draft *d, const struct pn_group *g, size_t i,
    const char *first, const char *rest)
{
	struct pn_fill f = pn_draft_fill(d, g, i);
	struct pn_buf all;
	const char *line;
	char *filled;
	size_t l;

	pn_buf_init(&all, WHY_MAX_BYTES);
	for (l = 0; (line = pn_text_line(g->text, "why", l)) != NULL; l++) {
		filled = pn_fill(line, &f);
		if (filled != NULL)
			pn_buf_addf(
			    &all, "%s%s", all.len > 0 ? " " : "", filled);
		free(filled);
	}
	pn_wrap(&d->out, all.data, first, rest);
	pn_buf_free(&all);
}

/* say_clause - the sentence of the protocol that group G is about */
static void
say_clause(struct pn_draft *d, const struct pn_group *g, const char *indent)
{
	struct pn_fill f = pn_draft_fill(d, g, 0);
	const char *line = pn_text_line(g->text, "clause", 0);
	char *filled;

	if (line == NULL)
		line = pn_text_line(d->frame, "clause", 0);
	filled = pn_fill(line, &f);
	if (filled != NULL)
		pn_wrap(&d->out, filled, indent, indent);
	free(filled);
}

/* say_group - a group in the list of several points */
static void
say_group(struct pn_draft *d, const struct pn_group *g)
{
	struct pn_fill f = pn_draft_fill(d, NULL, 0);
	size_t i, n = pn_group_points(g);
	char *more;

	for (i = 0; i < n && i < SHOWN_POINTS; i++)
		say_why(d, g, i, "- ", "  ");
	if (n > SHOWN_POINTS) {
		f.n = n - SHOWN_POINTS;
		more = pn_fill(pn_text_line(d->frame, "more", 0), &f);
		pn_wrap(&d->out, more, "- ", "  ");
		free(more);
	}
	say_clause(d, g, "  ");
}

/* add_step - STEP once, in the order of coming; takes it over */
static void
add_step(struct pn_draft *d, char *step)
{
	size_t i;

	if (step == NULL)
		return;
	for (i = 0; i < d->n_steps; i++)
		if (strcmp(d->steps[i], step) == 0)
			break;
	if (i < d->n_steps || i == PN_DRAFT_STEPS)
		free(step);
	else
		d->steps[d->n_steps++] = step;
}

/* add_steps - those of section NAME of every group */
static void
add_steps(struct pn_draft *d, const char *name)
{
	size_t i, l;

	for (i = 0; i < d->n_groups; i++) {
		struct pn_fill f = pn_draft_fill(d, &d->groups[i], 0);
		const char *line;

		for (l = 0;
		     (line = pn_text_line(d->groups[i].text, name, l)) != NULL;
		     l++)
			add_step(d, pn_fill(line, &f));
	}
}

/* wants_sending - does any group end with sending the message again? */
static bool
wants_sending(const struct pn_draft *d)
{
	size_t i;

	for (i = 0; i < d->n_groups; i++)
		if (pn_text_section(d->groups[i].text, "send") == NULL)
			return true;
	return false;
}

/* say_steps - all that is to be done, numbered */
static void
say_steps(struct pn_draft *d)
{
	char number[32];
	size_t i;

	add_steps(d, "steps");
	if (wants_sending(d))
		add_step(d, pn_strdup(pn_text_line(d->frame, "send", 0)));
	add_steps(d, "after");
	for (i = 0; i < d->n_steps; i++) {
		(void)snprintf(number, sizeof(number), "%zu. ", i + 1);
		pn_wrap(&d->out, d->steps[i], number, i < 9 ? "   " : "    ");
	}
}

/* howto_of - the how-to for a content type; NULL where there is none */
static const char *
howto_of(const char *type)
{
	static const struct {
		const char *word, *howto;
	} kinds[] = {{"spreadsheet", "howto.excel"}, {"excel", "howto.excel"},
	    {"csv", "howto.excel"}, {"word", "howto.word"},
	    {"presentation", "howto.word"}, {"powerpoint", "howto.word"},
	    {"rtf", "howto.word"}, {"pdf", "howto.pdf"}, {"zip", "howto.zip"}};
	size_t i;

	for (i = 0; type != NULL && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strstr(type, kinds[i].word) != NULL)
			return kinds[i].howto;
	return NULL;
}

/* howto_for - the how-to for the kind of file that P is; a locked Office file
 * does not show which, so what the sender's program said of it has to do */
static const char *
howto_for(const struct pn_part *p)
{
	const char *howto = p ? howto_of(p->type) : NULL;

	if (howto == NULL && p != NULL && p->type != NULL &&
	    strstr(p->type, "ole-encrypted-package") != NULL)
		howto = howto_of(p->declared_type);
	return howto ? howto : "howto.any";
}

/* say_howto - one how-to under the mail */
static void
say_howto(struct pn_draft *d, const char *name)
{
	const struct pn_text *t = pn_texts_get(d->texts, name);
	const char *line;
	char *step;
	size_t i;

	pn_buf_addc(&d->out, '\n');
	say_lines(d, t, "title");
	for (i = 0; (line = pn_text_line(t, "steps", i)) != NULL; i++) {
		step = pn_printf("%zu. ", i + 1);
		pn_wrap(&d->out, line, step, "   ");
		free(step);
	}
	say_lines(d, t, "note");
}

/* say_howtos - those that the groups ask for, each once */
static void
say_howtos(struct pn_draft *d)
{
	const char *said[MAX_HOWTOS], *word, *name;
	size_t i, j, n = 0, at;

	for (i = 0; i < d->n_groups && n < MAX_HOWTOS; i++) {
		const struct pn_broken *b = d->groups[i].broken[0];

		word = pn_text_line(d->groups[i].text, "howto", 0);
		if (word == NULL)
			continue;
		at = b->part == NULL ? PN_VIEW_NONE
				     : pn_view_find(&d->view, b->part);
		name = strcmp(word, "word") == 0
			   ? "howto.word"
			   : howto_for(at == PN_VIEW_NONE
					   ? NULL
					   : d->view.parts[at].part);
		for (j = 0; j < n; j++)
			if (strcmp(said[j], name) == 0)
				break;
		if (j == n) {
			said[n++] = name;
			say_howto(d, name);
		}
	}
}

/* say_points - why it was stopped: one point, or the list */
static void
say_points(struct pn_draft *d)
{
	size_t i;

	if (d->n_points == 1) {
		say_lines(d, d->frame, "first");
		say_why(d, &d->groups[0], 0, "Why: ", "");
		say_clause(d, &d->groups[0], "");
		return;
	}
	say_lines(d, d->frame, "several");
	for (i = 0; i < d->n_groups; i++)
		say_group(d, &d->groups[i]);
}

void
pn_explain_mail(
    const struct pn_texts *t, const struct pn_occasion *o, struct pn_mail *out)
{
	struct pn_draft d;
	struct pn_fill f;

	pn_draft_init(&d, t, o);
	f = pn_draft_fill(&d, NULL, 0);
	if (d.n_groups > 0)
		f.subject = pn_text_line(d.groups[0].text, "subject", 0);
	out->subject =
	    pn_fill(pn_text_line(d.frame,
			d.n_points == 1 ? "subject" : "subject-several", 0),
		&f);
	say_points(&d);
	pn_buf_addc(&d.out, '\n');
	say_lines(&d, d.frame, "heading");
	say_steps(&d);
	pn_buf_addc(&d.out, '\n');
	say_lines(&d, d.frame, "close");
	say_howtos(&d);
	out->body = pn_buf_take(&d.out);
	pn_draft_free(&d);
}

void
pn_mail_free(struct pn_mail *m)
{
	free(m->subject);
	free(m->body);
	memset(m, 0, sizeof(*m));
}
