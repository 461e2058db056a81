/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pptx_ground - what is behind the text of a slide
 *
 * Text in the colour of its page is hidden, but only where nothing else lies
 * between them, so a page that paints anything (a picture, a filled shape)
 * leaves the question open. Placeholders get their position from the layout,
 * and that from its master.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ooxml/pptx.h"

#define MAX_DEPTH 2 /* a layout on its master */

struct look {
	struct pn_pptx_ground *g;
	struct pn_pptx_place place; /* of the open shape */
	bool is_place, shown, in_tree;
	unsigned in_back, in_shape; /* open elements */
	unsigned in_line, in_text;
	bool has_rect;
};

struct pn_color
pn_pptx_color(const struct pn_pptx_ground *g, const char *name,
    const struct pn_xml_attrs *attrs)
{
	static const char *const mapped[] = {"bg1", "tx1", "bg2", "tx2"};
	struct pn_bytes v = pn_xml_attr(attrs, "val");
	char word[16] = "";
	size_t i;

	if (pn_xml_is(name, "srgbClr"))
		return pn_color_hex(v);
	if (pn_xml_is(name, "sysClr"))
		return pn_color_hex(pn_xml_attr(attrs, "lastClr"));
	if (v.n >= sizeof(word) || v.n == 0)
		return (struct pn_color){0};
	memcpy(word, v.p, v.n);
	if (pn_xml_is(name, "prstClr"))
		return (struct pn_color){
		    strcmp(word, "white") == 0 || strcmp(word, "black") == 0,
		    word[0] == 'w' ? 0xffffff : 0};
	if (!pn_xml_is(name, "schemeClr") || g == NULL)
		return (struct pn_color){0};
	for (i = 0; i < 4; i++)
		if (strcmp(word, mapped[i]) == 0)
			return g->theme.colors[g->map[i]];
	i = pn_theme_index(word);
	return i < PN_THEME_COLORS ? g->theme.colors[i] : (struct pn_color){0};
}

/* map_colors - <clrMap bg1="lt1" ...> */
static void
map_colors(struct pn_pptx_ground *g, const struct pn_xml_attrs *attrs)
{
	static const char *const mapped[] = {"bg1", "tx1", "bg2", "tx2"};

	for (size_t i = 0; i < 4; i++) {
		char *to = pn_xml_attr_dup(attrs, mapped[i]);
		size_t n = to ? pn_theme_index(to) : PN_THEME_COLORS;

		if (n < PN_THEME_COLORS)
			g->map[i] = n;
		free(to);
	}
}

/* number - attribute NAME, which may be negative */
static double
number(const struct pn_xml_attrs *attrs, const char *name)
{
	char text[32] = "";
	struct pn_bytes v = pn_xml_attr(attrs, name);

	if (v.n && v.n < sizeof(text))
		memcpy(text, v.p, v.n);
	return strtod(text, NULL);
}

/* shape - a shape begins */
static void
shape(struct look *l)
{
	l->in_shape++;
	l->is_place = l->has_rect = false;
	l->place = (struct pn_pptx_place){0};
}

/* color - a colour of the background */
static void
color(struct look *l, const char *name, const struct pn_xml_attrs *attrs)
{
	size_t n = strlen(name);

	if (n > 3 && strcmp(name + n - 3, "Clr") == 0) {
		l->g->back = pn_pptx_color(l->g, name, attrs);
	} else if (pn_xml_is(name, "bgRef")) {
		/* 1001: the first fill of the theme, which is plain */
		if (pn_xml_attr_num(attrs, "idx", 0) != 1001)
			l->g->painted = true;
	} else if (!pn_xml_is(name, "bgPr") && !pn_xml_is(name, "solidFill") &&
		   !pn_xml_is(name, "effectLst")) {
		l->g->painted = true; /* a picture, or a colour made paler */
	}
}

/* place - what makes a shape a placeholder, and where it is */
static void
place(struct look *l, const char *name, const struct pn_xml_attrs *attrs)
{
	struct pn_pptx_rect *r = &l->place.rect;

	if (pn_xml_is(name, "ph")) {
		struct pn_bytes type = pn_xml_attr(attrs, "type");

		l->is_place = true;
		l->place.idx = pn_xml_attr_num(attrs, "idx", 0);
		if (type.n < sizeof(l->place.type) && type.n)
			memcpy(l->place.type, type.p, type.n);
	} else if (pn_xml_is(name, "off")) {
		r->x = number(attrs, "x");
		r->y = number(attrs, "y");
	} else if (pn_xml_is(name, "ext") && pn_xml_attr(attrs, "cx").p) {
		r->w = number(attrs, "cx");
		r->h = number(attrs, "cy");
		l->has_rect = true;
	}
}

