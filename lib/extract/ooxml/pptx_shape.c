/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pptx_shape - where a shape of a slide is, and whether anybody sees it
 *
 * A shape is beside the slide by its own frame, moved and stretched by the
 * groups around it; a placeholder without one stands where its layout has it.
 * A rotated shape counts by its frame.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ooxml/pptx_page.h"

#define TINY 100 /* hundredths of a point: no text */

/* Sorted by name. */
static const struct {
	const char *name;
	enum pn_pptx_word word;
} words[] = {
    {"AlternateContent", ALTERNATE},
    {"Fallback", FALLBACK},
    {"alpha", ALPHA},
    {"blipFill", BLIP},
    {"br", BR},
    {"cNvPr", NV_PR},
    {"chExt", CH_EXT},
    {"chOff", CH_OFF},
    {"cxnSp", SP},
    {"defRPr", LIST_RUN_PR},
    {"ext", EXT},
    {"fillRef", FILL_REF},
    {"fld", FLD},
    {"glow", EFFECT},
    {"gradFill", GRAD_FILL},
    {"graphicFrame", GRAPHIC_FRAME},
    {"grpSp", GRP_SP},
    {"highlight", HIGHLIGHT},
    {"hlinkClick", HLINK},
    {"hlinkHover", HLINK},
    {"ln", LINE},
    {"lstStyle", LIST_STYLE},
    {"lumMod", LUM_MOD},
    {"lumOff", LUM_OFF},
    {"noFill", NO_FILL},
    {"off", OFF},
    {"outerShdw", EFFECT},
    {"p", PAR},
    {"pattFill", PATT_FILL},
    {"ph", PH},
    {"pic", PIC},
    {"prstClr", PRST_CLR},
    {"r", RUN},
    {"rPr", RUN_PR},
    {"schemeClr", SCHEME_CLR},
    {"shade", SHADE},
    {"solidFill", SOLID_FILL},
    {"sp", SP},
    {"spPr", SP_PR},
    {"srcRect", SRC_RECT},
    {"srgbClr", SRGB_CLR},
    {"sysClr", SYS_CLR},
    {"t", TEXT},
    {"tbl", TABLE},
    {"tc", CELL},
    {"tint", TINT},
    {"tr", ROW},
    {"txBody", BODY},
    {"xfrm", XFRM},
};

static int
by_name(const void *key, const void *member)
{
	return strcmp(key, *(const char *const *)member);
}

enum pn_pptx_word
pn_pptx_word_of(const char *name)
{
	const char *const *found = bsearch(name, words,
	    sizeof(words) / sizeof(words[0]), sizeof(words[0]), by_name);

	return found ? words[((const char *)found - (const char *)words) /
			     (ptrdiff_t)sizeof(words[0])]
			   .word
		     : NO_WORD;
}

unsigned *
pn_pptx_open(struct pn_pptx_work *g, enum pn_pptx_word w)
{
	static const struct {
		enum pn_pptx_word word;
		size_t at;
	} all[] = {
	    {SP, offsetof(struct pn_pptx_work, in_shape)},
	    {PIC, offsetof(struct pn_pptx_work, in_pic)},
	    {GRAPHIC_FRAME, offsetof(struct pn_pptx_work, in_frame)},
	    {GRP_SP, offsetof(struct pn_pptx_work, groups)},
	    {XFRM, offsetof(struct pn_pptx_work, in_xfrm)},
	    {SP_PR, offsetof(struct pn_pptx_work, in_sppr)},
	    {LINE, offsetof(struct pn_pptx_work, in_line)},
	    {SOLID_FILL, offsetof(struct pn_pptx_work, in_solid)},
	    {RUN_PR, offsetof(struct pn_pptx_work, in_rpr)},
	    {LIST_RUN_PR, offsetof(struct pn_pptx_work, in_rpr)},
	    {LIST_STYLE, offsetof(struct pn_pptx_work, in_list)},
	    {BODY, offsetof(struct pn_pptx_work, in_body)},
	    {TEXT, offsetof(struct pn_pptx_work, in_text)},
	    {TABLE, offsetof(struct pn_pptx_work, in_table)},
	    {ALTERNATE, offsetof(struct pn_pptx_work, alternates)},
	    {FALLBACK, offsetof(struct pn_pptx_work, fallbacks)},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].word == w)
			return (unsigned *)(void *)((char *)g + all[i].at);
	return NULL;
}

