/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * objs - the objects of a well-formed PDF file (ISO 32000-2, 7.3 and 7.5)
 *
 * All objects are read when the file is opened, so that a file is known to be
 * well-formed, or left to libqpdf, before anything of it is handed on.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/pdf/objs.h"

uint32_t
pn_objs_find(const struct pn_objs *o, int num, int gen)
{
	const struct pn_slot *s;

	if (num <= 0 || (size_t)num >= o->n_slots)
		return 0;
	s = &o->slots[num];
	return s->kind >= PN_SLOT_AT && s->gen == gen ? s->node : 0;
}

/* follow - node N, or what it refers to */
static uint32_t
follow(const struct pn_objs *o, uint32_t n)
{
	const struct pn_node *v = &o->nodes[n];

	return v->kind == PN_NODE_REF ? pn_objs_find(o, v->num, v->gen) : n;
}

/* place - where KEY is in dictionary D, or would be */
static uint32_t
place(const struct pn_objs *o, const struct pn_node *d, const char *key)
{
	uint32_t low = 0, high = d->n;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (strcmp(o->nodes[d->u.first + 2 * mid].u.text, key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

uint32_t
pn_objs_key(const struct pn_objs *o, uint32_t n, const char *key)
{
	const struct pn_node *d = &o->nodes[n];
	uint32_t i;

	if (d->kind != PN_OBJ_DICT)
		return 0;
	i = place(o, d, key);
	if (i == d->n ||
	    strcmp(o->nodes[d->u.first + 2 * i].u.text, key) != 0)
		return 0;
	n = follow(o, d->u.first + 2 * i + 1);
	return o->nodes[n].kind == PN_OBJ_NULL ? 0 : n;
}

uint32_t
pn_objs_member(const struct pn_objs *o, uint32_t n, size_t i)
{
	return follow(o, o->nodes[n].u.first + (uint32_t)i);
}

uint32_t
pn_objs_new(struct pn_objs *o)
{
	struct pn_node n = {.kind = PN_OBJ_DICT};

	return pn_objs_add(o, &n, 1);
}

void
pn_objs_put(struct pn_objs *o, uint32_t n, const char *key, uint32_t v)
{
	uint32_t old = o->nodes[n].u.first, len = o->nodes[n].n;
	uint32_t i = place(o, &o->nodes[n], key);
	struct pn_node *all = pn_alloc((2 * len + 2) * sizeof(*all));
	uint32_t first;

	memcpy(all, o->nodes + old, 2 * i * sizeof(*all));
	all[2 * i] = (struct pn_node){.kind = PN_OBJ_NAME,
	    .u.text = key,
	    .n = (uint32_t)strlen(key)};
	all[2 * i + 1] = o->nodes[v];
	if (o->nodes[v].num) { /* an object: refer to it */
		all[2 * i + 1] = (struct pn_node){.kind = PN_NODE_REF,
		    .num = o->nodes[v].num,
		    .gen = o->nodes[v].gen};
	}
	memcpy(all + 2 * i + 2, o->nodes + old + 2 * i,
	    2 * (len - i) * sizeof(*all));
	first = pn_objs_add(o, all, 2 * len + 2);
	if (first) {
		o->nodes[n].u.first = first;
		o->nodes[n].n++;
	}
	free(all);
}

/* whole - the whole number that DICT has under KEY, at most MAX; or -1 */
static long
whole(const struct pn_objs *o, uint32_t dict, const char *key, size_t max)
{
	uint32_t v = pn_objs_key(o, dict, key);
	double d = o->nodes[v].u.number;

	if (v == 0 || o->nodes[v].kind != PN_OBJ_NUMBER ||
	    !(d >= 0 && d <= (double)max))
		return -1;
	return (long)d;
}

/* wanted - the slot of object ID, if it is to be read from the stream NUM,
 * which lies at AT: its slot says so, or where there are no cross references,
 * nothing later has that number */
static struct pn_slot *
wanted(struct pn_objs *o, long id, int num, size_t at)
{
	struct pn_slot *s = pn_objs_slot(o, id);

	if (s && at && s->at < at) {
		*s = (struct pn_slot){
		    .kind = PN_SLOT_PACKED, .at = at, .container = num};
		return s;
	}
	return s && !at && s->kind == PN_SLOT_PACKED && s->container == num &&
			       s->node == 0
		   ? s
		   : NULL;
}

bool
pn_objs_unpack(struct pn_objs *o, uint32_t n, size_t at)
{
	uint32_t dict = o->nodes[n].dict;
	int num = o->nodes[n].num;
	struct pn_buf *buf;
	struct pn_parse p, body;
	const unsigned char *text;
	long count, first;
	bool fine;

	PN_GROW(o->packed, o->n_packed, o->cap_packed);
	buf = &o->packed[o->n_packed++];
	*buf = (struct pn_buf){0};
	fine = pn_objs_stream(o, n, buf);
	count = whole(o, dict, "/N", buf->len);
	first = whole(o, dict, "/First", buf->len);
	if ((!fine && at == 0) || count < 0 || first < 0)
		return false;
	text = (unsigned char *)buf->data;
	p = (struct pn_parse){.objs = o, .p = text, .end = text + first};
	body = (struct pn_parse){.objs = o, .end = text + buf->len};
	for (long i = 0; i < count; i++) {
		long id = pn_parse_int(&p), off = pn_parse_int(&p);
		struct pn_slot *s;
		struct pn_node v;

		if (id <= 0 || off < 0 || off >= body.end - text - first)
			return false;
		s = wanted(o, id, num, at);
		if (s == NULL)
			continue;
		body.p = text + first + off;
		if (!pn_parse_value(&body, &v) || v.kind == PN_NODE_REF)
			return false;
		v.num = (int)id;
		v.gen = 0;
		s->node = pn_objs_add(o, &v, 1);
		if (s->node == 0)
			return false;
	}
	return true;
}

/* unpack - object stream NUM */
static bool
unpack(struct pn_objs *o, int num)
{
	uint32_t n = pn_objs_find(o, num, 0);

	return n && o->nodes[n].kind == PN_OBJ_STREAM &&
	       pn_objs_close_stream(o, n) && pn_objs_unpack(o, n, 0);
}

/* read_plain - all objects that have a place of their own */
static bool
read_plain(struct pn_objs *o)
{
	size_t slots = o->n_slots;

	for (size_t i = 1; i < slots; i++) {
		struct pn_slot *s = &o->slots[i];

		if (s->kind != PN_SLOT_AT)
			continue;
		s->node = pn_parse_object(o, s->at, (int)i, s->gen);
		if (s->node == 0)
			return false;
	}
	return true;
}

/* read_packed - all objects in object streams */
static bool
read_packed(struct pn_objs *o)
{
	struct pn_obj_seen done = {0};
	bool fine = true;

	for (size_t i = 1; i < o->n_slots && fine; i++) {
		const struct pn_slot *s = &o->slots[i];

		if (s->kind == PN_SLOT_PACKED &&
		    pn_obj_seen_add(
			&done, (struct pn_obj_id){s->container, 0}))
			fine = unpack(o, s->container);
	}
	for (size_t i = 1; i < o->n_slots && fine; i++)
		fine = o->slots[i].kind != PN_SLOT_PACKED || o->slots[i].node;
	pn_obj_seen_free(&done);
	return fine;
}

/* close_streams - the lengths of all streams */
static bool
close_streams(struct pn_objs *o)
{
	for (size_t i = 1; i < o->n_slots; i++) {
		uint32_t n = o->slots[i].node;

		if (n && o->nodes[n].kind == PN_OBJ_STREAM &&
		    !pn_objs_close_stream(o, n))
			return false;
	}
	return true;
}

struct pn_objs *
pn_objs_none(struct pn_job *job, struct pn_bytes bytes)
{
	struct pn_objs *o = pn_alloc(sizeof(*o));
	const struct pn_node null = {.kind = PN_OBJ_NULL};

	o->job = job;
	o->bytes = bytes;
	(void)pn_objs_add(o, &null, 1);
	return o;
}

struct pn_objs *
pn_objs_open(struct pn_job *job, struct pn_bytes bytes)
{
	struct pn_objs *o = pn_objs_none(job, bytes);

	if (bytes.n > 16 && bytes.n < UINT32_MAX &&
	    memcmp(bytes.p, "%PDF-", 5) == 0 && pn_objs_xref(o) &&
	    pn_objs_key(o, o->trailer, "/Encrypt") == 0 && read_plain(o) &&
	    read_packed(o) && close_streams(o) &&
	    pn_objs_key(o, o->trailer, "/Encrypt") == 0 &&
	    o->nodes[pn_objs_key(o, o->trailer, "/Root")].kind == PN_OBJ_DICT &&
	    o->nodes[pn_objs_key(o, o->trailer, "/Size")].kind ==
		PN_OBJ_NUMBER)
		return o;
	pn_objs_free(o);
	return NULL;
}
