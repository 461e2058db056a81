/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * json - RFC 8259 values (a thin wrapper round jansson)
 *
 * Text that is put in and is not UTF-8 is repaired with U+FFFD, so output is
 * always valid. Values form a tree that its root owns.
 */
#ifndef PN_BASE_JSON_H
#define PN_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"

struct pn_json;

/* New values; put them into a parent or free them with pn_json_free. */
struct pn_json *pn_json_object(void);
struct pn_json *pn_json_array(void);

/* pn_json_string - S copied; NULL gives the value null */
struct pn_json *pn_json_string(const char *s);

/* pn_json_free - free a root and all in it; NULL is fine */
void pn_json_free(struct pn_json *v);

/* pn_json_put - object O gets CHILD under KEY; O owns CHILD from then on */
void pn_json_put(struct pn_json *o, const char *key, struct pn_json *child);

/* pn_json_add - array A gets CHILD at its end and owns it */
void pn_json_add(struct pn_json *a, struct pn_json *child);

/* The same for plain values. A NULL string is null. */
void pn_json_put_str(struct pn_json *o, const char *key, const char *s);
void pn_json_put_int(struct pn_json *o, const char *key, int64_t n);
void pn_json_put_real(struct pn_json *o, const char *key, double d);
void pn_json_put_bool(struct pn_json *o, const char *key, bool b);

/* pn_json_write - append V to OUT in one line, keys in the order they were
 * put, non-ASCII as UTF-8; PN_ERR_LIMIT when OUT is full */
enum pn_err pn_json_write(const struct pn_json *v, struct pn_buf *out)
    PN_MUST_CHECK;

/* pn_json_parse - read one value from BYTES (nothing may follow, nesting at
 * most 64, no duplicate keys, no NUL in strings); PN_ERR_SYNTAX and INFO */
enum pn_err pn_json_parse(struct pn_bytes bytes, struct pn_json **out,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* Reading. Results belong to the tree. */

/* pn_json_get - member KEY of O; NULL if O is no object or has none */
const struct pn_json *pn_json_get(const struct pn_json *o, const char *key);

/* pn_json_size - members of an array or object, 0 for anything else */
size_t pn_json_size(const struct pn_json *v);

/* pn_json_at - member I of array A, NULL past the end */
const struct pn_json *pn_json_at(const struct pn_json *a, size_t i);

/* Is V that? False for NULL. */
bool pn_json_is_array(const struct pn_json *v);
bool pn_json_is_null(const struct pn_json *v);

/* pn_json_text - the text of a string value; NULL for anything else */
const char *pn_json_text(const struct pn_json *v);

/* pn_json_get_str - member KEY as text; NULL if it is missing or no string */
const char *pn_json_get_str(const struct pn_json *o, const char *key);

/* pn_json_get_int - member KEY within [MIN, MAX] into *OUT, else false */
bool pn_json_get_int(const struct pn_json *o, const char *key, int64_t min,
    int64_t max, int64_t *out);

/* pn_json_get_bool - member KEY into *OUT; false if it is no boolean */
bool pn_json_get_bool(const struct pn_json *o, const char *key, bool *out);

#endif
