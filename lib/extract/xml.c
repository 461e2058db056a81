/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xml - events of an XML document, and what an element's attributes say
 *
 * Two engines (see xml_impl.h): the scanner reads as far as the document is
 * plain, libxml2 reads on from there.
 */
#include <string.h>
#include "base/mem.h"
#include "extract/xml_impl.h"

enum pn_err
pn_xml_parse(struct pn_bytes xml, const struct pn_xml_events *events, void *ctx)
{
	struct pn_xml_told told;
	bool all;
	enum pn_err err;

	if (xml.n == 0)
		return PN_ERR_SYNTAX;
	err = pn_xml_scan(xml, events, ctx, &told, &all);
	return all ? err : pn_xml_library(xml, events, ctx, told);
}

struct pn_bytes
pn_xml_attr(const struct pn_xml_attrs *attrs, const char *name)
{
	const struct pn_xml_raw *a = attrs->raw;

	for (int i = 0; i < attrs->n; i++)
		if (a[i].name[0] == name[0] && strcmp(a[i].name, name) == 0)
			return a[i].value;
	return (struct pn_bytes){NULL, 0};
}

const char *
pn_xml_attr_at(const struct pn_xml_attrs *attrs, int i, struct pn_bytes *v)
{
	const struct pn_xml_raw *a = attrs->raw;

	*v = a[i].value;
	return a[i].name;
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
