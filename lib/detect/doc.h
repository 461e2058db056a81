/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doc - one text as the matcher looks at it
 *
 * Running text is normalised as a whole. A table is joined into one text, its
 * cells in rows and each followed by a separator that no cell can hold, so
 * that one pass finds what is in all of them. Either way the phrases of the
 * lexicon are looked up where they can matter, and kept ordered by place.
 */
#ifndef PN_DETECT_DOC_H
#define PN_DETECT_DOC_H

#include "base/segment.h"
#include "base/uni.h"
#include "detect/set.h"

/* Between two cells: C0 controls never survive normalisation. */
#define PN_CELL_SEPARATOR "\n\x1f\n"
#define PN_NO_CELL	  UINT32_MAX

/* A cell that holds text. */
struct pn_doc_cell {
	uint32_t start, end; /* in the doc's text */
	uint32_t row;
	uint16_t col;
	uint16_t flags; /* PN_TEXT_* */
};

struct pn_doc {
	const struct pn_patterns *set;
	const char *text; /* normalised, valid UTF-8 */
	size_t len;
	struct pn_hit *hits; /* by start, of the parts looked up */
	size_t n_hits, cap_hits;
	struct pn_doc_cell *cells; /* by row, then column; NULL: no table */
	size_t n_cells;
	unsigned flags;	     /* PN_TEXT_* of the whole */
	size_t base;	     /* where it begins in its segment's text */
	struct pn_norm norm; /* offsets of running text */
	struct pn_buf own;   /* a copy, where one was needed */
};

/* pn_doc_text - take in running text; it must outlive the doc. Bytes that are
 * no UTF-8 and NUL count as blanks. PN_ERR_LIMIT: 4 GiB or more */
enum pn_err pn_doc_text(struct pn_doc *d, const struct pn_patterns *set,
    const char *text, size_t len, unsigned flags) PN_MUST_CHECK;

/* pn_doc_table - take in a segment that is a table; it must outlive the doc.
 * PN_ERR_SYNTAX: it has no cells, or they are not within the text and UTF-8;
 * PN_ERR_LIMIT: 4 GiB or more */
enum pn_err pn_doc_table(struct pn_doc *d, const struct pn_patterns *set,
    const struct pn_segment *seg) PN_MUST_CHECK;

/* pn_doc_look_up - the phrases that start in [FROM, TO), which comes after
 * all that was looked up before */
void pn_doc_look_up(struct pn_doc *d, size_t from, size_t to);

/* pn_doc_free - wipe and free what D owns */
void pn_doc_free(struct pn_doc *d);

/* pn_doc_cell_at - number of the cell that byte OFF lies in, PN_NO_CELL where
 * it is in none (a separator, or no table) */
uint32_t pn_doc_cell_at(const struct pn_doc *d, size_t off);

/* pn_doc_hits - the first hit that starts at OFF or later: an index of hits */
size_t pn_doc_hits(const struct pn_doc *d, size_t off);

#endif
