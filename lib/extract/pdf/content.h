/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * content - the interpreter of content streams (ISO 32000-2, 7.8, 8 and 9)
 *
 * Runs the operators of a page, of its form XObjects and of Type 3 glyphs and
 * puts what they paint into a scene. It paints nothing; it only has to know
 * where things go, in which colour and how opaque. What it can't tell (a
 * shading, a pattern, a soft mask) counts as visible and as covering nothing.
 * Broken streams are read as far as they make sense.
 *
 * Limits: the nesting of forms and of saved states, the operands of one
 * operator, and the bytes interpreted in one file, repeats counted in full.
 */
#ifndef PN_EXTRACT_PDF_CONTENT_H
#define PN_EXTRACT_PDF_CONTENT_H

#include "extract/pdf/font.h"
#include "extract/pdf/lex.h"
#include "extract/pdf/scene.h"

struct pn_matrix {
	double a, b, c, d, e, f;
};

/* How the operands of a colour operator are read. */
enum pn_space {
	PN_SPACE_GRAY,
	PN_SPACE_RGB,
	PN_SPACE_CMYK,
	PN_SPACE_LAB,
	PN_SPACE_INK,	  /* Separation, DeviceN: 0 is no ink */
	PN_SPACE_BLACK,	  /* Separation of black or of all inks */
	PN_SPACE_UNKNOWN, /* patterns, tables */
};

/* A graphics state (8.4) as far as it matters here. */
struct pn_gstate {
	struct pn_matrix ctm;
	struct pn_box clip;
	bool clip_exact; /* CLIP is the clip, not only around it */
	enum pn_space fill_space, stroke_space;
	struct pn_paint fill, stroke;
	double fill_alpha, stroke_alpha;
	bool blends;	/* a blend mode that lets through what is below */
	bool soft_mask;
	double line_width;
	struct pn_font *font;
	double size, tc, tw, tz, tl, rise;
	int mode;
	size_t clip_text; /* glyphs from here were drawn as a clip; or none */
};

#define PN_STATE_DEPTH 64
/* The longest name of a resource, with its slash; viewers take 127 bytes
 * and more. */
#define PN_NAME_MAX 2048

enum pn_operand_kind { PN_OP_NUMBER, PN_OP_NAME, PN_OP_STRING, PN_OP_MARK };

/* An operand; members of arrays and dictionaries lie flat between marks. */
struct pn_operand {
	enum pn_operand_kind kind;
	double number; /* PN_OP_MARK: the enum pn_lex_kind */
	size_t off, len;
};

struct pn_pictures;
struct pn_stored;

/* Everything that is kept while the pages of a file are read. */
struct pn_content {
	struct pn_pdf *pdf;
	struct pn_fonts fonts;
	struct pn_scene *scene; /* of the page at work */
	uint64_t work, max_work;
	struct pn_stored *stored; /* decoded forms */
	size_t n_stored, cap_stored, stored_bytes;
	/* the path in the making */
	struct pn_point *points;
	size_t n_points, cap_points;
	size_t *ends;
	size_t n_ends, cap_ends;
	bool open; /* a subpath has begun */
	bool path_full;
	struct pn_point cur; /* where it is, in user space */
	int pending;   /* 'W', '*': clip with the path, then */
	/* operands */
	struct pn_operand *ops;
	size_t n_ops, cap_ops;
	struct pn_buf arena;
	int active[32]; /* forms at work, against cycles */
	unsigned depth;
	unsigned off;	 /* layers that are off, around us */
	struct pn_pictures *pictures; /* of the page at work */
};

/* A content stream at work. */
struct pn_stream {
	struct pn_content *c;
	struct pn_obj resources;
	struct pn_gstate *gs;
	struct pn_gstate *saved; /* PN_STATE_DEPTH of them, or NULL */
	unsigned n_saved, lost;	 /* LOST: pushes that found no room */
	struct pn_matrix tm, tlm;
	bool jump; /* the pen was set: the next glyph begins anew */
	unsigned marks[64]; /* marked content: 1 off, 2 actual text */
	unsigned n_marks;
	struct pn_lex lex;
	/* what ActualText says of the glyphs in it */
	struct pn_buf actual;
	bool in_actual;
	size_t actual_from; /* the first of them */
};

