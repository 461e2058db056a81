/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rtf_obey - what control words do: to the document, to the text that
 * follows, to the group they stand in
 */
#include <string.h>
#include "base/uni.h"
#include "extract/rtf/rtf.h"

#define RAW_BYTES   (64u << 10) /* text that is gathered before it is decoded */
#define SYMBOL_LOW  0xF020	/* fonts of symbols put their ASCII here */
#define SYMBOL_TOP  0xF07E
#define OFF_PAGE    2880  /* twips: wider than a margin */
#define BEYOND_PAGE 31680 /* 22 inches, the widest page of Word */

/* text_page - the code page of text here */
static unsigned
text_page(struct pn_rtf *r)
{
	unsigned cp = pn_rtf_state(r)->cp;

	if (cp == 0)
		cp = r->fonts[r->default_font];
	return cp ? cp : r->default_cp;
}

enum pn_err
pn_rtf_raw(struct pn_rtf *r, const unsigned char *p, size_t n)
{
	unsigned cp = text_page(r);
	enum pn_err err = PN_OK;

	if (r->raw.len && (cp != r->raw_cp || r->raw.len > RAW_BYTES))
		err = pn_rtf_flush(r);
	r->raw_cp = cp;
	r->high = 0;
	if (err == PN_OK && pn_buf_add(&r->raw, p, n) != PN_OK)
		err = pn_job_limit(r->job, "text");
	return err;
}

/* unicode - one \u; pairs of halves are joined */
static enum pn_err
unicode(struct pn_rtf *r, int param)
{
	uint32_t c = (uint32_t)(param < 0 ? param + 65536 : param);
	enum pn_err err = pn_rtf_flush(r);

	r->skip = pn_rtf_state(r)->uc;
	if (c >= 0xD800 && c < 0xDC00) {
		r->high = c;
		return err;
	}
	if (c >= 0xDC00 && c < 0xE000 && r->high)
		c = 0x10000 + ((r->high - 0xD800) << 10) + (c - 0xDC00);
	else if (c >= SYMBOL_LOW && c <= SYMBOL_TOP)
		c -= 0xF000;
	r->high = 0;
	pn_buf_clear(&r->utf8);
	if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
		c = 0xFFFD;
	if (err == PN_OK)
		err = pn_utf8_put(&r->utf8, c);
	return err == PN_OK ? pn_rtf_emit(r, r->utf8.data, r->utf8.len) : err;
}

/* font - number N is chosen, or described in the table of fonts */
static void
font(struct pn_rtf *r, int n)
{
	struct pn_rtf_state *st = pn_rtf_state(r);

	if (n < 0 || n >= PN_RTF_FONTS)
		return;
	if (st->dest == PN_RTF_FONTTABLE)
		r->font = (unsigned)n;
	else
		st->cp = r->fonts[n] ? r->fonts[n] : (uint16_t)r->default_cp;
}

/* font_page - the font being described has code page CP */
static void
font_page(struct pn_rtf *r, unsigned cp)
{
	if (pn_rtf_state(r)->dest == PN_RTF_FONTTABLE && cp && cp < 65536)
		r->fonts[r->font] = (uint16_t)cp;
}

/* colour_part - red, green or blue of the colour being described */
static void
colour_part(struct pn_rtf *r, unsigned shift, int value)
{
	if (pn_rtf_state(r)->dest != PN_RTF_COLOURS)
		return;
	r->colour_set = true;
	r->colour &= ~(255u << shift);
	r->colour |= ((uint32_t)value & 255) << shift;
}

/* document_word - words about the whole document; false for others */
static bool
document_word(struct pn_rtf *r, enum pn_rtf_word word, int param)
{
	switch (word) {
	case PN_RTF_W_ANSI:
		r->default_cp = PN_CP_LATIN;
		break;
	case PN_RTF_W_MAC:
		r->default_cp = 10000;
		break;
	case PN_RTF_W_PC:
		r->default_cp = 437;
		break;
	case PN_RTF_W_PCA:
		r->default_cp = 850;
		break;
	case PN_RTF_W_ANSICPG:
		if (param > 0 && param < 65536)
			r->default_cp = (unsigned)param;
		break;
	case PN_RTF_W_DEFF:
		if (param > 0 && param < PN_RTF_FONTS)
			r->default_font = (unsigned)param;
		break;
	case PN_RTF_W_FROMHTML:
		r->from_html = param > 0 || param == -1;
		break;
	case PN_RTF_W_BACKGROUND:
		r->background = true;
		break;
	case PN_RTF_W_FCHARSET:
		font_page(r, pn_rtf_charset_cp(param));
		break;
	case PN_RTF_W_CPG:
		font_page(r, param > 0 ? (unsigned)param : 0);
		break;
	case PN_RTF_W_RED:
		colour_part(r, 16, param);
		break;
	case PN_RTF_W_GREEN:
		colour_part(r, 8, param);
		break;
	case PN_RTF_W_BLUE:
		colour_part(r, 0, param);
		break;
	default:
		return false;
	}
	return true;
}

