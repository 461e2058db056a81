/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * revision - what earlier versions of a PDF file had (ISO 32000-2, 7.5.6)
 *
 * A file that was saved incrementally still holds every version before: its
 * bytes up to an earlier end are that version. Of the last few the pages that
 * changed and everything beside the pages are read again, and those lines go
 * on that have a word which this version does not show. So a form that was
 * filled in, or a signature, which are everyday reasons for such a save, tell
 * nothing. The first end of a linearized file is no version (startxref 0).
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/pdf/extra.h"
#include "extract/pdf/page.h"
#include "extract/pdf/view.h"

#define KIND	  "revision"
#define MAX_CUTS  5    /* versions that are read */
#define MAX_PARTS 2000 /* objects of one page that are looked at */
#define MAX_DEPTH 4    /* forms within forms */

/* Who takes what an earlier version has. */
struct earlier {
	struct pn_job *job;
	const struct pn_taker *outer;
	struct pn_heard *heard;
	enum pn_err err;
};

enum pn_err
pn_pdf_say_new(struct pn_job *job, struct pn_heard *heard,
    struct pn_bytes text, const char *place, const char *kind)
{
	struct pn_buf fresh;
	enum pn_err err = PN_OK;

	pn_buf_init(&fresh, text.n + 1);
	while (text.n) {
		const unsigned char *nl = memchr(text.p, '\n', text.n);
		struct pn_bytes line = {
		    text.p, nl ? (size_t)(nl - text.p) + 1 : text.n};

		if (!pn_heard_all(heard, line))
			err = pn_buf_add(&fresh, line.p, line.n);
		text.p += line.n;
		text.n -= line.n;
	}
	if (err == PN_OK && fresh.len) {
		pn_job_hidden(job, kind);
		err = pn_job_text(
		    job, pn_buf_bytes(&fresh), place, PN_TEXT_HIDDEN);
	}
	pn_buf_free(&fresh);
	return err;
}

static enum pn_err
earlier_text(void *ctx, const struct pn_segment *seg)
{
	struct earlier *e = ctx;
	const struct pn_taker *mine = e->job->taker;
	char *place = pn_printf(
	    "earlier version%s%s", *seg->place ? ", " : "", seg->place);

	e->job->taker = e->outer;
	e->err = pn_pdf_say_new(e->job, e->heard,
	    (struct pn_bytes){(const unsigned char *)seg->text, seg->len},
	    place, KIND);
	e->job->taker = mine;
	free(place);
	return e->err;
}

static enum pn_err
earlier_member(void *ctx, const struct pn_member *m)
{
	struct earlier *e = ctx;
	struct pn_member gone = *m;

	if (m->encrypted || m->unreadable ||
	    !pn_heard_key(e->heard, pn_heard_hash(m->content)))
		return PN_OK;
	gone.hidden = true;
	e->outer->hidden(e->outer->ctx, KIND);
	return e->outer->member(e->outer->ctx, &gone);
}

static void
earlier_hidden(void *ctx, const char *kind)
{
	(void)ctx;
	(void)kind;
}

/* changed_since - the objects that come behind CUT */
static void
changed_since(
    const struct pn_objmap *m, size_t cut, struct pn_obj_seen *changed)
{
	struct pn_obj_seen streams = {0};

	for (size_t i = 0; i < m->n; i++)
		if (m->bodies[i].at >= cut) {
			pn_obj_seen_add(changed, m->bodies[i].id);
			if (m->bodies[i].packed)
				pn_obj_seen_add(&streams, m->bodies[i].id);
		}
	for (size_t i = 0; i < m->n_inner; i++)
		if (pn_obj_seen_has(
			&streams, (struct pn_obj_id){m->inner[i].container, 0}))
			pn_obj_seen_add(
			    changed, (struct pn_obj_id){m->inner[i].num, 0});
	pn_obj_seen_free(&streams);
}

/* A look at the parts of a page. */
struct parts {
	struct pn_pdf *pdf;
	const struct pn_obj_seen *changed;
	unsigned n;
};

static bool differs(struct parts *p, struct pn_obj o, unsigned depth);

/* any_differs - does a value of dictionary O differ? */
static bool
any_differs(struct parts *p, struct pn_obj o, unsigned depth)
{
	struct pn_buf keys;
	bool yes = false;

	pn_buf_init(&keys, 64u << 10);
	pn_obj_keys(p->pdf, o, &keys);
	for (const char *k = keys.data; k < keys.data + keys.len && !yes;
	     k += strlen(k) + 1)
		if (strcmp(k, "/Parent") != 0 && strcmp(k, "/P") != 0)
			yes = differs(p, pn_obj_get(p->pdf, o, k), depth);
	pn_buf_free(&keys);
	return yes;
}

/* differs - did O or something that it is made of change? Where that is too
 * much to look at, it did */
