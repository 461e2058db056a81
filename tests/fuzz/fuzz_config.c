/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_config - any text as a configuration file; what loads must show and
 * load again
 */
#include <stdint.h>
#include <stdlib.h>
#include "base/mem.h"
#include "policy/config.h"

#define SHOWN_MAX (16u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

/* libconfig 1.5 loses memory where a string never ends or an @ stands alone */
const char *
__lsan_default_suppressions(void)
{
	return "leak:libconfig.so\n";
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = pn_strndup((const char *)data, size);
	struct pn_config *c = NULL, *again = NULL;
	struct pn_errinfo info = {0};
	struct pn_buf shown;

	pn_buf_init(&shown, SHOWN_MAX);
	if (pn_config_load_text(text, "fuzz", &c, &info) == PN_OK) {
		if (pn_config_show(c, &shown) != PN_OK ||
		    pn_config_load_text(shown.data, "shown", &again, &info) !=
			PN_OK)
			abort();
	}
	pn_config_free(&again);
	pn_config_free(&c);
	pn_buf_free(&shown);
	free(text);
	return 0;
}