/* plain - properties of characters as they are by default */
static void
plain(struct pn_rtf_state *st)
{
	st->vanish = st->deleted = st->inserted = st->tiny = false;
	st->colour = st->back = st->highlight = 0;
	st->cp = 0;
}

/* state_word - words about the text that follows. PARAM -1: none */
static void
state_word(struct pn_rtf *r, enum pn_rtf_word word, int param)
{
	struct pn_rtf_state *st = pn_rtf_state(r);
	uint16_t index = param > 0 && param < 65536 ? (uint16_t)param : 0;

	switch (word) {
	case PN_RTF_W_PLAIN:
		plain(st);
		break;
	case PN_RTF_W_PARD:
		st->in_table = false;
		st->level = 0;
		st->para_back = 0;
		break;
	case PN_RTF_W_F:
		font(r, param);
		break;
	case PN_RTF_W_FS: /* half points: one point is no text */
		st->tiny = param >= 0 && param <= 2;
		break;
	case PN_RTF_W_V:
		st->vanish = param != 0;
		break;
	case PN_RTF_W_DELETED:
		st->deleted = param != 0;
		break;
	case PN_RTF_W_REVISED:
		st->inserted = param != 0;
		break;
	case PN_RTF_W_CF:
		st->colour = index;
		break;
	case PN_RTF_W_CHCBPAT:
		st->back = index;
		break;
	case PN_RTF_W_HIGHLIGHT:
		st->highlight = index;
		break;
	case PN_RTF_W_CBPAT:
		st->para_back = index;
		break;
	case PN_RTF_W_INTBL:
		st->in_table = true;
		break;
	case PN_RTF_W_ITAP:
		st->level = param > 0 && param < 256 ? (uint8_t)param : 0;
		st->in_table = param > 0;
		break;
	case PN_RTF_W_HTMLRTF:
		st->html_off = param != 0;
		break;
	case PN_RTF_W_UC:
		st->uc = param >= 0 && param < 256 ? (uint8_t)param : 1;
		break;
	default:
		break;
	}
}

/* open_alt - what is in this group comes again for older readers */
static void
open_alt(struct pn_rtf *r, bool first)
{
	struct pn_rtf_state *st = pn_rtf_state(r);

	if (st->dest != PN_RTF_TEXT || st->end != PN_RTF_END_NONE ||
	    r->from_html)
		return;
	r->alts++;
	st->end = PN_RTF_END_ALT;
	st->before_alt = st->dest;
	if (first)
		st->dest = PN_RTF_ALT;
}

/* outside - does an edge of a drawing lie so far off that all of it is outside
 * of the page? In twips, from a margin or a paragraph at most. */
static bool
outside(enum pn_rtf_word edge, int twips)
{
	if (edge == PN_RTF_W_SHPRIGHT || edge == PN_RTF_W_SHPBOTTOM)
		return twips < -OFF_PAGE;
	return twips > BEYOND_PAGE;
}

/* other_word - what is neither text nor destination */
static enum pn_err
other_word(struct pn_rtf *r, enum pn_rtf_word word, int param)
{
	struct pn_rtf_state *st = pn_rtf_state(r);
	bool text = st->dest == PN_RTF_TEXT;

	switch (word) {
	case PN_RTF_W_U:
		return unicode(r, param);
	case PN_RTF_W_ALT: /* \upr: the older form comes first */
		open_alt(r, true);
		return PN_OK;
	case PN_RTF_W_SHP:
		r->shape_gone = NULL;
		open_alt(r, false);
		return PN_OK;
	case PN_RTF_W_SHPBOTTOM:
	case PN_RTF_W_SHPLEFT:
	case PN_RTF_W_SHPRIGHT:
	case PN_RTF_W_SHPTOP:
		if (outside(word, param))
			r->shape_gone = "outside";
		return PN_OK;
	case PN_RTF_W_UD:
		if (st->dest == PN_RTF_ALT)
			st->dest = st->before_alt;
		return PN_OK;
	case PN_RTF_W_CELL:
	case PN_RTF_W_NESTCELL:
	case PN_RTF_W_ROW:
	case PN_RTF_W_NESTROW:
		if (!text || r->from_html)
			return pn_rtf_break(r);
		return pn_rtf_table(r, word, param);
	case PN_RTF_W_TROWD:
	case PN_RTF_W_CELLX:
	case PN_RTF_W_CLCBPAT:
		return text ? pn_rtf_table(r, word, param) : PN_OK;
	default:
		if (!document_word(r, word, param))
			state_word(r, word, param);
		return PN_OK;
	}
}

