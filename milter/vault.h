/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vault - the store, as a daemon needs it: it may be away and come back
 *
 * A store that can't be opened or breaks is tried again now and then, without
 * a restart. Whoever uses it holds it for that time, so a broken one is
 * closed only when nobody is in it.
 */
#ifndef PN_MILTER_VAULT_H
#define PN_MILTER_VAULT_H

#include "base/crypt.h"
#include "base/err.h"
#include "policy/config.h"
#include "store/store.h"

struct pn_vault;

/*
 * pn_vault_new - for the store of CONFIG (copied) and KEY (borrowed until
 * free). A store that is down now is no failure; PN_ERR_CONFIG for an unknown
 * driver, PN_ERR_CRYPTO for a store made with another key.
 */
enum pn_err pn_vault_new(const struct pn_config *config,
    const struct pn_key *key, struct pn_vault **out, struct pn_errinfo *info)
    PN_MUST_CHECK;

/* pn_vault_free - close and free *V when nobody uses it, set it to NULL */
void pn_vault_free(struct pn_vault **v);

/* pn_vault_enter - the store, to be given back with pn_vault_leave; NULL
 * while it is down. Any thread */
struct pn_store *pn_vault_enter(struct pn_vault *v);

/* pn_vault_leave - done with S (may be NULL); ERR is how the last call went:
 * damaged or unreachable makes the next one open it anew */
void pn_vault_leave(struct pn_vault *v, struct pn_store *s, enum pn_err err);

#endif
