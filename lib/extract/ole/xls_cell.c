/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xls_cell - what a cell shows
 *
 * Cells are remembered by the record that holds them and read when it is
 * their turn: numbers as IEEE 754 or packed into 30 bits (RK), text as such
 * or by its number among the shared strings, and of a formula the result that
 * was kept (MS-XLS 2.5.217, 2.4.127).
 */
#include <stdio.h>
#include <string.h>
#include "extract/numfmt.h"
#include "extract/ole/xls.h"

enum id {
	/* BIFF 2 */
	INTEGER2 = 0x0002,
	NUMBER2 = 0x0003,
	LABEL2 = 0x0004,
	BOOLERR2 = 0x0005,
	STRING2 = 0x0007,
	/* later */
	BOOLERR = 0x0205,
	FORMULA3 = 0x0206,
	FORMULA4 = 0x0406,
	RK = 0x027E,
	MULRK = 0x00BD,
	RSTRING = 0x00D6,
	LABELSST = 0x00FD,
	/* between a formula and its text */
	ARRAY2 = 0x0021,
	ARRAY = 0x0221,
	TABLE2 = 0x0036,
	TABLE = 0x0236,
	SHRFMLA = 0x04BC,
	SHRFMLA5 = 0x00BC,
};

/* What the eight bytes of a formula's result are, if the last two are FFFF. */
enum result {
	RESULT_TEXT,
	RESULT_BOOLEAN,
	RESULT_ERROR,
};

/* Records between a formula and its text. */
#define MAX_BETWEEN 16
#define NO_XF	    SIZE_MAX /* of a cell without one */

static const struct {
	unsigned char code;
	const char *text;
} errors[] = {
    {0x00, "#NULL!"},
    {0x07, "#DIV/0!"},
    {0x0F, "#VALUE!"},
    {0x17, "#REF!"},
    {0x1D, "#NAME?"},
    {0x24, "#NUM!"},
    {0x2A, "#N/A"},
};

unsigned
pn_xls_is_cell(const struct pn_xls_rec *r, struct pn_xls_cell *cell)
{
	unsigned n = 1;

	switch (r->id) {
	case INTEGER2:
	case NUMBER2:
	case LABEL2:
	case BOOLERR2:
		/* the tables behind charts of Graph have them too */
		break;
	case PN_XLS_FORMULA:
	case FORMULA3:
	case FORMULA4:
	case PN_XLS_NUMBER:
	case PN_XLS_LABEL:
	case BOOLERR:
	case RK:
	case RSTRING:
	case LABELSST:
		break;
	case MULRK:
		n = r->data.n >= 12 ? (unsigned)((r->data.n - 6) / 6) : 0;
		break;
	default:
		return 0;
	}
	cell->row = pn_le16(r->data, 0);
	cell->col = pn_le16(r->data, 2);
	cell->at = (uint32_t)r->at;
	return r->data.n >= 6 ? n : 0;
}

/* rk - a packed number */
static void
rk(uint32_t v, char out[64])
{
	unsigned char raw[8] = {0};
	double d;

	if (v & 2) {
		d = (double)((int32_t)v >> 2);
	} else {
		for (unsigned i = 0; i < 4; i++)
			raw[4 + i] = (unsigned char)(v >> 8 * i);
		raw[4] &= 0xFC;
		memcpy(&d, raw, sizeof(d));
	}
	if (v & 1)
		d /= 100;
	memcpy(raw, &d, sizeof(raw));
	pn_xls_double(raw, out);
}

/* number - VALUE by the format of XF number XF */
static enum pn_err
number(struct pn_xls *b, const char *value, size_t xf, struct pn_buf *out,
    const char **hides)
{
	if (pn_numfmt_number(out, pn_xls_code(b, xf), value, b->date1904))
		*hides = "format";
	return PN_OK;
}

/* bool_or_error - a cell that is TRUE, FALSE or an error */
static enum pn_err
bool_or_error(unsigned value, bool error, struct pn_buf *out)
{
	if (!error)
		return pn_buf_adds(out, value ? "TRUE" : "FALSE");
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (errors[i].code == value)
			return pn_buf_adds(out, errors[i].text);
	return pn_buf_adds(out, "#ERROR!");
}

/* formula_text - the text behind the formula in record R */
static enum pn_err
formula_text(struct pn_xls *b, const struct pn_xls_rec *r, struct pn_buf *out)
{
	struct pn_xls_walk w = {.s = b->stream, .at = r->at + 4 + r->data.n};
	struct pn_xls_rec next;
	struct pn_xls_cursor c;

	for (unsigned i = 0; i < MAX_BETWEEN && pn_xls_next(&w, &next); i++)
		switch (next.id) {
		case PN_XLS_STRING:
		case STRING2:
			c = pn_xls_cursor(b->stream, &next, 0);
			return pn_xls_string(
			    b, &c, b->version == 2 ? 1 : 2, out);
		case ARRAY:
		case ARRAY2:
		case TABLE:
		case TABLE2:
		case TABLE2 + 1:
		case SHRFMLA:
		case SHRFMLA5:
		case PN_XLS_CONTINUE:
			break;
		default:
			return PN_OK;
		}
	return PN_OK;
}

