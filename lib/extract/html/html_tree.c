/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * html_tree - the open elements of an HTML document and what they do to text
 *
 * A simple reading of the WHATWG tree builder: end tags that nobody wrote are
 * implied for paragraphs, list items, options, rows and cells; an end tag
 * closes the nearest element of its name. Misnested formatting is not
 * rebuilt, because it changes no text.
 */
#include <string.h>
#include <strings.h>
#include "extract/html/html_tree.h"

#define MAX_COLSPAN 1000

static bool
one_of(struct pn_span name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (pn_span_is(name, list[i]))
			return true;
	return false;
}

#define ONE_OF(name, list) one_of(name, list, sizeof(list) / sizeof((list)[0]))

static bool
is_block(struct pn_span name)
{
	static const char *const blocks[] = {"p", "div", "table", "tr", "ul",
	    "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre",
	    "hr", "form", "fieldset", "legend", "dl", "dt", "dd", "address",
	    "article", "aside", "section", "header", "footer", "nav", "main",
	    "figure", "figcaption", "center", "body", "html", "head", "title",
	    "caption", "thead", "tbody", "tfoot", "details", "summary",
	    "option", "optgroup", "textarea", "menu", "dir", "listing", "xmp",
	    "plaintext", "noscript", "dialog", "hgroup", "search", "select",
	    "marquee", "iframe", "template"};

	return ONE_OF(name, blocks);
}

static bool
is_void(struct pn_span name)
{
	static const char *const voids[] = {"br", "img", "input", "hr", "meta",
	    "link", "col", "area", "base", "embed", "param", "source", "track",
	    "wbr", "basefont", "bgsound", "frame", "keygen"};

	return ONE_OF(name, voids);
}

void
pn_html_tree_init(struct pn_html_tree *t, struct pn_flow *flow,
    const struct pn_css_sheet *sheet, const char *gone)
{
	memset(t, 0, sizeof(*t));
	t->flow = flow;
	t->sheet = sheet;
	t->n = 1;
	t->stack[0].state = (struct pn_html_state){
	    .gone = gone,
	    .flags = flow->flags,
	    .colour = PN_COLOUR_UNSET,
	    .background = 0xffffff,
	};
}

/* top - what holds here */
static const struct pn_html_state *
top(const struct pn_html_tree *t)
{
	return &t->stack[t->n - 1].state;
}

const char *
pn_html_tree_hidden(const struct pn_html_tree *t)
{
	return pn_html_unseen(top(t));
}

#define LONG_NUMBER 10 /* digits; shorter ones are shown in full */

/* The names that imply ends, as bits of a set. */
enum {
	TABLE = 1 << 0,
	TR = 1 << 1,
	TD = 1 << 2,
	TH = 1 << 3,
	P = 1 << 4,
	LI = 1 << 5,
	LIST = 1 << 6,
	OPTION = 1 << 7,
	SELECT = 1 << 8,
	DT = 1 << 9,
	DD = 1 << 10,
	BUTTON = 1 << 11,
	CELL = TD | TH,
};

