/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xml_library - events of an XML document, by libxml2's SAX2 push parser
 *
 * Push mode reads in small steps and copies no document. A document type
 * stops the parse at once, so no entity is ever declared; OOXML forbids them
 * (ECMA-376 part 2, 8.1.4). Broken XML is read as far as it goes.
 */
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/uni.h"
#include "extract/xml_impl.h"

#define STEP_BYTES (32u << 10)
#define MAX_ATTRS  256 /* of one element; Office writes some forty */

/* One parse. */
struct parse {
	const struct pn_xml_events *events;
	void *ctx;
	xmlParserCtxtPtr parser;
	unsigned depth;
	struct pn_xml_told told; /* that much is not told again */
	struct pn_xml_raw *raw;	 /* of the element that begins */
	size_t cap_raw;
	enum pn_err err;
};

/* again - was this start, end or comment told already? */
static bool
again(struct parse *p)
{
	if (p->told.marks == 0) {
		p->told.text = 0;
		return false;
	}
	p->told.marks--;
	return true;
}

/* stop - end the parse with ERR */
static void
stop(struct parse *p, enum pn_err err)
{
	if (p->err == PN_OK)
		p->err = err;
	if (p->parser)
		xmlStopParser(p->parser);
}

/* is_text - S is UTF-8, as our callers are promised; libxml2, recovering,
 * may hand on what is not. XML 1.0 4.3.3 calls that a fatal error. */
static bool
is_text(struct parse *p, const xmlChar *s, size_t n)
{
	if (pn_utf8_valid((const char *)s, n))
		return true;
	stop(p, PN_ERR_SYNTAX);
	return false;
}

/* take_attrs - the N attributes A as RAW of P; false where one is no UTF-8 */
static bool
take_attrs(struct parse *p, const xmlChar **a, int n)
{
	/* five to an attribute: name, prefix, URI, value, end of value */
	for (size_t i = 0; i < (size_t)n; i++, a += 5) {
		size_t len = (size_t)(a[4] - a[3]);

		if (!is_text(p, a[0], strlen((const char *)a[0])) ||
		    !is_text(p, a[3], len))
			return false;
		PN_GROW(p->raw, i, p->cap_raw);
		p->raw[i] =
		    (struct pn_xml_raw){(const char *)a[0], {a[3], len}};
	}
	return true;
}

static void
on_start(void *ctx, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attrs,
    int n_defaulted, const xmlChar **attrs)
{
	struct parse *p = ctx;
	struct pn_xml_attrs a;
	enum pn_err err;

	(void)prefix, (void)uri, (void)n_ns, (void)ns, (void)n_defaulted;
	if (p->err != PN_OK)
		return;
	if (++p->depth > PN_XML_MAX_DEPTH) {
		stop(p, PN_ERR_SYNTAX);
		return;
	}
	if (again(p) || !is_text(p, name, strlen((const char *)name)) ||
	    !take_attrs(p, attrs, n_attrs) || p->events->start == NULL)
		return;
	a = (struct pn_xml_attrs){p->raw, n_attrs};
	err = p->events->start(p->ctx, (const char *)name, &a);
	if (err != PN_OK)
		stop(p, err);
}

static void
on_end(
    void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct parse *p = ctx;
	enum pn_err err;

	(void)prefix, (void)uri;
	if (p->err != PN_OK)
		return;
	p->depth--;
	if (again(p) || p->events->end == NULL)
		return;
	err = p->events->end(p->ctx, (const char *)name);
	if (err != PN_OK)
		stop(p, err);
}

static void
on_text(void *ctx, const xmlChar *s, int n)
{
	struct parse *p = ctx;
	size_t len = n > 0 ? (size_t)n : 0, skip;
	enum pn_err err;

	if (p->err != PN_OK || p->told.marks)
		return;
	skip = p->told.text < len ? p->told.text : len;
	p->told.text -= skip;
	s += skip;
	len -= skip;
	if (len == 0 || p->events->text == NULL || !is_text(p, s, len))
		return;
	err = p->events->text(p->ctx, (const char *)s, len);
	if (err != PN_OK)
		stop(p, err);
}

static void
on_comment(void *ctx, const xmlChar *s)
{
	struct parse *p = ctx;
	enum pn_err err;

	if (p->err != PN_OK || again(p) || p->events->comment == NULL ||
	    !is_text(p, s, strlen((const char *)s)))
		return;
	err = p->events->comment(
	    p->ctx, (const char *)s, strlen((const char *)s));
	if (err != PN_OK)
		stop(p, err);
}

