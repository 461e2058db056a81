/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * state - one configuration with all that was made from it
 *
 * Freeing one waits for its workers, so the last user does not do it (that
 * may be a message whose sender waits): a thread of its own does.
 */
#include <pthread.h>
#include <stdlib.h>
#include "base/addr.h"
#include "base/mem.h"
#include "base/paths.h"
#include "milter/log.h"
#include "milter/state.h"

#define POOL_STOP_SECONDS 10 /* what jobs that nobody waits for may take */

static pthread_mutex_t state_lock = PTHREAD_MUTEX_INITIALIZER;
static struct pn_state *state_current;

/* label - struct pn_labels: the words for a pattern id, from its pack */
static const char *
label(void *ctx, const char *pattern, bool plural)
{
	const struct pn_pattern_def *def = pn_pack_find(ctx, pattern);

	if (!def)
		return NULL;
	return plural ? def->names : def->name;
}

/* load_key - the site key; made at the first start */
static enum pn_err
load_key(const char *path, struct pn_key **out, struct pn_errinfo *info)
{
	enum pn_err err = pn_key_load(path, out, info);

	if (err != PN_ERR_NOT_FOUND)
		return err;
	*info = (struct pn_errinfo){0};
	err = pn_key_create(path, info);
	if (err != PN_OK && err != PN_ERR_EXISTS)
		return err;
	return pn_key_load(path, out, info);
}

/* load_pool - start the workers of S */
static enum pn_err
load_pool(struct pn_state *s, struct pn_errinfo *info)
{
	const struct pn_config *c = s->config;
	struct pn_pool_options o = {
	    .config = c->file,
	    .workers = c->workers,
	    .cpu_seconds = c->limit_cpu_seconds,
	    .memory_mb = c->limit_memory_mb,
	};
	char *program =
	    c->scanner[0] ? pn_strdup(c->scanner) : pn_path_scanner();
	enum pn_err err;

	o.program = program;
	err = pn_pool_start(&o, &s->pool, info);
	free(program);
	if (err == PN_OK && pn_pool_note(s->pool)[0])
		pn_log(LOG_NOTICE, "sandbox: %s", pn_pool_note(s->pool));
	return err;
}

static void
state_free(struct pn_state *s)
{
	pn_pool_stop(&s->pool, POOL_STOP_SECONDS);
	pn_vault_free(&s->vault);
	pn_key_free(&s->key);
	pn_pack_free(&s->pack);
	pn_texts_free(&s->texts);
	pn_config_free(&s->config);
	free(s->reply_address);
	free(s);
}

static void *
free_thread(void *s)
{
	state_free(s);
	return NULL;
}

enum pn_err
pn_state_load(const char *path, struct pn_state **out, struct pn_errinfo *info)
{
	struct pn_state *s = pn_alloc(sizeof(*s));
	enum pn_err err;

	err = pn_config_load(path, &s->config, info);
	if (err != PN_OK)
		goto out;
	err = pn_texts_load(s->config, &s->texts, info);
	if (err != PN_OK)
		goto out;
	err = pn_pack_load(
	    s->config->patterns.s, s->config->patterns.n, &s->pack, info);
	if (err != PN_OK)
		goto out;
	s->labels = (struct pn_labels){.label = label, .ctx = s->pack};
	s->reply_address = pn_addr_canon(s->config->notice_from);
	if (!s->reply_address)
		s->reply_address = pn_strdup("");
	err = load_key(s->config->site_key, &s->key, info);
	if (err != PN_OK)
		goto out;
	err = pn_vault_new(s->config, s->key, &s->vault, info);
	if (err != PN_OK)
		goto out;
	err = load_pool(s, info);
	if (err != PN_OK)
		goto out;
	s->users = 1;
	*out = s;
	s = NULL;
out:
	if (s)
		state_free(s);
	return err;
}

void
pn_state_put(struct pn_state *s)
{
	struct pn_state *old;

	pthread_mutex_lock(&state_lock);
	old = state_current;
	state_current = s;
	pthread_mutex_unlock(&state_lock);
	pn_state_drop(&old);
}

struct pn_state *
pn_state_get(void)
{
	struct pn_state *s;

	pthread_mutex_lock(&state_lock);
	s = state_current;
	if (s)
		s->users++;
	pthread_mutex_unlock(&state_lock);
	return s;
}

void
pn_state_drop(struct pn_state **s)
{
	struct pn_state *gone = NULL;
	pthread_t thread;

	if (!*s)
		return;
	pthread_mutex_lock(&state_lock);
	if (--(*s)->users == 0)
		gone = *s;
	pthread_mutex_unlock(&state_lock);
	*s = NULL;
	if (!gone)
		return;
	if (pthread_create(&thread, NULL, free_thread, gone) == 0)
		pthread_detach(thread);
	else
		state_free(gone);
}
