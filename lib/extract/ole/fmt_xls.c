/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_xls - Excel workbooks before 2007 (BIFF 2 to 8; MS-XLS)
 *
 * Since Excel 5 in a compound file, as stream Book (BIFF 5) or Workbook (BIFF
 * 8), where a file may have both: a program shows one of them. Before that,
 * and from programs that write no compound files, the records are the file.
 * Sheets come in the order of the workbook, then those that it does not name,
 * then what lies behind them. Locked workbooks are not read.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "extract/ole/blip.h"
#include "extract/ole/ole.h"
#include "extract/ole/xls.h"

#define TYPE "application/vnd.ms-excel"

/* Bids on the records themselves: a BOF of the right size with a type that
 * there is, and a second record. */
#define BID_RECORDS 60
#define SHEET_NAME  0x008F /* of BIFF 4: stands before the sheet's BOF */

/* right_type - a type that a BOF of VERSION may tell? */
static bool
right_type(unsigned type)
{
	switch (type) {
	case PN_XLS_GLOBALS:
	case PN_XLS_MODULE:
	case PN_XLS_SHEET:
	case PN_XLS_CHART:
	case PN_XLS_MACROS:
	case PN_XLS_BOOK4:
		return true;
	default:
		return false;
	}
}

/* is_records - does B begin as a stream of records? */
static bool
is_records(struct pn_bytes b)
{
	struct pn_xls_rec r, second;
	unsigned type, version;

	if (!pn_xls_at(b, 0, &r) || pn_le16(b, 2) > 16)
		return false;
	version = pn_xls_bof(&r, &type);
	return version && right_type(type) &&
	       pn_xls_at(b, 4 + r.data.n, &second) && second.id < 0x1100 &&
	       second.data.n == pn_le16(b, 6 + r.data.n);
}

static unsigned
xls_bid(struct pn_look *look, const char **type)
{
	unsigned bits = pn_ole_bid(look, PN_OLE_EXCEL, type);

	if (bits)
		return bits;
	return is_records(look->bytes) ? BID_RECORDS : 0;
}

/* A substream that the walk over the whole stream met. */
struct place {
	size_t at;
	char *name; /* BIFF 4; NULL */
};

struct places {
	struct place *v;
	size_t n, cap;
};

/* add_place - sheets only: globals are read already, modules hold no cells */
static void
add_place(struct places *p, size_t at, unsigned type, char **name)
{
	if (type == PN_XLS_GLOBALS || type == PN_XLS_MODULE ||
	    type == PN_XLS_BOOK4 || p->n >= PN_XLS_MAX_SHEETS)
		return;
	PN_GROW(p->v, p->n, p->cap);
	p->v[p->n++] = (struct place){at, *name};
	*name = NULL;
}

/* find_places - all substreams that are not inside of another */
static enum pn_err
find_places(struct pn_xls *b, struct places *p)
{
	struct pn_xls_walk w = {.s = b->stream};
	struct pn_xls_rec r;
	unsigned depth = 0, type;
	char *name = NULL;
	enum pn_err err = PN_OK;

	while (err == PN_OK && pn_xls_next(&w, &r)) {
		if (pn_xls_bof(&r, &type)) {
			/* the sheets of a workbook of BIFF 4 are inside */
			bool outer = b->version == 4 && type == PN_XLS_BOOK4;

			if (depth == 0)
				add_place(p, r.at, type, &name);
			depth += !outer;
		} else if (r.id == PN_XLS_EOF) {
			depth -= depth > 0;
		} else if (r.id == SHEET_NAME && b->version == 4) {
			free(name);
			name = pn_xls_text(b, &r, 4, 1);
		}
		err = pn_job_work(b->job, 64);
	}
	free(name);
	if (w.broken)
		pn_job_damage(b->job, "damaged");
	return err;
}

/* repeated - does a sheet before number I begin at the same place? */
static bool
repeated(const struct pn_xls *b, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (b->sheets[k].at == b->sheets[i].at)
			return true;
	return false;
}

