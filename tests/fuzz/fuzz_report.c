/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_report - the reader of a worker's answer, on any bytes */
#include <stddef.h>
#include <stdint.h>

#include "base/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pn_report *r;
	struct pn_side side = {0};
	struct pn_errinfo info = {0};

	if (pn_reply_from_json(
		(struct pn_bytes){data, size}, &r, &side, &info) == PN_OK)
		pn_side_free(&side);
	pn_report_free(&r);
	return 0;
}
