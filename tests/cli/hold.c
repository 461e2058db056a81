/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hold - enter a held message as posternd would, for the tests of the CLI
 *
 *	hold KEY-FILE STORE REFERENCE QUEUE-ID SENDER RECIPIENT
 */
#include "config.h"
#include <stdio.h>
#include <stdlib.h>
#include "base/mem.h"
#include "store/store.h"

#define DAY 86400

int
main(int argc, char **argv)
{
	struct pn_store_options o = {.driver = "sqlite"};
	struct pn_errinfo info = {0};
	struct pn_key *key = NULL;
	struct pn_store *store = NULL;
	struct pn_record r = {.verdict = "quarantine", .json = "{}"};
	char *held = NULL;
	enum pn_err err;

	if (argc != 7)
		return 2;
	o.path = argv[2];
	r.reference = argv[3];
	r.queue_id = argv[4];
	r.who = argv[5];
	r.held_until = r.keep_until = pn_now(NULL) + DAY;
	held = pn_printf("{\"sender\": \"%s\", \"recipients\": "
			 "[{\"address\": \"%s\", \"class\": \"unverified\"}], "
			 "\"rules\": [{\"rule\": \"unscannable\", \"part\": "
			 "\"2\", \"why\": \"damaged\"}], \"findings\": []}",
	    argv[5], argv[6]);
	r.held_json = held;
	err = pn_key_load(argv[1], &key, &info);
	o.key = key;
	if (err == PN_OK)
		err = pn_store_open(&o, &store, &info);
	if (err == PN_OK)
		err = pn_store_record(store, &r, &info);
	if (err != PN_OK)
		fprintf(stderr, "hold: %s\n", info.text);
	pn_store_close(&store);
	pn_key_free(&key);
	free(held);
	return err == PN_OK ? 0 : 1;
}
