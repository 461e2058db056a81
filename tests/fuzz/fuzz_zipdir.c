/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a ZIP directory: entries and gaps stay within the bytes.
 */
#include <stdlib.h>
#include "base/zipdir.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* inside - does B lie within the input? */
static void
inside(struct pn_bytes b, const uint8_t *data, size_t size)
{
	if (b.n &&
	    (b.p < data || b.n > size || (size_t)(b.p - data) > size - b.n))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pn_zip *z;
	enum pn_err err = pn_zip_read((struct pn_bytes){data, size}, &z);

	if ((err == PN_OK || err == PN_ERR_LIMIT) != (z != NULL))
		abort();
	for (size_t i = 0; z && i < z->n_entries; i++) {
		inside(z->entries[i].data, data, size);
		inside(z->entries[i].raw_name, data, size);
		inside(z->entries[i].comment, data, size);
		if (z->entries[i].to > size || z->entries[i].name == NULL)
			abort();
	}
	for (size_t i = 0; z && i < z->n_gaps; i++)
		inside(z->gaps[i], data, size);
	pn_zip_free(&z);
	return 0;
}
