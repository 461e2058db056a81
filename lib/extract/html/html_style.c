/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * html_style - what an element hands down: hidden, quoted, colours
 *
 * Style sheets, style attributes, older attributes (bgcolor, hidden) and the
 * classes by which mail programs mark quotations and signatures.
 */
#include <string.h>
#include "extract/html/html_tree.h"

#define NEAR_COLOUR 12 /* of 255: nobody sees the difference */

/* same_colour - can't text of colour A be seen on B? */
static bool
same_colour(uint32_t a, uint32_t b)
{
	if (a == PN_COLOUR_CLEAR)
		return true;
	if (a > 0xffffff || b > 0xffffff)
		return false;
	for (int shift = 0; shift < 24; shift += 8) {
		int d = (int)(a >> shift & 0xff) - (int)(b >> shift & 0xff);

		if (d > NEAR_COLOUR || d < -NEAR_COLOUR)
			return false;
	}
	return true;
}

const char *
pn_html_unseen(const struct pn_html_state *s)
{
	if (s->gone)
		return s->gone;
	if (s->invisible || s->tiny || same_colour(s->colour, s->background))
		return "style";
	return NULL;
}

/* unshown - the kind of hidden content that all in an element of K is, by its
 * name; NULL for those that are shown */
static const char *
unshown(const struct pn_html_tree *t, const struct pn_html_token *k)
{
	static const struct {
		const char *name, *kind;
	} all[] = {{"template", "template"}, {"noscript", "noscript"},
	    {"datalist", "fallback"}, {"iframe", "fallback"},
	    {"noembed", "fallback"}, {"noframes", "fallback"},
	    {"video", "fallback"}, {"audio", "fallback"},
	    {"canvas", "fallback"}, {"rp", "fallback"}, {"xml", "metadata"},
	    {"metadata", "metadata"}, {"desc", "metadata"},
	    {"annotation", "metadata"}, {"annotation-xml", "metadata"},
	    {"defs", "template"}, {"symbol", "template"}};

	/* nearly all tags have short names */
	if (k->text.n < 4 && strchr("rRxX", k->text.p[0]) == NULL)
		return NULL;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (pn_span_is(k->text, all[i].name))
			return all[i].kind;
	if ((pn_span_is(k->text, "details") || pn_span_is(k->text, "dialog")) &&
	    pn_html_attr(k, "open").p == NULL)
		return "closed";
	/* a drawing's title is a tip, a page's is seen */
	return t->drawing && pn_span_is(k->text, "title") ? "metadata" : NULL;
}

/* by_attributes - colours and hiding that are no style */
static void
by_attributes(const struct pn_html_token *k, struct pn_css *css)
{
	struct pn_span v;

	if (pn_span_is(k->text, "pre") || pn_span_is(k->text, "textarea") ||
	    pn_span_is(k->text, "listing") || pn_span_is(k->text, "xmp"))
		css->pre = PN_CSS_YES;
	if (k->n_attrs == 0)
		return;
	v = pn_html_attr(k, "bgcolor");
	if (v.p)
		css->background = pn_css_colour(v);
	if (pn_html_attr(k, "background").p)
		css->background = PN_COLOUR_UNKNOWN;
	v = pn_html_attr(k, pn_span_is(k->text, "body") ? "text" : "color");
	if (v.p)
		css->colour = pn_css_colour(v);
	if (pn_html_attr(k, "hidden").p)
		css->display = PN_DISPLAY_NONE;
}

/* has_word - is W one of the words of S? */
static bool
has_word(struct pn_span s, const char *w)
{
	size_t n = strlen(w);
	const char *p = s.p;

	if (p == NULL)
		return false;
	for (size_t left = s.n;;) {
		const char *q = memmem(p, left, w, n);
		const char *end = s.p + s.n;

		if (q == NULL)
			return false;
		if ((q == s.p || (unsigned char)q[-1] <= ' ') &&
		    (q + n == end || (unsigned char)q[n] <= ' '))
			return true;
		p = q + 1;
		left = (size_t)(end - p);
	}
}

