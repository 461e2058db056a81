/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * session - what a connection of the MTA has told us so far
 *
 * An address that can't be read as one (RFC 5321) is kept as it came: it is
 * then nobody we know, so a recipient counts as external.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/addr.h"
#include "base/mem.h"
#include "milter/session.h"

#define OUR_FIELDS   "X-Postern"
#define NOTICE_FIELD "X-Postern-Notice"
#define MACRO_MAX    256 /* bytes of a macro's value that are kept */

struct pn_session *
pn_session_new(void)
{
	return pn_alloc(sizeof(struct pn_session));
}

void
pn_session_free(struct pn_session **s)
{
	if (!*s)
		return;
	pn_session_end(*s);
	free(*s);
	*s = NULL;
}

static void
wipe_free(char *text)
{
	pn_wipe_free(text, text ? strlen(text) : 0);
}

void
pn_session_end(struct pn_session *s)
{
	struct pn_letter *l = s->letter;

	if (!l)
		return;
	s->letter = NULL;
	pn_spool_free(&l->spool);
	pn_envelope_free(&l->envelope);
	for (size_t i = 0; i < l->n_imitations; i++)
		free(l->imitations[i].name);
	free(l->imitations);
	free(l->queue_id);
	free(l->auth);
	free(l->client);
	free(l->daemon);
	wipe_free(l->subject);
	free(l->notice);
	pn_state_drop(&l->state);
	free(l);
}

/* address - canonical form of an envelope address, or as it came */
static char *
address(const char *text)
{
	char *canon = pn_addr_canon(text);

	return canon ? canon : pn_strndup(text, strnlen(text, PN_ADDR_MAX));
}

void
pn_letter_begin(struct pn_session *s, const char *sender)
{
	struct pn_letter *l = pn_alloc(sizeof(*l));

	pn_session_end(s);
	s->letter = l;
	l->state = pn_state_get();
	l->lost = !l->state;
	pn_spool_init(
	    &l->spool, l->state ? l->state->config->limit_message : 0);
	l->envelope.sender = address(sender);
	l->queue_id = pn_strdup("");
	l->auth = pn_strdup("");
	l->client = pn_strdup("");
	l->daemon = pn_strdup("");
}

void
pn_letter_to(struct pn_letter *l, const char *recipient)
{
	struct pn_recipient *r;
	char *canon;

	if (l->lost)
		return;
	if (l->envelope.n_recipients >= PN_LETTER_MAX_RECIPIENTS) {
		l->lost = true;
		return;
	}
	canon = address(recipient);
	r = pn_envelope_add(&l->envelope, canon);
	r->class = pn_classify(l->state->config, canon);
	free(canon);
}

void
pn_letter_note(char **field, const char *value)
{
	if (!value)
		return;
	free(*field);
	*field = pn_strndup(value, strnlen(value, MACRO_MAX));
	for (char *p = *field; *p; p++)
		if ((unsigned char)*p < 0x21 || *p == 0x7f)
			*p = '?';
}

/* imitation - remember a field that looks like ours, to be removed later */
static void
imitation(struct pn_letter *l, const char *name)
{
	size_t len = strlen(name);
	unsigned nth = 1;
	char *own;

	if (l->n_imitations >= PN_LETTER_MAX_IMITATIONS) {
		l->spool.over = true;
		return;
	}
	while (len > 0 && (name[len - 1] == ' ' || name[len - 1] == '\t'))
		len--;
	own = pn_strndup(name, len);
	for (size_t i = 0; i < l->n_imitations; i++)
		if (strcasecmp(l->imitations[i].name, own) == 0)
			nth++;
	PN_GROW(l->imitations, l->n_imitations, l->cap_imitations);
	l->imitations[l->n_imitations++] =
	    (struct pn_imitation){.name = own, .nth = nth};
}

/* first_value - keep a copy of the first VALUE, without leading blanks */
static void
first_value(char **field, const char *value)
{
	if (!*field)
		*field = pn_strdup(value + strspn(value, " \t"));
}

void
pn_letter_header(
    struct pn_letter *l, const char *name, const char *value, bool leadspc)
{
	pn_spool_header(&l->spool, name, value, leadspc);
	if (strcasecmp(name, "Subject") == 0)
		first_value(&l->subject, value);
	if (strncasecmp(name, OUR_FIELDS, strlen(OUR_FIELDS)) != 0)
		return;
	imitation(l, name);
	if (strcasecmp(name, NOTICE_FIELD) == 0) {
		first_value(&l->notice, value);
		l->n_notices++;
	}
}

bool
pn_letter_unread(const struct pn_letter *l)
{
	for (size_t i = 0; i < l->envelope.n_recipients; i++) {
		const struct pn_recipient *r = &l->envelope.recipients[i];

		if (r->class != PN_INTERNAL ||
		    strcmp(r->address, l->state->reply_address) == 0)
			return false;
	}
	return l->envelope.n_recipients > 0;
}
