/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_rtf - Rich Text Format 1.9.1, and HTML inside it (MS-OXRTFEX)
 *
 * Reads what Word, LibreOffice, WordPad and mail programs write and what
 * attackers make of it: groups that never end, digits cut by control words,
 * raw bytes in the middle, text in destinations that no reader knows (hidden),
 * anything behind the end of the document (hidden "trailing"). HTML in RTF is
 * handed on as an HTML file, so its text is told once. A document that is cut
 * off is not damaged, as all that there is was read. Beyond PN_RTF_MAX_DEPTH
 * groups the text is still read, but as if they were one.
 *
 * Not done: tracked formatting, text that is drawn by a metafile.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/uni.h"
#include "extract/rtf/rtf.h"

#define MAX_WORD  32	   /* letters of a control word */
#define MAX_PARAM 99999999 /* the largest number that is kept */
#define FONTS	  65536
#define RAW_BYTES (64u << 10) /* text that is gathered before it is decoded */
#define BLANKS	  64	      /* bytes that may stand before a document */
/* Fewer letters and digits than this are bullets and single signs. */
#define LEAST_ALTERNATE 4
#define SYMBOL_LOW	0xF020 /* fonts of symbols put their ASCII here */
#define SYMBOL_TOP	0xF07E

/* header - where the first '{' of the document is, in BITS what it shows */
static size_t
header(struct pn_bytes b, unsigned *bits)
{
	size_t i = 0, n = b.n < BLANKS ? b.n : BLANKS;

	*bits = 0;
	if (b.n > 3 && memcmp(b.p, "\xef\xbb\xbf", 3) == 0)
		i = 3;
	while (i < n && (b.p[i] == ' ' || (b.p[i] >= '\t' && b.p[i] <= '\r')))
		i++;
	/* Word asks for no more than this */
	if (b.n - i < 5 || memcmp(b.p + i, "{\\rt", 4) != 0)
		return 0;
	*bits = b.p[i + 4] == 'f' ? 72 : 40;
	return i;
}

static unsigned
rtf_bid(struct pn_look *look, const char **type)
{
	unsigned bits;

	(void)type;
	(void)header(look->bytes, &bits);
	return bits;
}

/* text_page - the code page of text here */
static unsigned
text_page(struct pn_rtf *r)
{
	unsigned cp = pn_rtf_state(r)->cp;

	if (cp == 0)
		cp = r->fonts[r->default_font];
	return cp ? cp : r->default_cp;
}

/* raw - N bytes of text in the code page that is in force */
static enum pn_err
raw(struct pn_rtf *r, const unsigned char *p, size_t n)
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

	if (n < 0 || n >= FONTS)
		return;
	if (st->dest == PN_RTF_FONTS)
		r->font = (unsigned)n;
	else
		st->cp = r->fonts[n] ? r->fonts[n] : (uint16_t)r->default_cp;
}

