/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * theme - the colours of an Office theme (ECMA-376 part 1, 20.1.6.2)
 *
 * Only what is needed to tell text that nobody sees: colours that are plainly
 * given. A colour that is computed from another one is "not known".
 */
#ifndef PN_EXTRACT_THEME_H
#define PN_EXTRACT_THEME_H

#include "extract/ooxml/ooxml.h"

/* In the order of the theme part: dark 1, light 1, dark 2, light 2, six
 * accents, link, visited link. */
#define PN_THEME_COLORS 12

struct pn_color {
	bool known;
	uint32_t rgb;
};

struct pn_theme {
	struct pn_color colors[PN_THEME_COLORS];
};

/* pn_theme_read - the colours of theme part E */
enum pn_err pn_theme_read(struct pn_ooxml *x, const struct pn_zip_entry *e,
    struct pn_theme *theme) PN_MUST_CHECK;

/* pn_theme_index - number of the colour called NAME ("dk1", "accent3");
 * PN_THEME_COLORS if there is none */
size_t pn_theme_index(const char *name);

/* pn_color_hex - "FFFFFF" or "FFFFFFFF" (alpha first) as a colour */
struct pn_color pn_color_hex(struct pn_bytes hex);

/* pn_color_same - are both known, and so close that nobody tells text of the
 * one on the other? */
bool pn_color_same(struct pn_color a, struct pn_color b);

#endif
