/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * opc - an Open Packaging Conventions package (ECMA-376 part 2)
 *
 * Reads [Content_Types].xml and _rels/.rels while a file is recognised, so
 * with small limits of its own instead of a job's budget.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "extract/ooxml/opc.h"
#include "extract/ooxml/opc_usual.h"
#include "extract/unpack.h"
#include "extract/xml.h"

#define MAX_PART  (4u << 20) /* content types or relationships */
#define MAX_TYPES 20000	     /* as many as members */
#define MAX_RELS  20000
#define MAX_NAME  1024

/* What a part name or an extension means. */
struct type {
	char *what;
	char *type;
};

struct types {
	struct type *types;
	size_t n, cap;
};

struct pn_opc {
	const struct pn_zip *zip;
	struct types parts; /* by part name, sorted, no leading slash */
	struct types extensions;
	char *main_part;
	bool lost; /* its types are: parts go by their usual names */
};

static void
types_free(struct types *t)
{
	for (size_t i = 0; i < t->n; i++) {
		free(t->types[i].what);
		free(t->types[i].type);
	}
	free(t->types);
}

/* types_add - note WHAT (owned from here on) as TYPE (the same) */
static void
types_add(struct types *t, char *what, char *type)
{
	if (what == NULL || type == NULL || t->n >= MAX_TYPES) {
		free(what);
		free(type);
		return;
	}
	if (what[0] == '/')
		memmove(what, what + 1, strlen(what));
	PN_GROW(t->types, t->n, t->cap);
	t->types[t->n++] = (struct type){what, type};
}

static int
by_name(const void *a, const void *b)
{
	const struct type *x = a, *y = b;

	return strcasecmp(x->what, y->what);
}

static enum pn_err
types_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct pn_opc *o = ctx;
	char *type = pn_xml_attr_dup(attrs, "ContentType");

	if (strcmp(name, "Override") == 0)
		types_add(&o->parts, pn_xml_attr_dup(attrs, "PartName"), type);
	else if (strcmp(name, "Default") == 0)
		types_add(
		    &o->extensions, pn_xml_attr_dup(attrs, "Extension"), type);
	else
		free(type);
	return PN_OK;
}

/* turned - NAME with every FROM as TO, for free() */
static char *
turned(const char *name, char from, char to)
{
	char *s = pn_strdup(name);

	for (char *p = s; (p = strchr(p, from)) != NULL;)
		*p++ = to;
	return s;
}

const struct pn_zip_entry *
pn_opc_find(const struct pn_zip *zip, const char *name)
{
	const struct pn_zip_entry *e = pn_zip_find(zip, name);
	char *other;

	if (e || strchr(name, '/') == NULL)
		return e;
	other = turned(name, '/', '\\');
	e = pn_zip_find(zip, other);
	free(other);
	return e;
}

/* parse_member - tell EVENTS what member NAME holds; false if it is missing
 * or can't be read at all */
static bool
parse_member(const struct pn_zip *zip, const char *name,
    const struct pn_xml_events *events, void *ctx)
{
	const struct pn_zip_entry *e = pn_opc_find(zip, name);
	struct pn_unpacked u;
	enum pn_err err;
	bool found;

	if (e == NULL)
		return false;
	found = pn_unpack(NULL, e, MAX_PART, &u) == PN_OK;
	if (found) {
		err = pn_xml_parse(u.bytes, events, ctx);
		(void)err; /* broken: what was read of it is used */
	}
	pn_unpack_free(&u);
	return found;
}

const char *
pn_opc_type(const struct pn_opc *o, const char *part)
{
	struct type key = {(char *)(uintptr_t)part, NULL};
	const struct type *t = NULL;
	const char *dot = strrchr(part, '.');

	if (strchr(part, '\\')) {
		char *other = turned(part, '\\', '/');
		const char *found = pn_opc_type(o, other);

		free(other);
		return found;
	}
	if (o->parts.n)
		t = bsearch(
		    &key, o->parts.types, o->parts.n, sizeof(key), by_name);
	if (t)
		return t->type;
	if (o->lost && pn_opc_usual_type(part))
		return pn_opc_usual_type(part);
	for (size_t i = 0; dot && i < o->extensions.n; i++)
		if (strcasecmp(o->extensions.types[i].what, dot + 1) == 0)
			return o->extensions.types[i].type;
	return "";
}

/* is_main - a content type that only main parts have? */
static bool
is_main(const char *type)
{
	return strstr(type, ".main+xml") != NULL ||
	       strstr(type, ".macroEnabled.main") != NULL ||
	       strstr(type, "xps-fixeddocumentsequence") != NULL;
}

/* usual_main - the main part of a package whose types are lost, for free();
 * NULL if none has the usual name */
static char *
usual_main(const struct pn_opc *o)
{
	const char *name;

	for (size_t i = 0; (name = pn_opc_usual_main(i)) != NULL; i++)
		if (pn_opc_find(o->zip, name))
			return pn_strdup(name);
	return NULL;
}

/* find_main - the main part: where the package's relationships lead, or else
 * the first that has a main part's type */
