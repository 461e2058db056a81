/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * patterns - the verbs of `postern patterns` that need the scanner (lint.c)
 */
#ifndef PN_CLI_PATTERNS_H
#define PN_CLI_PATTERNS_H

#include "cli/cli.h"

/* pn_patterns_test - `postern patterns test`: run the patterns' own examples;
 * 1 where one does not hold */
int pn_patterns_test(struct pn_cli *cli, int argc, char **argv);

/* pn_patterns_lint - `postern patterns lint`: the same, and what is slow,
 * ambiguous or never fires; these alone are no failure */
int pn_patterns_lint(struct pn_cli *cli, int argc, char **argv);

#endif
