/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_msg - an Outlook item as a file: .msg and .oft (MS-OXMSG)
 *
 * A compound file with a stream per property and a storage per attachment. An
 * item attached to an item is a storage too; it is handed on as a compound
 * file of its own, so that nesting is counted where all nesting is. Named
 * properties are told by the root's table. Streams that are no property are
 * read as those of any compound file.
 *
 * Recipients are the header of a message and no text; see mapi.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "extract/mail/mapi.h"
#include "extract/ole/le.h"
#include "extract/ole/ole.h"

#define PROPERTIES  "__properties_version1.0"
#define VALUE	    "__substg1.0_"
#define ATTACHMENT  "__attach_version1.0_"
#define RECIPIENT   "__recip_version1.0_"
#define NAMES	    "__nameid_version1.0"
#define PROP_SIZE   16
#define FIRST_NAMED 0x8000
#define MAX_NAMED   0x7FFF
#define GUID_SIZE   16
#define FIRST_GUID  3 /* index of the first that is listed */
#define TAG_DATA    0x3701

/* PS_INTERNET_HEADERS: properties named after header fields */
static const unsigned char headers[GUID_SIZE] = {
    0x86, 0x03, 0x02, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46};

struct msg {
	struct pn_job *job;
	struct pn_ole ole;
	uint32_t names; /* storage of the tables of named properties; 0 none */
	struct pn_ole_stream guids, entries, strings; /* these tables */
};

static unsigned
msg_bid(struct pn_look *look, const char **type)
{
	return pn_ole_bid(look, PN_OLE_OUTLOOK, type);
}

/* read_names - the tables of named properties; empty without them */
static enum pn_err
read_names(struct msg *m)
{
	uint32_t names = pn_ole_find(&m->ole, 0, NAMES);
	enum pn_err err;

	m->names = names;
	if (names == 0)
		return PN_OK;
	err = pn_ole_stream(
	    &m->ole, pn_ole_find(&m->ole, names, VALUE "00020102"), &m->guids);
	if (err == PN_OK)
		err = pn_ole_stream(&m->ole,
		    pn_ole_find(&m->ole, names, VALUE "00030102"), &m->entries);
	if (err == PN_OK)
		err = pn_ole_stream(&m->ole,
		    pn_ole_find(&m->ole, names, VALUE "00040102"), &m->strings);
	pn_ole_done(&m->ole, names);
	return err;
}

/* pack - storage OBJECT as a file of its own into OUT. The tables of named
 * properties go with it: the root has them for all items in it. */
static enum pn_err
pack(struct msg *m, uint32_t object, struct pn_buf *out)
{
	struct pn_ole *o = &m->ole;
	uint32_t child = o->child[object];
	uint32_t next = m->names ? o->next[m->names] : 0;
	enum pn_err err;

	if (m->names) {
		o->child[object] = m->names;
		o->next[m->names] = child;
		o->done[m->names] = false;
		for (uint32_t i = o->child[m->names]; i; i = o->next[i])
			o->done[i] = pn_cfb_at(o->cfb, i)->storage;
	}
	err = pn_ole_pack(o, object, out);
	o->child[object] = child;
	if (m->names) {
		o->next[m->names] = next;
		pn_ole_done(o, m->names);
	}
	return err;
}

/* name_prop - what the tables tell of property P */
static void
name_prop(const struct msg *m, struct pn_mapi_prop *p)
{
	uint64_t at = 8 * (uint64_t)(p->id - FIRST_NAMED);
	uint32_t value, guid;

	if (p->id < FIRST_NAMED || at + 8 > m->entries.bytes.n)
		return;
	value = pn_le32(m->entries.bytes, at);
	guid = pn_le16(m->entries.bytes, at + 4);
	p->named = true;
	if (guid & 1)
		p->name = pn_le_cut(m->strings.bytes, (uint64_t)value + 4,
		    pn_le32(m->strings.bytes, value));
	else
		p->lid = value;
	guid >>= 1;
	if (guid >= FIRST_GUID) {
		struct pn_bytes g = pn_le_cut(m->guids.bytes,
		    (uint64_t)(guid - FIRST_GUID) * GUID_SIZE, GUID_SIZE);

		p->header =
		    g.n == GUID_SIZE && memcmp(g.p, headers, GUID_SIZE) == 0;
	}
}

/* numbers - the properties of STORAGE that have no stream */
static enum pn_err
numbers(struct msg *m, uint32_t storage, struct pn_mapi *item)
{
	struct pn_ole_stream s;
	enum pn_err err = pn_ole_stream(
	    &m->ole, pn_ole_find(&m->ole, storage, PROPERTIES), &s);
	/* a header of 8, 24 or 32 bytes: the first is that of attachments,
	 * and what was embedded may be a file of its own now */
	size_t at = item->attachment ? 8 : s.bytes.n % PROP_SIZE ? 24 : 32;

	for (; err == PN_OK && at + PROP_SIZE <= s.bytes.n; at += PROP_SIZE) {
		uint32_t tag = pn_le32(s.bytes, at);
		struct pn_mapi_prop p = {.id = (uint16_t)(tag >> 16),
		    .type = (uint16_t)tag,
		    .data = pn_le_cut(s.bytes, at + 8, 8)};

		if (p.type == PN_MAPI_LONG || p.type == PN_MAPI_SHORT ||
		    p.type == PN_MAPI_BOOL || p.type == PN_MAPI_TIME)
			err = pn_mapi_number(item, &p);
	}
	if (err == PN_OK)
		err = pn_job_work(m->job, s.bytes.n);
	pn_ole_stream_free(&s);
	return err;
}

