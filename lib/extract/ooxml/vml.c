/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vml - the style of a VML shape
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ooxml/vml.h"

/* No paper is larger, in points: 22 inches and its margin. */
#define PAPER 1700.0

/* find - the value of PROPERTY in STYLE; NULL */
static const char *
find(const char *style, const char *property)
{
	size_t n = strlen(property);

	for (const char *p = style; (p = strstr(p, property)) != NULL; p += n) {
		const char *v = p + n;

		v += strspn(v, " \t\r\n");
		/* "mso-width-percent" is another one */
		if (*v == ':' && (p == style || strchr(";\"' \n\t", p[-1])))
			return v + 1 + strspn(v + 1, " \t\r\n");
	}
	return NULL;
}

/* length - PROPERTY of STYLE in points; FALLBACK where it is not given, or in
 * units of a group */
static double
length(const char *style, const char *property, double fallback)
{
	static const struct {
		const char *unit;
		double points;
	} units[] = {{"pt", 1}, {"in", 72}, {"cm", 28.35}, {"mm", 2.835},
	    {"px", 0.75}, {"pc", 12}};
	const char *v = find(style, property);
	char *end;
	double n;

	if (v == NULL)
		return fallback;
	n = strtod(v, &end);
	if (end == v)
		return fallback;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strncmp(end, units[i].unit, 2) == 0)
			return n * units[i].points;
	return n == 0 ? 0 : fallback;
}

bool
pn_vml_unseen(struct pn_bytes style)
{
	char *s = pn_strndup((const char *)style.p, style.n);
	const char *v = find(s, "visibility"), *d = find(s, "display");
	double w = length(s, "width", 1), h = length(s, "height", 1);
	double x = length(s, "margin-left", length(s, "left", 0));
	double y = length(s, "margin-top", length(s, "top", 0));
	bool unseen = (v && strncmp(v, "hidden", 6) == 0) ||
		      (d && strncmp(d, "none", 4) == 0) || (w <= 0 && h <= 0) ||
		      x >= PAPER || y >= PAPER ||
		      (x < 0 && x + w <= -PAPER / 12) ||
		      (y < 0 && y + h <= -PAPER / 12);

	free(s);
	return unseen;
}
