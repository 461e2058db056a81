/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * objmap - where objects lie in the bytes of a PDF file, and who names whom
 *
 * One pass over the bytes. Data of a stream is stepped over by its length
 * where that is plain and right, else up to the next "endstream", so that a
 * PDF file that is embedded without compression is not taken apart.
 */
#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/pdf/objmap.h"

#define MAX_EDGES     (4u << 20)
#define MAX_IN_STREAM 100000 /* objects; programs pack 100 or 200 */

static bool
blank(unsigned char c)
{
	return c <= ' ' && (c == ' ' || c == 0 || (c >= 9 && c <= 13));
}

static bool
is_word(struct pn_bytes b, size_t at, const char *word)
{
	size_t n = strlen(word);

	return at <= b.n && n <= b.n - at && memcmp(b.p + at, word, n) == 0;
}

/* back_number - the number that ends at *AT, which moves in front of it; -1
 * where there is none */
static int
back_number(struct pn_bytes b, size_t from, size_t *at)
{
	size_t end = *at, start;
	long v = 0;

	while (end > from && blank(b.p[end - 1]))
		end--;
	start = end;
	while (start > from && isdigit(b.p[start - 1]) && end - start < 10)
		start--;
	if (start == end)
		return -1;
	for (size_t i = start; i < end; i++)
		v = v * 10 + (b.p[i] - '0');
	*at = start;
	return v > INT_MAX ? -1 : (int)v;
}

/* header - the two numbers in front of AT ("N G obj", "N G R") */
static bool
header(struct pn_bytes b, size_t from, size_t at, struct pn_obj_id *id,
    size_t *start)
{
	if (at == from || !blank(b.p[at - 1]))
		return false;
	id->gen = back_number(b, from, &at);
	if (id->gen < 0 || at == from || !blank(b.p[at - 1]))
		return false;
	id->num = back_number(b, from, &at);
	*start = at;
	return id->num > 0;
}

/* find_in - WORD in the bytes from START to END, with no letter behind it */
static bool
find_in(struct pn_bytes b, size_t start, size_t end, const char *word)
{
	size_t n = strlen(word);
	const unsigned char *p = b.p + start, *stop = b.p + end;

	while (p < stop && (p = memmem(p, (size_t)(stop - p), word, n))) {
		p += n;
		if (p == stop || !isalnum(*p))
			return true;
	}
	return false;
}

/* skip_string - behind the literal string that begins at AT */
static size_t
skip_string(struct pn_bytes b, size_t at, size_t end)
{
	unsigned depth = 0;

	for (; at < end; at++) {
		if (b.p[at] == '\\')
			at++;
		else if (b.p[at] == '(')
			depth++;
		else if (b.p[at] == ')' && --depth == 0)
			break;
	}
	return at < end ? at : end;
}

/* balanced - are all arrays and dictionaries from START to END closed? */
static bool
balanced(struct pn_bytes b, size_t start, size_t end)
{
	long arrays = 0, dicts = 0;

	for (size_t i = start; i < end; i++) {
		if (b.p[i] == '(')
			i = skip_string(b, i, end);
		else if (b.p[i] == '[' || b.p[i] == ']')
			arrays += b.p[i] == '[' ? 1 : -1;
		else if (i + 1 < end && (b.p[i] == '<' || b.p[i] == '>') &&
			 b.p[i + 1] == b.p[i])
			dicts += b.p[i++] == '<' ? 1 : -1;
	}
	return arrays <= 0 && dicts <= 0;
}

/* length_ref - the object that /Length refers to; 0 where it is plain */
static int
length_ref(struct pn_bytes b, const struct pn_body *body, size_t end)
{
	const unsigned char *p =
	    memmem(b.p + body->dict, end - body->dict, "/Length", 7);
	size_t at = p ? (size_t)(p - b.p) + 7 : end;
	long num = 0;

	while (at < end && blank(b.p[at]))
		at++;
	for (; at < end && isdigit(b.p[at]) && num < INT_MAX / 10; at++)
		num = num * 10 + (b.p[at] - '0');
	while (at < end && blank(b.p[at]))
		at++;
	return at < end && isdigit(b.p[at]) ? (int)num : 0;
}

/* describe - what the dictionary of BODY, which ends at END, says it is */
static void
describe(struct pn_bytes b, struct pn_body *body, size_t end)
{
	body->open = !balanced(b, body->dict, end);
	body->length_ref = length_ref(b, body, end);
	body->page = find_in(b, body->dict, end, "/Page");
	body->packed = find_in(b, body->dict, end, "/ObjStm");
	body->xref = find_in(b, body->dict, end, "/XRef");
}

/* plain_length - the stream data of BODY end where /Length says; 0 where it
 * does not say so */
