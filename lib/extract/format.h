/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * format - what a format reader is, and what it may use
 *
 * To add a format, write lib/extract/FAMILY/fmt_NAME.c that defines
 * `const struct pn_format pn_format_NAME`, and add the file to the list in
 * that folder's local.mk; the table of all formats is made from those lists,
 * and the build stops where a fmt_*.c lies here that no list names.
 *
 * A reader bids on the bytes with the number of bits that it verified, and
 * the highest bid reads. It takes everything through a struct pn_job, which
 * counts the budgets, and returns PN_OK, PN_ERR_LIMIT (a budget ended; the
 * job knows which) or PN_ERR_SYNTAX (damaged). pn_job_damage notes damage
 * that reading goes on after.
 */
#ifndef PN_EXTRACT_FORMAT_H
#define PN_EXTRACT_FORMAT_H

#include "base/zipdir.h"
#include "extract/extract.h"

struct pn_cfb;
struct pn_opc;

/* Bids: what a kind of evidence is worth. */
enum {
	PN_BID_TEXT = 1,     /* no control characters: text at least */
	PN_BID_SHAPE = 4,    /* lines that look alike: a table as text */
	PN_BID_ZIP_TAIL = 66, /* an archive somewhere inside other bytes */
	PN_BID_ZIP = 96,     /* end record, directory and headers agree */
	PN_BID_PACKAGE = 128, /* a ZIP whose members say what it is */
};

/* What looking at a file found so far; made once for all bids. */
struct pn_look {
	struct pn_bytes bytes;
	bool looked_zip, looked_opc, looked_text, looked_cfb;
	struct pn_zip *zip;
	struct pn_cfb *cfb;
	struct pn_opc *opc;
	const char *charset; /* guessed; NULL for binary */
	struct pn_buf text;  /* the beginning as UTF-8, without BOM */
};

/* pn_look_zip - the file's ZIP directory, NULL if it has none */
const struct pn_zip *pn_look_zip(struct pn_look *look);

/* pn_look_opc - the file as an OOXML package, NULL if it is none */
const struct pn_opc *pn_look_opc(struct pn_look *look);

/* pn_look_cfb - the file as a compound file, NULL if it is none */
const struct pn_cfb *pn_look_cfb(struct pn_look *look);

/* pn_look_text - the first 64 KiB as UTF-8 text (terminated); NULL where it
 * looks binary */
const char *pn_look_text(struct pn_look *look);

/* One extraction at work. Change it through the functions only. */
struct pn_job {
	struct pn_kind kind;
	struct pn_bytes bytes;
	const char *charset; /* declared; NULL */
	struct pn_budget *budget;
	const struct pn_taker *taker;
	uint64_t unpacked; /* bytes that this job inflated */
	uint64_t work;	   /* since out_of_time was asked */
	struct pn_outcome answer; /* status other than SCANNED: as set */
	const char *damage;	  /* first word for damage; NULL */
	const char *limit;	  /* first budget that ended; NULL */
};

struct pn_format {
	const char *name;
	const char *type;
	/* bits verified, 0 for "not mine"; may set *TYPE (static) */
	unsigned (*bid)(struct pn_look *look, const char **type);
	/* what it bids at most, where asking costs more than it is worth when
	 * another bids as much; 0: it is always asked */
	unsigned most;
	/* NULL where the bytes are not read: then ANSWER holds */
	enum pn_err (*read)(struct pn_job *job);
	struct pn_outcome answer;
};

/* pn_job_segment - hand SEG on, cut to the text that is left */
enum pn_err pn_job_segment(struct pn_job *job, const struct pn_segment *seg)
    PN_MUST_CHECK;

/* pn_job_text - hand on running text; PLACE "" counts lines from 1, else it
 * names the text. Text without a visible character is left out. */
enum pn_err pn_job_text(struct pn_job *job, struct pn_bytes text,
    const char *place, unsigned flags) PN_MUST_CHECK;

/* pn_job_member - hand a member on; counts it */
enum pn_err pn_job_member(struct pn_job *job, const struct pn_member *m)
    PN_MUST_CHECK;

/* pn_job_hidden - hidden content of KIND (static) was seen */
void pn_job_hidden(struct pn_job *job, const char *kind);

/* pn_job_damage - something is broken or contradicts itself */
void pn_job_damage(struct pn_job *job, const char *word);

/* pn_job_answer - the file is not read; status and word (static) say why */
void pn_job_answer(struct pn_job *job, enum pn_status status,
    const char *why);

/* pn_job_limit - budget LIMIT (static word) has ended: PN_ERR_LIMIT */
enum pn_err pn_job_limit(struct pn_job *job, const char *limit)
    PN_MUST_CHECK;

/* pn_job_work - N more bytes were worked on; PN_ERR_LIMIT when time is up */
enum pn_err pn_job_work(struct pn_job *job, uint64_t n) PN_MUST_CHECK;

/* pn_job_unpack - may N more bytes be inflated? Counts them. */
enum pn_err pn_job_unpack(struct pn_job *job, uint64_t n) PN_MUST_CHECK;

/* pn_job_room - bytes of text that may still be handed on, for a buffer */
size_t pn_job_room(const struct pn_job *job);

#endif
