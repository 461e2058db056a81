/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xml_chars - which characters an XML document may hold (XML 1.0 2.2)
 */
#ifndef PN_EXTRACT_XML_CHARS_H
#define PN_EXTRACT_XML_CHARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* pn_xml_allowed - may the character C stand in a document? */
bool pn_xml_allowed(unsigned long c);

/* pn_xml_clean - are all N bytes at S UTF-8 that a document may hold? */
bool pn_xml_clean(const char *s, size_t n);

/* pn_xml_reference - the character of the reference at *P, which stands behind
 * it then: one of the five entities that every parser knows, or a number; 0
 * for any other */
uint32_t pn_xml_reference(const char **p, const char *end);

#endif
