/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * objs_xref - cross references (ISO 32000-2, 7.5.4, 7.5.8)
 *
 * From the newest section to the oldest: what is known already stays.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/pdf/filter.h"
#include "extract/pdf/objs.h"

#define MAX_SECTIONS 1000
#define TAIL_BYTES   1024
#define ENTRY	     20 /* bytes of an entry of a table */
#define MAX_PACKED   (32u << 20)

struct pn_slot *
pn_objs_slot(struct pn_objs *o, long num)
{
	if (num < 0 || num > PN_OBJS_MAX)
		return NULL;
	if ((size_t)num >= o->n_slots) {
		size_t n = (size_t)num + 1 + o->n_slots / 2;

		o->slots = pn_realloc(o->slots, n, sizeof(*o->slots));
		memset(o->slots + o->n_slots, 0,
		    (n - o->n_slots) * sizeof(*o->slots));
		o->n_slots = n;
	}
	return &o->slots[num];
}

/* note - a section says that object NUM is S. Two generations of one number
 * are for libqpdf */
static bool
note(struct pn_objs *o, long num, struct pn_slot s)
{
	struct pn_slot *to = pn_objs_slot(o, num);

	if (to == NULL)
		return false;
	if (to->kind == PN_SLOT_NONE)
		*to = s;
	return s.kind == PN_SLOT_FREE || to->kind == PN_SLOT_FREE ||
	       to->gen == s.gen;
}

/* digits - the number that the N digits at P are; -1 */
static long
digits(const unsigned char *p, size_t n)
{
	long v = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return -1;
		v = v * 10 + (p[i] - '0');
	}
	return v;
}

/* entry - the entry at P, of object NUM. FREE: only the free ones, which
 * count after those of a stream; else only the others */
static bool
entry(struct pn_objs *o, const unsigned char *p, long num, bool free_ones)
{
	long at = digits(p, 10), gen = digits(p + 11, 5);
	struct pn_slot s = {.kind = p[17] == 'n' ? PN_SLOT_AT : PN_SLOT_FREE};

	if (at < 0 || gen < 0 || gen > 65535 || p[10] != ' ' || p[16] != ' ' ||
	    (p[17] != 'n' && p[17] != 'f') || p[18] > ' ' || p[19] > ' ')
		return false;
	s.at = (size_t)at;
	s.gen = (uint16_t)gen;
	if ((s.kind == PN_SLOT_FREE) != free_ones)
		return true;
	return (s.kind == PN_SLOT_FREE || (at > 0 && num > 0)) &&
	       note(o, num, s);
}

/* table - the subsections at P, up to the trailer */
static bool
table(struct pn_objs *o, struct pn_parse *p, bool free_ones)
{
	while (!pn_parse_word(p, "trailer")) {
		long first = pn_parse_int(p), n = pn_parse_int(p);

		if (first < 0 || n < 0)
			return false;
		while (p->p < p->end && (*p->p == ' ' || *p->p == '\r' ||
					    *p->p == '\n'))
			p->p++;
		if (n > (p->end - p->p) / ENTRY)
			return false;
		for (long i = 0; i < n; i++, p->p += ENTRY)
			if (!entry(o, p->p, first + i, free_ones))
				return false;
	}
	return true;
}

/* whole - the whole number that DICT has under KEY; -1 for none */
static long
whole(const struct pn_objs *o, uint32_t dict, const char *key)
{
	uint32_t v = pn_objs_key(o, dict, key);
	double d = o->nodes[v].u.number;

	if (v == 0 || o->nodes[v].kind != PN_OBJ_NUMBER ||
	    !(d >= 0 && d < (double)LONG_MAX))
		return -1;
	return (long)d;
}

bool
pn_objs_close_stream(struct pn_objs *o, uint32_t n)
{
	struct pn_node *s = &o->nodes[n];
	const unsigned char *data = (const unsigned char *)s->u.text, *end;
	struct pn_parse p = {o, data, o->bytes.p + o->bytes.n, 0};
	long len = whole(o, s->dict, "/Length");

	if (s->n != UINT32_MAX)
		return true;
	if (len < 0 || len > p.end - data || len >= UINT32_MAX)
		return false;
	end = p.p = data + len;
	s->n = (uint32_t)len;
	return pn_parse_word(&p, "endstream") && p.p - end < 16 &&
	       pn_parse_word(&p, "endobj");
}

