/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rtf_text - where the text of a group goes
 *
 * Text of the document goes to the innermost story, with the reason why
 * nobody sees it: struck out by tracked changes ("deletion"), hidden, tiny or
 * in the colour of its ground ("style"). A table begins with the first text
 * that belongs to it and ends with the first that does not. Of a drawing's text
 * that stands there again for older programs, and of what only one of the two
 * forms of a mail in HTML shows, only what differs counts ("alternate").
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/rtf/rtf.h"

#define NEAR_COLOUR 5 /* nobody tells colours apart that are nearer */
#define WHITE	    0xFFFFFFu
#define NO_COLOUR   0xFF000000u

struct pn_rtf_state *
pn_rtf_state(struct pn_rtf *r)
{
	return &r->states[r->n_states - 1];
}

static struct pn_rtf_story *
story(struct pn_rtf *r)
{
	return r->stories[r->n_stories - 1];
}

bool
pn_rtf_story(struct pn_rtf *r, const char *place, const char *base)
{
	struct pn_rtf_story *s;

	if (r->n_stories == PN_RTF_MAX_STORIES)
		return false;
	if (base == NULL && r->n_stories)
		base = story(r)->base;
	s = pn_alloc(sizeof(*s));
	s->base = base;
	pn_flow_init(&s->flow, r->job, place, 0);
	r->stories[r->n_stories++] = s;
	return true;
}

enum pn_err
pn_rtf_story_end(struct pn_rtf *r)
{
	struct pn_rtf_story *s = r->stories[--r->n_stories];
	enum pn_err err = pn_flow_flush(&s->flow);

	pn_flow_free(&s->flow);
	free(s);
	return err;
}

/* colour - number I of the colour table; NO_COLOUR for the automatic one */
static uint32_t
colour(const struct pn_rtf *r, unsigned i)
{
	return i && i < r->n_colours ? r->colours[i] : NO_COLOUR;
}

/* ground - the colour behind the text */
static uint32_t
ground(struct pn_rtf *r)
{
	const struct pn_rtf_state *st = pn_rtf_state(r);
	const struct pn_rtf_story *s = story(r);
	uint32_t c = NO_COLOUR;

	if (st->highlight)
		return colour(r, st->highlight);
	if (st->back)
		c = colour(r, st->back);
	if (c == NO_COLOUR && st->para_back)
		c = colour(r, st->para_back);
	if (c == NO_COLOUR && s->n_grids == 1 && s->grids[0].col < s->n_shades)
		c = colour(r, s->shades[s->grids[0].col]);
	if (c == NO_COLOUR)
		return r->background ? NO_COLOUR : WHITE;
	return c;
}

/* same - can nobody tell A from B? */
static bool
same(uint32_t a, uint32_t b)
{
	for (unsigned i = 0; i < 24; i += 8) {
		int d = (int)(a >> i & 255) - (int)(b >> i & 255);

		if (d > NEAR_COLOUR || d < -NEAR_COLOUR)
			return false;
	}
	return true;
}

/* unseen - why text here is not seen; NULL where it is */
static const char *
unseen(struct pn_rtf *r)
{
	const struct pn_rtf_state *st = pn_rtf_state(r);
	uint32_t text, back;

	if (story(r)->base)
		return story(r)->base;
	if (st->deleted)
		return "deletion";
	if (st->vanish || st->tiny)
		return "style";
	text = colour(r, st->colour);
	back = ground(r);
	if (text == NO_COLOUR) /* black, and white on a dark shade */
		return st->highlight && same(back, 0) ? "style" : NULL;
	return back != NO_COLOUR && same(text, back) ? "style" : NULL;
}

/* level - of the table that text belongs to now; 0 for none */
static unsigned
level(struct pn_rtf *r)
{
	const struct pn_rtf_state *st = pn_rtf_state(r);

	if (st->in_table && st->level > 1)
		return st->level;
	/* some writers forget \intbl */
	return st->in_table || story(r)->row;
}

/* at_level - open and close tables until LEVEL of them are open, and begin a
 * cell */
static enum pn_err
at_level(struct pn_rtf *r, unsigned want)
{
	struct pn_rtf_story *s = story(r);
	struct pn_rtf_grid *g;
	enum pn_err err = PN_OK;

	if (want > PN_FLOW_MAX_TABLES)
		want = PN_FLOW_MAX_TABLES;
	while (s->n_grids > want && err == PN_OK) {
		err = pn_flow_table_end(&s->flow);
		s->n_grids--;
	}
	while (s->n_grids < want && err == PN_OK) {
		err = pn_flow_table(&s->flow);
		s->grids[s->n_grids++] = (struct pn_rtf_grid){0};
	}
	if (s->n_grids == 0 || err != PN_OK)
		return err;
	g = &s->grids[s->n_grids - 1];
	if (g->cell)
		return PN_OK;
	g->cell = true;
	return pn_flow_cell(&s->flow, g->row, g->col, s->base);
}

