/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compose - header fields and mails that we write ourselves
 */
#ifndef PN_MILTER_COMPOSE_H
#define PN_MILTER_COMPOSE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/crypt.h"
#include "milter/session.h"
#include "policy/config.h"
#include "policy/explain.h"

/* What a notice is made of. */
struct pn_composition {
	const struct pn_config *config;
	const struct pn_key *key;
	const struct pn_mail *mail;
	const char *to; /* canonical */
	const char *reference;
	const char *answers; /* Message-Id of the message, without <>; NULL */
	int64_t now;
};

/*
 * pn_compose_notice - the whole message (RFC 5322, lines by CRLF, 7 bit) for
 * free(). It is marked as automatic (RFC 3834) and carries X-Postern-Notice:
 * the reference and a keyed hash of recipient, reference and body.
 */
char *pn_compose_notice(const struct pn_composition *c);

/*
 * pn_notice_ours - is the finished letter L a notice that this site's key
 * made, on its way to the one recipient that it was made for? A copied or
 * made-up field gives false.
 */
bool pn_notice_ours(const struct pn_key *key, const struct pn_letter *l);

/*
 * pn_subject_tagged - VALUE (as it came; NULL: no Subject) with TAG in front,
 * for free(); NULL where it is there already. VALUE's own encoding is not
 * touched; a TAG that is not ASCII is encoded (RFC 2047).
 */
char *pn_subject_tagged(const char *tag, const char *value);

#endif
