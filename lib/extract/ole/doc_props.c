/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doc_props - how characters and paragraphs of a Word document look
 *
 * Properties are lists of modifications (sprm, MS-DOC 2.6), of a run or a
 * paragraph in a page that is found by where it lies in the stream, of a
 * style, of a piece that a fast save changed. Only what can make text unseen
 * or say that it is no text is kept.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ole/doc.h"

#define PAGE_BYTES 512
#define MAX_CHPX   0x65 /* runs in a page */
#define MAX_PAPX   0x1D /* paragraphs in a page */
#define BX_BYTES   13
#define MAX_PRC	   1024 /* bytes of a list that many pieces may share */
#define MAX_STYLES 4095
#define MAX_BASES  12	/* styles that a style is made from */
#define WHITE_FROM 0xF8 /* of each colour: nobody can read it on white */
#define TINY_MOST  2	/* half points: one point is no text */
#define ICO_WHITE  8
#define NO_STYLE   0xFFFF

enum { /* sprms */
	C_DELETED = 0x0800,
	C_INSERTED = 0x0801,
	C_DATA = 0x0806,
	C_SPEC_VANISH = 0x0818,
	C_VANISH = 0x083C,
	C_ENGRAVE = 0x0854,
	C_SPECIAL = 0x0855,
	C_EMBOSS = 0x0858,
	C_HIGHLIGHT = 0x2A0C,
	C_ICO = 0x2A42,
	C_STYLE = 0x4A30,
	C_HALF_POINTS = 0x4A43,
	C_SHADE_80 = 0x4866,
	C_PICTURE = 0x6A03,
	C_SYMBOL = 0x6A09,
	C_COLOR = 0x6870,
	C_SHADE = 0xCA71,
	P_IN_TABLE = 0x2416,
	P_ROW_END = 0x2417,
	P_INNER_CELL = 0x244B,
	P_INNER_ROW_END = 0x244C,
	P_DEPTH = 0x6649,
	P_HUGE_97 = 0x6645, /* where in the data stream all is that has no */
	P_HUGE = 0x6646,    /* room in a page: the rows of wide tables */
	P_SHADE_80 = 0x442D,
	P_SHADE = 0xC64D,
	P_TABS = 0xC615,
	T_DEFINITION = 0xD608,
};

static const struct pn_doc_chp plain_chp = {.vanish = -1,
    .deleted = -1,
    .inserted = -1,
    .ink = -1,
    .ground = -1,
    .white = -1,
    .tiny = -1,
    .shaded = -1,
    .special = -1,
    .data = -1,
    .style = NO_STYLE};

/* sprm_size - bytes of the operand of SPRM that begins LEFT; *AT: where its
 * value begins in it */
static uint64_t
sprm_size(unsigned sprm, struct pn_bytes left, unsigned *at)
{
	static const unsigned char sizes[] = {1, 1, 2, 4, 2, 2, 0, 3};

	*at = 0;
	if (sprm >> 13 != 6)
		return sizes[sprm >> 13];
	*at = 1;
	if (sprm == T_DEFINITION) {
		*at = 2;
		return 1 + (uint64_t)pn_le16(left, 0);
	}
	if (sprm == P_TABS && left.n && left.p[0] == 255) {
		unsigned n = left.n > 1 ? left.p[1] : 0;
		unsigned added = left.n > 2 + 4u * n ? left.p[2 + 4 * n] : 0;

		return 3 + 4 * (uint64_t)n + 3 * (uint64_t)added;
	}
	return 1 + (uint64_t)(left.n ? left.p[0] : 0);
}

/* shaded - does a shading operand V colour anything? */
static bool
shaded(unsigned sprm, struct pn_bytes v)
{
	if (sprm == C_SHADE_80 || sprm == P_SHADE_80)
		return pn_le16(v, 0) != 0 && pn_le16(v, 0) != 0xFFFF;
	/* foreground, background, pattern; 0xFF in the fourth byte: none */
	return pn_le16(v, 8) != 0 ||
	       (v.n >= 8 && v.p[7] == 0 &&
		   (pn_le32(v, 4) & 0xFFFFFF) != 0xFFFFFF);
}

/* ground - the one colour that shading operand V gives; -1 for a pattern or
 * none */
static int
ground(struct pn_bytes v)
{
	unsigned pattern = pn_le16(v, 8);
	unsigned at = pattern == 1 ? 0 : 4; /* solid: the foreground */

	if (v.n < 10 || pattern > 1 || v.p[at + 3] != 0)
		return -1;
	return (int)(pn_le32(v, at) & 0xFFFFFF);
}

