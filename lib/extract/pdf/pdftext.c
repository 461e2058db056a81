/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pdftext - text strings of PDF as UTF-8 (ISO 32000-2, 7.9.2.2 and Annex D.2)
 *
 * Strings without a mark that are UTF-8 all the same are read as such: many
 * programs write them, and PDFDocEncoding would make noise of them.
 */
#include "base/charset.h"
#include "base/uni.h"
#include "extract/pdf/object.h"

/* PDFDocEncoding where it is not Latin-1; 0 for no character. */
static const uint16_t from_18[] = {
    0x02d8, 0x02c7, 0x02c6, 0x02d9, 0x02dd, 0x02db, 0x02da, 0x02dc};
static const uint16_t from_80[] = {0x2022, 0x2020, 0x2021, 0x2026, 0x2014,
    0x2013, 0x0192, 0x2044, 0x2039, 0x203a, 0x2212, 0x2030, 0x201e, 0x201c,
    0x201d, 0x2018, 0x2019, 0x201a, 0x2122, 0xfb01, 0xfb02, 0x0141, 0x0152,
    0x0160, 0x0178, 0x017d, 0x0131, 0x0142, 0x0153, 0x0161, 0x017e, 0xfffd,
    0x20ac};

#define ESCAPE 0x1b /* around a language code, 7.9.2.2.1 */

/* doc_char - a character of PDFDocEncoding */
static uint32_t
doc_char(unsigned char c)
{
	if (c >= 0x18 && c < 0x20)
		return from_18[c - 0x18];
	if (c >= 0x80 && c <= 0xa0)
		return from_80[c - 0x80];
	return c;
}

/* put - one character; a line end of any kind is LF, NUL a blank */
static void
put(struct pn_buf *out, uint32_t c)
{
	if (c == '\r')
		c = '\n';
	if (c == 0)
		c = ' ';
	(void)!pn_utf8_put(out, c);
}

/* utf16 - text with a mark; HIGH is where the high byte of a unit is */
static void
utf16(struct pn_bytes b, unsigned high, struct pn_buf *out)
{
	bool escaped = false;

	for (size_t i = 2; i + 1 < b.n; i += 2) {
		uint32_t c = (uint32_t)b.p[i + high] << 8 | b.p[i + 1 - high];

		if (c >= 0xd800 && c < 0xdc00 && i + 3 < b.n) {
			uint32_t low = (uint32_t)b.p[i + 2 + high] << 8 |
				       b.p[i + 3 - high];

			if (low >= 0xdc00 && low < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) + low -
				    0xdc00;
				i += 2;
			}
		}
		if (c >= 0xd800 && c < 0xe000)
			c = 0xfffd;
		if (c == ESCAPE)
			escaped = !escaped;
		else if (!escaped)
			put(out, c);
	}
}

/* plain - UTF-8 that went without a mark, or PDFDocEncoding */
static void
plain(struct pn_bytes b, struct pn_buf *out)
{
	const char *s = (const char *)b.p, *end = s + b.n;

	if (pn_utf8_valid(s, b.n)) {
		while (s < end)
			put(out, pn_utf8_next(&s, end));
		return;
	}
	for (size_t i = 0; i < b.n; i++)
		put(out, doc_char(b.p[i]));
}

void
pn_obj_text(struct pn_pdf *pdf, struct pn_obj o, struct pn_buf *out)
{
	struct pn_bytes b = pn_obj_string(pdf, o);
	unsigned bom = pn_charset_bom(b);

	if (b.n >= 2 && b.p[0] == 0xfe && b.p[1] == 0xff)
		utf16(b, 0, out);
	else if (b.n >= 2 && b.p[0] == 0xff && b.p[1] == 0xfe)
		utf16(b, 1, out);
	else if (bom == 3)
		(void)!pn_utf8_repair(out, (const char *)b.p + bom, b.n - bom);
	else if (b.n)
		plain(b, out);
}
