/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * docx_style - what styles do to text (ECMA-376 part 1, 17.7)
 *
 * Each style is kept with what it is based on. Of a table's style only what
 * counts for the whole table is known; that it colours parts is noted.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ooxml/docx.h"

#define MAX_STYLES  4096 /* Word allows as many */
#define MAX_CHAIN   12	 /* styles on styles */
#define MAX_CHAINED 1024 /* with more, what is under a style is not asked */

struct styles {
	struct pn_docx *d;
	unsigned in_default, in_part, in_rpr, in_ppr; /* open elements */
};

/* open - the counter of the open elements NAME; NULL */
static unsigned *
open(struct styles *s, const char *name)
{
	if (pn_xml_is(name, "docDefaults"))
		return &s->in_default;
	if (pn_xml_is(name, "tblStylePr"))
		return &s->in_part;
	if (pn_xml_is(name, "rPr"))
		return &s->in_rpr;
	return pn_xml_is(name, "pPr") ? &s->in_ppr : NULL;
}

static enum pn_err
styles_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct styles *s = ctx;
	struct pn_docx_styles *all = &s->d->styles;
	struct pn_docx_style *last = all->n ? &all->all[all->n - 1] : NULL;
	struct pn_docx_look *look = s->in_default	  ? &all->plain
				    : last && !s->in_part ? &last->look
							  : NULL;
	unsigned *n = open(s, name);

	if (n) {
		++*n;
	} else if (pn_xml_is(name, "style") && all->n < MAX_STYLES) {
		PN_GROW(all->all, all->n, all->cap);
		all->all[all->n++] = (struct pn_docx_style){
		    .id = pn_xml_attr_dup(attrs, "styleId"),
		    .first = pn_xml_attr_on(attrs, "default") &&
			     pn_xml_attr_is(attrs, "type", "paragraph"),
		    .look = {.vanish = -1, .tiny = -1},
		};
	} else if (last && pn_xml_is(name, "basedOn") && !last->base) {
		last->base = pn_xml_attr_dup(attrs, "val");
	} else if (last && pn_xml_is(name, "shd")) {
		last->shades = true;
		if (look && !s->in_rpr && s->in_ppr)
			pn_docx_shade(s->d, &look->para_back, attrs);
	}
	if (look && s->in_rpr)
		pn_docx_run_property(s->d, look, name, attrs);
	return PN_OK;
}

static enum pn_err
styles_end(void *ctx, const char *name)
{
	struct styles *s = ctx;
	unsigned *n = open(s, name);

	if (n && *n)
		--*n;
	return PN_OK;
}

void
pn_docx_lay(struct pn_docx_look *look, const struct pn_docx_look *upper)
{
	if (upper->vanish >= 0)
		look->vanish = upper->vanish;
	if (upper->tiny >= 0)
		look->tiny = upper->tiny;
	if (upper->ink.told)
		look->ink = upper->ink;
	if (upper->run_back.told)
		look->run_back = upper->run_back;
	if (upper->para_back.told)
		look->para_back = upper->para_back;
}

/* find - the style called ID; NULL */
static const struct pn_docx_style *
find(const struct pn_docx_styles *s, const char *id)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->all[i].id && strcmp(s->all[i].id, id) == 0)
			return &s->all[i];
	return NULL;
}

/* inherit - lay each style over those under it, SELF as they were told */
static void
inherit(struct pn_docx_styles *s, const struct pn_docx_look *self)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct pn_docx_style *chain[MAX_CHAIN];
		const struct pn_docx_style *t = &s->all[i];
		size_t n = 0;

		while (t && n < MAX_CHAIN) {
			chain[n++] = t;
			t = t->base ? find(s, t->base) : NULL;
		}
		s->all[i].look =
		    (struct pn_docx_look){.vanish = -1, .tiny = -1};
		while (n) {
			t = chain[--n];
			pn_docx_lay(&s->all[i].look, &self[t - s->all]);
			s->all[i].shades |= t->shades;
		}
	}
}

enum pn_err
pn_docx_read_styles(struct pn_docx *d, const struct pn_zip_entry *e)
{
	static const struct pn_xml_events events = {
	    .start = styles_start, .end = styles_end};
	struct pn_docx_styles *all = &d->styles;
	struct styles s = {.d = d};
	enum pn_err err = pn_ooxml_parse(d->x, e, &events, &s);

	if (all->n && all->n <= MAX_CHAINED) {
		struct pn_docx_look *self =
		    pn_alloc(all->n * sizeof(struct pn_docx_look));

		for (size_t i = 0; i < all->n; i++)
			self[i] = all->all[i].look;
		inherit(all, self);
		free(self);
	}
	all->first = all->plain;
	for (size_t i = 0; i < all->n; i++)
		if (all->all[i].first)
			pn_docx_lay(&all->first, &all->all[i].look);
	return err;
}

const struct pn_docx_style *
pn_docx_style(const struct pn_docx_styles *s, const struct pn_xml_attrs *a)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->all[i].id && pn_xml_attr_is(a, "val", s->all[i].id))
			return &s->all[i];
	return NULL;
}

void
pn_docx_styles_free(struct pn_docx_styles *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->all[i].id);
		free(s->all[i].base);
	}
	free(s->all);
}
