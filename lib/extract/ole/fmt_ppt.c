/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_ppt - PowerPoint presentations before 2007 (MS-PPT)
 *
 * Slides in the order of the show, each with its notes and comments, the
 * master, headers and footers, links, embedded objects and macros. Hidden:
 * hidden slides, notes, comments, shapes outside of the slide, text of earlier
 * saves that the newest one does not show. Of PowerPoint 95 and before only
 * runs of text are told, and the file is unscannable.
 */
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include "base/charset.h"
#include "base/inflate.h"
#include "base/mem.h"
#include "extract/ole/ppt.h"

#define TOKEN_SEALED 0xF3D1C4DFu
#define MAX_SLIDES   16384
#define EDIT_SEALED  32 /* bytes of an edit that names a session of keys */

enum { LIST_SLIDES, LIST_MASTERS, LIST_NOTES }; /* instances of slide lists */

#define ZLIB_HEAD    2
#define SLIDE_HIDDEN 0x0004 /* of the flags of a slide's show */

static unsigned
ppt_bid(struct pn_look *look, const char **type)
{
	return pn_ole_bid(look, PN_OLE_POWERPOINT, type);
}

/* inside - the record of TYPE right inside R, from *AT on, which is moved
 * behind it; false where there is none */
static bool
inside(const struct pn_ppt_record *r, unsigned type, uint64_t *at,
    struct pn_ppt_record *in)
{
	while (pn_ppt_record(r->body, *at, in)) {
		*at = in->end;
		if (in->type == type)
			return true;
	}
	return false;
}

/* is_hidden - is slide R left out of the show? */
static bool
is_hidden(const struct pn_ppt_record *r)
{
	struct pn_ppt_record in;
	uint64_t at = 0;

	return inside(r, PN_PPT_SHOW_INFO, &at, &in) &&
	       pn_le16(in.body, 10) & SLIDE_HIDDEN;
}

/* texts_of - what the outline LIST has from *AT on for one slide; *AT is moved
 * to the next one */
static void
texts_of(const struct pn_ppt_record *list, uint64_t *at, struct pn_ppt_texts *t)
{
	struct pn_ppt_record r;

	t->n = 0;
	while (pn_ppt_record(list->body, *at, &r) &&
	       r.type != PN_PPT_SLIDE_PERSIST) {
		if (r.type == PN_PPT_TEXT_HEADER) {
			PN_GROW(t->v, t->n, t->cap);
			t->v[t->n++] = (struct pn_ppt_text){0};
		} else if (t->n && (r.type == PN_PPT_TEXT_CHARS ||
				       r.type == PN_PPT_TEXT_BYTES)) {
			t->v[t->n - 1].bytes = r.body;
			t->v[t->n - 1].wide = r.type == PN_PPT_TEXT_CHARS;
		}
		*at = r.end;
	}
}

/* Notes, by the slide that they belong to. */
struct notes {
	struct {
		uint32_t slide, id;
	} * v;
	size_t n, cap;
};

/* collect_notes - the notes that LIST names */
static void
collect_notes(
    struct pn_ppt *p, const struct pn_ppt_record *list, struct notes *all)
{
	struct pn_ppt_record in, r, atom;
	uint64_t at = 0;

	while (inside(list, PN_PPT_SLIDE_PERSIST, &at, &in)) {
		uint32_t id = pn_le32(in.body, 0);
		uint64_t first = 0;

		if (all->n >= MAX_SLIDES || !pn_ppt_newest(p, id, &r))
			continue;
		p->read[id] = false; /* only looked at */
		PN_GROW(all->v, all->n, all->cap);
		all->v[all->n].id = id;
		all->v[all->n].slide = 0;
		if (inside(&r, PN_PPT_NOTES_ATOM, &first, &atom))
			all->v[all->n].slide = pn_le32(atom.body, 0);
		all->n++;
	}
}

