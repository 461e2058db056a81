/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * css - as much of style sheets as decides whether text is seen
 *
 * Not done: units that depend on the screen. What is not understood changes
 * nothing, so the text counts as seen.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "extract/html/css.h"
#include "extract/html/css_scan.h"
#include "extract/html/css_value.h"

#define MAX_VALUE 120  /* bytes of a value that matters */
#define FAR_AWAY  300  /* pixels off the page */
#define FAR_RIGHT 3000 /* pixels to the right of it */
#define TINY_PX	  1    /* a font of one pixel is no text */

void
pn_css_init(struct pn_css *c)
{
	*c = (struct pn_css){
	    .colour = PN_COLOUR_UNSET,
	    .background = PN_COLOUR_UNSET,
	    .fill = PN_COLOUR_UNSET,
	};
}

/* escaped - the character that the escape at *P stands for; steps over it */
static char
escaped(const char **p, const char *end)
{
	char hex[7] = "";
	size_t n = 0;

	for (; n < 6 && *p + n < end && isxdigit((unsigned char)(*p)[n]); n++)
		hex[n] = (*p)[n];
	*p += n ? n : 1;
	if (n == 0)
		return (*p)[-1];
	if (*p < end && isspace((unsigned char)**p))
		++*p;
	return (char)(strtoul(hex, NULL, 16) & 0x7f);
}

/* lower - S in lower case into BUF, white space as blanks; comments and
 * "!important" off */