enum pn_err
pn_pptx_full(struct pn_pptx_work *g, enum pn_err err)
{
	return err == PN_OK ? PN_OK : pn_job_limit(g->p->x->job, "text");
}

enum pn_err
pn_pptx_line(struct pn_pptx_work *g, struct pn_buf *to, struct pn_bytes v)
{
	enum pn_err err = PN_OK;

	if (v.n == 0)
		return PN_OK;
	if (to->len)
		err = pn_buf_addc(to, '\n');
	if (err == PN_OK)
		err = pn_buf_add(to, v.p, v.n);
	return pn_pptx_full(g, err);
}

/* outside - does the shape lie wholly beside the slide? */
static bool
outside(const struct pn_pptx_work *g)
{
	struct pn_pptx_rect r = g->where.rect;
	double w = g->p->width, h = g->p->height;
	const struct pn_pptx_move *m =
	    &g->moves[g->groups < PN_PPTX_MAX_GROUPS ? g->groups
						     : PN_PPTX_MAX_GROUPS];

	if (!g->has_rect || w <= 0 || h <= 0 || g->kind != PN_PPTX_SLIDE)
		return false;
	r.x = r.x * m->sx + m->dx;
	r.y = r.y * m->sy + m->dy;
	r.w *= fabs(m->sx);
	r.h *= fabs(m->sy);
	return r.x + r.w <= 0 || r.y + r.h <= 0 || r.x >= w || r.y >= h;
}

/* inherit - a placeholder stands where its layout has it */
static void
inherit(struct pn_pptx_work *g)
{
	const struct pn_pptx_ground *under = g->ground;

	for (size_t i = under ? under->n_places : 0; i-- > 0;) {
		const struct pn_pptx_place *p = &under->places[i];
		bool same = g->where.idx ? p->idx == g->where.idx
					 : strcmp(p->type, g->where.type) == 0;

		if (same) { /* the layout's come behind the master's */
			g->where.rect = p->rect;
			g->has_rect = true;
			return;
		}
	}
}

enum pn_err
pn_pptx_decide(struct pn_pptx_work *g)
{
	struct pn_job *job = g->p->x->job;

	if (g->decided || g->fallbacks)
		return PN_OK;
	g->decided = true;
	if (g->placeholder && !g->has_rect)
		inherit(g);
	if (g->switched_off || g->off_groups ||
	    (g->has_rect && g->where.rect.w <= 0 && g->where.rect.h <= 0))
		g->shape_hidden = "shape";
	else if (outside(g))
		g->shape_hidden = "off-slide";
	if (g->shape_hidden == NULL &&
	    !(g->kind == PN_PPTX_LAYOUT && g->placeholder))
		return PN_OK;
	free(g->aside_place);
	g->aside_place =
	    pn_printf("%s%s%s", g->place, g->shape_hidden ? ", " : "",
		g->shape_hidden ? g->shape_hidden : "");
	pn_flow_free(&g->aside);
	pn_flow_init(&g->aside, job, g->aside_place, PN_TEXT_HIDDEN);
	return PN_OK;
}

const char *
pn_pptx_unseen(const struct pn_pptx_work *g)
{
	const struct pn_pptx_ground *under = g->ground;

	if (g->run_hidden || g->in_table || !g->color.known || g->outlined)
		return g->run_hidden;
	if (g->fill == FILL_PLAIN)
		return pn_color_same(g->color, g->fill_color) ? "style" : NULL;
	if (g->fill == FILL_NONE && g->kind == PN_PPTX_SLIDE && under &&
	    !under->painted && pn_color_same(g->color, under->back))
		return "style";
	return NULL;
}

