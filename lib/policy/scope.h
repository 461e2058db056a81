/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scope - "address", "@domain" or "*": whom an exception or a group of senders
 * covers (private to lib/policy)
 */
#ifndef PN_POLICY_SCOPE_H
#define PN_POLICY_SCOPE_H

#include <stdbool.h>

/* pn_scope_canon - the canonical form of S, for free(); NULL if it is none */
char *pn_scope_canon(const char *s);

/* pn_scope_covers - does canonical SCOPE cover canonical ADDRESS? A domain
 * covers itself and no subdomain; the null sender is covered by "*" and "" */
bool pn_scope_covers(const char *scope, const char *address);

#endif
