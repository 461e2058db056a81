/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xls_globals - what a workbook says before its sheets (MS-XLS 2.1.7.20.1)
 *
 * Code page, names of sheets, shared strings, defined names, and what was
 * kept of other files. Before BIFF 5 the same records stand in the sheet's
 * own substream.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ole/xls.h"

enum id {
	FOOT_CODEPAGE = 0x0042,
	DATEMODE = 0x0022,
	WINDOW1 = 0x003D,
	BOUNDSHEET = 0x0085,
	SST = 0x00FC,
	NAME = 0x0018,
	NAME3 = 0x0218,
	EXTERNNAME = 0x0023,
	EXTERNNAME3 = 0x0223,
	CRN = 0x005A,
	SUPBOOK = 0x01AE,
	DCONN = 0x0876,
	DBQUERY = 0x00DC,
};

enum name_flag {
	NAME_HIDDEN = 1 << 0,
	NAME_BUILTIN = 1 << 5,
};

/* Kinds of values that a CRN keeps. */
enum crn_value {
	CRN_NUMBER = 1,
	CRN_TEXT = 2,
	CRN_BOOLEAN = 4,
};

void
pn_xls_init(struct pn_xls *b, struct pn_job *job, struct pn_bytes stream,
    unsigned flags)
{
	size_t room = pn_job_room(job) + 1;
	unsigned type;
	struct pn_xls_rec r;

	*b = (struct pn_xls){.job = job, .stream = stream, .flags = flags};
	snprintf(b->charset, sizeof(b->charset), "windows-1252");
	if (pn_xls_at(stream, 0, &r))
		b->version = pn_xls_bof(&r, &type);
	pn_buf_init(&b->pool, room);
	pn_buf_init(&b->names, room);
	pn_buf_init(&b->hidden_names, room);
	pn_buf_init(&b->formulas, room);
	pn_buf_init(&b->external, room);
	pn_buf_init(&b->connections, room);
}

void
pn_xls_free(struct pn_xls *b)
{
	for (size_t i = 0; i < b->n_sheets; i++)
		free(b->sheets[i].name);
	for (size_t i = 0; i < b->n_codes; i++)
		free(b->codes[i]);
	free(b->sheets);
	free(b->codes);
	free(b->from);
	free(b->used);
	free(b->xfs);
	free(b->fonts);
	pn_buf_free(&b->pool);
	pn_buf_free(&b->names);
	pn_buf_free(&b->hidden_names);
	pn_buf_free(&b->formulas);
	pn_buf_free(&b->external);
	pn_buf_free(&b->connections);
}

enum pn_err
pn_xls_hand(struct pn_xls *b, struct pn_buf *text, const char *place,
    const char *hidden)
{
	enum pn_err err = PN_OK;

	if (text->len == 0)
		return PN_OK;
	if (hidden)
		pn_job_hidden(b->job, hidden);
	err = pn_job_text(b->job, pn_buf_bytes(text), place,
	    b->flags | (hidden ? PN_TEXT_HIDDEN : 0));
	pn_buf_clear(text);
	return err;
}

/* codepage - the name of code page CP ([MS-XLS] 2.4.52) */
static void
codepage(struct pn_xls *b, unsigned cp)
{
	if (cp == 0x8000 || cp == 10000)
		snprintf(b->charset, sizeof(b->charset), "macintosh");
	else if (cp == 0x8001 || cp == 1200 || cp == 367)
		snprintf(b->charset, sizeof(b->charset), "windows-1252");
	else
		snprintf(b->charset, sizeof(b->charset), "cp%u", cp);
}

/* bound_sheet - one of the sheets: where it is, its state and name */
static void
bound_sheet(struct pn_xls *b, const struct pn_xls_rec *r)
{
	if (b->n_sheets >= PN_XLS_MAX_SHEETS) {
		pn_job_damage(b->job, "damaged");
		return;
	}
	PN_GROW(b->sheets, b->n_sheets, b->cap_sheets);
	b->sheets[b->n_sheets++] = (struct pn_xls_entry){
	    .name = pn_xls_text(b, r, 6, 1),
	    .at = pn_le32(r->data, 0),
	    .hidden = r->data.n > 4 && (r->data.p[4] & 3) != 0,
	};
}

/* shared_strings - the strings of all cells, once each */
static enum pn_err
shared_strings(struct pn_xls *b, const struct pn_xls_rec *r)
{
	struct pn_xls_cursor c = pn_xls_cursor(b->stream, r, 4);
	uint32_t n = pn_xls_u32(&c);
	enum pn_err err = PN_OK;

	if (b->used)
		return PN_OK; /* a workbook has one such table */
	/* fewer than told is no harm: a cell that needs one will tell */
	for (uint32_t i = 0; i < n && pn_xls_left(&c) && err == PN_OK; i++) {
		if (b->n_strings + 1 >= b->cap_strings) {
			b->cap_strings =
			    b->cap_strings ? b->cap_strings * 2 : 1024;
			b->from = pn_realloc(
			    b->from, b->cap_strings, sizeof(b->from[0]));
		}
		b->from[b->n_strings] = (uint32_t)b->pool.len;
		if (pn_xls_string(b, &c, 2, &b->pool) != PN_OK)
			err = pn_job_limit(b->job, "text");
		else
			err = pn_job_work(b->job, 32);
		if (c.over)
			pn_job_damage(b->job, "damaged");
		b->from[++b->n_strings] = (uint32_t)b->pool.len;
	}
	b->used = pn_alloc(b->n_strings + 1);
	return err;
}