/* takes - may a group whose text is of destination FROM hold one of TO? */
static bool
takes(enum pn_rtf_dest from, enum pn_rtf_dest to)
{
	if (from == PN_RTF_NEVER || from == PN_RTF_OBJECT ||
	    from == PN_RTF_STORE)
		return false;
	if (from == PN_RTF_ALT || from == PN_RTF_PICTURE)
		return to == PN_RTF_SKIP || to == PN_RTF_NEVER ||
		       to == PN_RTF_SHAPE || to == PN_RTF_SHAPE_NAME ||
		       to == PN_RTF_OBJECT;
	return to != PN_RTF_TEXT || from == PN_RTF_TEXT;
}

/* end_of - what is to be done when destination DEST ends */
static enum pn_rtf_end
end_of(enum pn_rtf_dest dest)
{
	switch (dest) {
	case PN_RTF_META:
	case PN_RTF_LABEL:
	case PN_RTF_HIDDEN:
	case PN_RTF_FIELD:
		return PN_RTF_END_PIECE;
	case PN_RTF_INSTR:
		return PN_RTF_END_INSTR;
	case PN_RTF_SHAPE:
		return PN_RTF_END_SHAPE;
	case PN_RTF_OBJECT:
	case PN_RTF_PICTURE:
	case PN_RTF_STORE:
		return PN_RTF_END_DATA;
	default:
		return PN_RTF_END_NONE;
	}
}

bool
pn_rtf_is_data(enum pn_rtf_dest dest)
{
	return end_of(dest) == PN_RTF_END_DATA;
}

/* destination - the group is one of DEST from here on */
static void
destination(struct pn_rtf *r, enum pn_rtf_dest dest)
{
	struct pn_rtf_state *st = pn_rtf_state(r);
	enum pn_rtf_dest outer =
	    r->n_states > 1 ? r->states[r->n_states - 2].dest : st->dest;

	if (!takes(st->dest, dest) || !takes(outer, dest))
		return;
	if (r->n_states == 1)
		return; /* the document itself is no footnote */
	if (pn_rtf_is_data(dest)) {
		pn_buf_clear(&r->data);
		r->nibble = -1;
	}
	if (st->end == PN_RTF_END_NONE || pn_rtf_is_data(dest))
		st->end = end_of(dest);
	st->dest = dest;
	if (dest == PN_RTF_HIDDEN || dest == PN_RTF_FIELD)
		r->stories[r->n_stories - 1]->flow.parted = true;
}

/* begin_story - a footnote, a text box, a comment */
static enum pn_err
begin_story(struct pn_rtf *r, const struct pn_rtf_control *c)
{
	struct pn_rtf_state *st = pn_rtf_state(r);
	const char *base = c->arg ? "comment" : NULL;
	enum pn_err err = PN_OK;

	if (!takes(st->dest, PN_RTF_HIDDEN) || r->n_states == 1 ||
	    st->end != PN_RTF_END_NONE)
		return PN_OK;
	if (st->dest == PN_RTF_HIDDEN)
		base = "destination";
	else if (strcmp(c->text, "text box") == 0 && r->shape_gone)
		base = r->shape_gone;
	/* the flow puts the reason behind the place itself */
	if (!pn_rtf_story(r, base ? "" : c->text, base)) {
		err = pn_rtf_break(r);
		r->flat++;
	}
	st->dest = PN_RTF_TEXT;
	st->end = PN_RTF_END_STORY;
	st->in_table = false;
	plain(st);
	if (c->arg && r->author.len && err == PN_OK) {
		err = pn_rtf_emit(r, r->author.data, r->author.len);
		if (err == PN_OK)
			err = pn_rtf_emit(r, ": ", 2);
		pn_buf_clear(&r->author);
	}
	return err;
}

/* unknown_dest - what text is in a destination that nobody knows */
static enum pn_rtf_dest
unknown_dest(enum pn_rtf_dest around)
{
	return around == PN_RTF_TEXT || around == PN_RTF_HIDDEN ||
		       around == PN_RTF_META
		   ? PN_RTF_HIDDEN
		   : PN_RTF_NEVER;
}

enum pn_err
pn_rtf_obey(struct pn_rtf *r, const char *name, int param)
{
	const struct pn_rtf_control *c = pn_rtf_control(name);
	bool star = r->star;
	enum pn_err err;

	r->star = false;
	if (c == NULL && !star)
		return PN_OK; /* the raw text goes on across it */
	err = pn_rtf_flush(r);
	if (err != PN_OK)
		return err;
	if (c == NULL) {
		destination(r, unknown_dest(pn_rtf_state(r)->dest));
		if (pn_rtf_state(r)->dest == PN_RTF_OBJECT)
			pn_rtf_state(r)->dest = PN_RTF_NEVER;
		return PN_OK;
	}
	switch (c->act) {
	case PN_RTF_DEST:
		destination(r, c->arg);
		return PN_OK;
	case PN_RTF_STORY:
		return begin_story(r, c);
	case PN_RTF_CHAR:
		return pn_rtf_emit(r, c->text, strlen(c->text));
	case PN_RTF_BREAK:
		return pn_rtf_break(r);
	default:
		return other_word(r, c->arg, param);
	}
}
