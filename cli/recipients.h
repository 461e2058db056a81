/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * recipients - what adding one recipient and importing many have in common
 */
#ifndef PN_CLI_RECIPIENTS_H
#define PN_CLI_RECIPIENTS_H

#include "cli/cli.h"

#define PN_REGISTRY_MAX_DAYS 3660 /* ten years, as configuration allows */

/* A row to enter; strings belong to the caller. */
struct pn_registry_entry {
	const char *address; /* canonical */
	const char *scope;   /* canonical sender it is for; "" everybody */
	const char *by;	     /* who vouches */
	const char *how;     /* "cli", "import" */
	int64_t until;	     /* 0: no end */
};

/* pn_registry_add - enter E and its audit row; within pn_store_together */
enum pn_err pn_registry_add(struct pn_cli *cli,
    const struct pn_registry_entry *e, struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_registry_event - the audit row WHAT about E, without its address */
enum pn_err pn_registry_event(struct pn_cli *cli, const char *what,
    const struct pn_registry_entry *e, struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_registry_until - the end of a row that lasts DAYS from now; 0: none */
int64_t pn_registry_until(unsigned days);

/* pn_registry_import - `postern recipients import` */
int pn_registry_import(struct pn_cli *cli, int argc, char **argv);

#endif
