/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * odf_style - what the styles of an OpenDocument file do to text (ODF 1.3
 * part 3, 16, 17 and 20)
 *
 * Styles are found by a hash of scope, family and name, and their parents are
 * followed a bounded number of steps, so that a cycle of styles ends. Old
 * StarOffice files have one "properties" element where OpenDocument has one
 * for each kind; both are read by their attributes.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/odf/odf_props.h"

#define MAX_STYLES  (1u << 17) /* of one file; more are not looked at */
#define MAX_PARENTS 16	       /* styles above styles */
#define MAX_POOL    (16u << 20)
#define TINY_SIZE   150 /* hundredths of a point: one point is no text */
#define NEAR	    10	/* steps between two colours nobody can tell apart */

struct pn_odf_styles {
	struct pn_odf_style *all;
	size_t n, cap;
	uint32_t *slots; /* index + 1; a power of two of them */
	size_t n_slots;
	struct pn_buf pool; /* names, each with its NUL */
	unsigned scopes;
	size_t open;	/* the style that properties belong to, plus one */
	uint32_t paper; /* colour of the pages of a text */
};

struct pn_odf_styles *
pn_odf_styles_new(void)
{
	struct pn_odf_styles *s = pn_alloc(sizeof(*s));

	pn_buf_init(&s->pool, MAX_POOL);
	(void)pn_buf_addc(&s->pool, '\0');
	s->paper = PN_ODF_WHITE;
	return s;
}

void
pn_odf_styles_free(struct pn_odf_styles **s)
{
	if (*s == NULL)
		return;
	pn_buf_free(&(*s)->pool);
	free((*s)->all);
	free((*s)->slots);
	free(*s);
	*s = NULL;
}

unsigned
pn_odf_styles_scope(struct pn_odf_styles *s)
{
	return ++s->scopes;
}

static uint32_t
hash_of(unsigned scope, enum pn_odf_family family, struct pn_bytes name)
{
	uint32_t h = 2166136261u ^ scope * 31u ^ (unsigned)family;

	for (size_t i = 0; i < name.n; i++)
		h = (h ^ name.p[i]) * 16777619u;
	return h ^ h >> 15;
}

/* find - slot of a style, or the free one where it would be */
static size_t
find(const struct pn_odf_styles *s, uint32_t hash, unsigned scope,
    enum pn_odf_family family, struct pn_bytes name)
{
	size_t at = hash & (s->n_slots - 1);

	for (; s->slots[at]; at = (at + 1) & (s->n_slots - 1)) {
		const struct pn_odf_style *t = &s->all[s->slots[at] - 1];
		const char *own = s->pool.data + t->name;

		if (t->hash == hash && t->scope == scope &&
		    t->family == family && strlen(own) == name.n &&
		    (name.n == 0 || memcmp(own, name.p, name.n) == 0))
			break;
	}
	return at;
}

/* grow - twice the slots */
static void
grow(struct pn_odf_styles *s)
{
	free(s->slots);
	s->n_slots = s->n_slots ? s->n_slots * 2 : 256;
	s->slots = pn_alloc(s->n_slots * sizeof(s->slots[0]));
	for (size_t i = 0; i < s->n; i++) {
		size_t at = s->all[i].hash & (s->n_slots - 1);

		while (s->slots[at])
			at = (at + 1) & (s->n_slots - 1);
		s->slots[at] = (uint32_t)i + 1;
	}
}

/* keep - a name in the pool; 0 (the empty one) where there is no room */
static uint32_t
keep(struct pn_odf_styles *s, struct pn_bytes name)
{
	uint32_t at = (uint32_t)s->pool.len;

	if (name.n == 0 || memchr(name.p, 0, name.n) ||
	    s->pool.len + name.n + 1 > MAX_POOL)
		return 0;
	if (pn_buf_add(&s->pool, name.p, name.n) != PN_OK ||
	    pn_buf_addc(&s->pool, '\0') != PN_OK)
		return 0;
	return at;
}

