/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_store - the store keeps what it is told, and no fault of the database
 * is ever read as an answer
 */
#include "config.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include <sqlite3.h>
#include "base/mem.h"
#include "store/store.h"

#define KNOWN  "b@x.example"
#define SENDER "a@school.example"
#define NOBODY 65534 /* a user without rights, for tests that run as root */

/* One test's folder, key, clock and store. */
struct world {
	char dir[64];
	char path[96];
	struct pn_key *key;
	int64_t now;
	struct pn_clock clock;
	struct pn_store *s;
};

static int64_t
world_now(void *ctx)
{
	return ((struct world *)ctx)->now;
}

static enum pn_err
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

static int
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

static int
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
static enum pn_err
add(struct world *w)
{
	struct pn_errinfo info = {0};

	return pn_store_recipient_add(w->s, KNOWN, "", "it", "cli", 0, &info);
}

/* ask - is KNOWN verified? An error must never say yes */
static enum pn_err
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

static void
assert_known(struct world *w)
{
	bool yes;

	assert_int_equal(ask(w, &yes), PN_OK);
	assert_true(yes);
}

/* ---- the registry ------------------------------------------------------ */

static void
verified_follows_scope_and_end(void **state)
{
	static const struct {
		const char *name, *scope;
		int64_t until;
		const char *asked, *sender;
		int64_t now;
		bool want;
	} rows[] = {
	    {"everybody", "", 0, KNOWN, SENDER, 0, true},
	    {"everybody, null sender", "", 0, KNOWN, "", 0, true},
	    {"this sender", SENDER, 0, KNOWN, SENDER, 0, true},
	    {"another sender", "c@school.example", 0, KNOWN, SENDER, 0, false},
	    {"another address", "", 0, "bb@x.example", SENDER, 0, false},
	    {"before its end", "", 2000000, KNOWN, SENDER, 1999999, true},
	    {"at its end", "", 2000000, KNOWN, SENDER, 2000000, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct world *w;
		bool yes = false;
		void *own = NULL;

		set_up(&own);
		w = own;
		assert_int_equal(
		    pn_store_recipient_add(w->s, KNOWN, rows[i].scope, "it",
			"cli", rows[i].until, NULL),
		    PN_OK);
		if (rows[i].now != 0)
			w->now = rows[i].now;
		assert_int_equal(pn_store_recipient_verified(w->s,
				     rows[i].asked, rows[i].sender, &yes, NULL),
		    PN_OK);
		if (yes != rows[i].want)
			fail_msg("%s: got %d", rows[i].name, yes);
		tear_down(&own);
	}
	(void)state;
}

struct seen {
	size_t n;
	char mask[128], scope[128], who[128], how[32];
	int64_t until;
};

static void
see(void *ctx, const struct pn_registered *r)
{
	struct seen *s = ctx;

	if (s->n++ > 0)
		return;
	snprintf(s->mask, sizeof(s->mask), "%s", r->mask);
	snprintf(s->scope, sizeof(s->scope), "%s", r->scope);
	snprintf(s->who, sizeof(s->who), "%s", r->who);
	snprintf(s->how, sizeof(s->how), "%s", r->how);
	s->until = r->until;
}

static void
listing_shows_masks_and_renewal(void **state)
{
	struct world *w = *state;
	struct seen seen = {0}, one = {0}, none = {0};

	assert_int_equal(add(w), PN_OK);
	w->now += 10;
	assert_int_equal(pn_store_recipient_add(w->s, KNOWN, SENDER,
			     "head@school.example", "import", 5000000, NULL),
	    PN_OK);
	w->now += 10;
	assert_int_equal(pn_store_recipient_add(w->s, KNOWN, SENDER,
			     "deputy@school.example", "code", 6000000, NULL),
	    PN_OK);
	assert_int_equal(
	    pn_store_recipient_list(w->s, NULL, see, &seen, NULL), PN_OK);
	assert_int_equal(seen.n, 2);
	assert_null(strstr(seen.mask, "x.example"));
	assert_null(strstr(seen.scope, "school"));
	assert_string_equal(seen.who, "deputy@school.example");
	assert_string_equal(seen.how, "code");
	assert_int_equal(seen.until, 6000000);
	assert_int_equal(
	    pn_store_recipient_list(w->s, KNOWN, see, &one, NULL), PN_OK);
	assert_int_equal(one.n, 2);
	assert_int_equal(
	    pn_store_recipient_list(w->s, "no@x.example", see, &none, NULL),
	    PN_OK);
	assert_int_equal(none.n, 0);
}

static void
removal_is_complete_and_told(void **state)
{
	struct world *w = *state;
	struct pn_errinfo info = {0};
	bool yes;

	assert_int_equal(add(w), PN_OK);
	assert_int_equal(pn_store_recipient_remove(w->s, KNOWN, &info), PN_OK);
	assert_int_equal(ask(w, &yes), PN_OK);
	assert_false(yes);
	assert_int_equal(
	    pn_store_recipient_remove(w->s, KNOWN, &info), PN_ERR_NOT_FOUND);
	assert_true(strlen(info.text) > 0);
}

/* ---- records, held messages, notices ------------------------------------ */

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

struct held_seen {
	size_t n;
	char state[16], json[256];
};

static void
see_held(void *ctx, const struct pn_held *h)
{
	struct held_seen *s = ctx;

	s->n++;
	snprintf(s->state, sizeof(s->state), "%s", h->state);
	snprintf(s->json, sizeof(s->json), "%s", h->json);
}

struct audit_seen {
	size_t n;
	int64_t last;
	char words[256];
};

static void
see_audit(void *ctx, const struct pn_audit_row *r)
{
	struct audit_seen *s = ctx;
	size_t at = strlen(s->words);

	assert_true(r->seq > s->last);
	s->last = r->seq;
	s->n++;
	snprintf(s->words + at, sizeof(s->words) - at, "%s/%s ", r->reference,
	    r->verdict);
}

static struct held_seen
look_held(struct world *w, const char *reference)
{
	struct held_seen seen = {0};

	assert_int_equal(
	    pn_store_held_list(w->s, reference, see_held, &seen, NULL), PN_OK);
	return seen;
}

static void
held_message_is_settled_once_and_wiped(void **state)
{
	struct world *w = *state;

	assert_int_equal(pn_store_record(w->s, &sample, NULL), PN_OK);
	assert_int_equal(look_held(w, NULL).n, 1);
	assert_string_equal(look_held(w, NULL).json, sample.held_json);
	assert_int_equal(
	    pn_store_held_settle(w->s, "0000-0000", "released", NULL),
	    PN_ERR_NOT_FOUND);
	assert_int_equal(
	    pn_store_held_settle(w->s, sample.reference, "released", NULL),
	    PN_OK);
	assert_int_equal(look_held(w, NULL).n, 0);
	assert_string_equal(look_held(w, sample.reference).state, "released");
	assert_string_equal(look_held(w, sample.reference).json, "");
	assert_int_equal(
	    pn_store_held_settle(w->s, sample.reference, "rejected", NULL),
	    PN_ERR_NOT_FOUND);
}

static void
record_is_all_or_nothing(void **state)
{
	struct world *w = *state;
	struct pn_store_counts n = {0};

	assert_int_equal(pn_store_record(w->s, &sample, NULL), PN_OK);
	assert_int_equal(pn_store_record(w->s, &sample, NULL), PN_ERR_EXISTS);
	assert_int_equal(pn_store_counts(w->s, &n, NULL), PN_OK);
	assert_int_equal(n.records, 1);
	assert_int_equal(n.held, 1);
	assert_int_equal(n.notices, 1);
}

static void
notice_is_leased_put_off_and_done(void **state)
{
	struct world *w = *state;
	struct pn_due due = {0}, again = {0};
	struct pn_store_counts n = {0};

	assert_int_equal(
	    pn_store_notice_due(w->s, 60, &due, NULL), PN_ERR_NOT_FOUND);
	assert_int_equal(pn_store_record(w->s, &sample, NULL), PN_OK);
	assert_int_equal(pn_store_notice_due(w->s, 60, &due, NULL), PN_OK);
	assert_string_equal(due.to, SENDER);
	assert_string_equal(due.message, sample.notice);
	assert_string_equal(due.reference, sample.reference);
	assert_int_equal(due.tries, 0);
	assert_int_equal(
	    pn_store_notice_due(w->s, 60, &again, NULL), PN_ERR_NOT_FOUND);
	w->now += 60; /* whoever claimed it died */
	assert_int_equal(pn_store_notice_due(w->s, 60, &again, NULL), PN_OK);
	assert_int_equal(again.id, due.id);
	pn_due_free(&again);
	assert_int_equal(pn_store_notice_later(w->s, due.id, 300, NULL), PN_OK);
	assert_int_equal(pn_store_counts(w->s, &n, NULL), PN_OK);
	assert_int_equal(n.notices_late, 1);
	w->now += 299;
	assert_int_equal(
	    pn_store_notice_due(w->s, 60, &again, NULL), PN_ERR_NOT_FOUND);
	w->now += 1;
	assert_int_equal(pn_store_notice_due(w->s, 60, &again, NULL), PN_OK);
	assert_int_equal(again.tries, 1);
	assert_int_equal(pn_store_notice_done(w->s, again.id, NULL), PN_OK);
	assert_int_equal(pn_store_counts(w->s, &n, NULL), PN_OK);
	assert_int_equal(n.notices, 0);
	pn_due_free(&again);
	pn_due_free(&due);
	assert_null(due.to);
}

static void
audit_grows_in_order_and_takes_a_start(void **state)
{
	struct world *w = *state;
	struct audit_seen all = {0}, late = {0};

	assert_int_equal(pn_store_record(w->s, &sample, NULL), PN_OK);
	w->now += 100;
	assert_int_equal(
	    pn_store_event(w->s, "release", "{}", 3000000, NULL), PN_OK);
	assert_int_equal(pn_store_audit(w->s, 0, see_audit, &all, NULL), PN_OK);
	assert_string_equal(all.words, "7QX4-2MK9/quarantine /release ");
	assert_int_equal(
	    pn_store_audit(w->s, w->now, see_audit, &late, NULL), PN_OK);
	assert_string_equal(late.words, "/release ");
}

static void
audit_rows_can_not_be_changed(void **state)
{
	struct world *w = *state;
	sqlite3 *db;

	assert_int_equal(pn_store_record(w->s, &sample, NULL), PN_OK);
	assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "UPDATE audit SET verdict = 'accept'",
			     NULL, NULL, NULL),
	    SQLITE_CONSTRAINT);
	sqlite3_close(db);
}