/* bit_of - the bit of NAME, 0 for a name that implies no ends */
static unsigned
bit_of(struct pn_span name)
{
	static const struct {
		const char *name;
		unsigned bit;
	} names[] = {
	    {"table", TABLE},
	    {"tr", TR},
	    {"td", TD},
	    {"th", TH},
	    {"p", P},
	    {"li", LI},
	    {"ul", LIST},
	    {"ol", LIST},
	    {"option", OPTION},
	    {"select", SELECT},
	    {"dt", DT},
	    {"dd", DD},
	    {"button", BUTTON},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (pn_span_is(name, names[i].name))
			return names[i].bit;
	return 0;
}

/* grid - the open table that a row or cell belongs to; NULL outside of any */
static struct pn_html_grid *
grid(struct pn_html_tree *t)
{
	if (t->n_grids == 0 || t->n_grids > PN_FLOW_MAX_TABLES)
		return NULL;
	return &t->grids[t->n_grids - 1];
}

/* add_stored - the number behind the cell, where the cell shows 4.6E+15 or
 * 4,600,... of it */
static enum pn_err
add_stored(struct pn_html_tree *t)
{
	struct pn_html_grid *g = grid(t);
	const char *shown = pn_flow_cell_text(t->flow);
	struct pn_span v = {NULL, 0};

	if (g) {
		v = g->stored;
		g->stored.n = 0;
	}
	if (v.n == 0 || shown == NULL || strpbrk(shown, "Ee,") == NULL ||
	    memmem(shown, strlen(shown), v.p, v.n) != NULL)
		return PN_OK;
	pn_flow_space(t->flow, NULL);
	return pn_flow_add(t->flow, v.p, v.n, pn_html_tree_hidden(t));
}

/* pop - the innermost element is over */
static enum pn_err
pop(struct pn_html_tree *t)
{
	const struct pn_html_element *e = &t->stack[t->n - 1];
	enum pn_err err = e->bit & CELL ? add_stored(t) : PN_OK;

	if (err == PN_OK && e->block)
		err = pn_flow_break(t->flow, top(t)->gone);
	if (e->bit & CELL)
		pn_flow_cell_end(t->flow);
	if (err == PN_OK && e->bit == TABLE) {
		err = pn_flow_table_end(t->flow);
		t->n_grids--;
	}
	t->n--;
	if (t->drawing == t->n)
		t->drawing = 0;
	return err;
}

/* close_down - close everything down to element I */
static enum pn_err
close_down(struct pn_html_tree *t, size_t i)
{
	enum pn_err err = PN_OK;

	while (t->n > i && err == PN_OK)
		err = pop(t);
	return err;
}

/* close_bits - close down to the nearest element of BITS, unless one of FENCE
 * is in between */
static enum pn_err
close_bits(struct pn_html_tree *t, unsigned bits, unsigned fence)
{
	for (size_t i = t->n; --i > 0 && !(t->stack[i].bit & fence & ~bits);)
		if (t->stack[i].bit & bits)
			return close_down(t, i);
	return PN_OK;
}

/* close_name - close down to the nearest element NAME of this table */
static enum pn_err
close_name(struct pn_html_tree *t, struct pn_span name)
{
	char first = (char)(name.p[0] | 32);

	for (size_t i = t->n; --i > 0 && t->stack[i].bit != TABLE;) {
		struct pn_span open = t->stack[i].name;

		if (open.n == name.n && (open.p[0] | 32) == first &&
		    strncasecmp(open.p, name.p, name.n) == 0)
			return close_down(t, i);
	}
	return PN_OK;
}

/* imply_ends - end the elements that the start of NAME ends */
static enum pn_err
imply_ends(struct pn_html_tree *t, unsigned bit, bool block)
{
	enum pn_err err = PN_OK;

	if (bit & CELL)
		err = close_bits(t, CELL, TABLE | TR);
	else if (bit == TR)
		err = close_bits(t, TR, TABLE);
	else if (bit == LI)
		err = close_bits(t, LI, LIST | CELL | TABLE);
	else if (bit == OPTION)
		err = close_bits(t, OPTION, SELECT | TABLE);
	else if (bit & (DT | DD))
		err = close_bits(t, DT | DD, CELL | TABLE | BUTTON);
	if (err == PN_OK && block)
		err = close_bits(t, P, CELL | TABLE | BUTTON);
	return err;
}

/* number - a small decimal attribute, 1 where it is none */
static unsigned
number(const struct pn_html_token *k, const char *name, unsigned max)
{
	struct pn_span v = pn_html_attr(k, name);
	unsigned n = 0;

	for (size_t i = 0; v.p && i < v.n && i < 5; i++)
		if (v.p[i] >= '0' && v.p[i] <= '9')
			n = n * 10 + (unsigned)(v.p[i] - '0');
	return n == 0 ? 1 : n < max ? n : max;
}

/* begin_row - <tr> */
static void
begin_row(struct pn_html_grid *g)
{
	g->row += g->begun;
	g->begun = true;
	g->col = 0;
	for (size_t i = 0; i < PN_HTML_MAX_SPAN; i++)
		g->span[i] -= g->span[i] > 0;
}

/* begin_col - <col>: it may hide columns */
static void
begin_col(struct pn_html_grid *g, const struct pn_html_token *k, bool hides)
{
	unsigned n = number(k, "span", MAX_COLSPAN);

	for (; n && g->n_cols < PN_HTML_MAX_SPAN; n--)
		g->hides[g->n_cols++] = hides;
}

/* stored - the long number that office programs write beside what a cell
 * shows; empty where there is none */
static struct pn_span
stored(const struct pn_html_token *k)
{
	struct pn_span v = pn_html_attr(k, "sdval"); /* LibreOffice */

	if (v.p == NULL)
		v = pn_html_attr(k, "x:num"); /* Excel */
	if (v.p == NULL || v.n < LONG_NUMBER || v.n > 2 * LONG_NUMBER)
		return (struct pn_span){NULL, 0};
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] < '0' || v.p[i] > '9')
			return (struct pn_span){NULL, 0};
	return v;
}

/* begin_cell - <td>, <th>: find its column, note how far it spans */
static enum pn_err
begin_cell(struct pn_html_tree *t, const struct pn_html_token *k,
    struct pn_html_state *s)
{
	struct pn_html_grid *g = grid(t);
	unsigned cols = number(k, "colspan", MAX_COLSPAN);
	unsigned rows = number(k, "rowspan", UINT16_MAX);
	enum pn_err err;

