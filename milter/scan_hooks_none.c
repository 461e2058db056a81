/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scan_hooks_none - nothing happens: what the installed program is built with
 *
 * tests/fault/scan_hooks_fault.c is the other one.
 */
#include "config.h"

#include "milter/scanner.h"

void
pn_scan_hook(struct pn_bytes message)
{
	(void)message;
}