static void
fault_counts_within_its_days(void **state)
{
	struct world *w = *state;
	static const struct {
		int64_t after;
		const char *print;
		unsigned want;
	} rows[] = {{0, "aa", 1}, {10, "aa", 2}, {10, "bb", 1},
	    {2 * 86400 - 11, "aa", 3}, {2 * 86400, "aa", 1}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		unsigned times = 0;

		w->now += rows[i].after;
		assert_int_equal(
		    pn_store_fault(w->s, rows[i].print, 2, &times, NULL),
		    PN_OK);
		assert_int_equal(times, rows[i].want);
	}
}

static void
purge_ends_what_is_over(void **state)
{
	struct world *w = *state;
	struct pn_store_counts n = {0};
	struct audit_seen rest = {0};
	unsigned times;

	assert_int_equal(pn_store_record(w->s, &sample, NULL), PN_OK);
	assert_int_equal(
	    pn_store_recipient_add(w->s, KNOWN, "", "it", "cli", 2000000, NULL),
	    PN_OK);
	assert_int_equal(pn_store_fault(w->s, "aa", 2, &times, NULL), PN_OK);
	w->now = 1999999;
	assert_int_equal(pn_store_purge(w->s, NULL), PN_OK);
	assert_int_equal(pn_store_counts(w->s, &n, NULL), PN_OK);
	assert_int_equal(n.recipients, 1);
	assert_string_equal(look_held(w, NULL).state, "held");
	w->now = 2000000;
	assert_int_equal(pn_store_purge(w->s, NULL), PN_OK);
	assert_string_equal(look_held(w, NULL).state, "expired");
	assert_string_equal(look_held(w, NULL).json, "");
	w->now = 3000000;
	assert_int_equal(pn_store_purge(w->s, NULL), PN_OK);
	assert_int_equal(pn_store_counts(w->s, &n, NULL), PN_OK);
	assert_int_equal(n.recipients, 0);
	assert_int_equal(n.held, 0);
	assert_int_equal(n.notices, 0);
	assert_int_equal(
	    pn_store_audit(w->s, 0, see_audit, &rest, NULL), PN_OK);
	assert_string_equal(rest.words, "7QX4-2MK9/notice-given-up ");
}

