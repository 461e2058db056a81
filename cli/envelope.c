/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * envelope - who a checked message is from and for, and what is known of them
 */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include "base/addr.h"
#include "base/mem.h"
#include "base/uni.h"
#include "cli/envelope.h"

/* A message without From has a sender whom nobody knows; the null sender is
 * something else, and has rules of its own. */
#define NOBODY "unknown@sender.invalid"

void
pn_given_free(struct pn_given *g)
{
	for (size_t i = 0; i < g->n_to; i++)
		free(g->to[i]);
	for (size_t i = 0; i < g->n_verified; i++)
		free(g->verified[i]);
	free(g->to);
	free(g->verified);
	free(g->from);
	memset(g, 0, sizeof(*g));
}

/* is_given - is ADDRESS one that --verified names? */
static bool
is_given(const struct pn_given *g, const char *address)
{
	for (size_t i = 0; i < g->n_verified; i++)
		if (strcmp(g->verified[i], address) == 0)
			return true;
	return false;
}

/* add - one recipient, unless it is there; TEXT that is no address counts as
 * one whom nobody knows, because it can't be told who that is */
static void
add(const struct pn_given *g, const struct pn_config *c, struct pn_envelope *e,
    const char *text)
{
	char *canon = pn_addr_canon(text);
	struct pn_recipient *r;

	if (canon == NULL || canon[0] == '\0') {
		free(canon);
		canon = pn_uni_lower(text);
	}
	for (size_t i = 0; i < e->n_recipients; i++)
		if (strcmp(e->recipients[i].address, canon) == 0)
			goto out;
	r = pn_envelope_add(e, canon);
	r->class = pn_classify(c, canon);
	if (r->class == PN_UNVERIFIED && is_given(g, canon))
		r->class = PN_VERIFIED;
out:
	free(canon);
}

/* add_all - the addresses of one header field */
static void
add_all(const struct pn_given *g, const struct pn_config *c,
    struct pn_envelope *e, char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		add(g, c, e, list[i]);
}

void
pn_given_envelope(const struct pn_given *g, const struct pn_config *c,
    const struct pn_side *side, struct pn_envelope *e)
{
	if (g->from != NULL)
		e->sender = pn_strdup(g->from);
	else if (side->from != NULL)
		e->sender = pn_addr_canon(side->from);
	if (e->sender == NULL)
		e->sender = pn_strdup(NOBODY);
	add_all(g, c, e, g->to, g->n_to);
	if (g->n_to > 0)
		return;
	add_all(g, c, e, side->to, side->n_to);
	add_all(g, c, e, side->cc, side->n_cc);
	add_all(g, c, e, side->bcc, side->n_bcc);
}

enum pn_err
pn_envelope_registry(
    struct pn_cli *cli, struct pn_envelope *e, struct pn_errinfo *info)
{
	enum pn_err err = pn_site_store_look(cli, info);

	for (size_t i = 0; i < e->n_recipients && err == PN_OK; i++) {
		struct pn_recipient *r = &e->recipients[i];
		bool known = false;

		if (r->class != PN_UNVERIFIED)
			continue;
		err = pn_store_recipient_verified(
		    cli->store, r->address, e->sender, &known, info);
		if (err == PN_OK && known)
			r->class = PN_VERIFIED;
	}
	return err;
}
