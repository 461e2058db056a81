/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * explain - put the SMTP reply and the mail together
 *
 * Broken rules that one text explains are a group; every file and all the
 * recipients of a group are its points. One point fills the single form, more
 * fill the form with a list; the steps of all are merged, each told once, with
 * the sending again once at the end. Rules in monitor mode and rules that only
 * annotate stopped nothing and are not told.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "policy/fill.h"
#include "policy/texts.h"

/* 24 groups of three points and 64 steps, each of at most 16 KB */
#define MAIL_MAX_BYTES (4u << 20)
#define SHOWN_POINTS   3 /* of one group; the others are counted */
#define MAX_STEPS      64
#define MAX_HOWTOS     2

/* What one text explains. */
struct group {
	const struct pn_text *text;
	const struct pn_broken **broken;
	size_t n, cap;
};

/* A mail or reply being put together. */
struct draft {
	const struct pn_texts *texts;
	const struct pn_occasion *occasion;
	struct pn_view view;
	struct group *groups;
	size_t n_groups, cap_groups;
	size_t n_points;
	const struct pn_text *frame;
	struct pn_buf out;
	char *steps[MAX_STEPS];
	size_t n_steps;
};

/* group_for - the group that TEXT explains */
static struct group *
group_for(struct draft *d, const struct pn_text *text)
{
	size_t i;

	for (i = 0; i < d->n_groups; i++)
		if (d->groups[i].text == text)
			return &d->groups[i];
	PN_GROW(d->groups, d->n_groups, d->cap_groups);
	memset(&d->groups[d->n_groups], 0, sizeof(d->groups[0]));
	d->groups[d->n_groups].text = text;
	return &d->groups[d->n_groups++];
}

/* points - how many points group G is: its recipients are one together */
static size_t
points(const struct group *g)
{
	return g->broken[0]->recipient != NULL ? 1 : g->n;
}

/* draft_init - groups of what stopped the message, strongest first */
static void
draft_init(
    struct draft *d, const struct pn_texts *t, const struct pn_occasion *o)
{
	const struct pn_verdict *v = o->verdict;
	size_t i;

	memset(d, 0, sizeof(*d));
	d->texts = t;
	d->occasion = o;
	pn_buf_init(&d->out, MAIL_MAX_BYTES);
	pn_view_init(
	    &d->view, o->report, o->config->rules[PN_RULE_ATTACHMENT].minimum);
	d->frame = pn_texts_get(
	    t, v->action == PN_QUARANTINE ? "frame.held" : "frame.rejected");
	for (i = 0; i < v->n_broken; i++) {
		const struct pn_broken *b = &v->broken[i];
		const struct pn_text *text;
		struct group *g;

		text = pn_texts_rule(t, b->rule, b->why);
		if (b->monitor || b->action < PN_QUARANTINE || text == NULL)
			continue;
		g = group_for(d, text);
		PN_GROW(g->broken, g->n, g->cap);
		g->broken[g->n++] = b;
	}
	for (i = 0; i < d->n_groups; i++)
		d->n_points += points(&d->groups[i]);
}

/* draft_free - all but what was taken out of it */
static void
draft_free(struct draft *d)
{
	size_t i;

	for (i = 0; i < d->n_groups; i++)
		free(d->groups[i].broken);
	free(d->groups);
	for (i = 0; i < d->n_steps; i++)
		free(d->steps[i]);
	pn_buf_free(&d->out);
	pn_view_free(&d->view);
}

/* fill_for - what to fill in for point I of group G; G NULL for the frame */
static struct pn_fill
fill_for(const struct draft *d, const struct group *g, size_t i)
{
	const struct pn_occasion *o = d->occasion;
	struct pn_fill f = {.occasion = o,
	    .view = &d->view,
	    .help = o->config->help,
	    .reference = o->reference,
	    .n = d->n_points};

	if (g != NULL) {
		f.about = g->broken[i];
		f.same = g->broken;
		f.n_same = g->n;
	}
	return f;
}