/* in_files - does WORD stand in any file of the store's folder? */
static bool
in_files(struct world *w, const char *word)
{
	char *command = pn_printf("grep -qF -- '%s' '%s'/*", word, w->dir);
	int rc = system(command);

	free(command);
	return rc == 0;
}

static void
nothing_stands_in_the_files_in_clear(void **state)
{
	struct world *w = *state;

	assert_int_equal(pn_store_record(w->s, &sample, NULL), PN_OK);
	assert_int_equal(pn_store_recipient_add(w->s, KNOWN, SENDER,
			     "head@school.example", "cli", 0, NULL),
	    PN_OK);
	assert_true(in_files(w, "7QX4-2MK9"));
	assert_false(in_files(w, "x.example"));
	assert_false(in_files(w, "school.example"));
	assert_false(in_files(w, "Your email waits"));
}

static void
settled_and_purged_is_gone_from_the_files(void **state)
{
	struct world *w = *state;

	assert_int_equal(pn_store_record(w->s, &sample, NULL), PN_OK);
	w->now = 4000000;
	assert_int_equal(pn_store_purge(w->s, NULL), PN_OK);
	w->now = 9000000;
	assert_int_equal(pn_store_purge(w->s, NULL), PN_OK);
	assert_false(in_files(w, "7QX4-2MK9"));
}

