/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * guard - what libqpdf may be given
 *
 * Versions up to 11.9 inflate object streams and cross-reference streams
 * without a limit, call themselves for each length that is in another object,
 * read an array that is not closed up to the end of the file, and look for
 * lost objects line by line, where a line without a token costs as much as
 * all lines up to the next one. None of it can be stopped from outside, so
 * the cost is estimated first. What escapes this (names that are written with
 * #xx, encrypted object streams) runs into the worker's limits.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/pdf/filter.h"
#include "extract/pdf/objmap.h"

#define MAX_PACKED  (32u << 20) /* libqpdf makes 20 times that of it */
#define MAX_FILTERS 8
#define MAX_CHAIN   64 /* lengths that lead to lengths; programs: one */
/* Bytes that libqpdf may read more than once; about 20 MB a second. */
#define MAX_AGAIN (32u << 20)

/* filters - the filters that the dictionary of BODY names, in order */
static size_t
filters(
    struct pn_bytes b, const struct pn_body *body, pn_filter *run[MAX_FILTERS])
{
	static const struct {
		const char *name;
		pn_filter *run;
	} known[] = {
	    {"/FlateDecode", pn_filter_flate},
	    {"/LZWDecode", pn_filter_lzw},
	    {"/ASCII85Decode", pn_filter_ascii85},
	    {"/ASCIIHexDecode", pn_filter_hex},
	    {"/RunLengthDecode", pn_filter_runs},
	};
	size_t n = 0;

	for (size_t i = body->dict; i < body->data && n < MAX_FILTERS; i++) {
		if (b.p[i] != '/')
			continue;
		for (size_t k = 0; k < sizeof(known) / sizeof(known[0]); k++) {
			size_t len = strlen(known[k].name);

			if (len <= body->data - i &&
			    memcmp(b.p + i, known[k].name, len) == 0 &&
			    n < MAX_FILTERS)
				run[n++] = known[k].run;
		}
	}
	return n;
}

/* inflated - bytes that come out of BODY's stream; for locked ones, whatever */
static enum pn_err
inflated(struct pn_job *job, struct pn_bytes b, const struct pn_body *body,
    size_t *n)
{
	const struct pn_filter_params p = {1, 1, 8, 1, true};
	struct pn_bytes in = {b.p + body->data, body->end - body->data};
	pn_filter *run[MAX_FILTERS];
	struct pn_buf last = {0};
	size_t n_run = filters(b, body, run);
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < n_run && err == PN_OK; i++) {
		struct pn_buf out;
		bool damaged = false;

		pn_buf_init(&out, pn_filter_room(job));
		err = run[i](job, in, &p, &out, &damaged);
		pn_buf_free(&last);
		last = out;
		in = pn_buf_bytes(&last);
	}
	*n = in.n;
	pn_buf_free(&last);
	return err;
}

/* packed - do object streams and cross-reference streams stay small? */
static enum pn_err
packed(struct pn_job *job, const struct pn_objmap *m)
{
	size_t all = 0, n = 0;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < m->n && err == PN_OK; i++) {
		const struct pn_body *body = &m->bodies[i];

		if (!body->data || !(body->packed || body->xref))
			continue;
		err = inflated(job, m->bytes, body, &n);
		all += n;
		if (err == PN_OK && all > MAX_PACKED)
			err = pn_job_limit(job, "unpacked");
	}
	return err;
}

/* open_ends - objects that are not closed are read up to the end */
static enum pn_err
open_ends(struct pn_job *job, const struct pn_objmap *m)
{
	uint64_t cost = 0;

	for (size_t i = 0; i < m->n; i++)
		if (m->bodies[i].open)
			cost += m->bytes.n - m->bodies[i].at;
	return cost > MAX_AGAIN && cost > 4 * (uint64_t)m->bytes.n
		   ? pn_job_limit(job, "objects")
		   : PN_OK;
}

/* by_number - for a search */
static int
by_number(const void *a, const void *b)
{
	const struct pn_edge *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

/* chains - lengths that lead to streams whose lengths lead to streams ... */
static enum pn_err
chains(struct pn_job *job, const struct pn_objmap *m)
{
	struct pn_edge *next = pn_alloc((m->n + 1) * sizeof(*next));
	size_t n = 0;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < m->n; i++)
		if (m->bodies[i].data && m->bodies[i].length_ref)
			next[n++] = (struct pn_edge){
			    m->bodies[i].id.num, m->bodies[i].length_ref};
	qsort(next, n, sizeof(*next), by_number);
	for (size_t i = 0; i < n && err == PN_OK; i++) {
		const struct pn_edge *e = &next[i];
		unsigned steps = 0;

		for (; e && steps < MAX_CHAIN; steps++) {
			struct pn_edge key = {.from = e->to};

			e = bsearch(&key, next, n, sizeof(*next), by_number);
		}
		if (steps == MAX_CHAIN)
			err = pn_job_limit(job, "nesting");
	}
	free(next);
	return err;
}

/* repairable - would a search for lost objects end in time? Lines without a
 * token, trailers that are no dictionary, streams without an end each cost
 * the way to the next token or to the end of the file */
static bool
repairable(const struct pn_objmap *m)
{
	struct pn_bytes b = m->bytes;
	uint64_t cost = 0, lines = 0, trailers = 0, ends = 0;
	size_t from = 0; /* of the lines without a token */
	const unsigned char *p = b.p;

	for (size_t i = 0, start = 0; i <= b.n; i++) {
		size_t at = start;

		if (i < b.n && b.p[i] != '\n' && b.p[i] != '\r')
			continue;
		start = i + 1;
		while (at < i && b.p[at] <= ' ')
			at++;
		if (at == i || b.p[at] == '%') {
			lines++;
			continue;
		}
		cost += lines * (at - from);
		lines = 0;
		from = start;
		trailers += b.p[at] == 't' && i - at >= 7 &&
			    memcmp(b.p + at, "trailer", 7) == 0;
	}
	for (size_t i = 0; i < m->n; i++)
		ends += m->bodies[i].data != 0;
	while ((p = memmem(p, b.n - (size_t)(p - b.p), "endstream", 9)))
		ends -= ends > 0, p += 9;
	cost += ends * b.n + (trailers > MAX_CHAIN ? trailers * b.n : 0);
	return cost <= MAX_AGAIN || cost <= 4 * (uint64_t)b.n;
}

enum pn_err
pn_objmap_guard(struct pn_job *job, struct pn_objmap *m)
{
	enum pn_err err;

	if (m->guarded)
		return m->guard;
	m->guarded = true;
	err = packed(job, m);
	if (err == PN_OK)
		err = open_ends(job, m);
	if (err == PN_OK)
		err = chains(job, m);
	m->repair = repairable(m);
	return m->guard = err;
}

enum pn_err
pn_objmap_open(struct pn_job *job, struct pn_objmap *m, struct pn_bytes bytes,
    struct pn_pdf **out)
{
	enum pn_err err = pn_pdf_open(job, bytes, PN_PDF_WELL_FORMED, out);

	if (err != PN_ERR_SYNTAX)
		return err;
	err = pn_objmap_guard(job, m);
	if (err == PN_OK && !m->repair)
		err = pn_job_limit(job, "repair");
	return err == PN_OK ? pn_pdf_open(job, bytes, PN_PDF_REPAIR, out) : err;
}