/* font_page - the font being described has code page CP */
static void
font_page(struct pn_rtf *r, unsigned cp)
{
	if (pn_rtf_state(r)->dest == PN_RTF_FONTS && cp && cp < 65536)
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
		if (param > 0 && param < FONTS)
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
	st->vanish = st->deleted = st->tiny = false;
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
		open_alt(r, false);
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
	if (end_of(dest) == PN_RTF_END_DATA) {
		pn_buf_clear(&r->data);
		r->nibble = -1;
	}
	if (st->end == PN_RTF_END_NONE || end_of(dest) == PN_RTF_END_DATA)
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

/* control - a control word; PARAM -1 where it has none */
static enum pn_err
control(struct pn_rtf *r, const char *name, int param)
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

/* open_group - '{' */
static enum pn_err
open_group(struct pn_rtf *r)
{
	enum pn_err err = pn_rtf_flush(r);
	struct pn_rtf_state st;

	r->skip = 0;
	r->star = false;
	if (err != PN_OK)
		return err;
	if (r->n_states == PN_RTF_MAX_DEPTH) {
		r->deeper++;
		(void)!pn_job_limit(r->job, "nesting");
		return pn_job_work(r->job, 8);
	}
	PN_GROW(r->states, r->n_states, r->cap_states);
	st =
	    r->n_states ? r->states[r->n_states - 1] : (struct pn_rtf_state){0};
	if (r->n_states == 0)
		st.uc = 1;
	st.end = PN_RTF_END_NONE;
	r->states[r->n_states++] = st;
	return pn_job_work(r->job, 8);
}

/* close_group - '}'; the outermost one ends the document */
static enum pn_err
close_group(struct pn_rtf *r)
{
	enum pn_err err = pn_rtf_flush(r);

	r->skip = 0;
	r->star = false;
	if (r->deeper) {
		r->deeper--;
		return err;
	}
	if (r->n_states <= 1) {
		r->ended = true;
		return err;
	}
	if (err == PN_OK)
		err = pn_rtf_end(r, pn_rtf_state(r)->end);
	r->n_states--;
	return err;
}

/* bin - N raw bytes follow */
static enum pn_err
bin(struct pn_rtf *r, int param)
{
	size_t n = param > 0 ? (size_t)param : 0;
	enum pn_rtf_dest dest = pn_rtf_state(r)->dest;
	struct pn_member m = {.role = PN_ROLE_EMBEDDED, .hidden = true};
	enum pn_err err = pn_rtf_flush(r);

	if (n > (size_t)(r->end - r->p)) {
		pn_job_damage(r->job, "damaged");
		return err; /* read it as text: it may be */
	}
	m.content = (struct pn_bytes){r->p, n};
	r->p += n;
	if (err != PN_OK || n == 0)
		return err;
	if (dest == PN_RTF_OBJECT || dest == PN_RTF_PICTURE ||
	    dest == PN_RTF_STORE) {
		if (pn_buf_add(&r->data, m.content.p, n) != PN_OK)
			return pn_job_limit(r->job, "unpacked");
		return PN_OK;
	}
	if (dest == PN_RTF_NEVER)
		return PN_OK;
	pn_job_hidden(r->job, "destination");
	return pn_job_member(r->job, &m);
}

/* word - a control word begins at R->p */
static enum pn_err
word(struct pn_rtf *r)
{
	const struct pn_rtf_control *c;
	char name[MAX_WORD + 1];
	size_t n = 0;
	int param = -1;
	bool minus;

	for (; r->p < r->end && ((*r->p >= 'a' && *r->p <= 'z') ||
				    (*r->p >= 'A' && *r->p <= 'Z'));
	     r->p++)
		if (n < MAX_WORD)
			name[n++] = (char)*r->p;
	name[n] = '\0';
	minus = r->p + 1 < r->end && *r->p == '-' && r->p[1] >= '0' &&
		r->p[1] <= '9';
	r->p += minus;
	if (r->p < r->end && *r->p >= '0' && *r->p <= '9')
		param = 0;
	for (; r->p < r->end && *r->p >= '0' && *r->p <= '9'; r->p++)
		if (param <= MAX_PARAM / 10)
			param = param * 10 + (*r->p - '0');
	if (minus)
		param = -param;
	if (r->p < r->end && *r->p == ' ')
		r->p++;
	if (strcmp(name, "bin") == 0) {
		r->skip -= r->skip > 0;
		return bin(r, param);
	}
	if (r->skip) {
		c = pn_rtf_control(name);
		/* a second \u without what should stand for the first */
		if (c == NULL || c->act != PN_RTF_OTHER ||
		    c->arg != PN_RTF_W_U) {
			r->skip--;
			return PN_OK;
		}
		r->skip = 0;
	}
	return control(r, name, param);
}

/* hex_byte - \'hh */
static enum pn_err
hex_byte(struct pn_rtf *r)
{
	unsigned char byte = 0;
	unsigned n = 0;
	enum pn_rtf_dest dest = pn_rtf_state(r)->dest;

	for (; n < 2 && r->p < r->end; n++, r->p++) {
		unsigned char c = *r->p | 0x20;

		if (c >= '0' && c <= '9' && *r->p <= '9')
			byte = (unsigned char)(byte << 4 | (c - '0'));
		else if (c >= 'a' && c <= 'f')
			byte = (unsigned char)(byte << 4 | (c - 'a' + 10));
		else
			break;
	}
	if (r->skip) {
		r->skip--;
		return PN_OK;
	}
	if (n == 0 || dest == PN_RTF_OBJECT || dest == PN_RTF_PICTURE ||
	    dest == PN_RTF_STORE)
		return PN_OK; /* no digits of the data */
	if (byte < ' ')
		byte = ' ';
	return raw(r, &byte, 1);
}

/* symbol - '\' and one character that is no letter */
static enum pn_err
symbol(struct pn_rtf *r, unsigned char c)
{
	enum pn_err err;

	if (c == '\'')
		return hex_byte(r);
	if (c == '*') {
		r->star = true;
		return PN_OK;
	}
	if (r->skip) {
		r->skip--;
		return PN_OK;
	}
	if (c == '\\' || c == '{' || c == '}')
		return raw(r, &c, 1);
	if (c == '-' || c == '|' || c == ':')
		return PN_OK; /* a place to break a word: nothing */
	err = pn_rtf_flush(r);
	if (err != PN_OK)
		return err;
	switch (c) {
	case '~':
		return pn_rtf_emit(r, "\xc2\xa0", 2);
	case '_':
		return pn_rtf_emit(r, "-", 1);
	case '\t':
		return pn_rtf_emit(r, "\t", 1);
	case '\r':
		if (r->p < r->end && *r->p == '\n')
			r->p++;
		return pn_rtf_break(r);
	case '\n':
		return pn_rtf_break(r);
	default:
		return PN_OK;
	}
}

/* run - text up to the next sign that means something */
static enum pn_err
run(struct pn_rtf *r)
{
	const unsigned char *p = r->p;
	size_t n;

	while (r->p < r->end && *r->p != '\\' && *r->p != '{' && *r->p != '}' &&
	       *r->p != '\r' && *r->p != '\n' && *r->p)
		r->p++;
	n = (size_t)(r->p - p);
	if (n && r->skip) {
		size_t gone = r->skip < n ? r->skip : n;

		r->skip -= (unsigned)gone;
		p += gone;
		n -= gone;
	}
	if (r->p < r->end && (*r->p == '\r' || *r->p == '\n' || *r->p == 0))
		r->p++;
	if (n == 0 || pn_rtf_state(r)->dest == PN_RTF_SKIP ||
	    pn_rtf_state(r)->dest == PN_RTF_NEVER ||
	    pn_rtf_state(r)->dest == PN_RTF_FONTS)
		return pn_job_work(r->job, n + 1);
	r->star = false;
	if (end_of(pn_rtf_state(r)->dest) == PN_RTF_END_DATA) {
		enum pn_err err = pn_rtf_hex(r, (const char *)p, n);

		return err == PN_OK ? pn_job_work(r->job, n) : err;
	}
	return raw(r, p, n);
}

/* walk - the document up to the end of its outermost group */
static enum pn_err
walk(struct pn_rtf *r)
{
	enum pn_err err = PN_OK;

	while (err == PN_OK && r->p < r->end && !r->ended) {
		unsigned char c = *r->p;

		if (c == '{' || c == '}') {
			r->p++;
			err = c == '{' ? open_group(r) : close_group(r);
		} else if (c != '\\') {
			err = run(r);
		} else if (++r->p < r->end) {
			c = *r->p;
			if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
				err = word(r);
			} else {
				r->p++;
				err = symbol(r, c);
			}
		}
	}
	if (err == PN_OK)
		err = pn_rtf_flush(r);
	while (err == PN_OK && r->n_states > 1)
		err = close_group(r);
	return err;
}