/* two_writes - pn_store_together's work: both or none */
static enum pn_err
two_writes(void *ctx, struct pn_errinfo *info)
{
	struct world *w = ctx;
	enum pn_err err = add(w);
	bool yes;

	assert_int_equal(ask(w, &yes), PN_OK);
	assert_true(yes); /* it sees what it wrote */
	if (err == PN_OK)
		err = pn_store_held_settle(
		    w->s, sample.reference, "released", info);
	return err;
}

static void
writes_together_are_all_or_nothing(void **state)
{
	struct world *w = *state;
	struct pn_errinfo info = {0};
	bool yes;

	assert_int_equal(
	    pn_store_together(w->s, two_writes, w, &info), PN_ERR_NOT_FOUND);
	assert_int_equal(ask(w, &yes), PN_OK);
	assert_false(yes);
	assert_int_equal(pn_store_record(w->s, &sample, NULL), PN_OK);
	assert_int_equal(pn_store_together(w->s, two_writes, w, &info), PN_OK);
	assert_known(w);
	assert_string_equal(look_held(w, sample.reference).state, "released");
}

/* ---- opening ------------------------------------------------------------- */

static void
contents_survive_closing(void **state)
{
	struct world *w = *state;

	assert_int_equal(add(w), PN_OK);
	pn_store_close(&w->s);
	assert_int_equal(open_store(w, w->key, false, &w->s), PN_OK);
	assert_known(w);
}

