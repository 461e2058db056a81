/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pdf_doc - the trailers of a PDF file (ISO 32000-2, 7.5.5 and 7.5.8)
 *
 * The dictionary of a cross-reference stream is plain, so nothing has to be
 * inflated to see whether a file is encrypted. Of several trailers the newest
 * counts, as for readers; an older one with Encrypt under a newer one without
 * is a contradiction. Chains of trailers are followed for MAX_CHAIN steps.
 */
#include <stdio.h>
#include <string.h>
#include "protect/pdf_doc.h"

#define MAX_CHAIN  64	      /* revisions that are followed back */
#define MAX_FOUND  200	      /* trailers that a search looks at */
#define XREF_REACH 4096	      /* a dictionary starts this far before "/XRef" */
#define HEADER_IN  1024	      /* "%PDF-" is found in the first bytes */
#define VALUE_MAX  (1u << 20) /* bytes of a value that is read */

/* find - the first NEEDLE in FILE from offset FROM on; FILE.n if none */
static size_t
find(struct pn_bytes file, size_t from, const char *needle)
{
	const unsigned char *p;

	if (from >= file.n)
		return file.n;
	p = memmem(file.p + from, file.n - from, needle, strlen(needle));
	return p != NULL ? (size_t)(p - file.p) : file.n;
}

/* find_last - the last NEEDLE in FILE; FILE.n if none */
static size_t
find_last(struct pn_bytes file, const char *needle)
{
	size_t n = strlen(needle), at = file.n;
	const unsigned char *p;

	while ((p = memrchr(file.p, needle[0], at)) != NULL) {
		at = (size_t)(p - file.p);
		if (file.n - at >= n && memcmp(p, needle, n) == 0)
			return at;
	}
	return file.n;
}

/* from - what is read at AT: bounded, for a value may never end */
static struct pn_bytes
from(struct pn_bytes file, size_t at)
{
	struct pn_bytes b = {file.p + file.n, 0};

	if (at < file.n) {
		b.p = file.p + at;
		b.n = file.n - at < VALUE_MAX ? file.n - at : VALUE_MAX;
	}
	return b;
}

/* section_trailer - the trailer of the cross-reference section at AT */
static struct pn_pdf_value
section_trailer(struct pn_bytes file, size_t at)
{
	static const struct pn_pdf_value nothing;
	struct pn_bytes b = from(file, at);
	struct pn_pdf_value v = pn_pdf_next(&b), type;

	if (pn_pdf_is_word(&v, "xref")) {
		b = from(file, find(file, at, "trailer"));
		if (b.n == 0)
			return nothing;
		(void)pn_pdf_next(&b);
		v = pn_pdf_next(&b);
		return v.type == PN_PDF_DICT ? v : nothing;
	}
	if (v.type != PN_PDF_NUMBER)
		return nothing;
	(void)pn_pdf_next(&b); /* generation */
	v = pn_pdf_next(&b);
	if (!pn_pdf_is_word(&v, "obj"))
		return nothing;
	v = pn_pdf_next(&b);
	type = pn_pdf_get(&v, "Type");
	return pn_pdf_is_name(&type, "XRef") ? v : nothing;
}

/* trailer_at - the same for an offset as the file gives it: it counts from
 * the header, which may stand behind other bytes */
static struct pn_pdf_value
trailer_at(struct pn_bytes file, int64_t offset)
{
	static const struct pn_pdf_value nothing;
	struct pn_pdf_value v;
	size_t header;

	if (offset < 0 || (uint64_t)offset >= file.n)
		return nothing;
	v = section_trailer(file, (size_t)offset);
	if (v.type == PN_PDF_DICT)
		return v;
	header = find(file, 0, "%PDF-");
	if (header == 0 || header > HEADER_IN)
		return nothing;
	return section_trailer(file, (size_t)offset + header);
}

static bool
has_encrypt(const struct pn_pdf_value *trailer)
{
	struct pn_pdf_value v = pn_pdf_get(trailer, "Encrypt");

	return v.type != PN_PDF_END && !pn_pdf_is_word(&v, "null");
}

