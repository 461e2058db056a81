/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ooxml - what Word, Excel and PowerPoint files have in common (ECMA-376)
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "extract/flow.h"
#include "extract/archive/zipmember.h"
#include "extract/ole/vba.h"
#include "extract/ooxml/ooxml.h"

unsigned
pn_ooxml_bid(struct pn_look *look, const char *const *starts, size_t n)
{
	const struct pn_opc *opc = pn_look_opc(look);
	const char *type = opc ? pn_opc_main_type(opc) : "";

	for (size_t i = 0; i < n; i++)
		if (strncasecmp(type, starts[i], strlen(starts[i])) == 0)
			return PN_BID_PACKAGE + 32;
	return 0;
}

enum pn_err
pn_ooxml_open(struct pn_job *job, struct pn_ooxml *x)
{
	enum pn_err err;

	*x = (struct pn_ooxml){.job = job};
	err = pn_zip_read(job->bytes, &x->zip);
	if (err == PN_ERR_LIMIT)
		err = pn_job_limit(job, "members");
	if (err == PN_OK) {
		x->opc = pn_opc_open(x->zip);
		x->done = pn_alloc(x->zip->n_entries + 1);
	}
	if (err == PN_OK && x->opc == NULL)
		err = PN_ERR_SYNTAX;
	return err;
}

void
pn_ooxml_free(struct pn_ooxml *x)
{
	free(x->done);
	pn_opc_free(&x->opc);
	pn_zip_free(&x->zip);
}

const struct pn_zip_entry *
pn_ooxml_part(const struct pn_ooxml *x, const char *name)
{
	return pn_opc_find(x->zip, name);
}

const struct pn_zip_entry *
pn_ooxml_undone(const struct pn_ooxml *x, const char *name)
{
	const struct pn_zip_entry *e = name ? pn_ooxml_part(x, name) : NULL;

	return e && !x->done[e - x->zip->entries] ? e : NULL;
}

enum pn_err
pn_ooxml_parse(struct pn_ooxml *x, const struct pn_zip_entry *e,
    const struct pn_xml_events *events, void *ctx)
{
	struct pn_unpacked u;
	enum pn_err err;

	x->done[e - x->zip->entries] = true;
	if (e->disagrees || e->overlaps)
		pn_job_damage(x->job, "damaged");
	err = pn_unpack(x->job, e, PN_UNPACK_MAX, &u);
	if (err == PN_ERR_CRYPTO) {
		pn_job_answer(x->job, PN_STATUS_ENCRYPTED, NULL);
		err = PN_OK;
	} else if (err == PN_OK) {
		err = pn_xml_parse(u.bytes, events, ctx);
	}
	if (u.damaged || (err != PN_OK && err != PN_ERR_LIMIT)) {
		pn_job_damage(x->job, "damaged");
		err = err == PN_ERR_LIMIT ? err : PN_OK;
	}
	pn_unpack_free(&u);
	return err;
}

/* What a part is read into, whatever its elements mean. */
struct any {
	struct pn_flow flow;
	const char *hidden;
	bool attrs;
	bool mute;	    /* in an element that holds a measure */
	unsigned in_client; /* open elements of a VML object's settings */
	bool links;	    /* only where relationships lead outside */
};

