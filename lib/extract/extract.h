/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * extract - what a file is, its text with places, and what is inside it
 *
 * Each format is one file that registers a struct pn_format (format.h): it
 * looks at the bytes and bids with the number of bits that it verified; the
 * highest bid reads. Names and declared types are never believed. Formats
 * that hold files hand them back as members; lib/inspect feeds those to
 * pn_extract again, so nesting and all budgets are counted in one place.
 */
#ifndef PN_EXTRACT_EXTRACT_H
#define PN_EXTRACT_EXTRACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "base/report.h"
#include "base/segment.h"
#include "base/zipdir.h"

/* What pn_recognise found. */
struct pn_kind {
	const char *format; /* "zip", "docx", "text", "media", "unknown" */
	const char *type;   /* media type by content, static */
	unsigned bits;	    /* verified bits; 0 for unknown */
};

/*
 * pn_recognise - what BYTES are. Always answers: text in any charset is
 * "text", "csv" or "html" by its content, known media "media", random or
 * unknown bytes "unknown" (application/octet-stream).
 */
struct pn_kind pn_recognise(struct pn_bytes bytes);

/* A file inside a file; belongs to the extractor, valid in the call. */
struct pn_member {
	const char *name; /* path in the container, UTF-8; may be NULL */
	struct pn_bytes content;
	enum pn_role role; /* PN_ROLE_MEMBER or PN_ROLE_EMBEDDED */
	bool hidden;
	bool encrypted; /* content can't be had: a member with a lock */
	const char *unreadable; /* NULL, or why the content can't be had: one
				 * word ("method", "damaged") */
	const struct pn_zip_entry *zip; /* the entry, where the container is a
					 * ZIP, so that its lock can be
					 * graded; else NULL */
};

struct pn_ocr;

/* What an extraction may use up; the caller shares one over a message. */
struct pn_budget {
	uint64_t unpacked_left; /* bytes that may still be inflated */
	uint64_t text_left;	/* bytes of text that may still be handed on */
	unsigned members_left;	/* members that may still be opened */
	unsigned ratio;		/* most expansion allowed over ratio_from */
	uint64_t ratio_from;	/* bytes that are always allowed */
	bool pictures;		/* drawn in it are members too */
	const struct pn_ocr *ocr; /* who reads pictures (extract/ocr/ocr.h);
				   * NULL: they are skipped */
	uint64_t ocr_us_left;	/* processor time for reading them */
	bool (*out_of_time)(void *ctx); /* asked now and then */
	void *ctx;
};

/* Who takes what is found. */
struct pn_taker {
	struct pn_sink sink;
	/* a member; PN_ERR_LIMIT stops the container */
	enum pn_err (*member)(void *ctx, const struct pn_member *m);
	/* hidden content of a kind was seen: "sheet", "row", "comment" */
	void (*hidden)(void *ctx, const char *kind);
	void *ctx;
};

/* How it ended, for the part's status. */
struct pn_outcome {
	enum pn_status status;
	const char *why;   /* static word for limit and unscannable, or NULL */
	const char *limit; /* which budget ended it: "ratio" ...; or NULL */
};

/*
 * pn_extract - read BYTES as KIND (from pn_recognise) and hand everything on.
 * CHARSET is what the sender declared, for text only; NULL if nothing. The
 * outcome is never a silent "nothing": a text format without a reader is
 * unscannable ("no-reader"), media is skipped, damage is unscannable
 * ("damaged") even where some text came out. SCANNED of an encrypted file is
 * decided by lib/protect, not here: an unreadable encrypted file gives
 * PN_STATUS_ENCRYPTED.
 */
struct pn_outcome pn_extract(struct pn_kind kind, struct pn_bytes bytes,
    const char *charset, struct pn_budget *budget,
    const struct pn_taker *taker);

/* pn_extract_init - what libraries set up lazily; once, before the sandbox */
void pn_extract_init(void);

#endif