static size_t
plain_length(struct pn_bytes b, const struct pn_body *body, size_t end)
{
	const unsigned char *p =
	    memmem(b.p + body->dict, end - body->dict, "/Length", 7);
	size_t at, n = 0, stop;

	if (p == NULL)
		return 0;
	at = (size_t)(p - b.p) + 7;
	while (at < end && blank(b.p[at]))
		at++;
	for (; at < end && isdigit(b.p[at]) && n < b.n; at++)
		n = n * 10 + (size_t)(b.p[at] - '0');
	if (n >= b.n - body->data)
		return 0;
	stop = body->data + n;
	for (unsigned i = 0; i < 3 && stop < b.n && blank(b.p[stop]); i++)
		stop++;
	return is_word(b, stop, "endstream") ? stop : 0;
}

/* open_stream - "stream" at AT belongs to BODY; where to go on */
static size_t
open_stream(struct pn_bytes b, struct pn_body *body, size_t at)
{
	size_t stop;

	describe(b, body, at);
	body->data = at + 6;
	if (body->data < b.n && b.p[body->data] == '\r')
		body->data++;
	if (body->data < b.n && b.p[body->data] == '\n')
		body->data++;
	stop = plain_length(b, body, at);
	return stop ? stop : body->data;
}

/* add_body - an object begins; what was open ends in front of it */
static enum pn_err
add_body(struct pn_job *job, struct pn_objmap *m, struct pn_obj_id id,
    size_t start, size_t dict)
{
	if (m->n == PN_OBJMAP_MAX)
		return pn_job_limit(job, "objects");
	PN_GROW(m->bodies, m->n, m->cap);
	m->bodies[m->n++] = (struct pn_body){
	    .id = id, .at = start, .dict = dict, .end = m->bytes.n};
	return PN_OK;
}

/* close_body - the open object ends at AT */
static void
close_body(struct pn_objmap *m, size_t at)
{
	struct pn_body *body = &m->bodies[m->n - 1];

	if (!body->data)
		describe(m->bytes, body, at);
	body->end = at;
}

