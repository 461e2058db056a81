/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_store_faults - no fault of the database is ever read as an answer, and
 * the store recovers when its cause is gone; threads and programs share it
 */
#include "config.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include "store_world.h"
#include <sqlite3.h>

#define NOBODY 65534 /* a user without rights, for tests that run as root */

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
existing_store_is_opened_and_never_made(void **state)
{
	struct world *w = *state;
	struct pn_store_options o = {.driver = "sqlite",
	    .path = w->path,
	    .key = w->key,
	    .existing = true};
	struct stat st;

	assert_int_equal(add(w), PN_OK);
	pn_store_close(&w->s);
	assert_int_equal(pn_store_open(&o, &w->s, NULL), PN_OK);
	assert_int_equal(add(w), PN_OK);
	pn_store_close(&w->s);
	assert_int_equal(unlink(w->path), 0);
	assert_int_equal(pn_store_open(&o, &w->s, NULL), PN_ERR_NOT_FOUND);
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
	struct pn_store_counts n = {0};

	assert_int_equal(open_store(w, w->key, false, &other), PN_OK);
	assert_int_equal(
	    pn_store_recipient_add(other, KNOWN, "", "it", "cli", 0, NULL),
	    PN_OK);
	assert_known(w);
	pn_store_close(&other);
	assert_known(w);
	assert_int_equal(add(w), PN_OK);
	assert_int_equal(pn_store_counts(w->s, &n, NULL), PN_OK);
	assert_int_equal(n.recipients, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    ROW(contents_survive_closing),
	    ROW(another_key_is_refused),
	    ROW(unknown_driver_is_refused),
	    ROW(read_only_look_never_creates_or_writes),
	    ROW(existing_store_is_opened_and_never_made),
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

	return cmocka_run_group_tests_name("store-faults", tests, NULL, NULL);
}
