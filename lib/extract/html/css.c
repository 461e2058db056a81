/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * css - as much of style sheets as decides whether text is seen
 *
 * Not done: descendant and attribute selectors, the cascade beyond "later
 * and more special wins", units that depend on the screen. What is not
 * understood changes nothing, so the text counts as seen.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "extract/html/css.h"
#include "extract/html/css_scan.h"

#define MAX_VALUE 120 /* bytes of a value that matters */
#define FAR_AWAY  300 /* pixels off the page */
#define TINY_PX	  1   /* a font of one pixel is no text */

void
pn_css_init(struct pn_css *c)
{
	*c = (struct pn_css){
	    .colour = PN_COLOUR_UNSET,
	    .background = PN_COLOUR_UNSET,
	};
}

/* A number with its unit: thousandths, and what follows. */
struct length {
	bool is;
	long milli;
	const char *unit;
};

/* length_of - read the number at the start of V */
static struct length
length_of(const char *v)
{
	struct length l = {0};
	bool minus = *v == '-', dot = false;
	long scale = 1000;

	v += *v == '-' || *v == '+';
	for (; isdigit((unsigned char)*v) || (*v == '.' && !dot); v++) {
		if (*v == '.') {
			dot = true;
			continue;
		}
		l.is = true;
		if (!dot && l.milli < 1000000000L)
			l.milli = l.milli * 10 + 1000L * (*v - '0');
		else if (dot && scale >= 10)
			l.milli += (scale /= 10) * (*v - '0');
	}
	if (minus)
		l.milli = -l.milli;
	l.unit = v;
	return l;
}

static const struct {
	const char *name;
	uint32_t rgb;
} names[] = {
    {"white", 0xffffff},
    {"black", 0x000000},
    {"red", 0xff0000},
    {"green", 0x008000},
    {"blue", 0x0000ff},
    {"yellow", 0xffff00},
    {"gray", 0x808080},
    {"grey", 0x808080},
    {"silver", 0xc0c0c0},
    {"maroon", 0x800000},
    {"navy", 0x000080},
    {"purple", 0x800080},
    {"teal", 0x008080},
    {"olive", 0x808000},
    {"lime", 0x00ff00},
    {"aqua", 0x00ffff},
    {"cyan", 0x00ffff},
    {"fuchsia", 0xff00ff},
    {"magenta", 0xff00ff},
    {"orange", 0xffa500},
    {"pink", 0xffc0cb},
    {"brown", 0xa52a2a},
    {"snow", 0xfffafa},
    {"ivory", 0xfffff0},
    {"whitesmoke", 0xf5f5f5},
    {"ghostwhite", 0xf8f8ff},
    {"floralwhite", 0xfffaf0},
    {"lightgray", 0xd3d3d3},
    {"lightgrey", 0xd3d3d3},
    {"window", 0xffffff},
    {"transparent", PN_COLOUR_CLEAR},
    {"inherit", PN_COLOUR_UNSET},
    {"initial", PN_COLOUR_UNSET},
    {"windowtext", 0x000000},
    {"none", PN_COLOUR_CLEAR},
};

/* rgb_of - "rgb(1, 2, 3)" and "rgba(1 2 3 / 0)" */
static uint32_t
rgb_of(const char *v)
{
	uint32_t rgb = 0;
	const char *p = strchr(v, '(');
	unsigned n = 0;

	for (p = p ? p + 1 : ""; *p && n < 4; n++) {
		struct length l;

		p += strspn(p, " ,/\t");
		l = length_of(p);
		if (!l.is)
			break;
		if (*l.unit == '%') {
			l.milli = n < 3 ? l.milli * 255 / 100 : l.milli / 100;
			l.unit++;
		}
		if (n < 3)
			rgb = rgb << 8 | ((uint32_t)(l.milli / 1000) & 0xff);
		else if (l.milli == 0)
			return PN_COLOUR_CLEAR;
		p = l.unit;
	}
	return n >= 3 ? rgb : PN_COLOUR_UNKNOWN;
}