/* pn_content_init - ready for PDF's pages; pn_content_free - frees */
void pn_content_init(struct pn_content *c, struct pn_pdf *pdf);
void pn_content_free(struct pn_content *c);

/* pn_content_run - run BYTES with RESOURCES from state *GS, which is left as
 * it was. PN_ERR_LIMIT. */
enum pn_err pn_content_run(struct pn_content *c, struct pn_bytes bytes,
    struct pn_obj resources, const struct pn_gstate *gs) PN_MUST_CHECK;

/* pn_content_form - run the form XObject FORM from *GS */
enum pn_err pn_content_form(struct pn_content *c, struct pn_obj form,
    struct pn_obj resources, const struct pn_gstate *gs) PN_MUST_CHECK;

/* pn_content_cost - N more bytes of work were done. PN_ERR_LIMIT. */
enum pn_err pn_content_cost(struct pn_content *c, uint64_t n) PN_MUST_CHECK;

/* pn_gstate_first - the state in which a page begins */
struct pn_gstate pn_gstate_first(struct pn_box page);

/* pn_matrix_mul - first A, then B */
struct pn_matrix pn_matrix_mul(struct pn_matrix a, struct pn_matrix b);

/* pn_matrix_point - where (X,Y) goes */
static inline struct pn_point
pn_matrix_point(const struct pn_matrix *m, double x, double y)
{
	return (struct pn_point){
	    x * m->a + y * m->c + m->e, x * m->b + y * m->d + m->f};
}

/* Of content_*.c: run operator NAME if it is one of theirs; *DONE is set. */
enum pn_err pn_content_text(struct pn_stream *s, uint32_t op, bool *done)
    PN_MUST_CHECK;
enum pn_err pn_content_path(struct pn_stream *s, uint32_t op, bool *done)
    PN_MUST_CHECK;
void pn_content_colour(struct pn_stream *s, uint32_t op, bool *done);

/* pn_content_show - show the operand O, a string. PN_ERR_LIMIT */
enum pn_err pn_content_show(struct pn_stream *s, const struct pn_operand *o)
    PN_MUST_CHECK;

/* An operator as a number: up to three of its bytes. */
#define PN_OP(a, b, c) ((uint32_t)(a) << 16 | (uint32_t)(b) << 8 | (uint32_t)(c))

/* pn_content_num - operand I counted from the end (0 is the last), or 0 */
double pn_content_num(const struct pn_content *c, size_t i);

/* pn_content_name - the last operand as a name with a slash, into OUT; "" */
void pn_content_name(const struct pn_content *c, size_t i, char *out,
    size_t size);

/* What an operator that looks into the file costs. */
#define PN_COST_LOOKUP 600

/* pn_content_resource - entry NAME of resource category KEY */
struct pn_obj pn_content_resource(struct pn_stream *s, const char *key,
    const char *name);

/* pn_content_do - Do; pn_content_picture - an image of so many PIXELS is
 * painted; pn_content_forget - drop the forms that are kept */
enum pn_err pn_content_do(struct pn_stream *s) PN_MUST_CHECK;
enum pn_err pn_content_picture(struct pn_stream *s, double pixels,
    bool opaque) PN_MUST_CHECK;
void pn_content_forget(struct pn_content *c);

/* pn_content_mark - BMC, BDC; pn_content_mark_end - EMC */
enum pn_err pn_content_mark(struct pn_stream *s) PN_MUST_CHECK;
enum pn_err pn_content_mark_end(struct pn_stream *s) PN_MUST_CHECK;

/* pn_content_paint - paint SHAPE under the clip of *GS */
enum pn_err pn_content_paint(struct pn_content *c,
    const struct pn_gstate *gs, struct pn_shape *shape, double alpha)
    PN_MUST_CHECK;

#endif
