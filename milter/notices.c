/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * notices - the thread that sends what lies in the store's outbox
 *
 * Whatever can't be sent stays in the store and is tried again, later each
 * time, until the store gives it up (outbox_days). One notice is claimed for
 * LEASE_SECONDS, longer than a try can take, so no two hosts send it; one that
 * was claimed by a process that was killed waits for as long. The thread also
 * has the store delete what is over its time.
 */
#include <pthread.h>
#include <string.h>
#include <time.h>
#include "milter/log.h"
#include "milter/notices.h"
#include "milter/state.h"
#include "milter/transport.h"

#define LEASE_SECONDS	  (PN_TRANSPORT_SECONDS + 30)
#define LOOK_SECONDS	  5 /* between looks at the outbox, at most */
#define PURGE_SECONDS	  3600
#define LATER_MAX_SECONDS 3600
#define STOP_SECONDS	  1 /* of the six that a stop may take */

static pthread_mutex_t wake_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake_cond = PTHREAD_COND_INITIALIZER;
static pthread_cond_t idle_cond = PTHREAD_COND_INITIALIZER;
static bool woken;
static bool sending;  /* a notice is claimed */
static bool stopping; /* claim no more */

void
pn_notices_wake(void)
{
	pthread_mutex_lock(&wake_lock);
	woken = true;
	pthread_cond_signal(&wake_cond);
	pthread_mutex_unlock(&wake_lock);
}

/* rest - wait to be woken, for SECONDS at most */
static void
rest(unsigned seconds)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += seconds;
	pthread_mutex_lock(&wake_lock);
	while (!woken &&
	       pthread_cond_timedwait(&wake_cond, &wake_lock, &until) == 0)
		;
	woken = false;
	pthread_mutex_unlock(&wake_lock);
}

/* later - seconds until the next try, doubled each time */
static unsigned
later(const struct pn_config *c, unsigned tries)
{
	unsigned seconds = c->retry_seconds > 0 ? c->retry_seconds : 1;

	while (tries-- > 0 && seconds < LATER_MAX_SECONDS)
		seconds *= 2;
	return seconds < LATER_MAX_SECONDS ? seconds : LATER_MAX_SECONDS;
}

/* send_one - send the notice DUE and write down how it went */
static enum pn_err
send_one(
    const struct pn_state *s, struct pn_store *store, const struct pn_due *due)
{
	struct pn_errinfo info = {0};
	enum pn_err err = pn_send(s->config, due->to, due->message, &info);
	unsigned wait;

	if (err == PN_OK) {
		pn_log(LOG_INFO, "%s: notice sent", due->reference);
		return pn_store_notice_done(store, due->id, &info);
	}
	wait = later(s->config, due->tries);
	pn_log(LOG_WARNING, "%s: notice not sent, again in %u s: %s",
	    due->reference, wait, info.text[0] ? info.text : pn_strerror(err));
	return pn_store_notice_later(store, due->id, wait, &info);
}

/* may_send - mark that a notice is about to be claimed; false: we stop */
static bool
may_send(void)
{
	bool may;

	pthread_mutex_lock(&wake_lock);
	may = sending = !stopping;
	pthread_mutex_unlock(&wake_lock);
	return may;
}

/* sent - no notice is claimed any more */
static void
sent(void)
{
	pthread_mutex_lock(&wake_lock);
	sending = false;
	pthread_cond_broadcast(&idle_cond);
	pthread_mutex_unlock(&wake_lock);
}

/* send_due - send one notice that is due; false when there is none */
static bool
send_due(const struct pn_state *s)
{
	struct pn_store *store = pn_vault_enter(s->vault);
	struct pn_errinfo info = {0};
	struct pn_due due = {0};
	enum pn_err err;

	if (!store)
		return false;
	err = pn_store_notice_due(store, LEASE_SECONDS, &due, &info);
	if (err == PN_OK) {
		err = send_one(s, store, &due);
		pn_due_free(&due);
	} else if (err == PN_ERR_NOT_FOUND) {
		pn_vault_leave(s->vault, store, PN_OK);
		return false;
	}
	pn_vault_leave(s->vault, store, err);
	return err == PN_OK;
}

static void
purge(const struct pn_state *s)
{
	struct pn_store *store = pn_vault_enter(s->vault);
	struct pn_errinfo info = {0};
	enum pn_err err;

	if (!store)
		return;
	err = pn_store_purge(store, &info);
	if (err != PN_OK)
		pn_log_err(LOG_WARNING, "purge", err, &info);
	pn_vault_leave(s->vault, store, err);
}

static void *
notices_thread(void *unused)
{
	int64_t purge_at = 0;

	(void)unused;
	for (;;) {
		struct pn_state *s = pn_state_get();
		unsigned look = s->config->retry_seconds;

		while (may_send() && send_due(s))
			;
		sent();
		if (pn_monotonic_ms() >= purge_at) {
			purge(s);
			purge_at = pn_monotonic_ms() + PURGE_SECONDS * 1000;
		}
		pn_state_drop(&s);
		rest(look < LOOK_SECONDS ? look : LOOK_SECONDS);
	}
	return NULL;
}

enum pn_err
pn_notices_start(struct pn_errinfo *info)
{
	pthread_t thread;
	int e = pthread_create(&thread, NULL, notices_thread, NULL);

	if (e != 0)
		return pn_fail(
		    info, PN_ERR_IO, "no thread for notices: %s", strerror(e));
	pthread_detach(thread);
	return PN_OK;
}

void
pn_notices_stop(void)
{
	struct timespec until;

	pn_send_hurry();
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += STOP_SECONDS;
	pthread_mutex_lock(&wake_lock);
	stopping = true;
	while (sending &&
	       pthread_cond_timedwait(&idle_cond, &wake_lock, &until) == 0)
		;
	pthread_mutex_unlock(&wake_lock);
}
