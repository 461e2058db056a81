/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xls_drawn - what a sheet shows besides its cells
 *
 * Comments and text boxes (in BIFF 8 a NOTE names the object that holds its
 * text: MS-XLS 2.4.179, 2.4.329), titles and values of charts, page headers
 * and footers, links, lists to choose from, scenarios. A drawn object whose
 * shape is marked as hidden is hidden (MS-ODRAW 2.3.4.44).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "extract/ole/xls.h"

enum id {
	HEADER = 0x0014,
	FOOTER = 0x0015,
	NOTE = 0x001C,
	OBJ = 0x005D,
	MSODRAWING = 0x00EC,
	TXO = 0x01B6,
	SCENARIO = 0x00AF,
	FILTER = 0x009E,
	HLINK = 0x01B8,
	HLINK_TIP = 0x0800,
	DV = 0x01BE,
	CF = 0x01B1,
	SHRFMLA = 0x04BC,
	SHRFMLA5 = 0x00BC,
	ARRAY = 0x0221,
	HEADER_FOOTER = 0x089C,
	SERIES_TEXT = 0x100D,
	QUERY = 0x01AD,
	QUERY_EXT = 0x0803,
	WEB = 0x0801,
};

#define MAX_BOXES	65536
#define NO_ROW		0xFFFF
#define SHAPE_BOOLEANS	0x03BF /* the property that says hidden */
#define SHAPE_IS_HIDDEN 0x00020002u

void
pn_xls_drawn_init(
    struct pn_xls_drawn *d, struct pn_xls *b, const char *sheet, unsigned flags)
{
	size_t room = pn_job_room(b->job) + 1;

	*d = (struct pn_xls_drawn){.b = b, .sheet = sheet, .flags = flags};
	pn_buf_init(&d->note_text, room);
	pn_buf_init(&d->margins, room);
	pn_buf_init(&d->chart, room);
	pn_buf_init(&d->links, room);
	pn_buf_init(&d->choices, room);
	pn_buf_init(&d->scenarios, room);
}

void
pn_xls_drawn_free(struct pn_xls_drawn *d)
{
	for (size_t i = 0; i < d->n; i++)
		pn_buf_free(&d->boxes[i].text);
	free(d->boxes);
	pn_buf_free(&d->note_text);
	pn_buf_free(&d->margins);
	pn_buf_free(&d->chart);
	pn_buf_free(&d->links);
	pn_buf_free(&d->choices);
	pn_buf_free(&d->scenarios);
}

/* hand - TEXT at "Sheet (WHAT)"; HIDDEN: NULL or its kind */
static enum pn_err
hand(struct pn_xls_drawn *d, struct pn_buf *text, const char *cell,
    const char *what, const char *hidden)
{
	char *place =
	    pn_printf("%s%s%s (%s)", d->sheet, cell[0] ? "!" : "", cell, what);
	enum pn_err err = PN_OK;

	if (text->len) {
		if (hidden)
			pn_job_hidden(d->b->job, hidden);
		err = pn_job_text(d->b->job, pn_buf_bytes(text), place,
		    d->flags | (hidden ? PN_TEXT_HIDDEN : 0));
		pn_buf_clear(text);
	}
	free(place);
	return err;
}

/* cell_name - "B3" for a row and a column */
static void
cell_name(unsigned row, unsigned col, char out[24])
{
	char letters[4];
	size_t n = sizeof(letters) - 1;

	letters[n] = '\0';
	for (col++; col > 0 && n > 0; col = (col - 1) / 26)
		letters[--n] = (char)('A' + (col - 1) % 26);
	snprintf(out, 24, "%s%u", letters + n, row + 1);
}

/* margin_code - how long the code at P is, from its '&' on (2.4.136) */
static size_t
margin_code(const char *p, const char *end)
{
	const char *q = p + 1;

	if (q == end)
		return 1;
	if (*q == '"') {
		q = memchr(q + 1, '"', (size_t)(end - q - 1));
		return q ? (size_t)(q + 1 - p) : 1;
	}
	while (q < end && *q >= '0' && *q <= '9')
		q++;
	return q - p > 1 ? (size_t)(q - p) : 2;
}

