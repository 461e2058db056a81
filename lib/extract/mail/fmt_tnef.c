/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_tnef - winmail.dat: a message as Outlook wraps it up (MS-OXTNEF)
 *
 * A list of attributes; two of them hold lists of MAPI properties, which are
 * read by what reads those of .msg files. That and its record are why this is
 * our own: libytnef in Debian 12 parses 19 of 28 public samples to their end,
 * leaks, and shares nothing with the rest. Checksums are not looked at: no
 * program that reads such a file does, and a wrong one would hide the text.
 *
 * An item inside an item is a file of this kind again; recipients are the
 * header of a message and no text.
 */
#include <stdlib.h>
#include <string.h>
#include "extract/mail/codepage.h"
#include "extract/mail/mapi.h"
#include "extract/ole/le.h"
#include "extract/ole/ole.h"

#define HEADER	    6 /* signature, key */
#define ATTR_HEAD   9 /* level, id, length */
#define CHECKSUM    2
#define LEVEL_ITEM  1
#define LEVEL_FILE  2
#define FIRST_NAMED 0x8000
#define GUID_SIZE   16
#define MAX_VALUES  100000 /* of one property */

static const char signature[4] = "\x78\x9f\x3e\x22";

/* PS_INTERNET_HEADERS: properties named after header fields */
static const unsigned char headers[GUID_SIZE] = {
    0x86, 0x03, 0x02, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46};

/* The low halves of the ids of attributes (2.1.1.1). */
enum {
	ATT_SUBJECT = 0x8004,
	ATT_CLASS = 0x8008,
	ATT_BODY = 0x800C,
	ATT_DATA = 0x800F,
	ATT_TITLE = 0x8010,
	ATT_TRANSPORT_NAME = 0x9001,
	ATT_RENDERING = 0x9002,
	ATT_PROPS = 0x9003,
	ATT_FILE_PROPS = 0x9005,
	ATT_CODEPAGE = 0x9007,
};

/* Those that hold no text of their own: sender, dates, ids, recipients ... */
static const uint16_t plain[] = {0x0000, 0x0001, 0x0002, 0x0006, 0x0007, 0x0008,
    0x8000, 0x8005, 0x8006, 0x8007, 0x8009, 0x800A, 0x800B, 0x800D, 0x8011,
    0x8012, 0x8013, 0x8020, 0x9004, 0x9006, 0x9008};

struct tnef {
	struct pn_job *job;
	struct pn_mapi item;
	struct pn_buf subject, body;  /* as attributes, not properties */
	struct pn_mapi file;	      /* the attachment being read */
	bool open;		      /* there is one */
	struct pn_bytes data, object; /* its content, in either place */
};

static unsigned
tnef_bid(struct pn_look *look, const char **type)
{
	struct pn_bytes b = look->bytes;

	(void)type;
	if (b.n < HEADER || memcmp(b.p, signature, sizeof(signature)) != 0)
		return 0;
	if (b.n >= HEADER + ATTR_HEAD &&
	    (b.p[HEADER] == LEVEL_ITEM || b.p[HEADER] == LEVEL_FILE))
		return 72;
	return 32;
}

/* fixed_size - bytes of a value of TYPE in the list; 0: its length is told */
static unsigned
fixed_size(unsigned type)
{
	switch (type) {
	case 0x0001:
	case 0x0002:
	case 0x0003:
	case 0x0004:
	case 0x000A:
	case 0x000B:
		return 4;
	case 0x0005:
	case 0x0006:
	case 0x0007:
	case 0x0014:
	case 0x0040:
		return 8;
	case 0x0048:
		return 16;
	default:
		return 0;
	}
}

/* padded - N bytes and what fills them up to four */
static uint64_t
padded(uint64_t n)
{
	return (n + 3) & ~(uint64_t)3;
}

/* name_prop - the name of property P at *AT; steps over it */
static void
name_prop(struct pn_bytes b, uint64_t *at, struct pn_mapi_prop *p)
{
	struct pn_bytes guid = pn_le_cut(b, *at, GUID_SIZE);
	uint32_t value = pn_le32(b, *at + GUID_SIZE + 4);

	p->named = true;
	p->header =
	    guid.n == GUID_SIZE && memcmp(guid.p, headers, GUID_SIZE) == 0;
	if (pn_le32(b, *at + GUID_SIZE) == 0) {
		p->lid = value;
		*at += GUID_SIZE + 8;
		return;
	}
	p->name = pn_le_cut(b, *at + GUID_SIZE + 8, value);
	while (p->name.n >= 2 && p->name.p[p->name.n - 2] == 0 &&
	       p->name.p[p->name.n - 1] == 0)
		p->name.n -= 2;
	*at += GUID_SIZE + 8 + padded(value);
}

