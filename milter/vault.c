/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vault - the store, as a daemon needs it: it may be away and come back
 *
 * One handle is shared by all threads and counted. A handle that failed is
 * put aside; the last user closes it, and the next caller opens a new one, at
 * most once a second so that a dead store costs no message its time.
 */
#include <pthread.h>
#include <stdlib.h>
#include "base/mem.h"
#include "milter/log.h"
#include "milter/vault.h"

#define VAULT_RETRY_MS 1000

struct handle {
	struct pn_store *store;
	unsigned users;
	bool aside; /* to be closed by its last user */
	struct handle *next;
};

struct pn_vault {
	pthread_mutex_t lock;
	char *driver, *path, *dsn;
	const struct pn_key *key;
	struct handle *handles; /* the current one and those put aside */
	struct handle *current; /* NULL while the store is down */
	int64_t next_try;	/* pn_monotonic_ms */
	bool told;		/* the log knows that it is down */
};

/* vault_open - open the store and make it the current one; lock is held */
static enum pn_err
vault_open(struct pn_vault *v, struct pn_errinfo *info)
{
	struct pn_store_options o = {
	    .driver = v->driver,
	    .path = v->path,
	    .dsn = v->dsn,
	    .key = v->key,
	};
	struct pn_store *store = NULL;
	enum pn_err err;

	v->next_try = pn_monotonic_ms() + VAULT_RETRY_MS;
	err = pn_store_open(&o, &store, info);
	if (err != PN_OK) {
		if (!v->told)
			pn_log_err(LOG_ERR, "store is down", err, info);
		v->told = true;
		return err;
	}
	if (v->told)
		pn_log(LOG_NOTICE, "store is back");
	v->told = false;
	v->current = pn_alloc(sizeof(*v->current));
	v->current->store = store;
	v->current->next = v->handles;
	v->handles = v->current;
	return PN_OK;
}

enum pn_err
pn_vault_new(const struct pn_config *config, const struct pn_key *key,
    struct pn_vault **out, struct pn_errinfo *info)
{
	struct pn_vault *v = pn_alloc(sizeof(*v));
	enum pn_err err;

	pthread_mutex_init(&v->lock, NULL);
	v->driver = pn_strdup(config->store_driver);
	v->path = pn_strdup(config->store_path);
	v->dsn = pn_strdup(config->store_dsn);
	v->key = key;
	err = vault_open(v, info);
	if (err == PN_ERR_CONFIG || err == PN_ERR_CRYPTO) {
		pn_vault_free(&v);
		return err;
	}
	*out = v;
	return PN_OK;
}

void
pn_vault_free(struct pn_vault **v)
{
	if (!*v)
		return;
	while ((*v)->handles) {
		struct handle *h = (*v)->handles;

		(*v)->handles = h->next;
		pn_store_close(&h->store);
		free(h);
	}
	pthread_mutex_destroy(&(*v)->lock);
	free((*v)->driver);
	free((*v)->path);
	free((*v)->dsn);
	free(*v);
	*v = NULL;
}

struct pn_store *
pn_vault_enter(struct pn_vault *v)
{
	struct pn_errinfo info = {0};
	struct pn_store *store = NULL;

	pthread_mutex_lock(&v->lock);
	if (!v->current && pn_monotonic_ms() >= v->next_try)
		(void)!vault_open(v, &info);
	if (v->current) {
		v->current->users++;
		store = v->current->store;
	}
	pthread_mutex_unlock(&v->lock);
	return store;
}

void
pn_vault_leave(struct pn_vault *v, struct pn_store *s, enum pn_err err)
{
	bool broken = err == PN_ERR_CORRUPT || err == PN_ERR_IO;

	if (!s)
		return;
	pthread_mutex_lock(&v->lock);
	for (struct handle **at = &v->handles; *at; at = &(*at)->next) {
		struct handle *h = *at;

		if (h->store != s)
			continue;
		h->aside |= broken;
		if (broken && v->current == h) {
			v->current = NULL;
			v->next_try = 0;
		}
		if (--h->users == 0 && h->aside) {
			*at = h->next;
			pn_store_close(&h->store);
			free(h);
		}
		break;
	}
	pthread_mutex_unlock(&v->lock);
}
