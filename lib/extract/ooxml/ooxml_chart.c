/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ooxml_chart - charts, and the numbers behind them (ECMA-376 part 1, 21.2)
 *
 * Titles, names of series and of categories are drawn. The numbers are not,
 * only their bars: what a chart keeps of a workbook inside or outside of the
 * file is hidden, unless the chart writes its values beside the bars. Those
 * of cells in the same workbook are the cells' affair.
 */
#include <string.h>
#include "extract/flow.h"
#include "extract/ooxml/ooxml.h"

struct chart {
	struct pn_flow flow;
	const char *base; /* all of it is hidden by that; NULL */
	bool workbook;	  /* the file has sheets of its own */
	bool labelled;	  /* values are written */
	bool near;	  /* the open reference leads to such a sheet */
	unsigned in_values, in_formula, in_measure; /* open elements */
	struct pn_buf formula;
	unsigned in_name; /* open elements: what the series is called */
	struct pn_buf series;
	bool told; /* its name stands in front of its numbers */
};

/* open - the counter of the open elements NAME; NULL */
static unsigned *
open(struct chart *c, const char *name)
{
	static const char *const values[] = {
	    "val", "yVal", "xVal", "bubbleSize", "numDim"};
	static const char *const measures[] = {
	    "formatCode", "col", "colOff", "row", "rowOff"};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (strcmp(name, values[i]) == 0)
			return &c->in_values;
	for (size_t i = 0; i < sizeof(measures) / sizeof(measures[0]); i++)
		if (strcmp(name, measures[i]) == 0)
			return &c->in_measure;
	if (strcmp(name, "tx") == 0)
		return &c->in_name;
	return strcmp(name, "f") == 0 ? &c->in_formula : NULL;
}

/* joins - an element that does not end a word */
static bool
joins(const char *name)
{
	static const char *const names[] = {
	    "t", "r", "rPr", "fld", "solidFill", "latin", "ea", "cs"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static enum pn_err
chart_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct chart *c = ctx;
	unsigned *n = open(c, name);
	enum pn_err err = pn_job_work(c->flow.job, 32);

	if (n)
		++*n;
	if (n == &c->in_values)
		c->near = false;
	if (strcmp(name, "ser") == 0 || strcmp(name, "series") == 0) {
		pn_buf_clear(&c->series);
		c->told = false;
	}
	if (strcmp(name, "showVal") == 0 && pn_xml_attr_on(attrs, "val"))
		c->labelled = true;
	return err != PN_OK || joins(name) ? err
					   : pn_flow_break(&c->flow, c->base);
}

static enum pn_err
chart_end(void *ctx, const char *name)
{
	struct chart *c = ctx;
	unsigned *n = open(c, name);

	if (n && *n)
		--*n;
	if (n == &c->in_formula) {
		c->near = c->workbook && strchr(c->formula.data, '[') == NULL &&
			  strstr(c->formula.data, "#REF") == NULL;
		pn_buf_clear(&c->formula);
	}
	return joins(name) ? PN_OK : pn_flow_break(&c->flow, c->base);
}

/* number - a number that is not drawn; what the series is called is told in
 * front of the first, because it says what the numbers are */
static enum pn_err
number(struct chart *c, const char *s, size_t n)
{
	enum pn_err err = PN_OK;

	if (!c->told)
		err = pn_flow_add(
		    &c->flow, c->series.data, c->series.len, "chart-data");
	c->told = true;
	c->flow.parted = true;
	return err == PN_OK ? pn_flow_add(&c->flow, s, n, "chart-data") : err;
}

static enum pn_err
chart_text(void *ctx, const char *s, size_t n)
{
	struct chart *c = ctx;
	if (c->in_measure)
		return PN_OK;
	if (c->in_formula)
		return pn_buf_add(&c->formula, s, n) == PN_OK
			   ? PN_OK
			   : pn_job_limit(c->flow.job, "text");
	if (c->base == NULL && c->in_values && !c->near && !c->labelled)
		return number(c, s, n);
	if (c->in_name && pn_buf_add(&c->series, s, n) != PN_OK)
		return pn_job_limit(c->flow.job, "text");
	return pn_flow_add(&c->flow, s, n, c->base);
}

enum pn_err
pn_ooxml_chart(struct pn_ooxml *x, const struct pn_zip_entry *e,
    const char *place, const char *hidden)
{
	static const struct pn_xml_events events = {
	    .start = chart_start, .end = chart_end, .text = chart_text};
	struct chart c = {.base = hidden};
	enum pn_err err, flushed;

	c.workbook = strstr(pn_opc_main_type(x->opc), "sheet.main") != NULL;
	pn_flow_init(&c.flow, x->job, place, 0);
	pn_buf_init(&c.formula, pn_job_room(x->job) + 1);
	pn_buf_init(&c.series, pn_job_room(x->job) + 1);
	err = pn_ooxml_parse(x, e, &events, &c);
	flushed = pn_flow_flush(&c.flow);
	pn_flow_free(&c.flow);
	pn_buf_free(&c.formula);
	pn_buf_free(&c.series);
	return err == PN_OK ? flushed : err;
}
