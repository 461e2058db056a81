/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mem - allocation that aborts the process when memory is out
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void *
pn_alloc(size_t size)
{
	void *p = calloc(1, size ? size : 1);

	if (!p)
		abort();
	return p;
}

void *
pn_realloc(void *ptr, size_t n, size_t size)
{
	void *p = reallocarray(ptr, n ? n : 1, size ? size : 1);

	if (!p)
		abort();
	return p;
}

char *
pn_strdup(const char *s)
{
	return s ? pn_strndup(s, strlen(s)) : NULL;
}

char *
pn_strndup(const char *s, size_t n)
{
	char *p = pn_alloc(n + 1);

	if (n)
		memcpy(p, s, n);
	return p;
}

char *
pn_printf(const char *fmt, ...)
{
	va_list ap;
	char *s;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&s, fmt, ap);
	va_end(ap);
	if (n < 0)
		abort();
	return s;
}

void
pn_wipe_free(void *ptr, size_t len)
{
	if (ptr)
		explicit_bzero(ptr, len);
	free(ptr);
}
