/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * explain_reply - what the MTA tells the sender's program
 *
 * Three sentences: what happened (of the strongest rule), what to do, who
 * helps. The texts hold no field but the help and the reference, so no name
 * or value can get into the MTA's log.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "policy/draft.h"

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
	struct pn_draft d;
	struct pn_fill f;

	memset(out, 0, sizeof(*out));
	if (o->verdict->action == PN_TEMPFAIL) {
		pn_explain_fault(t, o->reference, o->config->help, out);
		return;
	}
	if (o->verdict->action != PN_REJECT)
		return;
	pn_draft_init(&d, t, o);
	f = pn_draft_fill(&d, NULL, 0);
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
	pn_draft_free(&d);
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