/* toggle - a switch whose operand may mean "as the style, or not so" */
static int
toggle(unsigned v, int style)
{
	if (v < 2)
		return (int)v;
	return v == 0x80 ? style : style != 1;
}

/* chp_sprm - one modification of a character */
static void
chp_sprm(struct pn_doc_chp *c, unsigned sprm, struct pn_bytes v, int vanish)
{
	unsigned byte = v.n ? v.p[0] : 0;

	switch (sprm) {
	case C_DELETED:
		c->deleted = byte != 0;
		break;
	case C_INSERTED:
		c->inserted = byte != 0;
		break;
	case C_VANISH:
	case C_SPEC_VANISH:
		c->vanish = toggle(byte, vanish);
		break;
	case C_SPECIAL:
		c->special = byte != 0;
		break;
	case C_DATA:
		c->data = byte != 0;
		break;
	case C_PICTURE:
		c->picture = pn_le32(v, 0);
		c->special = 1;
		break;
	case C_HIGHLIGHT:
	case C_EMBOSS: /* white, with a shadow */
	case C_ENGRAVE:
		c->shaded = byte != 0;
		break;
	case C_ICO:
		c->white = byte == ICO_WHITE;
		break;
	case C_COLOR:
		c->white = v.n >= 4 && v.p[0] >= WHITE_FROM &&
			   v.p[1] >= WHITE_FROM && v.p[2] >= WHITE_FROM &&
			   v.p[3] == 0;
		c->ink = v.n >= 4 && v.p[3] == 0
			     ? (int)(pn_le32(v, 0) & 0xFFFFFF)
			     : -1;
		break;
	case C_HALF_POINTS:
		c->tiny = pn_le16(v, 0) <= TINY_MOST;
		break;
	case C_STYLE:
		c->style = pn_le16(v, 0);
		break;
	case C_SYMBOL:
		c->symbol = pn_le16(v, 2);
		break;
	case C_SHADE_80:
	case C_SHADE:
		c->shaded = shaded(sprm, v);
		if (sprm == C_SHADE)
			c->ground = ground(v);
		break;
	}
}

/* pap_sprm - one modification of a paragraph */
static void
pap_sprm(struct pn_doc_pap *p, unsigned sprm, struct pn_bytes v)
{
	unsigned byte = v.n ? v.p[0] : 0;

	switch (sprm) {
	case P_IN_TABLE:
		if (byte && p->depth == 0)
			p->depth = 1;
		break;
	case P_DEPTH:
		p->depth = pn_le32(v, 0);
		break;
	case P_ROW_END:
	case P_INNER_ROW_END:
		p->row_end = byte != 0;
		break;
	case P_INNER_CELL:
		p->cell_end = byte != 0;
		break;
	case P_HUGE_97:
	case P_HUGE:
		p->elsewhere = true;
		p->at = pn_le32(v, 0);
		break;
	case P_SHADE_80:
	case P_SHADE:
		p->shaded = shaded(sprm, v);
		break;
	}
}

/* apply - the list LIST to a character, or to a paragraph where C is NULL.
 * VANISH: what the style says */
static void
apply(struct pn_bytes list, struct pn_doc_chp *c, struct pn_doc_pap *p,
    int vanish)
{
	uint64_t at = 0;

	while (at + 2 < list.n) {
		unsigned sprm = pn_le16(list, at), skip;
		struct pn_bytes left = pn_le_cut(list, at + 2, list.n);
		uint64_t n = sprm_size(sprm, left, &skip);
		struct pn_bytes v =
		    pn_le_cut(left, skip, n > skip ? n - skip : 0);

		if (c)
			chp_sprm(c, sprm, v, vanish);
		else
			pap_sprm(p, sprm, v);
		at += 2 + n;
	}
}

/* over - what TOP says over what BELOW says */
static void
over(struct pn_doc_chp *below, const struct pn_doc_chp *top)
{
#define OVER(member)                                                           \
	if (top->member >= 0)                                                  \
	below->member = top->member
	OVER(vanish);
	OVER(deleted);
	OVER(white);
	OVER(tiny);
	OVER(shaded);
	OVER(inserted);
	OVER(ink);
	OVER(ground);
#undef OVER
}