/* add_margin - a page header or footer without its codes; each of its three
 * sections is a line */
static enum pn_err
add_margin(struct pn_xls_drawn *d, const char *p)
{
	const char *end = p + strlen(p), *q;
	enum pn_err err = PN_OK;

	for (; p < end && err == PN_OK; p = q) {
		q = memchr(p, '&', (size_t)(end - p));
		q = q ? q : end;
		err = pn_buf_add(&d->margins, p, (size_t)(q - p));
		if (q == end || err != PN_OK)
			continue;
		if (q + 1 < end && q[1] == '&')
			err = pn_buf_addc(&d->margins, '&');
		else if (q + 1 < end && strchr("LCR", q[1]) != NULL)
			err = pn_buf_addc(&d->margins, '\n');
		q += margin_code(q, end);
	}
	return err == PN_OK ? pn_buf_addc(&d->margins, '\n') : err;
}

/* take_margin - HEADER or FOOTER; they may be empty records */
static enum pn_err
take_margin(struct pn_xls_drawn *d, const struct pn_xls_rec *r)
{
	struct pn_buf runs;
	char *text;
	enum pn_err err;

	if (r->id == HEADER_FOOTER) {
		pn_buf_init(&runs, 4 * r->data.n + 1);
		(void)!pn_xls_runs(pn_le_cut(r->data, 28, r->data.n), &runs);
		text = pn_buf_take(&runs);
	} else if (r->data.n == 0) {
		return PN_OK;
	} else {
		text = pn_xls_text(d->b, r, 0, d->b->version == 8 ? 2 : 1);
	}
	err = add_margin(d, text);
	free(text);
	return err;
}

/* take_object - which object is drawn; before BIFF 8 its text is in it */
static enum pn_err
take_object(struct pn_xls_drawn *d, const struct pn_xls_rec *r)
{
	if (d->b->version < 8)
		return pn_xls_runs(r->data, &d->chart);
	d->object = pn_le16(r->data, 6);
	return PN_OK;
}

/* take_shapes - is the shape that comes next a hidden one? */
static void
take_shapes(struct pn_xls_drawn *d, const struct pn_xls_rec *r)
{
	d->hidden_shape = false;
	for (size_t i = 0; i + 6 <= r->data.n; i++)
		if (pn_le16(r->data, i) == SHAPE_BOOLEANS)
			d->hidden_shape |=
			    (pn_le32(r->data, i + 2) & SHAPE_IS_HIDDEN) ==
			    SHAPE_IS_HIDDEN;
}

/* take_box - the text of the last object */
static enum pn_err
take_box(struct pn_xls_drawn *d, const struct pn_xls_rec *r)
{
	struct pn_xls_cursor c = pn_xls_cursor(d->b->stream, r, r->data.n);
	size_t n = pn_le16(r->data, 10);
	struct pn_xls_box *box;

	if (n == 0 || d->n >= MAX_BOXES)
		return PN_OK;
	PN_GROW(d->boxes, d->n, d->cap);
	box = &d->boxes[d->n++];
	*box = (struct pn_xls_box){.id = d->object, .hidden = d->hidden_shape};
	pn_buf_init(&box->text, pn_job_room(d->b->job) + 1);
	return pn_xls_chars(d->b, &c, n, 0, &box->text);
}

/* hand_note - the comment that was gathered */
static enum pn_err
hand_note(struct pn_xls_drawn *d)
{
	return hand(d, &d->note_text, d->note, "comment", "comment");
}

/* take_note - a comment: its cell, and before BIFF 8 its text */
static enum pn_err
take_note(struct pn_xls_drawn *d, const struct pn_xls_rec *r)
{
	unsigned row = pn_le16(r->data, 0), id = pn_le16(r->data, 6);
	struct pn_xls_cursor c = pn_xls_cursor(d->b->stream, r, 6);
	char cell[24];
	enum pn_err err = PN_OK;

	cell_name(row, pn_le16(r->data, 2), cell);
	if (d->b->version < 8) {
		/* a long one goes on in notes without a cell */
		if (row != NO_ROW) {
			err = hand_note(d);
			memcpy(d->note, cell, sizeof(d->note));
		}
		return err == PN_OK
			   ? pn_xls_chars(d->b, &c, r->data.n, 0, &d->note_text)
			   : err;
	}
	err = pn_job_work(d->b->job, d->n);
	for (size_t i = 0; i < d->n && err == PN_OK; i++)
		if (d->boxes[i].id == id && !d->boxes[i].told) {
			d->boxes[i].told = true;
			return hand(
			    d, &d->boxes[i].text, cell, "comment", "comment");
		}
	return err;
}

