/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * state - one configuration with all that was made from it
 *
 * A state is immutable and counted. A message keeps the one that it came in
 * under; reload puts a new one in its place when the new one is ready, and
 * the old one ends with its last message. It is the only state of the
 * process that callbacks of libmilter reach without a session.
 */
#ifndef PN_MILTER_STATE_H
#define PN_MILTER_STATE_H

#include "base/crypt.h"
#include "base/err.h"
#include "detect/patfile.h"
#include "milter/vault.h"
#include "policy/config.h"
#include "policy/explain.h"
#include "worker/pool.h"

struct pn_state {
	struct pn_config *config;
	struct pn_texts *texts;
	struct pn_pack *pack; /* for the names that people read */
	struct pn_labels labels;
	struct pn_key *key;
	struct pn_vault *vault;
	struct pn_pool *pool;
	char *reply_address; /* canonical notice_from; "" if it is none */
	unsigned users;	     /* state.c's own */
};

/*
 * pn_state_load - read PATH (NULL: the shipped defaults) and start all that
 * belongs to it, the workers too. The site key is made where there is none.
 * INFO says which file and line is wrong.
 */
enum pn_err pn_state_load(const char *path, struct pn_state **out,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_state_put - make S (one use of it is taken over) the current one; the
 * one before ends with its last user, in a thread of its own */
void pn_state_put(struct pn_state *s);

/* pn_state_get - the current one, to be given back with pn_state_drop; NULL
 * before the first pn_state_put. Any thread */
struct pn_state *pn_state_get(void);

/* pn_state_drop - give *S back, set it to NULL; NULL is fine */
void pn_state_drop(struct pn_state **s);

#endif