bool
pn_objs_stream(struct pn_objs *o, uint32_t n, struct pn_buf *out)
{
	uint32_t dict = o->nodes[n].dict, filter, parms;
	struct pn_bytes in = {
	    (const unsigned char *)o->nodes[n].u.text, o->nodes[n].n};
	struct pn_filter_params p = {1, 1, 8, 1, true};
	bool damaged = false;

	filter = pn_objs_key(o, dict, "/Filter");
	parms = pn_objs_key(o, dict, "/DecodeParms");
	if (o->nodes[filter].kind == PN_OBJ_ARRAY && o->nodes[filter].n == 1)
		filter = pn_objs_member(o, filter, 0);
	if (o->nodes[parms].kind == PN_OBJ_ARRAY && o->nodes[parms].n == 1)
		parms = pn_objs_member(o, parms, 0);
	if (o->nodes[parms].kind == PN_OBJ_DICT) {
		long v[] = {whole(o, parms, "/Predictor"),
		    whole(o, parms, "/Colors"),
		    whole(o, parms, "/BitsPerComponent"),
		    whole(o, parms, "/Columns")};

		p.predictor = v[0] < 0 ? p.predictor : v[0];
		p.colors = v[1] < 0 ? p.colors : v[1];
		p.bits = v[2] < 0 ? p.bits : v[2];
		p.columns = v[3] < 0 ? p.columns : v[3];
	}
	pn_buf_init(out, MAX_PACKED);
	if (filter == 0)
		return pn_buf_add(out, in.p, in.n) == PN_OK;
	if (o->nodes[filter].kind != PN_OBJ_NAME ||
	    strcmp(o->nodes[filter].u.text, "/FlateDecode") != 0 ||
	    pn_filter_flate(o->job, in, &p, out, &damaged) != PN_OK || damaged)
		return false;
	pn_filter_predictor(&p, out);
	o->packed_bytes += out->len;
	return o->packed_bytes <= MAX_PACKED;
}

/* field - W bytes at P as a number; -1 for one that is too large */
static long
field(const unsigned char *p, long w)
{
	unsigned long v = 0;

	for (long i = 0; i < w; i++) {
		if (v > ULONG_MAX >> 10)
			return -1;
		v = v << 8 | p[i];
	}
	return (long)v;
}

/* row - the entry at P of a stream with fields W wide, of object NUM */
static bool
row(struct pn_objs *o, const unsigned char *p, const long w[3], long num)
{
	long type = w[0] ? field(p, w[0]) : 1, a = field(p + w[0], w[1]);
	long b = field(p + w[0] + w[1], w[2]);
	struct pn_slot s = {.kind = PN_SLOT_FREE};

	if (a < 0 || b < 0 || type < 0 || type > 2)
		return false;
	if (type == 1) {
		s = (struct pn_slot){.kind = PN_SLOT_AT,
		    .at = (size_t)a,
		    .gen = (uint16_t)b};
		if (b > 65535 || a == 0)
			return false;
	} else if (type == 2) {
		s = (struct pn_slot){.kind = PN_SLOT_PACKED,
		    .container = (int)a,
		    .at = (size_t)b};
		if (a > PN_OBJS_MAX || b > PN_OBJS_MAX)
			return false;
	}
	return note(o, num, s);
}

/* rows - the entries ROWS of the cross-reference stream with dictionary D */
static bool
rows(struct pn_objs *o, uint32_t d, struct pn_bytes rows)
{
	uint32_t widths = pn_objs_key(o, d, "/W");
	uint32_t index = pn_objs_key(o, d, "/Index");
	long w[3], size = whole(o, d, "/Size");
	size_t n_index = index ? o->nodes[index].n / 2 : 1, each = 0, at = 0;

	if (o->nodes[widths].kind != PN_OBJ_ARRAY || o->nodes[widths].n != 3 ||
	    (index && o->nodes[index].kind != PN_OBJ_ARRAY))
		return false;
	for (size_t i = 0; i < 3; i++) {
		uint32_t v = pn_objs_member(o, widths, i);

		w[i] = o->nodes[v].kind == PN_OBJ_NUMBER
			   ? (long)o->nodes[v].u.number
			   : -1;
		if (w[i] < 0 || w[i] > 8)
			return false;
		each += (size_t)w[i];
	}
	for (size_t i = 0; i < n_index; i++) {
		long first = 0, n = size;

		if (index) {
			uint32_t a = pn_objs_member(o, index, 2 * i);
			uint32_t b = pn_objs_member(o, index, 2 * i + 1);

			if (o->nodes[a].kind != PN_OBJ_NUMBER ||
			    o->nodes[b].kind != PN_OBJ_NUMBER)
				return false;
			first = (long)o->nodes[a].u.number;
			n = (long)o->nodes[b].u.number;
		}
		if (each == 0 || first < 0 || n < 0 ||
		    (size_t)n > (rows.n - at) / each)
			return false;
		for (long k = 0; k < n; k++, at += each)
			if (!row(o, rows.p + at, w, first + k))
				return false;
	}
	return true;
}

