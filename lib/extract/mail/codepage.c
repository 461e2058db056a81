/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * codepage - Windows code page numbers, as RTF and MAPI use them
 *
 * Rich text changes its code page and its formats every few words, so that
 * opening a converter each time would cost more than all the rest; single
 * byte pages are kept as a table therefore.
 */
#include <stdio.h>
#include <string.h>
#include "base/charset.h"
#include "extract/mail/codepage.h"

/* name - what iconv calls code page NUMBER, into NAME */
static void
page_name(unsigned number, char name[32])
{
	static const struct {
		unsigned number;
		const char *name;
	} names[] = {
	    {708, "ISO-8859-6"},
	    {936, "GB18030"},
	    {PN_CP_UTF16, "UTF-16LE"},
	    {1201, "UTF-16BE"},
	    {10000, "MACINTOSH"},
	    {10001, "CP932"},
	    {10002, "CP950"},
	    {10003, "CP949"},
	    {10008, "GB18030"},
	    {10029, "MAC-CENTRALEUROPE"},
	    {20127, "WINDOWS-1252"},
	    {20866, "KOI8-R"},
	    {20932, "EUC-JP"},
	    {20936, "GB18030"},
	    {20949, "CP949"},
	    {21866, "KOI8-U"},
	    {50220, "ISO-2022-JP"},
	    {50221, "ISO-2022-JP"},
	    {50222, "ISO-2022-JP"},
	    {50225, "ISO-2022-KR"},
	    {51932, "EUC-JP"},
	    {51936, "GB18030"},
	    {51949, "CP949"},
	    {54936, "GB18030"},
	    {65000, "UTF-7"},
	    {PN_CP_UTF8, "UTF-8"},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].number == number) {
			snprintf(name, 32, "%s", names[i].name);
			return;
		}
	if (number > 28590 && number < 28606)
		snprintf(name, 32, "ISO-8859-%u", number - 28590);
	else
		snprintf(name, 32, "CP%u", number);
}

/* convert - IN by the converter of code page NUMBER */
static enum pn_err
convert(unsigned number, struct pn_bytes in, struct pn_buf *out)
{
	char name[32];
	enum pn_err err;

	page_name(number, name);
	err = pn_charset_to_utf8(out, name, in);
	if (err == PN_ERR_UNSUPPORTED)
		err = pn_charset_to_utf8(out, "WINDOWS-1252", in);
	return err;
}

/* is_multi - characters of several bytes, or with escapes? */
static bool
is_multi(unsigned number)
{
	static const unsigned multi[] = {932, 936, 949, 950, 1200, 1201, 1361};

	for (size_t i = 0; i < sizeof(multi) / sizeof(multi[0]); i++)
		if (multi[i] == number)
			return true;
	return (number >= 10001 && number <= 10003) || number == 10008 ||
	       number == 20932 || number == 20936 || number == 20949 ||
	       number >= 50000;
}

/* fill - make TABLE that of code page NUMBER: all its bytes, one to a line,
 * are converted at once */
static void
fill(struct pn_codepage *table, unsigned number)
{
	unsigned char lines[256];
	struct pn_buf out;
	const char *p;

	*table = (struct pn_codepage){.number = number};
	for (unsigned i = 0; i < 128; i++) {
		lines[2 * i] = (unsigned char)(i + 128);
		lines[2 * i + 1] = '\n';
	}
	pn_buf_init(&out, 4096);
	if (convert(number, (struct pn_bytes){lines, sizeof(lines)}, &out) !=
	    PN_OK)
		pn_buf_clear(&out);
	p = out.data;
	for (unsigned i = 0; i < 128; i++) {
		size_t n = strcspn(p, "\n");

		if (n && n < sizeof(table->high[i]))
			memcpy(table->high[i], p, n);
		else
			memcpy(table->high[i], "\xef\xbf\xbd", 3);
		p += n + (p[n] != '\0');
	}
	pn_buf_free(&out);
}

/* kept - the table of code page NUMBER */
static const struct pn_codepage *
kept(struct pn_codepages *cache, unsigned number)
{
	struct pn_codepage *page;

	for (unsigned i = 0; i < cache->n; i++)
		if (cache->page[i].number == number)
			return &cache->page[i];
	/* room for that one is left */
	if (cache->n >= PN_CODEPAGES - 1 && number != PN_CP_LATIN)
		return kept(cache, PN_CP_LATIN);
	page = &cache->page[cache->n++];
	fill(page, number);
	return page;
}

/* ascii - how many bytes at P are below 0x80 and no NUL */
static size_t
ascii(const unsigned char *p, size_t n)
{
	size_t i = 0;

	while (i < n && p[i] < 0x80 && p[i])
		i++;
	return i;
}

/* by_table - IN by the table of a single-byte page */
static enum pn_err
by_table(
    const struct pn_codepage *table, struct pn_bytes in, struct pn_buf *out)
{
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < in.n && err == PN_OK;) {
		size_t n = ascii(in.p + i, in.n - i);

		if (n)
			err = pn_buf_add(out, in.p + i, n);
		else if (in.p[i])
			err = pn_buf_adds(out, table->high[in.p[i] - 128]);
		i += n ? n : 1;
	}
	return err;
}

enum pn_err
pn_codepage_utf8(struct pn_codepages *cache, unsigned number,
    struct pn_bytes in, struct pn_buf *out)
{
	if (number != PN_CP_UTF16 && number != 1201 && number != 65000 &&
	    ascii(in.p, in.n) == in.n)
		return pn_buf_add(out, in.p, in.n);
	if (cache == NULL || number == 0 || is_multi(number))
		return convert(number, in, out);
	return by_table(kept(cache, number), in, out);
}