/* cell - the cell of the table at level WANT is complete */
static enum pn_err
cell(struct pn_rtf *r, unsigned want)
{
	struct pn_rtf_story *s = story(r);
	enum pn_err err = at_level(r, want);

	if (err != PN_OK || s->n_grids == 0)
		return err;
	pn_flow_cell_end(&s->flow);
	s->grids[s->n_grids - 1].cell = false;
	s->grids[s->n_grids - 1].col++;
	return pn_job_work(r->job, 32);
}

/* row - the row of the table at level WANT is complete */
static enum pn_err
row(struct pn_rtf *r, unsigned want)
{
	struct pn_rtf_story *s = story(r);
	enum pn_err err = PN_OK;

	s->row = false;
	while (s->n_grids > want && err == PN_OK) {
		err = pn_flow_table_end(&s->flow);
		s->n_grids--;
	}
	if (s->n_grids != want || err != PN_OK)
		return err;
	s->grids[want - 1].row++;
	s->grids[want - 1].col = 0;
	s->grids[want - 1].cell = false;
	return PN_OK;
}

enum pn_err
pn_rtf_table(struct pn_rtf *r, enum pn_rtf_word word, int param)
{
	struct pn_rtf_story *s = story(r);
	unsigned deep = pn_rtf_state(r)->level;

	if (deep < 2)
		deep = 2;
	if (deep > PN_FLOW_MAX_TABLES)
		deep = PN_FLOW_MAX_TABLES;
	switch (word) {
	case PN_RTF_W_TROWD:
		s->row = true;
		s->n_shades = 0;
		s->shade = 0;
		return PN_OK;
	case PN_RTF_W_CLCBPAT:
		s->shade = (uint16_t)param;
		return PN_OK;
	case PN_RTF_W_CELLX:
		if (s->n_shades < PN_RTF_MAX_CELLS)
			s->shades[s->n_shades++] = s->shade;
		s->shade = 0;
		return PN_OK;
	case PN_RTF_W_CELL:
		return cell(r, 1);
	case PN_RTF_W_NESTCELL:
		return cell(r, deep);
	case PN_RTF_W_NESTROW:
		return row(r, deep);
	default:
		return row(r, 1);
	}
}

/* alnum - letters and digits of ASCII */
static bool
alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

/* hash - FNV-1a over letters and digits, which all code pages have */
static void
hash(uint64_t *h, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (alnum(s[i]))
			*h = (*h ^ (unsigned char)s[i]) * 0x100000001b3u;
}

/* keep - append to a text that is looked at later */
static enum pn_err
keep(struct pn_rtf *r, struct pn_buf *b, const char *s, size_t n)
{
	enum pn_err err = pn_buf_add(b, s, n);

	return err == PN_OK ? PN_OK : pn_job_limit(r->job, "text");
}

/* apart - N bytes at S as hidden text of KIND in the innermost story */
static enum pn_err
apart(struct pn_rtf *r, const char *s, size_t n, const char *kind)
{
	const char *base = story(r)->base;

	return pn_flow_add(&story(r)->flow, s, n, base ? base : kind);
}

/* text - N bytes at S as text of the document */
static enum pn_err
text(struct pn_rtf *r, const char *s, size_t n)
{
	const char *kind;
	enum pn_err err = PN_OK;

	if (r->from_html && r->n_stories == 1)
		return keep(
		    r, pn_rtf_state(r)->html_off ? &r->alt : &r->html, s, n);
	if (r->alts)
		hash(&r->seen, s, n);
	kind = unseen(r);
	if (kind == NULL || kind == story(r)->base)
		err = at_level(r, level(r));
	/* a tracked insertion is seen, and yet not part of what was agreed */
	if (err == PN_OK && kind == NULL && pn_rtf_state(r)->inserted)
		err = pn_flow_add(&story(r)->flow, s, n, "insertion");
	return err == PN_OK ? pn_flow_add(&story(r)->flow, s, n, kind) : err;
}

/* ends_entry - the names of fonts and of colours are of no interest */
static void
ends_entry(struct pn_rtf *r, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] != ';')
			continue;
		if (r->n_colours < PN_RTF_MAX_COLOURS)
			r->colours[r->n_colours++] =
			    r->colour_set ? r->colour : NO_COLOUR;
		r->colour = 0;
		r->colour_set = false;
	}
}

enum pn_err
pn_rtf_emit(struct pn_rtf *r, const char *s, size_t n)
{
	if (n == 0)
		return PN_OK;
	switch ((enum pn_rtf_dest)pn_rtf_state(r)->dest) {
	case PN_RTF_TEXT:
		return text(r, s, n);
	case PN_RTF_COLOURS:
		ends_entry(r, s, n);
		return PN_OK;
	case PN_RTF_META:
	case PN_RTF_LABEL:
		return pn_flow_add(&r->meta, s, n, "metadata");
	case PN_RTF_HIDDEN:
		return apart(r, s, n, "destination");
	case PN_RTF_FIELD:
		return apart(r, s, n, "field");
	case PN_RTF_INSTR:
		return keep(r, &r->instr, s, n);
	case PN_RTF_AUTHOR:
		return keep(r, &r->author, s, n);
	case PN_RTF_SHAPE_NAME:
		return keep(r, &r->name, s, n);
	case PN_RTF_SHAPE:
		return keep(r, &r->shape, s, n);
	case PN_RTF_ALT:
		hash(&r->other, s, n);
		return keep(r, &r->alt, s, n);
	case PN_RTF_HTML:
		return keep(r, &r->html, s, n);
	case PN_RTF_OBJECT:
	case PN_RTF_PICTURE:
	case PN_RTF_STORE:
		return pn_rtf_hex(r, s, n);
	default:
		return PN_OK;
	}
}

