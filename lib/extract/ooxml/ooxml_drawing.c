/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ooxml_drawing - shapes on a sheet or a chart (ECMA-376 part 1, 20.5, 21.3)
 *
 * A shape that is switched off or has no size is not seen, nor is text
 * without any colour. What stands for pictures, and the names that people
 * gave to objects, are hidden text.
 */
#include <string.h>
#include "extract/flow.h"
#include "extract/ooxml/ooxml.h"

struct drawing {
	struct pn_flow flow, aside; /* ASIDE: what stands for shapes */
	const char *base;	    /* all of it is hidden by that; NULL */
	unsigned in_text, in_run, in_fill, in_line; /* open elements */
	unsigned depth, off; /* open shapes; the one that is not seen */
	bool clear;	     /* the run has no colour */
};

/* is_shape - one that is drawn, or a group of such */
static bool
is_shape(const char *name)
{
	static const char *const names[] = {
	    "sp", "pic", "graphicFrame", "cxnSp", "grpSp"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/* open - the counter of the open elements NAME; NULL */
static unsigned *
open(struct drawing *d, const char *name)
{
	if (strcmp(name, "t") == 0)
		return &d->in_text;
	if (strcmp(name, "rPr") == 0)
		return &d->in_run;
	if (strcmp(name, "solidFill") == 0)
		return &d->in_fill;
	return strcmp(name, "ln") == 0 ? &d->in_line : NULL;
}

/* aside - V, which nobody sees, as hidden by KIND */
static enum pn_err
aside(struct drawing *d, struct pn_bytes v, const char *kind)
{
	d->aside.parted = true;
	return v.n ? pn_flow_add(&d->aside, (const char *)v.p, v.n,
			 d->base ? d->base : kind)
		   : PN_OK;
}

/* described - the name of a shape, what stands for it, whether it is on */
static enum pn_err
described(struct drawing *d, const struct pn_xml_attrs *a)
{
	struct pn_bytes name = pn_xml_attr(a, "name");
	enum pn_err err = aside(d, pn_xml_attr(a, "descr"), "alt-text");

	if (err == PN_OK)
		err = aside(d, pn_xml_attr(a, "title"), "alt-text");
	if (err == PN_OK && !pn_ooxml_made_up(name))
		err = aside(d, name, "object-name");
	if (pn_xml_attr_on(a, "hidden") && d->off == 0)
		d->off = d->depth;
	return err;
}

/* looks - whether the shape or the run has a size and a colour */
static void
looks(struct drawing *d, const char *name, const struct pn_xml_attrs *a)
{
	if (strcmp(name, "ext") == 0 && pn_xml_attr_is(a, "cx", "0") &&
	    pn_xml_attr_is(a, "cy", "0") && d->off == 0 && d->in_run == 0)
		d->off = d->depth;
	else if (strcmp(name, "noFill") == 0 && d->in_run && !d->in_line)
		d->clear = true;
	else if (strcmp(name, "alpha") == 0 && d->in_run && d->in_fill &&
		 !d->in_line && pn_xml_attr_is(a, "val", "0"))
		d->clear = true;
}

static enum pn_err
drawing_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct drawing *d = ctx;
	unsigned *n = open(d, name);
	enum pn_err err = pn_job_work(d->flow.job, 32);

	if (err != PN_OK)
		return err;
	if (n)
		++*n;
	if (is_shape(name))
		d->depth++;
	else if (strcmp(name, "r") == 0 || strcmp(name, "fld") == 0)
		d->clear = false;
	else if (strcmp(name, "cNvPr") == 0)
		return described(d, attrs);
	else if (strcmp(name, "hlinkClick") == 0)
		return aside(d, pn_xml_attr(attrs, "tooltip"), "tooltip");
	else if (strcmp(name, "p") == 0 || strcmp(name, "br") == 0)
		return pn_flow_break(&d->flow, d->base);
	else
		looks(d, name, attrs);
	return PN_OK;
}

static enum pn_err
drawing_end(void *ctx, const char *name)
{
	struct drawing *d = ctx;
	unsigned *n = open(d, name);

	if (n && *n)
		--*n;
	if (is_shape(name)) {
		if (d->off == d->depth)
			d->off = 0;
		d->depth -= d->depth > 0;
	}
	return strcmp(name, "p") == 0 ? pn_flow_break(&d->flow, d->base)
				      : PN_OK;
}

static enum pn_err
drawing_text(void *ctx, const char *s, size_t n)
{
	struct drawing *d = ctx;
	const char *why = d->base    ? d->base
			  : d->off   ? "shape"
			  : d->clear ? "style"
				     : NULL;

	return d->in_text ? pn_flow_add(&d->flow, s, n, why) : PN_OK;
}

enum pn_err
pn_ooxml_drawing(struct pn_ooxml *x, const struct pn_zip_entry *e,
    const char *place, const char *hidden)
{
	static const struct pn_xml_events events = {
	    .start = drawing_start, .end = drawing_end, .text = drawing_text};
	struct drawing d = {.base = hidden};
	enum pn_err err, flushed;

	pn_flow_init(&d.flow, x->job, place, 0);
	pn_flow_init(&d.aside, x->job, place, 0);
	err = pn_ooxml_parse(x, e, &events, &d);
	flushed = pn_flow_flush(&d.flow);
	if (flushed == PN_OK)
		flushed = pn_flow_flush(&d.aside);
	pn_flow_free(&d.flow);
	pn_flow_free(&d.aside);
	return err == PN_OK ? flushed : err;
}