/* read_notes - the notes of slide SLIDE (its own number), at PLACE */
static enum pn_err
read_notes(struct pn_ppt *p, const struct notes *all, uint32_t slide,
    const char *place)
{
	char *where = pn_printf("%s, notes", place);
	struct pn_ppt_record r;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < all->n && err == PN_OK; i++)
		if (slide && all->v[i].slide == slide &&
		    !p->read[all->v[i].id] &&
		    pn_ppt_newest(p, all->v[i].id, &r))
			err = pn_ppt_sheet(p, &r, NULL, where, "notes");
	free(where);
	return err == PN_OK ? pn_job_work(p->job, 8 * all->n) : err;
}

/* read_slides - those in the outline LIST, in its order */
static enum pn_err
read_slides(struct pn_ppt *p, const struct pn_ppt_record *list,
    const struct notes *notes)
{
	struct pn_ppt_texts texts = {0};
	struct pn_ppt_record in, r;
	uint64_t at = 0;
	unsigned number = 0;
	enum pn_err err = PN_OK;

	while (err == PN_OK && inside(list, PN_PPT_SLIDE_PERSIST, &at, &in)) {
		char *place = pn_printf("slide %u", ++number);
		/* a slide that is not there has its outline still */
		bool found = pn_ppt_newest(p, pn_le32(in.body, 0), &r);

		texts_of(list, &at, &texts);
		if (!found) {
			pn_job_damage(p->job, "damaged");
			r = (struct pn_ppt_record){.body = {in.body.p, 0}};
		}
		err = pn_ppt_sheet(p, &r, &texts, place,
		    found && is_hidden(&r) ? "slide" : NULL);
		if (err == PN_OK && number <= MAX_SLIDES)
			err = read_notes(p, notes, pn_le32(in.body, 12), place);
		free(place);
	}
	free(texts.v);
	return err;
}

/* read_list - the sheets in LIST that were not read yet, all at PLACE */
static enum pn_err
read_list(struct pn_ppt *p, const struct pn_ppt_record *list, const char *place,
    const char *hidden)
{
	struct pn_ppt_texts texts = {0};
	struct pn_ppt_record in, r;
	uint64_t at = 0;
	enum pn_err err = PN_OK;

	while (err == PN_OK && inside(list, PN_PPT_SLIDE_PERSIST, &at, &in)) {
		uint32_t id = pn_le32(in.body, 0);

		texts_of(list, &at, &texts);
		if (id < PN_PPT_MAX_IDS && p->read[id])
			continue;
		if (pn_ppt_newest(p, id, &r))
			err = pn_ppt_sheet(p, &r, &texts, place, hidden);
	}
	free(texts.v);
	return err;
}

/* read_links - the addresses of links, which the slides show as words */
static enum pn_err
read_links(struct pn_ppt *p, const struct pn_ppt_record *doc)
{
	struct pn_ppt_record in;
	struct pn_buf out;
	uint64_t at = 0, end = 0;
	enum pn_err err = PN_OK;

	pn_buf_init(&out, pn_job_room(p->job) + 1);
	while (err == PN_OK && pn_ppt_record(doc->body, at, &in)) {
		if (in.type == PN_PPT_LINK)
			end = in.end;
		if (in.type == PN_PPT_CSTRING && at < end && in.instance) {
			err = pn_charset_to_utf8(&out, "UTF-16LE", in.body);
			if (err == PN_OK)
				err = pn_buf_addc(&out, '\n');
		}
		at = in.container ? at + PN_PPT_HEAD : in.end;
	}
	if (err == PN_OK && out.len) {
		pn_job_hidden(p->job, "external-link");
		err = pn_job_text(p->job, pn_buf_bytes(&out), "external link",
		    PN_TEXT_HIDDEN);
	}
	pn_buf_free(&out);
	return err == PN_OK ? PN_OK : pn_job_limit(p->job, "text");
}

