/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conn - the store's one connection: who may use it, and when it is made anew
 *
 * Private to lib/store. Every call of store.h is enter, run..., leave.
 */
#ifndef PN_STORE_CONN_H
#define PN_STORE_CONN_H

#include <pthread.h>
#include "store/sql.h"

#define PN_STORE_MAX_SEALED (8u << 20) /* a notice or envelope; a safe bound */

struct pn_store {
	const struct pn_sql_driver *driver;
	struct pn_store_options options; /* with copies of its strings */
	char *path, *dsn;
	const struct pn_key *key;
	pthread_mutex_t lock; /* recursive, for pn_store_together */
	unsigned depth;	      /* how often its holder entered */
	struct pn_sql *c; /* NULL: to be made at the next enter */
	bool writing;	  /* in a transaction */
};

/* pn_store_init - the members that are not options */
void pn_store_init(struct pn_store *s);

/* pn_store_connect - make the connection; CREATE allows a new database */
enum pn_err pn_store_connect(struct pn_store *s, bool create,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_store_enter - take the connection for this thread (making it anew where
 * it was lost), with WRITE inside a transaction; within pn_store_together
 * inside that one. Unless PN_OK nothing is taken */
enum pn_err pn_store_enter(struct pn_store *s, bool write,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_store_leave - give it back: with ERR PN_OK commit, else roll back. A
 * connection that failed is closed. Returns ERR or the failure to commit */
enum pn_err pn_store_leave(struct pn_store *s, enum pn_err err,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_store_run - run a statement between enter and leave; CHANGED_OUT as in
 * pn_sql_driver */
enum pn_err pn_store_run(struct pn_store *s, const struct pn_sql_call *call,
    uint64_t *changed_out, struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_store_seal - TEXT sealed for PURPOSE into OUT, which is initialised here
 * and freed by the caller in any case */
enum pn_err pn_store_seal(const struct pn_store *s, const char *purpose,
    const char *text, struct pn_buf *out, struct pn_errinfo *info)
    PN_MUST_CHECK;

/* pn_store_unseal - the reverse, as a string for free(); "" for no bytes;
 * PN_ERR_CORRUPT where it was changed */
enum pn_err pn_store_unseal(const struct pn_store *s, const char *purpose,
    struct pn_bytes sealed, char **out, struct pn_errinfo *info)
    PN_MUST_CHECK;

#endif
