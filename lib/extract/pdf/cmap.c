/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmap - maps from character codes
 *
 * Reads the parts of a CMap that say what codes mean and passes over the
 * PostScript around them. Broken ones are read as far as they make sense.
 * Limits: codes of up to 24 bits are kept, 1 Mi mapped codes in one CMap.
 *
 * Standard: ISO 32000-2, 9.7.5 (CMaps), 9.10.3 (ToUnicode CMaps); Adobe
 * technical note 5014.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/pdf/cmap.h"
#include "extract/pdf/lex.h"

/* Codes that one CMap may map, ranges counted in full: far more than the
 * 65,536 glyphs of a font. */
#define MAX_MAPPED (1u << 20)
/* A range of three-byte codes is cut here. */
#define MAX_RANGE 65536u
/* Pages of one map: the whole of the codes of two bytes, and then some. */
#define MAX_PAGES 1024

void
pn_codemap_set(struct pn_codemap *m, uint32_t code, uint32_t value)
{
	uint32_t ***top, **page;

	if (code >> 24)
		return;
	top = &m->pages[code >> 16];
	if (*top == NULL)
		*top = pn_alloc(256 * sizeof(**top));
	page = &(*top)[code >> 8 & 0xff];
	if (*page == NULL && m->n_pages == MAX_PAGES)
		return;
	if (*page == NULL) {
		m->n_pages++;
		*page = pn_alloc(256 * sizeof(**page));
		memset(*page, 0xff, 256 * sizeof(**page));
	}
	(*page)[code & 0xff] = value;
	m->n++;
}

uint32_t
pn_codemap_get(const struct pn_codemap *m, uint32_t code)
{
	uint32_t *const *top = code >> 24 ? NULL : m->pages[code >> 16];
	const uint32_t *page = top ? top[code >> 8 & 0xff] : NULL;

	return page ? page[code & 0xff] : PN_MAP_NONE;
}

void
pn_codemap_set_chars(
    struct pn_codemap *m, uint32_t code, const uint32_t *c, size_t n)
{
	uint32_t at = (uint32_t)m->n_chars;

	if (n == 0)
		return;
	if (n == 1) {
		pn_codemap_set(m, code, c[0]);
		return;
	}
	n = n < PN_MAP_CHARS ? n : PN_MAP_CHARS;
	PN_GROW(m->chars, m->n_chars, m->cap_chars);
	m->chars[m->n_chars++] = (uint32_t)n;
	for (size_t i = 0; i < n; i++) {
		PN_GROW(m->chars, m->n_chars, m->cap_chars);
		m->chars[m->n_chars++] = c[i];
	}
	pn_codemap_set(m, code, PN_MAP_MANY | at);
}

void
pn_codemap_free(struct pn_codemap *m)
{
	for (size_t i = 0; i < 256; i++) {
		for (size_t k = 0; m->pages[i] && k < 256; k++)
			free(m->pages[i][k]);
		free(m->pages[i]);
	}
	free(m->chars);
	*m = (struct pn_codemap){0};
}

void
pn_cmap_free(struct pn_cmap *cmap)
{
	pn_codemap_free(&cmap->map);
	cmap->n_ranges = 0;
}

/* code_of - the code that a token's bytes are */
static uint32_t
code_of(const struct pn_lex *x)
{
	uint32_t v = 0;

	for (size_t i = 0; i < x->len; i++)
		v = v << 8 | (unsigned char)x->text[i];
	return v;
}

/* chars_of - a token's bytes as characters (UTF-16BE); how many */
static size_t
chars_of(const struct pn_lex *x, uint32_t out[PN_MAP_CHARS])
{
	const unsigned char *s = (const unsigned char *)x->text;
	size_t n = 0;

	if (x->len == 1) {
		out[0] = s[0];
		return 1;
	}
	for (size_t i = 0; i + 1 < x->len && n < PN_MAP_CHARS; i += 2) {
		uint32_t c = (uint32_t)s[i] << 8 | s[i + 1];

		if (c >= 0xd800 && c < 0xdc00 && i + 3 < x->len) {
			uint32_t d = (uint32_t)s[i + 2] << 8 | s[i + 3];

			c = 0x10000 + ((c - 0xd800) << 10) + (d & 0x3ff);
			i += 2;
		}
		out[n++] = c;
	}
	return n;
}

/* One CMap being read. */
struct reading {
	struct pn_cmap *cmap;
	struct pn_job *job;
	struct pn_lex lex;
	size_t mapped;
	bool chars;
};

/* counted - may N more codes be mapped? */
static enum pn_err
counted(struct reading *r, size_t n)
{
	r->mapped += n;
	if (r->mapped > MAX_MAPPED)
		return pn_job_limit(r->job, "fonts");
	return pn_job_work(r->job, n * 4);
}

/* codespace - pairs up to endcodespacerange */
static void
codespace(struct reading *r)
{
	struct pn_cmap *m = r->cmap;
	struct pn_code_range g;

	while (pn_lex_next(&r->lex) == PN_LEX_STRING) {
		g.low = code_of(&r->lex);
		g.bytes = (unsigned)r->lex.len;
		if (pn_lex_next(&r->lex) != PN_LEX_STRING)
			return;
		g.high = code_of(&r->lex);
		if (g.bytes >= 1 && g.bytes <= 4 &&
		    m->n_ranges < PN_CMAP_RANGES)
			m->ranges[m->n_ranges++] = g;
	}
}

