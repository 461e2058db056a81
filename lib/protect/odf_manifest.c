/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf_manifest - what META-INF/manifest.xml says of encryption
 *
 * Tags and attributes only, by their names without prefix: programs differ in
 * those, and StarOffice had other namespaces. Comments are left out, so that
 * nothing in one counts. What is encrypted in a way that nobody here knows
 * could not be told.
 */
#include <stdlib.h>
#include "base/inflate.h"
#include "base/mem.h"
#include "protect/grader.h"
#include "protect/odf_manifest.h"

#define MANIFEST     "META-INF/manifest.xml"
#define MANIFEST_MAX (4u << 20)
#define BLANKS	     " \t\r\n"
#define ROUNDS_MIN   1000 /* of PBKDF2; OpenOffice has 1,024 */

/* Ciphers, by a piece of their name, and the bits of their keys. */
static const struct {
	const char *name;
	unsigned bits;
} ciphers[] = {
    {"aes256-cbc", 256},
    {"aes192-cbc", 192},
    {"aes128-cbc", 128},
    {"aes256-gcm", 256},
    {"aes192-gcm", 192},
    {"aes128-gcm", 128},
    {"tripledes-cbc", 112},
    {"Blowfish", 128},
    {"blowfish", 128},
};

/* A tag: its name without prefix, and its attributes up to END. */
struct tag {
	const char *name, *end;
	size_t n;
};

/* What is known of the entry whose tags are read. */
struct entry {
	const struct pn_zip_entry *e;
	bool encrypted, by_key;
	unsigned bits, size, rounds; /* SIZE: of the key in bits; 0 unset */
	bool pbkdf2, salted;
};

/* next - the next tag from *P on, which is in front of END */
static bool
next(const char **p, const char *end, struct tag *t)
{
	const char *q, *colon;
	char quote = 0;

	while ((*p = memchr(*p, '<', (size_t)(end - *p))) != NULL) {
		q = ++*p;
		if (end - q >= 3 && memcmp(q, "!--", 3) == 0) {
			q = memmem(q, (size_t)(end - q), "-->", 3);
			if (q == NULL)
				return false;
			*p = q + 3;
			continue;
		}
		for (; q < end && (quote || *q != '>'); q++) {
			if (quote)
				quote = *q == quote ? 0 : quote;
			else if (*q == '"' || *q == '\'')
				quote = *q;
		}
		if (q == end)
			return false;
		t->name = *p;
		t->end = q;
		/* the buffer ends with a NUL, so this ends too */
		t->n = strcspn(t->name, BLANKS "/>");
		colon = memchr(t->name, ':', t->n);
		if (colon) {
			t->n -= (size_t)(colon + 1 - t->name);
			t->name = colon + 1;
		}
		*p = q + 1;
		return true;
	}
	return false;
}

static bool
is(const struct tag *t, const char *name)
{
	return t->n == strlen(name) && memcmp(t->name, name, t->n) == 0;
}

/* value - of attribute NAME, with whatever prefix; n 0 */
static struct pn_bytes
value(const struct tag *t, const char *name)
{
	struct pn_bytes v = {NULL, 0};
	size_t n = strlen(name);
	const char *p = t->name + t->n, *q, *close;

	while (p < t->end) {
		q = memchr(p, '=', (size_t)(t->end - p));
		if (q == NULL || t->end - q < 2 ||
		    (q[1] != '"' && q[1] != '\''))
			break;
		close = memchr(q + 2, q[1], (size_t)(t->end - q - 2));
		if (close == NULL)
			break;
		if ((size_t)(q - p) > n && memcmp(q - n, name, n) == 0 &&
		    strchr(BLANKS ":", q[-(long)n - 1]) != NULL) {
			v.p = (const unsigned char *)q + 2;
			v.n = (size_t)(close - q - 2);
			break;
		}
		p = close + 1;
	}
	return v;
}

/* number - of attribute NAME; 0 where it is none, at most a billion */
static unsigned
number(const struct tag *t, const char *name)
{
	struct pn_bytes v = value(t, name);
	unsigned n = 0;

	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] < '0' || v.p[i] > '9')
			return 0;
		if (n < 100000000)
			n = n * 10 + (unsigned)(v.p[i] - '0');
	}
	return n;
}

