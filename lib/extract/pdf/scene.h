/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scene - what a page shows: its glyphs, and what is painted around them
 *
 * The interpreter puts glyphs and painted shapes here in the order in which
 * the page paints them. The scene finds out which glyphs nobody sees: what
 * lies off the page, what is painted over later, what has the colour of what
 * it stands on. Coordinates are those of the page's user space.
 */
#ifndef PN_EXTRACT_PDF_SCENE_H
#define PN_EXTRACT_PDF_SCENE_H

#include "extract/format.h"

/* Why nobody sees a glyph. */
enum pn_unseen {
	PN_SEEN,
	PN_UNSEEN_INVISIBLE, /* painted in no way (render mode 3 or 7) */
	PN_UNSEEN_OFF_PAGE,  /* outside the page, or clipped away */
	PN_UNSEEN_COVERED,   /* painted over */
	PN_UNSEEN_PICTURED,  /* painted over by a picture */
	PN_UNSEEN_WHITE,     /* in the colour of its background */
	PN_UNSEEN_TINY,
	PN_UNSEEN_LAYER, /* on a layer that is off */
	PN_UNSEEN_CLEAR, /* wholly transparent */
	PN_UNSEEN_TWICE, /* and the same one is seen in its place: no loss */
	PN_UNSEEN_KINDS,
};

struct pn_box {
	double x0, y0, x1, y1;
};

struct pn_point {
	double x, y;
};

/* A colour; what can't be told is not KNOWN. */
struct pn_paint {
	unsigned char r, g, b;
	bool known;
};

/* Glyphs that go the same way. */
struct pn_run {
	float dx, dy; /* unit vector along the line */
	float size;   /* of the font, as rendered */
};

/* One character where it is painted, or some as a strand. */
struct pn_glyph {
	float x, y; /* where it begins, on the base line */
	float w;    /* along the line */
	uint32_t c; /* 0xfffd where it is unknown; the number of a strand */
	uint32_t run;
	uint32_t next;	/* in the list of its cell; or one of the below */
	uint8_t unseen; /* enum pn_unseen */
	bool unknown;	/* nobody can tell which character it is */
	bool jump;	/* the pen was set here, it did not come here */
	uint8_t strand; /* characters of a strand; 0 for one by itself */
};

/*
 * Words of ASCII that follow each other on a line, one blank between two: as
 * long as all is seen, as on most pages, nobody has to look at each character.
 */
struct pn_strand {
	uint32_t first; /* of the scene's CHARS and WIDTHS */
	float scale;	/* of the widths, to those on the page */
	float gap;	/* on the page, between two characters */
	float word;	/* the same behind a blank, in addition */
	float blank;	/* how wide the blanks in front are; < 0 for none */
	uint8_t blanks; /* between words */
};
#define PN_STRAND_MAX 255
/* What may be read behind the last of the CHARS. */
#define PN_STRAND_SLACK 16

/* A glyph that is in no list, and one that is to be put in one. */
#define PN_GLYPH_NONE	0xffffffffu
#define PN_GLYPH_UNLISTED 0xfffffffeu

/* A painted area. */
struct pn_shape {
	struct pn_box box;
	const struct pn_point *points; /* NULL for the box itself */
	size_t n_points;	       /* closed polygons, each ended ... */
	const size_t *ends;	       /* ... before these indices */
	size_t n_ends;
	bool even_odd;
	bool opaque;  /* hides what is below, in all of its area */
	bool picture; /* it is an image */
	double pixels; /* of an image */
	struct pn_paint paint;
};

/* A grid of cells over the page. */
#define PN_SCENE_GRID 32
/* What a page may hold; a page of text has some thousands. */
#define PN_SCENE_GLYPHS (1u << 20)

struct pn_cell_shapes {
	uint32_t *shapes;
	size_t n, cap;
};

/* A shape as it is kept for looking up what is behind a glyph. */
struct pn_kept;

