/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * session - what a connection of the MTA has told us so far
 *
 * A session lives as long as the MTA's connection; a letter is one message in
 * it, from MAIL to its end. Callbacks of one session come one after another,
 * though on different threads.
 */
#ifndef PN_MILTER_SESSION_H
#define PN_MILTER_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include "milter/spool.h"
#include "milter/state.h"
#include "policy/policy.h"

#define PN_LETTER_MAX_RECIPIENTS 50000 /* Postfix's own limit of a message */
#define PN_LETTER_MAX_IMITATIONS 1000  /* fields that imitate ours */

/* A field of the message whose name looks like one of ours. */
struct pn_imitation {
	char *name;
	unsigned nth; /* 1-based, among fields of that name in any case */
};

struct pn_letter {
	struct pn_state *state; /* what it is judged by */
	struct pn_envelope envelope;
	char *queue_id, *auth, *client, *daemon; /* "" if not told */
	struct pn_spool spool;
	struct pn_imitation *imitations;
	size_t n_imitations, cap_imitations;
	char *subject; /* value of the first Subject as it came; NULL */
	char *notice;  /* value of the only X-Postern-Notice; NULL */
	unsigned n_notices;
	bool lost; /* a part of it could not be kept: 451 */
};

struct pn_session {
	unsigned long actions; /* SMFIF_* that the MTA agreed to */
	unsigned long steps;   /* SMFIP_* that the MTA agreed to */
	struct pn_letter *letter; /* NULL between messages */
};

/* pn_session_new - for a connection */
struct pn_session *pn_session_new(void);

/* pn_session_free - free *S with its letter, set it to NULL; NULL is fine */
void pn_session_free(struct pn_session **s);

/* pn_session_end - the letter is over: wipe and free it */
void pn_session_end(struct pn_session *s);

/* pn_letter_begin - MAIL: a new letter in S from SENDER as the MTA gave it
 * ("<a@b>", "a@b" or "<>"), under the current state */
void pn_letter_begin(struct pn_session *s, const char *sender);

/* pn_letter_to - RCPT: one more recipient, classified by configuration */
void pn_letter_to(struct pn_letter *l, const char *recipient);

/* pn_letter_note - keep a macro's VALUE (may be NULL) in *FIELD */
void pn_letter_note(char **field, const char *value);

/* pn_letter_header - one header field of the letter */
void pn_letter_header(struct pn_letter *l, const char *name,
    const char *value, bool leadspc);

/* pn_letter_unread - may it pass without being read? All recipients are
 * internal, and none is Postern's own reply address */
bool pn_letter_unread(const struct pn_letter *l);

#endif
