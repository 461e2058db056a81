/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sign - formats that show themselves by fixed bytes
 */
#include <string.h>
#include "extract/sign.h"

unsigned
pn_sign_find(struct pn_bytes bytes, const struct pn_sign *table, size_t n,
    const char **type)
{
	unsigned best = 0;

	for (size_t i = 0; i < n; i++) {
		const struct pn_sign *s = &table[i];

		if (8u * s->n > best && bytes.n >= (size_t)s->at + s->n &&
		    memcmp(bytes.p + s->at, s->bytes, s->n) == 0) {
			best = 8u * s->n;
			*type = s->type;
		}
	}
	return best;
}
