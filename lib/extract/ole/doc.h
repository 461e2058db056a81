/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doc - a Word document at work (MS-DOC)
 *
 * Text lies in pieces of the stream WordDocument: the piece table says which
 * characters (CP) are where (FC). What a stretch of the stream looks like is
 * in pages of 512 bytes (FKP) that are found by FC.
 */
#ifndef PN_EXTRACT_DOC_H
#define PN_EXTRACT_DOC_H

#include "extract/ole/le.h"
#include "extract/ole/ole.h"

/* Pairs of offset and size in the FIB, by number (MS-DOC 2.5.6). */
enum pn_doc_part {
	PN_DOC_STYLES = 1,
	PN_DOC_HEADERS = 11,
	PN_DOC_CHPX = 12,
	PN_DOC_PAPX = 13,
	PN_DOC_ASSOC = 32,
	PN_DOC_CLX = 33,
	PN_DOC_DRAWINGS = 50,
	PN_DOC_VARIABLES = 60,
	PN_DOC_SAVED_BY = 71,
};

/* A stretch of text as it lies in the stream. */
struct pn_doc_piece {
	uint32_t cp;  /* of its first character */
	uint32_t end; /* of the one behind it */
	uint32_t fc;  /* where it lies */
	bool wide;    /* UTF-16, else 8-bit */
	uint16_t prm; /* what a fast save changed about it */
};

/* How a character looks: what makes it unseen, and what it stands for. A
 * member is -1 where a style or run says nothing about it. */
struct pn_doc_chp {
	int vanish, deleted, inserted, white, tiny, shaded;
	int ink, ground; /* colours of the letters and behind them */
	int special;  /* its code stands for something else */
	int data;     /* it stands for data of a form field at PICTURE */
	uint32_t picture;
	uint16_t symbol; /* a character of a symbol font; 0 none */
	uint16_t style;
};

/* A style, with what its bases say. */
struct pn_doc_style {
	struct pn_doc_chp chp;
	uint16_t base;
};

/* What a paragraph is. */
struct pn_doc_pap {
	uint16_t style;
	unsigned depth;	 /* of the table that it is in; 0 none */
	bool cell_end;	 /* its mark ends a cell of a table in a table */
	bool row_end;	 /* it is the mark of a row, no text */
	bool elsewhere;	 /* more is said at AT of the data stream */
	uint32_t at;
	bool shaded;
};

struct pn_doc {
	struct pn_ole *o;
	struct pn_job *job;
	struct pn_bytes word, table, data;
	uint64_t fib; /* where the FIB is in WORD */
	bool old;     /* Word 95 and before: no table stream */
	bool wide;    /* an old one in UTF-16 */
	char charset[16];
	struct pn_doc_piece *pieces;
	size_t n_pieces, cap_pieces;
	struct pn_bytes *prcs; /* what pieces' prm refer to */
	size_t n_prcs, cap_prcs;
	struct pn_doc_style *styles;
	size_t n_styles;
	uint64_t read; /* bytes of pieces so far */
	/* the last stretches that were looked up: FC in [from, to) */
	struct pn_doc_chp chp;
	uint32_t chp_from, chp_to;
	struct pn_doc_pap pap;
	uint32_t pap_from, pap_to;
};

/* pn_doc_part - structure I of the FIB, in the table stream; n is 0 if it is
 * not there */
struct pn_bytes pn_doc_part(const struct pn_doc *d, enum pn_doc_part i);

/* pn_doc_read_pieces - the piece table; PN_ERR_SYNTAX where it breaks */
enum pn_err pn_doc_read_pieces(struct pn_doc *d) PN_MUST_CHECK;

/* pn_doc_read_styles - the style sheet; a broken one has fewer styles */
void pn_doc_read_styles(struct pn_doc *d);

/* pn_doc_chp - how the character at FC of piece P looks, and until which FC
 * the others look the same; valid until the next call */
const struct pn_doc_chp *pn_doc_chp(struct pn_doc *d,
    const struct pn_doc_piece *p, uint32_t fc, uint32_t *until);

/* pn_doc_pap - the paragraph around FC; valid until the next call */
const struct pn_doc_pap *pn_doc_pap(struct pn_doc *d, uint32_t fc);

/* pn_doc_story - characters FROM to TO as a text of its own, PLACE as
 * pn_job_text. BASE: the kind of hidden content that all of it is, or NULL */
enum pn_err pn_doc_story(struct pn_doc *d, uint32_t from, uint32_t to,
    const char *place, const char *base) PN_MUST_CHECK;

/* pn_doc_metadata - associated strings, document variables, paths of earlier
 * copies, as hidden text */
enum pn_err pn_doc_metadata(struct pn_doc *d) PN_MUST_CHECK;

/* pn_doc_gaps - text in the stream that no piece refers to any more, which a
 * fast save leaves, as hidden "revision" */
enum pn_err pn_doc_gaps(struct pn_doc *d) PN_MUST_CHECK;

/* pn_word_free - free what *D owns */
void pn_word_free(struct pn_doc *d);

#endif
