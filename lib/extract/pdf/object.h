/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * object - the objects of a PDF file (ISO 32000-2, 7.3 and 7.5)
 *
 * A thin layer on objs.h, for files that are well-formed, and on libqpdf,
 * which finds the objects of broken files too and decrypts those of locked
 * ones with the empty password; filters are applied here, within the budgets
 * of the job. No call fails on a wrong type: what is not there or is
 * something else reads as null, as 0 or as nothing. References are followed
 * everywhere. Keys and names are written with their slash: "/Type".
 *
 * Each object that is asked for costs some memory until it is released:
 * take a mark before a walk and release it behind it. Pages stay.
 */
#ifndef PN_EXTRACT_PDF_OBJECT_H
#define PN_EXTRACT_PDF_OBJECT_H

#include <stdbool.h>
#include "extract/format.h"

/* The most pages that are read of one file. */
#define PN_PDF_MAX_PAGES 20000
/* The most that one stream may give; about what a page's pictures need. */
#define PN_PDF_MAX_STREAM (96u << 20)

/* An object of an open file; zero is null. */
struct pn_obj {
	unsigned oh;
};

/* Which indirect object it is; num 0 for a direct one. */
struct pn_obj_id {
	int num, gen;
};

enum pn_obj_kind {
	PN_OBJ_NULL,
	PN_OBJ_BOOL,
	PN_OBJ_NUMBER,
	PN_OBJ_NAME,
	PN_OBJ_STRING,
	PN_OBJ_ARRAY,
	PN_OBJ_DICT,
	PN_OBJ_STREAM,
};

struct pn_pdf_tree;
struct pn_objs;

/* How a file is opened. */
enum pn_pdf_how {
	PN_PDF_WELL_FORMED, /* only where nothing is wrong or locked: quick */
	PN_PDF_REPAIR,	    /* by libqpdf, which makes anew what is broken */
	PN_PDF_AS_IS,	    /* by libqpdf, without that */
};

/* An open file. Read the members only. */
struct pn_pdf {
	struct pn_job *job;
	struct pn_bytes bytes;	  /* what was opened; must outlive it */
	bool repaired;		  /* its cross references were made anew */
	bool no_repair;		  /* and must not be: that would take hours */
	struct pn_objs *objs;	  /* of a well-formed file, or ... */
	void *qpdf;		  /* of object.c */
	unsigned top;		  /* newest handle */
	struct pn_pdf_tree *tree; /* of pagetree.c */
	size_t n_pages;
	struct pn_pdf_layers *layers; /* of layers.c */
};

/*
 * pn_pdf_open - open BYTES as HOW says into *OUT, for pn_pdf_close.
 * PN_ERR_CRYPTO: it needs a password; PN_ERR_SYNTAX: it is not well-formed,
 * or can't be opened even with repair; PN_ERR_LIMIT: memory or a budget of
 * JOB ended, or, as it is, repair would be needed ("repair"; where that shows
 * later it is damage). Pages that can't be found are damage of JOB. Ask
 * pn_objmap_guard before libqpdf gets a file.
 */
enum pn_err pn_pdf_open(struct pn_job *job, struct pn_bytes bytes,
    enum pn_pdf_how how, struct pn_pdf **out) PN_MUST_CHECK;

/* pn_pdf_rescue - the same for a file that libqpdf can't repair, from the
 * objects that MAP found: its cross references were streams, and are lost.
 * PN_ERR_SYNTAX, PN_ERR_LIMIT */
struct pn_objmap;
enum pn_err pn_pdf_rescue(struct pn_job *job, const struct pn_objmap *map,
    struct pn_pdf **out) PN_MUST_CHECK;

/* pn_pdf_close - free it and all of its objects; sets NULL, NULL is fine */
void pn_pdf_close(struct pn_pdf **pdf);

/* pn_pdf_mark - a mark; pn_pdf_release - release all objects since MARK */
unsigned pn_pdf_mark(const struct pn_pdf *pdf);
void pn_pdf_release(struct pn_pdf *pdf, unsigned mark);

/* pn_pdf_check - was memory short in libqpdf since the last call? Then
 * PN_ERR_LIMIT ("memory"), because objects are missing without a word.
 * pn_pdf_page asks for each page. */
enum pn_err pn_pdf_check(struct pn_pdf *pdf) PN_MUST_CHECK;

/* pn_obj_root, pn_obj_trailer - where everything begins */
struct pn_obj pn_obj_root(struct pn_pdf *pdf);
struct pn_obj pn_obj_trailer(struct pn_pdf *pdf);

/* pn_pdf_page - page N (0-based, below n_pages) */
struct pn_obj pn_pdf_page(struct pn_pdf *pdf, size_t n);

