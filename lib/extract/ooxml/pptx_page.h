/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pptx_page - a page of a presentation at work
 *
 * pptx_page follows the text, pptx_shape what is known of the shape around
 * it: where it is, what it looks like, whether anybody sees it.
 */
#ifndef PN_EXTRACT_PPTX_PAGE_H
#define PN_EXTRACT_PPTX_PAGE_H

#include "extract/flow.h"
#include "extract/ooxml/pptx.h"

#define PN_PPTX_MAX_GROUPS 64 /* in each other; deeper ones move nothing */

/* Elements that mean something here. */
enum pn_pptx_word {
	ALPHA,
	ALTERNATE,
	BLIP,
	BR,
	NV_PR,
	CH_EXT,
	CH_OFF,
	EXT,
	FALLBACK,
	FILL_REF,
	FLD,
	GRAD_FILL,
	GRAPHIC_FRAME,
	GRP_SP,
	EFFECT,
	HIGHLIGHT,
	HLINK,
	LINE,
	LUM_MOD,
	LUM_OFF,
	NO_FILL,
	OFF,
	PAR,
	RUN,
	PATT_FILL,
	PH,
	PIC,
	PRST_CLR,
	RUN_PR,
	SCHEME_CLR,
	SHADE,
	SOLID_FILL,
	SP,
	SP_PR,
	SRC_RECT,
	SRGB_CLR,
	SYS_CLR,
	TEXT,
	TABLE,
	CELL,
	TINT,
	ROW,
	BODY,
	LIST_STYLE,
	LIST_RUN_PR,
	XFRM,
	NO_WORD
};

/* How a group moves and stretches what is in it. */
struct pn_pptx_move {
	double sx, sy, dx, dy;
};

/* What a shape's own fill is. */
enum pn_pptx_fill { FILL_NONE, FILL_PLAIN, FILL_OTHER };

struct pn_pptx_work {
	struct pn_pptx *p;
	const struct pn_pptx_ground *ground;
	enum pn_pptx_page kind;
	const char *place, *base; /* BASE: the kind that all of it is */
	struct pn_flow flow;
	struct pn_flow aside; /* of a shape that is not seen */
	char *aside_place;
	struct pn_table table;
	char *table_place;
	unsigned n_tables;
	struct pn_buf alt, names, links;
	bool said; /* text that a reader sees was handed on */
	/* groups around us */
	struct pn_pptx_move moves[PN_PPTX_MAX_GROUPS + 1];
	unsigned groups;
	struct pn_pptx_rect group_rect;
	unsigned off_groups; /* open ones from that which is switched off */
	/* the shape */
	const char *shape_hidden; /* kind, decided when its text begins */
	bool switched_off, decided, placeholder, has_rect;
	struct pn_pptx_place where;
	enum pn_pptx_fill fill;
	struct pn_color fill_color;
	unsigned in_shape, in_pic, in_frame, in_group_pr;
	/* open elements */
	unsigned in_body, in_text, in_rpr, in_line, in_sppr, in_solid, in_xfrm;
	unsigned in_table, alternates, fallbacks, in_number;
	/* the run */
	const char *run_hidden;
	const char *usual_hidden; /* what runs of the shape begin with */
	struct pn_color usual_color;
	bool usual_told;
	unsigned in_list; /* open elements: styles of the shape's levels */
	bool covered;	  /* the open cell: another one covers it */
	struct pn_color color;
	bool outlined; /* seen by something else than its colour */
	bool cell_open;
	uint32_t row, col;
	uint64_t seen_hash, other_hash;
	struct pn_buf fallback;
};

/* pn_pptx_word_of - what element NAME means; NO_WORD */
enum pn_pptx_word pn_pptx_word_of(const char *name);

/* pn_pptx_open - where the open elements W are counted; NULL for those whose
 * number does not matter */
unsigned *pn_pptx_open(struct pn_pptx_work *g, enum pn_pptx_word w);

/* pn_pptx_full - ERR of a buffer, as the job's limit */
enum pn_err pn_pptx_full(struct pn_pptx_work *g, enum pn_err err)
    PN_MUST_CHECK;

/* pn_pptx_line - add V as a line to TO */
enum pn_err pn_pptx_line(struct pn_pptx_work *g, struct pn_buf *to,
    struct pn_bytes v) PN_MUST_CHECK;

/* pn_pptx_begin - a shape, picture or frame begins: nothing is known of it */
void pn_pptx_begin(struct pn_pptx_work *g);

/* pn_pptx_decide - whether the shape is seen, now that its text comes */
enum pn_err pn_pptx_decide(struct pn_pptx_work *g) PN_MUST_CHECK;

/* pn_pptx_plain - a run begins: nothing is known of it yet */
void pn_pptx_plain(struct pn_pptx_work *g);

/* pn_pptx_usual - what was told of a run holds for all of the shape's first
 * level */
void pn_pptx_usual(struct pn_pptx_work *g);

/* pn_pptx_unseen - why the run is not seen; NULL where it is */
const char *pn_pptx_unseen(const struct pn_pptx_work *g);

/* pn_pptx_shape_start - element W begins: what it tells of a shape */
enum pn_err pn_pptx_shape_start(struct pn_pptx_work *g, enum pn_pptx_word w,
    const struct pn_xml_attrs *attrs) PN_MUST_CHECK;

/* pn_pptx_look_start - the same of how a shape or its text looks */
void pn_pptx_look_start(struct pn_pptx_work *g, enum pn_pptx_word w,
    const char *name, const struct pn_xml_attrs *attrs);

#endif