static void
lower(struct pn_span s, char buf[MAX_VALUE])
{
	const char *p, *end;
	size_t n = 0;
	char *bang;

	s = pn_css_trim(s);
	for (p = s.p, end = s.p + s.n; p < end && n < MAX_VALUE - 1;) {
		const char *q = *p == '/' ? pn_css_comment(p, end) : p;
		unsigned char c = (unsigned char)*p;

		if (q != p) {
			p = q;
			continue;
		}
		p++;
		if (c == '\\' && p < end)
			c = (unsigned char)escaped(&p, end);
		buf[n++] = isspace(c) ? ' ' : (char)tolower(c);
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
	c = pn_css_colour_of(v);
	return c == PN_COLOUR_UNKNOWN ? pn_css_hex(v) : c;
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
	struct pn_css_length l = pn_css_length_of(v);

	return l.is && l.milli == 0;
}

/* slim - one pixel at most? */
static bool
slim(const char *v)
{
	struct pn_css_length l = pn_css_length_of(v);

	return l.is && (l.milli == 0 ||
			   (l.milli <= 1000 && strncmp(l.unit, "px", 2) == 0));
}

/* far - pushed off the page? To the right and down it takes more, because a
 * page may be wide. */
static bool
far(const char *v)
{
	struct pn_css_length l = pn_css_length_of(v);
	long px = l.milli / 1000;

	if (strncmp(l.unit, "em", 2) == 0 || strncmp(l.unit, "rem", 3) == 0)
		px *= 16;
	if (*l.unit == '%' || *l.unit == 'v')
		px *= 10;
	return l.is && (px <= -FAR_AWAY || px >= FAR_RIGHT);
}

/* any_far - is one of the values of V? */
static bool
any_far(const char *v)
{
	for (;; v++) {
		if (far(v))
			return true;
		v += strcspn(v, " ,(");
		if (*v == '\0')
			return false;
	}
}

/* margins_far - is the upper or the left one of one to four? */
static bool
margins_far(const char *v)
{
	const char *one[4];
	size_t n = 0;

	for (; *v && n < 4; n++) {
		one[n] = v;
		v += strcspn(v, " ");
		v += strspn(v, " ");
	}
	return n && (far(one[0]) || far(one[n == 4 ? 3 : n > 1 ? 1 : 0]));
}

/* tiny - a font size that nobody can read? */
static bool
tiny(const char *v)
{
	struct pn_css_length l = pn_css_length_of(v);

	if (!l.is)
		return false;
	if (strncmp(l.unit, "em", 2) == 0 || strncmp(l.unit, "rem", 3) == 0)
		l.milli *= 10;
	else if (*l.unit == '%')
		l.milli /= 10;
	else if (strncmp(l.unit, "px", 2) != 0 && strncmp(l.unit, "pt", 2) != 0)
		return l.milli == 0;
	return l.milli <= TINY_PX * 1000;
}

/* font_tiny - the size in the short property: "bold 0/0 Arial" */
static bool
font_tiny(const char *v, bool *is)
{
	for (; *v; v += strcspn(v, " "), v += strspn(v, " ")) {
		struct pn_css_length l = pn_css_length_of(v);

		/* bare numbers are weights */
		if (!l.is || (l.milli && (*l.unit == ' ' || *l.unit == '\0')))
			continue;
		*is = true;
		return tiny(v);
	}
	return false;
}

/* clear - so transparent that nobody sees it? */
static bool
clear(const char *v)
{
	struct pn_css_length l = pn_css_length_of(v);

	return l.is && l.milli <= (*l.unit == '%' ? 5000 : 50);
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
		c = pn_css_colour_of(v);
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
	if (pn_span_is(name, "color") ||
	    pn_span_is(name, "-webkit-text-fill-color"))
		c->colour = pn_css_colour_of(v);
	else if (pn_span_is(name, "fill"))
		c->fill = pn_css_colour_of(v);
	else if (pn_span_is(name, "fill-opacity"))
		c->fill = clear(v) ? PN_COLOUR_CLEAR : c->fill;
	else if (pn_span_is(name, "stroke"))
		c->stroked = yes(strncmp(v, "none", 4) != 0);
	else if (pn_span_is(name, "background-color"))
		c->background = pn_css_colour_of(v);
	else if (pn_span_is(name, "background"))
		c->background = background_of(v);
	else if (pn_span_is(name, "background-image") &&
		 strncmp(v, "none", 4) != 0)
		c->background = PN_COLOUR_UNKNOWN;
	else
		return false;
	return true;
}

/* moved - does a transformation leave nothing to see? */
static bool
moved(const char *v)
{
	const char *scale = strstr(v, "scale"), *p;

	if (strstr(v, "translate") && any_far(v))
		return true;
	if (scale == NULL || (p = strchr(scale, '(')) == NULL)
		return false;
	p += 1 + strspn(p + 1, " ");
	return zero(p);
}

/* cut - does a clipping path leave nothing? */
static bool
cut(const char *v)
{
	const char *p = strchr(v, '(');

	if (p == NULL)
		return false;
	if (strncmp(v, "inset", 5) == 0) {
		struct pn_css_length l = pn_css_length_of(p + 1);

		return l.milli >= 50000 && *l.unit == '%';
	}
	if (strncmp(v, "circle", 6) == 0 || strncmp(v, "ellipse", 7) == 0)
		return zero(p + 1);
	return strncmp(v, "polygon", 7) == 0 &&
	       strspn(p + 1, "0px%, )") == strlen(p + 1);
}

/* places - the properties that push text off the page or cut it away */
static bool
places(struct pn_css *c, struct pn_span name, const char *v)
{
	static const char *const offsets[] = {"text-indent", "left", "top",
	    "right", "bottom", "margin-left", "margin-top", "inset",
	    "translate"};
	bool away = false;

	for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++)
		if (pn_span_is(name, offsets[i])) {
			if (any_far(v))
				c->away = PN_CSS_YES;
			else if (i == 0)
				c->indented = yes(strncmp(v, "100%", 4) == 0);
			return true;
		}
	if (pn_span_is(name, "clip") && strncmp(v, "rect(", 5) == 0) {
		c->away = yes(strspn(v + 5, "01px, )") == strlen(v + 5));
		return true;
	}
	if (pn_span_is(name, "margin"))
		away = margins_far(v);
	else if (pn_span_is(name, "clip-path"))
		away = cut(v);
	else if (pn_span_is(name, "transform"))
		away = moved(v);
	else if (pn_span_is(name, "scale"))
		away = zero(v);
	else if (pn_span_is(name, "content-visibility"))
		away = strncmp(v, "hidden", 6) == 0;
	else
		return false;
	if (away)
		c->away = PN_CSS_YES;
	return true;
}