static void
another_key_is_refused(void **state)
{
	struct world *w = *state;
	struct pn_key *other = pn_key_random();
	struct pn_store *s = NULL;

	assert_int_equal(open_store(w, other, false, &s), PN_ERR_CRYPTO);
	assert_null(s);
	pn_key_free(&other);
}

static void
unknown_driver_is_refused(void **state)
{
	struct world *w = *state;
	struct pn_store_options o = {
	    .driver = "oracle", .path = w->path, .key = w->key};
	struct pn_store *s = NULL;

	assert_int_equal(pn_store_open(&o, &s, NULL), PN_ERR_CONFIG);
}

static void
read_only_look_never_creates_or_writes(void **state)
{
	struct world *w = *state;
	struct pn_store *s = NULL;
	struct pn_store_counts n = {0};
	struct stat st;

	assert_int_equal(add(w), PN_OK);
	assert_int_equal(open_store(w, w->key, true, &s), PN_OK);
	assert_int_equal(pn_store_counts(s, &n, NULL), PN_OK);
	assert_int_equal(n.recipients, 1);
	assert_int_not_equal(pn_store_purge(s, NULL), PN_OK);
	pn_store_close(&s);
	pn_store_close(&w->s);
	assert_int_equal(unlink(w->path), 0);
	assert_int_equal(open_store(w, w->key, true, &s), PN_ERR_NOT_FOUND);
	assert_int_equal(stat(w->path, &st), -1);
}

