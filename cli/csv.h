/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * csv - rows of a CSV text (RFC 4180), with their line numbers
 *
 * Commas, quotes doubled inside quotes, line ends LF or CRLF, a byte order
 * mark at the start, blanks round a value dropped; empty lines are skipped.
 */
#ifndef PN_CLI_CSV_H
#define PN_CLI_CSV_H

#include <stdbool.h>
#include "base/buf.h"

#define PN_CSV_MAX_FIELDS 32

/* A text that is being read. Zero it, set REST, call pn_csv_next. */
struct pn_csv {
	struct pn_bytes rest;
	unsigned next_line; /* of REST, less one */
	/* the row read last: */
	unsigned line; /* of its first byte, from 1 */
	char *field[PN_CSV_MAX_FIELDS];
	size_t n;
	bool bad; /* a quote that does not close, or too many fields */
};

/* pn_csv_next - read the next row into C; false at the end. The row before is
 * freed, so reading to the end frees all */
bool pn_csv_next(struct pn_csv *c);

/* pn_csv_free - free the row; needed where one stops before the end */
void pn_csv_free(struct pn_csv *c);

#endif
