/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_protect - the graders on any bytes; what is said must fit together */
#include <stddef.h>
#include <stdint.h>
#include "protect/protect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pn_lock l = pn_protect((struct pn_bytes){data, size});

	if (l.grade == PN_PROT_NONE && (l.kind != NULL || l.whole))
		__builtin_trap();
	if (l.grade == PN_PROT_STRONG && (l.kind == NULL || !l.whole))
		__builtin_trap();
	if (l.grade == PN_PROT_UNKNOWN && l.why == NULL)
		__builtin_trap();
	return 0;
}