/* read_document - the slides, and what goes with all of them */
static enum pn_err
read_document(struct pn_ppt *p, const struct pn_ppt_record *doc)
{
	struct pn_ppt_record in, lists[3] = {{0}};
	struct notes notes = {0};
	uint64_t at = 0;
	enum pn_err err = PN_OK;

	if (inside(doc, PN_PPT_DOCUMENT_ATOM, &at, &in)) {
		p->width = (int32_t)pn_le32(in.body, 0);
		p->height = (int32_t)pn_le32(in.body, 4);
	}
	for (at = 0; inside(doc, PN_PPT_SLIDE_LIST, &at, &in);)
		if (in.instance < 3)
			lists[in.instance] = in;
	collect_notes(p, &lists[LIST_NOTES], &notes);
	err = read_slides(p, &lists[LIST_SLIDES], &notes);
	if (err == PN_OK)
		err = read_list(p, &lists[LIST_NOTES], "notes", "notes");
	if (err == PN_OK)
		err = read_list(p, &lists[LIST_MASTERS], "master", NULL);
	for (at = 0; err == PN_OK && inside(doc, PN_PPT_HEADERS, &at, &in);) {
		struct pn_ppt_record all = {
		    .body = {in.body.p - PN_PPT_HEAD, in.body.n + PN_PPT_HEAD}};

		err = pn_ppt_sheet(p, &all, NULL, "header and footer", NULL);
	}
	if (err == PN_OK)
		err = read_links(p, doc);
	free(notes.v);
	return err;
}

/* inflate - the OLE object in R, which is compressed in instance 1 */
static enum pn_err
inflate(struct pn_ppt *p, const struct pn_ppt_record *r, struct pn_buf *out)
{
	uint32_t size = pn_le32(r->body, 0);
	struct pn_bytes in = pn_le_cut(r->body, 4, r->body.n);
	struct libdeflate_decompressor *d;
	enum libdeflate_result done = LIBDEFLATE_BAD_DATA;
	char *room;
	size_t n = 0;
	enum pn_err err = pn_job_unpack(p->job, size);

	if (err != PN_OK)
		return err;
	room = pn_buf_room(out, size);
	if (room == NULL)
		return pn_job_limit(p->job, "unpacked");
	d = libdeflate_alloc_decompressor();
	if (d)
		done =
		    libdeflate_zlib_decompress(d, in.p, in.n, room, size, &n);
	libdeflate_free_decompressor(d);
	if (done == LIBDEFLATE_SUCCESS) {
		pn_buf_wrote(out, n);
		return PN_OK;
	}
	/* some programs leave out the end; what comes out counts. An error
	 * is one where not all came out */
	if (pn_inflate(pn_le_cut(in, ZLIB_HEAD, in.n), out) != PN_OK &&
	    out->len < size)
		pn_job_damage(p->job, "damaged");
	return PN_OK;
}

/* object - an OLE object, or the macros */
static enum pn_err
object(struct pn_ppt *p, const struct pn_ppt_record *r)
{
	struct pn_buf out;
	struct pn_bytes content = r->body;
	enum pn_err err = PN_OK;

	pn_buf_init(&out, PN_OLE_STREAM_MAX);
	if (r->instance == 1) { /* it tells the size */
		err = inflate(p, r, &out);
		content = pn_buf_bytes(&out);
	}
	if (err == PN_OK)
		err = pn_ole_inner(p->job, content, "object");
	pn_buf_free(&out);
	return err;
}