static void
file_is_for_its_owner_only(void **state)
{
	struct world *w = *state;
	struct stat st;

	assert_int_equal(stat(w->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	pn_store_close(&w->s);
	assert_int_equal(chmod(w->path, 0666), 0);
	assert_int_equal(open_store(w, w->key, false, &w->s), PN_OK);
	assert_int_equal(stat(w->path, &st), 0);
	assert_int_equal(st.st_mode & 07, 0);
}

static void
folder_open_to_strangers_is_refused(void **state)
{
	struct world *w = *state;

	pn_store_close(&w->s);
	assert_int_equal(chmod(w->dir, 0777), 0);
	assert_int_equal(open_store(w, w->key, false, &w->s), PN_ERR_CONFIG);
	assert_int_equal(chmod(w->dir, 0755), 0);
	assert_int_equal(open_store(w, w->key, false, &w->s), PN_OK);
}

static void
last_folder_is_made(void **state)
{
	struct world *w = *state;
	struct stat st;

	pn_store_close(&w->s);
	snprintf(w->path, sizeof(w->path), "%s/new/postern.db", w->dir);
	assert_int_equal(open_store(w, w->key, false, &w->s), PN_OK);
	assert_int_equal(stat(w->path, &st), 0);
	snprintf(w->path, sizeof(w->path), "%s/no/no/postern.db", w->dir);
	pn_store_close(&w->s);
	assert_int_equal(open_store(w, w->key, false, &w->s), PN_ERR_IO);
}

/* sql - run TEXT on the file, as somebody else would */
static void
sql(struct world *w, const char *text)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void
foreign_and_newer_databases_are_refused(void **state)
{
	static const struct {
		const char *name, *text;
		enum pn_err want;
	} rows[] = {
	    {"newer", "UPDATE meta SET value = '999' WHERE name = 'version'",
		PN_ERR_UNSUPPORTED},
	    {"no version", "DELETE FROM meta WHERE name = 'version'",
		PN_ERR_CORRUPT},
	    {"not ours", "DROP TABLE meta", PN_ERR_CORRUPT},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		void *own = NULL;
		struct world *w;
		enum pn_err err;

		set_up(&own);
		w = own;
		pn_store_close(&w->s);
		sql(w, rows[i].text);
		err = open_store(w, w->key, false, &w->s);
		if (err != rows[i].want)
			fail_msg("%s: %s", rows[i].name, pn_strerror(err));
		tear_down(&own);
	}
	(void)state;
}

/* ---- faults: the right error, and recovery ---------------------------------
 */

static void
locked_store_is_busy_and_recovers(void **state)
{
	struct world *w = *state;
	sqlite3 *db;
	int64_t start;

	assert_int_equal(add(w), PN_OK);
	assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_known(w); /* reading goes on beside a writer */
	start = pn_monotonic_ms();
	assert_int_equal(add(w), PN_ERR_BUSY);
	assert_in_range(pn_monotonic_ms() - start, PN_STORE_WAIT_MS / 2,
	    PN_STORE_WAIT_MS * 2);
	assert_int_equal(
	    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	assert_int_equal(add(w), PN_OK);
}

static void
exclusive_lock_is_busy_for_readers_too(void **state)
{
	struct world *w = *state;
	sqlite3 *db;
	bool yes;

	assert_int_equal(add(w), PN_OK);
	pn_store_close(&w->s);
	assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(db, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE",
		NULL, NULL, NULL),
	    SQLITE_OK);
	assert_int_equal(open_store(w, w->key, false, &w->s), PN_ERR_BUSY);
	sqlite3_close(db);
	assert_int_equal(open_store(w, w->key, false, &w->s), PN_OK);
	assert_int_equal(ask(w, &yes), PN_OK);
	assert_true(yes);
}

/* wal_size - bytes of the write-ahead log */
static rlim_t
wal_size(struct world *w)
{
	struct stat st;
	char *wal = pn_printf("%s-wal", w->path);

	assert_int_equal(stat(wal, &st), 0);
	free(wal);
	return (rlim_t)st.st_size;
}

static void
full_disk_is_busy_and_recovers(void **state)
{
	struct world *w = *state;
	struct rlimit old, small;

	assert_int_equal(add(w), PN_OK);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = wal_size(w);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_int_equal(pn_store_record(w->s, &sample, NULL), PN_ERR_BUSY);
	assert_known(w); /* what is there can be read */
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(pn_store_record(w->s, &sample, NULL), PN_OK);
}

/* overwrite - write N bytes of junk into the database at OFF */
static void
overwrite(struct world *w, long off, size_t n)
{
	FILE *f = fopen(w->path, "r+");

	assert_non_null(f);
	assert_int_equal(fseek(f, off, SEEK_SET), 0);
	while (n-- > 0)
		assert_int_not_equal(fputc(0xa5, f), EOF);
	assert_int_equal(fclose(f), 0);
}

static void
damaged_pages_are_corrupt(void **state)
{
	struct world *w = *state;
	struct stat st;
	bool yes;

	assert_int_equal(add(w), PN_OK);
	pn_store_close(&w->s); /* all of it into the main file */
	assert_int_equal(stat(w->path, &st), 0);
	overwrite(w, 4096, (size_t)st.st_size - 4096);
	if (open_store(w, w->key, false, &w->s) == PN_OK)
		assert_int_equal(ask(w, &yes), PN_ERR_CORRUPT);
	else
		assert_int_equal(
		    open_store(w, w->key, false, &w->s), PN_ERR_CORRUPT);
}

static void
overwritten_in_use_is_corrupt_and_stays_so(void **state)
{
	struct world *w = *state;
	bool yes;

	assert_int_equal(add(w), PN_OK);
	assert_known(w);
	overwrite(w, 0, 64);
	assert_int_equal(ask(w, &yes), PN_ERR_CORRUPT);
	assert_int_equal(add(w), PN_ERR_CORRUPT);
}

/* swap - put FROM in the place of TO */
static void
swap(const char *from, const char *to)
{
	assert_int_equal(rename(from, to), 0);
}

static void
replaced_by_something_else_is_corrupt_and_recovers(void **state)
{
	struct world *w = *state;
	char *aside = pn_printf("%s.aside", w->path);
	FILE *f;
	bool yes;

	assert_int_equal(add(w), PN_OK);
	assert_known(w);
	swap(w->path, aside);
	f = fopen(w->path, "w");
	assert_non_null(f);
	assert_true(fputs("This is a letter, not a database.\n", f) >= 0);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(ask(w, &yes), PN_ERR_CORRUPT);
	assert_int_equal(add(w), PN_ERR_CORRUPT);
	swap(aside, w->path);
	assert_known(w);
	assert_int_equal(add(w), PN_OK);
	free(aside);
}

static void
vanished_file_is_unreachable_and_recovers(void **state)
{
	struct world *w = *state;
	char *aside = pn_printf("%s.aside", w->path);
	struct stat st;
	bool yes;

	assert_int_equal(add(w), PN_OK);
	swap(w->path, aside);
	assert_int_equal(ask(w, &yes), PN_ERR_IO);
	assert_int_equal(add(w), PN_ERR_IO);
	assert_int_equal(stat(w->path, &st), -1); /* no new one in its place */
	swap(aside, w->path);
	assert_known(w);
	free(aside);
}

/* as_nobody - run what follows without root's rights, if this is root */
static void
as_nobody(struct world *w)
{
	char *chown = pn_printf("chown -R %d '%s'", NOBODY, w->dir);

	if (geteuid() == 0) {
		assert_int_equal(system(chown), 0);
		assert_int_equal(seteuid(NOBODY), 0);
	}
	free(chown);
}

static void
as_before(void)
{
	if (getuid() == 0)
		assert_int_equal(seteuid(0), 0);
}

static void
unreadable_store_is_unreachable_and_recovers(void **state)
{
	struct world *w = *state;
	enum pn_err err;

	assert_int_equal(add(w), PN_OK);
	pn_store_close(&w->s);
	as_nobody(w);
	assert_int_equal(chmod(w->path, 0), 0);
	err = open_store(w, w->key, false, &w->s);
	assert_int_equal(chmod(w->path, 0600), 0);
	assert_int_equal(err, PN_ERR_IO);
	assert_int_equal(open_store(w, w->key, false, &w->s), PN_OK);
	assert_known(w);
	pn_store_close(&w->s);
	as_before();
}

static void
closed_folder_is_unreachable_in_use_and_recovers(void **state)
{
	struct world *w = *state;
	enum pn_err asked, added;
	bool yes;

	assert_int_equal(add(w), PN_OK);
	pn_store_close(&w->s);
	as_nobody(w);
	assert_int_equal(open_store(w, w->key, false, &w->s), PN_OK);
	assert_known(w);
	assert_int_equal(chmod(w->dir, 0), 0);
	asked = ask(w, &yes);
	added = add(w);
	assert_int_equal(chmod(w->dir, 0700), 0);
	assert_int_equal(asked, PN_ERR_IO);
	assert_int_equal(added, PN_ERR_IO);
	assert_known(w);
	assert_int_equal(add(w), PN_OK);
	pn_store_close(&w->s);
	as_before();
}

static void
read_only_folder_is_unreachable_and_recovers(void **state)
{
	struct world *w = *state;
	enum pn_err err;

	assert_int_equal(add(w), PN_OK);
	pn_store_close(&w->s);
	as_nobody(w);
	assert_int_equal(chmod(w->dir, 0500), 0);
	err = open_store(w, w->key, false, &w->s);
	if (err == PN_OK)
		err = add(w);
	assert_int_equal(chmod(w->dir, 0700), 0);
	assert_int_equal(err, PN_ERR_IO);
	pn_store_close(&w->s);
	assert_int_equal(open_store(w, w->key, false, &w->s), PN_OK);
	assert_int_equal(add(w), PN_OK);
	pn_store_close(&w->s);
	as_before();
}

/* ---- threads ---------------------------------------------------------------
 */

#define THREADS 6
#define ROUNDS	20
#define RECORDS (THREADS * ROUNDS)

static void *
busy_thread(void *ctx)
{
	struct world *w = ctx;
	uintptr_t bad = 0;

	for (int i = 0; i < ROUNDS; i++) {
		struct pn_record r = sample;
		bool yes = false;

		r.held_json = NULL;
		bad += pn_store_record(w->s, &r, NULL) != PN_OK;
		bad += pn_store_recipient_verified(
			   w->s, KNOWN, SENDER, &yes, NULL) != PN_OK;
		bad += !yes;
	}
	return (void *)bad;
}

static void
threads_share_one_store(void **state)
{
	struct world *w = *state;
	pthread_t thread[THREADS];
	struct pn_store_counts n = {0};
	void *bad;

	assert_int_equal(add(w), PN_OK);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(
		    pthread_create(&thread[i], NULL, busy_thread, w), 0);
	for (int i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(thread[i], &bad), 0);
		assert_null(bad);
	}
	assert_int_equal(pn_store_counts(w->s, &n, NULL), PN_OK);
	assert_int_equal(n.records, RECORDS);
	assert_int_equal(n.notices, RECORDS);
}

static void
two_programs_share_one_file(void **state)
{
	struct world *w = *state;
	struct pn_store *other = NULL;
	struct seen seen = {0};

	assert_int_equal(open_store(w, w->key, false, &other), PN_OK);
	assert_int_equal(
	    pn_store_recipient_add(other, KNOWN, "", "it", "cli", 0, NULL),
	    PN_OK);
	assert_known(w);
	pn_store_close(&other);
	assert_known(w);
	assert_int_equal(add(w), PN_OK);
	assert_int_equal(
	    pn_store_recipient_list(w->s, KNOWN, see, &seen, NULL), PN_OK);
	assert_int_equal(seen.n, 1);
}

#define ROW(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(verified_follows_scope_and_end),
	    ROW(listing_shows_masks_and_renewal),
	    ROW(removal_is_complete_and_told),
	    ROW(held_message_is_settled_once_and_wiped),
	    ROW(record_is_all_or_nothing),
	    ROW(notice_is_leased_put_off_and_done),
	    ROW(audit_grows_in_order_and_takes_a_start),
	    ROW(audit_rows_can_not_be_changed),
	    ROW(fault_counts_within_its_days),
	    ROW(purge_ends_what_is_over),
	    ROW(nothing_stands_in_the_files_in_clear),
	    ROW(settled_and_purged_is_gone_from_the_files),
	    ROW(writes_together_are_all_or_nothing),
	    ROW(contents_survive_closing),
	    ROW(another_key_is_refused),
	    ROW(unknown_driver_is_refused),
	    ROW(read_only_look_never_creates_or_writes),
	    ROW(file_is_for_its_owner_only),
	    ROW(folder_open_to_strangers_is_refused),
	    ROW(last_folder_is_made),
	    cmocka_unit_test(foreign_and_newer_databases_are_refused),
	    ROW(locked_store_is_busy_and_recovers),
	    ROW(exclusive_lock_is_busy_for_readers_too),
	    ROW(full_disk_is_busy_and_recovers),
	    ROW(damaged_pages_are_corrupt),
	    ROW(overwritten_in_use_is_corrupt_and_stays_so),
	    ROW(replaced_by_something_else_is_corrupt_and_recovers),
	    ROW(vanished_file_is_unreachable_and_recovers),
	    ROW(unreadable_store_is_unreachable_and_recovers),
	    ROW(closed_folder_is_unreachable_in_use_and_recovers),
	    ROW(read_only_folder_is_unreachable_and_recovers),
	    ROW(threads_share_one_store),
	    ROW(two_programs_share_one_file),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