/* joins - an element that does not end a word: runs and their texts */
static bool
joins(const char *name)
{
	static const char *const names[] = {"t", "r", "fld", "rPr", "b", "i",
	    "span", "font", "solidFill", "latin"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static enum pn_err
any_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	static const char *const told[] = {"v", "val", "value", "connection",
	    "command", "text", "descr", "title", "prompt", "string"};
	/* where drawings stand, and how charts write their numbers */
	static const char *const measures[] = {
	    "col", "colOff", "row", "rowOff", "formatCode"};
	struct any *a = ctx;
	enum pn_err err = PN_OK;

	if (a->links) {
		struct pn_bytes to = pn_xml_attr(attrs, "Target");

		if (!pn_xml_attr_is(attrs, "TargetMode", "External"))
			return PN_OK;
		err = pn_flow_add(&a->flow, (const char *)to.p, to.n, NULL);
		return err == PN_OK ? pn_flow_break(&a->flow, NULL) : err;
	}
	a->in_client += strcmp(name, "ClientData") == 0;
	a->mute = a->in_client > 0;
	for (size_t i = 0; i < sizeof(measures) / sizeof(measures[0]); i++)
		a->mute |= strcmp(name, measures[i]) == 0;
	if (!joins(name))
		err = pn_flow_break(&a->flow, a->hidden);
	for (size_t i = 0;
	     a->attrs && err == PN_OK && i < sizeof(told) / sizeof(told[0]);
	     i++) {
		struct pn_bytes v = pn_xml_attr(attrs, told[i]);

		if (v.n == 0)
			continue;
		err = pn_flow_add(&a->flow, (const char *)v.p, v.n, a->hidden);
		if (err == PN_OK)
			err = pn_flow_break(&a->flow, a->hidden);
	}
	return err == PN_OK ? pn_job_work(a->flow.job, 32) : err;
}

static enum pn_err
any_end(void *ctx, const char *name)
{
	struct any *a = ctx;

	a->in_client -= a->in_client && strcmp(name, "ClientData") == 0;
	a->mute = a->in_client > 0;
	return joins(name) ? PN_OK : pn_flow_break(&a->flow, a->hidden);
}

static enum pn_err
any_text(void *ctx, const char *s, size_t n)
{
	struct any *a = ctx;

	return a->mute || a->links ? PN_OK
				   : pn_flow_add(&a->flow, s, n, a->hidden);
}

/* read_any - part E into A; FLAGS of all its text */
static enum pn_err
read_any(struct pn_ooxml *x, const struct pn_zip_entry *e, const char *place,
    unsigned flags, struct any *a)
{
	static const struct pn_xml_events events = {
	    .start = any_start, .end = any_end, .text = any_text};
	enum pn_err err, flushed;

	pn_flow_init(&a->flow, x->job, place, flags);
	err = pn_ooxml_parse(x, e, &events, a);
	flushed = pn_flow_flush(&a->flow);
	pn_flow_free(&a->flow);
	return err == PN_OK ? flushed : err;
}

enum pn_err
pn_ooxml_text(struct pn_ooxml *x, const struct pn_zip_entry *e,
    const char *place, const char *hidden, bool attrs)
{
	struct any a = {.hidden = hidden, .attrs = attrs};

	return read_any(x, e, place, 0, &a);
}

/* What is done with a part. */
enum action {
	NOTHING, /* no text by its nature */
	SKIP, /* no text of its own; what stands there all the same is read */
	SEEN,
	HIDDEN,
	VALUES, /* hidden, attributes too */
	LINKS,
	VML, /* XML in name */
	MACRO,
};

/* By a piece of the content type; the first that fits. */
static const struct {
	const char *type;
	enum action action;
	const char *word; /* place of seen text, kind of hidden text */
} rules[] = {
    {"drawingml.chart+xml", SEEN, "chart"},
    {"chartex+xml", SEEN, "chart"},
    {"drawingml.diagramData+xml", SEEN, "diagram"},
    {"drawingml.chartshapes+xml", SEEN, "chart"},
    {"officedocument.drawing+xml", SEEN, "drawing"},
    {"officedocument.vmlDrawing", VML, "drawing"},
    {"package.core-properties+xml", HIDDEN, "metadata"},
    {"custom-properties+xml", HIDDEN, "metadata"},
    {"extended-properties+xml", HIDDEN, "metadata"},
    {"threadedcomments+xml", HIDDEN, "comment"},
    {"comments+xml", HIDDEN, "comment"},
    {"glossary+xml", HIDDEN, "glossary"},
    {"externalLink+xml", VALUES, "external-link"},
    {"revisionLog+xml", VALUES, "revision"},
    {"userNames+xml", SKIP, NULL},
    {"connections+xml", VALUES, "connection"},
    {"pivotCache", VALUES, "pivot-cache"},
    {"pivotTable+xml", SKIP, NULL},
    {"slicer", VALUES, "slicer"},
    {"presentationml.tags+xml", VALUES, "tag"},
    {"presentationml.presProps+xml", SKIP, NULL},
    {"presentationml.viewProps+xml", SKIP, NULL},
    {"presentationml.tableStyles+xml", SKIP, NULL},
    {"vbaProject", MACRO, NULL},
    {"vbaData", SKIP, NULL},
    {"relationships+xml", LINKS, NULL},
    {"styles", SKIP, NULL},
    {"settings+xml", SKIP, NULL},
    {"webSettings+xml", SKIP, NULL},
    {"fontTable+xml", SKIP, NULL},
    {"numbering+xml", SKIP, NULL},
    {"theme", SKIP, NULL},
    {"commentsExtended+xml", SKIP, NULL},
    {"commentsIds+xml", SKIP, NULL},
    {"commentsExtensible+xml", SKIP, NULL},
    {"people+xml", SKIP, NULL},
    {"person+xml", SKIP, NULL},
    {"customXmlProperties+xml", SKIP, NULL},
    {"diagramLayout+xml", SKIP, NULL},
    {"diagramStyle+xml", SKIP, NULL},
    {"diagramColors+xml", SKIP, NULL},
    {"diagramDrawing+xml", SEEN, "diagram"},
    {"chartstyle+xml", SKIP, NULL},
    {"chartcolorstyle+xml", SKIP, NULL},
    {"ms-office.activeX+xml", SEEN, "form"},
    {"controlproperties+xml", SEEN, "form"},
    {"printerSettings", SKIP, NULL},
    {"calcChain+xml", SKIP, NULL},
    {"spreadsheetml.table+xml", SKIP, NULL},
    {"queryTable+xml", SKIP, NULL},
    {"sheetMetadata+xml", SKIP, NULL},
    {"volatileDependencies+xml", SKIP, NULL},
    {"customUI", SKIP, NULL},
    {"attachedToolbars", SKIP, NULL},
    {"keyMapCustomizations", SKIP, NULL},
    {"obfuscatedFont", SKIP, NULL},
    {"digital-signature", NOTHING, NULL},
};

/* rule_for - what is done with part NAME of content type TYPE */
static size_t
rule_for(const char *type)
{
	size_t n = sizeof(rules) / sizeof(rules[0]), i = 0;

	while (i < n && strcasestr(type, rules[i].type) == NULL)
		i++;
	return i;
}

/* entity - the character that the entity at P tells; its length in *N */
static char
entity(const char *p, size_t left, size_t *n)
{
	static const struct {
		const char *word;
		char c;
	} all[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'},
	    {"&quot;", '"'}, {"&nbsp;", ' '}, {"&#13;", '\n'}};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (left >= strlen(all[i].word) &&
		    memcmp(p, all[i].word, strlen(all[i].word)) == 0) {
			*n = strlen(all[i].word);
			return all[i].c;
		}
	*n = 1;
	return *p;
}

/* tag_is - does the tag at P ("<x:Name" or "</x:Name") have local NAME? */
static bool
tag_is(const char *p, const char *name)
{
	size_t n, len = strlen(name);

	p++;
	p += *p == '/';
	n = strcspn(p, ": \t\r\n/<>");
	if (p[n] == ':')
		p += n + 1;
	return strncasecmp(p, name, len) == 0 &&
	       strchr(" \t\r\n/>", p[len]) != NULL;
}

/* strip - the text of P between its tags into F; what stands in a VML
 * object's settings is left out */
static enum pn_err
strip(struct pn_flow *f, const char *p, const char *end)
{
	static const char *const inside[] = {"font", "b", "i", "u", "span"};
	enum pn_err err = PN_OK;
	bool settings = false;

	while (p < end && err == PN_OK) {
		bool joined = false;
		size_t n;

		if (*p != '<') {
			char c = entity(p, (size_t)(end - p), &n);

			if (!settings)
				err = pn_flow_add(f, &c, 1, NULL);
			p += n;
			continue;
		}
		for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++)
			joined |= tag_is(p, inside[i]);
		if (!joined)
			err = pn_flow_break(f, NULL);
		if (tag_is(p, "ClientData"))
			settings = p[1] != '/';
		p = memchr(p, '>', (size_t)(end - p));
		p = p ? p + 1 : end;
		if (err == PN_OK)
			err = pn_job_work(f->job, 32);
	}
	return err;
}