static bool
differs(struct parts *p, struct pn_obj o, unsigned depth)
{
	unsigned mark = pn_pdf_mark(p->pdf);
	enum pn_obj_kind kind = pn_obj_kind(p->pdf, o);
	size_t n = pn_obj_len(p->pdf, o);
	bool yes = pn_obj_seen_has(p->changed, pn_obj_id(p->pdf, o)) ||
		   ++p->n > MAX_PARTS;

	for (size_t i = 0; i < n && !yes && depth; i++)
		yes = differs(p, pn_obj_at(p->pdf, o, i), depth - 1);
	if (!yes && depth && (kind == PN_OBJ_DICT || kind == PN_OBJ_STREAM))
		yes = any_differs(p, o, depth - 1);
	pn_pdf_release(p->pdf, mark);
	return yes;
}

/* choose - which pages of OLD are to be read: those that changed since CUT or
 * are pages no more. For free() */
static bool *
choose(struct pn_pdf *old, struct pn_pdf *now, const struct pn_objmap *m,
    size_t cut)
{
	bool *keep = pn_alloc((old->n_pages + 1) * sizeof(*keep));
	struct pn_obj_seen changed = {0}, pages = {0};

	changed_since(m, cut, &changed);
	for (size_t i = 0; i < now->n_pages; i++)
		pn_obj_seen_add(&pages, pn_obj_id(now, pn_pdf_page(now, i)));
	for (size_t i = 0; i < old->n_pages; i++) {
		struct parts p = {old, &changed, 0};
		struct pn_obj page = pn_pdf_page(old, i);
		unsigned mark = pn_pdf_mark(old);

		keep[i] = !pn_obj_seen_has(&pages, pn_obj_id(old, page)) ||
			  differs(&p, page, 2 * MAX_DEPTH) ||
			  differs(&p, pn_pdf_page_attr(old, i, "/Resources"),
			      2 * MAX_DEPTH);
		pn_pdf_release(old, mark);
	}
	pn_obj_seen_free(&changed);
	pn_obj_seen_free(&pages);
	return keep;
}

/* read_cut - the version that ends at CUT */
static enum pn_err
read_cut(struct pn_pdf *now, struct pn_heard *heard, struct pn_objmap *m,
    size_t cut)
{
	struct pn_job *job = now->job;
	const char *damage = job->damage;
	struct earlier e = {.job = job, .outer = job->taker, .heard = heard};
	struct pn_taker mine = {
	    {earlier_text, &e}, earlier_member, earlier_hidden, &e};
	struct pn_pdoc doc = {.heard = heard};
	bool *keep = NULL;
	enum pn_err err =
	    pn_objmap_open(job, m, (struct pn_bytes){m->bytes.p, cut}, &doc.pdf);

	if (err == PN_OK) {
		keep = choose(doc.pdf, now, m, cut);
		err = pn_view_pages(doc.pdf, &mine, keep);
		job->taker = &mine;
		if (err == PN_OK)
			err = pn_pdoc_all(&doc);
		job->taker = e.outer;
	}
	pn_pdoc_free(&doc);
	pn_pdf_close(&doc.pdf);
	free(keep);
	job->damage = damage;
	return err == PN_ERR_LIMIT ? err : PN_OK;
}

/* is_first - is the end of file that begins at AT the first one of a
 * linearized file, whose cross references are not all there yet? */
static bool
is_first(struct pn_bytes b, size_t at)
{
	size_t end = at, start;

	while (end && isspace(b.p[end - 1]))
		end--;
	start = end;
	while (start && isdigit(b.p[start - 1]))
		start--;
	return end - start == 1 && b.p[start] == '0';
}

/* add_cuts - the ends of versions between FROM and TO, where no object is */
static size_t
add_cuts(struct pn_bytes b, size_t from, size_t to, size_t cuts[MAX_CUTS],
    size_t n)
{
	const unsigned char *p = b.p + from, *end = b.p + to;

	while (p < end && (p = memmem(p, (size_t)(end - p), "%%EOF", 5))) {
		size_t at = (size_t)(p - b.p);

		p += 5;
		if (is_first(b, at))
			continue;
		if (n == MAX_CUTS) {
			memmove(cuts, cuts + 1, (n - 1) * sizeof(*cuts));
			n--;
		}
		cuts[n++] = at + 5;
	}
	return n;
}

/* find_cuts - where earlier versions end, the last MAX_CUTS of them: something
 * comes after each */
static size_t
find_cuts(const struct pn_objmap *m, size_t cuts[MAX_CUTS])
{
	size_t from = 0, n = 0;

	for (size_t i = 0; i < m->n; i++) {
		if (m->bodies[i].at > from)
			n = add_cuts(m->bytes, from, m->bodies[i].at, cuts, n);
		from = m->bodies[i].end;
	}
	return n;
}

enum pn_err
pn_pdf_revisions(
    struct pn_pdf *pdf, struct pn_heard *heard, struct pn_objmap *m)
{
	size_t cuts[MAX_CUTS];
	size_t n = find_cuts(m, cuts);
	enum pn_err err = PN_OK;

	while (n-- > 0 && err == PN_OK)
		err = read_cut(pdf, heard, m, cuts[n]);
	return err;
}
