/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * theme - the colours of an Office theme (ECMA-376 part 1, 20.1.6.2)
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "extract/ooxml/theme.h"

/* Nobody reads text that differs from what is behind it by less than this in
 * each of red, green and blue. */
#define SAME_CHANNEL 12

static const char *const names[PN_THEME_COLORS] = {"dk1", "lt1", "dk2", "lt2",
    "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink",
    "folHlink"};

size_t
pn_theme_index(const char *name)
{
	size_t i = 0;

	while (i < PN_THEME_COLORS && strcmp(name, names[i]) != 0)
		i++;
	return i;
}

struct pn_color
pn_color_hex(struct pn_bytes hex)
{
	struct pn_color c = {hex.n == 6 || hex.n == 8, 0};

	for (size_t i = hex.n == 8 ? 2 : 0; c.known && i < hex.n; i++) {
		int d = tolower(hex.p[i]);

		c.known = isxdigit(d) != 0;
		c.rgb = c.rgb << 4 |
			(uint32_t)(isdigit(d) ? d - '0' : d - 'a' + 10);
	}
	return c;
}

bool
pn_color_same(struct pn_color a, struct pn_color b)
{
	if (!a.known || !b.known)
		return false;
	for (unsigned shift = 0; shift < 24; shift += 8)
		if (abs((int)(a.rgb >> shift & 0xff) -
			(int)(b.rgb >> shift & 0xff)) >= SAME_CHANNEL)
			return false;
	return true;
}

struct themes {
	struct pn_theme *theme;
	size_t open; /* the colour that is being told */
};

static enum pn_err
theme_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct themes *t = ctx;
	size_t i = pn_theme_index(name);
	struct pn_color c = {0};

	if (i < PN_THEME_COLORS && t->theme->colors[i].known)
		i = PN_THEME_COLORS; /* the first one counts */
	else if (i == PN_THEME_COLORS && t->open < PN_THEME_COLORS) {
		if (strcmp(name, "srgbClr") == 0)
			c = pn_color_hex(pn_xml_attr(attrs, "val"));
		else if (strcmp(name, "sysClr") == 0)
			c = pn_color_hex(pn_xml_attr(attrs, "lastClr"));
		t->theme->colors[t->open] = c;
	}
	t->open = i;
	return PN_OK;
}

enum pn_err
pn_theme_read(
    struct pn_ooxml *x, const struct pn_zip_entry *e, struct pn_theme *theme)
{
	static const struct pn_xml_events events = {.start = theme_start};
	struct themes t = {theme, PN_THEME_COLORS};

	*theme = (struct pn_theme){0};
	return pn_ooxml_parse(x, e, &events, &t);
}