/* mail_flags - quotation or signature, as mail programs mark them */
static unsigned
mail_flags(struct pn_html_tree *t, const struct pn_html_token *k)
{
	static const char *const quoted[] = {"gmail_quote", "yahoo_quoted",
	    "moz-cite-prefix", "protonmail_quote", "gmail_attr", "zmail_extra",
	    "OutlookMessageHeader"};
	static const char *const signature[] = {
	    "gmail_signature", "moz-signature", "protonmail_signature_block"};
	struct pn_span class = pn_html_attr(k, "class");
	struct pn_span id = pn_html_attr(k, "id");

	if (pn_span_is(id, "divRplyFwdMsg") || pn_span_is(id, "appendonsend"))
		t->sticky = PN_TEXT_QUOTED;
	if (pn_span_is(k->text, "blockquote") &&
	    pn_span_is(pn_html_attr(k, "type"), "cite"))
		return PN_TEXT_QUOTED;
	for (size_t i = 0; class.p && i < 7; i++)
		if (has_word(class, quoted[i]))
			return PN_TEXT_QUOTED;
	for (size_t i = 0; class.p && i < 3; i++)
		if (has_word(class, signature[i]))
			return PN_TEXT_SIGNATURE;
	return pn_span_is(id, "Signature") ? PN_TEXT_SIGNATURE : 0;
}

/* declare - the declarations of a style attribute, character references
 * replaced */
static void
declare(struct pn_css *css, struct pn_span style)
{
	struct pn_buf plain;

	if (memchr(style.p, '&', style.n) == NULL) {
		pn_css_declare(css, css, style);
		return;
	}
	pn_buf_init(&plain, style.n * 4 + 16);
	if (pn_html_decode(&plain, style, true) == PN_OK)
		pn_css_declare(
		    css, css, (struct pn_span){plain.data, plain.len});
	pn_buf_free(&plain);
}

/* is_summary - does K begin what is seen of closed details? */
static bool
is_summary(const struct pn_html_tree *t, const struct pn_html_token *k)
{
	return t->n > 1 && pn_span_is(k->text, "summary") &&
	       pn_span_is(t->stack[t->n - 1].name, "details") &&
	       t->stack[t->n - 2].state.gone == NULL;
}

struct pn_html_state
pn_html_style(
    struct pn_html_tree *t, const struct pn_html_token *k, struct pn_css *css)
{
	struct pn_html_state s = t->stack[t->n - 1].state;
	struct pn_span style = pn_html_attr(k, "style");

	pn_css_init(css);
	by_attributes(k, css);
	if (t->drawing)
		pn_html_drawn(t, k, css);
	t->path[t->n] = (struct pn_css_element){
	    k->text, pn_html_attr(k, "id"), pn_html_attr(k, "class")};
	pn_css_apply(t->sheet, t->path, t->n, k, false, css);
	if (style.p)
		declare(css, style);
	pn_css_apply(t->sheet, t->path, t->n, k, true, css);
	if (s.gone == NULL)
		s.gone = unshown(t, k);
	else if (is_summary(t, k))
		s.gone = NULL;
	if (s.gone == NULL && pn_css_gone(css))
		s.gone = "style";
	if (css->invisible)
		s.invisible = css->invisible == PN_CSS_YES;
	if (css->tiny)
		s.tiny = css->tiny == PN_CSS_YES;
	if (css->pre)
		s.pre = css->pre == PN_CSS_YES;
	if (css->colour != PN_COLOUR_UNSET)
		s.colour = css->colour;
	else if (pn_span_is(k->text, "a") && pn_html_attr(k, "href").p)
		s.colour = 0x0000ee;
	if (css->background != PN_COLOUR_UNSET &&
	    css->background != PN_COLOUR_CLEAR)
		s.background = css->background;
	if (t->drawing || pn_span_is(k->text, "svg"))
		pn_html_drawing(t, k, css, &s);
	s.flags |= mail_flags(t, k) | t->sticky;
	return s;
}
