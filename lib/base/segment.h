/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * segment - a piece of extracted text with its place
 *
 * Extractors hand text on as segments, through a struct pn_sink, one by one
 * and in reading order. A segment is either running text or one whole table.
 * Its text is valid UTF-8 without NUL, not yet normalised (lib/detect does
 * that once, and keeps the offsets). Everything in it belongs to the caller
 * and is valid during the call only.
 */
#ifndef PN_BASE_SEGMENT_H
#define PN_BASE_SEGMENT_H

#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

/* Flags of a segment or a cell. */
enum {
	PN_TEXT_HIDDEN = 1 << 0,    /* the sender does not see it */
	PN_TEXT_QUOTED = 1 << 1,    /* quoted from an earlier message */
	PN_TEXT_SIGNATURE = 1 << 2, /* the sender's signature block */
	PN_TEXT_NAME = 1 << 3,	    /* a file name, not content */
	PN_TEXT_SUBJECT = 1 << 4,   /* a subject line */
	PN_TEXT_PROGRAM = 1 << 5,   /* for programs (attributes, scripts):
				     * a value wants evidence on its line */
};

/* One cell of a table; the text is in the segment's TEXT. */
struct pn_cell {
	uint32_t off;	/* first byte in the segment's text */
	uint32_t len;	/* bytes; cells do not overlap */
	uint32_t row;	/* 0-based, as the person counts rows less one */
	uint16_t col;	/* 0-based */
	uint16_t flags; /* PN_TEXT_HIDDEN for a hidden row or column */
};

/* How the place of a find inside a segment is told. */
enum pn_place_kind {
	PN_PLACE_NAMED,	  /* as PLACE says: "page 2", "comment 3" */
	PN_PLACE_LINES,	  /* running text: "line N" counted from LINE */
	PN_PLACE_SHEET,	  /* a table with letters: "Contacts!B3" */
	PN_PLACE_ROWS,	  /* a table without: "row 3", or "PLACE, row 3" */
	PN_PLACE_RECORDS, /* the same under made-up names of the columns:
			   * "record 3", or "PLACE, record 3" */
};

struct pn_segment {
	const char *text;
	size_t len;
	const char *place; /* "" where there is nothing to say; never NULL */
	enum pn_place_kind kind;
	unsigned line;	/* PN_PLACE_LINES: number of the first line */
	unsigned flags; /* PN_TEXT_* for all of it */
	const struct pn_cell *cells; /* NULL for running text; by offset */
	size_t n_cells;
};

/* Who takes the text. */
struct pn_sink {
	/*
	 * Takes one segment. PN_ERR_LIMIT: no more text is wanted, the budget
	 * is spent; the extractor stops and passes it on.
	 */
	enum pn_err (*text)(void *ctx, const struct pn_segment *seg);
	void *ctx;
};

#endif
