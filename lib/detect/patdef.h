/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * patdef - one pattern of a pack (for patfile.c only)
 */
#ifndef PN_DETECT_PATDEF_H
#define PN_DETECT_PATDEF_H

#include "base/conf.h"
#include "detect/patfile.h"

/* pn_patdef_read - the group N of a list of patterns, into D (zeroed);
 * *FULL_OUT tells whether it is a whole definition or changes another.
 * PN_ERR_CONFIG */
enum pn_err pn_patdef_read(const struct pn_conf_node *n,
    struct pn_pattern_def *d, bool *full_out, struct pn_errinfo *info)
    PN_MUST_CHECK;

/* pn_patdef_free - free what D owns, not D */
void pn_patdef_free(struct pn_pattern_def *d);

/* pn_patdef_words - append the strings of the list N, called NAME, up to MAX
 * of them; one string alone will do. PN_ERR_CONFIG */
enum pn_err pn_patdef_words(const struct pn_conf_node *n, const char *name,
    size_t max, struct pn_words *out, struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_words_free - free the members and zero the list */
void pn_words_free(struct pn_words *w);

#endif