/* paints - does an element of a shape put colour on the page? */
static bool
paints(const struct look *l, const char *name)
{
	if (l->in_line || l->in_text)
		return false;
	return pn_xml_is(name, "solidFill") || pn_xml_is(name, "gradFill") ||
	       pn_xml_is(name, "blipFill") || pn_xml_is(name, "pattFill") ||
	       pn_xml_is(name, "grpFill") || pn_xml_is(name, "fillRef") ||
	       pn_xml_is(name, "tbl") || pn_xml_is(name, "chart") ||
	       pn_xml_is(name, "relIds");
}

static enum pn_err
look_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct look *l = ctx;

	if (l->in_back) {
		color(l, name, attrs);
	} else if (pn_xml_is(name, "bg")) {
		l->in_back++;
		l->g->back = (struct pn_color){0};
		l->g->back_told = true;
	} else if (pn_xml_is(name, "sld")) {
		l->shown = !pn_xml_attr_is(attrs, "show", "0") &&
			   !pn_xml_attr_is(attrs, "show", "false");
	} else if (pn_xml_is(name, "clrMap")) {
		map_colors(l->g, attrs);
	} else if (pn_xml_is(name, "overrideClrMapping")) {
		l->g->painted = true;
	} else if (pn_xml_is(name, "sp")) {
		shape(l);
	} else if (pn_xml_is(name, "pic")) {
		l->g->painted = true;
	} else if (l->in_shape) {
		place(l, name, attrs);
	}
	l->in_line += pn_xml_is(name, "ln");
	l->in_text += pn_xml_is(name, "txBody");
	if (!l->in_back && paints(l, name))
		l->g->painted = true;
	return PN_OK;
}

static enum pn_err
look_end(void *ctx, const char *name)
{
	struct look *l = ctx;

	l->in_back -= l->in_back && pn_xml_is(name, "bg");
	l->in_line -= l->in_line && pn_xml_is(name, "ln");
	l->in_text -= l->in_text && pn_xml_is(name, "txBody");
	if (pn_xml_is(name, "sp") && l->in_shape) {
		l->in_shape--;
		if (l->is_place && l->has_rect &&
		    l->g->n_places < PN_PPTX_MAX_PLACES)
			l->g->places[l->g->n_places++] = l->place;
	}
	return PN_OK;
}

enum pn_err
pn_pptx_look(struct pn_pptx *p, const struct pn_zip_entry *e,
    struct pn_pptx_ground *ground, bool *shown)
{
	static const struct pn_xml_events events = {
	    .start = look_start, .end = look_end};
	struct look l = {.g = ground, .shown = true};
	enum pn_err err = pn_ooxml_parse(p->x, e, &events, &l);

	*shown = l.shown;
	return err;
}

/* under - the part of kind KIND that E stands on; NULL */
static const struct pn_zip_entry *
under(const struct pn_ooxml *x, const struct pn_zip_entry *e, const char *kind)
{
	const struct pn_zip_entry *found = NULL;
	struct pn_opc_rels rels;

	pn_opc_rels(x->opc, e->name, &rels);
	for (size_t i = 0; i < rels.n && found == NULL; i++)
		if (strcmp(rels.rels[i].kind, kind) == 0 &&
		    !rels.rels[i].external)
			found = pn_ooxml_part(x, rels.rels[i].target);
	pn_opc_rels_free(&rels);
	return found;
}

/* made - the ground of E, on what is under it */
static enum pn_err
made(struct pn_pptx *p, const struct pn_zip_entry *e, unsigned depth,
    struct pn_pptx_ground *g)
{
	const struct pn_zip_entry *master = under(p->x, e, "slideMaster");
	const struct pn_zip_entry *theme = under(p->x, e, "theme");
	bool *done = p->x->done, was = done[e - p->x->zip->entries];
	bool shown, was_theme;
	enum pn_err err = PN_OK;

	*g = (struct pn_pptx_ground){.map = {1, 0, 3, 2}};
	if (master && master != e && depth < MAX_DEPTH)
		err = made(p, master, depth + 1, g);
	if (err == PN_OK && theme) {
		was_theme = done[theme - p->x->zip->entries];
		err = pn_theme_read(p->x, theme, &g->theme);
		done[theme - p->x->zip->entries] = was_theme;
	}
	if (err == PN_OK)
		err = pn_pptx_look(p, e, g, &shown);
	done[e - p->x->zip->entries] = was; /* its text comes later */
	return err;
}

enum pn_err
pn_pptx_ground(struct pn_pptx *p, const struct pn_zip_entry *e,
    const struct pn_pptx_ground **out)
{
	struct pn_pptx_ground **g;
	enum pn_err err = PN_OK;

	*out = NULL;
	if (e == NULL)
		return PN_OK;
	g = &p->grounds[e - p->x->zip->entries];
	if (*g == NULL) {
		*g = pn_alloc(sizeof(**g));
		err = made(p, e, 0, *g);
	}
	*out = *g;
	return err;
}

void
pn_pptx_free(struct pn_pptx *p)
{
	for (size_t i = 0; p->grounds && i < p->x->zip->n_entries; i++)
		free(p->grounds[i]);
	free(p->grounds);
}
