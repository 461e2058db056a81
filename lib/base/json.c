/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * json - RFC 8259 values (a thin wrapper round jansson)
 *
 * A struct pn_json is a json_t. Strings are repaired on the way in, because
 * jansson refuses what is not UTF-8 and a name in a message may be anything.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/uni.h"

/* The longest text that is put into a value; far above any field's limit. */
#define JSON_MAX_TEXT (1u << 20)

static json_t *
raw(const struct pn_json *v)
{
	return (json_t *)(uintptr_t)v;
}

static struct pn_json *
wrap(json_t *v)
{
	if (!v)
		abort();
	return (struct pn_json *)v;
}

struct pn_json *
pn_json_object(void)
{
	return wrap(json_object());
}

struct pn_json *
pn_json_array(void)
{
	return wrap(json_array());
}

/* repaired - a string value of text that is not UTF-8 */
static json_t *
repaired(const char *s)
{
	struct pn_buf b;
	json_t *v;

	pn_buf_init(&b, JSON_MAX_TEXT);
	if (pn_utf8_repair(&b, s, strnlen(s, JSON_MAX_TEXT / 3)) != PN_OK)
		pn_buf_clear(&b);
	v = json_stringn(b.data, b.len);
	pn_buf_free(&b);
	return v;
}

struct pn_json *
pn_json_string(const char *s)
{
	if (!s)
		return wrap(json_null());
	if (pn_utf8_valid(s, strlen(s)))
		return wrap(json_string(s));
	return wrap(repaired(s));
}

void
pn_json_free(struct pn_json *v)
{
	json_decref(raw(v));
}

void
pn_json_put(struct pn_json *o, const char *key, struct pn_json *child)
{
	if (json_object_set_new(raw(o), key, raw(child)) != 0)
		abort();
}

void
pn_json_add(struct pn_json *a, struct pn_json *child)
{
	if (json_array_append_new(raw(a), raw(child)) != 0)
		abort();
}

void
pn_json_put_str(struct pn_json *o, const char *key, const char *s)
{
	pn_json_put(o, key, pn_json_string(s));
}

void
pn_json_put_int(struct pn_json *o, const char *key, int64_t n)
{
	pn_json_put(o, key, wrap(json_integer(n)));
}

void
pn_json_put_real(struct pn_json *o, const char *key, double d)
{
	pn_json_put(o, key, wrap(json_real(d)));
}

void
pn_json_put_bool(struct pn_json *o, const char *key, bool b)
{
	pn_json_put(o, key, wrap(json_boolean(b)));
}

static int
dump_into(const char *text, size_t n, void *ctx)
{
	return pn_buf_add(ctx, text, n) == PN_OK ? 0 : -1;
}

enum pn_err
pn_json_write(const struct pn_json *v, struct pn_buf *out)
{
	/* six digits: a rate or milliseconds need no more */
	size_t flags = JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(6);

	return json_dump_callback(raw(v), dump_into, out, flags) == 0
		   ? PN_OK
		   : PN_ERR_LIMIT;
}

/* too_deep - does VALUE nest deeper than LEFT levels? */
static bool
too_deep(const json_t *value, unsigned left)
{
	const char *key;
	json_t *child;
	size_t i;

	if (!json_is_object(value) && !json_is_array(value))
		return false;
	if (!left)
		return true;
	json_object_foreach((json_t *)(uintptr_t)value, key,
	    child) if (too_deep(child, left - 1)) return true;
	json_array_foreach(
	    value, i, child) if (too_deep(child, left - 1)) return true;
	return false;
}

/* Nesting that our own documents never reach. */
#define JSON_MAX_DEPTH 64

enum pn_err
pn_json_parse(
    struct pn_bytes bytes, struct pn_json **out, struct pn_errinfo *info)
{
	json_error_t error;
	json_t *v = json_loadb((const char *)bytes.p, bytes.n,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);

	if (!v)
		return pn_fail(
		    info, PN_ERR_SYNTAX, "no JSON at byte %d", error.position);
	if (too_deep(v, JSON_MAX_DEPTH)) {
		json_decref(v);
		return pn_fail(info, PN_ERR_SYNTAX, "JSON nested too deep");
	}
	*out = wrap(v);
	return PN_OK;
}

const struct pn_json *
pn_json_get(const struct pn_json *o, const char *key)
{
	return (const struct pn_json *)json_object_get(raw(o), key);
}

size_t
pn_json_size(const struct pn_json *v)
{
	return json_is_array(raw(v)) ? json_array_size(raw(v))
				     : json_object_size(raw(v));
}

const struct pn_json *
pn_json_at(const struct pn_json *a, size_t i)
{
	return (const struct pn_json *)json_array_get(raw(a), i);
}

bool
pn_json_is_array(const struct pn_json *v)
{
	return json_is_array(raw(v));
}

bool
pn_json_is_null(const struct pn_json *v)
{
	return json_is_null(raw(v));
}

const char *
pn_json_text(const struct pn_json *v)
{
	return json_string_value(raw(v));
}

const char *
pn_json_get_str(const struct pn_json *o, const char *key)
{
	return pn_json_text(pn_json_get(o, key));
}

bool
pn_json_get_int(const struct pn_json *o, const char *key, int64_t min,
    int64_t max, int64_t *out)
{
	const json_t *v = json_object_get(raw(o), key);
	int64_t n = json_integer_value(v);

	if (!json_is_integer(v) || n < min || n > max)
		return false;
	*out = n;
	return true;
}

bool
pn_json_get_bool(const struct pn_json *o, const char *key, bool *out)
{
	const json_t *v = json_object_get(raw(o), key);

	if (!json_is_boolean(v))
		return false;
	*out = json_is_true(v);
	return true;
}
