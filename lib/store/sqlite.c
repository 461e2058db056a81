/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sqlite - the SQLite driver of the store
 *
 * WAL, so that the CLI reads while posternd writes; synchronous FULL, because
 * a held message whose reason is lost can't be explained to anybody;
 * secure_delete, because what is deleted must be gone. The file is made with
 * mode 0600 in a folder that strangers can't write to.
 *
 * Before each use the file is looked at again: a path that leads elsewhere,
 * or a file that has been overwritten, is not served from SQLite's memory.
 * The look goes through SQLite's own descriptor, since closing another one
 * of the same file would drop SQLite's locks (POSIX).
 */
#include "config.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <sqlite3.h>
#include "base/mem.h"
#include "base/paths.h"
#include "store/sql.h"

#define MAGIC	   "SQLite format 3" /* with its NUL: the first 16 bytes */
#define MAX_COLUMN 16		     /* more than any query here has */

struct pn_sql {
	sqlite3 *db;
	char *path;
	bool memory;
	struct stat st; /* of the file when it was opened */
};

static const char *const guards[] = {
    "CREATE TRIGGER audit_no_change BEFORE UPDATE ON audit BEGIN "
    "SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
    NULL,
};

/* disk_full - did the system refuse to write for want of room? SQLite does not
 * always keep errno of a write to the log; a write that fails is nearly always
 * that (a quota and a file size limit too) */
static bool
disk_full(int rc, int sys)
{
	return (rc & 0xff) == SQLITE_FULL || rc == SQLITE_IOERR_SHMSIZE ||
	       (rc == SQLITE_IOERR_WRITE && sys != EIO);
}

/* fail - the error of a failed SQLite call, in our words */
static enum pn_err
fail(const char *path, sqlite3 *db, int rc, struct pn_errinfo *info)
{
	int sys = db != NULL ? sqlite3_system_errno(db) : 0;

	if (rc == SQLITE_NOMEM)
		abort();
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
		return pn_fail_at(info, PN_ERR_BUSY, path, 0,
		    "the store is locked by another program: try again");
	case SQLITE_CONSTRAINT:
		return pn_fail_at(
		    info, PN_ERR_EXISTS, path, 0, "it is in the store already");
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_ERROR:
		return pn_fail_at(info, PN_ERR_CORRUPT, path, 0,
		    "the store is damaged or not Postern's: restore a copy");
	case SQLITE_FULL:
	case SQLITE_IOERR:
		if (disk_full(rc, sys))
			return pn_fail_at(info, PN_ERR_BUSY, path, 0,
			    "no room to write: make room on the disk");
		break;
	default:
		break;
	}
	return pn_fail_at(info, PN_ERR_IO, path, 0,
	    "can't use the store: %s%s%s", sqlite3_errstr(rc),
	    sys != 0 ? ": " : "", sys != 0 ? strerror(sys) : "");
}

/* folder_of - the folder that holds PATH, for free() */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return pn_strdup(".");
	return pn_strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

/* check_folder - refuse one where strangers could put files of their own
 * beside the database; make it where only the last step is missing */
static enum pn_err
check_folder(
    const char *folder, bool create, struct stat *st, struct pn_errinfo *info)
{
	if (create && mkdir(folder, 0700) < 0 && errno != EEXIST)
		return pn_fail_at(info, PN_ERR_IO, folder, 0,
		    "can't make the store's folder: %s", strerror(errno));
	if (stat(folder, st) < 0)
		return pn_fail_at(info,
		    errno == ENOENT && !create ? PN_ERR_NOT_FOUND : PN_ERR_IO,
		    folder, 0, "can't reach the store's folder: %s",
		    strerror(errno));
	if (!S_ISDIR(st->st_mode))
		return pn_fail_at(info, PN_ERR_IO, folder, 0,
		    "not a folder: correct store.path");
	if ((st->st_mode & S_IWOTH) && !(st->st_mode & S_ISVTX))
		return pn_fail_at(info, PN_ERR_CONFIG, folder, 0,
		    "anybody may write to the store's folder: chmod o-w it");
	return PN_OK;
}

/* make_file - a new empty file, mode 0600; made by root it belongs to the
 * folder's owner, so that the service can open what the CLI began */
