/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xml_impl - what the two engines behind xml.h share
 *
 * The scanner reads plain XML, which is nearly all there is, several times
 * faster than libxml2; libxml2 reads the rest: other character sets, document
 * types, names that are no ASCII, and whatever is broken. The scanner never
 * decides that a document is broken: where it is not sure, it says how far
 * it got, and libxml2 reads the document again and tells what comes after.
 */
#ifndef PN_EXTRACT_XML_IMPL_H
#define PN_EXTRACT_XML_IMPL_H

#include "extract/xml.h"

/* One attribute, as pn_xml_attrs has it behind RAW. */
struct pn_xml_raw {
	const char *name;
	struct pn_bytes value;
};

/* How far the events of a document were told. */
struct pn_xml_told {
	size_t marks; /* starts, ends and comments */
	size_t text;  /* bytes of text since the last of them */
};

/*
 * pn_xml_scan - read XML as far as it is plain and tell what happens. *ALL
 * false: it is not plain from TOLD on. Else PN_OK or what a callback returned.
 */
enum pn_err pn_xml_scan(struct pn_bytes xml,
    const struct pn_xml_events *events, void *ctx, struct pn_xml_told *told,
    bool *all) PN_MUST_CHECK;

/* pn_xml_library - the same with libxml2 for any XML, without telling again
 * what was TOLD; answers as pn_xml_parse does */
enum pn_err pn_xml_library(struct pn_bytes xml,
    const struct pn_xml_events *events, void *ctx, struct pn_xml_told told)
    PN_MUST_CHECK;

#endif
