/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * css_value - lengths and colours of style sheets
 *
 * CSS Values and Units Level 3, CSS Color Level 4 as far as mail uses it:
 * names, hex, rgb() and hsl(). Part transparency is taken for opaque.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "extract/html/css.h"
#include "extract/html/css_value.h"

struct pn_css_length
pn_css_length_of(const char *v)
{
	struct pn_css_length l = {0};
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

struct name {
	const char *name;
	uint32_t rgb;
};

/* In order, to be searched by halves. */
static const struct name names[] = {
    {"aliceblue", 0xf0f8ff},
    {"antiquewhite", 0xfaebd7},
    {"aqua", 0x00ffff},
    {"aquamarine", 0x7fffd4},
    {"azure", 0xf0ffff},
    {"beige", 0xf5f5dc},
    {"bisque", 0xffe4c4},
    {"black", 0x000000},
    {"blanchedalmond", 0xffebcd},
    {"blue", 0x0000ff},
    {"blueviolet", 0x8a2be2},
    {"brown", 0xa52a2a},
    {"burlywood", 0xdeb887},
    {"cadetblue", 0x5f9ea0},
    {"chartreuse", 0x7fff00},
    {"chocolate", 0xd2691e},
    {"coral", 0xff7f50},
    {"cornflowerblue", 0x6495ed},
    {"cornsilk", 0xfff8dc},
    {"crimson", 0xdc143c},
    {"cyan", 0x00ffff},
    {"darkblue", 0x00008b},
    {"darkcyan", 0x008b8b},
    {"darkgoldenrod", 0xb8860b},
    {"darkgray", 0xa9a9a9},
    {"darkgreen", 0x006400},
    {"darkgrey", 0xa9a9a9},
    {"darkkhaki", 0xbdb76b},
    {"darkmagenta", 0x8b008b},
    {"darkolivegreen", 0x556b2f},
    {"darkorange", 0xff8c00},
    {"darkorchid", 0x9932cc},
    {"darkred", 0x8b0000},
    {"darksalmon", 0xe9967a},
    {"darkseagreen", 0x8fbc8f},
    {"darkslateblue", 0x483d8b},
    {"darkslategray", 0x2f4f4f},
    {"darkslategrey", 0x2f4f4f},
    {"darkturquoise", 0x00ced1},
    {"darkviolet", 0x9400d3},
    {"deeppink", 0xff1493},
    {"deepskyblue", 0x00bfff},
    {"dimgray", 0x696969},
    {"dimgrey", 0x696969},
    {"dodgerblue", 0x1e90ff},
    {"firebrick", 0xb22222},
    {"floralwhite", 0xfffaf0},
    {"forestgreen", 0x228b22},
    {"fuchsia", 0xff00ff},
    {"gainsboro", 0xdcdcdc},
    {"ghostwhite", 0xf8f8ff},
    {"gold", 0xffd700},
    {"goldenrod", 0xdaa520},
    {"gray", 0x808080},
    {"green", 0x008000},
    {"greenyellow", 0xadff2f},
    {"grey", 0x808080},
    {"honeydew", 0xf0fff0},
    {"hotpink", 0xff69b4},
    {"indianred", 0xcd5c5c},
    {"indigo", 0x4b0082},
    {"inherit", PN_COLOUR_UNSET},
    {"initial", PN_COLOUR_UNSET},
    {"ivory", 0xfffff0},
    {"khaki", 0xf0e68c},
    {"lavender", 0xe6e6fa},
    {"lavenderblush", 0xfff0f5},
    {"lawngreen", 0x7cfc00},
    {"lemonchiffon", 0xfffacd},
    {"lightblue", 0xadd8e6},
    {"lightcoral", 0xf08080},
    {"lightcyan", 0xe0ffff},
    {"lightgoldenrodyellow", 0xfafad2},
    {"lightgray", 0xd3d3d3},
    {"lightgreen", 0x90ee90},
    {"lightgrey", 0xd3d3d3},
    {"lightpink", 0xffb6c1},
    {"lightsalmon", 0xffa07a},
    {"lightseagreen", 0x20b2aa},
    {"lightskyblue", 0x87cefa},
    {"lightslategray", 0x778899},
    {"lightslategrey", 0x778899},
    {"lightsteelblue", 0xb0c4de},
    {"lightyellow", 0xffffe0},
    {"lime", 0x00ff00},
    {"limegreen", 0x32cd32},
    {"linen", 0xfaf0e6},
    {"magenta", 0xff00ff},
    {"maroon", 0x800000},
    {"mediumaquamarine", 0x66cdaa},
    {"mediumblue", 0x0000cd},
    {"mediumorchid", 0xba55d3},
    {"mediumpurple", 0x9370db},
    {"mediumseagreen", 0x3cb371},
    {"mediumslateblue", 0x7b68ee},
    {"mediumspringgreen", 0x00fa9a},
    {"mediumturquoise", 0x48d1cc},
    {"mediumvioletred", 0xc71585},
    {"midnightblue", 0x191970},
    {"mintcream", 0xf5fffa},
    {"mistyrose", 0xffe4e1},
    {"moccasin", 0xffe4b5},
    {"navajowhite", 0xffdead},
    {"navy", 0x000080},
    {"none", PN_COLOUR_CLEAR},
    {"oldlace", 0xfdf5e6},
    {"olive", 0x808000},
    {"olivedrab", 0x6b8e23},
    {"orange", 0xffa500},
    {"orangered", 0xff4500},
    {"orchid", 0xda70d6},
    {"palegoldenrod", 0xeee8aa},
    {"palegreen", 0x98fb98},
    {"paleturquoise", 0xafeeee},
    {"palevioletred", 0xdb7093},
    {"papayawhip", 0xffefd5},
    {"peachpuff", 0xffdab9},
    {"peru", 0xcd853f},
    {"pink", 0xffc0cb},
    {"plum", 0xdda0dd},
    {"powderblue", 0xb0e0e6},
    {"purple", 0x800080},
    {"rebeccapurple", 0x663399},
    {"red", 0xff0000},
    {"rosybrown", 0xbc8f8f},
    {"royalblue", 0x4169e1},
    {"saddlebrown", 0x8b4513},
    {"salmon", 0xfa8072},
    {"sandybrown", 0xf4a460},
    {"seagreen", 0x2e8b57},
    {"seashell", 0xfff5ee},
    {"sienna", 0xa0522d},
    {"silver", 0xc0c0c0},
    {"skyblue", 0x87ceeb},
    {"slateblue", 0x6a5acd},
    {"slategray", 0x708090},
    {"slategrey", 0x708090},
    {"snow", 0xfffafa},
    {"springgreen", 0x00ff7f},
    {"steelblue", 0x4682b4},
    {"tan", 0xd2b48c},
    {"teal", 0x008080},
    {"thistle", 0xd8bfd8},
    {"tomato", 0xff6347},
    {"transparent", PN_COLOUR_CLEAR},
    {"turquoise", 0x40e0d0},
    {"violet", 0xee82ee},
    {"wheat", 0xf5deb3},
    {"white", 0xffffff},
    {"whitesmoke", 0xf5f5f5},
    {"window", 0xffffff},
    {"windowtext", 0x000000},
    {"yellow", 0xffff00},
    {"yellowgreen", 0x9acd32},
};

static int
by_name(const void *key, const void *entry)
{
	return strcmp(key, ((const struct name *)entry)->name);
}

/* named - a colour's name at the start of V */
static uint32_t
named(const char *v)
{
	const struct name *found;
	char word[24];
	size_t n = strcspn(v, " ;,/");

	if (n >= sizeof(word))
		return PN_COLOUR_UNKNOWN;
	memcpy(word, v, n);
	word[n] = '\0';
	found = bsearch(word, names, sizeof(names) / sizeof(names[0]),
	    sizeof(names[0]), by_name);
	return found ? found->rgb : PN_COLOUR_UNKNOWN;
}

/* rgb_of - "rgb(1, 2, 3)" and "rgba(1 2 3 / 0)" */
static uint32_t
rgb_of(const char *v)
{
	uint32_t rgb = 0;
	const char *p = strchr(v, '(');
	unsigned n = 0;

	for (p = p ? p + 1 : ""; *p && n < 4; n++) {
		struct pn_css_length l;

		p += strspn(p, " ,/\t");
		l = pn_css_length_of(p);
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

/* hsl_of - "hsl(0, 0%, 100%)": only greys, and the ends of lightness, can be
 * told without a conversion; the rest by sextants */
static uint32_t
hsl_of(const char *v)
{
	const char *p = strchr(v, '(');
	long x[4] = {0, 0, 0, 1000}, c, m, second;
	unsigned n = 0;
	uint32_t r, g, b;

	for (p = p ? p + 1 : ""; *p && n < 4; n++) {
		struct pn_css_length l;

		p += strspn(p, " ,/\t");
		l = pn_css_length_of(p);
		if (!l.is)
			break;
		x[n] = l.milli;
		p = l.unit + strspn(l.unit, "%deg");
	}
	if (n < 3 || x[1] > 100000 || x[2] > 100000 || x[1] < 0 || x[2] < 0)
		return PN_COLOUR_UNKNOWN;
	if (x[3] == 0)
		return PN_COLOUR_CLEAR;
	/* chroma and the lowest part, of 100000 */
	c = (100000 - labs(2 * x[2] - 100000)) / 100 * x[1] / 1000;
	m = x[2] - c / 2;
	x[0] = ((x[0] / 1000) % 360 + 360) % 360;
	second = c / 60 * (60 - labs(x[0] % 120 - 60));
#define PART(k) ((uint32_t)(((k) + m) * 255 / 100000) & 0xff)
	r = PART(x[0] < 60 || x[0] >= 300    ? c
		 : x[0] < 120 || x[0] >= 240 ? second
					     : 0);
	g = PART(x[0] >= 60 && x[0] < 180 ? c : x[0] < 240 ? second : 0);
	b = PART(x[0] >= 180 && x[0] < 300 ? c : x[0] >= 120 ? second : 0);
#undef PART
	return r << 16 | g << 8 | b;
}

/* doubled - "rgb" for "rrggbb" */
static uint32_t
doubled(uint32_t x)
{
	return (x >> 8) * 0x110000 + (x >> 4 & 15) * 0x1100 + (x & 15) * 0x11;
}

uint32_t
pn_css_hex(const char *v)
{
	size_t n = strspn(v, "0123456789abcdefABCDEF");
	uint32_t x = (uint32_t)strtoul(n <= 8 ? v : "0", NULL, 16);

	switch (n) {
	case 3:
		return doubled(x);
	case 4:
		return x & 15 ? doubled(x >> 4) : PN_COLOUR_CLEAR;
	case 6:
		return x;
	case 8:
		return x & 0xff ? x >> 8 : PN_COLOUR_CLEAR;
	default:
		return PN_COLOUR_UNKNOWN;
	}
}

uint32_t
pn_css_colour_of(const char *v)
{
	if (*v == '#')
		return pn_css_hex(v + 1);
	if (strncmp(v, "rgb", 3) == 0)
		return rgb_of(v);
	return strncmp(v, "hsl", 3) == 0 ? hsl_of(v) : named(v);
}