/* value_tag - the property that a stream called NAME is (one of) the values
 * of; false for another name, and for lengths of several values */
static bool
value_tag(const char *name, struct pn_mapi_prop *p)
{
	char hex[9], *end;
	unsigned long tag;

	if (strncasecmp(name, VALUE, strlen(VALUE)) != 0)
		return false;
	name += strlen(VALUE);
	snprintf(hex, sizeof(hex), "%.8s", name);
	tag = strtoul(hex, &end, 16);
	if (strlen(hex) != 8 || *end)
		return false;
	p->id = (uint16_t)(tag >> 16);
	p->type = (uint16_t)tag;
	if (name[8] == '-')
		p->type &= (uint16_t)~PN_MAPI_MULTI;
	return name[8] == '-' || (p->type & PN_MAPI_MULTI) == 0;
}

/* values - the streams of STORAGE that are properties, into ITEM */
static enum pn_err
values(struct msg *m, uint32_t storage, struct pn_mapi *item)
{
	enum pn_err err = PN_OK;

	for (uint32_t i = m->ole.child[storage]; i && err == PN_OK;
	     i = m->ole.next[i]) {
		const struct pn_cfb_entry *e = pn_cfb_at(m->ole.cfb, i);
		struct pn_mapi_prop p = {0};
		struct pn_ole_stream s;

		if (e->storage ||
		    strncasecmp(e->name, VALUE, strlen(VALUE)) != 0)
			continue;
		if (!value_tag(e->name, &p) ||
		    (item->attachment && p.id == TAG_DATA)) {
			m->ole.done[i] |= p.id != TAG_DATA && p.id;
			continue;
		}
		name_prop(m, &p);
		err = pn_ole_stream(&m->ole, i, &s);
		p.data = s.bytes;
		if (err == PN_OK)
			err = pn_mapi_add(item, &p);
		pn_ole_stream_free(&s);
	}
	return err;
}

/* content - the attachment in STORAGE, a file or an item or an object */
static enum pn_err
content(struct msg *m, uint32_t storage, struct pn_mapi *item)
{
	uint32_t object = pn_ole_find(&m->ole, storage, VALUE "3701000D");
	struct pn_ole_stream s = {0};
	struct pn_buf packed;
	enum pn_err err;

	if (object && pn_cfb_at(m->ole.cfb, object)->storage) {
		pn_buf_init(&packed, PN_OLE_STREAM_MAX);
		err = pack(m, object, &packed);
		if (err == PN_OK)
			err = pn_mapi_attachment(item, pn_buf_bytes(&packed));
		pn_buf_free(&packed);
		return err;
	}
	if (object == 0)
		object = pn_ole_find(&m->ole, storage, VALUE "37010102");
	err = pn_ole_stream(&m->ole, object, &s);
	if (err == PN_OK)
		err = pn_mapi_attachment(item, s.bytes);
	pn_ole_stream_free(&s);
	return err;
}

/* attachments - of the item in the root */
static enum pn_err
attachments(struct msg *m, unsigned cp)
{
	enum pn_err err = PN_OK;

	for (uint32_t i = m->ole.child[0]; i && err == PN_OK;
	     i = m->ole.next[i]) {
		const struct pn_cfb_entry *e = pn_cfb_at(m->ole.cfb, i);
		struct pn_mapi item;

		if (strncasecmp(e->name, RECIPIENT, strlen(RECIPIENT)) == 0)
			pn_ole_done(&m->ole, i);
		if (!e->storage ||
		    strncasecmp(e->name, ATTACHMENT, strlen(ATTACHMENT)) != 0)
			continue;
		pn_mapi_init_attachment(&item, m->job, cp);
		err = numbers(m, i, &item);
		if (err == PN_OK)
			err = values(m, i, &item);
		if (err == PN_OK)
			err = content(m, i, &item);
		pn_mapi_free(&item);
	}
	return err;
}

/* read_all - the item, its attachments, and what is no property */
static enum pn_err
read_all(struct msg *m)
{
	struct pn_mapi item;
	unsigned cp;
	enum pn_err err = read_names(m);

	pn_mapi_init(&item, m->job);
	if (err == PN_OK)
		err = numbers(m, 0, &item);
	if (err == PN_OK)
		err = values(m, 0, &item);
	if (err == PN_OK)
		err = pn_mapi_item(&item);
	cp = item.cp;
	pn_mapi_free(&item);
	if (err == PN_OK)
		err = attachments(m, cp);
	return err == PN_OK ? pn_ole_rest(&m->ole) : err;
}

static enum pn_err
msg_read(struct pn_job *job)
{
	struct msg m = {.job = job};
	enum pn_err err = pn_ole_open(job, &m.ole);

	if (err == PN_OK)
		err = read_all(&m);
	pn_ole_stream_free(&m.guids);
	pn_ole_stream_free(&m.entries);
	pn_ole_stream_free(&m.strings);
	pn_ole_free(&m.ole);
	return err;
}

const struct pn_format pn_format_msg = {
    .name = "msg",
    .type = "application/vnd.ms-outlook",
    .bid = msg_bid,
    .read = msg_read,
};
