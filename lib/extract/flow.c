/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * flow - the text of a document as it comes: lines, tables, hidden places
 *
 * Only the innermost table is recorded: where another one begins inside it,
 * what was recorded so far becomes text, and the outer table is layout from
 * then on. Long texts are handed on piece by piece at line ends.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/flow.h"

/* Text is handed on at a line end when this much has been gathered. */
#define PIECE_BYTES (4u << 20)

void
pn_flow_init(
    struct pn_flow *f, struct pn_job *job, const char *place, unsigned flags)
{
	*f = (struct pn_flow){
	    .job = job,
	    .place = place,
	    .flags = flags,
	    .line = 1,
	};
	pn_buf_init(&f->text, pn_job_room(job) + PIECE_BYTES);
	pn_buf_init(&f->hidden, pn_job_room(job) + PIECE_BYTES);
	pn_table_init(&f->table, f->table_place, PN_PLACE_ROWS, flags);
}

void
pn_flow_free(struct pn_flow *f)
{
	pn_buf_free(&f->text);
	pn_buf_free(&f->hidden);
	pn_table_free(&f->table);
}

/* flush_hidden - hand the gathered hidden text on */
static enum pn_err
flush_hidden(struct pn_flow *f)
{
	enum pn_err err = PN_OK;
	bool any = false;

	for (size_t i = 0; i < f->hidden.len && !any; i++)
		any = (unsigned char)f->hidden.data[i] > ' ';
	if (any) {
		char *place =
		    f->place[0] ? pn_printf("%s, %s", f->place, f->hidden_kind)
				: pn_strdup(f->hidden_kind);

		pn_job_hidden(f->job, f->hidden_kind);
		err = pn_job_text(f->job, pn_buf_bytes(&f->hidden), place,
		    f->flags | PN_TEXT_HIDDEN);
		free(place);
	}
	pn_buf_clear(&f->hidden);
	f->hidden_kind = NULL;
	f->hidden_space = false;
	return err;
}

/* flush_text - hand the gathered visible text on */
static enum pn_err
flush_text(struct pn_flow *f)
{
	struct pn_segment seg = {
	    .text = f->text.data,
	    .len = f->text.len,
	    .place = f->place,
	    .kind = f->place[0] ? PN_PLACE_NAMED : PN_PLACE_LINES,
	    .line = f->line,
	    .flags = f->flags,
	};
	enum pn_err err = seg.len ? pn_job_segment(f->job, &seg) : PN_OK;

	for (const char *p = seg.text, *end = p + seg.len;
	     (p = memchr(p, '\n', (size_t)(end - p))); p++)
		f->line++;
	pn_buf_clear(&f->text);
	f->space = false;
	return err;
}

enum pn_err
pn_flow_flush(struct pn_flow *f)
{
	enum pn_err err = PN_OK, hidden;

	while (f->depth && err == PN_OK)
		err = pn_flow_table_end(f);
	if (err == PN_OK)
		err = flush_text(f);
	hidden = flush_hidden(f);
	return err == PN_OK ? hidden : err;
}

/* full - a buffer can take no more: the text budget has ended */
static enum pn_err
full(struct pn_flow *f, enum pn_err err)
{
	return err == PN_OK ? PN_OK : pn_job_limit(f->job, "text");
}

/* add_hidden - text that nobody sees */
static enum pn_err
add_hidden(struct pn_flow *f, const char *s, size_t n, const char *kind)
{
	enum pn_err err = PN_OK;

	if (f->hidden_kind &&
	    (strcmp(kind, f->hidden_kind) != 0 || f->hidden.len > PIECE_BYTES))
		err = flush_hidden(f);
	if (err != PN_OK)
		return err;
	if (f->hidden.len && f->parted)
		err = pn_buf_addc(&f->hidden, '\n');
	else if (f->hidden.len && f->hidden_space)
		err = pn_buf_addc(&f->hidden, ' ');
	f->parted = f->hidden_space = false;
	f->hidden_kind = kind;
	if (err == PN_OK)
		err = pn_buf_add(&f->hidden, s, n);
	return full(f, err);
}

/* recording - does visible text go into a cell? */
static bool
recording(const struct pn_flow *f)
{
	return f->depth && f->recorded == f->depth && f->in_cell;
}

/* at_start - is nothing in front on this line? */
static bool
at_start(const struct pn_flow *f)
{
	const struct pn_buf *b = recording(f) ? &f->table.text : &f->text;

	if (recording(f) && b->len == f->table.cells[f->table.n_cells - 1].off)
		return true;
	return b->len == 0 || b->data[b->len - 1] == '\n' ||
	       b->data[b->len - 1] == '\t';
}

enum pn_err
pn_flow_add(struct pn_flow *f, const char *s, size_t n, const char *hidden)
{
	struct pn_buf *to;
	enum pn_err err = PN_OK;

	if (n == 0)
		return PN_OK;
	if (hidden && !(recording(f) && f->cell_hidden))
		return add_hidden(f, s, n, hidden);
	/* a covered cell is empty, mostly: only one with text hides it */
	if (recording(f) && f->cell_hidden)
		f->table_hidden = f->cell_hidden;
	to = recording(f) ? &f->table.text : &f->text;
	if (f->space && !at_start(f))
		err = pn_buf_addc(to, ' ');
	f->space = false;
	f->parted = true;
	if (err == PN_OK)
		err = pn_buf_add(to, s, n);
	return full(f, err);
}

/* at_once - "NAME: S", with a line end where one is to END it, in one go; false
 * where more is to be done about it */