/* behind - what follows the document, where no reader looks: a file, or more
 * of the same */
static enum pn_err
behind(struct pn_rtf *r)
{
	struct pn_bytes rest;
	struct pn_kind kind;
	struct pn_member m = {.role = PN_ROLE_EMBEDDED, .hidden = true};

	while (r->p < r->end && (*r->p <= ' ' || *r->p == '}'))
		r->p++;
	rest = (struct pn_bytes){r->p, (size_t)(r->end - r->p)};
	if (rest.n == 0)
		return PN_OK;
	kind = pn_recognise(rest);
	if (strcmp(kind.format, "text") != 0 ||
	    memchr(rest.p, '\\', rest.n) == NULL) {
		pn_job_hidden(r->job, "trailing");
		m.content = rest;
		return pn_job_member(r->job, &m);
	}
	r->from_html = false;
	r->ended = false;
	r->stories[0]->base = "trailing";
	r->stories[0]->flow.parted = true;
	while (r->p < r->end) {
		enum pn_err err = walk(r);

		if (err != PN_OK)
			return err;
		r->ended = false;
	}
	return PN_OK;
}

/* hand_html - the HTML inside, and what only the rich text shows */
static enum pn_err
hand_html(struct pn_rtf *r)
{
	struct pn_member m = {.role = PN_ROLE_MEMBER};
	struct pn_buf all;
	enum pn_err err;
	unsigned letters = 0;

	if (!r->from_html)
		return PN_OK;
	/* with a mark, as what it says about its character set is not so */
	pn_buf_init(&all, r->html.len + 3);
	err = pn_buf_adds(&all, "\xef\xbb\xbf");
	if (err == PN_OK)
		err = pn_buf_add(&all, r->html.data, r->html.len);
	m.content = pn_buf_bytes(&all);
	if (err == PN_OK && r->html.len)
		err = pn_job_member(r->job, &m);
	pn_buf_free(&all);
	for (size_t i = 0; i < r->alt.len && letters < LEAST_ALTERNATE; i++)
		letters += isalnum((unsigned char)r->alt.data[i]) != 0;
	if (err == PN_OK && letters == LEAST_ALTERNATE)
		err = pn_flow_add(
		    &r->stories[0]->flow, r->alt.data, r->alt.len, "alternate");
	return err;
}

