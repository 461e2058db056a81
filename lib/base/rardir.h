/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rardir - the headers of a RAR archive, versions 1.4, 4 and 5, read only
 *
 * Shared by the reader (lib/extract) and the grader (lib/protect). Walks the
 * headers and unpacks nothing (RAR 5.0 technote; RAR 4 as published with
 * UnRAR). Understands a program in front (self-extracting archives). What a
 * header says counts only where its check sum is right.
 */
#ifndef PN_BASE_RARDIR_H
#define PN_BASE_RARDIR_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"

#define PN_RAR_MAX_BLOCKS 100000 /* headers walked; archives have fewer */
#define PN_RAR_REACH	  (4u << 20) /* a signature is looked for up to here */

struct pn_rar_file {
	bool folder;
	bool locked;
	bool empty;	  /* holds no data */
	unsigned version; /* needed to unpack, times ten; 50 for RAR 5 */
};

struct pn_rar {
	unsigned format; /* 1, 4 or 5 */
	struct pn_rar_file *files;
	size_t n_files, cap;
	bool masked;	/* headers encrypted: names hidden, nothing listed */
	bool damaged;	/* the headers end early, or one has a wrong check sum */
	bool limit;	/* over PN_RAR_MAX_BLOCKS */
	size_t from, to; /* its stretch of the bytes */
	struct pn_bytes comment; /* of the archive, where it is not packed */
};

/* pn_rar_start - where in BYTES an archive starts: at the front, or behind a
 * program; p NULL where there is none */
struct pn_bytes pn_rar_start(struct pn_bytes bytes);

/* pn_rar_read - the headers of BYTES into *OUT (free with pn_rar_free).
 * PN_ERR_SYNTAX: no RAR archive. What is wrong with one is told in it. */
enum pn_err pn_rar_read(struct pn_bytes bytes, struct pn_rar **out)
    PN_MUST_CHECK;

/* pn_rar_free - free *R, set it to NULL */
void pn_rar_free(struct pn_rar **r);

#endif