/* follow - the newest trailer by startxref, and what the older ones say */
static enum pn_pdf_trailers
follow(struct pn_bytes file, struct pn_pdf_value *trailer)
{
	size_t at = find_last(file, "startxref");
	struct pn_bytes b = from(file, at);
	struct pn_pdf_value v, older, prev;
	unsigned steps;

	if (b.n == 0)
		return PN_PDF_NO_TRAILER;
	(void)pn_pdf_next(&b);
	v = pn_pdf_next(&b);
	*trailer = trailer_at(file, pn_pdf_int(&v, -1));
	if (trailer->type != PN_PDF_DICT)
		return PN_PDF_NO_TRAILER;
	if (has_encrypt(trailer))
		return PN_PDF_ENCRYPTED;
	older = *trailer;
	for (steps = 0; steps < MAX_CHAIN; steps++) {
		prev = pn_pdf_get(&older, "Prev");
		older = trailer_at(file, pn_pdf_int(&prev, -1));
		if (older.type != PN_PDF_DICT)
			break;
		if (has_encrypt(&older))
			return PN_PDF_CONTRADICT;
	}
	return PN_PDF_PLAIN;
}

/* Trailers that a search found. */
struct found {
	struct pn_pdf_value last; /* with Encrypt */
	unsigned encrypted, plain;
};

static void
count(struct found *f, const struct pn_pdf_value *v)
{
	if (v->type != PN_PDF_DICT)
		return;
	if (has_encrypt(v)) {
		f->last = *v;
		f->encrypted++;
	} else if (pn_pdf_get(v, "Root").type != PN_PDF_END) {
		f->plain++;
	}
}

/* search - every trailer and every cross-reference stream in the file */
static enum pn_pdf_trailers
search(struct pn_bytes file, struct pn_pdf_value *trailer)
{
	struct found f = {0};
	struct pn_pdf_value v, type;
	struct pn_bytes b, near;
	size_t at, start, head;
	unsigned n = 0;

	for (at = find(file, 0, "trailer"); at < file.n && n++ < MAX_FOUND;
	     at = find(file, at + 1, "trailer")) {
		b = from(file, at);
		(void)pn_pdf_next(&b);
		v = pn_pdf_next(&b);
		count(&f, &v);
	}
	for (at = find(file, 0, "/XRef"); at < file.n && n++ < MAX_FOUND;
	     at = find(file, at + 1, "/XRef")) {
		/* its dictionary starts a little in front of it */
		start = at < XREF_REACH ? 0 : at - XREF_REACH;
		near = (struct pn_bytes){file.p + start, at - start};
		head = find_last(near, " obj");
		if (head == near.n)
			continue;
		b = from(file, start + head + 4);
		v = pn_pdf_next(&b);
		type = pn_pdf_get(&v, "Type");
		if (pn_pdf_is_name(&type, "XRef"))
			count(&f, &v);
	}
	*trailer = f.last;
	if (f.encrypted > 0)
		return f.plain > 0 ? PN_PDF_CONTRADICT : PN_PDF_ENCRYPTED;
	return f.plain > 0 ? PN_PDF_PLAIN : PN_PDF_NO_TRAILER;
}

enum pn_pdf_trailers
pn_pdf_trailer(struct pn_bytes file, struct pn_pdf_value *trailer)
{
	enum pn_pdf_trailers t = follow(file, trailer);

	return t != PN_PDF_NO_TRAILER ? t : search(file, trailer);
}

struct pn_pdf_value
pn_pdf_object(struct pn_bytes file, const struct pn_pdf_value *ref, unsigned n)
{
	static const struct pn_pdf_value nothing;
	struct pn_bytes b;
	char head[64];
	size_t at;

	snprintf(head, sizeof(head), "%lld %lld obj", (long long)ref->number,
	    (long long)ref->generation);
	for (at = find(file, 0, head); at < file.n;
	     at = find(file, at + 1, head)) {
		/* not the end of a longer number */
		if (at > 0 && file.p[at - 1] >= '0' && file.p[at - 1] <= '9')
			continue;
		if (n-- > 0)
			continue;
		b = from(file, at + strlen(head));
		return pn_pdf_next(&b);
	}
	return nothing;
}