/* run_all - the document, what is behind it, then all that was put off */
static enum pn_err
run_all(struct pn_rtf *r)
{
	enum pn_err err = open_group(r), rest;

	if (err == PN_OK)
		err = walk(r);
	if (err == PN_OK)
		err = hand_html(r);
	if (err == PN_OK)
		err = behind(r);
	while (r->n_stories) {
		rest = pn_rtf_story_end(r);
		err = err == PN_OK ? rest : err;
	}
	rest = pn_flow_flush(&r->meta);
	return err == PN_OK ? rest : err;
}

static enum pn_err
rtf_read(struct pn_job *job)
{
	struct pn_rtf r = {.job = job, .nibble = -1, .default_cp = PN_CP_LATIN};
	struct pn_buf *const texts[] = {
	    &r.instr, &r.author, &r.name, &r.shape, &r.alt, &r.html};
	unsigned bits;
	size_t start = header(job->bytes, &bits);
	enum pn_err err;

	if (start + 1 < job->bytes.n) {
		r.p = job->bytes.p + start + (job->bytes.p[start] == '{');
		r.end = job->bytes.p + job->bytes.n;
	}
	r.fonts = pn_alloc(FONTS * sizeof(*r.fonts));
	pn_buf_init(&r.raw, job->bytes.n + 16);
	pn_buf_init(&r.utf8, 3 * job->bytes.n + 64);
	pn_buf_init(&r.data, job->bytes.n + 16);
	for (size_t i = 0; i < 6; i++)
		pn_buf_init(texts[i], pn_job_room(job) + 4096);
	pn_flow_init(&r.meta, job, "", 0);
	(void)!pn_rtf_story(&r, "", NULL);
	err = run_all(&r);
	pn_flow_free(&r.meta);
	pn_buf_free(&r.raw);
	pn_buf_free(&r.utf8);
	pn_buf_free(&r.data);
	for (size_t i = 0; i < 6; i++)
		pn_buf_free(texts[i]);
	free(r.fonts);
	free(r.states);
	return err;
}

const struct pn_format pn_format_rtf = {
    .name = "rtf",
    .type = "application/rtf",
    .bid = rtf_bid,
    .read = rtf_read,
};