/* take - one value of property P of the item or of the attachment M */
static enum pn_err
take(struct tnef *t, struct pn_mapi *m, const struct pn_mapi_prop *p)
{
	if (m->attachment && p->id == 0x3701) {
		t->object = p->data;
		if (p->type == PN_MAPI_OBJECT) /* an interface's id before */
			t->object = pn_le_cut(p->data, GUID_SIZE, p->data.n);
		return PN_OK;
	}
	if (fixed_size(p->type))
		return pn_mapi_number(m, p);
	return pn_mapi_add(m, p);
}

/* one_prop - the property at *AT and its values; steps over it */
static enum pn_err
one_prop(struct tnef *t, struct pn_mapi *m, struct pn_bytes b, uint64_t *at)
{
	unsigned type = pn_le16(b, *at), base = type & ~(unsigned)PN_MAPI_MULTI;
	struct pn_mapi_prop p = {
	    .id = pn_le16(b, *at + 2), .type = (uint16_t)base};
	unsigned size = fixed_size(base);
	uint32_t n = 1;
	enum pn_err err = PN_OK;

	*at += 4;
	if (p.id >= FIRST_NAMED)
		name_prop(b, at, &p);
	if (size == 0 || (type & PN_MAPI_MULTI)) {
		n = pn_le32(b, *at);
		*at += 4;
	}
	if (n > MAX_VALUES)
		return PN_ERR_SYNTAX;
	for (uint32_t i = 0; i < n && err == PN_OK; i++) {
		uint64_t len = size;

		if (size == 0) {
			len = pn_le32(b, *at);
			*at += 4;
		}
		if (*at > b.n || len > b.n - *at)
			return PN_ERR_SYNTAX;
		p.data = pn_le_cut(b, *at, len);
		*at += padded(len);
		err = take(t, m, &p);
		if (err == PN_OK)
			err = pn_job_work(t->job, len + 16);
	}
	return err;
}

/* props - a list of MAPI properties (2.1.3.4), into M */
static enum pn_err
props(struct tnef *t, struct pn_mapi *m, struct pn_bytes b)
{
	uint32_t n = pn_le32(b, 0);
	uint64_t at = 4;
	enum pn_err err = PN_OK;

	for (uint32_t i = 0; i < n && err == PN_OK; i++)
		err = at + 4 <= b.n ? one_prop(t, m, b, &at) : PN_ERR_SYNTAX;
	if (err == PN_ERR_SYNTAX) {
		pn_job_damage(t->job, "damaged");
		err = PN_OK;
	}
	return err;
}

/* end_file - hand the attachment on that was read */
static enum pn_err
end_file(struct tnef *t)
{
	enum pn_err err = PN_OK;

	if (!t->open)
		return PN_OK;
	t->open = false;
	if (t->data.n || t->object.n == 0)
		err = pn_mapi_attachment(&t->file, t->data);
	if (err == PN_OK && t->object.n &&
	    (t->object.n != t->data.n ||
		memcmp(t->object.p, t->data.p, t->data.n) != 0))
		err = pn_mapi_attachment(&t->file, t->object);
	pn_mapi_free(&t->file);
	return err;
}

/* begin_file - an attachment begins; the one before it is over */
static enum pn_err
begin_file(struct tnef *t)
{
	enum pn_err err = end_file(t);

	pn_mapi_init_attachment(&t->file, t->job, t->item.cp);
	t->open = true;
	t->data = t->object = (struct pn_bytes){NULL, 0};
	return err;
}

/* file_name - the attribute B names the attachment */
static enum pn_err
file_name(struct tnef *t, uint16_t id, struct pn_bytes b)
{
	struct pn_mapi_prop p = {
	    /* the long name, where the properties have one, comes first */
	    .id = id,
	    .type = PN_MAPI_STRING8,
	    .data = b,
	};

	return pn_mapi_add(&t->file, &p);
}

