/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rtf - what the files of this folder share
 *
 * A document is a tree of groups. Each group has a destination, which says
 * what its text is, and inherits all properties from the group around it
 * (struct pn_rtf_state). Texts that stand apart from the running text, such as
 * footnotes and text boxes, are stories, each with a flow of its own.
 */
#ifndef PN_EXTRACT_RTF_RTF_H
#define PN_EXTRACT_RTF_RTF_H

#include <stdbool.h>
#include <stdint.h>
#include "extract/flow.h"
#include "extract/mail/codepage.h"

/* Groups within groups whose properties are kept; Word writes some 30. */
#define PN_RTF_MAX_DEPTH 1000
/* Stories within stories; deeper ones are read as text of the one around. */
#define PN_RTF_MAX_STORIES 12
/* Colours of a colour table, shaded cells of a row, that are noted. */
#define PN_RTF_MAX_COLOURS 1024
#define PN_RTF_MAX_CELLS   64
/* Numbers that a font may have. */
#define PN_RTF_FONTS 65536

/* What the text of a group is. */
enum pn_rtf_dest {
	PN_RTF_TEXT,	/* text of the innermost story */
	PN_RTF_SKIP,	/* no text: names of styles, numbers of lists */
	PN_RTF_NEVER,	/* the same, whatever is inside */
	PN_RTF_FONTTABLE,
	PN_RTF_COLOURS,
	PN_RTF_META,	/* a property of the document */
	PN_RTF_LABEL,	/* the name of one */
	PN_RTF_HIDDEN,	/* unknown to every reader; hidden text */
	PN_RTF_FIELD,	/* what stands in a field and is not shown */
	PN_RTF_INSTR,	/* the instruction of a field */
	PN_RTF_AUTHOR,	/* of the comment that follows */
	PN_RTF_SHAPE_NAME, /* name of a property of a drawing */
	PN_RTF_SHAPE,	/* its value */
	PN_RTF_ALT,	/* the same text for older readers */
	PN_RTF_HTML,	/* markup of HTML inside */
	PN_RTF_OBJECT,	/* hex digits of an embedded object */
	PN_RTF_PICTURE, /* of a picture */
	PN_RTF_STORE,	/* of a compound file with XML in it */
};

/* What happens when a group ends. */
enum pn_rtf_end {
	PN_RTF_END_NONE,
	PN_RTF_END_STORY,
	PN_RTF_END_PIECE, /* a hidden text ends */
	PN_RTF_END_INSTR,
	PN_RTF_END_ALT, /* a group with an alternative */
	PN_RTF_END_DATA,
	PN_RTF_END_SHAPE,
};

/* Properties of a group. */
struct pn_rtf_state {
	uint8_t dest, end;
	uint8_t before_alt; /* destination that \ud returns to */
	bool vanish, deleted, inserted, tiny, html_off, in_table;
	uint8_t uc;	  /* characters after \u that stand for the same */
	uint8_t level;	  /* of the table, where IN_TABLE */
	uint16_t cp;	  /* code page */
	uint16_t colour, back, highlight, para_back; /* 0: automatic */
};

/* One table that is open. */
struct pn_rtf_grid {
	uint32_t row, col;
	bool cell; /* its next cell has begun */
};

/* A text of its own. */
struct pn_rtf_story {
	struct pn_flow flow;
	const char *base; /* why all of it is hidden; NULL */
	struct pn_rtf_grid grids[PN_FLOW_MAX_TABLES];
	unsigned n_grids;
	bool row; /* a row was defined and has not ended */
	uint16_t shades[PN_RTF_MAX_CELLS]; /* colours of the row's cells */
	unsigned n_shades;
	uint16_t shade; /* of the cell being defined */
};

/* A document at work. */
struct pn_rtf {
	struct pn_job *job;
	const unsigned char *p, *end;
	struct pn_rtf_state *states;
	size_t n_states, cap_states, deeper; /* DEEPER: groups not kept */
	bool ended;			     /* the outermost group has */
	struct pn_rtf_story *stories[PN_RTF_MAX_STORIES];
	size_t n_stories, flat; /* FLAT: stories told in the one around */
	struct pn_flow meta;	/* properties */
	bool star;		/* \* stands before the next word */
	unsigned skip;		/* characters that \u stands for */
	unsigned high;		/* first half of a pair of \u; 0 */
	/* text not yet decoded */
	struct pn_buf raw;
	unsigned raw_cp;
	struct pn_buf utf8;
	struct pn_codepages pages;
	/* tables */
	uint16_t *fonts; /* code pages by font number; 0 unknown */
	unsigned font, default_font, default_cp;
	uint32_t colours[PN_RTF_MAX_COLOURS];
	size_t n_colours;
	uint32_t colour; /* being read */
	bool colour_set, background;
	/* texts that are looked at when they are complete */
	struct pn_buf instr, author, name, shape, alt, html;
	unsigned alts;		  /* open groups with an alternative */
	uint64_t seen, other;	  /* text of both sides */
	bool from_html;
	const char *shape_gone; /* why the drawing is not seen; NULL */
	/* hex digits */
	struct pn_buf data;
	int nibble; /* -1: none waits */
};