/* by_number - by number, then by place */
static int
by_number(const void *a, const void *b)
{
	const struct pn_body *x = a, *y = b;

	if (x->id.num != y->id.num)
		return x->id.num < y->id.num ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* by_place - as in the file */
static int
by_place(const void *a, const void *b)
{
	const struct pn_body *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

/* mark_old - objects that a later one replaces */
static void
mark_old(struct pn_objmap *m)
{
	if (m->n == 0)
		return;
	qsort(m->bodies, m->n, sizeof(*m->bodies), by_number);
	for (size_t i = 0; i + 1 < m->n; i++)
		m->bodies[i].old =
		    m->bodies[i].id.num == m->bodies[i + 1].id.num;
	qsort(m->bodies, m->n, sizeof(*m->bodies), by_place);
}

enum pn_err
pn_objmap_scan(struct pn_job *job, struct pn_bytes b, struct pn_objmap *m)
{
	bool open = false, data = false; /* in an object; in stream data */
	size_t from = 0;
	enum pn_err err = pn_job_work(job, b.n);

	m->bytes = b;
	for (size_t i = 0; i < b.n && err == PN_OK; i++) {
		struct pn_obj_id id;
		size_t start;

		if (b.p[i] == 'e' && is_word(b, i, "endstream")) {
			data = false;
			i += 8;
		} else if (b.p[i] == 'e' && is_word(b, i, "endobj")) {
			if (open && !data)
				close_body(m, i);
			open = open && data;
			from = i += 5;
		} else if (b.p[i] == 's' && open && !data &&
			   is_word(b, i, "stream")) {
			data = true;
			i = open_stream(b, &m->bodies[m->n - 1], i) - 1;
		} else if (b.p[i] == 'o' && !data && is_word(b, i, "obj") &&
			   header(b, from, i, &id, &start)) {
			if (open)
				close_body(m, start);
			err = add_body(job, m, id, start, i + 3);
			open = true;
			from = i += 2;
		}
	}
	if (open)
		close_body(m, b.n);
	mark_old(m);
	return err;
}

/* add_edges - every "N G R" in the text from START to END is named by FROM */
static enum pn_err
add_edges(struct pn_job *job, struct pn_objmap *m, int from, struct pn_bytes b,
    size_t start, size_t end)
{
	for (size_t i = start; i < end; i++) {
		struct pn_obj_id id;
		size_t at;

		if (b.p[i] != 'R' || !header(b, start, i, &id, &at))
			continue;
		if (m->n_edges == MAX_EDGES)
			return pn_job_limit(job, "objects");
		PN_GROW(m->edges, m->n_edges, m->cap_edges);
		m->edges[m->n_edges++] = (struct pn_edge){from, id.num};
	}
	return pn_job_work(job, end - start);
}

/* number_at - the number at *AT, which moves behind it; -1 for none */
static long
number_at(struct pn_bytes b, size_t *at)
{
	long v = 0;
	size_t start;

	while (*at < b.n && blank(b.p[*at]))
		++*at;
	for (start = *at; *at < b.n && isdigit(b.p[*at]) && v < INT_MAX / 10;
	     ++*at)
		v = v * 10 + (b.p[*at] - '0');
	return start == *at ? -1 : v;
}

/* unpack_one - the objects in the text TEXT of object stream CONTAINER, whose
 * first object is at FIRST */
static enum pn_err
unpack_one(struct pn_job *job, struct pn_objmap *m, struct pn_bytes text,
    int container, size_t first, size_t n)
{
	size_t at = 0;
	long num = number_at(text, &at), off = number_at(text, &at);
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < n && num > 0 && off >= 0 && err == PN_OK; i++) {
		size_t start = first + (size_t)off, end = text.n;
		long next = number_at(text, &at);

		off = number_at(text, &at);
		if (i + 1 < n && off >= 0)
			end = first + (size_t)off;
		if (start > text.n || end > text.n || end < start)
			break;
		PN_GROW(m->inner, m->n_inner, m->cap_inner);
		m->inner[m->n_inner++] = (struct pn_inner){.num = (int)num,
		    .container = container,
		    .page = find_in(text, start, end, "/Page")};
		err = add_edges(job, m, (int)num, text, start, end);
		num = next;
	}
	return err;
}

/* unpack - the objects in the object stream BODY */
static enum pn_err
unpack(struct pn_objmap *m, struct pn_pdf *pdf, const struct pn_body *body)
{
	unsigned mark = pn_pdf_mark(pdf);
	struct pn_obj o = pn_obj_by_id(pdf, body->id);
	long first = pn_obj_int(pdf, pn_obj_get(pdf, o, "/First"), -1);
	long n = pn_obj_int(pdf, pn_obj_get(pdf, o, "/N"), 0);
	struct pn_obj_data data;
	enum pn_err err = pn_obj_stream(pdf, o, &data);

	if (err == PN_OK && first >= 0 && n > 0 && !data.image)
		err = unpack_one(pdf->job, m, pn_buf_bytes(&data.buf),
		    body->id.num, (size_t)first,
		    n < MAX_IN_STREAM ? (size_t)n : MAX_IN_STREAM);
	pn_obj_data_free(&data);
	pn_pdf_release(pdf, mark);
	return err == PN_ERR_LIMIT ? err : PN_OK;
}

/* by_from - who names comes first */
static int
by_from(const void *a, const void *b)
{
	const struct pn_edge *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to < y->to ? -1 : x->to > y->to;
}

enum pn_err
pn_objmap_link(struct pn_objmap *m, struct pn_pdf *pdf)
{
	size_t outside = 0;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < m->n && err == PN_OK; i++) {
		const struct pn_body *body = &m->bodies[i];

		err = add_edges(pdf->job, m, 0, m->bytes, outside, body->at);
		outside = body->end;
		if (err == PN_OK && !body->old)
			err = add_edges(pdf->job, m,
			    body->xref ? 0 : body->id.num, m->bytes, body->dict,
			    body->data ? body->data : body->end);
		if (err == PN_OK && body->packed && body->data)
			err = unpack(m, pdf, body);
	}
	if (err == PN_OK)
		err = add_edges(pdf->job, m, 0, m->bytes, outside, m->bytes.n);
	if (m->n_edges)
		qsort(m->edges, m->n_edges, sizeof(*m->edges), by_from);
	return err;
}

/* edges_of - index of the first edge from object NUM */
static size_t
edges_of(const struct pn_objmap *m, int num)
{
	size_t low = 0, high = m->n_edges;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (m->edges[mid].from < num)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

void
pn_objmap_reach(struct pn_objmap *m, struct pn_obj_seen *reached)
{
	int *waiting = NULL;
	size_t n = 0, cap = 0;
	int num = 0;

	for (;;) {
		for (size_t i = edges_of(m, num);
		     i < m->n_edges && m->edges[i].from == num; i++) {
			struct pn_obj_id id = {m->edges[i].to, 0};

			if (pn_obj_seen_add(reached, id)) {
				PN_GROW(waiting, n, cap);
				waiting[n++] = id.num;
			}
		}
		if (n == 0)
			break;
		num = waiting[--n];
	}
	free(waiting);
}

void
pn_objmap_free(struct pn_objmap *m)
{
	free(m->bodies);
	free(m->inner);
	free(m->edges);
	*m = (struct pn_objmap){0};
}
