/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_doc - Word documents before 2007 (MS-DOC)
 *
 * Word 97 to 2003 with everything that the file information block (FIB) tells
 * of; of Word 6 and 95 the text by their piece table, of Word 2 the text.
 * Hidden: deleted text, hidden, white and tiny text, comments, instructions of
 * fields, the glossary of a template, document variables, text that a fast
 * save left behind. What is embedded and all other streams are for ole_rest.
 */
#include <string.h>
#include "extract/ole/art.h"
#include "extract/ole/blip.h"
#include "extract/ole/doc.h"

#define FIB_BYTES      0x9A
#define MAGIC_2	       0xA5DB /* Word 2, a file of its own */
#define NFIB_6	       0x65   /* Word 6, the first in a compound file */
#define NFIB_OLD       0x6A   /* below: Word 95 and before */
#define FLAG_GLOSSARY  0x0002
#define FLAG_ENCRYPTED 0x0100
#define FLAG_TABLE     0x0200
#define FLAG_WIDE      0x1000
#define FIB_OLD_FONTS  0xD0
#define N_COUNTS       8

/* Texts in the order in which they lie, and what each is called. */
static const struct {
	const char *place, *base;
} stories[N_COUNTS] = {
    {"", NULL},
    {"footnotes", NULL},
    {"header", NULL},
    {"", "macro"},
    {"", "comment"},
    {"endnotes", NULL},
    {"text box", NULL},
    {"text box", NULL},
};

static unsigned
doc_bid(struct pn_look *look, const char **type)
{
	struct pn_bytes b = look->bytes;
	uint32_t from = pn_le32(b, 0x18), to = pn_le32(b, 0x1C);

	if (pn_le16(b, 0) == MAGIC_2 && pn_le16(b, 2) < NFIB_OLD &&
	    from >= 0x60 && from <= to && to <= b.n) {
		*type = "application/msword";
		return 48;
	}
	return pn_ole_bid(look, PN_OLE_WORD, type);
}

/* flags - of the FIB */
static unsigned
flags(const struct pn_doc *d)
{
	return pn_le16(d->word, d->fib + 0x0A);
}

/* headers - the headers and footers of every section: from FROM on, TO at
 * most. Six stories of separators come first, then six a section */
static enum pn_err
headers(struct pn_doc *d, uint32_t from, uint32_t to, const char *base)
{
	static const char *const places[] = {
	    "header", "header", "footer", "footer", "header", "footer"};
	struct pn_bytes t = pn_doc_part(d, PN_DOC_HEADERS);
	size_t n = t.n / 4;
	uint32_t at = from;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i + 1 < n && err == PN_OK; i++) {
		uint32_t end = pn_le32(t, 4 * (uint64_t)i + 4);

		if (end > to - from || from + end < at)
			break;
		if (from + end > at)
			err = pn_doc_story(d, at, from + end,
			    i < 6 ? "footnotes" : places[i % 6], base);
		at = from + end;
	}
	if (err == PN_OK && at < to)
		err = pn_doc_story(d, at, to, "header", base);
	return err;
}

/* texts - every story by its count of characters, and what is behind them. The
 * counts are told by the file: it may tell less than there is */
static enum pn_err
texts(struct pn_doc *d, const char *base)
{
	uint64_t counts = d->fib + (d->old ? 0x34 : 0x4C);
	uint32_t all = d->pieces[d->n_pieces - 1].end, at = 0;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < N_COUNTS && err == PN_OK; i++) {
		uint32_t n = pn_le32(d->word, counts + 4 * i);
		const char *kind = base ? base : stories[i].base;

		if (n > all - at)
			n = all - at;
		if (n && i == 2)
			err = headers(d, at, at + n, kind);
		else if (n)
			err =
			    pn_doc_story(d, at, at + n, stories[i].place, kind);
		at += n;
	}
	if (err == PN_OK && at < all)
		err = pn_doc_story(d, at, all, "", "revision");
	return err;
}

/* document - what the FIB at d->fib tells of */
static enum pn_err
document(struct pn_doc *d, const char *base)
{
	enum pn_err err = pn_doc_read_pieces(d);

	if (err != PN_OK || d->n_pieces == 0) {
		pn_job_damage(d->job, "damaged");
		return pn_ole_strings(d->job, d->word, "", "stream");
	}
	if (!d->old)
		pn_doc_read_styles(d);
	err = texts(d, base);
	if (err == PN_OK && !d->old)
		err = pn_art_texts(
		    d->job, pn_doc_part(d, PN_DOC_DRAWINGS), "drawing");
	if (err == PN_OK && !d->old)
		err = pn_doc_metadata(d);
	return err;
}

/* glossary - the second document in the file: text that a template inserts */
static enum pn_err
glossary(const struct pn_doc *main)
{
	struct pn_doc d = {
	    .o = main->o,
	    .job = main->job,
	    .word = main->word,
	    .table = main->table,
	    .data = main->data,
	    .fib = 512 * (uint64_t)pn_le16(main->word, 8),
	};
	enum pn_err err;

	if (d.fib == 0 || pn_le16(d.word, d.fib) != pn_le16(d.word, 0))
		return PN_OK;
	err = document(&d, "glossary");
	pn_word_free(&d);
	return err;
}

