/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * orphan - pages that are in no page tree, and objects that nothing names
 *
 * Editors that "delete" a page often take it out of the tree and leave it in
 * the file. What is content by its looks is read like a page; of anything
 * else only the texts that dictionaries have for people. Objects that the
 * cross references leave out are found by opening the file without its end,
 * so that libqpdf makes them anew.
 */
#include <string.h>
#include "extract/pdf/extra.h"
#include "extract/pdf/view.h"

#define KIND	    "orphan"
#define MAX_ORPHANS 5000
#define WORD	    "startxref"
#define WORD_LEN    (sizeof(WORD) - 1)

/* An open file and what was found in it. */
struct search {
	struct pn_pdoc *doc; /* who heard what; its file is the job's */
	struct pn_pdf *pdf;  /* what is read: the same, or without its end */
	struct pn_obj_seen pages, reached, done;
	size_t n;      /* orphans read */
	size_t absent; /* objects that the cross references leave out */
};

/* say - hand on what is new of TEXT */
static enum pn_err
say(struct search *s, const struct pn_buf *text, const char *place)
{
	return pn_pdf_say_new(
	    s->doc->pdf->job, s->doc->heard, pn_buf_bytes(text), place, KIND);
}

/* resources - those of the first page, for content that has none */
static struct pn_obj
resources(struct pn_pdf *pdf)
{
	static const struct pn_obj nothing;

	return pdf->n_pages ? pn_pdf_page_attr(pdf, 0, "/Resources") : nothing;
}

/* content - does stream O look like what is drawn on a page? */
static enum pn_err
content(struct search *s, struct pn_obj o, bool *is)
{
	struct pn_pdf *pdf = s->pdf;
	struct pn_obj_data data;
	enum pn_err err;

	*is = pn_obj_is(pdf, pn_obj_get(pdf, o, "/Subtype"), "/Form");
	/* pictures, fonts and tables say what they are */
	if (*is || *pn_obj_name(pdf, pn_obj_get(pdf, o, "/Type")) ||
	    *pn_obj_name(pdf, pn_obj_get(pdf, o, "/Subtype")))
		return PN_OK;
	err = pn_obj_stream(pdf, o, &data);
	*is = err == PN_OK && !data.image &&
	      memmem(data.buf.data, data.buf.len, "BT", 2) &&
	      (memmem(data.buf.data, data.buf.len, "Tj", 2) ||
		  memmem(data.buf.data, data.buf.len, "TJ", 2));
	pn_obj_data_free(&data);
	return err == PN_ERR_LIMIT ? err : PN_OK;
}

static enum pn_err
orphan_stream(struct search *s, struct pn_obj o)
{
	struct pn_pdf *pdf = s->pdf;
	struct pn_buf text;
	bool is = false;
	enum pn_err err;

	if (pn_obj_is(pdf, pn_obj_get(pdf, o, "/Type"), "/EmbeddedFile") &&
	    pdf == s->doc->pdf)
		return pn_pdoc_file(s->doc, o, "", true);
	err = content(s, o, &is);
	if (err != PN_OK || !is)
		return err;
	pn_pdoc_buf(s->doc, &text);
	err = pn_view_stream(pdf, o, resources(pdf), &text);
	if (err == PN_OK)
		err = say(s, &text, "unused content");
	pn_buf_free(&text);
	return err;
}

static enum pn_err
orphan_page(struct search *s, struct pn_obj o)
{
	struct pn_buf text;
	enum pn_err err;

	pn_pdoc_buf(s->doc, &text);
	err = pn_view_page(s->pdf, o, &text);
	if (err == PN_OK)
		err = say(s, &text, "unused page");
	pn_buf_free(&text);
	return err;
}

