/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pptx_page - the text of a slide, a layout or a page of notes
 *
 * Shapes in their order, tables as tables. A shape that lies outside the
 * slide (by its frame and those of the groups around it) or that is switched
 * off is told apart, as is text that nobody can see: in the colour of what it
 * lies on, without colour, or one point high. What stands for pictures and
 * what the objects are called follows behind the page.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/flow.h"
#include "extract/ooxml/pptx.h"

#define MAX_GROUPS 64  /* groups in groups; deeper ones are not moved */
#define TINY	   100 /* hundredths of a point: no text */

/* Elements that mean something here; sorted by name. */
enum word {
	ALPHA,
	ALTERNATE,
	BLIP,
	BR,
	NV_PR,
	CH_EXT,
	CH_OFF,
	EXT,
	FALLBACK,
	FILL_REF,
	FLD,
	GRAD_FILL,
	GRAPHIC_FRAME,
	GRP_SP,
	EFFECT,
	HIGHLIGHT,
	HLINK,
	HLINK_HOVER,
	LINE,
	LUM_MOD,
	LUM_OFF,
	NO_FILL,
	OFF,
	PAR,
	RUN,
	PATT_FILL,
	PH,
	PIC,
	PRST_CLR,
	RUN_PR,
	SCHEME_CLR,
	SHADE,
	SOLID_FILL,
	SP,
	SP_PR,
	SRC_RECT,
	SRGB_CLR,
	SYS_CLR,
	TEXT,
	TABLE,
	CELL,
	TINT,
	ROW,
	BODY,
	XFRM,
	NO_WORD
};

