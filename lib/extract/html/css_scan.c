/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * css_scan - step over comments, strings and brackets of a style sheet
 *
 * CSS Syntax Level 3, as far as finding the end of a value, a selector or a
 * block needs it. Escapes are not resolved.
 */
#include <ctype.h>
#include <string.h>
#include "extract/html/css_scan.h"

struct pn_span
pn_css_trim(struct pn_span s)
{
	while (s.n && isspace((unsigned char)*s.p))
		s = (struct pn_span){s.p + 1, s.n - 1};
	while (s.n && isspace((unsigned char)s.p[s.n - 1]))
		s.n--;
	return s;
}

const char *
pn_css_comment(const char *p, const char *end)
{
	const char *q;

	if (end - p < 2 || p[0] != '/' || p[1] != '*')
		return p;
	q = memmem(p + 2, (size_t)(end - p - 2), "*/", 2);
	return q ? q + 2 : end;
}

const char *
pn_css_until(const char *p, const char *end, const char *stop)
{
	/* all that is asked for, and what hides it */
	static const bool special[256] = {['/'] = true,
	    ['"'] = true,
	    ['\''] = true,
	    ['('] = true,
	    [')'] = true,
	    [';'] = true,
	    [','] = true,
	    ['{'] = true,
	    ['}'] = true};
	char last = stop[1]; /* one or two are asked for */
	unsigned depth = 0;

	while (p < end) {
		const char *q;

		if (!special[(unsigned char)*p]) {
			p++;
			continue;
		}
		q = pn_css_comment(p, end);
		if (q != p) {
			p = q;
			continue;
		}
		if (*p == '"' || *p == '\'') {
			q = memchr(p + 1, *p, (size_t)(end - p - 1));
			p = q ? q + 1 : end;
			continue;
		}
		if (depth == 0 && (*p == stop[0] || *p == last))
			return p;
		if (*p == '(')
			depth++;
		else if (*p == ')' && depth)
			depth--;
		p++;
	}
	return end;
}
