/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cfb - read the directory and the streams of a Compound File (MS-CFB)
 *
 * The allocation table is read once at the start; the directory is a
 * red-black tree, which is walked with a stack of its own and a mark per
 * entry, so that a cycle ends it. Nothing is written and nothing is
 * repaired: what real programs forgive (a cut last sector, a size with
 * rubbish in its upper half in version 3) is forgiven, all else is
 * PN_ERR_SYNTAX. Entries that the tree does not reach are not listed, as no
 * program shows them.
 *
 * Limits: PN_CFB_MAX_ENTRIES; every chain ends after as many sectors as the
 * file can hold.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/cfb.h"
#include "base/mem.h"
#include "base/uni.h"

#define HEADER_SIZE  512
#define ENTRY_SIZE   128
#define HEADER_DIFAT 109	 /* table sectors that the header names */
#define SECT_MAX     0xFFFFFFFAu /* above: marks, no sector */
#define SECT_FREE    0xFFFFFFFFu
#define NO_ENTRY     0xFFFFFFFFu /* no sibling, no child */
#define NAME_UNITS   31		 /* UTF-16 units of a name without its end */

enum entry_type {
	ENTRY_UNUSED = 0,
	ENTRY_STORAGE = 1,
	ENTRY_STREAM = 2,
	ENTRY_ROOT = 5,
};

/* A list of sector numbers: an allocation table or a chain. */
struct sectors {
	uint32_t *v;
	size_t n, cap;
};

struct pn_cfb {
	struct pn_bytes bytes;
	unsigned version;
	unsigned shift;	      /* sector size, as a power of two */
	unsigned mini_shift;  /* the same of the small sectors */
	uint32_t mini_cutoff; /* streams below this live in small sectors */
	size_t n_sectors;     /* that the file holds, a cut one too */
	struct sectors fat;
	struct sectors mini_fat;
	struct sectors mini_stream; /* the root's chain */
	uint64_t mini_size;
	struct pn_cfb_entry *entries;
	size_t n_entries, cap_entries;
};

/* A directory entry that waits to be visited. */
struct visit {
	uint32_t raw;	 /* its number in the directory */
	uint32_t parent; /* index in the list of entries */
};

static const unsigned char signature[8] = {
    0xD0,
    0xCF,
    0x11,
    0xE0,
    0xA1,
    0xB1,
    0x1A,
    0xE1,
};

