/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * objs - the objects of a well-formed PDF file (ISO 32000-2, 7.3 and 7.5)
 *
 * Reads all objects at once into memory, and only where all of the file's
 * structure is as the standard says: the header at its start, every cross
 * reference right, every object and stream closed where it should be, no
 * encryption. For anything else there is libqpdf, which can repair; what both
 * read is the same (test_extract_pdfobjs). Of object.h only.
 *
 * Limits: nodes, nesting, object numbers, bytes of object streams.
 */
#ifndef PN_EXTRACT_PDF_OBJS_H
#define PN_EXTRACT_PDF_OBJS_H

#include "extract/pdf/object.h"

/* A value. Behind the kinds of pn_obj_kind one more, which no handle has. */
#define PN_NODE_REF 8

struct pn_node {
	union {
		double number;	  /* of a boolean too */
		const char *text; /* of a name, with its slash; of a string;
				   * data of a stream */
		uint32_t first;	  /* member of an array; of a dictionary, key
				   * and value in turns, sorted by key */
	} u;
	uint32_t n;    /* bytes, members, pairs */
	uint32_t dict; /* of a stream: its dictionary */
	int num;       /* which object it is, or is referred to */
	uint16_t gen;
	uint8_t kind;
};

/* Where an object is. */
enum pn_slot_kind { PN_SLOT_NONE, PN_SLOT_FREE, PN_SLOT_AT, PN_SLOT_PACKED };

struct pn_slot {
	size_t at;     /* its offset; index in the object stream */
	uint32_t node; /* once it was read; 0 before */
	int container; /* the object stream */
	uint16_t gen;
	uint8_t kind; /* enum pn_slot_kind */
};

struct pn_chunk;
struct pn_objmap;

/* The highest number of an object. */
#define PN_OBJS_MAX (4 << 20)

/* The objects. Node 0 is null and for "none". */
struct pn_objs {
	struct pn_job *job;
	struct pn_bytes bytes;
	struct pn_node *nodes;
	size_t n_nodes, cap_nodes;
	struct pn_node *stack; /* members of what is not closed yet */
	size_t n_stack, cap_stack;
	struct pn_slot *slots; /* by number */
	size_t n_slots;
	struct pn_buf *packed; /* what object streams hold */
	size_t n_packed, cap_packed, packed_bytes;
	struct pn_chunk *chunks; /* names and strings */
	uint32_t trailer;
};

/* pn_objs_open - the objects of BYTES, which must outlive it, for
 * pn_objs_free; NULL where the file is not well-formed, or too large */
struct pn_objs *pn_objs_open(struct pn_job *job, struct pn_bytes bytes);

/* pn_objs_rescue - the objects that M found, whatever the cross references
 * say, for pn_objs_free; NULL where nothing says which is the first, or the
 * file is locked */
struct pn_objs *pn_objs_rescue(struct pn_job *job, const struct pn_objmap *m);

/* pn_objs_free - frees it; NULL is fine */
void pn_objs_free(struct pn_objs *o);

/* pn_objs_find - the node of object NUM; 0 for none, which reads as null */
uint32_t pn_objs_find(const struct pn_objs *o, int num, int gen);

/* pn_objs_key - the value that node N, a dictionary, has under KEY, followed
 * where it is a reference; 0. pn_objs_member - member I, I < n */
uint32_t pn_objs_key(const struct pn_objs *o, uint32_t n, const char *key);
uint32_t pn_objs_member(const struct pn_objs *o, uint32_t n, size_t i);

/* pn_objs_new - an empty dictionary; pn_objs_put - V under KEY of dictionary
 * N, which has it not and stays sorted */
uint32_t pn_objs_new(struct pn_objs *o);
void pn_objs_put(struct pn_objs *o, uint32_t n, const char *key, uint32_t v);

/* Of objs_parse.c: a reader of values. */
struct pn_parse {
	struct pn_objs *objs;
	const unsigned char *p, *end;
	unsigned depth;
};

/* pn_parse_value - the value at P's place into *OUT; false: not well-formed */
bool pn_parse_value(struct pn_parse *p, struct pn_node *out);

/* pn_parse_int - a number without sign, behind white space; -1 */
long pn_parse_int(struct pn_parse *p);

/* pn_parse_word - is WORD next, behind white space? Steps over it */
bool pn_parse_word(struct pn_parse *p, const char *word);

/* pn_parse_object - the object at AT, "NUM GEN obj" in front, as a node. Of a
 * stream only its dictionary and beginning are read. 0: not well-formed */
uint32_t pn_parse_object(struct pn_objs *o, size_t at, int num, int gen);

/* pn_objs_add - N nodes from NODES, side by side: the first; 0: too many */
uint32_t pn_objs_add(struct pn_objs *o, const struct pn_node *nodes, size_t n);

/* Of objs.c: pn_objs_none - no objects yet. pn_objs_unpack - the objects in
 * the object stream N, which lies at AT, that are looked for there or stand
 * before it; false: they are not all well-formed */
struct pn_objs *pn_objs_none(struct pn_job *job, struct pn_bytes bytes);
bool pn_objs_unpack(struct pn_objs *o, uint32_t n, size_t at);

/* pn_objs_slot - the slot of object NUM; NULL: there can't be so many */
struct pn_slot *pn_objs_slot(struct pn_objs *o, long num);

/* Of objs_xref.c: pn_objs_xref - all cross references, and the trailer.
 * pn_objs_stream - what the stream N holds, for free(); false: it is
 * damaged, or in a filter that such streams have not */
bool pn_objs_xref(struct pn_objs *o);
bool pn_objs_stream(struct pn_objs *o, uint32_t n, struct pn_buf *out);

/* pn_objs_close_stream - find the length of stream N, which may be another
 * object, and check that it ends there */
bool pn_objs_close_stream(struct pn_objs *o, uint32_t n);

#endif
