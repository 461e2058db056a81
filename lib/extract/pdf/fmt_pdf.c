/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_pdf - PDF files (ISO 32000-2): what they are and the order of reading
 *
 * The pages come first, then what the file holds beside them, then what only
 * a tool would find: objects that nothing refers to, earlier versions, bytes
 * outside of the file. A file that only forbids printing or copying is read
 * as any other; of one whose attached files alone are encrypted the pages
 * are read.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/pdf/doc.h"
#include "extract/pdf/extra.h"
#include "extract/pdf/page.h"

/* Viewers look so far for the header, and for the end of the file. */
#define HEAD_BYTES 1024

#define BID_HEADER  40 /* "%PDF-" at the start */
#define BID_INSIDE  70 /* behind other bytes, with all the rest */
#define BID_NO_HEAD 48 /* the rest without a header */
#define BID_WHOLE   100

static bool
has(struct pn_bytes b, const char *word)
{
	return b.n && memmem(b.p, b.n, word, strlen(word)) != NULL;
}

static unsigned
pdf_bid(struct pn_look *look, const char **type)
{
	struct pn_bytes b = look->bytes, head = b, tail = b;
	bool start, inside, proof;

	(void)type;
	if (head.n > HEAD_BYTES)
		head.n = HEAD_BYTES;
	if (tail.n > HEAD_BYTES)
		tail = (struct pn_bytes){b.p + b.n - HEAD_BYTES, HEAD_BYTES};
	start = b.n >= 5 && memcmp(b.p, "%PDF-", 5) == 0;
	inside = has(head, "%PDF-");
	if (!inside && !has(tail, "startxref"))
		return 0;
	proof = (has(tail, "startxref") || has(b, "startxref")) &&
		has(b, "endobj");
	if (!inside)
		return proof ? BID_NO_HEAD : 0;
	if (proof)
		return start ? BID_WHOLE : BID_INSIDE;
	/* a text that names the sign, and a file that was cut */
	return start && (has(b, " obj") || !pn_look_text(look)) ? BID_HEADER
								: 0;
}

/* Who listens to all that is handed on, before it goes further. */
struct ear {
	const struct pn_taker *outer;
	struct pn_heard heard;
};

static enum pn_err
ear_text(void *ctx, const struct pn_segment *seg)
{
	struct ear *e = ctx;

	pn_heard_add(&e->heard,
	    (struct pn_bytes){(const unsigned char *)seg->text, seg->len});
	return e->outer->sink.text(e->outer->sink.ctx, seg);
}

static enum pn_err
ear_member(void *ctx, const struct pn_member *m)
{
	struct ear *e = ctx;

	(void)pn_heard_key(&e->heard, pn_heard_hash(m->content));
	return e->outer->member(e->outer->ctx, m);
}

static void
ear_hidden(void *ctx, const char *kind)
{
	struct ear *e = ctx;

	e->outer->hidden(e->outer->ctx, kind);
}

/* missing - is there no page tree, or does it say in a repaired file that
 * there are more pages than were found? */
static bool
missing(struct pn_pdf *pdf)
{
	struct pn_obj top = pn_obj_get(pdf, pn_obj_root(pdf), "/Pages");
	struct pn_obj kids = pn_obj_get(pdf, top, "/Kids");
	long count = pn_obj_int(pdf, pn_obj_get(pdf, top, "/Count"), 0);

	return pn_obj_kind(pdf, kids) != PN_OBJ_ARRAY ||
	       (pdf->repaired && count > 0 && (size_t)count > pdf->n_pages);
}

/* read_parts - all that the open file PDF holds */
static enum pn_err
read_parts(struct pn_pdf *pdf, struct pn_heard *heard, struct pn_objmap *map,
    bool files_locked)
{
	struct pn_pdoc doc = {
	    .pdf = pdf, .heard = heard, .files_locked = files_locked};
	enum pn_err err = pn_pdf_pages(pdf);

	if (err == PN_OK)
		err = pn_pdoc_all(&doc);
	if (err == PN_OK && missing(pdf))
		pn_job_damage(pdf->job, "damaged");
	if (err == PN_OK)
		err = pn_objmap_link(map, pdf);
	/* versions are opened with repair: their bytes end anywhere */
	if (err == PN_OK && !pdf->no_repair)
		err = pn_pdf_revisions(pdf, heard, map);
	if (err == PN_OK)
		err = pn_pdf_orphans(&doc, map);
	pn_pdoc_free(&doc);
	return err;
}