/* begin - a style begins; the one that has its name already is replaced */
static struct pn_odf_style *
begin(struct pn_odf_styles *s, unsigned scope, enum pn_odf_family family,
    struct pn_bytes name, struct pn_bytes parent)
{
	uint32_t hash = hash_of(scope, family, name);
	struct pn_odf_style t = {
	    .hash = hash,
	    .scope = scope,
	    .family = family,
	    .colour = PN_ODF_UNSET,
	    .back = PN_ODF_UNSET,
	    .text_back = PN_ODF_UNSET,
	    .none = -1,
	    .clear = -1,
	};
	size_t at;

	s->open = 0;
	if (s->n >= MAX_STYLES)
		return NULL;
	if (2 * (s->n + 1) > s->n_slots)
		grow(s);
	at = find(s, hash, scope, family, name);
	if (s->slots[at] == 0) {
		PN_GROW(s->all, s->n, s->cap);
		s->slots[at] = (uint32_t)++s->n;
		t.name = keep(s, name);
	} else {
		t.name = s->all[s->slots[at] - 1].name;
	}
	t.parent = keep(s, parent);
	s->open = s->slots[at];
	s->all[s->open - 1] = t;
	return &s->all[s->open - 1];
}

static const struct pn_odf_style *
lookup(const struct pn_odf_styles *s, unsigned scope, enum pn_odf_family family,
    struct pn_bytes name)
{
	size_t at;

	if (s->n == 0)
		return NULL;
	at = find(s, hash_of(scope, family, name), scope, family, name);
	return s->slots[at] ? &s->all[s->slots[at] - 1] : NULL;
}

const struct pn_odf_style *
pn_odf_style(const struct pn_odf_styles *s, struct pn_odf_scope scope,
    enum pn_odf_family family, struct pn_bytes name)
{
	const struct pn_odf_style *t = lookup(s, scope.own, family, name);

	return t ? t : lookup(s, scope.common, family, name);
}