/* read_style - the style description STD into S */
static void
read_style(struct pn_bytes std, unsigned base_bytes, struct pn_doc_style *s)
{
	unsigned kind = pn_le16(std, 2) & 15;
	uint64_t at = base_bytes;
	unsigned skip = kind == 1; /* a paragraph's properties come first */

	s->base = pn_le16(std, 2) >> 4;
	if (kind != 1 && kind != 2)
		return;
	at += 2 + 2 * ((uint64_t)pn_le16(std, at) + 1);
	for (unsigned i = 0; i <= skip; i++) {
		uint64_t n = pn_le16(std, at);

		if (i == skip)
			apply(pn_le_cut(std, at + 2, n), &s->chp, NULL, 0);
		at += 2 + ((n + 1) & ~(uint64_t)1);
	}
}

/* inherit - each style over its bases; a base may come behind, so the styles
 * as read are kept apart */
static void
inherit(struct pn_doc *d)
{
	struct pn_doc_style *as_read = pn_alloc(d->n_styles * sizeof(*as_read));

	memcpy(as_read, d->styles, d->n_styles * sizeof(*as_read));
	for (size_t i = 0; i < d->n_styles; i++) {
		uint16_t base = as_read[i].base;
		struct pn_doc_chp all = as_read[i].chp;

		for (int k = 0; k < MAX_BASES && base < d->n_styles; k++) {
			struct pn_doc_chp below = as_read[base].chp;

			over(&below, &all);
			all = below;
			base = as_read[base].base;
		}
		d->styles[i].chp = all;
	}
	free(as_read);
}

void
pn_doc_read_styles(struct pn_doc *d)
{
	struct pn_bytes t = pn_doc_part(d, PN_DOC_STYLES);
	uint64_t at = 2 + (uint64_t)pn_le16(t, 0);
	size_t n = pn_le16(t, 2);
	unsigned base_bytes = pn_le16(t, 4);

	if (n > MAX_STYLES)
		n = MAX_STYLES;
	if (t.n == 0 || n == 0)
		return;
	d->styles = pn_alloc(n * sizeof(*d->styles));
	d->n_styles = n;
	for (size_t i = 0; i < n; i++) {
		uint64_t size = pn_le16(t, at);

		d->styles[i].chp = plain_chp;
		d->styles[i].base = NO_STYLE;
		if (size)
			read_style(pn_le_cut(t, at + 2, size), base_bytes,
			    &d->styles[i]);
		at += 2 + ((size + 1) & ~(uint64_t)1);
	}
	inherit(d);
}

/* find - the last of the N numbers at AT of B, STEP bytes apart, that is not
 * above FC; N if there is none */
static size_t
find(struct pn_bytes b, uint64_t at, size_t n, uint32_t fc)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (pn_le32(b, at + 4 * (uint64_t)mid) <= fc)
			low = mid + 1;
		else
			high = mid;
	}
	return low ? low - 1 : n;
}

/* A page of runs or paragraphs, and the one of them that was looked for. */
struct found {
	struct pn_bytes page;
	size_t i, n; /* I is N where none covers it */
	uint32_t from, to;
};

/* look_up - the stretch around FC in the pages that PLC lists */
static struct found
look_up(const struct pn_doc *d, struct pn_bytes plc, uint32_t fc, size_t most)
{
	size_t n = plc.n < 12 ? 0 : (plc.n - 4) / 8;
	size_t i = find(plc, 0, n, fc);
	struct found f = {.from = fc, .to = UINT32_MAX};
	uint32_t no, next;

	if (i >= n) {
		f.to = n ? pn_le32(plc, 0) : UINT32_MAX;
		return f;
	}
	next = pn_le32(plc, 4 * (uint64_t)i + 4);
	f.to = next > fc ? next : UINT32_MAX;
	no = pn_le32(plc, 4 * (uint64_t)(n + 1) + 4 * (uint64_t)i) & 0x3FFFFF;
	f.page = pn_le_cut(d->word, (uint64_t)no * PAGE_BYTES, PAGE_BYTES);
	if (f.page.n < PAGE_BYTES || f.page.p[PAGE_BYTES - 1] > most)
		return f;
	f.n = f.page.p[PAGE_BYTES - 1];
	f.i = find(f.page, 0, f.n, fc);
	if (f.i < f.n) {
		f.from = pn_le32(f.page, 4 * (uint64_t)f.i);
		f.to = pn_le32(f.page, 4 * (uint64_t)f.i + 4);
	}
	if (f.to <= fc) { /* behind the last one */
		f.i = f.n;
		f.to = next > fc ? next : UINT32_MAX;
	}
	return f;
}

