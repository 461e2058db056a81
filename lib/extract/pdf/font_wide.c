/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * font_wide - composite fonts: codes of several bytes choose CIDs
 *
 * The predefined CMaps are not part of this program. Those over Unicode or
 * over a charset that iconv knows need no table: the code itself tells the
 * character. Of the character collections of East Asia only the CIDs of the
 * ASCII characters are known, which come first in each.
 *
 * Standard: ISO 32000-2, 9.7.
 */
#include <string.h>
#include "extract/pdf/font.h"

/* Widths and CIDs that one font may list. */
#define MAX_CIDS 65536u

/* Predefined CMaps over a charset, by how their names begin. */
static const struct {
	const char *name, *charset;
	struct pn_code_range
	    ranges[4]; /* of two bytes; the first 128 are one */
} charsets[] = {
    {"90ms-RKSJ", "CP932", {{0x8140, 0x9ffc, 2}, {0xe040, 0xfcfc, 2}}},
    {"90msp-RKSJ", "CP932", {{0x8140, 0x9ffc, 2}, {0xe040, 0xfcfc, 2}}},
    {"90pv-RKSJ", "CP932", {{0x8140, 0x9ffc, 2}, {0xe040, 0xfcfc, 2}}},
    {"83pv-RKSJ", "CP932", {{0x8140, 0x9ffc, 2}, {0xe040, 0xfcfc, 2}}},
    {"Add-RKSJ", "CP932", {{0x8140, 0x9ffc, 2}, {0xe040, 0xfcfc, 2}}},
    {"Ext-RKSJ", "CP932", {{0x8140, 0x9ffc, 2}, {0xe040, 0xfcfc, 2}}},
    {"EUC-", "EUC-JP", {{0xa1a1, 0xfefe, 2}, {0x8ea0, 0x8edf, 2}}},
    {"GBK2K-", "GB18030", {{0x8140, 0xfefe, 2}}},
    {"GBKp-EUC", "GBK", {{0x8140, 0xfefe, 2}}},
    {"GBK-EUC", "GBK", {{0x8140, 0xfefe, 2}}},
    {"GB-EUC", "GBK", {{0xa1a1, 0xfefe, 2}}},
    {"GBpc-EUC", "GBK", {{0xa1a1, 0xfcfe, 2}}},
    {"ETen-B5", "CP950", {{0xa140, 0xfefe, 2}}},
    {"ETenms-B5", "CP950", {{0xa140, 0xfefe, 2}}},
    {"B5pc-", "CP950", {{0xa140, 0xfcfe, 2}}},
    {"HKscs-B5", "BIG5-HKSCS", {{0x8740, 0xfefe, 2}}},
    {"KSCms-UHC", "CP949", {{0x8141, 0xfefe, 2}}},
    {"KSC-EUC", "CP949", {{0xa1a1, 0xfefe, 2}}},
    {"KSCpc-EUC", "CP949", {{0xa141, 0xfdfe, 2}}},
};

/* by_charset - is NAME a predefined CMap over a charset? */
static bool
by_charset(struct pn_font *f, const char *name)
{
	for (size_t i = 0; i < sizeof(charsets) / sizeof(charsets[0]); i++) {
		if (strncmp(name, charsets[i].name, strlen(charsets[i].name)))
			continue;
		f->codes = PN_CODES_CHARSET;
		f->charset = charsets[i].charset;
		for (size_t k = 0; k < 4 && charsets[i].ranges[k].bytes; k++)
			f->cmap.ranges[f->cmap.n_ranges++] =
			    charsets[i].ranges[k];
		f->cmap.ranges[f->cmap.n_ranges++] =
		    (struct pn_code_range){0, 0x80, 1};
		if (strcmp(f->charset, "CP932") == 0)
			f->cmap.ranges[f->cmap.n_ranges++] =
			    (struct pn_code_range){0xa0, 0xdf, 1};
		return true;
	}
	return false;
}

/* named - the predefined CMap called NAME; one that is not known leaves the
 * codes pairs, and what they mean to the font program */
static void
named(struct pn_font *f, const char *name)
{
	size_t n;

	name += name[0] == '/';
	n = strlen(name);
	f->codes = PN_CODES_PAIR;
	f->vertical = n > 2 && strcmp(name + n - 2, "-V") == 0;
	if (strstr(name, "-UCS2-") || strstr(name, "-UTF16-"))
		f->codes = PN_CODES_UTF16;
	else if (strncmp(name, "Identity", 8) != 0)
		(void)by_charset(f, name);
}

/* encoding - how strings are cut, and which CIDs the codes choose */
static enum pn_err
encoding(struct pn_pdf *pdf, struct pn_obj enc, struct pn_font *f)
{
	struct pn_obj use;
	struct pn_obj_data d;
	enum pn_err err = PN_OK;

	if (pn_obj_kind(pdf, enc) != PN_OBJ_STREAM) {
		named(f, pn_obj_name(pdf, enc));
		return PN_OK;
	}
	f->codes = PN_CODES_CMAP;
	use = pn_obj_get(pdf, enc, "/UseCMap");
	if (pn_obj_kind(pdf, use) == PN_OBJ_STREAM) {
		err = pn_obj_stream(pdf, use, &d);
		if (err == PN_OK)
			err = pn_cmap_read(
			    &f->cmap, pdf->job, pn_buf_bytes(&d.buf), false);
		pn_obj_data_free(&d);
		if (err == PN_ERR_LIMIT)
			return err;
	}
	err = pn_obj_stream(pdf, enc, &d);
	if (err == PN_OK)
		err = pn_cmap_read(
		    &f->cmap, pdf->job, pn_buf_bytes(&d.buf), false);
	pn_obj_data_free(&d);
	f->vertical = f->cmap.vertical ||
		      pn_obj_int(pdf, pn_obj_get(pdf, enc, "/WMode"), 0) == 1;
	if (f->cmap.map.n == 0 && f->cmap.n_ranges == 0)
		named(f, f->cmap.use);
	return err == PN_ERR_LIMIT ? err : PN_OK;
}