/* result - what a formula came to; its eight bytes stand at AT */
static enum pn_err
result(struct pn_xls *b, const struct pn_xls_rec *r, size_t at, size_t xf,
    struct pn_buf *out, const char **hides)
{
	struct pn_bytes v = pn_le_cut(r->data, at, 8);
	char value[64];

	if (v.n < 8)
		return PN_OK;
	if (pn_le16(v, 6) != 0xFFFF) {
		pn_xls_double(v.p, value);
		return number(b, value, xf, out, hides);
	}
	switch (v.p[0]) {
	case RESULT_TEXT:
		return formula_text(b, r, out);
	case RESULT_BOOLEAN:
	case RESULT_ERROR:
		return bool_or_error(v.p[2], v.p[0] == RESULT_ERROR, out);
	default:
		return PN_OK;
	}
}

/* shared - the text of a shared string */
static enum pn_err
shared(struct pn_xls *b, uint32_t i, struct pn_buf *out)
{
	struct pn_bytes s = pn_xls_shared(b, i);

	if (s.p == NULL)
		pn_job_damage(b->job, "damaged");
	return s.p ? pn_buf_add(out, s.p, s.n) : PN_OK;
}

/* xf_of - number of the XF of a cell in record R; BIFF 2 has it in six bits,
 * and 63 there means a record of its own in front */
static size_t
xf_of(const struct pn_xls *b, const struct pn_xls_cell *cell,
    const struct pn_xls_rec *r)
{
	if (b->version == 2)
		return r->data.n > 4 ? r->data.p[4] & 63 : 0;
	if (r->id <= BOOLERR2)
		return NO_XF;
	if (r->id == MULRK)
		return pn_le16(
		    r->data, 4 + 6 * (size_t)(cell->col - pn_le16(r->data, 2)));
	return pn_le16(r->data, 4);
}

/* append - the text of the cell in record R, whose value stands at AT */
static enum pn_err
append(struct pn_xls *b, const struct pn_xls_cell *cell,
    const struct pn_xls_rec *r, size_t at, struct pn_buf *out,
    const char **hides)
{
	size_t xf = xf_of(b, cell, r);
	struct pn_bytes v = pn_le_cut(r->data, at, r->data.n);
	struct pn_xls_cursor c = pn_xls_cursor(b->stream, r, at);
	char value[64];

	switch (r->id) {
	case INTEGER2:
		snprintf(value, sizeof(value), "%u", pn_le16(v, 0));
		return number(b, value, xf, out, hides);
	case NUMBER2:
	case PN_XLS_NUMBER:
		if (v.n < 8)
			return PN_OK;
		pn_xls_double(v.p, value);
		return number(b, value, xf, out, hides);
	case RK:
		rk(pn_le32(v, 0), value);
		return number(b, value, xf, out, hides);
	case MULRK:
		at = 6 + 6 * (size_t)(cell->col - pn_le16(r->data, 2));
		rk(pn_le32(r->data, at), value);
		return number(b, value, xf, out, hides);
	case LABEL2:
	case PN_XLS_LABEL:
	case RSTRING:
		return pn_xls_string(
		    b, &c, r->id == LABEL2 || b->version == 2 ? 1 : 2, out);
	case LABELSST:
		return shared(b, pn_le32(v, 0), out);
	case BOOLERR2:
	case BOOLERR:
		return bool_or_error(v.n ? v.p[0] : 0, v.n > 1 && v.p[1], out);
	default:
		return result(b, r, at, xf, out, hides);
	}
}

enum pn_err
pn_xls_cell_text(struct pn_xls *b, const struct pn_xls_cell *cell,
    struct pn_buf *out, const char **hides)
{
	struct pn_xls_rec r;
	const char *code;
	size_t xf;

	*hides = NULL;
	if (!pn_xls_at(b->stream, cell->at, &r))
		return PN_OK;
	xf = xf_of(b, cell, &r);
	code = pn_xls_code(b, xf);
	*hides = pn_xls_unseen(b, xf);
	if (append(b, cell, &r, b->version == 2 || r.id <= BOOLERR2 ? 7 : 6,
		out, hides) != PN_OK)
		return pn_job_limit(b->job, "text");
	if (*hides == NULL && pn_numfmt_hides_text(code) &&
	    (r.id == PN_XLS_LABEL || r.id == LABELSST || r.id == RSTRING))
		*hides = "format";
	return PN_OK;
}