/* keep_pap - the paragraph around FC becomes the last one looked up */
static void
keep_pap(struct pn_doc *d, uint32_t fc)
{
	struct found f = look_up(d, pn_doc_part(d, PN_DOC_PAPX), fc, MAX_PAPX);
	uint64_t at, n;

	d->pap = (struct pn_doc_pap){0};
	d->pap_from = f.from;
	d->pap_to = f.to;
	if (f.i >= f.n)
		return;
	at = 4 * (uint64_t)(f.n + 1) + BX_BYTES * (uint64_t)f.i;
	at = at < PAGE_BYTES ? 2 * (uint64_t)f.page.p[at] : 0;
	if (at == 0)
		return;
	n = f.page.p[at]
		? 2 * (uint64_t)f.page.p[at] - 1
		: 2 * (uint64_t)(at + 1 < PAGE_BYTES ? f.page.p[at + 1] : 0);
	at += f.page.p[at] ? 1 : 2;
	d->pap.style = pn_le16(f.page, at);
	apply(pn_le_cut(f.page, at + 2, n > 2 ? n - 2 : 0), NULL, &d->pap, 0);
	if (!d->pap.elsewhere)
		return;
	n = pn_le16(d->data, d->pap.at);
	apply(pn_le_cut(d->data, (uint64_t)d->pap.at + 2, n), NULL, &d->pap, 0);
}

const struct pn_doc_pap *
pn_doc_pap(struct pn_doc *d, uint32_t fc)
{
	if (fc < d->pap_from || fc >= d->pap_to)
		keep_pap(d, fc);
	return &d->pap;
}

/* modify - what a fast save changed about a piece: a list, or one change of
 * few that count here, in the number itself */
static void
modify(struct pn_doc *d, uint16_t prm)
{
	size_t list = prm >> 1;

	if (prm & 1) {
		if (list < d->n_prcs)
			apply(pn_le_cut(d->prcs[list], 0, MAX_PRC), &d->chp,
			    NULL, 0);
		return;
	}
	switch (prm >> 1 & 0x7F) {
	case 0x41:
		d->chp.deleted = prm >> 8 != 0;
		break;
	case 0x51:
	case 0x5C:
		d->chp.vanish = toggle(prm >> 8, 0);
		break;
	case 0x62:
		d->chp.white = prm >> 8 == ICO_WHITE;
		break;
	}
}

/* keep_chp - the run around FC becomes the last one looked up, without what
 * its piece changes */
static void
keep_chp(struct pn_doc *d, uint32_t fc)
{
	struct found f = look_up(d, pn_doc_part(d, PN_DOC_CHPX), fc, MAX_CHPX);
	struct pn_doc_chp run = plain_chp;
	uint16_t style = pn_doc_pap(d, fc)->style;
	uint64_t at = 0;
	int vanish;

	d->chp = plain_chp;
	d->chp_from = f.from > d->pap_from ? f.from : d->pap_from;
	d->chp_to = f.to < d->pap_to ? f.to : d->pap_to;
	if (style < d->n_styles)
		over(&d->chp, &d->styles[style].chp);
	vanish = d->chp.vanish;
	if (f.i < f.n)
		at = 2 * (uint64_t)f.page.p[4 * (f.n + 1) + f.i];
	if (at)
		apply(pn_le_cut(f.page, at + 1, f.page.p[at]), &run, NULL,
		    vanish == 1);
	if (run.style < d->n_styles)
		over(&d->chp, &d->styles[run.style].chp);
	vanish = run.vanish;
	over(&d->chp, &run);
	if (vanish >= 0)
		d->chp.vanish = vanish;
	if (d->pap.shaded && d->chp.shaded < 0)
		d->chp.shaded = 1;
	d->chp.special = run.special;
	d->chp.data = run.data;
	d->chp.picture = run.picture;
	d->chp.symbol = run.symbol;
}

const struct pn_doc_chp *
pn_doc_chp(struct pn_doc *d, const struct pn_doc_piece *p, uint32_t fc,
    uint32_t *until)
{
	if (d->old) {
		d->chp = plain_chp;
		*until = UINT32_MAX;
		return &d->chp;
	}
	if (fc < d->chp_from || fc >= d->chp_to)
		keep_chp(d, fc);
	*until = d->chp_to;
	if (p->prm) {
		modify(d, p->prm);
		d->chp_to = d->chp_from; /* of this piece only */
	}
	return &d->chp;
}