/* contains - does V have the text WORD in it? */
static bool
contains(struct pn_bytes v, const char *word)
{
	return v.n && memmem(v.p, v.n, word, strlen(word)) != NULL;
}

/* derivation - how the key is made */
static void
derivation(struct entry *e, const struct tag *t)
{
	struct pn_bytes name = value(t, "key-derivation-name");
	unsigned size = number(t, "key-size");

	if (size && size < 1024)
		e->size = 8 * size;
	e->pbkdf2 = contains(name, "PBKDF2") || contains(name, "pbkdf2");
	e->by_key |= contains(name, "PGP");
	e->rounds = number(t, "iteration-count");
	e->salted = value(t, "salt").n > 0;
}

/* lock_of - the lock that the tags of an entry describe */
static struct pn_lock
lock_of(const struct entry *e)
{
	struct pn_lock lock;

	if (e->bits == 0)
		return pn_lock_unknown("odf", "method");
	lock = pn_lock_by_bits(
	    "odf", e->size && e->size < e->bits ? e->size : e->bits);
	if (lock.grade != PN_PROT_STRONG || e->by_key)
		return lock;
	if (e->pbkdf2 && !e->salted)
		return pn_lock_whole(PN_PROT_WEAK, "odf", "unsalted");
	if (e->pbkdf2 && e->rounds < ROUNDS_MIN)
		return pn_lock_whole(PN_PROT_WEAK, "odf", "key-size");
	return lock;
}

/* find - the entry that attribute full-path names; NULL */
static const struct pn_zip_entry *
find(const struct pn_zip *z, const struct tag *t)
{
	struct pn_bytes v = value(t, "full-path");
	char *path = pn_strndup(v.n ? (const char *)v.p : "", v.n);
	const struct pn_zip_entry *e = pn_zip_find(z, path);

	free(path);
	return e;
}

/* take - one tag; what it says into E, and what is known of the entry into
 * LOCKS. End tags have no name: theirs begins with the slash. */
static void
take(const struct pn_zip *z, struct entry *e, const struct tag *t,
    struct pn_lock *locks)
{
	struct pn_bytes name;

	if (is(t, "file-entry")) {
		*e = (struct entry){.e = find(z, t)};
	} else if (is(t, "encryption-data")) {
		e->encrypted = true;
	} else if (is(t, "algorithm")) {
		name = value(t, "algorithm-name");
		for (size_t i = 0; i < sizeof(ciphers) / sizeof(ciphers[0]);
		     i++)
			if (contains(name, ciphers[i].name))
				e->bits = ciphers[i].bits;
	} else if (is(t, "key-derivation")) {
		derivation(e, t);
	}
	if (e->e && e->encrypted)
		locks[e->e - z->entries] = lock_of(e);
}

/* content - the manifest of Z, inflated, into OUT */
static bool
content(const struct pn_zip *z, struct pn_buf *out)
{
	const struct pn_zip_entry *e = pn_zip_find(z, MANIFEST);

	if (e == NULL || e->flags & 1)
		return false;
	if (e->method == 0)
		return pn_buf_add(out, e->data.p, e->data.n) == PN_OK;
	return e->method == 8 && pn_inflate(e->data, out) == PN_OK;
}

struct pn_lock *
pn_odf_manifest(const struct pn_zip *z)
{
	struct pn_lock *locks = NULL;
	struct pn_buf xml;
	struct entry e = {0};
	struct tag t;
	const char *p;
	bool by_key;

	pn_buf_init(&xml, MANIFEST_MAX);
	if (content(z, &xml)) {
		locks = pn_alloc((z->n_entries + 1) * sizeof(*locks));
		for (size_t i = 0; i < z->n_entries; i++)
			locks[i] = pn_lock_none(NULL);
		/* keys for recipients stand in front of all entries */
		by_key = false;
		for (p = xml.data; next(&p, xml.data + xml.len, &t);) {
			by_key |= is(&t, "encrypted-key");
			e.by_key |= by_key;
			take(z, &e, &t, locks);
		}
	}
	pn_buf_free(&xml);
	return locks;
}