/* take_chart - what a chart shows: its texts, and the values it keeps */
static enum pn_err
take_chart(struct pn_xls_drawn *d, const struct pn_xls_rec *r)
{
	struct pn_xls_cell cell;
	const char *hides;
	enum pn_err err;
	char *text;

	if (r->id == SERIES_TEXT) {
		text = pn_xls_text(d->b, r, 2, 1);
		err = pn_buf_addf(&d->chart, "%s\n", text);
		free(text);
		return err;
	}
	if (pn_xls_is_cell(r, &cell) != 1)
		return PN_OK;
	err = pn_xls_cell_text(d->b, &cell, &d->chart, &hides);
	return err == PN_OK ? pn_buf_addc(&d->chart, '\n') : err;
}

/* take_other - records whose text is enough */
static enum pn_err
take_other(struct pn_xls_drawn *d, const struct pn_xls_rec *r)
{
	switch (r->id) {
	case HLINK:
	case HLINK_TIP:
		return pn_xls_runs(r->data, &d->links);
	case SCENARIO:
		return pn_xls_runs(r->data, &d->scenarios);
	case DV:
		/* its messages are strings, its list is in a formula */
		if (pn_xls_runs(r->data, &d->choices) != PN_OK)
			return PN_ERR_LIMIT;
		return pn_xls_constants(d->b, r->data, &d->choices);
	case FILTER:
		return pn_xls_runs(r->data, &d->choices);
	case CF:
	case SHRFMLA:
	case SHRFMLA5:
	case ARRAY:
		return pn_xls_constants(d->b, r->data, &d->b->formulas);
	case QUERY:
	case QUERY_EXT:
	case WEB:
		return pn_xls_runs(r->data, &d->b->connections);
	default:
		return PN_OK;
	}
}

/* take - a record by its type */
static enum pn_err
take(struct pn_xls_drawn *d, const struct pn_xls_rec *r, bool in_chart)
{
	switch (r->id) {
	case HEADER:
	case FOOTER:
	case HEADER_FOOTER:
		return take_margin(d, r);
	case MSODRAWING:
		take_shapes(d, r);
		return PN_OK;
	case OBJ:
		return take_object(d, r);
	case TXO:
		return take_box(d, r);
	case NOTE:
		return take_note(d, r);
	case SERIES_TEXT:
		return take_chart(d, r);
	default:
		return in_chart ? take_chart(d, r) : take_other(d, r);
	}
}

enum pn_err
pn_xls_drawn_take(
    struct pn_xls_drawn *d, const struct pn_xls_rec *r, bool in_chart)
{
	if (take(d, r, in_chart) != PN_OK)
		return pn_job_limit(d->b->job, "text");
	return PN_OK;
}

/* hand_boxes - text boxes, and comments that no cell names */
static enum pn_err
hand_boxes(struct pn_xls_drawn *d)
{
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < d->n && err == PN_OK; i++)
		if (!d->boxes[i].told)
			err = hand(d, &d->boxes[i].text, "", "text box",
			    d->boxes[i].hidden ? "shape" : NULL);
	return err;
}

enum pn_err
pn_xls_drawn_hand(struct pn_xls_drawn *d)
{
	enum pn_err err = hand_note(d);

	if (err == PN_OK)
		err = hand_boxes(d);
	if (err == PN_OK)
		err = hand(d, &d->margins, "", "page header", NULL);
	if (err == PN_OK)
		err = hand(d, &d->chart, "", "chart", NULL);
	if (err == PN_OK)
		err = hand(d, &d->links, "", "links", NULL);
	if (err == PN_OK)
		err = hand(d, &d->choices, "", "validation", "validation");
	if (err == PN_OK)
		err = hand(d, &d->scenarios, "", "scenario", "scenario");
	return err;
}
