/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * uu - uuencode blocks in running text (POSIX uuencode)
 *
 * "begin 644 name" opens a block only where a line of data follows, so that
 * prose which begins so stays prose. A block ends at "end", or before the
 * first line that is no data: that is damage, and the rest stays text.
 */
#include <ctype.h>
#include <string.h>
#include "message/decode.h"

#define UU_LINE_MAX 45 /* bytes that a full line holds */

/* uu_value - what one character stands for */
static unsigned
uu_value(unsigned char c)
{
	return (c - 32u) & 63u;
}

/* trimmed - the line from P to EOL without its line end */
static size_t
trimmed(const unsigned char *p, const unsigned char *eol)
{
	while (eol > p && (eol[-1] == '\n' || eol[-1] == '\r'))
		eol--;
	return (size_t)(eol - p);
}

/* is_line - is the line from P to EOL exactly S? */
static bool
is_line(const unsigned char *p, const unsigned char *eol, const char *s)
{
	size_t n = trimmed(p, eol);

	while (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '\t'))
		n--;
	return n == strlen(s) && memcmp(p, s, n) == 0;
}

/* data_line - can the line from P to EOL be uuencoded data? Mailers strip
 * blanks (zeros) at its end and some programs add a check character; the FIRST
 * line has to be whole, or prose could pass for it. */
static bool
data_line(const unsigned char *p, const unsigned char *eol, bool first)
{
	size_t n = trimmed(p, eol), want, i;

	if (n == 0)
		return false;
	for (i = 0; i < n; i++)
		if (p[i] < 32 || p[i] > 96)
			return false;
	want = uu_value(p[0]);
	if (want > UU_LINE_MAX)
		return false;
	want = (want + 2) / 3 * 4 + 1;
	return n <= want + 1 && (!first || n + 2 >= want);
}

/* base64_line - only base64 digits in the line from P to EOL? */
static bool
base64_line(const unsigned char *p, const unsigned char *eol)
{
	size_t n = trimmed(p, eol), i;

	for (i = 0; i < n; i++)
		if (!isalnum(p[i]) && p[i] != '+' && p[i] != '/' && p[i] != '=')
			return false;
	return n > 0;
}

/* open_line - does the line from P to EOL open a block? */
static bool
open_line(
    const unsigned char *p, const unsigned char *eol, struct pn_uu_block *b)
{
	size_t n = trimmed(p, eol), i = 6, digits;

	b->base64 = n > 13 && memcmp(p, "begin-base64 ", 13) == 0;
	if (b->base64)
		i = 13;
	else if (n <= 6 || memcmp(p, "begin ", 6) != 0)
		return false;
	for (digits = 0; i < n && p[i] >= '0' && p[i] <= '7'; i++)
		digits++;
	if (digits < 3 || digits > 4 || i + 1 >= n || p[i] != ' ')
		return false;
	b->name.p = p + i + 1;
	b->name.n = n - i - 1;
	return true;
}

/* read_block - the block whose first line runs from P to EOL */
static bool
read_block(const unsigned char *p, const unsigned char *eol,
    const unsigned char *end, struct pn_uu_block *b)
{
	const unsigned char *line, *next;

	if (!open_line(p, eol, b))
		return false;
	b->broken = true;
	for (line = eol; line < end; line = next) {
		next = pn_line_end(line, end);
		if (is_line(line, next, b->base64 ? "====" : "end")) {
			b->broken = false;
			break;
		}
		if (b->base64 ? !base64_line(line, next)
			      : !data_line(line, next, line == eol))
			break;
	}
	if (line == eol)
		return false; /* no data: prose */
	b->lines = pn_bytes_from(eol, line);
	b->all = pn_bytes_from(p, b->broken ? line : pn_line_end(line, end));
	return true;
}

bool
pn_uu_find(struct pn_bytes text, struct pn_uu_block *block)
{
	const unsigned char *p = text.p, *end = p + text.n, *eol;

	for (; text.n > 0 && p < end; p = eol) {
		eol = pn_line_end(p, end);
		if (*p == 'b' && read_block(p, eol, end, block))
			return true;
	}
	return false;
}

/* uu_line - append the data of one line to BUF */
static void
uu_line(const unsigned char *p, const unsigned char *eol, struct pn_buf *buf)
{
	size_t n = trimmed(p, eol), i;
	unsigned left = uu_value(p[0]), v[4], k;
	char out[3];

	for (i = 1; left > 0; i += 4) {
		/* blanks that were stripped from the end count as zero */
		for (k = 0; k < 4; k++)
			v[k] = i + k < n ? uu_value(p[i + k]) : 0;
		out[0] = (char)(v[0] << 2 | v[1] >> 4);
		out[1] = (char)(v[1] << 4 | v[2] >> 2);
		out[2] = (char)(v[2] << 6 | v[3]);
		k = left < 3 ? left : 3;
		(void)!pn_buf_add(buf, out, k);
		left -= k;
	}
}

bool
pn_uu_decode(const struct pn_uu_block *block, struct pn_buf *buf)
{
	const unsigned char *p = block->lines.p, *end = p + block->lines.n;
	const unsigned char *eol;

	if (block->base64)
		return pn_base64_decode(block->lines, buf) && !block->broken;
	for (; p < end; p = eol) {
		eol = pn_line_end(p, end);
		uu_line(p, eol, buf);
	}
	return !block->broken;
}
