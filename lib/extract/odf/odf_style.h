/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf_style - what the styles of an OpenDocument file do to text
 *
 * As much of a style as decides whether text is seen: display, colour and
 * what is behind it, size, and whether a sheet, row, column or slide is shown.
 * Automatic styles belong to one part of the package, common ones to the
 * document, so each is kept with its scope.
 */
#ifndef PN_EXTRACT_ODF_STYLE_H
#define PN_EXTRACT_ODF_STYLE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "extract/xml.h"

enum pn_odf_family {
	PN_ODF_TEXT,
	PN_ODF_PARAGRAPH,
	PN_ODF_TABLE,
	PN_ODF_COLUMN,
	PN_ODF_ROW,
	PN_ODF_CELL,
	PN_ODF_GRAPHIC,
	PN_ODF_PRESENTATION,
	PN_ODF_PAGE,   /* drawing-page: of a slide */
	PN_ODF_LAYOUT, /* page-layout: the paper */
	PN_ODF_MASTER, /* master-page */
	PN_ODF_OTHER,
};

#define PN_ODF_UNSET   0xff000000u /* nothing said; for a colour: automatic */
#define PN_ODF_UNKNOWN 0xfe000000u /* a picture, a gradient */
#define PN_ODF_CLEAR   0xfd000000u /* transparent */
#define PN_ODF_WHITE   0xffffffu

/* How text looks at a place, all styles put together. */
struct pn_odf_look {
	uint32_t colour, back; /* RGB or PN_ODF_ */
	uint32_t size;	       /* in hundredths of a point */
	bool none;	       /* not displayed */
	bool clear;	       /* without any opacity, or without width */
};

struct pn_odf_style {
	uint32_t hash, name, parent; /* names: offsets in the pool */
	unsigned scope;
	enum pn_odf_family family;
	uint32_t colour, back, text_back; /* RGB or PN_ODF_ */
	uint32_t size;			  /* 0: unset */
	bool percent;			  /* SIZE is one of the parent's */
	signed char none, clear;	  /* -1: unset */
	bool gone;    /* a sheet, row, column or slide that is not shown */
	bool secret;  /* a cell that shows nothing while it is protected */
	bool busy;    /* a master page with pictures or shapes */
	uint32_t width, height; /* of the paper, in 1/100 mm; 0: unknown */
};

struct pn_odf_styles;

/* pn_odf_styles_new - no styles; free with pn_odf_styles_free */
struct pn_odf_styles *pn_odf_styles_new(void);

/* pn_odf_styles_free - free *S, set it to NULL */
void pn_odf_styles_free(struct pn_odf_styles **s);

/* pn_odf_styles_scope - the number of a new scope */
unsigned pn_odf_styles_scope(struct pn_odf_styles *s);

/* Two scopes that names are looked up in, one after the other. */
struct pn_odf_scope {
	unsigned own, common;
};

/* pn_odf_styles_start - an element in a list of styles, whose scope is SCOPE;
 * names that it refers to are looked up in BOTH */
void pn_odf_styles_start(struct pn_odf_styles *s, unsigned scope,
    struct pn_odf_scope both, const char *name,
    const struct pn_xml_attrs *attrs);

/* pn_odf_styles_busy - the master page that was read last has pictures */
void pn_odf_styles_busy(struct pn_odf_styles *s);

/* pn_odf_style - the style called NAME; NULL */
const struct pn_odf_style *pn_odf_style(const struct pn_odf_styles *s,
    struct pn_odf_scope scope, enum pn_odf_family family,
    struct pn_bytes name);

/* pn_odf_style_apply - lay the style called NAME, with its parents, over LOOK;
 * an empty name is the default of its family */
void pn_odf_style_apply(const struct pn_odf_styles *s,
    struct pn_odf_scope scope, enum pn_odf_family family,
    struct pn_bytes name, struct pn_odf_look *look);

/* pn_odf_style_gone - does the style called NAME, or one above it, say that
 * what has it is not shown? */
bool pn_odf_style_gone(const struct pn_odf_styles *s,
    struct pn_odf_scope scope, enum pn_odf_family family,
    struct pn_bytes name);

/* pn_odf_paper - what is behind the text of the document's pages */
uint32_t pn_odf_paper(const struct pn_odf_styles *s);

/* pn_odf_unseen - can text that looks like LOOK not be seen? */
bool pn_odf_unseen(const struct pn_odf_look *look);

/* pn_odf_length - V ("2.5cm") in hundredths of a millimetre; false where it
 * is none */
bool pn_odf_length(struct pn_bytes v, long *out);

#endif
