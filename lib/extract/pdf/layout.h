/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * layout - from glyphs to text: words, lines, columns and tables
 *
 * Text that goes one way is set upright and cut into lines by its base lines,
 * whatever order it was painted in. A line is pieces with wide gaps between
 * them. Where gaps of neighbouring lines leave a gutter, the lines are columns
 * of running text, which are read one after the other, or a table. Where it
 * is not certain, lines stay lines with several blanks for a gap.
 */
#ifndef PN_EXTRACT_PDF_LAYOUT_H
#define PN_EXTRACT_PDF_LAYOUT_H

#include "extract/pdf/scene.h"
#include "extract/table.h"

/* A glyph or strand of the text that is being laid out, set upright. */
struct pn_spot {
	float u, v;    /* along the line, and up */
	float w, size; /* width along the line; of the font */
	uint32_t c;    /* the number of a strand */
	bool blank;    /* a blank goes before it */
	bool jump;     /* the pen was set here */
	uint8_t strand; /* characters of a strand; 0 for a glyph */
};

/* Spots that stand together on one base line. */
struct pn_piece {
	float u0, u1, v, size;
	uint32_t first, n; /* spots */
	uint32_t chars;	   /* characters in them */
};

/* Pieces with the same base line, from left to right. */
struct pn_line {
	float v, size;
	uint32_t first, n; /* pieces */
};

/* Text of one direction. */
struct pn_layout {
	struct pn_job *job;
	const struct pn_scene *scene; /* for the strands */
	struct pn_spot *spots;
	size_t n_spots, cap_spots;
	struct pn_piece *pieces;
	size_t n_pieces, cap_pieces;
	struct pn_line *lines;
	size_t n_lines, cap_lines;
	const char *place;
	unsigned flags;
	struct pn_buf text; /* what is not yet handed on */
	bool tables;	    /* may it become tables? */
};

/*
 * pn_layout_page - hand on what SCENE shows as PLACE, and then what it hides,
 * kind by kind. ROTATE is the page's rotation in degrees, clockwise.
 */
enum pn_err pn_layout_page(struct pn_scene *scene, const char *place,
    long rotate) PN_MUST_CHECK;

/* pn_layout_lines - cut the spots of L into pieces and lines, top to bottom */
enum pn_err pn_layout_lines(struct pn_layout *l) PN_MUST_CHECK;

/* pn_layout_blocks - hand the lines on as columns, tables and text */
enum pn_err pn_layout_blocks(struct pn_layout *l) PN_MUST_CHECK;

/* pn_layout_piece - append the text of piece P to OUT */
enum pn_err pn_layout_piece(const struct pn_layout *l,
    const struct pn_piece *p, struct pn_buf *out) PN_MUST_CHECK;

#endif
