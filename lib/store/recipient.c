/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * recipient - the registry of verified recipients
 *
 * A row is an address and the sender it is good for ("" is everybody). Both
 * are keyed hashes with a mask; who vouched may be an address too and is
 * sealed. A question that can't be answered is an error, and *OUT says no.
 */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include "base/addr.h"
#include "base/mem.h"
#include "store/conn.h"

#define PURPOSE	    "recipient"
#define PURPOSE_WHO "recipient-who"

/* mask_of - the mask of an address, "" of none */
static char *
mask_of(const char *address)
{
	char *mask = address[0] != '\0' ? pn_addr_mask(address) : NULL;

	return mask != NULL ? mask : pn_strdup("");
}

enum pn_err
pn_store_recipient_add(struct pn_store *s, const char *address,
    const char *scope, const char *who, const char *how, int64_t until,
    struct pn_errinfo *info)
{
	char mac[PN_HASH_HEX], scope_mac[PN_HASH_HEX];
	char *mask = mask_of(address), *scope_mask = mask_of(scope);
	struct pn_buf sealed;
	enum pn_err err = pn_store_seal(s, PURPOSE_WHO, who, &sealed, info);
	const struct pn_sql_value args[] = {PN_TEXT(mac), PN_TEXT(mask),
	    PN_TEXT(scope_mac), PN_TEXT(scope_mask),
	    PN_BLOB(pn_buf_bytes(&sealed)), PN_TEXT(how),
	    PN_INT(pn_now(s->options.clock)), PN_INT(until)};
	struct pn_sql_call call = {
	    .text = "INSERT INTO recipient (address_mac, address_mask,"
		    " scope_mac, scope_mask, who, how, since, ends)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
		    " ON CONFLICT (address_mac, scope_mac) DO UPDATE SET"
		    " who = excluded.who, how = excluded.how,"
		    " since = excluded.since, ends = excluded.ends",
	    .args = args,
	    .n_args = sizeof(args) / sizeof(args[0])};

	if (err != PN_OK)
		goto out;
	pn_mac_hex(s->key, PURPOSE, address, mac);
	pn_mac_hex(s->key, PURPOSE, scope, scope_mac);
	err = pn_store_enter(s, true, info);
	if (err == PN_OK)
		err =
		    pn_store_leave(s, pn_store_run(s, &call, NULL, info), info);
out:
	pn_buf_free(&sealed);
	free(mask);
	free(scope_mask);
	return err;
}

/* take_yes - there is a row */
static void
take_yes(void *ctx, const struct pn_sql_value *col)
{
	*(bool *)ctx = col[0].kind == PN_SQL_INT && col[0].n > 0;
}

enum pn_err
pn_store_recipient_verified(struct pn_store *s, const char *address,
    const char *sender, bool *out, struct pn_errinfo *info)
{
	char mac[PN_HASH_HEX], scope[PN_HASH_HEX], everybody[PN_HASH_HEX];
	bool yes = false;
	const struct pn_sql_value args[] = {PN_TEXT(mac), PN_TEXT(scope),
	    PN_TEXT(everybody), PN_INT(pn_now(s->options.clock))};
	struct pn_sql_call call = {
	    .text = "SELECT count(*) FROM recipient WHERE address_mac = $1"
		    " AND scope_mac IN ($2, $3) AND (ends = 0 OR ends > $4)",
	    .args = args,
	    .n_args = sizeof(args) / sizeof(args[0]),
	    .row = take_yes,
	    .ctx = &yes};
	enum pn_err err;

	*out = false;
	pn_mac_hex(s->key, PURPOSE, address, mac);
	pn_mac_hex(s->key, PURPOSE, sender, scope);
	pn_mac_hex(s->key, PURPOSE, "", everybody);
	err = pn_store_enter(s, false, info);
	if (err != PN_OK)
		return err;
	err = pn_store_leave(s, pn_store_run(s, &call, NULL, info), info);
	*out = err == PN_OK && yes;
	return err;
}

enum pn_err
pn_store_recipient_remove(
    struct pn_store *s, const char *address, struct pn_errinfo *info)
{
	char mac[PN_HASH_HEX];
	const struct pn_sql_value args[] = {PN_TEXT(mac)};
	struct pn_sql_call call = {
	    .text = "DELETE FROM recipient WHERE address_mac = $1",
	    .args = args,
	    .n_args = 1};
	uint64_t changed = 0;
	enum pn_err err = pn_store_enter(s, true, info);

	if (err != PN_OK)
		return err;
	pn_mac_hex(s->key, PURPOSE, address, mac);
	err = pn_store_run(s, &call, &changed, info);
	if (err == PN_OK && changed == 0)
		err = pn_fail(info, PN_ERR_NOT_FOUND,
		    "the address is not in the registry");
	return pn_store_leave(s, err, info);
}

/* A listing in progress. */
struct listing {
	const struct pn_store *s;
	void (*take)(void *ctx, const struct pn_registered *r);
	void *ctx;
	enum pn_err err;
	struct pn_errinfo *info;
};

/* take_row - a row of the registry, with who vouched for it opened */
static void
take_row(void *ctx, const struct pn_sql_value *col)
{
	struct listing *l = ctx;
	struct pn_registered r = {.id = col[0].n,
	    .mask = (char *)col[1].s,
	    .scope = (char *)col[2].s,
	    .how = (char *)col[4].s,
	    .since = col[5].n,
	    .until = col[6].n};

	if (l->err == PN_OK)
		l->err = pn_store_unseal(
		    l->s, PURPOSE_WHO, col[3].bytes, &r.who, l->info);
	if (l->err == PN_OK)
		l->take(l->ctx, &r);
	free(r.who);
}

enum pn_err
pn_store_recipient_list(struct pn_store *s, const char *address,
    void (*take)(void *ctx, const struct pn_registered *r), void *ctx,
    struct pn_errinfo *info)
{
	char mac[PN_HASH_HEX] = "";
	struct listing l = {s, take, ctx, PN_OK, info};
	const struct pn_sql_value args[] = {PN_TEXT(mac)};
	struct pn_sql_call call = {
	    .text = "SELECT id, address_mask, scope_mask, who, how, since,"
		    " ends FROM recipient WHERE $1 = '' OR address_mac = $1"
		    " ORDER BY since DESC, id DESC",
	    .args = args,
	    .n_args = 1,
	    .row = take_row,
	    .ctx = &l};
	enum pn_err err;

	if (address != NULL)
		pn_mac_hex(s->key, PURPOSE, address, mac);
	err = pn_store_enter(s, false, info);
	if (err != PN_OK)
		return err;
	err = pn_store_run(s, &call, NULL, info);
	return pn_store_leave(s, err != PN_OK ? err : l.err, info);
}
