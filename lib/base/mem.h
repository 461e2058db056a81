/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mem - allocation that aborts the process when memory is out
 *
 * Parsers live in a worker, so an abort there costs one message, which the
 * MTA keeps and sends again. In posternd it means a restart by the service
 * manager; the MTA answers 451 meanwhile. No caller checks for NULL.
 */
#ifndef PN_BASE_MEM_H
#define PN_BASE_MEM_H

#include <stddef.h>

/* pn_alloc - SIZE zeroed bytes (at least one), for free() */
void *pn_alloc(size_t size) __attribute__((returns_nonnull, malloc));

/* pn_realloc - like reallocarray(3): PTR grown to N members of SIZE bytes,
 * new memory not zeroed; aborts on overflow too */
void *pn_realloc(void *ptr, size_t n, size_t size)
    __attribute__((returns_nonnull));

/* pn_strdup - a copy of S (NULL gives NULL), for free() */
char *pn_strdup(const char *s);

/* pn_strndup - a terminated copy of the N bytes at S, for free() */
char *pn_strndup(const char *s, size_t n);

/* pn_printf - a formatted string, for free() */
char *pn_printf(const char *fmt, ...)
    __attribute__((format(printf, 1, 2), returns_nonnull));

/* pn_wipe_free - free(PTR) after overwriting its LEN bytes; NULL is fine */
void pn_wipe_free(void *ptr, size_t len);

/*
 * PN_GROW - make room for one more member in the array PTR that holds N of
 * CAP members (both size_t lvalues); doubles, starts at 8
 */
#define PN_GROW(ptr, n, cap)                                                   \
	do {                                                                   \
		if ((n) >= (cap)) {                                            \
			(cap) = (cap) ? (cap) * 2 : 8;                         \
			(ptr) = pn_realloc((ptr), (cap), sizeof(*(ptr)));      \
		}                                                              \
	} while (0)

#endif
