/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf_props - the properties of a style (ODF 1.3 part 3, 17 and 20)
 */
#include <string.h>
#include "extract/odf/odf_props.h"

#define TINY_RAISED 10 /* per cent of the size of raised text */

/* colour_of - "#ffffff", "transparent"; UNSET where it says nothing */
static uint32_t
colour_of(struct pn_bytes v)
{
	uint32_t c = 0;

	if (v.n == 11 && memcmp(v.p, "transparent", 11) == 0)
		return PN_ODF_CLEAR;
	if (v.n != 7 || v.p[0] != '#')
		return PN_ODF_UNSET;
	for (size_t i = 1; i < 7; i++) {
		unsigned char d = v.p[i] | 0x20;

		if (d >= '0' && d <= '9')
			c = c << 4 | (uint32_t)(d - '0');
		else if (d >= 'a' && d <= 'f')
			c = c << 4 | (uint32_t)(d - 'a' + 10);
		else
			return PN_ODF_UNSET;
	}
	return c;
}

/* number_of - thousandths of V's number, and where it ends */
static long
number_of(struct pn_bytes v, size_t *end)
{
	bool minus = v.n && v.p[0] == '-', point = false;
	long n = 0, scale = 1000;
	size_t i = minus;

	for (; i < v.n; i++) {
		if (v.p[i] == '.' && !point) {
			point = true;
			continue;
		}
		if (v.p[i] < '0' || v.p[i] > '9')
			break;
		if (point)
			scale /= 10;
		if (point)
			n += (v.p[i] - '0') * scale;
		else if (n < 100000000)
			n = n * 10 + (v.p[i] - '0') * 1000;
	}
	*end = i;
	return minus ? -n : n;
}

bool
pn_odf_length(struct pn_bytes v, long *out)
{
	static const struct {
		const char *unit;
		long hundredths; /* of a millimetre, times 100 */
	} units[] = {
	    {"cm", 100000},
	    {"mm", 10000},
	    {"in", 254000},
	    {"pt", 3528},
	    {"pc", 42333},
	    {"px", 2646},
	};
	size_t at;
	long n = number_of(v, &at);

	for (size_t i = 0; at && i < sizeof(units) / sizeof(units[0]); i++)
		if (v.n - at == 2 && memcmp(v.p + at, units[i].unit, 2) == 0) {
			/* thousandths times 100: in two steps, no overflow */
			*out = n / 100 * (units[i].hundredths / 100) / 10;
			return true;
		}
	return false;
}

/* size_of - fo:font-size into T */
static void
size_of(struct pn_odf_style *t, struct pn_bytes v)
{
	size_t at;
	long n = number_of(v, &at), mm;

	if (v.n == 0 || at == 0)
		return;
	t->percent = at + 1 == v.n && v.p[at] == '%';
	if (t->percent)
		t->size = n > 0 ? (uint32_t)(n / 1000) : 0;
	else if (at + 2 == v.n && memcmp(v.p + at, "pt", 2) == 0)
		t->size = n > 0 ? (uint32_t)(n / 10) : 0;
	else if (pn_odf_length(v, &mm) && mm >= 0)
		t->size = (uint32_t)(mm * 7200 / 2540);
	else
		return;
	t->size += t->size == 0; /* 0 stands for unset */
}

/* flat - no opacity, no width, or raised text that is too small */
static bool
flat(const struct pn_xml_attrs *a)
{
	struct pn_bytes raised = pn_xml_attr(a, "text-position");
	const unsigned char *blank =
	    raised.n ? memchr(raised.p, ' ', raised.n) : NULL;
	struct pn_bytes scale = pn_xml_attr(a, "text-scale");
	size_t end;

	if (pn_xml_attr_is(a, "opacity", "0%") &&
	    !pn_xml_attr_is(a, "use-window-font-color", "true"))
		return true;
	if (scale.n && number_of(scale, &end) < TINY_RAISED * 1000 && end)
		return true;
	if (blank == NULL)
		return false;
	raised.n -= (size_t)(blank + 1 - raised.p);
	raised.p = blank + 1;
	return number_of(raised, &end) < TINY_RAISED * 1000 && end;
}

/* text_properties - colour, size, display */
void
pn_odf_text_properties(struct pn_odf_style *t, const struct pn_xml_attrs *a)
{
	uint32_t c = colour_of(pn_xml_attr(a, "color"));

	if (c != PN_ODF_UNSET)
		t->colour = c;
	if (pn_xml_attr_is(a, "use-window-font-color", "true"))
		t->colour = PN_ODF_CLEAR; /* automatic: always readable */
	size_of(t, pn_xml_attr(a, "font-size"));
	if (pn_xml_attr(a, "display").n && t->family <= PN_ODF_PARAGRAPH)
		t->none = pn_xml_attr_is(a, "display", "none");
	/* with the automatic colour LibreOffice writes an opacity of 0 */
	if ((pn_xml_attr(a, "opacity").n && t->colour != PN_ODF_CLEAR) ||
	    pn_xml_attr(a, "text-scale").n || pn_xml_attr(a, "text-position").n)
		t->clear = flat(a);
}

/* fill - what is behind: fo:background-color, draw:fill */
uint32_t
pn_odf_fill(const struct pn_xml_attrs *a)
{
	uint32_t c = colour_of(pn_xml_attr(a, "background-color"));

	if (pn_xml_attr_is(a, "fill", "solid")) {
		c = colour_of(pn_xml_attr(a, "fill-color"));
		return c == PN_ODF_UNSET ? PN_ODF_UNKNOWN : c;
	}
	if (pn_xml_attr_is(a, "fill", "none") && c == PN_ODF_UNSET)
		return PN_ODF_CLEAR;
	if (pn_xml_attr(a, "fill").n && !pn_xml_attr_is(a, "fill", "none"))
		return PN_ODF_UNKNOWN;
	return c;
}

/* nothing - a length that is 0 */
static bool
nothing(const struct pn_xml_attrs *a, const char *name)
{
	long n;

	return pn_odf_length(pn_xml_attr(a, name), &n) && n <= 0;
}

/* block_properties - what is behind the text, and whether it is shown */
void
pn_odf_block_properties(struct pn_odf_style *t, const struct pn_xml_attrs *a)
{
	uint32_t c = pn_odf_fill(a);
	struct pn_bytes protect = pn_xml_attr(a, "cell-protect");
	long n;

	if (c != PN_ODF_UNSET)
		t->back = c;
	if (t->family == PN_ODF_TABLE)
		t->gone |= pn_xml_attr_is(a, "display", "false");
	if (t->family == PN_ODF_PAGE)
		t->gone |= pn_xml_attr_is(a, "visibility", "hidden");
	if (t->family == PN_ODF_COLUMN)
		t->gone |= nothing(a, "column-width");
	if (t->family == PN_ODF_ROW)
		t->gone |= nothing(a, "row-height");
	if (t->family == PN_ODF_CELL && protect.n >= 6)
		t->secret = memcmp(protect.p, "hidden", 6) == 0;
	if (pn_odf_length(pn_xml_attr(a, "page-width"), &n) && n > 0)
		t->width = (uint32_t)n;
	if (pn_odf_length(pn_xml_attr(a, "page-height"), &n) && n > 0)
		t->height = (uint32_t)n;
}