enum pn_err
pn_rtf_flush(struct pn_rtf *r)
{
	struct pn_bytes raw = pn_buf_bytes(&r->raw);
	enum pn_err err;

	if (raw.n == 0)
		return PN_OK;
	pn_buf_clear(&r->utf8);
	err = pn_codepage_utf8(&r->pages, r->raw_cp, raw, &r->utf8);
	if (err == PN_OK)
		err = pn_rtf_emit(r, r->utf8.data, r->utf8.len);
	else
		err = pn_job_limit(r->job, "text");
	pn_buf_clear(&r->raw);
	return err;
}

enum pn_err
pn_rtf_break(struct pn_rtf *r)
{
	enum pn_err err = PN_OK;

	switch ((enum pn_rtf_dest)pn_rtf_state(r)->dest) {
	case PN_RTF_TEXT:
		break;
	case PN_RTF_HIDDEN:
	case PN_RTF_FIELD:
		story(r)->flow.parted = true;
		return PN_OK;
	default:
		return pn_rtf_emit(r, "\r\n", 2);
	}
	if (r->from_html && r->n_stories == 1)
		return text(r, "\r\n", 2);
	if (level(r) == 0)
		err = at_level(r, 0);
	return err == PN_OK ? pn_flow_break(&story(r)->flow, story(r)->base)
			    : err;
}

/* end_instr - the instruction of a field; names of bookmarks are no text */
static enum pn_err
end_instr(struct pn_rtf *r)
{
	struct pn_buf *b = &r->instr;
	enum pn_err err = PN_OK;

	story(r)->flow.parted = true;
	/* what only the rich text has of a link is in the HTML too */
	if (!(r->from_html && pn_rtf_state(r)->html_off) &&
	    memmem(b->data, b->len, " _", 2) == NULL &&
	    memmem(b->data, b->len, "\"_", 2) == NULL)
		err = apart(r, b->data, b->len, "field");
	story(r)->flow.parted = true;
	pn_buf_clear(b);
	return err;
}

/* end_alt - the text for older readers, where it is another */
static enum pn_err
end_alt(struct pn_rtf *r)
{
	struct pn_flow *f = &story(r)->flow;
	enum pn_err err = PN_OK;

	if (r->alts == 0 || --r->alts)
		return PN_OK;
	f->parted = true;
	if (r->seen != r->other && r->alt.len && !r->from_html)
		err = apart(r, r->alt.data, r->alt.len, "alternate");
	f->parted = true;
	pn_buf_clear(&r->alt);
	r->seen = r->other = 0;
	return err;
}

/* end_shape - a property of a drawing; some are text */
static enum pn_err
end_shape(struct pn_rtf *r)
{
	static const struct {
		const char *name, *hidden;
	} texts[] = {
	    {"gtextUNICODE", NULL},
	    {"wzDescription", "attribute"},
	    {"wzTooltip", "attribute"},
	};
	enum pn_err err = PN_OK;

	if (strcmp(r->name.data, "fHidden") == 0 && r->shape.data[0] == '1')
		r->shape_gone = "shape";
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (strcmp(r->name.data, texts[i].name) != 0)
			continue;
		story(r)->flow.parted = true;
		if (texts[i].hidden)
			err = apart(
			    r, r->shape.data, r->shape.len, texts[i].hidden);
		else
			err = text(r, r->shape.data, r->shape.len);
		if (err == PN_OK && texts[i].hidden == NULL)
			pn_flow_space(&story(r)->flow, NULL);
		story(r)->flow.parted = true;
	}
	pn_buf_clear(&r->name);
	pn_buf_clear(&r->shape);
	return err;
}

enum pn_err
pn_rtf_end(struct pn_rtf *r, enum pn_rtf_end end)
{
	enum pn_rtf_dest dest = pn_rtf_state(r)->dest;

	switch (end) {
	case PN_RTF_END_STORY:
		if (r->flat == 0)
			return pn_rtf_story_end(r);
		r->flat--;
		return pn_rtf_break(r);
	case PN_RTF_END_PIECE:
		if (dest == PN_RTF_LABEL)
			return pn_flow_add(&r->meta, ": ", 2, "metadata");
		if (dest == PN_RTF_META)
			r->meta.parted = true;
		else
			story(r)->flow.parted = true;
		return PN_OK;
	case PN_RTF_END_INSTR:
		return end_instr(r);
	case PN_RTF_END_ALT:
		return end_alt(r);
	case PN_RTF_END_SHAPE:
		return end_shape(r);
	case PN_RTF_END_DATA:
		return pn_rtf_data(r, dest);
	default:
		if (dest == PN_RTF_META)
			pn_flow_space(&r->meta, "metadata");
		return PN_OK;
	}
}