/* single - pairs of a code and its value */
static enum pn_err
single(struct reading *r)
{
	uint32_t code, c[PN_MAP_CHARS];
	enum pn_lex_kind k;
	enum pn_err err = PN_OK;

	while (err == PN_OK && pn_lex_next(&r->lex) == PN_LEX_STRING) {
		code = code_of(&r->lex);
		k = pn_lex_next(&r->lex);
		if (k == PN_LEX_STRING && r->chars)
			pn_codemap_set_chars(
			    &r->cmap->map, code, c, chars_of(&r->lex, c));
		else if (k == PN_LEX_NUMBER && !r->chars)
			pn_codemap_set(&r->cmap->map, code,
			    (uint32_t)(r->lex.number < 0 ? 0 : r->lex.number));
		else if (k == PN_LEX_WORD || k == PN_LEX_END)
			break;
		err = counted(r, 1);
	}
	return err;
}

/* list - the array behind a range: one value for each code */
static enum pn_err
list(struct reading *r, uint32_t low, uint32_t high)
{
	uint32_t c[PN_MAP_CHARS];
	enum pn_err err = PN_OK;

	while (err == PN_OK && pn_lex_next(&r->lex) == PN_LEX_STRING) {
		if (low <= high)
			pn_codemap_set_chars(
			    &r->cmap->map, low++, c, chars_of(&r->lex, c));
		err = counted(r, 1);
	}
	return err;
}

/* range - codes from low to high, the value counting up */
static enum pn_err
range(struct reading *r)
{
	uint32_t low, high, c[PN_MAP_CHARS], first = 0;
	enum pn_lex_kind k;
	enum pn_err err = PN_OK;
	size_t n = 0;

	while (err == PN_OK && pn_lex_next(&r->lex) == PN_LEX_STRING) {
		low = code_of(&r->lex);
		if (pn_lex_next(&r->lex) != PN_LEX_STRING)
			break;
		high = code_of(&r->lex);
		k = pn_lex_next(&r->lex);
		if (high >= low && high - low >= MAX_RANGE)
			high = low + MAX_RANGE - 1;
		if (k == PN_LEX_OPEN) {
			err = list(r, low, high);
			continue;
		}
		if (k == PN_LEX_NUMBER && !r->chars)
			first =
			    (uint32_t)(r->lex.number < 0 ? 0 : r->lex.number);
		else if (k == PN_LEX_STRING && r->chars)
			n = chars_of(&r->lex, c);
		else
			break;
		if (high < low || (r->chars && n == 0))
			continue;
		err = counted(r, high - low + 1);
		for (uint32_t v = low; err == PN_OK && v <= high; v++) {
			if (r->chars)
				pn_codemap_set_chars(&r->cmap->map, v, c, n);
			else
				pn_codemap_set(&r->cmap->map, v, first++);
			if (r->chars)
				c[n - 1]++;
			if (v == UINT32_MAX)
				break;
		}
	}
	return err;
}

/* section - what the word that was read begins */
static enum pn_err
section(struct reading *r)
{
	struct pn_lex *x = &r->lex;

	if (pn_lex_is(x, "begincodespacerange"))
		codespace(r);
	else if (pn_lex_is(x, r->chars ? "beginbfchar" : "begincidchar"))
		return single(r);
	else if (pn_lex_is(x, r->chars ? "beginbfrange" : "begincidrange"))
		return range(r);
	return PN_OK;
}

enum pn_err
pn_cmap_read(
    struct pn_cmap *cmap, struct pn_job *job, struct pn_bytes bytes, bool chars)
{
	struct reading r = {.cmap = cmap, .job = job, .chars = chars};
	enum pn_err err = pn_job_work(job, bytes.n);
	char name[sizeof(cmap->use)] = "";
	bool wmode = false;
	enum pn_lex_kind k;

	pn_lex_init(&r.lex, bytes);
	while (err == PN_OK && (k = pn_lex_next(&r.lex)) != PN_LEX_END) {
		if (k == PN_LEX_NAME && r.lex.len < sizeof(name)) {
			memcpy(name, r.lex.text, r.lex.len);
			name[r.lex.len] = 0;
			wmode = strcmp(name, "WMode") == 0;
		} else if (k == PN_LEX_NUMBER && wmode) {
			cmap->vertical = r.lex.number == 1;
			wmode = false;
		} else if (k == PN_LEX_WORD) {
			if (pn_lex_is(&r.lex, "usecmap"))
				memcpy(cmap->use, name, sizeof(name));
			err = section(&r);
		}
	}
	pn_lex_free(&r.lex);
	return err;
}

unsigned
pn_cmap_next(const struct pn_cmap *cmap, const unsigned char *s, size_t n,
    uint32_t *code)
{
	uint32_t v = 0;
	unsigned shortest = 4;

	for (unsigned len = 1; len <= 4 && len <= n; len++) {
		v = v << 8 | s[len - 1];
		for (unsigned i = 0; i < cmap->n_ranges; i++) {
			const struct pn_code_range *g = &cmap->ranges[i];

			if (g->bytes == len && v >= g->low && v <= g->high) {
				*code = v;
				return len;
			}
		}
	}
	/* no range has it: as long as the shortest code */
	for (unsigned i = 0; i < cmap->n_ranges; i++)
		if (cmap->ranges[i].bytes < shortest)
			shortest = cmap->ranges[i].bytes;
	if (cmap->n_ranges == 0)
		shortest = 2;
	if (shortest > n)
		shortest = (unsigned)n;
	*code = 0;
	for (unsigned i = 0; i < shortest; i++)
		*code = *code << 8 | s[i];
	return shortest;
}
