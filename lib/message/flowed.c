/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * flowed - text whose paragraphs a mail program wraps anew (RFC 3676)
 *
 * A line that ends with a blank goes on in the next one of the same quote
 * depth, so a number that was broken between two lines is whole on the
 * reader's screen. Works on bytes, as every character set in which such text
 * is sent has ASCII blanks and line ends; other text passes as it is. An
 * empty line always ends a paragraph, and so does the signature's "-- ".
 */
#include <string.h>

#include "message/decode.h"

/* One line: its quote marks, what follows them, where the next begins. */
struct line {
	const unsigned char *p, *text, *text_end, *next;
	size_t depth;
};

/* line_at - the line that begins at P */
static struct line
line_at(const unsigned char *p, const unsigned char *end)
{
	const unsigned char *q = memchr(p, '\n', (size_t)(end - p));
	struct line l = {.p = p, .text = p, .next = q ? q + 1 : end};

	l.text_end = q ? q : end;
	if (l.text_end > p && l.text_end[-1] == '\r')
		l.text_end--;
	while (l.text < l.text_end && *l.text == '>')
		l.text++;
	l.depth = (size_t)(l.text - p);
	if (l.text < l.text_end && *l.text == ' ')
		l.text++; /* stuffed */
	return l;
}

/* is_signature - "-- ", which never flows */
static bool
is_signature(const struct line *l)
{
	return l->text_end - l->text == 3 && memcmp(l->text, "-- ", 3) == 0;
}

/* goes_on - does line L go on in the line AFTER it? */
static bool
goes_on(const struct line *l, const struct line *after)
{
	return l->text_end > l->text && l->text_end[-1] == ' ' &&
	       !is_signature(l) && after->depth == l->depth &&
	       after->text < after->text_end && !is_signature(after);
}

void
pn_flowed_join(struct pn_bytes text, bool delsp, struct pn_buf *buf)
{
	const unsigned char *end = text.p + text.n;
	struct line l = {0}, after;
	bool joined = false;

	for (const unsigned char *p = text.p; p < end; p = l.next) {
		const unsigned char *from, *to;

		l = line_at(p, end);
		from = joined ? l.text : l.p;
		to = l.next;
		joined = false;
		if (l.next < end) {
			after = line_at(l.next, end);
			joined = goes_on(&l, &after);
		}
		if (joined)
			to = l.text_end - delsp;
		(void)!pn_buf_add(buf, from, (size_t)(to - from));
	}
}
