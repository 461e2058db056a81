/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doc_text - a story of a Word document as lines and tables
 *
 * A paragraph is gathered and then handed on, because only the mark at its end
 * says whether it is a cell. What it is made of keeps its order; hidden runs
 * go apart in the flow, so that they split no word. Fields: the instruction is
 * hidden, the result is seen.
 */
#include <stdlib.h>
#include <string.h>
#include "base/charset.h"
#include "base/mem.h"
#include "base/uni.h"
#include "extract/flow.h"
#include "extract/ole/doc.h"

#define MAX_FIELDS 32	       /* fields in fields; deeper ones count as seen */
#define MAX_PARA   (1u << 20)  /* a longer paragraph goes on in pieces */
#define MAX_FORM   (64u << 10) /* data of a form field; more is a picture */
#define MAX_DEPTH  PN_FLOW_MAX_TABLES

enum { /* characters that stand for something else */
	MARK_PICTURE = 0x01,
	MARK_CELL = 0x07,
	MARK_LINE = 0x0B,
	MARK_PAGE = 0x0C,
	MARK_PARA = 0x0D,
	MARK_COLUMN = 0x0E,
	MARK_FIELD = 0x13,
	MARK_RESULT = 0x14,
	MARK_FIELD_END = 0x15,
	MARK_HYPHEN = 0x1E,
	MARK_SOFT_HYPHEN = 0x1F,
	SYMBOLS = 0xF000, /* to F0FF: characters of a symbol font */
};

/* A stretch of the paragraph that is gathered. */
struct span {
	size_t end;	    /* in the text */
	const char *hidden; /* NULL where it is seen */
};

/* Where the next cell goes. */
struct grid {
	uint32_t row, col;
	bool open;
};

struct story {
	struct pn_doc *d;
	const char *base;
	struct pn_flow flow;
	struct pn_buf para;
	struct span *spans;
	size_t n_spans, cap_spans;
	struct grid grids[MAX_DEPTH];
	unsigned depth;	 /* of tables that are open */
	unsigned fields; /* that are open, deeper ones included */
	bool instruction[MAX_FIELDS];
	struct pn_buf instr; /* of the innermost field */
	bool cell_before;    /* Word 6: the character before was a cell's end */
	uint32_t high;	     /* first half of a surrogate pair */
	uint64_t form_end;   /* of the last data of a form field */
};

/* of text that was inserted while changes were tracked */
static const char INSERTED[] = "insertion";

/* hidden - why a character that looks like C is not seen; NULL where it is */
static const char *
hidden(const struct story *s, const struct pn_doc_chp *c)
{
	if (s->base)
		return s->base;
	if (c->deleted == 1)
		return "deletion";
	if (c->vanish == 1 || c->tiny == 1)
		return "style";
	/* cells and boxes have colours that are told elsewhere */
	if (c->white == 1 && c->shaded != 1 && s->d->pap.depth == 0 &&
	    strcmp(s->flow.place, "text box") != 0)
		return "style";
	if (c->ink >= 0 && c->ink == c->ground)
		return "style";
	return c->inserted == 1 ? INSERTED : NULL;
}

/* in_instruction - is any open field still at its instruction? */
static bool
in_instruction(const struct story *s)
{
	for (unsigned i = 0; i < s->fields && i < MAX_FIELDS; i++)
		if (s->instruction[i])
			return true;
	return false;
}

/* add - N bytes at T of the paragraph */
static enum pn_err
add(struct story *s, const char *t, size_t n, const char *kind)
{
	struct pn_buf *to = in_instruction(s) ? &s->instr : &s->para;

	if (pn_buf_add(to, t, n) != PN_OK)
		return pn_job_limit(s->d->job, "text");
	if (to == &s->instr)
		return PN_OK;
	if (s->n_spans && s->spans[s->n_spans - 1].hidden == kind) {
		s->spans[s->n_spans - 1].end = to->len;
		return PN_OK;
	}
	PN_GROW(s->spans, s->n_spans, s->cap_spans);
	s->spans[s->n_spans++] = (struct span){to->len, kind};
	return PN_OK;
}