/* pn_pdf_page_number - which page it is for a person, from 1: a page that is
 * shown twice is listed once */
unsigned pn_pdf_page_number(const struct pn_pdf *pdf, size_t n);

/* pn_pdf_page_attr - what page N or a node above it has under KEY: for
 * "/Resources", "/MediaBox", "/CropBox", "/Rotate" */
struct pn_obj pn_pdf_page_attr(struct pn_pdf *pdf, size_t n,
    const char *key);

/* pn_obj_kind - what O is */
enum pn_obj_kind pn_obj_kind(struct pn_pdf *pdf, struct pn_obj o);

/* pn_obj_id - the number of O; pn_obj_by_id - the object that has it */
struct pn_obj_id pn_obj_id(struct pn_pdf *pdf, struct pn_obj o);
struct pn_obj pn_obj_by_id(struct pn_pdf *pdf, struct pn_obj_id id);

/* pn_obj_get - the value under KEY of a dictionary or of a stream's one */
struct pn_obj pn_obj_get(struct pn_pdf *pdf, struct pn_obj o,
    const char *key);

/* pn_obj_len - members of an array; 0 for anything else */
size_t pn_obj_len(struct pn_pdf *pdf, struct pn_obj o);

/* pn_obj_at - member I of an array */
struct pn_obj pn_obj_at(struct pn_pdf *pdf, struct pn_obj o, size_t i);

/* pn_obj_keys - append the keys of a dictionary (or stream) to OUT, each
 * with a NUL behind it; what OUT can't hold is left out */
void pn_obj_keys(struct pn_pdf *pdf, struct pn_obj o, struct pn_buf *out);

/* pn_obj_num, pn_obj_int, pn_obj_bool - the value, or FALLBACK for no such */
double pn_obj_num(struct pn_pdf *pdf, struct pn_obj o, double fallback);
long pn_obj_int(struct pn_pdf *pdf, struct pn_obj o, long fallback);
bool pn_obj_bool(struct pn_pdf *pdf, struct pn_obj o, bool fallback);

/* pn_obj_name - the name, "" for none; valid until the next call */
const char *pn_obj_name(struct pn_pdf *pdf, struct pn_obj o);

/* pn_obj_is - is O the name NAME? */
bool pn_obj_is(struct pn_pdf *pdf, struct pn_obj o, const char *name);

/* pn_obj_string - the bytes of a string; valid until the next call */
struct pn_bytes pn_obj_string(struct pn_pdf *pdf, struct pn_obj o);

/* pn_obj_text - append a text string (7.9.2.2: PDFDocEncoding, UTF-16 or
 * UTF-8 with a mark) to OUT as UTF-8; what OUT can't hold is left out */
void pn_obj_text(struct pn_pdf *pdf, struct pn_obj o, struct pn_buf *out);

/* What a stream holds. */
struct pn_obj_data {
	struct pn_buf buf;
	bool damaged;	   /* cut or broken: what came out is there */
	const char *image; /* the picture filter that is left on it (static,
			    * long name: "/DCTDecode"); NULL */
};

/*
 * pn_obj_stream - what stream O holds, decoded, into *OUT (not initialised
 * before; to be freed in any case). Bytes are counted with pn_job_unpack; a
 * stream that is damaged, or has an unknown filter, is damage of the job.
 * PN_ERR_SYNTAX: no stream, or a filter that is not known; PN_ERR_LIMIT.
 */
enum pn_err pn_obj_stream(struct pn_pdf *pdf, struct pn_obj o,
    struct pn_obj_data *out) PN_MUST_CHECK;

/* pn_obj_data_free - free what *D owns */
void pn_obj_data_free(struct pn_obj_data *d);

/* Objects that were seen, for caches and against cycles. Zero is empty. */
struct pn_obj_seen {
	int *nums;
	size_t n, cap;
};

/* pn_obj_seen_add - note ID; false where it was noted before. Direct objects
 * are never noted. */
bool pn_obj_seen_add(struct pn_obj_seen *s, struct pn_obj_id id);

/* pn_obj_seen_has - was ID noted? */
bool pn_obj_seen_has(const struct pn_obj_seen *s, struct pn_obj_id id);

/* pn_obj_seen_free - free what *S owns; it is empty then */
void pn_obj_seen_free(struct pn_obj_seen *s);

/* pn_obj_layer_off - is content that is marked with O (a group or a
 * membership dictionary of optional content, 8.11) hidden as the file opens? */
bool pn_obj_layer_off(struct pn_pdf *pdf, struct pn_obj o);

/* pn_pdf_init - what libqpdf sets up lazily, once, before the sandbox */
void pn_pdf_init(void);

#endif
