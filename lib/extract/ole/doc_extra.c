/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doc_extra - texts of a Word document outside of its text
 *
 * Strings that go with the document (MS-DOC 2.9.267 and following), and what
 * no piece refers to any more: a fast save writes new text behind the old and
 * leaves the old where it is.
 */
#include <stdlib.h>
#include <string.h>
#include "base/charset.h"
#include "base/mem.h"
#include "extract/ole/art.h"
#include "extract/ole/doc.h"

#define MAX_STRINGS 5000
#define PAGE_BYTES  512
#define MIN_GAP	    16

/* put - N UTF-16 units at AT of T as a line of OUT */
static enum pn_err
put(struct pn_buf *out, struct pn_bytes t, uint64_t at, uint64_t n)
{
	enum pn_err err =
	    pn_charset_to_utf8(out, "UTF-16LE", pn_le_cut(t, at, 2 * n));

	return err == PN_OK && n ? pn_buf_addc(out, '\n') : err;
}

/* table - the strings of the string table T (STTB) that KEPT wants, and where
 * the table ends in *END */
static enum pn_err
table(struct pn_bytes t, bool (*kept)(unsigned i), struct pn_buf *out,
    uint64_t *end)
{
	unsigned n = pn_le16(t, 2), extra = pn_le16(t, 4);
	uint64_t at = 6;
	enum pn_err err = PN_OK;

	*end = 0;
	if (t.n < 6 || pn_le16(t, 0) != 0xFFFF || n > MAX_STRINGS)
		return PN_OK;
	for (unsigned i = 0; i < n && at < t.n && err == PN_OK; i++) {
		unsigned units = pn_le16(t, at);

		if (kept(i))
			err = put(out, t, at + 2, units);
		at += 2 + 2 * (uint64_t)units + extra;
	}
	*end = at;
	return err;
}

/* assoc - title, subject, words, comments, and files of a mail merge; not the
 * template and those who wrote */
static bool
assoc(unsigned i)
{
	return (i >= 2 && i <= 5) || i == 8 || i == 9;
}

/* path - of author and path, the path */
static bool
path(unsigned i)
{
	return i % 2 == 1;
}

static bool
all(unsigned i)
{
	(void)i;
	return true;
}

/* variables - names and values that macros keep in the document */
static enum pn_err
variables(struct pn_doc *d, struct pn_buf *out)
{
	struct pn_bytes t = pn_doc_part(d, PN_DOC_VARIABLES);
	uint64_t at;
	enum pn_err err = table(t, all, out, &at);

	for (unsigned i = 0; i < MAX_STRINGS && at && at < t.n && err == PN_OK;
	     i++) {
		unsigned units = pn_le16(t, at);

		err = put(out, t, at + 2, units);
		at += 2 + 2 * ((uint64_t)units + 1);
	}
	return err;
}

/* tell - what is in OUT as hidden of KIND */
static enum pn_err
tell(struct pn_doc *d, struct pn_buf *out, const char *kind)
{
	enum pn_err err = PN_OK;

	if (out->len) {
		pn_job_hidden(d->job, kind);
		err = pn_job_text(
		    d->job, pn_buf_bytes(out), kind, PN_TEXT_HIDDEN);
	}
	pn_buf_clear(out);
	return err;
}

enum pn_err
pn_doc_metadata(struct pn_doc *d)
{
	struct pn_buf out;
	uint64_t end;
	enum pn_err err;

	pn_buf_init(&out, pn_job_room(d->job) + PAGE_BYTES);
	err = table(pn_doc_part(d, PN_DOC_ASSOC), assoc, &out, &end);
	if (err == PN_OK)
		err = table(pn_doc_part(d, PN_DOC_SAVED_BY), path, &out, &end);
	if (err == PN_OK)
		err = tell(d, &out, "metadata");
	if (err == PN_OK)
		err = variables(d, &out);
	if (err == PN_OK)
		err = tell(d, &out, "variable");
	pn_buf_free(&out);
	return err == PN_OK ? PN_OK : pn_job_limit(d->job, "text");
}

/* Bytes of the stream that something refers to. */
struct used {
	uint64_t from, to;
};

/* What is known to be in use. */
struct map {
	struct used *v;
	size_t n, cap;
};

static int
by_place(const void *a, const void *b)
{
	const struct used *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

static void
add(struct map *m, uint64_t from, uint64_t size)
{
	PN_GROW(m->v, m->n, m->cap);
	m->v[m->n++] = (struct used){from, from + size};
}

static void
add_picture(void *ctx, uint32_t at, uint32_t size)
{
	add(ctx, at, size);
}

/* add_pages - the pages that the table PLC lists */
static void
add_pages(struct map *m, struct pn_bytes plc)
{
	size_t n = plc.n < 12 ? 0 : (plc.n - 4) / 8;

	for (size_t i = 0; i < n; i++) {
		uint32_t no =
		    pn_le32(plc, 4 * (uint64_t)(n + 1) + 4 * (uint64_t)i);

		add(m, (uint64_t)(no & 0x3FFFFF) * PAGE_BYTES, PAGE_BYTES);
	}
}

/* between - the text between what is in use */
static enum pn_err
between(struct pn_doc *d, const struct map *m)
{
	uint64_t at = pn_le32(d->word, 0x18); /* where text begins */
	enum pn_err err = PN_OK;

	for (size_t i = 0; i <= m->n && err == PN_OK; i++) {
		uint64_t to = i < m->n ? m->v[i].from : d->word.n;

		if (to > at + MIN_GAP)
			err = pn_ole_strings(d->job,
			    pn_le_cut(d->word, at, to - at), "earlier text",
			    "revision");
		if (i < m->n && m->v[i].to > at)
			at = m->v[i].to;
	}
	return err;
}

enum pn_err
pn_doc_gaps(struct pn_doc *d)
{
	struct map m = {0};
	enum pn_err err;

	for (size_t i = 0; i < d->n_pieces; i++) {
		const struct pn_doc_piece *p = &d->pieces[i];

		add(&m, p->fc, (p->wide ? 2 : 1) * (uint64_t)(p->end - p->cp));
	}
	add_pages(&m, pn_doc_part(d, PN_DOC_CHPX));
	add_pages(&m, pn_doc_part(d, PN_DOC_PAPX));
	pn_art_pictures(pn_doc_part(d, PN_DOC_DRAWINGS), add_picture, &m);
	qsort(m.v, m.n, sizeof(*m.v), by_place);
	err = between(d, &m);
	free(m.v);
	return err;
}
