/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * opc - an Open Packaging Conventions package (ECMA-376 part 2)
 *
 * Which part has which content type, which is the main one, and what a part
 * refers to. A ZIP is a package where [Content_Types].xml names types and the
 * package's relationships lead to a main part, or where it is there and a main
 * part has the name that all programs give it.
 */
#ifndef PN_EXTRACT_OPC_H
#define PN_EXTRACT_OPC_H

#include "base/zipdir.h"
#include "extract/format.h"

struct pn_opc;

/* pn_opc_open - ZIP as a package; NULL if it is none. ZIP must outlive it. */
struct pn_opc *pn_opc_open(const struct pn_zip *zip);

/* pn_opc_free - free *O, set it to NULL */
void pn_opc_free(struct pn_opc **o);

/* pn_opc_main_type - content type of the main part */
const char *pn_opc_main_type(const struct pn_opc *o);

/* pn_opc_main_part - name of the main part, without leading slash */
const char *pn_opc_main_part(const struct pn_opc *o);

/* pn_opc_find - the entry of ZIP that is part NAME, also where a program wrote
 * its folders with '\\'; NULL if there is none */
const struct pn_zip_entry *pn_opc_find(const struct pn_zip *zip,
    const char *name);

/* pn_opc_type - content type of the part with that name; "" if it has none */
const char *pn_opc_type(const struct pn_opc *o, const char *part);

/* One relationship of a part. */
struct pn_opc_rel {
	char *id;     /* "rId3" */
	char *kind;   /* last word of its type: "worksheet" */
	char *target; /* name of the part that it leads to; for an external
		       * one the address */
	bool external;
};

struct pn_opc_rels {
	struct pn_opc_rel *rels;
	size_t n, cap;
};

/* pn_opc_rels - what PART refers to ("" for the package itself) into *OUT,
 * to be freed with pn_opc_rels_free; empty where it has no relationships */
void pn_opc_rels(const struct pn_opc *o, const char *part,
    struct pn_opc_rels *out);

/* pn_opc_rels_target - the part that relationship ID leads to; NULL for an
 * external one and where there is none */
const char *pn_opc_rels_target(const struct pn_opc_rels *r, const char *id);

/* pn_opc_rels_free - free what *R owns */
void pn_opc_rels_free(struct pn_opc_rels *r);

#endif
