/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * textfile - one file of explanation text (private to lib/policy)
 *
 * A text file has sections: a line "[name]", then lines. A line that begins
 * with '#' is a comment; blank lines count for nothing. Lines may hold fields
 * such as {file}. What sections and fields a file may have depends on its
 * kind; all is checked when it is read, so rendering cannot fail.
 */
#ifndef PN_POLICY_TEXTFILE_H
#define PN_POLICY_TEXTFILE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"

#define PN_TEXT_SECTIONS 12
#define PN_TEXT_LINES	 8

enum pn_text_kind {
	PN_TEXT_RULE,  /* why a rule was broken and what to do */
	PN_TEXT_FRAME, /* what stands round it in a mail */
	PN_TEXT_REPLY, /* what the SMTP replies share */
	PN_TEXT_HOWTO, /* how to set a password */
};

struct pn_text_section {
	char *name;
	char *line[PN_TEXT_LINES];
	size_t n;
	unsigned at; /* its line in the file */
};

struct pn_text {
	struct pn_text_section section[PN_TEXT_SECTIONS];
	size_t n;
};

/*
 * pn_text_read - read PATH as a text of KIND into the zeroed *T. PN_ERR_CONFIG
 * with file and line for an unknown or missing section, an unknown field, a
 * line that is too long or not what its section asks for; PN_ERR_IO where the
 * file can't be read. Free with pn_text_free, also on failure
 */
enum pn_err pn_text_read(const char *path, enum pn_text_kind kind,
    struct pn_text *t, struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_text_free - free what *T owns */
void pn_text_free(struct pn_text *t);

/* pn_text_section - the section of that name, NULL if there is none */
const struct pn_text_section *pn_text_section(const struct pn_text *t,
    const char *name);

/* pn_text_line - line I of section NAME, NULL if there is none */
const char *pn_text_line(const struct pn_text *t, const char *name, size_t i);

#endif