	if (g == NULL)
		return pn_flow_break(t->flow, pn_html_unseen(s));
	if (!g->begun)
		begin_row(g);
	while (g->col < PN_HTML_MAX_SPAN && g->span[g->col])
		g->col++;
	if (g->col < PN_HTML_MAX_SPAN && g->hides[g->col] && s->gone == NULL)
		s->gone = "style";
	err = pn_flow_cell(t->flow, g->row, g->col, pn_html_unseen(s));
	g->stored = stored(k);
	for (unsigned i = 0; i < cols; i++, g->col++)
		if (g->col < PN_HTML_MAX_SPAN && rows > 1)
			g->span[g->col] = (uint16_t)rows;
	return err;
}

/* begin_table - <table> */
static enum pn_err
begin_table(struct pn_html_tree *t)
{
	enum pn_err err = pn_flow_table(t->flow);

	if (t->n_grids < PN_FLOW_MAX_TABLES)
		memset(&t->grids[t->n_grids], 0, sizeof(t->grids[0]));
	t->n_grids++;
	return err;
}

/* push - the element is open now; S is what it hands down */
static enum pn_err
push(struct pn_html_tree *t, const struct pn_html_token *k,
    struct pn_html_state *s, bool block)
{
	bool cell = pn_span_is(k->text, "td") || pn_span_is(k->text, "th");
	enum pn_err err = PN_OK;

	if (t->n == PN_HTML_MAX_DEPTH) {
		/* only its cells still count, as text that must not join */
		return cell ? pn_flow_break(t->flow, pn_html_unseen(s)) : PN_OK;
	}
	if (pn_span_is(k->text, "table"))
		err = begin_table(t);
	else if (pn_span_is(k->text, "tr") && grid(t))
		begin_row(grid(t));
	else if (cell)
		err = begin_cell(t, k, s);
	if (t->drawing == 0 && pn_span_is(k->text, "svg") && !k->empty)
		t->drawing = t->n;
	t->stack[t->n++] =
	    (struct pn_html_element){k->text, bit_of(k->text), block, *s};
	return err;
}

enum pn_err
pn_html_tree_open(struct pn_html_tree *t, const struct pn_html_token *k)
{
	bool block =
	    t->drawing ? pn_span_is(k->text, "text") : is_block(k->text);
	struct pn_html_state s;
	struct pn_css css;
	enum pn_err err =
	    t->drawing ? PN_OK : imply_ends(t, bit_of(k->text), block);

	if (err != PN_OK)
		return err;
	if (pn_span_is(k->text, "br"))
		return pn_flow_add(t->flow, "\n", 1, pn_html_tree_hidden(t));
	s = pn_html_style(t, k, &css);
	if (css.display == PN_DISPLAY_INLINE)
		block = false;
	else if (css.display == PN_DISPLAY_BLOCK)
		block = true;
	if (block)
		err = pn_flow_break(t->flow, s.gone);
	if (err == PN_OK && s.flags != t->flow->flags)
		err = pn_flow_flags(t->flow, s.flags);
	if (err == PN_OK && pn_span_is(k->text, "col") && grid(t))
		begin_col(grid(t), k, pn_html_unseen(&s) != NULL);
	if (err != PN_OK || is_void(k->text) || (k->empty && t->drawing))
		return err;
	return push(t, k, &s, block);
}

enum pn_err
pn_html_tree_close(struct pn_html_tree *t, struct pn_span name)
{
	unsigned bit = name.n ? bit_of(name) : 0;
	enum pn_err err;

	if (pn_span_is(name, "br") || pn_span_is(name, "p"))
		/* both stand for an element when nothing is open */
		err = pn_flow_break(t->flow, top(t)->gone);
	else
		err = PN_OK;
	if (err == PN_OK && bit && bit != LIST)
		err = close_bits(t, bit, TABLE);
	else if (err == PN_OK && name.n)
		err = close_name(t, name);
	if (err == PN_OK && (top(t)->flags | t->sticky) != t->flow->flags)
		err = pn_flow_flags(t->flow, top(t)->flags | t->sticky);
	return err;
}

enum pn_err
pn_html_tree_end(struct pn_html_tree *t)
{
	enum pn_err err = PN_OK;

	while (t->n > 1 && err == PN_OK)
		err = pop(t);
	return err;
}

/* blank - white space of HTML? */
static bool
blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

enum pn_err
pn_html_tree_text(struct pn_html_tree *t, const char *s, size_t n)
{
	const char *hidden = pn_html_tree_hidden(t), *end = s + n;
	enum pn_err err = PN_OK;

	if (top(t)->pre)
		return pn_flow_add(t->flow, s, n, hidden);
	while (s < end && err == PN_OK) {
		const char *p = s;

		while (p < end && blank(*p))
			p++;
		if (p > s)
			pn_flow_space(t->flow, hidden);
		s = p;
		/* words with one blank between them are as they will be */
		while (p < end && (!blank(*p) || (*p == ' ' && p + 1 < end &&
						     !blank(p[1]))))
			p++;
		err = pn_flow_add(t->flow, s, (size_t)(p - s), hidden);
		s = p;
	}
	return err;
}
