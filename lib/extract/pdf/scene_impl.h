/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scene_impl - what the files behind scene.h share
 */
#ifndef PN_EXTRACT_PDF_SCENE_IMPL_H
#define PN_EXTRACT_PDF_SCENE_IMPL_H

#include "extract/pdf/scene.h"

/* Colours this near to each other can't be told apart on paper. */
#define PN_SAME_COLOUR 16
/* What a look at a glyph or an edge costs, in bytes of work. */
#define PN_LOOK_COST 8

struct pn_kept {
	struct pn_box box;
	uint32_t first, n; /* points; n 0 for the box */
	uint32_t end[2];
	bool even_odd;
	struct pn_paint paint;
};

/* Cells from first to last, both ways. */
struct pn_cells {
	int x0, y0, x1, y1;
};

/* pn_scene_cells - the cells that B touches */
struct pn_cells pn_scene_cells(
    const struct pn_scene *s, const struct pn_box *b);

/* pn_scene_list - put the glyphs that came since the last time in the lists of
 * their cells */
void pn_scene_list(struct pn_scene *s);

/* pn_scene_behind - the colour that shows at (X,Y) so far. WORK grows */
struct pn_paint pn_scene_behind(
    struct pn_scene *s, double x, double y, uint64_t *work);

/* pn_scene_painted - may something near the colour P have been painted? */
bool pn_scene_painted(const struct pn_scene *s, struct pn_paint p);

/* pn_box_in - is all of B in IN? */
static inline bool
pn_box_in(const struct pn_box *b, const struct pn_box *in)
{
	return b->x0 >= in->x0 && b->y0 >= in->y0 && b->x1 <= in->x1 &&
	       b->y1 <= in->y1;
}

#endif
