/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ooxml_props - the properties of a document, and who wrote it
 */
#include <string.h>
#include "extract/flow.h"
#include "extract/ooxml/ooxml_rest.h"

/* The text of properties, and beside it the names of those who wrote them. */
struct props {
	struct pn_flow flow, names;
	unsigned named;		 /* depth of the element that holds a name */
	unsigned depth, dropped; /* depth of the element that is left out */
};

static enum pn_err
props_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	static const char *const people[] = {
	    "creator", "lastModifiedBy", "Manager", "Company"};
	static const char *const no_text[] = {"Application", "AppVersion",
	    "created", "modified", "revision", "lastPrinted", "TotalTime",
	    "Pages", "Words", "Characters", "CharactersWithSpaces", "Lines",
	    "Paragraphs", "DocSecurity", "HeadingPairs", "TitlesOfParts",
	    "ScaleCrop", "LinksUpToDate", "SharedDoc", "HyperlinksChanged",
	    "HLinks", "DigSig", "Slides", "Notes", "HiddenSlides", "MMClips",
	    "PresentationFormat", "version", "language"};
	struct props *p = ctx;
	enum pn_err err = PN_OK;

	p->depth++;
	if (p->dropped == 0)
		for (size_t i = 0; i < sizeof(no_text) / sizeof(no_text[0]);
		     i++)
			if (strcmp(name, no_text[i]) == 0)
				p->dropped = p->depth;
	for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++)
		if (p->named == 0 && strcmp(name, people[i]) == 0)
			p->named = p->depth;
	/* a custom property carries its name as an attribute */
	if (strcmp(name, "property") == 0) {
		struct pn_bytes v = pn_xml_attr(attrs, "name");

		err = pn_flow_add(&p->flow, (const char *)v.p, v.n, "metadata");
		if (err == PN_OK && v.n)
			err = pn_flow_add(&p->flow, ": ", 2, "metadata");
		p->flow.parted = false;
		return err;
	}
	return err;
}

static enum pn_err
props_end(void *ctx, const char *name)
{
	struct props *p = ctx;

	(void)name;
	if (p->dropped == p->depth)
		p->dropped = 0;
	if (p->named == p->depth) {
		p->named = 0;
		p->names.parted = true;
	}
	p->depth--;
	return pn_flow_break(&p->flow, "metadata");
}

static enum pn_err
props_text(void *ctx, const char *s, size_t n)
{
	struct props *p = ctx;

	if (p->named)
		return pn_flow_add(&p->names, s, n, "author");
	return p->dropped ? PN_OK : pn_flow_add(&p->flow, s, n, "metadata");
}

enum pn_err
pn_ooxml_properties(struct pn_ooxml *x, const struct pn_zip_entry *e)
{
	static const struct pn_xml_events events = {
	    .start = props_start, .end = props_end, .text = props_text};
	struct props p = {0};
	enum pn_err err, flushed;

	pn_flow_init(&p.flow, x->job, "", 0);
	pn_flow_init(&p.names, x->job, "", 0);
	err = pn_ooxml_parse(x, e, &events, &p);
	flushed = pn_flow_flush(&p.flow);
	if (flushed == PN_OK)
		flushed = pn_flow_flush(&p.names);
	pn_flow_free(&p.flow);
	pn_flow_free(&p.names);
	return err == PN_OK ? flushed : err;
}
