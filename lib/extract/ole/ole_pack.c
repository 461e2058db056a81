/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ole_pack - a storage inside a compound file as a file of its own
 *
 * The file is as plain as the format allows: the directory first, then the
 * streams one behind the other, then the allocation table, no small sectors
 * (their cutoff is 0). Small files have sectors of 512 bytes; where the header
 * cannot name a table for that, sectors of 4096, for which it can name more
 * than PN_OLE_STREAM_MAX.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/uni.h"
#include "extract/ole/ole.h"

#define HEADER_SIZE  512
#define ENTRY_SIZE   128
#define HEADER_DIFAT 109
#define NAME_UNITS   31
#define END_OF_CHAIN 0xFFFFFFFEu
#define FREE_SECTOR  0xFFFFFFFFu
#define FAT_SECTOR   0xFFFFFFFDu

/* One entry of the file to be. */
struct packed {
	uint32_t from;	      /* its number in the source */
	uint32_t start;	      /* first sector */
	uint64_t size;	      /* as it came out */
	uint32_t child, next; /* numbers in the file to be; 0 none */
};

struct pack {
	struct pn_ole *o;
	struct pn_buf *out;
	struct packed *v;
	size_t n, cap;
	unsigned shift;
	uint32_t sectors; /* written so far */
};

static void
put16(unsigned char *p, unsigned v)
{
	p[0] = (unsigned char)v;
	p[1] = (unsigned char)(v >> 8);
}

static void
put32(unsigned char *p, uint32_t v)
{
	put16(p, v & 0xffff);
	put16(p + 2, v >> 16);
}

/* collect - the entries of storage I that are not done, parents first */
static uint64_t
collect(struct pack *p, uint32_t i)
{
	const struct pn_ole *o = p->o;
	uint64_t total = 0;

	PN_GROW(p->v, p->n, p->cap);
	p->v[p->n++] = (struct packed){.from = i};
	for (size_t at = 0; at < p->n; at++) {
		uint32_t last = 0;

		for (uint32_t c = o->child[p->v[at].from]; c; c = o->next[c]) {
			const struct pn_cfb_entry *e = pn_cfb_at(o->cfb, c);

			if (o->done[c])
				continue;
			PN_GROW(p->v, p->n, p->cap);
			p->v[p->n] = (struct packed){.from = c};
			if (last)
				p->v[last].next = (uint32_t)p->n;
			else
				p->v[at].child = (uint32_t)p->n;
			last = (uint32_t)p->n++;
			total += e->storage ? 0 : e->size;
		}
	}
	return total;
}

/* pad - fill the sector that has begun */
static enum pn_err
pad(struct pack *p)
{
	size_t size = (size_t)1 << p->shift;
	size_t short_of = (size - (p->out->len & (size - 1))) & (size - 1);
	char *room = pn_buf_room(p->out, short_of + 1);

	if (room == NULL)
		return PN_ERR_LIMIT;
	memset(room, 0, short_of);
	pn_buf_wrote(p->out, short_of);
	p->sectors = (uint32_t)(p->out->len >> p->shift) - 1;
	return PN_OK;
}

/* put_streams - the content of every stream */
static enum pn_err
put_streams(struct pack *p)
{
	enum pn_err err = PN_OK;

	for (size_t i = 1; i < p->n && err == PN_OK; i++) {
		struct pn_ole_stream s;

		p->v[i].start = p->sectors;
		err = pn_ole_stream(p->o, p->v[i].from, &s);
		p->v[i].size = s.bytes.n;
		if (err == PN_OK)
			err = pn_job_unpack(p->o->job, s.bytes.n);
		if (err == PN_OK && s.bytes.n)
			err = pn_buf_add(p->out, s.bytes.p, s.bytes.n);
		if (err == PN_OK)
			err = pad(p);
		pn_ole_stream_free(&s);
	}
	return err;
}

/* put_name - NAME in UTF-16 into the entry at E */
static void
put_name(unsigned char *e, const char *name)
{
	const char *s = name, *end = name + strlen(name);
	unsigned units = 0;

	while (s < end) {
		uint32_t c = pn_utf8_next(&s, end);
		unsigned need = c > 0xFFFF ? 2 : 1;

		if (units + need > NAME_UNITS)
			break;
		if (need == 2) {
			put16(e + 2 * units++, 0xD7C0 + (c >> 10));
			c = 0xDC00 + (c & 0x3FF);
		}
		put16(e + 2 * units++, c);
	}
	put16(e + 64, 2 * (units + 1));
}

/* put_directory - the entries; a storage's children are a list of right
 * neighbours */
