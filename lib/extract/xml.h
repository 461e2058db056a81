/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xml - events of an XML document, behind which the parser can change
 *
 * Names come without their namespace prefix: Office files use two namespaces
 * for one thing (transitional and strict). Document types are refused
 * (or, where a format has them, what they declare), depth is bounded, nothing is ever loaded.
 */
#ifndef PN_EXTRACT_XML_H
#define PN_EXTRACT_XML_H

#include <stdbool.h>
#include <string.h>
#include "base/buf.h"
#include "base/err.h"

/* No document that a program writes nests deeper. */
#define PN_XML_MAX_DEPTH 256

struct pn_xml_raw;

/* The attributes of one element; valid in the call of START only. */
struct pn_xml_attrs {
	const struct pn_xml_raw *raw;
	int n;
};

/* What happens; everything but PN_OK from a callback ends the parse. NULL:
 * nobody wants to know. */
struct pn_xml_events {
	enum pn_err (*start)(void *ctx, const char *name,
	    const struct pn_xml_attrs *attrs);
	enum pn_err (*end)(void *ctx, const char *name);
	enum pn_err (*text)(void *ctx, const char *s, size_t n);
	enum pn_err (*comment)(void *ctx, const char *s, size_t n);
	bool doctype; /* a document type that declares nothing is allowed */
};

/*
 * pn_xml_parse - read XML (in any encoding that it declares) and tell what
 * happens. Text may come in pieces. PN_ERR_SYNTAX: not well-formed or with a
 * document type; what could be read was told. Else what a callback returned.
 */
enum pn_err pn_xml_parse(struct pn_bytes xml,
    const struct pn_xml_events *events, void *ctx) PN_MUST_CHECK;

/* pn_xml_attr - the value of attribute NAME (without prefix); p NULL if it
 * is missing. Not terminated. */
struct pn_bytes pn_xml_attr(const struct pn_xml_attrs *attrs,
    const char *name);

/* pn_xml_attr_at - name of attribute number I, its value in *V */
const char *pn_xml_attr_at(const struct pn_xml_attrs *attrs, int i,
    struct pn_bytes *v);

/* pn_xml_attr_is - is attribute NAME there with that VALUE? */
bool pn_xml_attr_is(const struct pn_xml_attrs *attrs, const char *name,
    const char *value);

/* pn_xml_attr_on - is the switch NAME on ("1", "true", "on")? */
bool pn_xml_attr_on(const struct pn_xml_attrs *attrs, const char *name);

/* pn_xml_attr_dup - a copy of the value for free(); NULL if it is missing */
char *pn_xml_attr_dup(const struct pn_xml_attrs *attrs, const char *name);

/* pn_xml_attr_num - the value as a number, FALLBACK where it is none */
unsigned long pn_xml_attr_num(const struct pn_xml_attrs *attrs,
    const char *name, unsigned long fallback);

/* pn_xml_is - is NAME, of an element or an attribute, the word W? Readers ask
 * for many words at each tag, and the first letter nearly always tells. */
static inline bool
pn_xml_is(const char *name, const char *w)
{
	return name[0] == w[0] && strcmp(name, w) == 0;
}

/* pn_xml_init - set the parser up, once, before the sandbox */
void pn_xml_init(void);

#endif