/* emit - the paragraph into the flow */
static enum pn_err
emit(struct story *s)
{
	size_t from = 0;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < s->n_spans && err == PN_OK; i++) {
		const char *p = s->para.data + from, *kind = s->spans[i].hidden;
		size_t n = s->spans[i].end - from;

		err = pn_flow_add(&s->flow, p, n, kind);
		/* and it is seen as well */
		if (err == PN_OK && kind == INSERTED)
			err = pn_flow_add(&s->flow, p, n, NULL);
		from = s->spans[i].end;
	}
	s->n_spans = 0;
	pn_buf_clear(&s->para);
	return err;
}

/* to_depth - open or close tables until DEPTH of them are around us */
static enum pn_err
to_depth(struct story *s, unsigned depth)
{
	enum pn_err err = PN_OK;

	if (depth > MAX_DEPTH)
		depth = MAX_DEPTH;
	while (s->depth < depth && err == PN_OK) {
		err = pn_flow_table(&s->flow);
		s->grids[s->depth++] = (struct grid){0};
	}
	while (s->depth > depth && err == PN_OK) {
		err = pn_flow_table_end(&s->flow);
		s->depth--;
	}
	return err;
}

/* in_cell - a paragraph of a table, which MARK ends */
static enum pn_err
in_cell(struct story *s, const struct pn_doc_pap *p, uint32_t mark)
{
	struct grid *g = &s->grids[s->depth - 1];
	enum pn_err err = PN_OK;

	if (p->row_end) {
		g->row++;
		g->col = 0;
		g->open = false;
	}
	if (!g->open && !p->row_end) {
		err = pn_flow_cell(&s->flow, g->row, g->col++, s->base);
		g->open = true;
	}
	if (err == PN_OK)
		err = emit(s);
	if (err == PN_OK && (mark == MARK_CELL || p->cell_end)) {
		pn_flow_cell_end(&s->flow);
		g->open = false;
		return PN_OK;
	}
	return err == PN_OK ? pn_flow_break(&s->flow, s->base) : err;
}

/* end_para - MARK at FC ends a paragraph */
static enum pn_err
end_para(struct story *s, uint32_t fc, uint32_t mark)
{
	static const struct pn_doc_pap plain;
	const struct pn_doc_pap *p = s->d->old ? &plain : pn_doc_pap(s->d, fc);
	enum pn_err err = to_depth(s, p->depth);

	if (err == PN_OK && s->depth)
		return in_cell(s, p, mark);
	if (err == PN_OK)
		err = emit(s);
	if (err != PN_OK)
		return err;
	if (mark != MARK_CELL)
		return pn_flow_break(&s->flow, s->base);
	/* Word 6: a row ends with a mark behind its last cell's */
	if (s->cell_before)
		return pn_flow_add(&s->flow, "\n", 1, s->base);
	s->cell_before = true;
	return pn_flow_add(&s->flow, "\t", 1, s->base);
}

/* end_instruction - what a field was told. Marks inside the document
 * (" _Toc123") and numbers of pages are no text */
static enum pn_err
end_instruction(struct story *s)
{
	static const char *const no_text[] = {"PAGE", "NUMPAGES", "TOC"};
	const char *t = s->instr.data;
	size_t n;
	bool kept = strstr(t, " _") == NULL;
	enum pn_err err = PN_OK;

	while (*t == ' ')
		t++;
	n = strcspn(t, " \\");
	for (size_t i = 0; i < sizeof(no_text) / sizeof(no_text[0]); i++)
		if (strlen(no_text[i]) == n && memcmp(t, no_text[i], n) == 0)
			kept = false;
	if (kept && s->instr.len) {
		struct pn_buf text = s->instr;

		s->flow.parted = true;
		err = pn_flow_add(
		    &s->flow, text.data, text.len, s->base ? s->base : "field");
		s->flow.parted = true;
	}
	pn_buf_clear(&s->instr);
	return err;
}

/* field - a mark of a field */
static enum pn_err
field(struct story *s, uint32_t mark)
{
	enum pn_err err = PN_OK;

	if (mark == MARK_FIELD) {
		if (s->fields < MAX_FIELDS)
			s->instruction[s->fields] = true;
		s->fields++;
		return PN_OK;
	}
	if (s->fields == 0)
		return PN_OK;
	if (s->fields <= MAX_FIELDS && s->instruction[s->fields - 1]) {
		s->instruction[s->fields - 1] = false;
		if (!in_instruction(s))
			err = end_instruction(s);
	}
	if (mark == MARK_FIELD_END)
		s->fields--;
	return err;
}