static void
on_doctype(
    void *ctx, const xmlChar *name, const xmlChar *id, const xmlChar *system)
{
	struct parse *p = ctx;

	(void)name, (void)id, (void)system;
	if (!p->events->doctype)
		stop(p, PN_ERR_SYNTAX);
}

/* on_entity, on_attlist - what a document type declares is never used */
static void
on_entity(void *ctx, const xmlChar *name, int type, const xmlChar *public_id,
    const xmlChar *system, xmlChar *content)
{
	(void)name, (void)type, (void)public_id, (void)system, (void)content;
	stop(ctx, PN_ERR_SYNTAX);
}

static void
on_attlist(void *ctx, const xmlChar *elem, const xmlChar *name, int type,
    int def, const xmlChar *value, xmlEnumerationPtr tree)
{
	(void)elem, (void)name, (void)type, (void)def, (void)value;
	xmlFreeEnumeration(tree); /* it is ours, as SAX2.c has it */
	stop(ctx, PN_ERR_SYNTAX);
}

static void
on_error(void *ctx, xmlErrorPtr error)
{
	(void)ctx, (void)error; /* wellFormed tells it at the end */
}

/*
 * overloaded - does an element have more attributes than any program writes?
 * libxml2 compares each with all before it. Only stretches without '<' that
 * could hold so many are looked at.
 */
static bool
overloaded(struct pn_bytes xml)
{
	const unsigned char *p = xml.p, *end = xml.p + xml.n;

	while (p && p < end) {
		const unsigned char *next;
		unsigned char quote = 0;
		unsigned n = 0;

		p = memchr(p, '<', (size_t)(end - p));
		if (p == NULL)
			break;
		next = memchr(p + 1, '<', (size_t)(end - p - 1));
		next = next ? next : end;
		if (next - p < 3 * MAX_ATTRS) {
			p = next;
			continue;
		}
		for (; p < next && (quote || *p != '>'); p++) {
			if (quote)
				quote = *p == quote ? 0 : quote;
			else if (*p == '"' || *p == '\'')
				quote = *p;
			else
				n += *p == '=';
		}
		if (n > MAX_ATTRS)
			return true;
		p = next;
	}
	return false;
}

enum pn_err
pn_xml_library(struct pn_bytes xml, const struct pn_xml_events *events,
    void *ctx, struct pn_xml_told told)
{
	struct parse p = {.events = events, .ctx = ctx, .told = told};
	xmlSAXHandler sax;
	const char *s = (const char *)xml.p;
	size_t at = xml.n < 4 ? xml.n : 4;
	enum pn_err err;

	memset(&sax, 0, sizeof(sax));
	sax.initialized = XML_SAX2_MAGIC;
	sax.startElementNs = on_start;
	sax.endElementNs = on_end;
	sax.characters = sax.ignorableWhitespace = sax.cdataBlock = on_text;
	sax.comment = on_comment;
	sax.internalSubset = on_doctype;
	sax.entityDecl = on_entity;
	sax.attributeDecl = on_attlist;
	sax.serror = on_error;
	if (xml.n == 0 || overloaded(xml))
		return PN_ERR_SYNTAX;
	p.parser = xmlCreatePushParserCtxt(&sax, &p, s, (int)at, NULL);
	if (p.parser == NULL)
		return PN_ERR_SYNTAX;
	/* NOENT: "&amp;" in an attribute is "&", not "&#38;"; entities that a
	 * document declares end the parse before they are used */
	xmlCtxtUseOptions(
	    p.parser, XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOERROR |
			  XML_PARSE_NOWARNING | XML_PARSE_RECOVER);
	while (p.err == PN_OK && at < xml.n) {
		size_t n = xml.n - at < STEP_BYTES ? xml.n - at : STEP_BYTES;

		(void)xmlParseChunk(p.parser, s + at, (int)n, 0);
		at += n;
	}
	if (p.err == PN_OK)
		(void)xmlParseChunk(p.parser, NULL, 0, 1);
	err = p.err;
	if (err == PN_OK && !p.parser->wellFormed)
		err = PN_ERR_SYNTAX;
	if (p.parser->myDoc) /* made for what a document type declares */
		xmlFreeDoc(p.parser->myDoc);
	p.parser->myDoc = NULL;
	xmlFreeParserCtxt(p.parser);
	free(p.raw);
	return err;
}

void
pn_xml_init(void)
{
	xmlInitParser();
}
