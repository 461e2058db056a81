/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scene_words - boxes, and the words for what is not seen of a page
 */
#include "extract/pdf/scene.h"

struct pn_box
pn_box_meet(struct pn_box a, struct pn_box b)
{
	struct pn_box m = {
	    .x0 = a.x0 > b.x0 ? a.x0 : b.x0,
	    .y0 = a.y0 > b.y0 ? a.y0 : b.y0,
	    .x1 = a.x1 < b.x1 ? a.x1 : b.x1,
	    .y1 = a.y1 < b.y1 ? a.y1 : b.y1,
	};

	return m;
}

const char *
pn_unseen_kind(enum pn_unseen why)
{
	static const char *const words[PN_UNSEEN_KINDS] = {
	    [PN_UNSEEN_INVISIBLE] = "invisible",
	    [PN_UNSEEN_OFF_PAGE] = "off-page",
	    [PN_UNSEEN_COVERED] = "covered",
	    [PN_UNSEEN_PICTURED] = "covered",
	    [PN_UNSEEN_WHITE] = "white-text",
	    [PN_UNSEEN_TINY] = "tiny",
	    [PN_UNSEEN_LAYER] = "layer",
	    [PN_UNSEEN_CLEAR] = "transparent",
	};

	return words[why];
}
