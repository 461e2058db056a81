/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_message - any bytes through the message reader and the footer */
#include <stdint.h>
#include "message_dump.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct pn_walk_limits limits = {20, 1000, 1u << 20};
	struct dump d = {.content_max = 64};
	struct pn_bytes msg = {data, size};
	struct pn_header_change *changes = NULL;
	struct pn_side side;
	size_t n = 0;

	pn_message_init(); /* does its work once */
	dump_message(&d, data, size, &limits, &side);
	pn_side_free(&side);
	pn_buf_clear(&d.out);
	if (pn_message_footer(msg, "f\xc3\xbc\n", &d.out, &changes, &n))
		n = 0;
	while (n > 0)
		free(changes[--n].value);
	free(changes);
	pn_buf_free(&d.out);
	return 0;
}