/* matters - can the property decide whether text is seen? */
static bool
matters(struct pn_span name)
{
	static const char *const all[] = {"color", "background-color",
	    "background", "background-image", "text-indent", "left", "top",
	    "right", "bottom", "inset", "translate", "scale", "filter",
	    "margin-left", "margin-top", "margin", "clip", "clip-path",
	    "transform", "display", "visibility", "opacity", "font-size",
	    "font", "mso-hide", "max-height", "max-width", "height", "width",
	    "overflow", "overflow-x", "overflow-y", "white-space",
	    "content-visibility", "-webkit-text-fill-color", "fill",
	    "fill-opacity", "stroke"};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (pn_span_is(name, all[i]))
			return true;
	return false;
}

/* sizes - the properties that leave no room for text */
static bool
sizes(struct pn_css *c, struct pn_span name, const char *v)
{
	if (pn_span_is(name, "max-height") || pn_span_is(name, "max-width")) {
		c->flat = yes(c->flat == PN_CSS_YES || zero(v));
		c->empty = yes(c->empty == PN_CSS_YES || slim(v));
	} else if (pn_span_is(name, "height") || pn_span_is(name, "width")) {
		c->empty = yes(c->empty == PN_CSS_YES || slim(v));
	} else if (name.n >= 8 && strncasecmp(name.p, "overflow", 8) == 0) {
		c->clips = yes(strncmp(v, "visible", 7) != 0);
	} else {
		return false;
	}
	return true;
}

/* fonts - the size of the letters */
static bool
fonts(struct pn_css *c, struct pn_span name, const char *v)
{
	bool is = false, small;

	if (pn_span_is(name, "font-size")) {
		c->tiny = yes(tiny(v));
		return true;
	}
	if (!pn_span_is(name, "font"))
		return false;
	small = font_tiny(v, &is);
	if (is)
		c->tiny = yes(small);
	return true;
}

void
pn_css_property(struct pn_css *c, struct pn_span name, struct pn_span value)
{
	char v[MAX_VALUE];

	if (!matters(name))
		return;
	lower(value, v);
	if (v[0] == '\0' || colours(c, name, v) || places(c, name, v) ||
	    sizes(c, name, v) || fonts(c, name, v))
		return;
	if (pn_span_is(name, "display"))
		c->display = display_of(v);
	else if (pn_span_is(name, "visibility"))
		c->invisible = yes(strncmp(v, "visible", 7) != 0);
	else if (pn_span_is(name, "opacity"))
		c->clear = yes(clear(v));
	else if (pn_span_is(name, "filter") && strstr(v, "opacity"))
		c->clear = yes(clear(strstr(v, "opacity") + 8));
	else if (pn_span_is(name, "mso-hide"))
		c->mso_hide = yes(strncmp(v, "all", 3) == 0);
	else if (pn_span_is(name, "white-space"))
		c->pre = yes(strncmp(v, "pre", 3) == 0);
}

/* declaration - "NAME: VALUE" at P; its name may be spelt with escapes */
static void
declaration(struct pn_css *c, struct pn_span name, struct pn_span value)
{
	char plain[MAX_VALUE];

	if (memchr(name.p, '\\', name.n) == NULL) {
		pn_css_property(c, name, value);
		return;
	}
	lower(name, plain);
	pn_css_property(c, (struct pn_span){plain, strlen(plain)}, value);
}

/* important - does the value [P, END) end in "!important"? */
static bool
important(const char *p, const char *end)
{
	while (end > p && isspace((unsigned char)end[-1]))
		end--;
	return end > p && (end[-1] | 32) == 't' &&
	       memrchr(p, '!', (size_t)(end - p)) != NULL;
}

void
pn_css_declare(struct pn_css *c, struct pn_css *strong, struct pn_span s)
{
	const char *p = s.p, *end = s.p + s.n;

	while (p < end) {
		const char *q = pn_css_until(p, end, ";"), *colon;

		while (p < q && *p == '/' && pn_css_comment(p, q) != p)
			p = pn_css_comment(p, q);
		colon = memchr(p, ':', (size_t)(q - p));
		if (colon) {
			struct pn_span name = pn_css_trim(
			    (struct pn_span){p, (size_t)(colon - p)});

			declaration(important(colon, q) ? strong : c, name,
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
	       (c->clips == PN_CSS_YES &&
		   (c->empty == PN_CSS_YES || c->indented == PN_CSS_YES));
}
