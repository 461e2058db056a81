/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pptx - the parts of a presentation: slides, what they stand on, comments
 *
 * fmt_pptx finds the parts and puts them in order; pptx_slide reads one slide
 * or page of notes, pptx_ground what is behind it.
 */
#ifndef PN_EXTRACT_PPTX_H
#define PN_EXTRACT_PPTX_H

#include "extract/ooxml/theme.h"

#define PN_PPTX_MAX_PLACES 64 /* placeholders of one layout */

/* Where a shape is, in the units of the slide. */
struct pn_pptx_rect {
	double x, y, w, h;
};

/* A placeholder of a layout or master: where slides put their text. */
struct pn_pptx_place {
	char type[16]; /* "title", "body"; "" for none */
	unsigned long idx;
	struct pn_pptx_rect rect;
};

/* What lies behind the text of a slide: a layout, on its master. */
struct pn_pptx_ground {
	struct pn_color back; /* of the page */
	bool back_told;	      /* it says what its background is */
	bool painted;	      /* something else may be behind text */
	struct pn_theme theme;
	size_t map[4]; /* theme colours that bg1, tx1, bg2, tx2 stand for */
	struct pn_pptx_place places[PN_PPTX_MAX_PLACES];
	size_t n_places;
};

/* A presentation at work. */
struct pn_pptx {
	struct pn_ooxml *x;
	double width, height;		 /* of a slide; 0 unknown */
	struct pn_pptx_ground **grounds; /* by entry; NULL: not read yet */
};

/* What kind of page is read. */
enum pn_pptx_page { PN_PPTX_SLIDE, PN_PPTX_NOTES, PN_PPTX_LAYOUT };

/*
 * pn_pptx_read_page - part E as PAGE. PLACE names it; HIDDEN: NULL or the kind
 * that all of it is hidden by. GROUND: what is behind it; NULL unknown.
 * PN_PPTX_LAYOUT: text of placeholders is only there to be replaced, and is
 * handed on as hidden text of no kind.
 */
enum pn_err pn_pptx_read_page(struct pn_pptx *p, const struct pn_zip_entry *e,
    enum pn_pptx_page page, const char *place, const char *hidden,
    const struct pn_pptx_ground *ground) PN_MUST_CHECK;

/* pn_pptx_shows - does slide E say that it is shown? Its own background and
 * whether it paints anything go into *GROUND, which holds its layout's */
enum pn_err pn_pptx_look(struct pn_pptx *p, const struct pn_zip_entry *e,
    struct pn_pptx_ground *ground, bool *shown) PN_MUST_CHECK;

/* pn_pptx_ground - what layout or master E gives to slides; kept in *P. NULL
 * in *OUT where E is NULL */
enum pn_err pn_pptx_ground(struct pn_pptx *p, const struct pn_zip_entry *e,
    const struct pn_pptx_ground **out) PN_MUST_CHECK;

/* pn_pptx_color - the colour that element NAME ("srgbClr", "schemeClr",
 * "sysClr", "prstClr") tells */
struct pn_color pn_pptx_color(const struct pn_pptx_ground *g,
    const char *name, const struct pn_xml_attrs *attrs);

/* pn_pptx_free - free what *P owns */
void pn_pptx_free(struct pn_pptx *p);

#endif
