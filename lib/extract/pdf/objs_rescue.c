/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * objs_rescue - the objects of a file whose cross references are lost
 *
 * As viewers do: every object that is found in the bytes counts, a later one
 * of the same number replaces an earlier one, and those in object streams are
 * where their stream is. What can't be read is left out.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/pdf/objmap.h"
#include "extract/pdf/objs.h"

/* ends_at - let stream N, in BODY, end where it seems to */
static void
ends_at(struct pn_objs *o, uint32_t n, const struct pn_body *body)
{
	struct pn_node *s = &o->nodes[n];
	const unsigned char *data = (const unsigned char *)s->u.text;
	const unsigned char *end = o->bytes.p + body->end, *p;

	if (pn_objs_close_stream(o, n))
		return;
	p = data < end ? memmem(data, (size_t)(end - data), "endstream", 9)
		       : data;
	if (p)
		end = p;
	s->n = end > data ? (uint32_t)(end - data) : 0;
}

/* is_type - has the dictionary of N this /Type? */
static bool
is_type(const struct pn_objs *o, uint32_t n, const char *type)
{
	uint32_t d = o->nodes[n].dict ? o->nodes[n].dict : n;
	uint32_t v = pn_objs_key(o, d, "/Type");

	return o->nodes[v].kind == PN_OBJ_NAME &&
	       strcmp(o->nodes[v].u.text, type) == 0;
}

/* plain - all objects that stand in the bytes */
static void
plain(struct pn_objs *o, const struct pn_objmap *m)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct pn_body *b = &m->bodies[i];
		struct pn_slot s = {.kind = PN_SLOT_AT, .at = b->at};

		if (b->id.num > PN_OBJS_MAX || b->id.gen > 65535)
			continue;
		o->n_stack = 0;
		s.gen = (uint16_t)b->id.gen;
		s.node = pn_parse_object(o, b->at, b->id.num, b->id.gen);
		if (s.node)
			*pn_objs_slot(o, b->id.num) = s;
	}
	for (size_t i = 0; i < m->n; i++) {
		const struct pn_body *b = &m->bodies[i];
		uint32_t n = pn_objs_find(o, b->id.num, b->id.gen);

		if (n && o->nodes[n].kind == PN_OBJ_STREAM &&
		    o->slots[b->id.num].at == b->at)
			ends_at(o, n, b);
	}
}

/* packed - all objects in object streams that no later object replaces */
static void
packed(struct pn_objs *o, const struct pn_objmap *m)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct pn_body *b = &m->bodies[i];
		uint32_t n = pn_objs_find(o, b->id.num, 0);

		if (!b->packed || n == 0 || o->slots[b->id.num].at != b->at ||
		    o->nodes[n].kind != PN_OBJ_STREAM)
			continue;
		o->n_stack = 0;
		(void)pn_objs_unpack(o, n, b->at);
	}
}

/* trailer - what names the root: the last cross-reference stream, or else the
 * last catalog. False for none, and where the file is locked */
static bool
trailer(struct pn_objs *o)
{
	uint32_t root = 0;
	size_t at = 0;

	for (size_t i = 1; i < o->n_slots; i++) {
		uint32_t n = o->slots[i].node;

		if (n && is_type(o, n, "/XRef") && o->nodes[n].dict) {
			if (pn_objs_key(o, o->nodes[n].dict, "/Encrypt"))
				return false;
			if (o->slots[i].at >= at &&
			    pn_objs_key(o, o->nodes[n].dict, "/Root")) {
				o->trailer = o->nodes[n].dict;
				at = o->slots[i].at;
			}
		}
		if (n && o->nodes[n].kind == PN_OBJ_DICT &&
		    is_type(o, n, "/Catalog"))
			root = n;
	}
	if (o->trailer == 0 && root) {
		o->trailer = pn_objs_new(o);
		pn_objs_put(o, o->trailer, "/Root", root);
	}
	return o->trailer != 0;
}

struct pn_objs *
pn_objs_rescue(struct pn_job *job, const struct pn_objmap *m)
{
	struct pn_objs *o = pn_objs_none(job, m->bytes);

	if (m->bytes.n < UINT32_MAX) {
		plain(o, m);
		packed(o, m);
		if (trailer(o))
			return o;
	}
	pn_objs_free(o);
	return NULL;
}
