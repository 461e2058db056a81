/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * near - what nearly matched, and why it did not
 */
#ifndef PN_CLI_NEAR_H
#define PN_CLI_NEAR_H

#include "base/report.h"
#include "cli/cli.h"
#include "policy/policy.h"

/* pn_near - TAKE one sentence for everything that lowered the verdict: finds
 * of low confidence, thresholds not reached, protection, classes, exceptions,
 * rules that are off or only watch. No sentence holds a value */
void pn_near(const struct pn_config *c, const struct pn_envelope *e,
    const struct pn_report *r, const struct pn_verdict *v,
    void (*take)(void *ctx, const char *sentence), void *ctx);

#endif