static bool
at_once(struct pn_flow *f, const char *name, const char *s, size_t n, bool end)
{
	size_t len = strlen(name), all = len + 2 + n;
	char *to = NULL;

	if (f->depth == 0 && !f->space && n &&
	    f->text.len + all < PIECE_BYTES)
		to = pn_buf_room(&f->text, all + 1);
	if (to == NULL)
		return false;
	memcpy(to, name, len);
	memcpy(to + len, ": ", 2);
	memcpy(to + len + 2, s, n);
	if (end && to[all - 1] != '\n' && to[all - 1] != '\t')
		to[all++] = '\n';
	pn_buf_wrote(&f->text, all);
	f->parted = true;
	return true;
}

enum pn_err
pn_flow_named(struct pn_flow *f, const char *name, const char *s, size_t n)
{
	enum pn_err err;

	if (at_once(f, name, s, n, false))
		return PN_OK;
	err = pn_flow_add(f, name, strlen(name), NULL);
	if (err == PN_OK)
		err = pn_flow_add(f, ": ", 2, NULL);
	return err == PN_OK ? pn_flow_add(f, s, n, NULL) : err;
}

enum pn_err
pn_flow_line(struct pn_flow *f, const char *name, const char *s, size_t n)
{
	enum pn_err err;

	if (at_once(f, name, s, n, true))
		return PN_OK;
	err = pn_flow_named(f, name, s, n);
	return err == PN_OK ? pn_flow_break(f, NULL) : err;
}

void
pn_flow_space(struct pn_flow *f, const char *hidden)
{
	if (hidden)
		f->hidden_space = true;
	else
		f->space = true;
}

enum pn_err
pn_flow_break(struct pn_flow *f, const char *hidden)
{
	enum pn_err err;

	f->parted = true;
	if (hidden)
		return PN_OK;
	f->space = false;
	if (at_start(f))
		return PN_OK;
	err = pn_buf_addc(recording(f) ? &f->table.text : &f->text, '\n');
	err = full(f, err);
	if (err == PN_OK && f->text.len > PIECE_BYTES)
		err = flush_text(f);
	return err;
}

enum pn_err
pn_flow_flags(struct pn_flow *f, unsigned flags)
{
	enum pn_err err;

	if (flags == f->flags)
		return PN_OK;
	err = flush_text(f);
	if (err == PN_OK)
		err = flush_hidden(f);
	f->flags = flags;
	f->table.flags = flags;
	return err;
}

/* as_text - what the recorded table holds becomes text of the flow */
static enum pn_err
as_text(struct pn_flow *f)
{
	struct pn_table *t = &f->table;
	unsigned depth = f->depth;
	uint32_t row = 0;
	enum pn_err err = PN_OK;

	pn_table_end(t);
	f->depth = 0; /* into the text, not into a cell */
	for (size_t i = 0; i < t->n_cells && err == PN_OK; i++) {
		const struct pn_cell *c = &t->cells[i];
		const char *kind =
		    c->flags & PN_TEXT_HIDDEN ? f->table_hidden : NULL;

		if (i && c->row != row)
			err = pn_flow_break(f, NULL);
		else if (i && c->len && kind == NULL && !at_start(f))
			err = pn_flow_add(f, "\t", 1, NULL);
		row = c->row;
		if (err == PN_OK)
			err =
			    pn_flow_add(f, t->text.data + c->off, c->len, kind);
	}
	if (err == PN_OK)
		err = pn_flow_break(f, NULL);
	f->depth = depth;
	pn_buf_clear(&t->text);
	t->n_cells = t->n_rows = t->n_cols = t->head_len = t->head_cells = 0;
	return err;
}

enum pn_err
pn_flow_table(struct pn_flow *f)
{
	enum pn_err err = PN_OK;

	if (f->recorded)
		err = as_text(f); /* a table around another one is layout */
	f->recorded = 0;
	f->in_cell = false;
	if (err == PN_OK)
		err = pn_flow_break(f, NULL);
	f->depth++;
	f->table_hidden = NULL;
	if (f->depth <= PN_FLOW_MAX_TABLES)
		f->recorded = f->depth;
	return err;
}

enum pn_err
pn_flow_table_end(struct pn_flow *f)
{
	enum pn_err err = PN_OK;

	if (f->depth == 0)
		return PN_OK;
	if (f->recorded == f->depth && !pn_table_is_data(&f->table)) {
		err = as_text(f);
	} else if (f->recorded == f->depth) {
		snprintf(f->table_place, sizeof(f->table_place), "table %u",
		    ++f->n_tables);
		if (f->table_hidden)
			pn_job_hidden(f->job, f->table_hidden);
		err = flush_text(f);
		if (err == PN_OK)
			err = pn_table_emit(&f->table, f->job);
	}
	f->recorded = 0;
	f->in_cell = false;
	f->depth--;
	if (err == PN_OK)
		err = pn_flow_break(f, NULL);
	return err;
}

enum pn_err
pn_flow_cell(struct pn_flow *f, uint32_t row, uint32_t col, const char *hidden)
{
	f->space = false;
	if (f->depth == 0 || f->recorded != f->depth) {
		f->in_cell = false;
		if (col == 0)
			return pn_flow_break(f, NULL);
		return at_start(f) ? PN_OK : pn_flow_add(f, "\t", 1, NULL);
	}
	f->in_cell = true;
	f->cell_hidden = hidden;
	return pn_table_cell(
	    &f->table, f->job, row, col, hidden ? PN_TEXT_HIDDEN : 0);
}

const char *
pn_flow_cell_text(const struct pn_flow *f)
{
	const struct pn_table *t = &f->table;

	return recording(f) ? t->text.data + t->cells[t->n_cells - 1].off
			    : NULL;
}

void
pn_flow_cell_end(struct pn_flow *f)
{
	if (recording(f))
		pn_table_end(&f->table);
	f->in_cell = false;
}
