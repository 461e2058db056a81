/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * css_sheet - the rules of <style> and which of them an element gets
 *
 * Blocks such as @media are left out. The more special rule wins, then the
 * later one; "!important" over all.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/html/css.h"
#include "extract/html/css_scan.h"

/* name_at - the name at *P; steps over it */
static struct pn_span
name_at(const char **p, const char *end)
{
	struct pn_span s = {*p, 0};

	while (*p < end && (isalnum((unsigned char)**p) || **p == '-' ||
			       **p == '_' || (unsigned char)**p >= 0x80))
		++*p;
	s.n = (size_t)(*p - s.p);
	return s;
}

/* attr_at - "name]", "name=value]" at *P; false where it is none */
static bool
attr_at(const char **p, const char *end, struct pn_css_compound *c)
{
	const char *close = memchr(*p, ']', (size_t)(end - *p)), *eq;

	if (close == NULL || c->attr.p)
		return false;
	eq = memchr(*p, '=', (size_t)(close - *p));
	c->attr = (struct pn_span){*p, (size_t)((eq ? eq : close) - *p)};
	if (eq) {
		c->attr_op = '=';
		c->value = pn_css_trim(
		    (struct pn_span){eq + 1, (size_t)(close - eq - 1)});
		if (c->value.n >= 2 && strchr("\"'", *c->value.p))
			c->value =
			    (struct pn_span){c->value.p + 1, c->value.n - 2};
		if (c->attr.n && strchr("^$*~|", c->attr.p[c->attr.n - 1]))
			c->attr_op = c->attr.p[--c->attr.n];
	}
	c->attr = pn_css_trim(c->attr);
	*p = close + 1;
	return c->attr.n > 0;
}

/* compound - what is asked of one element, at *P; false where it is not
 * understood. Adds to LEVEL. */
static bool
compound(
    const char **p, const char *end, struct pn_css_compound *c, unsigned *level)
{
	const char *start = *p;
	size_t n = 0;

	*c = (struct pn_css_compound){.attr_op = '\0'};
	if (*p < end && **p == '*') {
		++*p;
	} else {
		c->tag = name_at(p, end);
		*level += c->tag.n > 0;
	}
	while (*p < end && strchr(".#[", **p)) {
		char mark = *(*p)++;
		struct pn_span *to = mark == '#' ? &c->id : &c->classes[n];

		*level += mark == '#' ? 10000 : 100;
		if (mark == '[') {
			if (!attr_at(p, end, c))
				return false;
			continue;
		}
		if (to->n || (mark == '.' && n++ == PN_CSS_MAX_CLASSES))
			return false;
		*to = name_at(p, end);
		if (to->n == 0)
			return false;
	}
	return *p > start;
}

/* bit_of - where a name stands in a set of names */
static uint64_t
bit_of(struct pn_span s)
{
	unsigned char first = (unsigned char)s.p[0] | 32;
	unsigned char last = (unsigned char)s.p[s.n - 1] | 32;

	return 1ull << ((first * 7 + last * 13 + s.n) & 63);
}

/* needs - the names that an element must bear for C */
static uint64_t
needs(const struct pn_css_compound *c)
{
	uint64_t set = 0;

	if (c->tag.n)
		set |= bit_of(c->tag);
	if (c->id.n)
		set |= bit_of(c->id);
	for (size_t i = 0; i < PN_CSS_MAX_CLASSES && c->classes[i].n; i++)
		set |= bit_of(c->classes[i]);
	return set;
}

