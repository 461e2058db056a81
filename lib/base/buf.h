/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * buf - bytes that grow up to a hard maximum
 *
 * The maximum is given at the start and never exceeded: an add that would
 * pass it adds nothing and fails with PN_ERR_LIMIT. DATA is always followed
 * by a NUL that LEN does not count, so text can be used as a C string; it is
 * valid until the next call that changes the buffer.
 */
#ifndef PN_BASE_BUF_H
#define PN_BASE_BUF_H

#include <stddef.h>
#include "base/err.h"

/* A stretch of bytes that belongs to somebody else. */
struct pn_bytes {
	const unsigned char *p; /* may be NULL when n is 0 */
	size_t n;
};

/* Read the members, change them through the functions only. */
struct pn_buf {
	char *data; /* never NULL after init */
	size_t len;
	size_t cap;
	size_t max;
};

/* pn_buf_init - an empty buffer that may hold up to MAX bytes */
void pn_buf_init(struct pn_buf *b, size_t max);

/* pn_buf_free - wipe and free the contents; a zeroed struct is fine */
void pn_buf_free(struct pn_buf *b);

/* pn_buf_clear - empty it, keep the memory */
void pn_buf_clear(struct pn_buf *b);

/* pn_buf_add - append N bytes; PN_ERR_LIMIT past the maximum */
enum pn_err pn_buf_add(struct pn_buf *b, const void *p, size_t n);

/* pn_buf_adds - append the C string S without its NUL */
enum pn_err pn_buf_adds(struct pn_buf *b, const char *s);

/* pn_buf_addc - append one byte */
enum pn_err pn_buf_addc(struct pn_buf *b, char c);

/* pn_buf_addf - append formatted text */
enum pn_err pn_buf_addf(struct pn_buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* pn_buf_room - make room for N more bytes and return where to write them;
 * NULL past the maximum. Follow with pn_buf_wrote. */
char *pn_buf_room(struct pn_buf *b, size_t n);

/* pn_buf_wrote - N bytes were written into what pn_buf_room returned */
void pn_buf_wrote(struct pn_buf *b, size_t n);

/* pn_buf_bytes - the contents, valid until the next change */
struct pn_bytes pn_buf_bytes(const struct pn_buf *b);

/* pn_buf_take - the contents as a C string for free(); the buffer is empty */
char *pn_buf_take(struct pn_buf *b);

#endif
