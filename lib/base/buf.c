/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * buf - bytes that grow up to a hard maximum
 *
 * Grows to twice its size at least. Old memory is wiped when it moves, because a buffer may
 * hold message text.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

#define LEAST_CAP 64

/* What an empty buffer points to; never written, as its capacity is 0. */
static char empty[1];

void
pn_buf_init(struct pn_buf *b, size_t max)
{
	*b = (struct pn_buf){.data = empty, .max = max};
}

void
pn_buf_free(struct pn_buf *b)
{
	if (b->cap)
		pn_wipe_free(b->data, b->cap);
	*b = (struct pn_buf){.data = empty};
}

void
pn_buf_clear(struct pn_buf *b)
{
	b->len = 0;
	if (b->cap)
		b->data[0] = '\0';
}

char *
pn_buf_room(struct pn_buf *b, size_t n)
{
	size_t cap;
	char *p;

	if (n > b->max || b->len > b->max - n)
		return NULL;
	if (b->len + n < b->cap)
		return b->data + b->len;
	/* twice as much, so that growing is rare; more only where it is asked
	 * for, as it will be wiped */
	cap = b->cap ? b->cap : LEAST_CAP / 2;
	cap = cap > b->max / 2 ? b->max + 1 : cap * 2;
	if (cap <= b->len + n)
		cap = b->len + n + 1;
	p = pn_realloc(NULL, cap, 1);
	memcpy(p, b->data, b->len + 1);
	if (b->cap)
		pn_wipe_free(b->data, b->cap);
	b->data = p;
	b->cap = cap;
	return p + b->len;
}

void
pn_buf_wrote(struct pn_buf *b, size_t n)
{
	b->len += n;
	b->data[b->len] = '\0';
}

enum pn_err
pn_buf_add(struct pn_buf *b, const void *p, size_t n)
{
	char *to = b->data + b->len;

	if (!n)
		return PN_OK;
	if (n > b->max - b->len)
		return PN_ERR_LIMIT;
	if (b->len + n >= b->cap)
		to = pn_buf_room(b, n);
	memcpy(to, p, n);
	pn_buf_wrote(b, n);
	return PN_OK;
}

enum pn_err
pn_buf_adds(struct pn_buf *b, const char *s)
{
	return pn_buf_add(b, s, strlen(s));
}

enum pn_err
pn_buf_addc(struct pn_buf *b, char c)
{
	if (b->len + 1 >= b->cap || b->len >= b->max)
		return pn_buf_add(b, &c, 1);
	b->data[b->len] = c;
	pn_buf_wrote(b, 1);
	return PN_OK;
}

enum pn_err
pn_buf_addf(struct pn_buf *b, const char *fmt, ...)
{
	va_list ap;
	enum pn_err err;
	char *s;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&s, fmt, ap);
	va_end(ap);
	if (n < 0)
		abort();
	err = pn_buf_add(b, s, (size_t)n);
	pn_wipe_free(s, (size_t)n);
	return err;
}

struct pn_bytes
pn_buf_bytes(const struct pn_buf *b)
{
	return (struct pn_bytes){(const unsigned char *)b->data, b->len};
}

char *
pn_buf_take(struct pn_buf *b)
{
	char *s = b->cap ? b->data : pn_strdup("");

	pn_buf_init(b, b->max);
	return s;
}
