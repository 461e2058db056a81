/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sieve - the grams of all gates, looked for in one pass
 *
 * A struct pn_sieve is filled once and immutable then.
 */
#ifndef PN_DETECT_SIEVE_H
#define PN_DETECT_SIEVE_H

#include "detect/gate.h"

struct pn_sieve;

/* pn_sieve_new - an empty one, for pn_sieve_free */
struct pn_sieve *pn_sieve_new(void);

/* pn_sieve_add - look for the grams of GATE, to be reported as ID */
void pn_sieve_add(struct pn_sieve *s, const struct pn_gate *gate, uint32_t id);

/* pn_sieve_ready - all are added */
void pn_sieve_ready(struct pn_sieve *s);

/* pn_sieve_scan - call TAKE with each gram's ID and the offset where it begins
 * (its lead not counted) in TEXT. The order is that of the text only roughly;
 * a gram may be reported twice. PLAIN: not with the processor's vectors */
void pn_sieve_scan(const struct pn_sieve *s, const char *text, size_t len,
    bool plain, void (*take)(void *ctx, uint32_t id, size_t at), void *ctx);

/* pn_sieve_free - free *S, set it to NULL */
void pn_sieve_free(struct pn_sieve **s);

#endif
