/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * art - texts in drawings (MS-ODRAW)
 *
 * Records nest; their heads are 8 bytes. Containers are walked through as if
 * their content lay beside them, so there is no depth. In a table of
 * properties (OfficeArtFOPT and its siblings) the long values lie behind the
 * entries, in their order.
 */
#include <string.h>
#include "base/charset.h"
#include "extract/ole/art.h"
#include "extract/ole/le.h"

#define HEAD_BYTES 8
#define MAX_TEXT   (4u << 20)

enum {			  /* records */
	ART_BSE = 0xF007, /* where a picture is */
	ART_FOPT = 0xF00B,
	ART_FOPT_2 = 0xF121,
	ART_FOPT_3 = 0xF122,
};

enum { /* properties whose value is text */
	P_WORD_ART = 0x00C0,
	P_DESCRIPTION = 0x0381,
	P_TOOLTIP = 0x038D,
	P_TABLE = 0x039F,
	P_SWITCHES = 0x03BF, /* flags; the upper half says which count */
};

#define SWITCHED_OFF 0x00020002u

/* put - the UTF-16 text V as a line */
static enum pn_err
put(struct pn_buf *out, struct pn_bytes v)
{
	enum pn_err err;

	while (v.n >= 2 && pn_le16(v, v.n - 2) == 0)
		v.n -= 2;
	err = pn_charset_to_utf8(out, "UTF-16LE", v);
	return err == PN_OK && v.n ? pn_buf_addc(out, '\n') : err;
}

enum pn_err
pn_art_properties(struct pn_bytes t, unsigned n, struct pn_art_shape *s)
{
	uint64_t at = 6 * (uint64_t)n;
	enum pn_err err = PN_OK;

	for (unsigned i = 0; i < n && err == PN_OK; i++) {
		unsigned id = pn_le16(t, 6 * (uint64_t)i);
		uint64_t value = pn_le32(t, 6 * (uint64_t)i + 2);
		struct pn_bytes v = pn_le_cut(t, at, value);

		if ((id & 0x3FFF) == P_SWITCHES)
			s->hidden = (value & SWITCHED_OFF) == SWITCHED_OFF;
		if ((id & 0x3FFF) == P_TABLE)
			s->table = value & 1;
		if ((id & 0x8000) == 0)
			continue;
		at += value;
		if ((id & 0x3FFF) == P_WORD_ART)
			err = put(&s->seen, v);
		else if ((id & 0x3FFF) == P_DESCRIPTION ||
			 (id & 0x3FFF) == P_TOOLTIP)
			err = put(&s->described, v);
	}
	return err;
}

/* A record, and where the next one is. */
struct record {
	unsigned type, instance;
	struct pn_bytes body;
	uint64_t next;
};

/* next_record - the record at or behind AT of B; false at the end. The content
 * of a container comes next, as if it lay beside it; a picture's record may
 * have the picture itself behind its fields */
static bool
next_record(struct pn_bytes b, uint64_t at, struct record *r)
{
	while (at + HEAD_BYTES <= b.n && pn_le16(b, at + 2) < 0xF000)
		at++; /* Word puts a byte between some */
	if (at + HEAD_BYTES > b.n)
		return false;
	r->type = pn_le16(b, at + 2);
	r->instance = pn_le16(b, at) >> 4;
	r->body = pn_le_cut(b, at + HEAD_BYTES, pn_le32(b, at + 4));
	r->next = at + HEAD_BYTES;
	if ((pn_le16(b, at) & 15) != 15)
		r->next += pn_le32(b, at + 4);
	return true;
}

/* walk - every record */
static enum pn_err
walk(struct pn_job *job, struct pn_bytes b, struct pn_art_shape *s)
{
	struct record r = {0};
	enum pn_err err = PN_OK;

	while (err == PN_OK && next_record(b, r.next, &r))
		if (r.type == ART_FOPT || r.type == ART_FOPT_2 ||
		    r.type == ART_FOPT_3)
			err = pn_art_properties(r.body, r.instance, s);
	return err == PN_OK ? PN_OK : pn_job_limit(job, "text");
}

void
pn_art_pictures(struct pn_bytes bytes,
    void (*told)(void *ctx, uint32_t at, uint32_t size), void *ctx)
{
	struct record r = {0};

	while (next_record(bytes, r.next, &r))
		if (r.type == ART_BSE && r.body.n >= 36)
			told(ctx, pn_le32(r.body, 28), pn_le32(r.body, 20));
}

enum pn_err
pn_art_texts(struct pn_job *job, struct pn_bytes bytes, const char *place)
{
	struct pn_art_shape a = {0};
	enum pn_err err = pn_job_work(job, bytes.n);

	pn_buf_init(&a.seen, MAX_TEXT);
	pn_buf_init(&a.described, MAX_TEXT);
	if (err == PN_OK)
		err = walk(job, bytes, &a);
	if (err == PN_OK)
		err = pn_job_text(job, pn_buf_bytes(&a.seen), place, 0);
	if (err == PN_OK && a.described.len) {
		pn_job_hidden(job, "attribute");
		err = pn_job_text(job, pn_buf_bytes(&a.described), "attribute",
		    PN_TEXT_HIDDEN);
	}
	pn_buf_free(&a.seen);
	pn_buf_free(&a.described);
	return err;
}