static enum pn_err
make_file(const char *path, const struct stat *folder, struct pn_errinfo *info)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	enum pn_err err = PN_OK;

	if (fd < 0 && errno == EEXIST)
		return PN_OK;
	if (fd < 0)
		return pn_fail_at(info, PN_ERR_IO, path, 0,
		    "can't make the store: %s", strerror(errno));
	if (geteuid() == 0 && fchown(fd, folder->st_uid, folder->st_gid) < 0)
		err = pn_fail_at(info, PN_ERR_IO, path, 0,
		    "can't give the store away: %s", strerror(errno));
	close(fd);
	return err;
}

/* check_file - the folder and the file are as they should be */
static enum pn_err
check_file(struct pn_sql *c, bool create, struct pn_errinfo *info)
{
	char *folder = folder_of(c->path);
	struct stat st;
	enum pn_err err = check_folder(folder, create, &st, info);

	if (err == PN_OK && create)
		err = make_file(c->path, &st, info);
	if (err != PN_OK)
		goto out;
	if (stat(c->path, &c->st) < 0)
		err = pn_fail_at(info,
		    errno == ENOENT ? PN_ERR_NOT_FOUND : PN_ERR_IO, c->path, 0,
		    "can't open the store: %s", strerror(errno));
	else if (!S_ISREG(c->st.st_mode))
		err = pn_fail_at(info, PN_ERR_CORRUPT, c->path, 0,
		    "not a file: restore the store");
	else if ((c->st.st_mode & S_IRWXO) &&
		 chmod(c->path, c->st.st_mode & (S_IRWXU | S_IRWXG)) < 0)
		err = pn_fail_at(info, PN_ERR_CONFIG, c->path, 0,
		    "anybody may open the store: chmod o-rwx it");
out:
	free(folder);
	return err;
}

/* has_magic - does the file begin as a database does? EMPTY_OK: an empty one
 * will do too */
static bool
has_magic(sqlite3 *db, bool empty_ok)
{
	sqlite3_file *f = NULL;
	sqlite3_int64 size = 0;
	char head[sizeof(MAGIC)];

	if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &f) !=
		SQLITE_OK ||
	    f == NULL || f->pMethods == NULL)
		return false;
	if (f->pMethods->xFileSize(f, &size) != SQLITE_OK)
		return false;
	if (size == 0)
		return empty_ok;
	return f->pMethods->xRead(f, head, sizeof(head), 0) == SQLITE_OK &&
	       memcmp(head, MAGIC, sizeof(head)) == 0;
}

/* set_up - the pragmas of a new connection */
static enum pn_err
set_up(struct pn_sql *c, bool read_only, struct pn_errinfo *info)
{
	const char *text = read_only ? "PRAGMA query_only = ON;"
				       "PRAGMA foreign_keys = ON"
				     : "PRAGMA journal_mode = WAL;"
				       "PRAGMA synchronous = FULL;"
				       "PRAGMA secure_delete = ON;"
				       "PRAGMA cell_size_check = ON;"
				       "PRAGMA foreign_keys = ON";
	int rc = sqlite3_exec(c->db, text, NULL, NULL, NULL);

	return rc == SQLITE_OK ? PN_OK : fail(c->path, c->db, rc, info);
}

