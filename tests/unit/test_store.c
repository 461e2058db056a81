/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_store - the store keeps what it is told, as long as it is told, and
 * nothing of it in clear
 */
#include "config.h"
#include "store_world.h"
#include <sqlite3.h>

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
a_notice_that_can_not_be_opened_keeps_no_other_waiting(void **state)
{
	struct world *w = *state;
	struct pn_record other = sample;
	struct pn_due due = {0};
	sqlite3 *db = NULL;

	assert_int_equal(pn_store_record(w->s, &sample, NULL), PN_OK);
	assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(db, "UPDATE notice SET message = zeroblob(200)", NULL,
		NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(db);
	other.reference = "BBBB-BBBB";
	assert_int_equal(pn_store_record(w->s, &other, NULL), PN_OK);
	assert_int_not_equal(pn_store_notice_due(w->s, 60, &due, NULL), PN_OK);
	assert_null(due.to);
	assert_int_equal(pn_store_notice_due(w->s, 60, &due, NULL), PN_OK);
	assert_string_equal(due.reference, "BBBB-BBBB");
	pn_due_free(&due);
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
	    ROW(a_notice_that_can_not_be_opened_keeps_no_other_waiting),
	    ROW(audit_grows_in_order_and_takes_a_start),
	    ROW(audit_rows_can_not_be_changed),
	    ROW(fault_counts_within_its_days),
	    ROW(purge_ends_what_is_over),
	    ROW(nothing_stands_in_the_files_in_clear),
	    ROW(settled_and_purged_is_gone_from_the_files),
	    ROW(writes_together_are_all_or_nothing),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
