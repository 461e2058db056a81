/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * blip - see blip.h
 */
#include <string.h>
#include "extract/ole/blip.h"
#include "extract/ole/le.h"

#define HEAD_BYTES 8
#define UID_BYTES  16

enum { /* records of a workbook */
	CONTINUE = 0x003C,
	MSODRAWINGGROUP = 0x00EB,
};

/* The records of pictures: type, instance with one UID, and how the picture
 * behind it begins. */
static const struct kind {
	unsigned type, instance;
	const char *begins;
	size_t n;
} kinds[] = {
    {0xF01D, 0x46A, "\xff\xd8\xff", 3},
    {0xF01D, 0x6E2, "\xff\xd8\xff", 3},
    {0xF02A, 0x46A, "\xff\xd8\xff", 3},
    {0xF02A, 0x6E2, "\xff\xd8\xff", 3},
    {0xF01E, 0x6E0, "\x89PNG", 4},
    {0xF01F, 0x7A8, "(\0\0\0", 4},
    {0xF029, 0x6E4, "II*\0", 4},
    {0xF029, 0x6E4, "MM\0*", 4},
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* find - the picture in the record at AT of B, which is of *KIND; p NULL where
 * there is none */
static struct pn_bytes
find(struct pn_bytes b, size_t at, const struct kind **kind)
{
	unsigned instance = pn_le16(b, at) >> 4, type = pn_le16(b, at + 2);
	struct pn_bytes body;

	if ((pn_le16(b, at) & 15) != 0)
		return (struct pn_bytes){NULL, 0};
	body = pn_le_cut(b, at + HEAD_BYTES, pn_le32(b, at + 4));
	for (size_t i = 0; i < COUNT(kinds); i++) {
		const struct kind *k = &kinds[i];
		size_t skip = UID_BYTES * (1 + (instance & 1)) + 1;

		if (type != k->type || (instance & ~1u) != k->instance ||
		    body.n < skip + k->n ||
		    memcmp(body.p + skip, k->begins, k->n) != 0)
			continue;
		*kind = k;
		return pn_le_cut(body, skip, body.n);
	}
	return (struct pn_bytes){NULL, 0};
}

/* bitmap - the DIB in B with the head of a BMP file, which Office leaves out */
static enum pn_err
bitmap(struct pn_bytes b, struct pn_buf *out)
{
	unsigned bits = pn_le16(b, 14);
	uint32_t colours = pn_le32(b, 32), from = 14 + 40;
	unsigned char head[14] = {'B', 'M'};

	if (colours == 0 && bits <= 8)
		colours = 1u << bits;
	from += 4 * (colours & 0xffff) + (pn_le32(b, 16) == 3 ? 12 : 0);
	for (unsigned i = 0; i < 4; i++) {
		head[2 + i] = (unsigned char)((b.n + 14) >> 8 * i);
		head[10 + i] = (unsigned char)(from >> 8 * i);
	}
	if (pn_buf_add(out, head, sizeof(head)) != PN_OK)
		return PN_ERR_LIMIT;
	return pn_buf_add(out, b.p, b.n);
}

/* hand_on - the picture B */
static enum pn_err
hand_on(struct pn_job *job, struct pn_bytes b, bool dib)
{
	struct pn_member m = {
	    .name = "picture", .content = b, .role = PN_ROLE_EMBEDDED};
	struct pn_buf file;
	enum pn_err err = PN_OK;

	pn_buf_init(&file, b.n + 14);
	if (dib) {
		err = bitmap(b, &file);
		m.content = pn_buf_bytes(&file);
	}
	if (err == PN_OK)
		err = pn_job_member(job, &m);
	pn_buf_free(&file);
	return err;
}

enum pn_err
pn_blips(struct pn_job *job, struct pn_bytes bytes)
{
	enum pn_err err = PN_OK;

	if (!job->budget->pictures)
		return PN_OK;
	for (size_t at = 0; at + HEAD_BYTES < bytes.n && err == PN_OK; at++) {
		const struct kind *kind = NULL;
		struct pn_bytes found;

		if (bytes.p[at + 3] != 0xF0)
			continue;
		found = find(bytes, at, &kind);
		if (found.p == NULL)
			continue;
		err = hand_on(job, found, kind->begins[0] == '(');
		at = (size_t)(found.p - bytes.p) + found.n - 1;
	}
	return err == PN_OK ? pn_job_work(job, bytes.n) : err;
}

enum pn_err
pn_blips_book(struct pn_job *job, struct pn_bytes bytes)
{
	struct pn_buf group;
	unsigned before = 0;
	enum pn_err err = PN_OK;

	if (!job->budget->pictures)
		return PN_OK;
	pn_buf_init(&group, bytes.n + 1);
	for (size_t at = 0; at + 4 <= bytes.n && err == PN_OK;) {
		unsigned id = pn_le16(bytes, at);
		struct pn_bytes body =
		    pn_le_cut(bytes, at + 4, pn_le16(bytes, at + 2));

		if (id == CONTINUE)
			id = before;
		if (id == MSODRAWINGGROUP)
			err = pn_buf_add(&group, body.p, body.n);
		before = id;
		at += 4 + (size_t)pn_le16(bytes, at + 2);
	}
	if (err == PN_OK)
		err = pn_blips(job, pn_buf_bytes(&group));
	pn_buf_free(&group);
	return err;
}