struct pn_bytes
pn_xls_shared(struct pn_xls *b, size_t i)
{
	if (i >= b->n_strings || b->used == NULL)
		return (struct pn_bytes){NULL, 0};
	b->used[i] = true;
	return (struct pn_bytes){
	    (const unsigned char *)b->pool.data + b->from[i],
	    b->from[i + 1] - b->from[i]};
}

/* defined_name - a name and the constants it stands for */
static enum pn_err
defined_name(struct pn_xls *b, const struct pn_xls_rec *r)
{
	unsigned flags = pn_le16(r->data, 0);
	size_t head = b->version >= 5 ? 14 : 6;
	struct pn_xls_cursor c = pn_xls_cursor(b->stream, r, head);
	unsigned n = r->data.n > 3 ? r->data.p[3] : 0;
	bool builtin = flags & NAME_BUILTIN;
	struct pn_buf *out = flags & NAME_HIDDEN ? &b->hidden_names : &b->names;
	size_t before = out->len;
	unsigned wide = b->version == 8 ? pn_xls_u8(&c) : 0;
	enum pn_err err = pn_xls_chars(b, &c, n, wide, out);

	if (builtin) /* its name is a number */
		out->len = before;
	else if (err == PN_OK)
		err = pn_buf_addc(out, '\n');
	if (err == PN_OK)
		err = pn_xls_constants(
		    b, pn_le_cut(r->data, head + n, r->data.n), out);
	return err;
}

/* cached_values - cells of another file: a line of values */
static enum pn_err
cached_values(struct pn_xls *b, const struct pn_xls_rec *r)
{
	struct pn_xls_cursor c = pn_xls_cursor(b->stream, r, 0);
	unsigned last = pn_xls_u8(&c), first = pn_xls_u8(&c);
	struct pn_buf *out = &b->external;
	enum pn_err err = PN_OK;
	unsigned char raw[8];
	char number[64];

	pn_xls_skip(&c, 2); /* the row */
	for (unsigned i = first; i <= last && err == PN_OK && !c.over; i++) {
		unsigned kind = pn_xls_u8(&c);

		if (kind == CRN_TEXT) {
			err =
			    pn_xls_string(b, &c, b->version == 8 ? 2 : 1, out);
		} else {
			for (size_t k = 0; k < sizeof(raw); k++)
				raw[k] = (unsigned char)pn_xls_u8(&c);
			pn_xls_double(raw, number);
			if (kind == CRN_NUMBER)
				err = pn_buf_adds(out, number);
		}
		if (err == PN_OK)
			err = pn_buf_addc(out, i == last ? '\n' : '\t');
	}
	return err;
}

/* take_text - records with text that stays with the workbook */
static enum pn_err
take_text(struct pn_xls *b, const struct pn_xls_rec *r)
{
	switch (r->id) {
	case NAME:
	case NAME3:
		return defined_name(b, r);
	case CRN:
		return cached_values(b, r);
	case SUPBOOK:
		/* the shortest one is the workbook itself, or add-ins */
		b->foreign = r->data.n > 4;
		return pn_xls_runs(r->data, &b->external);
	case EXTERNNAME:
	case EXTERNNAME3:
		return b->foreign ? pn_xls_runs(r->data, &b->external) : PN_OK;
	case DCONN:
	case DBQUERY:
		return pn_xls_runs(r->data, &b->connections);
	default:
		return PN_OK;
	}
}

/* take - one record of the globals */
static enum pn_err
take(struct pn_xls *b, const struct pn_xls_rec *r)
{
	if (pn_xls_style(b, r))
		return PN_OK;
	switch (r->id) {
	case FOOT_CODEPAGE:
		codepage(b, pn_le16(r->data, 0));
		break;
	case DATEMODE:
		b->date1904 = pn_le16(r->data, 0) != 0;
		break;
	case WINDOW1:
		b->windows++;
		b->hidden_windows += pn_le16(r->data, 8) & 1;
		break;
	case BOUNDSHEET:
		if (b->version >= 5)
			bound_sheet(b, r);
		break;
	case SST:
		return shared_strings(b, r);
	case PN_XLS_FILEPASS:
		b->locked = true;
		break;
	default:
		if (take_text(b, r) != PN_OK)
			return pn_job_limit(b->job, "text");
	}
	return PN_OK;
}

enum pn_err
pn_xls_globals(struct pn_xls *b, size_t at)
{
	struct pn_xls_walk w = {.s = b->stream, .at = at};
	struct pn_xls_rec r;
	unsigned depth = 0, type;
	enum pn_err err = PN_OK;

	while (err == PN_OK && !b->locked && pn_xls_next(&w, &r)) {
		/* a workbook of BIFF 4 has its sheets inside */
		if (pn_xls_bof(&r, &type) && depth++ > 0 && b->version == 4)
			break;
		if (r.id == PN_XLS_EOF && --depth == 0)
			break;
		if (depth == 1)
			err = take(b, &r);
		if (err == PN_OK)
			err = pn_job_work(b->job, 4 + r.data.n);
	}
	if (w.broken)
		pn_job_damage(b->job, "damaged");
	return err;
}