/* form_data - what lies in the stream Data for a form field: its default, its
 * choices, its help (MS-DOC 2.9.158) */
static enum pn_err
form_data(struct story *s, const struct pn_doc_chp *c)
{
	uint64_t n = pn_le32(s->d->data, c->picture);
	uint64_t head = pn_le16(s->d->data, (uint64_t)c->picture + 4);
	struct pn_bytes data =
	    pn_le_cut(s->d->data, c->picture + head, n > head ? n - head : 0);

	/* a picture, or one that was told already */
	if (n > MAX_FORM || c->picture < s->form_end)
		return PN_OK;
	s->form_end = c->picture + n;
	return pn_ole_strings(s->d->job, data, "form field", "field");
}

/* mark - character C below a blank, at FC */
static enum pn_err
mark(struct story *s, uint32_t c, uint32_t fc, const struct pn_doc_chp *chp)
{
	const char *kind = hidden(s, chp);

	switch (c) {
	case MARK_PARA:
	case MARK_CELL:
	case MARK_PAGE:
		if (in_instruction(s))
			return add(s, " ", 1, kind);
		return end_para(s, fc, c);
	case MARK_FIELD:
	case MARK_RESULT:
	case MARK_FIELD_END:
		return field(s, c);
	case MARK_LINE:
	case MARK_COLUMN:
	case '\n':
		return add(s, "\n", 1, kind);
	case '\t':
		return add(s, "\t", 1, kind);
	case MARK_HYPHEN:
		return add(s, "-", 1, kind);
	case MARK_PICTURE:
		return chp->data == 1 && strstr(s->instr.data, "FORM")
			   ? form_data(s, chp)
			   : PN_OK;
	default:
		return PN_OK;
	}
}

/* put - character C of text */
static enum pn_err
put(struct story *s, uint32_t c, const char *kind)
{
	char t[4];
	size_t n = 0;

	if (c >= 0xD800 && c < 0xDC00) {
		s->high = c;
		return PN_OK;
	}
	if (c >= 0xDC00 && c < 0xE000)
		c = s->high ? 0x10000 + ((s->high - 0xD800) << 10) + c - 0xDC00
			    : 0xFFFD;
	s->high = 0;
	if (c >= SYMBOLS + 0x20 && c <= SYMBOLS + 0xFF)
		c -= SYMBOLS;
	if (c >= 0x10000)
		t[n++] = (char)(0xF0 | c >> 18);
	if (c >= 0x800)
		t[n++] = (char)(c >= 0x10000 ? 0x80 | (c >> 12 & 0x3F)
					     : 0xE0 | c >> 12);
	if (c >= 0x80)
		t[n++] =
		    (char)(c >= 0x800 ? 0x80 | (c >> 6 & 0x3F) : 0xC0 | c >> 6);
	t[n++] = (char)(c >= 0x80 ? 0x80 | (c & 0x3F) : c);
	return add(s, t, n, kind);
}

/* cp1252 - the characters of 8-bit pieces that are not their own code
 * (MS-DOC 2.9.73) */
static uint32_t
cp1252(unsigned char c)
{
	static const uint16_t upper[32] = {0x20AC, 0x81, 0x201A, 0x0192, 0x201E,
	    0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
	    0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
	    0x017E, 0x0178};

	return c >= 0x80 && c < 0xA0 ? upper[c - 0x80] : c;
}

/* plain_old - bytes of Word 6 text up to the next mark, in its code page */
static enum pn_err
plain_old(struct story *s, struct pn_bytes b, const char *kind, size_t *n)
{
	struct pn_buf text;
	enum pn_err err;

	while (*n < b.n && b.p[*n] >= ' ')
		++*n;
	b.n = *n;
	pn_buf_init(&text, 4 * b.n + 16);
	err = pn_charset_to_utf8(&text, s->d->charset, b);
	if (err == PN_ERR_UNSUPPORTED)
		err = pn_charset_to_utf8(&text, "CP1252", b);
	if (err == PN_OK)
		err = add(s, text.data, text.len, kind);
	pn_buf_free(&text);
	s->cell_before = false;
	return err;
}

