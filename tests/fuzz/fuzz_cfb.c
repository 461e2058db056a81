/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_cfb - list a compound file and read every stream of it */
#include <stddef.h>
#include <stdint.h>
#include "base/cfb.h"

#define MAX_OUT (1u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pn_cfb *c = NULL;
	struct pn_buf b;
	size_t i;

	if (pn_cfb_open((struct pn_bytes){data, size}, &c) != PN_OK)
		return 0;
	pn_buf_init(&b, MAX_OUT);
	for (i = 0; i < pn_cfb_size(c); i++) {
		pn_buf_clear(&b);
		if (pn_cfb_stream(c, pn_cfb_at(c, i), MAX_OUT, &b) == PN_OK &&
		    b.len != pn_cfb_at(c, i)->size && b.len != MAX_OUT)
			__builtin_trap();
	}
	pn_buf_free(&b);
	pn_cfb_free(&c);
	return 0;
}