/* named_sheets - those that the workbook names, in its order */
static enum pn_err
named_sheets(struct pn_xls *b)
{
	bool unseen = b->windows > 0 && b->hidden_windows == b->windows;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < b->n_sheets && err == PN_OK; i++) {
		const struct pn_xls_entry *s = &b->sheets[i];
		struct pn_xls_rec r;
		unsigned type;

		if (repeated(b, i))
			continue;
		if (!pn_xls_at(b->stream, s->at, &r) ||
		    pn_xls_bof(&r, &type) == 0)
			pn_job_damage(b->job, "damaged");
		else if (type != PN_XLS_GLOBALS && type != PN_XLS_MODULE)
			err = pn_xls_read_sheet(b, s->at,
			    s->name[0] ? s->name : "sheet",
			    s->hidden || unseen);
	}
	return err;
}

/* is_named - is the substream at AT one that the workbook names? */
static bool
is_named(const struct pn_xls *b, size_t at)
{
	for (size_t i = 0; i < b->n_sheets; i++)
		if (b->sheets[i].at == at)
			return true;
	return false;
}

/* other_sheets - sheets that no list names: before BIFF 5 all of them */
static enum pn_err
other_sheets(struct pn_xls *b, const struct places *p)
{
	bool unlisted = b->n_sheets > 0;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < p->n && err == PN_OK; i++) {
		const char *name = p->v[i].name ? p->v[i].name : "sheet";

		if (is_named(b, p->v[i].at))
			continue;
		if (b->version < 5 && p->v[i].at > 0) {
			/* each brings formats of its own */
			b->n_xfs = b->n_fonts = 0;
			while (b->n_codes > 0)
				free(b->codes[--b->n_codes]);
			err = pn_xls_globals(b, p->v[i].at);
		}
		if (err == PN_OK)
			err = pn_xls_read_sheet(b, p->v[i].at,
			    unlisted ? "unlisted sheet" : name, unlisted);
	}
	return err;
}

/* sheet_names - the names on the tabs */
static enum pn_err
sheet_names(struct pn_xls *b)
{
	struct pn_buf seen, hidden;
	enum pn_err err;

	pn_buf_init(&seen, pn_job_room(b->job) + 1);
	pn_buf_init(&hidden, pn_job_room(b->job) + 1);
	for (size_t i = 0; i < b->n_sheets; i++)
		(void)!pn_buf_addf(b->sheets[i].hidden ? &hidden : &seen,
		    "%s\n", b->sheets[i].name);
	err = pn_xls_hand(b, &seen, "sheet names", NULL);
	if (err == PN_OK)
		err = pn_xls_hand(b, &hidden, "sheet names", "sheet");
	pn_buf_free(&seen);
	pn_buf_free(&hidden);
	return err;
}

/* unused_strings - shared strings that no cell shows */
static enum pn_err
unused_strings(struct pn_xls *b)
{
	struct pn_buf text;
	enum pn_err err = PN_OK;

	pn_buf_init(&text, b->pool.len + b->n_strings + 1);
	for (size_t i = 0; i < b->n_strings && err == PN_OK; i++) {
		if (b->used[i] || b->from[i] == b->from[i + 1])
			continue;
		err = pn_buf_add(&text, b->pool.data + b->from[i],
		    b->from[i + 1] - b->from[i]);
		if (err == PN_OK)
			err = pn_buf_addc(&text, '\n');
	}
	err = pn_xls_hand(b, &text, "unused strings", "unused-string");
	pn_buf_free(&text);
	return err;
}

/* behind - what lies behind the sheets */
static enum pn_err
behind(struct pn_xls *b)
{
	enum pn_err err = sheet_names(b);

	if (err == PN_OK && b->used)
		err = unused_strings(b);
	if (err == PN_OK)
		err = pn_xls_hand(b, &b->names, "defined names", "name");
	if (err == PN_OK)
		err = pn_xls_hand(b, &b->hidden_names, "defined names", "name");
	if (err == PN_OK)
		err = pn_xls_hand(b, &b->formulas, "formulas", "formula");
	if (err == PN_OK)
		err = pn_xls_hand(
		    b, &b->external, "external link", "external-link");
	if (err == PN_OK)
		err =
		    pn_xls_hand(b, &b->connections, "connection", "connection");
	return err;
}

/* read_records - one workbook stream, FLAGS for all of its text. *LOCKED: it
 * can't be read */
