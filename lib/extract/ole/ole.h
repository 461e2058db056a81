/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ole - what all compound files have in common (MS-CFB)
 *
 * Which document one is, its streams, and everything that the reader of the
 * format does not read itself: properties, macros, embedded objects, whatever
 * else holds text. A reader opens the job with pn_ole_open, reads its own
 * streams with pn_ole_stream or marks them in DONE, and ends with
 * pn_ole_rest.
 */
#ifndef PN_EXTRACT_OLE_H
#define PN_EXTRACT_OLE_H

#include "base/cfb.h"
#include "extract/format.h"

/* The most that one stream may hold; see PN_UNPACK_MAX. */
#define PN_OLE_STREAM_MAX (96u << 20)

/* Which reader a compound file is for. */
enum pn_ole_kind {
	PN_OLE_OTHER,	   /* no reader */
	PN_OLE_LOCKED,	   /* an encrypted package (MS-OFFCRYPTO 2.3.4) */
	PN_OLE_WORD,	   /* 6 and later */
	PN_OLE_EXCEL,	   /* 5 and later */
	PN_OLE_POWERPOINT, /* 95 and later */
	PN_OLE_OUTLOOK,	   /* an item: .msg, .oft */
	PN_OLE_PICTURES,   /* Thumbs.db: pictures and their names */
};

/* pn_ole_look - the kind of compound file that LOOK shows, its type (static)
 * in *TYPE; PN_OLE_OTHER also where it is no compound file at all */
enum pn_ole_kind pn_ole_look(struct pn_look *look, const char **type);

/* pn_ole_bid - bits for a reader of KIND; sets *TYPE. 0: not that kind */
unsigned pn_ole_bid(struct pn_look *look, enum pn_ole_kind kind,
    const char **type);

/* A compound file at work. */
struct pn_ole {
	struct pn_job *job;
	struct pn_cfb *cfb;
	bool *done;	 /* by entry: read already, or known to hold nothing */
	uint32_t *child; /* by entry: its first child; 0 none */
	uint32_t *next;	 /* by entry: the next child of its parent; 0 none */
	uint64_t read;	 /* bytes of streams so far */
};

/* pn_ole_open - open the job's bytes; free with pn_ole_free in any case.
 * PN_ERR_SYNTAX: no compound file; PN_ERR_LIMIT */
enum pn_err pn_ole_open(struct pn_job *job, struct pn_ole *o) PN_MUST_CHECK;

/* pn_ole_open_bytes - the same for a compound file inside the job's bytes,
 * which must outlive *O */
enum pn_err pn_ole_open_bytes(struct pn_job *job, struct pn_bytes bytes,
    struct pn_ole *o) PN_MUST_CHECK;

/* pn_ole_free - free what *O owns; a zeroed one is fine */
void pn_ole_free(struct pn_ole *o);

/* pn_ole_find - the entry called NAME (any case) right inside STORAGE (0: the
 * root), as its number; 0 if there is none */
uint32_t pn_ole_find(const struct pn_ole *o, uint32_t storage,
    const char *name);

/* pn_ole_done - mark entry I and all that is inside it */
void pn_ole_done(struct pn_ole *o, uint32_t i);

/* Content of a stream. */
struct pn_ole_stream {
	struct pn_bytes bytes; /* points into OWN or into the file */
	struct pn_buf own;
};

/*
 * pn_ole_stream - the content of entry I into *OUT (not initialised before;
 * free it with pn_ole_stream_free in any case), which is marked as done. A
 * broken chain is damage of the job, and what came before it counts; entry 0
 * (nothing found) and storages are empty. PN_ERR_LIMIT.
 */
enum pn_err pn_ole_stream(struct pn_ole *o, uint32_t i,
    struct pn_ole_stream *out) PN_MUST_CHECK;

/* pn_ole_stream_free - free what *S owns; a zeroed one is fine */
void pn_ole_stream_free(struct pn_ole_stream *s);

/*
 * pn_ole_rest - everything that is not done: documents and files inside it as
 * members; properties (hidden "metadata"), macros ("macro"), custom XML
 * ("custom-xml"), links ("external-link"); of streams that nobody knows the
 * runs of text (hidden "stream")
 */
enum pn_err pn_ole_rest(struct pn_ole *o) PN_MUST_CHECK;

/* pn_ole_properties - the property sets only: for a file with a lock, whose
 * other streams are sealed */
enum pn_err pn_ole_properties(struct pn_ole *o) PN_MUST_CHECK;

/*
 * pn_ole_object - the content of an embedded object: what a stream "Package"
 * or "CONTENTS" holds. A format that somebody knows is a member called NAME
 * (may be NULL), of all else the runs of text are hidden "stream".
 */
enum pn_err pn_ole_object(struct pn_job *job, struct pn_bytes content,
    const char *name) PN_MUST_CHECK;

/* pn_ole_native - a stream "\1Ole10Native" (MS-OLEDS 2.3.6): the file that
 * the packager put in, under its own name, or whatever it is */
enum pn_err pn_ole_native(struct pn_job *job, struct pn_bytes content)
    PN_MUST_CHECK;

/* pn_ole_inner - an object that is a compound file by itself: one that has a
 * reader is a member called NAME, of others what lies in them is handed on,
 * macros too. Bytes that are no compound file are treated as pn_ole_object
 * does */
enum pn_err pn_ole_inner(struct pn_job *job, struct pn_bytes bytes,
    const char *name) PN_MUST_CHECK;

/* pn_ole_pack - storage I with all that is not done in it, as a compound file
 * of its own in OUT; marks it as done. PN_ERR_LIMIT */
enum pn_err pn_ole_pack(struct pn_ole *o, uint32_t i, struct pn_buf *out)
    PN_MUST_CHECK;

/*
 * pn_ole_strings - hand on the runs of text in BYTES, 8-bit and UTF-16LE, as
 * hidden of KIND (static), at PLACE. A run is 8 characters (6 of UTF-16, 16
 * among bytes that look random) that are mostly letters, digits and blanks.
 */
enum pn_err pn_ole_strings(struct pn_job *job, struct pn_bytes bytes,
    const char *place, const char *kind) PN_MUST_CHECK;

/* pn_ole_codepage - the iconv name of Windows code page CP in NAME */
void pn_ole_codepage(unsigned cp, char name[16]);

/* pn_ole_props - a property set stream (MS-OLEPS) as hidden "metadata": its
 * texts, numbers and dates, without the names of who wrote and of the program.
 * PN_ERR_SYNTAX: it is none; nothing was handed on */
enum pn_err pn_ole_props(struct pn_job *job, struct pn_bytes bytes)
    PN_MUST_CHECK;

#endif
