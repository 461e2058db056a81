/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * actions - carry a judgement out: the changes and the reply that the MTA gets
 *
 * Replies go in one line, because clients run several together; '%' is
 * doubled, for Postfix reads "%x" in a reply. A reply that libmilter refuses
 * would leave the sender with a bare "Command rejected": it becomes a
 * temporary failure. Values of new fields are ours or a worker's; the
 * worker's are checked, since it counts as hostile.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"
#include "milter/actions.h"
#include "milter/log.h"

#define OUR_FIELD   "X-Postern"
#define CHUNK	    65536
#define CHANGES_MAX 16
#define VALUE_MAX   4096

bool
pn_progress_tick(void *ctx)
{
	const struct pn_progress *p = ctx;

	return pn_monotonic_ms() - p->since < PN_PATIENCE_MS &&
	       smfi_progress(p->ctx) == MI_SUCCESS;
}

/* set_field - change the NTH field NAME (added if there is none); VALUE NULL
 * deletes it. With HDR_LEADSPC the blank after the colon is ours to give */
static bool
set_field(SMFICTX *ctx, const struct pn_session *s, const char *name,
    unsigned nth, const char *value)
{
	char *text = NULL;
	bool good;

	if (value)
		text = pn_printf(
		    "%s%s", s->steps & SMFIP_HDR_LEADSPC ? " " : "", value);
	good = smfi_chgheader(ctx, (char *)(uintptr_t)name, (int)nth, text) ==
	       MI_SUCCESS;
	free(text);
	return good;
}

/* remove_imitations - last ones first, so that numbers stay right */
static bool
remove_imitations(SMFICTX *ctx, const struct pn_session *s)
{
	const struct pn_letter *l = s->letter;
	bool good = true;

	for (size_t i = l->n_imitations; i > 0 && good; i--)
		good = set_field(ctx, s, l->imitations[i - 1].name,
		    l->imitations[i - 1].nth, NULL);
	return good;
}

/* may_change - is this a field that goes with a new body, and a sane value? */
static bool
may_change(const char *name, const char *value)
{
	static const char *const names[] = {
	    "Content-Type", "Content-Transfer-Encoding", "MIME-Version"};
	bool known = false;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		known |= name && strcasecmp(name, names[i]) == 0;
	if (!known || (value && strlen(value) > VALUE_MAX))
		return false;
	for (; value && *value; value++)
		if (*value == '\n' && value[1] != ' ' && value[1] != '\t')
			return false;
	return true;
}

/* change_fields - the fields that go with the new body */
static bool
change_fields(
    SMFICTX *ctx, const struct pn_session *s, const struct pn_json *answer)
{
	const struct pn_json *changes = pn_json_get(answer, "changes");
	size_t n = pn_json_size(changes);

	if (n > CHANGES_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct pn_json *one = pn_json_at(changes, i);
		const char *name = pn_json_get_str(one, "name");
		const char *value = pn_json_get_str(one, "value");

		if (!may_change(name, value) ||
		    !set_field(ctx, s, name, 1, value))
			return false;
	}
	return true;
}

/* replace_body - send the memfd FD as the new body */
static bool
replace_body(SMFICTX *ctx, int fd)
{
	unsigned char *chunk = pn_alloc(CHUNK);
	off_t at = 0;
	ssize_t n;

	while ((n = pread(fd, chunk, CHUNK, at)) > 0) {
		if (smfi_replacebody(ctx, chunk, (int)n) != MI_SUCCESS)
			n = -1;
		if (n < 0)
			break;
		at += n;
	}
	free(chunk);
	return n == 0;
}

/* change_message - what the recipient gets to see of J */
static bool
change_message(SMFICTX *ctx, struct pn_session *s, const struct pn_judgement *j)
{
	bool good = true;

	if (j->own)
		return true;
	if (s->actions & SMFIF_CHGHDRS)
		good = remove_imitations(ctx, s);
	if (good && j->header && s->actions & SMFIF_ADDHDRS) {
		char *text = pn_printf(
		    "%s%s", s->steps & SMFIP_HDR_LEADSPC ? " " : "", j->header);

		good = smfi_addheader(ctx, (char *)(uintptr_t)OUR_FIELD,
			   text) == MI_SUCCESS;
		free(text);
	}
	if (good && j->subject && s->actions & SMFIF_CHGHDRS)
		good = set_field(ctx, s, "Subject", 1, j->subject);
	if (good && j->body >= 0 && s->actions & SMFIF_CHGBODY &&
	    s->actions & SMFIF_CHGHDRS)
		good = change_fields(ctx, s, j->changes) &&
		       replace_body(ctx, j->body);
	return good;
}

/* percent_doubled - TEXT as Postfix wants it, for free() */
static char *
percent_doubled(const char *text)
{
	char *out = pn_alloc(2 * strlen(text) + 1), *o = out;

	for (; *text; text++) {
		*o++ = *text;
		if (*text == '%')
			*o++ = '%';
	}
	return out;
}

/* set_reply - give the MTA the reply R; false where it was refused */
static bool
set_reply(SMFICTX *ctx, const struct pn_reply *r)
{
	char *lines[3] = {NULL, NULL, NULL}, code[4], enhanced[8];
	int result;

	if (r->n_lines == 0)
		return false;
	memcpy(code, r->code, sizeof(code));
	memcpy(enhanced, r->enhanced, sizeof(enhanced));
	for (unsigned i = 0; i < r->n_lines && i < 3; i++)
		lines[i] = percent_doubled(r->text[i]);
	if (r->n_lines == 1)
		result = smfi_setreply(ctx, code, enhanced, lines[0]);
	else
		result = smfi_setmlreply(ctx, code, enhanced, lines[0],
		    lines[1], lines[2], (char *)NULL);
	for (unsigned i = 0; i < 3; i++)
		free(lines[i]);
	return result == MI_SUCCESS;
}

/* hold - put the message into the MTA's hold queue */
static sfsistat
hold(SMFICTX *ctx, const struct pn_session *s, const struct pn_judgement *j)
{
	char reason[sizeof(j->reference)];

	memcpy(reason, j->reference, sizeof(reason));
	if (s->actions & SMFIF_QUARANTINE &&
	    smfi_quarantine(ctx, reason) == MI_SUCCESS)
		return SMFIS_CONTINUE;
	pn_log(LOG_ERR, "%s: the MTA can't hold a message", j->reference);
	return SMFIS_TEMPFAIL;
}

sfsistat
pn_carry_out(SMFICTX *ctx, struct pn_session *s, const struct pn_judgement *j)
{
	switch (j->action) {
	case PN_ACCEPT:
	case PN_ANNOTATE:
		if (change_message(ctx, s, j))
			return SMFIS_CONTINUE;
		pn_log(LOG_ERR, "%s: the MTA refused a change", j->reference);
		return SMFIS_TEMPFAIL;
	case PN_QUARANTINE:
		return hold(ctx, s, j);
	case PN_REJECT:
		if (set_reply(ctx, &j->reply))
			return SMFIS_REJECT;
		pn_log(LOG_ERR, "%s: the reply was refused", j->reference);
		return SMFIS_TEMPFAIL;
	case PN_SEAL:
	case PN_TEMPFAIL:
		break;
	}
	(void)set_reply(ctx, &j->reply);
	return SMFIS_TEMPFAIL;
}
