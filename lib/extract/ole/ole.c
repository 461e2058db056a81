/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ole - a compound file at work: its tree and its streams
 *
 * Streams that lie in one piece are not copied. Several directory entries may
 * lead to the same sectors, so what is read beyond the size of the file counts
 * as unpacked.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "extract/ole/ole.h"

/* link_tree - lists of children, in the order of the directory */
static void
link_tree(struct pn_ole *o)
{
	size_t n = pn_cfb_size(o->cfb);

	o->done = pn_alloc(n);
	o->child = pn_alloc(n * sizeof(*o->child));
	o->next = pn_alloc(n * sizeof(*o->next));
	for (size_t i = n; i-- > 1;) {
		uint32_t parent = pn_cfb_at(o->cfb, i)->parent;

		o->next[i] = o->child[parent];
		o->child[parent] = (uint32_t)i;
	}
}

enum pn_err
pn_ole_open_bytes(struct pn_job *job, struct pn_bytes bytes, struct pn_ole *o)
{
	enum pn_err err;

	*o = (struct pn_ole){.job = job};
	err = pn_cfb_open(bytes, &o->cfb);
	if (err == PN_OK)
		link_tree(o);
	else if (err == PN_ERR_LIMIT)
		err = pn_job_limit(job, "members");
	return err;
}

enum pn_err
pn_ole_open(struct pn_job *job, struct pn_ole *o)
{
	return pn_ole_open_bytes(job, job->bytes, o);
}

void
pn_ole_free(struct pn_ole *o)
{
	free(o->done);
	free(o->child);
	free(o->next);
	pn_cfb_free(&o->cfb);
}

uint32_t
pn_ole_find(const struct pn_ole *o, uint32_t storage, const char *name)
{
	uint32_t i = o->child[storage];

	while (i && strcasecmp(pn_cfb_at(o->cfb, i)->name, name) != 0)
		i = o->next[i];
	return i;
}

void
pn_ole_done(struct pn_ole *o, uint32_t i)
{
	uint32_t at = i;

	/* down, aside, or up until there is something aside: no recursion */
	for (;;) {
		o->done[at] = true;
		if (o->child[at]) {
			at = o->child[at];
			continue;
		}
		/* a storage may be hung up below another one: its own parent
		 * is then elsewhere, and the root ends the way up */
		while (at != i && at != 0 && o->next[at] == 0)
			at = pn_cfb_at(o->cfb, at)->parent;
		if (at == i || at == 0)
			return;
		at = o->next[at];
	}
}

/* charge - N bytes of a stream are read */
static enum pn_err
charge(struct pn_ole *o, uint64_t n)
{
	o->read += n;
	if (o->read > o->job->bytes.n)
		return pn_job_unpack(o->job, n);
	return pn_job_work(o->job, n);
}

enum pn_err
pn_ole_stream(struct pn_ole *o, uint32_t i, struct pn_ole_stream *out)
{
	const struct pn_cfb_entry *e = pn_cfb_at(o->cfb, i);
	enum pn_err err;

	memset(out, 0, sizeof(*out));
	pn_buf_init(&out->own, PN_OLE_STREAM_MAX);
	out->bytes = pn_buf_bytes(&out->own);
	if (i == 0 || e == NULL || e->storage)
		return PN_OK;
	o->done[i] = true;
	out->bytes = pn_cfb_view(o->cfb, e);
	if (out->bytes.p)
		return charge(o, out->bytes.n);
	err = pn_cfb_stream(o->cfb, e, PN_OLE_STREAM_MAX, &out->own);
	out->bytes = pn_buf_bytes(&out->own);
	if (err == PN_ERR_LIMIT ||
	    (err == PN_OK && e->size > PN_OLE_STREAM_MAX))
		return pn_job_limit(o->job, "unpacked");
	if (err != PN_OK)
		pn_job_damage(o->job, "damaged");
	return charge(o, out->bytes.n);
}

void
pn_ole_stream_free(struct pn_ole_stream *s)
{
	pn_buf_free(&s->own);
	s->bytes = (struct pn_bytes){NULL, 0};
}

void
pn_ole_codepage(unsigned cp, char name[16])
{
	static const struct {
		unsigned cp;
		const char *name;
	} odd[] = {
	    {0, "CP1252"},
	    {1200, "UTF-16LE"},
	    {1201, "UTF-16BE"},
	    {10000, "MACINTOSH"},
	    {10007, "MAC-CYRILLIC"},
	    {20866, "KOI8-R"},
	    {21866, "KOI8-U"},
	    {28591, "CP1252"},
	    {28592, "ISO-8859-2"},
	    {28605, "ISO-8859-15"},
	    {54936, "GB18030"},
	    {65000, "UTF-7"},
	    {65001, "UTF-8"},
	};

	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		if (odd[i].cp == cp) {
			snprintf(name, 16, "%s", odd[i].name);
			return;
		}
	snprintf(name, 16, "CP%u", cp & 0xffff);
}