static const struct {
	const char *name;
	enum word word;
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
    {"ext", EXT},
    {"fillRef", FILL_REF},
    {"fld", FLD},
    {"glow", EFFECT},
    {"gradFill", GRAD_FILL},
    {"graphicFrame", GRAPHIC_FRAME},
    {"grpSp", GRP_SP},
    {"highlight", HIGHLIGHT},
    {"hlinkClick", HLINK},
    {"hlinkHover", HLINK_HOVER},
    {"ln", LINE},
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

/* How a group moves and stretches what is in it. */
struct move {
	double sx, sy, dx, dy;
};

/* What a shape's own fill is. */
enum fill { FILL_NONE, FILL_PLAIN, FILL_OTHER };

struct page {
	struct pn_pptx *p;
	const struct pn_pptx_ground *ground;
	enum pn_pptx_page kind;
	const char *place, *base; /* BASE: the kind that all of it is */
	struct pn_flow flow;
	struct pn_flow aside; /* of a shape that is not seen */
	char *aside_place;
	struct pn_table table;
	char *table_place;
	unsigned n_tables;
	struct pn_buf alt, names, links;
	bool said; /* text that a reader sees was handed on */
	/* groups around us */
	struct move moves[MAX_GROUPS + 1];
	unsigned groups;
	struct pn_pptx_rect group_rect;
	unsigned off_groups; /* open ones from that which is switched off */
	/* the shape */
	const char *shape_hidden; /* kind, decided when its text begins */
	bool switched_off, decided, placeholder, has_rect;
	struct pn_pptx_place where;
	enum fill fill;
	struct pn_color fill_color;
	unsigned in_shape, in_pic, in_frame, in_group_pr;
	/* open elements */
	unsigned in_body, in_text, in_rpr, in_line, in_sppr, in_solid, in_xfrm;
	unsigned in_table, alternates, fallbacks, in_number;
	/* the run */
	const char *run_hidden;
	struct pn_color color;
	bool outlined; /* seen by something else than its colour */
	bool cell_open;
	uint32_t row, col;
	uint64_t seen_hash, other_hash;
	struct pn_buf fallback;
};

static int
by_name(const void *key, const void *member)
{
	return strcmp(key, *(const char *const *)member);
}

/* word_of - what element NAME means here */
static enum word
word_of(const char *name)
{
	const char *const *found = bsearch(name, words,
	    sizeof(words) / sizeof(words[0]), sizeof(words[0]), by_name);

	return found ? words[((const char *)found - (const char *)words) /
			     (ptrdiff_t)sizeof(words[0])]
			   .word
		     : NO_WORD;
}

/* full - a buffer can take no more */
static enum pn_err
full(struct page *g, enum pn_err err)
{
	return err == PN_OK ? PN_OK : pn_job_limit(g->p->x->job, "text");
}

/* line - add V as a line to TO */
static enum pn_err
line(struct page *g, struct pn_buf *to, struct pn_bytes v)
{
	enum pn_err err = PN_OK;

	if (v.n == 0)
		return PN_OK;
	if (to->len)
		err = pn_buf_addc(to, '\n');
	if (err == PN_OK)
		err = pn_buf_add(to, v.p, v.n);
	return full(g, err);
}

/* made_up - is V a name that the program gives, or one like it ("TextBox
 * 12")? Those are left out. */
static bool
made_up(struct pn_bytes v)
{
	size_t n = v.n;

	while (n && v.p[n - 1] >= '0' && v.p[n - 1] <= '9')
		n--;
	for (size_t i = 0; i < n; i++)
		if ((v.p[i] >= '0' && v.p[i] <= '9') || v.p[i] == '@')
			return false;
	return v.n - n <= 6 && n <= 60;
}

/* outside - does the shape lie wholly beside the slide? */
static bool
outside(const struct page *g)
{
	struct pn_pptx_rect r = g->where.rect;
	double w = g->p->width, h = g->p->height;
	const struct move *m =
	    &g->moves[g->groups < MAX_GROUPS ? g->groups : MAX_GROUPS];

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
inherit(struct page *g)
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

/* decide - what the shape is, now that its text or its picture comes */
static enum pn_err
decide(struct page *g)
{
	struct pn_job *job = g->p->x->job;

	if (g->decided || g->fallbacks)
		return PN_OK;
	g->decided = true;
	if (g->placeholder && !g->has_rect)
		inherit(g);
	if (g->switched_off || g->off_groups)
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

/* flow - where text of the shape goes */
static struct pn_flow *
flow(struct page *g)
{
	bool aside =
	    g->shape_hidden || (g->kind == PN_PPTX_LAYOUT && g->placeholder);

	return g->decided && aside ? &g->aside : &g->flow;
}

/* visible - has S a character that is seen? */
static bool
visible(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] > ' ')
			return true;
	return false;
}

/* unseen - why the run is not seen; NULL */
static const char *
unseen(const struct page *g)
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

/* add - text of a shape */
static enum pn_err
add(struct page *g, const char *s, size_t n)
{
	const char *why = unseen(g);
	uint64_t *hash = g->fallbacks ? &g->other_hash : &g->seen_hash;

	for (size_t i = 0; i < n && (g->fallbacks || g->alternates); i++)
		if ((unsigned char)s[i] > ' ')
			*hash = (*hash ^ (unsigned char)s[i]) * 0x100000001b3u;
	if (g->fallbacks)
		return full(g, pn_buf_add(&g->fallback, s, n));
	if (g->cell_open && why == NULL)
		return full(g, pn_buf_add(&g->table.text, s, n));
	if (g->shape_hidden && visible(s, n))
		pn_job_hidden(g->p->x->job, g->shape_hidden);
	g->said |= visible(s, n) && flow(g) == &g->flow;
	return pn_flow_add(flow(g), s, n, why);
}

/* line_end - a paragraph is over */
static enum pn_err
line_end(struct page *g)
{
	if (g->fallbacks)
		return full(g, pn_buf_addc(&g->fallback, '\n'));
	if (g->cell_open) {
		const struct pn_table *t = &g->table;

		if (t->text.len == t->cells[t->n_cells - 1].off)
			return PN_OK;
		return full(g, pn_buf_addc(&g->table.text, '\n'));
	}
	return pn_flow_break(flow(g), NULL);
}

/* begin_shape - a shape, picture or frame begins */
static void
begin_shape(struct page *g)
{
	g->shape_hidden = NULL;
	g->switched_off = g->decided = g->placeholder = g->has_rect = false;
	g->where = (struct pn_pptx_place){0};
	g->fill = FILL_NONE;
	g->fill_color = (struct pn_color){0};
}

/* end_shape - and ends */
static enum pn_err
end_shape(struct page *g)
{
	enum pn_err err = decide(g);

	if (err == PN_OK)
		err = line_end(g);
	/* a picture beside the slide has no text */
	if (err == PN_OK && g->shape_hidden && g->in_pic)
		pn_job_hidden(g->p->x->job, g->shape_hidden);
	if (err == PN_OK && flow(g) == &g->aside)
		err = pn_flow_flush(&g->aside);
	begin_shape(g);
	return err;
}

/* described - the name of an object and what stands for it */
static enum pn_err
described(struct page *g, const struct pn_xml_attrs *a)
{
	struct pn_bytes name = pn_xml_attr(a, "name");
	enum pn_err err;

	if (g->fallbacks)
		return PN_OK; /* the same object again */
	err = made_up(name) ? PN_OK : line(g, &g->names, name);
	if (pn_xml_attr_on(a, "hidden") &&
	    g->in_shape + g->in_pic + g->in_frame)
		g->switched_off = true;
	else if (pn_xml_attr_on(a, "hidden") && g->off_groups == 0)
		g->off_groups = 1;
	if (err == PN_OK)
		err = line(g, &g->alt, pn_xml_attr(a, "descr"));
	if (err == PN_OK)
		err = line(g, &g->alt, pn_xml_attr(a, "title"));
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
position(struct page *g, enum word w, const struct pn_xml_attrs *a)
{
	bool group = g->in_shape + g->in_pic + g->in_frame == 0;
	struct pn_pptx_rect *r = group ? &g->group_rect : &g->where.rect;
	struct move *m, around;

	if (w == OFF) {
		r->x = number(a, "x");
		r->y = number(a, "y");
	} else if (w == EXT) {
		r->w = number(a, "cx");
		r->h = number(a, "cy");
		g->has_rect |= !group;
	}
	if (!group || g->groups == 0 || g->groups > MAX_GROUPS)
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
color(
    struct page *g, enum word w, const char *name, const struct pn_xml_attrs *a)
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

/* begin_cell - a cell of the table; those that others cover are empty */
static enum pn_err
begin_cell(struct page *g)
{
	enum pn_err err;

	if (g->fallbacks)
		return PN_OK;
	err = pn_table_cell(&g->table, g->p->x->job, g->row, g->col++,
	    g->shape_hidden || g->base ? PN_TEXT_HIDDEN : 0);
	g->cell_open = err == PN_OK;
	return err;
}

/* begin_table - the frame holds a table */
static enum pn_err
begin_table(struct page *g)
{
	enum pn_err err = decide(g);

	if (g->in_table++ || g->fallbacks)
		return err;
	free(g->table_place);
	g->table_place = pn_printf("%s, table %u", g->place, ++g->n_tables);
	pn_table_init(&g->table, g->table_place, PN_PLACE_ROWS,
	    g->base || g->shape_hidden ? PN_TEXT_HIDDEN : 0);
	g->row = g->col = 0;
	return err;
}

/* as_text - a table of one row or column is layout */
static enum pn_err
as_text(struct page *g)
{
	const struct pn_table *t = &g->table;
	enum pn_err err = PN_OK;
	uint32_t row = 0;

	for (size_t i = 0; i < t->n_cells && err == PN_OK; i++) {
		const struct pn_cell *c = &t->cells[i];

		if (i && c->row == row)
			err = pn_flow_add(flow(g), "\t", 1, NULL);
		else if (i)
			err = pn_flow_break(flow(g), NULL);
		row = c->row;
		if (err == PN_OK)
			err = add(g, t->text.data + c->off, c->len);
	}
	return err == PN_OK ? pn_flow_break(flow(g), NULL) : err;
}

/* plain - a run begins; nothing is known of it yet */
static void
plain(struct page *g)
{
	g->run_hidden = NULL;
	g->color = (struct pn_color){0};
	g->outlined = false;
}

/* end_table - hand it on */
static enum pn_err
end_table(struct page *g)
{
	enum pn_err err;

	if (g->in_table == 0 || --g->in_table || g->fallbacks)
		return PN_OK;
	g->cell_open = false;
	plain(g);
	pn_table_end(&g->table);
	if (!pn_table_is_data(&g->table)) {
		err = as_text(g);
	} else {
		g->said |= g->shape_hidden == NULL;
		if (g->shape_hidden)
			pn_job_hidden(g->p->x->job, g->shape_hidden);
		err = pn_flow_flush(flow(g));
		if (err == PN_OK)
			err = pn_table_emit(&g->table, g->p->x->job);
	}
	pn_table_free(&g->table);
	return err;
}

/* run - <a:rPr sz=> */
static void
run(struct page *g, const struct pn_xml_attrs *a)
{
	plain(g);
	g->in_rpr++;
	if (pn_xml_attr_num(a, "sz", TINY + 1) <= TINY)
		g->run_hidden = "style";
}

/* fills - a fill that is no plain colour */
static void
fills(struct page *g, enum word w)
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
begin_group(struct page *g)
{
	g->groups++;
	if (g->groups <= MAX_GROUPS)
		g->moves[g->groups] = g->moves[g->groups - 1];
	g->group_rect = (struct pn_pptx_rect){0};
	g->off_groups += g->off_groups > 0; /* one inside one that is off */
}

/* cropped - a picture of which only a part is shown */
static void
cropped(struct page *g, const struct pn_xml_attrs *a)
{
	static const char *const sides[] = {"l", "t", "r", "b"};

	for (size_t i = 0; i < 4; i++)
		if (number(a, sides[i]) > 0) {
			pn_job_hidden(g->p->x->job, "cropped");
			return;
		}
}

static enum pn_err
page_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct page *g = ctx;
	enum word w = word_of(name);

	switch (w) {
	case SP:
		g->in_shape++;
		begin_shape(g);
		break;
	case PIC:
		g->in_pic++;
		begin_shape(g);
		break;
	case GRAPHIC_FRAME:
		g->in_frame++;
		begin_shape(g);
		break;
	case GRP_SP:
		begin_group(g);
		break;
	case NV_PR:
		return described(g, attrs);
	case PH:
		g->placeholder = true;
		g->where.idx = pn_xml_attr_num(attrs, "idx", 0);
		if (pn_xml_attr(attrs, "type").n < sizeof(g->where.type) &&
		    pn_xml_attr(attrs, "type").n)
			memcpy(g->where.type, pn_xml_attr(attrs, "type").p,
			    pn_xml_attr(attrs, "type").n);
		break;
	case XFRM:
		g->in_xfrm++;
		break;
	case OFF:
	case EXT:
	case CH_OFF:
	case CH_EXT:
		if (g->in_xfrm)
			position(g, w, attrs);
		break;
	case SP_PR:
		g->in_sppr++;
		break;
	case LINE:
		g->in_line++;
		break;
	case SOLID_FILL:
		g->in_solid++;
		g->outlined |= g->in_rpr && g->in_line;
		break;
	case HIGHLIGHT:
	case EFFECT:
		g->outlined |= g->in_rpr > 0;
		break;
	case NO_FILL:
		if (g->in_rpr && !g->in_line)
			g->run_hidden = "style";
		/* fall through */
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
	case RUN_PR:
		run(g, attrs);
		break;
	case BODY:
		g->in_body++;
		return g->in_table ? PN_OK : decide(g);
	case RUN:
		plain(g);
		break;
	case PAR:
		plain(g);
		return g->in_body ? line_end(g) : PN_OK;
	case TEXT:
		g->in_text++;
		break;
	case FLD:
		plain(g);
		g->in_number += pn_xml_attr_is(attrs, "type", "slidenum");
		break;
	case BR:
		return g->in_body ? add(g, "\n", 1) : PN_OK;
	case HLINK:
	case HLINK_HOVER:
		return line(g, &g->links, pn_xml_attr(attrs, "tooltip"));
	case SRC_RECT:
		cropped(g, attrs);
		break;
	case TABLE:
		return begin_table(g);
	case ROW:
		g->row += g->table.n_cells > 0;
		g->col = 0;
		break;
	case CELL:
		return g->in_table == 1 ? begin_cell(g) : PN_OK;
	case ALTERNATE:
		g->alternates++;
		break;
	case FALLBACK:
		g->fallbacks++;
		break;
	default:
		break;
	}
	return pn_job_work(g->p->x->job, 32);
}

/* end_alternate - the one that is not shown counts where it differs */
static enum pn_err
end_alternate(struct page *g)
{
	enum pn_err err = PN_OK;

	g->alternates -= g->alternates > 0;
	if (g->alternates || g->fallbacks)
		return PN_OK;
	if (g->seen_hash != g->other_hash &&
	    visible(g->fallback.data, g->fallback.len)) {
		pn_job_hidden(g->p->x->job, "alternate");
		err = pn_job_text(g->p->x->job, pn_buf_bytes(&g->fallback),
		    g->place, PN_TEXT_HIDDEN);
	}
	pn_buf_clear(&g->fallback);
	g->seen_hash = g->other_hash = 0;
	return err;
}

/* less - one open element fewer */
static void
less(unsigned *n)
{
	*n -= *n > 0;
}

static enum pn_err
page_end(void *ctx, const char *name)
{
	struct page *g = ctx;
	enum pn_err err = PN_OK;

	switch (word_of(name)) {
	case SP:
		err = end_shape(g);
		less(&g->in_shape);
		break;
	case PIC:
		err = end_shape(g);
		less(&g->in_pic);
		break;
	case GRAPHIC_FRAME:
		err = end_shape(g);
		less(&g->in_frame);
		break;
	case GRP_SP:
		less(&g->groups);
		less(&g->off_groups);
		break;
	case XFRM:
		less(&g->in_xfrm);
		break;
	case SP_PR:
		less(&g->in_sppr);
		break;
	case LINE:
		less(&g->in_line);
		break;
	case SOLID_FILL:
		less(&g->in_solid);
		break;
	case RUN_PR:
		less(&g->in_rpr);
		break;
	case BODY:
		less(&g->in_body);
		break;
	case TEXT:
		less(&g->in_text);
		break;
	case FLD:
		g->in_number = 0;
		break;
	case PAR:
		err = g->in_body ? line_end(g) : PN_OK;
		break;
	case CELL:
		if (g->cell_open && g->in_table == 1)
			pn_table_end(&g->table);
		g->cell_open = false;
		break;
	case TABLE:
		err = end_table(g);
		break;
	case FALLBACK:
		less(&g->fallbacks);
		break;
	case ALTERNATE:
		err = end_alternate(g);
		break;
	default:
		break;
	}
	return err;
}

static enum pn_err
page_text(void *ctx, const char *s, size_t n)
{
	struct page *g = ctx;

	return g->in_text && !g->in_number ? add(g, s, n) : PN_OK;
}

/* behind - what objects are called, and what stands for them */
static enum pn_err
behind(struct page *g)
{
	static const struct {
		size_t at;
		const char *kind;
	} all[] = {{offsetof(struct page, alt), "alt-text"},
	    {offsetof(struct page, links), "tooltip"},
	    {offsetof(struct page, names), "object-name"}};
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < 3 && err == PN_OK; i++) {
		struct pn_buf *b =
		    (struct pn_buf *)(void *)((char *)g + all[i].at);
		char *place = pn_printf("%s, %s", g->place, all[i].kind);

		if (b->len)
			pn_job_hidden(g->p->x->job, all[i].kind);
		err = pn_job_text(
		    g->p->x->job, pn_buf_bytes(b), place, PN_TEXT_HIDDEN);
		free(place);
	}
	return err;
}

/* page_free - free what *G owns */
static void
page_free(struct page *g)
{
	pn_flow_free(&g->flow);
	pn_flow_free(&g->aside);
	pn_table_free(&g->table);
	pn_buf_free(&g->alt);
	pn_buf_free(&g->names);
	pn_buf_free(&g->links);
	pn_buf_free(&g->fallback);
	free(g->aside_place);
	free(g->table_place);
}

enum pn_err
pn_pptx_read_page(struct pn_pptx *p, const struct pn_zip_entry *e,
    enum pn_pptx_page page, const char *place, const char *hidden,
    const struct pn_pptx_ground *ground)
{
	static const struct pn_xml_events events = {
	    .start = page_start, .end = page_end, .text = page_text};
	struct pn_job *job = p->x->job;
	struct page *g = pn_alloc(sizeof(*g));
	size_t room = pn_job_room(job) + 1;
	enum pn_err err, flushed;

	*g = (struct page){.p = p,
	    .ground = ground,
	    .kind = page,
	    .place = place,
	    .base = hidden,
	    .moves = {{1, 1, 0, 0}}};
	pn_flow_init(&g->flow, job, place, hidden ? PN_TEXT_HIDDEN : 0);
	pn_flow_init(&g->aside, job, place, PN_TEXT_HIDDEN);
	pn_buf_init(&g->alt, room);
	pn_buf_init(&g->names, room);
	pn_buf_init(&g->links, room);
	pn_buf_init(&g->fallback, room);
	err = pn_ooxml_parse(p->x, e, &events, g);
	flushed = pn_flow_flush(&g->flow);
	err = err == PN_OK ? flushed : err;
	flushed = pn_flow_flush(&g->aside); /* of a page that breaks off */
	err = err == PN_OK ? flushed : err;
	if (hidden && g->said)
		pn_job_hidden(job, hidden);
	if (err == PN_OK)
		err = behind(g);
	page_free(g);
	free(g);
	return err;
}