/* hex_of - "#rgb" and "#rrggbb", or the same without the sharp */
static uint32_t
hex_of(const char *v)
{
	size_t n = strspn(v, "0123456789abcdefABCDEF");
	uint32_t x = (uint32_t)strtoul(n <= 8 ? v : "0", NULL, 16);

	switch (n) {
	case 3:
		return (x >> 8) * 0x110000 + (x >> 4 & 15) * 0x1100 +
		       (x & 15) * 0x11;
	case 6:
		return x;
	case 8:
		return x & 0xff ? x >> 8 : PN_COLOUR_CLEAR;
	default:
		return PN_COLOUR_UNKNOWN;
	}
}

/* colour_of - the colour at the start of V (lower case, terminated) */
static uint32_t
colour_of(const char *v)
{
	size_t n = strcspn(v, " ;,");

	if (*v == '#')
		return hex_of(v + 1);
	if (strncmp(v, "rgb", 3) == 0)
		return rgb_of(v);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i].name) == n &&
		    strncmp(names[i].name, v, n) == 0)
			return names[i].rgb;
	return PN_COLOUR_UNKNOWN;
}

/* lower - S in lower case into BUF, white space as blanks, "!important" off */
static void
lower(struct pn_span s, char buf[MAX_VALUE])
{
	size_t n = 0;
	char *bang;

	s = pn_css_trim(s);
	for (; n < s.n && n < MAX_VALUE - 1; n++) {
		unsigned char c = (unsigned char)s.p[n];

		buf[n] = isspace(c) ? ' ' : (char)tolower(c);
	}
	buf[n] = '\0';
	bang = strchr(buf, '!');
	if (bang)
		*bang = '\0';
}

uint32_t
pn_css_colour(struct pn_span s)
{
	char v[MAX_VALUE];
	uint32_t c;

	lower(s, v);
	c = colour_of(v);
	return c == PN_COLOUR_UNKNOWN ? hex_of(v) : c;
}

static enum pn_css_switch
yes(bool b)
{
	return b ? PN_CSS_YES : PN_CSS_NO;
}

/* zero - a length of nothing? "0", "0px", "0.0em" */
static bool
zero(const char *v)
{
	struct length l = length_of(v);

	return l.is && l.milli == 0;
}

/* far - pushed off the page to the left or the top? */
static bool
far(const char *v)
{
	struct length l = length_of(v);
	long px = l.milli / 1000;

	if (strncmp(l.unit, "em", 2) == 0 || strncmp(l.unit, "rem", 3) == 0)
		px *= 16;
	if (*l.unit == '%' || *l.unit == 'v')
		px *= 10;
	return l.is && px <= -FAR_AWAY;
}

/* tiny - a font size that nobody can read? */
static bool
tiny(const char *v)
{
	struct length l = length_of(v);

	if (!l.is)
		return false;
	return l.milli == 0 || (l.milli <= TINY_PX * 1000 &&
				   (strncmp(l.unit, "px", 2) == 0 ||
				       strncmp(l.unit, "pt", 2) == 0));
}

static enum pn_css_display
display_of(const char *v)
{
	static const char *const block[] = {
	    "block", "flex", "grid", "table", "list-item", "flow-root"};

	if (strncmp(v, "none", 4) == 0)
		return PN_DISPLAY_NONE;
	if (strncmp(v, "inline", 6) == 0 || strncmp(v, "contents", 8) == 0)
		return PN_DISPLAY_INLINE;
	for (size_t i = 0; i < sizeof(block) / sizeof(block[0]); i++)
		if (strncmp(v, block[i], strlen(block[i])) == 0)
			return PN_DISPLAY_BLOCK;
	return PN_DISPLAY_OTHER;
}

/* background - the short property may name a picture and a colour */
static uint32_t
background_of(const char *v)
{
	uint32_t c;

	if (strstr(v, "url(") || strstr(v, "gradient("))
		return PN_COLOUR_UNKNOWN;
	for (;;) {
		c = colour_of(v);
		if (c != PN_COLOUR_UNKNOWN)
			return c;
		v = strchr(v, ' ');
		if (v == NULL)
			return PN_COLOUR_UNKNOWN;
		v += strspn(v, " ");
	}
}

/* colours - the properties that paint */
static bool
colours(struct pn_css *c, struct pn_span name, const char *v)
{
	if (pn_span_is(name, "color"))
		c->colour = colour_of(v);
	else if (pn_span_is(name, "background-color"))
		c->background = colour_of(v);
	else if (pn_span_is(name, "background"))
		c->background = background_of(v);
	else if (pn_span_is(name, "background-image") &&
		 strncmp(v, "none", 4) != 0)
		c->background = PN_COLOUR_UNKNOWN;
	else
		return false;
	return true;
}

