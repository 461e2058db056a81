/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * css_value - lengths and colours of style sheets (within lib/extract only)
 */
#ifndef PN_EXTRACT_CSS_VALUE_H
#define PN_EXTRACT_CSS_VALUE_H

#include <stdbool.h>
#include <stdint.h>

/* A number with its unit: thousandths, and what follows. */
struct pn_css_length {
	bool is;
	long milli;
	const char *unit;
};

/* pn_css_length_of - read the number at the start of V */
struct pn_css_length pn_css_length_of(const char *v);

/* pn_css_hex - "rgb", "rgba", "rrggbb" or "rrggbbaa" at the start of V */
uint32_t pn_css_hex(const char *v);

/* pn_css_colour_of - the colour at the start of V (lower case, terminated):
 * RGB or PN_COLOUR_ */
uint32_t pn_css_colour_of(const char *v);

#endif