/* say_lines - every line of section NAME of TEXT, each a paragraph */
static void
say_lines(struct draft *d, const struct pn_text *text, const char *name)
{
	struct pn_fill f = fill_for(d, NULL, 0);
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
say_why(struct draft *d, const struct group *g, size_t i, const char *first,
    const char *rest)
{
	struct pn_fill f = fill_for(d, g, i);
	struct pn_buf all;
	const char *line;
	char *filled;
	size_t l;

	pn_buf_init(&all, MAIL_MAX_BYTES);
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
say_clause(struct draft *d, const struct group *g, const char *indent)
{
	struct pn_fill f = fill_for(d, g, 0);
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
say_group(struct draft *d, const struct group *g)
{
	struct pn_fill f = fill_for(d, NULL, 0);
	size_t i, n = points(g);
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
add_step(struct draft *d, char *step)
{
	size_t i;

	if (step == NULL)
		return;
	for (i = 0; i < d->n_steps; i++)
		if (strcmp(d->steps[i], step) == 0)
			break;
	if (i < d->n_steps || i == MAX_STEPS)
		free(step);
	else
		d->steps[d->n_steps++] = step;
}

/* add_steps - those of section NAME of every group */
static void
add_steps(struct draft *d, const char *name)
{
	size_t i, l;

	for (i = 0; i < d->n_groups; i++) {
		struct pn_fill f = fill_for(d, &d->groups[i], 0);
		const char *line;

		for (l = 0;
		     (line = pn_text_line(d->groups[i].text, name, l)) != NULL;
		     l++)
			add_step(d, pn_fill(line, &f));
	}
}

/* wants_sending - does any group end with sending the message again? */
static bool
wants_sending(const struct draft *d)
{
	size_t i;

	for (i = 0; i < d->n_groups; i++)
		if (pn_text_section(d->groups[i].text, "send") == NULL)
			return true;
	return false;
}

/* say_steps - all that is to be done, numbered */
static void
say_steps(struct draft *d)
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

/* howto_for - the how-to for the kind of file that P is */
static const char *
howto_for(const struct pn_part *p)
{
	static const struct {
		const char *word, *howto;
	} kinds[] = {{"spreadsheet", "howto.excel"}, {"excel", "howto.excel"},
	    {"csv", "howto.excel"}, {"word", "howto.word"},
	    {"presentation", "howto.word"}, {"powerpoint", "howto.word"},
	    {"rtf", "howto.word"}, {"pdf", "howto.pdf"}, {"zip", "howto.zip"}};
	size_t i;

	for (i = 0; p != NULL && p->type != NULL &&
		    i < sizeof(kinds) / sizeof(kinds[0]);
	     i++)
		if (strstr(p->type, kinds[i].word) != NULL)
			return kinds[i].howto;
	return "howto.any";
}

/* say_howto - one how-to under the mail */
static void
say_howto(struct draft *d, const char *name)
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
say_howtos(struct draft *d)
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
say_points(struct draft *d)
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
	struct draft d;
	struct pn_fill f;

	draft_init(&d, t, o);
	f = fill_for(&d, NULL, 0);
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
	draft_free(&d);
}

void
pn_mail_free(struct pn_mail *m)
{
	free(m->subject);
	free(m->body);
	memset(m, 0, sizeof(*m));
}

/* set_reply - the three sentences as one line or three */
static void
set_reply(struct pn_reply *out, const char *code, const char *enhanced,
    const char *const sentences[3], unsigned lines)
{
	size_t i;

	memset(out, 0, sizeof(*out));
	(void)snprintf(out->code, sizeof(out->code), "%s", code);
	(void)snprintf(out->enhanced, sizeof(out->enhanced), "%s", enhanced);
	if (lines == 3) {
		for (i = 0; i < 3; i++)
			(void)snprintf(out->text[i], sizeof(out->text[i]), "%s",
			    sentences[i]);
		out->n_lines = 3;
		return;
	}
	(void)snprintf(out->text[0], sizeof(out->text[0]), "%s %s %s",
	    sentences[0], sentences[1], sentences[2]);
	out->n_lines = 1;
}

/* gets_mail - will the sender have a mail that lists every point? */
static bool
gets_mail(const struct pn_occasion *o)
{
	return o->config->notices && *o->envelope->sender != '\0' &&
	       pn_classify(o->config, o->envelope->sender) == PN_INTERNAL;
}

void
pn_explain_reply(
    const struct pn_texts *t, const struct pn_occasion *o, struct pn_reply *out)
{
	const struct pn_text *shared = pn_texts_get(t, "frame.reply");
	const char *sentences[3], *enhanced = "5.7.1";
	char *help, *several;
	struct draft d;
	struct pn_fill f;

	memset(out, 0, sizeof(*out));
	if (o->verdict->action == PN_TEMPFAIL) {
		pn_explain_fault(t, o->reference, o->config->help, out);
		return;
	}
	if (o->verdict->action != PN_REJECT)
		return;
	draft_init(&d, t, o);
	f = fill_for(&d, NULL, 0);
	help = pn_fill(pn_text_line(shared, "help", 0), &f);
	several = pn_fill(pn_text_line(shared, "several", 0), &f);
	if (d.n_groups > 0) {
		sentences[0] = pn_text_line(d.groups[0].text, "smtp", 0);
		sentences[1] = d.n_points > 1 && gets_mail(o)
				   ? several
				   : pn_text_line(d.groups[0].text, "smtp", 1);
		sentences[2] = help;
		if (d.groups[0].broken[0]->rule == PN_RULE_UNSCANNABLE)
			enhanced = "5.7.0";
		set_reply(out, "550", enhanced, sentences, pn_texts_lines(t));
	}
	free(help);
	free(several);
	draft_free(&d);
}

void
pn_explain_fault(const struct pn_texts *t, const char *reference,
    const char *help, struct pn_reply *out)
{
	const struct pn_text *shared = pn_texts_get(t, "frame.reply");
	struct pn_fill f = {.help = help, .reference = reference};
	char *last = pn_fill(pn_text_line(shared, "help", 0), &f);
	const char *sentences[3] = {pn_text_line(shared, "fault", 0),
	    pn_text_line(shared, "fault", 1), last};

	set_reply(out, "451", "4.7.1", sentences, pn_texts_lines(t));
	free(last);
}
