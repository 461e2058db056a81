/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * css_sheet - the rules of <style> and which of them an element gets
 *
 * Simple selectors only: a type, a class or an id, or a type with one of
 * them. Blocks such as @media are left out. The more special rule wins, then
 * the later one.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/html/css.h"
#include "extract/html/css_scan.h"

/* name_into - the name at *P into BUF; false where it is too long */
static bool
name_into(const char **p, const char *end, char *buf, size_t size)
{
	size_t n = 0;

	while (*p < end && (isalnum((unsigned char)**p) || **p == '-' ||
			       **p == '_' || (unsigned char)**p >= 0x80)) {
		if (n + 1 < size)
			buf[n] = **p;
		n++;
		(*p)++;
	}
	if (n >= size)
		return false;
	buf[n] = '\0';
	return n > 0;
}

/* selector - a simple one into R; false for any other */
static bool
selector(struct pn_span s, struct pn_css_rule *r)
{
	const char *p, *end;

	s = pn_css_trim(s);
	p = s.p;
	end = s.p + s.n;
	r->tag[0] = r->id[0] = r->class[0] = '\0';
	if (p == end)
		return false;
	if (*p == '*')
		p++;
	else if (isalpha((unsigned char)*p) &&
		 !name_into(&p, end, r->tag, sizeof(r->tag)))
		return false;
	if (p < end && *p == '.') {
		p++;
		if (!name_into(&p, end, r->class, sizeof(r->class)))
			return false;
	} else if (p < end && *p == '#') {
		p++;
		if (!name_into(&p, end, r->id, sizeof(r->id)))
			return false;
	}
	r->level = r->id[0] ? 2 : r->class[0] ? 1 : 0;
	return p == end;
}

/* add_rule - the rule SELECTORS { BODY } */
static void
add_rule(
    struct pn_css_sheet *sheet, struct pn_span selectors, struct pn_span body)
{
	const char *p = selectors.p, *end = p + selectors.n;
	struct pn_css_rule r;
	struct pn_css blank;

	pn_css_init(&r.css);
	pn_css_init(&blank);
	pn_css_declare(&r.css, body);
	if (memcmp(&r.css, &blank, sizeof(blank)) == 0)
		return; /* nothing that decides whether text is seen */
	while (p < end && sheet->n < PN_CSS_MAX_RULES) {
		const char *q = pn_css_until(p, end, ",");

		while (p < q && (isspace((unsigned char)*p) ||
				    pn_css_comment(p, q) != p))
			p = pn_css_comment(p, q) != p ? pn_css_comment(p, q)
						      : p + 1;
		if (selector((struct pn_span){p, (size_t)(q - p)}, &r)) {
			PN_GROW(sheet->rules, sheet->n, sheet->cap);
			sheet->rules[sheet->n++] = r;
		}
		p = q < end ? q + 1 : end;
	}
}

/* skip_block - past the block that begins at P, with blocks inside it */
static const char *
skip_block(const char *p, const char *end)
{
	unsigned depth = 0;

	while (p < end) {
		p = pn_css_until(p, end, "{}");
		if (p == end)
			break;
		depth += *p == '{' ? 1 : -1u;
		p++;
		if (depth == 0 || depth > 1000)
			break;
	}
	return p;
}

/* on_screens - "@media screen" or "all", without a condition? */
static bool
on_screens(struct pn_span s)
{
	static const char *const media[] = {"@media screen", "@media all",
	    "@media only screen", "@media screen,print"};

	while (s.n && isspace((unsigned char)s.p[s.n - 1]))
		s.n--;
	for (size_t i = 0; i < sizeof(media) / sizeof(media[0]); i++)
		if (pn_span_is(s, media[i]))
			return true;
	return false;
}

void
pn_css_sheet_add(struct pn_css_sheet *sheet, struct pn_span s)
{
	const char *p = s.p, *end = s.p + s.n;

	while (p < end && sheet->n < PN_CSS_MAX_RULES) {
		const char *q, *close;

		while (p < end && (isspace((unsigned char)*p) || *p == '}'))
			p++;
		/* the marks that once hid a sheet from old browsers */
		if (end - p >= 4 && memcmp(p, "<!--", 4) == 0)
			p += 4;
		q = pn_css_until(p, end, "{;");
		if (q == end)
			break;
		if (*q == ';') {
			p = q + 1;
			continue;
		}
		if (*p == '@') {
			/* what is inside stands for itself, or is left out */
			p = on_screens((struct pn_span){p, (size_t)(q - p)})
				? q + 1
				: skip_block(q, end);
			continue;
		}
		close = pn_css_until(q + 1, end, "}");
		add_rule(sheet, (struct pn_span){p, (size_t)(q - p)},
		    (struct pn_span){q + 1, (size_t)(close - q - 1)});
		p = close < end ? close + 1 : end;
	}
}

void
pn_css_sheet_free(struct pn_css_sheet *sheet)
{
	free(sheet->rules);
	*sheet = (struct pn_css_sheet){0};
}

/* has_class - is NAME one of CLASSES? */
static bool
has_class(struct pn_span classes, const char *name)
{
	size_t n = strlen(name);
	const char *p = classes.p, *end;

	if (p == NULL)
		return false;
	end = p + classes.n;
	while (p < end) {
		const char *q = p;

		while (q < end && !isspace((unsigned char)*q))
			q++;
		if ((size_t)(q - p) == n && memcmp(p, name, n) == 0)
			return true;
		p = q < end ? q + 1 : end;
	}
	return false;
}

/* merge - what RULE declares goes over C */
static void
merge(struct pn_css *c, const struct pn_css *rule)
{
#define TAKE(m)                                                                \
	do {                                                                   \
		if (rule->m)                                                   \
			c->m = rule->m;                                        \
	} while (0)
	TAKE(display);
	TAKE(invisible);
	TAKE(tiny);
	TAKE(clear);
	TAKE(away);
	TAKE(mso_hide);
	TAKE(flat);
	TAKE(empty);
	TAKE(clips);
	TAKE(pre);
#undef TAKE
	if (rule->colour != PN_COLOUR_UNSET)
		c->colour = rule->colour;
	if (rule->background != PN_COLOUR_UNSET)
		c->background = rule->background;
}

void
pn_css_apply(const struct pn_css_sheet *sheet, struct pn_span tag,
    struct pn_span id, struct pn_span classes, struct pn_css *c)
{
	/* types, then classes, then ids: the more special wins */
	for (int pass = 0; pass < 3 && sheet->n; pass++)
		for (size_t i = 0; i < sheet->n; i++) {
			const struct pn_css_rule *r = &sheet->rules[i];

			if (r->level != pass ||
			    (r->tag[0] && !pn_span_is(tag, r->tag)) ||
			    (r->id[0] && !(id.p && strlen(r->id) == id.n &&
					     memcmp(r->id, id.p, id.n) == 0)) ||
			    (r->class[0] && !has_class(classes, r->class)))
				continue;
			merge(c, &r->css);
		}
}