static uint16_t
get16(const unsigned char *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static uint32_t
get32(const unsigned char *p)
{
	return get16(p) | (uint32_t)get16(p + 2) << 16;
}

/* sector - the bytes of sector NO; n is 0 outside the file, and short for a
 * cut last one */
static struct pn_bytes
sector(const struct pn_cfb *c, uint32_t no)
{
	struct pn_bytes s = {NULL, 0};
	size_t size = (size_t)1 << c->shift;
	uint64_t at = ((uint64_t)no + 1) << c->shift;

	if (no >= SECT_MAX || at >= c->bytes.n)
		return s;
	s.p = c->bytes.p + at;
	s.n = c->bytes.n - at < size ? c->bytes.n - at : size;
	return s;
}

static void
sectors_add(struct sectors *s, uint32_t no)
{
	PN_GROW(s->v, s->n, s->cap);
	s->v[s->n++] = no;
}

/* table_add - take the numbers that sector NO holds into the table */
static enum pn_err
table_add(const struct pn_cfb *c, uint32_t no, struct sectors *table)
{
	struct pn_bytes s = sector(c, no);
	size_t i;

	if (s.n == 0)
		return PN_ERR_SYNTAX;
	for (i = 0; i + 4 <= s.n; i += 4)
		sectors_add(table, get32(s.p + i));
	return PN_OK;
}

/* chain - the sectors from START on, to the end of their chain */
static enum pn_err
chain(const struct pn_cfb *c, uint32_t start, struct sectors *out)
{
	uint32_t no = start;

	while (no < SECT_MAX) {
		if (out->n >= c->n_sectors || no >= c->n_sectors ||
		    no >= c->fat.n)
			return PN_ERR_SYNTAX;
		sectors_add(out, no);
		no = c->fat.v[no];
	}
	return PN_OK;
}

/* read_fat - the allocation table: its sectors are named in the header and,
 * where those are not enough, in a chain of sectors of names (DIFAT) */
static enum pn_err
read_fat(struct pn_cfb *c)
{
	const unsigned char *h = c->bytes.p;
	uint32_t next = get32(h + 68), no;
	size_t i, want = get32(h + 44), done = 0, steps = 0;
	size_t enough = (c->n_sectors >> (c->shift - 2)) + 1;
	struct pn_bytes s;

	/* more table than the file has sectors for maps nothing */
	if (want > enough)
		want = enough;
	for (i = 0; i < HEADER_DIFAT && done < want; i++) {
		no = get32(h + 76 + 4 * i);
		if (no >= SECT_MAX)
			continue;
		if (table_add(c, no, &c->fat) != PN_OK)
			return PN_ERR_SYNTAX;
		done++;
	}
	while (done < want && next < SECT_MAX) {
		s = sector(c, next);
		if (s.n < (size_t)1 << c->shift || steps++ > c->n_sectors)
			return PN_ERR_SYNTAX;
		for (i = 0; i + 8 <= s.n && done < want; i += 4) {
			no = get32(s.p + i);
			if (no >= SECT_MAX)
				continue;
			if (table_add(c, no, &c->fat) != PN_OK)
				return PN_ERR_SYNTAX;
			done++;
		}
		next = get32(s.p + s.n - 4);
	}
	return done > 0 ? PN_OK : PN_ERR_SYNTAX;
}

/* read_header - the sizes and the version */
static enum pn_err
read_header(struct pn_cfb *c)
{
	const unsigned char *h = c->bytes.p;
	size_t body;

	if (c->bytes.n < HEADER_SIZE ||
	    memcmp(h, signature, sizeof(signature)) != 0)
		return PN_ERR_SYNTAX;
	c->version = get16(h + 26);
	c->shift = get16(h + 30);
	c->mini_shift = get16(h + 32);
	c->mini_cutoff = get32(h + 56);
	if (c->version != 3 && c->version != 4)
		return PN_ERR_SYNTAX;
	/* the standard knows 512 and 4096; either is seen in either version */
	if ((c->shift != 9 && c->shift != 12) || c->mini_shift != 6)
		return PN_ERR_SYNTAX;
	if (c->bytes.n <= (size_t)1 << c->shift)
		return PN_ERR_SYNTAX;
	body = c->bytes.n - ((size_t)1 << c->shift);
	c->n_sectors = (body + ((size_t)1 << c->shift) - 1) >> c->shift;
	return PN_OK;
}

/* entry_name - the name of a directory entry as UTF-8 */
static char *
entry_name(const unsigned char *e)
{
	struct pn_buf b;
	size_t units = get16(e + 64) / 2, i;
	uint32_t c, low;

	pn_buf_init(&b, NAME_UNITS * 4);
	if (units > NAME_UNITS + 1)
		units = NAME_UNITS + 1;
	for (i = 0; i < units; i++) {
		c = get16(e + 2 * i);
		low = i + 1 < units ? get16(e + 2 * i + 2) : 0;
		if (c == 0)
			break;
		if (c >= 0xD800 && c < 0xDC00 && low >= 0xDC00 &&
		    low < 0xE000) {
			c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
			i++;
		} else if (c >= 0xD800 && c < 0xE000) {
			c = 0xFFFD;
		}
		(void)pn_utf8_put(&b, c);
	}
	return pn_buf_take(&b);
}

/* add_entry - list the directory entry E below PARENT; false when the list is
 * full */
static bool
add_entry(struct pn_cfb *c, const unsigned char *e, uint32_t parent)
{
	struct pn_cfb_entry *out;

	if (c->n_entries >= PN_CFB_MAX_ENTRIES)
		return false;
	PN_GROW(c->entries, c->n_entries, c->cap_entries);
	out = &c->entries[c->n_entries++];
	out->name = entry_name(e);
	out->parent = parent;
	out->storage = e[66] != ENTRY_STREAM;
	out->start = get32(e + 116);
	out->size = get32(e + 120);
	memcpy(out->clsid, e + 80, sizeof(out->clsid));
	/* the upper half of a version 3 size may hold anything */
	if (c->version == 4)
		out->size |= (uint64_t)get32(e + 124) << 32;
	return true;
}

/* raw_entry - directory entry NO in the chain DIR; NULL outside of it */
static const unsigned char *
raw_entry(const struct pn_cfb *c, const struct sectors *dir, uint32_t no)
{
	unsigned per_shift = c->shift - 7; /* entries in a sector */
	size_t index = no >> per_shift;
	size_t at = (size_t)(no & ((1u << per_shift) - 1)) * ENTRY_SIZE;
	struct pn_bytes s;

	if (index >= dir->n)
		return NULL;
	s = sector(c, dir->v[index]);
	return at + ENTRY_SIZE <= s.n ? s.p + at : NULL;
}

/* A stack of entries to visit, and a mark for each one seen. */
struct walk {
	struct visit *todo;
	size_t n, cap;
	unsigned char *seen;
	size_t n_raw;
};

static void
walk_push(struct walk *w, uint32_t raw, uint32_t parent)
{
	if (raw == NO_ENTRY)
		return;
	PN_GROW(w->todo, w->n, w->cap);
	w->todo[w->n++] = (struct visit){raw, parent};
}

/* walk_one - list one entry and note its neighbours */
static enum pn_err
walk_one(struct pn_cfb *c, const struct sectors *dir, struct walk *w)
{
	struct visit v = w->todo[--w->n];
	const unsigned char *e = raw_entry(c, dir, v.raw);
	uint32_t index = (uint32_t)c->n_entries;
	bool root = v.raw == 0;

	if (e == NULL || v.raw >= w->n_raw || w->seen[v.raw])
		return PN_ERR_SYNTAX;
	w->seen[v.raw] = 1;
	if (root != (e[66] == ENTRY_ROOT))
		return PN_ERR_SYNTAX;
	if (!root && e[66] != ENTRY_STORAGE && e[66] != ENTRY_STREAM)
		return PN_ERR_SYNTAX;
	if (!add_entry(c, e, root ? 0 : v.parent))
		return PN_ERR_LIMIT;
	if (!root) {
		walk_push(w, get32(e + 72), v.parent);
		walk_push(w, get32(e + 68), v.parent);
	}
	if (e[66] != ENTRY_STREAM)
		walk_push(w, get32(e + 76), index);
	return PN_OK;
}

/* read_directory - walk the tree from the root */
static enum pn_err
read_directory(struct pn_cfb *c)
{
	struct sectors dir = {NULL, 0, 0};
	struct walk w = {0};
	enum pn_err err = PN_OK;

	/* a broken end of the directory matters only where the tree needs it:
	 * then raw_entry has nothing to give */
	(void)chain(c, get32(c->bytes.p + 48), &dir);
	w.n_raw = dir.n << (c->shift - 7);
	w.seen = pn_alloc(w.n_raw);
	walk_push(&w, 0, 0);
	while (err == PN_OK && w.n > 0)
		err = walk_one(c, &dir, &w);
	free(dir.v);
	free(w.todo);
	free(w.seen);
	return err;
}

/* read_mini - the table of the small sectors and where they lie. Damage here
 * is told when a small stream is read. */
static void
read_mini(struct pn_cfb *c)
{
	struct sectors table = {NULL, 0, 0};
	size_t i;

	if (chain(c, get32(c->bytes.p + 60), &table) == PN_OK)
		for (i = 0; i < table.n; i++)
			if (table_add(c, table.v[i], &c->mini_fat) != PN_OK)
				break;
	free(table.v);
	(void)chain(c, c->entries[0].start, &c->mini_stream);
	c->mini_size = c->entries[0].size;
}

enum pn_err
pn_cfb_open(struct pn_bytes bytes, struct pn_cfb **out)
{
	struct pn_cfb *c = pn_alloc(sizeof(*c));
	enum pn_err err;

	c->bytes = bytes;
	err = read_header(c);
	if (err == PN_OK)
		err = read_fat(c);
	if (err == PN_OK)
		err = read_directory(c);
	if (err != PN_OK) {
		pn_cfb_free(&c);
		return err;
	}
	read_mini(c);
	*out = c;
	return PN_OK;
}

void
pn_cfb_free(struct pn_cfb **c)
{
	size_t i;

	if (*c == NULL)
		return;
	for (i = 0; i < (*c)->n_entries; i++)
		free((*c)->entries[i].name);
	free((*c)->entries);
	free((*c)->fat.v);
	free((*c)->mini_fat.v);
	free((*c)->mini_stream.v);
	free(*c);
	*c = NULL;
}

size_t
pn_cfb_size(const struct pn_cfb *c)
{
	return c->n_entries;
}

const struct pn_cfb_entry *
pn_cfb_at(const struct pn_cfb *c, size_t i)
{
	return i < c->n_entries ? &c->entries[i] : NULL;
}

const struct pn_cfb_entry *
pn_cfb_find(const struct pn_cfb *c, const char *name)
{
	size_t i;

	for (i = 1; i < c->n_entries; i++)
		if (c->entries[i].parent == 0 &&
		    strcasecmp(c->entries[i].name, name) == 0)
			return &c->entries[i];
	return NULL;
}

/* add_limited - append S, but no more than LEFT bytes, which is counted down */
static enum pn_err
add_limited(struct pn_buf *out, struct pn_bytes s, uint64_t *left)
{
	size_t n = s.n < *left ? s.n : (size_t)*left;

	*left -= n;
	return pn_buf_add(out, s.p, n);
}

/* mini_sector - the bytes of small sector NO, which lies in the root's own
 * stream */
static struct pn_bytes
mini_sector(const struct pn_cfb *c, uint32_t no)
{
	struct pn_bytes none = {NULL, 0}, s;
	uint64_t at = (uint64_t)no << c->mini_shift;
	size_t index = (size_t)(at >> c->shift);
	size_t in = (size_t)at & (((size_t)1 << c->shift) - 1);
	size_t size = (size_t)1 << c->mini_shift;

	if (no >= SECT_MAX || at >= c->mini_size || index >= c->mini_stream.n)
		return none;
	s = sector(c, c->mini_stream.v[index]);
	if (in >= s.n)
		return none;
	s.p += in;
	s.n = s.n - in < size ? s.n - in : size;
	return s;
}

enum pn_err
pn_cfb_stream(const struct pn_cfb *c, const struct pn_cfb_entry *e,
    uint64_t max, struct pn_buf *out)
{
	bool mini = e->size < c->mini_cutoff && e != c->entries;
	const struct sectors *table = mini ? &c->mini_fat : &c->fat;
	uint64_t left = e->size < max ? e->size : max;
	size_t steps = 0;
	uint32_t no = e->start;
	struct pn_bytes s;
	enum pn_err err;

	while (left > 0) {
		s = mini ? mini_sector(c, no) : sector(c, no);
		if (s.n == 0 || no >= table->n || steps++ > table->n)
			return PN_ERR_SYNTAX;
		err = add_limited(out, s, &left);
		if (err != PN_OK)
			return err;
		no = table->v[no];
	}
	return PN_OK;
}

enum pn_err
pn_cfb_write(const struct pn_cfb *c, const struct pn_cfb_entry *e,
    struct pn_bytes data, unsigned char *file)
{
	bool mini = e->size < c->mini_cutoff && e != c->entries;
	const struct sectors *table = mini ? &c->mini_fat : &c->fat;
	size_t steps = 0, at = 0;
	uint32_t no = e->start;
	struct pn_bytes s;

	while (at < data.n) {
		s = mini ? mini_sector(c, no) : sector(c, no);
		if (s.n == 0 || no >= table->n || steps++ > table->n)
			return PN_ERR_SYNTAX;
		if (s.n > data.n - at)
			s.n = data.n - at;
		memcpy(file + (s.p - c->bytes.p), data.p + at, s.n);
		at += s.n;
		no = table->v[no];
	}
	return PN_OK;
}

struct pn_bytes
pn_cfb_view(const struct pn_cfb *c, const struct pn_cfb_entry *e)
{
	struct pn_bytes all = {NULL, 0};
	uint64_t at = ((uint64_t)e->start + 1) << c->shift;
	size_t more;

	if (e->storage || e->size == 0 || e->size < c->mini_cutoff ||
	    e->start >= SECT_MAX || at >= c->bytes.n ||
	    e->size > c->bytes.n - at)
		return all;
	more = (size_t)((e->size - 1) >> c->shift);
	if (e->start >= c->fat.n || more >= c->fat.n - e->start)
		return all;
	for (size_t i = 0; i < more; i++)
		if (c->fat.v[e->start + i] != e->start + i + 1)
			return all;
	all.p = c->bytes.p + at;
	all.n = (size_t)e->size;
	return all;
}

struct pn_bytes
pn_cfb_behind(const struct pn_cfb *c)
{
	struct pn_bytes b = c->bytes;
	size_t n = c->fat.n, head = (size_t)1 << c->shift, used;

	while (n > 0 && c->fat.v[n - 1] == SECT_FREE)
		n--;
	/* the header has a sector of its own */
	used = n < c->n_sectors ? head + (n << c->shift) : b.n;
	if (used > b.n)
		used = b.n;
	b.p += used;
	b.n -= used;
	return b;
}