/* selector - S into R; false for one that is not understood */
static bool
selector(struct pn_span s, struct pn_css_rule *r)
{
	struct pn_css_compound all[PN_CSS_MAX_UP + 1];
	const char *p, *end;
	bool parent = false;
	size_t n = 0;

	s = pn_css_trim(s);
	r->level = 0;
	for (p = s.p, end = p + s.n; p < end; n++) {
		if (n > PN_CSS_MAX_UP || !compound(&p, end, &all[n], &r->level))
			return false;
		if (n)
			all[n - 1].parent = parent;
		s = pn_css_trim((struct pn_span){p, (size_t)(end - p)});
		parent = s.n && *s.p == '>';
		if (s.n && s.p == p && !parent)
			return false; /* a pseudo-class or the like */
		p = parent ? s.p + 1 : s.p;
		while (p < end && isspace((unsigned char)*p))
			p++;
	}
	if (n == 0 || parent)
		return false;
	r->own = all[n - 1];
	r->needs = needs(&r->own);
	for (r->n_up = 0; r->n_up + 1 < n; r->n_up++) {
		r->up[r->n_up] = all[n - 2 - r->n_up];
		/* attributes of ancestors are not kept */
		if (r->up[r->n_up].attr.n)
			return false;
	}
	return true;
}

/* tell - read what R declares; most rules of a mail are for no element of it */
static void
tell(struct pn_css_rule *r)
{
	struct pn_css blank;

	if (r->told)
		return;
	pn_css_init(&r->css);
	pn_css_init(&r->strong);
	pn_css_init(&blank);
	pn_css_declare(&r->css, &r->strong, r->body);
	r->has_strong = memcmp(&r->strong, &blank, sizeof(blank)) != 0;
	r->told = true;
}

/* is_full - is there no room for a rule, even without those that decide nothing
 * about whether text is seen? */
static bool
is_full(struct pn_css_sheet *sheet)
{
	struct pn_css blank;
	size_t kept = 0;

	if (sheet->n < PN_CSS_MAX_RULES)
		return false;
	pn_css_init(&blank);
	for (size_t i = 0; i < sheet->n; i++) {
		struct pn_css_rule *r = &sheet->rules[i];

		tell(r);
		if (!r->has_strong &&
		    memcmp(&r->css, &blank, sizeof(blank)) == 0)
			continue;
		if (kept != i)
			sheet->rules[kept] = *r;
		kept++;
	}
	sheet->n = kept;
	return kept >= PN_CSS_MAX_RULES;
}

/* insert - R at its place in SHEET */
static void
insert(struct pn_css_sheet *sheet, const struct pn_css_rule *r)
{
	size_t at = sheet->n;

	PN_GROW(sheet->rules, sheet->n, sheet->cap);
	while (at > 0 && sheet->rules[at - 1].level > r->level)
		at--;
	memmove(&sheet->rules[at + 1], &sheet->rules[at],
	    (sheet->n - at) * sizeof(*r));
	sheet->rules[at] = *r;
	sheet->n++;
}

/* add_rule - the rule SELECTORS { BODY } */
static void
add_rule(
    struct pn_css_sheet *sheet, struct pn_span selectors, struct pn_span body)
{
	const char *p = selectors.p, *end = p + selectors.n;
	struct pn_css_rule r;