/* stream_section - the cross-reference stream at AT; its node */
static uint32_t
stream_section(struct pn_objs *o, size_t at)
{
	struct pn_parse p = {
	    o, o->bytes.p + at, o->bytes.p + o->bytes.n, 0};
	long num = pn_parse_int(&p), gen = pn_parse_int(&p);
	struct pn_buf data = {0};
	uint32_t n, type;
	bool fine = false;

	if (num <= 0 || num > PN_OBJS_MAX || gen < 0 || gen > 65535)
		return 0;
	n = pn_parse_object(o, at, (int)num, (int)gen);
	if (n == 0 || o->nodes[n].kind != PN_OBJ_STREAM ||
	    !pn_objs_close_stream(o, n))
		return 0;
	type = pn_objs_key(o, o->nodes[n].dict, "/Type");
	if (o->nodes[type].kind == PN_OBJ_NAME &&
	    strcmp(o->nodes[type].u.text, "/XRef") == 0 &&
	    pn_objs_stream(o, n, &data))
		fine = rows(o, o->nodes[n].dict, pn_buf_bytes(&data));
	pn_buf_free(&data);
	return fine ? n : 0;
}

/* table_section - the table at AT, and the stream beside it; the node of its
 * trailer */
static uint32_t
table_section(struct pn_objs *o, size_t at)
{
	struct pn_parse p = {
	    o, o->bytes.p + at, o->bytes.p + o->bytes.n, 0};
	struct pn_parse again;
	struct pn_node n;
	uint32_t trailer;
	long hybrid;

	if (!pn_parse_word(&p, "xref"))
		return 0;
	again = p;
	if (!table(o, &p, false) || !pn_parse_value(&p, &n) ||
	    n.kind != PN_OBJ_DICT)
		return 0;
	trailer = pn_objs_add(o, &n, 1);
	hybrid = trailer ? whole(o, trailer, "/XRefStm") : -1;
	if (hybrid >= 0 && ((size_t)hybrid >= o->bytes.n ||
			       !stream_section(o, (size_t)hybrid)))
		return 0;
	return table(o, &again, true) ? trailer : 0;
}

/* start - what "startxref" at the end of the file says; -1 */
static long
start(struct pn_objs *o)
{
	size_t n = o->bytes.n < TAIL_BYTES ? o->bytes.n : TAIL_BYTES;
	const unsigned char *end = o->bytes.p + o->bytes.n, *at = end - n;
	const unsigned char *last = NULL;
	struct pn_parse p = {o, NULL, end, 0};

	while ((at = memmem(at, (size_t)(end - at), "startxref", 9)))
		last = at++;
	p.p = last;
	return last && pn_parse_word(&p, "startxref") ? pn_parse_int(&p) : -1;
}

bool
pn_objs_xref(struct pn_objs *o)
{
	long at = start(o);

	for (unsigned i = 0; i < MAX_SECTIONS; i++) {
		uint32_t n, dict;

		if (at <= 0 || (size_t)at >= o->bytes.n)
			return false;
		n = o->bytes.p[at] == 'x' ? table_section(o, (size_t)at)
					  : stream_section(o, (size_t)at);
		if (n == 0)
			return false;
		dict = o->nodes[n].dict ? o->nodes[n].dict : n;
		if (o->trailer == 0)
			o->trailer = dict;
		if (pn_objs_key(o, dict, "/Prev") == 0)
			return true;
		at = whole(o, dict, "/Prev");
	}
	return false;
}
