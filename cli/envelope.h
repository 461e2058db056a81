/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * envelope - who a checked message is from and for, and what is known of them
 */
#ifndef PN_CLI_ENVELOPE_H
#define PN_CLI_ENVELOPE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/report.h"
#include "cli/cli.h"
#include "policy/policy.h"

/* What the command line says of the envelope; all canonical. */
struct pn_given {
	char *from; /* NULL: the header's */
	char **to;  /* n_to 0: the header's To, Cc and Bcc */
	size_t n_to, cap_to;
	char **verified; /* taken as in the registry */
	size_t n_verified, cap_verified;
};

/* pn_given_free - free what *G owns */
void pn_given_free(struct pn_given *g);

/* pn_given_envelope - the envelope for a message with SIDE's header, into *E
 * (zeroed; for pn_envelope_free), classes by configuration and --verified.
 * Each recipient once */
void pn_given_envelope(const struct pn_given *g, const struct pn_config *c,
    const struct pn_side *side, struct pn_envelope *e);

/* pn_envelope_registry - raise those whom the registry knows to verified.
 * PN_ERR_NOT_FOUND: there is no store, so nobody is; any other error: it could
 * not be told */
enum pn_err pn_envelope_registry(struct pn_cli *cli, struct pn_envelope *e,
    struct pn_errinfo *info) PN_MUST_CHECK;

#endif