void
pn_pptx_begin(struct pn_pptx_work *g)
{
	g->shape_hidden = NULL;
	g->switched_off = g->decided = g->placeholder = g->has_rect = false;
	g->where = (struct pn_pptx_place){0};
	g->fill = FILL_NONE;
	g->fill_color = (struct pn_color){0};
	g->usual_hidden = NULL;
	g->usual_color = (struct pn_color){0};
	g->usual_told = false;
}

/* described - the name of an object and what stands for it */
static enum pn_err
described(struct pn_pptx_work *g, const struct pn_xml_attrs *a)
{
	struct pn_bytes name = pn_xml_attr(a, "name");
	enum pn_err err;

	if (g->fallbacks)
		return PN_OK; /* the same object again */
	err = pn_ooxml_made_up(name) ? PN_OK : pn_pptx_line(g, &g->names, name);
	if (pn_xml_attr_on(a, "hidden") &&
	    g->in_shape + g->in_pic + g->in_frame)
		g->switched_off = true;
	else if (pn_xml_attr_on(a, "hidden") && g->off_groups == 0)
		g->off_groups = 1;
	if (err == PN_OK)
		err = pn_pptx_line(g, &g->alt, pn_xml_attr(a, "descr"));
	if (err == PN_OK)
		err = pn_pptx_line(g, &g->alt, pn_xml_attr(a, "title"));
	return err;
}

/* number - attribute NAME, which may be negative */
static double
number(const struct pn_xml_attrs *a, const char *name)
{
	char text[32] = "";
	struct pn_bytes v = pn_xml_attr(a, name);

	if (v.n && v.n < sizeof(text))
		memcpy(text, v.p, v.n);
	return strtod(text, NULL);
}

/* position - off, ext, chOff, chExt of an xfrm */
static void
position(
    struct pn_pptx_work *g, enum pn_pptx_word w, const struct pn_xml_attrs *a)
{
	bool group = g->in_shape + g->in_pic + g->in_frame == 0;
	struct pn_pptx_rect *r = group ? &g->group_rect : &g->where.rect;
	struct pn_pptx_move *m, around;

	if (w == OFF) {
		r->x = number(a, "x");
		r->y = number(a, "y");
	} else if (w == EXT) {
		r->w = number(a, "cx");
		r->h = number(a, "cy");
		g->has_rect |= !group;
	}
	if (!group || g->groups == 0 || g->groups > PN_PPTX_MAX_GROUPS)
		return;
	m = &g->moves[g->groups];
	around = g->moves[g->groups - 1];
	if (w == CH_OFF) {
		m->dx = -number(a, "x"); /* until chExt comes */
		m->dy = -number(a, "y");
	} else if (w == CH_EXT) {
		double w0 = number(a, "cx"), h0 = number(a, "cy");
		double sx = w0 > 0 ? r->w / w0 : 1, sy = h0 > 0 ? r->h / h0 : 1;

		m->sx = sx * around.sx;
		m->sy = sy * around.sy;
		m->dx = (m->dx * sx + r->x) * around.sx + around.dx;
		m->dy = (m->dy * sy + r->y) * around.sy + around.dy;
	}
}

/* color - an element that tells a colour, or changes one */
static void
color(struct pn_pptx_work *g, enum pn_pptx_word w, const char *name,
    const struct pn_xml_attrs *a)
{
	struct pn_color *to = NULL;

	if (g->in_line || !g->in_solid)
		return;
	if (g->in_rpr)
		to = &g->color;
	else if (g->in_sppr)
		to = &g->fill_color;
	if (to == NULL)
		return;
	if (w == ALPHA && g->in_rpr && pn_xml_attr_num(a, "val", 1) == 0)
		g->run_hidden = "style";
	else if (w == ALPHA || w == LUM_MOD || w == LUM_OFF || w == TINT ||
		 w == SHADE)
		*to = (struct pn_color){0};
	else
		*to = pn_pptx_color(g->ground, name, a);
	if (g->in_sppr && !g->in_rpr)
		g->fill = to->known ? FILL_PLAIN : FILL_OTHER;
}

void
pn_pptx_plain(struct pn_pptx_work *g)
{
	g->run_hidden = g->in_list ? NULL : g->usual_hidden;
	g->color = g->in_list ? (struct pn_color){0} : g->usual_color;
	g->outlined = false;
}

