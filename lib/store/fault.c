/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fault - messages whose inspection failed, counted by fingerprint
 *
 * Ends the loop of a message that kills a worker each time it comes again.
 */
#include "config.h"
#include "store/conn.h"

#define DAY 86400

/* take_times - how often this one was here */
static void
take_times(void *ctx, const struct pn_sql_value *col)
{
	*(unsigned *)ctx = col[0].n > 0 ? (unsigned)col[0].n : 1;
}

enum pn_err
pn_store_fault(struct pn_store *s, const char *fingerprint, unsigned days,
    unsigned *times_out, struct pn_errinfo *info)
{
	int64_t now = pn_now(s->options.clock);
	const struct pn_sql_value args[] = {PN_TEXT(fingerprint), PN_INT(now),
	    PN_INT(now + (int64_t)days * DAY)};
	struct pn_sql_call forget = {
	    .text = "DELETE FROM fault WHERE fingerprint = $1 AND ends <= $2",
	    .args = args,
	    .n_args = 2};
	struct pn_sql_call count = {
	    .text = "INSERT INTO fault (fingerprint, times, first, ends)"
		    " VALUES ($1, 1, $2, $3) ON CONFLICT (fingerprint)"
		    " DO UPDATE SET times = fault.times + 1,"
		    " ends = excluded.ends",
	    .args = args,
	    .n_args = 3};
	unsigned times = 1;
	struct pn_sql_call read = {
	    .text = "SELECT times FROM fault WHERE fingerprint = $1",
	    .args = args,
	    .n_args = 1,
	    .row = take_times,
	    .ctx = &times};
	enum pn_err err = pn_store_enter(s, true, info);

	if (err != PN_OK)
		return err;
	err = pn_store_run(s, &forget, NULL, info);
	if (err == PN_OK)
		err = pn_store_run(s, &count, NULL, info);
	if (err == PN_OK)
		err = pn_store_run(s, &read, NULL, info);
	err = pn_store_leave(s, err, info);
	if (err == PN_OK)
		*times_out = times;
	return err;
}