/* close_sqlite - pn_sql_driver's close */
static void
close_sqlite(struct pn_sql **cp, bool clean)
{
	struct pn_sql *c = *cp;

	*cp = NULL;
	if (c == NULL)
		return;
	if (!clean && c->db != NULL)
		sqlite3_db_config(
		    c->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_close_v2(c->db);
	free(c->path);
	free(c);
}

/* open_sqlite - pn_sql_driver's open */
static enum pn_err
open_sqlite(const struct pn_store_options *o, bool create, struct pn_sql **out,
    struct pn_errinfo *info)
{
	struct pn_sql *c = pn_alloc(sizeof(*c));
	enum pn_err err = PN_OK;
	int rc;

	c->path = pn_strdup(o->path);
	c->memory = strcmp(o->path, ":memory:") == 0;
	if (!c->memory && create)
		pn_path_folder(c->path, 0700);
	if (!c->memory)
		err = check_file(c, create, info);
	if (err != PN_OK)
		goto out;
	rc = sqlite3_open_v2(
	    o->path, &c->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc != SQLITE_OK) {
		err = fail(c->path, c->db, rc, info);
		goto out;
	}
	sqlite3_extended_result_codes(c->db, 1);
	sqlite3_busy_timeout(c->db, PN_STORE_WAIT_MS);
	if (!c->memory && !has_magic(c->db, create))
		err = fail(c->path, NULL, SQLITE_NOTADB, info);
	else
		err = set_up(c, o->read_only, info);
out:
	if (err != PN_OK)
		close_sqlite(&c, false);
	else
		*out = c;
	return err;
}

/* usable_sqlite - pn_sql_driver's usable */
static bool
usable_sqlite(struct pn_sql *c)
{
	struct stat st;

	return c->memory ||
	       (stat(c->path, &st) == 0 && st.st_dev == c->st.st_dev &&
		   st.st_ino == c->st.st_ino && has_magic(c->db, false));
}

/* wait_sqlite - pn_sql_driver's wait */
static void
wait_sqlite(struct pn_sql *c, unsigned ms)
{
	sqlite3_busy_timeout(c->db, (int)ms);
}

/* bind - hand the arguments of CALL to a statement */
static int
bind(sqlite3_stmt *st, const struct pn_sql_call *call)
{
	int rc = SQLITE_OK;

	for (size_t i = 0; i < call->n_args && rc == SQLITE_OK; i++) {
		const struct pn_sql_value *v = &call->args[i];
		int at = (int)i + 1;

		if (v->kind == PN_SQL_INT)
			rc = sqlite3_bind_int64(st, at, v->n);
		else if (v->kind == PN_SQL_TEXT)
			rc = sqlite3_bind_text(st, at, v->s, -1, SQLITE_STATIC);
		else if (v->kind == PN_SQL_BLOB && v->bytes.p != NULL)
			rc = sqlite3_bind_blob64(
			    st, at, v->bytes.p, v->bytes.n, SQLITE_STATIC);
		else
			rc = sqlite3_bind_null(st, at);
	}
	return rc;
}

/* give_row - hand the row that a statement stands on to its taker */
static void
give_row(sqlite3_stmt *st, const struct pn_sql_call *call)
{
	struct pn_sql_value col[MAX_COLUMN] = {0};
	int n = sqlite3_column_count(st);

	for (int i = 0; i < n && i < MAX_COLUMN; i++) {
		col[i].s = "";
		switch (sqlite3_column_type(st, i)) {
		case SQLITE_INTEGER:
			col[i].kind = PN_SQL_INT;
			col[i].n = sqlite3_column_int64(st, i);
			break;
		case SQLITE_TEXT:
			col[i].kind = PN_SQL_TEXT;
			col[i].s = (const char *)sqlite3_column_text(st, i);
			break;
		case SQLITE_BLOB:
			col[i].kind = PN_SQL_BLOB;
			col[i].bytes.p = sqlite3_column_blob(st, i);
			col[i].bytes.n = (size_t)sqlite3_column_bytes(st, i);
			break;
		default:
			break;
		}
	}
	call->row(call->ctx, col);
}

/* run_sqlite - pn_sql_driver's run */
static enum pn_err
run_sqlite(struct pn_sql *c, const struct pn_sql_call *call,
    uint64_t *changed_out, struct pn_errinfo *info)
{
	sqlite3_stmt *st = NULL;
	enum pn_err err = PN_OK;
	int rc = sqlite3_prepare_v2(c->db, call->text, -1, &st, NULL);

	if (rc == SQLITE_OK)
		rc = bind(st, call);
	if (rc == SQLITE_OK) {
		while ((rc = sqlite3_step(st)) == SQLITE_ROW)
			if (call->row != NULL)
				give_row(st, call);
		if (rc == SQLITE_DONE)
			rc = SQLITE_OK;
	}
	if (rc != SQLITE_OK)
		err = fail(c->path, c->db, rc, info);
	else if (changed_out != NULL)
		*changed_out = (uint64_t)sqlite3_changes(c->db);
	sqlite3_finalize(st);
	return err;
}

const struct pn_sql_driver pn_sql_sqlite = {
    .name = "sqlite",
    .begin = "BEGIN IMMEDIATE",
    .serial = "INTEGER PRIMARY KEY AUTOINCREMENT",
    .blob = "BLOB",
    .tables = "SELECT name FROM sqlite_master WHERE type = 'table'",
    .tidy = "PRAGMA wal_checkpoint(TRUNCATE)",
    .guards = guards,
    .open = open_sqlite,
    .close = close_sqlite,
    .usable = usable_sqlite,
    .wait = wait_sqlite,
    .run = run_sqlite,
};