static int
by_value(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* newest - the places of all objects in their newest form, sorted */
static uint32_t *
newest(const struct pn_ppt *p, size_t *n)
{
	uint32_t *v = NULL;
	size_t cap = 0;

	*n = 0;
	for (size_t i = 0; i < PN_PPT_MAX_IDS; i++)
		if (p->places[i]) {
			PN_GROW(v, *n, cap);
			v[(*n)++] = p->places[i] - 1;
		}
	if (*n)
		qsort(v, *n, sizeof(*v), by_value);
	return v;
}

/* read_stream - every record of the stream: objects, and what was written
 * before the newest save */
static enum pn_err
read_stream(struct pn_ppt *p)
{
	struct pn_ppt_record r;
	size_t n;
	uint32_t *live = newest(p, &n);
	uint64_t at = 0;
	enum pn_err err = PN_OK;

	pn_ppt_sort_seen(p);
	while (err == PN_OK && pn_ppt_record(p->doc, at, &r)) {
		uint32_t here = (uint32_t)at;

		if (r.type == PN_PPT_OBJECT)
			err = object(p, &r);
		else if (r.container &&
			 (n == 0 || bsearch(&here, live, n, sizeof(*live),
					by_value) == NULL))
			err = pn_ppt_earlier(p, &r);
		at = r.end;
		if (err == PN_OK)
			err = pn_job_work(p->job, 64);
	}
	free(live);
	return err;
}

/* last_edit - where the last edit of the stream is; 0 none */
static uint32_t
last_edit(const struct pn_ppt *p)
{
	struct pn_ppt_record r;
	uint32_t last = 0;

	for (uint64_t at = 0; pn_ppt_record(p->doc, at, &r); at = r.end)
		if (r.type == PN_PPT_EDIT)
			last = (uint32_t)at;
	return last;
}

/* current_edit - the newest edit, from the stream "Current User"; *SEALED:
 * whether the file has a lock */
static uint32_t
current_edit(struct pn_ppt *p, struct pn_bytes user, bool *sealed)
{
	struct pn_ppt_record r;
	uint32_t at = pn_le32(user, 16);

	*sealed = pn_le32(user, 12) == TOKEN_SEALED;
	if (!pn_ppt_record(p->doc, at, &r) || r.type != PN_PPT_EDIT)
		at = last_edit(p);
	if (pn_ppt_record(p->doc, at, &r) && r.type == PN_PPT_EDIT &&
	    r.body.n >= EDIT_SEALED && pn_le32(r.body, 28))
		*sealed = true;
	return at;
}

/* read_presentation - with the streams in *P */
static enum pn_err
read_presentation(struct pn_ppt *p, struct pn_bytes user)
{
	struct pn_ppt_record doc;
	bool sealed;
	uint32_t at = current_edit(p, user, &sealed);
	enum pn_err err;

	if (sealed) {
		pn_job_answer(p->job, PN_STATUS_ENCRYPTED, NULL);
		return pn_ole_properties(p->o);
	}
	err = pn_ppt_edits(p, at);
	if (err == PN_ERR_SYNTAX) {
		pn_job_answer(p->job, PN_STATUS_UNSCANNABLE, "no-reader");
		err = pn_ole_strings(p->job, p->doc, "slides", "stream");
	} else if (err == PN_OK) {
		if (pn_ppt_newest(p, p->document, &doc) &&
		    doc.type == PN_PPT_DOCUMENT)
			err = read_document(p, &doc);
		else
			pn_job_damage(p->job, "damaged");
		if (err == PN_OK)
			err = read_stream(p);
	}
	return err == PN_OK ? pn_ole_rest(p->o) : err;
}

static enum pn_err
ppt_read(struct pn_job *job)
{
	struct pn_ole o;
	struct pn_ppt p = {.job = job, .o = &o};
	struct pn_ole_stream doc = {0}, user = {0};
	enum pn_err err = pn_ole_open(job, &o);

	if (err == PN_OK)
		err = pn_ole_stream(
		    &o, pn_ole_find(&o, 0, "PowerPoint Document"), &doc);
	if (err == PN_OK)
		err = pn_ole_stream(
		    &o, pn_ole_find(&o, 0, "Current User"), &user);
	p.doc = doc.bytes;
	if (err == PN_OK)
		err = read_presentation(&p, user.bytes);
	free(p.places);
	free(p.read);
	free(p.seen);
	pn_ole_stream_free(&doc);
	pn_ole_stream_free(&user);
	pn_ole_free(&o);
	return err;
}

const struct pn_format pn_format_ppt = {
    .name = "ppt",
    .type = "application/vnd.ms-powerpoint",
    .bid = ppt_bid,
    .read = ppt_read,
};
