/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * html_drawing - SVG, in a page or as a file of its own
 *
 * Of a drawing it is told what is seen of its texts: painted with nothing,
 * with the paper's colour before anything was painted, or outside of the
 * view. Turned and scaled pieces may be anywhere, so they count as seen.
 */
#include <stdlib.h>
#include <string.h>
#include "extract/html/html_tree.h"

#define BLACK	0x000000 /* what texts are painted with */
#define BELOW	10	 /* part of the height that a line may hang below */
#define LONGEST 63	 /* bytes of a number or a short list of them */

/* number - the first number of V, what follows it at *REST; false for none */
static bool
number(struct pn_span v, char buf[LONGEST + 1], double *x, char **rest)
{
	size_t n = v.n < LONGEST ? v.n : LONGEST;

	if (v.p == NULL || n == 0)
		return false;
	memcpy(buf, v.p, n);
	buf[n] = '\0';
	*x = strtod(buf, rest);
	return *rest != buf;
}

/* view - what part of the plane the drawing of tag K shows, into BOX: left,
 * top, width, height; false where that is not said in numbers */
static bool
view(const struct pn_html_token *k, double box[4])
{
	char buf[LONGEST + 1], *p;
	size_t n = 0;

	if (number(pn_html_attr(k, "viewBox"), buf, &box[0], &p)) {
		for (n = 1; n < 4; n++) {
			char *q;

			p += strspn(p, " ,\t\r\n");
			box[n] = strtod(p, &q);
			if (q == p)
				return false;
			p = q;
		}
		return box[2] > 0 && box[3] > 0;
	}
	box[0] = box[1] = 0;
	return number(pn_html_attr(k, "width"), buf, &box[2], &p) &&
	       *p != '%' &&
	       number(pn_html_attr(k, "height"), buf, &box[3], &p) &&
	       *p != '%' && box[2] > 0 && box[3] > 0;
}

/* shift - move S by "translate(X, Y)"; any other change makes it lost */
static void
shift(struct pn_html_state *s, struct pn_span v)
{
	char buf[LONGEST + 1], *p;
	double x;

	if (v.p == NULL)
		return;
	s->lost |= v.n <= 10 || strncmp(v.p, "translate(", 10) != 0 ||
		   v.p[v.n - 1] != ')' || memchr(v.p, ')', v.n - 1) != NULL;
	if (s->lost ||
	    !number((struct pn_span){v.p + 10, v.n - 10}, buf, &x, &p))
		return;
	s->x += (float)x;
	s->y += (float)strtod(p + strspn(p, " ,"), NULL);
}

/* outside - does a text of tag K begin where nobody sees it? */
static bool
outside(const struct pn_html_tree *t, const struct pn_html_token *k,
    const struct pn_html_state *s)
{
	char buf[LONGEST + 1], *p;
	double x = 0, y = 0;
	bool at_x = number(pn_html_attr(k, "x"), buf, &x, &p) && *p != '%';
	bool at_y = number(pn_html_attr(k, "y"), buf, &y, &p) && *p != '%';

	if (!t->boxed || s->lost ||
	    !(at_x || at_y || pn_span_is(k->text, "text")))
		return false;
	x += (double)s->x - t->box[0];
	y += (double)s->y - t->box[1];
	/* what begins to the left may reach into it */
	return x > t->box[2] || x < -t->box[2] ||
	       (at_y && (y < 0 || y > t->box[3] + t->box[3] / BELOW));
}

/* one_of - is NAME one of the words of LIST? */
static bool
one_of(struct pn_span name, const char *const *list)
{
	for (; *list; list++)
		if (pn_span_is(name, *list))
			return true;
	return false;
}

/* painted - how the attributes of K paint it, into CSS */
static void
painted(const struct pn_html_token *k, struct pn_css *css)
{
	static const char *const names[] = {"display", "visibility", "opacity",
	    "font-size", "fill", "fill-opacity", "stroke", NULL};

	for (size_t i = 0; i < k->n_attrs; i++)
		if (one_of(k->attrs[i].name, names))
			pn_css_property(
			    css, k->attrs[i].name, k->attrs[i].value);
}

void
pn_html_drawn(
    struct pn_html_tree *t, const struct pn_html_token *k, struct pn_css *css)
{
	static const char *const shapes[] = {"rect", "path", "circle",
	    "ellipse", "polygon", "image", "use", NULL};

	painted(k, css);
	if (!one_of(k->text, shapes) || css->fill == PN_COLOUR_CLEAR)
		return;
	/* from here on anything may be behind a text */
	for (size_t i = 0; i < t->n; i++)
		t->stack[i].state.background = PN_COLOUR_UNKNOWN;
}

void
pn_html_drawing(struct pn_html_tree *t, const struct pn_html_token *k,
    const struct pn_css *css, struct pn_html_state *s)
{
	if (pn_span_is(k->text, "svg")) {
		if (t->drawing == 0) {
			s->colour = BLACK;
			s->x = s->y = 0;
			s->lost = false;
			t->boxed = view(k, t->box);
		}
	} else {
		shift(s, pn_html_attr(k, "transform"));
	}
	if (css->fill != PN_COLOUR_UNSET)
		s->colour = css->fill;
	if (css->fill == PN_COLOUR_CLEAR && css->stroked == PN_CSS_YES)
		s->colour = PN_COLOUR_UNKNOWN; /* an outline is seen */
	if (s->gone == NULL &&
	    (pn_span_is(k->text, "text") || pn_span_is(k->text, "tspan")) &&
	    outside(t, k, s))
		s->gone = "outside";
}
