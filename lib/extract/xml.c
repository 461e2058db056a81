/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xml - events of an XML document, by libxml2's SAX2 push parser
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
#include "extract/xml.h"

#define STEP_BYTES (32u << 10)
#define MAX_ATTRS  256 /* of one element; Office writes some forty */

/* One parse. */
struct parse {
	const struct pn_xml_events *events;
	void *ctx;
	xmlParserCtxtPtr parser;
	unsigned depth;
	bool refused; /* a document type, or too deep */
	enum pn_err err;
};

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

/* are_text - names and values of the N attributes are UTF-8 */
static bool
are_text(struct parse *p, const xmlChar **a, int n)
{
	/* five to an attribute: name, prefix, URI, value, end of value */
	for (int i = 0; i < n; i++, a += 5)
		if (!is_text(p, a[0], strlen((const char *)a[0])) ||
		    !is_text(p, a[3], (size_t)(a[4] - a[3])))
			return false;
	return true;
}

static void
on_start(void *ctx, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attrs,
    int n_defaulted, const xmlChar **attrs)
{
	struct parse *p = ctx;
	struct pn_xml_attrs a = {attrs, n_attrs};
	enum pn_err err;

	(void)prefix, (void)uri, (void)n_ns, (void)ns, (void)n_defaulted;
	if (p->err != PN_OK)
		return;
	if (++p->depth > PN_XML_MAX_DEPTH) {
		stop(p, PN_ERR_SYNTAX);
		return;
	}
	if (!is_text(p, name, strlen((const char *)name)) ||
	    !are_text(p, attrs, n_attrs) || p->events->start == NULL)
		return;
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
	if (p->events->end == NULL)
		return;
	err = p->events->end(p->ctx, (const char *)name);
	if (err != PN_OK)
		stop(p, err);
}

static void
on_text(void *ctx, const xmlChar *s, int n)
{
	struct parse *p = ctx;
	enum pn_err err;

	if (p->err != PN_OK || n <= 0 || p->events->text == NULL ||
	    !is_text(p, s, (size_t)n))
		return;
	err = p->events->text(p->ctx, (const char *)s, (size_t)n);
	if (err != PN_OK)
		stop(p, err);
}

static void
on_comment(void *ctx, const xmlChar *s)
{
	struct parse *p = ctx;
	enum pn_err err;

	if (p->err != PN_OK || p->events->comment == NULL ||
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
pn_xml_parse(struct pn_bytes xml, const struct pn_xml_events *events, void *ctx)
{
	struct parse p = {.events = events, .ctx = ctx};
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
	xmlCtxtUseOptions(p.parser, XML_PARSE_NONET | XML_PARSE_NOERROR |
					XML_PARSE_NOWARNING |
					XML_PARSE_RECOVER);
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
	return err;
}

struct pn_bytes
pn_xml_attr(const struct pn_xml_attrs *attrs, const char *name)
{
	const xmlChar **a = (const xmlChar **)(uintptr_t)attrs->raw;

	/* five to an attribute: name, prefix, URI, value, end of value */
	for (int i = 0; i < attrs->n; i++, a += 5)
		if (strcmp((const char *)a[0], name) == 0)
			return (struct pn_bytes){a[3], (size_t)(a[4] - a[3])};
	return (struct pn_bytes){NULL, 0};
}

const char *
pn_xml_attr_at(const struct pn_xml_attrs *attrs, int i, struct pn_bytes *v)
{
	const xmlChar **a = (const xmlChar **)(uintptr_t)attrs->raw;

	a += (size_t)i * 5;
	*v = (struct pn_bytes){a[3], (size_t)(a[4] - a[3])};
	return (const char *)a[0];
}

bool
pn_xml_attr_is(
    const struct pn_xml_attrs *attrs, const char *name, const char *value)
{
	struct pn_bytes v = pn_xml_attr(attrs, name);

	return v.p && v.n == strlen(value) && memcmp(v.p, value, v.n) == 0;
}

bool
pn_xml_attr_on(const struct pn_xml_attrs *attrs, const char *name)
{
	return pn_xml_attr_is(attrs, name, "1") ||
	       pn_xml_attr_is(attrs, name, "true") ||
	       pn_xml_attr_is(attrs, name, "on");
}

char *
pn_xml_attr_dup(const struct pn_xml_attrs *attrs, const char *name)
{
	struct pn_bytes v = pn_xml_attr(attrs, name);

	return v.p ? pn_strndup((const char *)v.p, v.n) : NULL;
}

unsigned long
pn_xml_attr_num(
    const struct pn_xml_attrs *attrs, const char *name, unsigned long fallback)
{
	struct pn_bytes v = pn_xml_attr(attrs, name);
	unsigned long n = 0;

	if (v.p == NULL || v.n == 0 || v.n > 9)
		return fallback;
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] < '0' || v.p[i] > '9')
			return fallback;
		n = n * 10 + (v.p[i] - '0');
	}
	return n;
}

void
pn_xml_init(void)
{
	xmlInitParser();
}
