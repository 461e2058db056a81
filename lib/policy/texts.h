/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * texts - all explanation texts of a configuration (private to lib/policy)
 */
#ifndef PN_POLICY_TEXTS_H
#define PN_POLICY_TEXTS_H

#include "policy/explain.h"
#include "policy/textfile.h"

/* pn_texts_rule - the text for WHY of rule R; NULL for rule opinion, which
 * stops nothing */
const struct pn_text *pn_texts_rule(const struct pn_texts *t, enum pn_rule r,
    const char *why);

/* pn_texts_get - the text of the file NAME (without ".txt"), which must be one
 * of the fixed ones: "frame.held", "howto.any" ... */
const struct pn_text *pn_texts_get(const struct pn_texts *t, const char *name);

/* pn_texts_lines - how many lines an SMTP reply has: 1 or 3 */
unsigned pn_texts_lines(const struct pn_texts *t);

#endif