/* by_fonts - the code page of the fonts of an old document, where they are of
 * one script that is not Western; 1252 */
static unsigned
by_fonts(const struct pn_doc *d)
{
	static const struct {
		unsigned char set;
		unsigned cp;
	} sets[] = {{204, 1251}, {238, 1250}, {161, 1253}, {162, 1254},
	    {177, 1255}, {178, 1256}, {186, 1257}, {128, 932}, {129, 949},
	    {134, 936}, {136, 950}, {222, 874}};
	struct pn_bytes t = pn_le_cut(d->word, pn_le32(d->word, FIB_OLD_FONTS),
	    pn_le32(d->word, FIB_OLD_FONTS + 4));
	unsigned cp = 1252, n = 0;

	for (uint64_t at = 2; at + 5 < t.n; at += 1 + (uint64_t)t.p[at])
		for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++)
			if (t.p[at + 4] == sets[i].set && cp != sets[i].cp) {
				cp = sets[i].cp;
				n++;
			}
	return n == 1 ? cp : 1252;
}

/* old_charset - of 8-bit text: a Mac's or that of Windows for the language */
static void
old_charset(struct pn_doc *d)
{
	static const struct {
		unsigned char lid;
		unsigned cp;
	} pages[] = {{0x05, 1250}, {0x0E, 1250}, {0x15, 1250}, {0x18, 1250},
	    {0x1A, 1250}, {0x1B, 1250}, {0x24, 1250}, {0x19, 1251},
	    {0x22, 1251}, {0x02, 1251}, {0x08, 1253}, {0x1F, 1254},
	    {0x0D, 1255}, {0x01, 1256}, {0x25, 1257}, {0x26, 1257},
	    {0x27, 1257}, {0x11, 932}, {0x12, 949}, {0x04, 936}};
	unsigned lid = pn_le16(d->word, 6) & 0xFF, cp = 0;

	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (pages[i].lid == lid)
			cp = pages[i].cp;
	if (pn_le16(d->word, 0x14) == 0x100)
		cp = 10000;
	if (cp == 0)
		cp = pn_le16(d->word, 2) < NFIB_6 ? 1252 : by_fonts(d);
	pn_ole_codepage(cp, d->charset);
}

/* read_word - the document in the streams of *D */
static enum pn_err
read_word(struct pn_doc *d)
{
	enum pn_err err;

	d->old = pn_le16(d->word, 2) < NFIB_OLD;
	d->wide = d->old && flags(d) & FLAG_WIDE;
	old_charset(d);
	err = document(d, NULL);
	if (err == PN_OK && !d->old && (flags(d) & FLAG_GLOSSARY) == 0)
		err = glossary(d);
	if (err == PN_OK && d->n_pieces && !d->old)
		err = pn_doc_gaps(d);
	return err;
}

/* read_streams - the streams of a compound file */
static enum pn_err
read_streams(struct pn_ole *o)
{
	struct pn_ole_stream word, table = {0}, data = {0};
	struct pn_doc d = {.o = o, .job = o->job};
	const char *which;
	enum pn_err err =
	    pn_ole_stream(o, pn_ole_find(o, 0, "WordDocument"), &word);

	d.word = word.bytes;
	which = flags(&d) & FLAG_TABLE ? "1Table" : "0Table";
	if (err == PN_OK && d.word.n < 0x60) {
		pn_job_damage(o->job, "damaged");
	} else if (err == PN_OK && flags(&d) & FLAG_ENCRYPTED) {
		pn_job_answer(o->job, PN_STATUS_ENCRYPTED, NULL);
		err = pn_ole_properties(o);
	} else if (err == PN_OK) {
		err = pn_ole_stream(o, pn_ole_find(o, 0, which), &table);
		if (err == PN_OK)
			err =
			    pn_ole_stream(o, pn_ole_find(o, 0, "Data"), &data);
		d.table = table.bytes;
		d.data = data.bytes;
		if (err == PN_OK)
			err = read_word(&d);
		if (err == PN_OK)
			err = pn_blips(o->job, d.word);
		if (err == PN_OK)
			err = pn_blips(o->job, d.data);
		if (err == PN_OK)
			err = pn_ole_rest(o);
	}
	pn_word_free(&d);
	pn_ole_stream_free(&word);
	pn_ole_stream_free(&table);
	pn_ole_stream_free(&data);
	return err;
}

/* read_plain - Word 2: no compound file */
static enum pn_err
read_plain(struct pn_job *job)
{
	struct pn_doc d = {.job = job, .word = job->bytes};
	enum pn_err err = PN_OK;

	if (flags(&d) & FLAG_ENCRYPTED)
		pn_job_answer(job, PN_STATUS_ENCRYPTED, NULL);
	else
		err = read_word(&d);
	pn_word_free(&d);
	return err;
}

static enum pn_err
doc_read(struct pn_job *job)
{
	struct pn_ole o;
	enum pn_err err;

	if (pn_le16(job->bytes, 0) == MAGIC_2)
		return read_plain(job);
	err = pn_ole_open(job, &o);
	if (err == PN_OK)
		err = read_streams(&o);
	pn_ole_free(&o);
	return err;
}

const struct pn_format pn_format_doc = {
    .name = "doc",
    .type = "application/msword",
    .bid = doc_bid,
    .read = doc_read,
};
