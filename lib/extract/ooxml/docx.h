/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * docx - a Word document at work
 *
 * fmt_docx finds the parts; docx_text reads those of text, docx_look knows
 * how a run looks, docx_style what styles do to it, docx_place which drawings
 * are seen, docx_change what was there before changes.
 */
#ifndef PN_EXTRACT_DOCX_H
#define PN_EXTRACT_DOCX_H

#include "extract/ooxml/ooxml.h"
#include "extract/ooxml/theme.h"

/* A colour, where anything says so; known only if it is plainly given. */
struct pn_docx_ink {
	bool told;
	struct pn_color color;
};

/* How text looks, as far as that decides whether it is seen. */
struct pn_docx_look {
	signed char vanish; /* 1 hidden, 0 not, -1 nothing said */
	signed char tiny;   /* one point high; the same */
	struct pn_docx_ink ink;
	struct pn_docx_ink run_back, para_back; /* behind it */
};

struct pn_docx_style {
	char *id, *base; /* BASE: the style that it is based on */
	bool first;	 /* of paragraphs without a style */
	bool shades;	 /* somewhere in it: of tables, parts of them */
	struct pn_docx_look look; /* with what it is based on */
};

struct pn_docx_styles {
	struct pn_docx_style *all;
	size_t n, cap;
	struct pn_docx_look plain; /* of text without any style */
	struct pn_docx_look first; /* of a paragraph that names none */
};

/* A reference to a page header or footer. */
struct pn_docx_margin {
	char *rel;
	char kind; /* 'd'efault, 'f'irst, 'e'ven */
};

struct pn_docx {
	struct pn_ooxml *x;
	struct pn_docx_styles styles;
	struct pn_theme theme;
	bool has_theme;	      /* THEME was read */
	struct pn_buf people; /* who changed or remarked something; lines */
	struct pn_docx_margin *margins;
	size_t n_margins, cap_margins;
	bool first_pages, even_pages; /* such headers are in use */
	char **chunks; /* relationships of files that are text of the body */
	size_t n_chunks, cap_chunks;
};

/* pn_docx_text - part E (body, header, notes, comments) into the job; BASE:
 * the kind of hidden content that all of it is, or NULL */
enum pn_err pn_docx_text(struct pn_docx *d, const struct pn_zip_entry *e,
    const char *place, const char *base) PN_MUST_CHECK;

/* pn_docx_read_styles - the styles in part E */
enum pn_err pn_docx_read_styles(struct pn_docx *d,
    const struct pn_zip_entry *e) PN_MUST_CHECK;

/* pn_docx_styles_free - free what *S owns */
void pn_docx_styles_free(struct pn_docx_styles *s);

/* pn_docx_style - the style that attribute val names; NULL */
const struct pn_docx_style *pn_docx_style(const struct pn_docx_styles *s,
    const struct pn_xml_attrs *a);

/* pn_docx_lay - what UPPER says, over LOOK */
void pn_docx_lay(struct pn_docx_look *look, const struct pn_docx_look *upper);

/* pn_docx_run_property - element NAME in a rPr, into LOOK */
void pn_docx_run_property(struct pn_docx *d, struct pn_docx_look *look,
    const char *name, const struct pn_xml_attrs *a);

/* pn_docx_shade - what shd says is behind text, into TO */
void pn_docx_shade(struct pn_docx *d, struct pn_docx_ink *to,
    const struct pn_xml_attrs *a);

/* pn_docx_person - somebody who changed or remarked something; told once */
enum pn_err pn_docx_person(struct pn_docx *d, struct pn_bytes name)
    PN_MUST_CHECK;

/* A drawing that is anchored in text, and whether it is seen. */
struct pn_docx_place {
	bool off;	    /* it is switched off, or not on the paper */
	double x, y, w, h;  /* in points */
	bool has_x, has_y;
	char axis; /* 'h', 'v': whose position is being told */
	unsigned shapes, shape_off; /* VML: open ones, that which is not seen */
};

/* pn_docx_place_start - element NAME begins: what it tells of a drawing */
void pn_docx_place_start(struct pn_docx_place *p, const char *name,
    const struct pn_xml_attrs *a);

/* pn_docx_place_text - text in an element of a position: its offset */
void pn_docx_place_text(struct pn_docx_place *p, const char *s, size_t n);

/* pn_docx_place_end - element NAME ends */
void pn_docx_place_end(struct pn_docx_place *p, const char *name);

/* pn_docx_place_unseen - is what stands in the open drawing not seen? */
bool pn_docx_place_unseen(const struct pn_docx_place *p);

#define PN_DOCX_BEFORE 48 /* bytes in front of a change */

/* Digits on both sides of a deletion were one number with it. */
struct pn_docx_change {
	char before[PN_DOCX_BEFORE]; /* the end of what is seen so far */
	size_t n;
	bool open; /* what was deleted ended with a digit */
};

/* pn_docx_seen - N bytes at S are seen. How many of them belonged to what was
 * deleted in front of them */
size_t pn_docx_seen(struct pn_docx_change *c, const char *s, size_t n);

/* pn_docx_deleted - N bytes at S were deleted. What is seen in front of them
 * and belonged to them; empty where nothing did */
struct pn_bytes pn_docx_deleted(struct pn_docx_change *c, const char *s,
    size_t n);

/* pn_docx_field_data - the base64 at S: text in it, as lines, into OUT */
enum pn_err pn_docx_field_data(struct pn_bytes s, struct pn_buf *out)
    PN_MUST_CHECK;

#endif
