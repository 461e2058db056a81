/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * store_world - a store in a folder of its own, for the tests of the store
 */
#ifndef TESTS_STORE_WORLD_H
#define TESTS_STORE_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/mem.h"
#include "store/store.h"

#define KNOWN  "b@x.example"
#define SENDER "a@school.example"

/* One test's folder, key, clock and store. */
struct world {
	char dir[64];
	char path[96];
	struct pn_key *key;
	int64_t now;
	struct pn_clock clock;
	struct pn_store *s;
};

static inline int64_t
world_now(void *ctx)
{
	return ((struct world *)ctx)->now;
}

static inline enum pn_err
open_store(struct world *w, const struct pn_key *key, bool read_only,
    struct pn_store **out)
{
	struct pn_store_options o = {.driver = "sqlite",
	    .path = w->path,
	    .key = key,
	    .clock = &w->clock,
	    .read_only = read_only};
	struct pn_errinfo info = {0};
	enum pn_err err = pn_store_open(&o, out, &info);

	if (err != PN_OK)
		assert_true(strlen(info.text) > 0);
	return err;
}

static inline int
set_up(void **state)
{
	struct world *w = pn_alloc(sizeof(*w));

	snprintf(w->dir, sizeof(w->dir), "/tmp/pn-store-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	snprintf(w->path, sizeof(w->path), "%s/postern.db", w->dir);
	w->key = pn_key_random();
	w->now = 1000000;
	w->clock = (struct pn_clock){world_now, w};
	assert_int_equal(open_store(w, w->key, false, &w->s), PN_OK);
	*state = w;
	return 0;
}

static inline int
tear_down(void **state)
{
	struct world *w = *state;
	char *command = pn_printf("rm -rf '%s'", w->dir);

	pn_store_close(&w->s);
	pn_key_free(&w->key);
	assert_int_equal(chmod(w->dir, 0700), 0);
	assert_int_equal(system(command), 0);
	free(command);
	free(w);
	return 0;
}

/* add - KNOWN is verified for everybody, or what went wrong */
static inline enum pn_err
add(struct world *w)
{
	struct pn_errinfo info = {0};

	return pn_store_recipient_add(w->s, KNOWN, "", "it", "cli", 0, &info);
}

/* ask - is KNOWN verified? An error must never say yes */
static inline enum pn_err
ask(struct world *w, bool *yes)
{
	struct pn_errinfo info = {0};
	enum pn_err err;

	*yes = true;
	err = pn_store_recipient_verified(w->s, KNOWN, SENDER, yes, &info);
	if (err != PN_OK)
		assert_false(*yes);
	if (err != PN_OK)
		assert_true(strlen(info.text) > 0);
	return err;
}

static inline void
assert_known(struct world *w)
{
	bool yes;

	assert_int_equal(ask(w, &yes), PN_OK);
	assert_true(yes);
}

/* A message that is held, with a notice. */
static const struct pn_record sample = {.reference = "7QX4-2MK9",
    .queue_id = "4F00AA",
    .verdict = "quarantine",
    .json = "{\"rules\": []}",
    .who = SENDER,
    .held_json = "{\"to\": \"b@x.example\"}",
    .held_until = 2000000,
    .notice_to = SENDER,
    .notice = "Subject: Held\n\nYour email waits.\n",
    .keep_until = 3000000,
    .notice_until = 2500000};

#define ROW(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

#endif
