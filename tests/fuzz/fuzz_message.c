/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_message - any bytes through the message reader */
#include <stdint.h>
#include <stdlib.h>
#include "message_dump.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	pn_message_init();
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct pn_walk_limits limits = {20, 1000, 1u << 20};
	struct dump d = {.content_max = 64};
	struct pn_side side;

	dump_message(&d, data, size, &limits, &side);
	pn_buf_free(&d.out);
	pn_side_free(&side);
	return 0;
}