/* read_vml - part E, a drawing as programs wrote it before DrawingML: mostly
 * not well-formed ("<br>"), so read by its tags */
static enum pn_err
read_vml(struct pn_ooxml *x, const struct pn_zip_entry *e)
{
	struct pn_flow flow;
	struct pn_unpacked u;
	enum pn_err err = pn_unpack(x->job, e, PN_UNPACK_MAX, &u), rest;

	pn_flow_init(&flow, x->job, "drawing", 0);
	if (u.damaged || (err != PN_OK && err != PN_ERR_LIMIT))
		pn_job_damage(x->job, "damaged");
	if (err == PN_OK && u.bytes.n) {
		/* a copy, because names are looked for up to a NUL */
		char *s = pn_strndup((const char *)u.bytes.p, u.bytes.n);

		err = strip(&flow, s, s + u.bytes.n);
		free(s);
	}
	rest = pn_flow_flush(&flow);
	pn_flow_free(&flow);
	pn_unpack_free(&u);
	return err == PN_ERR_LIMIT ? err : rest;
}

/* read_macros - the modules of part E */
static enum pn_err
read_macros(struct pn_ooxml *x, const struct pn_zip_entry *e)
{
	struct pn_unpacked u;
	enum pn_err err = pn_unpack(x->job, e, PN_UNPACK_MAX, &u);

	pn_job_hidden(x->job, "macro");
	if (u.damaged || (err != PN_OK && err != PN_ERR_LIMIT))
		pn_job_damage(x->job, "damaged");
	if (err == PN_OK)
		err = pn_vba_file(x->job, u.bytes);
	pn_unpack_free(&u);
	return err == PN_ERR_LIMIT ? err : PN_OK;
}

