/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * show - verdicts and reports for people at a terminal
 */
#include "config.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "cli/show.h"

#define COLUMN 10 /* of the words on the left */

void
pn_show_line(const char *word, const char *text)
{
	printf("  %-*s ", COLUMN, word);
	pn_put(text);
	putchar('\n');
}

/* show - pn_show_line with a formatted text */
static void __attribute__((format(printf, 2, 3)))
show(const char *word, const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n >= 0)
		pn_show_line(word, text);
	free(text);
}

/* name_of - ", name" of the part with that id; "" where it has none. For
 * free() */
static char *
name_of(const struct pn_report *r, const char *id)
{
	for (size_t i = 0; id != NULL && i < r->n_parts; i++)
		if (strcmp(r->parts[i].id, id) == 0 && r->parts[i].name != NULL)
			return pn_printf(" (%s)", r->parts[i].name);
	return pn_strdup("");
}

/* show_rules - one line per rule broken */
static void
show_rules(const struct pn_occasion *o)
{
	for (size_t i = 0; i < o->verdict->n_broken; i++) {
		const struct pn_broken *b = &o->verdict->broken[i];
		char *name = name_of(o->report, b->part);

		show("broken", "%s: %s, clause %s, %s%s%s%s%s%s%s",
		    pn_rule_word(b->rule), pn_action_word(b->action), b->clause,
		    b->why, b->part != NULL ? ", part " : "",
		    b->part != NULL ? b->part : "", name,
		    b->recipient != NULL ? ", " : "",
		    b->recipient != NULL ? b->recipient : "",
		    b->monitor ? ", watching only" : "");
		free(name);
	}
}

/* show_findings - one line per finding, and per limit that was hit */
static void
show_findings(const struct pn_report *r, const struct pn_labels *labels)
{
	for (size_t i = 0; i < r->n_findings; i++) {
		const struct pn_finding *f = &r->findings[i];
		char *what =
		    pn_found_words(labels, f->pattern, f->category, f->count);
		char *name = name_of(r, f->part);

		show("found", "%s (%s), %s, part %s%s%s%s%s: %s", what,
		    f->pattern, pn_confidence_word(f->confidence), f->part,
		    name, f->where != NULL && f->where[0] != '\0' ? ", " : "",
		    f->where != NULL ? f->where : "",
		    f->hidden ? ", hidden" : "",
		    f->masked != NULL ? f->masked : "");
		free(what);
		free(name);
	}
	for (size_t i = 0; i < r->n_limits; i++)
		show("limit", "%s%s%s", r->limits[i].limit,
		    r->limits[i].part != NULL ? ", part " : "",
		    r->limits[i].part != NULL ? r->limits[i].part : "");
}

void
pn_show_verdict(const char *file, unsigned number, const struct pn_occasion *o,
    const char *fault)
{
	const struct pn_verdict *v = o->verdict;

	pn_put(file);
	if (number > 0)
		printf(", message %u", number);
	printf(": %s", pn_action_word(v->action));
	if (v->would != v->action)
		printf(" (enforcing: %s)", pn_action_word(v->would));
	if (fault != NULL)
		printf(" (%s)", fault);
	putchar('\n');
	pn_show_line("from",
	    o->envelope->sender[0] != '\0' ? o->envelope->sender : "<>");
	for (size_t i = 0; i < o->envelope->n_recipients; i++)
		show("to", "%s, %s", o->envelope->recipients[i].address,
		    pn_class_word(o->envelope->recipients[i].class));
	show_rules(o);
	show_findings(o->report, o->labels);
}

void
pn_show_reply(const struct pn_reply *reply)
{
	for (unsigned i = 0; i < reply->n_lines; i++)
		show("reply", "%s %s %s", reply->code, reply->enhanced,
		    reply->text[i]);
}

void
pn_show_mail(const struct pn_mail *mail)
{
	const char *line = mail->body;

	show("mail", "Subject: %s", mail->subject);
	while (line != NULL && *line != '\0') {
		size_t n = strcspn(line, "\n");
		char *one = pn_strndup(line, n);

		pn_show_line("", one);
		free(one);
		line += n + (line[n] == '\n');
	}
}
