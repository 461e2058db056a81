/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inspection - one inspection in progress (within lib/inspect only)
 */
#ifndef PN_INSPECT_INSPECTION_H
#define PN_INSPECT_INSPECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/report.h"
#include "base/segment.h"
#include "detect/detect.h"
#include "extract/extract.h"
#include "inspect/inspect.h"

/* Where the inspection stands. */
struct pn_inspection {
	const struct pn_limits *limits;
	struct pn_report *report;
	struct pn_scan *scan;
	struct pn_budget budget;
	uint64_t start_us;
	size_t name_bytes;	/* names put into the report so far */
	size_t part;		/* index of the current part */
	unsigned unit;		/* judged unit of the current part */
	unsigned next_unit;	/* for the next attachment */
	unsigned tries;		/* default passwords that may be tried */
	unsigned depth;		/* containers and messages round it */
	unsigned flags;		/* PN_TEXT_* that all of its text has */
	unsigned member_number; /* members of the current container so far */
	/* the lock of the current container's members that have one */
	enum pn_protection member_grade;
	const char *member_kind;
};

/* What is said of a part when it is entered. */
struct pn_about {
	const char *name, *type, *declared; /* NULL where unknown */
	enum pn_role role;
	unsigned unit;
};

/* pn_inspection_part - append a part and make it current; false where the
 * limit of parts or nesting is reached, which is then in the report */
bool pn_inspection_part(struct pn_inspection *in, const char *id,
    const char *parent, const struct pn_about *about) PN_MUST_CHECK;

/* pn_inspection_current - the current part, valid until the next append */
struct pn_part *pn_inspection_current(struct pn_inspection *in);

/* pn_inspection_status - set the current part's status; "could not be told"
 * is never taken back */
void pn_inspection_status(struct pn_inspection *in, enum pn_status status,
    const char *why);

/* pn_inspection_text - look through a segment of the current part; a struct
 * pn_sink's function. PN_ERR_LIMIT when the time is over */
enum pn_err pn_inspection_text(void *in, const struct pn_segment *seg)
    PN_MUST_CHECK;

/* pn_inspection_subject - look through a subject line; NULL is none */
void pn_inspection_subject(struct pn_inspection *in, const char *subject);

/*
 * pn_inspection_kind - what a file is. Its bytes decide; that a few lines of
 * text are a table can't be told by the bytes alone, so there the sender's
 * word (declared type, name) is taken.
 */
struct pn_kind pn_inspection_kind(
    const struct pn_about *about, struct pn_bytes bytes);

/* pn_inspection_file - grade, recognise and read BYTES as the current part,
 * with all that is inside */
void pn_inspection_file(struct pn_inspection *in, const struct pn_about *about,
    struct pn_kind kind, struct pn_bytes bytes, const char *charset);

/*
 * pn_inspection_walk - the nodes of message BYTES become parts. INSIDE NULL:
 * the message itself, with body and attachments; else the id of the part that
 * it is the content of, and its nodes are members of that. The current part
 * is the same afterwards.
 */
void pn_inspection_walk(struct pn_inspection *in, struct pn_bytes bytes,
    const char *inside, struct pn_side *side);

#endif
