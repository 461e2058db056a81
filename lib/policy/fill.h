/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fill - fields of the texts: what is said about this message (private)
 */
#ifndef PN_POLICY_FILL_H
#define PN_POLICY_FILL_H

#include <stddef.h>
#include "policy/explain.h"
#include "policy/view.h"

#define PN_SHOWN_NAME 40 /* characters of a file name or address in a line */
#define PN_SHOWN_WHO  3	 /* recipients that are named */

/* What a text is filled in for. */
struct pn_fill {
	const struct pn_occasion *occasion; /* NULL for a fault */
	const struct pn_view *view;
	const struct pn_broken *about; /* NULL in a frame */
	const struct pn_broken *const *same; /* with all its recipients */
	size_t n_same;
	const char *help, *reference;
	const char *subject; /* of the mail, from the rule's text */
	size_t n;	     /* points, or more of a kind */
};

/* pn_fill - LINE with its fields filled in, for free(); NULL where a field
 * has nothing to say, so that the line is left out ({place} may be empty) */
char *pn_fill(const char *line, const struct pn_fill *f);

/* pn_harmless - TEXT from outside for showing in one line: nothing invisible,
 * no controls, at most MAX characters (the middle left out); for free() */
char *pn_harmless(const char *text, size_t max);

/* pn_found_what - kinds and counts of what F is about: "3 dates of birth and
 * 1 phone number"; "personal information" where nothing was counted */
char *pn_found_what(const struct pn_fill *f);

/* pn_found_place - " (see sheet Contacts, cell B3)" for the first of them, or
 * an empty text; for free() */
char *pn_found_place(const struct pn_fill *f);

/* pn_wrap - append TEXT to OUT in lines of at most PN_MAIL_WIDTH characters,
 * the first after FIRST, the others after REST; what does not fit is lost */
void pn_wrap(struct pn_buf *out, const char *text, const char *first,
    const char *rest);

#endif