/* read_skipped - part E, which is of a type that holds no text: what is XML
 * is looked through all the same, what is not goes on as a member, because a
 * type is only a claim */
static enum pn_err
read_skipped(struct pn_ooxml *x, const struct pn_zip_entry *e)
{
	struct any a = {0};
	struct pn_unpacked u;
	const unsigned char *p;
	size_t at = 0;
	enum pn_err err = pn_unpack(x->job, e, PN_UNPACK_MAX, &u);
	bool xml, known;

	p = u.bytes.p;
	while (err == PN_OK && at < u.bytes.n && at < 8 &&
	       (p[at] <= ' ' || p[at] >= 0xef))
		at++; /* blanks and byte order marks */
	xml = err == PN_OK && at < u.bytes.n && p[at] == '<';
	/* settings of a printer are bytes that are nothing else */
	known = err == PN_OK && !xml && u.bytes.n &&
		pn_recognise(u.bytes).bits > PN_BID_SHAPE;
	pn_unpack_free(&u);
	if (err == PN_ERR_LIMIT)
		return err;
	if (xml)
		return read_any(x, e, e->name, PN_TEXT_HIDDEN, &a);
	return known || err != PN_OK
		   ? pn_zip_member(x->job, e, PN_ROLE_EMBEDDED)
		   : PN_OK;
}

