/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spans - where in a doc matches can start
 */
#ifndef PN_DETECT_SPANS_H
#define PN_DETECT_SPANS_H

#include "detect/doc.h"

/* Bytes [from, to) of a text. */
struct pn_stretch {
	uint32_t from, to;
};

/* Stretches in order, apart from each other. */
struct pn_spans {
	struct pn_stretch *v;
	size_t n, cap;
};

/* pn_spans_add - add [FROM, TO), and what lies between it and those already
 * there that it comes before */
void pn_spans_add(struct pn_spans *s, size_t from, size_t to);

/* pn_spans_find - for each expression of D's set, by number, and last for the
 * terms of vocabularies, where its matches can start; for pn_spans_free */
struct pn_spans *pn_spans_find(const struct pn_doc *d);

/* pn_spans_free - free the array that pn_spans_find made for SET */
void pn_spans_free(const struct pn_patterns *set, struct pn_spans *s);

#endif