/* What a control word does. */
enum pn_rtf_act {
	PN_RTF_DEST,   /* begins destination ARG */
	PN_RTF_STORY,  /* begins a story: TEXT its place; ARG 1: a comment */
	PN_RTF_CHAR,   /* stands for TEXT */
	PN_RTF_BREAK,  /* ends a line */
	PN_RTF_OTHER,  /* ARG is an enum pn_rtf_word */
};

enum pn_rtf_word {
	PN_RTF_W_ALT, PN_RTF_W_ANSI, PN_RTF_W_ANSICPG, PN_RTF_W_BACKGROUND,
	PN_RTF_W_BIN, PN_RTF_W_BLUE, PN_RTF_W_CBPAT, PN_RTF_W_CELL,
	PN_RTF_W_CELLX, PN_RTF_W_CF, PN_RTF_W_CHCBPAT, PN_RTF_W_CLCBPAT,
	PN_RTF_W_CPG, PN_RTF_W_DEFF, PN_RTF_W_DELETED, PN_RTF_W_F,
	PN_RTF_W_FCHARSET, PN_RTF_W_FROMHTML, PN_RTF_W_FS, PN_RTF_W_GREEN,
	PN_RTF_W_HIGHLIGHT, PN_RTF_W_HTMLRTF, PN_RTF_W_INTBL, PN_RTF_W_ITAP,
	PN_RTF_W_MAC, PN_RTF_W_NESTCELL, PN_RTF_W_NESTROW, PN_RTF_W_PARD,
	PN_RTF_W_PC, PN_RTF_W_PCA, PN_RTF_W_PLAIN, PN_RTF_W_RED,
	PN_RTF_W_REVISED,
	PN_RTF_W_ROW, PN_RTF_W_SHP, PN_RTF_W_SHPBOTTOM, PN_RTF_W_SHPLEFT,
	PN_RTF_W_SHPRIGHT, PN_RTF_W_SHPTOP, PN_RTF_W_TROWD, PN_RTF_W_U,
	PN_RTF_W_UC, PN_RTF_W_UD, PN_RTF_W_V,
};

struct pn_rtf_control {
	const char *name;
	enum pn_rtf_act act;
	unsigned arg;
	const char *text;
};

/* pn_rtf_control - the control word NAME; NULL for an unknown one */
const struct pn_rtf_control *pn_rtf_control(const char *name);

/* pn_rtf_charset_cp - code page of a font's \fcharset; 0 for the document's */
unsigned pn_rtf_charset_cp(int charset);

/* pn_rtf_state - the innermost group's properties */
struct pn_rtf_state *pn_rtf_state(struct pn_rtf *r);

/* pn_rtf_flush - the text gathered so far goes where it belongs; before any
 * property changes */
enum pn_err pn_rtf_flush(struct pn_rtf *r) PN_MUST_CHECK;

/* pn_rtf_raw - N bytes of text in the code page that is in force */
enum pn_err pn_rtf_raw(struct pn_rtf *r, const unsigned char *p, size_t n)
    PN_MUST_CHECK;

/* pn_rtf_obey - control word NAME; PARAM -1 where it has none */
enum pn_err pn_rtf_obey(struct pn_rtf *r, const char *name, int param)
    PN_MUST_CHECK;

/* pn_rtf_is_data - does DEST hold hex digits and raw bytes? */
bool pn_rtf_is_data(enum pn_rtf_dest dest);

/* pn_rtf_open - a group begins */
enum pn_err pn_rtf_open(struct pn_rtf *r) PN_MUST_CHECK;

/* pn_rtf_walk - the document up to the end of its outermost group */
enum pn_err pn_rtf_walk(struct pn_rtf *r) PN_MUST_CHECK;

/* pn_rtf_emit - N bytes of UTF-8 at S as text of the innermost group */
enum pn_err pn_rtf_emit(struct pn_rtf *r, const char *s, size_t n)
    PN_MUST_CHECK;

/* pn_rtf_break - a line ends */
enum pn_err pn_rtf_break(struct pn_rtf *r) PN_MUST_CHECK;

/* pn_rtf_table - a control word of tables */
enum pn_err pn_rtf_table(struct pn_rtf *r, enum pn_rtf_word word, int param)
    PN_MUST_CHECK;

/* pn_rtf_story, pn_rtf_story_end - a text of its own begins, ends; false
 * where there are too many within each other */
bool pn_rtf_story(struct pn_rtf *r, const char *place, const char *base);
enum pn_err pn_rtf_story_end(struct pn_rtf *r) PN_MUST_CHECK;

/* pn_rtf_end - what END asks for at the end of a group */
enum pn_err pn_rtf_end(struct pn_rtf *r, enum pn_rtf_end end) PN_MUST_CHECK;

/* pn_rtf_hex - N bytes of hex digits, and what stands between them */
enum pn_err pn_rtf_hex(struct pn_rtf *r, const char *s, size_t n)
    PN_MUST_CHECK;

/* pn_rtf_data - the digits of destination DEST are complete */
enum pn_err pn_rtf_data(struct pn_rtf *r, enum pn_rtf_dest dest)
    PN_MUST_CHECK;

#endif
