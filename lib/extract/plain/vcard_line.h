/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vcard_line - the content lines of vCard and iCalendar (RFC 6350 3.2-3.4,
 * RFC 5545 3.1, vCard 2.1)
 *
 * Each is a name, parameters and a value, folded over several lines of the
 * file and encoded in one of three ways.
 */
#ifndef PN_EXTRACT_PLAIN_VCARD_LINE_H
#define PN_EXTRACT_PLAIN_VCARD_LINE_H

#include <stdbool.h>
#include "base/buf.h"

/* One content line; everything points into the text, or into the buffer of
 * the walk until its next step. Not terminated. */
struct pn_vline {
	const char *name, *params, *value;
	size_t name_n, params_n, value_n;
};

/* A walk over the lines of a text. */
struct pn_vlines {
	const char *p, *end;
	struct pn_buf joined; /* a line that was folded; as large as all */
};

/* pn_vline_unfold - BYTES without the folds, which may cut a character, into
 * OUT; PN_ERR_LIMIT */
enum pn_err pn_vline_unfold(struct pn_bytes b, struct pn_buf *out)
    PN_MUST_CHECK;

/* pn_vline_next - the next line with what belongs to it into *L; false at the
 * end */
bool pn_vline_next(struct pn_vlines *r, struct pn_vline *l);

/* pn_vline_word - are the N bytes at S the word W, in any case? */
bool pn_vline_word(const char *s, size_t n, const char *w);

/* pn_vline_param - the value of parameter NAME, *N bytes without its quotes;
 * for a bare word of vCard 2.1 the word itself. NULL: it is not there */
const char *pn_vline_param(const struct pn_vline *l, const char *name,
    size_t *n);

/* pn_vline_encoded - is the value in encoding A or B? */
bool pn_vline_encoded(const struct pn_vline *l, const char *a, const char *b);

/* pn_vline_text - append the value, decoded, to OUT; PN_ERR_LIMIT */
enum pn_err pn_vline_text(const struct pn_vline *l, struct pn_buf *out)
    PN_MUST_CHECK;

#endif
