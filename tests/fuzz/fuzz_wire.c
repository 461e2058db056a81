/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_wire - the reader of what a worker says
 *
 * What is accepted must come out the same when it is written again: there is
 * one way only to say a thing, and nothing that the reader passes over.
 */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "worker/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pn_bytes bytes = {data, size};
	struct pn_wire m;
	struct pn_buf again;

	if (pn_wire_decode(bytes, &m) != PN_OK)
		return 0;
	pn_buf_init(&again, PN_WIRE_MAX);
	if (pn_wire_encode(&m, &again) != PN_OK || again.len != size ||
	    memcmp(again.data, data, size) != 0)
		abort();
	pn_buf_free(&again);
	return 0;
}