/* A page. Read the members only. */
struct pn_scene {
	struct pn_job *job;
	struct pn_box page; /* what is seen of it */
	struct pn_glyph *glyphs;
	size_t n_glyphs, cap_glyphs;
	struct pn_run *runs;
	size_t n_runs, cap_runs;
	double pictures; /* area of all images */
	double pixels;	 /* of all images */
	size_t n_white;	 /* glyphs in the colour of their background */
	bool hides;	 /* there may be glyphs that nobody sees */
	struct pn_strand *strands;
	size_t n_strands, cap_strands;
	char *chars;   /* of the strands */
	float *widths; /* of each, before it is scaled */
	size_t n_chars, cap_chars;
	bool single;   /* no strands on this page (any more) */
	uint64_t looks; /* at strands, by shapes */
	/* of scene.c */
	double per_x, per_y; /* cells for a point */
	uint32_t heads[PN_SCENE_GRID * PN_SCENE_GRID];
	size_t n_listed; /* glyphs that are in the lists, if they belong */
	struct pn_cell_shapes cells[PN_SCENE_GRID * PN_SCENE_GRID];
	struct pn_kept *kept;
	size_t n_kept, cap_kept;
	struct pn_point *points; /* of kept polygons */
	size_t n_points, cap_points;
	unsigned char colours[64]; /* bits: painted so far, roughly */
};

/* pn_scene_begin - an empty page; PAGE is what is seen of it. *S is zero or
 * was used for another page, whose memory it keeps */
void pn_scene_begin(struct pn_scene *s, struct pn_job *job,
    struct pn_box page);

/* pn_scene_free - frees what it owns */
void pn_scene_free(struct pn_scene *s);

/* pn_scene_run - glyphs from here on go this way */
void pn_scene_run(struct pn_scene *s, struct pn_run run);

/*
 * pn_scene_glyph - G is painted in PAINT (of the newest run); what is seen of
 * the page there is CLIP. PN_ERR_LIMIT: there are too many.
 */
enum pn_err pn_scene_glyph(struct pn_scene *s, struct pn_glyph g,
    const struct pn_box *clip, struct pn_paint paint) PN_MUST_CHECK;

/*
 * pn_scene_room - room for N glyphs behind the last one; NULL: too many.
 * pn_scene_add - N glyphs were written there, all painted in PAINT, of the
 * newest run, with the same UNSEEN and NEXT PN_GLYPH_UNLISTED. They begin in
 * the box STARTS and are up to WIDEST wide. PN_ERR_LIMIT.
 */
struct pn_glyph *pn_scene_room(struct pn_scene *s, size_t n);
enum pn_err pn_scene_add(struct pn_scene *s, size_t n, struct pn_box starts,
    double widest, const struct pn_box *clip, struct pn_paint paint)
    PN_MUST_CHECK;

/*
 * pn_scene_strands - room for a string of N characters as up to N strands and
 * glyphs, behind the last ones; false where there is none, or no strands are
 * wanted. pn_scene_seen - are all glyphs seen that begin in the box STARTS,
 * are up to WIDEST wide and painted in PAINT, of the newest run? False where
 * each must be looked at. pn_scene_single - make glyphs of all strands, and
 * of what else comes on this page.
 */
bool pn_scene_strands(struct pn_scene *s, size_t n);
bool pn_scene_seen(const struct pn_scene *s, struct pn_box starts,
    double widest, const struct pn_box *clip, struct pn_paint paint);
void pn_scene_single(struct pn_scene *s);

/* pn_scene_reaches - may the opaque SHAPE hide a glyph, or part of a strand?
 * Asked before strands are made glyphs */
bool pn_scene_reaches(struct pn_scene *s, const struct pn_shape *shape);

/* pn_scene_paint - SHAPE is painted. PN_ERR_LIMIT. */
enum pn_err pn_scene_paint(struct pn_scene *s, const struct pn_shape *shape)
    PN_MUST_CHECK;

/* pn_scene_end - all is painted: tell the text of a scanned page from text
 * that is hidden */
void pn_scene_end(struct pn_scene *s);

/* pn_unseen_kind - the word for WHY; NULL where nothing is hidden */
const char *pn_unseen_kind(enum pn_unseen why);

/* pn_glyph_inner - the part of G, which is no strand, by which it is judged */
struct pn_box pn_glyph_inner(const struct pn_scene *s,
    const struct pn_glyph *g);

/* pn_box_meet - what A and B have in common; empty ones have x1 <= x0 */
struct pn_box pn_box_meet(struct pn_box a, struct pn_box b);

#endif
