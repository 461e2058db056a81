/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * schema - the store's tables and how an older store becomes a newer one
 */
#ifndef PN_STORE_SCHEMA_H
#define PN_STORE_SCHEMA_H

#include "base/crypt.h"
#include "store/sql.h"

/* What a driver gives for these words in a migration. */
#define PN_SCHEMA_SERIAL "@serial@"
#define PN_SCHEMA_BLOB	 "@blob@"

/*
 * pn_schema_ready - bring the database to the version of this program, in one
 * transaction, unless READ_ONLY; an up-to-date one is only read. A new one is
 * bound to KEY by its fingerprint.
 * PN_ERR_CORRUPT: the tables are not Postern's; PN_ERR_CRYPTO: made with
 * another key; PN_ERR_UNSUPPORTED: made by a newer program, or READ_ONLY and
 * not up to date; and the errors of the driver.
 */
enum pn_err pn_schema_ready(const struct pn_sql_driver *d, struct pn_sql *c,
    const struct pn_key *key, bool read_only, struct pn_errinfo *info)
    PN_MUST_CHECK;

#endif