/* open_locked - open BYTES, which need a password, all the same: where
 * strings and streams are plain, and files that are attached alone have a
 * lock. *COPY is to be freed behind the file. */
static enum pn_err
open_locked(struct pn_job *job, struct pn_bytes bytes, unsigned char **copy,
    struct pn_pdf **out)
{
	static const char key[] = "/Encrypt", other[] = "/Encrypz";
	const size_t n = sizeof(key) - 1;
	unsigned char *p, *end;
	struct pn_obj enc;
	bool plain = false;
	enum pn_err err;

	*copy = pn_alloc(bytes.n);
	memcpy(*copy, bytes.p, bytes.n);
	end = *copy + bytes.n;
	for (p = *copy; (p = memmem(p, (size_t)(end - p), key, n)); p += n)
		if (p + n == end || p[n] != 'M') /* not EncryptMetadata */
			memcpy(p, other, n);
	err = pn_pdf_open(
	    job, (struct pn_bytes){*copy, bytes.n}, PN_PDF_REPAIR, out);
	if (err != PN_OK)
		return err == PN_ERR_LIMIT ? err : PN_ERR_CRYPTO;
	enc = pn_obj_get(*out, pn_obj_trailer(*out), other);
	if (pn_obj_int(*out, pn_obj_get(*out, enc, "/V"), 0) >= 4) {
		struct pn_obj streams = pn_obj_get(*out, enc, "/StmF");
		struct pn_obj strings = pn_obj_get(*out, enc, "/StrF");

		plain = (pn_obj_kind(*out, streams) == PN_OBJ_NULL ||
			    pn_obj_is(*out, streams, "/Identity")) &&
			(pn_obj_kind(*out, strings) == PN_OBJ_NULL ||
			    pn_obj_is(*out, strings, "/Identity"));
	}
	if (plain)
		return PN_OK;
	pn_pdf_close(out);
	return PN_ERR_CRYPTO;
}

/* read_open - open the job's bytes and read them, everything heard */
static enum pn_err
read_open(struct pn_job *job, struct pn_heard *heard, struct pn_objmap *map)
{
	struct pn_pdf *pdf = NULL;
	unsigned char *copy = NULL;
	bool files_locked = false;
	enum pn_err err =
	    pn_pdf_open(job, job->bytes, PN_PDF_WELL_FORMED, &pdf);

	if (err == PN_ERR_SYNTAX) {
		err = pn_objmap_guard(job, map);
		if (err == PN_OK)
			err = pn_pdf_open(job, job->bytes,
			    map->repair ? PN_PDF_REPAIR : PN_PDF_AS_IS, &pdf);
		if (err == PN_ERR_SYNTAX) {
			pn_job_damage(job, "damaged");
			err = pn_pdf_rescue(job, map, &pdf);
		}
	}
	if (err == PN_ERR_CRYPTO) {
		err = open_locked(job, job->bytes, &copy, &pdf);
		files_locked = err == PN_OK;
	}
	if (err == PN_ERR_CRYPTO) {
		pn_job_answer(job, PN_STATUS_ENCRYPTED, NULL);
		err = PN_OK;
	} else if (err == PN_OK) {
		err = read_parts(pdf, heard, map, files_locked);
	}
	pn_pdf_close(&pdf);
	free(copy);
	return err;
}

static enum pn_err
pdf_read(struct pn_job *job)
{
	struct ear ear = {.outer = job->taker};
	struct pn_taker mine = {{ear_text, &ear}, ear_member, ear_hidden, &ear};
	struct pn_objmap map = {0};
	enum pn_err err = pn_objmap_scan(job, job->bytes, &map);

	job->taker = &mine;
	if (err == PN_OK)
		err = read_open(job, &ear.heard, &map);
	if (err != PN_ERR_LIMIT && pn_pdf_outside(job, &map) != PN_OK)
		err = PN_ERR_LIMIT;
	if (err == PN_OK && ear.heard.full)
		err = pn_job_limit(job, "text");
	job->taker = ear.outer;
	pn_objmap_free(&map);
	pn_heard_free(&ear.heard);
	return err;
}

const struct pn_format pn_format_pdf = {
    .name = "pdf",
    .type = "application/pdf",
    .bid = pdf_bid,
    .read = pdf_read,
};