void
pn_pptx_usual(struct pn_pptx_work *g)
{
	if (!g->usual_told) {
		g->usual_hidden = g->run_hidden;
		g->usual_color = g->color;
	}
	g->usual_told = true;
}

/* run - <a:rPr sz=> */
static void
run(struct pn_pptx_work *g, const struct pn_xml_attrs *a)
{
	pn_pptx_plain(g);
	if (pn_xml_attr(a, "sz").n)
		g->run_hidden =
		    pn_xml_attr_num(a, "sz", TINY + 1) <= TINY ? "style" : NULL;
}

/* fills - a fill that is no plain colour */
static void
fills(struct pn_pptx_work *g, enum pn_pptx_word w)
{
	if (g->in_line || g->in_body)
		return;
	if (w == NO_FILL && g->in_sppr)
		g->fill = FILL_NONE;
	else if (w != NO_FILL)
		g->fill = FILL_OTHER;
}

/* begin_group - what is in it is moved as its frame says */
static void
begin_group(struct pn_pptx_work *g)
{
	if (g->groups <= PN_PPTX_MAX_GROUPS)
		g->moves[g->groups] = g->moves[g->groups - 1];
	g->group_rect = (struct pn_pptx_rect){0};
	g->off_groups += g->off_groups > 0; /* one inside one that is off */
}

/* cropped - a picture of which only a part is shown */
static void
cropped(struct pn_pptx_work *g, const struct pn_xml_attrs *a)
{
	static const char *const sides[] = {"l", "t", "r", "b"};

	for (size_t i = 0; i < 4; i++)
		if (number(a, sides[i]) > 0) {
			pn_job_hidden(g->p->x->job, "cropped");
			return;
		}
}

/* placeholder - <p:ph type= idx=> */
static void
placeholder(struct pn_pptx_work *g, const struct pn_xml_attrs *attrs)
{
	struct pn_bytes type = pn_xml_attr(attrs, "type");

	g->placeholder = true;
	g->where.idx = pn_xml_attr_num(attrs, "idx", 0);
	if (type.n < sizeof(g->where.type) && type.n)
		memcpy(g->where.type, type.p, type.n);
}

enum pn_err
pn_pptx_shape_start(struct pn_pptx_work *g, enum pn_pptx_word w,
    const struct pn_xml_attrs *attrs)
{
	switch (w) {
	case SP:
	case PIC:
	case GRAPHIC_FRAME:
		pn_pptx_begin(g);
		break;
	case GRP_SP:
		begin_group(g);
		break;
	case NV_PR:
		return described(g, attrs);
	case PH:
		placeholder(g, attrs);
		break;
	case OFF:
	case EXT:
	case CH_OFF:
	case CH_EXT:
		if (g->in_xfrm)
			position(g, w, attrs);
		break;
	case SRC_RECT:
		cropped(g, attrs);
		break;
	default:
		break;
	}
	return PN_OK;
}

void
pn_pptx_look_start(struct pn_pptx_work *g, enum pn_pptx_word w,
    const char *name, const struct pn_xml_attrs *attrs)
{
	switch (w) {
	case RUN_PR:
	case LIST_RUN_PR:
		run(g, attrs);
		break;
	case SOLID_FILL:
		g->outlined |= g->in_rpr && g->in_line;
		break;
	case HIGHLIGHT:
	case EFFECT:
		g->outlined |= g->in_rpr > 0;
		break;
	case NO_FILL:
		if (g->in_rpr && !g->in_line)
			g->run_hidden = "style";
		fills(g, w);
		break;
	case GRAD_FILL:
	case PATT_FILL:
	case BLIP:
	case FILL_REF:
		fills(g, w);
		break;
	case SRGB_CLR:
	case SCHEME_CLR:
	case SYS_CLR:
	case PRST_CLR:
	case ALPHA:
	case LUM_MOD:
	case LUM_OFF:
	case TINT:
	case SHADE:
		color(g, w, name, attrs);
		break;
	default:
		break;
	}
}