/* set_widths - CIDs from FIRST have the width W */
static void
set_widths(struct pn_font *f, long first, long n, double w)
{
	if (first < 0 || n <= 0 || w < 0 || w > 1e8)
		return;
	for (long i = 0; i < n && first + i < (long)MAX_CIDS; i++)
		pn_codemap_set(
		    &f->width, (uint32_t)(first + i), (uint32_t)(w * 16));
}

/* widths - the W array: "c [w w w]" and "first last w" */
static enum pn_err
widths(struct pn_pdf *pdf, struct pn_obj o, struct pn_font *f)
{
	struct pn_obj a = pn_obj_get(pdf, o, "/W"), x;
	size_t n = pn_obj_len(pdf, a), done = 0;
	enum pn_err err = PN_OK;

	for (size_t i = 0; err == PN_OK && i + 1 < n && done < MAX_CIDS * 2;) {
		unsigned mark = pn_pdf_mark(pdf);
		long first = pn_obj_int(pdf, pn_obj_at(pdf, a, i), -1), last;
		size_t k;

		x = pn_obj_at(pdf, a, i + 1);
		k = pn_obj_len(pdf, x);
		if (pn_obj_kind(pdf, x) == PN_OBJ_ARRAY) {
			for (size_t j = 0; j < k && j < MAX_CIDS; j++)
				set_widths(f, first + (long)j, 1,
				    pn_obj_num(pdf, pn_obj_at(pdf, x, j), 0));
			i += 2;
		} else {
			last = pn_obj_int(pdf, x, -1);
			k = last >= first && last - first < (long)MAX_CIDS
				? (size_t)(last - first + 1)
				: 0;
			set_widths(f, first, (long)k,
			    pn_obj_num(pdf, pn_obj_at(pdf, a, i + 2), 0));
			i += 3;
		}
		done += k + 1;
		err = pn_job_work(pdf->job, (k + 1) * 16);
		pn_pdf_release(pdf, mark);
	}
	return err;
}

/* glyph_map - the CIDToGIDMap of a TrueType program */
static enum pn_err
glyph_map(struct pn_pdf *pdf, struct pn_obj o, struct pn_font *f)
{
	struct pn_obj map = pn_obj_get(pdf, o, "/CIDToGIDMap");
	struct pn_obj_data d;
	const unsigned char *s;
	enum pn_err err;

	if (pn_obj_kind(pdf, map) != PN_OBJ_STREAM)
		return PN_OK;
	err = pn_obj_stream(pdf, map, &d);
	s = (const unsigned char *)d.buf.data;
	for (size_t i = 0; err == PN_OK && i + 1 < d.buf.len; i += 2)
		if ((s[i] || s[i + 1]) && i / 2 < MAX_CIDS)
			pn_codemap_set(&f->gid, (uint32_t)(i / 2),
			    (uint32_t)s[i] << 8 | s[i + 1]);
	pn_obj_data_free(&d);
	return err == PN_ERR_LIMIT ? err : PN_OK;
}

/* collection - where the ASCII characters are in a known collection */
static void
collection(struct pn_pdf *pdf, struct pn_obj o, struct pn_font *f)
{
	static const char *const known[] = {
	    "Japan1", "GB1", "CNS1", "Korea1", "KR"};
	struct pn_obj desc = pn_obj_get(pdf, o, "/FontDescriptor");
	struct pn_bytes s = pn_obj_string(pdf,
	    pn_obj_get(pdf, pn_obj_get(pdf, o, "/CIDSystemInfo"), "/Ordering"));

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (s.n == strlen(known[i]) && memcmp(s.p, known[i], s.n) == 0)
			f->cid_ascii = 1;
	/* what is not embedded is a font of the system, and those of Windows
	 * have the glyphs of ASCII in order, the blank at 3 */
	if (f->cid_ascii < 0 && f->codes == PN_CODES_PAIR &&
	    pn_obj_is(pdf, pn_obj_get(pdf, o, "/Subtype"), "/CIDFontType2") &&
	    pn_obj_kind(pdf, pn_obj_get(pdf, desc, "/FontFile2")) !=
		PN_OBJ_STREAM)
		f->cid_ascii = 3;
}

enum pn_err
pn_font_wide(struct pn_fonts *fonts, struct pn_pdf *pdf, struct pn_obj o,
    struct pn_font *f)
{
	struct pn_obj cid =
	    pn_obj_at(pdf, pn_obj_get(pdf, o, "/DescendantFonts"), 0);
	struct pn_obj down = pn_obj_get(pdf, cid, "/DW2");
	enum pn_err err = encoding(pdf, pn_obj_get(pdf, o, "/Encoding"), f);

	f->default_width =
	    pn_obj_num(pdf, pn_obj_get(pdf, cid, "/DW"), 1000) / 1000;
	f->down = pn_obj_num(pdf, pn_obj_at(pdf, down, 1), -1000) / -1000;
	collection(pdf, cid, f);
	if (err == PN_OK)
		err = widths(pdf, cid, f);
	if (err == PN_OK)
		err = glyph_map(pdf, cid, f);
	if (err == PN_OK && f->id.num == 0) {
		/* it can't be found again later */
		f->tried_file = true;
		err = pn_fontfile_glyphs(&fonts->lib, pdf,
		    pn_obj_get(pdf, cid, "/FontDescriptor"), &f->program);
	}
	if (err == PN_OK)
		err = pn_font_tounicode(pdf, o, f);
	return err;
}