/* places - the properties that push text off the page or cut it away */
static bool
places(struct pn_css *c, struct pn_span name, const char *v)
{
	static const char *const offsets[] = {"text-indent", "left", "top",
	    "margin-left", "margin-top", "margin"};

	for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++)
		if (pn_span_is(name, offsets[i])) {
			if (far(v))
				c->away = PN_CSS_YES;
			return true;
		}
	if (pn_span_is(name, "clip") && strncmp(v, "rect(", 5) == 0)
		c->away = yes(strspn(v + 5, "01px, )") == strlen(v + 5));
	else if (pn_span_is(name, "clip-path") &&
		 (strncmp(v, "inset(100%", 10) == 0 ||
		     strncmp(v, "inset(50%", 9) == 0 ||
		     strncmp(v, "circle(0", 8) == 0))
		c->away = PN_CSS_YES;
	else if (pn_span_is(name, "transform") &&
		 strncmp(v, "scale(0", 7) == 0 && v[7] != '.')
		c->away = PN_CSS_YES;
	else
		return false;
	return true;
}

/* matters - can the property decide whether text is seen? */
static bool
matters(struct pn_span name)
{
	static const char *const all[] = {"color", "background-color",
	    "background", "background-image", "text-indent", "left", "top",
	    "margin-left", "margin-top", "margin", "clip", "clip-path",
	    "transform", "display", "visibility", "opacity", "font-size",
	    "font", "mso-hide", "max-height", "max-width", "height", "width",
	    "overflow", "white-space"};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (pn_span_is(name, all[i]))
			return true;
	return false;
}

/* property - one declaration */
static void
property(struct pn_css *c, struct pn_span name, struct pn_span value)
{
	char v[MAX_VALUE];

	if (!matters(name))
		return;
	lower(value, v);
	if (v[0] == '\0' || colours(c, name, v) || places(c, name, v))
		return;
	if (pn_span_is(name, "display"))
		c->display = display_of(v);
	else if (pn_span_is(name, "visibility"))
		c->invisible = yes(strncmp(v, "visible", 7) != 0);
	else if (pn_span_is(name, "opacity"))
		c->clear = yes(zero(v) || strncmp(v, "0.0", 3) == 0);
	else if (pn_span_is(name, "font-size"))
		c->tiny = yes(tiny(v));
	else if (pn_span_is(name, "font") && length_of(v).is)
		c->tiny = yes(tiny(v));
	else if (pn_span_is(name, "mso-hide"))
		c->mso_hide = yes(strncmp(v, "all", 3) == 0);
	else if (pn_span_is(name, "max-height") ||
		 pn_span_is(name, "max-width"))
		c->flat = yes(c->flat == PN_CSS_YES || zero(v));
	else if (pn_span_is(name, "height") || pn_span_is(name, "width"))
		c->empty = yes(c->empty == PN_CSS_YES || zero(v));
	else if (pn_span_is(name, "overflow"))
		c->clips = yes(strncmp(v, "visible", 7) != 0);
	else if (pn_span_is(name, "white-space"))
		c->pre = yes(strncmp(v, "pre", 3) == 0);
}

void
pn_css_declare(struct pn_css *c, struct pn_span s)
{
	const char *p = s.p, *end = s.p + s.n;

	while (p < end) {
		const char *q = pn_css_until(p, end, ";"), *colon;
		struct pn_span name;

		while (p < q && pn_css_comment(p, q) != p)
			p = pn_css_comment(p, q);
		colon = memchr(p, ':', (size_t)(q - p));
		if (colon) {
			name = pn_css_trim(
			    (struct pn_span){p, (size_t)(colon - p)});
			property(c, name,
			    (struct pn_span){
				colon + 1, (size_t)(q - colon - 1)});
		}
		p = q < end ? q + 1 : end;
	}
}

bool
pn_css_gone(const struct pn_css *c)
{
	return c->display == PN_DISPLAY_NONE || c->clear == PN_CSS_YES ||
	       c->away == PN_CSS_YES || c->mso_hide == PN_CSS_YES ||
	       c->flat == PN_CSS_YES ||
	       (c->empty == PN_CSS_YES && c->clips == PN_CSS_YES);
}
