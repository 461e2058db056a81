/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * objmap - where objects lie in the bytes of a PDF file, and who names whom
 *
 * Read from the bytes alone, without the cross references: so it finds what
 * those leave out. Nothing here is believed further than that.
 */
#ifndef PN_EXTRACT_PDF_OBJMAP_H
#define PN_EXTRACT_PDF_OBJMAP_H

#include "extract/pdf/object.h"

/* Objects of one file; a hundred times what large documents have. */
#define PN_OBJMAP_MAX (1u << 20)

/* An object, by its header "N G obj". */
struct pn_body {
	struct pn_obj_id id;
	size_t at, dict;	/* its header; what follows the header */
	size_t data, end;	/* stream data, 0 for none; end of it all */
	bool page, packed, xref; /* what its dictionary says it is */
	bool open;		/* an array or dictionary is not closed */
	int length_ref;		/* what /Length refers to, 0 for nothing */
	bool old;		/* another one of this number comes later */
};

/* An object inside an object stream; no bytes of its own. */
struct pn_inner {
	int num, container;
	bool page;
};

struct pn_edge {
	int from, to; /* FROM 0: a trailer */
};

struct pn_objmap {
	struct pn_bytes bytes;
	struct pn_body *bodies;
	size_t n, cap;
	struct pn_inner *inner;
	size_t n_inner, cap_inner;
	struct pn_edge *edges;
	size_t n_edges, cap_edges;
	bool guarded, repair; /* pn_objmap_guard was asked, and said */
	enum pn_err guard;
};

/* pn_objmap_scan - find the objects in BYTES, into the empty *M.
 * PN_ERR_LIMIT ("objects", "time") */
enum pn_err pn_objmap_scan(struct pn_job *job, struct pn_bytes bytes,
    struct pn_objmap *m) PN_MUST_CHECK;

/*
 * pn_objmap_guard - could libqpdf, which has no limits of its own, work on
 * this file without end, or use up stack or memory? PN_ERR_LIMIT then. Sets
 * REPAIR where it may look for lost objects, which it does in a way that some
 * files make quadratic. Finds out once.
 */
enum pn_err pn_objmap_guard(struct pn_job *job, struct pn_objmap *m)
    PN_MUST_CHECK;

/* pn_objmap_open - open BYTES, which are some of the file's, with repair if
 * they need it. PN_ERR_SYNTAX, PN_ERR_CRYPTO, PN_ERR_LIMIT */
enum pn_err pn_objmap_open(struct pn_job *job, struct pn_objmap *m,
    struct pn_bytes bytes, struct pn_pdf **out) PN_MUST_CHECK;

/* pn_objmap_link - add what is inside object streams, and who names whom.
 * PN_ERR_LIMIT */
enum pn_err pn_objmap_link(struct pn_objmap *m, struct pn_pdf *pdf)
    PN_MUST_CHECK;

/* pn_objmap_reach - the numbers of all objects that a trailer leads to */
void pn_objmap_reach(struct pn_objmap *m, struct pn_obj_seen *reached);

/* pn_objmap_free - frees what *M owns */
void pn_objmap_free(struct pn_objmap *m);

#endif