static enum pn_odf_family
family_of(const struct pn_xml_attrs *a)
{
	static const struct {
		const char *word;
		enum pn_odf_family family;
	} all[] = {
	    {"text", PN_ODF_TEXT},
	    {"paragraph", PN_ODF_PARAGRAPH},
	    {"table", PN_ODF_TABLE},
	    {"table-column", PN_ODF_COLUMN},
	    {"table-row", PN_ODF_ROW},
	    {"table-cell", PN_ODF_CELL},
	    {"graphic", PN_ODF_GRAPHIC},
	    {"graphics", PN_ODF_GRAPHIC},
	    {"presentation", PN_ODF_PRESENTATION},
	    {"drawing-page", PN_ODF_PAGE},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (pn_xml_attr_is(a, "family", all[i].word))
			return all[i].family;
	return PN_ODF_OTHER;
}

/* master - a master page: the size of its paper and what is behind it */
static void
master(struct pn_odf_styles *s, unsigned scope, struct pn_odf_scope both,
    const struct pn_xml_attrs *a)
{
	struct pn_bytes name = pn_xml_attr(a, "page-layout-name");
	const struct pn_odf_style *layout, *page;
	struct pn_odf_style *t, was = {0};

	if (name.p == NULL) /* as StarOffice calls it */
		name = pn_xml_attr(a, "page-master-name");
	layout = pn_odf_style(s, both, PN_ODF_LAYOUT, name);
	page = pn_odf_style(s, both, PN_ODF_PAGE, pn_xml_attr(a, "style-name"));
	if (layout)
		was = *layout;
	was.back = page ? page->back : PN_ODF_UNSET;
	t = begin(s, scope, PN_ODF_MASTER, pn_xml_attr(a, "name"),
	    (struct pn_bytes){NULL, 0});
	if (t == NULL)
		return;
	t->width = was.width;
	t->height = was.height;
	t->back = was.back;
}

void
pn_odf_styles_start(struct pn_odf_styles *s, unsigned scope,
    struct pn_odf_scope both, const char *name, const struct pn_xml_attrs *a)
{
	struct pn_odf_style *t = s->open ? &s->all[s->open - 1] : NULL;
	struct pn_bytes none = {NULL, 0};
	size_t n = strlen(name);

	if (pn_xml_is(name, "style")) {
		(void)begin(s, scope, family_of(a), pn_xml_attr(a, "name"),
		    pn_xml_attr(a, "parent-style-name"));
	} else if (pn_xml_is(name, "default-style")) {
		(void)begin(s, scope, family_of(a), none, none);
	} else if (pn_xml_is(name, "page-layout") ||
		   pn_xml_is(name, "page-master")) {
		(void)begin(
		    s, scope, PN_ODF_LAYOUT, pn_xml_attr(a, "name"), none);
	} else if (pn_xml_is(name, "master-page")) {
		master(s, scope, both, a);
	} else if (t && n >= 10 && strcmp(name + n - 10, "properties") == 0) {
		bool text = pn_xml_is(name, "text-properties");

		if (text || n == 10)
			pn_odf_text_properties(t, a);
		if (text && pn_odf_fill(a) != PN_ODF_UNSET)
			t->text_back = pn_odf_fill(a);
		if (!text)
			pn_odf_block_properties(t, a);
		if (pn_xml_is(name, "page-layout-properties") &&
		    t->back != PN_ODF_UNSET && t->back != PN_ODF_CLEAR)
			s->paper = PN_ODF_UNKNOWN; /* of some pages */
	} else if (t && pn_xml_is(name, "map")) {
		t->back = PN_ODF_UNKNOWN; /* it depends */
	}
}

void
pn_odf_styles_busy(struct pn_odf_styles *s)
{
	if (s->open && s->all[s->open - 1].family == PN_ODF_MASTER)
		s->all[s->open - 1].busy = true;
}

/* lay - one style over LOOK */
static void
lay(const struct pn_odf_style *t, struct pn_odf_look *look)
{
	if (t->back != PN_ODF_UNSET && t->back != PN_ODF_CLEAR)
		look->back = t->back;
	if (t->text_back != PN_ODF_UNSET && t->text_back != PN_ODF_CLEAR)
		look->back = t->text_back;
	if (t->colour != PN_ODF_UNSET)
		look->colour =
		    t->colour == PN_ODF_CLEAR ? PN_ODF_UNSET : t->colour;
	if (t->size && t->percent)
		look->size = (uint32_t)((uint64_t)look->size * t->size / 100);
	else if (t->size)
		look->size = t->size;
	if (t->none >= 0)
		look->none = t->none;
	if (t->clear >= 0)
		look->clear = t->clear;
}

void
pn_odf_style_apply(const struct pn_odf_styles *s, struct pn_odf_scope scope,
    enum pn_odf_family family, struct pn_bytes name, struct pn_odf_look *look)
{
	const struct pn_odf_style *chain[MAX_PARENTS];
	size_t n = 0;

	while (n < MAX_PARENTS) {
		const struct pn_odf_style *t =
		    pn_odf_style(s, scope, family, name);

		if (t == NULL)
			break;
		chain[n++] = t;
		if (t->parent == 0)
			break;
		name.p = (const unsigned char *)s->pool.data + t->parent;
		name.n = strlen(s->pool.data + t->parent);
	}
	while (n)
		lay(chain[--n], look);
}

bool
pn_odf_style_gone(const struct pn_odf_styles *s, struct pn_odf_scope scope,
    enum pn_odf_family family, struct pn_bytes name)
{
	for (int i = 0; i < MAX_PARENTS; i++) {
		const struct pn_odf_style *t =
		    name.n ? pn_odf_style(s, scope, family, name) : NULL;

		if (t == NULL || t->gone)
			return t != NULL;
		name.p = (const unsigned char *)s->pool.data + t->parent;
		name.n = strlen(s->pool.data + t->parent);
	}
	return false;
}

uint32_t
pn_odf_paper(const struct pn_odf_styles *s)
{
	return s->paper;
}

/* near - are the colours A and B the same to the eye? */
static bool
near(uint32_t a, uint32_t b)
{
	if (a > PN_ODF_WHITE || b > PN_ODF_WHITE)
		return false;
	for (int shift = 0; shift < 24; shift += 8) {
		int d = (int)(a >> shift & 0xff) - (int)(b >> shift & 0xff);

		if (d > NEAR || d < -NEAR)
			return false;
	}
	return true;
}

bool
pn_odf_unseen(const struct pn_odf_look *look)
{
	return look->none || look->clear || look->size < TINY_SIZE ||
	       near(look->colour, look->back);
}