/* orphan_dict - the texts for people in a dictionary */
static enum pn_err
orphan_dict(struct search *s, struct pn_obj o)
{
	static const char *const keys[] = {"/Contents", "/TU", "/T", "/V",
	    "/DV", "/Title", "/Subject", "/Keywords", "/Author", "/Alt",
	    "/ActualText", "/URI"};
	struct pn_buf text;
	enum pn_err err = PN_OK;

	if (s->pdf == s->doc->pdf)
		err = pn_pdoc_filespec(s->doc, o, true);
	pn_pdoc_buf(s->doc, &text);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		pn_obj_text(s->pdf, pn_obj_get(s->pdf, o, keys[i]), &text);
		(void)!pn_buf_addc(&text, '\n');
	}
	if (err == PN_OK)
		err = say(s, &text, "unused object");
	pn_buf_free(&text);
	return err;
}

/* look - object ID, which may be an orphan; PAGE: it looks like a page */
static enum pn_err
look(struct search *s, struct pn_obj_id id, bool page)
{
	struct pn_pdf *pdf = s->pdf;
	unsigned mark = pn_pdf_mark(pdf);
	bool known = pn_obj_seen_has(&s->reached, id);
	struct pn_obj o;
	enum pn_err err = pn_pdoc_step(s->doc);

	if (err != PN_OK || (known && !page) ||
	    pn_obj_seen_has(&s->pages, id) || !pn_obj_seen_add(&s->done, id))
		return err;
	if (++s->n > MAX_ORPHANS)
		return pn_job_limit(s->doc->pdf->job, "objects");
	o = pn_obj_by_id(pdf, id);
	page = pn_obj_is(pdf, pn_obj_get(pdf, o, "/Type"), "/Page");
	switch (pn_obj_kind(pdf, o)) {
	case PN_OBJ_NULL:
		s->absent++;
		break;
	case PN_OBJ_STREAM:
		err = known ? PN_OK : orphan_stream(s, o);
		break;
	case PN_OBJ_DICT:
		if (page)
			err = orphan_page(s, o);
		else if (!known)
			err = orphan_dict(s, o);
		break;
	default:
		break;
	}
	pn_pdf_release(pdf, mark);
	return err;
}

/* search - all objects of the map */
static enum pn_err
search(struct search *s, const struct pn_objmap *m)
{
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < m->n && err == PN_OK; i++)
		if (!m->bodies[i].old && !m->bodies[i].packed &&
		    !m->bodies[i].xref)
			err = look(s, m->bodies[i].id, m->bodies[i].page);
	for (size_t i = 0; i < m->n_inner && err == PN_OK; i++)
		err = look(s, (struct pn_obj_id){m->inner[i].num, 0},
		    m->inner[i].page);
	return err;
}

/* without_end - the same in the file without its last "startxref" */
static enum pn_err
without_end(struct search *s, struct pn_objmap *m)
{
	struct pn_job *job = s->doc->pdf->job;
	struct pn_bytes b = m->bytes;
	const char *damage = job->damage;
	struct pn_pdf *pdf = NULL;
	enum pn_err err;

	while (b.n >= WORD_LEN &&
	       memcmp(b.p + b.n - WORD_LEN, WORD, WORD_LEN) != 0)
		b.n--;
	if (b.n < WORD_LEN)
		return PN_OK;
	b.n -= WORD_LEN;
	err = pn_objmap_open(job, m, b, &pdf);
	if (err == PN_OK) {
		s->pdf = pdf;
		pn_obj_seen_free(&s->done);
		err = search(s, m);
	}
	pn_pdf_close(&pdf);
	job->damage = damage;
	return err == PN_ERR_LIMIT ? err : PN_OK;
}

enum pn_err
pn_pdf_orphans(struct pn_pdoc *doc, struct pn_objmap *m)
{
	struct search s = {.doc = doc, .pdf = doc->pdf};
	enum pn_err err;

	pn_objmap_reach(m, &s.reached);
	for (size_t i = 0; i < doc->pdf->n_pages; i++)
		pn_obj_seen_add(
		    &s.pages, pn_obj_id(doc->pdf, pn_pdf_page(doc->pdf, i)));
	err = search(&s, m);
	if (err == PN_OK && s.absent)
		err = without_end(&s, m);
	pn_obj_seen_free(&s.pages);
	pn_obj_seen_free(&s.reached);
	pn_obj_seen_free(&s.done);
	return err;
}
