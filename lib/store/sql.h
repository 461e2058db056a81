/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sql - what the store asks of a database: one driver, one file
 *
 * All SQL of the store is in the subset that SQLite and PostgreSQL share:
 * placeholders $1, $2 ... numbered in the order of their first use, INSERT ..
 * ON CONFLICT, no dialect functions. What differs (types, how a writing
 * transaction starts, which tables exist) is a word in the driver. A driver
 * runs one statement at a time for one caller at a time; locking is store.c's.
 */
#ifndef PN_STORE_SQL_H
#define PN_STORE_SQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "store/store.h"

enum pn_sql_kind { PN_SQL_NULL, PN_SQL_INT, PN_SQL_TEXT, PN_SQL_BLOB };

/* An argument, or a column of a row. A TEXT of NULL is SQL's NULL. */
struct pn_sql_value {
	enum pn_sql_kind kind;
	int64_t n;		/* PN_SQL_INT */
	const char *s;		/* PN_SQL_TEXT; "" in a row that has NULL */
	struct pn_bytes bytes;	/* PN_SQL_BLOB */
};

/* clang-format off */
#define PN_INT(v)  { .kind = PN_SQL_INT, .n = (v) }
#define PN_TEXT(v) { .kind = PN_SQL_TEXT, .s = (v) }
#define PN_BLOB(v) { .kind = PN_SQL_BLOB, .bytes = (v) }
/* clang-format on */

/* One statement with its arguments and who takes its rows. */
struct pn_sql_call {
	const char *text;
	const struct pn_sql_value *args;
	size_t n_args;
	/* takes a row; COL is valid in the call only. NULL: rows not wanted */
	void (*row)(void *ctx, const struct pn_sql_value *col);
	void *ctx;
};

struct pn_sql; /* a connection, the driver's own */

struct pn_sql_driver {
	const char *name;
	const char *begin;  /* starts a writing transaction */
	const char *serial; /* column that numbers itself, never again */
	const char *blob;   /* column of bytes */
	const char *tables; /* query: names of the tables that exist */
	const char *tidy;   /* run after a purge; NULL: nothing to do */
	const char *const *guards; /* statements that make table audit
				    * append-only; ends with NULL */

	/* open - connect; CREATE allows a new database to be made */
	enum pn_err (*open)(const struct pn_store_options *o, bool create,
	    struct pn_sql **out, struct pn_errinfo *info);

	/* close - disconnect, NULL is fine. CLEAN false: something is wrong
	 * with the database, so nothing is written to it any more */
	void (*close)(struct pn_sql **c, bool clean);

	/* usable - is it still the database that the options name? */
	bool (*usable)(struct pn_sql *c);

	/* wait - wait for locks for at most MS from now on */
	void (*wait)(struct pn_sql *c, unsigned ms);

	/* run - one statement; *CHANGED_OUT (may be NULL) is the number of
	 * rows that it changed. Errors as in store.h; PN_ERR_EXISTS where a
	 * unique value is there already */
	enum pn_err (*run)(struct pn_sql *c, const struct pn_sql_call *call,
	    uint64_t *changed_out, struct pn_errinfo *info);
};

extern const struct pn_sql_driver pn_sql_sqlite;

#endif