static enum pn_err
read_records(
    struct pn_job *job, struct pn_bytes stream, unsigned flags, bool *locked)
{
	struct places places = {NULL, 0, 0};
	struct pn_xls b;
	enum pn_err err = PN_OK;

	pn_xls_init(&b, job, stream, flags);
	if (b.version == 0)
		pn_job_damage(job, "damaged");
	else
		err = pn_xls_globals(&b, 0);
	*locked |= b.locked;
	if (err == PN_OK && b.version && !b.locked) {
		err = find_places(&b, &places);
		if (err == PN_OK)
			err = named_sheets(&b);
		if (err == PN_OK)
			err = other_sheets(&b, &places);
		if (err == PN_OK)
			err = behind(&b);
	}
	for (size_t i = 0; i < places.n; i++)
		free(places.v[i].name);
	free(places.v);
	pn_xls_free(&b);
	return err;
}

/* read_stream - stream I of the file as a workbook */
static enum pn_err
read_stream(struct pn_ole *o, uint32_t i, unsigned flags, bool *locked)
{
	struct pn_ole_stream s;
	enum pn_err err = pn_ole_stream(o, i, &s);

	if (err == PN_OK)
		err = read_records(o->job, s.bytes, flags, locked);
	if (err == PN_OK && !*locked)
		err = pn_blips_book(o->job, s.bytes);
	pn_ole_stream_free(&s);
	return err;
}

/* read_pivots - the caches of pivot tables */
static enum pn_err
read_pivots(struct pn_ole *o)
{
	uint32_t storage = pn_ole_find(o, 0, "_SX_DB_CUR");
	enum pn_err err = PN_OK;

	if (storage == 0)
		return PN_OK;
	for (uint32_t i = o->child[storage]; i && err == PN_OK;
	     i = o->next[i]) {
		struct pn_ole_stream s;

		err = pn_ole_stream(o, i, &s);
		if (err == PN_OK)
			err = pn_xls_pivot(o->job, s.bytes);
		pn_ole_stream_free(&s);
	}
	return err;
}

/* read_revisions - who shared the workbook and what they changed */
static enum pn_err
read_revisions(struct pn_ole *o)
{
	uint32_t log = pn_ole_find(o, 0, "Revision Log");
	uint32_t users = pn_ole_find(o, 0, "User Names");
	struct pn_ole_stream s;
	enum pn_err err;

	if (users)
		pn_ole_done(o, users);
	if (log == 0)
		return PN_OK;
	err = pn_ole_stream(o, log, &s);
	if (err == PN_OK)
		err = pn_ole_strings(o->job, s.bytes, "revision", "revision");
	pn_ole_stream_free(&s);
	return err;
}

/* read_file - everything in a compound file */
static enum pn_err
read_file(struct pn_ole *o)
{
	uint32_t late = pn_ole_find(o, 0, "Workbook");
	uint32_t early = pn_ole_find(o, 0, "Book");
	bool locked = false;
	enum pn_err err = PN_OK;

	if (late)
		err = read_stream(o, late, 0, &locked);
	if (early && late)
		pn_job_hidden(o->job, "alternate");
	if (early && err == PN_OK)
		err = read_stream(o, early, late ? PN_TEXT_HIDDEN : 0, &locked);
	if (err != PN_OK)
		return err;
	if (locked) {
		pn_job_answer(o->job, PN_STATUS_ENCRYPTED, NULL);
		return pn_ole_properties(o);
	}
	err = read_pivots(o);
	if (err == PN_OK)
		err = read_revisions(o);
	return err == PN_OK ? pn_ole_rest(o) : err;
}

static enum pn_err
xls_read(struct pn_job *job)
{
	struct pn_ole o;
	bool locked = false;
	enum pn_err err;

	if (is_records(job->bytes)) {
		err = read_records(job, job->bytes, 0, &locked);
		if (locked)
			pn_job_answer(job, PN_STATUS_ENCRYPTED, NULL);
		return err;
	}
	err = pn_ole_open(job, &o);
	if (err == PN_OK)
		err = read_file(&o);
	pn_ole_free(&o);
	return err;
}

const struct pn_format pn_format_xls = {
    .name = "xls",
    .type = TYPE,
    .bid = xls_bid,
    .read = xls_read,
};