/* authors_only - properties that are names of people at work, and of the
 * program: not text of the sender's */
static enum pn_err properties(struct pn_ooxml *x, const struct pn_zip_entry *e);

/* rest_part - one part by its rule */
static enum pn_err
rest_part(struct pn_ooxml *x, const struct pn_zip_entry *e)
{
	const char *type = pn_opc_type(x->opc, e->name);
	size_t i = rule_for(type);
	size_t n = sizeof(rules) / sizeof(rules[0]);

	if (e->folder || strcasecmp(e->name, "[Content_Types].xml") == 0)
		return PN_OK;
	if (strncasecmp(e->name, "customXml/item", 14) == 0 &&
	    (i == n || rules[i].action != SKIP))
		return pn_ooxml_text(x, e, "", "custom-xml", true);
	if (i == n)
		return pn_zip_member(x->job, e, PN_ROLE_EMBEDDED);
	switch (rules[i].action) {
	case SEEN:
		return pn_ooxml_text(x, e, rules[i].word, NULL, false);
	case HIDDEN:
		if (strcmp(rules[i].word, "metadata") == 0)
			return properties(x, e);
		return pn_ooxml_text(x, e, "", rules[i].word, false);
	case VALUES:
		return pn_ooxml_text(x, e, "", rules[i].word, true);
	case MACRO:
		return read_macros(x, e);
	case VML:
		return read_vml(x, e);
	case LINKS:
		return read_any(x, e, "links", 0, &(struct any){.links = true});
	case SKIP:
		return read_skipped(x, e);
	default:
		return PN_OK;
	}
}

enum pn_err
pn_ooxml_rest(struct pn_ooxml *x)
{
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < x->zip->n_entries && err == PN_OK; i++)
		if (!x->done[i])
			err = rest_part(x, &x->zip->entries[i]);
	return err == PN_OK ? pn_zip_gaps(x->job, x->zip) : err;
}

/* The text of properties, without the names of those who wrote them. */
struct props {
	struct pn_flow flow;
	unsigned depth, dropped; /* depth of the element that is left out */
};

static enum pn_err
props_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	static const char *const no_text[] = {"creator", "lastModifiedBy",
	    "Manager", "Application", "AppVersion", "created", "modified",
	    "revision", "lastPrinted", "TotalTime", "Pages", "Words",
	    "Characters", "CharactersWithSpaces", "Lines", "Paragraphs",
	    "DocSecurity", "HeadingPairs", "TitlesOfParts", "Template",
	    "ScaleCrop", "LinksUpToDate", "SharedDoc", "HyperlinksChanged",
	    "Company", "HLinks", "DigSig", "Slides", "Notes", "HiddenSlides",
	    "MMClips", "PresentationFormat", "version", "language"};
	struct props *p = ctx;
	enum pn_err err = PN_OK;

	p->depth++;
	if (p->dropped == 0)
		for (size_t i = 0; i < sizeof(no_text) / sizeof(no_text[0]);
		     i++)
			if (strcmp(name, no_text[i]) == 0)
				p->dropped = p->depth;
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
	p->depth--;
	return pn_flow_break(&p->flow, "metadata");
}

static enum pn_err
props_text(void *ctx, const char *s, size_t n)
{
	struct props *p = ctx;

	return p->dropped ? PN_OK : pn_flow_add(&p->flow, s, n, "metadata");
}

static enum pn_err
properties(struct pn_ooxml *x, const struct pn_zip_entry *e)
{
	static const struct pn_xml_events events = {
	    .start = props_start, .end = props_end, .text = props_text};
	struct props p = {0};
	enum pn_err err, flushed;

	pn_flow_init(&p.flow, x->job, "", 0);
	err = pn_ooxml_parse(x, e, &events, &p);
	flushed = pn_flow_flush(&p.flow);
	pn_flow_free(&p.flow);
	return err == PN_OK ? flushed : err;
}