static void
put_directory(struct pack *p)
{
	unsigned char *dir =
	    (unsigned char *)p->out->data + ((size_t)1 << p->shift);

	for (size_t i = 0; i < p->n; i++) {
		const struct packed *v = &p->v[i];
		const struct pn_cfb_entry *from = pn_cfb_at(p->o->cfb, v->from);
		unsigned char *e = dir + i * ENTRY_SIZE;

		put_name(e, i ? from->name : "Root Entry");
		e[66] = i == 0 ? 5 : from->storage ? 1 : 2;
		e[67] = 1;
		put32(e + 68, FREE_SECTOR);
		put32(e + 72, v->next ? v->next : FREE_SECTOR);
		put32(e + 76, v->child ? v->child : FREE_SECTOR);
		memcpy(e + 80, from->clsid, 16);
		put32(e + 116, v->size ? v->start : END_OF_CHAIN);
		put32(e + 120, (uint32_t)v->size);
	}
}

/* put_chain - N sectors from FIRST on, one behind the other */
static void
put_chain(unsigned char *fat, uint32_t first, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		put32(fat + 4 * (size_t)(first + i),
		    i + 1 < n ? first + i + 1 : END_OF_CHAIN);
}

/* put_fat - the allocation table behind all, and its sectors in the header */
static enum pn_err
put_fat(struct pack *p, uint32_t dir_sectors)
{
	size_t size = (size_t)1 << p->shift;
	uint32_t per = (uint32_t)(size / 4), body = p->sectors, n = 1;
	unsigned char *fat;
	char *room;

	while ((uint64_t)n * per < (uint64_t)body + n)
		n++;
	if (n > HEADER_DIFAT)
		return PN_ERR_LIMIT;
	room = pn_buf_room(p->out, n * size);
	if (room == NULL)
		return PN_ERR_LIMIT;
	memset(room, 0xff, n * size);
	pn_buf_wrote(p->out, n * size);
	fat = (unsigned char *)room;
	put_chain(fat, 0, dir_sectors);
	for (size_t i = 1; i < p->n; i++)
		put_chain(fat, p->v[i].start,
		    (uint32_t)((p->v[i].size + size - 1) >> p->shift));
	for (uint32_t i = 0; i < n; i++) {
		put32(fat + 4 * (size_t)(body + i), FAT_SECTOR);
		put32((unsigned char *)p->out->data + 76 + 4 * (size_t)i,
		    body + i);
	}
	put32((unsigned char *)p->out->data + 44, n);
	return PN_OK;
}

/* put_header - the sizes; the table is told by put_fat */
static void
put_header(struct pack *p)
{
	static const unsigned char signature[8] = {
	    0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};
	unsigned char *h = (unsigned char *)p->out->data;

	memcpy(h, signature, sizeof(signature));
	put16(h + 24, 0x3E);
	put16(h + 26, 3);
	put16(h + 28, 0xFFFE);
	put16(h + 30, p->shift);
	put16(h + 32, 6);
	put32(h + 48, 0);
	put32(h + 60, END_OF_CHAIN);
	put32(h + 68, END_OF_CHAIN);
	memset(h + 76, 0xff, 4 * HEADER_DIFAT);
}

/* pack - write all of it */
static enum pn_err
pack(struct pack *p, uint64_t total)
{
	/* what small sectors can hold: a table named in the header alone */
	uint64_t small = (uint64_t)HEADER_DIFAT * 127 * 512;
	uint64_t wide = total + p->n * (uint64_t)(512 + ENTRY_SIZE) + 4096;
	size_t dir, head;
	char *room;
	enum pn_err err;

	p->shift = wide < small ? 9 : 12;
	head = (size_t)1 << p->shift;
	dir = (p->n * ENTRY_SIZE + head - 1) & ~(head - 1);
	room = pn_buf_room(p->out, head + dir);
	if (room == NULL)
		return PN_ERR_LIMIT;
	memset(room, 0, head + dir);
	pn_buf_wrote(p->out, head + dir);
	p->sectors = (uint32_t)(dir >> p->shift);
	err = put_streams(p);
	if (err != PN_OK)
		return err;
	put_header(p);
	put_directory(p);
	return put_fat(p, (uint32_t)(dir >> p->shift));
}

enum pn_err
pn_ole_pack(struct pn_ole *o, uint32_t i, struct pn_buf *out)
{
	struct pack p = {.o = o, .out = out};
	uint64_t total = collect(&p, i);
	enum pn_err err = PN_ERR_LIMIT;

	if (total <= PN_OLE_STREAM_MAX)
		err = pack(&p, total);
	if (i)
		pn_ole_done(o, i);
	for (size_t k = 0; k < p.n; k++)
		o->done[p.v[k].from] = true;
	free(p.v);
	return err == PN_ERR_LIMIT ? pn_job_limit(o->job, "unpacked") : err;
}
