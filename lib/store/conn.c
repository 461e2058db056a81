/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conn - the store's one connection: who may use it, and when it is made anew
 *
 * One connection behind a mutex: a write is a few hundred microseconds and an
 * fsync, and SQLite has one writer anyway. A thread waits for the mutex and
 * then for the database, PN_STORE_WAIT_MS for both together. Whatever breaks a
 * connection (damage, a file that went away) closes it; the next caller tries
 * again, so the store recovers with its cause. Only pn_store_open makes a new
 * database: one that vanished later is an error, never an empty registry.
 */
#include "config.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/mem.h"
#include "store/conn.h"
#include "store/schema.h"

void
pn_store_init(struct pn_store *s)
{
	pthread_mutexattr_t attr;

	pthread_mutexattr_init(&attr);
	pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&s->lock, &attr);
	pthread_mutexattr_destroy(&attr);
}

enum pn_err
pn_store_connect(struct pn_store *s, bool create, struct pn_errinfo *info)
{
	struct pn_sql *c = NULL;
	enum pn_err err = s->driver->open(&s->options, create, &c, info);

	if (err == PN_OK)
		err = pn_schema_ready(
		    s->driver, c, s->key, s->options.read_only, info);
	if (err == PN_OK) {
		s->c = c;
		return PN_OK;
	}
	if (c != NULL)
		s->driver->close(&c, false);
	if (info != NULL && info->file[0] == '\0' && s->path != NULL)
		snprintf(info->file, sizeof(info->file), "%s", s->path);
	return err;
}

/* lock - take the mutex within the time allowed; *LEFT is what is left */
static enum pn_err
lock(struct pn_store *s, unsigned *left, struct pn_errinfo *info)
{
	int64_t start = pn_monotonic_ms(), used;
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += PN_STORE_WAIT_MS / 1000;
	until.tv_nsec += PN_STORE_WAIT_MS % 1000 * 1000000L;
	if (until.tv_nsec >= 1000000000L) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000L;
	}
	if (pthread_mutex_clocklock(&s->lock, CLOCK_MONOTONIC, &until) != 0)
		return pn_fail(info, PN_ERR_BUSY,
		    "the store is too slow for so many at once: try again");
	used = pn_monotonic_ms() - start;
	*left = used < PN_STORE_WAIT_MS ? PN_STORE_WAIT_MS - (unsigned)used : 0;
	return PN_OK;
}

/* unlock - give the mutex back, with a connection that is sound or none */
static void
unlock(struct pn_store *s, bool sound)
{
	s->depth--;
	s->writing = false;
	if (!sound)
		s->driver->close(&s->c, false);
	pthread_mutex_unlock(&s->lock);
}

/* breaks - is the connection of no use after ERR? */
static bool
breaks(enum pn_err err)
{
	return err != PN_OK && err != PN_ERR_BUSY && err != PN_ERR_EXISTS &&
	       err != PN_ERR_NOT_FOUND && err != PN_ERR_LIMIT;
}

enum pn_err
pn_store_enter(struct pn_store *s, bool write, struct pn_errinfo *info)
{
	struct pn_sql_call begin = {.text = s->driver->begin};
	unsigned left = 0;
	enum pn_err err = lock(s, &left, info);

	if (err != PN_OK)
		return err;
	if (s->depth++ > 0)
		return PN_OK;
	if (s->c != NULL && !s->driver->usable(s->c))
		s->driver->close(&s->c, false);
	if (s->c == NULL)
		err = pn_store_connect(s, false, info);
	if (err == PN_ERR_NOT_FOUND) /* of a row means another thing */
		err = PN_ERR_IO;
	if (err == PN_OK) {
		s->driver->wait(s->c, left);
		if (write)
			err = s->driver->run(s->c, &begin, NULL, info);
		s->writing = write && err == PN_OK;
	}
	if (err != PN_OK)
		unlock(s, !breaks(err));
	return err;
}

enum pn_err
pn_store_leave(struct pn_store *s, enum pn_err err, struct pn_errinfo *info)
{
	struct pn_sql_call commit = {.text = "COMMIT"};
	struct pn_sql_call rollback = {.text = "ROLLBACK"};

	if (s->depth > 1) { /* within pn_store_together, which ends it */
		s->depth--;
		pthread_mutex_unlock(&s->lock);
		return err;
	}
	if (s->writing && err == PN_OK)
		err = s->driver->run(s->c, &commit, NULL, info);
	if (s->writing && err != PN_OK)
		(void)!s->driver->run(s->c, &rollback, NULL, NULL);
	unlock(s, !breaks(err));
	return err;
}

enum pn_err
pn_store_run(struct pn_store *s, const struct pn_sql_call *call,
    uint64_t *changed_out, struct pn_errinfo *info)
{
	return s->driver->run(s->c, call, changed_out, info);
}

enum pn_err
pn_store_seal(const struct pn_store *s, const char *purpose, const char *text,
    struct pn_buf *out, struct pn_errinfo *info)
{
	struct pn_bytes plain = {(const unsigned char *)text, strlen(text)};
	enum pn_err err;

	pn_buf_init(out, PN_STORE_MAX_SEALED);
	err = pn_seal(s->key, purpose, plain, out);
	return err == PN_OK ? PN_OK
			    : pn_fail(info, err, "too long for the store");
}

enum pn_err
pn_store_unseal(const struct pn_store *s, const char *purpose,
    struct pn_bytes sealed, char **out, struct pn_errinfo *info)
{
	struct pn_buf plain;
	enum pn_err err = PN_OK;

	pn_buf_init(&plain, PN_STORE_MAX_SEALED);
	if (sealed.n > 0)
		err = pn_unseal(s->key, purpose, sealed, &plain);
	if (err == PN_OK)
		*out = pn_buf_take(&plain);
	else
		err = pn_fail(info, PN_ERR_CORRUPT,
		    "a sealed value was changed: restore the store");
	pn_buf_free(&plain);
	return err;
}