static char *
find_main(const struct pn_opc *o)
{
	struct pn_opc_rels rels;
	char *found = NULL;

	pn_opc_rels(o, "", &rels);
	for (size_t i = 0; i < rels.n && found == NULL; i++)
		if ((strcmp(rels.rels[i].kind, "officeDocument") == 0 ||
			strcmp(rels.rels[i].kind, "document") == 0 ||
			strcmp(rels.rels[i].kind, "fixedrepresentation") ==
			    0) &&
		    pn_opc_type(o, rels.rels[i].target)[0])
			found = pn_strdup(rels.rels[i].target);
	pn_opc_rels_free(&rels);
	for (size_t i = 0; i < o->parts.n && found == NULL; i++)
		if (is_main(o->parts.types[i].type))
			found = pn_strdup(o->parts.types[i].what);
	return found;
}

struct pn_opc *
pn_opc_open(const struct pn_zip *zip)
{
	static const struct pn_xml_events events = {.start = types_start};
	struct pn_opc *o = pn_alloc(sizeof(*o));

	o->zip = zip;
	if (!parse_member(zip, "[Content_Types].xml", &events, o)) {
		pn_opc_free(&o);
		return NULL;
	}
	if (o->parts.n)
		qsort(o->parts.types, o->parts.n, sizeof(struct type), by_name);
	o->main_part = find_main(o);
	if (o->main_part == NULL) {
		o->main_part = usual_main(o);
		o->lost = o->main_part != NULL;
	}
	if (o->main_part == NULL)
		pn_opc_free(&o);
	return o;
}

void
pn_opc_free(struct pn_opc **o)
{
	if (*o == NULL)
		return;
	types_free(&(*o)->parts);
	types_free(&(*o)->extensions);
	free((*o)->main_part);
	free(*o);
	*o = NULL;
}

const char *
pn_opc_main_type(const struct pn_opc *o)
{
	return pn_opc_type(o, o->main_part);
}

const char *
pn_opc_main_part(const struct pn_opc *o)
{
	return o->main_part;
}

/* resolve - the part that TARGET leads to from the folder of PART */
static char *
resolve(const char *part, const char *target)
{
	const char *slash = strrchr(part, '/');
	int folder = slash && target[0] != '/' ? (int)(slash - part) : 0;
	char *path = pn_printf("%.*s/%s", folder, part, target);
	char *out = pn_alloc(strlen(path) + 2), *to = out;

	for (const char *s = path; *s;) {
		size_t n = strcspn(s, "/");

		if (n == 2 && memcmp(s, "..", 2) == 0) {
			while (to > out && *--to != '/')
				continue;
		} else if (n && !(n == 1 && *s == '.')) {
			if (to > out)
				*to++ = '/';
			memcpy(to, s, n);
			to += n;
		}
		s += n + (s[n] == '/');
	}
	*to = '\0';
	free(path);
	return out;
}

/* What relationships are read into. */
struct rels_ctx {
	struct pn_opc_rels *out;
	const char *part;
};

static enum pn_err
rels_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct rels_ctx *c = ctx;
	struct pn_opc_rels *r = c->out;
	struct pn_opc_rel rel = {0};
	char *type, *target;

	if (strcmp(name, "Relationship") != 0)
		return PN_OK;
	if (r->n >= MAX_RELS)
		return PN_ERR_LIMIT;
	type = pn_xml_attr_dup(attrs, "Type");
	target = pn_xml_attr_dup(attrs, "Target");
	if (type && target && strlen(target) < MAX_NAME) {
		const char *last = strrchr(type, '/');

		rel.external = pn_xml_attr_is(attrs, "TargetMode", "External");
		rel.kind = pn_strdup(last ? last + 1 : type);
		rel.id = pn_xml_attr_dup(attrs, "Id");
		rel.target =
		    rel.external ? pn_strdup(target) : resolve(c->part, target);
		PN_GROW(r->rels, r->n, r->cap);
		r->rels[r->n++] = rel;
	}
	free(type);
	free(target);
	return PN_OK;
}

void
pn_opc_rels(const struct pn_opc *o, const char *part, struct pn_opc_rels *out)
{
	static const struct pn_xml_events events = {.start = rels_start};
	struct rels_ctx ctx = {out, part};
	const char *slash = strrchr(part, '/');
	int folder = slash ? (int)(slash - part) : 0;
	char *name = pn_printf("%.*s%s_rels/%s.rels", folder, part,
	    slash ? "/" : "", slash ? slash + 1 : part);

	*out = (struct pn_opc_rels){0};
	(void)parse_member(o->zip, name, &events, &ctx);
	free(name);
}

const char *
pn_opc_rels_target(const struct pn_opc_rels *r, const char *id)
{
	for (size_t i = 0; id && i < r->n; i++)
		if (r->rels[i].id && !r->rels[i].external &&
		    strcmp(r->rels[i].id, id) == 0)
			return r->rels[i].target;
	return NULL;
}

void
pn_opc_rels_free(struct pn_opc_rels *r)
{
	for (size_t i = 0; i < r->n; i++) {
		free(r->rels[i].id);
		free(r->rels[i].kind);
		free(r->rels[i].target);
	}
	free(r->rels);
	*r = (struct pn_opc_rels){0};
}