/* run - characters of piece P that look the same: the bytes B, at FC */
static enum pn_err
run(struct story *s, const struct pn_doc_piece *p, struct pn_bytes b,
    uint32_t fc, const struct pn_doc_chp *look)
{
	struct pn_doc_chp chp = *look; /* a paragraph's end looks others up */
	const char *kind = hidden(s, &chp);
	size_t step = p->wide ? 2 : 1, used;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i + step <= b.n && err == PN_OK; i += step) {
		uint32_t c = p->wide ? pn_le16(b, i) : b.p[i];

		if (c < 0x100)
			c = cp1252((unsigned char)c);
		if (chp.symbol && chp.special == 1 && c >= ' ') {
			err = put(s, chp.symbol, kind);
		} else if (c < ' ') {
			err = mark(s, c, fc + (uint32_t)i, &chp);
			if (c != MARK_CELL)
				s->cell_before = false;
		} else if (s->d->old && !p->wide) {
			used = 0;
			err = plain_old(s, pn_le_cut(b, i, b.n), kind, &used);
			i += used ? used - 1 : 0;
		} else {
			err = put(s, c, kind);
		}
		if (s->para.len > MAX_PARA && err == PN_OK)
			err = emit(s);
	}
	return err;
}

/* charge - N bytes of text are about to be read: more than there are means
 * that pieces share them, which counts as unpacking */
static enum pn_err
charge(struct pn_doc *d, uint64_t n)
{
	d->read += n;
	return d->read > 2 * (uint64_t)d->word.n ? pn_job_unpack(d->job, n)
						 : pn_job_work(d->job, n);
}

/* piece - characters FROM to TO of piece P, run by run */
static enum pn_err
piece(struct story *s, const struct pn_doc_piece *p, uint32_t from, uint32_t to)
{
	uint64_t step = p->wide ? 2 : 1;
	uint64_t fc = p->fc + step * (from - p->cp);
	uint64_t end = p->fc + step * (to - p->cp);
	enum pn_err err = PN_OK;

	if (end > s->d->word.n) {
		pn_job_damage(s->d->job, "damaged");
		end = s->d->word.n;
	}
	if (fc < end)
		err = charge(s->d, end - fc);
	while (fc < end && err == PN_OK) {
		uint32_t until;
		const struct pn_doc_chp *c =
		    pn_doc_chp(s->d, p, (uint32_t)fc, &until);
		uint64_t n = until < end ? until - fc : end - fc;

		n += n % step; /* half a character is one */
		err = run(s, p, pn_le_cut(s->d->word, fc, n), (uint32_t)fc, c);
		fc += n;
	}
	return err;
}

/* first_piece - the piece with character CP in it */
static size_t
first_piece(const struct pn_doc *d, uint32_t cp)
{
	size_t low = 0, high = d->n_pieces;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (d->pieces[mid].end <= cp)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

enum pn_err
pn_doc_story(struct pn_doc *d, uint32_t from, uint32_t to, const char *place,
    const char *base)
{
	struct story s = {.d = d, .base = base};
	enum pn_err err = PN_OK, ended;

	pn_flow_init(&s.flow, d->job, place, 0);
	pn_buf_init(&s.para, pn_job_room(d->job) + 2 * (size_t)MAX_PARA);
	pn_buf_init(&s.instr, MAX_PARA);
	for (size_t i = first_piece(d, from); i < d->n_pieces && err == PN_OK;
	     i++) {
		const struct pn_doc_piece *p = &d->pieces[i];
		uint32_t a = p->cp > from ? p->cp : from;
		uint32_t b = p->end < to ? p->end : to;

		if (a >= to)
			break;
		err = piece(&s, p, a, b);
		if (err == PN_OK)
			err = pn_job_work(d->job, 64);
	}
	/* a field that nothing ends */
	if (err == PN_OK && s.instr.len)
		err = end_instruction(&s);
	/* what was read counts, even where a budget ended */
	ended = emit(&s);
	if (ended == PN_OK)
		ended = pn_flow_flush(&s.flow);
	if (err == PN_OK)
		err = ended;
	pn_flow_free(&s.flow);
	pn_buf_free(&s.para);
	pn_buf_free(&s.instr);
	free(s.spans);
	return err;
}
