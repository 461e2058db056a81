/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * XML by both engines: the scanner with the library behind it must tell what
 * the library alone tells, and end as it does. Where an element has too many
 * attributes the library tells nothing at all, the scanner what is before it.
 */
#include <stdint.h>
#include <stdlib.h>
#include "../unit/xml_events.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pn_bytes xml = {data, size};
	struct told_events both = {0}, library = {0};
	enum pn_err a, b;

	if (size == 0)
		return 0;
	pn_buf_init(&both.out, SIZE_MAX / 2);
	pn_buf_init(&library.out, SIZE_MAX / 2);
	a = pn_xml_parse(xml, &note_events, &both);
	b = pn_xml_library(
	    xml, &note_events, &library, (struct pn_xml_told){0});
	if (a != b)
		abort();
	if ((a == PN_OK || library.out.len) &&
	    (both.out.len != library.out.len ||
		memcmp(both.out.data, library.out.data, both.out.len) != 0))
		abort();
	pn_buf_free(&both.out);
	pn_buf_free(&library.out);
	return 0;
}