/* file_attribute - one of an attachment */
static enum pn_err
file_attribute(struct tnef *t, uint16_t id, struct pn_bytes b)
{
	enum pn_err err = PN_OK;

	if (id == ATT_RENDERING || !t->open || (id == ATT_DATA && t->data.n))
		err = begin_file(t);
	if (err != PN_OK)
		return err;
	switch (id) {
	case ATT_DATA:
		t->data = b;
		return PN_OK;
	case ATT_TITLE:
		return file_name(t, 0x3704, b);
	case ATT_TRANSPORT_NAME:
		return file_name(t, 0x3708, b);
	case ATT_FILE_PROPS:
		return props(t, &t->file, b);
	default:
		return PN_OK;
	}
}

/* other_attribute - one that nobody knows may hide text */
static enum pn_err
other_attribute(struct tnef *t, uint16_t id, struct pn_bytes b)
{
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (plain[i] == id)
			return PN_OK;
	return pn_ole_strings(t->job, b, "attribute", "attribute");
}

/* item_attribute - one of the item */
static enum pn_err
item_attribute(struct tnef *t, uint16_t id, struct pn_bytes b)
{
	struct pn_mapi_prop class = {
	    .id = 0x001A, .type = PN_MAPI_STRING8, .data = b};

	switch (id) {
	case ATT_CODEPAGE:
		t->item.cp = pn_le32(b, 0);
		return PN_OK;
	case ATT_SUBJECT:
		return pn_mapi_text(&t->item, PN_MAPI_STRING8, b, &t->subject);
	case ATT_BODY:
		return pn_mapi_text(&t->item, PN_MAPI_STRING8, b, &t->body);
	case ATT_CLASS:
		return pn_mapi_add(&t->item, &class);
	case ATT_PROPS:
		return props(t, &t->item, b);
	default:
		return other_attribute(t, id, b);
	}
}

/* merge - what an attribute told, where the property is another or none */
static enum pn_err
merge(struct tnef *t, const struct pn_buf *from, struct pn_buf *to)
{
	enum pn_err err = PN_OK;

	if (from->len == 0 || (from->len == to->len &&
				  memcmp(from->data, to->data, to->len) == 0))
		return PN_OK;
	if (to->len)
		err = pn_buf_addc(to, '\n');
	if (err == PN_OK)
		err = pn_buf_add(to, from->data, from->len);
	return err == PN_OK ? PN_OK : pn_job_limit(t->job, "text");
}

/* attributes - all of them; a cut one counts as far as it goes */
static enum pn_err
attributes(struct tnef *t, struct pn_bytes b)
{
	enum pn_err err = PN_OK;

	for (uint64_t at = HEADER; at + ATTR_HEAD <= b.n && err == PN_OK;) {
		unsigned level = b.p[at];
		uint16_t id = pn_le16(b, at + 1);
		uint64_t len = pn_le32(b, at + 5);
		struct pn_bytes data = pn_le_cut(b, at + ATTR_HEAD, len);

		if (level != LEVEL_ITEM && level != LEVEL_FILE) {
			if (level != 0) /* no padding */
				pn_job_damage(t->job, "damaged");
			return pn_ole_strings(t->job, pn_le_cut(b, at, b.n),
			    "trailing", "trailing");
		}
		if (data.n < len)
			pn_job_damage(t->job, "damaged");
		err = level == LEVEL_ITEM ? item_attribute(t, id, data)
					  : file_attribute(t, id, data);
		if (err == PN_OK)
			err = pn_job_work(t->job, 64);
		at += ATTR_HEAD + len + CHECKSUM;
	}
	return err;
}

static enum pn_err
tnef_read(struct pn_job *job)
{
	struct tnef t = {.job = job};
	enum pn_err err, ended;

	pn_mapi_init(&t.item, job);
	pn_buf_init(&t.subject, pn_job_room(job) + 4096);
	pn_buf_init(&t.body, pn_job_room(job) + 4096);
	err = attributes(&t, job->bytes);
	ended = end_file(&t);
	err = err == PN_OK ? ended : err;
	if (err == PN_OK)
		err = merge(&t, &t.subject, &t.item.subject);
	if (err == PN_OK)
		err = merge(&t, &t.body, &t.item.body);
	if (err == PN_OK)
		err = pn_mapi_item(&t.item);
	pn_mapi_free(&t.file);
	pn_mapi_free(&t.item);
	pn_buf_free(&t.subject);
	pn_buf_free(&t.body);
	return err;
}

const struct pn_format pn_format_tnef = {
    .name = "tnef",
    .type = "application/vnd.ms-tnef",
    .bid = tnef_bid,
    .read = tnef_read,
};
