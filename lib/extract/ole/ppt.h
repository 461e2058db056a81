/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ppt - a PowerPoint presentation at work (MS-PPT)
 *
 * The stream is records, some of which hold records. Every save adds what
 * changed behind the rest, with a directory that says where the newest form
 * of each object is; what it no longer names is what was there before.
 */
#ifndef PN_EXTRACT_PPT_H
#define PN_EXTRACT_PPT_H

#include "extract/flow.h"
#include "extract/ole/le.h"
#include "extract/ole/ole.h"

#define PN_PPT_HEAD    8	  /* bytes of a record's head */
#define PN_PPT_MAX_IDS (1u << 20) /* ids have 20 bits */

enum pn_ppt_type {
	PN_PPT_DOCUMENT = 0x03E8,
	PN_PPT_DOCUMENT_ATOM = 0x03E9,
	PN_PPT_SLIDE = 0x03EE,
	PN_PPT_SLIDE_ATOM = 0x03EF,
	PN_PPT_NOTES = 0x03F0,
	PN_PPT_NOTES_ATOM = 0x03F1,
	PN_PPT_SLIDE_PERSIST = 0x03F3,
	PN_PPT_MASTER = 0x03F8,
	PN_PPT_SHOW_INFO = 0x03F9,
	PN_PPT_PLACEHOLDER = 0x0BC3,
	PN_PPT_OUTLINE_REF = 0x0F9E,
	PN_PPT_TEXT_HEADER = 0x0F9F,
	PN_PPT_TEXT_CHARS = 0x0FA0,
	PN_PPT_TEXT_BYTES = 0x0FA8,
	PN_PPT_CSTRING = 0x0FBA,
	PN_PPT_HANDOUT = 0x0FC9,
	PN_PPT_LINK = 0x0FD7,
	PN_PPT_HEADERS = 0x0FD9,
	PN_PPT_SLIDE_LIST = 0x0FF0,
	PN_PPT_EDIT = 0x0FF5,
	PN_PPT_OBJECT = 0x1011,
	PN_PPT_TAG_DATA = 0x138B,
	PN_PPT_DIRECTORY = 0x1772,
	PN_PPT_COMMENT = 0x2EE0,
	PN_PPT_GROUP = 0xF003,
	PN_PPT_SHAPE = 0xF004,
	PN_PPT_SHAPE_ATOM = 0xF00A,
	PN_PPT_SHAPE_PROPS = 0xF00B,
	PN_PPT_CHILD_ANCHOR = 0xF00F,
	PN_PPT_ANCHOR = 0xF010,
	PN_PPT_SHAPE_PROPS_3 = 0xF122,
};

/* A record. */
struct pn_ppt_record {
	unsigned type, instance;
	bool container;
	struct pn_bytes body;
	uint64_t end; /* offset behind it */
};

/* A text of the outline. */
struct pn_ppt_text {
	struct pn_bytes bytes;
	bool wide;
	bool used; /* a shape shows it */
};

/* The texts that the outline has for one slide. */
struct pn_ppt_texts {
	struct pn_ppt_text *v;
	size_t n, cap;
};

struct pn_ppt {
	struct pn_job *job;
	struct pn_ole *o;
	struct pn_bytes doc;
	uint32_t *places; /* by id: where the newest form is, plus 1;
			   * 0 none */
	bool *read;	  /* by id */
	uint32_t document; /* id of the document */
	uint64_t walked;   /* bytes of sheets so far */
	int32_t width, height; /* of a slide; 0 unknown */
	uint64_t *seen; /* hashes of the lines that were handed on */
	size_t n_seen, cap_seen;
};

/* pn_ppt_record - the record at AT of B into *R; false where there is none */
bool pn_ppt_record(struct pn_bytes b, uint64_t at, struct pn_ppt_record *r);

/* pn_ppt_edits - the directories of all saves, from the edit at AT back.
 * PN_ERR_SYNTAX: there is no edit */
enum pn_err pn_ppt_edits(struct pn_ppt *p, uint32_t at) PN_MUST_CHECK;

/* pn_ppt_newest - object ID in its newest form; false where there is none.
 * Marks it as read */
bool pn_ppt_newest(struct pn_ppt *p, uint32_t id, struct pn_ppt_record *r);

/* pn_ppt_charge - R is about to be walked. What is walked again, as many ids
 * may lead to one place, counts as unpacked */
enum pn_err pn_ppt_charge(struct pn_ppt *p, const struct pn_ppt_record *r)
    PN_MUST_CHECK;

/*
 * pn_ppt_sheet - the text in R (a slide, notes, a master), at PLACE. TEXTS:
 * what its shapes may refer to, or NULL. HIDDEN: the kind of hidden content
 * that all of it is, or NULL. Comments go to "PLACE, comment".
 */
enum pn_err pn_ppt_sheet(struct pn_ppt *p, const struct pn_ppt_record *r,
    struct pn_ppt_texts *texts, const char *place, const char *hidden)
    PN_MUST_CHECK;

/* A shape of a table: where it stands, and its text. */
struct pn_ppt_cell {
	int32_t top, left;
	size_t from, to;
};

/* A table in the making; zeroed, with TEXT set up, it is empty. */
struct pn_ppt_table {
	struct pn_ppt_cell *cells;
	size_t n, cap;
	struct pn_buf text; /* of the cells, one behind the other */
	unsigned number;    /* of the table on its slide */
};

/* pn_ppt_table_cell - a shape begins; its text is added to T->text */
void pn_ppt_table_cell(struct pn_ppt_table *t, struct pn_bytes anchor);

/* pn_ppt_table_emit - the cells as a table behind what FLOW holds, at its
 * place; HIDDEN: NULL or why nobody sees it. T is empty then */
enum pn_err pn_ppt_table_emit(struct pn_ppt_table *t, struct pn_flow *flow,
    const char *hidden) PN_MUST_CHECK;

/* pn_ppt_table_free - free what *T owns */
void pn_ppt_table_free(struct pn_ppt_table *t);

/* pn_ppt_sort_seen - make SEEN fit for pn_ppt_earlier */
void pn_ppt_sort_seen(struct pn_ppt *p);

/* pn_ppt_earlier - lines of text in R that were not seen anywhere, as hidden
 * "revision" */
enum pn_err pn_ppt_earlier(struct pn_ppt *p, const struct pn_ppt_record *r)
    PN_MUST_CHECK;

#endif