	r.body = body;
	r.told = false;
	if (memchr(p, ',', selectors.n) != NULL)
		tell(&r); /* once for all of them */
	sheet->has_strong |= memchr(body.p, '!', body.n) != NULL;
	while (p < end && !is_full(sheet)) {
		const char *q = pn_css_until(p, end, ",");

		while (p < q && (isspace((unsigned char)*p) ||
				    pn_css_comment(p, q) != p))
			p = pn_css_comment(p, q) != p ? pn_css_comment(p, q)
						      : p + 1;
		if (selector((struct pn_span){p, (size_t)(q - p)}, &r))
			insert(sheet, &r);
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

	while (p < end && !is_full(sheet)) {
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
has_class(struct pn_span classes, struct pn_span name)
{
	const char *p = classes.p, *end;

	if (p == NULL)
		return false;
	end = p + classes.n;
	while (p < end) {
		const char *q = p;

		while (q < end && !isspace((unsigned char)*q))
			q++;
		if ((size_t)(q - p) == name.n && memcmp(p, name.p, name.n) == 0)
			return true;
		p = q < end ? q + 1 : end;
	}
	return false;
}

/* same - are A and B one name? */
static bool
same(struct pn_span a, struct pn_span b, bool any_case)
{
	return a.n == b.n && a.p &&
	       (any_case ? strncasecmp(a.p, b.p, a.n)
			 : memcmp(a.p, b.p, a.n)) == 0;
}

/* fits - is element E what C asks for, attributes apart? */
static bool
fits(const struct pn_css_compound *c, const struct pn_css_element *e)
{
	if ((c->tag.n && !same(e->tag, c->tag, true)) ||
	    (c->id.n && !same(e->id, c->id, false)))
		return false;
	for (size_t i = 0; i < PN_CSS_MAX_CLASSES && c->classes[i].n; i++)
		if (!has_class(e->classes, c->classes[i]))
			return false;
	return true;
}

/* attr_fits - has tag K the attribute that C asks for? */
static bool
attr_fits(const struct pn_css_compound *c, const struct pn_html_token *k)
{
	struct pn_span v = {NULL, 0}, want = c->value;

	for (size_t i = 0; i < k->n_attrs && v.p == NULL; i++)
		if (same(k->attrs[i].name, c->attr, true))
			v = k->attrs[i].value;
	if (v.p == NULL || want.p == NULL)
		return v.p != NULL;
	switch (c->attr_op) {
	case '^':
		return want.n && v.n >= want.n && !memcmp(v.p, want.p, want.n);
	case '$':
		return want.n && v.n >= want.n &&
		       !memcmp(v.p + v.n - want.n, want.p, want.n);
	case '*':
		return want.n && memmem(v.p, v.n, want.p, want.n) != NULL;
	case '~':
		return has_class(v, want);
	default:
		return same(v, want, false);
	}
}

/* under - are the ancestors, the last of the N of PATH the nearest, what R
 * asks for? The nearest that fits is taken. */
static bool
under(const struct pn_css_rule *r, const struct pn_css_element *path, size_t n)
{
	for (unsigned i = 0; i < r->n_up; i++) {
		if (r->up[i].parent) {
			if (n == 0 || !fits(&r->up[i], &path[n - 1]))
				return false;
			n--;
			continue;
		}
		while (n && !fits(&r->up[i], &path[n - 1]))
			n--;
		if (n-- == 0)
			return false;
	}
	return true;
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
	TAKE(indented);
	TAKE(pre);
	TAKE(stroked);
#undef TAKE
	if (rule->colour != PN_COLOUR_UNSET)
		c->colour = rule->colour;
	if (rule->background != PN_COLOUR_UNSET)
		c->background = rule->background;
	if (rule->fill != PN_COLOUR_UNSET)
		c->fill = rule->fill;
}

/* borne - the names that element E bears, as a set */
static uint64_t
borne(const struct pn_css_element *e)
{
	const char *p = e->classes.p, *end = p ? p + e->classes.n : p;
	uint64_t set = e->tag.n ? bit_of(e->tag) : 0;

	if (e->id.n)
		set |= bit_of(e->id);
	while (p < end) {
		const char *q = p;

		while (q < end && !isspace((unsigned char)*q))
			q++;
		if (q > p)
			set |= bit_of((struct pn_span){p, (size_t)(q - p)});
		p = q + 1;
	}
	return set;
}

void
pn_css_apply(const struct pn_css_sheet *sheet,
    const struct pn_css_element *path, size_t n, const struct pn_html_token *k,
    bool strong, struct pn_css *c)
{
	uint64_t names;

	if (sheet->n == 0 || (strong && !sheet->has_strong))
		return;
	names = borne(&path[n]);
	for (size_t i = 0; i < sheet->n; i++) {
		struct pn_css_rule *r = &sheet->rules[i];

		if ((r->needs & ~names) || !fits(&r->own, &path[n]) ||
		    (r->own.attr.n && !attr_fits(&r->own, k)) ||
		    !under(r, path, n))
			continue;
		tell(r);
		if (!strong || r->has_strong)
			merge(c, strong ? &r->strong : &r->css);
	}
}
